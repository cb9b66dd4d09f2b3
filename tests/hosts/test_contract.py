"""What every host promises, held against each of them by the same tests. A new host adds one line to HOSTS."""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING

import pytest
import xlsxwriter

from runxl.errors import ConflictError, WorkbookError
from runxl.grid import EMPTY, Address, Block, CellError, Content, Edit, Plan, Resize, Sheet, Snapshot, Table
from runxl.grid.address import cell_at
from runxl.hosts.memory import MemoryBook
from runxl.hosts.opening import open_book
from tests.office import open_live

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from runxl.grid import Receipt, Value
    from runxl.hosts import Book

HUNDRED, NINETY_TWO, EIGHT = Content(Decimal(100)), Content(Decimal(92)), Content(Decimal(8), "B1-B2")

# Mått:   A          B              Tom: nothing
#     1   Utfall     100
#     2   Budget     92
#     3   Avvikelse  =B1-B2 (8)
#     5   Id         Värde          tblMatt
#     6   M1         3
#     7   M2         4
START = Snapshot(
    sheets={
        "Mått": Sheet(
            "Mått",
            {
                (1, 1): Content("Utfall"),
                (1, 2): HUNDRED,
                (2, 1): Content("Budget"),
                (2, 2): NINETY_TWO,
                (3, 1): Content("Avvikelse"),
                (3, 2): EIGHT,
                (5, 1): Content("Id"),
                (5, 2): Content("Värde"),
                (6, 1): Content("M1"),
                (6, 2): Content(Decimal(3)),
                (7, 1): Content("M2"),
                (7, 2): Content(Decimal(4)),
            },
        ),
        "Tom": Sheet("Tom", {}),
    },
    tables={"tblMatt": Table("tblMatt", Block("Mått", 5, 1, 7, 2), ("Id", "Värde"))},
)


class SavedBook:
    """A file that is opened for every call, and saved after every plan."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def read(self) -> Snapshot:
        return open_book(self._file).read()

    def apply(self, plan: Plan) -> Receipt:
        book = open_book(self._file)
        receipt = book.apply(plan)
        book.save()
        return receipt


def start_file(folder: Path, notes: Mapping[str, str] = MappingProxyType({})) -> Path:
    """Write START with a library that is not ours, and Anna's notes in cells of its first sheet."""
    file = folder / "bok.xlsx"
    with xlsxwriter.Workbook(file) as book:
        page = book.add_worksheet("Mått")
        page.write_column(0, 0, ["Utfall", "Budget", "Avvikelse"])
        page.write_column(0, 1, [100, 92])
        page.write_formula(2, 1, "=B1-B2", None, 8)
        headers = [{"header": "Id"}, {"header": "Värde"}]
        page.add_table(4, 0, 6, 1, {"name": "tblMatt", "columns": headers, "data": [["M1", 3], ["M2", 4]]})
        for cell, note in notes.items():
            page.write_comment(cell, note, {"author": "Anna"})
        book.add_worksheet("Tom")
    return file


HOSTS: dict[str, Callable[[Path], Book]] = {
    "memory": lambda _folder: MemoryBook(START),
    "package": lambda folder: open_book(start_file(folder)),
    "package, saved": lambda folder: SavedBook(start_file(folder)),
    "live, LibreOffice": lambda folder: open_live(start_file(folder)),
}


@pytest.fixture(name="book", params=HOSTS)
def a_book(request: pytest.FixtureRequest, tmp_path: Path) -> Book:
    """Return a book that holds START, in one of the hosts."""
    return HOSTS[request.param](tmp_path)


def at(a1: str, sheet: str = "Mått") -> Address:
    return cell_at(sheet, a1)


def write(a1: str, content: Content) -> Plan:
    return Plan((Edit(at(a1), content),))


def state(book: Book) -> tuple[object, ...]:
    """Return all that a plan can change."""
    snapshot = book.read()
    return {name: dict(sheet.cells) for name, sheet in snapshot.sheets.items()}, dict(snapshot.tables)


