from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from runxl.bridge.readonce import ReadOnce
from runxl.commands import run
from runxl.errors import ConflictError, WorkbookError
from runxl.grid import EMPTY, Address, Block, Content, Edit, Plan, Resize, Sheet, Snapshot, Table
from runxl.hosts.live import LiveBook
from runxl.hosts.memory import MemoryBook

if TYPE_CHECKING:
    from tests.bridge.conftest import Desk

CELL = Address("Mått", 1, 1)
BEFORE, AFTER = Content(Decimal(100)), Content(Decimal(92))


def book() -> MemoryBook:
    return MemoryBook(Snapshot(sheets={"Mått": Sheet("Mått", {(1, 1): BEFORE})}))


def table_book() -> MemoryBook:
    """Return a table of two rows, Id and Utfall, whose third column Avvikelse has not been filled yet."""
    texts = [("Id", "Utfall", "Avvikelse"), ("M1", "100", ""), ("M2", "92", "")]
    cells = {(r, c): Content(text) for r, row in enumerate(texts, 1) for c, text in enumerate(row, 1) if text}
    table = Table("tblMatt", Block("Mått", 1, 1, 3, 3), texts[0])
    return MemoryBook(Snapshot(sheets={"Mått": Sheet("Mått", cells)}, tables={"tblMatt": table}))


def put(row: int, column: int, text: str) -> Edit:
    return Edit(Address("Mått", row, column), Content(text) if text else EMPTY)


def test_a_press_sees_one_moment_however_often_it_reads() -> None:
    inner = book()
    once = ReadOnce(inner)
    assert once.read().content(CELL) == BEFORE
    inner.apply(Plan((Edit(CELL, AFTER),)))
    assert once.read().content(CELL) == BEFORE


def test_what_has_been_written_is_seen() -> None:
    once = ReadOnce(book())
    once.read()
    receipt = once.apply(Plan((Edit(CELL, AFTER),)))
    assert receipt.written == 1
    assert once.read().content(CELL) == AFTER


def test_what_was_typed_since_the_reading_is_not_written_over() -> None:
    inner = table_book()
    once = ReadOnce(inner)
    once.read()
    inner.apply(Plan((put(3, 3, "egen text"),)))
    before = inner.read()
    with pytest.raises(ConflictError) as caught:
        once.apply(Plan((put(2, 3, "8"), put(3, 3, "0"))))
    assert (caught.value.code, caught.value.parts) == ("book-changed-meanwhile", {"cells": [Address("Mått", 3, 3)]})
    assert inner.read() == before


def test_a_row_that_came_in_above_a_column_which_is_still_empty_is_seen_by_what_stands_first_in_the_row() -> None:
    inner = table_book()
    once = ReadOnce(inner)
    once.read()
    inner.apply(Plan((put(2, 1, "ny"), put(2, 2, ""), put(3, 1, "M1"), put(4, 1, "M2"))))
    with pytest.raises(ConflictError) as caught:
        once.apply(Plan((put(2, 3, "8"), put(3, 3, "0"))))
    assert set(caught.value.parts["cells"]) == {Address("Mått", 2, 1), Address("Mått", 3, 1)}  # type: ignore[call-overload]  # the inserted cells are what they are


def test_a_column_that_came_in_is_seen_by_its_header() -> None:
    inner = table_book()
    once = ReadOnce(inner)
    once.read()
    inner.apply(Plan((put(1, 3, "Ny"), put(1, 4, "Avvikelse"))))
    with pytest.raises(ConflictError) as caught:
        once.apply(Plan((put(2, 3, "8"),)))
    assert caught.value.parts == {"cells": [Address("Mått", 1, 3)]}


def test_a_table_that_has_grown_meanwhile_is_not_resized() -> None:
    inner = table_book()
    once = ReadOnce(inner)
    once.read()
    inner.apply(Plan((), (Resize("tblMatt", 5),)))
    with pytest.raises(ConflictError) as caught:
        once.apply(Plan((), (Resize("tblMatt", 3),)))
    assert caught.value.parts == {"cells": ["tblMatt"]}


def test_of_a_hundred_cells_that_moved_five_are_named() -> None:
    inner = MemoryBook(Snapshot(sheets={"Mått": Sheet("Mått", {})}))
    once = ReadOnce(inner)
    once.read()
    edits = tuple(put(row, 1, str(row)) for row in range(1, 101))
    inner.apply(Plan(edits))
    with pytest.raises(ConflictError) as caught:
        once.apply(Plan(edits))
    assert caught.value.parts == {"cells": [Address("Mått", row, 1) for row in range(1, 6)]}


def test_what_the_plan_itself_expected_is_told_in_the_hosts_words() -> None:
    once = ReadOnce(book())
    once.read()
    with pytest.raises(ConflictError) as caught:
        once.apply(Plan((Edit(CELL, AFTER, expected=EMPTY),)))
    assert caught.value.code == "cells-edited-since"


def test_the_way_back_takes_back_what_was_planned_and_nothing_else() -> None:
    inner = table_book()
    before = inner.read()
    once = ReadOnce(inner)
    once.read()
    receipt = once.apply(Plan((put(2, 3, "8"),)))
    assert [edit.cell for edit in receipt.undo.edits] == [Address("Mått", 2, 3)]
    once.apply(receipt.undo)
    assert inner.read() == before


def test_what_stands_below_a_growing_table_still_refuses_it(desk: Desk) -> None:
    opened = desk.receive()
    table = LiveBook(opened).read().tables["tblFynd"]
    below, left = table.block.bottom + 1, table.block.left
    opened.sheets["Fynd"].range((below, left)).value = "anteckning"
    once = ReadOnce(LiveBook(opened))
    once.read()
    edit = Edit(Address("Fynd", below, left + 1), Content("8"))
    with pytest.raises(WorkbookError) as caught:
        once.apply(Plan((edit,), (Resize("tblFynd", len(table.body) + 1),)))
    assert caught.value.code == "table-meets-cell"


def test_a_row_inserted_in_the_open_workbook_meanwhile_is_refused_and_nothing_written(desk: Desk) -> None:
    opened = desk.receive()
    once = ReadOnce(LiveBook(opened))
    plan = run(once.read()).plan
    first = min(edit.cell.row for edit in plan.edits if edit.cell.sheet == "Kontroller")
    opened.api.Sheets.getByName("Kontroller").Rows.insertByIndex(first - 1, 1)
    before = LiveBook(opened).read()
    with pytest.raises(ConflictError) as caught:
        once.apply(plan)
    assert caught.value.code == "book-changed-meanwhile"
    assert LiveBook(opened).read() == before


def test_what_the_program_has_only_computed_anew_is_no_edit(desk: Desk) -> None:
    opened = desk.receive()
    total = Address("Resultat", 6, 6)
    once = ReadOnce(LiveBook(opened))
    read = once.read().content(total)
    opened.sheets["Resultat"]["F7"].value = 4711
    assert LiveBook(opened).read().content(total) != read
    assert once.apply(Plan((Edit(total, Content("egen text")),))).written == 1
