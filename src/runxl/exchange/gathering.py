"""What came in: every piece of an inbox opened on its own, told whose it is, and the newest of each unit at hand."""

from __future__ import annotations

from functools import cache
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from runxl.errors import FileError
from runxl.exchange.identity import identified
from runxl.exchange.mailbox import Attachment, Piece, Unread, attachments_in
from runxl.exchange.returned import Returned, read_returned
from runxl.exchange.schedule import in_order
from runxl.exchange.sorting import Arrived, when
from runxl.exchange.submissions import Unused, remark_of
from runxl.layout.words import REFUSED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from concurrent.futures import Executor

    from runxl.exchange.archive import Archive, Sent
    from runxl.exchange.identity import Identified, Round
    from runxl.exchange.versions import Tables

_ENDING = ".xlsx"


class Opened(NamedTuple):
    """What one piece of an inbox holds, and the bytes of the workbooks that lay within it, by checksum."""

    found: tuple[Returned | Unread, ...]
    carried: Mapping[str, bytes]


class Held(NamedTuple):
    """The newest file of a unit: its tables and its bytes."""

    arrived: Arrived
    tables: Tables
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
        found.append(read)
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
        accepted = [one for one in map(self._judged, there.found) if one is not None]
        for known in accepted:
            data = there.carried.get(known.returned.sha256) or (b"" if isinstance(piece, Unread) else piece.data)
            self._take_workbook(known, data)
        if accepted and there.carried and self._keep and isinstance(piece, Piece):
            self._archive.keep(piece.data, PurePath(piece.name).suffix)

    def _judged(self, one: Returned | Unread) -> Identified | None:
        known = identified(one, self._this, self._tables_of) if isinstance(one, Returned) else one
        if not isinstance(known, Unread):
            return known
        digest = one.sha256 if isinstance(one, Returned) else ""
        reason = remark_of((known.reason,))
        self._refused.append(Unused(REFUSED, "", when(known.received), known.sender, known.path, reason, digest))
        return None

    def _take_workbook(self, known: Identified, data: bytes) -> None:
        returned = known.returned
        arrived = Arrived(
            known.unit,
            returned.received,
            returned.sender,
            returned.path,
            returned.sha256,
            known.base,
            (*known.remarks, *returned.remarks),
        )
        self._arrived.append(arrived)
        if self._keep:
            self._archive.keep(data, _ENDING)
        held = self._newest.get(arrived.unit)
        if held is None or held.arrived.age < arrived.age:
            self._newest[arrived.unit] = Held(arrived, returned.tables, data)

    def _read_sent(self, sent: Sent) -> Tables | None:
        data = self._archive.bytes_of(sent)
        return None if data is None else tables_in(data)


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
                return Held(arrived, read.tables, there.carried.get(read.sha256, piece.data))
    raise FileError("file-changed-since", file=arrived.path)


def tables_in(data: bytes) -> Tables | None:
    """Return the tables of a workbook that the archive holds; None where it cannot be read any more."""
    read = read_returned(Attachment("", "", data))
    return None if isinstance(read, Unread) else read.tables
