"""Texts that are meant to do something: in what runxl writes and prints they are texts and nothing else."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import openpyxl
import pytest

from runxl import cli
from tests.bad_input.packages import parts_of
from tests.bad_input.report import blank, edited

if TYPE_CHECKING:
    from pathlib import Path

LONGEST = 32_767
FORMULAS = ('=HYPERLINK("http://x.example","klicka")', "+1+1", "-1+1", "@SUM(A1:A9)", "=cmd|'/c calc'!A1")
ODD = {
    "as long as a cell can hold": "x" * LONGEST,
    "with a control character": "a\x01b",
    "that clears a terminal": "a\x1b[2Jb",
    "with line breaks and a tab": "a\r\nb\tc",
    "with an emoji": "a\U0001f600b",
    "that turns the writing around": "a\u202eb\u2066c",
    "that looks like a format": "{cell} {0} %s %(x)s",
    "that looks like XML": "</is></c><f>1+1</f>&amp;&#1;]]>",
    "that looks like an escape": "_x0041_",
}


@pytest.fixture(autouse=True)
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where the report will lie, with a journal of one's own beside it."""
    monkeypatch.setenv("RUNXL_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("RUNXL_LANG", "sv")
    return tmp_path / "rapport.xlsx"


def written(file: Path, sheet: str, place: str) -> tuple[str, object]:
    """Return a cell's type and value as openpyxl reads them: a formula has the type `f`, a text `s`."""
    cell = openpyxl.load_workbook(file)[sheet][place]
    return cell.data_type, cell.value


@pytest.mark.parametrize("text", FORMULAS)
def test_a_finding_that_begins_like_a_formula_is_written_as_text(file: Path, text: str) -> None:
    file.write_bytes(edited({"Kontroller!C5": text, "Kontroller!E5": "121"}))
    assert cli.main(["run", str(file)]) == 1
    sentence = f"{text}: vänster ger 120\xa0mnkr, höger 121\xa0mnkr. Skillnaden 1 är större än toleransen 0."
    assert written(file, "Fynd", "E5") == ("s", sentence)


@pytest.mark.parametrize("text", FORMULAS)
def test_a_label_that_begins_like_a_formula_stays_text(file: Path, text: str) -> None:
    file.write_bytes(edited({"Resultat!C6": text, "Resultat!F6": 101}))
    assert cli.main(["run", str(file)]) == 1
    assert written(file, "Resultat", "C6") == ("s", text)


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_an_odd_label_survives_a_run_and_the_next_run_writes_nothing(
    file: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_bytes(edited({"Kontroller!C5": text, "Kontroller!E5": "121", "Mått!R5": text[:100]}))
    assert cli.main(["run", str(file)]) == 1
    after = file.read_bytes()
    capsys.readouterr()
    assert cli.main(["run", str(file), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["written"] == 0
    assert file.read_bytes() == after


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_nothing_that_steers_a_terminal_is_printed(file: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_bytes(edited({"Kontroller!C5": text, "Kontroller!E5": "121", "Mått!F5": text, "Mått!R5": text}))
    assert cli.main(["check", str(file), "--preview"]) == 1
    assert not set(capsys.readouterr().out) & {*map(chr, range(10)), *map(chr, range(11, 32)), "\u202e", "\u2066"}


def test_a_long_text_is_cut_where_it_is_quoted(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_bytes(edited({"Resultat!F6": "x" * LONGEST}))
    assert cli.main(["check", str(file), "--preview", "--json"]) == 1
    said = json.loads(capsys.readouterr().out)["findings"]
    (sentence,) = (finding["message"] for finding in said if finding["rule"] == "text-not-number")
    assert sentence == f"Resultat!F6 innehåller '{'x' * 500} …'. Här ska stå ett tal."


def test_a_workbook_of_blank_rows_has_nothing_wrong(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_bytes(blank())
    assert cli.main(["run", str(file), "--preview", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["findings"], answer["summary"]["measures"]) == ([], {"total": 0, "with_outcome": 0})


def test_rows_of_nothing_but_spaces_are_blank(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_bytes(edited({f"Mått!{column}9": " \xa0 " for column in "BCDEFGHIX"}))
    assert cli.main(["run", str(file), "--preview", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["summary"]["measures"]["total"] == 1


def test_a_received_workbook_keeps_every_formula_it_came_with(file: Path) -> None:
    before = edited({"Resultat!F6": 101})
    file.write_bytes(before)
    cli.main(["run", str(file)])
    assert _formulas(file.read_bytes(), "xl/worksheets/sheet2.xml") == _formulas(before, "xl/worksheets/sheet2.xml")


def _formulas(data: bytes, part: str) -> list[tuple[str, object]]:
    assert part in parts_of(data)
    sheet = openpyxl.load_workbook(io.BytesIO(data))["Resultat"]
    return [(cell.coordinate, cell.value) for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
