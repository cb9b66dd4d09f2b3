"""Days as people read them: of a number that stands for a day, the day's date."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from runxl.exchange.places import COLUMNS, place_of
from runxl.exchange.values import told
from runxl.grid import Content
from runxl.layout import Column, Kind
from runxl.sheets.measures import shows_date

if TYPE_CHECKING:
    from runxl.grid import Address, Snapshot, Value

DAY = Column("", "", Kind.DATE)
_NUMBERS = frozenset({Kind.AMOUNT, Kind.SHARE, Kind.NUMBER})


def is_day(table: str, header: str, number_format: str) -> bool:
    """Tell whether numbers stand for days: by the column where that is ours, else by how the cell shows them.

    A cell of amounts that a spreadsheet program has given the look of a date still holds an amount.

    >>> is_day("tblAtgard", "Klart", "General"), is_day("tblRader", "Utfall", "d mmm"), is_day("", "", "d mmm")
    (True, False, True)
    """
    column = COLUMNS.get((table, header))
    if column is not None and column.kind in (Kind.DATE, *_NUMBERS):
        return column.kind is Kind.DATE
    return shows_date(number_format)


def day_of(value: Value, *, date1904: bool = False) -> Value:
    """Return the date of the day that a serial number stands for; any other value, or a part of a day, as it is.

    >>> day_of(Decimal(46356)), day_of(Decimal("0.5")), day_of("senare")
    ('2026-11-30', Decimal('0.5'), 'senare')
    """
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return told(Content(value), DAY, date1904=date1904).value
    return value


def as_read(snapshot: Snapshot, cell: Address, value: Value) -> Value:
    """Return a value that a cell holds, or is to hold, as a person reads it there."""
    place = place_of(snapshot, cell) if isinstance(value, Decimal) else None
    named = ("", "") if place is None else (place.table, place.column)
    return day_of(value, date1904=snapshot.date1904) if is_day(*named, snapshot.number_format(cell)) else value
