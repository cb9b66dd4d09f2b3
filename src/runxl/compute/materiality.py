"""Which variances are large enough to be explained."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Threshold:
    """From where a variance is material: an amount in the table's unit, and a fraction of the budget's size."""

    amount: Decimal
    share: Decimal


def is_material(variance: Decimal | None, budget: Decimal | None, threshold: Threshold) -> bool:
    """Tell whether a variance reaches both the amount and the share of its budget.

    Where the budget is unknown or zero there is no share, and the amount alone decides: a unit that prints only its
    variance must still explain a large one.

    >>> from decimal import Decimal
    >>> limits = Threshold(amount=Decimal(200), share=Decimal("0.01"))
    >>> is_material(Decimal(-300), Decimal(-10000), limits), is_material(Decimal(-300), Decimal(-90000), limits)
    (True, False)
    >>> is_material(Decimal(1977), None, limits)
    True
    """
    if variance is None or abs(variance) < threshold.amount or not variance:
        return False
    return not budget or abs(variance / budget) >= threshold.share


def turns(variance: Decimal | None, rest_of_year: Decimal | None) -> bool:
    """Tell whether the rest of the year is expected to go against what has been.

    >>> from decimal import Decimal
    >>> turns(Decimal(1977), Decimal(-222)), turns(Decimal(1330), Decimal(170)), turns(Decimal(0), Decimal(-5))
    (True, False, False)
    """
    return variance is not None and rest_of_year is not None and variance * rest_of_year < 0
