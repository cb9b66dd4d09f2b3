"""Two pieces of work timed in turn, A B A B, so that a machine that slows down slows both."""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable


class Pair(NamedTuple):
    """Medians of both in seconds, and the median, least and largest of the ratios taken pair by pair."""

    ours: float
    theirs: float
    ratio: float
    least: float
    largest: float


def seconds(work: Callable[[], object]) -> float:
    """Return how long a piece of work takes by the wall clock."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def in_pairs(ours: Callable[[], object], theirs: Callable[[], object], rounds: int) -> Pair:
    """Return the medians of so many rounds; one more round goes before them and is not counted."""
    times = [(seconds(ours), seconds(theirs)) for _ in range(rounds + 1)][1:]
    ratios = [mine / other for mine, other in times]
    return Pair(
        statistics.median(mine for mine, _ in times),
        statistics.median(other for _, other in times),
        statistics.median(ratios),
        min(ratios),
        max(ratios),
    )
