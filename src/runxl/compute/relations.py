"""What a table's numbers promise of each other, and whether they keep it.

A printed number is an interval. A relation between printed numbers is exact, explained by rounding, or impossible.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from runxl.domain.amount import ZERO, Printed, rounded, same_at_15_digits
from runxl.domain.finding import Verdict

if TYPE_CHECKING:
    from decimal import Decimal

    from runxl.grid import Address


class RelationKind(Enum):
    """What sort of sum or difference a relation is."""

    OF_WHICH = "of-which"
    RESULT = "result"
    TOTAL = "total"
    LINES = "lines"
    VARIANCE = "variance"
    SHARE = "share"
    ACROSS_UNITS = "across-units"


class Term(NamedTuple):
    """One part of a relation: what it is multiplied with, where it stands, and the number."""

    coefficient: Decimal
    cell: Address
    number: Printed


@dataclass(frozen=True, slots=True)
class Relation:
    """A stated number and the terms whose sum it should be, in the unit of the stated number.

    `precision`, where given, is the number of decimals of the coarser side across units: both sides are rounded to it
    before they are compared, as 4 134 tkr is 4 mnkr. `largest` is the size of the largest amount behind the terms,
    which may themselves be small differences. `whole`, where given, is what the one term is a share of: its size
    divides the term, and `precision` is how many decimals the share is printed with.
    """

    kind: RelationKind
    cell: Address
    stated: Printed
    terms: tuple[Term, ...]
    unit: str
    precision: int | None = None
    largest: Decimal = ZERO
    whole: Printed | None = None


class Examined(NamedTuple):
    """A relation's numbers and its verdict; `tolerance` is the largest difference that rounding could make."""

    verdict: Verdict
    computed: Decimal
    difference: Decimal
    tolerance: Decimal


def examine(relation: Relation) -> Examined:
    """Return whether a relation is exact, explained by rounding, or impossible.

    The tolerance is the sum of all half-widths: seven published rows and their published total may differ by
    7 · 0.5 + 0.5 = 4 without any of them being wrong.
    """
    if relation.whole is not None:
        return _examine_share(relation, relation.whole)
    stated = relation.stated.value
    computed = sum((term.coefficient * term.number.value for term in relation.terms), ZERO)
    tolerance = relation.stated.half_width + sum(
        (abs(term.coefficient) * term.number.half_width for term in relation.terms), ZERO
    )
    if _agree(relation, computed):
        return Examined(Verdict.EXACT, computed, ZERO, tolerance)
    return _apart(stated - computed, computed, tolerance)


def _examine_share(relation: Relation, whole: Printed) -> Examined:
    """Return the verdict on a share of something larger than its own rounding.

    The tolerance reaches to the furthest share that a true part and a true whole could have on the stated one's side.
    """
    (part,) = relation.terms
    scaled, width = part.coefficient * part.number.value, abs(part.coefficient) * part.number.half_width
    computed = scaled / abs(whole.value)
    reach = [
        (scaled + aside) / (abs(whole.value) + below)
        for aside in (-width, width)
        for below in (-whole.half_width, whole.half_width)
    ]
    stated = relation.stated.value
    furthest = max(reach) - computed if stated > computed else computed - min(reach)
    if _agree(relation, computed):
        return Examined(Verdict.EXACT, computed, ZERO, relation.stated.half_width + furthest)
    return _apart(stated - computed, computed, relation.stated.half_width + furthest)


def _apart(difference: Decimal, computed: Decimal, tolerance: Decimal) -> Examined:
    verdict = Verdict.EXPLAINED if abs(difference) <= tolerance else Verdict.IMPOSSIBLE
    return Examined(verdict, computed, difference, tolerance)


def _agree(relation: Relation, computed: Decimal) -> bool:
    stated = relation.stated.value
    if relation.precision is not None:
        return rounded(stated, relation.precision) == rounded(computed, relation.precision)
    sizes = (abs(term.coefficient * term.number.value) for term in relation.terms)
    return same_at_15_digits(stated, computed, max((relation.largest, *sizes)))
