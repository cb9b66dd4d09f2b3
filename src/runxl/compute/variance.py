"""How far the money is from its budget: every difference and share of the report, and the sign they share.

    variance = actual - budget

on values where revenue is positive and cost negative, so that plus is favourable on every row. Where a workbook writes
costs without a minus sign, `cost_factor` turns them, in Python and in the formula alike. An amount that is not known
makes what is computed from it unknown: None, never 0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from runxl.domain.line import CostSign, RowType

if TYPE_CHECKING:
    from decimal import Decimal

    from runxl.domain.line import Amounts

_COSTS = frozenset({RowType.COST, RowType.DEPRECIATION})


class Difference(NamedTuple):
    """A column that is one column minus another. `by_sign`: of amounts that carry the workbook's sign of costs."""

    key: str
    minuend: str
    subtrahend: str
    by_sign: bool

    def of(self, amounts: Amounts, factor: int = 1) -> Decimal | None:
        """Return the difference; None where either amount is unknown.

        >>> from decimal import Decimal
        >>> VARIANCE.of({"actual": Decimal(-131), "budget": Decimal(-129)})
        Decimal('-2')
        >>> VARIANCE.of({"actual": Decimal(131), "budget": Decimal(129)}, cost_factor(RowType.COST, CostSign.POSITIVE))
        Decimal('-2')
        """
        more, less = amounts.get(self.minuend), amounts.get(self.subtrahend)
        if more is None or less is None:
            return None
        return (more - less) * factor if self.by_sign else more - less


class Share(NamedTuple):
    """A column that is one column as a fraction of another's size."""

    key: str
    part: str
    whole: str

    def of(self, amounts: Amounts) -> Decimal | None:
        """Return the fraction; None where the whole is zero or either is unknown.

        Of the size, as a cost's budget is negative: 2 mnkr more than −100 is −2 %, not +2 %.

        >>> from decimal import Decimal
        >>> VARIANCE_SHARE.of({"variance": Decimal(-2), "budget": Decimal(-100)})
        Decimal('-0.02')
        """
        part, whole = amounts.get(self.part), amounts.get(self.whole)
        return None if part is None or not whole else part / abs(whole)


VARIANCE = Difference("variance", "actual", "budget", by_sign=True)
FORECAST_VARIANCE = Difference("forecast_variance", "full_year_forecast", "full_year_budget", by_sign=True)
REST_OF_YEAR = Difference("rest_of_year_variance", "forecast_variance", "variance", by_sign=False)
FORECAST_CHANGE = Difference("forecast_change", "full_year_forecast", "previous_forecast", by_sign=True)
PREVIOUS_YEAR_CHANGE = Difference("previous_year_change", "actual", "previous_year", by_sign=True)
LEFT_TO_DECIDE = Difference("left_to_decide", "full_year_budget", "decided", by_sign=False)
LEFT_TO_PAY = Difference("left_to_pay", "full_year_budget", "paid_out", by_sign=False)

VARIANCE_SHARE = Share("variance_share", "variance", "budget")
FORECAST_VARIANCE_SHARE = Share("forecast_variance_share", "forecast_variance", "full_year_budget")
DECIDED_SHARE = Share("decided_share", "decided", "full_year_budget")
PAID_SHARE = Share("paid_share", "paid_out", "full_year_budget")

ROW_RULES: tuple[Difference | Share, ...] = (
    VARIANCE,
    VARIANCE_SHARE,
    FORECAST_VARIANCE,
    FORECAST_VARIANCE_SHARE,
    REST_OF_YEAR,
    FORECAST_CHANGE,
    PREVIOUS_YEAR_CHANGE,
    DECIDED_SHARE,
    PAID_SHARE,
    LEFT_TO_DECIDE,
    LEFT_TO_PAY,
)
"""Every computed column of a row, in an order in which each comes after those that it needs."""


def cost_factor(type_: RowType, costs: CostSign) -> int:
    """Return what turns a cell's amount into revenue positive, cost negative, and back: 1 or −1.

    >>> cost_factor(RowType.COST, CostSign.POSITIVE), cost_factor(RowType.REVENUE, CostSign.POSITIVE)
    (-1, 1)
    """
    return -1 if costs is CostSign.POSITIVE and type_ in _COSTS else 1
