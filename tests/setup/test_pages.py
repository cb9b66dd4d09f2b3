"""The commands on the pages for controllers and for IT do what the pages say."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from uv import find_uv_bin

import runxl
from dev import ROOT, STEPS
from tests.setup.homes import files_in

CONTROLLER = ROOT / "docs" / "installera.md"
IT = ROOT / "docs" / "it-avdelning.md"
ADDIN = "Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel/runxl.xlam"
SCRIPT = "Library/Application Scripts/com.microsoft.Excel/runxl.applescript"

# makes the environment find xlwings, which it would have fetched, and believe that it is on a Mac
FAKED_MAC = """\
{dependencies}
import runxl.commands.setup.places as p; p.places.__defaults__ = (p.places.__defaults__[0], "darwin")
"""


def blocks(page: Path, language: str) -> list[list[str]]:
    """Return the lines of each block of a page that is fenced as this language."""
    found = re.findall(rf"^```{language}\n(.*?)^```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return [block.splitlines() for block in found]


def as_on_a_mac(line: str) -> str:
    """Return a PowerShell line as the Mac's shell spells it."""
    line = line.removeprefix("& ").replace(r"$env:LOCALAPPDATA\Programs\runxl", "$HOME/Library/runxl")
    line = re.sub(r"^py ", "python3 ", line)
    return line.replace("\\Scripts\\", "/bin/").replace("\\", "/")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel, built as the page for IT says."""
    [[build], _] = blocks(IT, "sh")
    program, *words = build.split()
    assert program == "uv"
    folder = tmp_path_factory.mktemp("wheel")
    command = [find_uv_bin(), *words, "--quiet", "--python", sys.executable, "--out-dir", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True)
    [built] = folder.glob("*.whl")
    return built


class Mac:
    """A user's home on a Mac, and the shell in it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        programs = home / "bin"
        programs.mkdir(parents=True)
        python = programs / "python3"
        python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', "utf-8")
        python.chmod(0o755)
        offline = {"PIP_NO_INDEX": "1", "PIP_NO_DEPS": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "RUNXL", "VIRTUAL"))
        }
        self._environment = kept | offline | {"HOME": str(home), "PATH": f"{programs}:{os.environ['PATH']}"}

    def type(self, line: str) -> str:
        """Return what the shell prints for a line."""
        done = subprocess.run(
            ["/bin/sh", "-c", line],
            cwd=self.home,
            env=self._environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
        return done.stdout

    def fake(self) -> None:
        """Give the new environment what it would have fetched."""
        xlwings = importlib.util.find_spec("xlwings")
        assert xlwings is not None
        assert xlwings.origin is not None
        [packages] = self.home.glob("Library/runxl/lib/python3*/site-packages")
        faked = FAKED_MAC.format(dependencies=Path(xlwings.origin).parents[1])
        (packages / "zz-faked.pth").write_text(faked, "utf-8")

    def ours(self) -> set[str]:
        """Return the files in Library outside of the environment."""
        return {name for name in files_in(self.home) if name.startswith("Library/") and "Library/runxl/" not in name}


@pytest.mark.skipif(sys.platform == "win32", reason="the Mac's commands need a Unix shell")
def test_the_macs_commands_install_try_and_remove_the_tab(wheel: Path, tmp_path: Path) -> None:
    [[make, fetch, install], [doctor], [uninstall]] = blocks(CONTROLLER, "sh")
    mac = Mac(tmp_path / "home")
    downloads = mac.home / "Downloads"
    downloads.mkdir()
    (downloads / wheel.name).write_bytes(wheel.read_bytes())
    mac.type(make)
    mac.type(fetch)
    mac.fake()
    assert "RUN" in mac.type(install)
    assert mac.ours() == {ADDIN, SCRIPT}
    verdicts = mac.type(doctor).splitlines()
    assert len(verdicts) == 5
    assert all(verdict.startswith("Rätt ") for verdict in verdicts)
    mac.type(uninstall)
    assert mac.ours() == set()


def test_windows_commands_are_the_macs_in_powershells_spelling() -> None:
    windows, mac = blocks(CONTROLLER, "powershell"), blocks(CONTROLLER, "sh")
    assert windows
    assert [[as_on_a_mac(line) for line in block] for block in windows] == mac


def test_the_page_names_the_wheel_of_this_version() -> None:
    names = set(re.findall(r"runxl-[\w.]+-py3-none-any\.whl", CONTROLLER.read_text("utf-8")))
    assert names == {f"runxl-{runxl.__version__}-py3-none-any.whl"}


def test_the_page_for_it_builds_the_add_in_by_a_command_that_there_is() -> None:
    [_, [build]] = blocks(IT, "sh")
    *program, step = build.split()
    assert program == ["python3", "dev.py"]
    assert step in STEPS


def test_the_page_for_it_names_every_place_that_an_installation_uses() -> None:
    page = IT.read_text("utf-8")
    for place in (ADDIN, SCRIPT, "Library/Application Support/runxl"):
        assert f"`~/{place}`" in page
    assert r"`%APPDATA%\Microsoft\Excel\XLSTART\runxl.xlam`" in page
    assert r"`%LOCALAPPDATA%\runxl`" in page


def test_the_page_for_it_names_every_policy_that_doctor_knows() -> None:
    page = IT.read_text("utf-8")
    policies = (ROOT / "src/runxl/commands/setup/policies.py").read_text("utf-8")
    names = set(re.findall(r'Ban\("[^"]*", [^"]*"[^"]*", "(\w+)"\)', policies))
    assert len(names) == 4
    assert [name for name in names if name not in page] == []
