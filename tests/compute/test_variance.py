from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runxl.compute.variance import (
    DECIDED_SHARE,
    FORECAST_CHANGE,
    FORECAST_VARIANCE,
    FORECAST_VARIANCE_SHARE,
    LEFT_TO_DECIDE,
    LEFT_TO_PAY,
    PAID_SHARE,
    PREVIOUS_YEAR_CHANGE,
    REST_OF_YEAR,
    ROW_RULES,
    VARIANCE,
    VARIANCE_SHARE,
    Difference,
    Share,
    cost_factor,
)
from runxl.domain.line import CostSign, RowType
from tests.compute.lines import amounts

NEGATIVE, POSITIVE = CostSign.NEGATIVE, CostSign.POSITIVE
tkr = st.integers(-(10**9), 10**9).map(Decimal)


def test_more_revenue_than_budget_is_favourable() -> None:
    assert VARIANCE.of(amounts(actual=133, budget=127)) == 6


def test_a_higher_cost_than_budget_is_unfavourable() -> None:
    assert VARIANCE.of(amounts(actual=-131, budget=-129)) == -2


def test_a_higher_cost_is_unfavourable_where_costs_have_no_minus_sign() -> None:
    assert VARIANCE.of(amounts(actual=131, budget=129), cost_factor(RowType.COST, POSITIVE)) == -2


def test_a_lower_cost_is_favourable_where_costs_have_no_minus_sign() -> None:
    forecast = amounts(full_year_forecast=380, full_year_budget=381)
    assert FORECAST_VARIANCE.of(forecast, cost_factor(RowType.COST, POSITIVE)) == 1


def test_revenue_is_the_same_whichever_way_costs_are_written() -> None:
    assert [cost_factor(RowType.REVENUE, sign) for sign in CostSign] == [1, 1]


@pytest.mark.parametrize("type_", [RowType.COST, RowType.DEPRECIATION])
def test_only_costs_and_depreciation_are_turned(type_: RowType) -> None:
    assert (cost_factor(type_, NEGATIVE), cost_factor(type_, POSITIVE)) == (1, -1)
    others = set(RowType) - {RowType.COST, RowType.DEPRECIATION}
    assert {cost_factor(other, POSITIVE) for other in others} == {1}


@given(tkr, tkr)
def test_a_variance_is_the_same_both_ways_of_writing_costs(actual: Decimal, budget: Decimal) -> None:
    with_sign = VARIANCE.of({"actual": actual, "budget": budget}, cost_factor(RowType.COST, NEGATIVE))
    without = VARIANCE.of({"actual": -actual, "budget": -budget}, cost_factor(RowType.COST, POSITIVE))
    assert with_sign == without


@pytest.mark.parametrize("known", [{"actual": 133}, {"budget": 127}, {}])
def test_an_unknown_amount_makes_the_variance_unknown(known: dict[str, float]) -> None:
    assert VARIANCE.of(amounts(**known)) is None


def test_zero_is_known() -> None:
    assert VARIANCE.of(amounts(actual=0, budget=0)) == 0


def test_a_share_is_of_the_budgets_size() -> None:
    assert VARIANCE_SHARE.of(amounts(variance=-2, budget=-100)) == Decimal("-0.02")
    assert FORECAST_VARIANCE_SHARE.of(amounts(forecast_variance=3, full_year_budget=300)) == Decimal("0.01")


def test_there_is_no_share_of_a_zero_budget() -> None:
    assert VARIANCE_SHARE.of(amounts(variance=5, budget=0)) is None


def test_there_is_no_share_of_an_unknown_budget() -> None:
    assert VARIANCE_SHARE.of(amounts(variance=1977, budget=None)) is None


@pytest.mark.parametrize(("now", "year", "rest"), [(1977, 1755, -222), (1330, 1500, 170), (7, 0, -7), (0, 0, 0)])
def test_the_rest_of_the_year_is_the_years_variance_less_what_has_been(now: int, year: int, rest: int) -> None:
    assert REST_OF_YEAR.of(amounts(variance=now, forecast_variance=year)) == rest


def test_the_rest_of_the_year_is_never_turned_by_how_costs_are_written() -> None:
    assert REST_OF_YEAR.of(amounts(variance=-2, forecast_variance=1), factor=-1) == 3


def test_a_forecast_that_has_become_costlier_is_a_change_for_the_worse() -> None:
    worse = amounts(full_year_forecast=110, previous_forecast=100)
    assert FORECAST_CHANGE.of(worse, cost_factor(RowType.COST, POSITIVE)) == -10


def test_more_revenue_than_the_year_before_is_favourable() -> None:
    assert PREVIOUS_YEAR_CHANGE.of(amounts(actual=133, previous_year=120)) == 13


def test_an_appropriation_has_this_left_and_these_shares() -> None:
    total = amounts(full_year_budget=162, decided="97.2", paid_out="53.9")
    assert LEFT_TO_DECIDE.of(total) == Decimal("64.8")
    assert LEFT_TO_PAY.of(total) == Decimal("108.1")
    assert DECIDED_SHARE.of(total) == Decimal("0.6")
    paid = PAID_SHARE.of(total)
    assert paid is not None
    assert round(paid, 3) == Decimal("0.333")


def test_every_rule_comes_after_those_that_it_needs() -> None:
    done: set[str] = set()
    keys = {rule.key for rule in ROW_RULES}
    for rule in ROW_RULES:
        needed = {rule.minuend, rule.subtrahend} if isinstance(rule, Difference) else {rule.part, rule.whole}
        assert needed & keys <= done, rule
        done.add(rule.key)


def test_every_rule_of_the_module_is_among_them() -> None:
    here = {value for value in globals().values() if isinstance(value, Difference | Share)}
    assert here == set(ROW_RULES)
