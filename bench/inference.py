"""Print how many of a table's relations are understood from labels and printed numbers alone, and how many made up.

python3 -m bench.inference [TABLES]: so many tables of each sort, 60 unless told.
"""

from __future__ import annotations

import statistics
import sys
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from bench.pairs import seconds
from bench.tables import seeded
from runxl.domain.amount import rounded
from runxl.grid import Address, Content, Sheet, Snapshot
from runxl.sheets.inferring import Inferred, inferred

if TYPE_CHECKING:
    from random import Random

TABLES = 60
LAYOUTS = {
    "totals below, by words": "below",
    "totals below, grouped": "grouped",
    "totals first, indented": "indented",
    "totals first, no words": "plain",
}
_TOTALS_BELOW = ("below", "grouped")
_DEPTHS, _SLIPS = (1, 2, 3), (0, 1, 3)
_SHEET = "Blad1"
_COLUMNS = (
    "Utfall",
    "Budget",
    "Avvikelse",
    "Årsprognos",
    "Årsbudget",
    "Avvikelse årsprognos",
    "Utfall 2019",
    "Bokslut 2019",
)
_DIFFERENCES = {2: (0, 1), 5: (3, 4)}
_WIDTHS = (2, 3, 6, 8)
_SIZES = {"kr": Decimal(8), "tkr": Decimal(1), "mnkr": Decimal("0.2")}
"""How many times larger than usual the numbers are that a table in this unit shows."""
_CHILDREN = (2, 4)

Relations = frozenset[tuple[Address, frozenset[tuple[int, Address]]]]


class Row(NamedTuple):
    """A row's label, how far it is indented, and its true numbers."""

    label: str
    indent: int
    numbers: list[float]


@dataclass
class Hierarchy:
    """Rows in levels, each sum first or last among its rows, and which rows make up each sum."""

    random: Random
    layout: str
    columns: int
    rows: list[Row] = field(default_factory=list)
    below: dict[int, list[int]] = field(default_factory=dict)

    def grow(self, levels: int, indent: int = 0) -> int:
        """Add a row with so many levels under it, and return its place."""
        if not levels:
            return self._add(f"Post {len(self.rows)}", indent, self._leaf())
        if self.layout not in _TOTALS_BELOW:
            place = self._add(f"Grupp {len(self.rows)}" if indent else "Nämnden", indent, [])
            children = [self.grow(levels - 1, indent + 1) for _ in range(self.random.randint(*_CHILDREN))]
        else:
            children = [self.grow(levels - 1, indent + 1) for _ in range(self.random.randint(*_CHILDREN))]
            total = "Summa grupp" if self.layout == "below" else "Grupp"
            place = self._add(f"{total} {len(self.rows)}" if indent else "Totalt", indent, [])
        self.below[place] = children
        self.rows[place].numbers[:] = map(sum, zip(*(self.rows[child].numbers for child in children), strict=True))
        return place

    def _add(self, label: str, indent: int, numbers: list[float]) -> int:
        self.rows.append(Row(label, indent, numbers))
        return len(self.rows) - 1

    def _leaf(self) -> list[float]:
        size = self.random.lognormvariate(9, 1.3)
        numbers = [size * self.random.uniform(0.7, 1.3) for _ in range(self.columns)]
        for target, (more, less) in _DIFFERENCES.items():
            if target < self.columns:
                numbers[target] = numbers[more] - numbers[less]
        return numbers


class Told(NamedTuple):
    """One table: what it promises, what is confidently understood, and how long that took."""

    promised: Relations
    understood: Relations
    seconds: float


def main(tables: int = TABLES) -> None:
    """Print a line for each layout, depth and number of slips of the pen."""
    print(f"{'layout':<26}{'levels':>7}{'slips':>7}{'found':>9}{'made up':>9}{'all right':>11}{'ms':>7}")
    for name, layout in LAYOUTS.items():
        for depth in _DEPTHS:
            for slips in _SLIPS:
                told = [_told(layout, depth, slips, seed) for seed in range(tables)]
                print(f"{name:<26}{depth:>7}{slips:>7}{_line(told)}", flush=True)


def _line(told: list[Told]) -> str:
    promised = sum(len(one.promised) for one in told)
    found = sum(len(one.promised & one.understood) for one in told)
    made_up = sum(len(one.understood - one.promised) for one in told)
    right = sum(one.promised == one.understood for one in told)
    ms = statistics.median(one.seconds for one in told) * 1000
    return f"{found / promised:>9.1%}{made_up:>9}{right:>7}/{len(told):<3}{ms:>7.1f}"


def _told(layout: str, depth: int, slips: int, seed: int) -> Told:
    random = seeded(f"{layout} {depth} {slips} {seed}")
    hierarchy = Hierarchy(random, layout, random.choice(_WIDTHS))
    hierarchy.grow(depth)
    snapshot = _printed(hierarchy, random.choice(list(_SIZES)), slips)
    answers: list[tuple[Inferred, ...]] = []
    spent = seconds(lambda: answers.append(inferred(snapshot)))
    understood = frozenset(
        (each.target, frozenset((int(coefficient), cell) for coefficient, cell in each.parts))
        for each in answers[0]
        if each.is_confident
    )
    return Told(_promised(hierarchy), understood, spent)


def _promised(hierarchy: Hierarchy) -> Relations:
    sums = {
        (_at(place, column), frozenset((1, _at(child, column)) for child in children))
        for place, children in hierarchy.below.items()
        for column in range(hierarchy.columns)
    }
    differences = {
        (_at(row, target), frozenset({(1, _at(row, more)), (-1, _at(row, less))}))
        for target, (more, less) in _DIFFERENCES.items()
        if target < hierarchy.columns
        for row in range(len(hierarchy.rows))
    }
    return frozenset(sums | differences)


def _printed(hierarchy: Hierarchy, unit: str, slips: int) -> Snapshot:
    """Return the sheet: whole numbers in a unit, some of them with one digit wrong."""
    cells = {(1, 1): Content(f"Post ({unit})")}
    for column in range(hierarchy.columns):
        cells[1, column + 2] = Content(_COLUMNS[column])
    numbers: dict[tuple[int, int], Decimal] = {}
    for place, row in enumerate(hierarchy.rows):
        label = f"{'  ' * row.indent}{row.label}" if hierarchy.layout == "indented" else row.label
        cells[place + 2, 1] = Content(label)
        for column, number in enumerate(row.numbers):
            numbers[place + 2, column + 2] = rounded(Decimal(number) * _SIZES[unit], 0)
    for where in hierarchy.random.sample(sorted(numbers), slips):
        numbers[where] = _slipped(numbers[where], hierarchy.random)
    cells.update((where, Content(number)) for where, number in numbers.items())
    grouped = enumerate(hierarchy.rows, start=2) if hierarchy.layout == "grouped" else ()
    outline = {place: row.indent for place, row in grouped if row.indent}
    return Snapshot({_SHEET: Sheet(_SHEET, cells, outline=outline)})


def _slipped(number: Decimal, random: Random) -> Decimal:
    digits = str(int(abs(number)))
    place = random.randrange(len(digits))
    other = random.choice([digit for digit in "0123456789" if digit != digits[place]])
    return Decimal(int(digits[:place] + other + digits[place + 1 :])).copy_sign(number)


def _at(row: int, column: int) -> Address:
    return Address(_SHEET, row + 2, column + 2)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
