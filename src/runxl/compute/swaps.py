"""Two numbers, or two whole columns, that changed places: one error, though more than one cell is wrong."""

from __future__ import annotations

from itertools import combinations
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from runxl.compute.balance import System
from runxl.compute.slips import Cause
from runxl.compute.tableau import look_at_the_clock
from runxl.domain.amount import ZERO, Printed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from decimal import Decimal

    from runxl.compute.balance import Balance
    from runxl.grid import Address

_CELLS, _COLUMNS = 0.1, 0.05
_MOST_BESIDE = 200
_FEW = 2


class Swap(NamedTuple):
    """What cells show once they have changed places again, and how likely such an error is."""

    back: Mapping[Address, Decimal]
    cause: Cause
    likelihood: float


class Mending(NamedTuple):
    """A swap of columns, how many wrong cells, at least, would break as much, and whether no other mends as much."""

    swap: Swap
    without: int
    alone: bool


def swaps(system: System, deadline: float = inf) -> Iterator[Swap]:
    """Give every swap of two cells in a row or column, or of two columns, that would mend a broken balance.

    Each balance by itself then holds; whether all do together is not asked here. Raises OutOfTime.
    """
    sums = _Sums(system)
    if sums.broken:
        yield from _swapped_cells(system, sums, deadline)
    if len(sums.broken) >= _FEW:
        yield from _swapped_columns(system, sums, deadline)


def _swapped_cells(system: System, sums: _Sums, deadline: float) -> Iterator[Swap]:
    by_row: dict[tuple[str, int], list[Address]] = {}
    by_column: dict[tuple[str, int], list[Address]] = {}
    for cell in sorted(system.numbers):
        by_row.setdefault((cell.sheet, cell.row), []).append(cell)
        by_column.setdefault((cell.sheet, cell.column), []).append(cell)
    broken = {cell for place in sums.broken for _, cell in system.balances[place].terms()}
    for cell in sorted(broken):
        look_at_the_clock(deadline)
        beside = [*by_row[cell.sheet, cell.row], *by_column[cell.sheet, cell.column]]
        if len(beside) > _MOST_BESIDE:
            continue
        for other in beside:
            back = _exchanged(system, cell, other)
            if back and not (other in broken and other < cell) and sums.mended_by(back):
                yield Swap(back, Cause.CELLS_SWAPPED, _CELLS / len(beside))


def _swapped_columns(system: System, sums: _Sums, deadline: float) -> Iterator[Swap]:
    for swap in _column_swaps(system, sums, len(sums.broken), deadline):
        if sums.mended_by(swap.back):
            yield swap


def most_mending(system: System, deadline: float = inf) -> Mending | None:
    """Return the swap of two columns that mends most, where it mends half of what is broken; None where none does.

    Raises OutOfTime.
    """
    sums = _Sums(system)
    if (without := sums.apart()) < _FEW:
        return None
    # two columns and a wrong cell are no fewer errors than two wrong cells
    least = (len(sums.broken) + 1) // 2 if without > _FEW else len(sums.broken)
    swaps = [(sums.broken_after(swap.back), swap) for swap in _column_swaps(system, sums, least, deadline)]
    left = min((left for left, _ in swaps), default=len(sums.broken))
    if left > len(sums.broken) - least:
        return None
    best = [swap for broken, swap in swaps if broken == left]
    return Mending(best[0], without, alone=len(best) == 1)


def swapped(system: System, swap: Swap) -> System:
    """Return the system with the swapped numbers back in their places."""
    numbers = {
        cell: stated._replace(number=Printed(swap.back.get(cell, stated.number.value), stated.number.half_width))
        for cell, stated in system.numbers.items()
    }
    return System(numbers, system.balances)


def _column_swaps(system: System, sums: _Sums, least: int, deadline: float) -> Iterator[Swap]:
    """Give every swap of two columns that mends at least so many of the broken balances."""
    columns: dict[tuple[str, int], list[Address]] = {}
    for cell in system.numbers:
        columns.setdefault((cell.sheet, cell.column), []).append(cell)
    pairs = [(one, other) for one, other in combinations(sorted(columns), 2) if one[0] == other[0]]
    for one, other in pairs:
        look_at_the_clock(deadline)
        if sums.mends(one, other[1], least):
            back: dict[Address, Decimal] = {}
            for cell in columns[one]:
                back |= _exchanged(system, cell, cell._replace(column=other[1]))
            if len(back) > _FEW:
                yield Swap(back, Cause.COLUMNS_SWAPPED, _COLUMNS / len(pairs))


