from __future__ import annotations

from decimal import Decimal

import pytest

from runxl.compute.slips import Cause, scale_slips, typing_slips


def values(stated: str, cause: Cause) -> set[Decimal]:
    number = Decimal(stated)
    return {slip.value for slip in (*typing_slips(number), *scale_slips(number)) if slip.cause is cause}


@pytest.mark.parametrize(
    ("stated", "cause", "right"),
    [
        ("-12", Cause.SIGN, {"12"}),
        ("123", Cause.DIGITS_SWAPPED, {"213", "132", "321"}),
        ("-1.2", Cause.DIGITS_SWAPPED, {"-2.1"}),
        ("1223", Cause.DIGIT_DOUBLED, {"123"}),
        ("123", Cause.DIGIT_DOUBLED, set()),
        ("12", Cause.COMMA, {"1.2", "120", "0.12", "1200"}),
        ("12", Cause.THOUSAND, {"0.012", "12000"}),
    ],
)
def test_what_a_number_may_have_been(stated: str, cause: Cause, right: set[str]) -> None:
    assert values(stated, cause) == set(map(Decimal, right))


def test_one_digit_wrong_is_nine_numbers_for_every_digit() -> None:
    assert len(values("47", Cause.DIGIT_WRONG)) == 18
    assert Decimal(77) in values("47", Cause.DIGIT_WRONG)


def test_a_missing_digit_may_have_stood_first_last_or_between() -> None:
    assert {Decimal(147), Decimal(417), Decimal(471)} <= values("47", Cause.DIGIT_MISSING)


def test_nothing_is_a_slip_of_zero() -> None:
    assert [*typing_slips(Decimal(0)), *scale_slips(Decimal(0))] == []


def test_a_number_in_a_coarser_unit_has_lost_what_was_rounded_off() -> None:
    # 2 mnkr was 1 500 to 2 500 tkr
    coarse = [slip for slip in scale_slips(Decimal(2)) if slip.cause is Cause.THOUSAND and slip.reach]
    assert [(slip.value, slip.reach) for slip in coarse] == [(Decimal(2000), Decimal(500))]


def test_the_fewer_numbers_a_cause_could_have_made_the_likelier_is_each() -> None:
    slips = list(typing_slips(Decimal(1797)))
    swap = max(slip.likelihood for slip in slips if slip.cause is Cause.DIGITS_SWAPPED)
    assert swap > max(slip.likelihood for slip in slips if slip.cause is Cause.DIGIT_WRONG)
