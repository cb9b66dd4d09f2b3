"""An open workbook as a snapshot: each sheet's values in one question and its formulas in another."""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from runxl.grid import Block, Sheet, Snapshot, Table
from runxl.grid.address import block_at
from runxl.hosts.live.cells import Answered, Place, ReadCells
from runxl.hosts.live.locks import AskedLocks
from runxl.hosts.live.notes import AskedNotes
from runxl.hosts.live.spelling import spelled_out
from runxl.hosts.rectangles import neighbours

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    import xlwings as xw

    from runxl.hosts.live.programs import Program

GENERAL = "General"
TellsByFormat: TypeAlias = "Callable[[str, str], bool]"
"""Whether the number format of a cell tells something, by its table's name and its header."""

_NAMED = re.compile(r"=(?:'((?:[^']|'')+)'|([^'!]+))!(\$?[A-Z]+\$?\d+(?::\$?[A-Z]+\$?\d+)?)\Z")


def everywhere(_table: str, _header: str) -> bool:
    """Return True: of a foreign workbook nobody knows where formats tell nothing."""
    return True


class TableRange(NamedTuple):
    """A table of the program's, and where it is: `block` without its totals row."""

    table: xw.main.Table
    name: str
    block: Block
    has_totals: bool


def read_snapshot(book: xw.Book, program: Program, told_by_format: TellsByFormat) -> Snapshot:
    """Return everything that stands in an open workbook now.

    Number formats are those of the tables' cells under the headers that `told_by_format` names. Merged cells are not
    looked for: Excel lets no table have any. Nor are indents, outline levels and bold fonts. Notes and locks are
    asked for when somebody looks at them.
    """
    sheets: dict[str, Sheet] = {}
    tables: dict[str, Table] = {}
    for sheet in book.sheets:
        name = sheet.name
        ranges = list(table_ranges(sheet, name))
        cells = read_cells(sheet.used_range, ranges, program)
        found = {one.name: Table(one.name, one.block, _headers(cells, one.block)) for one in ranges}
        formats = _formats(sheet, found.values(), program, told_by_format)
        notes, locked = AskedNotes(sheet, program), AskedLocks(sheet, cells, program)
        sheets[name] = Sheet(name, cells, formats, hidden=not sheet.visible, notes=notes, locked=locked)
        tables |= found
    return Snapshot(sheets, tables, own_names(book, sheets), program.date1904(book))


def table_ranges(sheet: xw.Sheet, name: str) -> Iterator[TableRange]:
    """Give the tables of a sheet that show a header row."""
    for table in sheet.tables:
        if table.show_headers:
            area, totals = table.range, bool(table.show_totals)
            rows, columns = area.shape
            bottom = area.row + rows - 1 - totals
            yield TableRange(
                table, table.name, Block(name, area.row, area.column, bottom, area.column + columns - 1), totals
            )


def read_cells(area: xw.Range, ranges: Sequence[TableRange], program: Program) -> ReadCells:
    """Return the cells of a block that hold anything."""
    answered = program.answered(area)
    top, left = area.row, area.column
    if not program.shortens_formulas:
        return ReadCells(top, left, answered)

    def spelled_at(row: int, column: int) -> str | None:
        formula = answered.formula_at(row, column)
        if formula is None or "[" not in formula:
            return formula
        home = next((one.name for one in ranges if _holds(one, top + row, left + column)), None)
        return formula if home is None else spelled_out(formula, home)

    return ReadCells(top, left, Answered(answered.values, spelled_at))


def _holds(one: TableRange, row: int, column: int) -> bool:
    block = one.block
    return block.top <= row <= block.bottom + one.has_totals and block.left <= column <= block.right


def _headers(cells: ReadCells, block: Block) -> tuple[str, ...]:
    found = (cells.get((block.top, column)) for column in range(block.left, block.right + 1))
    return tuple("" if content is None else str(content.value) for content in found)


def own_names(book: xw.Book, sheets: Mapping[str, Sheet]) -> dict[str, Block]:
    """Return the workbook's own names; Excel lists those of a single sheet as well, as `Blad1!namn`."""
    found: dict[str, Block] = {}
    for name in book.names:
        match = _NAMED.match(name.refers_to or "")
        sheet = "" if match is None else (match[1] or match[2]).replace("''", "'")
        if sheet in sheets and match is not None and "!" not in name.name:
            found[name.name] = block_at(sheet, match[3])
    return found


def _formats(
    sheet: xw.Sheet, tables: Iterable[Table], program: Program, told_by_format: TellsByFormat
) -> dict[Place, str]:
    """Return the number formats below those headers of the tables under which they tell something."""
    formats: dict[Place, str] = {}
    for table in tables:
        headers = enumerate(table.headers, start=table.block.left)
        told = [column for column, header in headers if told_by_format(table.name, header)]
        for left, right in neighbours(told):
            body = table.block._replace(top=table.block.top + 1, left=left, right=right)
            for block, code in program.formats(area_of(sheet, body)):
                if code != GENERAL:
                    places = product(range(block.top, block.bottom + 1), range(block.left, block.right + 1))
                    formats |= dict.fromkeys(places, code)
    return formats


def area_of(sheet: xw.Sheet, block: Block) -> xw.Range:
    """Return the program's range for a block."""
    return sheet.range((block.top, block.left), (block.bottom, block.right))
