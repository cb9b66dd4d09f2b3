from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from runxl.compute.tree import bottom_up, children_of, circular

nodes = st.integers(0, 9)
forests = st.dictionaries(nodes, st.none() | nodes, max_size=10)

RESULT = {
    "intäkter": "före avskrivningar",
    "regionbidrag": "intäkter",
    "kostnader": "före avskrivningar",
    "personal": "kostnader",
    "före avskrivningar": "resultat",
    "avskrivningar": "resultat",
    "resultat": None,
}


def test_children_stand_in_the_tables_order() -> None:
    assert children_of(RESULT)["före avskrivningar"] == ["intäkter", "kostnader"]


def test_a_parent_that_does_not_exist_has_no_children() -> None:
    assert children_of({"a": "borta"}) == {}


def test_each_sum_comes_after_the_sums_below_it() -> None:
    order = bottom_up(RESULT)
    assert set(order[:2]) == {"intäkter", "kostnader"}
    assert order[2:] == ["före avskrivningar", "resultat"]


def test_a_row_that_is_its_own_parent_is_circular() -> None:
    assert circular({"a": "a", "b": None}) == {"a"}


def test_all_rows_of_a_ring_are_circular_and_those_that_lead_into_it_are_not() -> None:
    assert circular({"a": "b", "b": "c", "c": "a", "d": "a", "e": "d"}) == {"a", "b", "c"}


def test_a_ring_is_never_summed() -> None:
    parents = {"a": "b", "b": "a", "c": "a", "e": "d", "d": None}
    assert bottom_up(parents) == ["d"]


def test_a_parent_below_a_ring_is_still_summed() -> None:
    assert bottom_up({"a": "b", "b": "a", "c": "a", "d": "c"}) == ["c"]


def test_ten_thousand_levels_are_no_deeper_than_ten() -> None:
    chain = {number: number + 1 for number in range(10_000)}
    parents = {**chain, 10_000: None}
    assert bottom_up(parents) == list(range(1, 10_001))


@given(forests)
def test_every_row_that_comes_back_to_itself_is_circular_and_no_other(parents: dict[int, int | None]) -> None:
    def returns(start: int) -> bool:
        row = parents.get(start)
        for _ in parents:
            if row == start:
                return True
            row = None if row is None else parents.get(row)
        return False

    assert circular(parents) == {row for row in parents if returns(row)}


@given(forests)
def test_every_parent_outside_a_ring_is_summed_once_after_those_below_it(parents: dict[int, int | None]) -> None:
    order = bottom_up(parents)
    assert sorted(order) == sorted(children_of(parents).keys() - circular(parents))
    for place, row in enumerate(order):
        assert parents[row] not in order[:place]
