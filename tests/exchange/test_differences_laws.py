"""What holds for any two versions: a version is like itself, the sides mirror each other, the changes make b of a."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from hypothesis import example, given
from hypothesis import strategies as st

from runxl.exchange.differences import IN_CELLS, Difference, differences
from runxl.grid import EMPTY, Content, Edit, Plan, Sheet, Snapshot, Table
from runxl.grid.address import Block
from runxl.hosts.memory import MemoryBook

if TYPE_CHECKING:
    from collections.abc import Iterable
    from random import Random

TEXTS = st.sampled_from(["Hyra", "El", "Vatten", "Summa", "=1+1", "x"])
NUMBERS = st.integers(-5, 5).map(Decimal)
CONTENTS = st.one_of(
    st.just(EMPTY),
    TEXTS.map(Content),
    NUMBERS.map(Content),
    st.booleans().map(Content),
    st.builds(Content, NUMBERS, st.sampled_from(["A1+B1", "SUM(A1:B3)", "A2*2", "IF(A1,B1,C1)"])),
)
HEADERS = ("Id", "Namn", "Utfall", "Budget")


@st.composite
def plain_books(draw: st.DrawFn) -> Snapshot:
    """Return a workbook of one or two sheets of a few cells."""
    names = draw(st.sampled_from([("A",), ("B",), ("A", "B"), ("B", "A")]))
    return Snapshot(
        {name: Sheet(name, _cells(draw(st.lists(st.lists(CONTENTS, max_size=3), max_size=5)))) for name in names}
    )


@st.composite
def tables(draw: st.DrawFn) -> Snapshot:
    """Return a workbook with one table of rows that have ids, in any order."""
    ids = draw(st.lists(st.sampled_from("abcdefg"), unique=True, max_size=6))
    rows = [[Content(id_), *draw(st.tuples(CONTENTS, CONTENTS, CONTENTS))] for id_ in ids]
    cells = _cells([[Content(header) for header in HEADERS], *rows])
    block = Block("T", 1, 1, 1 + max(1, len(rows)), len(HEADERS))
    return Snapshot({"T": Sheet("T", cells)}, {"tabell": Table("tabell", block, HEADERS)})


def _cells(rows: list[list[Content]]) -> dict[tuple[int, int], Content]:
    return {
        (number, place): content
        for number, row in enumerate(rows, start=1)
        for place, content in enumerate(row, start=1)
        if content != EMPTY
    }


BOOKS = st.one_of(plain_books(), tables())
PAIRS = st.one_of(st.tuples(plain_books(), plain_books()), st.tuples(tables(), tables()))


def turned(found: Iterable[Difference]) -> set[tuple[object, ...]]:
    """Return the differences as the other version would tell them, but for what their sheet and row are called."""
    return {(one.kind, one.table, one.cell_b, one.cell_a, repr(one.new), repr(one.old)) for one in found}


def straight(found: Iterable[Difference]) -> set[tuple[object, ...]]:
    return {(one.kind, one.table, one.cell_a, one.cell_b, repr(one.old), repr(one.new)) for one in found}


@given(BOOKS)
def test_a_version_is_like_itself(book: Snapshot) -> None:
    assert differences(book, book) == ()


# two columns for one, and no row with a label that both have
FEW = Snapshot({"A": Sheet("A", {(1, 1): Content(Decimal(0)), (2, 1): Content("Hyra")})})
MORE = Snapshot({"A": Sheet("A", dict.fromkeys([(1, 2), (2, 1), (2, 2)], Content("Hyra")) | {(3, 1): Content("El")})})


@example((FEW, MORE))
@given(PAIRS)
def test_the_other_way_round_tells_the_same_turned_round(pair: tuple[Snapshot, Snapshot]) -> None:
    a, b = pair
    assert straight(differences(b, a)) == turned(differences(a, b))


@given(tables(), st.data())
def test_the_changes_of_the_cells_make_one_version_the_other(book: Snapshot, data: st.DataObject) -> None:
    sheet = book.sheets["T"]
    places = [(row, column) for row in book.tables["tabell"].body for column in (2, 3, 4) if (row, 1) in sheet.cells]
    changed = data.draw(st.dictionaries(st.sampled_from(places), CONTENTS, max_size=6)) if places else {}
    cells = {place: content for place, content in {**sheet.cells, **changed}.items() if content != EMPTY}
    later = Snapshot({"T": Sheet("T", cells)}, book.tables)
    found = differences(book, later)
    assert {one.kind for one in found} <= IN_CELLS
    host = MemoryBook(book)
    host.apply(Plan(tuple(Edit(one.cell_a, one.new, one.old) for one in found if one.cell_a is not None)))
    assert differences(host.read(), later) == ()


@given(tables(), st.randoms(use_true_random=False))
def test_sorting_a_table_by_anything_is_no_difference(book: Snapshot, chance: Random) -> None:
    sheet, body = book.sheets["T"], list(book.tables["tabell"].body)
    order = chance.sample(body, len(body))
    to = dict(zip(body, order, strict=True))
    # formulas would move with their cells
    typed = {place: one if one.formula is None else Content(one.value) for place, one in sheet.cells.items()}
    moved = {(to.get(row, row), column): content for (row, column), content in typed.items()}
    before, after = (Snapshot({"T": Sheet("T", cells)}, book.tables) for cells in (typed, moved))
    assert differences(before, after) == ()
