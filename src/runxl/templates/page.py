"""One data sheet: title, subtitle, instruction and table, how it scrolls and how it prints."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties

from runxl.layout import figures
from runxl.templates import style
from runxl.templates.choices import add_choices
from runxl.templates.fitting import lines_in, row_height
from runxl.templates.table import LEFT, ROW_HEIGHT, Body, Placed, cell_at, write_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from runxl.layout import TableLayout
    from runxl.templates.style import Style

A4 = 9
MARGIN_WIDTH = 1.7
_ROWS_ON_A_PAGE = 20
"""A short table is printed with room for rows typed below it."""

REPORT_TAB = style.PETROL
WORK_TAB = "C98A00"
OFFICE_TAB = style.SLATE


@dataclass(frozen=True, slots=True)
class Page:
    """How a data sheet is read, scrolled and printed.

    `frozen` is the column that stays in sight; `printed` holds the columns of each printed page, first and last,
    beginning with the page that carries the title, or nothing where all of them fit on one. `figures` are named cells
    between subtitle and instruction. `lines` is how many lines of text a filled row shows at least, `row_lines` every
    row: runxl's own rows come without a height.
    """

    layout: TableLayout
    instruction: str
    tab: str
    frozen: str
    printed: tuple[tuple[str, str], ...] = ()
    lines: int = 1
    row_lines: int = 1
    filters: bool = False
    figures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around a page's own words: a banner above, a sentence after the instruction, the way back.

    `title` is for a sheet that one workbook calls something else than its layout does.
    """

    banner: str = ""
    note: str = ""
    title: str = ""
    home: str = "Översikt"


def write_page(workbook: Workbook, page: Page, body: Body, around: Surroundings) -> Placed:
    """Return where the sheet's table stands, after the whole sheet is written."""
    layout = page.layout
    sheet = add_sheet(workbook, layout.sheet, page.tab)
    set_widths(sheet, [column.width for column in layout.columns])
    last = _place(layout, page.printed[0][1]) if page.printed else LEFT + len(layout.columns) - 1
    top = _write_head(workbook, sheet, page, last, around)
    link(cell_at(sheet, 2 if around.banner else 1, last), f"← {around.home}", around.home, "right")
    placed = write_table(sheet, layout, top, replace(body, lines=page.lines, filters=page.filters))
    add_choices(placed)
    sheet.sheet_format.defaultRowHeight = max(ROW_HEIGHT, row_height(page.row_lines))
    sheet.sheet_format.customHeight = True
    sheet.freeze_panes = f"{get_column_letter(_place(layout, page.frozen) + 1)}{top + 1}"
    _print_pages(placed, page)
    return placed


def add_sheet(workbook: Workbook, name: str, tab: str) -> Worksheet:
    """Return a new sheet without grid lines, on A4 landscape with page numbers."""
    sheet: Worksheet = workbook.create_sheet(name)
    sheet.sheet_view.showGridLines = False
    sheet.sheet_properties.tabColor = tab
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom = 0.45, 0.6
    sheet.oddFooter = HeaderFooterItem(
        left=_HeaderFooterPart("&A", style.FONT, 9), right=_HeaderFooterPart("Sida &P av &N", style.FONT, 9)
    )
    sheet.column_dimensions["A"].width = MARGIN_WIDTH
    return sheet


def set_widths(sheet: Worksheet, widths: Sequence[float]) -> None:
    """Set the widths of the columns to the right of the margin, in characters."""
    for place, width in enumerate(widths, LEFT):
        sheet.column_dimensions[get_column_letter(place)].width = width + 0.7


def put(sheet: Worksheet, row: int, column: int, text: str | None, look: Style) -> None:
    """Write a text in a cell, in a named style."""
    cell = cell_at(sheet, row, column)
    cell.style = look.name
    cell.value = text


def add_name(workbook: Workbook, name: str, sheet: Worksheet, row: int, column: int = LEFT) -> None:
    """Give a cell a name that holds in the whole workbook."""
    place = f"'{sheet.title}'!${get_column_letter(column)}${row}"
    workbook.defined_names[name] = DefinedName(name, attr_text=place)


def spread(sheet: Worksheet, row: int, first: int, last: int, bottom: int | None = None) -> None:
    """Let a cell's text wrap over the columns to its right, and over rows below it."""
    sheet.merge_cells(start_row=row, end_row=bottom or row, start_column=first, end_column=last)


def link(cell: Cell, text: str, target: str, side: Literal["left", "right"]) -> None:
    """Write a text that leads to the top of another sheet."""
    cell.value = text
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{target}'!A1")
    cell.style = style.LINK_STYLE.name
    cell.alignment = Alignment(horizontal=side, vertical="center")


def _write_head(workbook: Workbook, sheet: Worksheet, page: Page, last: int, around: Surroundings) -> int:
    layout, row = page.layout, 1
    if around.banner:
        put(sheet, row, LEFT, around.banner, style.BANNER)
        for column in range(LEFT + 1, last + 1):
            put(sheet, row, column, None, style.BANNER)
        sheet.row_dimensions[row].height = 24
        row += 1
    put(sheet, row, LEFT, around.title or layout.title, style.TITLE)
    sheet.row_dimensions[row].height = 33
    names = (*filter(None, (figures.SUBTITLES.get(layout.sheet),)), *page.figures)
    for name in names:
        row += 1
        put(sheet, row, LEFT, None, style.SUBTITLE)
        add_name(workbook, name, sheet, row)
        sheet.row_dimensions[row].height = 19
    return _write_instruction(sheet, page, row + 1, last, f"{page.instruction} {around.note}".strip()) + 1


def _write_instruction(sheet: Worksheet, page: Page, row: int, last: int, text: str) -> int:
    put(sheet, row, LEFT, text, style.INSTRUCTION)
    spread(sheet, row, LEFT, last)
    places = range(last - LEFT + 1)
    width = sum(page.layout.columns[place].width for place in places)
    sheet.row_dimensions[row].height = row_height(lines_in(text, width, style.INSTRUCTION.size), 10) + 8
    return row


def _place(layout: TableLayout, key: str) -> int:
    return LEFT + [column.key for column in layout.columns].index(key)


def _print_pages(placed: Placed, page: Page) -> None:
    """Give each printed page its columns; a sheet on one page has no print area, so that no typed row falls outside."""
    sheet = placed.sheet
    bottom = max(placed.bottom, placed.top + _ROWS_ON_A_PAGE)
    sheet.print_area = ",".join(
        f"{placed.letter(first)}{1 if number == 0 else placed.top}:{placed.letter(last)}{bottom}"
        for number, (first, last) in enumerate(page.printed)
    )
    sheet.print_title_rows = f"{placed.top}:{placed.top}"
    sheet.print_title_cols = f"{placed.letter(page.frozen)}:{placed.letter(page.frozen)}"
