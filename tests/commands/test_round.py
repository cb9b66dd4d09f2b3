"""What is printed when a workbook is rounded: the report's own tables, and small ones worked out by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from runxl import commands, language
from runxl.commands.round import presented, wanted
from runxl.domain.finding import Severity
from runxl.domain.line import CostSign
from runxl.errors import CallError, WorkbookError
from runxl.grid import CellError, Content
from runxl.hosts.opening import open_book
from runxl.layout import APPROPRIATION, LINES, RESULT, UNITS, words
from runxl.layout.words import COST_SIGN
from runxl.templates.shipped import template
from tests.reports import PRINTED, unit_rows
from tests.workbooks import cell, filled, numbers, places, typed, workbook

if TYPE_CHECKING:
    from runxl.commands.round import Presentation
    from runxl.grid import Snapshot
    from runxl.layout import TableLayout
    from tests.workbooks import Row

PUBLISHED = words.TOTALS_PUBLISHED


def report() -> Snapshot:
    return workbook(PRINTED, totaler=PUBLISHED)


def column(presentation: Presentation, layout: TableLayout, key: str) -> list[str]:
    """Return the printed numbers of a column from the top, as plain text."""
    table = next(table for table in presentation.tables if table.layout is layout)
    return [f"{row.numbers[key].normalize():f}" if key in row.numbers else "" for row in table.rows]


def test_a_number_too_large_to_count_with_is_not_printed() -> None:
    printed = presented(typed(report(), cell(UNITS, 2, "variance"), Decimal("1e300")), wanted("tkr"))
    assert not column(printed, UNITS, "variance")[1]


def test_the_printed_result_table_in_mnkr_stays_as_it_is() -> None:
    printed = presented(report(), wanted("mnkr"))
    assert column(printed, RESULT, "actual") == ["133", "104", "16", "13", "-131", "-20", "-92", "-19", "2", "0", "2"]
    assert column(printed, RESULT, "forecast_variance") == ["3", "0", "1", "2", "1", "2", "0", "-1", "4", "0", "4"]


def test_the_units_in_mnkr_add_up_to_the_result_that_the_committee_reads() -> None:
    # nearest: 1 + 2 + 0 + 0 + 0 is not 4, so 491 tkr is printed as 1 (it is 9 tkr from the middle; 328 is 172 from it)
    printed = presented(report(), wanted("mnkr"))
    assert column(printed, UNITS, "variance") == ["1", "2", "0", "0", "1", "0", "0", "4"]
    # nearest: 2 + 2 + 0 + 0 + 1 is not 4, so 1 500 tkr, which is the middle itself, is printed as 1
    assert column(printed, UNITS, "forecast_variance") == ["1", "2", "0", "0", "1", "0", "0", "4"]
    assert printed.outcome.findings == ()


def test_the_appropriation_in_whole_mnkr_keeps_its_totals() -> None:
    # decided 22.6 + 73.9 + 0.7 = 97.2: 23 + 74 + 1 is one too many, and 22.6 is nearest to going down
    printed = presented(report(), wanted("mnkr"))
    assert column(printed, APPROPRIATION, "full_year_budget") == ["70", "90", "2", "162"]
    assert column(printed, APPROPRIATION, "decided") == ["22", "74", "1", "97"]
    assert column(printed, APPROPRIATION, "paid_out") == ["29", "25", "0", "54"]


def test_numbers_turned_from_their_nearest_are_marked_and_counted() -> None:
    printed = presented(report(), wanted("mnkr"))
    units = next(table for table in printed.tables if table.layout is UNITS)
    assert [sorted(row.turned) for row in units.rows] == [["forecast_variance"], [], [], [], ["variance"], [], [], []]
    # with 22.6 in Anslag
    assert printed.outcome.summary["rounding"]["turned"] == 3


def test_one_decimal_leaves_an_appropriation_that_was_printed_with_one() -> None:
    printed = presented(report(), wanted("mnkr", "1"))
    assert column(printed, APPROPRIATION, "decided") == ["22.6", "73.9", "0.7", "97.2"]
    result = next(table for table in printed.tables if table.layout is RESULT)
    # whole mnkr were published, so no decimal is shown
    assert result.decimals["actual"] == 0
    assert printed.outcome.findings == ()


def test_a_total_that_no_rounding_mends_is_named_with_both_numbers() -> None:
    printed = presented(report(), wanted("tkr"))
    assert column(printed, UNITS, "variance")[-1] == "4134"
    assert places(printed.outcome, "rounding-breaks-sum") == ["Verksamheter!G12"]
    (finding,) = (one for one in printed.outcome.findings if one.rule == "rounding-breaks-sum")
    assert numbers(finding) == [4134, 4133, 1, None]
    assert finding.severity is Severity.WARNING
    assert printed.outcome.summary["rounding"]["broken"] == 1


def test_a_table_published_in_mnkr_is_not_shown_in_tkr() -> None:
    printed = presented(report(), wanted("tkr"))
    units = {table.sheet: table.unit for table in printed.tables}
    assert units == {"Resultat": "mnkr", "Verksamheter": "tkr", "Anslag": "mnkr"}
    assert column(printed, RESULT, "actual")[0] == "133"
    assert [finding.parts["sheet"] for finding in printed.outcome.findings if finding.cell is None] == [
        "Resultat",
        "Anslag",
    ]


def test_a_total_that_is_wrong_before_rounding_is_an_error_and_is_not_rounded_into_place() -> None:
    rows: list[Row] = [*unit_rows()[:-1], {**unit_rows()[-1], "variance": 4534}]
    printed = presented(workbook({UNITS: rows}, totaler=PUBLISHED), wanted("mnkr"))
    assert places(printed.outcome, "rounding-of-wrong-sum") == ["Verksamheter!G12"]
    assert printed.outcome.has_errors
    # 1 + 2 + 0 + 0 + 0, each nearest, and 4 534 is nearest 5
    assert column(printed, UNITS, "variance") == ["1", "2", "0", "0", "0", "0", "0", "5"]


@pytest.mark.parametrize(
    ("layout", "row", "key", "stands", "rule"),
    [
        (UNITS, 2, "variance", "1 797", "number-as-text"),
        (RESULT, 2, "actual", "kommer", "text-not-number"),
        (RESULT, 2, "actual", CellError("#REF!"), "excel-error"),
        (RESULT, 3, "forecast_variance", Content(CellError("#DIV/0!"), "1/0"), "excel-error"),
    ],
)
def test_a_number_that_cannot_be_read_is_an_error(
    layout: TableLayout, row: int, key: str, stands: object, rule: str
) -> None:
    place = cell(layout, row, key)
    printed = presented(typed(report(), place, stands), wanted("mnkr"))
    assert places(printed.outcome, rule) == [str(place)]
    assert printed.outcome.has_errors
    assert "alla övriga" in language.sentence_of(printed.outcome.message)


def test_an_empty_cell_among_numbers_is_noted_as_its_sums_are_not_tested() -> None:
    place = cell(APPROPRIATION, 1, "full_year_budget")
    printed = presented(typed(report(), place, None), wanted("mnkr"))
    assert places(printed.outcome, "rounding-lacks-number") == [str(place)]
    assert not printed.outcome.has_errors


def test_an_empty_total_of_numbers_is_noted() -> None:
    place = cell(UNITS, 8, "variance")
    printed = presented(typed(report(), place, None), wanted("mnkr"))
    assert places(printed.outcome, "rounding-lacks-number") == [str(place)]


def test_an_empty_line_of_a_unit_is_noted_but_not_the_sum_that_its_formula_leaves_empty() -> None:
    lines: list[Row] = [
        {"id": "r1", "unit": "u", "type": "intäkt", "actual": 1400},
        {"id": "r2", "unit": "u", "type": "kostnad"},
    ]
    units: list[Row] = [
        {"id": "u", "type": "verksamhet", "parent": "summa"},
        {"id": "v", "type": "verksamhet", "parent": "summa", "actual": 1},
        {"id": "summa", "type": "summa"},
    ]
    book = filled(workbook({LINES: lines, UNITS: units}), commands.variances)
    printed = presented(book, wanted("mnkr"))
    assert places(printed.outcome, "rounding-lacks-number") == [str(cell(LINES, 2, "actual"))]


def test_amounts_that_were_never_published_are_unknown_and_not_missing() -> None:
    assert {row.get("actual") for row in unit_rows()} == {None}
    rows: list[Row] = [*unit_rows()[:-1], {**unit_rows()[-1], "actual": -43000}]
    printed = presented(workbook({UNITS: rows}, totaler=PUBLISHED), wanted("mnkr"))
    assert places(printed.outcome, "rounding-lacks-number") == []


def test_the_sentence_says_that_the_others_hold_where_a_sum_is_wrong_already() -> None:
    rows: list[Row] = [*unit_rows()[:-1], {**unit_rows()[-1], "variance": 4534}]
    printed = presented(workbook({UNITS: rows}, totaler=PUBLISHED), wanted("mnkr"))
    assert language.sentence_of(printed.outcome.message).endswith("; alla övriga 1 samband stämmer.")


def test_one_that_no_rounding_mends_is_one_of_the_others_where_a_sum_is_wrong_already() -> None:
    wrong = {"id": "a", "type": "verksamhet", "actual": 3, "budget": 1, "variance": 4000}
    rows: list[Row] = [*unit_rows(), wrong]
    printed = presented(workbook({UNITS: rows}, totaler=PUBLISHED), wanted("tkr"))
    assert "1 av övriga 2 samband går inte att få att stämma" in language.sentence_of(printed.outcome.message)


def test_only_tables_in_the_wanted_unit_are_counted_as_rounded_to_it() -> None:
    printed = presented(report(), wanted("tkr"))
    counts = printed.outcome.summary["rounding"]
    assert (counts["tables"], counts["numbers"]) == (1, 16)
    assert language.sentence_of(printed.outcome.message).startswith("16 tal i 1 tabell avrundade till")


def test_costs_written_as_positive_numbers_are_taken_off() -> None:
    rows: list[Row] = [
        {"id": "in", "type": "intäkt", "parent": "res", "actual": 10400, "budget": 7600},
        {"id": "ut", "type": "kostnad", "parent": "res", "actual": 3400, "budget": 2600},
        {"id": "res", "type": "resultat"},
    ]
    settings = {"kostnader": COST_SIGN[CostSign.POSITIVE], "enhet_resultat": "tkr"}
    printed = presented(filled(workbook({RESULT: rows}, **settings), commands.variances), wanted("mnkr"))
    # the result 7, 5 and 2 is round; 10.4 - 3.4 is 10 - 3 or 11 - 4, 7.6 - 2.6 is 8 - 3 or 7 - 2
    assert column(printed, RESULT, "variance") == ["3", "-1", "2"]
    incomes, costs, results = (
        [int(column(printed, RESULT, key)[row]) for key in ("actual", "budget")] for row in range(3)
    )
    assert results == [7, 5]
    assert [income - cost for income, cost in zip(incomes, costs, strict=True)] == results
    assert incomes[0] - incomes[1] == 3
    assert printed.outcome.findings == ()


def test_a_result_that_the_units_cannot_reach_is_named_with_their_total() -> None:
    # three whole mnkr typed for each of two lines may be 2.5, so 6 and 4.2 may be the same money; in print they differ
    keys = {"budget": 0}
    result: list[Row] = [
        {"id": "a", "type": "intäkt", "parent": "res", "actual": 3, **keys},
        {"id": "b", "type": "intäkt", "parent": "res", "actual": 3, **keys},
        {"id": "res", "type": "resultat"},
    ]
    units: list[Row] = [
        {"id": "u", "type": "verksamhet", "parent": "summa", "actual": 4200, **keys},
        {"id": "summa", "type": "summa"},
    ]
    book = filled(workbook({RESULT: result, UNITS: units}), commands.variances)
    printed = presented(book, wanted("mnkr"))
    (finding,) = printed.outcome.findings
    assert (finding.rule, str(finding.cell)) == ("rounding-breaks-units", "Resultat!G7")
    assert numbers(finding) == [6, 4, 2, None]


def test_a_unit_is_printed_as_the_sum_of_its_lines() -> None:
    lines = [
        {"id": "r1", "unit": "u", "label": "In", "type": "intäkt", "actual": 1400},
        {"id": "r2", "unit": "u", "label": "Mer in", "type": "intäkt", "actual": 1300},
        {"id": "r3", "unit": "u", "label": "Ut", "type": "kostnad", "actual": -300},
    ]
    rows: list[Row] = [{"id": "u", "label": "Enheten", "type": "verksamhet"}]
    printed = presented(filled(workbook({LINES: lines, UNITS: rows}), commands.variances), wanted("mnkr"))
    # 1.4 + 1.3 - 0.3 = 2.4: nearest is 1 + 1 - 0 = 2 already
    assert column(printed, LINES, "actual") == ["1", "1", "0"]
    assert column(printed, UNITS, "actual") == ["2"]


def test_the_rest_of_the_year_is_printed_as_the_difference_that_it_is() -> None:
    # 0.4 now and 0.8 for the year leave 0.4: nearest 0, 1 and 0, but 1 - 0 leaves 1
    row: Row = {"id": "u", "type": "verksamhet", "actual": 400, "budget": 0, "full_year_forecast": 800}
    book = filled(workbook({UNITS: [{**row, "full_year_budget": 0}]}), commands.variances)
    printed = presented(book, wanted("mnkr"))
    keys = ("variance", "forecast_variance", "rest_of_year_variance")
    assert [column(printed, UNITS, key) for key in keys] == [["0"], ["1"], ["1"]]


def test_a_changed_forecast_of_positive_costs_keeps_its_sign() -> None:
    # costs up from 2.6 to 3.4 are 0.8 worse: -1 is printed, so the costs are printed as 3 and 4, or as 2 and 3
    row: Row = {"id": "ut", "type": "kostnad", "full_year_forecast": 3400, "previous_forecast": 2600}
    settings = {"kostnader": COST_SIGN[CostSign.POSITIVE], "enhet_resultat": "tkr"}
    printed = presented(filled(workbook({RESULT: [row]}, **settings), commands.variances), wanted("mnkr"))
    keys = ("full_year_forecast", "previous_forecast", "forecast_change")
    assert [column(printed, RESULT, key)[0] for key in keys] in (["4", "3", "-1"], ["3", "2", "-1"])


def test_an_empty_cell_stays_empty() -> None:
    rows: list[Row] = [{"id": "a", "type": "verksamhet", "actual": 1400}, {"id": "b", "type": "verksamhet"}]
    assert column(presented(workbook({UNITS: rows}), wanted("mnkr")), UNITS, "actual") == ["1", ""]


def test_rows_below_the_row_that_they_are_part_of_are_indented() -> None:
    result = next(table for table in presented(report(), wanted("mnkr")).tables if table.layout is RESULT)
    assert [row.depth for row in result.rows] == [0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0]
    assert [row.is_total for row in result.rows] == [False] * 8 + [True, False, True]


def test_in_the_invented_report_every_printed_variance_is_the_difference_beside_it() -> None:
    printed = presented(open_book(template("exempel-fiktiv")).read(), wanted("mnkr"))
    rows = [row.numbers for table in printed.tables for row in table.rows if "variance" in row.numbers]
    assert len(rows) > 20
    assert [row["variance"] - (row["actual"] - row["budget"]) for row in rows] == [0] * len(rows)


def test_a_workbook_without_amounts_is_refused() -> None:
    with pytest.raises(WorkbookError) as refused:
        presented(workbook({}), wanted("mnkr"))
    assert refused.value.code == "rounding-nothing"


@pytest.mark.parametrize(
    ("unit", "decimals", "code"),
    [
        ("kr", "0", "rounding-unit-unknown"),
        ("tkr", "en", "rounding-decimals-wrong"),
        ("tkr", "4", "rounding-decimals-wrong"),
    ],
)
def test_a_unit_or_number_of_decimals_that_is_none_is_refused(unit: str, decimals: str, code: str) -> None:
    with pytest.raises(CallError) as refused:
        wanted(unit, decimals)
    assert refused.value.code == code


def test_the_step_follows_the_decimals() -> None:
    assert wanted("mnkr", "1").step == Decimal("0.1")
