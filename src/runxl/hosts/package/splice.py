"""A sheet's bytes with some cells changed: rows that no change touches are copied as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runxl.grid.address import Block, block_at, column_letters
from runxl.hosts.package.cellbytes import changed_cell
from runxl.hosts.package.markup import attributes, children, with_attributes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from runxl.hosts.package.cellbytes import Change
    from runxl.hosts.package.sheetbytes import SheetBytes


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
    styles: list[tuple[int, int, str]],
) -> tuple[int, int, bytes]:
    """Return the place that a row takes in the old bytes, from and to, and its new bytes."""
    data, row = sheet.data, sheet.row(number)
    if row is None:
        start = stop = sheet.place_for_row(number)
        tag = with_attributes(b"<" + sheet.prefix + b"row>", {"r": str(number)})
    else:
        start, stop, tag = row.start, row.end, data[row.start : row.inside]
    old = attributes(tag)
    row_style = old.get("s") if old.get("customFormat") in {"1", "true"} else None
    new = {column: change for column, change in changes.items() if change.leaves_a_cell()}
    inner = _changed_cells(sheet, number, changes, row_style, styles)
    if row is None and not inner:
        return start, stop, b""
    wanted = dict(height) if "ht" not in old else {}
    if "spans" in old and new:
        wanted["spans"] = _spans(old["spans"], new)
    tag = with_attributes(tag, wanted).rstrip(b"/> \t\r\n")
    name = sheet.prefix + b"row" if row is None else row.name
    return start, stop, tag + b">" + inner + b"</" + name + b">" if inner else tag + b"/>"


def _changed_cells(
    sheet: SheetBytes,
    number: int,
    changes: Mapping[int, Change],
    row_style: str | None,
    styles: list[tuple[int, int, str]],
) -> bytes:
    """Return everything that stands in a row after the changes."""
    data, row = sheet.data, sheet.row(number)
    pieces = []
    left = dict(sorted(changes.items()))
    end = row.inside if row else 0

    def new_cells(before: int) -> None:
        for column in [column for column in left if column < before]:
            change = left.pop(column)
            if change.leaves_a_cell():
                style = row_style or next((style for low, high, style in styles if low <= column <= high), None)
                tag = with_attributes(
                    b"<" + sheet.prefix + b"c>", {"r": f"{column_letters(column)}{number}", "s": style}
                )
                pieces.append(changed_cell(data, None, tag, change, sheet.prefix))

    for cell in sheet.cells(number):
        pieces.append(data[end : cell.element.start])
        end = cell.element.end
        new_cells(cell.column)
        old = data[cell.element.start : end]
        change = left.pop(cell.column, None)
        start_tag = data[cell.element.start : cell.element.inside]
        pieces.append(old if change is None else changed_cell(data, cell.element, start_tag, change, sheet.prefix))
    new_cells(1 << 20)
    pieces.append(data[end : row.close] if row else b"")
    return b"".join(pieces)


def _spans(spans: str, new: Mapping[int, Change]) -> str:
    """Return a row's `spans` widened to its new cells; unchanged where it is not one pair of numbers."""
    first, _, last = spans.partition(":")
    if not (first.isdecimal() and last.isdecimal()):
        return spans
    return f"{min(int(first), *new)}:{max(int(last), *new)}"


def _column_styles(sheet: SheetBytes) -> list[tuple[int, int, str]]:
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
    places = [
        (row, column) for row, cells in changes.items() for column, change in cells.items() if change.leaves_a_cell()
    ]
    try:
        block = block_at("", ref)
    except ValueError:
        return None
    if not places:
        return None
    rows, columns = [row for row, _ in places], [column for _, column in places]
    wider = Block(
        "", min(block.top, *rows), min(block.left, *columns), max(block.bottom, *rows), max(block.right, *columns)
    )
    return None if wider == block else wider.a1