def _exchanged(system: System, one: Address, other: Address) -> dict[Address, Decimal]:
    if other not in system.numbers:
        return {}
    first, second = (system.numbers[cell].number.value for cell in (one, other))
    return {} if first == second else {one: second, other: first}


class _Sums:
    """Each balance by itself: how far its two sides are apart, and how far rounding may put them."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._using: dict[Address, dict[int, Decimal]] = {cell: {} for cell in system.numbers}
        for place, balance in enumerate(system.balances):
            for factor, cell in balance.terms():
                using = self._using[cell]
                using[place] = using.get(place, ZERO) + factor
        self._apart = [self._sum(balance) for balance in system.balances]
        self._reach = [self._tolerance(balance) for balance in system.balances]
        self.broken = {place for place, apart in enumerate(self._apart) if abs(apart) > self._reach[place]}
        self._in_column = {place: self._by_column(system.balances[place]) for place in self.broken}

    def mends(self, one: tuple[str, int], other: int, least: int) -> bool:
        """Tell whether at least so many broken balances hold once a sheet's column and another have changed places.

        Given up at the first balances that do not, so that most pairs of columns cost next to nothing.
        """
        left = len(self.broken) - least
        for place, columns in self._in_column.items():
            change = self._change(columns.get(one, ()), other) + self._change(columns.get((one[0], other), ()), one[1])
            if abs(self._apart[place] + change) > self._reach[place]:
                left -= 1
                if left < 0:
                    return False
        return True

    def mended_by(self, back: Mapping[Address, Decimal]) -> bool:
        """Tell whether every balance of these cells, not all of which hold now, holds with their other numbers."""
        apart = self._apart_with(back)
        holds = all(abs(gap) <= self._reach[place] for place, gap in apart.items())
        return holds and not self.broken.isdisjoint(apart)

    def broken_after(self, back: Mapping[Address, Decimal]) -> int:
        """Return how many balances are broken with other numbers in some cells."""
        apart = self._apart_with(back)
        return len(self.broken - apart.keys()) + sum(abs(gap) > self._reach[place] for place, gap in apart.items())

    def apart(self) -> int:
        """Return how many broken balances there are, at least, no two of which share a cell."""
        used: set[Address] = set()
        count = 0
        for place in sorted(self.broken, key=lambda place: len(self._system.balances[place].parts)):
            cells = {cell for _, cell in self._system.balances[place].terms()}
            if used.isdisjoint(cells):
                used |= cells
                count += 1
        return count

    def _by_column(self, balance: Balance) -> dict[tuple[str, int], list[tuple[Decimal, Address]]]:
        columns: dict[tuple[str, int], list[tuple[Decimal, Address]]] = {}
        for factor, cell in balance.terms():
            columns.setdefault((cell.sheet, cell.column), []).append((factor, cell))
        return columns

    def _change(self, terms: Iterable[tuple[Decimal, Address]], column: int) -> Decimal:
        """Return how far a balance's sum moves where these of its cells show what stands beside them in a column."""
        numbers, change = self._system.numbers, ZERO
        for factor, cell in terms:
            beside = numbers.get(cell._replace(column=column))
            if beside is not None:
                change += factor * (beside.number.value - numbers[cell].number.value)
        return change

    def _apart_with(self, back: Mapping[Address, Decimal]) -> dict[int, Decimal]:
        apart: dict[int, Decimal] = {}
        for cell, value in back.items():
            change = value - self._system.numbers[cell].number.value
            for place, factor in self._using[cell].items():
                apart[place] = apart.get(place, self._apart[place]) + factor * change
        return apart

    def _sum(self, balance: Balance) -> Decimal:
        return sum((factor * self._system.numbers[cell].number.value for factor, cell in balance.terms()), ZERO)

    def _tolerance(self, balance: Balance) -> Decimal:
        widths = (abs(factor) * self._system.numbers[cell].number.half_width for factor, cell in balance.terms())
        return sum(widths, balance.slack)
