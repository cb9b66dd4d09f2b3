from __future__ import annotations

from math import inf

import pytest

from runxl.compute.hitting import Hitting
from runxl.compute.tableau import OutOfTime
from tests.compute.stated import at, names


def hitting(*conflicts: str, heavy: str = "", deadline: float = inf) -> Hitting:
    """Return conflicts spelled `A1 B1`; `heavy` cells weigh 3, all others 1."""
    found = Hitting(lambda cell: 3 if cell.a1 in heavy.split() else 1, deadline)
    for conflict in conflicts:
        found.add(frozenset(map(at, conflict.split())))
    return found


def groups(found: Hitting) -> list[list[str]]:
    alternatives, finished = found.groups(frozenset())
    assert finished
    return [sorted(map(names, group)) for group in alternatives]


def test_nothing_needs_to_be_hit_where_there_is_no_conflict() -> None:
    assert hitting().lightest() == frozenset()
    assert groups(hitting()) == []


def test_a_common_cell_hits_both_conflicts() -> None:
    found = hitting("A1 A2", "A2 A3")
    assert names(found.lightest()) == "A2"
    assert groups(found) == [["A2"]]


def test_two_light_cells_are_taken_before_a_heavy_one() -> None:
    assert groups(hitting("A1 A2", "A2 A3", heavy="A2")) == [["A1"], ["A3"]]


def test_conflicts_that_only_cells_of_no_lightest_set_join_are_apart() -> None:
    # T1 stands in both, but nothing that holds it is light
    found = hitting("A1 A2", "B1 B2", "A1 A2 T1 B1", "A2 A1 T1")
    assert groups(found) == [["A1", "A2"], ["B1", "B2"]]


def test_sets_that_hang_together_stay_one_group() -> None:
    # A1 needs B1, A2 needs B2
    assert groups(hitting("A1 A2", "B1 B2", "A1 B2", "A2 B1")) == [["A1 B1", "A2 B2"]]


def test_a_set_that_holds_a_cell_keeps_what_it_can_of_another() -> None:
    found = hitting("A1 A2", "B1 B2")
    near = frozenset({at("A2"), at("B2")})
    held = found.holding(at("A1"), near)
    assert held is not None
    assert names(held) == "A1 B2"
    assert hitting("A1 A2", "A1 A3").holding(at("A2"), near) is None


def test_very_many_sets_are_not_all_told() -> None:
    # a cell of column A and one of column B, but no two of one row: 30 times 29 pairs
    rows = range(1, 31)
    columns = [" ".join(f"{letter}{row}" for row in rows) for letter in "AB"]
    others = [" ".join(f"A{other} B{other}" for other in rows if other != row) for row in rows]
    alternatives, finished = hitting(*columns, *others).groups(frozenset())
    assert not finished
    assert len(alternatives[0]) == 500


def test_the_search_ends_when_the_time_is_out() -> None:
    with pytest.raises(OutOfTime):
        hitting("A1 A2", deadline=-inf).lightest()
