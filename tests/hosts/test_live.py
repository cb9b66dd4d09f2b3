"""The live host where it differs from a file: one program that computes, that may be busy, and that costs a call."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter

from runxl.calc.contents import FormulaCells
from runxl.calc.ranges import Range
from runxl.errors import ConflictError, WorkbookError
from runxl.grid import EMPTY, Address, Content, Edit, Plan, Resize
from runxl.grid.address import cell_at
from runxl.hosts.live import LiveBook, live_book
from runxl.hosts.live.excel import by_halves
from runxl.hosts.rectangles import rectangles
from tests.office import open_alone, open_live, running_app

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def at(a1: str) -> Address:
    return cell_at("Mått", a1)


def write(*edits: tuple[str, Content]) -> Plan:
    return Plan(tuple(Edit(at(a1), content) for a1, content in edits))


def number(value: str) -> Content:
    return Content(Decimal(value))


def table_file(folder: Path, name: str = "bok.xlsx") -> Path:
    """Write a table of two rows in A1:C3 with a heading's look, dates, shares and texts."""
    file = folder / name
    with xlsxwriter.Workbook(file) as book:
        page = book.add_worksheet("Mått")
        page.add_table(
            0,
            0,
            2,
            2,
            {"name": "tblMatt", "columns": [{"header": "Id"}, {"header": "Utfall"}, {"header": "Andel"}]},
        )
        text, share = book.add_format({"num_format": "@", "bold": True}), book.add_format({"num_format": "0 %"})
        for row, (id_, value, part) in enumerate([("M1", 100, 0.5), ("M2", 92, 0.25)], start=1):
            page.write_string(row, 0, id_, text)
            page.write_number(row, 1, value)
            page.write_number(row, 2, part, share)
        page.write_blank(9, 4, None, text)
        page.write_blank(10, 4, None, text)
    return file


@pytest.fixture(name="book")
def a_live_book(tmp_path: Path) -> LiveBook:
    return open_live(table_file(tmp_path))


def test_the_number_formats_of_all_columns_of_a_table_are_read(book: LiveBook) -> None:
    assert dict(book.read().sheets["Mått"].formats) == {(2, 1): "@", (3, 1): "@", (2, 3): "0 %", (3, 3): "0 %"}


def test_only_number_formats_that_tell_something_are_asked_for(book: LiveBook) -> None:
    told = LiveBook(book.book, lambda table, header: (table, header) == ("tblMatt", "Andel"))
    assert dict(told.read().sheets["Mått"].formats) == {(2, 3): "0 %", (3, 3): "0 %"}


def test_a_number_format_is_read_where_two_in_a_column_differ(book: LiveBook) -> None:
    book.book.sheets["Mått"]["C3"].number_format = "0.0"
    formats = book.read().sheets["Mått"].formats
    assert (formats[2, 3], formats[3, 3]) == ("0 %", "0.0")


def test_excel_is_asked_for_mixed_formats_by_halves(book: LiveBook) -> None:
    page = book.book.sheets["Mått"]
    page["B3"].number_format = "0.0"
    assert [(block.a1, code) for block, code in by_halves(page["A2:C3"])] == [
        ("A2:A3", "@"),
        ("B2", "General"),
        ("B3", "0.0"),
        ("C2:C3", "0 %"),
    ]


def test_a_formula_written_where_the_cell_is_formatted_for_text_stays_a_formula(book: LiveBook) -> None:
    book.apply(write(("E10", Content("M1", "A2")), ("E11", number("5"))))
    page = book.book.sheets["Mått"]
    assert book.read().content(at("E10")) == Content("M1", "A2")
    assert book.read().content(at("E11")) == number("5")
    assert page["E10:E11"].number_format == "@"


def test_new_rows_of_a_table_look_as_its_first_row_does(book: LiveBook) -> None:
    book.apply(Plan((Edit(at("A4"), Content("M3")), Edit(at("C5"), number("0.1"))), (Resize("tblMatt", 4),)))
    page = book.book.sheets["Mått"]
    assert (page["A5"].number_format, page["C4:C5"].number_format) == ("@", "0 %")
    assert page.api.getCellByPosition(0, 4).CharWeight == 150  # UNO's bold
    assert book.read().content(at("B4")) == EMPTY


def test_a_formula_that_shows_something_else_by_now_can_still_be_undone(book: LiveBook) -> None:
    receipt = book.apply(write(("E1", Content(Decimal(8), "B2-B3"))))
    book.book.sheets["Mått"]["B2"].value = 192
    assert book.read().content(at("E1")) == Content(Decimal(100), "B2-B3")
    book.apply(receipt.undo)
    assert book.read().content(at("E1")) == EMPTY


def test_a_formula_that_stands_there_already_is_not_written_whatever_it_shows(book: LiveBook) -> None:
    book.apply(write(("E1", Content(Decimal(8), "B2-B3"))))
    assert book.apply(write(("E1", Content(Decimal(9), "B2-B3")))).written == 0


