"""The demonstration: the examples filled, and a round by mail that ends at an amount worked out by hand."""

from __future__ import annotations

import shutil
from contextlib import redirect_stdout
from decimal import Decimal
from email import message_from_bytes
from email.policy import default
from io import StringIO
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

import runxl
from runxl.cli import main
from runxl.commands import demo_round
from runxl.grid import EMPTY, Address
from runxl.layout import LINES, SUBMISSIONS
from runxl.sheets.workbook import read_workbook

if TYPE_CHECKING:
    from runxl.grid import Snapshot
    from runxl.layout import TableLayout

# tkr: each unit's lines as they were sent, but for what was typed and chosen since
ACTUALS = {
    "teater": 4380 + 1000 - 12050 - 6520,
    "museum": 1640 + 1210 - 8380 - 3010,
    "bibliotek": 620 - 4790 - 1430,
    "musik": 780 - 4010 - 980,
    "arkiv": 420 - 2190 - 800,
    "folkhogskola": 4960 + 610 - 7040 - 1790,
    "kansli": -3170 - 410 - 200,
}


class Played(NamedTuple):
    """A demonstration: what it printed, with plain spaces, and the folder that it was played in."""

    told: str
    folder: Path


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """Return a demonstration that no test changes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RUNXL_STATE", str(tmp_path_factory.mktemp("state")))
        patch.delenv("RUNXL_LANG", raising=False)
        return play(tmp_path_factory.mktemp("visning") / "demo")


@pytest.fixture
def told(played: Played) -> str:
    return played.told


@pytest.fixture
def master(played: Played) -> Snapshot:
    return runxl.open(played.folder / "exempel-utskick.xlsx").read()


@pytest.fixture
def folder(played: Played, tmp_path: Path) -> Path:
    """Return a copy of what a demonstration left, to go on with."""
    return Path(shutil.copytree(played.folder, tmp_path / "demo"))


def play(folder: Path) -> Played:
    with redirect_stdout(StringIO()) as printed:
        assert main(["demo", str(folder)]) == 0
    return Played(printed.getvalue().replace("\N{NO-BREAK SPACE}", " "), folder)


def column(snapshot: Snapshot, layout: TableLayout, key: str) -> list[object]:
    """Return what stands under a header, down to the first row that is blank."""
    table = snapshot.tables[layout.name]
    first, wanted = table.block.left, table.column(layout.header(key))
    rows = takewhile(lambda row: snapshot.content(Address(table.sheet, row, first)) != EMPTY, table.body)
    return [snapshot.content(Address(table.sheet, row, wanted)).value for row in rows]


def test_the_examples_are_filled_and_checked(told: str, played: Played) -> None:
    assert "53 samband prövade: 52 stämmer exakt, 1 förklaras av avrundning, 0 är omöjliga" in told
    assert {"exempel-run-2020-04.xlsx", "exempel-fiktiv.xlsx"} <= {path.name for path in played.folder.iterdir()}


def test_the_merged_master_has_the_total_that_was_worked_out_by_hand(told: str, master: Snapshot) -> None:
    assert sum(ACTUALS.values()) == -41150
    assert demo_round.total(master) == demo_round.TOTAL == Decimal(-41150)
    assert "SUMMA utfall i exempel-utskick.xlsx är −41 150 tkr, som räknat för hand" in told


def test_every_unit_has_in_the_merged_master_what_it_mailed_or_what_was_chosen(master: Snapshot) -> None:
    units, amounts = column(master, LINES, "unit"), column(master, LINES, "actual")
    by_unit = {unit: sum(a for u, a in zip(units, amounts, strict=True) if u == unit) for unit in ACTUALS}  # type: ignore[misc]  # amounts are numbers
    assert by_unit == ACTUALS


def test_two_conflicts_one_missing_unit_and_one_formula_are_told_of(told: str) -> None:
    collected = told[told.index("$ runxl collect") : told.index("$ runxl merge")]
    said = [line for line in collected.splitlines() if line[:1].isalpha()]
    assert [line.split()[:2] for line in said[:7]] == [
        ["inlämnad", "teater"],
        ["klar", "museum"],
        ["klar", "bibliotek"],
        ["klar", "musik"],
        ["klar", "arkiv"],
        ["inlämnad", "folkhogskola"],
        ["saknas", "kansli"],
    ]
    collected = " ".join(collected.split())
    assert "Ett tal står över formeln i filens Rader!H5" in collected
    assert "Text är läst som tal i filens Rader!F6" in collected
    assert "6 av 7 har lämnat in (0 med fel), 1 saknas. Att välja i Konflikter: 2. Avvisade filer: 1." in collected
    assert "2 val införda, 0 kvar att välja" in told


def test_every_number_of_the_merged_master_holds(told: str) -> None:
    merged = told[told.index("$ runxl merge") :]
    assert "143 stämmer exakt" in merged
    assert "0 är omöjliga" in merged


def test_the_number_typed_over_a_formula_stays_in_a_note(master: Snapshot) -> None:
    rows = read_workbook(master).tables[LINES.name]
    cell = rows.cell(rows.by_id()["arkiv_tjanster"], "variance")
    assert master.content(cell).value == Decimal(20)
    assert "15" in master.note(cell)


def test_the_unit_that_has_not_answered_gets_a_reminder_as_a_draft(folder: Path) -> None:
    (reminder,) = (folder / "exempel-utskick-svar").glob("paminnelse-*.eml")
    mail = message_from_bytes(reminder.read_bytes(), policy=default)
    assert (mail["To"], mail["X-Unsent"]) == ("Greta Älv <greta.alv@example.org>", "1")


def test_no_unit_is_asked_to_press_a_button_that_it_has_not(folder: Path) -> None:
    (answer,) = (folder / "exempel-utskick-svar").glob("svar-*.eml")
    body = message_from_bytes(answer.read_bytes(), policy=default).get_body()
    assert body is not None
    assert "Rader!H5 innehåller 15 där en formel hör hemma" in body.get_content()
    assert "Kör allt" not in body.get_content()


def test_a_demonstration_again_in_the_same_folder_ends_alike(told: str, folder: Path) -> None:
    before = sorted(path for path in folder.rglob("*"))
    again = play(folder).told
    assert told.splitlines()[-4] == again.splitlines()[-4]
    assert "$ runxl send" not in again
    assert "Det finns inget att välja på bladet Konflikter." in again
    assert sorted(path for path in folder.rglob("*")) == before


def test_a_round_that_was_interrupted_before_the_answers_came_is_played_to_its_end(folder: Path) -> None:
    shutil.rmtree(folder / "exempel-utskick-inkorg")
    (folder / "exempel-utskick.xlsx").unlink()
    again = play(folder).told
    assert "2 val införda, 0 kvar att välja" in again
    assert "är −41 150 tkr, som räknat för hand" in again


def test_a_demonstration_in_a_workbook_that_somebody_edited_says_so(folder: Path) -> None:
    book = runxl.open(folder / "exempel-utskick.xlsx")
    line = demo_round.Typed(LINES, "kansli_ovrigt", "actual", Decimal(-201))
    book.apply(demo_round.typing(book.read(), [line]))
    book.save()
    again = play(folder).told
    assert "är −41 151 tkr. När omgången har spelats som den är skriven blir det −41 150" in again


def test_the_submissions_say_when_each_file_came_and_why_one_is_not_used(master: Snapshot) -> None:
    states = column(master, SUBMISSIONS, "status")
    assert states == ["klar", "klar", "klar", "klar", "klar", "klar", "saknas", "äldre", "avvisad"]
    received = column(master, SUBMISSIONS, "received")
    assert received[6] is None
    assert all(isinstance(when, str) and len(when) == len("2026-09-08 10:00:00+02:00") for when in received[:6])
    # musik's file lies in a zip file, packed before arkiv's came
    assert str(received[3]) < str(received[4]) < str(received[5])
