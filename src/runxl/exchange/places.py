"""Where a cell is to a person: its table, the id and the label of its row, and its column's header."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from runxl.grid import Address
from runxl.layout import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runxl.grid import Snapshot, Table, Value

_LABELS = ("label", "measure", "description", "action", "name", "goal", "unit")
LABEL_HEADERS = {
    layout.name: next((column.header for key in _LABELS for column in layout.columns if column.key == key), "")
    for layout in TABLES
}
"""The header of the column that says what a row is called, by our tables; "" where none does."""
COLUMNS = {(layout.name, column.header): column for layout in TABLES for column in layout.columns}
"""Our columns by their table and header."""


class Place(NamedTuple):
    """A cell of a table, by what stays when rows are sorted and columns come in."""

    table: str
    row: str
    column: str
    label: str


def place_of(snapshot: Snapshot, cell: Address) -> Place | None:
    """Return where in a table a cell is; None where it is in none, or in a header."""
    table = next((one for one in snapshot.tables.values() if one.block.covers(cell)), None)
    if table is None or cell.row == table.block.top:
        return None
    id_ = _under(snapshot, table, id_header(table), cell.row)
    label = _under(snapshot, table, LABEL_HEADERS.get(table.name, ""), cell.row)
    return Place(table.name, id_, table.headers[cell.column - table.block.left], label or id_)


def ids(snapshot: Snapshot, table: Table) -> Iterator[str]:
    """Give the ids of a table's rows, from the top."""
    header = id_header(table)
    return (_under(snapshot, table, header, row) for row in table.body if header)


def id_header(table: Table) -> str:
    """Return the header of the column that holds a table's ids, as the workbook spells it; "" where it has none."""
    return next((header for header in table.headers if header.strip().casefold() == "id"), "")


def text_of(value: Value) -> str:
    """Return an id or a label as text, without spaces around it.

    >>> text_of(Decimal(7)), text_of(" museet "), text_of(None)
    ('7', 'museet', '')
    """
    return "" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value).strip()


def _under(snapshot: Snapshot, table: Table, header: str, row: int) -> str:
    if header not in table.headers:
        return ""
    return text_of(snapshot.content(Address(table.sheet, row, table.column(header))).value)
