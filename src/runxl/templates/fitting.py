"""How high a row must be for its text: spreadsheet programs do not fit merged cells, nor rows in a preview."""

from __future__ import annotations

from math import ceil

LINE = 15.5
PADDING = 5

_CHARACTERS_PER_WIDTH = 1.08
"""Characters of running text that fit in one unit of column width, which is the width of a digit."""


def lines_in(text: str, width: float, size: float = 11) -> int:
    """Return how many lines a text takes in a column of a width, at a font size in points.

    >>> lines_in("En rad", 12), lines_in("", 12)
    (1, 1)
    """
    room = max(1.0, width * _CHARACTERS_PER_WIDTH * 11 / size - 1)
    return sum(_lines_of(paragraph, room) for paragraph in text.split("\n"))


def row_height(lines: int, size: float = 11) -> float:
    """Return the height in points of a row with so many lines."""
    return ceil(lines * LINE * size / 11 + PADDING)


def _lines_of(paragraph: str, room: float) -> int:
    lines, used = 1, 0.0
    for word in paragraph.split():
        needed = len(word) + (1 if used else 0)
        if used and used + needed > room:
            lines, used = lines + 1, float(len(word))
        else:
            used += needed
        while used > room:
            lines, used = lines + 1, used - room
    return lines
