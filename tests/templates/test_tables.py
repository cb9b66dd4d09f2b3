from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from runxl.layout import (
    APPROPRIATION,
    CHECKS,
    IDENTITY_SHEET,
    SHEETS,
    TABLES,
    TABLES_OF,
    TEMPLATE_REPORT,
    TEMPLATE_UNIT,
    figures,
)
from runxl.layout.settings import SETTINGS_ROWS
from runxl.templates.blank import BLANK
from runxl.templates.report import report_workbook
from runxl.templates.run_2020_04 import RUN_2020_04
from runxl.templates.table import LEFT
from tests.templates.shipped_files import ALL, REPORTS, UNIT, bounds, shipped

if TYPE_CHECKING:
    from runxl.layout import TableLayout
    from runxl.templates.report import Report

REPORT_TABLES = [(name, layout) for name in REPORTS for layout in TABLES]
UNIT_TABLES = [(UNIT, layout) for layout in TABLES_OF[TEMPLATE_UNIT]]


def headers(name: str, sheet: str, table: str) -> tuple[object, ...]:
    left, top, right, _ = bounds(shipped(name)[sheet].tables[table].ref)
    row = next(shipped(name)[sheet].iter_rows(top, top, left, right, values_only=True))
    return tuple(row)


@pytest.mark.parametrize(("name", "layout"), [*REPORT_TABLES, *UNIT_TABLES])
def test_a_table_has_exactly_the_headers_of_its_layout(name: str, layout: TableLayout) -> None:
    expected = tuple(column.header for column in layout.columns)
    assert headers(name, layout.sheet, layout.name) == expected


@pytest.mark.parametrize(("name", "layout"), [*REPORT_TABLES, *UNIT_TABLES])
def test_a_table_part_names_its_columns_as_the_cells_do(name: str, layout: TableLayout) -> None:
    table = shipped(name)[layout.sheet].tables[layout.name]
    assert tuple(column.name for column in table.tableColumns) == tuple(c.header for c in layout.columns)


@pytest.mark.parametrize("name", REPORTS)
def test_the_sheets_stand_in_their_order_and_the_identity_is_hidden(name: str) -> None:
    assert shipped(name).sheetnames == [*SHEETS, IDENTITY_SHEET]
    assert shipped(name)[IDENTITY_SHEET].sheet_state == "hidden"


def test_a_unit_sees_only_what_is_its_own() -> None:
    assert shipped(UNIT).sheetnames == [
        "Så gör du",
        "Rader",
        "Verksamheter",
        "Mått",
        "Åtgärder",
        "Historik",
        "Inställningar",
        IDENTITY_SHEET,
    ]


@pytest.mark.parametrize("name", ALL)
def test_the_identity_says_which_template_and_which_version(name: str) -> None:
    rows = dict(shipped(name)[IDENTITY_SHEET].iter_rows(values_only=True))
    assert rows["template"] == (TEMPLATE_UNIT if name == UNIT else TEMPLATE_REPORT)
    assert rows["version"] == 4
    assert rows["workbook_id"]


def test_no_two_workbooks_share_an_id() -> None:
    ids = {shipped(name)[IDENTITY_SHEET]["B3"].value for name in ALL}
    assert len(ids) == len(ALL)


@pytest.mark.parametrize("name", REPORTS)
def test_every_figure_has_a_name_that_is_one_cell(name: str) -> None:
    single = {value for key, value in vars(figures).items() if key.isupper() and isinstance(value, str)}
    for figure in (*(single - {figures.UNIT, figures.LAST_DAY}), *figures.SUBTITLES.values()):
        sheet, cell = next(iter(shipped(name).defined_names[figure].destinations))
        assert sheet in SHEETS
        assert ":" not in cell


def offered(name: str, sheet: str, cell: str) -> object:
    for choice in shipped(name)[sheet].data_validations.dataValidation:
        if cell in choice.sqref and choice.type == "list":
            return choice.formula1
    return None


def test_an_assessment_is_chosen_from_four_words() -> None:
    words = '"● Uppnått,◐ Delvis uppnått,○ Ej uppnått,– Ej bedömt"'
    assert offered("delarsrapport", "Målbedömning", "O8") == words


def test_the_years_end_can_be_hard_to_assess() -> None:
    words = '"● Uppnått,◐ Delvis uppnått,○ Ej uppnått,– Ej bedömt,? Svårt att bedöma"'
    assert offered("delarsrapport", "Målbedömning", "R8") == words


def test_a_row_typed_below_the_table_is_offered_the_same_choices() -> None:
    last = bounds(shipped("delarsrapport")["Mått"].tables["tblMatt"].ref)[3]
    assert offered("delarsrapport", "Mått", f"E{last + 50}") == '"styrmått,kontrollmått,aktivitet"'


