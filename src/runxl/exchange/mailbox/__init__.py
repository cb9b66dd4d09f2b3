"""The inbox: workbooks out of folders, mails and zip files. Nothing is written to disk and no link is followed."""

from runxl.exchange.mailbox.item import Attachment, Unread

__all__ = ["Attachment", "Unread"]
