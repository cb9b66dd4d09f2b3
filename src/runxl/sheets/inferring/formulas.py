"""What formulas tell of a table: which of its cells each adds up and takes away, by its text alone.

Nothing is evaluated. A formula that does anything else than add and subtract tells nothing.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, TypeAlias

from runxl.compute.expression import Call, Cells, Number, Operation
from runxl.compute.parsing import ExpressionError, parse
from runxl.domain.amount import ZERO
from runxl.grid.address import cell_at, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from runxl.compute.expression import Expression
    from runxl.grid import Address, Block

Place: TypeAlias = "tuple[int, int]"
Signed: TypeAlias = "tuple[tuple[int, Block], ...]"
Parts: TypeAlias = "tuple[tuple[int, Place], ...]"

_MOST_CELLS = 400
"""A formula over more cells than these is left to words and numbers: each column would have its own."""


def blocks_told(formula: str, sheet: str) -> Signed:
    """Return the blocks of its own sheet that a formula adds up, each with its sign; none where it does anything else.

    >>> [(sign, block.a1) for sign, block in blocks_told("SUM(B2:B4)-$B$6", "Blad1")]
    [(1, 'B2:B4'), (-1, 'B6')]
    >>> blocks_told("B2*1.25", "Blad1"), blocks_told("SUM(Blad2!B2:B4)", "Blad1")
    ((), ())
    """
    try:
        return tuple(_signed(parse(formula, _OnSheet(sheet), is_formula=True), 1))
    except ExpressionError:
        return ()


def parts_within(signed: Signed, rows: Sequence[int], columns: Sequence[int]) -> Parts:
    """Return the cells of blocks, each with its sign, counted among these rows and columns; none where too many."""
    parts: list[tuple[int, Place]] = []
    for sign, block in signed:
        down = range(bisect_left(rows, block.top), bisect_right(rows, block.bottom))
        across = range(bisect_left(columns, block.left), bisect_right(columns, block.right))
        if len(parts) + len(down) * len(across) > _MOST_CELLS:
            return ()
        parts += [(sign, (row, column)) for row in down for column in across]
    return tuple(parts)


def _signed(expression: Expression, sign: int) -> Iterator[tuple[int, Block]]:
    match expression:
        case Cells(block):
            yield sign, block
        case Operation("+" | "-" as mark, left, right):
            yield from _signed(left, sign)
            yield from _signed(right, sign if mark == "+" else -sign)
        case Call("SUM", arguments):
            for argument in arguments:
                yield from _signed(argument, sign)
        case Call("ROUND", (rounded, _)):
            yield from _signed(rounded, sign)
        case Number(value) if value == ZERO:
            # what a leading minus is taken from
            return
        case _:
            raise ExpressionError(str(expression))


class _OnSheet:
    """Finds cells of one sheet, and nothing else."""

    def __init__(self, sheet: str) -> None:
        self._sheet = sheet

    def cell(self, reference: str) -> Address | None:
        sheet, _, place = reference.rpartition("!")
        if sheet and sheet.casefold() not in (self._sheet.casefold(), quoted(self._sheet).casefold()):
            return None
        try:
            return cell_at(self._sheet, place)
        except ValueError:
            return None

    def entry(self, table: str, row: str, header: str) -> None:
        """Find nothing: what a table's name stands for is no cell of this sheet that could be named."""

    def name(self, name: str) -> None:
        """Find nothing, as above."""
