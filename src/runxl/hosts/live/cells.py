"""What a program answered about a block of cells, made into contents and formats when they are asked for."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from runxl.grid import EMPTY, Content

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Place = tuple[int, int]


class Answered(NamedTuple):
    """What a program answered: what each cell shows, and how its formula is asked for.

    A value is None, bool, float, text or CellError; a date is its serial number. `formula_at` takes the row and the
    column within the block, counted from 0, and gives a formula without its equals sign, or None.
    """

    values: Sequence[Sequence[object]]
    formula_at: Callable[[int, int], str | None]


class ReadCells(Mapping[Place, Content]):
    """The cells of a block that hold anything, by (row, column) counted from 1.

    A press looks at a part of what it has read, and making a content costs more than fetching it.
    """

    def __init__(self, top: int, left: int, answered: Answered) -> None:
        self._top, self._left = top, left
        self._values, self._formula_at = answered
        self._height = len(self._values)
        self._width = len(self._values[0]) if self._values else 0
        self._made: dict[Place, Content] = {}

    def __getitem__(self, place: Place) -> Content:
        """Return what stands in a cell. Raises KeyError where nothing does."""
        found = self.at(place)
        if found is EMPTY:
            raise KeyError(place)
        return found

    def at(self, place: Place) -> Content:
        """Return what stands in a cell, EMPTY where nothing does."""
        return self._made.get(place) or self._make(place) or EMPTY

    def get(self, place: Place, default: Any = None) -> Any:  # noqa: ANN401  (as every mapping's)
        """Return what stands in a cell, or the default where nothing does."""
        return self._made.get(place) or self._make(place) or default

    def __iter__(self) -> Iterator[Place]:
        """Give the places of the cells that hold anything, row by row."""
        for row in range(self._top, self._top + self._height):
            for column in range(self._left, self._left + self._width):
                if (row, column) in self:
                    yield row, column

    def __len__(self) -> int:
        """Return how many cells hold anything."""
        return sum(1 for _ in self)

    def __repr__(self) -> str:
        """Return the cells as a dictionary shows them."""
        return repr(dict(self))

    def holds_number(self, place: Place, number: float) -> bool:
        """Tell whether a cell holds just this number, and no formula: nothing is made for it."""
        row, column = place[0] - self._top, place[1] - self._left
        if not self._reaches(row, column):
            return False
        value = self._values[row][column]
        return type(value) is float and value == number and self._formula_at(row, column) is None

    def _make(self, place: Place) -> Content | None:
        row, column = place[0] - self._top, place[1] - self._left
        if not self._reaches(row, column):
            return None
        value, formula = self._values[row][column], self._formula_at(row, column)
        if type(value) is float:
            value = Decimal(repr(value).removesuffix(".0"))
        elif formula is not None:
            value = "" if value is None else value
        elif value is None or value == "":
            return None
        made = self._made[place] = Content(value, formula)  # type: ignore[arg-type]  # by Answered's promise
        return made

    def _reaches(self, row: int, column: int) -> bool:
        return 0 <= row < self._height and 0 <= column < self._width


NOTHING = ReadCells(1, 1, Answered((), lambda _row, _column: None))


def told_by_texts(values: Sequence[Sequence[object]], texts: Sequence[Sequence[Any]]) -> Answered:
    """Return what Excel answered: a formula begins with an equals sign, which the value of a text may do as well."""

    def formula_at(row: int, column: int) -> str | None:
        text = texts[row][column]
        is_formula = isinstance(text, str) and text.startswith("=") and text != values[row][column]
        return text[1:] if is_formula else None

    return Answered(values, formula_at)


def in_rows(answer: object) -> Sequence[Sequence[Any]]:
    """Return a program's answer as rows: a single cell comes bare, and a single row may.

    >>> in_rows(8.0), in_rows(((1.0, 2.0),)), in_rows([1.0, 2.0])
    ([[8.0]], ((1.0, 2.0),), [[1.0, 2.0]])
    """
    if not isinstance(answer, (tuple, list)):
        return [[answer]]
    return answer if isinstance(answer[0], (tuple, list)) else [answer]
