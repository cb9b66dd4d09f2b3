"""Whether a table that names no unit is in whole kronor: then its numbers are not rounded, and its sums must be exact.

Whole kronor and rounded thousands look the same, but the sums of rounded numbers are seldom all exact.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from math import log, pi
from typing import TYPE_CHECKING

from runxl.compute.relations import RelationKind, examine
from runxl.domain.amount import Printed
from runxl.layout.recognised import UNITS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from runxl.sheets.inferring.inferred import Inferred

_HALF = Decimal("0.5")
_ENOUGH = 3.0
"""Which log-odds are enough to call a table's numbers exact."""

_EXACT, _WRONG = log(0.95), log(0.05)
_MANY = 20
"""How many numbers a sum must have to tell by itself that none of them is rounded."""


def without_rounding(relations: Sequence[Inferred]) -> tuple[Inferred, ...]:
    """Return a table's relations, those between whole numbers without a unit as exact where they show that they are."""
    whole = [relation for relation in relations if _is_whole(relation)]
    if not _are_exact(whole):
        return tuple(relations)
    return tuple(_exact(relation) if _is_whole(relation) else relation for relation in relations)


def _is_whole(relation: Inferred) -> bool:
    """Tell whether a relation is between whole numbers that no unit says are rounded."""
    numbers = (relation.stated, *relation.numbers)
    return (
        not UNITS.get(relation.unit, 0)
        and relation.kind is not RelationKind.ACROSS_UNITS
        and all(abs(coefficient) == 1 for coefficient, _ in relation.parts)
        and all(number.half_width == _HALF and number.value == int(number.value) for number in numbers)
    )


def _are_exact(relations: Iterable[Inferred]) -> bool:
    odds, telling = 0.0, False
    for relation in relations:
        apart = relation.stated.value - sum(
            coefficient * number.value
            for (coefficient, _), number in zip(relation.parts, relation.numbers, strict=True)
        )
        terms = 1 + len(relation.parts)
        if abs(apart) > _HALF * terms:
            continue
        telling = telling or not apart or terms > _MANY
        odds += (_WRONG if apart else _EXACT) - _if_rounded(int(apart), terms)
    return telling and odds > _ENOUGH


def _if_rounded(apart: int, terms: int) -> float:
    """Return how likely, as a logarithm, rounded numbers are so far apart: the roundings' sum is nearly normal."""
    spread = terms / 12
    return min(0.0, -apart * apart / (2 * spread) - log(2 * pi * spread) / 2)


def _exact(relation: Inferred) -> Inferred:
    numbers = tuple(Printed(number.value) for number in relation.numbers)
    exact = replace(relation, stated=Printed(relation.stated.value), numbers=numbers)
    if examine(exact.relation).verdict is examine(relation.relation).verdict:
        return exact
    # where it was said to hold, rounding was reckoned with
    return replace(exact, evidence=relation.evidence[:1]).with_what_fails
