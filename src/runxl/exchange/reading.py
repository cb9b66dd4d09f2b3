"""The tables of a workbook as contents: out of a file that came back, or out of a snapshot."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from runxl.exchange.contents import Contents, RowContents
from runxl.exchange.standing import as_table, by_headers, plain_header
from runxl.exchange.values import told
from runxl.grid import EMPTY
from runxl.hosts.package.columns import Chosen, chosen
from runxl.layout import LINES
from runxl.layout.column import Kind, Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from runxl.exchange.standing import Standing
    from runxl.grid import Content, Snapshot
    from runxl.hosts.package.columns import ColumnReader
    from runxl.layout import TableLayout

_TOLD = (Kind.DATE, Kind.QUANTITY)
_ID = LINES.header("id")


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
            read = chosen(snapshot.sheets[table.sheet], keys, {})
            found[layout.name] = _contents(standing, read, date1904=snapshot.date1904)
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
    shown = [column.key for column in standing.layout.columns if column.kind is Kind.QUANTITY]
    read = reader.chosen(standing.sheet, standing.typed(), computed, shown)
    second = min((row for row in read.rows if row > standing.header and _is_header(read.rows[row])), default=None)
    bottom = standing.bottom
    while standing.named and bottom + 1 != second and _is_filled(read.rows.get(bottom + 1, {}).values()):
        bottom += 1
    contents = _contents(standing._replace(bottom=bottom), read, date1904=date1904)
    return Read(contents, bottom - standing.bottom, second)


def _is_header(cells: Mapping[str, Content]) -> bool:
    """Tell whether a row repeats the headers: no row has the word for its id."""
    value = cells.get("id", EMPTY).value
    return isinstance(value, str) and plain_header(value) == plain_header(_ID)


def _contents(standing: Standing, read: Chosen, *, date1904: bool) -> Contents:
    layout = standing.layout
    inputs = frozenset(column.key for column in layout.columns if column.role is not Role.COMPUTED)
    special = [column for column in layout.columns if column.kind in _TOLD]
    rows = []
    for number in sorted(read.rows):
        cells = read.rows[number]
        if not standing.header < number <= standing.bottom or not _is_filled(
            [cells[key] for key in cells if key in inputs]
        ):
            continue
        for column in special:
            if column.key in cells:
                shown = read.formats.get((number, column.key), "General")
                cells[column.key] = told(cells[column.key], column, shown, date1904=date1904)
        rows.append(RowContents(number, cells))
    return Contents(layout.name, standing.sheet, standing.columns, tuple(rows))


def _is_filled(contents: Iterable[Content]) -> bool:
    for content in contents:
        value = content.value
        if value is not None and (not isinstance(value, str) or value.strip()):
            return True
    return False
