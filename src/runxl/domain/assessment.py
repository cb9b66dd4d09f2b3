"""How far a measure or a goal is met, and which way it moves."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from runxl.domain.message import Message


class Attainment(Enum):
    """How far something is met. CANNOT_FORECAST is said of the year's end only; the two last ones are no votes."""

    MET = "met"
    PARTLY_MET = "partly-met"
    NOT_MET = "not-met"
    NOT_ASSESSED = "not-assessed"
    CANNOT_FORECAST = "cannot-forecast"


class Trend(Enum):
    """Which way a measure has moved since an earlier period, better and worse as its wanted direction says."""

    BETTER = "better"
    UNCHANGED = "unchanged"
    WORSE = "worse"
    UNKNOWN = "unknown"


class Policy(Enum):
    """How the attainments of a goal's measures become one proposal."""

    MAJORITY = "majority"
    WORST = "worst"
    WEIGHTED = "weighted"


class TrendBasis(Enum):
    """Which earlier period a trend looks back to."""

    PREVIOUS_PERIOD = "previous-period"
    SAME_PERIOD_LAST_YEAR = "same-period-last-year"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A measure's attainment and the one sentence that says why.

    `problem` is the code of what the controller has to put right before the measure can be judged; None where she has
    nothing to put right, as before the year's outcome is measured.
    """

    attainment: Attainment
    why: Message
    problem: str | None = None
