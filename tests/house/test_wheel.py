"""What a stranger gets who installs the wheel: no checkout beside it, nothing else in the environment."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest
from uv import find_uv_bin

from dev import ROOT

if TYPE_CHECKING:
    from pathlib import Path


def run(command: list[str], folder: Path, **variables: str) -> str:
    inherited = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    done = subprocess.run(
        command, cwd=folder, env=inherited | variables, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, f"{command} ended with {done.returncode}:\n{done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run([find_uv_bin(), "build", "--wheel", "--python", sys.executable, "--out-dir", str(folder)], ROOT)
    [built] = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def programs(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of programs in an environment that holds the wheel and what it depends on, as locked."""
    environment = tmp_path_factory.mktemp("installed") / "environment"
    locked = [find_uv_bin(), "sync", "--frozen", "--no-dev", "--no-install-project", "--python", sys.executable]
    run(locked, ROOT, UV_PROJECT_ENVIRONMENT=str(environment), UV_PYTHON_DOWNLOADS="never")
    run([find_uv_bin(), "pip", "install", "--no-deps", "--python", str(environment), str(wheel)], environment)
    return environment / ("Scripts" if os.name == "nt" else "bin")


def test_the_wheel_ships_every_workbook_and_catalogue_of_the_checkout(wheel: Path) -> None:
    shipped = set(zipfile.ZipFile(wheel).namelist())
    workbooks = {f"runxl/xlsx_templates/{path.name}" for path in (ROOT / "xlsx_templates").glob("*.xlsx")}
    catalogues = {path.relative_to(ROOT / "src").as_posix() for path in (ROOT / "src/runxl/locales").rglob("*.mo")}
    assert workbooks
    assert catalogues
    assert workbooks | catalogues | {"runxl/py.typed"} <= shipped


def test_the_wheel_ships_nothing_but_the_package(wheel: Path) -> None:
    assert {name.split("/")[0].split("-")[0] for name in zipfile.ZipFile(wheel).namelist()} == {"runxl"}


def test_what_the_wheel_needs_is_in_the_lock(programs: Path) -> None:
    run([find_uv_bin(), "pip", "check", "--python", str(programs.parent)], programs)


def test_the_demo_runs_from_an_installed_wheel(programs: Path, tmp_path: Path) -> None:
    said = run([str(programs / "runxl"), "demo", str(tmp_path / "demo")], tmp_path)
    assert said
    workbooks = {path.name for path in (tmp_path / "demo").glob("*.xlsx")}
    assert {"exempel-run-2020-04.xlsx", "exempel-fiktiv.xlsx"} <= workbooks
