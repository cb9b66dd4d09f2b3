from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from dev import ROOT
from runxl.cli import main
from runxl.templates.shipped import template

if TYPE_CHECKING:
    from pathlib import Path

PAGE = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")
EXAMPLE, REFUSAL = (json.loads(block) for block in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL))


@pytest.fixture
def printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:  # noqa: ANN401 - JSON
    """Return what the page's command prints."""
    shutil.copy(template("exempel-run-2020-04"), tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RUNXL_LANG", "sv")
    main(re.findall(r"^`runxl (check .+?)`", PAGE, re.MULTILINE)[0].split())
    return json.loads(capsys.readouterr().out.replace("\u00a0", " "))


def test_the_example_has_the_keys_of_the_real_answer_and_its_counts(printed: dict[str, Any]) -> None:
    assert {**printed, "findings": []} == {**EXAMPLE, "findings": []}
    assert list(EXAMPLE) == list(printed)


def test_each_finding_of_the_example_is_in_the_real_answer(printed: dict[str, Any]) -> None:
    assert EXAMPLE["findings"]
    assert [finding for finding in EXAMPLE["findings"] if finding not in printed["findings"]] == []


def test_every_key_is_explained() -> None:
    explained = set(re.findall(r"`(?:summary\.)?(\w+)`", PAGE))
    assert {*EXAMPLE, *EXAMPLE["findings"][0], *EXAMPLE["summary"]} - explained == set()


def test_the_example_of_a_refusal_is_a_real_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RUNXL_LANG", "sv")
    assert main(["check", "saknas.xlsx", "--json"]) == 2
    printed = json.loads(capsys.readouterr().out)
    assert {"error": printed["error"].replace(str(tmp_path), r"C:\rapporter")} == REFUSAL
