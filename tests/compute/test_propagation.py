from __future__ import annotations

from math import inf

from runxl.compute.propagation import Closed, Propagation
from runxl.compute.tableau import FREE, Box

# 0 + 1 - 2 = 0 and 0 + 3 - 4 = 0, every number printed within 1
TWO_SUMS = [({0: 1, 1: 1, 2: -1}, 0), ({0: 1, 3: 1, 4: -1}, 0)]


def around(*middles: int) -> list[Closed]:
    return [Closed(middle - 1, middle + 1) for middle in middles]


def test_a_sum_that_rounding_cannot_explain_is_broken_by_itself() -> None:
    assert list(Propagation(TWO_SUMS, around(5, 5, 13, 5, 14)).broken()) == [{0, 3, 4}]


def test_a_freed_cell_is_what_its_first_sum_says_and_the_next_one_may_contradict_that() -> None:
    # by the first sum cell 0 is from 3 to 7, by the second from 8 to 12
    tables = Propagation(TWO_SUMS, around(0, 5, 10, 5, 15))
    assert tables.conflict([0]) == frozenset({1, 2, 3, 4})


def test_sums_that_can_agree_on_a_freed_cell_are_no_conflict() -> None:
    assert Propagation(TWO_SUMS, around(0, 5, 10, 5, 12)).conflict([0]) is None


def test_two_freed_cells_in_one_sum_are_known_by_neither() -> None:
    assert Propagation(TWO_SUMS[:1], around(0, 5, 99)).conflict([0, 1]) is None


def test_a_cell_is_between_the_bounds_of_all_its_sums() -> None:
    boxes = around(0, 5, 10, 5, 12)
    tables = Propagation(TWO_SUMS, boxes)
    # from 3 to 7 and from 5 to 9
    assert tables.bounds(0, [FREE, *(Box(*box) for box in boxes[1:])]) == (5, 7)
    assert tables.bounds(0, [FREE] * 5) == (-inf, inf)
