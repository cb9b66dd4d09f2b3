"""The file that is written: plain values that a spreadsheet program shows as they are printed."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import openpyxl
import pytest

from runxl import language
from runxl.commands.round import presented, wanted
from runxl.layout import UNITS, words
from runxl.templates.presentation import presentation_file
from tests.reports import PRINTED, unit_rows
from tests.workbooks import workbook

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from tests.workbooks import Rows


def copy(rows: Rows, unit: str, decimals: str = "0") -> Workbook:
    book = workbook(rows, totaler=words.TOTALS_PUBLISHED, namnd="Nämnden")
    presentation = presented(book, wanted(unit, decimals))
    return openpyxl.load_workbook(BytesIO(presentation_file(presentation, "rapport.xlsx")))


def texts(sheet: Worksheet) -> list[str]:
    """Return every text of the sheet's label column, from the top."""
    return [str(row[1].value) for row in sheet.iter_rows() if row[1].value is not None]


def test_each_table_has_a_sheet_in_the_order_of_the_workbook() -> None:
    assert copy(PRINTED, "mnkr").sheetnames == ["Resultat", "Verksamheter", "Anslag"]


def test_the_numbers_are_plain_values_under_their_headers() -> None:
    sheet = copy(PRINTED, "mnkr")["Resultat"]
    assert [cell.value for cell in sheet[4]][1:5] == ["Rad", "Utfall", "Budget", "Avvikelse"]
    assert [cell.value for cell in sheet[5]][1:5] == ["intakter", 133, 127, 6]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s", "n"}


def test_the_unit_stands_under_the_title() -> None:
    subtitle = str(copy(PRINTED, "mnkr")["Verksamheter"]["B2"].value)
    assert subtitle.replace("\u00a0", " ") == "Nämnden · Belopp i mnkr · januari–april 2020"


def test_decimals_are_shown_as_they_were_asked_for_or_published() -> None:
    book = copy(PRINTED, "mnkr", "1")
    assert book["Anslag"]["D5"].value == 22.6
    assert book["Anslag"]["D5"].number_format == '#,##0.0;"−"#,##0.0'
    assert book["Resultat"]["C5"].number_format == '#,##0;"−"#,##0'


def test_a_number_turned_from_its_nearest_is_in_italics_and_no_other() -> None:
    sheet = copy(PRINTED, "mnkr")["Verksamheter"]
    assert [cell.coordinate for row in sheet["C5:D12"] for cell in row if cell.font.italic] == ["D5", "C9"]


def test_the_lines_below_say_which_numbers_are_rounded_and_where_the_exact_ones_are() -> None:
    lines = texts(copy(PRINTED, "mnkr")["Anslag"])
    # the full-year budget was printed in whole mnkr already
    assert lines[-2] == (
        "Talen under Fattade beslut, Utbetalt är avrundade så att summorna stämmer, vart och ett till en av de två "
        "enheterna närmast det exakta talet. De exakta talen står i rapport.xlsx."
    )
    lines = texts(copy(PRINTED, "mnkr")["Verksamheter"])
    assert any(line.startswith("Talen är avrundade så att summorna stämmer, vart och ett") for line in lines)


def test_a_table_that_keeps_its_unit_is_not_said_to_be_rounded() -> None:
    lines = [line.replace("\u00a0", " ") for line in texts(copy(PRINTED, "tkr")["Resultat"])]
    assert lines[-2:] == [
        "Inget tal är avrundat. Talen är hämtade ur rapport.xlsx.",
        "Resultat är tryckt i mnkr och går inte att visa i tkr. Tabellen är som den står.",
    ]


def test_a_table_whose_numbers_are_round_already_is_not_said_to_be_rounded() -> None:
    assert texts(copy(PRINTED, "mnkr")["Resultat"])[-1] == "Inget tal är avrundat. Talen är hämtade ur rapport.xlsx."


def test_the_lines_below_say_what_does_not_hold() -> None:
    line = texts(copy(PRINTED, "tkr")["Verksamheter"])[-1]
    book = workbook(PRINTED, totaler=words.TOTALS_PUBLISHED)
    finding = next(one for one in presented(book, wanted("tkr")).outcome.findings if one.cell is not None)
    assert line == language.sentence_of_finding(finding)


def test_the_lines_below_promise_that_sums_hold_only_where_they_do() -> None:
    rows = {**PRINTED, UNITS: [*unit_rows()[:-1], {**unit_rows()[-1], "variance": 4534}]}
    book = copy(rows, "mnkr")
    promise = "är avrundade så att summorna stämmer"
    assert promise in " ".join(texts(book["Anslag"]))
    assert promise not in " ".join(texts(book["Verksamheter"]))
    assert "Talen är avrundade, vart och ett till" in " ".join(texts(book["Verksamheter"]))


@pytest.mark.parametrize("label", ["=1+1", "+4", "@SUM(A1)", "Rad\x0bmed styrtecken"])
def test_a_label_is_written_as_text_whatever_it_begins_with(label: str) -> None:
    row = {"id": "a", "label": label, "type": "verksamhet", "variance": 1400}
    cell = copy({UNITS: [row]}, "mnkr")["Verksamheter"]["B5"]
    assert (cell.value, cell.data_type) == (label.replace("\x0b", ""), "s")


def test_the_same_workbook_gives_the_same_bytes() -> None:
    presentation = presented(workbook(PRINTED, totaler=words.TOTALS_PUBLISHED), wanted("mnkr"))
    assert presentation_file(presentation, "a.xlsx") == presentation_file(presentation, "a.xlsx")
