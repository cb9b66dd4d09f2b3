from __future__ import annotations

from decimal import Decimal

import pytest

from runxl.compute.materiality import Threshold, is_material, turns

LIMITS = Threshold(amount=Decimal(200), share=Decimal("0.01"))


@pytest.mark.parametrize(
    ("variance", "budget", "material"),
    [
        (300, 10_000, True),
        (-300, 10_000, True),
        (-300, -10_000, True),
        (300, 90_000, False),  # large enough in kronor, not in per cent
        (150, 1_000, False),  # large enough in per cent, not in kronor
        (200, 20_000, True),  # both limits belong to what is material
        (199, 1_000, False),
    ],
)
def test_a_variance_is_material_by_amount_and_per_cent(
    variance: int,
    budget: int,
    material: bool,  # noqa: FBT001  (what the row expects)
) -> None:
    assert is_material(Decimal(variance), Decimal(budget), LIMITS) is material


@pytest.mark.parametrize("budget", [None, Decimal(0)])
def test_the_amount_alone_decides_where_there_is_no_budget_to_compare_with(budget: Decimal | None) -> None:
    assert is_material(Decimal(1977), budget, LIMITS)
    assert not is_material(Decimal(199), budget, LIMITS)


def test_an_unknown_variance_is_not_material() -> None:
    assert not is_material(None, Decimal(100), LIMITS)


def test_no_variance_is_not_material_even_where_every_variance_is() -> None:
    everything = Threshold(amount=Decimal(0), share=Decimal(0))
    assert not is_material(Decimal(0), Decimal(100), everything)
    assert is_material(Decimal("0.1"), Decimal(100), everything)


def test_the_museums_year_turns_and_the_musics_does_not() -> None:
    assert turns(Decimal(1977), Decimal(-222))
    assert not turns(Decimal(1330), Decimal(170))


def test_a_deficit_that_is_won_back_turns_too() -> None:
    assert turns(Decimal(-2), Decimal(3))


@pytest.mark.parametrize(("now", "rest"), [(None, -222), (1977, None), (0, -5), (5, 0)])
def test_nothing_turns_from_what_is_unknown_or_zero(now: int | None, rest: int | None) -> None:
    assert not turns(*(None if value is None else Decimal(value) for value in (now, rest)))
