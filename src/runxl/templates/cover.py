"""The cover: what a committee member reads first, on paper, on a screen or on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.styles import Alignment, Border, Side
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties

from runxl.layout import PERSPECTIVES, SHEETS, figures
from runxl.templates import style
from runxl.templates.choices import add_choices
from runxl.templates.page import REPORT_TAB, add_name, add_sheet, link, put, set_widths, spread
from runxl.templates.pages import CONTENTS
from runxl.templates.symbols import LEGEND, paint
from runxl.templates.table import LEFT, cell_at, write_table

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from runxl.templates.style import Style
    from runxl.templates.table import Body, Placed

LAST = LEFT + len(PERSPECTIVES.columns) - 1
_HALF = LEFT + 6
"""The column where the right half begins."""

_SCALE = 90
"""Per cent at which the cover is as wide as a page; contents and legend follow on the next."""

_BAND = 6
_SUMMARY = 8
_MONEY = 13
_GOALS = 17

_TILES = (
    ("Resultat hittills", figures.ACTUAL),
    ("Avvikelse mot budget", figures.VARIANCE),
    ("Årsprognos", figures.FORECAST),
    ("Avvikelse mot årsbudget", figures.FORECAST_VARIANCE),
)
_TILE_WIDTH = 3


def write_cover(workbook: Workbook, perspectives: Body, banner: str) -> Placed:
    """Return where the table of perspectives stands, after the whole cover is written."""
    sheet = add_sheet(workbook, PERSPECTIVES.sheet, REPORT_TAB)
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=False)
    sheet.page_setup.scale = _SCALE
    set_widths(sheet, [column.width for column in PERSPECTIVES.columns])
    _write_band(workbook, sheet, banner)
    _write_summary(workbook, sheet)
    _write_tiles(workbook, sheet)
    _heading(sheet, _GOALS, LEFT, PERSPECTIVES.title)
    placed = write_table(sheet, PERSPECTIVES, _GOALS + 1, perspectives)
    add_choices(placed)
    sheet.row_breaks.append(Break(placed.bottom + 1))
    _write_contents(sheet, placed.bottom + 2)
    return placed


def _write_band(workbook: Workbook, sheet: Worksheet, banner: str) -> None:
    for row in range(1, _BAND + 1):
        for column in range(LEFT, LAST + 1):
            put(sheet, row, column, None, style.BAND)
    lines: tuple[tuple[int, str | None, Style, float, str | None], ...] = (
        (1, None, style.BAND, 12, None),
        (2, None, style.BAND, 21, figures.REGION),
        (3, "Delårsrapport", style.BAND_TITLE, 42, None),
        (4, None, style.BAND, 21, figures.COMMITTEE),
        (5, None, style.BAND, 21, figures.PERIOD),
        (6, banner or None, style.BANNER if banner else style.BAND, 24 if banner else 12, None),
    )
    for row, text, look, height, name in lines:
        put(sheet, row, LEFT, text, look)
        sheet.row_dimensions[row].height = height
        if name:
            add_name(workbook, name, sheet, row)
    if banner:
        for column in range(LEFT, LAST + 1):
            sheet.cell(_BAND, column).style = style.BANNER.name
    spread(sheet, 5, LAST - 2, LAST)
    sheet.cell(5, LAST - 2).alignment = Alignment(horizontal="right", vertical="center", indent=1)
    add_name(workbook, figures.STATUS, sheet, 5, LAST - 2)
    for row in range(2, _BAND):
        sheet.cell(row, LEFT).alignment = Alignment(horizontal="left", vertical="center", indent=1)


def _write_summary(workbook: Workbook, sheet: Worksheet) -> None:
    sheet.row_dimensions[_SUMMARY - 1].height = 12
    _heading(sheet, _SUMMARY, LEFT, "Sammanfattning")
    _heading(sheet, _SUMMARY, _HALF + 1, "Läget")
    put(sheet, _SUMMARY + 1, LEFT, None, style.SUMMARY)
    spread(sheet, _SUMMARY + 1, LEFT, _HALF - 1, _SUMMARY + 3)
    add_name(workbook, figures.SUMMARY, sheet, _SUMMARY + 1)
    for row, name in enumerate((figures.OUTCOMES, figures.FINDINGS, figures.RELATIONS), _SUMMARY + 1):
        put(sheet, row, _HALF + 1, None, style.FACT)
        spread(sheet, row, _HALF + 1, LAST)
        add_name(workbook, name, sheet, row, _HALF + 1)
        sheet.row_dimensions[row].height = 30


def _write_tiles(workbook: Workbook, sheet: Worksheet) -> None:
    sheet.row_dimensions[_MONEY - 1].height = 12
    _heading(sheet, _MONEY, LEFT, "Ekonomi")
    put(sheet, _MONEY, LEFT + 1, None, style.SUBTITLE)
    add_name(workbook, figures.MONEY_UNIT, sheet, _MONEY, LEFT + 1)
    accent = Border(left=Side(style="thick", color=style.PETROL))
    for number, (label, name) in enumerate(_TILES):
        first = LEFT + number * _TILE_WIDTH
        for row, text, look in ((_MONEY + 1, label, style.TILE_LABEL), (_MONEY + 2, None, style.TILE_NUMBER)):
            for column in range(first, first + _TILE_WIDTH):
                put(sheet, row, column, text if column == first else None, look)
            spread(sheet, row, first, first + _TILE_WIDTH - 1)
            sheet.cell(row, first).border = accent
            sheet.cell(row, first).alignment = Alignment(horizontal="left", vertical="center", indent=1)
        add_name(workbook, name, sheet, _MONEY + 2, first)
        sheet.cell(_MONEY + 2, first).number_format = style.FIGURE_FORMAT
    sheet.row_dimensions[_MONEY + 1].height = 21
    sheet.row_dimensions[_MONEY + 2].height = 36
    sheet.row_dimensions[_GOALS - 1].height = 12


def _write_contents(sheet: Worksheet, top: int) -> None:
    _heading(sheet, top, LEFT, "Innehåll")
    _heading(sheet, top, _HALF + 1, "Symboler och färger")
    for row, name in enumerate(SHEETS[1:], top + 1):
        link(cell_at(sheet, row, LEFT), name, name, "left")
        put(sheet, row, LEFT + 2, CONTENTS[name], style.SUBTITLE)
        sheet.row_dimensions[row].height = 19
    for row, entry in enumerate(LEGEND, top + 1):
        paint(sheet, row, _HALF + 1, entry)


def _heading(sheet: Worksheet, row: int, column: int, text: str) -> None:
    put(sheet, row, column, text, style.SECTION)
    sheet.row_dimensions[row].height = 24
