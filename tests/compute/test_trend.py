from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runxl.compute.target import read_target
from runxl.compute.trend import good_direction, trend
from runxl.domain.assessment import Trend
from runxl.domain.measure import Direction, MeasureKind
from tests.compute.measures import amounts, measure

HIGHER, LOWER, UNCHANGED = Direction.HIGHER, Direction.LOWER, Direction.UNCHANGED
BAND = Decimal("0.02")


@pytest.mark.parametrize(
    ("current", "direction", "expected"),
    [
        ("103", HIGHER, Trend.BETTER),
        ("97", HIGHER, Trend.WORSE),
        ("103", LOWER, Trend.WORSE),
        ("97", LOWER, Trend.BETTER),
        ("103", UNCHANGED, Trend.WORSE),
        ("97", UNCHANGED, Trend.WORSE),
        ("102", HIGHER, Trend.UNCHANGED),
        ("98", HIGHER, Trend.UNCHANGED),
        ("102", LOWER, Trend.UNCHANGED),
        ("98", UNCHANGED, Trend.UNCHANGED),
        ("102.1", HIGHER, Trend.BETTER),
    ],
)
def test_from_one_hundred_two_per_cent_either_way_is_unchanged(
    current: str, direction: Direction, expected: Trend
) -> None:
    assert trend(amounts(current), amounts("100"), direction, BAND) is expected


@pytest.mark.parametrize(
    ("current", "expected"), [("0", Trend.UNCHANGED), ("0.1", Trend.BETTER), ("-0.1", Trend.WORSE)]
)
def test_from_zero_every_change_is_one(current: str, expected: Trend) -> None:
    assert trend(amounts(current), amounts("0"), HIGHER, BAND) is expected


def test_the_band_of_a_negative_amount_is_of_its_size() -> None:
    assert trend(amounts("-98"), amounts("-100"), HIGHER, BAND) is Trend.UNCHANGED
    assert trend(amounts("-97"), amounts("-100"), HIGHER, BAND) is Trend.BETTER


@pytest.mark.parametrize(("current", "earlier"), [(None, ("1",)), (("1",), None), (None, None), (("1", "2"), ("1",))])
def test_with_nothing_to_compare_the_trend_is_unknown(
    current: tuple[str, ...] | None, earlier: tuple[str, ...] | None
) -> None:
    now = None if current is None else amounts(*current)
    before = None if earlier is None else amounts(*earlier)
    assert trend(now, before, HIGHER, BAND) is Trend.UNKNOWN


def test_where_no_side_is_the_good_one_the_trend_is_unknown() -> None:
    assert trend(amounts("2"), amounts("1"), None, BAND) is Trend.UNKNOWN


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("110", "110", Trend.BETTER),
        ("110", "100", Trend.BETTER),
        ("100", "101", Trend.UNCHANGED),
        ("100", "90", Trend.WORSE),
        ("90", "90", Trend.WORSE),
        ("110", "90", Trend.UNKNOWN),
    ],
)
def test_of_several_amounts_the_moved_ones_decide(first: str, second: str, expected: Trend) -> None:
    assert trend(amounts(first, second), amounts("100", "100"), HIGHER, BAND) is expected


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("80 %", HIGHER),
        ("> 80 %", HIGHER),
        ("högst 5 dagar", LOWER),
        ("< 5 %", LOWER),
        ("exakt 5", None),
        ("20 personer/12 kommuner", HIGHER),
        ("minst 20 personer/högst 5 dagar", None),
        ("0", None),
        ("Öka", HIGHER),
        ("Bibehåller eller öka", HIGHER),
        ("Minska", LOWER),
        ("Oförändrad eller lägre", LOWER),
        ("Bibehålla", UNCHANGED),
        ("Ett forum per år", HIGHER),
        ("?", None),
    ],
)
def test_the_target_tells_which_values_are_the_good_ones(target: str, expected: Direction | None) -> None:
    row = measure(target)
    assert good_direction(row, read_target(row)) is expected


def test_a_milestone_has_no_good_values() -> None:
    row = measure("Handlingsplan antagen", MeasureKind.ACTIVITY)
    assert good_direction(row, read_target(row)) is None


def test_the_column_for_the_wanted_direction_wins_over_the_target() -> None:
    row = measure("80 %", direction=LOWER)
    assert good_direction(row, read_target(row)) is LOWER


AMOUNTS = st.decimals(-1000, 1000, places=2)
OPPOSITE = {
    Trend.BETTER: Trend.WORSE,
    Trend.WORSE: Trend.BETTER,
    Trend.UNCHANGED: Trend.UNCHANGED,
    Trend.UNKNOWN: Trend.UNKNOWN,
}


@given(st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=1, max_size=3), st.decimals(0, 1, places=2))
def test_what_is_better_where_higher_is_good_is_worse_where_lower_is(
    moves: list[tuple[Decimal, Decimal]], band: Decimal
) -> None:
    now, before = tuple(one for one, _ in moves), tuple(other for _, other in moves)
    assert trend(now, before, LOWER, band) is OPPOSITE[trend(now, before, HIGHER, band)]


@given(AMOUNTS, st.sampled_from(Direction), st.decimals(0, 1, places=2))
def test_what_has_not_moved_is_unchanged(amount: Decimal, direction: Direction, band: Decimal) -> None:
    assert trend((amount,), (amount,), direction, band) is Trend.UNCHANGED
