"""What tells that nothing locked was changed in a file that came back, without the cells that it was sent with."""

from __future__ import annotations

from decimal import Decimal

import pytest

from runxl.errors import WorkbookError
from runxl.exchange.contents import Contents, RowContents
from runxl.exchange.tampering import refuse_tampered
from runxl.grid import Content
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


class Seen(dict[str, Content]):
    """A row's cells that count how often somebody looks at one."""

    times = 0

    def get(self, key: str, default: Content = Content()) -> Content:  # type: ignore[override]  # noqa: B008  (as rows ask)
        Seen.times += 1
        return super().get(key, default)


def measures(prefix: str, targets: range) -> dict[str, Contents]:
    cells = (
        Seen(id=Content(f"{prefix}{number}"), measure=Content(f"Mått {number}"), target=Content(Decimal(target)))
        for number, target in enumerate(targets)
    )
    rows = tuple(RowContents(number, row) for number, row in enumerate(cells, start=5))
    places = {column.key: place for place, column in enumerate(MEASURES.columns, start=2)}
    return {MEASURES.name: Contents(MEASURES.name, MEASURES.sheet, places, rows)}


def test_a_row_sent_under_another_id_is_found_by_the_rest_of_it() -> None:
    with pytest.raises(WorkbookError) as caught:
        refuse_tampered(measures("n", range(3)), measures("m", range(3)))
    assert (str(caught.value.parts["cell"]), caught.value.parts["was"]) == ("Mått!B5", "m0")


def test_each_row_under_another_id_is_looked_at_as_often_however_many_they_are() -> None:
    looks = []
    for count in (20, 200):
        Seen.times = 0
        refuse_tampered(measures("n", range(count, 2 * count)), measures("m", range(count)))
        looks.append(Seen.times / count)
    assert looks[0] == looks[1]
