"""Rows of Mått in, attainment, trend and findings out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from runxl import commands, language
from runxl.domain.finding import Severity
from runxl.layout import GOALS, HISTORY, MEASURES, UNITS
from tests.workbooks import amount, cell, filled, formatted, found, places, workbook

if TYPE_CHECKING:
    from runxl.grid import Snapshot
    from runxl.layout import TableLayout
    from tests.workbooks import Row

LAST_YEAR, PREVIOUS = "samma period föregående år", "föregående period"


def measure(target: object = "80 %", **columns: object) -> Row:
    return {"id": "M1", "goal": "G1", "kind": "styrmått", "measure": "Andel", "target": target, **columns}


def report(*measures: Row, history: tuple[Row, ...] = (), **settings: object) -> Snapshot:
    rows: dict[TableLayout, list[Row]] = {
        MEASURES: list(measures),
        GOALS: [{"id": "G1", "goal": "Ett mål"}],
        HISTORY: list(history),
    }
    return workbook(rows, **settings)


def earlier(period: str, value: object, **columns: object) -> Row:
    return {"id": period, "period": period, "kind": "mått", "key": "M1", "value": value, **columns}


def shown(key: str, *measures: Row, history: tuple[Row, ...] = (), **settings: object) -> object:
    """Return what the first measure's row shows in a column that runxl fills."""
    return amount(filled(report(*measures, history=history, **settings), commands.goals), MEASURES, "M1", key)


@pytest.mark.parametrize(
    ("outcome", "attainment"),
    [(80, "● Uppnått"), (79, "◐ Delvis uppnått"), (10, "○ Ej uppnått"), (None, "– Ej bedömt")],
)
def test_a_measure_is_judged_against_its_target(outcome: object, attainment: str) -> None:
    assert shown("attainment", measure(outcome=outcome)) == attainment


def test_the_target_is_shown_as_it_was_understood() -> None:
    assert shown("understood", measure()) == "Nivå: minst 80\u00a0%"


def test_the_row_says_why() -> None:
    assert "Utfall" in str(shown("why", measure(outcome=79)))


def test_a_percentage_that_excel_made_a_fraction_of_is_per_cent_again() -> None:
    formats = {cell(MEASURES, 1, key): "0%" for key in ("target", "outcome")}
    book = formatted(workbook({MEASURES: [measure(target=0.8, outcome=0.81)]}), formats)
    assert amount(filled(book, commands.goals), MEASURES, "M1", "understood") == "Nivå: minst 80\u00a0%"
    assert amount(filled(book, commands.goals), MEASURES, "M1", "attainment") == "● Uppnått"


def test_a_percentage_typed_as_a_fraction_is_asked_about() -> None:
    (finding,) = found(commands.goals(report(measure(outcome=0.81))), "percentage-as-fraction")
    assert str(finding.cell) == str(cell(MEASURES, 1, "outcome"))
    assert "0,81" in language.sentence_of_finding(finding)
    assert "81\u00a0%" in language.sentence_of_finding(finding)


@pytest.mark.parametrize("columns", [{"outcome": 0.81}, {"forecast": 0.81, "judged_by": "prognos"}])
def test_a_percentage_typed_as_a_fraction_is_not_judged_until_it_is_clear(columns: dict[str, object]) -> None:
    row, history = measure(**columns), (earlier("2019-04", 75),)
    assert shown("attainment", row, history=history) == "– Ej bedömt"
    assert shown("trend", row, history=history) == "– Okänt"
    assert "81\u00a0%" in str(shown("why", row))


def test_a_small_percentage_typed_as_one_is_clear() -> None:
    assert shown("attainment", measure(outcome="0,81 %")) == "○ Ej uppnått"


@pytest.mark.parametrize("outcome", [81, 1, 0])
def test_a_percentage_typed_as_one_is_not(outcome: float) -> None:
    assert not found(commands.goals(report(measure(outcome=outcome))), "percentage-as-fraction")


@pytest.mark.parametrize(("basis", "expected"), [(LAST_YEAR, "▲ Bättre"), (PREVIOUS, "▼ Sämre")])
def test_the_trend_looks_back_as_the_settings_choose(basis: str, expected: str) -> None:
    history = (earlier("2019-04", 70), earlier("2019-12", 90))
    assert shown("trend", measure(outcome=80), history=history, trendbas=basis) == expected


def test_the_previous_period_is_the_latest_before_this_one() -> None:
    history = (earlier("2019-12", 90), earlier("2019-08", 70), earlier("2020-04", 10), earlier("2020-08", 10))
    assert shown("trend", measure(outcome=80), history=history, trendbas=PREVIOUS) == "▼ Sämre"


def test_without_history_the_trend_is_unknown() -> None:
    assert shown("trend", measure(outcome=80)) == "– Okänt"


def test_an_amount_of_money_in_the_history_is_no_outcome() -> None:
    money = earlier("2019-04", 70, kind="belopp")
    assert shown("trend", measure(outcome=80), history=(money,)) == "– Okänt"


def test_the_neutral_band_is_the_controllers() -> None:
    history = (earlier("2019-04", 79),)
    assert shown("trend", measure(outcome=80), history=history, neutralt_band=0.02) == "► Oförändrat"
    assert shown("trend", measure(outcome=80), history=history, neutralt_band=0.01) == "▲ Bättre"


@pytest.mark.parametrize("period", ["2019-13", "april 2019", 43556])
def test_a_period_in_the_history_that_is_none_is_found(period: object) -> None:
    outcome = commands.goals(report(measure(), history=({**earlier("2019-04", 70), "period": period},)))
    assert places(outcome, "history-period") == ["Historik!B5"]


