"""Slå ihop val: what is chosen in Konflikter, carried out, logged and taken back; nothing lost on the way."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

import runxl
from runxl.cli import main
from runxl.commands.merge import merge
from runxl.errors import WorkbookError
from runxl.exchange.conflicts import Origin
from runxl.exchange.merge import merged
from runxl.exchange.merging import merging
from runxl.exchange.ours import master_tables, ours
from runxl.grid import Content, Edit, Plan, Snapshot
from runxl.grid.address import cell_at
from runxl.layout import ACTIONS, CONFLICTS, FILLED_IN, LINES, LOG, MEASURES, UNITS
from runxl.sheets.logged import read_logged
from runxl.templates.shipped import template
from tests.exchange.rounds import Round
from tests.workbooks import at, cell, found, row_of, typed, workbook

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    Row = Mapping[str, object]

FEES = {"id": "t1", "unit": "teater", "label": "Avgifter", "type": "intäkt", "actual": 412, "budget": 400}
RENT = {"id": "t2", "unit": "teater", "label": "Hyra", "type": "kostnad", "actual": -90, "budget": -88}
DUE = {"id": "a1", "concerns": "t2", "action": "Säga upp lokal", "due": 46295}
ACTUAL, CHOICE = cell(LINES, 1, "actual"), cell(CONFLICTS, 1, "choice")


@pytest.fixture
def turn() -> Round:
    return Round(
        workbook(
            {
                LINES: [FEES, RENT],
                UNITS: [{"id": "teater", "label": "Teatern", "type": "verksamhet"}],
                ACTIONS: [DUE],
                MEASURES: [{"id": "m1", "unit": "teater", "outcome": 5, "comment": "Räknat"}],
            }
        )
    )


@pytest.fixture
def asked(turn: Round) -> Round:
    """Return a round that asks about one number: 412 was sent, 437 came back, 415 stands."""
    turn.master = typed(turn.master, ACTUAL, 415)
    turn.collect([{**FEES, "actual": 437}, RENT])
    return turn


@pytest.mark.parametrize(("choice", "stands"), [("deras", 437), ("vårt", 415), ("bas", 412), (" DERAS ", 437)])
def test_the_chosen_number_stands_and_the_question_is_gone(asked: Round, choice: str, stands: int) -> None:
    asked.choose(choice)
    asked.press(merge)
    assert asked.stands(ACTUAL) == stands
    assert asked.questions() == []


def test_what_follows_from_a_choice_is_computed(asked: Round) -> None:
    asked.choose("deras")
    outcome = asked.press(merge)
    # 437 less 400, and with 90 out against 88 the theatre is 347 to 312
    assert at(asked.master, LINES, "t1", "variance").value == 37
    assert at(asked.master, UNITS, "teater", "variance").value == 35
    assert outcome.message.code == "merge-done"
    assert (outcome.message.parts["count"], outcome.message.parts["left"]) == (1, 0)


def test_a_choice_is_logged_with_the_file_that_it_goes_back_to(asked: Round) -> None:
    asked.choose("deras")
    asked.press(merge)
    logged = read_logged(asked.master)[-1]
    assert (logged.row, logged.column, logged.before, logged.after) == ("t1", "Utfall", 415, 437)
    assert (logged.sender, logged.file, logged.source) == ("asa@example.org", "teater.xlsx", "Rader!E5")


@pytest.mark.parametrize("choice", ["deras", "vårt", "bas"])
def test_a_choice_once_made_is_not_asked_again(asked: Round, choice: str) -> None:
    asked.choose(choice)
    asked.press(merge)
    before = asked.stands(ACTUAL)
    asked.collect([{**FEES, "actual": 437, "cause": "Varmt"}, RENT], "igen.xlsx")
    assert asked.questions() == []
    assert asked.stands(ACTUAL) == before
    asked.collect([{**FEES, "actual": 440}, RENT], "tredje.xlsx")
    assert asked.questions() == ([] if choice == "deras" else [("värde", "t1", "actual", 437, 440, before, None)])


def test_a_choice_that_was_undone_is_asked_about_again(asked: Round) -> None:
    asked.choose("vårt")
    before = asked.master
    asked.press(merge)
    # undo takes back everything but the rows of Logg
    sheets = {**before.sheets, LOG.sheet: asked.master.sheets[LOG.sheet]}
    asked.master = replace(before, sheets=sheets, tables={**before.tables, LOG.name: asked.master.tables[LOG.name]})
    asked.collect([{**FEES, "actual": 437, "cause": "Varmt"}, RENT], "igen.xlsx")
    assert asked.questions() == [("värde", "t1", "actual", 412, 437, 415, "vårt")]


def test_a_cell_that_was_edited_since_is_asked_about_anew(asked: Round) -> None:
    asked.choose("deras")
    asked.master = typed(asked.master, ACTUAL, 420)
    outcome = asked.press(merge)
    assert asked.stands(ACTUAL) == 420
    assert [str(finding.cell) for finding in found(outcome, "conflict-edited-since")] == [str(CHOICE)]
    assert asked.questions() == [("värde", "t1", "actual", 412, 437, 420, None)]


def test_ours_is_what_stands_here_whatever_that_is_by_now(asked: Round) -> None:
    asked.choose("vårt")
    asked.master = typed(asked.master, ACTUAL, 420)
    asked.press(merge)
    assert (asked.stands(ACTUAL), asked.questions()) == (420, [])


def test_nothing_chosen_writes_nothing_and_says_what_to_do(asked: Round) -> None:
    outcome = merge(asked.master)
    assert (bool(outcome.plan), outcome.message.code) == (False, "merge-nothing-chosen")


def test_nothing_to_choose_is_no_error(turn: Round) -> None:
    outcome = merge(turn.master)
    assert (bool(outcome.plan), outcome.message.code) == (False, "merge-nothing-to-choose")


def test_a_word_that_is_no_choice_leaves_its_question_and_is_a_finding(turn: Round) -> None:
    turn.master = typed(typed(turn.master, ACTUAL, 415), cell(LINES, 2, "actual"), -80)
    turn.collect([{**FEES, "actual": 437}, {**RENT, "actual": -95}])
    turn.choose("kanske", "deras")
    outcome = turn.press(merge)
    assert [question[1] for question in turn.questions()] == ["t1"]
    assert turn.questions()[0][-1] == "kanske"
    assert [str(finding.cell) for finding in found(outcome, "not-a-choice")] == [str(CHOICE)]
    assert (turn.stands(ACTUAL), at(turn.master, LINES, "t2", "actual").value) == (415, -95)


def test_choices_survive_the_sorting_of_both_sheets(turn: Round) -> None:
    turn.master = typed(typed(turn.master, ACTUAL, 415), cell(LINES, 2, "actual"), -80)
    turn.collect([{**FEES, "actual": 437}, {**RENT, "actual": -95}])
    turn.choose("deras", "vårt")
    turn.master = swapped(swapped(turn.master, LINES.sheet), CONFLICTS.sheet)
    assert row_of(turn.master, LINES, "t1") == 2
    turn.press(merge)
    assert (at(turn.master, LINES, "t1", "actual").value, at(turn.master, LINES, "t2", "actual").value) == (437, -80)
    assert turn.questions() == []


def swapped(snapshot: Snapshot, sheet: str) -> Snapshot:
    """Return the workbook after somebody has swapped the first two rows of a sheet's table."""
    edits = []
    for (row, column), content in snapshot.sheets[sheet].cells.items():
        if row in (5, 6):
            one, other = cell_at(sheet, "A1")._replace(row=row, column=column), 11 - row
            edits += [Edit(one._replace(row=other), content)]
            if (other, column) not in snapshot.sheets[sheet].cells:
                edits += [Edit(one, Content())]
    return runxl.grid.applied(snapshot, Plan(tuple(edits)))


