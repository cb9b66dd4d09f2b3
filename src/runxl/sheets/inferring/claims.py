"""What words and layout say is a sum, whatever its numbers say: where it does not hold, somebody should look at it.

The rows under a word such as Varav, the rows indented under another, and the rows before one that is called a total.
"""

from __future__ import annotations

from itertools import islice
from math import log, sqrt
from typing import TYPE_CHECKING

from runxl.sheets.inferring.blocks import UNSAID
from runxl.sheets.inferring.identity import MISS, Identity, Weighed, standing, weigh
from runxl.sheets.inferring.slips import slip_surprise

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from runxl.sheets.inferring.believed import Believed
    from runxl.sheets.inferring.blocks import Guess
    from runxl.sheets.inferring.identity import Standing
    from runxl.sheets.inferring.table import Line

MOST_FAILS = 12
"""A word whose sum is wrong in more places than this, or in more rows and nowhere right, means something else."""

_MOST_NUMBERS = 200

# log-odds
_HALF_WRONG = 1.4
_AS_ELSEWHERE = 3.5


def tempered(lines: Sequence[Line], believed: Believed, places: Sequence[int]) -> Believed:
    """Return an identity that fails no less often than it holds as sure as slips of the pen make it, not surer."""
    if believed.weighed.fails < believed.weighed.holds:
        return believed
    failing = [at for at in standing(lines, believed.identity, places) if not at.holds]
    return believed._replace(odds=min(believed.odds, _HALF_WRONG + _slipped(failing)))


def claimed(
    lines: Sequence[Line], places: Sequence[int], candidates: Iterable[tuple[Identity, Guess]], *, elsewhere: bool
) -> tuple[Identity, float, Weighed, str] | None:
    """Return what words or layout claim most likely: the identity, its log-odds, how it stands, and the reason.

    `elsewhere`: the same words or layout hold in another place of the table. None where nothing is claimed, or where it
    is wrong in so many places that something else must be meant.
    """
    found = [
        (odds, -apart, identity, weighed, guess.reason)
        for identity, guess in candidates
        if guess.reason not in UNSAID
        for odds, apart, weighed in _stands(lines, places, identity, guess.prior, elsewhere=elsewhere)
    ]
    if not found:
        return None
    odds, _, identity, weighed, reason = max(found, key=lambda one: one[:2])
    return identity, max(0.0, odds), weighed, reason


def _stands(
    lines: Sequence[Line], places: Sequence[int], identity: Identity, prior: float, *, elsewhere: bool
) -> Iterable[tuple[float, float, Weighed]]:
    """Give an identity's log-odds, how far apart its numbers are, and how it stands; nothing where it means else."""
    failing = list(islice((at for at in standing(lines, identity, places) if not at.holds), MOST_FAILS + 1))
    if len(failing) > MOST_FAILS:
        return
    weighed = weigh(lines, identity, [*_holding(lines, identity, places)], frozenset())
    slipped = _slipped(failing)
    odds = prior + weighed.weight + len(failing) * MISS + elsewhere * _AS_ELSEWHERE + slipped
    if len(failing) >= weighed.holds:
        odds = min(odds, _HALF_WRONG + (slipped if weighed.holds or elsewhere else 0.0))
    apart = sum(abs(at.stated - sum(at.terms)) / at.width for at in failing)
    yield odds, apart, weighed._replace(fails=len(failing))


def _holding(lines: Sequence[Line], identity: Identity, places: Sequence[int]) -> Iterable[int]:
    return (at.place for at in standing(lines, identity, places) if at.holds)


def _slipped(failing: Sequence[Standing]) -> float:
    """Return how much likelier slips of the pen are than chance, where they fail, and no more than the least likely."""
    return min(map(_slip, failing), default=0.0)


def _slip(at: Standing) -> float:
    numbers = [number // at.width for number in (at.stated, *at.terms)]
    if len(numbers) > _MOST_NUMBERS:
        return 0.0
    # the slip and the roundings add up, and two standard deviations of those are enough
    reach = int(2 * sqrt(at.reach / at.width / 12))
    while any(numbers) and not any(number % 10 for number in numbers):
        # between round numbers every difference is a round one
        numbers, reach = [number // 10 for number in numbers], 0
    apart = numbers[0] - sum(numbers[1:])
    return max(slip_surprise(apart, numbers), slip_surprise(apart, numbers, reach))


def is_worth_listing(lines: Sequence[Line], identity: Identity, places: Sequence[int]) -> bool:
    """Tell whether rows under Varav seem to be all of it: they need not be, but seldom are half of it by chance."""
    return any(
        2 * abs(sum(at.terms)) >= abs(at.stated) or _slip(at) > log(2) for at in standing(lines, identity, places)
    )
