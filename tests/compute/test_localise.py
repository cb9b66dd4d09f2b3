from __future__ import annotations

import time
from itertools import combinations, product
from math import inf
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from runxl.compute.localise import Localisation
from runxl.compute.model import Model
from runxl.compute.tableau import FREE
from tests.compute.stated import names, system

if TYPE_CHECKING:
    from runxl.compute.balance import System
    from runxl.grid import Address


def groups(table: System, seconds: float = 60) -> list[list[str]]:
    """Return the alternatives to each part of a smallest set."""
    search = Localisation(Model(table, time.monotonic() + seconds))
    first = search.first()
    assert first is not None
    found = search.groups(first)
    assert search.finished
    return [sorted(map(names, group)) for group in found]


def sets(table: System) -> list[str]:
    """Return the alternatives to a smallest set that is one whole."""
    (group,) = groups(table) or [[""]]
    return group


def test_a_consistent_table_needs_no_change() -> None:
    assert sets(system({"A1": 92, "A2": 8, "A3": 100}, "A3 = A1 + A2")) == [""]


def test_where_one_sum_is_all_that_is_known_every_cell_of_it_may_be_wrong() -> None:
    assert sets(system({"A1": 92, "A2": 8, "A3": 110}, "A3 = A1 + A2")) == ["A1", "A2", "A3"]


def test_a_cell_where_two_broken_sums_cross_is_the_only_one() -> None:
    table = system({"A1": 29, "B1": 1, "C1": 93, "A2": 8, "A3": 100}, "C1 = A1 + B1", "A3 = A1 + A2")
    assert sets(table) == ["A1"]


def test_two_errors_far_apart_are_two_questions() -> None:
    table = system({"A1": 1, "A2": 2, "B1": 3, "B2": 4}, "A1 = A2", "B1 = B2")
    assert groups(table) == [["A1", "A2"], ["B1", "B2"]]


def test_six_errors_under_one_total_are_six_questions_and_not_all_their_combinations() -> None:
    # every subtotal is 60, its rows 1, 2 and a little more each time; the total is right by the subtotals
    wrong = {f"B{row}": 60 for row in range(1, 7)}
    numbers = {"A1": 360, **wrong}
    balances = ["A1 = " + " + ".join(wrong)]
    for row in range(1, 7):
        numbers |= {f"{letter}{row}": value for letter, value in zip("CDE", (1, 2, 3 + row), strict=True)}
        balances.append(f"B{row} = C{row} + D{row} + E{row}")
    assert groups(system(numbers, *balances)) == [[f"{letter}{row}" for letter in "CDE"] for row in range(1, 7)]


def test_a_formula_is_trusted_before_a_typed_number() -> None:
    table = system({"A1": 92, "A2": 8, "A3": 110}, "A3 = A1 + A2", trust={"A3": 5})
    assert sets(table) == ["A1", "A2"]


def test_two_typed_numbers_are_changed_before_a_cell_trusted_more_than_both() -> None:
    table = system({"A1": 1, "A2": 2, "A3": 3}, "A1 = A3", "A2 = A3", trust={"A3": 3})
    assert groups(table) == [["A1"], ["A2"]]


def test_where_time_is_up_the_answer_says_so() -> None:
    search = Localisation(Model(system({"A1": 1, "A2": 2}, "A1 = A2"), deadline=-inf))
    assert search.first() is None
    assert not search.finished


@settings(max_examples=40)
@given(st.lists(st.integers(-2, 4), min_size=9, max_size=9))
def test_no_smallest_set_that_trying_every_set_finds_is_lost_and_none_is_made_up(values: list[int]) -> None:
    cells = [f"{letter}{row}" for row in (1, 2, 3) for letter in "ABC"]
    balances = ("C1 = A1 - B1", "C2 = A2 - B2", "C3 = A3 - B3", "A3 = A1 + A2", "B3 = B1 + B2", "C3 = C1 + C2")
    table = system(dict(zip(cells, values, strict=True)), *balances, decimals=0)
    fitting = smallest(table)
    search = Localisation(Model(table))
    first = search.first()
    assert first in fitting
    alternatives = search.groups(first)
    assert {frozenset().union(*parts) for parts in product(*alternatives)} >= fitting
    for group in alternatives:
        assert {first.difference(*group) | own for own in group} <= fitting


def smallest(table: System) -> set[frozenset[Address]]:
    """Return every smallest set whose change makes a table consistent, by trying all."""
    model = Model(table)
    for size in range(len(table.numbers) + 1):
        tried = map(frozenset, combinations(sorted(table.numbers), size))
        if fitting := {chosen for chosen in tried if model.judged(dict.fromkeys(chosen, FREE)).values is not None}:
            return fitting
    raise AssertionError(table)


def wrong_subtotals(groups: int, rows: int) -> System:
    """Return groups of rows, each group's total wrong by 1 and the grand total of what the groups' totals say."""
    numbers: dict[str, int] = {"A1": groups * (rows + 1)}
    balances = ["A1 = " + " + ".join(f"B{group}" for group in range(1, groups + 1))]
    for group in range(1, groups + 1):
        numbers |= {f"B{group}": rows + 1} | {f"C{group * 100 + row}": 1 for row in range(rows)}
        balances.append(f"B{group} = " + " + ".join(f"C{group * 100 + row}" for row in range(rows)))
    return system(numbers, *balances)


def test_a_search_ends_when_the_time_of_its_model_is_out() -> None:
    started = time.monotonic()
    search = Localisation(Model(wrong_subtotals(groups=20, rows=20), started + 0.1))
    assert search.first() is None
    assert not search.finished
    assert time.monotonic() - started < 1
