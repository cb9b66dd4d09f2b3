"""Dates that a cell holds written out, as ISO 8601, turned into the serial numbers that all other dates are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

_DAY = timedelta(days=1)
_EPOCH = datetime(1899, 12, 30, tzinfo=UTC)
_EPOCH_1904 = datetime(1904, 1, 1, tzinfo=UTC)
_FIRST_OF_MARCH_1900 = datetime(1900, 3, 1, tzinfo=UTC)


def serial(text: str, *, date1904: bool) -> Decimal:
    """Return a date's serial number; the time of day is its fraction.

    Excel counts a 29 February 1900 that never was, so earlier days have one less than the distance from the epoch.
    Raises ValueError where the text is no date.

    >>> serial("2020-04-30", date1904=False), serial("2020-04-30T12:00:00", date1904=True)
    (Decimal('43951'), Decimal('42489.5'))
    """
    moment = datetime.fromisoformat(text).replace(tzinfo=UTC)
    days, rest = divmod(moment - (_EPOCH_1904 if date1904 else _EPOCH), _DAY)
    if not date1904 and moment < _FIRST_OF_MARCH_1900:
        days -= 1
    return Decimal(days) if not rest else Decimal(repr(days + rest / _DAY))
