"""Trouble that comes from the computer, not from what is in the file, and damage that nobody thought of."""

from __future__ import annotations

import errno
import getpass
import os
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import runxl
from runxl import cli, language
from runxl.errors import WorkbookError
from runxl.layout import TABLES
from runxl.templates.shipped import template
from tests.bad_input.packages import OLE, changed, part, parts_of, zipped
from tests.bad_input.report import edited, report

if TYPE_CHECKING:
    from runxl.grid import Snapshot
    from runxl.layout import Column, TableLayout

FLIPS = 300
COMMANDS = (runxl.commands.variances, runxl.commands.goals, runxl.commands.check, runxl.commands.run)
COLUMNS = [(layout, column) for layout in TABLES for column in layout.columns]


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of the journal, and of what is noted of a fault in runxl itself."""
    monkeypatch.setenv("RUNXL_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("RUNXL_LANG", "sv")
    return tmp_path / "state"


@pytest.fixture
def file(tmp_path: Path, state: Path) -> Path:
    """Return a report, alone in its folder, in which a run has something to write."""
    assert not state.exists()
    (tmp_path / "mapp").mkdir()
    file = tmp_path / "mapp" / "rapport.xlsx"
    file.write_bytes(edited({"Resultat!F6": 101}))
    return file


def refused(file: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """Return what a run says when it is refused, once nothing is seen to have been touched."""
    before = file.read_bytes()
    assert cli.main(["run", str(file)]) == 2
    assert (file.read_bytes(), list(file.parent.iterdir())) == (before, [file])
    said = capsys.readouterr()
    assert said.out == ""
    return said.err


def test_a_file_that_one_may_not_read_is_refused(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def denied(_path: Path) -> bytes:
        raise PermissionError(errno.EACCES, "Permission denied")

    # to root, as whom the tests may run, everything is readable
    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", denied)
        assert cli.main(["run", str(file)]) == 2
    assert capsys.readouterr().err == (
        "Du har inte rätt att läsa rapport.xlsx. "
        "Be den som äger filen om läsrätt, eller kopiera den till en egen mapp.\n"
    )


def test_a_folder_that_one_may_not_write_in_is_refused(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real = os.open

    def denied(path: str | Path, flags: int, mode: int = 0o777) -> int:
        if str(path).startswith(str(file.parent)) and flags & os.O_CREAT:
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(path, flags, mode)

    monkeypatch.setattr(os, "open", denied)
    assert refused(file, capsys) == (
        "Du har inte rätt att skriva i mappen där rapport.xlsx ska ligga. Använd en mapp där du får skriva.\n"
    )


def test_a_file_that_has_changed_since_it_was_read_is_refused(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def save_in_excel() -> str:
        file.write_bytes(report())
        return "controllern"

    # the run asks for the user's name between reading and writing
    monkeypatch.setattr(getpass, "getuser", save_in_excel)
    assert cli.main(["run", str(file)]) == 2
    assert capsys.readouterr().err == (
        "rapport.xlsx har ändrats eller flyttats sedan den lästes. Inget har skrivits. "
        "Kör om, så läses den nya filen.\n"
    )
    assert (file.read_bytes(), list(file.parent.iterdir())) == (report(), [file])


def test_a_full_disk_is_told_of_and_leaves_nothing_to_undo(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real, calls = os.fsync, []

    def full(descriptor: int) -> None:
        calls.append(descriptor)
        # the first file is the journal's, the second is the workbook
        if len(calls) > 1:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", full)
    assert refused(file, capsys) == (
        "Disken är full, så rapport.xlsx kunde inte sparas. Filen är som den var. Frigör utrymme och kör om.\n"
    )
    assert cli.main(["undo", str(file)]) == 2
    assert capsys.readouterr().err == f"Det finns inget att ångra i {file}.\n"


def test_a_run_that_could_not_be_undone_is_not_made(
    file: Path, state: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    state.write_text("a file where the folder should be", encoding="utf-8")
    sentence = refused(file, capsys)
    assert sentence.startswith(f"Det som behövs för att ångra kunde inte sparas i {state / 'journal'}")
    assert sentence.endswith(
        "Inget har skrivits. Se till att mappen går att skriva i, eller välj en annan med miljövariabeln RUNXL_STATE.\n"
    )


@pytest.mark.parametrize(
    ("data", "words", "status", "sentence"),
    [
        (OLE, ["run", "rapport.xlsx"], 2, "rapport.xlsx är en arbetsbok i det gamla formatet .xls."),
        (None, ["run", "rapport.xlsx"], 2, "Filen rapport.xlsx finns inte i mappen"),
        (None, ["kör"], 2, "Det finns inget kommando som heter kör."),
        (b"", ["undo", "rapport.xlsx"], 2, "rapport.xlsx är tom (0 byte)."),
    ],
)
def test_a_process_of_its_own_says_the_same_in_utf_8(  # noqa: PLR0913, PLR0917  (a row of a table)
    tmp_path: Path, state: Path, data: bytes | None, words: list[str], status: int, sentence: str
) -> None:
    if data is not None:
        (tmp_path / "rapport.xlsx").write_bytes(data)
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "RUNXL_STATE": str(state)}
    command = [sys.executable, "-m", "runxl", *words]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (status, b"")
    assert done.stderr.decode("utf-8").startswith(sentence)
    assert done.stderr.count(b"\n") == 1


def test_column_widths_that_make_no_sense_do_not_stop_a_run(file: Path, state: Path) -> None:
    file.write_bytes(changed(part("Fynd"), "<col [^>]*>", '<col style="0"/>', file.read_bytes()))
    assert cli.main(["run", str(file)]) == 1
    assert not (state / "fault.txt").exists()


@pytest.mark.parametrize(("layout", "column"), COLUMNS, ids=lambda part: getattr(part, "name", None) or part.key)
def test_a_lost_column_is_named_and_the_rest_is_still_examined(layout: TableLayout, column: Column) -> None:
    snapshot = _without(runxl.open(template("exempel-fiktiv")).read(), layout, column)
    sentence = (
        f"Tabellen {layout.name} på bladet {layout.sheet} saknar kolumnen {column.header}. "
        "Lägg till en kolumn med den rubriken."
    )
    for command in COMMANDS:
        try:
            said = [language.sentence_of_finding(finding) for finding in command(snapshot).findings]
        except WorkbookError as refusal:
            said = [language.sentence_of_error(refusal)]
        assert sentence in said


def _without(snapshot: Snapshot, layout: TableLayout, column: Column) -> Snapshot:
    table = snapshot.tables[layout.name]
    headers = tuple("Kolumn1" if header == column.header else header for header in table.headers)
    return replace(snapshot, tables={**snapshot.tables, layout.name: replace(table, headers=headers)})


def test_flipped_bytes_in_any_part_end_in_an_answer_or_a_refusal(
    tmp_path: Path, state: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parts = parts_of(report())
    names = sorted(parts)
    file = tmp_path / "rapport.xlsx"
    statuses = set()
    for seed in range(FLIPS):
        chance = random.Random(seed)  # noqa: S311  (damage that can be done again)
        name = names[seed % len(names)]
        damaged = bytearray(parts[name])
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        file.write_bytes(zipped(*{**parts, name: bytes(damaged)}.items()))
        statuses.add(cli.main(["check", str(file), "--preview", "--json"]))
        capsys.readouterr()
        assert not (state / "fault.txt").exists(), (seed, name, (state / "fault.txt").read_text(encoding="utf-8"))
    assert statuses == {0, 1, 2}
