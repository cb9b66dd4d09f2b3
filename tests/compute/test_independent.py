from __future__ import annotations

from runxl.compute.independent import independent
from tests.compute.stated import at, names


def lists(*sets: str) -> list[list[str]]:
    given = [frozenset(map(at, text.split())) for text in sets]
    return [list(map(names, alternatives)) for alternatives in independent(given)]


def test_alternatives_to_one_error_are_one_list() -> None:
    assert lists("A1", "A2", "A3") == [["A1", "A2", "A3"]]


def test_a_cell_of_every_set_stands_alone() -> None:
    assert lists("A1 B1", "A1 B2") == [["A1"], ["B1", "B2"]]


def test_every_combination_of_two_errors_is_two_lists() -> None:
    assert lists("A1 B1", "A1 B2", "A2 B1", "A2 B2") == [["A1", "A2"], ["B1", "B2"]]


def test_sets_that_are_not_every_combination_stay_together() -> None:
    assert lists("A1 B1", "A1 B2", "A2 B1") == [["A1 B1", "A1 B2", "B1 A2"]]


def test_two_cells_for_one_are_an_alternative_to_it() -> None:
    assert lists("A1", "B1 B2") == [["A1", "B1 B2"]]


def test_every_pair_but_not_every_combination_stays_together() -> None:
    sets = ("A1 B1 C1", "A1 B2 C2", "A2 B1 C2", "A2 B2 C1")
    assert len(lists(*sets)) == 1
