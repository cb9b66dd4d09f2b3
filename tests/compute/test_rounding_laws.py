"""What every rounded table keeps, whatever its numbers."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from runxl.compute.balance import Balance, Stated, System
from runxl.compute.relations import RelationKind
from runxl.compute.rounding import rounded_table
from runxl.domain.amount import Printed
from runxl.grid import Address
from tests.compute.rounded import additive, best_of_all, difference

ONE = Decimal(1)

tenths = st.integers(-60, 60).map(lambda number: Decimal(number).scaleb(-1))
thousandths = st.integers(-(10**7), 10**7).map(lambda number: Decimal(number).scaleb(-3))


def two_way(numbers: st.SearchStrategy[Decimal], most: int) -> st.SearchStrategy[System]:
    """Return tables with at most so many rows and columns, and all their totals."""
    sizes = st.tuples(st.integers(1, most), st.integers(1, most))
    return sizes.flatmap(
        lambda size: st.lists(st.lists(numbers, min_size=size[1], max_size=size[1]), min_size=size[0], max_size=size[0])
    ).map(additive)


@st.composite
def tangles(draw: st.DrawFn) -> System:
    """Return up to six numbers with up to four sums and differences between any of them, true or not."""
    cells = [Address("T", row, 1) for row in range(1, draw(st.integers(3, 6)) + 1)]
    stated = {cell: Stated(cell, Printed(draw(tenths))) for cell in cells}
    signs = st.sampled_from([ONE, -ONE])
    balances = []
    for _ in range(draw(st.integers(1, 4))):
        target, *parts = draw(st.permutations(cells))
        kept = parts[: draw(st.integers(1, len(parts)))]
        balances.append(Balance(RelationKind.TOTAL, target, tuple((draw(signs), part) for part in kept)))
    return System(stated, tuple(dict.fromkeys(balances)))


@given(two_way(thousandths, 5))
def test_a_two_way_table_always_has_a_rounding_that_adds_up(system: System) -> None:
    rounding = rounded_table(system, ONE)
    assert rounding.broken == ()
    assert {difference(balance, rounding.numbers) for balance in system.balances} == {0}


@given(tangles() | two_way(thousandths, 4))
def test_every_number_goes_to_a_whole_unit_beside_it_and_a_round_one_stays(system: System) -> None:
    for cell, number in rounded_table(system, ONE).numbers.items():
        true = system.numbers[cell].number.value
        assert number == number.to_integral_value()
        assert number == true if true == true.to_integral_value() else abs(number - true) < 1


@given(tangles())
def test_the_balances_named_are_exactly_those_that_do_not_hold(system: System) -> None:
    rounding = rounded_table(system, ONE)
    missed = {balance: difference(balance, rounding.numbers) for balance in system.balances}
    assert dict(rounding.broken) == {balance: missing for balance, missing in missed.items() if missing}


@settings(max_examples=60)
@given(tangles() | two_way(tenths, 2))
def test_nothing_breaks_fewer_balances_or_moves_less(system: System) -> None:
    rounding = rounded_table(system, ONE)
    assert (len(rounding.broken), rounding.movement) == best_of_all(system)
    assert rounding.proved


@settings(max_examples=15, deadline=None)
@given(two_way(tenths, 3))
def test_nothing_moves_less_in_tables_of_three_by_three(system: System) -> None:
    rounding = rounded_table(system, ONE)
    assert (len(rounding.broken), rounding.movement) == best_of_all(system)


@given(two_way(thousandths, 3), st.integers(-3, 3))
def test_a_table_in_another_unit_is_rounded_alike(system: System, decimals: int) -> None:
    scaled = System(
        {cell: Stated(cell, Printed(stated.number.value.scaleb(decimals))) for cell, stated in system.numbers.items()},
        system.balances,
    )
    numbers = rounded_table(system, ONE).numbers
    assert rounded_table(scaled, ONE.scaleb(decimals)).numbers == {
        cell: number.scaleb(decimals) for cell, number in numbers.items()
    }
