"""One system in whole numbers, and what its printed numbers' intervals, or other ones, make possible."""

from __future__ import annotations

import time
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from math import inf
from typing import TYPE_CHECKING

from runxl.compute.judging import Judged, combined, judged
from runxl.compute.propagation import Closed, Propagation
from runxl.compute.tableau import FREE, Box, Tableau
from runxl.domain.amount import decimals_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from runxl.compute.balance import Balance, System
    from runxl.compute.tableau import Number
    from runxl.domain.amount import Printed
    from runxl.grid import Address

_NOISE = 9
_LARGE, _MANY = 1_000, 40
_SECONDS = 10.0


class Model:
    """One system: its numbers are counted in `1 / scale`, so that they are whole.

    `deadline` is when, by `time.monotonic`, a question is given up with an OutOfTime.
    """

    def __init__(self, system: System, deadline: float = inf) -> None:
        self.system, self.deadline = system, deadline
        self.cells = tuple(system.numbers)
        self._place = {cell: place for place, cell in enumerate(self.cells)}
        numbers = [stated.number for stated in system.numbers.values()]
        self.unit = _typed_unit(number.value for number in numbers)
        widths = (number.half_width for number in numbers)
        slacks = (balance.slack for balance in system.balances)
        self._decimals = _decimals((*(number.value for number in numbers), *widths, *slacks))
        self._balances: dict[Address, list[Balance]] = defaultdict(list)
        for balance in system.balances:
            for cell in dict.fromkeys(cell for _, cell in balance.terms()):
                self._balances[cell].append(balance)
        self.factors = [10 ** _decimals(factor for factor, _ in balance.parts) for balance in system.balances]
        self._sums = [self._sum(balance, factor) for balance, factor in zip(system.balances, self.factors, strict=True)]
        boxes = [self._closed(number) for number in numbers]
        self._propagation = Propagation(self._sums, boxes)
        start = [self._counted(number.value) for number in numbers]
        self._large = len(start) >= _LARGE and sum(self._propagation.apart(start)) >= _MANY
        sums = [(terms, Box(-slack, slack)) for terms, slack in self._sums]
        self._tableau = Tableau([Box(*box) for box in boxes], start, sums, deadline)

    def box(self, number: Printed) -> Box:
        """Return the interval of a printed number as a box."""
        return Box(*self._closed(number))

    def amount(self, counted: Number) -> Fraction:
        """Return what a whole number of the model's unit stands for."""
        return Fraction(counted) / Fraction(10**self._decimals)

    def half_width(self, cell: Address) -> Decimal:
        """Return half the unit that a cell's number is printed in, 0 where it is exact."""
        return self.system.numbers[cell].number.half_width

    def unit_of(self, cell: Address) -> Decimal:
        """Return the unit that a cell's number is printed in, the finest of the table where it is exact."""
        width = self.half_width(cell)
        return Decimal(1).scaleb((2 * width).adjusted()) if width else self.unit

    def balances_of(self, cell: Address) -> Sequence[Balance]:
        """Return the balances that a cell has a part in."""
        return self._balances[cell]

    def middle(self, box: Box) -> Fraction:
        """Return the number in the middle of a box with two ends."""
        return self.amount((box.low + box.high) / Fraction(2))  # type: ignore[arg-type]  # finite, as said

    def broken(self) -> Iterator[frozenset[Address]]:
        """Give the cells of every balance that contradicts its printed numbers all by itself, the shortest first."""
        for places in self._propagation.broken():
            yield frozenset(self.cells[place] for place in places)

    def judged(self, boxes: Mapping[Address, Box]) -> Judged:
        """Return true values that keep every balance, or multiples of the balances that show there are none.

        `boxes` are intervals that some cells have in place of their printed ones. Raises OutOfTime.
        """
        self._tableau.bound({self._place[cell]: box for cell, box in boxes.items()})
        if self._large:
            left = max(0.0, min(_SECONDS, self._tableau.deadline - time.monotonic()))
            answer = judged(self._tableau.boxes[: len(self.cells)], self._sums, left)
            if answer != Judged():
                return answer
        conflict = self._tableau.conflict()
        count = len(self.cells)
        if conflict is None:
            return Judged(values=tuple(self._tableau.values[:count]))
        return Judged(multiples={at - count: factor for at, factor in conflict.items() if at >= count})

    def conflicting(self, multiples: Mapping[int, Number]) -> frozenset[Address]:
        """Return the cells whose intervals these multiples of balances show to contradict each other."""
        return frozenset(self.cells[place] for place in combined(self._sums, multiples))

    def conflict(self, boxes: Mapping[Address, Box]) -> frozenset[Address] | None:
        """Return cells whose printed numbers contradict each other though some cells have other boxes; None if none do.

        Raises OutOfTime.
        """
        if all(box == FREE for box in boxes.values()):
            places = self._propagation.conflict([self._place[cell] for cell in sorted(boxes)])
            if places is not None:
                return frozenset(self.cells[place] for place in places)
        multiples = self.judged(boxes).multiples
        return None if multiples is None else self.conflicting(multiples)

    def leave(self, boxes: Mapping[Address, Box]) -> None:
        """Give some cells other boxes, which are known to have no conflict, before their extremes are asked for."""
        if self._large:
            self._tableau.bound({self._place[cell]: box for cell, box in boxes.items()})
        else:
            self.judged(boxes)

    def extremes(self, cell: Address) -> tuple[Fraction | float, Fraction | float]:
        """Return the least and the largest true value that a cell can have with the boxes that were left.

        In a large table the bounds that each balance by itself sets, which may be wider. Raises OutOfTime.
        """
        place = self._place[cell]
        if self._large:
            low, high = self._propagation.bounds(place, self._tableau.boxes)
        else:
            low, high = (self._tableau.extreme(place, direction) for direction in (-1, 1))
        return self._end(low), self._end(high)

    def _end(self, counted: Number | float) -> Fraction | float:
        return counted if isinstance(counted, float) else self.amount(counted)

    def _closed(self, number: Printed) -> Closed:
        value, width = self._counted(number.value), self._counted(number.half_width)
        return Closed(value - width, value + width)

    def _counted(self, amount: Decimal) -> Number:
        counted = amount.scaleb(self._decimals)
        whole = int(counted)
        return whole if whole == counted else Fraction(amount) * 10**self._decimals

    def _sum(self, balance: Balance, factor: int) -> tuple[dict[int, Number], Number]:
        terms: dict[int, Number] = defaultdict(int)
        for coefficient, cell in balance.terms():
            terms[self._place[cell]] += int(coefficient * factor)
        slack = int(balance.slack.scaleb(self._decimals)) * factor
        return {place: times for place, times in terms.items() if times}, slack


def _decimals(amounts: Iterable[Decimal]) -> int:
    """Return how many decimals the finest of the amounts has."""
    exponents = (amount.as_tuple().exponent for amount in amounts)
    return max((0, *(-exponent for exponent in exponents if isinstance(exponent, int))))


def _typed_unit(amounts: Iterable[Decimal]) -> Decimal:
    """Return the unit of the finest amount; nine decimals or more are a sum of doubles that missed, typed by nobody."""
    decimals = (decimals_of(amount) for amount in amounts)
    return Decimal(1).scaleb(-max((places for places in decimals if places < _NOISE), default=0))
