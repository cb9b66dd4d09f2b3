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


def test_the_guide_leads_to_each_sheet_that_is_filled_in() -> None:
    guide = shipped(UNIT)["Så gör du"]
    links = [cell.hyperlink.location for row in guide.iter_rows() for cell in row if cell.hyperlink]
    assert links == ["'Rader'!A1", "'Verksamheter'!A1", "'Mått'!A1", "'Åtgärder'!A1"]