def test_a_book_reads_as_what_stands_in_it(book: Book) -> None:
    snapshot = book.read()
    assert list(snapshot.sheets) == ["Mått", "Tom"]
    assert {name: dict(sheet.cells) for name, sheet in snapshot.sheets.items()} == {
        name: dict(sheet.cells) for name, sheet in START.sheets.items()
    }
    assert snapshot.tables == START.tables


NUMBERS = [
    "0",
    "100",
    "-92",
    "0.1",
    "-2.5",
    "1E-7",
    "123456789012345",
    "0.30000000000000004",
    "1.7976931348623157E+308",
]
TEXTS = [
    "Norr",
    " ",
    " med mellanslag ",
    "=1+1",
    "+1",
    "-1",
    "@x",
    "'citat",
    "'=1+1",
    "{=1}",
    "100",
    "SANT",
    "#REF!",
    "två\nrader",
    "\tflik",
    "a\x01b\x1f",
    "_x0041_ och _x000D_",
    "_x005F_x0041_",
    "<b>&amp;\"'</b> ]]>",
    "åäö ÅÄÖ − – 4\u00a0134",
    "😀 東京",
    "\ufffe\uffff",
    "x" * 32_767,
    "😀" * 16_383,
]


@pytest.mark.parametrize(
    "value",
    [*map(Decimal, NUMBERS), *TEXTS, True, False, CellError("#N/A"), CellError("#REF!")],
    ids=lambda value: repr(value)[:24],
)
@pytest.mark.parametrize("a1", ["B1", "D9"], ids=["over a number", "in an empty cell"])
def test_a_value_comes_back_as_it_was_written(book: Book, a1: str, value: Decimal | str | bool | CellError) -> None:  # noqa: FBT001  (a value)
    book.apply(write(a1, Content(value)))
    read = book.read().content(at(a1))
    assert read == Content(value)
    assert type(read.value) is type(value)


@pytest.mark.parametrize("a1", ["B1", "D9"], ids=["over a number", "in an empty cell"])
def test_an_empty_text_comes_back_as_itself_or_as_nothing(book: Book, a1: str) -> None:
    book.apply(write(a1, Content("")))
    assert book.read().content(at(a1)) in (Content(""), EMPTY)


@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
def test_a_line_end_comes_back_as_itself_or_as_a_line_feed(book: Book, line_end: str) -> None:
    book.apply(write("D9", Content(f"två{line_end}rader")))
    assert book.read().content(at("D9")) in (Content(f"två{line_end}rader"), Content("två\nrader"))


# each value is what the formula gives, for a host that computes shows nothing else
@pytest.mark.parametrize(
    ("value", "formula"),
    [
        (Decimal(8), 'IF(B1<B2,"<&>",B1-$B$2)'),
        (Decimal("-0.5"), "(B2-B1-42)/100"),
        ("text", 'IF(B1<B2,"<&>","text")'),
        ("", 'IF(B1<B2,"<&>","")'),
        (True, "B1>$B$2"),
        (CellError("#DIV/0!"), "B1/(B2-92)"),
    ],
    ids=lambda part: repr(part)[:24],
)
@pytest.mark.parametrize("a1", ["B3", "D9"], ids=["over a formula", "in an empty cell"])
def test_a_formula_comes_back_with_the_value_it_shows(
    book: Book,
    a1: str,
    value: Decimal | str | bool | CellError,  # noqa: FBT001  (a value)
    formula: str,
) -> None:
    book.apply(write(a1, Content(value, formula)))
    assert book.read().content(at(a1)) == Content(value, formula)


