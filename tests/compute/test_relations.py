from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runxl.compute.relations import Examined, Relation, RelationKind, Term, examine
from runxl.domain.amount import Printed, rounded
from runxl.domain.finding import Verdict
from runxl.grid import Address

CELL = Address("Verksamheter", 12, 7)
UNITS = (1330, 1977, 328, 7, 491, 0, 0)


def examined(stated: str, *terms: str, decimals: int | None = None, precision: int | None = None) -> Examined:
    """Return the verdict on a sum; `decimals` are those that its numbers are published with."""

    def printed(text: str) -> Printed:
        return Printed(Decimal(text)) if decimals is None else Printed.published(Decimal(text), decimals)

    parts = tuple(Term(Decimal(1), CELL, printed(term)) for term in terms)
    return examine(Relation(RelationKind.TOTAL, CELL, printed(stated), parts, "tkr", precision))


def test_a_sum_that_agrees_is_exact() -> None:
    assert examined("100", "92", "8").verdict is Verdict.EXACT


def test_seven_published_rows_and_their_total_may_differ_by_four() -> None:
    result = examined("4134", *map(str, UNITS), decimals=0)
    assert result == (Verdict.EXPLAINED, Decimal(4133), Decimal(1), Decimal("4.0"))


@pytest.mark.parametrize(("total", "verdict"), [(4137, Verdict.EXPLAINED), (4138, Verdict.IMPOSSIBLE)])
def test_a_difference_of_four_is_explained_and_one_of_five_is_not(total: int, verdict: Verdict) -> None:
    assert examined(str(total), *map(str, UNITS), decimals=0).verdict is verdict


def test_two_swapped_digits_are_impossible() -> None:
    assert examined("4314", *map(str, UNITS), decimals=0).verdict is Verdict.IMPOSSIBLE


def test_numbers_that_are_not_published_leave_no_room_for_rounding() -> None:
    assert examined("4134", *map(str, UNITS)).verdict is Verdict.IMPOSSIBLE


def test_a_difference_is_stated_less_computed() -> None:
    assert examined("98", "100").difference == -2


@pytest.mark.parametrize(("decimals", "tolerance"), [(0, "1.5"), (1, "0.15"), (2, "0.015")])
def test_more_decimals_leave_less_room(decimals: int, tolerance: str) -> None:
    assert examined("100", "92", "8", decimals=decimals).tolerance == Decimal(tolerance)


def test_a_tenth_and_two_tenths_are_three_tenths_whoever_added_them() -> None:
    spreadsheets = repr(0.1 + 0.2)
    assert examined(spreadsheets, "0.1", "0.2").verdict is Verdict.EXACT
    assert examined("0.3", "0.1", "0.2").verdict is Verdict.EXACT


def test_the_digits_of_the_largest_term_count_where_terms_cancel() -> None:
    spreadsheets = repr(54.1 - 54.0)
    assert examined(spreadsheets, "54.1", "-54").verdict is Verdict.EXACT


@pytest.mark.parametrize(("thousands", "millions"), [("4134", "4"), ("4225", "4"), ("4500", "5"), ("-2500", "-3")])
def test_thousands_are_rounded_before_they_are_compared_with_millions(thousands: str, millions: str) -> None:
    in_millions = Decimal(thousands) / 1000
    assert examined(millions, str(in_millions), precision=0).verdict is Verdict.EXACT


def test_thousands_that_round_to_another_million_do_not_agree() -> None:
    assert examined("4", "4.5", precision=0).verdict is Verdict.IMPOSSIBLE


def test_a_coefficient_widens_the_interval_by_its_size() -> None:
    scaled = Term(Decimal("0.001"), CELL, Printed.published(Decimal(4134), 0))
    relation = Relation(RelationKind.ACROSS_UNITS, CELL, Printed.published(Decimal(4), 0), (scaled,), "mnkr", 0)
    assert examine(relation).tolerance == Decimal("0.5005")


@given(st.lists(st.integers(-(10**9), 10**9).map(lambda number: Decimal(number).scaleb(-2)), min_size=1, max_size=12))
def test_rounding_alone_never_makes_a_published_sum_impossible(true: list[Decimal]) -> None:
    printed = [str(rounded(amount, 0)) for amount in true]
    total = str(rounded(sum(true, Decimal(0)), 0))
    assert examined(total, *printed, decimals=0).verdict is not Verdict.IMPOSSIBLE


@given(st.lists(st.integers(-(10**11), 10**11).map(lambda number: number / 100), min_size=1, max_size=12))
def test_a_sum_of_doubles_is_exact(doubles: list[float]) -> None:
    assert examined(repr(sum(doubles)), *map(repr, doubles)).verdict is Verdict.EXACT
