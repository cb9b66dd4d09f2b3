"""What came in: every piece of an inbox opened on its own, told whose it is, and the newest of each unit at hand."""

from __future__ import annotations

from datetime import UTC
from functools import cache, cached_property, partial
from hashlib import sha256
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from runxl.errors import FileError
from runxl.exchange.faults import or_refused
from runxl.exchange.identity import identified
from runxl.exchange.limits import CARRIED_BYTES
from runxl.exchange.mailbox import Attachment, Piece, Unread, attachments_in
from runxl.exchange.refusals import Refused
from runxl.exchange.returned import Returned, read_returned, tables_in
from runxl.exchange.schedule import in_order
from runxl.exchange.sorting import Arrived, when
from runxl.exchange.submissions import Unused, remark_of
from runxl.layout.words import REFUSED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet
    from concurrent.futures import Executor
    from datetime import datetime

    from runxl.domain.message import Message
    from runxl.exchange.archive import Archive, Sent
    from runxl.exchange.identity import Identified, Round
    from runxl.exchange.versions import Tables

_ENDING = ".xlsx"


class Opened(NamedTuple):
    """What one piece of an inbox holds, and the bytes of the workbooks that lay within it, by checksum.

    The tables stay behind: of most files nobody asks what stands in them, and they are larger than the files. So do
    bytes beyond CARRIED_BYTES, for which None stands.
    """

    found: tuple[Returned | Unread, ...]
    carried: Mapping[str, bytes | None]


class Held(NamedTuple):
    """The newest file of a unit, and its bytes."""

    arrived: Arrived
    data: bytes


class Gathered(NamedTuple):
    """Every workbook of the round that came, the newest of each unit, and what was refused."""

    arrived: tuple[Arrived, ...]
    newest: Mapping[str, Held]
    refused: tuple[Refused, ...]


class Workers(NamedTuple):
    """What the pieces are opened with, and what is called after each."""

    executor: Executor
    cores: int
    done: Callable[[], None]


def opened(piece: Piece) -> Opened:
    """Return what one piece of an inbox holds: the same for the same bytes, on whichever computer."""
    found: list[Returned | Unread] = []
    carried: dict[str, bytes | None] = {}
    left = CARRIED_BYTES
    for one in attachments_in(*piece):
        read = read_returned(one) if isinstance(one, Attachment) else one
        found.append(read._replace(tables={}) if isinstance(read, Returned) else read)
        # the bytes of a bare workbook are with the one who asks
        if isinstance(one, Attachment) and isinstance(read, Returned) and one.data != piece.data:
            left -= len(one.data)
            carried[read.sha256] = one.data if left >= 0 else None
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
    return in_order(_opened_or_unread, pieces, workers.executor, workers.cores, _size)


def _size(piece: Piece | Unread) -> int:
    return 0 if isinstance(piece, Unread) else len(piece.data)


def _opened_or_unread(piece: Piece | Unread) -> Opened:
    return Opened((piece,), {}) if isinstance(piece, Unread) else opened(piece)


class _Within:
    """The bytes of the workbooks in a piece; where they stayed behind, it is unpacked once more."""

    def __init__(self, piece: Piece, there: Opened) -> None:
        self._piece, self._carried = piece, there.carried

    def bytes_of(self, digest: str) -> bytes:
        """Return the bytes of a workbook by their checksum."""
        data = self._carried.get(digest, self._piece.data)
        return self._all[digest] if data is None else data

    @cached_property
    def _all(self) -> dict[str, bytes]:
        return dict(_workbooks_in(self._piece))


def _workbooks_in(piece: Piece) -> Iterator[tuple[str, bytes]]:
    """Give the checksum and the bytes of each workbook in a piece."""
    return ((sha256(one.data).hexdigest(), one.data) for one in attachments_in(*piece) if isinstance(one, Attachment))


class _Gathering:
    def __init__(self, this: Round, archive: Archive, *, keep: bool) -> None:
        self._this, self._archive, self._keep = this, archive, keep
        self._arrived: list[Arrived] = []
        self._refused: list[Refused] = []
        self._spelled = {unit.casefold(): unit for unit in this.units}
        self._newest: dict[str, Held] = {}
        self._tables_of = cache(self._read_sent)

    def gathered(self) -> Gathered:
        return Gathered(tuple(self._arrived), self._newest, tuple(self._refused))

    def take(self, piece: Piece | Unread, there: Opened) -> None:
        """Take what one piece holds: each workbook of the round, and why each other thing is none."""
        if isinstance(piece, Unread):
            self._refuse(piece)
            return
        within = _Within(piece, there)
        accepted = [self._take_one(one, within) for one in there.found]
        if any(accepted) and there.carried and self._keep:
            self._archive.keep(piece.data, PurePath(piece.name).suffix)

    def _take_one(self, one: Returned | Unread, within: _Within) -> bool:
        """Take something in a piece, and tell whether it is a workbook of the round."""
        data = within.bytes_of(one.sha256) if isinstance(one, Returned) else b""
        known = self._identified(one, data) if isinstance(one, Returned) else one
        if isinstance(known, Unread):
            self._refuse(known, one.sha256 if isinstance(one, Returned) else "")
            return False
        self._take_workbook(known, data)
        return True

    def _refuse(self, unread: Unread, digest: str = "") -> None:
        unit, reason = self._whose(unread), remark_of((unread.reason,))
        row = Unused(REFUSED, unit, when(unread.received), unread.sender, unread.path, reason, digest)
        self._refused.append(Refused(row, unread.reason))

    def _whose(self, unread: Unread) -> str:
        """Return the unit that sent what is refused, by the file itself or else by its sender; "" for nobody's."""
        by_sender = self._this.senders.get(unread.sender.casefold(), "")
        return self._spelled.get(unread.unit.casefold(), by_sender)

    def _identified(self, returned: Returned, data: bytes) -> Identified | Unread:
        def known() -> Identified | Unread:
            sent_tables = partial(self._sent_tables, returned.locked)
            return identified(self._read_again(returned, data), self._this, sent_tables)

        def refused(reason: Message) -> Unread:
            return Unread(returned.path, reason, returned.sender, returned.received)

        return or_refused(known, refused, returned.name)

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


def at_hand(wanted: Iterable[Arrived], newest: Mapping[str, Held], pieces: Iterable[Piece | Unread]) -> list[Held]:
    """Return workbooks that came: those that are held, and for the others the inbox is looked through once more.

    That is where the newest of a unit by its date is an older file, saved anew. Raises FileError where one is gone by
    then.
    """
    asked = list(wanted)
    found = {held.arrived.sha256: held.data for held in newest.values()}
    found |= _looked_for({one.sha256 for one in asked} - found.keys(), pieces)
    gone = next((one for one in asked if one.sha256 not in found), None)
    if gone is not None:
        raise FileError("file-changed-since", file=gone.path)
    return [Held(one, found[one.sha256]) for one in asked]


def _looked_for(digests: AbstractSet[str], pieces: Iterable[Piece | Unread]) -> dict[str, bytes]:
    """Return the bytes of workbooks by their checksums, as far as the pieces hold them."""
    found: dict[str, bytes] = {}
    for piece in pieces if digests else ():
        if isinstance(piece, Piece):
            found |= {digest: data for digest, data in _workbooks_in(piece) if digest in digests}
        if found.keys() == digests:
            break
    return found