@pytest.mark.parametrize("a1", ["B3", "D9"], ids=["over a formula", "in an empty cell"])
def test_a_formula_without_a_value_comes_back_with_none_or_with_what_it_gives(book: Book, a1: str) -> None:
    book.apply(write(a1, Content(None, "B1+$B$2")))
    assert book.read().content(at(a1)) in (Content(None, "B1+$B$2"), Content(Decimal(192), "B1+$B$2"))


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (Decimal(1) / 3, "0.3333333333333333"),
        (Decimal("0.1000000000000000055511151231257827"), "0.1"),
        (Decimal(12_345_678_901_234_567_890), "12345678901234567000"),
        (Decimal("-0.0"), "0"),
        (Decimal("1E-400"), "0"),
    ],
)
def test_a_number_is_kept_as_the_nearest_double(book: Book, written: Decimal, kept: str) -> None:
    book.apply(write("D9", Content(written)))
    assert book.read().content(at("D9")).value == Decimal(kept)


def test_a_number_that_is_kept_rounded_can_still_be_undone(book: Book) -> None:
    before = state(book)
    book.apply(book.apply(write("B1", Content(Decimal(1) / 3))).undo)
    assert state(book) == before


def test_cells_that_the_plan_does_not_name_stay(book: Book) -> None:
    book.apply(Plan((Edit(at("D9"), Content("ny")),)))
    cells = dict(book.read().sheets["Mått"].cells)
    assert cells.pop((9, 4)) == Content("ny")
    assert cells == dict(START.sheets["Mått"].cells)


def test_a_plan_may_write_on_several_sheets(book: Book) -> None:
    book.apply(Plan((Edit(at("D1"), HUNDRED), Edit(at("C9", "Tom"), NINETY_TWO), Edit(at("A2", "Tom"), HUNDRED))))
    snapshot = book.read()
    assert snapshot.content(at("D1")) == HUNDRED
    assert dict(snapshot.sheets["Tom"].cells) == {(9, 3): NINETY_TWO, (2, 1): HUNDRED}


def test_a_cleared_cell_holds_nothing(book: Book) -> None:
    book.apply(write("A1", EMPTY))
    assert (1, 1) not in book.read().sheets["Mått"].cells


def test_clearing_an_empty_cell_changes_nothing(book: Book) -> None:
    before = state(book)
    assert book.apply(write("D9", EMPTY)).written == 0
    assert state(book) == before


def test_an_empty_plan_changes_nothing(book: Book) -> None:
    before = state(book)
    assert book.apply(Plan()).written == 0
    assert state(book) == before


def test_only_cells_that_change_are_counted(book: Book) -> None:
    plan = Plan((Edit(at("B1"), HUNDRED), Edit(at("B2"), HUNDRED), Edit(at("B3"), EIGHT)))
    assert book.apply(plan).written == 1


def test_a_plan_that_is_applied_twice_writes_nothing_the_second_time(book: Book) -> None:
    plan = Plan(
        (Edit(at("B2"), HUNDRED), Edit(at("D9"), Content("ny")), Edit(at("A1"), EMPTY)), (Resize("tblMatt", 4),)
    )
    assert book.apply(plan).written == 3
    before = state(book)
    assert book.apply(plan).written == 0
    assert state(book) == before


def test_a_snapshot_that_was_read_earlier_stays_as_it_was(book: Book) -> None:
    earlier = book.read()
    book.apply(write("B1", NINETY_TWO))
    assert earlier.content(at("B1")) == HUNDRED


def test_a_table_grows_by_the_rows_that_the_plan_writes(book: Book) -> None:
    edits = (Edit(at("A8"), Content("M3")), Edit(at("B8"), Content(Decimal(5))), Edit(at("A9"), Content("M4")))
    book.apply(Plan(edits, (Resize("tblMatt", 4),)))
    snapshot = book.read()
    assert snapshot.tables["tblMatt"].block.a1 == "A5:B9"
    assert [snapshot.content(at(a1)).value for a1 in ("A7", "A8", "B8", "A9", "B9")] == ["M2", "M3", 5, "M4", None]


