from __future__ import annotations

import importlib.util
import zipfile
from pathlib import Path

import pytest

import runxl.bridge.door
from dev import ROOT
from runxl.commands.setup.addin import settings_in, shipped
from runxl.commands.setup.applescript import script_for
from runxl.commands.setup.install import install
from runxl.commands.setup.places import places
from runxl.errors import CallError, FileError
from tests.setup.homes import PYTHON, SYSTEMS, bare_python, files_in, home

WINDOWS_ADDIN = "AppData/Roaming/Microsoft/Excel/XLSTART/runxl.xlam"
MAC_ADDIN = "Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel/runxl.xlam"
MAC_SCRIPT = "Library/Application Scripts/com.microsoft.Excel/runxl.applescript"


def codes(*args: object, **kwargs: object) -> list[str]:
    return [step.code for step in install(*args, **kwargs)]  # type: ignore[arg-type]  # handed on as they come


def parts_of(package: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(package) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def test_on_windows_the_add_in_is_all_that_is_put_in_place(tmp_path: Path) -> None:
    install(home(tmp_path, "win32"))
    assert set(files_in(tmp_path)) == {WINDOWS_ADDIN}


def test_on_a_mac_the_script_that_excel_may_call_comes_with_the_add_in(tmp_path: Path) -> None:
    install(home(tmp_path, "darwin"))
    assert set(files_in(tmp_path)) == {MAC_ADDIN, MAC_SCRIPT}


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_add_in_knows_this_python_and_runxls_own_folder(tmp_path: Path, system: str) -> None:
    place = home(tmp_path, system)
    install(place)
    settings = settings_in(place.addin)
    assert (settings.interpreter, settings.folder) == (PYTHON, str(place.folder))
    assert settings.version == runxl.__version__
    assert place.folder.is_dir()


def test_the_shipped_add_in_knows_nobodys_python() -> None:
    assert settings_in(shipped()).interpreter == ""
    assert settings_in(shipped()).folder == ""


def test_only_the_settings_sheet_differs_from_the_shipped_add_in(tmp_path: Path) -> None:
    place = home(tmp_path, "win32")
    install(place)
    before, after = parts_of(shipped()), parts_of(place.addin)
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    assert "xl/vbaProject.bin" in before
    assert len(changed) == 1
    assert changed < {name for name in before if name.startswith("xl/worksheets/")}


def test_the_signature_of_a_workplace_on_the_vba_project_stays(tmp_path: Path) -> None:
    signed = tmp_path / "runxl.xlam"
    signed.write_bytes(shipped().read_bytes())
    signature = "xl/vbaProjectSignature.bin"
    with zipfile.ZipFile(signed, "a") as package:
        package.writestr(signature, b"\x00signed by the workplace\xff")
    place = home(tmp_path / "home", "win32")
    install(place, source=signed)
    before, after = parts_of(signed), parts_of(place.addin)
    assert {name: after[name] for name in (signature, "xl/vbaProject.bin")} == {
        name: before[name] for name in (signature, "xl/vbaProject.bin")
    }
    assert settings_in(place.addin).interpreter == PYTHON


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_second_installation_changes_nothing_and_says_so(tmp_path: Path, system: str) -> None:
    place = home(tmp_path, system)
    install(place)
    written = place.addin.stat().st_mtime_ns
    assert not [code for code in codes(place) if code.endswith("-written")]
    assert place.addin.stat().st_mtime_ns == written


def test_an_older_add_in_is_replaced(tmp_path: Path) -> None:
    place = home(tmp_path, "win32")
    place.addin.parent.mkdir(parents=True)
    place.addin.write_bytes(b"from last year")
    assert "install-addin-written" in codes(place)
    assert settings_in(place.addin).interpreter == PYTHON


def test_what_was_done_is_told_step_by_step(tmp_path: Path) -> None:
    assert codes(home(tmp_path, "darwin")) == [
        "install-interpreter",
        "install-compiled",
        "install-script-written",
        "install-addin-written",
        "install-done",
    ]


def test_what_a_press_imports_is_compiled(tmp_path: Path) -> None:
    compiled = Path(importlib.util.cache_from_source(str(runxl.bridge.door.__file__)))
    compiled.unlink(missing_ok=True)
    install(home(tmp_path, "win32"))
    assert compiled.is_file()


def test_a_python_without_runxl_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    place = home(tmp_path / "home", "win32")
    with pytest.raises(CallError) as fault:
        install(place, bare_python(tmp_path / "bare"))
    assert fault.value.code == "runxl-not-in-interpreter"
    assert not (tmp_path / "home").exists()


def test_a_runxl_that_only_pythonpath_finds_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dependencies = Path(str(importlib.util.find_spec("xlwings").origin)).parents[1]  # type: ignore[union-attr]  # installed
    monkeypatch.setenv("PYTHONPATH", f"{ROOT / 'src'}:{dependencies}")
    with pytest.raises(CallError) as fault:
        install(home(tmp_path, "win32"), bare_python(tmp_path / "bare"))
    assert fault.value.code == "runxl-not-in-interpreter"


@pytest.mark.parametrize("interpreter", ["", 'C:\\a" & calc & "\\python.exe'])
def test_a_python_that_no_command_line_can_name_is_refused(tmp_path: Path, interpreter: str) -> None:
    with pytest.raises(CallError) as fault:
        install(home(tmp_path, "win32"), interpreter)
    assert fault.value.code == "interpreter-unusable"


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "AppData").write_text("a file where a folder should be", "utf-8")
    with pytest.raises(FileError) as fault:
        install(home(tmp_path, "win32"))
    assert fault.value.code == "folder-not-made"


def test_a_missing_add_in_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileError) as fault:
        install(home(tmp_path, "win32"), source=tmp_path / "runxl.xlam")
    assert fault.value.code == "addin-not-shipped"


def test_the_folders_that_windows_tells_go_before_the_usual_ones(tmp_path: Path) -> None:
    roaming, local = tmp_path / "H" / "Roaming", tmp_path / "C" / "Local"
    place = places({"USERPROFILE": str(tmp_path), "APPDATA": str(roaming), "LOCALAPPDATA": str(local)}, "win32")
    assert place.addin == roaming / "Microsoft" / "Excel" / "XLSTART" / "runxl.xlam"
    assert place.folder == local / "runxl"


def test_where_there_is_no_excel_nothing_is_installed() -> None:
    with pytest.raises(CallError) as fault:
        places({"HOME": "/h"}, "linux")
    assert fault.value.code == "setup-no-excel"


def test_the_macs_script_is_ascii_whatever_the_user_is_called() -> None:
    script = script_for('/Volumes/åsa "x"/python', "/Volumes/åsa/runxl")
    assert script.isascii()
    assert '"@' not in script
    assert 'property ownFolder : "/Volumes/" & (character id 229) & "sa/runxl"' in script
    assert (
        '"/Volumes/" & (character id 229) & "sa " & (character id 34) & "x" & (character id 34) & "/python"' in script
    )
    assert f'property ownFolderDigits : "{"/Volumes/åsa/runxl".encode("utf-16-le").hex()}"' in script


def test_the_macs_script_runs_whatever_backslashes_a_path_holds() -> None:
    assert '"/a" & (character id 92) & "n/python"' in script_for("/a\\n/python", "/f")
