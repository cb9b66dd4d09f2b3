from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from runxl.cli import main
from runxl.commands.setup.places import places
from tests.setup.homes import home

if TYPE_CHECKING:
    from pathlib import Path

    from runxl.commands.setup.places import Places


@pytest.fixture
def windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    """Make the commands believe that this is Windows, with a new home."""
    for name in ("APPDATA", "LOCALAPPDATA", "RUNXL_STATE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    environment, _ = places.__defaults__ or ()
    monkeypatch.setattr(places, "__defaults__", (environment, "win32"))
    return home(tmp_path, "win32")


def test_install_tells_what_it_did(windows: Places, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["install"]) == 0
    assert f"RUN-fliken: {windows.addin}" in capsys.readouterr().out
    assert windows.addin.is_file()


def test_doctor_begins_each_line_with_its_verdict(windows: Places, capsys: pytest.CaptureFixture[str]) -> None:
    main(["install"])
    capsys.readouterr()
    assert main(["doctor"]) == 0
    assert {line.split()[0] for line in capsys.readouterr().out.splitlines()} == {"Rätt"}
    windows.addin.unlink()
    assert main(["doctor"]) == 1
    first = capsys.readouterr().out.splitlines()[0]
    assert first.startswith("Fel ")
    assert first.endswith("Kör runxl install.")


def test_uninstall_tells_what_it_removed(windows: Places, capsys: pytest.CaptureFixture[str]) -> None:
    main(["install"])
    capsys.readouterr()
    assert main(["uninstall"]) == 0
    assert capsys.readouterr().out == f"Borttaget: {windows.addin}\n"


@pytest.mark.parametrize("command", ["install", "uninstall", "doctor"])
def test_without_an_excel_each_is_refused_with_what_works_instead(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    environment, _ = places.__defaults__ or ()
    monkeypatch.setattr(places, "__defaults__", (environment, "linux"))
    assert main([command]) == 2
    assert "runxl run FIL" in capsys.readouterr().err
