from __future__ import annotations

from typing import TYPE_CHECKING
from unittest import mock

import pytest

from runxl import cli
from runxl.commands.setup.install import install
from runxl.commands.setup.places import FAULT, JOURNAL
from runxl.commands.setup.uninstall import uninstall
from runxl.errors import FileError
from runxl.grid import Plan
from runxl.journal import Journal
from tests.setup.homes import SYSTEMS, files_in, home

if TYPE_CHECKING:
    from pathlib import Path

    from runxl.commands.setup.places import Places


def codes(place: Places) -> list[str]:
    return [step.code for step in uninstall(place)]


def leave_behind(place: Places) -> None:
    """Leave what runxl does: an answer that nobody fetched, the log, a file that pywin32 made, a fault's traceback."""
    for name in ("answers/7.txt", "log/runxl.log", "log/runxl.log.1", "temp/gen_py/3.13/x.py", "fault.txt"):
        file = place.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("x", "utf-8")


@pytest.mark.parametrize("system", SYSTEMS)
def test_nothing_is_left_of_an_installation_and_its_presses(tmp_path: Path, system: str) -> None:
    place = home(tmp_path, system)
    install(place)
    leave_behind(place)
    uninstall(place)
    assert files_in(tmp_path) == {}
    assert not place.folder.exists()


def test_each_thing_removed_is_told(tmp_path: Path) -> None:
    place = home(tmp_path, "darwin")
    install(place)
    assert [step.parts["path"] for step in uninstall(place)] == [str(place.addin), str(place.script)]


def test_what_undo_needs_stays_and_is_told_of(tmp_path: Path) -> None:
    place = home(tmp_path, "win32")
    install(place)
    leave_behind(place)
    Journal("a-workbook", place.folder).add("2020-04-30 12:00:00", "run", "x.xlsx", Plan())
    *_, stays = uninstall(place)
    assert (stays.code, stays.parts) == ("uninstall-journal-stays", {"folder": str(place.folder / JOURNAL)})
    assert len(Journal("a-workbook", place.folder).steps()) == 1
    assert {path.name for path in place.folder.iterdir()} == {JOURNAL}


def test_a_journal_without_a_step_left_to_undo_goes_with_the_rest(tmp_path: Path) -> None:
    place = home(tmp_path, "win32")
    install(place)
    journal = Journal("a-workbook", place.folder)
    journal.drop(journal.add("2020-04-30 12:00:00", "run", "x.xlsx", Plan()))
    assert "uninstall-journal-stays" not in codes(place)
    assert not place.folder.exists()


def test_a_fault_is_noted_down_where_uninstalling_looks_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUNXL_STATE", str(tmp_path))
    monkeypatch.setitem(cli._ACTS, "undo", lambda _: 1 // 0)  # noqa: SLF001  (no call is known that breaks runxl)
    cli.main(["undo", "x.xlsx"])
    assert [file.name for file in tmp_path.iterdir()] == [FAULT]


def test_a_journal_is_where_uninstalling_looks_for_it(tmp_path: Path) -> None:
    Journal("a-workbook", tmp_path).add("2020-04-30 12:00:00", "run", "x.xlsx", Plan())
    assert [folder.name for folder in tmp_path.iterdir()] == [JOURNAL]


def test_other_add_ins_stay(tmp_path: Path) -> None:
    place = home(tmp_path, "win32")
    install(place)
    other = place.addin.with_name("annan.xlam")
    other.write_bytes(b"another's")
    uninstall(place)
    assert list(files_in(tmp_path).values()) == [b"another's"]


def test_a_second_time_there_is_nothing_to_remove(tmp_path: Path) -> None:
    place = home(tmp_path, "win32")
    install(place)
    uninstall(place)
    assert codes(place) == ["uninstall-nothing"]


def test_an_add_in_that_excel_holds_open_is_named(tmp_path: Path) -> None:
    place = home(tmp_path, "win32")
    install(place)
    # Windows' answer for a file that a program has open
    in_use = PermissionError(13, "in use")
    with mock.patch("pathlib.Path.unlink", side_effect=in_use), pytest.raises(FileError) as fault:
        uninstall(place)
    assert fault.value.code == "uninstall-not-removed"
    assert fault.value.parts["file"] == str(place.addin)
