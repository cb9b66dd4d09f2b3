"""The presentation copy: each table of money on a sheet of its own, ready to be printed or pasted into a report."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from runxl import language
from runxl.domain.finding import Severity
from runxl.domain.message import message
from runxl.layout import Role
from runxl.templates import style
from runxl.templates.fitting import lines_in, row_height
from runxl.templates.packing import save_packed
from runxl.templates.page import REPORT_TAB, add_sheet, put, set_widths, spread
from runxl.templates.report import new_workbook
from runxl.templates.table import LEFT, ROW_HEIGHT, cell_at

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from runxl.commands.round import Presentation
    from runxl.domain.message import Message
    from runxl.sheets.rounding import PrintedRow, PrintedTable

_TOP = 4
_LABEL_WIDTH, _NUMBER_WIDTH = 46, 14
_NOTE_WIDTH = 80
"""A note is at least this wide, also under a table with few columns."""
_HEADER_SIZE = 12
"""Headers are smaller than this, but bold and without hyphens."""


def presentation_file(presentation: Presentation, source: str) -> bytes:
    """Return the copy as the content of an .xlsx file. `source` is the name of the file with the true numbers."""
    workbook = presentation_workbook(presentation, source)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "presentation.xlsx"
        save_packed(workbook, path)
        return path.read_bytes()


def presentation_workbook(presentation: Presentation, source: str) -> Workbook:
    """Return the copy: on each sheet a title, the unit, the rounded numbers as plain values, and the notes."""
    workbook = new_workbook(language.say("presentation-title"))
    for table in presentation.tables:
        sheet = add_sheet(workbook, table.sheet, REPORT_TAB)
        set_widths(sheet, [_LABEL_WIDTH, *(_NUMBER_WIDTH for _ in table.decimals)])
        _write_head(sheet, table, presentation)
        _write_header(sheet, table)
        for number, row in enumerate(table.rows, _TOP + 1):
            _write_row(sheet, number, row, table)
        _write_notes(sheet, table, source)
        sheet.freeze_panes = f"{get_column_letter(LEFT + 1)}{_TOP + 1}"
        sheet.print_title_rows = f"{_TOP}:{_TOP}"
    return workbook


def _write_head(sheet: Worksheet, table: PrintedTable, presentation: Presentation) -> None:
    put(sheet, 1, LEFT, table.layout.title, style.TITLE)
    sheet.row_dimensions[1].height = 33
    subtitle = language.say("subtitle-money", unit=table.unit, period=presentation.period)
    who = f"{presentation.committee} · " if presentation.committee else ""
    _write_text(cell_at(sheet, 2, LEFT), f"{who}{subtitle}", style.SUBTITLE.name)
    sheet.row_dimensions[2].height = 19


def _write_header(sheet: Worksheet, table: PrintedTable) -> None:
    columns = [table.layout["label"], *(table.layout[key] for key in table.decimals)]
    for place, column in enumerate(columns, LEFT):
        look = style.HEADER_COMPUTED if column.role is Role.COMPUTED else style.HEADER_INPUT
        put(sheet, _TOP, place, column.header, look)
        is_label = place == LEFT
        cell_at(sheet, _TOP, place).alignment = Alignment(
            horizontal="left" if is_label else "right", vertical="center", wrap_text=True, indent=int(is_label)
        )
    lines = max(lines_in(column.header, _NUMBER_WIDTH, _HEADER_SIZE) for column in columns)
    sheet.row_dimensions[_TOP].height = row_height(max(2, lines)) + 4


def _write_row(sheet: Worksheet, number: int, row: PrintedRow, table: PrintedTable) -> None:
    label = cell_at(sheet, number, LEFT)
    _write_text(label, row.label, style.FIXED.name)
    label.alignment = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1 + 2 * row.depth)
    label.font, label.fill = _font(row), _paper(row)
    for place, (key, decimals) in enumerate(table.decimals.items(), LEFT + 1):
        cell = cell_at(sheet, number, place)
        cell.style = style.FIXED.name
        cell.number_format = style.amount_format(decimals)
        cell.alignment = Alignment(horizontal="right", vertical="center")
        amount = row.numbers.get(key)
        unfavourable = amount is not None and amount < 0 and table.layout[key].role is Role.COMPUTED
        cell.font, cell.fill = _font(row, turned=key in row.turned, unfavourable=unfavourable), _paper(row)
        if amount is not None:
            cell.value = _plain(amount)
    lines = lines_in(row.label, _LABEL_WIDTH - 3 * row.depth)
    sheet.row_dimensions[number].height = max(ROW_HEIGHT, row_height(lines))


def _write_notes(sheet: Worksheet, table: PrintedTable, source: str) -> None:
    last = LEFT + len(table.decimals)
    width = _LABEL_WIDTH + _NUMBER_WIDTH * len(table.decimals)
    while width < _NOTE_WIDTH:
        last, width = last + 1, width + _NUMBER_WIDTH
    for row, (text, is_warning) in enumerate(_notes(table, source), _TOP + len(table.rows) + 2):
        cell = cell_at(sheet, row, LEFT)
        _write_text(cell, text, style.INSTRUCTION.name)
        if is_warning:
            cell.font = Font(name=style.FONT, size=style.INSTRUCTION.size, color=style.UNFAVOURABLE)
        spread(sheet, row, LEFT, last)
        sheet.row_dimensions[row].height = row_height(lines_in(text, width, style.INSTRUCTION.size), 10)


def _notes(table: PrintedTable, source: str) -> Iterator[tuple[str, bool]]:
    """Give each line under the table, and whether it warns."""
    # what is said of a cell says that some sum of the table does not hold, or that nobody knows
    keeps = all(finding.cell is None for finding in table.findings)
    if table.altered:
        code = "presentation-source" if keeps else "presentation-source-only"
        yield language.say(code, file=source, numbers=_rounded_numbers(table)), False
    else:
        yield language.say("presentation-source-unaltered", file=source), False
    if any(row.turned for row in table.rows):
        yield language.say("presentation-turned"), False
    for finding in table.findings:
        yield language.sentence_of_finding(finding), finding.severity is not Severity.NOTE


def _rounded_numbers(table: PrintedTable) -> Message:
    """Return which numbers are rounded: all of them, or those under some headers."""
    headers = [table.layout[key].header for key in table.decimals if key in table.altered]
    if len(headers) == len(table.decimals):
        return message("presentation-numbers")
    return message("presentation-numbers-under", headers=headers)


def _write_text(cell: Cell, text: str, look: str) -> None:
    cell.style = look
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    # openpyxl takes a text that begins with `=` for a formula
    cell.data_type = "s"


def _font(row: PrintedRow, *, turned: bool = False, unfavourable: bool = False) -> Font:
    ink = style.UNFAVOURABLE if unfavourable else style.TOTAL.ink if row.is_total else style.INK
    return Font(name=style.FONT, size=style.FIXED.size, bold=row.is_sum or row.is_total, italic=turned, color=ink)


def _paper(row: PrintedRow) -> PatternFill:
    return PatternFill("solid", fgColor=style.TOTAL_PAPER if row.is_total else style.WHITE)


def _plain(amount: Decimal) -> int | float:
    return int(amount) if amount == amount.to_integral_value() else float(amount)
