"""What amounts were in an earlier period, as Historik has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runxl.domain.period import period_in
from runxl.layout import HISTORY
from runxl.layout.words import HISTORY_KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from runxl.domain.period import Period
    from runxl.grid import Address
    from runxl.sheets.money import Money
    from runxl.sheets.workbook import Workbook

_OF_AMOUNTS = HISTORY_KINDS[1]


def earlier_actuals(book: Workbook, moneys: Mapping[str, Money]) -> dict[Address, Decimal]:
    """Return the actuals of the newest period before this one, by the cells where this period's stand."""
    newest = _newest(book)
    return {
        money.rows.cell(row, "actual"): newest[row.id]
        for money in moneys.values()
        if money.rows.has("actual")
        for row in money.rows
        if row.id in newest
    }


def _newest(book: Workbook) -> dict[str, Decimal]:
    found: dict[str, tuple[Period, Decimal]] = {}
    for row in book.rows(HISTORY) or ():
        value, period = row.amount("value"), period_in(str(row.values.get("period") or ""))
        if row.text("kind") != _OF_AMOUNTS or value is None or period is None or period >= book.settings.period:
            continue
        known = found.get(row.text("key"))
        if known is None or known[0] < period:
            found[row.text("key")] = period, value
    return {key: value for key, (_, value) in found.items()}
