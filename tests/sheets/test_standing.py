"""Computed cells that a person or a program has changed since they were computed."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from runxl import commands, language
from runxl.domain.finding import Severity
from runxl.grid import Address, CellError, Content, Snapshot
from runxl.layout import GOALS, MEASURES, RESULT, SETTINGS, figures
from tests.reports import result_rows
from tests.workbooks import amount, cell, filled, formatted, found, numbers, places, row_of, typed, workbook

if TYPE_CHECKING:
    from collections.abc import Callable

    from runxl.commands import Outcome

VARIANCE = cell(RESULT, 2, "variance")
MEASURE = {"id": "M1", "goal": "G1", "kind": "aktivitet", "measure": "Plan", "target": "Plan antagen", "status": "klar"}


def report() -> Snapshot:
    """Return the report's result table and a measure, filled."""
    return filled(workbook({RESULT: result_rows(printed=False), MEASURES: [MEASURE]}), commands.run)


def showing(value: object) -> Snapshot:
    """Return the report in which a formula shows another value than it should."""
    book = report()
    shown = None if value is None else value if isinstance(value, str | CellError) else Decimal(str(value))
    return typed(book, VARIANCE, Content(shown, book.content(VARIANCE).formula))


def test_a_filled_workbook_stands_as_computed() -> None:
    rules = {finding.rule for finding in commands.check(report()).findings}
    assert rules.isdisjoint(
        {"formula-overwritten", "value-differs", "not-computed", "assessment-out-of-date", "text-out-of-date"}
    )


def test_a_formula_overwritten_by_a_value_is_found() -> None:
    (finding,) = found(commands.check(typed(report(), VARIANCE, 7)), "formula-overwritten")
    assert (str(finding.cell), finding.severity) == ("Resultat!G6", Severity.ERROR)
    assert language.sentence_of_finding(finding).startswith("Resultat!G6 har ett inskrivet värde, 7, där en formel")


def test_the_same_value_typed_over_a_formula_is_found_too() -> None:
    assert places(commands.check(typed(report(), VARIANCE, 0)), "formula-overwritten") == ["Resultat!G6"]


def test_a_value_that_is_out_of_date_is_found() -> None:
    (finding,) = found(commands.check(showing(99)), "value-differs")
    assert str(finding.cell) == "Resultat!G6"
    assert numbers(finding) == [99, 0, 99, 0]


def test_an_old_share_is_said_in_per_cent() -> None:
    place = cell(RESULT, 2, "variance_share")
    book = report()
    formula = book.content(place).formula
    changed = typed(formatted(book, {place: "0.0 %"}), place, Content(Decimal(1) / 3, formula))
    (finding,) = found(commands.check(changed), "value-differs")
    assert "visar 33,3333\u00a0%, runxl beräknar 0\u00a0%" in language.sentence_of_finding(finding)


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        ("1234.123456789", "1\u00a0234,123457"),
        ("0.00012345678", "0,000123457"),
        ("1e-9", "0,000000001"),
        ("12", "12"),
    ],
)
def test_an_old_value_is_said_with_six_decimals_that_say_something(shown: str, said: str) -> None:
    (finding,) = found(commands.check(showing(Decimal(shown))), "value-differs")
    assert f"visar {said}, runxl beräknar 0." in language.sentence_of_finding(finding)


def test_an_error_that_a_formula_shows_is_found() -> None:
    (finding,) = found(commands.check(showing(CellError("#REF!"))), "value-differs")
    assert "#REF!" in language.sentence_of_finding(finding)


def test_an_input_changed_since_the_run_makes_its_sums_out_of_date() -> None:
    changed = typed(report(), cell(RESULT, 2, "actual"), 105)
    assert "Resultat!E5" in places(commands.check(changed), "value-differs")


