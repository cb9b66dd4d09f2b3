"""The way that a target's text wants a measure to go."""

from __future__ import annotations

import re

from runxl.domain.measure import Direction
from runxl.domain.target import Way

_WORDS = {
    Way.UP: (
        "öka ökar ökas ökad ökat ökade ökande ökning höja höjer höjs höjas höjd höjt stiga stiger stigande växa växer "
        "högre fler flera mer förbättra förbättras förbättrad förbättrat bättre positiv positivt"
    ),
    Way.DOWN: (
        "minska minskar minskas minskad minskat minskade minskande minskning sänka sänker sänks sänkas sänkt sjunka "
        "sjunker sjunkande lägre färre mindre negativ negativt"
    ),
    Way.KEEP: (
        "bibehålla bibehåller bibehålls bibehållas bibehållen bibehållet bibehållna behålla behåller oförändrad "
        "oförändrat oförändrade samma konstant stabil stabilt vidmakthålla upprätthålla"
    ),
}
_WAYS = {word: way for way, words in _WORDS.items() for word in words.split()}
_LIMITS = {"minst": Way.UP, "lägst": Way.UP, "högst": Way.DOWN}
_NEGATIONS = frozenset(("inte", "ej", "icke"))
_SILENT_WORDS = (
    "ska skall bör att eller och trend trenden utveckling utvecklingen nivå nivån andel andelen antal antalet över tid "
    "jämfört med sedan från än i på år året årligen varje per föregående förra fjol utgångsvärdet utgångsläget "
    "basvärdet nuläget nuvarande dagens"
)
_SILENT = frozenset(_SILENT_WORDS.split())
_TOGETHER = {
    frozenset((Way.UP,)): Way.UP,
    frozenset((Way.DOWN,)): Way.DOWN,
    frozenset((Way.KEEP,)): Way.KEEP,
    frozenset((Way.UP, Way.KEEP)): Way.NOT_DOWN,
    frozenset((Way.DOWN, Way.KEEP)): Way.NOT_UP,
}
_NEGATED = {Way.UP: Way.NOT_UP, Way.DOWN: Way.NOT_DOWN}
_WANTED = {Direction.HIGHER: Way.UP, Direction.LOWER: Way.DOWN, Direction.UNCHANGED: Way.KEEP}
_GOOD = {
    Way.UP: Direction.HIGHER,
    Way.NOT_DOWN: Direction.HIGHER,
    Way.DOWN: Direction.LOWER,
    Way.NOT_UP: Direction.LOWER,
    Way.KEEP: Direction.UNCHANGED,
}
_SUBJECT = re.compile(r"\A.*\b(?=(?:ska|skall|bör)\b)", re.IGNORECASE)
_WORD = re.compile(r"\w+")
# not 2000: "mer än 2000" asks for a number
_YEAR = re.compile(r"20[1-4][0-9]\Z")


def way_in(text: str) -> Way | None:
    """Return the way that a text names and nothing else; None where it says more, or both up and down.

    What stands before `ska` is the measure's own subject and is passed over, and so are years. A comparison with
    somebody else ("högre än riket") is no way from the own baseline, nor is a size ("öka med 5 %").

    >>> way_in("Bibehåller eller öka"), way_in("Andelen nöjda ska inte minska"), way_in("Högre än riket")
    (<Way.NOT_DOWN: 'not-down'>, <Way.NOT_DOWN: 'not-down'>, None)
    """
    words = [word for word in _WORD.findall(_SUBJECT.sub("", text.casefold())) if not _YEAR.match(word)]
    if any(word not in _WAYS and word not in _LIMITS and word not in _NEGATIONS | _SILENT for word in words):
        return None
    if "%" in text:
        return None
    return _joined(words)


def way_wanted(stated: Way | None, direction: Direction | None) -> Way | None:
    """Return the way with what the column for the wanted direction says; the column wins where the two disagree.

    >>> way_wanted(Way.KEEP, Direction.LOWER), way_wanted(Way.UP, Direction.LOWER), way_wanted(Way.NOT_DOWN, None)
    (<Way.NOT_UP: 'not-up'>, <Way.DOWN: 'down'>, <Way.NOT_DOWN: 'not-down'>)
    """
    if direction is None or (stated is not None and _GOOD[stated] is direction):
        return stated
    if stated is Way.KEEP:
        return _TOGETHER[frozenset((Way.KEEP, _WANTED[direction]))]
    return _WANTED[direction]


def direction_of(way: Way) -> Direction:
    """Return which values are the good ones when a measure should go this way."""
    return _GOOD[way]


def _joined(words: list[str]) -> Way | None:
    ways = {_WAYS[word] for word in words if word in _WAYS}
    if ways == {Way.KEEP}:
        ways |= {_LIMITS[word] for word in words if word in _LIMITS}
    way = _TOGETHER.get(frozenset(ways))
    if _NEGATIONS.isdisjoint(words):
        return way
    return None if way is None else _NEGATED.get(way)
