"""What one unit fills in and mails back: its lines, its outcomes, its causes and its actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, PatternFill

from runxl.layout import ACTIONS, FILLED_IN, HISTORY, LINES, MEASURES, SETTINGS, TEMPLATE_UNIT, UNITS, figures
from runxl.templates import style
from runxl.templates.blank import PERIOD
from runxl.templates.fitting import lines_in, row_height
from runxl.templates.identity import write_identity
from runxl.templates.page import (
    OFFICE_TAB,
    REPORT_TAB,
    WORK_TAB,
    Page,
    Surroundings,
    add_name,
    add_sheet,
    link,
    put,
    write_page,
)
from runxl.templates.report import add_signals, finish_settings, new_workbook, restyle, settings_rows
from runxl.templates.table import LEFT, Body, cell_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from runxl.layout import Column, TableLayout

SPARE = 20
"""Blank rows to type in, as an Excel table cannot grow on a protected sheet."""

GUIDE_SHEET = "Så gör du"

_STEPS = (
    (
        "Rader",
        (
            "Skriv verksamhetens intäkter och kostnader: utfall och budget till och med perioden, årsprognos och "
            "årsbudget. Kostnader skrivs med minustecken om inte Inställningar säger annat."
        ),
    ),
    ("Verksamheter", "Skriv orsaken till större avvikelser och vad prognosen bygger på. Beloppen hämtas från Rader."),
    ("Mått", "Skriv utfallet för varje mått, eller status för aktiviteter. Saknas utfall: lämna tomt, skriv inte 0."),
    ("Åtgärder", "Räknar ni med underskott för året? Skriv vad ni gör åt det, vad det ger i tkr och när det är klart."),
)
_AFTER = (
    "Spara filen och svara på mejlet som den kom med, med filen bifogad. Byt inte namn på blad eller rubriker. Inget "
    "behöver installeras."
)
_BAND_HEIGHTS = (50, 24, 22, 22, 12)

_PAGES: tuple[tuple[Page, int], ...] = (
    (
        Page(
            LINES,
            "En rad per intäkt eller kostnad. Fyll i de ljusa cellerna; de grå räknas ut åt dig. Rader som inte behövs "
            "lämnas tomma.",
            WORK_TAB,
            frozen="label",
            printed=(("id", "rest_of_year_variance"), ("previous_forecast", "cause")),
        ),
        SPARE,
    ),
    (
        Page(
            UNITS,
            "Skriv orsak och prognosantagande. Beloppen räknas ur bladet Rader.",
            REPORT_TAB,
            frozen="label",
            printed=(("id", "rest_of_year_variance"), ("previous_forecast", "comment")),
            row_lines=2,
        ),
        1,
    ),
    (
        Page(
            MEASURES,
            "Fyll i utfall och, om det frågas efter, prognos för helåret. För aktiviteter väljs status. Flera tal "
            "skrivs 22 och 11.",
            REPORT_TAB,
            frozen="id",
            printed=(("id", "target"), ("outcome", "comment")),
            row_lines=2,
        ),
        10,
    ),
    (
        Page(
            ACTIONS,
            "En rad per åtgärd mot ett väntat underskott. Effekten skrivs i tkr för hela året.",
            WORK_TAB,
            frozen="concerns",
        ),
        SPARE,
    ),
    (
        Page(
            HISTORY,
            "Era utfall i tidigare perioder, att jämföra med.",
            OFFICE_TAB,
            frozen="id",
        ),
        0,
    ),
    (
        Page(
            SETTINGS,
            "Bestäms av den som skickade filen.",
            OFFICE_TAB,
            frozen="label",
        ),
        0,
    ),
)


def unit_workbook() -> Workbook:
    """Return the workbook that a unit fills in: protected without a password, input cells open."""
    workbook = new_workbook("Underlag till delårsrapport")
    _write_guide(workbook)
    placed = {}
    for page, spare in _PAGES:
        rows = settings_rows({"period": PERIOD}) if page.layout is SETTINGS else ()
        body = Body(rows, spare, is_input=_filled_in(page.layout))
        placed[page.layout.name] = write_page(workbook, page, body, Surroundings(home=GUIDE_SHEET))
    add_signals(placed)
    finish_settings(placed[SETTINGS.name])
    _lock_settings(placed[SETTINGS.name].sheet)
    for sheet in workbook.worksheets:
        _protect(sheet)
    write_identity(workbook, TEMPLATE_UNIT, TEMPLATE_UNIT)
    return workbook


def _filled_in(layout: TableLayout) -> Callable[[Column], bool]:
    keys = FILLED_IN.get(layout.name, frozenset())
    return lambda column: column.key in keys


def _write_guide(workbook: Workbook) -> None:
    sheet = add_sheet(workbook, GUIDE_SHEET, REPORT_TAB)
    for letter, width in (("B", 6), ("C", 20), ("D", 86)):
        sheet.column_dimensions[letter].width = width
    _write_band(workbook, sheet)
    top = len(_BAND_HEIGHTS) + 2
    put(sheet, top, LEFT, GUIDE_SHEET, style.SECTION)
    for number, (name, text) in enumerate((*_STEPS, ("", _AFTER)), 1):
        _write_step(sheet, top + number, str(number), name, text)
    row = top + len(_STEPS) + 3
    put(sheet, row, LEFT, "Färger", style.SECTION)
    for offset, (look, text) in enumerate(((style.INPUT, "Här skriver du"), (style.COMPUTED, "Räknas ut åt dig")), 1):
        sheet.cell(row + offset, LEFT).style = look.name
        put(sheet, row + offset, LEFT + 1, text, style.TEXT)
        sheet.cell(row + offset, LEFT + 1).alignment = Alignment(horizontal="left", vertical="center", indent=1)
        sheet.row_dimensions[row + offset].height = 20
    sheet.print_area = f"B1:D{row + 2}"


def _write_band(workbook: Workbook, sheet: Worksheet) -> None:
    """Write what the workbook is; whose, of which period and when it is due comes in when it is sent."""
    for row, height in enumerate(_BAND_HEIGHTS, 1):
        sheet.row_dimensions[row].height = height
        for column in range(LEFT, LEFT + 3):
            put(sheet, row, column, None, style.BAND)
    put(sheet, 1, LEFT, "Underlag till delårsrapport", style.BAND_TITLE)
    for row, name in enumerate((figures.UNIT, figures.PERIOD, figures.LAST_DAY), 2):
        add_name(workbook, name, sheet, row)
    for row in range(1, len(_BAND_HEIGHTS) + 1):
        sheet.cell(row, LEFT).alignment = Alignment(horizontal="left", vertical="center", indent=1)


def _write_step(sheet: Worksheet, row: int, number: str, name: str, text: str) -> None:
    put(sheet, row, LEFT, number, style.TILE_NUMBER)
    sheet.cell(row, LEFT).fill = PatternFill()
    if name:
        link(cell_at(sheet, row, LEFT + 1), name, name, "left")
    put(sheet, row, LEFT + 2, text, style.TEXT)
    sheet.cell(row, LEFT + 2).alignment = Alignment(vertical="center", wrap_text=True)
    sheet.row_dimensions[row].height = max(36, row_height(lines_in(text, 86)))


def _lock_settings(sheet: Worksheet) -> None:
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell, Cell) and cell.style == style.INPUT.name:
                restyle(cell, style.FIXED)


def _protect(sheet: Worksheet) -> None:
    """Lock what is not input, without a password; widths, heights and sorting by eye stay free."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False
