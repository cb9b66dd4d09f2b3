"""The tables of a workbook as contents: out of a file that came back, or out of a snapshot."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from runxl.exchange.contents import Contents, RowContents
from runxl.exchange.standing import as_table, by_headers, plain_header
from runxl.exchange.tampering import locked_keys
from runxl.exchange.values import told
from runxl.hosts.package.columns import chosen
from runxl.layout import LINES
from runxl.layout.column import Kind, Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from runxl.exchange.standing import Standing
    from runxl.grid import Content, Snapshot
    from runxl.hosts.package.columns import ColumnReader
    from runxl.hosts.package.rowcells import Told
    from runxl.layout import Column, TableLayout

_TOLD = (Kind.DATE, Kind.QUANTITY)
_AHEAD = frozenset({"id", "unit"})
"""The columns that tell which rows there are and whose."""


class Found(NamedTuple):
    """The tables of a workbook by their Excel names, and those that stand there a second time."""

    tables: Mapping[str, Standing]
    again: tuple[Standing, ...]


def contents_of(snapshot: Snapshot, layouts: Iterable[TableLayout]) -> dict[str, Contents]:
    """Return the tables of a workbook as they stand there now, computed cells with their formulas."""
    found = {}
    for layout in layouts:
        table = snapshot.tables.get(layout.name)
        if table is not None:
            standing = as_table(table, layout)
            keys = {place: key for key, place in standing.columns.items()}
            told_ = _told_as(layout, date1904=snapshot.date1904)
            found[layout.name] = _contents(standing, chosen(snapshot.sheets[table.sheet], keys, {}, told_))
    return found


def find_tables(reader: ColumnReader, tables: Mapping[str, Standing], layouts: Iterable[TableLayout]) -> Found:
    """Return the tables of a file: its Excel tables, and for those that are missing what has their headers."""
    found, again = dict(tables), []
    missing = [layout for layout in layouts if layout.name not in tables]
    taken = {standing.sheet for standing in tables.values()}
    for name in reader.names if missing else ():
        for standing in by_headers(reader.whole(name), missing) if name not in taken else ():
            if standing.layout.name in found:
                again.append(standing)
            else:
                found[standing.layout.name] = standing
    return Found(found, tuple(again))


class Read(NamedTuple):
    """A table of a file.

    `below` counts rows right under it that were taken in with it, `second` is the row where its headers stand again.
    """

    contents: Contents
    below: int = 0
    second: int | None = None


def read_contents(reader: ColumnReader, standing: Standing, *, date1904: bool) -> Read:
    """Return a table of a file; of computed columns that can hold formulas, only what was typed over them.

    Programs that know no tables let nobody widen one, so rows right under it are taken for rows of it.
    """
    computed = standing.computed() if standing.layout.unit_setting else {}
    told_ = _told_as(standing.layout, date1904=date1904)
    ahead = _AHEAD | locked_keys(standing.layout)
    rows = reader.rows(standing.sheet, standing.typed(), computed, told_, ahead)
    second = min((row for row in rows if row > standing.bottom and _is_header(rows[row])), default=None)
    bottom = standing.bottom
    while standing.named and bottom + 1 != second and _is_filled(rows.get(bottom + 1, {}).values()):
        bottom += 1
    return Read(_contents(standing._replace(bottom=bottom), rows), bottom - standing.bottom, second)


def _is_header(cells: Mapping[str, Content]) -> bool:
    """Tell whether a row repeats the headers."""
    value = cells["id"].value if "id" in cells else None
    return isinstance(value, str) and plain_header(value) == plain_header(LINES.header("id"))


def _told_as(layout: TableLayout, *, date1904: bool) -> Told:
    """Return how the cells of a table tell a date or a percentage: as every workbook tells it."""
    return {column.key: partial(_told, column, date1904) for column in layout.columns if column.kind in _TOLD}


def _told(column: Column, date1904: bool, content: Content, number_format: str) -> Content:  # noqa: FBT001  (bound first)
    return told(content, column, number_format, date1904=date1904)


def _contents(standing: Standing, rows: Mapping[int, Mapping[str, Content]]) -> Contents:
    layout = standing.layout
    inputs = frozenset(column.key for column in layout.columns if column.role is not Role.COMPUTED)
    body = (number for number in sorted(rows) if standing.header < number <= standing.bottom)
    filled = (RowContents(number, rows[number]) for number in body if _says_something(rows[number], inputs))
    return Contents(layout.name, standing.sheet, standing.columns, tuple(filled))


def _says_something(cells: Mapping[str, Content], inputs: frozenset[str]) -> bool:
    # where a row has an id, the rest of it need not be looked at
    return ("id" in cells and _holds_something(cells["id"])) or _is_filled(cells[key] for key in cells if key in inputs)


def _is_filled(contents: Iterable[Content]) -> bool:
    return any(map(_holds_something, contents))


def _holds_something(content: Content) -> bool:
    """Tell whether anything but spaces stands in a cell."""
    value = content.value
    return value is not None and (not isinstance(value, str) or bool(value.strip()))
