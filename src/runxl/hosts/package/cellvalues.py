"""What a cell's text says, by the cell's type."""

from __future__ import annotations

from decimal import Decimal
from math import isfinite
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

TRUTH = {"0": False, "1": True, "false": False, "true": True}
# a double holds every integer of fifteen digits, so such a text is its own shortest form
_EXACT_DIGITS = 15


def shared_string(strings: Sequence[str], text: str) -> str:
    """Return the text that a cell refers to by its place. ValueError or LookupError where it refers to none."""
    index = int(_plain(text))
    if index < 0:
        raise IndexError(text)
    return strings[index]


def _plain(text: str) -> str:
    """Return a number's text. ValueError where Python would read in it what XML Schema does not: `1_000`, `١٢٣`."""
    if "_" in text or not text.isascii():
        raise ValueError(text)
    return text


def number(text: str) -> Decimal | None:
    """Return a number as the shortest decimal of the double that the text stands for; None for an empty text.

    Raises ValueError where it is no finite number as XML Schema spells it.

    >>> number("0.10000000000000001"), number("4134"), number("1E3")
    (Decimal('0.1'), Decimal('4134'), Decimal('1000'))
    """
    if len(text) <= _EXACT_DIGITS and text.isascii() and text.removeprefix("-").isdecimal():
        return Decimal(text)
    if not text:
        return None
    double = float(_plain(text))
    if not isfinite(double):
        raise ValueError(text)
    return Decimal(repr(double).removesuffix(".0"))
