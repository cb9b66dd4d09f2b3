"""The real report with any one number made wrong: the wrong cell is among the explanations, and first where alone."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

import runxl
from dev import ROOT
from runxl import commands, language
from runxl.compute.consistency import Consistent, consistency
from runxl.grid.address import cell_at
from runxl.templates.shipped import template
from tests.compute.certificates import keeps
from tests.corruptions import TABLES, changed, corrupted, counted, report_system, told
from tests.workbooks import typed

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Mapping

    from runxl.compute.balance import System

PAGE = (ROOT / "docs" / "totals.md").read_text("utf-8")
REPORT = runxl.open(template("exempel-run-2020-04")).read()
COLUMNS = ("all", "unseen", "alone", "alone, right value", "tied", "tied, first")


@pytest.fixture(scope="module")
def system() -> System:
    return report_system(REPORT)


@pytest.fixture(scope="module")
def counts(system: System) -> Mapping[str, Counter[str]]:
    return counted(system)


def test_a_wrong_number_that_shows_is_never_lost(counts: Mapping[str, Counter[str]]) -> None:
    assert {sheet: count["lost"] for sheet, count in counts.items()} == dict.fromkeys(TABLES, 0)


def test_the_page_says_how_many_are_found_alone_how_many_tie_and_how_many_do_not_show(
    counts: Mapping[str, Counter[str]],
) -> None:
    listed = {sheet: re.findall(rf"^\| {sheet} \| (.+) \|$", PAGE, re.MULTILINE) for sheet in TABLES}
    assert listed == {sheet: [" | ".join(str(count[column]) for column in COLUMNS)] for sheet, count in counts.items()}


def test_what_does_not_show_could_be_true(system: System) -> None:
    unseen = [
        changed(system, cell, wrong)
        for cell, stated in system.numbers.items()
        for wrong in corrupted(stated.number.value)
        if not told(system, cell, wrong).seen
    ]
    answers = [(each, consistency(each)) for each in unseen[::5]]
    assert answers
    assert all(isinstance(answer, Consistent) and keeps(each, answer.assignment) for each, answer in answers)


@pytest.mark.parametrize(
    ("place", "wrong", "right", "others_too"),
    [
        ("Verksamheter!H6", "1797", "1977", True),
        ("Resultat!F5", "-133", "133", False),
        ("Resultat!J6", "321", "312", False),
        ("Anslag!G5", "226", "22.6", True),
    ],
)
def test_the_command_names_the_wrong_cell_first(place: str, wrong: str, right: str, others_too: bool) -> None:  # noqa: FBT001  (a parameter of the table above)
    cell = cell_at(*place.split("!"))

    outcome = commands.check(typed(REPORT, cell, Decimal(wrong)))

    suspected = [finding for finding in outcome.findings if finding.suspects]
    assert suspected
    for finding in suspected:
        first, *others = finding.suspects
        assert (first.cell, first.stated, first.suggested) == (cell, Decimal(wrong), Decimal(right))
        assert bool(others) is others_too


def test_the_sentence_on_the_page_is_the_one_that_is_said() -> None:
    outcome = commands.check(typed(REPORT, cell_at("Verksamheter", "H6"), Decimal(1797)))

    (finding,) = (finding for finding in outcome.findings if finding.suspects)
    quoted = " ".join(line.removeprefix("> ") for line in PAGE.splitlines() if line.startswith("> "))
    assert language.sentence_of_finding(finding).replace(language.NO_BREAK_SPACE, " ") in quoted
