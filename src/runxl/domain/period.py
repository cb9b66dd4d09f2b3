"""The month that a report runs to."""

from __future__ import annotations

import re
from enum import Enum
from typing import NamedTuple

_TEXT = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])\Z")

LAST_MONTH = 12


class Period(NamedTuple):
    """January to a month of a year."""

    year: int
    month: int

    def __str__(self) -> str:
        """Return the period as the workbook writes it: `2020-04`."""
        return f"{self.year:04}-{self.month:02}"

    @property
    def ends_the_year(self) -> bool:
        """Whether nothing of the year is left."""
        return self.month == LAST_MONTH

    @property
    def year_before(self) -> Period:
        """The same months of the year before."""
        return Period(self.year - 1, self.month)


class Month(Enum):
    """A month, shown by its name."""

    JANUARY = 1
    FEBRUARY = 2
    MARCH = 3
    APRIL = 4
    MAY = 5
    JUNE = 6
    JULY = 7
    AUGUST = 8
    SEPTEMBER = 9
    OCTOBER = 10
    NOVEMBER = 11
    DECEMBER = 12


def period_in(text: str) -> Period | None:
    """Return the period that `2020-04` names; None where the month does not exist or the text is another.

    >>> period_in("2020-04"), period_in("2020-13")
    (Period(year=2020, month=4), None)
    """
    match = _TEXT.match(text.strip())
    return Period(int(match[1]), int(match[2])) if match else None
