"""One press on a workbook in memory: written, logged, remembered, and taken back."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from runxl import commands, language
from runxl.commands.outcome import Outcome
from runxl.commands.press import Press, shown_edits
from runxl.domain.message import message
from runxl.errors import CallError, ConflictError, FileError
from runxl.grid import Content, Edit, NoteEdit, Plan, Resize, Snapshot, applied
from runxl.hosts.memory import MemoryBook
from runxl.journal import Journal
from runxl.layout import ACTIONS, CHECKS, FINDINGS, LOG, RESULT
from runxl.sheets.logged import read_logged
from tests.workbooks import cell, workbook

if TYPE_CHECKING:
    from pathlib import Path

    from runxl.grid import Value

START = workbook({RESULT: [{"id": "a", "type": "intäkt", "actual": 100, "budget": 92}]})
ACTUAL, VARIANCE = cell(RESULT, 1, "actual"), cell(RESULT, 1, "variance")


class Desk:
    """A workbook in memory, its journal, and a controller who presses; each press is a minute after the last."""

    def __init__(self, folder: Path, snapshot: Snapshot = START, path: str = "rapport.xlsx") -> None:
        self.book, self.folder, self.path = MemoryBook(snapshot), folder, path
        self.minute = 0

    def press(self, *, disk_is_full: bool = False) -> Press:
        self.minute += 1

        def save() -> None:
            if disk_is_full:
                raise FileError("disk-full", file=self.path)

        journal = Journal("a-workbook", self.folder)
        return Press(f"2020-05-04 10:{self.minute:02}:00", "controller", self.book, self.path, journal, save)

    def run(self, *, disk_is_full: bool = False) -> int:
        return self.press(disk_is_full=disk_is_full).fill("run", "Kör allt", commands.run(self.book.read()))

    def undo(self) -> int:
        """Take back the last run; return how many cells that restored."""
        count = self.press().undo("Ångra").parts["count"]
        assert isinstance(count, int)
        return count

    def type(self, value: object) -> None:
        self.book.apply(Plan((Edit(ACTUAL, Content(Decimal(str(value)))),)))

    def steps(self) -> int:
        return len(Journal("a-workbook", self.folder).steps())

    def log(self) -> list[tuple[object, ...]]:
        """Return the rows of Logg: number, time, user, command."""
        snapshot = self.book.read()
        height = len(snapshot.tables[LOG.name].body)
        keys = ("id", "time", "user", "command")
        return [
            tuple(snapshot.content(cell(LOG, row, key)).value for key in keys)
            for row in range(1, height + 1)
            if snapshot.content(cell(LOG, row, "id")).value is not None
        ]


def test_rows_about_single_cells_follow_the_row_of_their_press(desk: Desk) -> None:
    row: dict[str, Value] = {
        "table": RESULT.name,
        "row": "a",
        "column": "Utfall",
        "before": Decimal(100),
        "after": Decimal(97),
    }
    outcome = commands.run(desk.book.read())
    desk.press().fill("collect", "Samla in", replace(outcome, log=(row, {**row, "column": "Budget"})))
    assert desk.log() == [(number, "2020-05-04 10:01:00", "controller", "Samla in") for number in (1, 2, 3)]
    logged = read_logged(desk.book.read())
    assert [(one.row, one.column, one.before, one.after) for one in logged] == [
        ("a", "Utfall", 100, 97),
        ("a", "Budget", 100, 97),
    ]
    assert [one.place for one in logged] == [cell(LOG, 2, "id"), cell(LOG, 3, "id")]


def cells_but_of_the_log(snapshot: Snapshot) -> dict[str, object]:
    return {name: dict(sheet.cells) for name, sheet in snapshot.sheets.items() if name != LOG.sheet}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_run_writes_its_row_in_the_log(desk: Desk) -> None:
    desk.run()
    assert desk.log() == [(1, "2020-05-04 10:01:00", "controller", "Kör allt")]


def test_the_log_says_how_many_cells_of_which_sheets(desk: Desk) -> None:
    written = desk.run()
    changed = str(desk.book.read().content(cell(LOG, 1, "changed")).value)
    assert changed.startswith(f"{written} celler skrivna: Resultat ")


def test_each_run_adds_a_row(desk: Desk) -> None:
    desk.run()
    desk.type(101)
    desk.run()
    assert [row[:2] for row in desk.log()] == [(1, "2020-05-04 10:01:00"), (2, "2020-05-04 10:02:00")]


def test_a_run_that_changes_nothing_writes_nothing_no_log_row_and_no_step(desk: Desk) -> None:
    desk.run()
    before = desk.book.read()
    assert desk.run() == 0
    assert desk.book.read() == before
    assert desk.steps() == 1


def test_undo_restores_every_cell_and_table(desk: Desk) -> None:
    desk.run()
    desk.undo()
    after = desk.book.read()
    assert cells_but_of_the_log(after) == cells_but_of_the_log(START)
    assert after.tables[FINDINGS.name] == START.tables[FINDINGS.name]


def test_undo_adds_a_row_to_the_log_and_takes_none_away(desk: Desk) -> None:
    desk.run()
    desk.undo()
    assert [row[3] for row in desk.log()] == ["Kör allt", "Ångra"]


NOTED = Outcome(
    Plan((Edit(ACTUAL, Content(Decimal(133))),), notes=(NoteEdit(ACTUAL, "Anna: fråga\nRättat.", "Anna: fråga"),)),
    (),
    message("fix-done", changes=[], count=0),
)


@pytest.fixture
def noted_desk(tmp_path: Path) -> Desk:
    """Return a desk with Anna's note, whose cell has been corrected by a press that left its own after hers."""
    desk = Desk(tmp_path, noted_start())
    desk.press().fill("fix", "Rätta", NOTED)
    return desk


