"""An open workbook that is asked once for what it holds, and written only where that still stands.

While a press computes, its user may type, sort or insert a row. So every cell is written on the condition that it
holds what was read, and that what stands first in its row and in its column has not moved.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from runxl.errors import ConflictError
from runxl.grid import EMPTY, Address, Edit, Receipt, Resize

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from runxl.grid import Plan, Snapshot
    from runxl.hosts import Book

_MOST_NAMED = 5


class ReadOnce:
    """A book whose snapshot is kept until something is written: a reading costs more than all that is computed."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._snapshot: Snapshot | None = None

    def read(self) -> Snapshot:
        """Return what stood in the workbook when the press began, or after it last wrote."""
        if self._snapshot is None:
            self._snapshot = self._book.read()
        return self._snapshot

    def apply(self, plan: Plan) -> Receipt:
        """Write the plan; see `runxl.hosts.Book`. Raises ConflictError also where something was edited since read."""
        snapshot, self._snapshot = self._snapshot, None
        if snapshot is None:
            return self._book.apply(plan)
        marks = tuple(_landmarks(snapshot, plan))
        expecting = _expecting(snapshot, plan)
        try:
            receipt = self._book.apply(replace(expecting, edits=expecting.edits + marks))
        except ConflictError as fault:
            raise _in_other_words(fault, plan) from fault
        return Receipt(receipt.written, _without(receipt.undo, {mark.cell for mark in marks}))


def _expecting(snapshot: Snapshot, plan: Plan) -> Plan:
    """Return the plan on the condition that all it writes over is as it was read; what it expects itself stays."""
    edits = (
        Edit(cell, content, snapshot.content(cell) if expected is None else expected)
        for cell, content, expected in plan.edits
    )
    resizes = (
        Resize(name, rows, len(snapshot.tables[name].body))
        if expected is None and name in snapshot.tables
        else Resize(name, rows, expected)
        for name, rows, expected in plan.resizes
    )
    return replace(plan, edits=tuple(edits), resizes=tuple(resizes))


def _landmarks(snapshot: Snapshot, plan: Plan) -> Iterator[Edit]:
    """Give edits that change nothing, of the cells by which the rows and columns of a plan are known.

    Where a column is still empty, a row that came in above it shows nowhere else. A sheet whose table is resized is
    left out: its rows are written anew, and what lies below the table must not be taken for a part of the plan.
    """
    resized = {snapshot.tables[one.table].sheet for one in plan.resizes if one.table in snapshot.tables}
    edited = {edit.cell for edit in plan.edits}
    moving = [cell for cell in edited if cell.sheet not in resized]
    # one cell of each row and of each column is enough
    rows = {(cell.sheet, cell.row): cell for cell in moving}.values()
    columns = {(cell.sheet, cell.column): cell for cell in moving}.values()
    marks = {_first_typed(snapshot, _before(cell)) for cell in rows}
    marks |= {_first_typed(snapshot, _above(cell)) for cell in columns}
    for mark in marks:
        if mark is not None and mark not in edited:
            yield Edit(mark, snapshot.content(mark), snapshot.content(mark))


def _before(cell: Address) -> Iterator[Address]:
    return (Address(cell.sheet, cell.row, column) for column in range(1, cell.column))


def _above(cell: Address) -> Iterator[Address]:
    return (Address(cell.sheet, row, cell.column) for row in range(1, cell.row))


def _first_typed(snapshot: Snapshot, cells: Iterable[Address]) -> Address | None:
    """Return the first of some cells that holds anything typed: what a formula shows may be computed anew."""
    for cell in cells:
        content = snapshot.content(cell)
        if content is not EMPTY and content.formula is None:
            return cell
    return None


def _in_other_words(fault: ConflictError, plan: Plan) -> ConflictError:
    """Return the error for what the user did meanwhile; where the plan itself expected otherwise, it stays.

    A row that comes in moves every cell below it, so not all are named.
    """
    own = {edit.cell for edit in plan.edits if edit.expected is not None}
    own_tables = {resize.table for resize in plan.resizes if resize.expected is not None}
    cells = fault.parts["cells"]
    if not isinstance(cells, list) or any(cell in own or cell in own_tables for cell in cells):
        return fault
    return ConflictError("book-changed-meanwhile", cells=cells[:_MOST_NAMED])


def _without(plan: Plan, cells: set[Address]) -> Plan:
    return replace(plan, edits=tuple(edit for edit in plan.edits if edit.cell not in cells))
