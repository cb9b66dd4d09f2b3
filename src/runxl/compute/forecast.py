"""Whether a full-year forecast can be, given what is already booked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runxl.domain.line import RowType

if TYPE_CHECKING:
    from runxl.domain.line import Line

_ONE_WAY = frozenset({RowType.REVENUE, RowType.COST, RowType.DEPRECIATION})


def is_below_actual(line: Line) -> bool:
    """Tell whether the year is forecast to end with less than is already booked.

    Only revenue and cost run one way. A result can fall again, and so can a line whose forecast has the other sign: a
    repayment expected, which the forecast states openly.

    >>> from decimal import Decimal
    >>> from runxl.domain.line import Line
    >>> amounts = {"actual": Decimal(-90), "full_year_forecast": Decimal(-80)}
    >>> is_below_actual(Line("porto", "Porto", RowType.COST, None, amounts))
    True
    """
    actual, forecast = line.amount("actual"), line.amount("full_year_forecast")
    if line.type not in _ONE_WAY or not actual or forecast is None:
        return False
    return actual * forecast >= 0 and abs(forecast) < abs(actual)
