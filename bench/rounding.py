"""Print how quick rounding is, and how many sums hold beside rounding each number by itself.

python3 -m bench.rounding [CELLS]: tables of at most so many cells, 10,000 unless told.
"""

from __future__ import annotations

import statistics
import sys
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from bench.pairs import seconds
from runxl.compute.balance import Balance, Stated, System
from runxl.compute.relations import RelationKind
from runxl.compute.rounding import Rounding, choice_of, imbalance, rounded_table
from runxl.domain.amount import Printed, rounded
from runxl.grid import Address

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ONE = Decimal(1)
SIZES = ((60, 200), (300, 50), (1_000, 20), (10_000, 3))
"""How many cells a table has, and how many such tables are rounded."""

_COLUMNS = ("actual", "budget", "variance", "full_year_forecast", "full_year_budget", "forecast_variance", "rest")
_DIFFERENCES = ((2, 0, 1), (5, 3, 4))
_REST_OF_YEAR = (6, 5, 2)
_CHILDREN = (2, 6)


class Family(NamedTuple):
    """A sort of tables: with the rest of the year or not, and the share of numbers that were rounded before."""

    title: str
    rest: bool
    already_round: float


FAMILIES = (
    Family("six columns", rest=False, already_round=0),
    Family("with the rest of the year as a seventh", rest=True, already_round=0),
    Family("six columns, a fifth of the numbers rounded before and so not to be moved", rest=False, already_round=0.2),
)


class Measured(NamedTuple):
    """One table rounded: how long it took, and both ways' broken sums and movement."""

    seconds: float
    rounding: Rounding
    nearest_broken: int
    nearest_movement: Decimal


def main(most: int = SIZES[-1][0]) -> None:
    """Round tables of growing size, with tkr rounded to mnkr, and print what came of it."""
    head = ("cells", "sums", "median ms", "p99 ms", "broken, nearest", "broken, ours", "more movement", "proved")
    for family in FAMILIES:
        print(f"\nThe result table's columns, rows in levels: {family.title}")
        print(" ".join(f"{word:>16}" for word in head))
        for cells, tables in (size for size in SIZES if size[0] <= most):
            random = Random(f"{cells} {family.title}")  # noqa: S311  (tables, not secrets)
            systems = [made(random, cells, family) for _ in range(tables)]
            print(_line(cells, len(systems[0].balances), [_measured(system) for system in systems]))


def made(random: Random, cells: int, family: Family) -> System:
    """Return a table of about so many cells: a hierarchy of rows in tkr with one decimal, shown in mnkr."""
    columns = len(_COLUMNS) - (not family.rest)
    parents = _hierarchy(random, max(3, cells // columns))
    differences = (*_DIFFERENCES, _REST_OF_YEAR) if family.rest else _DIFFERENCES
    typed = [column for column in range(columns) if column not in {target for target, _, _ in differences}]
    values: dict[tuple[int, int], Decimal] = {}
    for row in reversed(range(len(parents))):
        below = [child for child, parent in enumerate(parents) if parent == row]
        for column in typed:
            own = Decimal(random.randint(-400_000, 400_000)).scaleb(-4)
            values[row, column] = sum((values[child, column] for child in below), Decimal(0)) if below else own
        for target, more, less in differences:
            values[row, target] = values[row, more] - values[row, less]
    for place, value in values.items():
        if random.random() < family.already_round:
            values[place] = rounded(value, 0)
    numbers = {at(*place): Stated(at(*place), Printed(value)) for place, value in values.items()}
    return System(numbers, (*_sums(parents, columns), *_along_rows(len(parents), differences)))


def at(row: int, column: int) -> Address:
    """Return the cell of a row and a column counted from 0."""
    return Address("Tabell", row + 1, column + 1)


def _hierarchy(random: Random, rows: int) -> list[int | None]:
    """Return each row's parent, which stands above it; every parent has a few children, the first rows most levels."""
    parents: list[int | None] = [None]
    waiting = [0]
    while len(parents) < rows:
        parent = waiting.pop(0)
        for _ in range(random.randint(*_CHILDREN)):
            waiting.append(len(parents))
            parents.append(parent)
    return parents


def _sums(parents: list[int | None], columns: int) -> Iterator[Balance]:
    children: dict[int, list[int]] = {}
    for child, parent in enumerate(parents):
        if parent is not None:
            children.setdefault(parent, []).append(child)
    for parent, below in children.items():
        for column in range(columns):
            parts = tuple((ONE, at(child, column)) for child in below)
            yield Balance(RelationKind.TOTAL, at(parent, column), parts)


def _along_rows(rows: int, differences: tuple[tuple[int, int, int], ...]) -> Iterator[Balance]:
    for row in range(rows):
        for target, more, less in differences:
            yield Balance(RelationKind.VARIANCE, at(row, target), ((ONE, at(row, more)), (-ONE, at(row, less))))


def _measured(system: System) -> Measured:
    true = {cell: stated.number.value for cell, stated in system.numbers.items()}
    nearest = {cell: choice_of(value, ONE).nearest for cell, value in true.items()}
    answers: list[Rounding] = []
    spent = seconds(lambda: answers.append(rounded_table(system, ONE)))
    broken = sum(imbalance(balance, nearest) != 0 for balance in system.balances)
    return Measured(spent, answers[0], broken, _movement(true, nearest))


def _movement(true: Mapping[Address, Decimal], shown: Mapping[Address, Decimal]) -> Decimal:
    return sum((abs(shown[cell] - value) for cell, value in true.items()), Decimal(0))


def _line(cells: int, sums: int, all_: list[Measured]) -> str:
    times = sorted(one.seconds * 1000 for one in all_)
    ours = statistics.mean(len(one.rounding.broken) for one in all_)
    nearest = statistics.mean(one.nearest_broken for one in all_)
    more = statistics.mean(float(one.rounding.movement / one.nearest_movement) for one in all_) - 1
    proved = sum(one.rounding.proved for one in all_)
    words = (f"{cells:,}", f"{sums:,}", f"{statistics.median(times):.1f}", f"{times[int(0.99 * len(times))]:.1f}")
    return " ".join(
        f"{word:>16}" for word in (*words, f"{nearest:.1f}", f"{ours:.2f}", f"{more:.1%}", f"{proved}/{len(all_)}")
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
