"""Tables in; which of their sums and differences are exact, explained by rounding, or impossible."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from runxl import commands, language
from runxl.domain.finding import Severity, Verdict
from runxl.grid import Content
from runxl.layout import APPROPRIATION, LINES, RESULT, UNITS
from tests.reports import PRINTED, appropriation_rows, result_rows, unit_rows
from tests.workbooks import at, cell, filled, numbers, places, typed, workbook

if TYPE_CHECKING:
    from runxl.commands import Outcome
    from runxl.domain.finding import Finding
    from runxl.grid import Address, Snapshot
    from runxl.layout import TableLayout
    from tests.workbooks import Row


def published() -> Snapshot:
    return workbook(PRINTED, totaler="publicerade")


def counts(outcome: Outcome) -> tuple[int, ...]:
    """Return how many relations are exact, explained and impossible."""
    return tuple(outcome.summary["relations"][verdict.value] for verdict in Verdict)


def of_relations(outcome: Outcome) -> list[Finding]:
    return [finding for finding in outcome.findings if finding.verdict is not None]


def test_the_reports_53_relations_are_52_exact_and_one_explained() -> None:
    assert counts(commands.check(published())) == (52, 1, 0)


@pytest.mark.parametrize(
    ("layout", "rows", "expected"),
    [
        (RESULT, result_rows(printed=True), (46, 0, 0)),  # 6 columns x 4 sums, 11 rows x 2 differences
        (UNITS, unit_rows(), (1, 1, 0)),
        (APPROPRIATION, appropriation_rows(printed=True), (3, 0, 0)),
    ],
)
def test_each_printed_table_has_its_own(layout: TableLayout, rows: list[Row], expected: tuple[int, ...]) -> None:
    assert counts(commands.check(workbook({layout: rows}, totaler="publicerade"))) == expected


def test_the_total_of_4134_is_explained_by_rounding() -> None:
    (finding,) = of_relations(commands.check(published()))
    assert (finding.rule, finding.severity, str(finding.cell)) == ("total-explained", Severity.NOTE, "Verksamheter!G12")
    assert numbers(finding) == [4134, 4133, 1, 4]


@pytest.mark.parametrize("place", [cell(UNITS, 8, "variance"), cell(UNITS, 2, "variance"), cell(RESULT, 1, "actual")])
def test_a_number_of_sixteen_digits_is_a_finding_and_takes_part_in_no_sum(place: Address) -> None:
    for number in ("1e15", "-1e30", "1e300"):
        outcome = commands.check(typed(published(), place, Decimal(number)))
        assert places(outcome, "number-too-large") == [str(place)]
        assert all(finding.cell != place for finding in of_relations(outcome))


def test_a_number_of_fifteen_digits_is_counted() -> None:
    outcome = commands.check(typed(published(), cell(RESULT, 1, "actual"), Decimal(999999999999999)))
    assert places(outcome, "number-too-large") == []
    assert counts(outcome)[2] > 0


def test_the_finding_says_so_in_swedish() -> None:
    (finding,) = of_relations(commands.check(published()))
    assert language.sentence_of_finding(finding) == (
        "Verksamheter!G12 säger 4\u00a0134\u00a0tkr, raderna ovanför ger 4\u00a0133. "
        "Skillnaden 1 ryms i avrundningen (högst 4)."
    )


@pytest.mark.parametrize(
    ("layout", "row", "key", "swapped", "rules"),
    [
        (UNITS, 8, "variance", 4314, {"total-impossible"}),
        (UNITS, 2, "variance", 1797, {"total-impossible"}),
        (RESULT, 1, "actual", 313, {"of-which-impossible", "result-impossible", "variance-impossible"}),
        (RESULT, 6, "full_year_forecast", -25, {"of-which-impossible", "variance-impossible"}),
        (APPROPRIATION, 4, "paid_out", 59.3, {"total-impossible"}),
    ],
)
def test_a_swapped_digit_is_impossible(
    layout: TableLayout, row: int, key: str, swapped: float, rules: set[str]
) -> None:
    outcome = commands.check(typed(published(), cell(layout, row, key), swapped))
    errors = {finding.rule for finding in of_relations(outcome) if finding.severity is Severity.ERROR}
    assert errors == rules


def test_a_unit_typed_in_kronor_is_found_across_tables_too() -> None:
    outcome = commands.check(typed(published(), cell(UNITS, 8, "variance"), 4134000))
    assert places(outcome, "across-units-impossible") == ["Resultat!G15"]


@pytest.mark.parametrize(("total", "exact"), [(4134, True), (3500, True), (4499, True), (3499, False), (4500, False)])
def test_thousands_agree_with_the_million_that_they_round_to(
    total: int,
    exact: bool,  # noqa: FBT001  (what the row expects)
) -> None:
    outcome = commands.check(typed(published(), cell(UNITS, 8, "variance"), total))
    assert (not [finding for finding in of_relations(outcome) if finding.rule.startswith("across")]) is exact


def test_both_tables_may_be_in_millions() -> None:
    rows = {
        RESULT: [{"id": "resultat", "type": "resultat", "variance": 4}],
        UNITS: [{"id": "summa", "type": "summa", "variance": 6}],
    }
    outcome = commands.check(workbook(rows, totaler="publicerade", enhet_verksamheter="mnkr"))
    assert places(outcome, "across-units-impossible") == ["Resultat!G5"]


def test_a_relation_with_an_unknown_number_is_not_examined() -> None:
    outcome = commands.check(typed(published(), cell(RESULT, 2, "actual"), None))
    assert sum(counts(outcome)) == 51


def test_a_units_total_is_held_against_its_rows_in_rader() -> None:
    rows = {
        UNITS: [{"id": "museum", "type": "verksamhet", "actual": 210}],
        LINES: [{"id": "1", "unit": "museum", "type": "intäkt", "actual": 200}],
    }
    assert places(commands.check(workbook(rows, totaler="publicerade")), "lines-impossible") == ["Verksamheter!E5"]


def test_published_decimals_are_those_of_the_column() -> None:
    rows: list[Row] = [
        {"id": "a", "type": "verksamhet", "parent": "summa", "variance": 1.5},
        {"id": "b", "type": "verksamhet", "parent": "summa", "variance": 2},
        {"id": "summa", "type": "summa", "variance": 4},
    ]
    (finding,) = of_relations(commands.check(workbook({UNITS: rows}, totaler="publicerade")))
    assert (finding.rule, finding.tolerance) == ("total-impossible", Decimal("0.15"))


def test_costs_written_positive_are_held_against_each_other_by_the_same_sign() -> None:
    rows: list[Row] = [
        {"id": "int", "type": "intäkt", "parent": "res", "actual": 133, "budget": 127, "variance": 6},
        {"id": "kost", "type": "kostnad", "parent": "res", "actual": 131, "budget": 129, "variance": -2},
        {"id": "res", "type": "resultat", "actual": 2, "budget": -2, "variance": 4},
    ]
    outcome = commands.check(workbook({RESULT: rows}, totaler="publicerade", kostnader="positiva"))
    assert counts(outcome) == (6, 0, 0)


def as_a_spreadsheet_recalculates(book: Snapshot, layout: TableLayout, ids: list[str]) -> Snapshot:
    """Return the workbook with variances as doubles subtract: 54.1 - 54 is 0.10000000000000142."""
    for row, id_ in enumerate(ids, start=1):
        actual, budget = (float(str(at(book, layout, id_, key).value)) for key in ("actual", "budget"))
        place = cell(layout, row, "variance")
        value = Content(Decimal(repr(actual - budget)), book.content(place).formula)
        book = typed(book, place, value)
    return book


def test_what_doubles_make_of_decimals_is_never_a_finding() -> None:
    rows: list[Row] = [
        {"id": "a", "type": "verksamhet", "parent": "summa", "actual": 5000.1, "budget": 5000, "cause": "."},
        {"id": "b", "type": "verksamhet", "parent": "summa", "actual": 54.1, "budget": 54, "cause": "."},
        {"id": "summa", "type": "summa"},
    ]
    book = filled(workbook({UNITS: rows}), commands.run)
    recalculated = as_a_spreadsheet_recalculates(book, UNITS, ["a", "b", "summa"])
    assert recalculated != book
    outcome = commands.check(recalculated)
    assert [finding.rule for finding in outcome.findings] == []


@pytest.mark.parametrize(
    ("layout", "row", "key", "value", "rule"),
    [
        (RESULT, 1, "rest_of_year_variance", -30, "variance-impossible"),  # 3 - 6 = -3
        (RESULT, 2, "rest_of_year_variance", 1, "variance-explained"),  # 0 - 0, each within a half
        (RESULT, 5, "variance_share", -0.61, "share-impossible"),  # -2 / 129 = -1.6 %
        (RESULT, 5, "variance_share", -0.012, "share-explained"),  # -1.5 / 129 = -1.2 %
        (APPROPRIATION, 4, "decided_share", 0.06, "share-impossible"),  # 97.2 / 162 = 60 %
        (APPROPRIATION, 4, "left_to_pay", 180.1, "variance-impossible"),  # 162 - 53.9 = 108.1
    ],
)
def test_a_computed_column_that_was_published_is_held_against_the_row(
    layout: TableLayout, row: int, key: str, value: float, rule: str
) -> None:
    outcome = commands.check(typed(published(), place := cell(layout, row, key), value))
    assert sum(counts(outcome)) == 54
    assert places(outcome, rule) == [str(place)]


@pytest.mark.parametrize(
    ("key", "value"),
    [("rest_of_year_variance", -3), ("variance_share", 0.05), ("variance_share", 0.047), ("variance_share", 0.0472)],
)
def test_a_published_column_that_is_right_is_exact(key: str, value: float) -> None:
    assert counts(commands.check(typed(published(), cell(RESULT, 1, key), value))) == (53, 1, 0)  # 6 / 127 = 4.724 %


def test_a_published_share_is_as_exact_as_its_column() -> None:
    book = typed(published(), cell(APPROPRIATION, 1, "paid_share"), 0.409)  # 28.6 / 70 = 40.9 %
    assert places(commands.check(typed(book, cell(APPROPRIATION, 2, "paid_share"), 0.28)), "share-impossible") == []
    assert counts(commands.check(typed(book, cell(APPROPRIATION, 2, "paid_share"), 0.281))) == (54, 1, 0)
    assert places(commands.check(typed(book, cell(APPROPRIATION, 2, "paid_share"), 0.218)), "share-impossible")


def test_nothing_is_a_published_share_of_zero() -> None:
    book = typed(published(), cell(RESULT, 11, "forecast_variance_share"), 0.5)
    assert counts(commands.check(book)) == (52, 1, 0)


def test_a_wrong_share_is_said_in_per_cent() -> None:
    outcome = commands.check(typed(published(), cell(APPROPRIATION, 4, "decided_share"), 0.06))
    (finding,) = [finding for finding in outcome.findings if finding.rule == "share-impossible"]
    assert language.sentence_of_finding(finding) == (
        "Anslag!H8 säger 6\u00a0%, kolumnerna till vänster ger 60. Skillnaden 54 kan inte vara avrundning (högst 0,72)."
    )


def test_a_formula_in_a_published_workbook_promises_nothing_more() -> None:
    assert counts(commands.check(filled(published(), commands.variances))) == (52, 1, 0)


@pytest.mark.parametrize(("total", "expected"), [(6, []), (5.9, ["Resultat!G6"])])
def test_computed_totals_in_the_same_unit_differ_by_nothing(total: float, expected: list[str]) -> None:
    rows: dict[TableLayout, list[Row]] = {
        RESULT: [
            {"id": "intakter", "type": "intäkt", "parent": "resultat", "actual": 106, "budget": 100, "cause": "."},
            {"id": "resultat", "type": "resultat"},
        ],
        UNITS: [
            {"id": "buss", "type": "verksamhet", "parent": "summa", "actual": total, "budget": 0, "cause": "."},
            {"id": "summa", "type": "summa"},
        ],
    }
    book = filled(workbook(rows, enhet_verksamheter="mnkr"), commands.variances)
    assert places(commands.check(book), "across-units-impossible") == expected
