"""Typed amounts in; those that are missing, totals of nothing, and signs that cannot all be meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from runxl import commands, language
from runxl.grid import CellError, Content
from runxl.layout import LINES, RESULT, UNITS
from tests.reports import PRINTED, result_rows
from tests.workbooks import cell, found, places, workbook

if TYPE_CHECKING:
    from tests.workbooks import Row, Rows


def units(*amounts: object, **settings: object) -> list[str]:
    """Return where an amount is missing among units with these actuals and their total."""
    rows: list[Row] = [
        {"id": f"v{number}", "type": "verksamhet", "parent": "summa", "actual": amount}
        for number, amount in enumerate(amounts)
    ]
    book = workbook({UNITS: [*rows, {"id": "summa", "type": "summa"}]}, **settings)
    return places(commands.variances(book), "amount-missing")


def test_an_empty_amount_beside_others_keeps_the_total_from_being_computed() -> None:
    assert units(1, None, 3) == ["Verksamheter!E6"]


def test_a_column_that_is_empty_is_not_used() -> None:
    assert units(None, None) == []


def test_a_text_in_an_amount_has_a_finding_of_its_own() -> None:
    assert units(1, "svårt att bedöma") == []


def test_where_totals_are_published_nothing_is_missing() -> None:
    assert units(1, None, totaler="publicerade") == []


@pytest.mark.parametrize(
    ("stands", "rule"),
    [
        ("1 797", "number-as-text"),
        ("kommer", "text-not-number"),
        (CellError("#REF!"), "excel-error"),
        (Content(CellError("#REF!"), "Blad9!A1"), "excel-error"),
    ],
)
def test_a_published_variance_that_is_no_number_has_a_finding(stands: object, rule: str) -> None:
    book = workbook({UNITS: [{"id": "museet", "type": "verksamhet", "variance": stands}]}, totaler="publicerade")
    assert places(commands.check(book), rule) == ["Verksamheter!G5"]


def test_a_text_typed_over_another_computed_column_of_a_published_table_has_a_finding() -> None:
    row: Row = {"id": "museet", "type": "verksamhet", "variance_share": "2 %", "rest_of_year_variance": " "}
    checked = commands.check(workbook({UNITS: [row]}, totaler="publicerade"))
    assert places(checked, "text-not-number") == [str(cell(UNITS, 1, "variance_share"))]


def test_an_empty_sum_is_not_missing_but_the_amount_below_it_is() -> None:
    rows: list[Row] = [
        {"id": "allt", "type": "summa"},
        {"id": "kultur", "type": "summa", "parent": "allt"},
        {"id": "stab", "type": "verksamhet", "parent": "allt", "actual": 1},
        {"id": "museum", "type": "verksamhet", "parent": "kultur"},
        {"id": "musik", "type": "verksamhet", "parent": "kultur", "actual": 2},
    ]
    assert places(commands.variances(workbook({UNITS: rows})), "amount-missing") == ["Verksamheter!E8"]


def test_an_empty_row_of_rader_says_which_unit_cannot_be_computed() -> None:
    rows: Rows = {
        UNITS: [{"id": "museum", "label": "Museet", "type": "verksamhet"}],
        LINES: [
            {"id": "1", "unit": "museum", "type": "intäkt", "actual": 300},
            {"id": "2", "unit": "museum", "type": "kostnad", "label": "Lokaler"},
        ],
    }
    (finding,) = found(commands.variances(workbook(rows)), "amount-missing")
    assert language.sentence_of_finding(finding) == (
        "Rader!E6 är tom: Lokaler saknar Utfall, så Museet kan inte räknas ut. "
        "Skriv beloppet, eller 0 om det inte finns något."
    )


def test_a_total_that_no_row_is_part_of_is_found() -> None:
    rows: list[Row] = [
        {"id": "museum", "type": "verksamhet", "actual": 1},
        {"id": "summa", "type": "summa", "actual": 1},
    ]
    assert places(commands.variances(workbook({UNITS: rows})), "total-without-parts") == ["Verksamheter!C6"]


@pytest.mark.parametrize("parent", ["summa", "Summa"])
def test_a_total_that_a_row_is_part_of_is_not(parent: str) -> None:
    rows: list[Row] = [
        {"id": "museum", "type": "verksamhet", "parent": parent, "actual": 1},
        {"id": "summa", "type": "summa"},
    ]
    assert not found(commands.variances(workbook({UNITS: rows})), "total-without-parts")


def test_a_total_alone_in_its_table_is_a_committee_without_units() -> None:
    book = workbook({UNITS: [{"id": "summa", "type": "summa", "variance": 1}]}, totaler="publicerade")
    assert not found(commands.variances(book), "total-without-parts")


def test_two_totals_that_are_part_of_nothing_cannot_both_be_the_committees() -> None:
    rows: list[Row] = [
        {"id": "museum", "type": "verksamhet", "parent": "kultur", "actual": 1},
        {"id": "kultur", "type": "summa"},
        {"id": "buss", "type": "verksamhet", "parent": "trafik", "actual": 1},
        {"id": "trafik", "type": "summa"},
    ]
    (finding,) = found(commands.variances(workbook({UNITS: rows})), "several-totals")
    assert (str(finding.cell), finding.parts["labels"]) == ("Verksamheter!C8", ["kultur", "trafik"])


def test_a_total_within_a_total_is_one() -> None:
    rows: list[Row] = [
        {"id": "museum", "type": "verksamhet", "parent": "kultur", "actual": 1},
        {"id": "kultur", "type": "summa", "parent": "allt"},
        {"id": "allt", "type": "summa"},
    ]
    assert not found(commands.variances(workbook({UNITS: rows})), "several-totals")


def costs(*amounts: object) -> list[Row]:
    return [{"id": f"k{number}", "type": "kostnad", "actual": amount} for number, amount in enumerate(amounts)]


@pytest.mark.parametrize(
    ("amounts", "setting", "expected"),
    [
        ((-1, 2, 3), "negativa", ["Resultat!E6"]),
        ((1, -2, -3), "positiva", ["Resultat!E6"]),
        ((-1, 2, -3), "negativa", []),
        ((-1, -2, 3, 4), "negativa", []),
        ((2, 3), "negativa", []),
        ((0, 2, 3), "negativa", []),
    ],
)
def test_most_costs_with_the_other_sign_is_an_error(
    amounts: tuple[object, ...], setting: str, expected: list[str]
) -> None:
    book = workbook({RESULT: costs(*amounts)}, kostnader=setting)
    assert places(commands.variances(book), "sign-against-setting") == expected


def test_costs_of_rader_are_looked_at_too() -> None:
    rows = [{**row, "unit": "museum"} for row in costs(1, 2, 3)]
    outcome = commands.variances(workbook({LINES: rows, UNITS: [{"id": "museum", "type": "verksamhet"}]}))
    assert places(outcome, "sign-against-setting") == ["Rader!E5"]


def test_a_budget_with_another_sign_than_the_actuals_is_found() -> None:
    row: Row = {"id": "personal", "type": "kostnad", "actual": -20, "budget": 19, "full_year_budget": 54}
    (finding,) = found(commands.variances(workbook({RESULT: [row]})), "signs-differ")
    assert language.sentence_of_finding(finding) == (
        "Resultat!F5: Budget för personal har ett annat tecken än Utfall. Är det rätt?"
    )


def test_zero_has_no_sign_and_a_result_may_change_it() -> None:
    rows: list[Row] = [
        {"id": "personal", "type": "kostnad", "actual": 0, "budget": -19},
        {"id": "resultat", "type": "resultat", "actual": 2, "budget": -2},
    ]
    assert not found(commands.variances(workbook({RESULT: rows})), "signs-differ")


@pytest.mark.parametrize("printed", [True, False])
def test_the_real_report_has_none_of_these(printed: bool) -> None:  # noqa: FBT001  (which of two workbooks)
    book = workbook(PRINTED, totaler="publicerade") if printed else workbook({RESULT: result_rows(printed=False)})
    odd = {"amount-missing", "total-without-parts", "several-totals", "sign-against-setting", "signs-differ"}
    assert odd.isdisjoint(finding.rule for finding in commands.variances(book).findings)
