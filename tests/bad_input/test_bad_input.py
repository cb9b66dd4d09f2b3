"""The table of bad input: each case through the command line, with its exact sentence and exit status.

The cases read as a table in `files`, `workbooks`, `calls`, `cells`, `goals` and `standing`. After each, every file in
the folder is byte for byte as it was, and no file has come to it.
"""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from runxl import cli
from tests.bad_input import calls, cells, files, goals, standing, workbooks
from tests.bad_input.case import Found, Refused, content
from tests.bad_input.packages import renamed, without_table
from tests.bad_input.report import report

if TYPE_CHECKING:
    from pathlib import Path

    from tests.bad_input.case import Made

REFUSED = (
    *files.OTHER_KINDS,
    *files.BROKEN,
    *workbooks.NOT_OURS,
    *workbooks.SETTINGS,
    *calls.FILES,
    *calls.WORDS,
)
FOUND = (*cells.NUMBERS, *cells.ROWS, *goals.GOALS, *cells.RULES, *standing.STRUCTURE, *standing.FORMULAS)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an empty folder, with Swedish as the language and a journal of one's own."""
    place = tmp_path / "mapp"
    place.mkdir()
    monkeypatch.chdir(place)
    monkeypatch.setenv("RUNXL_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("RUNXL_LANG", "sv")
    return place


def standing_in(folder: Path) -> dict[str, bytes | None]:
    """Return what lies in a folder: files with their bytes, folders without."""
    return {path.name: path.read_bytes() if path.is_file() else None for path in folder.iterdir()}


def prepare(case: Refused | Found, file: Path) -> None:
    if case.made is not None:
        file.write_bytes(content(case.made))
    if isinstance(case, Refused) and case.before is not None:
        case.before(file.parent)


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_it_is_refused_in_one_sentence_and_nothing_is_touched(
    case: Refused, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    prepare(case, folder / case.file)
    before = standing_in(folder)
    status = cli.main(["run", case.file] if case.call is None else case.call)
    said = capsys.readouterr()
    assert said.err == case.sentence.replace("FOLDER", str(folder)) + "\n"
    assert (status, said.out) == (2, "")
    assert standing_in(folder) == before


@pytest.mark.parametrize("case", FOUND, ids=lambda case: case.name)
def test_it_is_found_where_it_stands_and_nothing_is_touched(
    case: Found, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    prepare(case, folder / "rapport.xlsx")
    before = standing_in(folder)
    status = cli.main([case.command, "rapport.xlsx", "--preview", "--json"])
    said = capsys.readouterr()
    assert case.sentence in sentences(json.loads(said.out), case)
    assert (status, said.err) == (case.status, "")
    assert standing_in(folder) == before


@pytest.mark.parametrize(
    ("made", "rule"),
    [
        ({"Målbedömning!O8": "kanske"}, "not-a-choice"),
        ({"Målbedömning!R8": "kanske"}, "not-a-choice"),
        ({"Resultat!D6": "intakt"}, "not-a-choice"),
        ({"Resultat!B7": "regionbidrag"}, "id-twice"),
        ({"Mått!Q5": "tung"}, "text-not-number"),
        ({"Kontroller!D5": None}, "own-rule-empty"),
        (partial(renamed, "Resultat", "Id", "Kolumn1"), "column-missing"),
        (partial(without_table, "Resultat"), "table-missing"),
    ],
)
def test_one_fault_is_one_finding(made: Made, rule: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "rapport.xlsx").write_bytes(content(made))
    cli.main(["run", "rapport.xlsx", "--preview", "--json"])
    assert [finding["rule"] for finding in json.loads(capsys.readouterr().out)["findings"]] == [rule]


def test_the_report_that_all_this_is_done_to_has_nothing_wrong(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "rapport.xlsx").write_bytes(report())
    for command in ("variances", "goals", "check", "run"):
        assert cli.main([command, "rapport.xlsx", "--preview", "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["findings"] == []


def test_with_json_a_refusal_is_json_too(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "rapport.xlsx").write_bytes(b"")
    assert cli.main(["run", "rapport.xlsx", "--json"]) == 2
    assert json.loads(capsys.readouterr().out) == {
        "error": "rapport.xlsx är tom (0 byte). Hämta filen på nytt där du fick den."
    }


def sentences(answer: dict[str, Any], case: Found) -> list[str]:
    """Return what a rule says of a cell."""
    sheet, _, place = case.cell.partition("!")
    return [
        finding["message"]
        for finding in answer["findings"]
        if finding["rule"] == case.rule and (finding["sheet"] or "", finding["cell"] or "") == (sheet, place)
    ]
