"""Codes to sentences: the one place where runxl speaks.

A sentence's code is its msgid in the gettext catalogues under `locales/`; its parts are shown the Swedish or the
English way here, so that nothing further in knows how an amount is printed.
"""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from gettext import GNUTranslations
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from runxl.domain.finding import Finding
    from runxl.domain.message import Message
    from runxl.errors import RunxlError

LANGUAGES = ("sv", "en")
NO_BREAK_SPACE = "\u00a0"
MINUS = "\u2212"

_SPOKEN: ContextVar[str | None] = ContextVar("_SPOKEN", default=None)
_LOCALES = Path(__file__).parent / "locales"
_LAST_PLAIN_DIGIT = 4
_LONGEST_PART = 500
_LINE_BREAKS = re.compile(r"[\t\r\n]+")
_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def current() -> str:
    """Return the language that runxl speaks: RUNXL_LANG where it is one of ours, else Swedish."""
    spoken = _SPOKEN.get()
    if spoken is not None:
        return spoken
    wanted = os.environ.get("RUNXL_LANG", "")[:2].lower()
    return wanted if wanted in LANGUAGES else LANGUAGES[0]


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak one of our languages, whatever RUNXL_LANG says, until the block ends."""
    before = _SPOKEN.set(language)
    try:
        yield
    finally:
        _SPOKEN.reset(before)


def say(code: str, **parts: object) -> str:
    """Return the sentence with this code. A part named `count` chooses between singular and plural."""
    return _filled(code, parts)


def sentence_of(message: Message) -> str:
    """Return a message as a sentence."""
    return _filled(message.code, message.parts)


def sentence_of_error(error: RunxlError) -> str:
    """Return what a user is told of an error."""
    return _filled(error.code, error.parts)


def sentence_of_finding(finding: Finding) -> str:
    """Return a finding as a sentence, its advice after it; its cell and numbers are parts like the others."""
    numbers = {
        "cell": finding.cell,
        "stated": finding.stated,
        "computed": finding.computed,
        "difference": None if finding.difference is None else abs(finding.difference),
        "tolerance": finding.tolerance,
    }
    return " ".join((_filled(finding.rule, {**numbers, **finding.parts}), *map(sentence_of, finding.advice)))


def shown(value: object) -> str:
    r"""Return a value as it stands in a sentence.

    >>> shown(Decimal("-4134.5"))
    '−4\xa0134,5'
    """
    if isinstance(value, (bool, Enum)):
        return say(_code_of_word(value))
    if isinstance(value, (Decimal, int)):
        return _number(Decimal(value))
    if isinstance(value, str):
        return _quotable(value)
    if isinstance(value, (list, tuple)) and not hasattr(value, "_fields"):
        return ", ".join(shown(item) for item in value)
    if isinstance(value, tuple) and hasattr(value, "code") and hasattr(value, "parts"):
        return _filled(value.code, value.parts)
    return "" if value is None else _quotable(str(value))


def _code_of_word(value: bool | Enum) -> str:  # noqa: FBT001  (the value of a cell)
    if isinstance(value, bool):
        return "value-true" if value else "value-false"
    return f"{type(value).__name__.lower()}-{value.value}"


def _quotable(text: str) -> str:
    """Return a text as it can stand within a sentence: on one line, without what steers a terminal, not too long."""
    plain = _STEERING.sub("\N{REPLACEMENT CHARACTER}", _LINE_BREAKS.sub(" ", text))
    return plain if len(plain) <= _LONGEST_PART else f"{plain[:_LONGEST_PART]} …"


def _number(value: Decimal) -> str:
    digits = f"{abs(value):f}"
    whole, _, fraction = digits.partition(".")
    fraction = fraction.rstrip("0")
    grouping, point = (NO_BREAK_SPACE, ",") if current() == "sv" else (",", ".")
    if len(whole) >= _LAST_PLAIN_DIGIT:
        whole = f"{int(whole):,}".replace(",", grouping)
    sign = MINUS if value < 0 else ""
    return f"{sign}{whole}{point}{fraction}" if fraction else f"{sign}{whole}"


def _filled(code: str, parts: Mapping[str, object]) -> str:
    catalogue = _catalogue(current())
    count = parts.get("count")
    template = catalogue.ngettext(code, code, count) if isinstance(count, int) else catalogue.gettext(code)
    return template.format_map({name: shown(part) for name, part in parts.items()})


@lru_cache(maxsize=len(LANGUAGES))
def _catalogue(language: str) -> GNUTranslations:
    with (_LOCALES / language / "LC_MESSAGES" / "runxl.mo").open("rb") as file:
        return GNUTranslations(file)
