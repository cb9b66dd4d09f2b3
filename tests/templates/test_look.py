from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pytest
from openpyxl.utils import get_column_letter

from runxl.layout import FINDINGS, TABLES
from runxl.templates.shipped import template
from tests.templates.shipped_files import ALL, REPORTS, bounds, shipped, visible_sheets

if TYPE_CHECKING:
    from collections.abc import Iterator


AA = 4.5
WHITE = "FFFFFF"


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour as WCAG 2.1 defines it."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(ink: str, paper: str) -> float:
    light, dark = sorted((luminance(ink), luminance(paper)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_black_on_white_has_the_contrast_that_the_standard_says() -> None:
    assert round(contrast("000000", WHITE), 1) == 21.0
    assert round(contrast("777777", WHITE), 2) == 4.48


def rgb(colour: Any) -> str:  # noqa: ANN401  (as openpyxl has it)
    return str(colour.rgb)[-6:]


def paper_of(cell: Any) -> str:  # noqa: ANN401  (as openpyxl has it)
    return rgb(cell.fill.fgColor) if cell.fill.fill_type == "solid" else WHITE


def pairs(sheet: Any) -> Iterator[tuple[str, str, str]]:  # noqa: ANN401  (as openpyxl has it)
    """Give where, ink and paper: of each cell that holds something, and of each conditional format on its cells."""
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is not None:
                yield cell.coordinate, rgb(cell.font.color), paper_of(cell)
    for block in sheet.conditional_formatting:
        left, top, right, _ = bounds(str(block.sqref))
        below = {paper_of(sheet.cell(top, column)) for column in range(left, right + 1)}
        for rule in (rule for rule in block.rules if rule.dxf.font):
            papers = {rgb(rule.dxf.fill.bgColor)} if rule.dxf.fill else {*below, "DCE8EC"}
            for paper in papers:
                yield f"{block.sqref} {rule.formula[0]}", rgb(rule.dxf.font.color), paper


@pytest.mark.parametrize("name", ALL)
def test_every_ink_can_be_read_on_its_paper(name: str) -> None:
    weak = [(sheet.title, *pair) for sheet in visible_sheets(name) for pair in pairs(sheet) if contrast(*pair[1:]) < AA]
    assert weak == []


@pytest.mark.parametrize("name", ALL)
def test_every_sheet_prints_on_a4_landscape_one_page_wide(name: str) -> None:
    for sheet in visible_sheets(name):
        assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
        if sheet.title != "Översikt":
            assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToWidth) == (True, 1)


@pytest.mark.parametrize("name", ALL)
def test_every_page_says_which_sheet_and_page_it_is(name: str) -> None:
    for sheet in visible_sheets(name):
        assert sheet.oddFooter.left.text == "&A"
        assert sheet.oddFooter.right.text == "Sida &P av &N"


@pytest.mark.parametrize("name", ALL)
def test_headers_stay_in_sight_and_are_repeated_on_every_page(name: str) -> None:
    for sheet in visible_sheets(name):
        for table in sheet.tables.values():
            top = bounds(table.ref)[1]
            if sheet.title != "Översikt":
                assert int(re.sub(r"\D", "", sheet.freeze_panes)) == top + 1
                assert sheet.print_title_rows == f"${top}:${top}"


@pytest.mark.parametrize("name", ALL)
def test_no_word_of_a_header_is_wider_than_its_column(name: str) -> None:
    for sheet in visible_sheets(name):
        for table in sheet.tables.values():
            left, top, right, _ = bounds(table.ref)
            for column in range(left, right + 1):
                cell = sheet.cell(top, column)
                longest = max(len(word) for word in str(cell.value).split())
                assert longest <= sheet.column_dimensions[cell.column_letter].width, cell


def rules_on(name: str, sheet: str, cell: str) -> list[frozenset[str]]:
    """Return, for each conditional format on a cell, the words that it answers to."""
    return [
        frozenset(re.findall(r'"([^"]+)"', rule.formula[0]))
        for block in shipped(name)[sheet].conditional_formatting
        if cell in block.sqref
        for rule in block.rules
        if "TRIM" in rule.formula[0]
    ]


def test_a_hand_typed_assessment_gets_one_colour_with_its_symbol_or_without() -> None:
    rules = rules_on("delarsrapport", "Målbedömning", "O8")
    for word in ("● Uppnått", "Uppnått", "◐ Delvis uppnått", "Delvis uppnått", "Svårt att bedöma"):
        assert sum(word in words for words in rules) == 1


def test_partly_met_is_not_painted_as_met() -> None:
    (met,) = [words for words in rules_on("delarsrapport", "Målbedömning", "O8") if "Uppnått" in words]
    assert met == {"● Uppnått", "Uppnått"}


def test_a_colour_rule_compares_whole_texts() -> None:
    for block in shipped("delarsrapport")["Målbedömning"].conditional_formatting:
        for rule in block.rules:
            assert re.fullmatch(r'OR\(TRIM\((\w+)\)="[^"]+",TRIM\(\1\)="[^"]+"\)', rule.formula[0])


@pytest.mark.parametrize("key", ["stated", "suggested"])
def test_numbers_in_fynd_have_spaces_between_thousands_and_the_decimals_that_they_have(key: str) -> None:
    """LibreOffice shows 1797 as 1 797, 79.3 as 79,3 and -12345.25 as −12 345,25 by these."""
    sheet = shipped("delarsrapport")["Fynd"]
    table = sheet.tables[FINDINGS.name]
    column = get_column_letter(bounds(table.ref)[0] + [column.key for column in FINDINGS.columns].index(key))
    cell = f"{column}{bounds(table.ref)[1] + 1}"
    shown = {
        rule.formula[0]: rule.dxf.numFmt.formatCode
        for block in sheet.conditional_formatting
        if cell in block.sqref
        for rule in block.rules
    }
    assert shown == {
        f"AND(ISNUMBER({cell}),INT({cell})={cell})": '#,##0;"−"#,##0',
        f"AND(ISNUMBER({cell}),INT({cell})<>{cell})": '#,##0.0########;"−"#,##0.0########',
    }


def test_no_number_stands_for_two_formats() -> None:
    with ZipFile(template("delarsrapport")) as package:
        styles = package.read("xl/styles.xml").decode()
    codes: dict[str, set[str]] = {}
    for number, code in re.findall(r'<numFmt numFmtId="(\d+)" formatCode="([^"]*)"', styles):
        codes.setdefault(number, set()).add(code)
    assert len(codes) > 1
    assert all(len(different) == 1 for different in codes.values())


@pytest.mark.parametrize("name", REPORTS)
def test_input_cells_look_different_from_computed_ones(name: str) -> None:
    for layout in TABLES:
        left, top, _, _ = bounds(shipped(name)[layout.sheet].tables[layout.name].ref)
        for place, column in enumerate(layout.columns, left):
            style = shipped(name)[layout.sheet].cell(top + 1, place).style
            if column.role.name == "COMPUTED":
                assert style == ("runxl Beräknad länk" if column.leads else "runxl Beräknad")
            elif layout.name != "tblInst":
                assert style == "runxl Inmatning"


@pytest.mark.parametrize(
    ("word", "paper"),
    [
        ("klar", "D3EEDB"),
        ("med fel", "FAD7D3"),
        ("avvisad", "FAD7D3"),
        ("saknas", "FFECB8"),
        ("försenad", "FFECB8"),
        ("äldre", "E6EAED"),
        ("dubblett", "E6EAED"),
    ],
)
def test_how_far_a_unit_has_come_has_its_colour(word: str, paper: str) -> None:
    sheet = shipped("delarsrapport")["Inlämningar"]
    rules = [rule for block in sheet.conditional_formatting for rule in block.rules]
    [rule] = [rule for rule in rules if rule.formula[0].endswith(f'="{word}"')]
    assert rgb(rule.dxf.fill.bgColor) == paper
