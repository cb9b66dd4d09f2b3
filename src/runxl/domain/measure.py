"""A measure: what a goal is followed by, as its row in the workbook says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal


class MeasureKind(Enum):
    """What sort of measure a row is; an activity is something to carry out, the other two are measured."""

    KEY_MEASURE = "key-measure"
    MONITORING_MEASURE = "monitoring-measure"
    ACTIVITY = "activity"


class TargetKind(Enum):
    """What sort of target a text states; several levels at once are still a level."""

    LEVEL = "level"
    DIRECTION = "direction"
    MILESTONE = "milestone"
    COUNT_PER_YEAR = "count-per-year"


class Direction(Enum):
    """Which values of a measure are the good ones."""

    HIGHER = "higher"
    LOWER = "lower"
    UNCHANGED = "unchanged"


class Comparison(Enum):
    """How an outcome has to stand to its target. The two strict ones come from a target's text only, as in `> 80 %`."""

    AT_LEAST = "at-least"
    AT_MOST = "at-most"
    EQUAL = "equal"
    MORE_THAN = "more-than"
    LESS_THAN = "less-than"


class JudgedBy(Enum):
    """What a measure is held against before the year is over."""

    FULL_YEAR_TARGET = "full-year-target"
    LINEAR_SHARE = "linear-share"
    FORECAST = "forecast"


class Measured(Enum):
    """When there is an outcome to judge."""

    CONTINUOUSLY = "continuously"
    YEARLY = "yearly"


class Status(Enum):
    """How far an activity has come."""

    DONE = "done"
    STARTED = "started"
    NOT_STARTED = "not-started"
    DELAYED = "delayed"


@dataclass(frozen=True, slots=True)
class Measure:
    """One row of the table of measures.

    `unit` is the operating unit that reports the outcome. None means that the cell is empty: for `target_kind`,
    `direction` and `comparison` the target's text then decides, for `judged_by` the setting, and an empty `weight`
    is 1. Baseline, outcome and forecast hold as many amounts as the target asks for: `22/11` holds two.
    """

    id: str
    goal: str
    success_factor: str
    kind: MeasureKind
    name: str
    responsible: str
    unit: str
    target_text: str
    target_kind: TargetKind | None = None
    direction: Direction | None = None
    comparison: Comparison | None = None
    judged_by: JudgedBy | None = None
    measured: Measured = Measured.CONTINUOUSLY
    baseline: tuple[Decimal, ...] | None = None
    weight: Decimal | None = None
    outcome: tuple[Decimal, ...] | None = None
    forecast: tuple[Decimal, ...] | None = None
    status: Status | None = None
