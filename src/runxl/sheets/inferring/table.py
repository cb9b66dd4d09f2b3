"""A table as it is understood: the headings of its rows and columns, and the numbers where they meet."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from runxl.domain.amount import ZERO, Printed, decimals_of
from runxl.grid import Address
from runxl.layout.recognised import UNITS, Meaning

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from runxl.grid import Block
    from runxl.sheets.inferring.cells import Seen

_MOST_DECIMALS = 9
_TOTALS = frozenset({Meaning.TOTAL, Meaning.RESULT})
_ONE = Decimal(1)


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
    something stands that is no number.
    """

    heading: Heading
    values: Sequence[int]
    widths: Sequence[int]
    missing: frozenset[int] = frozenset()
    unknown: frozenset[int] = frozenset()

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

    `block` is where all of it stands, its headings and labels with it.
    """

    block: Block
    title: str
    rows: tuple[Heading, ...]
    columns: tuple[Heading, ...]
    units: tuple[str, ...]
    cells: Mapping[tuple[int, int], Seen]
    unknown: frozenset[tuple[int, int]]

    @cached_property
    def decimals(self) -> tuple[int, ...]:
        """How many decimals each column shows: its most."""
        most: dict[int, int] = {}
        for (_, column), seen in self.cells.items():
            most[column] = max(seen.decimals, most.get(column, seen.decimals))
        return tuple(most[column] for column in range(len(self.columns)))

    def address(self, row: int, column: int) -> Address:
        """Return the cell where a row and a column meet."""
        return Address(self.block.sheet, self.rows[row].place, self.columns[column].place)

    def printed(self, row: int, column: int) -> Printed | None:
        """Return the number there as it is printed; None where there is none."""
        seen = self.cells.get((row, column))
        return None if seen is None else Printed(seen.number, self._half_widths[column])

    def scale(self, column: int) -> int:
        """Return how many zeros more than the table's finest unit the column's unit leaves out."""
        return self._zeros[column] - min(self._zeros)

    @cached_property
    def as_rows(self) -> tuple[Line, ...]:
        """The rows as lines of whole numbers."""
        widths = tuple(self._width(column) for column in range(len(self.columns)))
        numbers = self._whole_numbers
        across = range(len(self.columns))
        return tuple(
            Line(
                heading,
                tuple(numbers.get((row, column), 0) for column in across),
                widths,
                frozenset(column for column in across if (row, column) not in numbers),
                frozenset(column for column in across if (row, column) in self.unknown),
            )
            for row, heading in enumerate(self.rows)
        )

    @cached_property
    def as_columns(self) -> tuple[Line, ...]:
        """The columns as lines of whole numbers."""
        numbers = self._whole_numbers
        down = range(len(self.rows))
        return tuple(
            Line(
                heading,
                tuple(numbers.get((row, column), 0) for row in down),
                (self._width(column),) * len(self.rows),
                frozenset(row for row in down if (row, column) not in numbers),
                frozenset(row for row in down if (row, column) in self.unknown),
            )
            for column, heading in enumerate(self.columns)
        )

    @cached_property
    def _half_widths(self) -> tuple[Decimal, ...]:
        return tuple(Printed.published(ZERO, decimals).half_width for decimals in self.decimals)

    @cached_property
    def _zeros(self) -> tuple[int, ...]:
        return tuple(UNITS.get(unit, 0) for unit in self.units)

    @cached_property
    def _finest(self) -> int:
        """How many decimals the whole numbers have room for."""
        return min(_MOST_DECIMALS, max(decimals_of(seen.number) for seen in self.cells.values()) + 1)

    def _width(self, column: int) -> int:
        return int(10 ** max(0, self._finest + self.scale(column) - self.decimals[column]))

    @cached_property
    def _whole_numbers(self) -> dict[tuple[int, int], int]:
        factors: list[Decimal] = [
            10 ** (self._finest + self.scale(column)) * _ONE for column in range(len(self.columns))
        ]
        return {(row, column): round(seen.number * factors[column]) for (row, column), seen in self.cells.items()}
