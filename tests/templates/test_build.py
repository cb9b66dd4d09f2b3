from __future__ import annotations

from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

from runxl.templates.build import build
from runxl.templates.shipped import folder, names

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("built")
    build(target)
    return target


@pytest.fixture(scope="module")
def built_by_a_speaker_of_english(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("built")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RUNXL_LANG", "en")
        build(target)
    return target


def parts(path: Path) -> dict[str, bytes]:
    with ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_the_shipped_workbooks_are_those_that_are_built(built: Path) -> None:
    assert sorted(path.stem for path in built.glob("*.xlsx")) == list(names())


@pytest.mark.parametrize("name", names())
def test_a_committed_workbook_is_as_the_code_builds_it(built: Path, name: str) -> None:
    committed, fresh = parts(folder() / f"{name}.xlsx"), parts(built / f"{name}.xlsx")
    assert list(committed) == list(fresh)
    assert [part for part in fresh if fresh[part] != committed[part]] == [], "run: python3 dev.py templates"


@pytest.mark.parametrize("name", names())
def test_the_dump_beside_a_workbook_is_current(built: Path, name: str) -> None:
    committed = (folder() / f"{name}.txt").read_text(encoding="utf-8")
    assert committed == (built / f"{name}.txt").read_text(encoding="utf-8"), "run: python3 dev.py templates"


@pytest.mark.parametrize("name", names())
def test_a_builders_own_language_does_not_reach_the_workbook(name: str, built_by_a_speaker_of_english: Path) -> None:
    assert parts(built_by_a_speaker_of_english / f"{name}.xlsx") == parts(folder() / f"{name}.xlsx")
