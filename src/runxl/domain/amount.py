"""Exact decimals, the one way to round them, and the interval behind a printed number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext

ZERO = Decimal(0)

MINUS_SIGNS = "-\u2212\u2013"
SPACES = " \u00a0\u202f\u2009"

MOST_DIGITS = 15
"""What a double holds; of a longer number the last digits are lost, and it is not counted with."""
_SWEDISH = re.compile(r"[+-]?([0-9]{1,3}( [0-9]{3})+|[0-9]+)(,[0-9]+)?\Z")
_POINT = re.compile(r"[+-]?[0-9]+\.[0-9]+\Z")


def rounded(amount: Decimal, decimals: int) -> Decimal:
    """Return the amount with so many decimals, halves away from zero, as Excel's ROUND and Swedish practice do.

    >>> rounded(Decimal("2.5"), 0), rounded(Decimal("-2.5"), 0), rounded(Decimal("4134"), -3)
    (Decimal('3'), Decimal('-3'), Decimal('4E+3'))
    """
    with localcontext() as context:
        # room for all digits of the largest number that a cell holds
        context.prec = max(60, amount.adjusted() + decimals + 2)
        return amount.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def stored(amount: Decimal) -> Decimal:
    """Return the amount as a cell holds it: through the nearest double and its shortest text.

    >>> stored(Decimal(1) / Decimal(3))
    Decimal('0.3333333333333333')
    """
    return Decimal(repr(float(amount))).normalize() + ZERO if amount else ZERO


def decimals_of(amount: Decimal) -> int:
    """Return how many decimals the amount has; trailing zeros do not count.

    >>> decimals_of(Decimal("97.20")), decimals_of(Decimal("162"))
    (1, 0)
    """
    exponent = amount.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def whole_digits(amount: Decimal) -> int:
    """Return how many digits the amount has before its decimal sign.

    >>> whole_digits(Decimal("1e15")), whole_digits(Decimal("-4134.5")), whole_digits(Decimal("0.01"))
    (16, 4, 1)
    """
    return max(1, amount.adjusted() + 1)


def same_at_15_digits(one: Decimal, other: Decimal, largest: Decimal) -> bool:
    """Tell whether two sums agree at 15 significant digits of the largest term that went into them.

    A spreadsheet program adds doubles: its 0.1 + 0.2 differs from 0.3 in the 17th digit, which is not a difference.

    >>> same_at_15_digits(Decimal("0.30000000000000004"), Decimal("0.3"), Decimal("0.2"))
    True
    """
    if one == other:
        return True
    size = max(abs(largest), abs(one), abs(other))
    return abs(one - other) <= Decimal(1).scaleb(size.adjusted() + 1 - MOST_DIGITS)


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as it stands, and how far from the true value it may be: half a unit of its last decimal, or nothing."""

    value: Decimal
    half_width: Decimal = ZERO

    @classmethod
    def published(cls, value: Decimal, decimals: int) -> Printed:
        """Return a published number, whose true value lies within half a unit of its last decimal.

        >>> Printed.published(Decimal(4134), 0).half_width
        Decimal('0.5')
        """
        return cls(value, Decimal("0.5").scaleb(-decimals))


def number_in(text: str) -> Decimal | None:
    """Return the number that a text spells the Swedish way, None where it spells none or could mean two.

    Spaces of every kind group thousands, the comma is the decimal sign, a lone point is read as one too, and three
    kinds of minus signs are understood. `1.234,5` and `1,234.5` are nobody's Swedish and are left alone.

    >>> number_in("1 234,5"), number_in("−2,5"), number_in("78 %"), number_in("1.234,5")
    (Decimal('1234.5'), Decimal('-2.5'), None, None)
    """
    plain = text.strip(SPACES + "\t\r\n")
    for space in SPACES:
        plain = plain.replace(space, " ")
    for sign in MINUS_SIGNS:
        plain = plain.replace(sign, "-")
    if _SWEDISH.match(plain) or _POINT.match(plain):
        return Decimal(plain.replace(" ", "").replace(",", "."))
    return None


def spelled(amount: Decimal) -> str:
    """Return a number as it is typed in Swedish, so that `number_in` reads it back.

    >>> spelled(Decimal("1234.50"))
    '1234,5'
    """
    plain = f"{amount:f}"
    return (plain.rstrip("0").rstrip(".") if "." in plain else plain).replace(".", ",")
