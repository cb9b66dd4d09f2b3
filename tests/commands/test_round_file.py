"""Where the copy goes, and what is refused before anything is written."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from runxl.cli import main
from runxl.templates.shipped import template

if TYPE_CHECKING:
    from pathlib import Path

NAME = "exempel-run-2020-04"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Return a fresh copy of the real report."""
    path = tmp_path / f"{NAME}.xlsx"
    shutil.copy(template(NAME), path)
    return path


def round_(*words: object) -> int:
    return main(["round", *map(str, words)])


def test_the_copy_lies_beside_the_workbook_and_the_workbook_is_not_touched(source: Path) -> None:
    before = source.read_bytes()
    assert round_(source, "--to", "mnkr") == 0
    assert sorted(path.name for path in source.parent.glob("*.xlsx")) == [f"{NAME}-mnkr.xlsx", f"{NAME}.xlsx"]
    assert source.read_bytes() == before


def test_a_file_that_exists_is_never_written_over(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    taken = source.with_name("upptagen.xlsx")
    taken.write_bytes(b"min egen")
    assert round_(source, "--to", "mnkr", "--out", taken) == 2
    assert taken.read_bytes() == b"min egen"
    assert "upptagen.xlsx finns redan" in capsys.readouterr().err
    assert round_(source, "--to", "mnkr", "--out", source) == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--to", "kr"], "--to kan inte vara 'kr'"),
        (["--to", "mnkr", "--decimals", "två"], "--decimals kan inte vara 'två'"),
        (["--to", "mnkr", "--out", "kopia.xlsm"], "kopia.xlsm måste sluta på .xlsx"),
    ],
)
def test_a_call_that_cannot_be_is_refused(
    source: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    assert round_(source, *words) == 2
    assert said in capsys.readouterr().err
    assert len(list(source.parent.glob("*.xls*"))) == 1


def test_the_answer_as_json_counts_what_was_done(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert round_(source, "--to", "tkr", "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert [finding["cell"] for finding in answer["findings"]] == ["H12", None, None]
    assert answer["summary"]["rounding"] == {"tables": 1, "numbers": 24, "turned": 0, "sums": 78, "broken": 1}
