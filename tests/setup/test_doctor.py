from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import runxl
from runxl.commands.setup.addin import addin_for, shipped
from runxl.commands.setup.doctor import doctor
from runxl.commands.setup.install import install
from runxl.commands.setup.policies import CHILD_PROCESSES
from runxl.templates.shipped import template
from tests.setup.homes import SYSTEMS, bare_python, home

if TYPE_CHECKING:
    from runxl.commands.setup.places import Places
    from runxl.commands.setup.policies import Registry

OFFICE = r"Software\Policies\Microsoft\Office\16.0"
ASR = r"Software\Policies\Microsoft\Windows Defender"


def registry(**values: object) -> Registry:
    """Return a registry that holds these values under whatever key; `HKLM__` before a name puts it there alone."""

    def value(hive: str, _key: str, name: str) -> object:
        return values.get(f"{hive}__{name}")

    return value


EMPTY = registry()


def wrong(place: Places, policies: Registry = EMPTY) -> list[str]:
    return [check.message.code for check in doctor(place, runxl.__version__, registry=policies) if not check.ok]


@pytest.fixture(name="place", params=SYSTEMS)
def a_place(request: pytest.FixtureRequest, tmp_path: Path) -> Places:
    """Return an installation on one of the systems."""
    place = home(tmp_path, request.param)
    install(place)
    return place


@pytest.fixture(name="windows")
def a_windows_place(tmp_path: Path) -> Places:
    place = home(tmp_path, "win32")
    install(place)
    return place


def test_after_an_installation_everything_is_right(place: Places) -> None:
    assert wrong(place) == []


def test_windows_has_a_line_for_each_thing_that_can_be_wrong(windows: Places) -> None:
    assert [check.message.code for check in doctor(windows, runxl.__version__, registry=EMPTY)] == [
        "doctor-addin-ok",
        "doctor-interpreter-ok",
        "doctor-writable-ok",
        "doctor-writable-ok",
        "doctor-mark-ok",
        "doctor-trust-ok",
        "doctor-children-ok",
    ]


def test_a_missing_add_in_is_told_with_its_place(tmp_path: Path) -> None:
    place = home(tmp_path, "win32")
    check = doctor(place, runxl.__version__, registry=EMPTY)[0]
    assert (check.message.code, check.message.parts["file"]) == ("doctor-addin-missing", str(place.addin))


def test_an_add_in_of_another_version_is_told(place: Places) -> None:
    check = doctor(place, "9.9.9", registry=EMPTY)[0]
    assert not check.ok
    assert check.message == ("doctor-addin-version", {"found": runxl.__version__, "version": "9.9.9"})


def test_an_add_in_that_someone_has_changed_is_told(place: Places) -> None:
    shutil.copyfile(shipped(), place.addin)
    assert "doctor-addin-changed" in wrong(place)


def test_an_add_in_that_is_damaged_is_told(place: Places) -> None:
    place.addin.write_bytes(place.addin.read_bytes()[:1000])
    assert "doctor-addin-damaged" in wrong(place)


def test_a_workbook_under_the_add_ins_name_is_told(place: Places) -> None:
    shutil.copyfile(template("delarsrapport"), place.addin)
    assert "doctor-addin-damaged" in wrong(place)


def test_a_python_that_has_gone_is_told(tmp_path: Path) -> None:
    place = home(tmp_path / "home", "win32")
    place.addin.parent.mkdir(parents=True)
    place.folder.mkdir(parents=True)
    place.addin.write_bytes(addin_for(str(tmp_path / "borta" / "python"), str(place.folder), shipped()))
    assert wrong(place) == ["doctor-interpreter-missing"]


def test_a_python_that_no_longer_has_runxl_is_told(tmp_path: Path) -> None:
    place = home(tmp_path / "home", "win32")
    install(place)
    bare = bare_python(tmp_path / "bare")
    place.addin.write_bytes(addin_for(bare, str(place.folder), shipped()))
    assert wrong(place) == ["doctor-interpreter"]


def test_a_folder_that_cannot_be_written_to_is_told(windows: Places) -> None:
    shutil.rmtree(windows.folder)
    windows.folder.write_text("a file where the folder was", "utf-8")
    assert wrong(windows) == ["doctor-writable"]


def test_a_mark_from_the_internet_is_told(windows: Places) -> None:
    # where a file has no streams, the name of one is a file of its own
    Path(f"{windows.addin}:Zone.Identifier").write_text("[ZoneTransfer]\nZoneId=3\nHostUrl=about:internet\n", "utf-8")
    assert wrong(windows) == ["doctor-mark"]


def test_a_mark_from_the_own_network_is_none(windows: Places) -> None:
    Path(f"{windows.addin}:Zone.Identifier").write_text("[ZoneTransfer]\nZoneId=1\n", "utf-8")
    assert wrong(windows) == []


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("HKCU__AllLocationsDisabled", "doctor-ban-trusted-locations"),
        ("HKCU__RequireAddinSig", "doctor-ban-unsigned-addins"),
        ("HKCU__DisableAllAddins", "doctor-ban-all-addins"),
        ("HKLM__VBAOff", "doctor-ban-vba"),
    ],
)
def test_a_policy_that_keeps_the_add_in_out_is_told(windows: Places, name: str, code: str) -> None:
    assert set(wrong(windows, registry(**{name: 1}))) == {code}
    assert wrong(windows, registry(**{name: 0})) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        (f"HKLM__{CHILD_PROCESSES}", "1"),
        ("HKLM__ASRRules", f"75668c1f-73b5-4cf0-bb93-3ecf5cb7cc84=2|{CHILD_PROCESSES.upper()}=1"),
    ],
)
def test_defenders_rule_against_child_processes_is_told(windows: Places, name: str, value: str) -> None:
    assert wrong(windows, registry(**{name: value})) == ["doctor-children"]


def test_a_rule_that_only_audits_is_none(windows: Places) -> None:
    assert wrong(windows, registry(**{f"HKLM__{CHILD_PROCESSES}": "2", "HKLM__ASRRules": f"{CHILD_PROCESSES}=2"})) == []


def test_a_missing_script_is_told_on_a_mac(tmp_path: Path) -> None:
    place = home(tmp_path, "darwin")
    install(place)
    assert place.script is not None
    place.script.unlink()
    assert wrong(place) == ["doctor-script"]


def test_a_changed_script_is_told_on_a_mac(tmp_path: Path) -> None:
    place = home(tmp_path, "darwin")
    install(place)
    assert place.script is not None
    place.script.write_text(f'{place.script.read_text("utf-8")}\ndo shell script "x"\n', "utf-8")
    assert wrong(place) == ["doctor-script"]
