"""What a press costs in calls to the program: the same however many rows there are."""

from __future__ import annotations

import shutil
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
import xlsxwriter

from runxl.grid import Address, Content, Edit, NoteEdit, Plan
from runxl.hosts.live.excel import by_halves
from runxl.hosts.live.programs import LibreOffice
from runxl.templates.shipped import template
from tests.hosts.calls import counted, transfers
from tests.office import open_live, open_pressed

if TYPE_CHECKING:
    from pathlib import Path

    from runxl.hosts.live import LiveBook

SIZES = (10, 1_000, 10_000)


def opened(folder: Path, rows: int) -> LiveBook:
    """Return a workbook of one table: a name, two amounts and their difference on each row."""
    file = folder / f"{rows}.xlsx"
    with xlsxwriter.Workbook(file) as book:
        page = book.add_worksheet("Data")
        headers = [{"header": name} for name in ("Id", "Utfall", "Budget", "Avvikelse")]
        page.add_table(0, 0, rows, 3, {"name": "tblData", "columns": headers})
        for row in range(1, rows + 1):
            page.write_row(row, 0, [f"r{row}", 100, 92, 7])
    return open_live(file)


def filled(rows: range, confirmed: range = range(0)) -> Plan:
    edits = tuple(Edit(Address("Data", row, 4), Content(Decimal(8))) for row in rows)
    return Plan(edits, confirmed=frozenset(Address("Data", row, 4) for row in confirmed))


def calls_of(book: LiveBook, plan: Plan) -> tuple[int, int, int, int]:
    with counted() as reading:
        book.read()
    with counted() as writing:
        book.apply(plan)
    return sum(reading.values()), transfers(reading), sum(writing.values()), transfers(writing)


def test_a_press_costs_the_same_calls_for_any_number_of_rows(tmp_path: Path) -> None:
    costs = [calls_of(opened(tmp_path, rows), filled(range(2, rows + 2))) for rows in SIZES]
    assert len(set(costs)) == 1
    _, read, _, written = costs[0]
    assert (read, written) == (3, 6)


def test_a_reading_asks_for_no_note_and_looking_at_one_asks_for_that_one(tmp_path: Path) -> None:
    costs = []
    for notes in (1, 40):
        book = opened(tmp_path, 100)
        for row in range(2, notes + 2):
            book.book.sheets["Data"].range((row, 2)).add_note("fråga Bo")
        with counted() as reading:
            snapshot = book.read()
        assert not [name for name in reading if "note" in name.casefold()]
        with counted() as looking:
            assert snapshot.note(Address("Data", 2, 2)) == "fråga Bo"
        plan = Plan(notes=(NoteEdit(Address("Data", 2, 2), "fråga Bo\nklart"),))
        with counted() as writing:
            book.apply(plan)
        costs.append((sum(looking.values()), sum(writing.values())))
    assert costs[0] == costs[1]


def test_every_other_row_typed_over_costs_the_same_where_the_rows_between_are_as_computed(tmp_path: Path) -> None:
    costs = []
    for rows in SIZES[:2]:
        book = opened(tmp_path, rows)
        costs.append(calls_of(book, filled(range(2, rows + 2, 2), range(3, rows + 2, 2))))
    assert len(set(costs)) == 1
    assert costs[0][3] == 6


def test_every_other_row_costs_a_call_each_where_anything_may_stand_between(tmp_path: Path) -> None:
    costs = [calls_of(opened(tmp_path, rows), filled(range(2, rows + 2, 2)))[3] for rows in (10, 100)]
    assert costs[1] - costs[0] == 2 * 45  # a question for the number format and an assignment for each


@pytest.fixture(name="formats_asked", params=["as LibreOffice is asked", "as Excel is asked"])
def formats_are_asked(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if "Excel" in request.param:
        monkeypatch.setattr(LibreOffice, "formats", lambda _self, area: by_halves(area))


@pytest.mark.usefixtures("formats_asked")
@pytest.mark.parametrize("name", ["exempel-run-2020-04", "exempel-fiktiv"])
def test_a_whole_report_is_read_in_few_calls_for_each_table(tmp_path: Path, name: str) -> None:
    file = tmp_path / "rapport.xlsx"
    shutil.copyfile(template(name), file)
    book = open_pressed(file)
    tables = len(book.read().tables)
    with counted() as reading:
        book.read()
    assert transfers(reading) <= 3 * tables + 5
