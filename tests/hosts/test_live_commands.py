"""Every command pressed in an open workbook: LibreOffice computes what Python computed, and undo takes it back."""

from __future__ import annotations

import shutil
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from runxl.commands.press import Press, workbook_id
from runxl.commands.registry import COMMANDS
from runxl.grid import Address, Content, applied
from runxl.hosts.opening import open_book
from runxl.journal import Journal
from runxl.layout import LOG
from runxl.sheets.computed import same_content
from runxl.templates.shipped import template
from tests.office import open_pressed

if TYPE_CHECKING:
    from pathlib import Path

    from runxl.commands.registry import Command
    from runxl.grid import Snapshot
    from runxl.hosts.live import LiveBook

# nothing is marked in the examples for Rätta to write
FILLS = [command for command in COMMANDS if command.fill is not None and command.name != "fix"]
# the largest amounts of the examples are of this size, and doubles agree at 15 digits of those
MILLION = Decimal(1_000_000)
EXAMPLES = ["exempel-fiktiv", "exempel-run-2020-04"]


@pytest.fixture(name="file", params=EXAMPLES)
def an_example(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    file = tmp_path / f"{request.param}.xlsx"
    shutil.copyfile(template(request.param), file)
    return file


def pressed_by(book: LiveBook, read: Snapshot) -> Press:
    """Return a press that saves nothing: whoever has the workbook open does."""
    journal = Journal(workbook_id(read))
    return Press("2020-05-04 10:00:00", "anna", book, book.path, journal, lambda: None)


def press(book: LiveBook, command: Command) -> int:
    assert command.fill is not None
    read = book.read()
    return pressed_by(book, read).fill(command.name, command.name, command.fill(read))


def press_everything(book: LiveBook) -> None:
    for command in FILLS:
        press(book, command)


def without_log(snapshot: Snapshot) -> Snapshot:
    """Return what stands outside Logg; LibreOffice gives a formula's cell the look of those that it refers to."""
    sheets = {name: replace(sheet, formats={}) for name, sheet in snapshot.sheets.items() if name != LOG.sheet}
    tables = {name: table for name, table in snapshot.tables.items() if name != LOG.name}
    return replace(snapshot, sheets=sheets, tables=tables)


def content_at(snapshot: Snapshot, sheet: str, place: tuple[int, int]) -> Content:
    return snapshot.content(Address(sheet, *place))


def cells(snapshot: Snapshot) -> dict[str, dict[tuple[int, int], object]]:
    return {name: dict(sheet.cells) for name, sheet in snapshot.sheets.items()}


def test_an_open_workbook_reads_as_the_closed_one(file: Path) -> None:
    live, closed = open_pressed(file).read(), open_book(file).read()
    assert (live.tables, live.names, list(live.sheets)) == (closed.tables, closed.names, list(closed.sheets))
    assert [sheet.hidden for sheet in live.sheets.values()] == [sheet.hidden for sheet in closed.sheets.values()]
    different = [
        (name, place)
        for name in closed.sheets
        for place in closed.sheets[name].cells.keys() | live.sheets[name].cells.keys()
        if not same_content(content_at(closed, name, place), content_at(live, name, place), MILLION)
    ]
    assert different == []


def test_every_computed_cell_shows_what_python_computed(file: Path) -> None:
    book = open_pressed(file)
    before = book.read()
    computed = 0
    for command in FILLS:
        assert command.fill is not None
        plan = command.fill(before).plan
        press(book, command)
        after = book.read()
        for edit in plan.edits:
            assert same_content(edit.content, after.content(edit.cell), MILLION), edit
            computed += edit.content.formula is not None
        before = after
    assert computed > 10


def test_everything_is_computed_alike_open_and_closed(file: Path) -> None:
    closed = open_book(file).read()
    for command in FILLS:
        assert command.fill is not None
        closed = applied(closed, command.fill(closed).plan)
    book = open_pressed(file)
    press_everything(book)
    live = without_log(book.read())
    assert live.tables == without_log(closed).tables
    for name, sheet in live.sheets.items():
        for place, content in sheet.cells.items():
            assert content.formula == closed.sheets[name].cells[place].formula, (name, place)


def test_what_stands_is_computed_when_the_workbook_is_opened_again(file: Path, tmp_path: Path) -> None:
    book = open_pressed(file)
    press_everything(book)
    before = book.read()
    saved = tmp_path / "sparad.xlsx"
    book.book.save(saved)
    again = open_pressed(saved).read()
    wrong = [
        (name, place)
        for name, sheet in before.sheets.items()
        for place, content in sheet.cells.items()
        if again.sheets[name].cells[place].value != content.value
    ]
    assert wrong == []


@pytest.mark.parametrize("command", FILLS, ids=lambda command: command.name)
def test_a_second_press_writes_nothing(file: Path, command: Command) -> None:
    book = open_pressed(file)
    press(book, command)
    before = book.read()
    assert press(book, command) == 0
    assert book.read() == before


def test_undo_takes_back_everything_but_the_log(file: Path) -> None:
    book = open_pressed(file)
    before = without_log(book.read())
    press(book, FILLS[0])
    assert without_log(book.read()) != before
    pressed_by(book, book.read()).undo("ångra")
    assert without_log(book.read()) == before


def test_undo_survives_that_the_workbook_is_closed(file: Path, tmp_path: Path) -> None:
    book = open_pressed(file)
    before = cells(without_log(book.read()))
    press(book, FILLS[0])
    saved = tmp_path / "sparad.xlsx"
    book.book.save(saved)
    book.book.close()
    saved.replace(file)
    again = open_pressed(file)
    pressed_by(again, again.read()).undo("ångra")
    assert cells(without_log(again.read())) == before


def test_a_preview_writes_nothing(file: Path) -> None:
    book = open_pressed(file)
    before = book.read()
    for command in FILLS:
        assert command.fill is not None
        command.fill(before)
    assert book.read() == before
    assert not book.book.api.isModified()
