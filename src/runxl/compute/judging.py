"""Large tables judged by HiGHS in doubles; its answer counts only once exact arithmetic has verified it."""

from __future__ import annotations

from fractions import Fraction
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from runxl.compute.solver import UNBOUNDED, Row, Variable, solved
from runxl.compute.tableau import size

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from runxl.compute.tableau import Box, Number

    Sum = tuple[Mapping[int, Number], Number]

_FINEST = 60
_CERTAIN = 1e-6


class Judged(NamedTuple):
    """Values that keep every sum, or multiples of the sums that show there are none; neither where doubles misled."""

    values: tuple[Number, ...] | None = None
    multiples: Mapping[int, Number] | None = None


def judged(boxes: Sequence[Box], sums: Sequence[Sum], seconds: float) -> Judged:
    """Return whether values within their boxes keep all sums: the least by which sums are missed is 0 or it is not."""
    count = len(boxes)
    variables = [
        *(Variable(0.0, float(box.low), float(box.high), whole=False) for box in boxes),
        *(Variable(1.0, 0.0, UNBOUNDED, whole=False) for _ in range(2 * len(sums))),
    ]
    rows = [
        Row(-float(slack), float(slack), (*_floats(terms), (1.0, count + 2 * place), (-1.0, count + 2 * place + 1)))
        for place, (terms, slack) in enumerate(sums)
    ]
    solution = solved(variables, rows, seconds)
    if solution.values is None or not solution.proved:
        return Judged()
    if sum(solution.values[count:]) <= _CERTAIN:
        values = tuple(_near(value) for value in solution.values[:count])
        return Judged(values=values if kept(boxes, sums, values) else None)
    multiples = {place: near for place, dual in enumerate(solution.duals) if (near := _near(dual))}
    return Judged(multiples=multiples if forbidden(boxes, sums, multiples) else None)


def kept(boxes: Sequence[Box], sums: Sequence[Sum], values: Sequence[Number]) -> bool:
    """Tell whether every value is in its box and every sum of them as near 0 as it must be."""
    return all(box.low <= value <= box.high for box, value in zip(boxes, values, strict=True)) and all(
        size(sum(factor * values[place] for place, factor in terms.items())) <= slack for terms, slack in sums
    )


def forbidden(boxes: Sequence[Box], sums: Sequence[Sum], multiples: Mapping[int, Number]) -> bool:
    """Tell whether these multiples of sums, added, cannot be as near 0 as their slacks ask, by the boxes alone."""
    ends = [
        sorted((factor * boxes[place].low, factor * boxes[place].high))
        for place, factor in combined(sums, multiples).items()
    ]
    slack = sum(size(multiple) * sums[place][1] for place, multiple in multiples.items())
    if any(low == -inf or high == inf for low, high in ends):
        return False
    return sum(low for low, _ in ends) > slack or sum(high for _, high in ends) < -slack


def combined(sums: Sequence[Sum], multiples: Mapping[int, Number]) -> dict[int, Number]:
    """Return the coefficients of the sums added together so many times; what cancels out is left out."""
    total: dict[int, Number] = {}
    for number, multiple in multiples.items():
        for place, factor in sums[number][0].items():
            total[place] = total.get(place, 0) + multiple * factor
    return {place: factor for place, factor in total.items() if factor}


def _floats(terms: Mapping[int, Number]) -> tuple[tuple[float, int], ...]:
    return tuple((float(factor), place) for place, factor in terms.items())


def _near(value: float) -> Number:
    """Return the simple number near a double: corners between sums have small denominators."""
    whole = int(value + 0.5) if value >= 0 else -int(0.5 - value)
    return whole if abs(whole - value) < _CERTAIN else Fraction(value).limit_denominator(_FINEST)