def test_a_table_shrinks_and_what_falls_outside_stays_unless_it_is_cleared(book: Book) -> None:
    book.apply(Plan((Edit(at("A7"), EMPTY),), (Resize("tblMatt", 1),)))
    snapshot = book.read()
    assert snapshot.tables["tblMatt"].block.a1 == "A5:B6"
    assert (snapshot.content(at("A7")), snapshot.content(at("B7"))) == (EMPTY, Content(Decimal(4)))


EVERYTHING = Plan(
    edits=(
        Edit(at("B1"), Content("=1+1")),
        Edit(at("B2"), EMPTY),
        Edit(at("B3"), Content(Decimal(5))),
        Edit(at("A2"), Content(Decimal(7), "3+4")),
        Edit(at("D9"), Content(Decimal("0.1"))),
        Edit(at("A8"), Content("M3")),
        Edit(at("C3", "Tom"), Content(value=True)),
    ),
    resizes=(Resize("tblMatt", 3),),
)


def test_undo_brings_everything_back(book: Book) -> None:
    before = state(book)
    book.apply(book.apply(EVERYTHING).undo)
    assert state(book) == before


def test_undo_brings_back_what_formulas_showed(book: Book) -> None:
    receipt = book.apply(write("B1", NINETY_TWO))
    book.apply(receipt.undo)
    assert book.read().content(at("B3")) == EIGHT


def test_a_shown_value_that_is_known_to_be_right_stays_there_and_back(book: Book) -> None:
    plan = Plan(
        (Edit(at("B1"), Content(Decimal(101))), Edit(at("B2"), Content(Decimal(93)))), confirmed=frozenset({at("B3")})
    )
    receipt = book.apply(plan)
    assert book.read().content(at("B3")) == EIGHT
    book.apply(receipt.undo)
    assert book.read().content(at("B3")) == EIGHT


def test_undo_can_itself_be_undone(book: Book) -> None:
    receipt = book.apply(EVERYTHING)
    after = state(book)
    book.apply(book.apply(receipt.undo).undo)
    assert state(book) == after


def test_undo_is_refused_where_a_cell_has_been_edited_since(book: Book) -> None:
    receipt = book.apply(Plan((Edit(at("B1"), NINETY_TWO), Edit(at("B2"), HUNDRED))))
    book.apply(write("B2", Content("rättad för hand")))
    before = state(book)
    with pytest.raises(ConflictError) as caught:
        book.apply(receipt.undo)
    assert caught.value.parts["cells"] == [at("B2")]
    assert state(book) == before


def test_cells_and_tables_that_are_not_as_expected_are_all_named_and_nothing_is_written(book: Book) -> None:
    before = state(book)
    plan = Plan(
        (
            Edit(at("B1"), Content("nytt"), expected=HUNDRED),
            Edit(at("B2"), Content("nytt"), expected=HUNDRED),
            Edit(at("B3"), Content("nytt"), expected=Content(Decimal(8))),
            Edit(at("D9"), Content("nytt"), expected=EMPTY),
        ),
        (Resize("tblMatt", 3, expected=5),),
    )
    with pytest.raises(ConflictError) as caught:
        book.apply(plan)
    assert (caught.value.code, caught.value.parts) == ("cells-edited-since", {"cells": [at("B2"), at("B3"), "tblMatt"]})
    assert state(book) == before


def test_cells_that_are_as_expected_are_written(book: Book) -> None:
    plan = Plan((Edit(at("B3"), EMPTY, expected=EIGHT),), (Resize("tblMatt", 3, expected=2),))
    assert book.apply(plan).written == 1