def test_base_cannot_be_chosen_where_nobody_knows_it(turn: Round) -> None:
    turn.sent = {name: contents._replace(rows=()) for name, contents in turn.sent.items()}
    turn.collect([{**FEES, "actual": 437}, RENT])
    turn.choose("bas")
    outcome = turn.press(merge)
    assert len(found(outcome, "conflict-base-unknown")) == 1
    assert (turn.stands(ACTUAL), len(turn.questions())) == (412, 1)


def test_a_number_that_was_made_a_text_in_konflikter_is_not_written(asked: Round) -> None:
    asked.choose("deras")
    asked.master = typed(asked.master, cell(CONFLICTS, 1, "theirs"), "cirka 440")
    assert len(found(asked.press(merge), "conflict-not-held")) == 1
    assert asked.stands(ACTUAL) == 415


def test_a_question_about_a_row_that_is_gone_remains_and_says_so(asked: Round) -> None:
    asked.choose("deras")
    asked.master = typed(asked.master, cell(LINES, 1, "id"), "bytt")
    assert len(found(asked.press(merge), "conflict-row-missing")) == 1
    assert len(asked.questions()) == 1


KIOSK = {"label": "Kiosk", "type": "intäkt", "actual": 7, "budget": 5}


def test_a_new_row_goes_below_the_others_with_its_id_unit_and_formulas(turn: Round) -> None:
    turn.collect([FEES, RENT, KIOSK])
    turn.choose("deras")
    turn.press(merge)
    row = {key: at(turn.master, LINES, "teater-kiosk", key).value for key in ("unit", *KIOSK, "variance")}
    assert row == {"unit": "teater", **KIOSK, "variance": 2}
    assert row_of(turn.master, LINES, "teater-kiosk") == 3
    # 412 + 7 - 90 against 400 + 5 - 88
    assert at(turn.master, UNITS, "teater", "variance").value == 12
    assert turn.questions() == []
    turn.collect([FEES, RENT, {**KIOSK, "actual": 8}], "igen.xlsx")
    assert at(turn.master, LINES, "teater-kiosk", "actual").value == 8


