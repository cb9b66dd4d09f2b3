"""Which cells are suspected where printed numbers cannot add up, and how certain it sounds."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

import runxl
from runxl import commands, language
from runxl.domain.finding import Finding, Severity, Suspect, error
from runxl.grid import Address, Content, applied
from runxl.layout import FINDINGS, HISTORY, IDENTITY_SHEET, LINES, RESULT, SUBMISSIONS, UNITS, figures, words
from runxl.sheets.report import log_plan
from runxl.sheets.suspicion import advice_on
from runxl.templates.shipped import template
from tests.reports import PRINTED
from tests.workbooks import cell, filled, found, places, typed, workbook

if TYPE_CHECKING:
    from runxl.commands import Outcome
    from runxl.grid import Snapshot
    from tests.workbooks import Row

MUSEUM = cell(UNITS, 2, "variance")
TOTAL = cell(UNITS, 8, "variance")


@pytest.fixture
def report() -> Snapshot:
    """Return the three tables of the report as printed."""
    return workbook(PRINTED, totaler=words.TOTALS_PUBLISHED)


def sentence(outcome: Outcome, rule: str) -> str:
    [finding] = found(outcome, rule)
    return language.sentence_of_finding(finding).replace("\u00a0", " ")


def suspected(finding: Finding) -> list[tuple[str, str]]:
    return [(str(suspect.cell), suspect.cause) for suspect in finding.likeliest]


def renamed(book: Snapshot, old: str, new: str) -> Snapshot:
    """Return the workbook after its user has called a sheet something else."""
    sheets = {new if name == old else name: sheet for name, sheet in book.sheets.items()}
    sheets[new] = replace(sheets[new], name=new)
    tables = {
        name: replace(table, block=table.block._replace(sheet=new)) if table.sheet == old else table
        for name, table in book.tables.items()
    }
    names = {name: block._replace(sheet=new) if block.sheet == old else block for name, block in book.names.items()}
    return replace(book, sheets=sheets, tables=tables, names=names)


def test_the_colour_of_a_suspect_is_told_what_its_sheet_is_called_by_now() -> None:
    book = runxl.open(template("exempel-run-2020-04")).read()
    place = book.names[figures.SHEET_NAMES[UNITS.name]]
    told = Address(place.sheet, place.top, place.left)
    assert book.content(told).value == "Verksamheter"
    wrong = typed(renamed(book, "Verksamheter", "Kultur 2020"), Address("Kultur 2020", 6, 8), 1797)
    checked = filled(wrong, commands.check)
    findings = checked.tables[FINDINGS.name]
    suspect = Address(FINDINGS.sheet, findings.body[0], findings.column(FINDINGS.header("suspect")))
    assert checked.content(told).value == "'Kultur 2020'"
    assert checked.content(suspect).value == "'Kultur 2020'!H6"


def test_two_digits_swapped_are_named_with_what_should_stand_there(report: Snapshot) -> None:
    said = sentence(commands.check(typed(report, MUSEUM, 1797)), "total-impossible")
    assert f"{MUSEUM} är troligen 1 977, inte 1 797 (två siffror omkastade); resten ryms i avrundningen." in said


def test_other_explanations_are_counted_even_where_none_of_them_is_a_common_slip(report: Snapshot) -> None:
    # the six other units of the column and its total
    said = sentence(commands.check(typed(report, MUSEUM, 1797)), "total-impossible")
    assert said.endswith("7 andra förklaringar passar också summorna, men ingen av dem är ett vanligt skrivfel.")


def test_a_suspect_has_its_cause_its_number_and_the_interval_that_the_table_leaves(report: Snapshot) -> None:
    [finding] = found(commands.check(typed(report, MUSEUM, 1797)), "total-impossible")
    [suspect] = finding.likeliest
    assert (suspect.cell, suspect.cause, suspect.ties) == (MUSEUM, "digits-swapped", 7)
    assert [suspect.stated, suspect.suggested] == [1797, 1977]
    # the true total is 4 134 give or take a half, the other six 2 156 give or take three
    assert (suspect.low, suspect.high) == (Decimal("1974.5"), Decimal("1981.5"))


def test_with_rivals_nothing_is_likely(report: Snapshot) -> None:
    # 14 too much: the grants of 7 may have the wrong sign, and other cells a wrong digit
    said = sentence(commands.check(typed(report, MUSEUM, 1991)), "total-impossible")
    assert "kan vara" in said
    assert "andra förklaringar är lika bra" in said
    assert "troligen" not in said


def test_every_relation_that_a_wrong_number_breaks_names_it(report: Snapshot) -> None:
    outcome = commands.check(typed(report, cell(RESULT, 1, "actual"), 173))
    rules = ["of-which-impossible", "result-impossible", "variance-impossible"]
    said = [suspected(finding) for rule in rules for finding in found(outcome, rule)]
    assert said == [[(str(cell(RESULT, 1, "actual")), "digit-wrong")]] * 3


def test_two_numbers_that_changed_places_are_one_explanation(report: Snapshot) -> None:
    actual, budget = cell(RESULT, 1, "actual"), cell(RESULT, 1, "budget")
    outcome = commands.check(typed(typed(report, actual, 127), budget, 133))
    [finding] = found(outcome, "variance-impossible")
    assert suspected(finding) == [(str(actual), "cells-swapped"), (str(budget), "cells-swapped")]
    assert f"Talen i {actual}, {budget} har troligen bytt plats" in sentence(outcome, "variance-impossible")


def test_a_clean_report_suspects_nothing(report: Snapshot) -> None:
    outcome = commands.check(report)
    assert [finding for finding in outcome.findings if finding.suspects or finding.advice] == []


def test_a_clean_report_loads_nothing_that_only_a_wrong_one_needs() -> None:
    lines = (
        "import sys, runxl",
        "from runxl.templates.shipped import template",
        "runxl.commands.check(runxl.open(template('exempel-run-2020-04')).read())",
        "print([name for name in sys.modules if name.startswith(('runxl.compute.', 'highspy'))])",
    )
    done = subprocess.run([sys.executable, "-c", "\n".join(lines)], capture_output=True, text=True, check=True)
    needless = ("balance", "consistency", "causes", "model", "derived", "highspy")
    assert [name for name in needless if name in done.stdout] == []
    assert "runxl.compute.relations" in done.stdout


# one column: 1 + 1 printed as 3 and 3 + 1 as 5 ride on the same half units, each alone within rounding
TWO_TOTALS: list[Row] = [
    {"id": "a", "type": "intäkt", "parent": "del", "actual": 1},
    {"id": "b", "type": "intäkt", "parent": "del", "actual": 1},
    {"id": "del", "type": "resultat", "parent": "allt", "actual": 3},
    {"id": "c", "type": "intäkt", "parent": "allt", "actual": 1},
    {"id": "allt", "type": "resultat", "actual": 5},
]


def test_totals_that_are_explained_each_and_contradict_each_other_are_an_error() -> None:
    # 1,5 + 1,5 = 3 and 3 + 1,5 = 4,5 can be; a fourth level that asks for more than 4,5 + 1,5 cannot
    rows = [
        *TWO_TOTALS[:-1],
        {**TWO_TOTALS[-1], "parent": "topp"},
        {"id": "d", "type": "intäkt", "parent": "topp", "actual": 1},
    ]
    rows.append({"id": "topp", "type": "resultat", "actual": 7})
    outcome = commands.check(workbook({RESULT: rows}, totaler=words.TOTALS_PUBLISHED))
    assert outcome.summary["relations"]["impossible"] == 0
    [finding] = found(outcome, "jointly-impossible")
    assert finding.severity is Severity.ERROR
    assert finding.suspects
    assert all(str(cell(RESULT, row, "actual")) in language.sentence_of_finding(finding) for row in (3, 5, 7))


def test_totals_that_can_be_true_together_are_no_error() -> None:
    outcome = commands.check(workbook({RESULT: TWO_TOTALS}, totaler=words.TOTALS_PUBLISHED))
    assert places(outcome, "jointly-impossible") == []
    assert outcome.summary["relations"]["explained"] == 2


def test_a_formula_is_no_suspect_where_what_it_adds_up_may_be() -> None:
    rows: dict[object, list[Row]] = {
        UNITS: [{"id": "u", "type": "verksamhet", "parent": "summa"}, {"id": "summa", "type": "summa"}],
        LINES: [{"id": "l", "unit": "u", "type": "intäkt", "actual": 4000, "budget": 1000}],
        RESULT: [
            {"id": "r", "type": "intäkt", "parent": "res", "actual": 9, "budget": 1},
            {"id": "res", "type": "resultat"},
        ],
    }
    # 9 - 1 = 8 mnkr against 3 000 tkr: one of the four typed numbers, never a formula
    outcome = commands.check(filled(workbook(rows), commands.variances))  # type: ignore[arg-type]  # layouts are the keys
    [finding] = found(outcome, "across-units-impossible")
    assert {suspect.cell for suspect in finding.suspects} == {
        cell(LINES, 1, "actual"), cell(LINES, 1, "budget"), cell(RESULT, 1, "actual"), cell(RESULT, 1, "budget"),
    }  # fmt: skip
    assert not any(suspect.formula for suspect in finding.suspects)


# 100 - 92 is no 80: either amount may be wrong, or the variance
TIED: list[Row] = [{"id": "a", "type": "intäkt", "actual": 100, "budget": 92, "variance": 80}]


def locked(book: Snapshot, *keys: str) -> Snapshot:
    """Return the workbook with these cells of the first row of Resultat locked."""
    cells = frozenset((one.row, one.column) for one in (cell(RESULT, 1, key) for key in keys))
    return replace(book, sheets={**book.sheets, RESULT.sheet: replace(book.sheets[RESULT.sheet], locked=cells)})


def suspects_of(book: Snapshot) -> set[Address]:
    [finding] = found(commands.check(book), "variance-impossible")
    return {suspect.cell for suspect in finding.suspects}


def test_an_open_cell_is_suspected_before_a_locked_one() -> None:
    book = workbook({RESULT: TIED}, totaler=words.TOTALS_PUBLISHED)
    actual, budget, variance = (cell(RESULT, 1, key) for key in ("actual", "budget", "variance"))
    assert suspects_of(book) == {actual, budget, variance}
    assert suspects_of(locked(book, "budget")) == {actual, variance}
    assert suspects_of(locked(book, "budget", "variance")) == {actual}


def test_where_every_cell_is_locked_all_are_suspected_as_on_an_open_sheet() -> None:
    book = workbook({RESULT: TIED}, totaler=words.TOTALS_PUBLISHED)
    assert suspects_of(locked(book, "actual", "budget", "variance")) == suspects_of(book)


def filled_in(book: Snapshot, key: str, *, file: str = "ab12") -> Snapshot:
    """Return the workbook where Logg says that a cell of the row took its number from a file, and Inlämningar ab12."""
    now = book.content(cell(RESULT, 1, key)).value
    row = {"table": RESULT.name, "row": "a", "column": RESULT.header(key), "after": now, "sha256": file}
    listed = typed(book, cell(SUBMISSIONS, 1, "sha256"), "ab12")
    return applied(listed, log_plan(listed, [row]))


def test_of_ties_what_a_unit_has_just_filled_in_is_suspected_first() -> None:
    book = workbook({RESULT: TIED}, totaler=words.TOTALS_PUBLISHED)
    actual, budget, variance = (cell(RESULT, 1, key) for key in ("actual", "budget", "variance"))
    assert suspects_of(filled_in(book, "budget")) == {budget}
    assert suspects_of(filled_in(filled_in(book, "budget"), "actual")) == {actual, budget}
    assert suspects_of(typed(filled_in(book, "budget"), budget, 93)) == {actual, budget, variance}
    assert suspects_of(filled_in(book, "budget", file="an-older-rounds")) == {actual, budget, variance}


def test_of_a_returned_workbook_what_differs_from_what_was_sent_is_suspected_first() -> None:
    book, budget = workbook({RESULT: TIED}, totaler=words.TOTALS_PUBLISHED), cell(RESULT, 1, "budget")
    [finding] = found(commands.check(book, {budget}), "variance-impossible")
    assert {suspect.cell for suspect in finding.suspects} == {budget}


def test_two_cells_just_filled_in_are_not_suspected_sooner_than_one_that_stood() -> None:
    # 180 should be 150: it breaks the sum and the variance, as two others wrong at once would
    rows = [
        {"id": "a", "type": "intäkt", "parent": "res", "actual": 100},
        {"id": "b", "type": "intäkt", "parent": "res", "actual": 50},
        {"id": "res", "type": "resultat", "actual": 180, "budget": 142, "variance": 8},
    ]
    book = workbook({RESULT: rows}, totaler=words.TOTALS_PUBLISHED)
    latest = {cell(RESULT, 2, "actual"), cell(RESULT, 3, "variance")}
    suspected = {one.cell for finding in commands.check(book, latest).findings for one in finding.suspects}
    assert suspected == {cell(RESULT, 3, "actual")}


def test_a_formula_of_the_controllers_own_that_adds_up_otherwise_is_said_to_be_one(report: Snapshot) -> None:
    outcome = commands.check(typed(report, cell(RESULT, 1, "variance"), Content(Decimal(-6), "0-6")))
    said = sentence(outcome, "variance-impossible")
    assert said.endswith(f"{cell(RESULT, 1, 'variance')} är en formel: se efter vad den räknar.")


def test_the_number_of_an_earlier_period_is_recognised() -> None:
    rows: list[Row] = [
        {"id": "a", "type": "intäkt", "parent": "r", "actual": 871, "budget": 500, "variance": 144},
        {"id": "r", "type": "resultat", "actual": 644, "budget": 500, "variance": 144},
    ]
    history: list[Row] = [{"id": "h", "period": "2019-04", "kind": "belopp", "key": "a", "value": 871}]
    book = workbook({RESULT: rows, HISTORY: history}, totaler=words.TOTALS_PUBLISHED, period="2020-04")
    [finding] = found(commands.check(book), "variance-impossible")
    assert suspected(finding) == [(str(cell(RESULT, 1, "actual")), "another-period")]


def test_fynd_says_which_cell_what_stands_there_and_what_should(report: Snapshot) -> None:
    book = filled(typed(report, MUSEUM, 1797), commands.check)
    row = {key: book.content(cell(FINDINGS, 1, key)) for key in ("suspect", "stated", "suggested", "cause", "fix")}
    assert [content.value for content in row.values()] == [str(MUSEUM), 1797, 1977, "två siffror omkastade", None]
    assert row["suspect"].formula == f'HYPERLINK("#\'Verksamheter\'!{MUSEUM.a1}","{MUSEUM}")'


def test_a_second_check_writes_nothing_and_keeps_what_was_marked(report: Snapshot) -> None:
    book = filled(typed(report, MUSEUM, 1797), commands.check)
    assert not commands.check(book).plan
    marked = typed(book, cell(FINDINGS, 1, "fix"), "x")
    assert not commands.check(marked).plan


def test_a_mark_follows_its_finding_to_another_row_and_goes_with_it(report: Snapshot) -> None:
    book = filled(typed(report, MUSEUM, 1797), commands.check)
    marked = typed(book, cell(FINDINGS, 1, "fix"), "x")
    # what cannot be read is said before what does not add up
    worse = filled(typed(marked, cell(RESULT, 4, "full_year_forecast"), "okänt"), commands.check)
    rules = {str(worse.content(cell(FINDINGS, row, "cell")).value): row for row in range(1, 9)}
    marks = [row for row in range(1, 9) if worse.content(cell(FINDINGS, row, "fix")).value == "x"]
    assert marks == [rules[str(TOTAL)]]
    assert marks != [1]
    mended = filled(typed(worse, MUSEUM, 1977), commands.check)
    assert all(mended.content(cell(FINDINGS, row, "fix")).value is None for row in range(1, 12))


def test_a_workbook_from_before_the_columns_has_only_the_sentence(report: Snapshot) -> None:
    table = report.tables[FINDINGS.name]
    block = table.block._replace(right=table.block.left + 4)
    older = replace(table, block=block, headers=table.headers[:5])
    first = typed(report, Address(IDENTITY_SHEET, 2, 2), 1)
    book = replace(typed(first, MUSEUM, 1797), tables={**report.tables, FINDINGS.name: older})
    outcome = commands.check(book)
    assert found(outcome, "column-missing") == []
    assert {edit.cell.column for edit in outcome.plan.edits if edit.cell.sheet == FINDINGS.sheet} <= set(range(1, 6))
    assert "är troligen" in str(filled(book, commands.check).content(cell(FINDINGS, 1, "message")).value)


def test_a_slip_that_chance_may_have_made_may_be_where_other_cells_fit_as_well_and_is_not_offered() -> None:
    weak = [Suspect(cell(RESULT, 1, "actual"), "sign-flipped", Decimal(7), Decimal(-7), ties=1, weak=True)]
    said = [language.sentence_of(each) for each in advice_on([weak], rounds=True, finished=True)]
    assert "kan vara −7, inte 7" in said[0]
    assert not weak[0].is_certain


def test_a_cell_without_a_cause_among_equals_is_not_pointed_out() -> None:
    one = Suspect(
        cell(RESULT, 1, "actual"), "unexplained", Decimal(7), low=Decimal(1), high=Decimal(2), ties=3, rivals=3
    )
    said = [language.sentence_of(each) for each in advice_on([[one]], rounds=True, finished=True)]
    assert said == ["4 förklaringar är lika bra, så talen pekar inte ut någon cell."]
    assert replace(error("total-impossible"), suspects=(one,)).likeliest == ()


@pytest.mark.parametrize(
    ("suspect", "said"),
    [
        (Suspect(MUSEUM, "unexplained", Decimal(7), ties=3, rivals=3), "Minst 4 förklaringar är lika bra, så talen"),
        (
            Suspect(MUSEUM, "sign-flipped", Decimal(7), Decimal(-7), ties=3, rivals=2),
            "kan vara −7, inte 7 (fel tecken); minst 2 andra förklaringar är lika bra.",
        ),
        (
            Suspect(MUSEUM, "sign-flipped", Decimal(7), Decimal(-7), ties=3),
            "Minst 3 andra förklaringar passar också summorna, men är inga vanliga skrivfel.",
        ),
    ],
)
def test_where_not_all_explanations_were_looked_for_there_are_at_least_so_many(suspect: Suspect, said: str) -> None:
    sentences = [language.sentence_of(each) for each in advice_on([[suspect]], rounds=True, finished=False)]
    assert said in " ".join(sentences).replace("\u00a0", " ")
    assert sentences[-1] == "Alla förklaringar är inte prövade; det kan finnas fler än de som nämns."


def test_what_is_not_judged_in_time_is_no_contradiction(report: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("runxl.sheets.suspects._SECONDS", -1.0)
    outcome = commands.check(typed(report, cell(RESULT, 1, "actual"), 173))
    assert "Alla förklaringar är inte prövade" in sentence(outcome, "variance-impossible")
