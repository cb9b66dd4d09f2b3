"""What a measure's target asks for, read from its printed text and the columns that win over it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from runxl.compute.movement import way_in, way_wanted
from runxl.domain.measure import Comparison, Direction, MeasureKind, TargetKind
from runxl.domain.quantity import pieces_of, quantity_in, tidy
from runxl.domain.target import CountPerYear, Level, LevelPart, Milestone, Movement, Target

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from runxl.domain.measure import Measure
    from runxl.domain.quantity import Quantity

_LEADS: Mapping[Comparison, str] = {
    Comparison.AT_LEAST: (
        "minst|lägst|minimum|min|≥|>=|=>|(?:inte|ej) (?:under|färre än|mindre än|lägre än)|"
        "(?:öka|ökar|ökas|höja|höjas|stiga) till(?: minst)?"
    ),
    Comparison.AT_MOST: (
        "högst|maximalt|max|som mest|≤|<=|=<|(?:inte|ej) (?:över|överstiga|fler än|mer än|högre än)|"
        "(?:minska|minskar|minskas|sänka|sänkas|sjunka) till(?: högst)?"
    ),
    Comparison.EQUAL: "exakt|precis|lika med|=",
    Comparison.MORE_THAN: "mer än|fler än|högre än|över|>",
    Comparison.LESS_THAN: "mindre än|färre än|lägre än|under|<",
}
_TAILS: Mapping[Comparison, str] = {
    Comparison.AT_LEAST: "eller (?:mer|fler|flera|högre|över)",
    Comparison.AT_MOST: "eller (?:mindre|färre|lägre|under)",
}
_WISH = r"(?:(?:ska|skall|bör) )?(?:(?:vara|uppgå till|nå|ligga på) )?"
_LEAD = re.compile(
    rf"{_WISH}(?:{'|'.join(f'(?P<{one.name}>{words})' for one, words in _LEADS.items())})(?![^\W\d_])\.? ?",
    re.IGNORECASE,
)
_TAIL = re.compile(rf" (?:{'|'.join(f'(?P<{one.name}>{words})' for one, words in _TAILS.items())})\Z", re.IGNORECASE)
_PER_YEAR = re.compile(r"(?: (?:per|om|varje|under) | ?/ ?)(?:kalender)?år(?:et)?\Z| årligen\Z", re.IGNORECASE)
_NOT_COUNTED = re.compile(r"%|‰|(?:t|mn|m)?kr\b|kronor\b", re.IGNORECASE)
_DATE = re.compile(
    r"\b(?:[0-3]?[0-9] (?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)[a-zå]*"
    r"|[0-3]?[0-9]/[01]?[0-9]|(?:kvartal|tertial|vecka) [0-9]+"
    r"|(?:19|20)[0-9]{2}(?:-[01][0-9](?:-[0-3][0-9])?)?)\b",
    re.IGNORECASE,
)
_NOT_SET = "se enligt jfr jämför ej inte inget inga ingen ännu saknas oklart okänt okänd fastställs bestäms tbd kommer"
_NO_TARGET_YET = frozenset(_NOT_SET.split())
_FINISHING = (
    "antag antogs beslutad fastställd fastställt genomförd genomfört införd infört framtag klar färdig upprättad "
    "upprättat etablerad etablerat identifierad identifierat skriven skrivna slutförd slutfört publicerad publicerat "
    "lanserad lanserat tecknad tecknat"
)
_FINISHED = tuple(_FINISHING.split())
_REAL_WORD = re.compile(r"[^\W\d_]{4,}")
_VOWELS = frozenset("aeiouyåäö")
_COMPARISON_FOR = {
    Direction.HIGHER: Comparison.AT_LEAST,
    Direction.LOWER: Comparison.AT_MOST,
    Direction.UNCHANGED: Comparison.EQUAL,
}


def read_target(measure: Measure) -> Target | None:
    """Return what the measure's target asks for; None where its text cannot be understood.

    A text is tried as a count per year, a direction, a level and a milestone, in that order; a kind given in its
    column is the only one tried. A level that does not say how it is compared is a floor, except zero and
    what is below it: "-20 %" may be the most or the least. A range
    ("85-90 %") and a change of a size ("öka med 5 %") are not understood.
    """
    text = tidy(measure.target_text)
    if measure.target_kind is not None:
        return _READERS[measure.target_kind](text, measure)
    for read in _READERS.values():
        target = read(text, measure)
        if target is not None:
            return target
    return None


def _count_per_year(text: str, measure: Measure) -> CountPerYear | None:
    """Return a whole number of things during the year; shares, money and ceilings "per år" are levels."""
    counted = _PER_YEAR.sub("", text)
    if counted == text and measure.target_kind is None:
        return None
    stated, amount = _compared(counted)
    if (measure.comparison or stated) not in (None, Comparison.AT_LEAST):
        return None
    quantity = quantity_in(amount)
    if quantity is None or quantity.value < 1 or quantity.value % 1 or _NOT_COUNTED.match(quantity.unit):
        return None
    return CountPerYear(*quantity)


def _movement(text: str, measure: Measure) -> Movement | None:
    """Return a way to go; where the kind is given, the column for the wanted direction alone is enough."""
    stated = way_in(text)
    if stated is None and measure.target_kind is None:
        return None
    way = way_wanted(stated, measure.direction)
    return None if way is None else Movement(way)


def _level(text: str, measure: Measure) -> Level | None:
    parts = []
    for piece in pieces_of(text):
        part = _level_part(piece, measure)
        if part is None:
            return None
        parts.append(part)
    return Level(tuple(parts))


def _level_part(text: str, measure: Measure) -> LevelPart | None:
    stated, amount = _compared(text)
    quantity = quantity_in(amount)
    # "80 % eller högre än riket" states a second condition, which a level would silently drop
    if quantity is None or " eller " in quantity.unit:
        return None
    if measure.target_kind is None and _is_an_article(amount, quantity, measure.kind):
        return None
    comparison = measure.comparison or stated or (measure.direction and _COMPARISON_FOR[measure.direction])
    if comparison is None and quantity.value > 0:
        comparison = Comparison.AT_LEAST
    return LevelPart(quantity.value, quantity.unit, comparison)


def _is_an_article(amount: str, quantity: Quantity, kind: MeasureKind) -> bool:
    """Tell whether a number word only leads a phrase: "en handlingsplan antagen", or anything to carry out."""
    if not amount[0].isalpha() or not quantity.unit:
        return False
    return kind is MeasureKind.ACTIVITY or (quantity.value == 1 and " " in quantity.unit)


def _compared(text: str) -> tuple[Comparison | None, str]:
    """Return the comparison that a text states before or after its amount, and the amount."""
    lead, tail = _LEAD.match(text), _TAIL.search(text)
    begin = lead.end() if lead else 0
    end = tail.start() if tail else len(text)
    found = {match.lastgroup for match in (lead, tail) if match}
    if len(found) > 1:
        # "minst 5 eller färre": the two contradict, and no amount reads from the whole text
        return None, text
    name = next(iter(found), None)
    return (None if name is None else Comparison[name]), text[begin:end].strip()


def _milestone(text: str, measure: Measure) -> Milestone | None:
    """Return a phrase without figures that is something to carry out.

    A kind given in its column makes any text one. Otherwise a phrase is one where the row is an activity, which is by
    definition something to carry out, or where a word says that a thing is finished ("antagen", "genomförd"). A date
    is no figure. A phrase that begins by saying that there is no target, or that it stands elsewhere, is none
    ("ej fastställt", "se bilaga", "enligt plan"), nor is one without a proper word ("?", "xxx").
    """
    if measure.target_kind is TargetKind.MILESTONE:
        return Milestone(text) if text else None
    phrase = _DATE.sub("", text.casefold())
    words = phrase.split()
    if any(character.isdigit() for character in phrase) or not words or words[0] in _NO_TARGET_YET:
        return None
    if not any(_VOWELS.intersection(word) for word in _REAL_WORD.findall(phrase)):
        return None
    finished = any(word.startswith(_FINISHED) for word in words)
    return Milestone(text) if finished or measure.kind is MeasureKind.ACTIVITY else None


_READERS: Mapping[TargetKind, Callable[[str, Measure], Target | None]] = {
    TargetKind.COUNT_PER_YEAR: _count_per_year,
    TargetKind.DIRECTION: _movement,
    TargetKind.LEVEL: _level,
    TargetKind.MILESTONE: _milestone,
}
