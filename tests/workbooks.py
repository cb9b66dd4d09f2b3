"""Workbooks in memory, as small as a test's subject: its rows as dicts, every other table with one blank row."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias, cast

from runxl.grid import EMPTY, Address, Block, CellError, Content, Edit, Plan, Sheet, Snapshot, Table, applied
from runxl.layout import IDENTITY_SHEET, SETTINGS, TABLES, TEMPLATE_REPORT, TEMPLATE_VERSION, TableLayout, figures
from runxl.layout.settings import SETTINGS_ROWS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from runxl.commands import Outcome
    from runxl.domain.finding import Finding
    from runxl.grid import Value

    Row: TypeAlias = Mapping[str, object]
    Rows: TypeAlias = Mapping[TableLayout, Sequence[Row]]

TOP = 4
FIRST_ROW = TOP + 1
FIGURES_COLUMN = 30

FIGURES = (
    *(name for key, name in vars(figures).items() if key.isupper() and isinstance(name, str)),
    *figures.SUBTITLES.values(),
)


def workbook(rows: Rows, **settings: object) -> Snapshot:
    """Return a report with these rows, each value under its column's key, and these settings.

    Every table stands from A4 on its sheet, so that the first row of any table is row 5. A number is typed as it
    stands here (`0.1`, not what a float makes of it), None leaves the cell empty, a Content stands as it is.
    """
    sheets, tables = {}, {}
    for layout in TABLES:
        body = setting_rows(settings) if layout is SETTINGS else rows.get(layout, ())
        sheets[layout.sheet] = Sheet(layout.sheet, cells_of(layout, body))
        block = Block(layout.sheet, TOP, 1, TOP + max(1, len(body)), len(layout.columns))
        tables[layout.name] = Table(layout.name, block, tuple(column.header for column in layout.columns))
    sheets[IDENTITY_SHEET] = identity_sheet()
    named = enumerate(FIGURES, start=1)
    names = {name: Block("Översikt", row, FIGURES_COLUMN, row, FIGURES_COLUMN) for row, name in named}
    return Snapshot(sheets, tables, names)


def setting_rows(settings: Mapping[str, object]) -> list[Row]:
    """Return the rows of Inställningar, each with the value given here or what a new workbook begins with."""
    unknown = settings.keys() - {setting.id for setting in SETTINGS_ROWS}
    if unknown:
        message = f"no such settings: {unknown}"
        raise ValueError(message)
    return [
        {"id": setting.id, "label": setting.label, "value": settings.get(setting.id, setting.default)}
        for setting in SETTINGS_ROWS
    ]


def cells_of(layout: TableLayout, rows: Sequence[Row]) -> dict[tuple[int, int], Content]:
    """Return a table's cells: its headers in row 4 and its rows below."""
    places = {column.key: place for place, column in enumerate(layout.columns, start=1)}
    cells = {(TOP, places[column.key]): Content(column.header) for column in layout.columns}
    for number, row in enumerate(rows, start=FIRST_ROW):
        cells.update({(number, places[key]): content(value) for key, value in row.items() if content(value) != EMPTY})
    return cells


def formatted(snapshot: Snapshot, formats: Mapping[Address, str]) -> Snapshot:
    """Return the workbook with number formats in these cells."""
    sheets = {
        name: replace(sheet, formats={(cell.row, cell.column): formats[cell] for cell in formats if cell.sheet == name})
        for name, sheet in snapshot.sheets.items()
    }
    return replace(snapshot, sheets=sheets)


def content(value: object) -> Content:
    """Return a typed value as a cell holds it."""
    if isinstance(value, Content):
        return value
    if value is None or value == "":
        return EMPTY
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Content(Decimal(str(value)))
    if isinstance(value, bool | str | Decimal | CellError):
        return Content(cast("Value", value))
    message = f"no cell holds this: {value!r}"
    raise ValueError(message)


def identity_sheet() -> Sheet:
    """Return the hidden sheet of a report."""
    pairs: dict[str, Value] = {
        "template": TEMPLATE_REPORT,
        "version": Decimal(TEMPLATE_VERSION),
        "workbook_id": "a-workbook",
    }
    cells = {}
    for row, (key, value) in enumerate(pairs.items(), start=1):
        cells[row, 1], cells[row, 2] = Content(key), Content(value)
    return Sheet(IDENTITY_SHEET, cells, hidden=True)


def cell(layout: TableLayout, row: int, key: str) -> Address:
    """Return the cell of a table's row, counted from 1, in a column."""
    places = [column.key for column in layout.columns]
    return Address(layout.sheet, TOP + row, places.index(key) + 1)


def row_of(snapshot: Snapshot, layout: TableLayout, id_: str) -> int:
    """Return which row of a table, counted from 1, has an id."""
    table = snapshot.tables[layout.name]
    return next(
        number - TOP for number in table.body if snapshot.content(Address(layout.sheet, number, 1)).value == id_
    )


def at(snapshot: Snapshot, layout: TableLayout, id_: str, key: str) -> Content:
    """Return what stands in the row with an id, under a column."""
    return snapshot.content(cell(layout, row_of(snapshot, layout, id_), key))


def amount(snapshot: Snapshot, layout: TableLayout, id_: str, key: str) -> object:
    """Return the value that a row shows under a column."""
    return at(snapshot, layout, id_, key).value


def figure(snapshot: Snapshot, name: str) -> object:
    """Return the value of a named cell."""
    block = snapshot.names[name]
    return snapshot.content(Address(block.sheet, block.top, block.left)).value


def typed(snapshot: Snapshot, place: Address, value: object) -> Snapshot:
    """Return the workbook after a person has typed a value over what stood in a cell."""
    return applied(snapshot, Plan((Edit(place, content(value)),)))


def filled(snapshot: Snapshot, command: Callable[[Snapshot], Outcome]) -> Snapshot:
    """Return the workbook as a command leaves it."""
    return applied(snapshot, command(snapshot).plan)


def found(outcome: Outcome, rule: str) -> list[Finding]:
    """Return the findings of one rule."""
    return [finding for finding in outcome.findings if finding.rule == rule]


def places(outcome: Outcome, rule: str) -> list[str]:
    """Return where the findings of one rule are: `Resultat!G7`."""
    return [str(finding.cell) for finding in found(outcome, rule)]


def numbers(finding: Finding) -> list[Decimal | None]:
    """Return what a finding states, computes, differs by and tolerates."""
    return [finding.stated, finding.computed, finding.difference, finding.tolerance]
