"""Where each value came from: what Logg is told of a cell, and what that means when the unit's next file comes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from runxl import language
from runxl.exchange.conflicts import question, read_conflicts
from runxl.exchange.versions import WHOLE_ROW, Settled, Versions, header_of, place_under
from runxl.grid import Content, Value
from runxl.layout.words import CONFLICT_VALUE
from runxl.sheets.logged import read_logged

if TYPE_CHECKING:
    from runxl.exchange.conflicts import Origin, Pending
    from runxl.exchange.versions import Change, Place, Tables
    from runxl.grid import Address, Snapshot

LogRow: TypeAlias = Mapping[str, Value]


def taken_row(origin: Origin, change: Change) -> LogRow:
    """Return the row of Logg about a cell whose value was taken over, or withdrawn with an earlier file's."""
    code = "log-withdrawn" if change.source is None else "log-taken"
    return log_row(question(CONFLICT_VALUE, change, origin), change.cell, change.theirs, code)


def log_row(pending: Pending, cell: Address | None, after: Content, code: str) -> LogRow:
    """Return the row of Logg about a cell: what it held and holds, and which file that goes back to."""
    place, origin = pending.place, pending.origin
    parts = {"cell": cell, "before": shown(pending.ours), "after": shown(after), "file": origin.file}
    return {
        "changed": language.say(code, **parts, choice=str(pending.choice.value or "")),
        "cell": None if cell is None else str(cell),
        "table": place.table,
        "row": place.row,
        "column": header_of(place) or None,
        "before": pending.ours.value,
        "after": after.value,
        "sender": origin.sender or None,
        "file": origin.file,
        "source": pending.source or None,
        "sha256": origin.sha256,
    }


def shown(content: Content) -> Value:
    """Return a value for a sentence, in which an empty cell is named as such."""
    return language.say("empty-cell") if content.value in (None, "") else content.value


def settled(
    snapshot: Snapshot, unit: str, sent: Tables | None, earlier: Mapping[str, Tables], ours: Tables
) -> dict[Place, Settled]:
    """Return what came of a unit's earlier files, as Logg and Konflikter tell.

    `earlier` holds, by checksum, the tables of those of its files that stand in the master as merged and were made from
    the same file as sent. What waits in Konflikter is not settled, whatever Logg says: the answer may have been undone.
    """
    said = {sha256: _said(unit, sent, tables, ours) for sha256, tables in earlier.items()}
    found: dict[Place, Settled] = {}
    for logged in read_logged(snapshot) if said else ():
        if logged.sha256 in said:
            place = place_under(logged.table, logged.row, logged.column)
            theirs = said[logged.sha256].get(place, Content(logged.after))
            before = found[place].before if place in found else Content(logged.before)
            found[place] = Settled(theirs, before)
    for pending in read_conflicts(snapshot).values():
        found.pop(pending.place, None)
        if pending.base is not None and pending.place.column != WHOLE_ROW:
            found[pending.place] = Settled(pending.base, pending.base)
    return found


def _said(unit: str, sent: Tables | None, theirs: Tables, ours: Tables) -> dict[Place, Content]:
    found: dict[Place, Content] = {}
    for table, mine in ours.items():
        if table in theirs:
            found.update(Versions(unit, (sent or {}).get(table), theirs[table], mine, {}).said())
    return found
