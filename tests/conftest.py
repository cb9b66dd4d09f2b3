"""What tests of every room share."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.libreoffice import installed

if TYPE_CHECKING:
    from pathlib import Path

    from tests.libreoffice import LibreOffice

NO_OFFICE = "LibreOffice is not installed (libreoffice.org, or apt-get install libreoffice-calc)"


@pytest.fixture(autouse=True)
def own_surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep a test out of this user's undo journal, and let it speak Swedish whatever this machine speaks."""
    monkeypatch.setenv("RUNXL_STATE", str(tmp_path / "state"))
    monkeypatch.delenv("RUNXL_LANG", raising=False)


@pytest.fixture(scope="session")
def libreoffice(tmp_path_factory: pytest.TempPathFactory) -> LibreOffice:
    """Return this machine's LibreOffice; without one the test is reported as not run, and in CI as failed."""
    office = installed(tmp_path_factory.mktemp("libreoffice") / "profile")
    if office is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(NO_OFFICE)
    return office


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name each test that did not run, as a green line at the end would else hide it."""
    skipped = terminalreporter.stats.get("skipped", [])
    if skipped:
        terminalreporter.section("NOT RUN", sep="!", red=True, bold=True)
    for report in skipped:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        terminalreporter.write_line(f"NOT RUN {report.nodeid}: {str(reason).removeprefix('Skipped: ')}")
