from __future__ import annotations

from fractions import Fraction
from math import inf
from time import monotonic
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runxl.compute.judging import combined, forbidden, judged, kept
from runxl.compute.tableau import FREE, Box, OutOfTime, Tableau

if TYPE_CHECKING:
    from runxl.compute.judging import Sum
    from runxl.compute.tableau import Number

TO_TEN = Box(0, 10)
NOTHING = Box(0, 0)


def test_values_are_moved_until_every_sum_is_in_its_box() -> None:
    # x + y = 15 and x - y = 5 leave 10 and 5 only
    tableau = Tableau([TO_TEN, TO_TEN], [0, 0], [({0: 1, 1: 1}, Box(15, 15)), ({0: 1, 1: -1}, Box(5, 5))])
    assert tableau.conflict() is None
    assert tableau.values[:2] == [10, 5]


def test_a_number_that_no_double_holds_is_computed_with() -> None:
    huge = 10**400
    tableau = Tableau([FREE, FREE], [huge, 0], [({0: huge, 1: 1}, Box(15, 15))])
    assert tableau.conflict() is None
    assert huge * tableau.values[0] + tableau.values[1] == 15


def test_a_conflict_is_a_sum_of_variables_that_is_always_nothing() -> None:
    # x + y cannot be 21: variable 2 is that sum
    tableau = Tableau([TO_TEN, TO_TEN], [0, 0], [({0: 1, 1: 1}, Box(21, 21))])
    assert tableau.conflict() == {0: 1, 1: 1, 2: -1}


def test_boxes_come_and_go() -> None:
    tableau = Tableau([TO_TEN, TO_TEN], [0, 0], [({0: 1, 1: 1}, Box(21, 21))])
    tableau.bound({0: FREE})
    assert tableau.conflict() is None
    tableau.bound({1: Box(0, 11)})
    assert tableau.conflict() is None
    assert tableau.values[:2] == [10, 11]
    tableau.bound({})
    assert tableau.conflict() is not None


def test_a_variable_has_extremes() -> None:
    # x is y + 2 and 4 to 6 together with it
    tableau = Tableau([TO_TEN, TO_TEN], [4, 2], [({0: 1, 1: 1}, Box(4, 6)), ({0: 1, 1: -1}, Box(2, 2))])
    assert tableau.conflict() is None
    assert (tableau.extreme(0, -1), tableau.extreme(0, 1)) == (3, 4)


def test_a_free_variable_has_none() -> None:
    tableau = Tableau([FREE], [0], [])
    assert (tableau.extreme(0, -1), tableau.extreme(0, 1)) == (-inf, inf)


def test_thirds_are_counted_exactly() -> None:
    tableau = Tableau([TO_TEN, Box(1, 1)], [0, 1], [({0: 3, 1: -1}, NOTHING)])
    assert tableau.conflict() is None
    assert tableau.values[0] == Fraction(1, 3)


def test_after_the_deadline_there_is_no_answer() -> None:
    tableau = Tableau([TO_TEN], [0], [({0: 1}, Box(1, 1))], monotonic() - 1)
    with pytest.raises(OutOfTime):
        tableau.conflict()


@st.composite
def questions(draw: st.DrawFn) -> tuple[list[Box], list[Number], list[Sum]]:
    count = draw(st.integers(1, 6))
    middles = draw(st.lists(st.integers(-9, 9), min_size=count, max_size=count))
    boxes = [Box(middle - 1, middle + 1) for middle in middles]
    factors = st.dictionaries(st.integers(0, count - 1), st.sampled_from((-2, -1, 1, 3)), min_size=1)
    return boxes, list(middles), draw(st.lists(st.tuples(factors, st.integers(0, 3)), min_size=1, max_size=5))


@settings(max_examples=60, deadline=None)
@given(questions())
def test_the_tableau_and_highs_agree_and_both_are_verified(question: tuple[list[Box], list[Number], list[Sum]]) -> None:
    boxes, start, sums = question
    conflict = Tableau(boxes, start, [(terms, Box(-slack, slack)) for terms, slack in sums]).conflict()
    answer = judged(boxes, sums, seconds=10)
    if conflict is None:
        assert answer.values is not None
        assert kept(boxes, sums, answer.values)
    else:
        multiples = {place - len(boxes): factor for place, factor in conflict.items() if place >= len(boxes)}
        assert forbidden(boxes, sums, multiples)
        assert combined(sums, multiples).keys() == {place for place in conflict if place < len(boxes)}
        assert answer.multiples is not None


def test_what_does_not_hold_is_not_verified() -> None:
    sums: list[Sum] = [({0: 1, 1: 1}, 0)]
    assert kept([TO_TEN, Box(-5, 0)], sums, [5, -5])
    assert not kept([TO_TEN, Box(-5, 0)], sums, [5, -4])
    assert not kept([TO_TEN, Box(-5, 0)], sums, [6, -6])
    assert forbidden([Box(1, 2), TO_TEN], sums, {0: 1})
    assert not forbidden([TO_TEN, TO_TEN], sums, {0: 1})
    assert not forbidden([FREE, Box(1, 2)], sums, {0: 1})
