"""What material variances, deficits and impossible forecasts ask of the controller."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runxl import commands, language
from runxl.layout import ACTIONS, APPROPRIATION, LINES, RESULT, UNITS
from tests.reports import PRINTED, appropriation_rows, result_rows
from tests.workbooks import found, places, workbook

if TYPE_CHECKING:
    from runxl.layout import TableLayout
    from tests.workbooks import Row, Rows

LARGE: Row = {"budget": 10_000, "full_year_budget": 30_000}
WHOLE_ACTION: Row = {
    "cause": "Fler resor",
    "action": "Färre resor",
    "effect": 300,
    "responsible": "Enhetschef",
    "due": 44000,
    "status": "påbörjad",
    "decision": "§ 12",
}


def unit(**columns: object) -> Row:
    return {"id": "museum", "type": "verksamhet", **columns}


def deficit(**columns: object) -> Row:
    """Return a unit that is forecast 1,000 tkr below a budget of 30,000."""
    return unit(full_year_budget=30_000, full_year_forecast=29_000, cause="Resor", assumption="Som nu", **columns)


def test_lines_that_are_called_the_same_are_told_apart_by_their_unit() -> None:
    lines = [
        {"id": f"r{number}", "unit": unit, "label": "Personal", "type": "kostnad", "actual": -90, "budget": -60}
        for number, unit in enumerate(("museum", "bibliotek"))
    ]
    book = workbook({LINES: lines, UNITS: [{"id": "museum"}, {"id": "bibliotek"}]}, vasentlig_verksamhet=1)
    causes = [
        finding
        for finding in found(commands.run(book), "cause-missing")
        if finding.cell and finding.cell.sheet == "Rader"
    ]
    said = [language.sentence_of_finding(finding) for finding in causes]
    assert [sentence.partition(" avviker")[0] for sentence in said] == ["Personal (museum)", "Personal (bibliotek)"]


def test_the_museums_rest_of_the_year_turns() -> None:
    outcome = commands.variances(workbook(PRINTED, totaler="publicerade"))
    museum = [finding for finding in found(outcome, "rest-of-year-turns") if finding.cell and finding.cell.row == 6]
    assert [language.sentence_of_finding(finding) for finding in museum] == [
        (
            "norrbottens_museum: avvikelsen är 1\u00a0977\u00a0tkr hittills men 1\u00a0755\u00a0tkr för helåret, "
            "alltså \u2212222\u00a0tkr i maj–december."
        )
    ]


def test_the_musics_rest_of_the_year_does_not_turn() -> None:
    outcome = commands.variances(workbook(PRINTED, totaler="publicerade"))
    assert "Verksamheter!M5" not in places(outcome, "rest-of-year-turns")


def test_a_small_turn_is_no_finding() -> None:
    small = unit(variance=1977, forecast_variance=1800)
    assert not found(commands.variances(workbook({UNITS: [small]}, totaler="publicerade")), "rest-of-year-turns")


def test_a_material_variance_needs_a_cause() -> None:
    assert places(commands.variances(workbook({UNITS: [unit(actual=10_300, **LARGE)]})), "cause-missing")


def test_a_cause_is_enough() -> None:
    book = workbook({UNITS: [unit(actual=10_300, cause="Fler besökare", **LARGE)]})
    assert not found(commands.variances(book), "cause-missing")


def test_a_variance_large_in_kronor_but_small_in_per_cent_needs_no_cause() -> None:
    assert not found(commands.variances(workbook({UNITS: [unit(actual=90_300, budget=90_000)]})), "cause-missing")


def test_a_variance_large_in_per_cent_but_small_in_kronor_needs_no_cause() -> None:
    assert not found(commands.variances(workbook({UNITS: [unit(actual=250, budget=100)]})), "cause-missing")


def test_the_limits_are_the_controllers() -> None:
    book = workbook({UNITS: [unit(actual=250, budget=100)]}, vasentlig_verksamhet=100)
    assert found(commands.variances(book), "cause-missing")


def test_a_favourable_variance_needs_a_cause_too() -> None:
    book = workbook({UNITS: [unit(actual=9_700, **LARGE), unit(id="b", actual=10_300, **LARGE)]})
    assert places(commands.variances(book), "cause-missing") == ["Verksamheter!Q5", "Verksamheter!Q6"]


def test_an_of_which_row_and_a_total_need_no_cause_of_their_own() -> None:
    book = workbook({RESULT: result_rows(printed=False)})
    rows = {int(place.rpartition("S")[2]) - 4 for place in places(commands.variances(book), "cause-missing")}
    assert rows == {1, 5}


def test_a_row_of_rader_needs_a_cause() -> None:
    line = {"id": "1", "unit": "museum", "type": "kostnad", "actual": -10_300, "budget": -10_000}
    assert places(commands.variances(workbook({LINES: [line]})), "cause-missing") == ["Rader!P5"]


def test_a_material_forecast_variance_wants_its_assumption() -> None:
    book = workbook({UNITS: [unit(full_year_budget=30_000, full_year_forecast=31_000)]})
    assert places(commands.variances(book), "assumption-missing") == ["Verksamheter!P5"]


def test_a_unit_with_a_material_deficit_needs_an_action() -> None:
    assert places(commands.variances(workbook({UNITS: [deficit()]})), "action-missing") == ["Verksamheter!K5"]


def test_a_surplus_needs_no_action() -> None:
    book = workbook({UNITS: [unit(full_year_budget=30_000, full_year_forecast=31_000)]})
    assert not found(commands.variances(book), "action-missing")


def test_a_deficit_that_is_not_material_needs_no_action() -> None:
    book = workbook({UNITS: [unit(full_year_budget=30_000, full_year_forecast=29_900)]})
    assert not found(commands.variances(book), "action-missing")


def test_an_action_for_the_unit_is_enough() -> None:
    book = workbook({UNITS: [deficit()], ACTIONS: [{"id": "Å1", "concerns": "museum", **WHOLE_ACTION}]})
    outcome = commands.variances(book)
    assert not found(outcome, "action-missing")
    assert not found(outcome, "action-incomplete")


def test_an_action_for_a_row_of_rader_is_one_for_its_unit() -> None:
    line: Row = {"id": "resor", "unit": "museum", "type": "kostnad", "full_year_budget": -1}
    rows: Rows = {UNITS: [deficit()], LINES: [line], ACTIONS: [{"id": "Å1", "concerns": "resor", **WHOLE_ACTION}]}
    assert not found(commands.variances(workbook(rows, totaler="publicerade")), "action-missing")


def test_another_units_action_is_not() -> None:
    rows: Rows = {UNITS: [deficit(), deficit(id="musik")], ACTIONS: [{"id": "Å1", "concerns": "musik", **WHOLE_ACTION}]}
    assert places(commands.variances(workbook(rows)), "action-missing") == ["Verksamheter!K5"]


def test_a_main_row_of_the_result_needs_an_action_and_its_of_which_rows_never_do() -> None:
    rows: list[Row] = [
        {"id": "kostnader", "type": "kostnad", "parent": "resultat"},
        {
            "id": "personal",
            "type": "kostnad",
            "parent": "kostnader",
            "full_year_budget": -100,
            "full_year_forecast": -110,
        },
        {"id": "resultat", "type": "resultat"},
    ]
    assert places(commands.variances(workbook({RESULT: rows})), "action-missing") == ["Resultat!K5"]


def test_an_of_which_row_in_deficit_within_costs_that_are_not_needs_no_action() -> None:
    assert not found(commands.variances(workbook({RESULT: result_rows(printed=False)})), "action-missing")


def test_an_action_without_its_parts_is_incomplete_and_says_which() -> None:
    action = {"id": "Å1", "concerns": "museum", **WHOLE_ACTION, "effect": None, "due": None}
    (finding,) = found(commands.variances(workbook({UNITS: [deficit()], ACTIONS: [action]})), "action-incomplete")
    assert language.sentence_of_finding(finding) == "Åtgärden Å1 saknar Effekt tkr, Klart."


def test_an_action_for_an_id_that_does_not_exist_is_found() -> None:
    action = {"id": "Å1", "concerns": "musuem", **WHOLE_ACTION}
    outcome = commands.variances(workbook({UNITS: [deficit()], ACTIONS: [action]}))
    assert places(outcome, "action-concerns-nothing") == ["Åtgärder!B5"]


def test_an_action_may_concern_a_row_of_any_amount_table() -> None:
    rows: dict[TableLayout, list[Row]] = {
        UNITS: [unit()],
        LINES: [{"id": "resor", "unit": "museum", "type": "kostnad"}],
        RESULT: [{"id": "intakter", "type": "intäkt"}],
        APPROPRIATION: appropriation_rows(printed=False),
    }
    ids = ("museum", "resor", "intakter", "projekt")
    rows[ACTIONS] = [{"id": f"Å{number}", "concerns": id_, **WHOLE_ACTION} for number, id_ in enumerate(ids)]
    assert not found(commands.variances(workbook(rows)), "action-concerns-nothing")


def test_a_forecast_below_the_actuals_is_a_finding() -> None:
    row: Row = {"id": "porto", "type": "kostnad", "actual": -100, "full_year_forecast": -92}
    assert places(commands.variances(workbook({RESULT: [row]})), "forecast-below-actual") == ["Resultat!I5"]


def test_a_forecast_below_the_actuals_is_found_where_costs_are_written_positive() -> None:
    row: Row = {"id": "porto", "type": "kostnad", "actual": 100, "full_year_forecast": 92}
    assert found(commands.variances(workbook({RESULT: [row]}, kostnader="positiva")), "forecast-below-actual")


def test_a_result_that_is_forecast_to_fall_is_no_finding() -> None:
    row: Row = {"id": "resultat", "type": "resultat", "actual": 4, "full_year_forecast": 2}
    assert not found(commands.variances(workbook({RESULT: [row]})), "forecast-below-actual")
