"""What stands in a block of cells, out of the two arrays that UNO gives for it."""

from __future__ import annotations

from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any

from runxl.calc.entered import ERRORS
from runxl.calc.formulas import in_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_BEGINNINGS = ("=", "{=")
_CONSTANTS = {f"={code}": code for code in ERRORS.values()} | {"=TRUE()": "TRUE", "=FALSE()": "FALSE"}


def any_begins_as_formula(texts: Sequence[Sequence[str]]) -> bool:
    """Tell whether any cell of UNO's array of formulas begins as a formula does."""
    joined = "\0".join(("", *chain.from_iterable(texts)))
    return any(f"\0{beginning}" in joined for beginning in _BEGINNINGS)


class FormulaCells:
    """The formulas of a block, by row and column within it counted from 0.

    `texts` is UNO's array of formulas, `places` its addresses of the cells that hold one: a text may begin as a
    formula does, and a truth or an error that was typed is a formula to LibreOffice.
    """

    def __init__(self, texts: Sequence[Sequence[str]], places: Sequence[Any], top: int, left: int) -> None:
        self._texts, self._addresses, self._top, self._left = texts, places, top, left

    def at(self, row: int, column: int) -> str | None:
        """Return a formula as a file has it, without its equals sign; None where there is none."""
        if not self._addresses:
            return None
        text = self._texts[row][column]
        if not text.startswith(_BEGINNINGS) or text in _CONSTANTS or (row, column) not in self.places:
            return None
        return in_file(text[2:-1] if text.startswith("{") else text[1:])

    def entry(self, row: int, column: int) -> str:
        """Return what Excel gives as a cell's formula: the formula with its equals sign, else what was typed."""
        formula = self.at(row, column)
        if formula is not None:
            return f"={formula}"
        text = self._texts[row][column]
        typed = _CONSTANTS.get(text) if (row, column) in self.places else None
        return text.removeprefix("'") if typed is None else typed

    @cached_property
    def places(self) -> frozenset[tuple[int, int]]:
        """The cells that hold a formula, or a truth or an error."""
        return frozenset(self._places())

    def _places(self) -> Iterator[tuple[int, int]]:
        for one in self._addresses:
            columns = range(one.StartColumn - self._left, one.EndColumn - self._left + 1)
            for row in range(one.StartRow - self._top, one.EndRow - self._top + 1):
                for column in columns:
                    yield row, column
