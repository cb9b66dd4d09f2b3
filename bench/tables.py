"""Tables shaped like the report's, and errors of every kind that people make, put in on purpose; seeds are fixed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from runxl.compute.balance import Balance, Stated, System
from runxl.compute.relations import RelationKind
from runxl.domain.amount import Printed, rounded
from runxl.grid import Address

if TYPE_CHECKING:
    from collections.abc import Mapping

ONE = Decimal(1)
_SHEET = "Tabell"
_FINER = 3
_NOUGHTS, _COSTS = 0.05, 1 / 3


class Shape(NamedTuple):
    """How a table is built: the rows under each sum, the columns that are differences of others, and its rounding."""

    below: Mapping[int, tuple[int, ...]]
    rows: int
    columns: int
    differences: tuple[tuple[int, int, int], ...]
    decimals: int
    exact: bool


@dataclass(frozen=True)
class Made:
    """A printed table, its arithmetic, the printed numbers of the period before, and what is wrong in it."""

    shape: Shape
    right: Mapping[Address, Decimal]
    shown: Mapping[Address, Decimal]
    earlier: Mapping[Address, Decimal]
    balances: tuple[Balance, ...]
    causes: tuple[str, ...] = ()

    @property
    def wrong(self) -> frozenset[Address]:
        """The cells that do not show what they should."""
        return frozenset(cell for cell, value in self.shown.items() if value != self.right[cell])

    def system(self) -> System:
        """Return what the table states, wrong numbers and all."""
        numbers = {cell: Stated(cell, self._printed(value)) for cell, value in self.shown.items()}
        return System(numbers, self.balances)

    def _printed(self, value: Decimal) -> Printed:
        return Printed(value) if self.shape.exact else Printed.published(value, self.shape.decimals)


def seeded(seed: int | str) -> Random:
    """Return numbers that are the same in every run."""
    return Random(seed)  # noqa: S311  (to be repeated, not to be secret)


def at(row: int, column: int) -> Address:
    """Return the cell of a row and a column, both counted from 0, in a table with one header row and a label column."""
    return Address(_SHEET, row + 2, column + 2)


def made(random: Random) -> Made:
    """Return a table without errors, its true numbers rounded as its shape says."""
    return filled(random, _shape(random))


def result_table(random: Random) -> Made:
    """Return a table of the result table's shape: 11 rows, 6 columns, 46 relations, rounded to mnkr."""
    below = {0: (1, 2, 3), 4: (5, 6, 7), 8: (0, 4), 10: (8, 9)}
    return filled(random, Shape(below, 11, 6, ((0, 1, 2), (3, 4, 5)), 0, exact=False), largest=400_000)


def sized(random: Random, rows: int, columns: int, *, exact: bool = False) -> Made:
    """Return a table of so many rows in groups of ten, with their sums, and a grand total."""
    groups = max(1, rows // 11)
    below = {11 * group: tuple(range(11 * group + 1, 11 * group + 11)) for group in range(groups)}
    grand = 11 * groups
    below[grand] = tuple(11 * group for group in range(groups))
    differences = tuple((first, first + 1, first + 2) for first in range(0, columns - 2, 3))
    return filled(random, Shape(below, grand + 1, columns, differences, 0, exact=exact))


def filled(random: Random, shape: Shape, largest: int = 20_000) -> Made:
    """Return a table of a shape with numbers of the usual sizes: many small, some large, some zero."""
    true = _true_values(random, shape, largest)
    shown = {cell: rounded(value, shape.decimals) for cell, value in true.items()}
    earlier = {
        cell: rounded(value * Decimal(random.randint(80, 120)) / 100, shape.decimals) for cell, value in true.items()
    }
    return Made(shape, shown, shown, earlier, _balances(shape))


def _shape(random: Random) -> Shape:
    below: dict[int, tuple[int, ...]] = {}
    rows = _grow(random, below, 0, random.randint(2, 4))
    columns = random.randint(3, 8)
    differences = ((0, 1, 2), (3, 4, 5)) if columns >= 6 else ((0, 1, 2),)  # noqa: PLR2004  (two differences of three)
    decimals, exact = random.choice(((0, True), (0, False), (0, False), (1, False)))
    return Shape(below, rows, columns, differences, decimals, exact)


def _grow(random: Random, below: dict[int, tuple[int, ...]], row: int, depth: int) -> int:
    """Put rows under a row, level by level, and return the number of the next free row."""
    free, children = row + 1, []
    for _ in range(random.randint(2, 5 if depth <= 2 else 3)):  # noqa: PLR2004  (wide where it is not deep)
        children.append(free)
        deeper = depth > 2 and random.random() < 0.7  # noqa: PLR2004  (most branches go all the way)
        free = _grow(random, below, free, depth - 1) if deeper else free + 1
    below[row] = tuple(children)
    return free


def _true_values(random: Random, shape: Shape, largest: int) -> dict[Address, Decimal]:
    finer = 0 if shape.exact else _FINER
    budgets = {subtrahend: minuend for minuend, subtrahend, _ in shape.differences}
    values: dict[Address, Decimal] = {}
    for row in set(range(shape.rows)) - shape.below.keys():
        for column in range(shape.columns):
            values[at(row, column)] = _amount(random, largest, finer)
        for subtrahend, minuend in budgets.items():
            near = values[at(row, minuend)] * Decimal(random.randint(85, 115)) / 100
            values[at(row, subtrahend)] = rounded(near, finer)
    for column in range(shape.columns):
        for row in sorted(shape.below):
            _add_up(values, shape, row, column)
    for row in range(shape.rows):
        for minuend, subtrahend, difference in shape.differences:
            values[at(row, difference)] = values[at(row, minuend)] - values[at(row, subtrahend)]
    return values


def _amount(random: Random, largest: int, decimals: int) -> Decimal:
    """Return an amount as a report has them: a twentieth are 0, most are small, a third are costs."""
    if random.random() < _NOUGHTS:
        return Decimal(0)
    size = rounded(Decimal(largest) * Decimal(random.random() ** 3), decimals)
    return -size if random.random() < _COSTS else size


def _add_up(values: dict[Address, Decimal], shape: Shape, row: int, column: int) -> Decimal:
    """Set a sum and all sums below it, and return it."""
    if row in shape.below:
        values[at(row, column)] = sum((_add_up(values, shape, child, column) for child in shape.below[row]), Decimal(0))
    return values[at(row, column)]


def _balances(shape: Shape) -> tuple[Balance, ...]:
    sums = (
        Balance(RelationKind.TOTAL, at(row, column), tuple((ONE, at(child, column)) for child in children))
        for column in range(shape.columns)
        for row, children in shape.below.items()
    )
    differences = (
        Balance(RelationKind.VARIANCE, at(row, difference), ((ONE, at(row, minuend)), (-ONE, at(row, subtrahend))))
        for row in range(shape.rows)
        for minuend, subtrahend, difference in shape.differences
    )
    return (*sums, *differences)


def with_shown(table: Made, changes: Mapping[Address, Decimal], cause: str) -> Made:
    """Return the table with other numbers in some cells."""
    return replace(table, shown={**table.shown, **changes}, causes=(*table.causes, cause))