def test_a_formula_that_somebody_changed_is_a_conflict(book: LiveBook) -> None:
    receipt = book.apply(write(("E1", Content(Decimal(8), "B2-B3"))))
    book.book.sheets["Mått"]["E1"].formula = "=B2+B3"
    with pytest.raises(ConflictError) as caught:
        book.apply(receipt.undo)
    assert caught.value.parts["cells"] == [at("E1")]


def test_an_edit_far_away_fetches_no_million_cells(book: LiveBook) -> None:
    receipt = book.apply(write(("A1048576", Content("sist")), ("E1", Content("först"))))
    assert receipt.written == 2
    book.apply(receipt.undo)
    assert book.read().content(at("A1048576")) == EMPTY


def refused(act: Callable[[], object]) -> tuple[str, dict[str, object]]:
    with pytest.raises(WorkbookError) as caught:
        act()
    return caught.value.code, caught.value.parts


def test_a_protected_sheet_is_refused_by_name(book: LiveBook) -> None:
    book.book.sheets["Mått"].api.protect("")
    plan = write(("E1", number("1")))
    assert refused(lambda: book.apply(plan)) == ("sheet-protected", {"sheet": "Mått"})


def test_a_protected_sheet_that_the_plan_leaves_alone_is_no_matter(book: LiveBook) -> None:
    other = book.book.sheets.add("Annan")
    other.api.protect("")
    assert book.apply(write(("E1", number("1")))).written == 1


def test_a_workbook_opened_for_reading_only_is_refused(tmp_path: Path) -> None:
    file = table_file(tmp_path)
    open_alone(file).close()
    book = LiveBook(running_app().books.open(file, read_only=True))
    assert refused(lambda: book.apply(write(("E1", number("1"))))) == ("book-read-only", {"book": str(file)})
    assert book.read().content(at("B2")) == number("100")


def test_a_table_that_would_grow_over_a_cell_is_refused(book: LiveBook) -> None:
    book.book.sheets["Mått"]["B5"].value = "kvar"
    plan = Plan(resizes=(Resize("tblMatt", 4),))
    assert refused(lambda: book.apply(plan)) == ("table-meets-cell", {"table": "tblMatt", "cell": at("B5")})
    assert book.read().tables["tblMatt"].block.a1 == "A1:C3"


def test_a_table_that_would_grow_beyond_the_sheet_is_refused(book: LiveBook) -> None:
    plan = Plan(resizes=(Resize("tblMatt", 1_048_576),))
    assert refused(lambda: book.apply(plan)) == ("table-beyond-sheet", {"table": "tblMatt", "rows": 1_048_576})


def test_a_table_that_would_grow_into_another_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "två.xlsx"
    with xlsxwriter.Workbook(file) as book:
        page = book.add_worksheet("Mått")
        page.add_table("A1:A2", {"name": "tblUnder"})
        page.add_table("A4:A5", {"name": "tblOver"})
    code, parts = refused(lambda: open_live(file).apply(Plan(resizes=(Resize("tblUnder", 4),))))
    assert (code, parts["table"], parts["other"]) == ("table-meets-table", "tblUnder", "tblOver")


def test_a_table_made_shorter_gets_back_what_it_left_behind(book: LiveBook) -> None:
    before = book.read()
    book.apply(book.apply(Plan(resizes=(Resize("tblMatt", 1),))).undo)
    assert book.read() == before


def test_where_the_program_refuses_a_block_the_blocks_before_it_are_taken_back(book: LiveBook) -> None:
    page = book.book.sheets["Mått"]
    page.api.getCellRangeByName("F1:F2").setArrayFormula("=B2:B3*2")
    before = book.read()
    code, parts = refused(lambda: book.apply(write(("E1", number("1")), ("F2", number("1")), ("G1", number("1")))))
    assert code == "program-refused"
    assert parts["reason"]
    assert book.read() == before


class TurnedAwayError(Exception):
    hresult = -2147418111


def entering(monkeypatch: pytest.MonkeyPatch, *faults: Exception | None) -> None:
    """Let what is written arrive, and the program complain afterwards, time after time."""
    enter, left = Range._enter, list(faults)  # noqa: SLF001 - a program that fails where no program here does

    def enter_and_fail(area: Range, value: object) -> None:
        enter(area, value)
        fault = left.pop(0) if left else None
        if fault is not None:
            raise fault

    monkeypatch.setattr(Range, "_enter", enter_and_fail)


