"""Where our tables stand in a workbook that has been away: by their Excel names, else by their headers.

Google Sheets, Numbers and old programs drop Excel's tables and rename sheets; people insert, delete and move columns.
A header is recognised whatever its capitals, spaces and line breaks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from runxl.layout.column import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from runxl.grid import Sheet, Table
    from runxl.layout import TableLayout

_MOST = 0.5


class Standing(NamedTuple):
    """One table: its sheet, its columns by their keys, its header row, and the last row of its body.

    `named` tells that the workbook has it as an Excel table. Without one, the body ends where the sheet does.
    """

    layout: TableLayout
    sheet: str
    columns: Mapping[str, int]
    header: int
    bottom: int
    named: bool

    def typed(self) -> dict[int, str]:
        """Return the keys of the columns that a person fills in, by their places."""
        return {place: key for key, place in self.columns.items() if self.layout[key].role is Role.INPUT}

    def computed(self) -> dict[int, str]:
        """Return the keys of the other columns, by their places."""
        return {place: key for key, place in self.columns.items() if self.layout[key].role is not Role.INPUT}


def as_table(table: Table, layout: TableLayout) -> Standing:
    """Return where an Excel table has its columns; those that are gone are left out."""
    headers = {plain_header(text): place for place, text in reversed([*enumerate(table.headers, table.block.left)])}
    columns = _columns(headers, layout)
    return Standing(layout, table.sheet, columns, table.block.top, table.block.bottom, named=True)


def by_headers(sheet: Sheet, layouts: Iterable[TableLayout]) -> Iterator[Standing]:
    """Give each table whose header row stands on a sheet: the id's header and most of the layout's others.

    A row that is like the headers of several layouts is that of the one it is most like.
    """
    rows = _texts(sheet)
    wanted = tuple(layouts)
    tops = [(row, best) for row, headers in sorted(rows.items()) if (best := _best(headers, wanted)) is not None]
    last = max((row for row, _ in sheet.cells), default=0)
    bottoms = [*(row - 1 for row, _ in tops), last][1:]
    for (row, layout), bottom in zip(tops, bottoms, strict=True):
        yield Standing(layout, sheet.name, _columns(rows[row], layout), row, bottom, named=False)


def plain_header(text: str) -> str:
    r"""Return a header as it is compared.

    >>> plain_header(" Avvikelse\n  årsprognos")
    'avvikelse årsprognos'
    """
    return " ".join(text.split()).casefold()


def _texts(sheet: Sheet) -> dict[int, dict[str, int]]:
    """Return each row's texts as headers are compared, with their columns; of texts alike, the first."""
    rows: dict[int, dict[str, int]] = {}
    for (row, column), content in sorted(sheet.cells.items(), key=lambda cell: cell[0]):
        if isinstance(content.value, str):
            rows.setdefault(row, {}).setdefault(plain_header(content.value), column)
    return rows


def _best(headers: Mapping[str, int], layouts: Iterable[TableLayout]) -> TableLayout | None:
    shares = {layout.name: len(_columns(headers, layout)) / len(layout.columns) for layout in layouts}
    like = [layout for layout in layouts if shares[layout.name] > _MOST and "id" in _columns(headers, layout)]
    return max(like, key=lambda layout: shares[layout.name], default=None)


def _columns(headers: Mapping[str, int], layout: TableLayout) -> dict[str, int]:
    places = ((column.key, headers.get(plain_header(column.header))) for column in layout.columns)
    return {key: place for key, place in places if place is not None}
