"""A returned workbook as a check can read it, whatever the recipient's program has left of our tables."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from runxl.exchange.standing import by_headers
from runxl.grid import Block, Content, Sheet, Table
from runxl.layout import IDENTITY_SHEET, TABLES_OF, TEMPLATE_UNIT, TEMPLATE_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runxl.exchange.standing import Standing
    from runxl.grid import Snapshot, Value

_IDENTITY: tuple[tuple[str, Value], ...] = (("template", TEMPLATE_UNIT), ("version", Decimal(TEMPLATE_VERSION)))


def restored(snapshot: Snapshot) -> Snapshot:
    """Return a returned workbook with the tables that its headers tell of, and as one of ours; no cell is moved."""
    layouts = TABLES_OF[TEMPLATE_UNIT]
    missing = [layout for layout in layouts if layout.name not in snapshot.tables]
    taken = {table.sheet for table in snapshot.tables.values()}
    tables = dict(snapshot.tables)
    for sheet in snapshot.sheets.values() if missing else ():
        for standing in by_headers(sheet, missing) if sheet.name not in taken else ():
            tables.setdefault(standing.layout.name, _table(sheet, standing))
    sheets = dict(snapshot.sheets)
    if IDENTITY_SHEET not in sheets:
        sheets[IDENTITY_SHEET] = Sheet(IDENTITY_SHEET, dict(_identity_cells()), hidden=True)
    return replace(snapshot, sheets=sheets, tables=tables)


def _table(sheet: Sheet, standing: Standing) -> Table:
    """Return what stands on a sheet as the Excel table that it was, its headers spelled as ours."""
    left, right = min(standing.columns.values()), max(standing.columns.values())
    ours = {place: standing.layout.header(key) for key, place in standing.columns.items()}
    headers = (ours.get(place) or _text(sheet, standing.header, place) for place in range(left, right + 1))
    bottom = max(standing.bottom, standing.header + 1)
    return Table(standing.layout.name, Block(sheet.name, standing.header, left, bottom, right), tuple(headers))


def _text(sheet: Sheet, row: int, column: int) -> str:
    content = sheet.cells.get((row, column))
    return "" if content is None or content.value is None else str(content.value)


def _identity_cells() -> Iterator[tuple[tuple[int, int], Content]]:
    for row, (key, value) in enumerate(_IDENTITY, start=1):
        yield (row, 1), Content(key)
        yield (row, 2), Content(value)
