"""Validera summor on a workbook of nobody's template, or on one area: what is understood, checked and told of it."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

import runxl
from runxl import cli, language
from runxl.commands.check_inferred import area_of, check_inferred
from runxl.domain.finding import Severity, Verdict
from runxl.errors import CallError
from runxl.grid import Block, Content, Sheet, Snapshot
from runxl.printing import tables_told
from runxl.templates.shipped import template
from tests.foreign.sheets import page, pages

if TYPE_CHECKING:
    from collections.abc import Sequence

UNITS = [
    "(tkr)               | 2020-04 | Årsprognos",
    "Norrbottensmusiken  |    1330 |       1500",
    "Norrbottens museum  |    1977 |       1755",
    "Regionbiblioteket   |     328 |        400",
    "Kulturbidrag        |     498 |        570",
    "SUMMA               |    4134 |       4225",
]
UNSURE = ["Post | K1 | K2 | K3", "A | 13 | 4 | 17", "B | 25 | 6 | 31"]
SWAPPED = [row.replace("1977", "1797") for row in UNITS]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def saved(rows: Sequence[str], name: str = "deras.xlsx") -> Path:
    """Return a workbook file with these rows on Blad1."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Blad1"
    for (row, column), content in page(*rows).sheets["Blad1"].cells.items():
        value = content.value
        sheet.cell(row, column, int(value) if isinstance(value, Decimal) else str(value).strip())
    book.save(name)
    return Path(name)


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    status = cli.main([str(word) for word in words])
    printed = capsys.readouterr()
    return status, printed.out.replace("\u00a0", " "), printed.err.replace("\u00a0", " ")


def as_json(capsys: pytest.CaptureFixture[str], *words: object) -> Any:  # noqa: ANN401  (as json has it)
    return json.loads(run(capsys, *words, "--json")[1])


def test_a_sum_within_rounding_is_a_note() -> None:
    outcome = check_inferred(page(*UNITS)).outcome

    (finding,) = outcome.findings
    assert (finding.rule, finding.severity, str(finding.cell)) == ("inferred-explained", Severity.NOTE, "Blad1!B6")
    assert [finding.stated, finding.computed, finding.tolerance] == [Decimal(4134), Decimal(4133), Decimal("2.5")]
    assert finding.verdict is Verdict.EXPLAINED


def test_a_sum_beyond_rounding_is_an_error() -> None:
    outcome = check_inferred(page(*SWAPPED)).outcome

    assert [(each.rule, str(each.cell), each.difference) for each in outcome.findings] == [
        ("inferred-impossible", "Blad1!B6", Decimal(181))
    ]
    assert outcome.has_errors


def test_a_difference_is_told_with_what_it_is_taken_from_first() -> None:
    book = page(
        "(tkr) | Budget | Utfall | Avvikelse", "A | 100 | 130 | 30", "B | 250 | 210 | -40", "C | 400 | 450 | 80"
    )

    (finding,) = check_inferred(book).outcome.findings

    assert language.sentence_of_finding(finding).startswith("Blad1!D4 säger 80\u00a0tkr, C4 − B4 ger 50.")


def test_an_error_names_the_cell_that_is_likely_wrong_and_what_it_should_be() -> None:
    (finding,) = check_inferred(page(*SWAPPED)).outcome.findings

    (likeliest,) = finding.likeliest
    assert (str(likeliest.cell), likeliest.cause) == ("Blad1!B3", "digits-swapped")
    assert (likeliest.stated, likeliest.suggested) == (Decimal(1797), Decimal(1977))
    said = language.sentence_of_finding(finding).replace("\u00a0", " ")
    assert "Blad1!B3 är troligen 1 977, inte 1 797 (två siffror omkastade); resten ryms i avrundningen." in said


def test_a_typed_number_is_suspected_before_a_formula() -> None:
    book = page("Post | Utfall", "A | 130", "B | 250", "C | 410", "Summa | 970")
    place = (5, 2)
    sheet = book.sheets["Blad1"]
    cells = {**sheet.cells, place: Content(Decimal(970), "SUM(B2:B4)")}

    (finding,) = check_inferred(replace(book, sheets={"Blad1": replace(sheet, cells=cells)})).outcome.findings

    assert str(finding.cell) == "Blad1!B5"
    assert "Blad1!B5" not in {str(suspect.cell) for suspect in finding.suspects}


def test_nothing_is_planned() -> None:
    assert not check_inferred(page(*SWAPPED)).outcome.plan


def test_each_table_is_told_of_by_itself() -> None:
    checked = check_inferred(pages(UNITS, SWAPPED))

    assert [(str(table.block), table.verdicts) for table in checked.tables] == [
        ("Blad1!A1:C6", {"exact": 1, "explained": 1, "impossible": 0}),
        ("Blad2!A1:C6", {"exact": 1, "explained": 0, "impossible": 1}),
    ]
    assert checked.outcome.summary == {
        "relations": {"exact": 2, "explained": 1, "impossible": 1},
        "inferred": {"tables": 2, "believed": 4, "checked": 4},
    }


def test_a_range_may_hold_two_tables() -> None:
    book = page(*UNITS, "", *SWAPPED, "", "Utanför | 1")

    checked = check_inferred(book, area_of("Blad1!A1:C13", book))

    assert [str(table.block) for table in checked.tables] == ["Blad1!A1:C6", "Blad1!A8:C13"]
    assert [table.verdicts["impossible"] for table in checked.tables] == [0, 1]


