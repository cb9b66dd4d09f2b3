"""What the measures of a goal come to: how many are assessed, and a proposal under each policy."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from runxl.domain.amount import ZERO
from runxl.domain.assessment import Attainment, Policy

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_WORST_FIRST = (Attainment.NOT_MET, Attainment.PARTLY_MET, Attainment.MET)
_SCORES = {Attainment.NOT_MET: ZERO, Attainment.PARTLY_MET: Decimal("0.5"), Attainment.MET: Decimal(1)}


class Vote(NamedTuple):
    """One measure's attainment and its weight, which is not negative; only the weighted policy looks at it."""

    attainment: Attainment
    weight: Decimal = Decimal(1)


class Coverage(NamedTuple):
    """How many of a goal's measures are assessed."""

    assessed: int
    total: int

    @property
    def is_full(self) -> bool:
        """Whether there are measures and every one is assessed."""
        return 0 < self.assessed == self.total


@dataclass(frozen=True, slots=True)
class WeightedLimits:
    """From which weighted mean of 1, 0.5 and 0 a goal is met, and from which partly met."""

    met_from: Decimal = Decimal("0.75")
    partly_from: Decimal = Decimal("0.25")


@dataclass(frozen=True, slots=True)
class Proposals:
    """A goal's coverage, how many measures have each attainment, and the proposal under each policy."""

    coverage: Coverage
    counts: Mapping[Attainment, int]
    by_policy: Mapping[Policy, Attainment]


def proposals(votes: Sequence[Vote], limits: WeightedLimits) -> Proposals:
    """Return what the votes come to under every policy; NOT_ASSESSED where no measure is assessed."""
    counts = counted(vote.attainment for vote in votes)
    by_policy = {
        Policy.MAJORITY: majority(counts),
        Policy.WORST: worst(counts),
        Policy.WEIGHTED: weighted(votes, limits),
    }
    return Proposals(Coverage(_assessed(counts), len(votes)), counts, by_policy)


def counted(attainments: Iterable[Attainment]) -> dict[Attainment, int]:
    """Return how many there are of each attainment, zeros included."""
    counts = dict.fromkeys(Attainment, 0)
    for attainment in attainments:
        counts[attainment] += 1
    return counts


def majority(counts: Mapping[Attainment, int]) -> Attainment:
    """Return the attainment that most measures have; of equally many the worse.

    >>> majority({Attainment.NOT_MET: 1, Attainment.PARTLY_MET: 2, Attainment.MET: 2})
    <Attainment.PARTLY_MET: 'partly-met'>
    """
    if not _assessed(counts):
        return Attainment.NOT_ASSESSED
    return max(_WORST_FIRST, key=counts.__getitem__)


def worst(counts: Mapping[Attainment, int]) -> Attainment:
    """Return the worst attainment that any measure has."""
    return next((one for one in _WORST_FIRST if counts[one]), Attainment.NOT_ASSESSED)


def weighted(votes: Iterable[Vote], limits: WeightedLimits) -> Attainment:
    """Return the attainment of the weighted mean; both limits belong to the better side.

    A measure of weight zero is not counted.
    """
    score, weight = _score_and_weight(votes)
    if not weight:
        return Attainment.NOT_ASSESSED
    # multiplied, not divided: a mean of exactly 0.75 must not be lost to a rounded third
    if score >= limits.met_from * weight:
        return Attainment.MET
    return Attainment.PARTLY_MET if score >= limits.partly_from * weight else Attainment.NOT_MET


def weighted_mean(votes: Iterable[Vote]) -> Decimal | None:
    """Return the weighted mean where met is 1, partly met 0.5 and not met 0; None where nothing is assessed.

    >>> weighted_mean([Vote(Attainment.MET, Decimal(3)), Vote(Attainment.NOT_MET)])
    Decimal('0.75')
    """
    score, weight = _score_and_weight(votes)
    return score / weight if weight else None


def _score_and_weight(votes: Iterable[Vote]) -> tuple[Decimal, Decimal]:
    score = weight = ZERO
    for vote in votes:
        if vote.attainment in _SCORES:
            score += vote.weight * _SCORES[vote.attainment]
            weight += vote.weight
    return score, weight


def _assessed(counts: Mapping[Attainment, int]) -> int:
    return sum(counts[one] for one in _WORST_FIRST)
