"""A workbook as text, one thing a line, so that a reviewer reads what changed in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl import load_workbook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

_GENERAL = "General"


def dump(path: Path) -> str:
    """Return everything of a workbook that a person could see or meet: cells, formats, choices, colours, printing."""
    written, shown = load_workbook(path), load_workbook(path, data_only=True)
    return "\n".join(_lines(written, shown)) + "\n"


def _lines(written: Workbook, shown: Workbook) -> Iterator[str]:
    for name, defined in sorted(written.defined_names.items()):
        yield f"name {name} = {defined.attr_text}"
    for sheet in written.worksheets:
        yield ""
        yield f"sheet {sheet.title} ({sheet.sheet_state})"
        for line in (
            *_view(sheet),
            *_tables(sheet),
            *_choices(sheet),
            *_colours(sheet),
            *_cells(sheet, shown[sheet.title]),
        ):
            yield f"  {line}"


def _view(sheet: Worksheet) -> Iterator[str]:
    setup = sheet.page_setup
    yield f"page: {setup.orientation} paper {setup.paperSize} fit {setup.fitToWidth}x{setup.fitToHeight}"
    yield f"frozen: {sheet.freeze_panes}, grid lines: {sheet.sheet_view.showGridLines}"
    yield f"print: {sheet.print_area or 'everything'}, rows {sheet.print_title_rows}, columns {sheet.print_title_cols}"
    footer = sheet.oddFooter
    if footer is not None:
        yield f"footer: {footer.left.text} | {footer.right.text}"
    yield f"protected: {bool(sheet.protection.sheet)}"
    yield "widths: " + " ".join(
        f"{letter}={column.width:g}" for letter, column in sorted(sheet.column_dimensions.items())
    )
    yield "heights: " + " ".join(
        f"{row}={of.height:g}" for row, of in sorted(sheet.row_dimensions.items()) if of.height
    )
    for merged in sorted(str(block) for block in sheet.merged_cells.ranges):
        yield f"merged: {merged}"


def _tables(sheet: Worksheet) -> Iterator[str]:
    for table in sheet.tables.values():
        filters = " with filters" if table.autoFilter else ""
        yield f"table {table.displayName} {table.ref}{filters}"


def _choices(sheet: Worksheet) -> Iterator[str]:
    for choice in sheet.data_validations.dataValidation:
        limits = " ".join(filter(None, (choice.operator, choice.formula1, choice.formula2)))
        yield f"choice {choice.sqref}: {choice.type or 'anything'} {limits}".rstrip()
        if choice.error:
            yield f"  refused ({choice.errorStyle or 'stop'}): {choice.error}"
        if choice.prompt:
            yield f"  hint: {choice.prompt}"


def _colours(sheet: Worksheet) -> Iterator[str]:
    for block in sheet.conditional_formatting:
        for rule in block.rules:
            if rule.dxf.numFmt:
                yield f"shown {block.sqref}: {rule.formula[0]} -> [{rule.dxf.numFmt.formatCode}]"
                continue
            font, fill = rule.dxf.font, rule.dxf.fill
            ink = font.color.rgb if font and font.color else "-"
            paper = fill.bgColor.rgb if fill else "-"
            yield f"colour {block.sqref}: {rule.formula[0]} -> ink {ink} paper {paper}"


def _cells(written: Worksheet, shown: Worksheet) -> Iterator[str]:
    for row in written.iter_rows():
        for cell in row:
            if cell.value is not None:
                yield _cell(cell, shown[cell.coordinate].value)
    blank = sum(cell.value is None and not cell.protection.locked for row in written.iter_rows() for cell in row)
    yield f"open blank cells: {blank}"


def _cell(cell: Cell, value: object) -> str:
    number_format = "" if cell.number_format == _GENERAL else f"  [{cell.number_format}]"
    link = f"  -> {cell.hyperlink.location or cell.hyperlink.target}" if cell.hyperlink else ""
    text = f"{cell.value} => {value!r}" if cell.data_type == "f" else repr(cell.value)
    return f"{cell.coordinate} {cell.style}: {text}{number_format}{link}"
