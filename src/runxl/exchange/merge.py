"""Three versions of a unit's tables become one: what was sent, what came back, and what stands in the master now.

The table that every three-way merge goes by, here for one cell:

| theirs and ours | theirs and base | ours and base | |
|---|---|---|---|
| alike | | | nothing to do |
| differ | alike | | nothing to do: only the controller changed it |
| differ | differ | alike | theirs is taken: only the unit changed it |
| differ | differ | differ | a conflict, kept out until somebody chooses |

A cell's base is what stood in the last file that it was taken or chosen from, else what was sent. So it makes no
difference in which order a unit's files come, or whether one of them comes twice: the newest holds.

What only the controller decides is asked about even where only the unit changed it: the budget of a line that was sent,
and every cell of a row that is another unit's by now.
"""

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from runxl.domain.finding import Finding, error, note, warning
from runxl.exchange.contents import Contents
from runxl.exchange.rows import OWNER, can_grow, place_of
from runxl.exchange.values import alike, compared, held, is_ambiguous, wanted
from runxl.exchange.versions import NO_PAST, Change, Versions, merged_keys
from runxl.grid import EMPTY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from runxl.exchange.contents import RowContents
    from runxl.exchange.versions import Past, Tables
    from runxl.grid import Address, Value
    from runxl.layout import Column


_LONGEST_TOLD = 200


class Merge(NamedTuple):
    """What a returned workbook comes to.

    `taken` goes into the master. The rest waits for a choice: `conflicts` cell by cell, `added` the filled cells of
    rows that the master has not, `gone` a row each. `typed_over` are values where a formula was sent: the master keeps
    its formula. `unread` tells what was kept out or read otherwise than it stands, by the cells of the unit's own file.
    """

    taken: tuple[Change, ...] = ()
    conflicts: tuple[Change, ...] = ()
    added: tuple[Change, ...] = ()
    gone: tuple[Change, ...] = ()
    typed_over: tuple[Change, ...] = ()
    unread: tuple[Finding, ...] = ()


class Decision(Enum):
    """What is done with one cell."""

    NOTHING = "nothing"
    TAKE = "take"
    ASK = "ask"


def decision(change: Change, column: Column) -> Decision:
    """Return what the table says. Where nobody knows what was sent, it counts as nothing."""
    base, theirs, ours = (compared(version or EMPTY, column) for version in (change.base, change.theirs, change.ours))
    if theirs in (ours, base):
        return Decision.NOTHING
    # a formula that the controller typed is never replaced unasked
    return Decision.TAKE if ours == base and change.ours.formula is None else Decision.ASK


def merged(unit: str, sent: Tables | None, theirs: Tables, ours: Tables, past: Past = NO_PAST) -> Merge:
    """Return what is to be done with the tables that a unit has mailed back.

    `ours` holds the unit's rows of the master. `sent` is None where nobody knows what was sent: a cell that is empty in
    the master is then filled, and where both hold something else it is a conflict. `past` holds what came of the
    unit's earlier files; a missing row that somebody has chosen about stands there under WHOLE_ROW.
    """
    return _joined(
        merge
        for table, mine in ours.items()
        for returned in (theirs.get(table, Contents(table, mine.sheet, {}, ())),)
        for merge in _table(Versions(unit, (sent or {}).get(table), returned, mine, past))
    )


def changed_cells(sent: Tables, theirs: Tables) -> frozenset[Address]:
    """Return the cells of a returned workbook that say something else than when it was sent."""
    found = merged("", sent, theirs, sent)
    changed = (*found.taken, *found.conflicts, *found.typed_over)
    return frozenset(change.source for change in changed if change.source is not None)


def _joined(merges: Iterable[Merge]) -> Merge:
    return Merge(*(tuple(chain.from_iterable(parts)) for parts in zip(*merges, strict=True)))


def _table(versions: Versions) -> Iterator[Merge]:
    for id_, row in versions.their_rows.items():
        yield from _row(versions, id_, row)
    withdrawn = tuple(versions.withdrawn())
    unread = (*_missing(versions), *versions.findings)
    yield Merge(taken=withdrawn, gone=tuple(versions.gone(withdrawn)), unread=unread)


def _missing(versions: Versions) -> Iterator[Finding]:
    """Give a finding for each column that did not come back; one for the table where it did not."""
    table, sheet = versions.layout.name, versions.theirs.sheet
    if not versions.theirs.columns:
        yield error("returned-table-missing", table=table, sheet=sheet)
        return
    for column in versions.lost_columns():
        yield warning("returned-column-missing", table=table, sheet=sheet, header=column.header)


