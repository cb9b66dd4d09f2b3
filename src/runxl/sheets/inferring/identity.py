"""A sum or a difference that may hold between lines, and how strongly their numbers speak for it.

The weight is a log-odds: what somebody who has not seen the numbers would think, plus the logarithm of how much
likelier each place is where the sum is right than where it is not. A place where it agrees weighs as much as it would
surprise by chance: 4 134 = 1 330 + 1 977 + 328 + 7 + 491 + 0 + 0 a lot, 0 = 0 + 0 nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log, pi, sqrt
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from runxl.compute.relations import RelationKind
    from runxl.sheets.inferring.table import Line

MISS = log(0.05)
"""What a place tells where the sum is wrong: one printed sum in twenty is, though the relation is right."""

_MOST_FAILS, _SHARE_OF_FAILS = 2, 0.15

_EQUAL_ANYWAY = log(3)
"""The most that equal numbers tell, with nothing but zeros between them: a table has many that are equal anyway."""

_REPEATED = log(2)
"""The most that a place tells whose numbers are those of another place, or follow from others'."""


@dataclass(frozen=True, slots=True)
class Identity:
    """A target line and the lines that it is the sum of, each with its coefficient.

    `turned` holds other coefficients for some places, such as the rows of costs that are written without a minus sign.
    """

    kind: RelationKind
    target: int
    parts: tuple[tuple[int, int], ...]
    turned: Mapping[int, tuple[int, ...]] | None = None

    @property
    def support(self) -> frozenset[int]:
        """All lines of the identity."""
        return frozenset((self.target, *(line for _, line in self.parts)))

    def coefficients(self, place: int) -> tuple[int, ...]:
        """Return the parts' coefficients at a place."""
        if self.turned and place in self.turned:
            return self.turned[place]
        return tuple(coefficient for coefficient, _ in self.parts)


class Weighed(NamedTuple):
    """How an identity stands against the numbers: where it holds, where it fails, and the weight of both.

    `telling` counts the places whose agreement no other place and no zeros explain.
    """

    holds: int
    fails: int
    telling: int
    weight: float


def most_fails(places: int) -> float:
    """Return in how many of so many places a sum may be wrong for the relation still to be right."""
    return max(_MOST_FAILS, _SHARE_OF_FAILS * places)


def weigh(lines: Sequence[Line], identity: Identity, places: Sequence[int], dependent: frozenset[int]) -> Weighed:
    """Return how an identity stands against the numbers in these places, or in the first that are too many to fail.

    `dependent` are places whose numbers follow from others', as a variance column's do: there agreement says little
    that is new, though disagreement does.
    """
    holds = fails = telling = 0
    weight = 0.0
    said: set[tuple[int, ...]] = set()
    for at in standing(lines, identity, places):
        if not at.holds:
            fails += 1
            weight += MISS
            if fails > most_fails(len(places)):
                break
            continue
        holds += 1
        numbers = (at.stated, *at.terms)
        surprise = _surprise(at)
        if numbers in said or at.place in dependent:
            surprise = min(surprise, _REPEATED)
        said.add(numbers)
        telling += surprise > _EQUAL_ANYWAY
        weight += surprise
    return Weighed(holds, fails, telling, weight)


class Standing(NamedTuple):
    """One place's numbers, the unit of the stated one's last decimal, and twice how far rounding may set them apart."""

    place: int
    stated: int
    terms: tuple[int, ...]
    width: int
    reach: int

    @property
    def holds(self) -> bool:
        """Whether rounding can explain what sets them apart."""
        return 2 * abs(self.stated - sum(self.terms)) <= self.reach


def standing(lines: Sequence[Line], identity: Identity, places: Sequence[int]) -> Iterator[Standing]:
    """Give the numbers of every place where the target stands and all parts are known; an empty part is 0."""
    target, parts = lines[identity.target], [lines[part] for _, part in identity.parts]
    unknown = target.missing.union(target.unknown, *(part.unknown for part in parts))
    for place in places:
        if place not in unknown:
            signs = identity.coefficients(place)
            terms = tuple(sign * part.values[place] for sign, part in zip(signs, parts, strict=True))
            width = target.widths[place]
            reach = width + sum(part.widths[place] for part in parts if place not in part.missing)
            yield Standing(place, target.values[place], terms, width, reach)


def _surprise(at: Standing) -> float:
    """Return how many times likelier, as a logarithm, so small a difference is where the sum is right than by chance.

    Where it is right, it either is exact or misses by the sum of as many roundings as there are numbers, which is
    nearly normal. By chance, every number up to the size of the largest part is as likely.
    """
    if not at.stated and not any(at.terms):
        return 0.0
    apart, spread = (at.stated - sum(at.terms)) / at.width, at.reach / at.width / 12
    rounded = min(1.0, exp(-apart * apart / (2 * spread)) / sqrt(2 * pi * spread))
    likely = (rounded + (not apart)) / 2
    # a whole number may be too large for a float, its logarithm is not
    size = log(max(map(abs, at.terms)) // at.width + 1)
    surprise = max(MISS, log(likely) + size) if likely else MISS
    several = sum(1 for term in at.terms if term) > 1
    return surprise if several else min(surprise, _EQUAL_ANYWAY)


def certainty(odds: float) -> float:
    """Return log-odds as a probability.

    >>> certainty(0.0), round(certainty(4.6), 2)
    (0.5, 0.99)
    """
    return 1 / (1 + exp(-max(-50.0, min(50.0, odds))))
