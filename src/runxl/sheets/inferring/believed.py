"""An identity that is believed, and which of several that may be meant is the likeliest."""

from __future__ import annotations

from math import exp, log
from typing import TYPE_CHECKING, NamedTuple

from runxl.sheets.inferring.identity import most_fails

if TYPE_CHECKING:
    from collections.abc import Sequence

    from runxl.sheets.inferring.identity import Identity, Weighed

_HUGE = 500.0


class Believed(NamedTuple):
    """An identity, its log-odds, how its numbers stand, and the code of what it was first thought of for."""

    identity: Identity
    odds: float
    weighed: Weighed
    reason: str


class Places(NamedTuple):
    """The places where lines are compared, and those whose numbers follow from others'.

    In a `favourable` place plus means favourable of a cost too, so there every part counts with a plus.
    """

    all: Sequence[int]
    dependent: frozenset[int] = frozenset()
    favourable: frozenset[int] = frozenset()


def credible(weighed: Weighed) -> bool:
    """Tell whether an identity fails no more often than slips of the pen do, and holds as often as it fails."""
    return 0 < weighed.holds >= weighed.fails <= most_fails(weighed.holds + weighed.fails)


def likeliest(candidates: Sequence[Believed]) -> Believed | None:
    """Return the likeliest identity, less what its rivals are worth; None where it is likelier that there is none.

    Two sums are rivals unless one only leaves out lines that the other has: lines of zeros, for the most part.
    """
    if not candidates:
        return None
    best = max(candidates, key=lambda believed: believed.odds)
    rivals = {other.identity.parts: other.odds for other in candidates if _rivals(other.identity, best.identity)}
    odds = best.odds - log(1 + sum(exp(min(odds, _HUGE)) for odds in rivals.values()))
    return best._replace(odds=odds) if odds > 0 else None


def _rivals(one: Identity, other: Identity) -> bool:
    signs = {line: sign for sign, line in other.parts}
    if any(signs.get(line, sign) != sign for sign, line in one.parts):
        return True
    return not (one.support <= other.support or other.support <= one.support)