def test_a_block_that_the_program_complains_of_is_taken_back_too(
    book: LiveBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = book.read()
    entering(monkeypatch, None, OSError("fullt"))
    plan = write(("B2", number("1")), ("E10", number("1")))
    assert refused(lambda: book.apply(plan)) == ("program-refused", {"reason": "fullt"})
    assert book.read() == before
    assert book.book.sheets["Mått"]["E10"].number_format == "@"


def test_all_blocks_are_taken_back_that_can_be(book: LiveBook, monkeypatch: pytest.MonkeyPatch) -> None:
    entering(monkeypatch, None, None, OSError("fullt"), OSError("fortfarande fullt"))
    plan = write(("B2", number("1")), ("E1", number("1")), ("G1", number("1")))
    assert refused(lambda: book.apply(plan)) == ("half-written", {"reason": "fortfarande fullt"})
    found = book.read()
    assert [found.content(at(a1)) for a1 in ("B2", "E1", "G1")] == [number("100"), EMPTY, EMPTY]


def test_a_program_that_turns_a_write_away_is_busy_and_nothing_is_written(
    book: LiveBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = book.read()
    entering(monkeypatch, TurnedAwayError())
    assert refused(lambda: book.apply(write(("E1", number("1"))))) == ("program-busy", {})
    assert book.read() == before


def test_what_cannot_be_looked_at_afterwards_is_taken_back(book: LiveBook, monkeypatch: pytest.MonkeyPatch) -> None:
    before = book.read()
    looks, read = [None, TurnedAwayError()], FormulaCells.__init__

    def look(cells: FormulaCells, *told: Any) -> None:  # noqa: ANN401 - passed on as it comes
        fault = looks.pop(0) if looks else None
        if fault is not None:
            raise fault
        read(cells, *told)

    monkeypatch.setattr(FormulaCells, "__init__", look)
    assert refused(lambda: book.apply(write(("E1", number("1"))))) == ("program-busy", {})
    assert book.read() == before


def test_a_formula_that_the_program_spells_its_own_way_is_written_anew_each_time(
    book: LiveBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    spelled = FormulaCells.at

    def otherwise(cells: FormulaCells, row: int, column: int) -> str | None:
        formula = spelled(cells, row, column)
        return None if formula is None else f"+{formula}"

    monkeypatch.setattr(FormulaCells, "at", otherwise)
    plan = write(("E1", Content(Decimal(100), "B2")))
    assert [book.apply(plan).written for _ in range(2)] == [1, 1]


def test_a_cell_that_swallows_what_it_is_given_is_named(book: LiveBook, monkeypatch: pytest.MonkeyPatch) -> None:
    # as Excel does with the hidden cells of a merge
    monkeypatch.setattr(Range, "_enter", lambda _area, _value: None)
    plan = write(("B2", number("1")), ("E1", number("1")))
    assert refused(lambda: book.apply(plan)) == ("cell-not-taken", {"cells": [at("B2"), at("E1")]})


def test_drawing_and_computing_go_on_again_whatever_happens(book: LiveBook) -> None:
    app = book.book.app
    book.book.sheets["Mått"].api.getCellRangeByName("F1:F2").setArrayFormula("=B2:B3*2")
    refused(lambda: book.apply(write(("F2", number("1")))))
    assert (app.screen_updating, app.calculation) == (True, "automatic")


def test_who_computes_by_hand_sees_what_was_written_computed(book: LiveBook) -> None:
    book.apply(write(("E1", Content(Decimal(200), "B2*2")), ("B2", number("100"))))
    book.book.app.calculation = "manual"
    try:
        book.apply(write(("B2", number("7"))))
        assert book.read().content(at("E1")).value == Decimal(14)
    finally:
        book.book.app.calculation = "automatic"


def test_who_computes_by_hand_goes_on_doing_so(book: LiveBook) -> None:
    app = book.book.app
    app.calculation = "manual"
    book.apply(write(("E1", number("1"))))
    still = app.calculation
    app.calculation = "automatic"
    assert still == "manual"


def test_the_workbook_that_was_pressed_in_is_found_by_its_path(tmp_path: Path) -> None:
    first = open_alone(table_file(tmp_path, "å ä ö.xlsx"))
    second = running_app().books.open(table_file(tmp_path, "A=B.xlsx"))
    found = [live_book(running_app(), book.fullname).path for book in (first, second)]
    assert found == [str(tmp_path / "å ä ö.xlsx"), str(tmp_path / "A=B.xlsx")]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Bok1", "book-never-saved"),
        ("/annan/mapp/saknas.xlsx", "book-not-open"),
        ("/annan/mapp/bok.xlsx", "book-of-same-name"),
        ("https://regionen-my.sharepoint.com/personal/a/Documents/bok.xlsx", "book-in-the-cloud"),
    ],
)
def test_a_workbook_that_cannot_be_told_by_its_name_is_refused(tmp_path: Path, name: str, code: str) -> None:
    open_alone(table_file(tmp_path))
    found, parts = refused(lambda: live_book(running_app(), name))
    assert found == code
    assert parts["book"] in (name, "bok.xlsx")


def test_cells_are_gathered_into_rectangles() -> None:
    cells = [(row, column) for row in range(2, 12) for column in (2, 3, 7)]
    assert [block.a1 for block in rectangles("A", cells, set())] == ["B2:C11", "G2:G11"]


def test_every_other_row_is_one_rectangle_where_the_rows_between_are_as_computed() -> None:
    cells = [(row, 2) for row in range(2, 12, 2)]
    between = {(row, 2) for row in range(3, 12, 2)}
    assert [block.a1 for block in rectangles("A", cells, between)] == ["B2:B10"]
    assert len(list(rectangles("A", cells, set()))) == 5


def test_a_wide_gap_is_not_written_over() -> None:
    between = {(row, 2) for row in range(3, 40)}
    assert [block.a1 for block in rectangles("A", [(2, 2), (40, 2)], between)] == ["B2", "B40"]
