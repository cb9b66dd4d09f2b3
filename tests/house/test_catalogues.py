"""A checkout speaks at once, so the compiled catalogues are committed; they must say what their sources say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from dev import ROOT

if TYPE_CHECKING:
    from babel.messages import Catalog

LOCALES = ROOT / "src" / "runxl" / "locales"


def sentences(catalogue: Catalog) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return what the catalogue says, without its header, which tells dates; a plural has two of each."""
    return {_both(message.id): _both(message.string) for message in catalogue if message.id and message.string}


def _both(text: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def test_every_catalogue_is_compiled_from_its_source() -> None:
    sources = sorted(LOCALES.glob("*/LC_MESSAGES/runxl.po"))
    assert sources
    for source in sources:
        with source.open("rb") as text, source.with_suffix(".mo").open("rb") as compiled:
            assert sentences(read_mo(compiled)) == sentences(read_po(text)), "run: python3 dev.py messages"
