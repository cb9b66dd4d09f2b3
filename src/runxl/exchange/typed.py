"""What people type where a number or a date belongs, as a merge takes it: `1 710 tkr` in a column of thousands."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from runxl.domain.quantity import quantity_in
from runxl.exchange.reading import contents_of
from runxl.exchange.values import held, written
from runxl.exchange.versions import LAYOUTS
from runxl.layout import FILLED_IN, SETTINGS, TABLES
from runxl.layout.column import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from runxl.exchange.contents import Contents, RowContents
    from runxl.exchange.versions import Tables
    from runxl.grid import Address, Content, Snapshot

_TYPED = tuple(layout for layout in TABLES if layout.name in FILLED_IN or layout is SETTINGS)


def without_units(tables: Tables) -> Tables:
    """Return the tables with texts such as `1 710 tkr` as `1 710`, where that is the unit of the table's amounts."""
    return {name: _without_unit(contents, _unit(tables, name)) for name, contents in tables.items()}


def as_taken(snapshot: Snapshot) -> Snapshot:
    """Return a returned workbook with what is typed in it as a merge takes it: what a check is to examine."""
    sheets = dict(snapshot.sheets)
    for name, contents in without_units(contents_of(snapshot, _TYPED)).items():
        if name in FILLED_IN:
            read = dict(_read(contents, date1904=snapshot.date1904))
            cells = {(cell.row, cell.column): content for cell, content in read.items()}
            sheet = sheets[contents.sheet]
            sheets[contents.sheet] = replace(sheet, cells={**sheet.cells, **cells})
    return replace(snapshot, sheets=sheets)


def _read(contents: Contents, *, date1904: bool) -> Iterator[tuple[Address, Content]]:
    """Give the cells that hold a text for something else, each with what it stands for."""
    columns = [LAYOUTS[contents.table][key] for key in FILLED_IN[contents.table] if key in contents.columns]
    for row in contents.rows:
        for column in columns:
            content = row.content(column.key)
            value = held(content, column) if isinstance(content.value, str) and content.formula is None else None
            if value is not None and value.value is not None:
                yield contents.cell(row, column.key), written(value, column, date1904=date1904)


def _unit(tables: Tables, name: str) -> str:
    """Return in which unit the amounts of a table are; "" where nobody knows."""
    setting = LAYOUTS[name].unit_setting
    row = tables[SETTINGS.name].by_id().get(setting) if setting and SETTINGS.name in tables else None
    return "" if row is None else str(row.content("value").value or "").strip().casefold()


def _without_unit(contents: Contents, unit: str) -> Contents:
    keys = [column.key for column in LAYOUTS[contents.table].columns if column.kind is Kind.AMOUNT]
    changed: dict[int, Mapping[str, Content]] = {}
    for row in contents.rows if unit else ():
        if bare := dict(_bare(row, keys, unit)):
            changed[row.number] = {**row.cells, **bare}
    if not changed:
        return contents
    return contents._replace(
        rows=tuple(row._replace(cells=changed.get(row.number, row.cells)) for row in contents.rows)
    )


def _bare(row: RowContents, keys: list[str], unit: str) -> Iterator[tuple[str, Content]]:
    """Give the texts of a row's amounts that end with the unit, without it."""
    for key in keys:
        content = row.content(key)
        quantity = quantity_in(content.value) if isinstance(content.value, str) else None
        if quantity is not None and quantity.unit.casefold() == unit and isinstance(content.value, str):
            yield key, content._replace(value=content.value.strip().rstrip(".")[: -len(unit)].strip())
