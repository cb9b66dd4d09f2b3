"""Which way a measure has moved since an earlier period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runxl.compute.movement import direction_of
from runxl.domain.assessment import Trend
from runxl.domain.measure import Comparison, Direction
from runxl.domain.target import CountPerYear, Level, Movement

if TYPE_CHECKING:
    from decimal import Decimal

    from runxl.domain.measure import Measure
    from runxl.domain.target import Target

_GOOD_SIDE = {
    Comparison.AT_LEAST: Direction.HIGHER,
    Comparison.MORE_THAN: Direction.HIGHER,
    Comparison.AT_MOST: Direction.LOWER,
    Comparison.LESS_THAN: Direction.LOWER,
}


def trend(
    current: tuple[Decimal, ...] | None,
    earlier: tuple[Decimal, ...] | None,
    direction: Direction | None,
    neutral_band: Decimal,
) -> Trend:
    """Return which way the amounts have moved; UNKNOWN where there is nothing to compare or no side is the good one.

    A change of at most `neutral_band` of the earlier amount's size is none; from zero every change is one. A measure
    that should stay as it is can only be unchanged or worse. Of several amounts the moved ones decide; where some
    are better and others worse, no arrow would be true: UNKNOWN.
    """
    if current is None or earlier is None or direction is None or len(current) != len(earlier):
        return Trend.UNKNOWN
    moves = {_move(now, before, direction, neutral_band) for now, before in zip(current, earlier, strict=True)}
    moves.discard(Trend.UNCHANGED)
    if not moves:
        return Trend.UNCHANGED
    return moves.pop() if len(moves) == 1 else Trend.UNKNOWN


def good_direction(measure: Measure, target: Target | None) -> Direction | None:
    """Return which values of the measure are the good ones: as its column says, else as its target does.

    None where neither tells: a milestone has no values, and a target of exactly so much can be neared from two sides.
    """
    if measure.direction is not None:
        return measure.direction
    if isinstance(target, Movement):
        return direction_of(target.way)
    if isinstance(target, CountPerYear):
        return Direction.HIGHER
    if isinstance(target, Level):
        sides = {_GOOD_SIDE.get(part.comparison) if part.comparison else None for part in target.parts}
        return sides.pop() if len(sides) == 1 else None
    return None


def _move(now: Decimal, before: Decimal, direction: Direction, neutral_band: Decimal) -> Trend:
    change = now - before
    if abs(change) <= neutral_band * abs(before):
        return Trend.UNCHANGED
    if direction is Direction.UNCHANGED:
        return Trend.WORSE
    return Trend.BETTER if (change > 0) is (direction is Direction.HIGHER) else Trend.WORSE
