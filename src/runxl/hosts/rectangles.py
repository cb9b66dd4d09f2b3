"""Cells gathered into as few blocks as can be: each is one call to a program, one question about who reads it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from runxl.grid import Block

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

Place = tuple[int, int]
# rewriting so many cells costs about as much as another call
_WIDEST_GAP = 16


def rectangles(sheet: str, cells: Iterable[Place], harmless: Collection[Place] = ()) -> Iterator[Block]:
    """Give blocks that hold every cell, and besides them only cells that may be written again as they are.

    >>> [block.a1 for block in rectangles("A", [(1, 1), (1, 2), (2, 1), (2, 2), (4, 2)], {(3, 2)})]
    ['A1:A2', 'B1:B4']
    """
    columns: dict[int, list[int]] = defaultdict(list)
    for row, column in cells:
        columns[column].append(row)
    by_rows: dict[tuple[int, int], list[int]] = defaultdict(list)
    for column, rows in sorted(columns.items()):
        for run in _runs(sorted(rows), column, harmless):
            by_rows[run].append(column)
    for (top, bottom), side_by_side in by_rows.items():
        for left, right in neighbours(side_by_side):
            yield Block(sheet, top, left, bottom, right)


def _runs(rows: list[int], column: int, harmless: Collection[Place]) -> Iterator[tuple[int, int]]:
    top = bottom = rows[0]
    for row in rows[1:]:
        if row != bottom + 1 and not _is_harmless(range(bottom + 1, row), column, harmless):
            yield top, bottom
            top = row
        bottom = row
    yield top, bottom


def _is_harmless(gap: range, column: int, harmless: Collection[Place]) -> bool:
    return len(gap) <= _WIDEST_GAP and all((row, column) in harmless for row in gap)


def neighbours(columns: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Give the first and the last of each run of columns that stand side by side; they come from left to right.

    >>> list(neighbours([2, 3, 7]))
    [(2, 3), (7, 7)]
    """
    runs: list[tuple[int, int]] = []
    for column in columns:
        if runs and runs[-1][1] == column - 1:
            runs[-1] = (runs[-1][0], column)
        else:
            runs.append((column, column))
    yield from runs
