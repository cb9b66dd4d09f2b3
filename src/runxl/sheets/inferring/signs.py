"""Which parts of a sum count with a minus sign: costs that are written without one, less often revenues."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runxl.domain.line import CostSign
from runxl.layout.recognised import Meaning
from runxl.sheets.inferring.wording import meanings

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from runxl.sheets.inferring.table import Line

_MOST_WITH_SIGNS = 12
_PAIR = 2

# log-odds before any number is looked at
_BY_WORDS, _BY_NUMBERS = -1.0, -2.0
_ALL_TURNED = -2.0
_UNSAID = -2.0
_AGAINST_CUSTOM = -3.0


def meanings_of(line: Line) -> frozenset[Meaning]:
    """Return whether a line is revenue or cost: by its own words, else by the heading that it stands under."""
    both = {Meaning.REVENUE, Meaning.COST}
    return (line.meanings & both) or (meanings(line.heading.under) & both)


def cost_lines(lines: Sequence[Line], part_of: Mapping[int, int], subtracted: Collection[int] = ()) -> frozenset[int]:
    """Return the lines of costs: by words, by being subtracted somewhere, else by the line that they are part of."""

    def is_cost(number: int) -> bool:
        passed: set[int] = set()
        while number not in passed:
            passed.add(number)
            said = meanings_of(lines[number])
            if said or number in subtracted:
                return Meaning.COST in said or not said
            number = part_of.get(number, number)
        return False

    return frozenset(filter(is_cost, range(len(lines))))


def custom(lines: Iterable[Line], places: Iterable[int]) -> CostSign | None:
    """Return how most of these costs are written in these places; None where neither way is the more usual."""
    signs = [line.values[place] < 0 for line in lines for place in places if line.values[place]]
    negative = sum(signs)
    if 2 * negative == len(signs):
        return None
    return CostSign.NEGATIVE if 2 * negative > len(signs) else CostSign.POSITIVE


def sign_patterns(
    target: Line, parts: Sequence[Line], written: CostSign | None
) -> Iterator[tuple[tuple[int, ...], float]]:
    """Give the signs that the parts of a sum may have, each with its log-odds, the plain sum first.

    `written` is how the table writes costs: with a minus sign already, another in the sum would be one too many.
    """
    patterns: dict[tuple[int, ...], float] = {(1,) * len(parts): 0.0}
    for meaning in (Meaning.COST, Meaning.REVENUE) if len(parts) <= _MOST_WITH_SIGNS else ():
        having = [meaning in meanings_of(part) for part in parts]
        if any(having) and not all(having):
            patterns[tuple(-1 if has else 1 for has in having)] = _BY_WORDS
            patterns[tuple(1 if has else -1 for has in having)] = _BY_WORDS
    if len(parts) == _PAIR and (Meaning.RESULT in target.meanings or not target.is_total):
        for signs in ((1, -1), (-1, 1)):
            patterns.setdefault(signs, _BY_NUMBERS)
    if Meaning.RESULT in target.meanings:
        # costs stand as plus above a result whose plus is a surplus
        patterns.setdefault((-1,) * len(parts), _ALL_TURNED)
    unsaid = 0.0 if target.is_total else _UNSAID
    for pattern, odds in patterns.items():
        against = _AGAINST_CUSTOM if _is_against(pattern, target, parts, written) else 0.0
        yield pattern, odds + against + (unsaid if odds else 0.0)


def _is_against(signs: Sequence[int], target: Line, parts: Sequence[Line], written: CostSign | None) -> bool:
    """Tell whether signs go against how costs are written: a result is revenue less cost, a net cost the reverse."""
    if written is CostSign.NEGATIVE:
        return min(signs) < 0
    if written is None:
        return False
    revenue = -1 if Meaning.NET_COST in target.meanings else 1
    expected = {Meaning.REVENUE: revenue, Meaning.COST: -revenue}
    said = [(sign, meanings_of(part)) for sign, part in zip(signs, parts, strict=True)]
    both = {meaning for _, meanings_ in said for meaning in meanings_}
    return len(both) == len(expected) and any(sign != expected[meaning] for sign, of in said for meaning in of)
