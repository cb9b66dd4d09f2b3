"""A row of money: what kind it is, what it belongs to, and its amounts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    Amounts: TypeAlias = Mapping[str, Decimal | None]


class RowType(Enum):
    """What a row of an amount table is."""

    REVENUE = "revenue"
    COST = "cost"
    DEPRECIATION = "depreciation"
    RESULT = "result"
    TOTAL = "total"
    UNIT = "unit"
    APPROPRIATION = "appropriation"


class CostSign(Enum):
    """How the workbook writes costs."""

    NEGATIVE = "negative"
    POSITIVE = "positive"


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its amounts by column, `actual`, `budget` and so on, as the workbook writes them.

    None is unknown, not zero. `parent` is the id of the row that this one is part of.
    """

    id: str
    label: str
    type: RowType
    parent: str | None
    amounts: Amounts

    def amount(self, key: str) -> Decimal | None:
        """Return one amount; None where it is unknown or the workbook has no such column."""
        return self.amounts.get(key)
