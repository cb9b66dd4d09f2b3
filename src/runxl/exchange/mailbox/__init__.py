"""The inbox: workbooks out of folders, mails and zip files. Nothing is written to disk and no link is followed.

Everything in an inbox is given, as a workbook to read or as something unread with the reason. Left out are only a
mail's own text, the pictures shown within it and its signature, and what Windows, macOS and Excel put in folders.
"""

from runxl.exchange.mailbox.folder import InboxFile, Piece, files_of, pieces_of, pieces_of_inbox
from runxl.exchange.mailbox.item import Attachment, Unread
from runxl.exchange.mailbox.opened import attachments_in

__all__ = [
    "Attachment",
    "InboxFile",
    "Piece",
    "Unread",
    "attachments_in",
    "files_of",
    "pieces_of",
    "pieces_of_inbox",
]
