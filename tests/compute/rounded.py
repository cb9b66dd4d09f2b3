"""Small tables of numbers and sums for the tests of rounding: rows by columns, and what they promise."""

from __future__ import annotations

from decimal import Decimal
from itertools import product
from typing import TYPE_CHECKING

from runxl.compute.balance import Balance, Stated, System
from runxl.compute.relations import RelationKind
from runxl.domain.amount import Printed
from runxl.grid import Address
from runxl.grid.address import cell_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from runxl.compute.rounding import Rounding

ONE = Decimal(1)


def at(a1: str) -> Address:
    return cell_at("T", a1)


def table(numbers: Mapping[str, str], *sums: str) -> System:
    """Return a table from its numbers by cell and its sums, each spelled `A3 = A1 + A2`."""
    stated = {at(a1): Stated(at(a1), Printed(Decimal(number))) for a1, number in numbers.items()}
    return System(stated, tuple(map(balance, sums)))


def balance(spelled: str) -> Balance:
    """Return the balance that `A3 = A1 - A2` spells."""
    target, _, parts = spelled.replace("- ", "+ -").partition(" = ")
    terms = tuple((-ONE if part[0] == "-" else ONE, at(part.lstrip("-"))) for part in parts.split(" + "))
    return Balance(RelationKind.TOTAL, at(target), terms)


def additive(rows: Sequence[Sequence[Decimal]]) -> System:
    """Return a table with a total column, a total row and the grand total, from its inner numbers."""
    full = [[*row, sum(row, Decimal(0))] for row in rows]
    full.append([sum(column, Decimal(0)) for column in zip(*full, strict=True)])
    cells = {
        Address("T", row, column): number for row, line in enumerate(full, 1) for column, number in enumerate(line, 1)
    }
    stated = {cell: Stated(cell, Printed(number)) for cell, number in cells.items()}
    return System(stated, (*_sums(len(full), len(full[0])),))


def _sums(height: int, width: int) -> Iterator[Balance]:
    for row in range(1, height + 1):
        parts = tuple((ONE, Address("T", row, column)) for column in range(1, width))
        yield Balance(RelationKind.TOTAL, Address("T", row, width), parts)
    for column in range(1, width + 1):
        parts = tuple((ONE, Address("T", row, column)) for row in range(1, height))
        yield Balance(RelationKind.TOTAL, Address("T", height, column), parts)


def cube(filled: Mapping[tuple[int, int, int], Decimal]) -> System:
    """Return a table in three directions with the total of every line that holds something; the rest are zeros."""
    cells = {place: Address("cube", place[0], 10 * place[1] + place[2]) for place in filled}
    numbers = {cells[place]: number for place, number in filled.items()}
    balances = []
    for direction in range(3):
        lines = sorted({(*place[:direction], 0, *place[direction + 1 :]) for place in filled})
        for row, line in enumerate(lines, 1):
            total, inside = Address(f"totals {direction}", row, 1), [p for p in filled if _on_line(p, line)]
            numbers[total] = sum((filled[place] for place in inside), Decimal(0))
            balances.append(Balance(RelationKind.TOTAL, total, tuple((ONE, cells[place]) for place in inside)))
    return System({cell: Stated(cell, Printed(number)) for cell, number in numbers.items()}, tuple(balances))


def _on_line(place: tuple[int, ...], line: tuple[int, ...]) -> bool:
    return all(one in (other, 0) for one, other in zip(line, place, strict=True))


def printed(rounding: Rounding) -> dict[str, str]:
    """Return the rounded numbers by cell, as plain text."""
    return {cell.a1: f"{number.normalize():f}" for cell, number in rounding.numbers.items()}


def difference(balance: Balance, numbers: Mapping[Address, Decimal]) -> Decimal:
    """Return the target less its parts, added by hand here rather than by the code under test."""
    return numbers[balance.target] - sum((times * numbers[cell] for times, cell in balance.parts), Decimal(0))


def best_of_all(system: System) -> tuple[int, Decimal]:
    """Return the fewest broken balances and, among those, the least movement, over every rounding to whole numbers."""
    values = {cell: stated.number.value for cell, stated in system.numbers.items()}
    sides = [sorted({value.__floor__(), value.__ceil__()}) for value in values.values()]
    return min(_cost(system, values, dict(zip(values, map(Decimal, one), strict=True))) for one in product(*sides))


def _cost(system: System, values: Mapping[Address, Decimal], numbers: Mapping[Address, Decimal]) -> tuple[int, Decimal]:
    broken = sum(difference(balance, numbers) != 0 for balance in system.balances)
    return broken, sum((abs(numbers[cell] - value) for cell, value in values.items()), Decimal(0))
