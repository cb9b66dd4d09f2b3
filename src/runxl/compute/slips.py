"""What a number may have been before somebody's slip of the hand made it what it is.

The kinds of slip are those that Scholtus (2008, 2009) corrects in business surveys, sign, rounding and typing errors,
and those that copying between sheets adds.
"""

from __future__ import annotations

from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from runxl.domain.amount import ZERO, decimals_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Cause(Enum):
    """Why a number is not what it should be."""

    SIGN = "sign-flipped"
    DIGITS_SWAPPED = "digits-swapped"
    DIGIT_WRONG = "digit-wrong"
    DIGIT_MISSING = "digit-missing"
    DIGIT_DOUBLED = "digit-doubled"
    COMMA = "comma-moved"
    THOUSAND = "factor-thousand"
    MILLION = "factor-million"
    CELLS_SWAPPED = "cells-swapped"
    COLUMNS_SWAPPED = "columns-swapped"
    ROW_MISSING = "row-missing"
    ROW_TWICE = "row-counted-twice"
    STALE_TOTAL = "stale-total"
    ANOTHER_PERIOD = "another-period"
    NUMBER_MISSING = "number-missing"
    ROUNDING = "rounding"
    UNEXPLAINED = "unexplained"


class Slip(NamedTuple):
    """A cause, what the number may have been, how far from that it may lie, and the cause's likelihood.

    The likelihood is a share of all errors, spread over the numbers that the cause could have made. A `weak` slip
    fits many numbers by chance.
    """

    cause: Cause
    value: Decimal
    reach: Decimal
    likelihood: float
    weak: bool = False


_DIGITS = "0123456789"
_NEIGHBOURS, _APART = 0.15, 0.02
_FEW_DIGITS, _FEW_FOR_ONE = 2, 3
_ONE_DIGIT = frozenset({Cause.DIGIT_WRONG, Cause.DIGIT_MISSING, Cause.DIGIT_DOUBLED})


def is_weak(cause: Cause, one: Decimal, other: Decimal) -> bool:
    """Tell whether chance often makes a cause fit: where neither number has more than a few digits.

    >>> is_weak(Cause.SIGN, Decimal(-7), Decimal(7)), is_weak(Cause.DIGITS_SWAPPED, Decimal(1797), Decimal(1977))
    (True, False)
    """
    digits = max(len(_digits(number)[0]) for number in (one, other))
    return cause is Cause.ROUNDING or digits <= (_FEW_FOR_ONE if cause in _ONE_DIGIT else _FEW_DIGITS)


def typing_slips(stated: Decimal) -> Iterator[Slip]:
    """Give every number that one slip in typing turns into the stated one: 1 797 may have been 1 977."""
    if not stated:
        return
    yield Slip(Cause.SIGN, -stated, ZERO, 0.2)
    digits, decimals = _digits(stated)
    whole = len(digits) - decimals
    for cause, share, variants in (
        (Cause.DIGITS_SWAPPED, _NEIGHBOURS, _swapped(digits, 1)),
        (Cause.DIGITS_SWAPPED, _APART, (other for gap in range(2, len(digits)) for other in _swapped(digits, gap))),
        (Cause.DIGIT_DOUBLED, 0.07, _undoubled(digits)),
        (Cause.DIGIT_MISSING, 0.1, _completed(digits)),
        (Cause.DIGIT_WRONG, 0.2, _replaced(digits)),
    ):
        # nobody types 02, so 20 is no 02 with its digits swapped
        whole_first = whole > 1 and cause is Cause.DIGITS_SWAPPED
        typed = (other for other in variants if not (whole_first and other.startswith("0")))
        yield from _spread(cause, share, {_number(other, decimals, stated) for other in typed} - {stated})


def scale_slips(stated: Decimal) -> Iterator[Slip]:
    """Give the numbers that a moved comma or another unit turns into the stated one, tkr where mnkr should stand.

    A coarser unit has lost decimals: 2 mnkr may have been any number of tkr from 1 500 to 2 500.
    """
    half = Decimal("0.5").scaleb(-decimals_of(stated)) if stated else ZERO
    for cause, share, power in (
        (Cause.COMMA, 0.03, 1),
        (Cause.COMMA, 0.015, 2),
        (Cause.THOUSAND, 0.05, 3),
        (Cause.MILLION, 0.01, 6),
    ):
        if stated:
            yield Slip(cause, stated.scaleb(-power), ZERO, share)
            yield Slip(cause, stated.scaleb(power), ZERO, share)
            if cause in {Cause.THOUSAND, Cause.MILLION}:
                yield Slip(cause, stated.scaleb(power), half.scaleb(power), share / 100)


def _spread(cause: Cause, share: float, values: Iterable[Decimal]) -> Iterator[Slip]:
    values = sorted(values)
    for value in values:
        yield Slip(cause, value, ZERO, share / len(values))


def _digits(stated: Decimal) -> tuple[str, int]:
    decimals = decimals_of(stated)
    return str(int(abs(stated).scaleb(decimals))), decimals


def _number(digits: str, decimals: int, stated: Decimal) -> Decimal:
    return Decimal(int(digits or "0")).scaleb(-decimals).copy_sign(stated)


def _swapped(digits: str, gap: int) -> Iterator[str]:
    for place in range(len(digits) - gap):
        one, other = digits[place], digits[place + gap]
        yield digits[:place] + other + digits[place + 1 : place + gap] + one + digits[place + gap + 1 :]


def _replaced(digits: str) -> Iterator[str]:
    for place in range(len(digits)):
        for digit in _DIGITS:
            yield digits[:place] + digit + digits[place + 1 :]


def _completed(digits: str) -> Iterator[str]:
    for place in range(len(digits) + 1):
        for digit in _DIGITS:
            yield digits[:place] + digit + digits[place:]


def _undoubled(digits: str) -> Iterator[str]:
    for place in range(1, len(digits)):
        if digits[place] == digits[place - 1]:
            yield digits[:place] + digits[place + 1 :]