def _row(versions: Versions, id_: str, row: RowContents) -> Iterator[Merge]:
    if versions.has_ours(id_):
        touched = (column for column in versions.columns if not versions.is_untouched(id_, row, column.key))
        cells = [_cell(versions, versions.change(id_, row, column.key), column) for column in touched]
        yield from cells
        if versions.is_moved(id_) and any(cell.conflicts for cell in cells):
            yield Merge(unread=(note("returned-row-anothers", place_of(versions.theirs, row), id=id_),))
        typed_over = tuple(_typed_over(versions, id_, row))
        told = (warning("returned-typed-over", one.source, typed=one.theirs.value) for one in typed_over)
        yield Merge(typed_over=typed_over, unread=tuple(told))
    else:
        changes = [(versions.change(id_, row, column.key), column) for column in versions.columns]
        if not _is_as_before(changes):
            yield from _row_to_add(versions, id_, row, changes)
    yield Merge(unread=tuple(_moved(versions, id_, row)))


def _cell(versions: Versions, change: Change, column: Column) -> Merge:
    decided = decision(change, column)
    if decided is Decision.NOTHING:
        return Merge()
    fitting, unread = _held(change, column)
    if decided is Decision.TAKE and not versions.is_only_asked(change.place):
        return Merge(taken=fitting, unread=unread)
    return Merge(conflicts=fitting, unread=unread)


def _held(change: Change, column: Column) -> tuple[tuple[Change, ...], tuple[Finding, ...]]:
    """Return the change with their value as the column holds it, and a finding where that is not how it stands."""
    value, header = held(change.theirs, column), column.header
    if value is None and change.theirs.value is None:
        return (), (error("returned-not-computed", change.source, formula=f"={change.theirs.formula}"),)
    if value is None:
        text = change.theirs.value
        if isinstance(text, str) and is_ambiguous(text, column):
            return (), (error("returned-ambiguous", change.source, text=text),)
        unread = error("returned-not-held", change.source, text=_beginning(text), header=header)
        return (), (replace(unread, advice=wanted(column)),)
    is_spelled = isinstance(change.theirs.value, str) and not isinstance(value.value, str)
    remark = note("returned-number-as-text", change.source, text=change.theirs.value, number=value.value)
    return (change._replace(theirs=value),), (remark,) if is_spelled and value != EMPTY else ()


def _beginning(value: Value) -> Value:
    """Return a value as a sentence can tell it: of a long text, how it begins."""
    return f"{value[:_LONGEST_TOLD]}…" if isinstance(value, str) and len(value) > _LONGEST_TOLD else value


def _is_as_before(changes: Iterable[tuple[Change, Column]]) -> bool:
    """Tell whether a row that the master has not is as it was when the master had it, or when it was declined."""
    known = [(change, column) for change, column in changes if change.base is not None]
    rest = [change.theirs for change, _ in changes if change.base is None]
    return (
        bool(known)
        and all(alike(change.base or EMPTY, change.theirs, column) for change, column in known)
        and all(content.value in (None, "") for content in rest)
    )


def _row_to_add(
    versions: Versions, id_: str, row: RowContents, changes: Iterable[tuple[Change, Column]]
) -> Iterator[Merge]:
    if not can_grow(versions.layout.name):
        yield Merge(unread=(error("returned-row-not-known", place_of(versions.theirs, row), id=id_),))
        return
    for change, column in changes:
        fitting, unread = _held(change, column)
        yield Merge(added=tuple(one for one in fitting if one.theirs != EMPTY), unread=unread)


def _typed_over(versions: Versions, id_: str, row: RowContents) -> Iterator[Change]:
    """Give the cells where a formula was sent and another value came back."""
    filled_in = merged_keys(versions.layout)
    for key, theirs in row.cells.items():
        sent = versions.sent(id_, key) or EMPTY
        if key not in filled_in and sent.formula is not None and theirs.formula is None:
            column = versions.layout[key]
            if compared(theirs, column) not in (None, compared(sent, column)):
                yield versions.change(id_, row, key)


def _moved(versions: Versions, id_: str, row: RowContents) -> Iterator[Finding]:
    """Give a finding where a row that was sent has been given to another unit, which it is not."""
    key = OWNER.get(versions.layout.name, "")
    owner, sent = str(row.content(key).value or "").strip(), versions.sent(id_, key)
    if sent is not None and owner.casefold() not in ("", versions.unit.casefold(), str(sent.value).casefold()):
        cell = versions.theirs.cell(row, key)
        yield error("returned-row-moved", cell, id=id_, owner=owner, whose=versions.unit)