@pytest.mark.parametrize(
    ("refused", "code", "parts"),
    [
        (Edit(at("A1", "Saknas"), HUNDRED), "sheet-unknown", {"sheet": "Saknas"}),
        (Edit(at("D9"), Content("x" * 32_768)), "text-too-long", {"cell": at("D9"), "length": 32_768, "most": 32_767}),
        (Edit(at("D9"), Content("😀" * 16_384)), "text-too-long", {"cell": at("D9"), "length": 32_768, "most": 32_767}),
        (
            Edit(at("D9"), Content(None, "1" * 8_193)),
            "text-too-long",
            {"cell": at("D9"), "length": 8_193, "most": 8_192},
        ),
        (Edit(at("D9"), Content(None, '"a\r\x01"')), "formula-with-control-characters", {"cell": at("D9")}),
        (Edit(at("D9"), Content("\ud83d")), "text-not-unicode", {"cell": at("D9")}),
        (
            Edit(at("D9"), Content(Decimal("1E+400"))),
            "value-not-a-number",
            {"cell": at("D9"), "value": Decimal("1E+400")},
        ),
        (
            Edit(at("D9"), Content(Decimal("-Infinity"))),
            "value-not-a-number",
            {"cell": at("D9"), "value": Decimal("-Infinity")},
        ),
    ],
    ids=lambda part: part if isinstance(part, str) else "",
)
def test_what_no_cell_can_hold_is_refused_and_nothing_is_written(
    book: Book, refused: Edit, code: str, parts: dict[str, object]
) -> None:
    before = state(book)
    with pytest.raises(WorkbookError) as caught:
        book.apply(Plan((Edit(at("B1"), NINETY_TWO), refused)))
    assert (caught.value.code, caught.value.parts) == (code, parts)
    assert state(book) == before


@pytest.mark.parametrize("text", ["NaN", "sNaN"])
def test_what_is_not_a_number_is_refused(book: Book, text: str) -> None:
    with pytest.raises(WorkbookError, match="value-not-a-number"):
        book.apply(write("D9", Content(Decimal(text))))


def test_a_table_that_does_not_exist_is_refused_and_nothing_is_written(book: Book) -> None:
    before = state(book)
    with pytest.raises(WorkbookError) as caught:
        book.apply(Plan((Edit(at("B1"), NINETY_TWO),), (Resize("tblSaknas", 3),)))
    assert (caught.value.code, caught.value.parts) == ("table-unknown", {"table": "tblSaknas"})
    assert state(book) == before


@pytest.mark.parametrize(
    "plan",
    [
        Plan(resizes=(Resize("tblMatt", 0),)),
        Plan((Edit(at("D9"), Content(None, "=B1")),)),
        Plan((Edit(at("D9"), Content(None, "")),)),
        Plan((Edit(Address("Mått", 0, 1), HUNDRED),)),
        Plan((Edit(Address("Mått", 1_048_577, 1), HUNDRED),)),
        Plan((Edit(Address("Mått", 1, 16_385), HUNDRED),)),
    ],
    ids=[
        "a table without rows",
        "an equals sign",
        "an empty formula",
        "row 0",
        "below the last row",
        "right of the last column",
    ],
)
def test_a_plan_that_makes_no_sense_is_the_programmers_mistake(book: Book, plan: Plan) -> None:
    with pytest.raises(ValueError, match=r"at least one row|no such cell|equals sign"):
        book.apply(plan)


@pytest.mark.parametrize(("first", "then"), [(True, Decimal(1)), (Decimal(1), True), (False, Decimal(0))])
def test_a_number_and_a_truth_value_are_written_over_each_other(book: Book, first: Value, then: Value) -> None:
    book.apply(write("D9", Content(first)))
    receipt = book.apply(write("D9", Content(then)))
    assert receipt.written == 1
    assert isinstance(book.read().content(at("D9")).value, bool) is isinstance(then, bool)
    book.apply(receipt.undo)
    assert isinstance(book.read().content(at("D9")).value, bool) is isinstance(first, bool)


def test_a_formula_that_was_only_computed_anew_is_no_conflict(book: Book) -> None:
    noisy = Content(Decimal("8.000000000000002"), "B1-B2")
    book.apply(write("B3", noisy))
    book.apply(Plan((Edit(at("B3"), Content(Decimal(7)), expected=EIGHT),)))
    assert book.read().content(at("B3")) == Content(Decimal(7))
