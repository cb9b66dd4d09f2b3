"""How a target was understood, for the controller to see beside its text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runxl.domain.measure import Comparison
from runxl.domain.message import Message, message
from runxl.domain.target import CountPerYear, Level, Movement, Way

if TYPE_CHECKING:
    from decimal import Decimal

    from runxl.domain.target import LevelPart, Target

_LEVEL_CODES = {
    Comparison.AT_LEAST: "level-at-least",
    Comparison.AT_MOST: "level-at-most",
    Comparison.EQUAL: "level-equal",
    Comparison.MORE_THAN: "level-more-than",
    Comparison.LESS_THAN: "level-less-than",
    None: "level-without-comparison",
}
_WAY_CODES = {
    Way.UP: "way-up",
    Way.DOWN: "way-down",
    Way.KEEP: "way-keep",
    Way.NOT_DOWN: "way-not-down",
    Way.NOT_UP: "way-not-up",
}


def understood(target: Target) -> Message:
    """Return the target as runxl reads it: `Nivå: minst 80 %`.

    A part of the message may itself be a message, or a tuple of messages that read as a list.
    """
    if isinstance(target, Level):
        if len(target.parts) == 1:
            return message("target-level", level=level_words(target.parts[0]))
        return message("target-several", levels=tuple(level_words(part) for part in target.parts))
    if isinstance(target, Movement):
        return message("target-direction", way=way_words(target.way))
    if isinstance(target, CountPerYear):
        return message("target-count-per-year", amount=amount_words(target.value, target.unit))
    return message("target-milestone")


def level_words(part: LevelPart) -> Message:
    """Return one value to reach: `minst 80 %`."""
    return message(_LEVEL_CODES[part.comparison], amount=amount_words(part.value, part.unit))


def way_words(way: Way) -> Message:
    """Return the way to go: `ska öka`."""
    return message(_WAY_CODES[way])


def amount_words(value: Decimal, unit: str) -> Decimal | Message:
    """Return the amount with its unit, or alone where it has none."""
    return message("quantity", value=value, unit=unit) if unit else value
