"""Whether a table's true values can exist: one assignment that keeps every balance, or the balances that forbid it.

A relation may be explained by rounding alone and still contradict its neighbour: two totals share their rows.
Everything is counted in whole numbers or fractions, never in doubles.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from math import inf
from typing import TYPE_CHECKING

from runxl.compute.balance import Balance, System
from runxl.compute.model import Model

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from runxl.compute.judging import Judged
    from runxl.grid import Address


@dataclass(frozen=True, slots=True)
class Consistent:
    """A table that can be true, and a true value for each of its cells that shows it."""

    assignment: Mapping[Address, Fraction]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Balances that cannot all hold, none of them to spare, and how many times each is taken to show it.

    `cells` are those whose printed numbers contradict each other: at least one of them is wrong.
    """

    multiples: tuple[tuple[Fraction, Balance], ...]
    cells: frozenset[Address]

    @property
    def balances(self) -> tuple[Balance, ...]:
        """The conflicting balances without their multiples."""
        return tuple(balance for _, balance in self.multiples)


def consistency(system: System, deadline: float = inf) -> Consistent | Contradiction:
    """Return true values that keep every balance, or the fewest balances that cannot hold together.

    Both are certificates that anybody can add up. Raises OutOfTime once `time.monotonic` has passed the deadline.
    """
    assignment = {cell: Fraction(stated.number.value) for cell, stated in system.numbers.items()}
    for part in components(system):
        model = Model(part, deadline)
        answer = model.judged({})
        if answer.values is None:
            return _irreducible(part, _contradiction(model, answer), deadline)
        assignment |= {cell: model.amount(value) for cell, value in zip(model.cells, answer.values, strict=True)}
    return Consistent(assignment)


def components(system: System) -> list[System]:
    """Return the system's unconnected parts: no balance reaches from one to another."""
    using: dict[Address, list[int]] = defaultdict(list)
    for place, balance in enumerate(system.balances):
        for _, cell in balance.terms():
            using[cell].append(place)
    parts, left = [], set(range(len(system.balances)))
    while left:
        reached = [left.pop()]
        for place in reached:
            near = {other for _, cell in system.balances[place].terms() for other in using[cell]} & left
            left -= near
            reached.extend(near)
        parts.append(_part(system, [system.balances[place] for place in sorted(reached)]))
    return sorted(parts, key=lambda part: min(part.numbers))


def _part(system: System, balances: Iterable[Balance]) -> System:
    balances = tuple(balances)
    cells = dict.fromkeys(cell for balance in balances for _, cell in balance.terms())
    return System({cell: system.numbers[cell] for cell in cells}, balances)


def _irreducible(system: System, found: Contradiction, deadline: float) -> Contradiction:
    for balance in found.balances:
        fewer = [other for other in found.balances if other is not balance]
        if fewer:
            model = Model(_part(system, fewer), deadline)
            answer = model.judged({})
            if answer.multiples is not None:
                return _irreducible(system, _contradiction(model, answer), deadline)
    return found


def _contradiction(model: Model, answer: Judged) -> Contradiction:
    multiples = answer.multiples or {}
    balances = model.system.balances
    taken = tuple((Fraction(times * model.factors[place]), balances[place]) for place, times in multiples.items())
    return Contradiction(taken, model.conflicting(multiples))
