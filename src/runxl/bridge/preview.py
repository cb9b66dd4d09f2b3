"""Förhandsgranska: what a run would write, listed in a new workbook; the controller's own is only read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runxl import language
from runxl.exchange.days import as_read

if TYPE_CHECKING:
    import xlwings as xw

    from runxl.grid import Edit, Plan, Snapshot

# each column's header, and how many characters wide it is
_COLUMNS = {"preview-cell": 22, "preview-before": 40, "preview-after": 40, "preview-formula": 80}


def show_plan(app: xw.App, snapshot: Snapshot, plan: Plan) -> None:
    """Open a new, unsaved workbook that lists each cell, what stands there, what will, and the formula behind it."""
    rows = [[language.say(header) for header in _COLUMNS]]
    rows += [_row(snapshot, edit) for edit in plan.edits]
    sheet = app.books.add().sheets[0]
    place = sheet.range((1, 1), (len(rows), len(_COLUMNS)))
    # as text, or Excel would compute a text that begins with an equals sign
    place.number_format = "@"
    place.value = rows
    for number, width in enumerate(_COLUMNS.values(), start=1):
        sheet.range((1, number)).column_width = width


def _row(snapshot: Snapshot, edit: Edit) -> list[str]:
    values = (snapshot.content(edit.cell).value, edit.content.value)
    before, after = (language.shown(as_read(snapshot, edit.cell, value)) for value in values)
    formula = edit.content.formula
    return [str(edit.cell), before, after, "" if formula is None else f"={formula}"]
