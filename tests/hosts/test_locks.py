"""Which cells nobody can type in: the same answer of a closed file and of an open workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import xlsxwriter

from runxl.hosts.opening import open_book
from tests.hosts.calls import counted
from tests.office import open_live

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from runxl.hosts import Book

HOSTS: dict[str, Callable[[Path], Book]] = {"package": open_book, "live, LibreOffice": open_live}


@pytest.fixture(name="book", params=HOSTS)
def a_book(request: pytest.FixtureRequest, tmp_path: Path) -> Book:
    """Return a book of two sheets with three amounts in B1:B3, B2 and an empty B9 open; the first is protected."""
    file = tmp_path / "bok.xlsx"
    with xlsxwriter.Workbook(file) as made:
        can_be_typed_in = made.add_format({"locked": False})
        for name in ("Skyddat", "Öppet"):
            page = made.add_worksheet(name)
            page.write_column(0, 1, [100, 92, 8])
            page.write_number(1, 1, 92, can_be_typed_in)
            page.write_blank(8, 1, None, can_be_typed_in)
            if name == "Skyddat":
                page.protect()
    return HOSTS[request.param](file)


def test_a_locked_cell_of_a_protected_sheet_is_told_from_an_open_one(book: Book) -> None:
    assert book.read().sheets["Skyddat"].locked == {(1, 2), (3, 2)}


def test_no_cell_is_locked_where_its_sheet_is_not_protected(book: Book) -> None:
    assert book.read().sheets["Öppet"].locked == frozenset()


@pytest.mark.parametrize("rows", [10, 1_000])
def test_an_open_workbook_is_asked_block_by_block_and_not_before_somebody_wants_to_know(
    tmp_path: Path, rows: int
) -> None:
    file = tmp_path / "bok.xlsx"
    with xlsxwriter.Workbook(file) as made:
        page = made.add_worksheet("Skyddat")
        can_be_typed_in = made.add_format({"locked": False})
        for row in range(rows):
            page.write_number(row, 0, 8)
            page.write_number(row, 1, 8, can_be_typed_in)
        page.protect()
    book = open_live(file)
    with counted() as reading:
        snapshot = book.read()
    assert "Range.locked" not in reading
    with counted() as looking:
        assert sum(place in snapshot.sheets["Skyddat"].locked for place in snapshot.sheets["Skyddat"].cells) == rows
    assert looking["Range.locked"] == 3
