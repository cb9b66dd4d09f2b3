"""What shows that a table can be true or cannot, checked by adding up and nothing else."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from runxl.compute.balance import System
    from runxl.compute.consistency import Contradiction
    from runxl.grid import Address


def keeps(system: System, assignment: Mapping[Address, Fraction]) -> bool:
    """Tell whether every value lies within its printed number's interval and every balance holds."""
    return all(
        abs(assignment[cell] - Fraction(stated.number.value)) <= Fraction(stated.number.half_width)
        for cell, stated in system.numbers.items()
    ) and all(
        abs(sum((Fraction(factor) * assignment[cell] for factor, cell in balance.terms()), Fraction()))
        <= Fraction(balance.slack)
        for balance in system.balances
    )


def refutes(system: System, found: Contradiction) -> bool:
    """Tell whether these multiples of balances, added, ask for a sum of 0 that the printed numbers cannot give."""
    total: dict[Address, Fraction] = defaultdict(Fraction)
    for multiple, balance in found.multiples:
        for factor, cell in balance.terms():
            total[cell] += multiple * Fraction(factor)
    numbers = {cell: system.numbers[cell].number for cell in total}
    middle = sum((factor * Fraction(numbers[cell].value) for cell, factor in total.items()), Fraction())
    reach = sum((abs(factor) * Fraction(numbers[cell].half_width) for cell, factor in total.items()), Fraction())
    slack = sum((abs(multiple) * Fraction(balance.slack) for multiple, balance in found.multiples), Fraction())
    return abs(middle) > reach + slack
