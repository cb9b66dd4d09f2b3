"""The files of an inbox: a folder and its subfolders, in the order of their names, read one at a time."""

from __future__ import annotations

import os
import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from runxl.domain.message import message
from runxl.exchange.limits import FILE_BYTES, INBOX_BYTES
from runxl.exchange.mailbox.item import Unread, within
from runxl.exchange.mailbox.kinds import is_mbox
from runxl.exchange.mailbox.mbox import mails_in
from runxl.exchange.mailbox.names import ending_of, is_clutter, shown

if TYPE_CHECKING:
    from collections.abc import Iterator


class InboxFile(NamedTuple):
    """A file of an inbox, not read yet: its path within the inbox, where it lies, its bytes and when it was changed."""

    path: str
    place: Path
    size: int
    modified: datetime | None


class Piece(NamedTuple):
    """What `attachments_in` is asked about: a whole file, or one mail of an .mbox file."""

    name: str
    data: bytes
    received: datetime | None


def pieces_of_inbox(folder: Path) -> Iterator[Piece | Unread]:
    """Give everything in an inbox, one piece in memory at a time, until as much is read as is read of an inbox."""
    left = INBOX_BYTES
    for file in files_of(folder):
        if isinstance(file, Unread):
            yield file
        elif file.size > left:
            yield _unread(file.path, "inbox-full", most=INBOX_BYTES >> 30)
        else:
            left -= file.size
            yield from pieces_of(file)


def files_of(folder: Path) -> Iterator[InboxFile | Unread]:
    """Give every file in a folder and its subfolders, and what is no file or cannot be looked at with the reason.

    A link is not followed. Left out is what Windows, macOS and Excel put in folders themselves (names.is_clutter).
    """
    root = Path(os.path.realpath(folder))
    pending = [root]
    while pending:
        place = pending.pop()
        path = place.relative_to(root).as_posix()
        try:
            status = place.lstat()
            if Path(os.path.realpath(place)) != place:
                yield _unread(path, "inbox-link")
            elif stat.S_ISDIR(status.st_mode):
                pending += sorted(place.iterdir(), reverse=True)
            elif not is_clutter(place.name):
                yield _file(path, place, status)
        except OSError as fault:
            yield _unread(path, "file-not-read", reason=fault.strerror or str(fault))


def _file(path: str, place: Path, status: os.stat_result) -> InboxFile | Unread:
    if not stat.S_ISREG(status.st_mode):
        return _unread(path, "inbox-not-a-workbook")
    try:
        modified = datetime.fromtimestamp(status.st_mtime, UTC)
    except (ValueError, OverflowError, OSError):
        modified = None
    return InboxFile(path, place, status.st_size, modified)


def pieces_of(file: InboxFile) -> Iterator[Piece | Unread]:
    """Give a file's content, or, where it is an .mbox file, each of its mails."""
    try:
        with file.place.open("rb") as stream:
            start = stream.read(len("From "))
            stream.seek(0)
            if is_mbox(ending_of(file.place.name), start):
                for number, mail in enumerate(mails_in(stream), 1):
                    yield _mail(file.path, f"{number}.eml", mail)
            else:
                data = stream.read(FILE_BYTES + 1)
                yield _too_large(file) if len(data) > FILE_BYTES else Piece(file.path, data, file.modified)
    except OSError as fault:
        yield _unread(file.path, "file-not-read", reason=fault.strerror or str(fault))


def _mail(path: str, name: str, mail: bytes | None) -> Piece | Unread:
    where = within(path, name)
    return _unread(where, "inbox-mail-too-large", most=FILE_BYTES >> 20) if mail is None else Piece(where, mail, None)


def _too_large(file: InboxFile) -> Unread:
    return _unread(file.path, "inbox-file-too-large", megabytes=-(-file.size >> 20), most=FILE_BYTES >> 20)


def _unread(path: str, code: str, **parts: object) -> Unread:
    return Unread("/".join(map(shown, path.split("/"))), message(code, file=shown(Path(path).name), **parts))
