"""What one unit's workbook holds of the committee's: its own rows, and the settings that they are computed by."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from runxl.grid import Address, Content, Edit, Plan, Resize
from runxl.layout import ACTIONS, FILLED_IN, HISTORY, LINES, MEASURES, SETTINGS, UNITS, Kind, Role, figures

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from runxl.exchange.recipients import Recipient
    from runxl.grid import Snapshot, Table
    from runxl.layout import Column, TableLayout
    from runxl.sheets.table import Row, Rows
    from runxl.sheets.workbook import Workbook

# Swedish in every language, as the workbook is
_ANSWER = "Svara senast {deadline} på mejlet som den här filen kom med, med filen bifogad."

_BLANK_ROWS = 10
"""Rows left to type in, as an Excel table cannot grow on a protected sheet."""

_BETWEEN_EPOCHS = 1462
"""Days from the day that Excel counts from to the one that old Excels on a Mac counted from."""


def unit_plan(template: Snapshot, master: Workbook, unit: str) -> Plan:
    """Return the plan that puts a unit's rows and the committee's settings into the template of its workbook.

    Nothing else of the committee's workbook is in it: no formula, no row of another unit, and nothing computed, which
    follows from these. Blank rows to type in stay below the rows of tables that a unit adds rows to.
    """
    plan = Plan(tuple(_settings(template, master)))
    for layout, rows in _rows_of(master, unit).items():
        if layout.name in template.tables:
            plan = plan.then(_table_plan(template, layout, master, rows))
    return plan


def cover_plan(template: Snapshot, recipient: Recipient) -> Plan:
    """Return the plan that says on a unit's first sheet whose its workbook is, until when it is to be answered and how.

    A template that has no place for it is left as it is.
    """
    texts = {figures.UNIT: recipient.label, figures.LAST_DAY: _ANSWER.format(deadline=recipient.deadline.isoformat())}
    places = ((template.names.get(name), text) for name, text in texts.items())
    return Plan(tuple(Edit(Address(at.sheet, at.top, at.left), Content(text)) for at, text in places if at is not None))


def _rows_of(master: Workbook, unit: str) -> dict[TableLayout, list[Row]]:
    """Return the rows that are about a unit, by table."""
    lines = _where(master, LINES, lambda row: _same(row.text("unit"), unit))
    measures = _where(master, MEASURES, lambda row: _same(row.text("unit"), unit))
    own = {unit.casefold(), *(row.id.casefold() for row in (*lines, *measures))}
    return {
        LINES: lines,
        UNITS: _where(master, UNITS, lambda row: _same(row.id, unit)),
        MEASURES: measures,
        ACTIONS: _where(master, ACTIONS, lambda row: row.text("concerns").casefold() in own),
        HISTORY: _where(master, HISTORY, lambda row: row.text("key").casefold() in own),
    }


def _where(master: Workbook, layout: TableLayout, wanted: Callable[[Row], bool]) -> list[Row]:
    rows: Iterable[Row] = master.rows(layout) or ()
    return [row for row in rows if wanted(row)]


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def _table_plan(template: Snapshot, layout: TableLayout, master: Workbook, rows: list[Row]) -> Plan:
    table, source = template.tables[layout.name], master.tables[layout.name]
    edits = tuple(_edits(table, layout, master, source, rows))
    blank = _BLANK_ROWS if "id" in FILLED_IN.get(layout.name, ()) else 0
    height = max(len(rows) + blank, len(table.body))
    return Plan(edits, () if height == len(table.body) else (Resize(table.name, height),))


def _edits(table: Table, layout: TableLayout, master: Workbook, source: Rows, rows: list[Row]) -> Iterator[Edit]:
    columns = [column for column in layout.columns if column.header in table.headers and _is_sent(layout, column)]
    for number, row in enumerate(rows, start=table.block.top + 1):
        for column in columns:
            if column.key in source.columns:
                content = _sent(master.snapshot, column, source.cell(row, column.key))
                if content.value is not None:
                    yield Edit(Address(table.sheet, number, table.column(column.header)), content)


def _is_sent(layout: TableLayout, column: Column) -> bool:
    """Tell whether a column is typed in, and means something in a workbook of one unit alone."""
    return column.role is Role.INPUT and not (layout is UNITS and column.refers)


def _sent(master: Snapshot, column: Column, cell: Address) -> Content:
    value = master.content(cell).value
    if column.kind is Kind.DATE and master.date1904 and isinstance(value, Decimal):
        value += _BETWEEN_EPOCHS
    return Content(value)


def _settings(template: Snapshot, master: Workbook) -> Iterator[Edit]:
    """Give each setting of the template the committee's value; what was never chosen stays as the template has it."""
    rows, table = master.rows(SETTINGS), template.tables[SETTINGS.name]
    chosen = {} if rows is None else rows.by_id()
    ids, values = table.column(SETTINGS.header("id")), table.column(SETTINGS.header("value"))
    for number in table.body:
        row = chosen.get(str(template.content(Address(table.sheet, number, ids)).value))
        if rows is not None and row is not None:
            value = master.snapshot.content(rows.cell(row, "value")).value
            yield Edit(Address(table.sheet, number, values), Content(value))
