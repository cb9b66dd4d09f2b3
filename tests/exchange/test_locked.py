"""What tells that nothing locked was changed in a file that came back, without the cells that it was sent with."""

from __future__ import annotations

from runxl.layout import MEASURES
from tests.exchange.mailed import as_sent, read, typed

SENT = as_sent()
SHEET = MEASURES.sheet
FIRST = read(SENT).tables[MEASURES.name].rows[0]
COLUMNS = read(SENT).tables[MEASURES.name].columns


def test_what_a_unit_fills_in_leaves_a_workbook_locked_as_it_was() -> None:
    filled = typed(SENT, (SHEET, FIRST.number, COLUMNS["outcome"], 512), (SHEET, FIRST.number, COLUMNS["comment"], "!"))

    assert read(filled).locked == read(SENT).locked


def test_another_target_is_seen_without_the_cells_that_were_sent() -> None:
    tampered = typed(SENT, (SHEET, FIRST.number, COLUMNS["target"], "minst 400"))

    assert read(tampered).locked != read(SENT).locked


def test_measures_sorted_otherwise_are_locked_as_they_were() -> None:
    names = [key for key in COLUMNS if key in FIRST.cells or key in read(SENT).tables[MEASURES.name].rows[1].cells]
    rows = read(SENT).tables[MEASURES.name].rows[:2]
    swapped = (
        (SHEET, rows[1 - place].number, COLUMNS[key], row.content(key))
        for place, row in enumerate(rows)
        for key in names
    )

    assert read(typed(SENT, *swapped)).locked == read(SENT).locked