def test_undo_takes_back_a_note(noted_desk: Desk) -> None:
    assert noted_desk.book.read().note(ACTUAL) == "Anna: fråga\nRättat."
    noted_desk.undo()
    assert noted_desk.book.read().note(ACTUAL) == "Anna: fråga"
    assert noted_desk.steps() == 0


def test_a_press_whose_note_has_been_edited_since_is_not_taken_back(noted_desk: Desk) -> None:
    noted_desk.book.apply(Plan(notes=(NoteEdit(ACTUAL, "Anna: fråga\nRättat. Tack!"),)))
    with pytest.raises(ConflictError):
        noted_desk.undo()


def test_a_press_of_which_only_the_note_stands_is_not_taken_for_undone(noted_desk: Desk) -> None:
    noted_desk.type(100)
    assert noted_desk.steps() == 1
    with pytest.raises(ConflictError):
        noted_desk.undo()
    noted_desk.book.apply(Plan(notes=(NoteEdit(ACTUAL, "Anna: fråga"),)))
    with pytest.raises(CallError):
        noted_desk.undo()


def test_a_preview_shows_what_a_note_gets() -> None:
    lines = [line.replace("\u00a0", " ") for line in shown_edits(noted_start(), NOTED.plan)]
    assert lines == [f"{ACTUAL}: 100 → 133", f"{ACTUAL}, anteckning: Rättat."]
    gone = Plan(notes=(NoteEdit(ACTUAL, ""),))
    assert shown_edits(noted_start(), gone) == [f"{ACTUAL}: anteckningen tas bort"]


def noted_start() -> Snapshot:
    return applied(START, Plan(notes=(NoteEdit(ACTUAL, "Anna: fråga"),)))


def test_undo_says_which_command_it_took_back_and_when_that_was_run(desk: Desk) -> None:
    written = desk.run()
    said = language.sentence_of(desk.press().undo("Ångra"))
    assert said == f"Kör allt den 2020-05-04 10:01:00 är ångrat: {written} celler återställda"
    snapshot = desk.book.read()
    assert snapshot.content(cell(LOG, 2, "changed")).value == said


def test_undo_shrinks_fynd_again(tmp_path: Path) -> None:
    wrong = workbook({CHECKS: [{"id": f"K{number}", "left": number, "right": 0} for number in (1, 2, 3)]})
    desk = Desk(tmp_path, wrong)
    desk.run()
    assert len(desk.book.read().tables[FINDINGS.name].body) == 3
    desk.undo()
    assert len(desk.book.read().tables[FINDINGS.name].body) == 1


def test_undo_gives_back_a_value_that_was_typed_over_a_formula(desk: Desk) -> None:
    desk.book.apply(Plan((Edit(VARIANCE, Content(Decimal(9))),)))
    desk.run()
    desk.undo()
    assert desk.book.read().content(VARIANCE) == Content(Decimal(9))


def test_undo_refuses_where_a_cell_has_been_edited_since_and_names_it(desk: Desk) -> None:
    desk.run()
    desk.book.apply(Plan((Edit(VARIANCE, Content(Decimal(7))),)))
    before = desk.book.read()
    with pytest.raises(ConflictError) as caught:
        desk.undo()
    assert "Resultat!G5" in language.sentence_of_error(caught.value)
    assert desk.book.read() == before
    assert desk.steps() == 1


