"""`runxl diff A B`: what it prints, what it writes and how it ends."""

from __future__ import annotations

import json
import shutil
from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl
import pytest

import runxl
from runxl.cli import main
from runxl.grid import Address, Content, Edit, Plan, Resize
from runxl.templates.shipped import template

if TYPE_CHECKING:
    from pathlib import Path

    from runxl.grid import Value

TICKETS = Address("Rader", 6, 6)
CAUSE = Address("Rader", 7, 17)
DUE = Address("Åtgärder", 6, 8)
OWN = Address("Målbedömning", 9, 15)


@pytest.fixture
def a(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the fictive example; runxl speaks Swedish."""
    monkeypatch.setenv("RUNXL_LANG", "sv")
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "a.xlsx"
    shutil.copy(template("exempel-fiktiv"), path)
    return path


@pytest.fixture
def b(a: Path) -> Path:
    """Return the example after somebody typed in four cells: a number, a cause, a day and an assessment."""
    book = runxl.open(a)
    typed: dict[Address, Value] = {
        TICKETS: Decimal("12345.5"),
        CAUSE: "=1+1",
        DUE: Decimal(46366),
        OWN: "◐ Delvis uppnått",
    }
    book.apply(Plan(tuple(Edit(cell, Content(value)) for cell, value in typed.items())))
    book.save(a.with_name("b.xlsx"))
    return a.with_name("b.xlsx")


def printed(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out.replace("\u00a0", " ")


def test_two_versions_that_are_alike_end_with_0(a: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "a.xlsx", "a.xlsx"]) == 0
    assert a.name in printed(capsys)


def test_two_that_differ_end_with_1_and_are_told_sheet_by_sheet(b: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "a.xlsx", b.name]) == 1
    said = printed(capsys)
    assert "Rader: 2 celler ändrade\n" in said
    assert "  Biljetter och gästspel, Utfall (Rader!F6): 8 240 → 12 345,5 (+4 105,5)\n" in said
    assert "  Produktion, Orsak (Rader!Q7): Dyrare turné. → =1+1\n" in said
    assert "Målbedömning: 1 bedömning ändrad\n" in said
    assert said.endswith("skillnader mellan a.xlsx och b.xlsx: 3 celler ändrade, 1 bedömning ändrad.\n")


def test_a_day_is_told_as_a_day(b: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["diff", "a.xlsx", b.name])
    assert "Klart (Åtgärder!H6): 2026-11-30 → 2026-12-10 (+10 dagar)" in printed(capsys)


def test_a_day_on_a_new_row_is_told_as_a_day(a: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = runxl.open(a)
    row: dict[int, Value] = {2: "ny-1", 5: "Vänta med affischer", 8: Decimal(46387)}
    edits = tuple(Edit(Address("Åtgärder", 10, column), Content(value)) for column, value in row.items())
    book.apply(Plan(edits, (Resize("tblAtgard", 5),)))
    book.save("b.xlsx")
    main(["diff", "a.xlsx", "b.xlsx"])
    assert "Åtgärd Vänta med affischer; Klart 2026-12-31" in printed(capsys)


def test_a_file_that_is_missing_ends_with_2(a: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", a.name, "saknas.xlsx", "--json"]) == 2
    assert "saknas.xlsx" in json.loads(capsys.readouterr().out)["error"]


def test_the_answer_as_json_has_every_difference(b: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "a.xlsx", b.name, "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert list(answer) == ["a", "b", "differences", "summary"]
    assert answer["summary"] == {"value": 3, "assessment": 1}
    assert answer["differences"][0] == {
        "kind": "value",
        "sheet": "Rader",
        "table": "tblRader",
        "row": "teater_int",
        "column": "Utfall",
        "cell_a": "Rader!F6",
        "cell_b": "Rader!F6",
        "old": "8240",
        "new": "12345.5",
        "change": "4105.5",
    }


def test_the_workbook_has_numbers_as_numbers_and_texts_as_texts(b: Path) -> None:
    assert main(["diff", "a.xlsx", b.name, "--out", "skillnader.xlsx"]) == 1
    sheet = openpyxl.load_workbook(b.with_name("skillnader.xlsx"))["Skillnader"]
    rows = [[cell.value for cell in row][1:] for row in sheet.iter_rows(min_row=6)]
    assert rows[0] == [
        "Rader", "Biljetter och gästspel", "Utfall", "Rader!F6", "värde", 8240, 12345.5, 4105.5
    ]  # fmt: skip
    assert rows[1][5:7] == ["Dyrare turné.", "=1+1"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s", "n"}


def test_a_file_that_exists_is_never_written_over(b: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = b.read_bytes()
    assert main(["diff", "a.xlsx", b.name, "--out", b.name]) == 2
    assert main(["diff", "a.xlsx", b.name, "--out", "skillnader.csv"]) == 2
    assert b.read_bytes() == before
    assert capsys.readouterr().out == ""


def test_neither_workbook_is_touched(a: Path, b: Path) -> None:
    before = a.read_bytes(), b.read_bytes()
    main(["diff", "a.xlsx", b.name])
    assert (a.read_bytes(), b.read_bytes()) == before


def test_of_a_sheet_with_many_differences_the_first_are_told_and_the_rest_counted(
    a: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = runxl.open(a)
    edits = (
        Edit(Address("Rader", row, column), Content(Decimal(1)))
        for row in range(6, 18)
        for column in (6, 7, 10, 11, 15)
    )
    book.apply(Plan(tuple(edits)))
    book.save("b.xlsx")
    main(["diff", "a.xlsx", "b.xlsx"])
    said = printed(capsys)
    assert "till. --json och --out visar alla." in said
    assert said.count("(Rader!") == 50
