"""Why a number is what it is: its history follows its row, and what it is made of is what our tables promise."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from runxl import commands, language
from runxl.commands.fix import fixed
from runxl.commands.why import why
from runxl.domain.line import CostSign
from runxl.errors import CallError
from runxl.exchange.why_told import as_json, brief, told
from runxl.grid import Content, Sheet, Snapshot, applied
from runxl.layout import ACTIONS, CONFLICTS, LINES, LOG, MEASURES, RESULT, UNITS, words
from runxl.sheets.report import log_plan
from tests.reports import PRINTED
from tests.workbooks import cell, filled, formatted, typed, workbook

if TYPE_CHECKING:
    from runxl.exchange.why import Why
    from tests.workbooks import Row

LINE_ROWS: list[Row] = [
    {"id": "biljett", "unit": "teater", "label": "Biljetter", "type": "intäkt", "actual": 120, "budget": 110},
    {"id": "drift", "unit": "teater", "label": "Drift", "type": "kostnad", "actual": -90, "budget": -95},
]
UNIT_ROWS: list[Row] = [
    {"id": "teater", "label": "Teatern", "type": "verksamhet", "parent": "summa"},
    {"id": "museum", "label": "Museet", "type": "verksamhet", "parent": "summa", "actual": 40, "budget": 38},
    {"id": "summa", "label": "SUMMA", "type": "summa"},
]
FROM_FILE: Row = {
    "id": 1,
    "time": "2020-05-02 10:00:00",
    "user": "anna",
    "command": "Samla in",
    "cell": "Rader!E5",
    "table": "tblRader",
    "row": "biljett",
    "column": "Utfall",
    "before": 100,
    "after": 120,
    "sender": "eva@example.org",
    "file": "teater.xlsx",
    "source": "Rader!E9",
    "sha256": "9f86d081",
}


def report(*log: Row, lines: list[Row] | None = None) -> Snapshot:
    rows = {LINES: LINE_ROWS if lines is None else lines, UNITS: UNIT_ROWS, LOG: log}
    return filled(workbook(rows), commands.variances)


def answer(snapshot: Snapshot, place: str) -> str:
    """Return the answer as text, with plain spaces."""
    return told(why(snapshot, place)).replace("\u00a0", " ")


def parts(found: Why) -> list[tuple[object, str]]:
    return [(coefficient, str(part.cell)) for coefficient, part in found.parts]


def test_the_file_the_sender_the_time_and_what_it_replaced_are_told() -> None:
    said = answer(report(FROM_FILE), "Rader!E5")
    assert said.startswith("Rader!E5 är Utfall för Biljetter: 120 tkr\n")
    assert "2020-05-02 10:00:00: 100 → 120 ur teater.xlsx, cell Rader!E9, från eva@example.org." in said
    assert "SHA-256: 9f86d081" in said
    assert "Inget i Logg" not in said


def test_the_history_follows_the_row_when_the_sheet_is_sorted() -> None:
    found = why(report(FROM_FILE, lines=LINE_ROWS[::-1]), "Rader!E6")
    assert [row.file for row in found.history] == ["teater.xlsx"]
    assert why(report(FROM_FILE, lines=LINE_ROWS[::-1]), "Rader!E5").history == ()


def test_everything_that_it_replaced_is_told_the_newest_last() -> None:
    first: Row = {**FROM_FILE, "before": 90, "after": 100, "time": "2020-05-01 09:00:00", "file": "gammal.xlsx"}
    found = why(report(first, {**FROM_FILE, "id": 2}), "Rader!E5")
    assert [(row.file, row.after) for row in found.history] == [("gammal.xlsx", 100), ("teater.xlsx", 120)]


def test_a_number_changed_by_hand_since_is_told_so() -> None:
    said = answer(typed(report(FROM_FILE), cell(LINES, 1, "actual"), 125), "Rader!E5")
    assert "Ändrat efter det, för hand eller med Ångra: Logg säger 120 tkr, nu står 125 tkr." in said


def test_a_number_that_was_not_changed_since_is_not() -> None:
    assert "för hand" not in answer(report(FROM_FILE), "Rader!E5")


def test_a_day_is_the_same_as_its_iso_text_in_the_log() -> None:
    log: Row = {**FROM_FILE, "table": "tblAtgard", "row": "A1", "column": "Klart", "after": "2020-09-30"}
    book = workbook({ACTIONS: [{"id": "A1", "action": "Spara", "due": 44104}], LOG: [log]})
    assert why(book, "Åtgärder!G5").trace.value == "logged"
    assert why(typed(book, cell(ACTIONS, 1, "due"), 44105), "Åtgärder!G5").trace.value == "edited"


def test_a_day_is_told_as_its_date_by_its_column() -> None:
    book = workbook({ACTIONS: [{"id": "A1", "action": "Spara", "due": 46356}]})
    assert answer(book, "Åtgärder!G5").startswith("Åtgärder!G5 är Klart för Spara: 2026-11-30\n")
    assert as_json("a.xlsx", why(book, "Åtgärder!G5"))["value"] == "2026-11-30"


def test_a_day_outside_our_tables_is_told_as_its_date_by_its_number_format() -> None:
    cells = {(1, 1): Content(Decimal(46356)), (2, 1): Content(Decimal(46356))}
    book = Snapshot({"Blad1": Sheet("Blad1", cells, formats={(1, 1): "d mmm yyyy"})})
    assert answer(book, "Blad1!A1").startswith("Blad1!A1: 2026-11-30\n")
    assert answer(book, "Blad1!A2").startswith("Blad1!A2: 46 356\n")


def test_a_day_of_a_workbook_that_counts_from_1904_is_told_as_its_date() -> None:
    book = workbook({ACTIONS: [{"id": "A1", "action": "Spara", "due": 44894}]})
    assert ": 2026-11-30\n" in answer(replace(book, date1904=True), "Åtgärder!G5")


def test_an_amount_whose_cell_was_given_the_look_of_a_date_is_told_as_the_amount_that_is_counted_with() -> None:
    book = formatted(workbook({LINES: LINE_ROWS}), {cell(LINES, 1, "actual"): "yyyy-mm-dd"})
    assert answer(book, "Rader!E5").startswith("Rader!E5 är Utfall för Biljetter: 120 tkr\n")


def test_of_a_number_without_history_nothing_is_made_up() -> None:
    said = answer(report(), "Rader!E5")
    assert said.endswith("Inget i Logg säger var talet kommer ifrån: det är skrivet för hand eller fanns i mallen.")


def test_a_choice_that_waits_is_told() -> None:
    waiting: Row = {
        "id": 1,
        "table": "tblRader",
        "row": "biljett",
        "column": "Utfall",
        "base": 100,
        "theirs": 130,
        "ours": 120,
        "file": "teater.xlsx",
    }
    book = workbook({LINES: LINE_ROWS, CONFLICTS: [waiting]})
    said = answer(book, "Rader!E5")
    assert "Ett val väntar i Konflikter: deras 130 tkr ur teater.xlsx, vårt 120 tkr, utskickat 100 tkr." in said


def test_a_correction_by_ratta_is_told_also_after_its_row_was_moved() -> None:
    printed = typed(workbook(PRINTED, totaler=words.TOTALS_PUBLISHED), cell(UNITS, 2, "variance"), 1797)
    outcome = fixed(filled(printed, commands.check), 1)
    mended = applied(applied(printed, outcome.plan), log_plan(printed, [{"command": "Rätta"} | dict(outcome.log[0])]))
    [row] = why(mended, "Verksamheter!G6").history
    assert [row.command, row.row, row.column, row.before, row.after] == [
        "Rätta", "norrbottens_museum", "Avvikelse", 1797, 1977
    ]  # fmt: skip


def test_a_units_amount_is_the_sum_of_its_lines_and_each_lines_way_is_told() -> None:
    book = report(FROM_FILE)
    assert parts(why(book, "Verksamheter!E5")) == [(1, "Rader!E5"), (1, "Rader!E6")]
    assert "ur teater.xlsx" in answer(book, "Verksamheter!E5")


def test_costs_that_are_written_positive_are_subtracted() -> None:
    lines: list[Row] = [LINE_ROWS[0], {**LINE_ROWS[1], "actual": 90}]
    book = filled(
        workbook({LINES: lines, UNITS: UNIT_ROWS}, kostnader=words.COST_SIGN[CostSign.POSITIVE]), commands.variances
    )
    assert parts(why(book, "Verksamheter!E5")) == [(1, "Rader!E5"), (-1, "Rader!E6")]


def test_a_total_is_the_sum_of_its_children_and_a_variance_actual_minus_budget() -> None:
    book = report()
    assert parts(why(book, "Verksamheter!E7")) == [(1, "Verksamheter!E5"), (1, "Verksamheter!E6")]
    assert parts(why(book, "Verksamheter!G7")) == [(1, "Verksamheter!E7"), (-1, "Verksamheter!F7")]
    assert "Utfall minus Budget:\n  70 tkr: SUMMA, Utfall (Verksamheter!E7)" in answer(book, "Verksamheter!G7")


def test_a_share_is_one_column_divided_by_another() -> None:
    assert "Avvikelse delat med Budget:" in answer(report(), "Verksamheter!H6")


def test_a_formula_of_a_colleagues_own_is_told_by_the_cells_that_it_reads() -> None:
    own = typed(report(), cell(UNITS, 2, "comment"), Content(Decimal(160), "Rader!E5+E6"))
    assert parts(why(own, "Verksamheter!R6")) == [(None, "Rader!E5"), (None, "Verksamheter!E6")]


def test_a_number_typed_over_our_formula_is_told_so() -> None:
    said = answer(typed(report(), cell(UNITS, 1, "variance"), 7), "Verksamheter!G5")
    assert "Här ska stå en formel, men någon har skrivit över den." in said


def test_a_published_total_is_told_with_the_rounding_that_explains_it_and_its_unit() -> None:
    # 1 330 + 1 977 + 328 + 7 + 491 = 4 133, and 4 134 tkr is 4 mnkr
    said = answer(workbook(PRINTED, totaler=words.TOTALS_PUBLISHED), "Verksamheter!G12")
    assert "Det räknas ihop till 4 133 tkr; skillnaden 1 ryms i avrundningen (högst 4)." in said
    assert "Jämfört i mnkr med 0 decimaler: Resultat!G15 säger 4, Verksamheters summa är 4,134" in said


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (1977.6, '#,##0;"−"#,##0', "Cellen visar 1 978, avrundat till 0 decimaler. Exakt står det 1 977,6."),
        (0.0254, r"0.0\ %", "Cellen visar 2,5 %, avrundat till 1 decimal. Exakt står det 2,54 %."),
    ],
)
def test_a_number_that_its_cell_rounds_is_told_in_full(value: float, number_format: str, shown: str) -> None:
    place = cell(LINES, 1, "actual")
    book = formatted(typed(workbook({LINES: LINE_ROWS}), place, value), {place: number_format})
    assert shown in answer(book, "Rader!E5")


def test_a_circle_of_formulas_comes_to_an_end() -> None:
    ring = {(1, 1): Content(Decimal(1), "B1"), (1, 2): Content(Decimal(1), "A1")}
    assert answer(Snapshot({"Blad1": Sheet("Blad1", ring)}), "Blad1!A1").count("Blad1!A1") == 2


def test_a_column_of_ten_thousand_cells_is_told_as_a_block() -> None:
    cells = {(row, 1): Content(Decimal(row)) for row in range(1, 10_001)}
    book = Snapshot({"Blad1": Sheet("Blad1", {**cells, (1, 3): Content(Decimal(0), "SUM(A1:A10000)")})})
    assert answer(book, "Blad1!C1").endswith("Formeln läser:\n  Blad1!A1:A10000")


def test_an_empty_cell_and_a_text_are_told_as_what_they_are() -> None:
    assert answer(report(), "Rader!E60") == "Rader!E60: (tom)"
    book = workbook({MEASURES: [{"id": "M1", "measure": "=1+1"}]})
    assert answer(book, "Mått!E5").startswith("Mått!E5 är Mått för =1+1: =1+1")


def test_a_cell_is_found_whatever_its_capitals_and_quotes() -> None:
    assert str(why(report(), " 'rader'!$e$5 ").cell) == "Rader!E5"


def test_a_mistyped_sheet_is_answered_with_the_nearest() -> None:
    with pytest.raises(CallError) as problem:
        why(report(), "Verksamhet!C7")
    assert language.sentence_of_error(problem.value).endswith("Menade du Verksamheter?")
    with pytest.raises(CallError) as problem:
        why(report(), "Zzz!C7")
    assert "Bladen heter" in language.sentence_of_error(problem.value)
    assert "_runxl" not in language.sentence_of_error(problem.value)


@pytest.mark.parametrize("text", ["", "C7", "Rader!", "Rader!C7:D8", "Rader!XFE1", "Rader!C0", "!C7", "Rader!C7!D8"])
def test_what_is_no_cell_is_refused(text: str) -> None:
    with pytest.raises(CallError) as problem:
        why(report(), text)
    assert problem.value.code == "why-cell-wrong"


def test_a_message_box_gets_whole_lines_without_the_formula() -> None:
    found = why(report(FROM_FILE), "Verksamheter!G7")
    short = brief(found, 200)
    assert len(short) <= 200
    assert "Formel:" not in short
    assert short.endswith("runxl why berättar resten.")
    assert brief(found, 5000).count("\n") == told(found).count("\n") - 1


def test_the_answer_as_data_has_the_history_and_the_parts() -> None:
    data = as_json("a.xlsx", why(report(FROM_FILE), "Verksamheter!E5"))
    assert [data[key] for key in ("file", "command", "cell", "value", "made")] == [
        "a.xlsx", "why", "Verksamheter!E5", "30", "lines"
    ]  # fmt: skip
    first = data["parts"][0]  # type: ignore[index]  # JSON has no types
    assert (first["coefficient"], first["trace"], first["history"][0]["sha256"]) == ("1", "logged", "9f86d081")
    assert RESULT.name not in str(data)
