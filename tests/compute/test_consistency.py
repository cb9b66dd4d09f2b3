from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from runxl.compute.consistency import Consistent, Contradiction, components, consistency
from tests.compute.certificates import keeps, refutes
from tests.compute.stated import at, names, system

if TYPE_CHECKING:
    from runxl.compute.balance import System

SUM = "A4 = A1 + A2 + A3"


def contradiction(table: System) -> Contradiction:
    found = consistency(table)
    assert isinstance(found, Contradiction)
    assert refutes(table, found)
    return found


def test_a_table_that_adds_up_is_its_own_assignment() -> None:
    numbers = {"A1": 90, "A2": 2, "A3": 8, "A4": 100}
    found = consistency(system(numbers, SUM))
    assert found == Consistent({at(a1): Fraction(value) for a1, value in numbers.items()})


def test_a_difference_that_rounding_can_make_has_an_assignment_that_shows_it() -> None:
    # 90 + 2 + 8 is 100, and 102 is within 4 · 0.5 of it
    table = system({"A1": 90, "A2": 2, "A3": 8, "A4": 102}, SUM, decimals=0)
    found = consistency(table)
    assert isinstance(found, Consistent)
    assert keeps(table, found.assignment)
    assert found.assignment[at("A4")] == Fraction(203, 2)


def test_a_difference_that_rounding_cannot_make_names_its_balance_and_cells() -> None:
    found = contradiction(system({"A1": 90, "A2": 2, "A3": 8, "A4": 103}, SUM, decimals=0))
    assert len(found.balances) == 1
    assert names(found.cells) == "A1 A2 A3 A4"


def test_two_totals_that_rounding_explains_one_by_one_can_contradict_each_other() -> None:
    # A1 + A2 is at most 3 by A4 and at least 4 by A5; either alone is within 3 · 0.5
    numbers = {"A1": 1, "A2": 2, "A4": 2, "A5": 4}
    one, other = "A4 = A1 + A2", "A5 = A1 + A2"
    assert isinstance(consistency(system(numbers, one, decimals=0)), Consistent)
    assert isinstance(consistency(system(numbers, other, decimals=0)), Consistent)
    found = contradiction(system(numbers, one, other, decimals=0))
    assert len(found.balances) == 2
    assert names(found.cells) == "A4 A5"


def test_no_balance_of_a_contradiction_is_to_spare() -> None:
    numbers = {"A1": 1, "A2": 2, "A4": 2, "A5": 4, "B1": 3, "B2": 6}
    found = contradiction(system(numbers, "B1 = A1 + A2", "A4 = A1 + A2", "A5 = A1 + A2", "B2 = B1 + B1", decimals=0))
    assert {balance.target.a1 for balance in found.balances} == {"A4", "A5"}


def test_tkr_and_mnkr_are_compared_in_whole_numbers() -> None:
    assert isinstance(consistency(system({"A1": 4, "B1": 4134}, "A1 = 0.001 B1", decimals=0)), Consistent)
    contradiction(system({"A1": 5, "B1": 4134}, "A1 = 0.001 B1", decimals=0))


def test_tables_that_share_no_balance_are_apart() -> None:
    parts = components(system({"A1": 1, "A2": 1, "B1": 2, "B2": 2, "B3": 2}, "A1 = A2", "B1 = B2", "B3 = B2"))
    assert [names(frozenset(part.numbers)) for part in parts] == ["A1 A2", "B1 B2 B3"]


def test_an_assignment_outside_an_interval_or_off_a_balance_is_not_kept() -> None:
    table = system({"A1": 3, "A2": 3}, "A1 = A2", decimals=0)
    assert keeps(table, {at("A1"): Fraction(7, 2), at("A2"): Fraction(7, 2)})
    assert not keeps(table, {at("A1"): Fraction(4), at("A2"): Fraction(4)})
    assert not keeps(table, {at("A1"): Fraction(3), at("A2"): Fraction(7, 2)})


@settings(max_examples=60)
@given(st.lists(st.lists(st.integers(-3, 3), min_size=4, max_size=4), min_size=1, max_size=3), st.data())
def test_either_answer_is_a_certificate(rows: list[list[int]], data: st.DataObject) -> None:
    numbers = {
        f"{letter}{row}": value for row, line in enumerate(rows, 1) for letter, value in zip("ABCD", line, strict=True)
    }
    across = [f"D{row} = A{row} + B{row} - C{row}" for row in range(1, len(rows) + 1)]
    numbers["A9"] = data.draw(st.integers(-9, 9))
    table = system(numbers, *across, "A9 = " + " + ".join(f"A{row}" for row in range(1, len(rows) + 1)), decimals=0)
    found = consistency(table)
    if isinstance(found, Consistent):
        assert keeps(table, found.assignment)
    else:
        assert refutes(table, found)


def test_a_balance_that_is_broken_by_itself_needs_no_other_to_show_it() -> None:
    # -2 - 2 is -4, not 2
    found = contradiction(system({"A1": 2, "A2": -2, "A3": 2}, "A1 = A3", "A3 = A2 - A1", "A2 = A1 + A3", decimals=0))
    assert len(found.balances) == 1