def test_a_program_that_adds_doubles_shows_the_same_value() -> None:
    book = workbook({RESULT: [{"id": "a", "type": "intäkt", "actual": 54.1, "budget": 54, "cause": "."}]})
    book, place = filled(book, commands.run), cell(RESULT, 1, "variance")
    book = typed(book, place, Content(Decimal(repr(54.1 - 54)), book.content(place).formula))
    assert not found(commands.check(book), "value-differs")


def test_a_run_after_a_spreadsheet_has_recalculated_writes_nothing() -> None:
    book = workbook({RESULT: [{"id": "a", "type": "intäkt", "actual": 54.1, "budget": 54, "cause": "."}]})
    book, place = filled(book, commands.run), cell(RESULT, 1, "variance")
    book = typed(book, place, Content(Decimal(repr(54.1 - 54)), book.content(place).formula))
    assert commands.run(book).plan.edits == ()


def test_cells_that_are_not_computed_yet_are_one_finding() -> None:
    outcome = commands.check(workbook({RESULT: [{"id": "a", "type": "intäkt", "actual": 100, "budget": 92}]}))
    (finding,) = found(outcome, "not-computed")
    assert (str(finding.cell), finding.severity) == ("Resultat!G5", Severity.WARNING)


def test_an_attainment_that_is_out_of_date_is_found() -> None:
    changed = typed(report(), cell(MEASURES, 1, "status"), "försenad")
    assert places(commands.check(changed), "assessment-out-of-date") == [str(cell(MEASURES, 1, "attainment"))]


def place_of(book: Snapshot, name: str) -> Address:
    """Return the cell of a name on the cover."""
    block = book.names[name]
    return Address(block.sheet, block.top, block.left)


def test_a_sentence_on_the_cover_that_is_out_of_date_is_found() -> None:
    goals = [{"id": "G1", "goal": "Ett mål", "own": "● Uppnått", "reason": "."}]
    book = filled(workbook({GOALS: goals, MEASURES: [MEASURE]}), commands.run)
    changed = typed(book, cell(GOALS, 1, "own"), "○ Ej uppnått")
    summary = place_of(book, figures.SUMMARY)
    (finding,) = (one for one in found(commands.check(changed), "text-out-of-date") if one.cell == summary)
    assert finding.severity is Severity.WARNING
    assert language.sentence_of_finding(finding) == (
        f"{summary} säger '1 mål: 1 uppnått. Vid årets slut: 1 ej bedömt.' "
        "men ska nu säga '1 mål: 1 ej uppnått. Vid årets slut: 1 ej bedömt.'. Välj Kör allt."
    )


def test_a_period_changed_since_the_run_leaves_each_line_under_a_title_out_of_date_once() -> None:
    book = report()
    changed = typed(book, cell(SETTINGS, row_of(book, SETTINGS, "period"), "value"), "2020-08")
    stale = places(commands.check(changed), "text-out-of-date")
    assert stale.count(str(place_of(book, figures.SUBTITLES["Resultat"]))) == 1


def test_the_reason_of_a_measure_that_is_out_of_date_is_found() -> None:
    book = filled(workbook({MEASURES: [{**MEASURE, "target": "80 %", "outcome": 90}]}), commands.run)
    changed = typed(book, cell(MEASURES, 1, "outcome"), 91)
    assert places(commands.check(changed), "text-out-of-date") == [str(cell(MEASURES, 1, "why"))]


@pytest.mark.parametrize(("written", "read"), [("sv", "en"), ("en", "sv")])
def test_a_text_in_the_other_language_is_not_out_of_date(written: str, read: str) -> None:
    with language.speaking(written):
        book = report()
    with language.speaking(read):
        assert not found(commands.check(book), "text-out-of-date")


@pytest.mark.parametrize("command", [commands.variances, commands.run])
def test_a_run_puts_the_formula_back_and_says_what_stood_there(command: Callable[[Snapshot], Outcome]) -> None:
    overwritten = typed(report(), VARIANCE, 7)
    assert places(command(overwritten), "formula-restored") == ["Resultat!G6"]
    assert amount(filled(overwritten, command), RESULT, "regionbidrag", "variance") == 0