def test_a_range_leaves_out_what_stands_outside_it() -> None:
    book = pages(UNITS, SWAPPED)

    checked = check_inferred(book, area_of("Blad1!A1:B6", book))

    assert checked.outcome.summary["relations"] == {"exact": 0, "explained": 1, "impossible": 0}


@pytest.mark.parametrize(
    ("text", "sheet"),
    [("Blad1!A1:C6", "Blad1"), ("blad1!$a$1:$c$6", "Blad1"), ("'Anna''s blad'!A1:C6", "Anna's blad")],
)
def test_a_range_is_spelled_as_in_a_formula(text: str, sheet: str) -> None:
    book = Snapshot({name: Sheet(name, {}) for name in ("Blad1", "Anna's blad")})

    assert area_of(text, book) == Block(sheet, 1, 1, 6, 3)


@pytest.mark.parametrize(
    "text", ["Blad1!A1:", "Blad1!", "A1:C6", "Blad1!A1:C6:D7", "Blad1!A0:C6", "Blad1!A1:XXXX6", ""]
)
def test_what_is_no_range_is_refused(text: str) -> None:
    with pytest.raises(CallError) as refused:
        area_of(text, page(*UNITS))
    assert refused.value.code == "range-wrong"


def test_a_wrong_range_ends_with_status_2(capsys: pytest.CaptureFixture[str]) -> None:
    file = saved(UNITS)

    assert run(capsys, "check", file, "--range", "Blad1!A1:") == (
        2,
        "",
        "--range Blad1!A1: är inget område. Skriv blad och hörnceller, till exempel --range Blad1!A1:G20.\n",
    )
    assert run(capsys, "check", file, "--range", "Blad2!A1:C6") == (
        2,
        "",
        "Det finns inget blad som heter Blad2. Bladen heter Blad1.\n",
    )


def test_a_workbook_without_a_table_says_so_with_status_0(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "check", saved(["Bara text | och mer text"]))

    assert status == 0
    assert out.startswith("Arbetsboken är inte gjord från någon av runxl:s mallar, och inget blad innehåller en tabell")


def test_a_range_without_a_table_says_so_with_status_0(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "check", saved(UNITS), "--range", "Blad1!F1:G9")

    assert (status, out.partition(":")[0]) == (0, "Blad1!F1")
    assert "innehåller ingen tabell" in out


def test_a_foreign_workbook_is_told_of_and_left_as_it_is(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    file = saved(SWAPPED)
    before = file.read_bytes()

    status, out, _ = run(capsys, "check", file)

    assert status == 1
    assert out.startswith(
        "Blad1!A1:C6: 2 samband hittade. 2 samband prövade: 1 stämmer exakt, 0 förklaras av avrundning, "
        "1 är omöjligt.\n"
    )
    assert "Blad1!B6 säger 4 134 tkr, B2 + B3 + B4 + B5 ger 3 953." in " ".join(out.split())
    assert out.endswith("1 fynd. Inget är skrivet.\n")
    assert file.read_bytes() == before
    assert [path.name for path in folder.iterdir()] == [file.name]


def test_what_is_too_unsure_is_listed_and_not_checked(capsys: pytest.CaptureFixture[str]) -> None:
    file = saved(UNSURE)

    status, out, _ = run(capsys, "check", file)

    assert status == 0
    assert out.startswith("Blad1!A1:D3: 2 samband hittade. 0 samband prövade: 0 stämmer exakt")
    assert (
        "2 samband är för osäkra för att prövas:\n  Blad1!D2 = B2 + C2 och 1 till på samma sätt (0,665): Talen" in out
    )
    assert [each["verdict"] for each in as_json(capsys, "check", file)["inferred"]] == [None, None]


def test_of_many_that_are_too_unsure_ten_are_listed() -> None:
    tables = [[row.replace("A", name).replace("K3", f"{name}3") for row in UNSURE] for name in "CDEFGHIJLMNO"]

    told = tables_told(check_inferred(pages(*tables)), 100)

    assert "24 samband är för osäkra för att prövas:" in told
    assert told.count("Talen säger det") == 10
    assert "  och 4 till; --json visar alla\n" in told


def test_out_is_refused_where_nothing_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "check", saved(UNITS), "--out", "ny.xlsx")[0] == 2
    assert not Path("ny.xlsx").exists()


def test_every_relation_is_listed_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    answer = as_json(capsys, "check", saved(UNITS))

    assert list(answer) == ["file", "command", "written", "findings", "summary", "inferred"]
    first = answer["inferred"][0]
    assert {**first, "confidence": None} == {
        "target": "Blad1!B6",
        "parts": [["Blad1!B2", "1"], ["Blad1!B3", "1"], ["Blad1!B4", "1"], ["Blad1!B5", "1"]],
        "kind": "total",
        "confidence": None,
        "evidence": ["SUMMA är tabellens enda summa och står ytterst.", "Det stämmer på 2 av 2 ställen."],
        "verdict": "explained",
    }
    assert 0.9 <= float(first["confidence"]) < 1


def test_our_own_workbook_can_be_read_by_its_labels_alone(capsys: pytest.CaptureFixture[str]) -> None:
    file = Path(shutil.copy(template("exempel-run-2020-04"), "rapport.xlsx"))
    before, area = file.read_bytes(), runxl.open(file).read().tables["tblVerksamhet"].block

    answer = as_json(capsys, "check", file, "--range", area)

    assert answer["inferred"]
    assert {each["target"].partition("!")[0] for each in answer["inferred"]} == {"Verksamheter"}
    assert answer["summary"]["relations"]["impossible"] == 0
    assert file.read_bytes() == before
