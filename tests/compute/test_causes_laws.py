from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from runxl.compute.balance import System
from runxl.compute.causes import diagnose
from runxl.compute.consistency import Consistent, consistency
from runxl.domain.amount import Printed, rounded
from tests.compute.stated import system

if TYPE_CHECKING:
    from random import Random

    from runxl.grid import Address

ROWS = ((1, 2, 3), (1, 2, 3, 4))
BALANCES = tuple(
    [f"C{row} = A{row} - B{row}" for row in (1, 2, 3, 4)]
    + [f"{letter}4 = {letter}1 + {letter}2 + {letter}3" for letter in "ABC"]
)
SLOW = settings(max_examples=40, deadline=None)


class Case(NamedTuple):
    """A right table with thousandths, and the decimals that it is printed with."""

    true: dict[str, Decimal]
    decimals: int

    def printed(self) -> System:
        numbers = {a1: rounded(value, self.decimals) for a1, value in self.true.items()}
        return system(numbers, *BALANCES, decimals=self.decimals)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    amounts = st.integers(-3_000_000, 3_000_000).map(lambda thousandths: Decimal(thousandths).scaleb(-3))
    true = {f"{letter}{row}": draw(amounts) for row in (1, 2, 3) for letter in "AB"}
    for letter in "AB":
        true[f"{letter}4"] = sum((true[f"{letter}{row}"] for row in (1, 2, 3)), Decimal(0))
    for row in (1, 2, 3, 4):
        true[f"C{row}"] = true[f"A{row}"] - true[f"B{row}"]
    return Case(true, draw(st.sampled_from((-1, 0, 1, 2))))


@st.composite
def corrupted(draw: st.DrawFn) -> System:
    table = draw(cases()).printed()
    cells = draw(st.lists(st.sampled_from(sorted(table.numbers)), min_size=1, max_size=2, unique=True))
    return changed(table, {cell: Decimal(draw(st.integers(-9_000, 9_000))) for cell in cells})


def changed(table: System, values: dict[Address, Decimal]) -> System:
    numbers = {
        cell: stated._replace(number=Printed(values[cell], stated.number.half_width)) if cell in values else stated
        for cell, stated in table.numbers.items()
    }
    return replace(table, numbers=numbers)


@SLOW
@given(cases())
def test_a_right_table_that_was_rounded_has_no_suspects(case: Case) -> None:
    assert diagnose(case.printed()).suspects == ()


@SLOW
@given(corrupted())
def test_the_suggested_numbers_of_the_likeliest_explanation_make_the_table_consistent(table: System) -> None:
    found = diagnose(table, seconds=30)
    likeliest = [suspect for suspect in found.suspects if suspect.rank == 0]
    if all(suspect.suggested is not None for suspect in likeliest):
        values = {suspect.cell: suspect.suggested for suspect in likeliest if suspect.suggested is not None}
        assert isinstance(consistency(changed(table, values)), Consistent)


@SLOW
@given(corrupted(), st.sampled_from((-3, 1, 3)))
def test_another_unit_changes_no_suspect(table: System, power: int) -> None:
    numbers = {
        cell: stated._replace(number=Printed(stated.number.value.scaleb(power), stated.number.half_width.scaleb(power)))
        for cell, stated in table.numbers.items()
    }
    one, other = diagnose(table, seconds=30), diagnose(replace(table, numbers=numbers), seconds=30)
    assert set(one.sets) == set(other.sets)


@SLOW
@given(corrupted(), st.randoms(use_true_random=False))
def test_the_order_of_numbers_and_balances_changes_nothing(table: System, random: Random) -> None:
    numbers, balances = list(table.numbers.items()), list(table.balances)
    random.shuffle(numbers)
    random.shuffle(balances)
    one, other = diagnose(table, seconds=30), diagnose(System(dict(numbers), tuple(balances)), seconds=30)
    assert set(one.suspects) == set(other.suspects)
