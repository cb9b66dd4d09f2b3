"""The numbers that a cell could show, given where its true value must lie."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import ceil, floor, inf
from typing import NamedTuple

INFINITY = Decimal("Infinity")


class Range(NamedTuple):
    """The bounds of a true value, and the least and the largest number that could be shown for it, `unit` by `unit`."""

    low: Decimal
    high: Decimal
    least: Decimal
    most: Decimal
    unit: Decimal

    @property
    def only(self) -> Decimal | None:
        """The one number that could be shown, None where there are more or none."""
        return self.least if self.least == self.most else None

    def nearest(self, value: Decimal, reach: Decimal) -> Decimal | None:
        """Return the number nearest a value that could be shown, None where none lies so near."""
        if self.least > self.most or value + reach < self.least or value - reach > self.most:
            return None
        shown = self.unit * floor(value / self.unit + Decimal("0.5"))
        shown = min(max(shown, self.least), self.most)
        return shown if abs(shown - value) <= reach else None

    def holds(self, value: Decimal, *, ends: bool) -> bool:
        """Tell whether a number is itself a possible true value, `ends` as well, or the bounds too near to tell.

        >>> Range(Decimal("2.2"), Decimal(4), Decimal(2), Decimal(4), Decimal(1)).holds(Decimal(2), ends=True)
        False
        """
        if self.high - self.low < self.unit:
            return self.least <= value <= self.most
        return self.low <= value <= self.high if ends else self.low < value < self.high

    def centrality(self, value: Decimal) -> float:
        """Return how near the middle of what is possible a number lies: 1 in the middle, near 0 at the ends.

        Sums of rounded numbers are seldom off by all that they could be.

        >>> Range(Decimal(1), Decimal(3), Decimal(1), Decimal(3), Decimal(1)).centrality(Decimal(2))
        1.0
        """
        if self.least == -INFINITY or self.most == INFINITY:
            return 1.0
        off = abs(value - (self.least + self.most) / 2) / ((self.most - self.least + self.unit) / 2)
        return float((1 - off) ** 2)


def range_of(low: Fraction | float, high: Fraction | float, half_width: Decimal, unit: Decimal) -> Range:
    """Return the numbers that could be shown for a true value between two bounds.

    A printed number whose interval only just touches the bounds does not count: half a unit more is printed as the
    next number.

    >>> range_of(Fraction(3, 2), Fraction(5, 2), Decimal("0.5"), Decimal(1)).only
    Decimal('2')
    """
    width, step = Fraction(half_width), Fraction(unit)
    closed = low == high or not half_width
    least, most = -INFINITY, INFINITY
    if low != -inf:
        places = (Fraction(low) - width) / step
        least = unit * (ceil(places) if closed else floor(places) + 1)
    if high != inf:
        places = (Fraction(high) + width) / step
        most = unit * (floor(places) if closed else ceil(places) - 1)
    return Range(_decimal(low), _decimal(high), least, most, unit)


def _decimal(number: Fraction | float) -> Decimal:
    """Return a bound as a decimal; a fraction without end is cut at the context's 28 digits."""
    if isinstance(number, Fraction):
        return Decimal(number.numerator) / Decimal(number.denominator)
    return Decimal(number)
