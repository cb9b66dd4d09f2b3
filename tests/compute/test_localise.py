from __future__ import annotations

import time
from itertools import combinations
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from runxl.compute.localise import localised
from runxl.compute.model import Model
from runxl.compute.tableau import FREE
from tests.compute.stated import names, system

if TYPE_CHECKING:
    from runxl.compute.balance import System


def sets(table: System) -> list[str]:
    found = localised(Model(table))
    assert found.finished
    return sorted(map(names, found.sets))


def test_a_consistent_table_needs_no_change() -> None:
    assert sets(system({"A1": 92, "A2": 8, "A3": 100}, "A3 = A1 + A2")) == [""]


def test_where_one_sum_is_all_that_is_known_every_cell_of_it_may_be_wrong() -> None:
    assert sets(system({"A1": 92, "A2": 8, "A3": 110}, "A3 = A1 + A2")) == ["A1", "A2", "A3"]


def test_a_cell_where_two_broken_sums_cross_is_the_only_one() -> None:
    table = system({"A1": 29, "B1": 1, "C1": 93, "A2": 8, "A3": 100}, "C1 = A1 + B1", "A3 = A1 + A2")
    assert sets(table) == ["A1"]


def test_two_errors_far_apart_are_found_in_every_combination() -> None:
    table = system({"A1": 1, "A2": 2, "B1": 3, "B2": 4}, "A1 = A2", "B1 = B2")
    assert sets(table) == ["A1 B1", "A1 B2", "A2 B2", "B1 A2"]


def test_a_formula_is_trusted_before_a_typed_number() -> None:
    table = system({"A1": 92, "A2": 8, "A3": 110}, "A3 = A1 + A2", trust={"A3": 5})
    assert sets(table) == ["A1", "A2"]


def test_two_typed_numbers_are_changed_before_a_cell_trusted_more_than_both() -> None:
    table = system({"A1": 1, "A2": 2, "A3": 3}, "A1 = A3", "A2 = A3", trust={"A3": 3})
    assert sets(table) == ["A1 A2"]


def test_where_time_is_up_the_answer_says_so() -> None:
    assert not localised(Model(system({"A1": 1, "A2": 2}, "A1 = A2")), seconds=-1).finished


@settings(max_examples=40)
@given(st.lists(st.integers(-2, 4), min_size=9, max_size=9))
def test_all_smallest_sets_are_those_that_trying_every_set_finds(values: list[int]) -> None:
    cells = [f"{letter}{row}" for row in (1, 2, 3) for letter in "ABC"]
    balances = ("C1 = A1 - B1", "C2 = A2 - B2", "C3 = A3 - B3", "A3 = A1 + A2", "B3 = B1 + B2", "C3 = C1 + C2")
    table = system(dict(zip(cells, values, strict=True)), *balances, decimals=0)
    model = Model(table)
    for size in range(4):
        fitting = [
            names(frozenset(chosen))
            for chosen in combinations(sorted(table.numbers), size)
            if model.judged(dict.fromkeys(chosen, FREE)).values is not None
        ]
        if fitting:
            assert sets(table) == sorted(fitting)
            return


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
    assert not localised(Model(wrong_subtotals(groups=8, rows=6), started)).finished
    assert time.monotonic() - started < 1
