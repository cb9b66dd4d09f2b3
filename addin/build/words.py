"""The add-in's words in both languages, from the catalogues that the rest of runxl speaks from."""

from __future__ import annotations

import re
from gettext import GNUTranslations
from pathlib import Path
from typing import TYPE_CHECKING

import runxl
from runxl.commands.registry import COMMANDS, RibbonGroup
from runxl.language import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable

_LOCALES = Path(runxl.__file__).parent / "locales"
_SAID_IN_VBA = re.compile(r'"(ring-[a-z-]+)"')


def words(sources: Iterable[str]) -> list[tuple[str, ...]]:
    """Return a row for each text that the ribbon or the VBA shows: its code, then the text in each of LANGUAGES.

    Raises ValueError for a code that a catalogue lacks.
    """
    codes = [*_ribbon_codes(), *sorted({code for source in sources for code in _SAID_IN_VBA.findall(source)})]
    catalogues = [_catalogue(language) for language in LANGUAGES]
    return [(code, *(_said(code, catalogue) for catalogue in catalogues)) for code in codes]


def _ribbon_codes() -> list[str]:
    groups = [f"label-group-{group.value}" for group in RibbonGroup]
    pressed = [command for command in COMMANDS if command.button]
    return groups + [code for one in pressed for code in (one.label, f"screentip-{one.name}", f"supertip-{one.name}")]


def _catalogue(language: str) -> GNUTranslations:
    with (_LOCALES / language / "LC_MESSAGES" / "runxl.mo").open("rb") as file:
        return GNUTranslations(file)


def _said(code: str, catalogue: GNUTranslations) -> str:
    text = catalogue.gettext(code)
    if text == code:
        message = f"a catalogue lacks {code}"
        raise ValueError(message)
    return text
