from __future__ import annotations

import pytest

from runxl.compute.forecast import is_below_actual
from runxl.domain.line import RowType
from tests.compute.lines import line

ONE_WAY = (RowType.REVENUE, RowType.COST, RowType.DEPRECIATION)


@pytest.mark.parametrize("type_", ONE_WAY)
def test_a_forecast_below_the_actuals_cannot_be(type_: RowType) -> None:
    assert is_below_actual(line(type_, actual=100, full_year_forecast=92))
    assert is_below_actual(line(type_, actual=-100, full_year_forecast=-92))


@pytest.mark.parametrize("type_", ONE_WAY)
def test_a_forecast_of_what_is_booked_can_be(type_: RowType) -> None:
    assert not is_below_actual(line(type_, actual=100, full_year_forecast=100))


def test_a_forecast_of_nothing_cannot_be_when_something_is_booked() -> None:
    assert is_below_actual(line(RowType.COST, actual=-100, full_year_forecast=0))


@pytest.mark.parametrize("type_", [type_ for type_ in RowType if type_ not in ONE_WAY])
def test_a_result_can_fall_again(type_: RowType) -> None:
    assert not is_below_actual(line(type_, actual=4, full_year_forecast=2))


def test_a_forecast_of_the_other_sign_states_a_repayment_openly() -> None:
    assert not is_below_actual(line(RowType.COST, actual=-5, full_year_forecast=1))


@pytest.mark.parametrize("known", [{"actual": 100}, {"full_year_forecast": 92}, {}])
def test_nothing_is_said_of_what_is_unknown(known: dict[str, float]) -> None:
    assert not is_below_actual(line(RowType.COST, **known))
