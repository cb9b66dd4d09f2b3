"""What every host does alike: refuse what no cell can hold, compare with what the plan expects, give the way back."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from math import isfinite
from typing import TYPE_CHECKING

from runxl.errors import ConflictError, WorkbookError
from runxl.grid import Content, Edit, NoteEdit, Plan, Receipt, Resize, same, still
from runxl.grid.address import LAST_COLUMN, LAST_ROW

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from runxl.grid import Address, Value

LONGEST_TEXT = 32_767
LONGEST_FORMULA = 8_192
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
# a cell's text has an escape for these, a formula has none
_NOT_IN_FORMULAS = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")


def storable(plan: Plan, sheets: Collection[str], tables: Collection[str]) -> Plan:
    """Return the plan with every number as a cell keeps it: the shortest decimal of its double.

    Raises WorkbookError where a sheet or a table does not exist, or where a cell cannot hold its content.
    """
    for resize in plan.resizes:
        if resize.table not in tables:
            raise WorkbookError("table-unknown", table=resize.table)
        if resize.rows < 1:
            message = f"a table keeps at least one row: {resize}"
            raise ValueError(message)
    for cell, _, _ in (*plan.edits, *plan.notes):
        if cell.sheet not in sheets:
            raise WorkbookError("sheet-unknown", sheet=cell.sheet)
        if not (1 <= cell.row <= LAST_ROW and 1 <= cell.column <= LAST_COLUMN):
            message = f"no such cell: {cell!r}"
            raise ValueError(message)
    for note in plan.notes:
        _refuse_text(note.cell, note.text, LONGEST_TEXT)
    return replace(plan, edits=tuple(map(_stored_edit, plan.edits)))


def _stored_edit(edit: Edit) -> Edit:
    cell, content, expected = edit
    value, formula = content
    if formula is not None:
        _refuse_formula(cell, formula)
    stored = _stored_value(cell, value)
    return edit if stored is value else Edit(cell, Content(stored, formula), expected)


def _refuse_formula(cell: Address, formula: str) -> None:
    if not formula or formula.startswith("="):
        message = f"a formula is not empty and has no equals sign before it: {cell}"
        raise ValueError(message)
    _refuse_text(cell, formula, LONGEST_FORMULA)
    if _NOT_IN_FORMULAS.search(formula):
        raise WorkbookError("formula-with-control-characters", cell=cell)


def _stored_value(cell: Address, value: Value) -> Value:
    if isinstance(value, Decimal):
        # a signalling NaN will not become a double at all
        double = float(value) if value.is_finite() else float("nan")
        if isfinite(double):
            stored = Decimal(repr(double).removesuffix(".0"))
            return value if stored.compare_total(value) == 0 else stored
        raise WorkbookError("value-not-a-number", cell=cell, value=value)
    if isinstance(value, str):
        _refuse_text(cell, value, LONGEST_TEXT)
    return value


def fits_in_a_cell(text: str) -> bool:
    """Tell whether a cell holds so long a text."""
    return _length(text) <= LONGEST_TEXT


def _length(text: str) -> int:
    # the spreadsheet programs count as UTF-16 does, where a character such as an emoji is two
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _refuse_text(cell: Address, text: str, longest: int) -> None:
    units = _length(text)
    if units > longest:
        raise WorkbookError("text-too-long", cell=cell, length=units, most=longest)
    if not text.isascii() and _HALF_CHARACTER.search(text):
        raise WorkbookError("text-not-unicode", cell=cell)


def refuse_conflicts(
    plan: Plan, before: Mapping[Address, Content], rows: Mapping[str, int], notes: Mapping[Address, str]
) -> None:
    """Raise ConflictError, naming every cell and table that is not as the plan expects.

    `before` holds what stands in each edited cell, `rows` the number of body rows of each resized table, `notes` the
    notes of the cells whose note is written; a cell that can have none is not in it.
    """
    cells: list[Address | str] = [
        edit.cell for edit in plan.edits if edit.expected is not None and not still(before[edit.cell], edit.expected)
    ]
    cells += [
        note.cell
        for note in plan.notes
        if note.expected is not None and notes.get(note.cell, note.expected) != note.expected
    ]
    cells += [
        resize.table for resize in plan.resizes if resize.expected is not None and rows[resize.table] != resize.expected
    ]
    if cells:
        raise ConflictError("cells-edited-since", cells=list(dict.fromkeys(cells)))


def receipt(
    plan: Plan,
    before: Mapping[Address, Content],
    after: Mapping[Address, Content],
    rows: Mapping[str, int],
    notes: Mapping[Address, str],
) -> Receipt:
    """Return what the plan changed and the way back.

    `before` and `after` may hold more cells than the plan edits: those left behind by a table made shorter, which the
    way back takes in again, and formulas whose shown value the host dropped as no longer true, which get it back.
    Formulas whose shown value the plan confirms keep it on the way back too. `notes` holds the former notes, as
    `refuse_conflicts` has them.
    """
    edits = tuple(Edit(cell, content, after[cell]) for cell, content in before.items())
    resizes = tuple(Resize(resize.table, rows[resize.table], expected=resize.rows) for resize in plan.resizes)
    written = sum(not same(before[edit.cell], edit.content) for edit in plan.edits)
    noted = {note.cell: note.text for note in plan.notes}
    former = tuple(NoteEdit(cell, text, noted[cell]) for cell, text in notes.items())
    return Receipt(written, Plan(edits, resizes, plan.confirmed, former))
