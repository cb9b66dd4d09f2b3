"""Rounded tables that still add up: which way each number goes, so that every sum holds on what is printed.

Rounded each to its nearest, seven rows and their total often miss each other by one or two. Controlled rounding (Cox
and Ernst 1982, "Controlled rounding", INFOR 20; Cox 1987, "A constructive procedure for unbiased controlled rounding",
JASA 82) lets a few numbers go to the neighbouring unit instead. Here, as there, a number that is already round stays
(zero-restricted) and every other goes to one of the two units around it.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from runxl.compute.rounding_choice import Choice, chosen
from runxl.domain.amount import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from decimal import Decimal

    from runxl.compute.balance import Balance, System
    from runxl.grid import Address

SECONDS = 10.0
"""How long a table may take; a thousand cells take a tenth of a second."""


class Broken(NamedTuple):
    """A balance that does not hold on the rounded numbers: the target less what the parts come to."""

    balance: Balance
    difference: Decimal


@dataclass(frozen=True, slots=True)
class Rounding:
    """Every number of a table as it is printed, and the balances that could not be made to hold.

    `movement` is the sum of all distances between true and printed numbers. `proved`: no other rounding breaks fewer
    balances, or as few with less movement; False where the time did not suffice to tell.
    """

    numbers: Mapping[Address, Decimal]
    broken: tuple[Broken, ...]
    movement: Decimal
    proved: bool


def rounded_table(system: System, unit: Decimal, seconds: float = SECONDS) -> Rounding:
    """Return the table rounded to whole units: the fewest balances broken, then the least movement.

    Of roundings with the same movement, the one with most numbers at their nearest unit is chosen, and a half goes
    away from zero. Printed numbers count as exact here, and a balance's slack for nothing: the reader adds what stands
    on the page.
    """
    choices = {cell: choice_of(stated.number.value, unit) for cell, stated in sorted(system.numbers.items())}
    numbers = {cell: choice.nearest for cell, choice in choices.items()}
    proved, until = True, monotonic() + seconds
    for group in linked(system.balances, choices):
        if any(imbalance(balance, numbers) for balance in group):
            answer = chosen(group, choices, unit, until)
            numbers.update({cell: choices[cell].other for cell in answer.turned})
            held = sum(not imbalance(balance, numbers) for balance in group)
            proved = proved and answer.proved and held == answer.held
    moved = (abs(numbers[cell] - stated.number.value) for cell, stated in system.numbers.items())
    return Rounding(numbers, tuple(_broken(system.balances, numbers)), sum(moved, ZERO), proved)


def choice_of(value: Decimal, unit: Decimal) -> Choice:
    """Return the nearest whole unit, a half away from zero, and the one on the value's other side.

    >>> from decimal import Decimal
    >>> choice_of(Decimal("-2.5"), Decimal(1))
    Choice(nearest=Decimal('-3.0'), other=Decimal('-2.0'), extra=Decimal('0.0'))
    """
    above = value % unit + (unit if value % unit < 0 else ZERO)
    low, high = value - above, value - above + (unit if above else ZERO)
    extra = high - low - 2 * above
    # extra is how much farther it is to the unit above than to the one below
    if extra < 0 or (extra == 0 and value > 0):
        return Choice(high, low, -extra)
    return Choice(low, high, extra)


def imbalance(balance: Balance, numbers: Mapping[Address, Decimal]) -> Decimal:
    """Return how much the parts come to above the target; 0 where the balance holds."""
    return sum((coefficient * numbers[cell] for coefficient, cell in balance.terms()), ZERO)


def linked(balances: Iterable[Balance], choices: Mapping[Address, Choice]) -> Iterator[tuple[Balance, ...]]:
    """Give the balances in groups: two that share a number with a choice are in the same group."""
    waiting = dict.fromkeys(balances)
    of_cell: dict[Address, list[Balance]] = {}
    for balance in waiting:
        for _, cell in balance.terms():
            if choices[cell].is_open:
                of_cell.setdefault(cell, []).append(balance)
    while waiting:
        reached = [next(iter(waiting))]
        del waiting[reached[0]]
        for balance in reached:
            for neighbour in (other for _, cell in balance.terms() for other in of_cell.pop(cell, ())):
                if neighbour in waiting:
                    del waiting[neighbour]
                    reached.append(neighbour)
        yield tuple(reached)


def _broken(balances: Iterable[Balance], numbers: Mapping[Address, Decimal]) -> Iterator[Broken]:
    for balance in balances:
        if difference := -imbalance(balance, numbers):
            yield Broken(balance, difference)
