"""Differences as a workbook: a row for each, with what stood, what stands, and by how much a number changed."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from runxl import language
from runxl.exchange.differences import DifferenceKind
from runxl.exchange.differences.told import change_shown, counted, is_plain_number, shown
from runxl.grid import EMPTY
from runxl.templates import style
from runxl.templates.fitting import lines_in, row_height
from runxl.templates.packing import save_packed
from runxl.templates.page import WORK_TAB, add_sheet, put, set_widths
from runxl.templates.report import new_workbook
from runxl.templates.table import LEFT, ROW_HEIGHT, cell_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from runxl.exchange.differences import Difference
    from runxl.grid import Content

_TOP = 5
_WIDTHS = {"sheet": 16, "label": 30, "column": 22, "cell": 22, "kind": 13, "old": 30, "new": 30, "change": 23}
_MOST_LINES = 8
_FORMAT = '#,##0.######;"−"#,##0.######'
_CHANGE_FORMAT = '"+"#,##0.######;"−"#,##0.######;0'


def differences_file(a: str, b: str, differences: Sequence[Difference]) -> bytes:
    """Return the differences of two files, by their names, as the content of an .xlsx file."""
    workbook = differences_workbook(a, b, differences)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "differences.xlsx"
        save_packed(workbook, path)
        return path.read_bytes()


def differences_workbook(a: str, b: str, differences: Sequence[Difference]) -> Workbook:
    """Return the differences on a sheet that can be filtered; texts are texts, also those that look like formulas."""
    title = language.say("diff-title")
    workbook = new_workbook(title)
    sheet = add_sheet(workbook, title, WORK_TAB)
    set_widths(sheet, list(_WIDTHS.values()))
    put(sheet, 1, LEFT, title, style.TITLE)
    sheet.row_dimensions[1].height = 33
    _write_text(cell_at(sheet, 2, LEFT), language.say("diff-subtitle", a=a, b=b), style.SUBTITLE.name)
    none = language.say("diff-none", a=a, b=b)
    _write_text(cell_at(sheet, 3, LEFT), counted(differences) or none, style.SUBTITLE.name)
    for place, head in enumerate(_WIDTHS, LEFT):
        put(sheet, _TOP, place, language.say(f"diff-head-{head}"), style.HEADER_COMPUTED)
    sheet.row_dimensions[_TOP].height = 24
    for number, one in enumerate(differences, _TOP + 1):
        _write_row(sheet, number, one)
    last = get_column_letter(LEFT + len(_WIDTHS) - 1)
    sheet.auto_filter.ref = f"{get_column_letter(LEFT)}{_TOP}:{last}{_TOP + max(1, len(differences))}"
    sheet.freeze_panes = f"{get_column_letter(LEFT + 1)}{_TOP + 1}"
    sheet.print_title_rows = f"{_TOP}:{_TOP}"
    return workbook


def _write_row(sheet: Worksheet, number: int, one: Difference) -> None:
    label = "" if one.label in {one.old.value, one.new.value} else one.label
    texts = (one.sheet, label, one.column, str(one.cell_b or one.cell_a or ""), language.shown(one.kind))
    for place, text in enumerate(texts, LEFT):
        _write_text(cell_at(sheet, number, place), text, style.FIXED.name)
    for place, content in enumerate((one.old, one.new), LEFT + len(texts)):
        _write_content(cell_at(sheet, number, place), one, content)
    change = cell_at(sheet, number, LEFT + len(texts) + 2)
    if one.change is not None and is_plain_number(one, one.new):
        _write_number(change, one.change, _CHANGE_FORMAT)
    else:
        _write_text(change, change_shown(one), style.FIXED.name)
    cells = [cell_at(sheet, number, place) for place, _ in enumerate(_WIDTHS, LEFT)]
    if one.kind is DifferenceKind.RESULT:
        for cell in cells:
            cell.font = Font(name=style.FONT, size=style.FIXED.size, color=style.MUTED)
    lines = max(lines_in(str(cell.value or ""), width) for cell, width in zip(cells, _WIDTHS.values(), strict=True))
    sheet.row_dimensions[number].height = max(ROW_HEIGHT, row_height(min(lines, _MOST_LINES)))


def _write_content(cell: Cell, one: Difference, content: Content) -> None:
    """Write what stood in a cell; a formula that was changed as text, which is never a formula here."""
    if isinstance(content.value, Decimal) and is_plain_number(one, content):
        _write_number(cell, content.value, _FORMAT)
    else:
        _write_text(cell, "" if content == EMPTY else shown(one, content), style.FIXED.name)


def _write_number(cell: Cell, amount: Decimal, number_format: str) -> None:
    cell.style = style.FIXED.name
    cell.value = int(amount) if amount == amount.to_integral_value() else float(amount)
    cell.number_format = number_format
    cell.alignment = Alignment(horizontal="right", vertical="top")


def _write_text(cell: Cell, text: str, look: str) -> None:
    cell.style = look
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    # openpyxl takes a text that begins with `=` for a formula
    cell.data_type = "s"
    cell.alignment = Alignment(horizontal="left", vertical="top", wrap_text=look == style.FIXED.name)