def test_new_rows_take_a_tables_blank_rows_first(turn: Round) -> None:
    for place in [cell(LINES, 1, key) for key in FEES]:
        turn.master = typed(turn.master, place, None)
    turn = Round(turn.master)
    turn.collect([RENT, KIOSK, {**KIOSK, "label": "Garderob"}])
    turn.choose("deras", "", "", "", "deras")
    turn.press(merge)
    rows = [row_of(turn.master, LINES, f"teater-{name}") for name in ("kiosk", "garderob")]
    assert rows == [1, 3]


def test_of_a_new_row_one_cell_can_be_declined(turn: Round) -> None:
    turn.collect([FEES, RENT, KIOSK])
    turn.choose("deras", "", "", "vårt")
    turn.press(merge)
    assert at(turn.master, LINES, "teater-kiosk", "actual").value == 7
    assert at(turn.master, LINES, "teater-kiosk", "budget").value is None


@pytest.mark.parametrize("choice", ["vårt", "bas"])
def test_a_declined_row_is_not_asked_about_again(turn: Round, choice: str) -> None:
    turn.collect([FEES, RENT, KIOSK])
    turn.choose(choice)
    turn.press(merge)
    assert turn.questions() == []
    assert turn.master.content(cell(LINES, 3, "id")).value is None
    turn.collect([FEES, {**RENT, "actual": -91}, KIOSK], "igen.xlsx")
    assert turn.questions() == []


def test_a_new_row_never_meets_another_units_row(turn: Round) -> None:
    turn.collect([FEES, RENT, KIOSK])
    for key, value in {"id": "teater-kiosk", "unit": "museum", "label": "Annat"}.items():
        turn.master = typed(turn.master, cell(LINES, 3, key), value)
    table = turn.master.tables[LINES.name]
    plan = Plan(resizes=(runxl.grid.Resize(table.name, 3),))
    turn.master = runxl.grid.applied(turn.master, plan)
    turn.choose("deras")
    assert len(found(turn.press(merge), "conflict-row-missing")) == len(KIOSK)
    assert at(turn.master, LINES, "teater-kiosk", "actual").value is None


def test_a_deleted_row_is_emptied_only_when_that_is_chosen(turn: Round) -> None:
    turn.collect([FEES])
    turn.choose("deras")
    turn.press(merge)
    assert [turn.master.content(cell(LINES, 2, key)).value for key in RENT] == [None] * len(RENT)
    assert at(turn.master, UNITS, "teater", "variance").value == 12


def test_a_kept_row_is_not_asked_about_again(turn: Round) -> None:
    turn.collect([FEES])
    turn.choose("vårt")
    turn.press(merge)
    assert at(turn.master, LINES, "t2", "actual").value == -90
    turn.collect([{**FEES, "actual": 440}], "igen.xlsx")
    assert turn.questions() == []


def test_a_deleted_row_that_was_edited_since_is_asked_about_anew(turn: Round) -> None:
    turn.collect([FEES])
    turn.choose("deras")
    turn.master = typed(turn.master, cell(LINES, 2, "actual"), -70)
    assert len(found(turn.press(merge), "conflict-edited-since")) == 1
    assert turn.questions()[0][5] == "Hyra; kostnad; -70; -88"


