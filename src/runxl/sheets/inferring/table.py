"""A table as it is understood: the headings of its rows and columns, and the numbers where they meet."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from runxl.domain.amount import Printed, decimals_of
from runxl.grid import Address
from runxl.layout.recognised import UNITS, Meaning
from runxl.sheets.inferring.formulas import blocks_told, parts_within

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from runxl.grid import Block
    from runxl.sheets.inferring.cells import Seen
    from runxl.sheets.inferring.formulas import Parts

_MOST_DECIMALS = 9
_TOTALS = frozenset({Meaning.TOTAL, Meaning.RESULT})
_ONE = Decimal(1)
_ROW, _COLUMN = 0, 1

Signs: TypeAlias = "frozenset[tuple[int, int]]"
"""Lines that are added or taken away: each with its sign before it."""


class Heading(NamedTuple):
    """A row's label or a column's heading. `place` is the sheet's row or column.

    `section` changes at empty rows and at rows of text only, whose text is `under` until the next total. A row is
    `bold` only where more rows are plain: where most are bold it tells nothing. `indent` is how far it is set in under
    the row that sums it up, `indent_over` how far where that row stands below; a table has one of the two.
    """

    place: int
    text: str = ""
    meanings: frozenset[Meaning] = frozenset()
    indent: int = 0
    section: int = 0
    under: str = ""
    bold: bool = False
    indent_over: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A row or a column as whole numbers in the table's finest unit, 0 where nothing stands.

    `widths` is one unit of each number's last printed decimal, `missing` where nothing stands, `unknown` where
    something stands that is no number. `told` is which lines formulas say that it is the sum of, by place.
    """

    heading: Heading
    values: Sequence[int]
    widths: Sequence[int]
    missing: frozenset[int] = frozenset()
    unknown: frozenset[int] = frozenset()
    told: Mapping[int, Signs] = field(default_factory=dict)

    @property
    def meanings(self) -> frozenset[Meaning]:
        """What the line's words say."""
        return self.heading.meanings

    @property
    def is_total(self) -> bool:
        """Whether the line calls itself a total or a result."""
        return not _TOTALS.isdisjoint(self.heading.meanings)


@dataclass(frozen=True)
class Table:
    """Headings, and what stands in row and column, both counted from 0 among the headings.

    `block` is where all of it stands, its headings and labels with it. `units` are the columns' units; a row whose
    label names a unit of its own, as a row in tkr among mnkr, has it in `row_units`, the others "".
    """

    block: Block
    title: str
    rows: tuple[Heading, ...]
    columns: tuple[Heading, ...]
    units: tuple[str, ...]
    row_units: tuple[str, ...]
    cells: Mapping[tuple[int, int], Seen]
    unknown: frozenset[tuple[int, int]]

    def unit(self, row: int, column: int) -> str:
        """Return the unit of the number where a row and a column meet."""
        return self.row_units[row] or self.units[column]

    def decimals(self, row: int, column: int) -> int:
        """Return how many decimals a number is printed with: the most in its column, among rows of its unit."""
        return self._decimals.get((self.row_units[row], column), 0)

    def address(self, row: int, column: int) -> Address:
        """Return the cell where a row and a column meet."""
        return Address(self.block.sheet, self.rows[row].place, self.columns[column].place)

    def printed(self, row: int, column: int) -> Printed | None:
        """Return the number there as it is printed; None where there is none."""
        seen = self.cells.get((row, column))
        return None if seen is None else Printed.published(seen.number, self.decimals(row, column))

    def scale(self, row: int, column: int) -> int:
        """Return how many zeros more than the table's finest unit the unit of a number leaves out."""
        return UNITS.get(self.unit(row, column), 0) - self._fewest_zeros

    @cached_property
    def told(self) -> Mapping[tuple[int, int], Parts]:
        """What formulas say that cells are the sums of, where all of that stands here and does add up to the cell."""
        rows, columns = [row.place for row in self.rows], [column.place for column in self.columns]
        read = {
            place: parts_within(blocks_told(seen.formula, self.block.sheet), rows, columns)
            for place, seen in self.cells.items()
            if seen.formula is not None
        }
        return {place: parts for place, parts in read.items() if len(parts) > 1 and self._add_up(place, parts)}

    def _add_up(self, place: tuple[int, int], parts: Parts) -> bool:
        stated, cells = self.printed(*place), [part for _, part in parts]
        if stated is None or place in cells or not self.unknown.isdisjoint(cells):
            return False
        numbers = [(sign, number) for sign, part in parts for number in [self.printed(*part)] if number is not None]
        apart = stated.value - sum(sign * number.value for sign, number in numbers)
        return abs(apart) <= stated.half_width + sum(number.half_width for _, number in numbers)

    def _told_along(self, way: int) -> dict[int, dict[int, Signs]]:
        """Return what formulas take from their own column, by row and column; or from their own row, the other way."""
        along: dict[int, dict[int, Signs]] = {}
        for place, parts in self.told.items():
            if all(part[1 - way] == place[1 - way] for _, part in parts):
                along.setdefault(place[way], {})[place[1 - way]] = frozenset((sign, part[way]) for sign, part in parts)
        return along

    @cached_property
    def as_rows(self) -> tuple[Line, ...]:
        """The rows as lines of whole numbers."""
        numbers = self._whole_numbers
        across, told = range(len(self.columns)), self._told_along(_ROW)
        return tuple(
            Line(
                heading,
                tuple(numbers.get((row, column), 0) for column in across),
                tuple(self._width(row, column) for column in across),
                frozenset(column for column in across if (row, column) not in numbers),
                frozenset(column for column in across if (row, column) in self.unknown),
                told.get(row, {}),
            )
            for row, heading in enumerate(self.rows)
        )

    @cached_property
    def as_columns(self) -> tuple[Line, ...]:
        """The columns as lines of whole numbers."""
        numbers = self._whole_numbers
        down, told = range(len(self.rows)), self._told_along(_COLUMN)
        return tuple(
            Line(
                heading,
                tuple(numbers.get((row, column), 0) for row in down),
                tuple(self._width(row, column) for row in down),
                frozenset(row for row in down if (row, column) not in numbers),
                frozenset(row for row in down if (row, column) in self.unknown),
                told.get(column, {}),
            )
            for column, heading in enumerate(self.columns)
        )

    @cached_property
    def _decimals(self) -> dict[tuple[str, int], int]:
        most: dict[tuple[str, int], int] = {}
        for (row, column), seen in self.cells.items():
            place = self.row_units[row], column
            most[place] = max(seen.decimals, most.get(place, seen.decimals))
        return most

    @cached_property
    def _fewest_zeros(self) -> int:
        used = {self.row_units[row] or self.units[column] for row, column in self.cells}
        return min(UNITS.get(unit, 0) for unit in used)

    @cached_property
    def _finest(self) -> int:
        """How many decimals the whole numbers have room for."""
        return min(_MOST_DECIMALS, max(decimals_of(seen.number) for seen in self.cells.values()) + 1)

    def _width(self, row: int, column: int) -> int:
        return int(10 ** max(0, self._finest + self.scale(row, column) - self.decimals(row, column)))

    @cached_property
    def _whole_numbers(self) -> dict[tuple[int, int], int]:
        return {
            place: round(seen.number.scaleb(self._finest + self.scale(*place))) for place, seen in self.cells.items()
        }
