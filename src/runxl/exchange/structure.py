"""What a recipient must not change in a workbook, as one short text to compare."""

from __future__ import annotations

from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING

from runxl.grid import Address
from runxl.layout import FILLED_IN, TABLES, Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runxl.grid import Content, Snapshot, Table
    from runxl.layout import TableLayout


def structure_of(snapshot: Snapshot) -> str:
    """Return a digest of the locked structure: each table's headers, and what stands locked in the rows with an id.

    Where rows and columns stand, in which order, and what a formula comes to make no difference. A computed cell counts
    as one only while it holds a formula; rows of tables whose ids are typed by the recipient are not looked at.
    """
    tables = (_locked(snapshot, layout) for layout in TABLES if layout.name in snapshot.tables)
    return sha256(repr(list(tables)).encode("utf-8", "surrogatepass")).hexdigest()


def _locked(snapshot: Snapshot, layout: TableLayout) -> tuple[object, ...]:
    table = snapshot.tables[layout.name]
    columns = {
        column.key: (table.column(column.header), column.role)
        for column in layout.columns
        if column.header in table.headers
    }
    if "id" in FILLED_IN.get(layout.name, ()) or "id" not in columns:
        return layout.name, sorted(columns)
    return layout.name, sorted(columns), sorted(_rows(snapshot, table, columns))


def _rows(snapshot: Snapshot, table: Table, columns: dict[str, tuple[int, Role]]) -> Iterator[tuple[str, ...]]:
    for number in table.body:
        row = {key: snapshot.content(Address(table.sheet, number, place)) for key, (place, _) in columns.items()}
        if _plain(row["id"]):
            for key, (_, role) in columns.items():
                if key not in FILLED_IN.get(table.name, ()):
                    yield _plain(row["id"]), key, _told(row[key], role)


def _told(content: Content, role: Role) -> str:
    if content.formula is not None:
        return "="
    return "" if role is Role.COMPUTED else _plain(content)


def _plain(content: Content) -> str:
    value = content.value
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else " ".join(str(value).split())
