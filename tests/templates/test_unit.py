from __future__ import annotations

import pytest

from tests.templates.shipped_files import UNIT, bounds, shipped, visible_sheets

OPEN = {
    "Rader": {
        "Id",
        "Verksamhet",
        "Rad",
        "Typ",
        "Utfall",
        "Budget",
        "Årsprognos",
        "Årsbudget",
        "Föregående prognos",
        "Orsak",
    },
    "Verksamheter": {"Prognosantagande", "Orsak", "Kommentar"},
    "Mått": {"Utfall", "Prognos helår", "Status", "Kommentar"},
    "Åtgärder": {"Id", "Avser", "Orsak", "Åtgärd", "Effekt tkr", "Ansvarig", "Klart", "Status", "Beslut"},
    "Historik": set(),
    "Inställningar": set(),
}


def test_every_sheet_is_protected_without_a_password() -> None:
    for sheet in visible_sheets(UNIT):
        assert sheet.protection.sheet
        assert sheet.protection.password is None


@pytest.mark.parametrize("name", OPEN)
def test_a_unit_can_write_in_its_own_cells_and_nowhere_else(name: str) -> None:
    sheet = shipped(UNIT)[name]
    (table,) = sheet.tables.values()
    left, top, right, bottom = bounds(table.ref)
    for column in range(left, right + 1):
        header = sheet.cell(top, column).value
        for row in range(top + 1, bottom + 1):
            assert (not sheet.cell(row, column).protection.locked) == (header in OPEN[name]), header


@pytest.mark.parametrize("name", OPEN)
def test_every_open_cell_is_marked(name: str) -> None:
    for row in shipped(UNIT)[name].iter_rows():
        for cell in row:
            assert cell.protection.locked == (cell.style != "runxl Inmatning")


@pytest.mark.parametrize("name", ["Rader", "Åtgärder"])
def test_tables_that_a_unit_adds_rows_to_carry_twenty_blank_ones(name: str) -> None:
    sheet = shipped(UNIT)[name]
    (table,) = sheet.tables.values()
    _, top, _, bottom = bounds(table.ref)
    assert bottom - top == 20


def test_nobody_who_fills_it_in_is_told_of_a_program_that_they_have_never_heard_of() -> None:
    seen = [cell.value for sheet in visible_sheets(UNIT) for row in sheet.iter_rows() for cell in row]
    hints = [
        f"{hint.prompt} {hint.error}"
        for sheet in visible_sheets(UNIT)
        for hint in sheet.data_validations.dataValidation
    ]
    assert [text for text in (*seen, *hints) if "runxl" in str(text).casefold()] == []


def test_what_is_said_when_it_is_sent_has_its_places_on_the_first_sheet() -> None:
    names = shipped(UNIT).defined_names
    places = [next(iter(names[name].destinations)) for name in ("ov_verksamhet", "ov_period", "ov_sista_dag")]
    assert places == [("Så gör du", "$B$2"), ("Så gör du", "$B$3"), ("Så gör du", "$B$4")]


def test_the_guide_leads_to_each_sheet_that_is_filled_in() -> None:
    guide = shipped(UNIT)["Så gör du"]
    links = [cell.hyperlink.location for row in guide.iter_rows() for cell in row if cell.hyperlink]
    assert links == ["'Rader'!A1", "'Verksamheter'!A1", "'Mått'!A1", "'Åtgärder'!A1"]