def test_an_input_edited_since_is_nothing_that_undo_touches(desk: Desk) -> None:
    desk.run()
    desk.type(101)
    desk.undo()
    assert desk.book.read().content(ACTUAL).value == 101


def test_there_is_nothing_to_undo_in_a_workbook_that_has_not_been_run(desk: Desk) -> None:
    with pytest.raises(CallError) as caught:
        desk.undo()
    assert language.sentence_of_error(caught.value) == "Det finns inget att ångra i rapport.xlsx."


def test_ten_runs_can_be_taken_back_and_the_eleventh_cannot(desk: Desk) -> None:
    for number in range(11):
        desk.type(100 + number)
        desk.run()
    for number in reversed(range(1, 11)):
        desk.type(100 + number)
        desk.undo()
    assert desk.book.read().content(VARIANCE).value == 8
    with pytest.raises(CallError):
        desk.undo()


def test_a_run_that_never_reached_the_disk_is_forgotten(desk: Desk) -> None:
    with pytest.raises(FileError):
        desk.run(disk_is_full=True)
    assert desk.steps() == 0


def test_a_step_whose_run_never_reached_the_workbook_is_passed_over(tmp_path: Path) -> None:
    first = Desk(tmp_path)
    first.run()
    # the computer stops after the second step is on disk and before the workbook is replaced
    lost = Desk(tmp_path, first.book.read())
    lost.type(101)
    before_the_lost_run = lost.book.read()
    lost.run()
    again = Desk(tmp_path, before_the_lost_run)
    again.undo()
    assert again.book.read().content(VARIANCE) == Content()


def test_a_copys_step_is_not_forgotten_when_the_original_is_asked_to_undo(tmp_path: Path) -> None:
    (tmp_path / "kopia.xlsx").touch()
    copy = Desk(tmp_path, path=str(tmp_path / "kopia.xlsx"))
    copy.run()
    with pytest.raises(CallError):
        Desk(tmp_path, path="rapport.xlsx").undo()
    assert copy.undo() > 0


def test_a_file_that_has_been_moved_can_still_be_undone(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.run()
    moved = Desk(tmp_path, desk.book.read(), path="flyttad.xlsx")
    assert moved.undo() > 0


def test_a_plan_is_shown_as_what_stands_there_and_what_will() -> None:
    plan = Plan((Edit(ACTUAL, Content(Decimal("1234.5"))), Edit(VARIANCE, Content(Decimal(8), "E5-F5"))))
    assert shown_edits(START, plan) == [
        "Resultat!E5: 100 → 1\u00a0234,5",
        "Resultat!G5: (tom) → 8    =E5-F5",
    ]


def test_a_day_is_shown_as_its_date_also_on_a_row_that_the_plan_adds() -> None:
    book = workbook({ACTIONS: [{"id": "A1", "action": "Spara", "due": 46356}]})
    typed = (Edit(cell(ACTIONS, row, "due"), Content(Decimal(46387))) for row in (1, 2))
    assert shown_edits(book, Plan(tuple(typed), (Resize(ACTIONS.name, 2),))) == [
        "Åtgärder!G5: 2026-11-30 → 2026-12-31",
        "Åtgärder!G6: (tom) → 2026-12-31",
    ]


def test_a_run_that_cannot_be_noted_is_taken_back_in_a_workbook_that_is_open(tmp_path: Path) -> None:
    (tmp_path / "journal").write_text("en fil där en mapp ska vara", encoding="utf-8")
    desk = Desk(tmp_path)
    before = desk.book.read()
    with pytest.raises(FileError) as caught:
        desk.run()
    assert caught.value.code == "undo-not-noted"
    assert desk.book.read() == before


def test_a_workbook_that_was_saved_by_another_name_after_its_run_can_be_undone_under_it(tmp_path: Path) -> None:
    (tmp_path / "rapport.xlsx").touch()
    desk = Desk(tmp_path, path=str(tmp_path / "rapport.xlsx"))
    before = desk.book.read().content(VARIANCE)
    desk.run()
    renamed = Desk(tmp_path, desk.book.read(), path=str(tmp_path / "rapport 2.xlsx"))
    assert renamed.undo() > 0
    assert renamed.book.read().content(VARIANCE) == before
    # the run still stands in the file that it was made in
    assert desk.undo() > 0
