"""Ids and choices that a formula would compare otherwise than Python does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from runxl import commands
from runxl.layout import GOALS, LINES, MEASURES, UNITS
from tests.workbooks import cell, places, workbook

if TYPE_CHECKING:
    from runxl.grid import Snapshot

MUSEUM = {"id": "museum", "label": "Museum", "type": "verksamhet"}


def named(rule: str, book: Snapshot) -> list[str]:
    """Return the cells that a rule names when everything is checked."""
    return places(commands.check(book), rule)


@pytest.mark.parametrize("typed", [" museum", "museum ", "museum\N{NO-BREAK SPACE}"])
def test_spaces_around_a_reference_are_named_as_a_formula_would_not_find_the_row(typed: str) -> None:
    line = {"id": "r1", "unit": typed, "label": "Entré", "type": "intäkt"}
    book = workbook({UNITS: [MUSEUM], LINES: [line]})
    assert named("spaces-around", book) == [str(cell(LINES, 1, "unit"))]


def test_spaces_around_a_choice_are_named() -> None:
    line = {"id": "r1", "unit": "museum", "label": "Drift", "type": "kostnad "}
    book = workbook({UNITS: [MUSEUM], LINES: [line]})
    assert named("spaces-around", book) == [str(cell(LINES, 1, "type"))]


def test_spaces_around_a_label_are_nobodys_business() -> None:
    book = workbook({UNITS: [{**MUSEUM, "label": " Museum "}]})
    assert named("spaces-around", book) == []


@pytest.mark.parametrize("typed", ["G*", "G?", "G~1"])
def test_an_id_that_means_anything_in_a_formula_is_named(typed: str) -> None:
    book = workbook({GOALS: [{"id": typed, "goal": "Mål"}], MEASURES: [{"id": "M1", "goal": typed, "target": "15"}]})
    assert named("id-with-wildcard", book) == [
        str(cell(MEASURES, 1, "goal")),
        str(cell(GOALS, 1, "id")),
    ]


def test_ids_that_differ_only_in_capitals_are_the_same_to_a_formula() -> None:
    book = workbook({UNITS: [MUSEUM, {**MUSEUM, "id": "Museum"}]})
    assert named("id-twice", book) == [str(cell(UNITS, 2, "id"))]
