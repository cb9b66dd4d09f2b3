"""What came in: every piece of an inbox opened on its own, told whose it is, and the newest of each unit at hand."""

from __future__ import annotations

from datetime import UTC
from functools import cache, partial
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from runxl.errors import FileError
from runxl.exchange.identity import identified
from runxl.exchange.mailbox import Attachment, Piece, Unread, attachments_in
from runxl.exchange.returned import Returned, read_returned, tables_in
from runxl.exchange.schedule import in_order
from runxl.exchange.sorting import Arrived, when
from runxl.exchange.submissions import Unused, remark_of
from runxl.layout.words import REFUSED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from concurrent.futures import Executor
    from datetime import datetime

    from runxl.exchange.archive import Archive, Sent
    from runxl.exchange.identity import Identified, Round
    from runxl.exchange.versions import Tables

_ENDING = ".xlsx"


class Opened(NamedTuple):
    """What one piece of an inbox holds, and the bytes of the workbooks that lay within it, by checksum.

    The tables stay behind: of most files nobody asks what stands in them, and they are larger than the files.
    """

    found: tuple[Returned | Unread, ...]
    carried: Mapping[str, bytes]


class Held(NamedTuple):
    """The newest file of a unit, and its bytes."""

    arrived: Arrived
    data: bytes


class Gathered(NamedTuple):
    """Every workbook of the round that came, the newest of each unit, and what was refused."""

    arrived: tuple[Arrived, ...]
    newest: Mapping[str, Held]
    refused: tuple[Unused, ...]


class Workers(NamedTuple):
    """What the pieces are opened with, and what is called after each."""

    executor: Executor
    cores: int
    done: Callable[[], None]


def opened(piece: Piece) -> Opened:
    """Return what one piece of an inbox holds: the same for the same bytes, on whichever computer."""
    found: list[Returned | Unread] = []
    carried: dict[str, bytes] = {}
    for one in attachments_in(*piece):
        read = read_returned(one) if isinstance(one, Attachment) else one
        found.append(read._replace(tables={}) if isinstance(read, Returned) else read)
        # the bytes of a bare workbook are with the one who asks
        if isinstance(one, Attachment) and isinstance(read, Returned) and one.data != piece.data:
            carried[read.sha256] = one.data
    return Opened(tuple(found), carried)


def gathered(
    pieces: Iterable[Piece | Unread], this: Round, archive: Archive, workers: Workers, *, keep: bool
) -> Gathered:
    """Return what came in; with `keep`, every workbook of the round is in the archive by then, with its mail.

    Of each unit only the newest workbook is held in memory, so that an inbox may be of any size.
    """
    gathering = _Gathering(this, archive, keep=keep)
    for piece, there in _each_opened(pieces, workers):
        gathering.take(piece, there)
        workers.done()
    return gathering.gathered()


def _each_opened(pieces: Iterable[Piece | Unread], workers: Workers) -> Iterator[tuple[Piece | Unread, Opened]]:
    return in_order(_opened_or_unread, pieces, workers.executor, workers.cores)


def _opened_or_unread(piece: Piece | Unread) -> Opened:
    return Opened((piece,), {}) if isinstance(piece, Unread) else opened(piece)


class _Gathering:
    def __init__(self, this: Round, archive: Archive, *, keep: bool) -> None:
        self._this, self._archive, self._keep = this, archive, keep
        self._arrived: list[Arrived] = []
        self._refused: list[Unused] = []
        self._newest: dict[str, Held] = {}
        self._tables_of = cache(self._read_sent)

    def gathered(self) -> Gathered:
        return Gathered(tuple(self._arrived), self._newest, tuple(self._refused))

    def take(self, piece: Piece | Unread, there: Opened) -> None:
        """Take what one piece holds: each workbook of the round, and why each other thing is none."""
        whole = b"" if isinstance(piece, Unread) else piece.data
        accepted = 0
        for one in there.found:
            data = whole if isinstance(one, Unread) else there.carried.get(one.sha256, whole)
            known = self._judged(one, data)
            if known is not None:
                accepted += 1
                self._take_workbook(known, data)
        if accepted and there.carried and self._keep and isinstance(piece, Piece):
            self._archive.keep(piece.data, PurePath(piece.name).suffix)

    def _judged(self, one: Returned | Unread, data: bytes) -> Identified | None:
        known: Identified | Unread = one if isinstance(one, Unread) else self._identified(one, data)
        if not isinstance(known, Unread):
            return known
        digest = one.sha256 if isinstance(one, Returned) else ""
        reason = remark_of((known.reason,))
        self._refused.append(Unused(REFUSED, "", when(known.received), known.sender, known.path, reason, digest))
        return None

    def _identified(self, returned: Returned, data: bytes) -> Identified | Unread:
        return identified(self._read_again(returned, data), self._this, partial(self._sent_tables, returned.locked))

    def _take_workbook(self, known: Identified, data: bytes) -> None:
        returned = known.returned
        received, changed = _times(returned)
        arrived = Arrived(
            known.unit,
            received,
            returned.sender,
            returned.path,
            returned.sha256,
            known.base,
            (*known.remarks, *returned.remarks),
            changed,
        )
        self._arrived.append(arrived)
        if self._keep:
            self._archive.keep(data, _ENDING)
        held = self._newest.get(arrived.unit)
        if held is None or held.arrived.age < arrived.age:
            self._newest[arrived.unit] = Held(arrived, data)

    def _read_again(self, returned: Returned, data: bytes) -> Returned:
        """Return a workbook with its tables, for where they have to be compared with those that were sent."""
        sent = self._archive.sent(returned.claims.workbook_id)
        if sent is not None and sent.locked == returned.locked:
            return returned
        return returned._replace(tables=tables_in(data) or {})

    def _sent_tables(self, locked: str, sent: Sent) -> Tables | None:
        """Return what was sent, nothing of it where it is locked as what came back; None where nobody has it."""
        if sent.locked == locked:
            return None if self._archive.bytes_of(sent) is None else {}
        return self._tables_of(sent)

    def _read_sent(self, sent: Sent) -> Tables | None:
        data = self._archive.bytes_of(sent)
        return None if data is None else tables_in(data)


def _times(returned: Returned) -> tuple[datetime | None, datetime | None]:
    """Return when a workbook came and when it was changed, as a zip file says.

    It came when the mail did. One in a zip file without a mail is as one beside it, which came when it was changed. A
    clock without a zone is taken for this computer's.
    """
    changed = None if returned.changed is None else returned.changed.astimezone(UTC)
    came = returned.received or changed if returned.sender else changed or returned.received
    return came, changed


def at_hand(arrived: Arrived, held: Held, pieces: Iterable[Piece | Unread]) -> Held:
    """Return a workbook that came: the one that is held, or one that the inbox is looked through for once more.

    That is where the newest by its date is an older file, saved anew. Raises FileError where it is gone by then.
    """
    if held.arrived.sha256 == arrived.sha256:
        return held._replace(arrived=arrived)
    for piece in pieces:
        there = _opened_or_unread(piece)
        for read in there.found:
            if isinstance(piece, Piece) and isinstance(read, Returned) and read.sha256 == arrived.sha256:
                return Held(arrived, there.carried.get(read.sha256, piece.data))
    raise FileError("file-changed-since", file=arrived.path)
