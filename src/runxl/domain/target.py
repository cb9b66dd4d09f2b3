"""What a target asks for, once its text has been understood."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from decimal import Decimal

    from runxl.domain.measure import Comparison


class Way(Enum):
    """How an outcome should stand to its baseline."""

    UP = "up"
    DOWN = "down"
    KEEP = "keep"
    NOT_DOWN = "not-down"
    NOT_UP = "not-up"


class LevelPart(NamedTuple):
    """One value to reach: `minst 80 %`.

    A comparison of None is a zero that does not say whether it is a floor, a ceiling or the very value.
    """

    value: Decimal
    unit: str
    comparison: Comparison | None


@dataclass(frozen=True, slots=True)
class Level:
    """One value to reach, or several at once: `20 personer/12 kommuner`."""

    parts: tuple[LevelPart, ...]


@dataclass(frozen=True, slots=True)
class Movement:
    """A way to go from the baseline: `Öka`."""

    way: Way


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something that is to be done, or to be so: `Handlingsplan antagen`."""

    text: str


@dataclass(frozen=True, slots=True)
class CountPerYear:
    """At least so many of something during the whole year: `Ett forum per år`."""

    value: Decimal
    unit: str


Target: TypeAlias = Level | Movement | Milestone | CountPerYear
