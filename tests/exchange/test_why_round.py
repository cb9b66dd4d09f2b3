"""Why a number of a round by mail is what it is: out of a file, chosen against it, taken back, or gone with its row."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from runxl.commands.merge import merge
from runxl.commands.why import why
from runxl.exchange.why_told import as_json, told
from runxl.grid import Content
from runxl.layout import CHECKS, CONFLICTS, FINDINGS, LINES, LOG, MEASURES, RECIPIENTS, SUBMISSIONS, UNITS
from runxl.sheets.logged import read_logged
from tests.exchange.rounds import Round
from tests.exchange.tables import table
from tests.workbooks import cell, typed, workbook

if TYPE_CHECKING:
    from runxl.grid import Address, Snapshot
    from runxl.layout import TableLayout

FEES = {"id": "t1", "unit": "teater", "label": "Avgifter", "type": "intäkt", "actual": 412, "budget": 400}
RENT = {"id": "t2", "unit": "teater", "label": "Hyra", "type": "kostnad", "actual": -90, "budget": -88}
ACTUAL = cell(LINES, 1, "actual")


@pytest.fixture
def turn() -> Round:
    return Round(workbook({LINES: [FEES, RENT], UNITS: [{"id": "teater", "label": "Teatern", "type": "verksamhet"}]}))


@pytest.fixture
def asked(turn: Round) -> Round:
    """Return a round that asks about one number: 412 was sent, 437 came back, 415 stands."""
    turn.master = typed(turn.master, ACTUAL, 415)
    turn.collect([{**FEES, "actual": 437}, RENT])
    return turn


def answer(snapshot: Snapshot, place: Address) -> str:
    """Return the answer as text, with plain spaces."""
    return told(why(snapshot, str(place))).replace("\u00a0", " ")


def chosen(turn: Round, word: str) -> str:
    turn.choose(word)
    turn.press(merge)
    return answer(turn.master, ACTUAL)


def test_theirs_is_told_as_chosen_out_of_their_file(asked: Round) -> None:
    said = chosen(asked, "deras")
    assert "415 → 437 ur teater.xlsx, cell Rader!E5, från asa@example.org" in said
    assert "deras valdes i Konflikter, vårt var 415 och skickat 412." in said


def test_ours_is_told_as_the_number_of_the_report_and_not_of_their_file(asked: Round) -> None:
    said = chosen(asked, "vårt")
    assert "415 står kvar: vårt valdes i Konflikter, det som stod i rapporten." in said
    assert "Deras var 437 i teater.xlsx, cell Rader!E5, från asa@example.org, och skickat 412." in said
    assert " ur teater.xlsx" not in said


def test_base_is_told_as_what_was_sent_and_not_as_out_of_their_file(asked: Round) -> None:
    said = chosen(asked, "bas")
    assert "415 → 412: bas valdes i Konflikter, det som skickades ut." in said
    assert "Deras var 437 i teater.xlsx, cell Rader!E5, från asa@example.org, och vårt 415." in said
    assert " ur teater.xlsx" not in said


@pytest.mark.parametrize("choice", ["deras", "vårt", "bas"])
def test_the_choice_and_its_three_versions_are_data(asked: Round, choice: str) -> None:
    chosen(asked, choice)
    data = as_json("a.xlsx", why(asked.master, str(ACTUAL)))
    row = data["history"][0]  # type: ignore[index]  # JSON has no types
    assert [row[key] for key in ("choice", "sent", "theirs", "before")] == [choice, "412", "437", "415"]


def test_a_choice_is_known_whatever_language_it_was_made_in(asked: Round, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUNXL_LANG", "en")
    chosen(asked, "vårt")
    monkeypatch.setenv("RUNXL_LANG", "sv")
    assert "vårt valdes i Konflikter" in answer(asked.master, ACTUAL)


def test_where_nobody_knows_what_was_sent_that_is_told(turn: Round) -> None:
    turn.sent = {name: contents._replace(rows=()) for name, contents in turn.sent.items()}
    turn.collect([{**FEES, "actual": 437}, RENT])
    assert "vårt var 412 och skickat okänt." in chosen(turn, "deras")


def test_a_number_taken_without_a_choice_is_told_as_before(turn: Round) -> None:
    turn.collect([{**FEES, "actual": 437}, RENT])
    said = answer(turn.master, ACTUAL)
    assert "412 → 437 ur teater.xlsx, cell Rader!E5, från asa@example.org." in said
    assert "Konflikter" not in said


@pytest.mark.parametrize("choice", ["deras", "vårt", "bas"])
def test_a_logg_that_cannot_say_what_was_chosen_is_quoted_and_names_no_source(asked: Round, choice: str) -> None:
    logg = asked.master.tables[LOG.name]
    width = [column.since <= 3 for column in LOG.columns].count(True)
    earlier = replace(logg, block=logg.block._replace(right=width), headers=logg.headers[:width])
    asked.master = replace(asked.master, tables={**asked.master.tables, LOG.name: earlier})
    said = chosen(asked, choice)
    assert f"Logg säger: Valt i Konflikter: {choice}. Stod 415, står " in said
    assert "Filen som det gällde: teater.xlsx, cell Rader!E5, från asa@example.org." in said
    assert " ur teater.xlsx" not in said


def test_a_number_that_was_taken_back_with_its_file_is_told_so_and_has_no_empty_cell(turn: Round) -> None:
    turn.collect([{**FEES, "actual": 437}, RENT], "tidig.xlsx")
    turn.collect([{**FEES, "actual": "cirka 440"}, RENT], "sen.xlsx")
    said = answer(turn.master, ACTUAL)
    assert "412 → 437 ur tidig.xlsx, cell Rader!E5, från asa@example.org." in said
    assert "437 → 412: värdet ur en tidigare fil togs tillbaka" in said
    assert "sen.xlsx från asa@example.org, som är nyare, har inget nytt värde i cellen som går att läsa" in said
    assert "Det som stod före den tidigare filen gäller igen." in said
    assert "cell ," not in said
    assert " ur sen.xlsx" not in said


def test_logg_does_not_say_that_a_file_says_nothing_where_it_says_what_cannot_be_read(turn: Round) -> None:
    turn.collect([{**FEES, "actual": 437}, RENT], "tidig.xlsx")
    turn.collect([{**FEES, "actual": "cirka 440"}, RENT], "sen.xlsx")
    said = read_logged(turn.master)[-1].changed
    assert said == (
        "Rader!E5 ändrad tillbaka från 437 till 412: 437 kom ur en tidigare fil, och sen.xlsx har inget nytt värde i "
        "cellen som går att läsa."
    )


def test_a_row_that_was_emptied_is_told_by_what_it_was_and_why_it_is_empty(turn: Round) -> None:
    turn.collect([FEES])
    turn.choose("deras")
    turn.press(merge)
    said = answer(turn.master, cell(LINES, 2, "actual"))
    assert said.startswith("Rader!E6 är Utfall för Hyra: (tom)\n")
    assert "−90 → (tom): raden finns inte i teater.xlsx från asa@example.org, och deras valdes i Konflikter." in said
    assert why(turn.master, "Rader!E6").trace.value == "logged"


def test_an_emptied_row_that_stands_elsewhere_again_is_not_told_of_a_blank_one(turn: Round) -> None:
    turn.collect([FEES])
    turn.choose("deras")
    turn.press(merge)
    for key, value in RENT.items():
        turn.master = typed(turn.master, cell(LINES, 1, key), value)
    assert answer(turn.master, cell(LINES, 2, "actual")) == "Rader!E6: (tom)"


def test_a_blank_row_is_no_row_without_a_name() -> None:
    book = workbook({LINES: [FEES, {}]})
    assert answer(book, cell(LINES, 2, "actual")) == "Rader!E6: (tom)"


@pytest.mark.parametrize(
    ("layout", "row", "key", "buttons"),
    [
        (RECIPIENTS, {"id": "teater", "name": "Åsa", "sent": "2026-09-01 08:00"}, "sent", "Skicka ut"),
        (SUBMISSIONS, {"id": 1, "unit": "teater", "status": "klar"}, "status", "Samla in eller Slå ihop val"),
        (CONFLICTS, {"id": 1, "unit": "teater", "theirs": 437}, "theirs", "Samla in eller Slå ihop val"),
        (FINDINGS, {"id": 1, "message": "Något"}, "message", "Validera summor"),
        (CHECKS, {"id": "k1", "outcome": "Stämmer"}, "outcome", "Validera summor"),
        (MEASURES, {"id": "m1", "measure": "Besök", "attainment": "● Uppnått"}, "attainment", "Bedöm mål"),
    ],
)
def test_of_what_runxl_writes_itself_the_button_is_told(
    layout: TableLayout, row: dict[str, object], key: str, buttons: str
) -> None:
    book = workbook({layout: [row]})
    said = answer(book, cell(layout, 1, key))
    assert said.endswith(f"\nrunxl fyller i kolumnen, med {buttons}.")
    assert "för 1:" not in said or layout is FINDINGS
    assert why(book, str(cell(layout, 1, key))).trace.value == "written"


def test_of_logg_it_is_told_that_every_run_writes_it() -> None:
    said = answer(workbook({LOG: [{"id": 1, "changed": "22 celler."}]}), cell(LOG, 1, "changed"))
    assert said.endswith("runxl fyller i kolumnen, vid varje körning som ändrar något.")


def test_what_she_types_beside_what_runxl_writes_is_hers() -> None:
    book = workbook({RECIPIENTS: [{"id": "teater", "name": "Åsa", "address": "asa@example.org"}]})
    assert "för hand" in answer(book, cell(RECIPIENTS, 1, "address"))


def test_a_number_typed_over_a_formula_is_told_by_the_formulas_note(turn: Round) -> None:
    turn.sent = {**turn.sent, LINES.name: table(LINES, [{**FEES, "variance": Content(Decimal(12), "E5-F5")}, RENT])}
    turn.master = typed(turn.master, cell(LINES, 1, "variance"), Content(Decimal(12), "E5-F5"))
    turn.collect([{**FEES, "variance": 15}, RENT])
    said = answer(turn.master, cell(LINES, 1, "variance"))
    assert "\nAnteckning i cellen: " in said
    assert "15" in said.partition("Anteckning i cellen: ")[2].partition("\n")[0]
    assert why(turn.master, "Rader!G5").note == turn.master.note(cell(LINES, 1, "variance"))
