"""How much of an inbox is read. Whatever goes beyond is listed with the limit that it met, and the rest is read.

Mails, zip files and their attachments come from outside, so nothing that they say of their own size is trusted.
"""

from __future__ import annotations

FILE_BYTES = 50 << 20
"""The largest file that is read whole, on disk or as an attachment; an .mbox is read a mail at a time."""

UNPACKED_BYTES = 100 << 20
"""What the attachments of one file may come to, zip files unpacked, all levels together."""

WORKBOOK_BYTES = 32 << 20
"""What a returned workbook may unpack to: sixty times as much as one of three tables with 200 rows each."""

WORKBOOK_SIGNS = 1_000_000
"""The most tags and attributes of a returned workbook, twenty times as many as that one has.

Reading takes up to 400 bytes of memory for each, and some seconds for all.
"""

WORKBOOK_CHARACTERS = 8_000_000
"""What the cells of one sheet of a returned workbook may show, each with its text and its formula."""

CARRIED_BYTES = 8 << 20
"""How much of the workbooks in a mail or a zip file is handed on with what they hold; the rest is unpacked again."""

AHEAD_BYTES = 32 << 20
"""How much of an inbox is read ahead of what has been opened, for each core; always one file."""

INBOX_BYTES = 2 << 30
"""What an inbox's files may come to, .mbox files included."""

ATTACHMENTS = 200
"""The most attachments of one mail, those of forwarded mails included."""

FILES = 2_000
"""The most files that one file of the inbox may hold, all levels together."""

NESTING = 5
"""How deep mails and zip files within one another are opened: a zip file in a mail is at depth 1."""

MIME_LEVELS = 40
"""How deep the parts of one mail may lie within one another."""

MAIL_LINES = 1_000_000
"""The most lines of one mail; its attachments' lines have 76 characters, so a mail of 50 MB has 650,000."""

MIME_PARTS = 2_000
"""The most parts of one mail, its texts and pictures included."""

NAME_LENGTH = 255
"""The longest name of an attachment: no file system that a recipient uses allows a longer one."""

SHOWN_LENGTH = 120
"""Where a name is cut when it is shown."""

NEW_ROWS = 500
"""The most rows of one table that a returned workbook can propose: each is a question to a person."""
