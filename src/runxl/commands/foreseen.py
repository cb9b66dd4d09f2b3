"""What an inbox changes in the tables that the controller works in: the values taken over, and what she is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from runxl.commands.submitted import Read
    from runxl.exchange.conflicts import Pending
    from runxl.exchange.provenance import LogRow
    from runxl.grid import Value


class Taken(NamedTuple):
    """A cell of the master whose value comes from a unit's file: its row by id, its column by header."""

    unit: str
    cell: str
    row: str
    column: str
    before: Value
    after: Value


class Foreseen(NamedTuple):
    """What the new files bring, the units in their order."""

    taken: tuple[Taken, ...] = ()
    asked: tuple[Pending, ...] = ()


def foreseen(read: Sequence[Read], log: Sequence[LogRow], waiting: Sequence[Pending]) -> Foreseen:
    """Return what the new files bring; `log` tells what is taken over, `waiting` all that Konflikter asks then."""
    units = {one.file.arrived.sha256: one.file.arrived.unit for one in read}
    taken = (_taken(units[str(row["sha256"])], row) for row in log)
    asked = (pending for pending in waiting if pending.origin.sha256 in units)
    return Foreseen(tuple(taken), tuple(asked))


def _taken(unit: str, row: LogRow) -> Taken:
    cell, id_, column = (str(row[key] or "") for key in ("cell", "row", "column"))
    return Taken(unit, cell, id_, column, row["before"], row["after"])
