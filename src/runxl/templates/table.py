"""An Excel table from its layout: header, rows of typed values, and blank rows to type in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from openpyxl.cell import MergedCell
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table, TableColumn

from runxl.layout import Column, Kind, Role
from runxl.templates import style
from runxl.templates.fitting import lines_in, row_height

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date
    from typing import TypeAlias

    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from runxl.layout import TableLayout

    Entry: TypeAlias = str | int | float | date

LEFT = 2
"""The sheet column where every table begins, counted from 1; the first is a narrow margin."""

ROW_HEIGHT = 20
GROWTH = 200
"""Rows below a table that its drop-downs and colours already reach, as a table grows when someone types below it."""

_WRAPPED = frozenset({Kind.TEXT, Kind.ANY})
_RIGHT = frozenset({Kind.AMOUNT, Kind.SHARE, Kind.QUANTITY})
_SHORT = 14
_HEADER_SIZE = 12
"""Headers are smaller than this, but bold and without hyphens."""
_HEADER_LEAST = 30
_FILTER_BUTTON = 3


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a table stands: its layout, its sheet, its header row and its last row."""

    layout: TableLayout
    sheet: Worksheet
    top: int
    bottom: int

    def letter(self, key: str) -> str:
        """Return the letters of a column."""
        keys = [column.key for column in self.layout.columns]
        return get_column_letter(LEFT + keys.index(key))

    def first(self, key: str) -> str:
        """Return a column's first body cell, its column held fast where a `$` is put before it: `G5`."""
        return f"{self.letter(key)}{self.top + 1}"

    def block(self, first: str, last: str) -> str:
        """Return the body from one column to another, with room for the rows that the table may grow by."""
        return f"{self.letter(first)}{self.top + 1}:{self.letter(last)}{self.bottom + GROWTH}"

    def cells(self, key: str, *, absolute: bool = False) -> str:
        """Return a column's body cells with room for more: `G5:G224` or `$G$5:$G$224`."""
        if not absolute:
            return self.block(key, key)
        letter = self.letter(key)
        return f"${letter}${self.top + 1}:${letter}${self.bottom + GROWTH}"


class FittedRow(RowDimension):
    """A row with a height that the spreadsheet program may change when a longer text is typed."""

    @property
    def customHeight(self) -> bool:  # noqa: N802 (openpyxl's name)
        """Whether the height is a person's choice."""
        return False


def typed_by_people(column: Column) -> bool:
    """Tell whether a person fills a column in, at least in some rows."""
    return column.role is not Role.COMPUTED


@dataclass(frozen=True, slots=True)
class Body:
    """What stands below a table's header: rows of values, then blank rows; a table has at least one row.

    `lines` is how many lines of text a filled row shows at least; `is_input` tells which columns are marked as input.
    """

    rows: Sequence[Mapping[str, Entry]] = ()
    spare: int = 0
    lines: int = 1
    filters: bool = False
    is_input: Callable[[Column], bool] = typed_by_people

    @property
    def all_rows(self) -> list[Mapping[str, Entry]]:
        """The filled rows and the blank ones."""
        spare = self.spare if self.rows else max(self.spare, 1)
        return [*self.rows, *({} for _ in range(spare))]


def write_table(sheet: Worksheet, layout: TableLayout, top: int, body: Body) -> Placed:
    """Return where the table was written, with its header in row `top`."""
    rows = body.all_rows
    placed = Placed(layout, sheet, top, top + len(rows))
    for place, column in enumerate(layout.columns, LEFT):
        typed = body.is_input(column)
        _write_header(cell_at(sheet, top, place), column, typed=typed)
        for number, row in enumerate(rows, top + 1):
            _write_entry(cell_at(sheet, number, place), column, row.get(column.key), typed=typed)
    sheet.row_dimensions[top].height = _header_height(layout, filters=body.filters)
    for number, row in enumerate(body.rows, top + 1):
        _fit_row(sheet, number, max(body.lines, _lines_of(layout, row)))
    _add_table(placed, filters=body.filters)
    return placed


def cell_at(sheet: Worksheet, row: int, column: int) -> Cell:
    """Return a cell that can be written, which those covered by another cannot."""
    cell = sheet.cell(row, column)
    if isinstance(cell, MergedCell):
        message = f"covered by another cell: {sheet.title}!{cell.coordinate}"
        raise TypeError(message)
    return cell


def _write_entry(cell: Cell, column: Column, value: Entry | None, *, typed: bool) -> None:
    computed = style.COMPUTED_LINK if column.leads else style.COMPUTED
    cell.style = style.INPUT.name if typed else computed.name
    cell.number_format = number_format(column)
    cell.alignment = _alignment(column)
    if value is not None:
        cell.value = value
        if isinstance(value, str):
            # openpyxl takes a text that begins with `=` for a formula.
            cell.data_type = "s"


def number_format(column: Column) -> str:
    """Return the number format of a column's cells."""
    if column.kind is Kind.AMOUNT:
        return style.amount_format(column.decimals)
    if column.kind is Kind.SHARE:
        return style.share_format(column.decimals)
    if column.kind is Kind.NUMBER:
        return style.GENERAL_FORMAT if column.role is Role.INPUT else style.COUNT_FORMAT
    if column.kind is Kind.DATE:
        return style.DATE_FORMAT
    return style.GENERAL_FORMAT if column.kind is Kind.QUANTITY else style.TEXT_FORMAT


def _fit_row(sheet: Worksheet, number: int, lines: int) -> None:
    row = FittedRow(sheet, number)
    row.height = max(ROW_HEIGHT, row_height(lines))
    sheet.row_dimensions[number] = row


def _write_header(cell: Cell, column: Column, *, typed: bool) -> None:
    cell.style = style.HEADER_INPUT.name if typed else style.HEADER_COMPUTED.name
    cell.value = column.header
    side = _side(column)
    cell.alignment = Alignment(horizontal=side, vertical="center", wrap_text=True, indent=1 if side == "left" else 0)


def _header_height(layout: TableLayout, *, filters: bool) -> float:
    button = _FILTER_BUTTON if filters else 0
    lines = max(lines_in(column.header, column.width - button, _HEADER_SIZE) for column in layout.columns)
    return max(_HEADER_LEAST, row_height(lines) + 4)


def _alignment(column: Column) -> Alignment:
    wrap = column.kind in _WRAPPED and column.width > _SHORT
    side = _side(column)
    return Alignment(horizontal=side, vertical="center", wrap_text=wrap, indent=1 if side == "left" else 0)


def _side(column: Column) -> Literal["left", "center", "right"]:
    if column.kind in _RIGHT:
        return "right"
    return "center" if column.kind is Kind.NUMBER else "left"


def _lines_of(layout: TableLayout, row: Mapping[str, Entry]) -> int:
    return max(
        (
            lines_in(str(row[column.key]), column.width)
            for column in layout.columns
            if column.kind in _WRAPPED and column.key in row
        ),
        default=1,
    )


def _add_table(placed: Placed, *, filters: bool) -> None:
    columns = placed.layout.columns
    ref = f"{placed.letter(columns[0].key)}{placed.top}:{placed.letter(columns[-1].key)}{placed.bottom}"
    table = Table(displayName=placed.layout.name, name=placed.layout.name, ref=ref)
    table.tableColumns = [TableColumn(id=number, name=column.header) for number, column in enumerate(columns, 1)]
    if filters:
        table.autoFilter = AutoFilter(ref=ref)
    placed.sheet.add_table(table)