@pytest.mark.parametrize(("name", "layout"), [*REPORT_TABLES, *UNIT_TABLES])
def test_every_column_of_choices_offers_them(name: str, layout: TableLayout) -> None:
    left, top, _, _ = bounds(shipped(name)[layout.sheet].tables[layout.name].ref)
    for place, column in enumerate(layout.columns, left):
        cell = shipped(name)[layout.sheet].cell(top + 1, place).coordinate
        if column.choices:
            assert offered(name, layout.sheet, cell) == f'"{",".join(column.choices)}"'


@pytest.mark.parametrize("name", ALL)
def test_a_setting_with_choices_offers_them(name: str) -> None:
    _, top, _, _ = bounds(shipped(name)["Inställningar"].tables["tblInst"].ref)
    for row, setting in enumerate(SETTINGS_ROWS, top + 1):
        assert shipped(name)["Inställningar"][f"B{row}"].value == setting.id
        if setting.choices:
            assert offered(name, "Inställningar", f"D{row}") == f'"{",".join(setting.choices)}"'


@pytest.mark.parametrize("name", ALL)
def test_a_refusal_says_in_swedish_what_to_write(name: str) -> None:
    for sheet in shipped(name).worksheets:
        for choice in sheet.data_validations.dataValidation:
            if choice.showErrorMessage:
                assert choice.error.startswith(("Välj i listan: ", "Skriv ett tal", "Skriv ett datum"))


@pytest.mark.parametrize("name", REPORTS)
def test_every_sheet_is_linked_from_the_cover(name: str) -> None:
    cover = shipped(name)["Översikt"]
    links = {cell.hyperlink.location for row in cover.iter_rows() for cell in row if cell.hyperlink}
    assert links == {f"'{sheet}'!A1" for sheet in SHEETS if sheet != "Översikt"}


def test_the_blank_report_knows_no_region_and_no_goal() -> None:
    texts = {
        str(value)
        for sheet in shipped("delarsrapport").worksheets
        for row in sheet.iter_rows(values_only=True)
        for value in row
        if value is not None
    }
    assert not [text for text in texts if "Norrbotten" in text or "Samhälle" in text or "Exempel" in text]


@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("name", ["exempel-fiktiv", "exempel-utskick"])
def test_every_sheet_of_an_invented_example_says_that_it_is_invented(name: str, sheet: str) -> None:
    rows = shipped(name)[sheet].iter_rows(max_row=6, values_only=True)
    assert any(str(value).startswith("Påhittade uppgifter") for row in rows for value in row)


def test_the_real_examples_unit_assignments_are_marked_invented() -> None:
    sheet = shipped("exempel-run-2020-04")["Mått"]
    marks = [row[-1] for row in sheet.iter_rows(min_row=5, max_row=32, values_only=True)]
    assert marks == ["Fördelningen på verksamhet är påhittad."] * 28


@pytest.mark.parametrize(
    ("layout", "key", "number_format"),
    [
        (APPROPRIATION, "full_year_budget", '#,##0.0;"−"#,##0.0'),
        (CHECKS, "left_value", "General"),
        (CHECKS, "right_value", "General"),
        (CHECKS, "difference", "General"),
    ],
)
def test_a_column_shows_the_decimals_that_its_numbers_have(layout: TableLayout, key: str, number_format: str) -> None:
    sheet = report_workbook(BLANK)[layout.sheet]
    left, top, _, bottom = bounds(sheet.tables[layout.name].ref)
    column = left + [column.key for column in layout.columns].index(key)
    assert {sheet.cell(row, column).number_format for row in range(top + 1, bottom + 1)} == {number_format}


@pytest.mark.parametrize(("report", "title"), [(BLANK, "Anslag"), (RUN_2020_04, "Anslag 1:1 Regionalt tillväxtarbete")])
def test_a_committee_may_call_a_sheet_something_of_its_own(report: Report, title: str) -> None:
    titles = [row[0].value for row in report_workbook(report)["Anslag"].iter_rows(1, 2, LEFT, LEFT)]
    assert title in titles


@pytest.mark.parametrize("name", REPORTS)
def test_the_colour_of_a_suspect_follows_a_sheet_that_is_renamed_and_a_long_list_of_findings(name: str) -> None:
    book = shipped(name)
    [(sheet, cells)] = book.defined_names["fynd_troliga_celler"].destinations
    assert (sheet, cells.split("$")[-1]) == ("Fynd", "5000")
    for title, named in (("Resultat", "blad_resultat"), ("Verksamheter", "blad_verksamheter")):
        formulas = [rule.formula[0] for block in book[title].conditional_formatting for rule in block.rules]
        [found] = [formula for formula in formulas if "fynd_troliga_celler" in formula]
        assert named in found
        assert title not in found
        [(sheet, cell)] = book.defined_names[named].destinations
        assert book[sheet][cell.replace("$", "")].value == title