def test_of_a_measure_only_what_the_unit_fills_in_is_emptied(turn: Round) -> None:
    turn.collect([], layout=MEASURES)
    turn.choose("deras")
    turn.press(merge)
    assert at(turn.master, MEASURES, "m1", "outcome").value is None
    assert at(turn.master, MEASURES, "m1", "unit").value == "teater"


def test_a_chosen_date_is_written_as_a_date(turn: Round) -> None:
    turn.master = typed(turn.master, cell(ACTIONS, 1, "due"), 46326)
    turn.collect([{**DUE, "due": "2026-12-31"}], layout=ACTIONS)
    turn.choose("deras")
    turn.press(merge)
    assert turn.stands(cell(ACTIONS, 1, "due")) == 46387


@pytest.mark.parametrize(
    "typed_in",
    [
        {"column": "Verksamhet", "base": "teater", "theirs": "museum", "ours": "teater"},
        {"column": "Id", "base": "t1", "theirs": "museum-1", "ours": "t1"},
        {"column": "Avvikelse"},
        {"column": None},
        {"table": "tblMottagare", "column": "E-post"},
        {"table": "tblVerksamhet", "kind": "ny rad", "row": "nyenhet", "column": "Kommentar"},
        {"kind": "borttagen rad"},
    ],
)
def test_what_a_merge_never_asks_is_not_carried_out_whoever_typed_it(asked: Round, typed_in: Row) -> None:
    for key, value in typed_in.items():
        asked.master = typed(asked.master, cell(CONFLICTS, 1, key), value)
    asked.choose("deras")
    before = input_of(asked)
    outcome = asked.press(merge)
    assert found(outcome, "conflict-not-asked")
    assert input_of(asked) == before


def input_of(turn: Round) -> list[object]:
    """Return what people have typed in the tables that units fill in."""
    return [
        {key: row.content(key).value for key in FILLED_IN[name] | {"id"}}
        for name, contents in master_tables(turn.master).items()
        for row in contents.rows
    ]


def test_a_foreign_workbook_is_refused() -> None:
    with pytest.raises(WorkbookError):
        merge(Snapshot({}))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return the example of a round, in which Konflikter asks about one number."""
    path = tmp_path / "rapport.xlsx"
    shutil.copy(template("exempel-utskick"), path)
    book = runxl.open(path)
    snapshot = book.read()
    sent = ours(master_tables(snapshot), "teater", None)
    row = sent[LINES.name].rows[0]
    place = sent[LINES.name].cell(row, "actual")
    changed = row._replace(cells={**row.cells, "actual": Content(Decimal(4711))})
    theirs = {**sent, LINES.name: sent[LINES.name]._replace(rows=(changed, *sent[LINES.name].rows[1:]))}
    book.apply(Plan((Edit(place, Content(Decimal(4712))),)))
    snapshot = book.read()
    conflict = merged("teater", sent, theirs, ours(master_tables(snapshot), "teater", sent))
    book.apply(merging(snapshot, [(Origin("teater", "asa@example.org", "teater.xlsx", "ab" * 32), conflict)]).plan)
    book.apply(Plan((Edit(choice_cell(snapshot), Content("deras")),)))
    book.save()
    return path


def choice_cell(snapshot: Snapshot) -> runxl.grid.Address:
    table = snapshot.tables[CONFLICTS.name]
    return runxl.grid.Address(table.sheet, table.block.top + 1, table.column(CONFLICTS.header("choice")))


def first_actual(file: Path) -> object:
    snapshot = runxl.open(file).read()
    contents = master_tables(snapshot)[LINES.name]
    return contents.rows[0].content("actual").value


def test_on_the_command_line_a_choice_is_previewed_written_logged_and_taken_back(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = file.read_bytes()
    assert main(["merge", str(file), "--preview"]) in (0, 1)
    assert "4\u00a0712 → 4\u00a0711" in capsys.readouterr().out
    assert file.read_bytes() == before
    assert main(["merge", str(file), "--json"]) in (0, 1)
    assert json.loads(capsys.readouterr().out)["command"] == "merge"
    assert first_actual(file) == 4711
    logged = read_logged(runxl.open(file).read())[-1]
    assert (logged.command, logged.before, logged.after) == ("Slå ihop val", 4712, 4711)
    assert main(["merge", str(file)]) == 0
    assert "inget att välja" in capsys.readouterr().out
    assert main(["undo", str(file)]) == 0
    assert first_actual(file) == 4712
    assert runxl.open(file).read().content(choice_cell(runxl.open(file).read())).value == "deras"
