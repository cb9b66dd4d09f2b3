"""A sheet's bytes with some cells changed: rows that no change touches are copied as they are."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, TypeAlias

from runxl.grid.address import LAST_COLUMN, Block, block_at, column_letters
from runxl.hosts.package.cellbytes import changed_cell, new_cell
from runxl.hosts.package.markup import attributes, children, with_attributes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from runxl.hosts.package.cellbytes import Change
    from runxl.hosts.package.markup import Element
    from runxl.hosts.package.sheetbytes import SheetBytes

_ColumnStyles: TypeAlias = "list[tuple[int, int, str]]"
"""The styles of whole columns: first column, last column, style."""


def spliced(
    sheet: SheetBytes,
    changes: Mapping[int, Mapping[int, Change]],
    heights: Mapping[int, Mapping[str, str]],
) -> bytes:
    """Return the sheet with the changes made, by row and column, and with these rows' height attributes set.

    A row that already has a height of its own keeps it.
    """
    data, area = sheet.data, sheet.sheet_data
    styles = _column_styles(sheet)
    pieces, end = [], area.start
    if area.is_empty():
        name = area.name
        pieces.append(data[area.start : area.inside].rstrip(b"/> \t\r\n") + b">")
        end = area.inside
    for number in sorted({*changes, *heights}):
        start, stop, row = _changed_row(sheet, number, changes.get(number, {}), heights.get(number, {}), styles)
        pieces += [data[end:start], row]
        end = stop
    if area.is_empty():
        pieces.append(b"</" + name + b">")
    pieces.append(data[end:])
    return _head(sheet, changes) + b"".join(pieces)


def _changed_row(
    sheet: SheetBytes,
    number: int,
    changes: Mapping[int, Change],
    height: Mapping[str, str],
    styles: _ColumnStyles,
) -> tuple[int, int, bytes]:
    """Return the place that a row takes in the old bytes, from and to, and its new bytes."""
    data, row = sheet.data, sheet.row(number)
    if row is None:
        place = sheet.place_for_row(number)
        return place, place, _new_row(sheet.prefix, number, changes, height, styles)
    tag = data[row.start : row.inside]
    old = attributes(tag)
    row_style = old.get("s") if old.get("customFormat") in {"1", "true"} else None
    inner = _changed_cells(sheet, row, number, changes, [(1, LAST_COLUMN, row_style)] if row_style else styles)
    new = {column: change for column, change in changes.items() if change.leaves_a_cell()}
    wanted = dict(height) if "ht" not in old else {}
    if "spans" in old and new:
        wanted["spans"] = _spans(old["spans"], new)
    tag = with_attributes(tag, wanted).rstrip(b"/> \t\r\n")
    return row.start, row.end, tag + b">" + inner + b"</" + row.name + b">" if inner else tag + b"/>"


def _new_row(
    prefix: bytes, number: int, changes: Mapping[int, Change], height: Mapping[str, str], styles: _ColumnStyles
) -> bytes:
    """Return a row that the sheet has not yet; nothing where no cell comes into being."""
    inner = b"".join(_new_cell(prefix, number, column, changes[column], styles) for column in sorted(changes))
    if not inner:
        return b""
    tag = with_attributes(b"<%srow>" % prefix, {"r": str(number), **height})
    return b"%s%s</%srow>" % (tag, inner, prefix)


def _changed_cells(
    sheet: SheetBytes, row: Element, number: int, changes: Mapping[int, Change], styles: _ColumnStyles
) -> bytes:
    """Return everything that stands in a row after the changes."""
    data, cells = sheet.data, sheet.cells(number)
    pieces, end = [], row.inside
    new = deque(sorted(changes.keys() - {cell.column for cell in cells}))
    for cell in cells:
        pieces.append(data[end : cell.element.start])
        while new and new[0] < cell.column:
            column = new.popleft()
            pieces.append(_new_cell(sheet.prefix, number, column, changes[column], styles))
        end = cell.element.end
        change = changes.get(cell.column)
        old = data[cell.element.start : end]
        pieces.append(old if change is None else changed_cell(data, cell.element, change, sheet.prefix))
    pieces += [_new_cell(sheet.prefix, number, column, changes[column], styles) for column in new]
    return b"".join([*pieces, data[end : row.close]])


def _new_cell(prefix: bytes, row: int, column: int, change: Change, styles: _ColumnStyles) -> bytes:
    """Return a cell that its row has not yet; nothing where the change makes none."""
    if not change.leaves_a_cell():
        return b""
    style = next((style for first, last, style in styles if first <= column <= last), None)
    return new_cell(f"{column_letters(column)}{row}", style, change, prefix)


def _spans(spans: str, new: Mapping[int, Change]) -> str:
    """Return a row's `spans` widened to its new cells; unchanged where it is not one pair of numbers."""
    first, _, last = spans.partition(":")
    if not (first.isdecimal() and last.isdecimal()):
        return spans
    return f"{min(int(first), *new)}:{max(int(last), *new)}"


def _column_styles(sheet: SheetBytes) -> _ColumnStyles:
    """Return the styles of whole columns: first column, last column, style."""
    found = []
    for element in children(sheet.data, sheet.root.inside, sheet.sheet_data.start):
        if element.local == b"cols":
            for child in children(sheet.data, element.inside, element.close):
                column = attributes(sheet.data[child.start : child.inside])
                first, last = column.get("min", ""), column.get("max", "")
                if "style" in column and first.isdecimal() and last.isdecimal():
                    found.append((int(first), int(last), column["style"]))
    return found


def _head(sheet: SheetBytes, changes: Mapping[int, Mapping[int, Change]]) -> bytes:
    """Return the bytes before the cells, the dimension widened to the changed ones."""
    data, end = sheet.data, sheet.sheet_data.start
    for element in children(data, sheet.root.inside, end):
        if element.local == b"dimension":
            tag = data[element.start : element.inside]
            wider = _dimension(attributes(tag).get("ref", ""), changes)
            tag = with_attributes(tag, {"ref": wider}) if wider else tag
            return data[: element.start] + tag + data[element.inside : end]
    return data[:end]


def _dimension(ref: str, changes: Mapping[int, Mapping[int, Change]]) -> str | None:
    """Return a dimension that holds the changed cells too; None where it need not change or is none that we know."""
    try:
        block = block_at("", ref)
    except ValueError:
        return None
    rows = [row for row, cells in changes.items() if any(change.leaves_a_cell() for change in cells.values())]
    columns = {column for cells in changes.values() for column, change in cells.items() if change.leaves_a_cell()}
    if not rows:
        return None
    wider = Block(
        "", min(block.top, *rows), min(block.left, *columns), max(block.bottom, *rows), max(block.right, *columns)
    )
    return None if wider == block else wider.a1
