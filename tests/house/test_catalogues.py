"""A checkout speaks at once, so the compiled catalogues are committed; they must be what their sources compile to."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from dev import ROOT

if TYPE_CHECKING:
    from pathlib import Path

SOURCES = sorted((ROOT / "src" / "runxl" / "locales").glob("*/LC_MESSAGES/runxl.po"))


def test_there_are_two_catalogues() -> None:
    assert [source.parts[-3] for source in SOURCES] == ["en", "sv"]


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.parts[-3])
def test_every_catalogue_is_compiled_from_its_source(source: Path) -> None:
    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(source.read_bytes())))
    assert compiled.getvalue() == source.with_suffix(".mo").read_bytes(), "run: python3 dev.py messages"


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.parts[-3])
def test_a_catalogue_has_a_date_that_the_clock_would_else_give_each_compilation(source: Path) -> None:
    assert b'"POT-Creation-Date: 20' in source.read_bytes()
