"""Notes of cells: what every host promises of them, held against each of them by the same tests."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from runxl.errors import ConflictError, WorkbookError
from runxl.grid import Content, Edit, NoteEdit, Plan, Resize
from runxl.hosts.memory import MemoryBook
from runxl.hosts.opening import open_book
from tests.hosts.test_contract import START, SavedBook, at, start_file
from tests.office import open_live

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from runxl.grid import Snapshot
    from runxl.hosts import Book

HERS = "Anna: stämt av med enheten\n2 maj"
OURS = "Rättat av runxl: stod 1 797, står 1 977 (två siffror omkastade)."


def noted_snapshot() -> Snapshot:
    """Return START with Anna's notes in B1 and in A7, the last row of the table, and none on the sheet Tom."""
    noted = replace(START.sheets["Mått"], notes={(1, 2): HERS, (7, 1): "fråga Bo"})
    return replace(START, sheets={**START.sheets, "Mått": noted})


def noted_file(folder: Path) -> Path:
    """Write the same with a library that is not ours."""
    return start_file(folder, {"B1": HERS, "A7": "fråga Bo"})


HOSTS: dict[str, Callable[[Path], Book]] = {
    "memory": lambda _folder: MemoryBook(noted_snapshot()),
    "package": lambda folder: open_book(noted_file(folder)),
    "package, saved": lambda folder: SavedBook(noted_file(folder)),
    "live, LibreOffice": lambda folder: open_live(noted_file(folder)),
}


@pytest.fixture(name="book", params=HOSTS)
def a_book(request: pytest.FixtureRequest, tmp_path: Path) -> Book:
    """Return a book with two notes, in one of the hosts."""
    return HOSTS[request.param](tmp_path)


def note(a1: str, text: str, sheet: str = "Mått", expected: str | None = None) -> Plan:
    return Plan(notes=(NoteEdit(at(a1, sheet), text, expected),))


def notes(book: Book) -> dict[str, dict[tuple[int, int], str]]:
    return {name: dict(sheet.notes) for name, sheet in book.read().sheets.items()}


BEFORE = {"Mått": {(1, 2): HERS, (7, 1): "fråga Bo"}, "Tom": {}}


def test_the_notes_of_a_sheet_are_read(book: Book) -> None:
    snapshot = book.read()
    assert notes(book) == BEFORE
    assert snapshot.note(at("B1")) == HERS
    assert snapshot.note(at("B2")) == snapshot.note(at("A1", "Tom")) == snapshot.note(at("A1", "Saknas")) == ""


@pytest.mark.parametrize(("a1", "sheet"), [("C3", "Tom"), ("B2", "Mått"), ("D9", "Mått"), ("B3", "Mått")])
def test_a_note_is_left_on_a_sheet_with_notes_and_on_one_without(book: Book, a1: str, sheet: str) -> None:
    book.apply(note(a1, OURS, sheet))
    cell = at(a1, sheet)
    assert notes(book) == {**BEFORE, sheet: {**BEFORE[sheet], (cell.row, cell.column): OURS}}
    assert book.read().sheets["Mått"].cells == START.sheets["Mått"].cells


TEXTS = [
    "två\nrader",
    "åäö ÅÄÖ − – 4\u00a0134",
    "😀 東京",
    "=1+1",
    "'citat",
    "100",
    " med mellanslag ",
    "<b>&amp;\"'</b> ]]>",
    "_x0041_ och _x000D_",
    ("x" * 999 + "\n") * 32 + "x" * 767,
    ("😀" * 499 + "å\n") * 32 + "😀" * 383,
]


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: repr(text)[:24])
@pytest.mark.parametrize("a1", ["B1", "D9"], ids=["over a note", "in a cell without one"])
def test_a_note_comes_back_as_it_was_written(book: Book, a1: str, text: str) -> None:
    book.apply(note(a1, text))
    assert book.read().note(at(a1)) == text


@pytest.mark.parametrize("text", ["x" * 32_767, "😀" * 16_383], ids=["letters", "emoji"])
def test_a_note_of_one_long_line_comes_back_or_is_refused_and_nothing_is_written(book: Book, text: str) -> None:
    with suppress(WorkbookError):
        book.apply(Plan((Edit(at("A1"), Content("nytt")),)).then(note("A7", "")).then(note("B1", text)))
    snapshot = book.read()
    found = (snapshot.note(at("B1")), snapshot.note(at("A7")), snapshot.content(at("A1")).value)
    assert found in [(text, "", "nytt"), (HERS, "fråga Bo", "Utfall")]


@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
def test_a_line_end_comes_back_as_itself_or_as_a_line_feed(book: Book, line_end: str) -> None:
    receipt = book.apply(note("D9", f"två{line_end}rader"))
    assert book.read().note(at("D9")) in (f"två{line_end}rader", "två\nrader")
    book.apply(receipt.undo)
    assert notes(book) == BEFORE


