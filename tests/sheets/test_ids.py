"""Ids and choices that a formula would compare otherwise than Python does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from runxl import commands
from runxl.layout import (
    ACTIONS,
    CHECKS,
    FINDINGS,
    GOALS,
    HISTORY,
    LINES,
    MEASURES,
    PERSPECTIVES,
    RESULT,
    UNITS,
    TableLayout,
)
from tests.workbooks import amount, cell, filled, found, places, typed, workbook

if TYPE_CHECKING:
    from runxl.grid import Snapshot
    from tests.workbooks import Row

MUSEUM = {"id": "museum", "label": "Museum", "type": "verksamhet"}


def named(rule: str, book: Snapshot) -> list[str]:
    """Return the cells that a rule names when everything is checked."""
    return places(commands.check(book), rule)


@pytest.mark.parametrize("unit", [" museum", "museum ", "museum\N{NO-BREAK SPACE}"])
def test_spaces_around_a_reference_are_named_as_a_formula_would_not_find_the_row(unit: str) -> None:
    line = {"id": "r1", "unit": unit, "label": "Entré", "type": "intäkt"}
    book = workbook({UNITS: [MUSEUM], LINES: [line]})
    assert named("spaces-around", book) == [str(cell(LINES, 1, "unit"))]


def test_spaces_around_a_choice_are_named() -> None:
    line = {"id": "r1", "unit": "museum", "label": "Drift", "type": "kostnad "}
    book = workbook({UNITS: [MUSEUM], LINES: [line]})
    assert named("spaces-around", book) == [str(cell(LINES, 1, "type"))]


def test_spaces_around_a_label_are_nobodys_business() -> None:
    book = workbook({UNITS: [{**MUSEUM, "label": " Museum "}]})
    assert named("spaces-around", book) == []


@pytest.mark.parametrize("id_", ["G*", "G?", "G~1", "<G1", ">5", "=G1"])
def test_an_id_that_means_anything_in_a_formula_is_named(id_: str) -> None:
    book = workbook({GOALS: [{"id": id_, "goal": "Mål"}], MEASURES: [{"id": "M1", "goal": id_, "target": "15"}]})
    assert named("id-with-wildcard", book) == [
        str(cell(MEASURES, 1, "goal")),
        str(cell(GOALS, 1, "id")),
    ]


def test_ids_that_differ_only_in_capitals_are_the_same_to_a_formula() -> None:
    book = workbook({UNITS: [MUSEUM, {**MUSEUM, "id": "Museum"}]})
    assert named("id-twice", book) == [str(cell(UNITS, 2, "id"))]


def test_an_id_that_holds_a_comparison_further_in_is_an_id() -> None:
    assert named("id-with-wildcard", workbook({UNITS: [{**MUSEUM, "id": "a=b<c>"}]})) == []


@pytest.mark.parametrize(
    ("rows", "key"),
    [({UNITS: [{**MUSEUM, "id": 7}]}, "id"), ({GOALS: [{"id": "G1", "goal": "Mål", "perspective": 7}]}, "perspective")],
)
def test_a_number_as_an_id_is_named_as_no_formula_takes_it_for_the_text(
    rows: dict[TableLayout, list[Row]], key: str
) -> None:
    (layout,) = rows
    assert named("id-is-number", workbook(rows)) == [str(cell(layout, 1, key))]


def test_digits_written_as_text_are_an_id() -> None:
    assert named("id-is-number", workbook({UNITS: [{**MUSEUM, "id": "7"}]})) == []


def test_a_unit_is_the_sum_of_its_rows_whatever_their_capitals() -> None:
    lines = [
        {"id": f"r{number}", "unit": unit, "label": "Drift", "type": "intäkt", "actual": number}
        for number, unit in enumerate(("museum", "Museum", "MUSEUM"), start=1)
    ]
    book = filled(workbook({UNITS: [MUSEUM], LINES: lines}), commands.run)
    assert amount(book, UNITS, "museum", "actual") == 6
    assert named("line-unit-unknown", book) == []


def test_of_two_units_with_the_same_id_both_are_the_sum_as_their_formulas_say() -> None:
    line = {"id": "r1", "unit": "museum", "label": "Drift", "type": "intäkt", "actual": 1}
    book = filled(workbook({UNITS: [MUSEUM, {**MUSEUM, "id": "Museum"}], LINES: [line]}), commands.run)
    assert [amount(book, UNITS, id_, "actual") for id_ in ("museum", "Museum")] == [1, 1]


def test_a_row_is_part_of_its_parent_whatever_its_capitals() -> None:
    total = {"id": "kultur", "label": "Kultur", "type": "summa"}
    book = filled(workbook({UNITS: [total, {**MUSEUM, "parent": "KULTUR", "actual": 3}]}), commands.run)
    assert amount(book, UNITS, "kultur", "actual") == 3
    assert named("parent-missing", book) == []


def test_goals_count_their_measures_and_perspectives_their_goals_whatever_their_capitals() -> None:
    book = filled(
        workbook(
            {
                PERSPECTIVES: [{"id": "ekonomi", "label": "Ekonomi"}],
                GOALS: [{"id": "G1", "goal": "Mål", "perspective": "Ekonomi"}],
                MEASURES: [{"id": "M1", "goal": "g1", "unit": "Museum", "target": "15", "outcome": 15}],
                UNITS: [MUSEUM],
            }
        ),
        commands.run,
    )
    assert amount(book, GOALS, "G1", "met") == 1
    assert amount(book, PERSPECTIVES, "ekonomi", "met") == 1
    rules = {finding.rule for finding in commands.check(book).findings}
    assert rules.isdisjoint({"measure-without-goal", "measure-unit-unknown", "perspective-unknown"})


def test_an_action_concerns_its_row_whatever_its_capitals() -> None:
    book = workbook({UNITS: [MUSEUM], ACTIONS: [{"id": "A1", "concerns": "Museum"}]})
    assert named("action-concerns-nothing", book) == []


def test_a_check_finds_a_table_entry_whatever_its_capitals() -> None:
    check = {"id": "K1", "left": "TBLresultat[Intakter;utfall]", "right": 5}
    result = {"id": "intakter", "label": "Intäkter", "type": "intäkt", "actual": 5}
    book = workbook({RESULT: [result], CHECKS: [check]})
    assert amount(filled(book, commands.check), CHECKS, "K1", "outcome") == "✓ Stämmer"


def test_history_is_found_whatever_its_capitals() -> None:
    measure = {"id": "M1", "goal": "G1", "target": "15", "outcome": 15}
    before = {"id": "H1", "period": "2019-04", "kind": "mått", "key": "m1", "value": 10}
    book = filled(workbook({MEASURES: [measure], HISTORY: [before]}), commands.goals)
    assert amount(book, MEASURES, "M1", "trend") == "▲ Bättre"


@pytest.mark.parametrize("key", ["id", "actual"])
def test_what_stands_right_below_a_table_is_named_as_it_does_not_count(key: str) -> None:
    book = typed(workbook({UNITS: [MUSEUM]}), cell(UNITS, 2, key), "stab")
    (finding,) = found(commands.check(book), "row-outside-table")
    assert finding.cell == cell(UNITS, 2, key)
    assert finding.parts == {"table": "tblVerksamhet", "last": 5}


def test_a_note_that_keeps_a_row_away_from_a_table_or_stands_beside_it_is_no_row_of_it() -> None:
    book = workbook({UNITS: [MUSEUM]})
    book = typed(book, cell(UNITS, 3, "id"), "Källa: huvudboken")
    beside = cell(UNITS, 2, "id")._replace(column=len(UNITS.columns) + 1)
    assert named("row-outside-table", typed(book, beside, "Källa")) == []


def test_what_a_command_wrote_below_its_own_table_is_nobodys_row() -> None:
    book = typed(workbook({}), cell(FINDINGS, 2, "message"), "Ett fynd")
    assert named("row-outside-table", book) == []
