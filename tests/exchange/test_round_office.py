"""A round answered from LibreOffice itself: it opens what was sent, edits as a person does, saves, and is collected."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from runxl.calc.unomodule import file_url, property_values
from runxl.layout import ACTIONS, LINES, UNITS
from tests.exchange.postal import NUMBER, PERSONNEL, SENT_NUMBER, SENT_TOTAL, Post, sent_round
from tests.exchange.test_returned_office import (
    delete_column,
    delete_identity,
    filter_rows,
    hide_rows,
    insert_column,
    insert_row,
    rename_sheet,
    sheet_of,
    sort_rows,
    touch_nothing,
)
from tests.office import running_office

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

READY, SUBMITTED, WITH_ERRORS = "klar", "inlämnad", "med fel"
PERSONNEL_CELL = "F7"


class Edit(NamedTuple):
    """What is done in LibreOffice after the number has been typed, and what comes of it."""

    done: Callable[[Any], None]
    status: str = READY
    number: Decimal = NUMBER
    total: Decimal = SENT_TOTAL - 50
    waits: int = 0


def paste_column(document: Any) -> None:  # noqa: ANN401  (UNO has no types)
    """Paste all four actuals over: 10, 20, −30 and −40 sum to −40 where −13 220 was."""
    sheet_of(document, "Rader").getCellRangeByName("F5:F8").setDataArray(((10.0,), (20.0,), (-30.0,), (-40.0,)))


def type_over_formula(document: Any) -> None:  # noqa: ANN401  (UNO has no types)
    sheet_of(document, "Rader").getCellRangeByName("H7").Value = 77


def type_text(document: Any) -> None:  # noqa: ANN401  (UNO has no types)
    sheet_of(document, "Rader").getCellRangeByName(PERSONNEL_CELL).String = "cirka 12 000"


def type_number_as_text(document: Any) -> None:  # noqa: ANN401  (UNO has no types)
    sheet_of(document, "Rader").getCellRangeByName(PERSONNEL_CELL).String = "−12 100"


def type_formula(document: Any) -> None:  # noqa: ANN401  (UNO has no types)
    sheet_of(document, "Rader").getCellRangeByName(PERSONNEL_CELL).Formula = "=-12000-100"


def delete_row(document: Any) -> None:  # noqa: ANN401  (UNO has no types)
    """Delete the last line, Produktion och turné."""
    sheet_of(document, "Rader").Rows.removeByIndex(7, 1)


def add_row(document: Any) -> None:  # noqa: ANN401  (UNO has no types)
    sheet_of(document, "Rader").getCellRangeByName("B9:F9").setDataArray((("gast", "teater", "Gäst", "intäkt", 75.0),))


def move_date(document: Any) -> None:  # noqa: ANN401  (UNO has no types)
    sheet_of(document, "Åtgärder").getCellRangeByName("H5").Value = 46327


EDITS = (
    Edit(touch_nothing),
    Edit(sort_rows),
    Edit(insert_row),
    Edit(insert_column),
    Edit(delete_column),
    Edit(rename_sheet),
    Edit(delete_identity),
    Edit(hide_rows),
    Edit(filter_rows),
    Edit(type_over_formula),
    Edit(type_number_as_text),
    Edit(type_formula),
    Edit(move_date),
    Edit(type_text, WITH_ERRORS, SENT_NUMBER, SENT_TOTAL),
    # −41 190 without the theatre's −13 220 and with −40
    Edit(paste_column, READY, Decimal(-30), Decimal(-28010)),
    Edit(delete_row, SUBMITTED, waits=1),
    Edit(add_row, SUBMITTED, waits=3),
)


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.done.__name__)
def test_what_libreoffice_saves_is_collected(edit: Edit, tmp_path: Path) -> None:
    post = sent_round(tmp_path)
    post.mail(saved(tmp_path, post, edit.done))
    assert post.collect() in (0, 1)
    assert post.unused() == []
    found = (post.status()["status"], post.stands(PERSONNEL), post.total(), len(post.waiting()))
    assert found == (edit.status, edit.number, edit.total, edit.waits), post.status()["remark"]
    assert post.stands((UNITS, "teater", "assumption")) == "Höstens premiär säljer som den förra."
    assert post.stands((ACTIONS, "teater-1", "due")) == (46327 if edit.done is move_date else 46326)
    assert post.stands((LINES, "museum_entre", "actual")) == 1640


def saved(folder: Path, post: Post, edit: Callable[[Any], None]) -> bytes:
    """Return the theatre's workbook as LibreOffice saves it, its number typed there."""
    source, target = folder / "skickad.xlsx", folder / "svar.xlsx"
    source.write_bytes(post.sent())
    hidden = property_values({"Hidden": True})
    document = running_office().desktop.loadComponentFromURL(file_url(str(source)), "_blank", 0, hidden)
    for sheet in document.Sheets:
        sheet.unprotect("")
    sheet_of(document, "Rader").getCellRangeByName(PERSONNEL_CELL).Value = -12100
    edit(document)
    document.storeToURL(file_url(str(target)), property_values({"FilterName": "Calc MS Excel 2007 XML"}))
    document.close(True)  # noqa: FBT003  (UNO takes it by place only)
    return target.read_bytes()
