"""What a cell offers and accepts: drop-downs, numbers and dates, and a hint when the cell is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation

from runxl.layout import Column, Kind, Role

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from runxl.layout.settings import Setting
    from runxl.templates.table import Placed

_LIMIT = "1000000000000"
_TITLE_LENGTH = 32
_NUMBERS = frozenset({Kind.AMOUNT, Kind.SHARE, Kind.NUMBER})
_SYMBOLS = "●◐○–?"


def add_choices(placed: Placed) -> None:
    """Give each column of a table what it offers and accepts, and each header its explanation."""
    for column in placed.layout.columns:
        cells = placed.cells(column.key)
        if column.role is Role.COMPUTED:
            cells = f"{placed.letter(column.key)}{placed.top}"
        elif column.help:
            cells = f"{placed.letter(column.key)}{placed.top} {cells}"
        validation = _validation_of(column)
        if validation is not None:
            _add(placed.sheet, validation, cells)


def offer_ids(target: Placed, key: str, source: Placed) -> None:
    """Let a column offer the ids of a table; other texts are allowed, and `check` names those that lead nowhere."""
    header = target.layout[key]
    ids = f"{quote_sheetname(source.sheet.title)}!{source.cells('id', absolute=True)}"
    validation = DataValidation(type="list", formula1=ids, allow_blank=True, showErrorMessage=False)
    _explain(validation, header.header, header.help or "Välj ett id eller skriv det.")
    _replace(target, key, validation)


def add_setting(sheet: Worksheet, setting: Setting, cell: str) -> None:
    """Give a setting's cell its choices, or the numbers that it accepts."""
    if setting.choices:
        _add(sheet, _list(setting.label, setting.choices), cell)
    elif not isinstance(setting.default, str):
        most = "1" if setting.share else _LIMIT
        example = "80 %" if setting.share else "200"
        validation = DataValidation(type="decimal", operator="between", formula1="0", formula2=most, allow_blank=True)
        _refuse(validation, setting.label, f"Skriv ett tal som inte är negativt, till exempel {example}.")
        _add(sheet, validation, cell)


def _validation_of(column: Column) -> DataValidation | None:
    validation: DataValidation | None = None
    if column.role is Role.COMPUTED:
        validation = DataValidation(allow_blank=True) if column.help else None
    elif column.choices:
        validation = _list(column.header, column.choices)
    elif column.kind in _NUMBERS:
        validation = DataValidation(
            type="decimal", operator="between", formula1=f"-{_LIMIT}", formula2=_LIMIT, allow_blank=True
        )
        _refuse(validation, column.header, "Skriv ett tal, till exempel 1234,5. Lämna cellen tom om talet är okänt.")
    elif column.kind is Kind.DATE:
        validation = DataValidation(type="date", operator="greaterThanOrEqual", formula1="36526", allow_blank=True)
        _refuse(validation, column.header, "Skriv ett datum, till exempel 2020-06-30.")
    elif column.help:
        validation = DataValidation(allow_blank=True)
    if validation is not None and column.help:
        _explain(validation, column.header, column.help)
    return validation


def _list(title: str, choices: tuple[str, ...]) -> DataValidation:
    validation = DataValidation(type="list", formula1=f'"{",".join(choices)}"', allow_blank=True)
    _refuse(validation, title, f"Välj i listan: {', '.join(choices)}.")
    if any(choice[0] in _SYMBOLS for choice in choices):
        # The words alone are understood too, so a person may keep what she typed.
        validation.errorStyle = "warning"
    return validation


def _refuse(validation: DataValidation, title: str, text: str) -> None:
    validation.showErrorMessage = True
    validation.errorTitle = title[:_TITLE_LENGTH]
    validation.error = text


def _explain(validation: DataValidation, title: str, text: str) -> None:
    validation.showInputMessage = True
    validation.promptTitle = title[:_TITLE_LENGTH]
    validation.prompt = text


def _add(sheet: Worksheet, validation: DataValidation, cells: str) -> None:
    for block in cells.split():
        validation.add(block)
    sheet.add_data_validation(validation)


def _replace(target: Placed, key: str, validation: DataValidation) -> None:
    first = target.first(key)
    kept = [old for old in target.sheet.data_validations.dataValidation if first not in old.sqref]
    target.sheet.data_validations.dataValidation = kept
    _add(target.sheet, validation, f"{target.letter(key)}{target.top} {target.cells(key)}")
