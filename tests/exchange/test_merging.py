"""What a returned workbook makes of the master: values, questions in Konflikter, and each value's way in Logg."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from runxl.commands.merge import merge
from runxl.exchange.conflicts import Origin, read_conflicts
from runxl.exchange.merge import Merge
from runxl.exchange.merging import merging
from runxl.exchange.ours import ByUnit, master_tables, ours
from runxl.exchange.versions import Change, Place
from runxl.grid import Content, Edit, applied
from runxl.layout import ACTIONS, CONFLICTS, LINES, MEASURES, UNITS, words
from runxl.sheets.logged import read_logged
from tests.exchange.rounds import Round
from tests.workbooks import at, cell, formatted, row_of, typed, workbook

if TYPE_CHECKING:
    from runxl.grid import Snapshot

FEES = {"id": "t1", "unit": "teater", "label": "Avgifter", "type": "intäkt", "actual": 412, "budget": 400}
RENT = {"id": "t2", "unit": "teater", "label": "Hyra", "type": "kostnad", "actual": -90, "budget": -88}
OTHER = {"id": "m1", "unit": "museum", "label": "Hyra", "type": "kostnad", "actual": -5, "budget": -5}
DUE = {"id": "a1", "concerns": "t2", "action": "Säga upp lokal", "due": 46295}
ACTUAL, CHOICE = cell(LINES, 1, "actual"), cell(CONFLICTS, 1, "choice")


@pytest.fixture
def master() -> Snapshot:
    """Return a report with two lines of the theatre and one of the museum."""
    return workbook(
        {
            LINES: [FEES, RENT, OTHER],
            UNITS: [{"id": "teater", "label": "Teatern", "type": "verksamhet"}],
            ACTIONS: [DUE],
            MEASURES: [{"id": "m1", "unit": "teater", "outcome": 5}, {"id": "m2", "unit": "museum", "outcome": 6}],
        }
    )


@pytest.fixture
def turn(master: Snapshot) -> Round:
    return Round(master)


def test_a_units_rows_are_those_that_name_it_and_its_lines_actions(master: Snapshot) -> None:
    tables = ours(master_tables(master), "Teater", None)
    assert {name: [row.id for row in contents.rows] for name, contents in tables.items()} == {
        LINES.name: ["t1", "t2"],
        UNITS.name: ["teater"],
        MEASURES.name: ["m1"],
        ACTIONS.name: ["a1"],
    }


def test_what_the_units_former_rows_have_come_to_is_seen_but_they_are_told_as_moved(turn: Round) -> None:
    moved = master_tables(typed(turn.master, cell(LINES, 2, "unit"), "museum"))
    assert [row.id for row in ours(moved, "teater", turn.sent)[LINES.name].rows] == ["t1", "t2"]
    # its action goes with the line
    assert ByUnit(moved).moved("teater", turn.sent) == {(LINES.name, "t2"), (ACTIONS.name, "a1")}
    assert ByUnit(master_tables(turn.master)).moved("teater", turn.sent) == frozenset()


def test_what_a_unit_changes_in_a_row_that_has_been_moved_since_is_asked_about(turn: Round) -> None:
    turn.master = typed(turn.master, cell(LINES, 2, "unit"), "museum")
    found = turn.collect([FEES, {**RENT, "actual": -95}])
    assert (found.taken, [one.rule for one in found.unread]) == ((), ["returned-row-anothers"])
    assert turn.questions() == [("värde", "t2", "actual", -90, -95, -90, None)]


def test_a_moved_row_that_is_gone_or_came_back_as_it_was_is_nothing_to_ask_about(turn: Round) -> None:
    turn.master = typed(turn.master, cell(LINES, 2, "unit"), "museum")
    assert turn.collect([{**FEES, "actual": 437}]).gone == ()
    assert turn.collect([{**FEES, "actual": 437}, RENT], "igen.xlsx").conflicts == ()
    assert turn.questions() == []


def test_a_new_row_says_nothing_of_what_was_sent_as_it_was_not_there(turn: Round) -> None:
    turn.collect([FEES, RENT, {"label": "Gästspel", "type": "intäkt", "actual": 75}])
    assert [turn.stands(cell(CONFLICTS, row, "base")) for row in (1, 2, 3)] == [None, None, None]
    assert [question[3] for question in turn.questions()] == [None, None, None]
    turn.choose(words.CHOSEN_BASE)
    found = turn.press(merge).findings
    assert not [one for one in found if one.rule.startswith("conflict-")]
    assert turn.questions() == []


def test_what_stands_in_a_row_is_not_withdrawn_once_the_row_is_anothers(turn: Round) -> None:
    turn.collect([FEES, {**RENT, "actual": -95}])
    turn.master = typed(turn.master, cell(LINES, 2, "unit"), "museum")
    turn.collect([FEES], "igen.xlsx")
    assert turn.stands(cell(LINES, 2, "actual")) == -95


def test_the_unit_that_has_a_row_now_answers_for_it_beside_the_question_of_the_former(turn: Round) -> None:
    asked = Origin("teater", "", "teater.xlsx", "teater"), Merge(conflicts=(answer(500),))
    for order in ([asked, taking("museum", 600)], [taking("museum", 600), asked]):
        after = applied(turn.master, merging(turn.master, order).plan)
        assert after.content(ACTUAL) == Content(Decimal(600))
        assert [one[3:5] for one in read_conflicts(after).values()] == [(Content(Decimal(500)), Content(Decimal(600)))]
    later = applied(turn.master, merging(turn.master, [asked]).plan)
    later = applied(later, merging(later, [taking("museum", 600)]).plan)
    assert [one.ours.value for one in read_conflicts(later).values()] == [600]
    alike = applied(turn.master, merging(turn.master, [asked, taking("museum", 500)]).plan)
    assert read_conflicts(alike) == {}


def test_a_percentage_and_a_date_are_told_as_they_are_typed(master: Snapshot) -> None:
    outcome, due = cell(MEASURES, 1, "outcome"), cell(ACTIONS, 1, "due")
    shown = formatted(typed(master, outcome, Decimal("0.8")), {outcome: "0 %"})
    tables = ours(master_tables(shown), "teater", None)
    assert tables[MEASURES.name].rows[0].content("outcome").value == "80 %"
    assert tables[ACTIONS.name].rows[0].content("due").value == "2026-09-30"
    assert due == tables[ACTIONS.name].cell(tables[ACTIONS.name].rows[0], "due")


def test_a_taken_value_goes_into_its_cell_and_its_way_into_the_log(turn: Round) -> None:
    turn.collect([RENT, {**FEES, "actual": 437}])
    assert turn.stands(ACTUAL) == 437
    logged = read_logged(turn.master)[0]
    assert logged[4:] == (
        "Rader!E5",
        "tblRader",
        "t1",
        "Utfall",
        412,
        437,
        "asa@example.org",
        "teater.xlsx",
        "Rader!E6",
        logged.sha256,
        "",
        None,
        None,
        "Rader!E5: 412 → 437 (ur teater.xlsx)",
    )
    assert len(logged.sha256) == 64


def test_a_value_is_written_only_where_the_cell_stands_as_it_was_read(turn: Round) -> None:
    change = turn.collect([{**FEES, "actual": 437}, RENT]).taken[0]
    made = merging(turn.master, [(Origin("teater", "", "x", "0"), Merge(taken=(change,)))])
    assert made.plan.edits[0] == Edit(ACTUAL, Content(Decimal(437)), Content(Decimal(437)))


def test_what_both_changed_is_asked_and_left_alone(turn: Round) -> None:
    turn.master = typed(turn.master, ACTUAL, 415)
    turn.collect([{**FEES, "actual": 437}, RENT])
    assert turn.stands(ACTUAL) == 415
    assert turn.questions() == [("värde", "t1", "actual", 412, 437, 415, None)]
    told = {key: turn.stands(cell(CONFLICTS, 1, key)) for key in ("id", "unit", "table", "column", "cell", "source")}
    assert told == {
        "id": 1,
        "unit": "teater",
        "table": "tblRader",
        "column": "Utfall",
        "cell": "Rader!E5",
        "source": "Rader!E5",
    }
    assert turn.master.content(cell(CONFLICTS, 1, "cell")).formula == 'HYPERLINK("#\'Rader\'!E5","Rader!E5")'


def test_a_date_is_asked_about_as_a_person_reads_it_and_written_as_a_date(turn: Round) -> None:
    turn.master = typed(turn.master, cell(ACTIONS, 1, "due"), 46326)
    turn.collect([{**DUE, "due": "2026-12-31"}], layout=ACTIONS)
    assert turn.questions() == [("värde", "a1", "due", "2026-09-30", "2026-12-31", "2026-10-31", None)]
    turn.master = typed(turn.master, cell(ACTIONS, 1, "due"), 46295)
    turn.collect([{**DUE, "due": "2026-12-31"}], "igen.xlsx", layout=ACTIONS)
    assert turn.stands(cell(ACTIONS, 1, "due")) == 46387


def test_where_nobody_knows_what_was_sent_the_question_says_so(turn: Round) -> None:
    turn.sent = {name: contents._replace(rows=()) for name, contents in turn.sent.items()}
    turn.collect([{**FEES, "actual": 437}, RENT])
    assert turn.stands(cell(CONFLICTS, 1, "base")) == words.BASE_UNKNOWN
    assert read_conflicts(turn.master)[CHOICE].base is None


def test_a_question_that_is_asked_again_keeps_its_answer_and_others_units_questions_stay(turn: Round) -> None:
    turn.master = typed(typed(turn.master, ACTUAL, 415), cell(LINES, 2, "budget"), -80)
    turn.collect([{**FEES, "actual": 437}, {**RENT, "budget": -99}])
    turn.choose("deras", "vårt")
    museum = Round(turn.master, "museum")
    museum.master = typed(museum.master, cell(LINES, 3, "actual"), -7)
    museum.collect([{**OTHER, "actual": -6}])
    turn.master = museum.master
    turn.collect([{**FEES, "actual": 437}, {**RENT, "budget": -98}], "igen.xlsx")
    assert turn.questions() == [
        ("värde", "m1", "actual", -5, -6, -7, None),
        ("värde", "t1", "actual", 412, 437, 415, "deras"),
        ("värde", "t2", "budget", -88, -98, -80, None),
    ]


def test_a_question_that_the_newest_file_no_longer_asks_is_gone(turn: Round) -> None:
    turn.master = typed(turn.master, ACTUAL, 415)
    turn.collect([{**FEES, "actual": 437}, RENT])
    turn.collect([FEES, RENT], "igen.xlsx")
    assert turn.questions() == []
    assert turn.stands(ACTUAL) == 415


def test_a_controllers_later_edit_is_not_undone_by_the_same_number_coming_again(turn: Round) -> None:
    turn.collect([{**FEES, "actual": 437}, RENT])
    turn.master = typed(turn.master, ACTUAL, 450)
    turn.collect([{**FEES, "actual": 437, "cause": "Varmt"}, RENT], "igen.xlsx")
    assert turn.stands(ACTUAL) == 450
    assert turn.questions() == []
    assert at(turn.master, LINES, "t1", "cause").value == "Varmt"


def test_a_new_row_is_asked_about_cell_by_cell(turn: Round) -> None:
    turn.collect([FEES, RENT, {"label": "Kiosk", "actual": 7}])
    assert turn.questions() == [
        ("ny rad", "teater-kiosk", "label", None, "Kiosk", None, None),
        ("ny rad", "teater-kiosk", "actual", None, Decimal(7), None, None),
    ]
    assert turn.stands(cell(CONFLICTS, 1, "cell")) is None


def test_a_deleted_row_is_one_question(turn: Round) -> None:
    turn.collect([FEES])
    assert turn.questions() == [
        ("borttagen rad", "t2", "", "Hyra; kostnad; -90; -88", None, "Hyra; kostnad; -90; -88", None)
    ]
    assert turn.stands(cell(CONFLICTS, 1, "cell")) == f"Rader!A{4 + row_of(turn.master, LINES, 't2')}"


def test_what_was_typed_over_a_formula_is_kept_in_the_note_of_the_formulas_cell(turn: Round) -> None:
    variance = cell(LINES, 1, "variance")
    turn = Round(typed(turn.master, variance, Content(Decimal(12), "E5-F5")))
    turn.collect([{**FEES, "variance": 99}, RENT])
    turn.collect([{**FEES, "variance": 99, "cause": "Varmt"}, RENT])
    assert turn.master.content(variance) == Content(Decimal(12), "E5-F5")
    assert turn.master.note(variance) == "I teater.xlsx, Rader!G5, stod 99 i stället för formeln här. Formeln är kvar."


def test_a_text_from_a_mail_is_written_as_text(turn: Round) -> None:
    turn.collect([{**FEES, "cause": '=HYPERLINK("http://x")'}, RENT])
    assert at(turn.master, LINES, "t1", "cause") == Content('=HYPERLINK("http://x")')


def test_a_workbook_without_konflikter_takes_what_is_not_in_question(turn: Round) -> None:
    tables = {name: table for name, table in turn.master.tables.items() if name != CONFLICTS.name}
    turn.master = type(turn.master)(turn.master.sheets, tables, turn.master.names)
    turn.collect([{**FEES, "actual": 437}, RENT])
    assert turn.stands(ACTUAL) == 437


def answer(number: int) -> Change:
    """Return 412 of the master answered with another number."""
    base, theirs = Content(Decimal(412)), Content(Decimal(number))
    return Change(Place(LINES.name, "t1", "actual"), base, theirs, base, ACTUAL, ACTUAL)


def taking(unit: str, number: int) -> tuple[Origin, Merge]:
    return Origin(unit, "", f"{unit}.xlsx", unit), Merge(taken=(answer(number),))


def test_a_cell_that_two_units_have_answered_differently_is_taken_from_neither(turn: Round) -> None:
    made = merging(turn.master, [taking("teater", 500), taking("museum", 600)])
    after = applied(turn.master, made.plan)
    assert after.content(ACTUAL) == Content(Decimal(412))
    assert made.log == ()
    asked = [(one.origin.unit, one.theirs.value, one.ours.value) for one in read_conflicts(after).values()]
    assert asked == [("teater", 500, 412), ("museum", 600, 412)]


def test_what_two_units_have_answered_alike_is_taken(turn: Round) -> None:
    after = applied(turn.master, merging(turn.master, [taking("teater", 500), taking("museum", 500)]).plan)
    assert after.content(ACTUAL) == Content(Decimal(500))
    assert read_conflicts(after) == {}
