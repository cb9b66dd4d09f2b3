"""Which numbers of a table to turn away from their nearest unit: a small programme with one yes or no for each.

A table of rows that sum up, level by level, with columns that differ by a column is a network: the programme's
linear answer is whole already (Cox and Ernst 1982). Other tables are searched, and some have no perfect answer.
"""

from __future__ import annotations

from decimal import Decimal
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from runxl.compute.solver import UNBOUNDED, Row, Variable, solved
from runxl.domain.amount import ZERO, decimals_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from runxl.compute.balance import Balance
    from runxl.grid import Address

_FINEST = 6
"""Decimals of a unit to which movements are compared."""


class Choice(NamedTuple):
    """A number's nearest unit, the unit on its other side, and how much longer the way to that one is."""

    nearest: Decimal
    other: Decimal
    extra: Decimal

    @property
    def is_open(self) -> bool:
        """Whether there is anything to choose: a number that is already round has one unit only."""
        return self.nearest != self.other


class Answer(NamedTuple):
    """The cells that turn away from their nearest unit, and how many balances hold then.

    `proved`: nothing keeps more balances, or as many with less movement.
    """

    turned: tuple[Address, ...]
    held: int
    proved: bool


class _Condition(NamedTuple):
    """A balance in whole units: what it misses by at the nearest units, and what each turned cell adds."""

    missing: Decimal
    turns: dict[Address, Decimal]

    @property
    def reach(self) -> tuple[Decimal, Decimal]:
        """The least and the largest that it can miss by."""
        return (
            self.missing + sum((turn for turn in self.turns.values() if turn < 0), ZERO),
            self.missing + sum((turn for turn in self.turns.values() if turn > 0), ZERO),
        )


def chosen(balances: Sequence[Balance], choices: Mapping[Address, Choice], unit: Decimal, until: float) -> Answer:
    """Return the cells to turn so that as many balances as possible hold, with the least movement.

    All balances at once are tried first, for half of the time that is left until the clock `time.monotonic` says so.
    Where that is impossible, each may be given up at a price above any movement.
    """
    conditions = [_condition(balance, choices, unit) for balance in balances]
    possible = [condition for condition in conditions if condition.reach[0] <= 0 <= condition.reach[1]]
    if not possible:
        return Answer((), 0, proved=True)
    cells = sorted({cell for condition in possible for cell in condition.turns})
    prices = _prices([choices[cell].extra / unit for cell in cells])
    strict = solved([Variable(price, 0, 1) for price in prices], list(_rows(possible, cells)), _left(until) / 2)
    if strict.values is not None:
        return Answer(_ones(cells, strict.values), len(possible), strict.proved)
    given_up = [Variable(sum(prices) + 1, 0, 1) for _ in possible]
    variables = [*(Variable(price, 0, 1) for price in prices), *given_up]
    loose = solved(variables, list(_rows(possible, cells, may_break=True)), _left(until))
    # giving every balance up is always an answer, so there is none only where the time ran out
    values = loose.values or [0.0] * len(cells) + [1.0] * len(possible)
    held = sum(value < 1 / 2 for value in values[len(cells) :])
    return Answer(_ones(cells, values), held, loose.proved and strict.proved)


def _condition(balance: Balance, choices: Mapping[Address, Choice], unit: Decimal) -> _Condition:
    """Return the balance with whole coefficients where it can have them."""
    scale = Decimal(1).scaleb(max(decimals_of(coefficient) for coefficient, _ in balance.terms())) / unit
    missing = ZERO
    turns: dict[Address, Decimal] = {}
    for coefficient, cell in balance.terms():
        choice = choices[cell]
        missing += scale * coefficient * choice.nearest
        if choice.is_open:
            turns[cell] = turns.get(cell, ZERO) + scale * coefficient * (choice.other - choice.nearest)
    return _Condition(missing, turns)


def _prices(extras: Sequence[Decimal]) -> list[float]:
    """Return what turning each cell costs: its extra movement, and a little that only decides between equal ones."""
    finest = min(max(map(decimals_of, extras), default=0), _FINEST)
    little = 10.0**-finest / (len(extras) + 1)
    return [float(extra) + little for extra in extras]


def _rows(conditions: Sequence[_Condition], cells: Sequence[Address], *, may_break: bool = False) -> Iterator[Row]:
    place = {cell: number for number, cell in enumerate(cells)}
    for number, condition in enumerate(conditions, len(cells)):
        terms = tuple((float(turn), place[cell]) for cell, turn in condition.turns.items())
        wanted = float(-condition.missing)
        if not may_break:
            yield Row(wanted, wanted, terms)
            continue
        least, most = map(float, condition.reach)
        yield Row(-UNBOUNDED, wanted, (*terms, (-most, number)))
        yield Row(wanted, UNBOUNDED, (*terms, (-least, number)))


def _left(until: float) -> float:
    return max(0.0, until - monotonic())


def _ones(cells: Sequence[Address], values: Sequence[float]) -> tuple[Address, ...]:
    return tuple(cell for cell, value in zip(cells, values, strict=False) if value > 1 / 2)
