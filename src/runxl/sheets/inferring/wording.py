"""What a heading or a label says: its meanings and its unit."""

from __future__ import annotations

import re
from functools import lru_cache

from runxl.layout.recognised import PER_CENT, STRONGER, UNITS, WORDS, Meaning

_WORD = re.compile(
    r"över-/underskott|\b(?:of which|number of|net (?:costs?|sales)|sek (?:thousand|million)s?)\b|[^\W_]+"
)
_PLACE = {
    meaning: re.compile("(?:" + "|".join(re.escape(word).replace(r"\*", r"\w*") for word in words) + r")\Z")
    for meaning, words in WORDS.items()
}
_UNIT = "(" + "|".join(sorted(UNITS, key=len, reverse=True)) + ")"
_UNIT_OF_ROW = re.compile(rf"\({_UNIT}\)|\bvarav {_UNIT}\b|[^\W\d_][,:;]?\s+{_UNIT}\.?\s*\Z")


@lru_cache(maxsize=4096)
def meanings(text: str) -> frozenset[Meaning]:
    """Return everything that the words of a text say of its row or column.

    >>> sorted(meaning.value for meaning in meanings("Summa kostnader"))
    ['cost', 'total']
    >>> [meaning.value for meaning in meanings("Budgetavvikelse")], meanings("Norrbottens museum")
    (['variance'], frozenset())
    """
    found = set(mentioned(text))
    for meaning, weaker in STRONGER.items():
        if meaning in found:
            found.difference_update(weaker)
    if PER_CENT in text:
        found.add(Meaning.SHARE)
    return frozenset(found)


def mentioned(text: str) -> frozenset[Meaning]:
    """Return every meaning that a text mentions, also those that another takes out.

    >>> sorted(meaning.value for meaning in mentioned("Avvikelse årsprognos"))
    ['forecast', 'variance']
    """
    words = _WORD.findall(text.casefold())
    return frozenset(meaning for meaning, place in _PLACE.items() if any(place.match(word) for word in words))


@lru_cache(maxsize=4096)
def unit_in(text: str) -> str | None:
    """Return the unit of money that a text names, None where it names none.

    >>> unit_in("(Mnkr)"), unit_in("Belopp i tkr"), unit_in("Utfall"), unit_in("In SEK thousands")
    ('mnkr', 'tkr', None, 'sek thousands')
    """
    return next((word for word in _WORD.findall(text.casefold()) if word in UNITS), None)


@lru_cache(maxsize=4096)
def unit_of_row(text: str) -> str:
    """Return the unit that a row's label gives its own numbers: in brackets, last or after Varav; "" where none.

    >>> unit_of_row("Varav avgifter (tkr)"), unit_of_row("varav tkr"), unit_of_row("Hyra, mnkr")
    ('tkr', 'tkr', 'mnkr')
    >>> unit_of_row("Avtal över 100 tkr"), unit_of_row("Kronor från staten")
    ('', '')
    """
    found = _UNIT_OF_ROW.search(text.casefold())
    return next(filter(None, found.groups()), "") if found else ""


@lru_cache(maxsize=4096)
def subject(text: str) -> frozenset[str]:
    """Return the words of a text that say which period or matter it is about: all but those that have a meaning.

    >>> sorted(subject("Avvikelse 2020-04"))
    ['04', '2020']
    """
    return frozenset(word for word in _WORD.findall(text.casefold()) if not _named(word) and word not in UNITS)


def _named(word: str) -> bool:
    return any(place.match(word) for place in _PLACE.values())
