"""Large workbooks to measure on: written once into a folder of their own."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import xlsxwriter

from runxl.grid import Block, Content, Sheet, Snapshot, Table
from runxl.layout import (
    GOALS,
    IDENTITY_SHEET,
    LINES,
    MEASURES,
    PERSPECTIVES,
    SETTINGS,
    TABLES,
    TEMPLATE_REPORT,
    TEMPLATE_VERSION,
    UNITS,
    TableLayout,
)
from runxl.layout.settings import SETTINGS_ROWS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

COLUMNS = 12
_UNITS = 7
_GOALS = 11
_HEADER_ROW = 4


def plain_workbook(path: Path, rows: int) -> None:
    """Write a workbook of one sheet, so many rows by twelve columns of numbers and texts."""
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Data")
        for row in range(rows):
            sheet.write_row(row, 0, [row, row * 1.25, f"rad {row}", *(row + column for column in range(COLUMNS - 3))])


def report(rows: int) -> Snapshot:
    """Return a report with so many measures and so many lines, spread over seven units and eleven goals."""
    units: list[dict[str, str | float]] = [
        {"id": f"v{unit}", "label": f"Enhet {unit}", "type": "verksamhet", "parent": "summa"} for unit in range(_UNITS)
    ]
    content: dict[TableLayout, Sequence[Mapping[str, str | float]]] = {
        UNITS: [*units, {"id": "summa", "label": "Summa", "type": "summa"}],
        LINES: [_line(number) for number in range(rows)],
        PERSPECTIVES: [{"id": "p", "label": "Samhälle"}],
        GOALS: [{"id": f"G{goal}", "perspective": "p", "goal": f"Mål {goal}"} for goal in range(_GOALS)],
        MEASURES: [_measure(number) for number in range(rows)],
        SETTINGS: [{"id": one.id, "value": one.default} for one in SETTINGS_ROWS if one.default != ""],
    }
    sheets, tables = {}, {}
    for layout in TABLES:
        sheets[layout.sheet], tables[layout.name] = _table(layout, content.get(layout, []))
    identity: dict[str, str | Decimal] = {
        "template": TEMPLATE_REPORT,
        "version": Decimal(TEMPLATE_VERSION),
        "workbook_id": "bench",
    }
    cells = {
        (row, column): Content(value)
        for row, pair in enumerate(identity.items(), start=1)
        for column, value in enumerate(pair, start=1)
    }
    sheets[IDENTITY_SHEET] = Sheet(IDENTITY_SHEET, cells, hidden=True)
    return Snapshot(sheets, tables)


def _line(number: int) -> dict[str, str | float]:
    kind, sign = ("intäkt", 1) if number % 2 else ("kostnad", -1)
    return {
        "id": f"r{number}",
        "unit": f"v{number % _UNITS}",
        "label": f"Rad {number}",
        "type": kind,
        "actual": sign * (100 + number % 90),
        "budget": sign * 100,
        "full_year_forecast": sign * 310,
        "full_year_budget": sign * 300,
    }


def _measure(number: int) -> dict[str, str | float]:
    return {
        "id": f"M{number}",
        "goal": f"G{number % _GOALS}",
        "kind": "styrmått",
        "measure": f"Mått {number}",
        "target": "80 %",
        "outcome": 50 + number % 50,
    }


def _table(layout: TableLayout, rows: Sequence[Mapping[str, str | float]]) -> tuple[Sheet, Table]:
    headers = tuple(column.header for column in layout.columns)
    places = {column.key: place for place, column in enumerate(layout.columns, start=1)}
    cells = {(_HEADER_ROW, place): Content(header) for place, header in enumerate(headers, start=1)}
    for number, row in enumerate(rows, start=_HEADER_ROW + 1):
        for key, value in row.items():
            cells[number, places[key]] = Content(value if isinstance(value, str) else Decimal(str(value)))
    bottom = _HEADER_ROW + max(1, len(rows))
    return Sheet(layout.sheet, cells), Table(
        layout.name, Block(layout.sheet, _HEADER_ROW, 1, bottom, len(headers)), headers
    )