def test_a_note_is_written_with_its_cell_and_both_are_taken_back(book: Book) -> None:
    plan = Plan((Edit(at("B2"), Content(Decimal(29))),), notes=(NoteEdit(at("B2"), OURS),))
    receipt = book.apply(plan)
    assert (book.read().content(at("B2")).value, book.read().note(at("B2"))) == (29, OURS)
    book.apply(receipt.undo)
    assert notes(book) == BEFORE
    assert dict(book.read().sheets["Mått"].cells) == dict(START.sheets["Mått"].cells)


def test_what_stood_in_a_note_comes_back(book: Book) -> None:
    receipt = book.apply(note("B1", f"{HERS}\n{OURS}"))
    assert receipt.undo.notes == (NoteEdit(at("B1"), HERS, f"{HERS}\n{OURS}"),)
    book.apply(receipt.undo)
    assert notes(book) == BEFORE


def test_a_note_is_taken_away_and_comes_back(book: Book) -> None:
    receipt = book.apply(note("B1", ""))
    assert notes(book) == {"Mått": {(7, 1): "fråga Bo"}, "Tom": {}}
    book.apply(receipt.undo)
    assert notes(book) == BEFORE


def test_every_note_can_be_taken_away(book: Book) -> None:
    receipt = book.apply(note("B1", "").then(note("A7", "")))
    assert notes(book) == {"Mått": {}, "Tom": {}}
    book.apply(receipt.undo)
    assert notes(book) == BEFORE


def test_taking_back_can_itself_be_taken_back(book: Book) -> None:
    receipt = book.apply(note("D9", OURS).then(note("B1", "")).then(note("A1", OURS, "Tom")))
    after = notes(book)
    book.apply(book.apply(receipt.undo).undo)
    assert notes(book) == after


def test_taking_away_where_there_is_none_changes_nothing(book: Book) -> None:
    book.apply(note("D9", "").then(note("A1", "", "Tom")))
    assert notes(book) == BEFORE


def test_a_note_counts_as_no_written_cell(book: Book) -> None:
    assert book.apply(note("D9", OURS)).written == 0


@pytest.mark.parametrize(("a1", "expected"), [("B1", "något annat"), ("B1", ""), ("D9", HERS)])
def test_a_note_that_is_not_as_expected_refuses_the_whole_plan(book: Book, a1: str, expected: str) -> None:
    plan = Plan((Edit(at("A1"), Content("nytt")),)).then(note(a1, OURS, expected=expected))
    with pytest.raises(ConflictError) as caught:
        book.apply(plan)
    assert caught.value.parts == {"cells": [at(a1)]}
    assert notes(book) == BEFORE
    assert book.read().content(at("A1")) == Content("Utfall")


def test_a_note_that_is_as_expected_is_written(book: Book) -> None:
    book.apply(note("B1", OURS, expected=HERS).then(note("D9", OURS, expected="")))
    assert notes(book)["Mått"] == {(1, 2): OURS, (7, 1): "fråga Bo", (9, 4): OURS}


def test_a_note_that_has_been_written_in_since_is_not_taken_back(book: Book) -> None:
    receipt = book.apply(note("D9", OURS))
    book.apply(note("D9", f"{OURS}\nBo: det stämmer"))
    with pytest.raises(ConflictError) as caught:
        book.apply(receipt.undo)
    assert caught.value.parts == {"cells": [at("D9")]}
    assert book.read().note(at("D9")) == f"{OURS}\nBo: det stämmer"


@pytest.mark.parametrize(
    ("text", "code"),
    [("x" * 32_768, "text-too-long"), ("😀" * 16_384, "text-too-long"), ("\ud83d", "text-not-unicode")],
)
def test_what_no_note_can_hold_is_refused_and_nothing_is_written(book: Book, text: str, code: str) -> None:
    with pytest.raises(WorkbookError) as caught:
        book.apply(Plan((Edit(at("A1"), Content("nytt")),)).then(note("D9", text)))
    assert caught.value.code == code
    assert caught.value.parts["cell"] == at("D9")
    assert (notes(book), book.read().content(at("A1"))) == (BEFORE, Content("Utfall"))


def test_a_note_on_a_sheet_that_does_not_exist_is_refused(book: Book) -> None:
    with pytest.raises(WorkbookError) as caught:
        book.apply(note("A1", OURS, "Saknas"))
    assert (caught.value.code, caught.value.parts) == ("sheet-unknown", {"sheet": "Saknas"})


def test_a_table_that_grows_repeats_no_note_of_its_first_row(book: Book) -> None:
    book.apply(note("A6", OURS))
    book.apply(Plan(resizes=(Resize("tblMatt", 5),)))
    assert notes(book)["Mått"] == {**BEFORE["Mått"], (6, 1): OURS}
