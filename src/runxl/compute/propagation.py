"""Contradictions that single balances show, without solving anything: most wrong guesses end here."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, NamedTuple

from runxl.compute.tableau import Box, quotient, size

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from runxl.compute.tableau import Number


class Closed(NamedTuple):
    """An interval with two ends."""

    low: Number
    high: Number

    def times(self, factor: Number) -> Closed:
        """Return the interval of a multiple."""
        one, other = self.low * factor, self.high * factor
        return Closed(one, other) if one <= other else Closed(other, one)


class Line(NamedTuple):
    """One balance: its coefficients by cell, how far its sum may be from 0, and where the boxes let it be."""

    terms: Mapping[int, Number]
    slack: Number
    reach: Closed


class Implied(NamedTuple):
    """Where a freed cell must be, and the cells whose numbers say so."""

    box: Closed
    because: frozenset[int]


class Propagation:
    """The balances of one system, each looked at by itself; cells are numbered."""

    def __init__(self, sums: Sequence[tuple[Mapping[int, Number], Number]], boxes: Sequence[Closed]) -> None:
        self._boxes = boxes
        self._lines = sorted((self._line(*each) for each in sums), key=lambda each: len(each.terms))
        self._using: dict[int, list[int]] = {}
        for number, each in enumerate(self._lines):
            for place in each.terms:
                self._using.setdefault(place, []).append(number)

    def broken(self) -> Iterator[frozenset[int]]:
        """Give the cells of every balance that contradicts its printed numbers all by itself, the shortest first."""
        for each in self._lines:
            if _misses(each.reach, each.slack):
                yield frozenset(each.terms)

    def apart(self, values: Sequence[Number]) -> Iterator[bool]:
        """Tell of every balance whether these values miss it."""
        for each in self._lines:
            total = sum(factor * values[place] for place, factor in each.terms.items())
            yield size(total) > each.slack

    def conflict(self, freed: Collection[int]) -> frozenset[int] | None:
        """Return cells whose numbers contradict each other though the freed ones may be anything; None if none is seen.

        Each freed cell is as its shortest balance says it must be; the other balances then hold or do not.
        """
        known: dict[int, Implied] = {}
        for _ in freed:
            for place in freed:
                if place not in known:
                    implied = self._implied(place, freed, known)
                    if implied is not None:
                        known[place] = implied
        numbers = sorted({number for place in known for number in self._using[place]})
        for each in (self._lines[number] for number in numbers):
            opened = each.terms.keys() & set(freed)
            if opened <= known.keys() and _misses(self._reach(each, opened, known), each.slack):
                return self._because(each, opened, known)
        return None

    def bounds(self, place: int, boxes: Sequence[Box]) -> Box:
        """Return where a cell must be by each of its balances alone, with these boxes for all other cells."""
        lows, highs = [boxes[place].low], [boxes[place].high]
        for each in (self._lines[number] for number in self._using[place]):
            others = [(boxes[other], factor) for other, factor in each.terms.items() if other != place]
            if all(-inf < box.low and box.high < inf for box, _ in others):
                ends = [Closed(box.low, box.high).times(factor) for box, factor in others]  # type: ignore[arg-type]  # finite, as just seen
                low, high = sum(end.low for end in ends) - each.slack, sum(end.high for end in ends) + each.slack
                low, high = sorted((quotient(-low, each.terms[place]), quotient(-high, each.terms[place])))
                lows.append(low)
                highs.append(high)
        return Box(max(lows), min(highs))

    def _line(self, terms: Mapping[int, Number], slack: Number) -> Line:
        ends = [self._boxes[place].times(factor) for place, factor in terms.items()]
        return Line(terms, slack, Closed(sum(end.low for end in ends), sum(end.high for end in ends)))

    def _implied(self, place: int, freed: Collection[int], known: Mapping[int, Implied]) -> Implied | None:
        for number in self._using[place]:
            each = self._lines[number]
            others = (each.terms.keys() & set(freed)) - {place}
            if others <= known.keys():
                reach = self._reach(each, others, known)
                own, factor = self._boxes[place].times(each.terms[place]), each.terms[place]
                low, high = reach.low - own.low - each.slack, reach.high - own.high + each.slack
                ends = sorted((quotient(-low, factor), quotient(-high, factor)))
                return Implied(Closed(*ends), self._because(each, {*others, place}, known))
        return None

    def _reach(self, each: Line, opened: Collection[int], known: Mapping[int, Implied]) -> Closed:
        low, high = each.reach
        for place in opened:
            factor = each.terms[place]
            own, implied = self._boxes[place].times(factor), known[place].box.times(factor)
            low, high = low - own.low + implied.low, high - own.high + implied.high
        return Closed(low, high)

    def _because(self, each: Line, opened: Collection[int], known: Mapping[int, Implied]) -> frozenset[int]:
        reasons = (known[place].because for place in opened if place in known)
        return (frozenset(each.terms) - frozenset(opened)).union(*reasons)


def _misses(reach: Closed, slack: Number) -> bool:
    return reach.low > slack or reach.high < -slack
