"""Whose a returned workbook is, of which round, and which file it was when it was sent.

What the file says of itself is a claim that only chooses a row of the archive's register. A file that says nothing is
known by other marks: the units that its rows name, its period, its name, its sender. Marks that contradict each other
are told, and nothing is taken from such a file.
"""

from __future__ import annotations

import re
from enum import Enum
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from runxl.domain.message import Message, message
from runxl.errors import WorkbookError
from runxl.exchange.filenames import safe_name
from runxl.exchange.mailbox import Unread
from runxl.exchange.tampering import refuse_tampered

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from runxl.exchange.archive import Sent
    from runxl.exchange.contents import Contents
    from runxl.exchange.returned import Returned


class Mark(Enum):
    """By what a workbook was known."""

    WORKBOOK = "workbook"
    ROUND = "round"
    ROWS = "rows"
    FILE_NAME = "file-name"
    SENDER = "sender"


class Round(NamedTuple):
    """What the committee's workbook and the archive know of a round.

    `sent` are the register's rows of all rounds, newest last; `units` the recipients' unit ids; `senders` the unit ids
    by address, in small letters.
    """

    id: str
    period: str
    units: tuple[str, ...]
    senders: Mapping[str, str]
    sent: Sequence[Sent]


class Identified(NamedTuple):
    """Whose a returned workbook is. `base` is what was sent, None where nobody knows: then two versions are merged."""

    returned: Returned
    unit: str
    round: str
    base: Sent | None
    by: Mark
    remarks: tuple[Message, ...] = ()


def identified(
    returned: Returned, this: Round, tables_of: Callable[[Sent], Mapping[str, Contents] | None]
) -> Identified | Unread:
    """Return whose a workbook is, or why that is not known or not believed. `tables_of` reads what was sent."""
    whose = ""
    try:
        known = _by_workbook(returned, this) or _by_marks(returned, this)
        _refuse_another_unit(known)
        whose = known.unit
        _refuse_another_round(known, this)
        known = known._replace(unit=_as_recipient(known.unit, this))
        base = None if known.base is None else tables_of(known.base)
        if base is not None:
            refuse_tampered(returned.tables, base)
    except WorkbookError as fault:
        return Unread(returned.path, message(fault.code, **fault.parts), returned.sender, returned.received, whose)
    return (
        known if base is not None else known._replace(base=None, remarks=(*known.remarks, message("returned-no-base")))
    )


def _by_workbook(returned: Returned, this: Round) -> Identified | None:
    id_ = returned.claims.workbook_id
    sent = next((one for one in this.sent if one.workbook_id == id_), None) if id_ else None
    return None if sent is None else Identified(returned, sent.unit, sent.round, sent, Mark.WORKBOOK)


def _by_marks(returned: Returned, this: Round) -> Identified:
    """Return whose a workbook is that says nothing which the register knows."""
    known = {unit.casefold(): unit for unit in this.units}
    named = [known[unit.casefold()] for unit in returned.units if unit.casefold() in known]
    if len(named) > 1:
        raise WorkbookError("returned-many-units", units=named)
    in_name = _unit_in_name(returned.name, this.units)
    by_sender = this.senders.get(returned.sender.casefold(), "")
    claimed = bool(returned.claims.round_id)
    for unit, mark in (
        (named[0] if named else "", Mark.ROUND if claimed else Mark.ROWS),
        ("" if returned.units else in_name, Mark.FILE_NAME),
        ("" if returned.units else by_sender, Mark.SENDER),
    ):
        if unit:
            return _told(returned, unit, mark, this)
    raise WorkbookError("returned-unit-unknown", units=returned.units)


def _told(returned: Returned, unit: str, mark: Mark, this: Round) -> Identified:
    round_id = returned.claims.round_id or this.id
    same = [one for one in this.sent if (one.round, one.unit.casefold()) == (round_id, unit.casefold())]
    remark = message("returned-known-by", mark=mark, whose=unit)
    return Identified(returned, unit, round_id, same[-1] if same else None, mark, (remark,))


def _unit_in_name(name: str, units: Sequence[str]) -> str:
    """Return the unit whose file has this name, also in `Kopia av underlag-2026-08-teater (2).xlsx`."""
    stem = PurePosixPath(name).stem.casefold()
    like = [unit for unit in units if re.search(rf"(?<!\w){re.escape(safe_name(unit).casefold())}(?!\w)", stem)]
    return max(like, key=len, default="")


def _refuse_another_unit(known: Identified) -> None:
    """Raise WorkbookError where the rows are another unit's than the file says."""
    named = known.returned.units
    if named and known.unit.casefold() not in {unit.casefold() for unit in named}:
        raise WorkbookError("returned-unit-contradicts", whose=known.unit, units=named)


def _as_recipient(unit: str, this: Round) -> str:
    """Return a unit's id as it is spelled now. Raises WorkbookError where nobody of that unit is a recipient."""
    spelled = {one.casefold(): one for one in this.units}
    if unit.casefold() not in spelled:
        raise WorkbookError("returned-unit-no-recipient", whose=unit)
    return spelled[unit.casefold()]


def _refuse_another_round(known: Identified, this: Round) -> None:
    """Raise WorkbookError where the file belongs to another round, or its period is not this one's."""
    if known.round != this.id:
        earlier = known.round in {one.round for one in this.sent} or known.round < this.id
        raise WorkbookError(
            "returned-older-round" if earlier else "returned-other-round", round=known.round, now=this.id
        )
    period = known.returned.period
    is_told = known.by is Mark.WORKBOOK or known.returned.claims.round_id
    if not is_told and period and period != this.period:
        raise WorkbookError("returned-other-period", period=period, now=this.period)
