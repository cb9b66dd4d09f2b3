"""What an inbox holds: the workbooks to read, and everything else with the reason why it is not read."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime

    from runxl.domain.message import Message

WITHIN = " » "


class Attachment(NamedTuple):
    """One workbook file as it came, not opened yet.

    `path` says where in the inbox it lay: `svar.eml » bilagor.zip » teater.xlsx`. `sender` is an address, "" where the
    file came without a mail. `received` is in UTC, and None where a mail does not say; a bare file's is when it was
    last changed. Name, sender and time are what the sender's program wrote: claims.
    """

    path: str
    name: str
    data: bytes
    sender: str = ""
    received: datetime | None = None


class Unread(NamedTuple):
    """Something in an inbox that is not read as a workbook, and why."""

    path: str
    reason: Message
    sender: str = ""
    received: datetime | None = None
