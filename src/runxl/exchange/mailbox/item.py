"""What an inbox holds: the workbooks to read, and everything else with the reason why it is not read."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from runxl.domain.message import message
from runxl.exchange.limits import FILE_BYTES, NESTING
from runxl.exchange.mailbox.names import is_refused, last, shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from runxl.domain.message import Message

WITHIN = " » "


class Attachment(NamedTuple):
    """One workbook file as it came, not opened yet.

    `path` says where in the inbox it lay: `svar.eml » bilagor.zip » teater.xlsx`. `sender` is an address, "" where the
    file came without a mail. `received` is in UTC, and None where a mail does not say; a bare file's is when it was
    last changed. `changed` is what a zip file that it lies in says of that: in UTC, or without a zone by the clock of
    who packed it. Name, sender and times are what the sender's program wrote: claims.
    """

    path: str
    name: str
    data: bytes
    sender: str = ""
    received: datetime | None = None
    changed: datetime | None = None


class Unread(NamedTuple):
    """Something in an inbox that is not read as a workbook, and why; `unit` is whose, "" where it does not say."""

    path: str
    reason: Message
    sender: str = ""
    received: datetime | None = None
    unit: str = ""


class Enclosed(NamedTuple):
    """A file somewhere in a file of the inbox, not looked into yet; `depth` counts what it lies in."""

    file: Attachment
    depth: int

    def holds(self, name: str, data: bytes, changed: datetime | None = None) -> Enclosed | Unread:
        """Return a file in this one, under the name that its sender gave it, or why it is not taken."""
        path, changed = within(self.file.path, name), changed or self.file.changed
        inner = self.file._replace(path=path, name=shown(last(name)), data=data, changed=changed)
        if is_refused(name):
            return unread(inner, "inbox-name-refused")
        if len(data) > FILE_BYTES:
            return too_large(inner, len(data))
        return Enclosed(inner, self.depth + 1)

    def holds_mail(self, subject: str) -> Enclosed | Unread:
        """Return a mail within this one, whose content is read where it lies, or why it is not looked into."""
        name = shown(subject)
        inner = self.file._replace(path=within(self.file.path, name), name=name, data=b"")
        if self.depth >= NESTING:
            return unread(inner, "inbox-too-deep", most=NESTING)
        return Enclosed(inner, self.depth + 1)

    def holds_unread(self, name: str, code: str, **parts: object) -> Unread:
        """Return a file in this one as one that is not read."""
        inner = self.file._replace(path=within(self.file.path, name), name=shown(last(name)))
        return unread(inner, code, **parts)


def within(path: str, name: str) -> str:
    """Return the path of a file in another one.

    >>> within("svar.eml", "teater.xlsx")
    'svar.eml » teater.xlsx'
    """
    return f"{path}{WITHIN}{shown(name)}"


def or_itself(found: Iterator[Enclosed | Unread], container: Enclosed, code: str) -> Iterator[Enclosed | Unread]:
    """Give what is in a container, or the container itself with this reason's code where that is nothing."""
    is_empty = True
    for item in found:
        is_empty = False
        yield item
    if is_empty:
        yield unread(container.file, code)


def unread(file: Attachment, code: str, **parts: object) -> Unread:
    """Return a file as one that is not read, with the reason's code and what it says besides the file's name."""
    return Unread(file.path, message(code, file=file.name, **parts), file.sender, file.received)


def too_large(file: Attachment, size: int) -> Unread:
    """Return a file as one that is larger than what is read whole."""
    return unread(file, "inbox-file-too-large", megabytes=-(-size >> 20), most=FILE_BYTES >> 20)
