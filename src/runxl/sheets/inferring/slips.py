"""Whether a sum that is wrong is wrong by a slip of the pen: then it is a sum all the same."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_THOUSANDS = (1000, 1_000_000)
_SLIPS_AMONG_ERRORS = 0.8


def slip_surprise(difference: int, numbers: Sequence[int], reach: int = 0) -> float:
    """Return how many times likelier, as a logarithm, the difference is from a slip in one number than by chance.

    All are whole numbers of the last printed decimal; roundings may add up to the reach. By chance, every difference up
    to the largest is as likely.

    >>> slip_surprise(180, [4134, 1330, 1797, 328, 7, 491]) > 2
    True
    >>> slip_surprise(181, [4134, 1330, 1796, 328, 7, 491])
    0.0
    """
    slips = {abs(apart) for number in numbers for apart in _slips(number)}
    explained = slips if not reach else {slip + more for slip in slips for more in range(-reach, reach + 1)}
    if abs(difference) not in explained:
        return 0.0
    largest = max(map(abs, numbers))
    chance = len(explained) / (largest + 1)
    return max(0.0, log(_SLIPS_AMONG_ERRORS / chance))


def _slips(number: int) -> Iterator[int]:
    """Give what the number changes by if its sign, its thousands, one digit, or two swapped ones are put right."""
    yield 2 * number
    for factor in _THOUSANDS:
        yield number * (factor - 1)
        if number % factor == 0:
            yield number - number // factor
    size = abs(number)
    digits = [int(digit) for digit in reversed(str(size))]
    for place, digit in enumerate(digits):
        above, below = divmod(size, 10**place)
        yield size - (above // 10 * 10**place + below)
        yield from ((other - digit) * 10**place for other in range(10) if other != digit)
        if place and digit != digits[place - 1]:
            yield (digit - digits[place - 1]) * 9 * 10 ** (place - 1)
