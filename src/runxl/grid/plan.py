"""What a command wants written, as data, and what comes back when a host has written it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from runxl.grid.snapshot import EMPTY, Content, Sheet, Snapshot, Table

if TYPE_CHECKING:
    from runxl.grid.address import Address


class Edit(NamedTuple):
    """One cell's new content; the cell's style stays.

    `expected`, where given, is what must stand there now, or the host refuses the whole plan with a ConflictError.
    """

    cell: Address
    content: Content
    expected: Content | None = None


class Resize(NamedTuple):
    """A table's new number of body rows, at least one; new rows take the style of the table's first row.

    Cells that fall outside a shrunk table keep their content unless the plan empties them. `expected`, where given,
    is the number of body rows that the table must have now.
    """

    table: str
    rows: int
    expected: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything a command wants written.

    `confirmed` are cells whose formula was computed and whose shown value is already right: a host that drops the
    shown values of formulas it cannot compute leaves these as they are.
    """

    edits: tuple[Edit, ...] = ()
    resizes: tuple[Resize, ...] = ()
    confirmed: frozenset[Address] = frozenset()

    def __bool__(self) -> bool:
        """Tell whether there is anything to write."""
        return bool(self.edits or self.resizes)

    def then(self, later: Plan) -> Plan:
        """Return both plans as one; where both write a cell or a table, the later one holds.

        The earlier plan's expectation on such a cell stays, as the two are written at one moment.
        """
        edits = {edit.cell: edit for edit in self.edits}
        for edit in later.edits:
            first = edits.get(edit.cell)
            edits[edit.cell] = edit if first is None else edit._replace(expected=first.expected)
        resizes = {resize.table: resize for resize in self.resizes}
        for resize in later.resizes:
            earlier = resizes.get(resize.table)
            resizes[resize.table] = resize if earlier is None else resize._replace(expected=earlier.expected)
        confirmed = (self.confirmed | later.confirmed) - edits.keys()
        return Plan(tuple(edits.values()), tuple(resizes.values()), confirmed)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a host wrote, and the plan that takes it back.

    `written` counts cells whose content changed. `undo` expects every cell to be as the host left it.
    """

    written: int
    undo: Plan


def applied(snapshot: Snapshot, plan: Plan) -> Snapshot:
    """Return the workbook as it will be when the plan is written. Expectations are not looked at."""
    cells: dict[str, dict[tuple[int, int], Content]] = {}
    for edit in plan.edits:
        name = edit.cell.sheet
        if name not in cells:
            cells[name] = dict(snapshot.sheets[name].cells)
        place = (edit.cell.row, edit.cell.column)
        if edit.content == EMPTY:
            cells[name].pop(place, None)
        else:
            cells[name][place] = edit.content
    sheets: dict[str, Sheet] = {
        name: replace(sheet, cells=cells[name]) if name in cells else sheet for name, sheet in snapshot.sheets.items()
    }
    tables: dict[str, Table] = dict(snapshot.tables)
    for resize in plan.resizes:
        table = tables[resize.table]
        bottom = table.block.top + resize.rows
        tables[resize.table] = replace(table, block=table.block._replace(bottom=bottom))
    return replace(snapshot, sheets=sheets, tables=tables)
