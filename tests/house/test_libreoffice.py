from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from dev import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.libreoffice import LibreOffice

THIS_TEST = "tests/house/test_libreoffice.py::test_a_wrong_cached_value_is_computed_anew"


def workbook_that_claims(path: Path, claimed: int) -> Path:
    """Write a workbook with the formula 1+1 and a cached value that need not be true."""
    with Workbook(path) as book:
        book.add_worksheet("Blad").write_formula("A1", "=1+1", value=claimed)
    return path


def test_a_wrong_cached_value_is_computed_anew(libreoffice: LibreOffice, tmp_path: Path) -> None:
    claims = [workbook_that_claims(tmp_path / f"claims-{number}.xlsx", number) for number in (5, 7)]
    results = libreoffice.convert(claims, "ods", tmp_path)
    assert [CalamineWorkbook.from_path(path).get_sheet_by_name("Blad").to_python() for path in results] == [
        [[2]],
        [[2]],
    ]


def test_files_that_would_overwrite_one_another_are_refused(libreoffice: LibreOffice, tmp_path: Path) -> None:
    source = workbook_that_claims(tmp_path / "source.xlsx", 2)
    with pytest.raises(ValueError, match="would overwrite one another"):
        libreoffice.convert([source], "xlsx", tmp_path)


def test_a_file_that_cannot_be_converted_is_named(libreoffice: LibreOffice, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match=r"did not make missing\.ods"):
        libreoffice.convert([tmp_path / "missing.xlsx"], "ods", tmp_path)


def run_without_office(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run one test that needs LibreOffice where none can be found."""
    inherited = {name: value for name, value in os.environ.items() if name != "CI"}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", THIS_TEST]
    environ = inherited | {"PATH": str(folder)} | variables
    return subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere LibreOffice is found without a search path")
def test_without_libreoffice_a_test_is_named_as_not_run(tmp_path: Path) -> None:
    done = run_without_office(tmp_path)
    assert done.returncode == 0
    assert f"NOT RUN {THIS_TEST}: LibreOffice is not installed" in done.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere LibreOffice is found without a search path")
def test_without_libreoffice_ci_fails(tmp_path: Path) -> None:
    done = run_without_office(tmp_path, CI="true")
    assert done.returncode == 1
    assert "LibreOffice is not installed" in done.stdout
