"""Amounts in, variances and totals out."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from runxl import commands, language
from runxl.grid import CellError, Content
from runxl.layout import APPROPRIATION, LINES, RESULT, UNITS
from runxl.layout.column import Role
from tests.reports import PRINTED, PRINTED_RESULT, appropriation_rows, result_rows
from tests.workbooks import amount, at, cell, filled, found, places, typed, workbook

if TYPE_CHECKING:
    from tests.workbooks import Row

COMPUTED_KEYS = [column.key for column in RESULT.columns if column.role is Role.COMPUTED]


def cost(**amounts: object) -> Row:
    return {"id": "personal", "type": "kostnad", **amounts}


def shown(row: Row, key: str, **settings: object) -> object:
    """Return what the one row of Resultat shows in a computed column."""
    return amount(filled(workbook({RESULT: [row]}, **settings), commands.variances), RESULT, str(row["id"]), key)


def test_a_cost_above_budget_is_unfavourable() -> None:
    assert shown(cost(actual=-131, budget=-129), "variance") == -2


def test_a_cost_above_budget_is_unfavourable_where_costs_are_written_positive() -> None:
    assert shown(cost(actual=131, budget=129), "variance", kostnader="positiva") == -2


def test_the_formula_turns_a_cost_that_is_written_positive() -> None:
    book = filled(workbook({RESULT: [cost(actual=131, budget=129)]}, kostnader="positiva"), commands.variances)
    formula = at(book, RESULT, "personal", "variance").formula
    assert formula is not None
    assert formula.endswith('tblResultat[[#This Row],[Budget]]-tblResultat[[#This Row],[Utfall]],"")')


def test_a_formula_names_its_columns_by_their_headers() -> None:
    book = filled(workbook({RESULT: [cost(actual=-131, budget=-129)]}), commands.variances)
    actual, budget = "tblResultat[[#This Row],[Utfall]]", "tblResultat[[#This Row],[Budget]]"
    expected = f'IF(COUNT({actual},{budget})=2,{actual}-{budget},"")'
    assert at(book, RESULT, "personal", "variance").formula == expected


def test_the_share_is_of_the_budgets_size() -> None:
    assert shown(cost(actual=-102, budget=-100), "variance_share") == Decimal("-0.02")


def test_there_is_no_share_of_a_zero_budget() -> None:
    assert shown(cost(actual=-5, budget=0), "variance_share") == ""


def test_the_forecast_is_held_against_the_whole_years_budget() -> None:
    row = cost(full_year_forecast=-380, full_year_budget=-381)
    assert shown(row, "forecast_variance") == 1


def test_the_change_since_the_previous_forecast_is_favourable_when_costs_fall() -> None:
    assert shown(cost(full_year_forecast=-380, previous_forecast=-385), "forecast_change") == 5


def test_the_change_since_the_previous_year_is_favourable_when_costs_fall() -> None:
    assert shown(cost(actual=-131, previous_year=-140), "previous_year_change") == 9


@pytest.mark.parametrize("unknown", [None, CellError("#REF!"), "mäts på helår", "svårt att bedöma", "  "])
def test_what_is_unknown_stays_unknown(unknown: object) -> None:
    assert shown(cost(actual=unknown, budget=-129), "variance") == ""


def test_an_unknown_part_makes_the_total_unknown() -> None:
    rows: list[Row] = [
        {"id": "a", "type": "verksamhet", "parent": "summa", "actual": 100},
        {"id": "b", "type": "verksamhet", "parent": "summa"},
        {"id": "summa", "type": "summa"},
    ]
    assert amount(filled(workbook({UNITS: rows}), commands.variances), UNITS, "summa", "actual") == ""


def test_a_zero_is_known() -> None:
    assert shown(cost(actual=0, budget=0), "variance") == 0


@pytest.mark.parametrize("key", ["actual", "budget", "full_year_forecast", "full_year_budget"])
def test_the_reports_result_is_summed_bottom_up_through_three_levels(key: str) -> None:
    place = {"actual": 3, "budget": 4, "full_year_forecast": 6, "full_year_budget": 7}[key]
    book = filled(workbook({RESULT: result_rows(printed=False)}), commands.variances)
    assert {row[0]: amount(book, RESULT, row[0], key) for row in PRINTED_RESULT} == {
        row[0]: row[place] for row in PRINTED_RESULT
    }


def test_the_reports_variances_are_those_that_it_prints() -> None:
    book = filled(workbook({RESULT: result_rows(printed=False)}), commands.variances)
    ours = [
        (row[0], amount(book, RESULT, row[0], "variance"), amount(book, RESULT, row[0], "forecast_variance"))
        for row in PRINTED_RESULT
    ]
    assert ours == [(row[0], row[5], row[8]) for row in PRINTED_RESULT]


def test_a_sum_names_its_children_wherever_they_stand() -> None:
    rows: list[Row] = [
        {"id": "summa", "type": "summa"},
        {"id": "a", "type": "verksamhet", "parent": "summa", "actual": 1},
        {"id": "annan", "type": "verksamhet", "actual": 100},
        {"id": "b", "type": "verksamhet", "parent": "summa", "actual": 2},
        {"id": "c", "type": "verksamhet", "parent": "summa", "actual": 4},
    ]
    book = filled(workbook({UNITS: rows}), commands.variances)
    assert at(book, UNITS, "summa", "actual") == Content(
        Decimal(7), 'IF(COUNT(E6,E8:E9)=COUNTA(D6,D8:D9),SUM(E6,E8:E9),"")'
    )


def test_a_result_subtracts_costs_that_are_written_positive() -> None:
    rows: list[Row] = [
        {"id": "intakter", "type": "intäkt", "parent": "resultat", "actual": 133},
        {"id": "kostnader", "type": "kostnad", "parent": "resultat", "actual": 131},
        {"id": "resultat", "type": "resultat"},
    ]
    book = filled(workbook({RESULT: rows}, kostnader="positiva"), commands.variances)
    assert at(book, RESULT, "resultat", "actual") == Content(
        Decimal(2), 'IF(COUNT(E5,E6)=COUNTA(D5,D6),SUM(E5)-SUM(E6),"")'
    )


def test_an_of_which_row_of_costs_is_added_to_costs_either_way() -> None:
    rows: list[Row] = [
        {"id": "kostnader", "type": "kostnad"},
        {"id": "personal", "type": "kostnad", "parent": "kostnader", "actual": 20},
    ]
    book = filled(workbook({RESULT: rows}, kostnader="positiva"), commands.variances)
    assert amount(book, RESULT, "kostnader", "actual") == 20


def ring() -> list[Row]:
    return [
        {"id": "a", "type": "intäkt", "parent": "b", "actual": 1},
        {"id": "b", "type": "intäkt", "parent": "a", "actual": 2},
    ]


def test_rows_that_are_part_of_themselves_are_found() -> None:
    assert places(commands.variances(workbook({RESULT: ring()})), "parent-circular") == ["Resultat!D5", "Resultat!D6"]


def test_rows_that_are_part_of_themselves_are_not_summed() -> None:
    book = filled(workbook({RESULT: ring()}), commands.variances)
    assert [at(book, RESULT, id_, "actual") for id_ in ("a", "b")] == [Content(Decimal(1)), Content(Decimal(2))]


def test_a_parent_that_does_not_exist_is_found() -> None:
    outcome = commands.variances(workbook({RESULT: [cost(parent="kostnder")]}))
    assert places(outcome, "parent-missing") == ["Resultat!D5"]


def test_a_unit_is_the_sum_of_its_rows_in_rader() -> None:
    book = workbook(
        {
            UNITS: [{"id": "museum", "type": "verksamhet"}, {"id": "musik", "type": "verksamhet", "actual": 5}],
            LINES: [
                {"id": "1", "unit": "museum", "type": "intäkt", "actual": 300},
                {"id": "2", "unit": "museum", "type": "kostnad", "actual": -100},
                {"id": "3", "unit": "annan", "type": "kostnad", "actual": -7},
            ],
        }
    )
    book = filled(book, commands.variances)
    assert amount(book, UNITS, "museum", "actual") == 200
    assert at(book, UNITS, "musik", "actual") == Content(Decimal(5))


def test_a_units_costs_in_rader_may_be_written_positive() -> None:
    book = workbook(
        {
            UNITS: [{"id": "museum", "type": "verksamhet"}],
            LINES: [
                {"id": "1", "unit": "museum", "type": "intäkt", "actual": 300},
                {"id": "2", "unit": "museum", "type": "kostnad", "actual": 100},
            ],
        },
        kostnader="positiva",
    )
    assert amount(filled(book, commands.variances), UNITS, "museum", "actual") == 200


def test_a_unit_is_unknown_where_one_of_its_rows_is() -> None:
    book = workbook(
        {
            UNITS: [{"id": "museum", "type": "verksamhet"}],
            LINES: [
                {"id": "1", "unit": "museum", "type": "intäkt", "actual": 300},
                {"id": "2", "unit": "museum", "type": "kostnad"},
            ],
        }
    )
    assert amount(filled(book, commands.variances), UNITS, "museum", "actual") == ""


def test_the_appropriation_has_this_left_and_these_shares() -> None:
    rows = {APPROPRIATION: appropriation_rows(printed=False)}
    book = filled(workbook(rows), commands.variances)
    total = {column.key: amount(book, APPROPRIATION, "summa", column.key) for column in APPROPRIATION.columns}
    assert (total["decided"], total["paid_out"]) == (Decimal("97.2"), Decimal("53.9"))
    assert (total["left_to_decide"], total["left_to_pay"]) == (Decimal("64.8"), Decimal("108.1"))
    assert (total["decided_share"], round(Decimal(str(total["paid_share"])), 3)) == (Decimal("0.6"), Decimal("0.333"))


def test_more_paid_out_than_decided_is_no_finding() -> None:
    outcome = commands.run(workbook({APPROPRIATION: appropriation_rows(printed=False)}))
    assert [finding for finding in outcome.findings if finding.cell and finding.cell.sheet == "Anslag"] == []


def test_published_numbers_are_never_overwritten() -> None:
    before = workbook(PRINTED, totaler="publicerade")
    edited = {edit.cell for edit in commands.run(before).plan.edits}
    standing = {
        place
        for layout in PRINTED
        for row in range(1, len(before.tables[layout.name].body) + 1)
        for column in layout.columns
        if before.content(place := cell(layout, row, column.key)).value is not None
    }
    assert edited & standing == set()


def test_a_wrong_published_total_is_found_and_stays() -> None:
    wrong = typed(workbook(PRINTED, totaler="publicerade"), cell(UNITS, 8, "variance"), 4314)
    assert found(commands.run(wrong), "total-impossible")
    assert amount(filled(wrong, commands.run), UNITS, "summa", "variance") == 4314


def test_a_variance_that_a_published_report_leaves_out_stays_out() -> None:
    book = filled(workbook({RESULT: [cost(actual=-131, budget=-129)]}, totaler="publicerade"), commands.run)
    assert at(book, RESULT, "personal", "variance") == Content()


def test_what_was_not_printed_is_computed_beside_published_numbers() -> None:
    book = filled(workbook(PRINTED, totaler="publicerade"), commands.variances)
    assert amount(book, UNITS, "norrbottens_museum", "rest_of_year_variance") == -222
    assert amount(book, UNITS, "summa", "rest_of_year_variance") == 91
    assert amount(book, APPROPRIATION, "summa", "left_to_pay") == Decimal("108.1")


def test_what_was_not_printed_of_a_unit_stays_unknown() -> None:
    book = filled(workbook(PRINTED, totaler="publicerade"), commands.run)
    keys = ("actual", "budget", "full_year_forecast", "full_year_budget")
    assert {amount(book, UNITS, "summa", key) for key in keys} == {None}


def test_a_value_typed_where_a_formula_belongs_gives_way_and_is_told() -> None:
    book = workbook({RESULT: [cost(actual=-131, budget=-129, variance=99)]})
    outcome = commands.variances(book)
    assert places(outcome, "formula-restored") == ["Resultat!G5"]
    assert amount(filled(book, commands.variances), RESULT, "personal", "variance") == -2


@pytest.mark.parametrize("key", COMPUTED_KEYS)
def test_a_blank_row_is_left_blank(key: str) -> None:
    book = filled(workbook({RESULT: [{}, cost(actual=-131, budget=-129)]}), commands.variances)
    assert book.content(cell(RESULT, 1, key)) == Content()


def test_a_formula_of_the_controllers_own_that_comes_to_something_else_gives_way_and_is_told() -> None:
    own = Content(Decimal(99), "E5-F5+101")
    outcome = commands.variances(workbook({RESULT: [cost(actual=-131, budget=-129, variance=own)]}))
    (finding,) = found(outcome, "formula-replaced")
    assert language.sentence_of_finding(finding) == (
        "Resultat!G5 hade en egen formel, =E5-F5+101, som gav 99. Nu står runxl:s formel där och ger −2. "
        "Ångra tar tillbaka den egna."
    )


def test_a_formula_of_the_controllers_own_that_comes_to_the_same_is_not_told() -> None:
    own = Content(Decimal(-2), "E5-F5")
    outcome = commands.variances(workbook({RESULT: [cost(actual=-131, budget=-129, variance=own)]}))
    assert not found(outcome, "formula-replaced")


def test_a_sum_of_ours_that_takes_in_a_new_row_is_not_told() -> None:
    rows: list[Row] = [
        {"id": "summa", "type": "summa"},
        {"id": "a", "type": "verksamhet", "parent": "summa", "actual": 1},
        {"id": "b", "type": "verksamhet", "actual": 2},
    ]
    book = filled(workbook({UNITS: rows}), commands.variances)
    grown = typed(book, cell(UNITS, 3, "parent"), "summa")
    assert not found(commands.variances(grown), "formula-replaced")
    assert amount(filled(grown, commands.variances), UNITS, "summa", "actual") == 3