@pytest.mark.parametrize("key", ["outcome", "forecast", "baseline"])
def test_a_quantity_that_cannot_be_read_is_found(key: str) -> None:
    outcome = commands.goals(report(measure(**{key: "cirka 20"})))
    assert places(outcome, "quantity-unreadable") == [str(cell(MEASURES, 1, key))]


def test_a_negative_weight_is_found() -> None:
    assert places(commands.goals(report(measure(weight=-1))), "weight-negative") == [str(cell(MEASURES, 1, "weight"))]


def test_a_measure_without_a_target_is_asked_for_one() -> None:
    assert places(commands.goals(report(measure(target=None))), "target-missing") == [str(cell(MEASURES, 1, "target"))]


def test_a_target_that_cannot_be_understood_is_an_error_that_names_its_cell() -> None:
    (finding,) = found(commands.goals(report(measure(target="så bra som möjligt 12"))), "target-not-understood")
    assert (str(finding.cell), finding.severity) == (str(cell(MEASURES, 1, "target")), Severity.ERROR)


def test_a_target_of_zero_needs_a_comparison() -> None:
    outcome = commands.goals(report(measure(target=0, outcome=3)))
    assert places(outcome, "zero-needs-comparison") == [str(cell(MEASURES, 1, "target"))]


def test_a_target_below_zero_needs_a_comparison() -> None:
    row = measure(target="-20 %", outcome="-25 %")
    assert places(commands.goals(report(row)), "negative-needs-comparison") == [str(cell(MEASURES, 1, "target"))]
    assert shown("attainment", row) == "– Ej bedömt"


@pytest.mark.parametrize(("comparison", "attainment"), [("högst", "● Uppnått"), ("minst", "○ Ej uppnått")])
def test_a_target_below_zero_with_a_comparison_is_judged(comparison: str, attainment: str) -> None:
    row = measure(target="-20 %", outcome="-25 %", comparison=comparison)
    assert not found(commands.goals(report(row)), "negative-needs-comparison")
    assert shown("attainment", row) == attainment


def test_a_target_of_zero_with_a_comparison_is_judged() -> None:
    book = report(measure(target=0, outcome=0, comparison="högst"))
    assert not found(commands.goals(book), "zero-needs-comparison")
    assert shown("attainment", measure(target=0, outcome=0, comparison="högst")) == "● Uppnått"


def test_an_outcome_with_another_number_of_amounts_than_its_target_is_found() -> None:
    outcome = commands.goals(report(measure(target="20 personer/12 kommuner", outcome="22")))
    assert places(outcome, "amounts-differ") == [str(cell(MEASURES, 1, "target"))]


def test_measures_without_an_outcome_are_counted() -> None:
    outcome = commands.goals(report(measure(outcome=81), {**measure(), "id": "M2"}, {**measure(), "id": "M3"}))
    (finding,) = found(outcome, "outcomes-missing")
    assert (str(finding.cell), finding.severity) == (str(cell(MEASURES, 2, "outcome")), Severity.NOTE)
    assert language.sentence_of_finding(finding).startswith("1 av 3 mått har utfall.")


def test_a_status_is_an_activitys_outcome() -> None:
    activity = measure(target="Plan antagen", kind="aktivitet", status="påbörjad")
    outcome = commands.goals(report(activity))
    assert outcome.summary["measures"]["with_outcome"] == 1
    assert not found(outcome, "outcomes-missing")


def test_a_measure_of_a_goal_that_does_not_exist_is_found() -> None:
    assert places(commands.goals(report({**measure(), "goal": "G9"})), "measure-without-goal") == ["Mått!B5"]


def test_a_measure_of_a_unit_that_does_not_exist_is_found() -> None:
    rows: dict[TableLayout, list[Row]] = {
        MEASURES: [measure(unit="musuem")],
        UNITS: [{"id": "museum", "type": "verksamhet"}],
    }
    assert places(commands.goals(workbook(rows)), "measure-unit-unknown") == [str(cell(MEASURES, 1, "unit"))]


def test_the_attainments_are_counted_in_the_summary() -> None:
    outcome = commands.goals(report(measure(outcome=81), {**measure(outcome=10), "id": "M2"}))
    assert outcome.summary["measures"] == {"total": 2, "with_outcome": 2, "met": 1, "not_met": 1}


@pytest.mark.parametrize(
    ("row", "sheets"),
    [
        (earlier("2019-04", 10, key="M9"), ["Mått"]),
        (earlier("2019-04", 10, key=""), ["Mått"]),
        (earlier("2019-04", 10, kind="belopp"), ["Rader", "Verksamheter", "Resultat", "Anslag"]),
    ],
)
def test_history_of_what_the_workbook_does_not_have_is_named(row: Row, sheets: list[str]) -> None:
    (finding,) = found(commands.goals(report(measure(), history=(row,))), "history-unknown")
    assert finding.cell == cell(HISTORY, 1, "key")
    assert finding.parts["sheets"] == sheets


def test_history_of_an_amount_is_of_a_row_in_a_table_of_money() -> None:
    book = workbook({UNITS: [{"id": "museum"}], HISTORY: [earlier("2019-04", 10, kind="belopp", key="museum")]})
    assert found(commands.goals(book), "history-unknown") == []


def test_two_rows_of_history_for_the_same_measure_and_period_are_named() -> None:
    history = (earlier("2019-04", 10), earlier("2018-04", 10), earlier("2019-04", 12, key="m1"))
    (finding,) = found(commands.goals(report(measure(), history=history)), "history-twice")
    assert finding.cell == cell(HISTORY, 3, "period")
    assert finding.parts == {"id": "M1", "earlier": cell(HISTORY, 1, "period")}
