"""Why a number of a round by mail is what it is: out of a file, chosen against it, taken back, or gone with its row."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from runxl.commands.merge import merge
from runxl.commands.why import why
from runxl.exchange.why_told import as_json, told
from runxl.layout import LINES, LOG, UNITS
from runxl.sheets.logged import read_logged
from tests.exchange.rounds import Round
from tests.workbooks import cell, typed, workbook

if TYPE_CHECKING:
    from runxl.grid import Address, Snapshot

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
    table = asked.master.tables[LOG.name]
    width = [column.since <= 3 for column in LOG.columns].count(True)
    earlier = replace(table, block=table.block._replace(right=width), headers=table.headers[:width])
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
