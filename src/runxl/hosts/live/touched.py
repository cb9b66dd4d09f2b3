"""The blocks of an open workbook that a plan touches, and how much of them is worth fetching."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from runxl.grid import Block

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import xlwings as xw

    from runxl.grid import Address
    from runxl.hosts.live.resizing import Resized

_FETCHED_WHOLE = 50_000


def blocks_by_sheet(cells: Sequence[Address], changes: Iterable[Resized]) -> dict[str, Block]:
    """Return for each sheet the block around all that a plan touches."""
    touched: dict[str, list[Block]] = defaultdict(list)
    for sheet in {cell.sheet for cell in cells}:
        touched[sheet].append(_around([cell for cell in cells if cell.sheet == sheet]))
    for change in changes:
        touched[change.block.sheet].append(change.difference)
    return {
        sheet: Block(
            sheet,
            min(block.top for block in blocks),
            min(block.left for block in blocks),
            max(block.bottom for block in blocks),
            max(block.right for block in blocks),
        )
        for sheet, blocks in touched.items()
    }


def _around(cells: Sequence[Address]) -> Block:
    """Return the least block that holds some cells of one sheet."""
    rows, columns = [cell.row for cell in cells], [cell.column for cell in cells]
    return Block(cells[0].sheet, min(rows), min(columns), max(rows), max(columns))


def is_small(block: Block) -> bool:
    """Tell whether a block is fetched sooner than it is found out how much of it is in use."""
    return (block.bottom - block.top + 1) * (block.right - block.left + 1) <= _FETCHED_WHOLE


def in_use(block: Block, used: xw.Range) -> Block | None:
    """Return the part of a block that anything stands in: an edit in the last row must not fetch a million rows."""
    rows, columns = used.shape
    part = Block(
        block.sheet,
        max(block.top, used.row),
        max(block.left, used.column),
        min(block.bottom, used.row + rows - 1),
        min(block.right, used.column + columns - 1),
    )
    return part if part.top <= part.bottom and part.left <= part.right else None
