"""What a whole run promises: the same as its parts in turn, and nothing the second time."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runxl import commands
from runxl.domain.finding import Severity
from runxl.grid import Content, Snapshot, applied
from runxl.layout import CHECKS, FINDINGS, GOALS, LINES, MEASURES, PERSPECTIVES, RESULT, UNITS, figures, words
from tests.reports import PRINTED, result_rows
from tests.workbooks import cell, figure, filled, found, typed, workbook

if TYPE_CHECKING:
    from collections.abc import Callable

    from runxl.commands import Outcome
    from tests.workbooks import Row, Rows

numbers = st.none() | st.integers(-(10**7), 10**7).map(lambda number: Decimal(number).scaleb(-2))
ids = st.sampled_from(["a", "b", "c", "d", "e"])
AMOUNT_KEYS = ("actual", "budget", "full_year_forecast", "full_year_budget", "previous_forecast")


def rows_with(columns: dict[str, st.SearchStrategy[object]], most: int = 5) -> st.SearchStrategy[list[Row]]:
    return st.lists(st.fixed_dictionaries(columns), max_size=most)


amounts: dict[str, st.SearchStrategy[object]] = dict.fromkeys(AMOUNT_KEYS, numbers)
small_workbooks = st.builds(
    lambda rows, costs, totals, policy: workbook(rows, kostnader=costs, totaler=totals, sammanvagning=policy),
    st.fixed_dictionaries(
        {
            RESULT: rows_with(
                {"id": ids, "type": st.sampled_from(["intäkt", "kostnad", "resultat"]), "parent": st.none() | ids}
                | amounts
            ),
            UNITS: rows_with(
                {"id": ids, "type": st.sampled_from(["verksamhet", "summa"]), "parent": st.none() | ids} | amounts
            ),
            LINES: rows_with({"id": ids, "unit": ids, "type": st.sampled_from(["intäkt", "kostnad"])} | amounts),
            GOALS: rows_with({"id": ids, "own": st.none() | st.sampled_from(words.ATTAINMENT_NOW)}),
            MEASURES: rows_with(
                {
                    "id": ids,
                    "goal": ids,
                    "kind": st.sampled_from(words.MEASURE_KINDS),
                    "target": st.sampled_from(["80 %", "Öka", "Plan antagen", "20/12", "vet ej", 0]),
                    "outcome": st.sampled_from([None, 81, "22/11", "cirka"]),
                    "status": st.none() | st.sampled_from(words.STATUSES),
                }
            ),
            CHECKS: rows_with(
                {"id": ids, "left": st.sampled_from(["tblResultat[a;Utfall]", "1/0", "=", 4, "E5"]), "right": numbers},
                most=3,
            ),
        }
    ),
    st.sampled_from(list(words.COST_SIGN.values())),
    st.sampled_from([words.TOTALS_COMPUTED, words.TOTALS_PUBLISHED]),
    st.sampled_from(list(words.POLICY.values())),
)


@given(small_workbooks)
@settings(max_examples=60, deadline=None)
def test_a_second_run_writes_nothing(book: Snapshot) -> None:
    assert not commands.run(filled(book, commands.run)).plan


@given(small_workbooks)
@settings(max_examples=30, deadline=None)
def test_a_run_is_variances_then_goals_then_check(book: Snapshot) -> None:
    in_turn = filled(filled(filled(book, commands.variances), commands.goals), commands.check)
    assert filled(book, commands.run) == in_turn


@given(small_workbooks)
@settings(max_examples=30, deadline=None)
def test_a_filled_workbook_has_nothing_out_of_date(book: Snapshot) -> None:
    rules = {finding.rule for finding in commands.check(filled(book, commands.run)).findings}
    assert rules.isdisjoint({"formula-overwritten", "value-differs", "not-computed", "assessment-out-of-date"})


@pytest.mark.parametrize("command", [commands.variances, commands.goals, commands.check])
def test_each_command_alone_writes_nothing_the_second_time(command: Callable[[Snapshot], Outcome]) -> None:
    book = filled(workbook({RESULT: result_rows(printed=False)}), command)
    assert not command(book).plan


def test_a_run_edits_no_cell_that_a_person_fills_in() -> None:
    book = workbook({RESULT: result_rows(printed=False), GOALS: [{"id": "G1", "goal": "Mål"}]})
    inputs = {
        place
        for layout in (RESULT, GOALS)
        for row in range(1, len(book.tables[layout.name].body) + 1)
        for column in layout.columns
        if book.content(place := cell(layout, row, column.key)).value is not None
    }
    assert inputs.isdisjoint(edit.cell for edit in commands.run(book).plan.edits)


def test_a_run_of_the_real_report_counts_its_relations() -> None:
    outcome = commands.run(workbook(PRINTED, totaler="publicerade"))
    assert outcome.summary["relations"] == {"exact": 52, "explained": 1, "impossible": 0}


def test_the_gravest_findings_stand_first() -> None:
    order = [Severity.ERROR, Severity.WARNING, Severity.NOTE]
    rows: Rows = {**PRINTED, CHECKS: [{"id": "K1", "left": 2, "right": 4}]}
    severities = [finding.severity for finding in commands.run(workbook(rows, totaler="publicerade")).findings]
    assert severities == sorted(severities, key=order.index)
    assert set(severities) == set(order)


def test_errors_are_those_that_end_with_status_1() -> None:
    right = workbook({CHECKS: [{"id": "K1", "left": 4, "right": 4}]})
    wrong = workbook({CHECKS: [{"id": "K1", "left": 2, "right": 4}]})
    assert (commands.run(right).has_errors, commands.run(wrong).has_errors) == (False, True)


def rows_of_findings(book: Snapshot) -> list[object]:
    """Return the rules in the table of findings."""
    height = len(book.tables[FINDINGS.name].body)
    return [book.content(cell(FINDINGS, row, "rule")).value for row in range(1, height + 1)]


def two_wrong() -> Snapshot:
    rows = {CHECKS: [{"id": "K1", "left": 2, "right": 4}, {"id": "K2", "left": 1, "right": 3}]}
    return filled(workbook(rows), commands.run)


def test_findings_are_rows_of_fynd() -> None:
    assert rows_of_findings(two_wrong()) == ["own-rule-broken", "own-rule-broken"]


def test_a_finding_links_to_its_cell() -> None:
    book = two_wrong()
    expected = Content("Kontroller!C5", 'HYPERLINK("#\'Kontroller\'!C5","Kontroller!C5")')
    assert book.content(cell(FINDINGS, 1, "cell")) == expected


def test_fynd_grows_with_its_findings() -> None:
    book = two_wrong()
    worse = filled(typed(typed(book, cell(CHECKS, 1, "left"), "två"), cell(CHECKS, 1, "right"), "fyra"), commands.check)
    assert rows_of_findings(worse) == ["own-rule-unreadable", "own-rule-unreadable", "own-rule-broken"]


def test_fynd_shrinks_and_leaves_nothing_below() -> None:
    book = two_wrong()
    better = filled(typed(book, cell(CHECKS, 1, "left"), 4), commands.check)
    assert rows_of_findings(better) == ["own-rule-broken"]
    assert {better.content(cell(FINDINGS, 2, column.key)) for column in FINDINGS.columns} == {Content()}


def test_fynd_is_one_blank_row_where_all_is_well() -> None:
    book = two_wrong()
    for row, value in ((1, 4), (2, 3)):
        book = typed(book, cell(CHECKS, row, "left"), value)
    assert rows_of_findings(filled(book, commands.check)) == [None]


def test_the_cover_counts_the_findings_and_the_relations() -> None:
    book = filled(workbook(PRINTED, totaler="publicerade"), commands.check)
    assert figure(book, figures.RELATIONS) == (
        "53 samband prövade: 52 stämmer exakt, 1 förklaras av avrundning, 0 är omöjliga"
    )
    assert str(figure(book, figures.FINDINGS)).startswith("0 fel, ")


def test_the_cover_shows_the_reports_result() -> None:
    book = filled(workbook(PRINTED, totaler="publicerade"), commands.run)
    names = (figures.ACTUAL, figures.VARIANCE, figures.FORECAST, figures.FORECAST_VARIANCE, figures.MONEY_UNIT)
    assert [figure(book, name) for name in names] == [2, 4, 4, 4, "mnkr"]


def test_the_cover_says_the_period_in_words() -> None:
    book = filled(workbook({}, period="2020-04"), commands.variances)
    assert figure(book, figures.PERIOD) == "januari–april 2020"
    assert figure(book, "rubrik_resultat") == "Belopp i\u00a0mnkr · januari–april 2020"


def test_a_formula_put_back_is_said_by_the_run_and_not_kept_in_fynd() -> None:
    book = workbook({RESULT: [{"id": "a", "type": "intäkt", "actual": 100, "budget": 92, "variance": 9, "cause": "."}]})
    assert found(commands.run(book), "formula-restored")
    assert "formula-restored" not in rows_of_findings(filled(book, commands.run))


def test_a_perspective_is_kept_as_it_is_typed() -> None:
    book = workbook({PERSPECTIVES: [{"id": "s", "label": "Samhälle"}]})
    assert applied(book, commands.run(book).plan).content(cell(PERSPECTIVES, 1, "label")) == Content("Samhälle")


def test_a_formula_replaced_is_said_by_the_run_and_not_kept_in_fynd() -> None:
    own = Content(Decimal(9), "E5-91")
    row: Row = {"id": "a", "type": "intäkt", "actual": 100, "budget": 92, "variance": own, "cause": "."}
    book = workbook({RESULT: [row]})
    assert found(commands.run(book), "formula-replaced")
    assert "formula-replaced" not in rows_of_findings(filled(book, commands.run))
