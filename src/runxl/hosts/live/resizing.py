"""A table of an open workbook that is made longer or shorter."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from runxl.errors import WorkbookError
from runxl.grid.address import LAST_ROW, Block
from runxl.hosts.live.reading import area_of

if TYPE_CHECKING:
    from collections.abc import Collection

    import xlwings as xw

    from runxl.hosts.live.programs import Program
    from runxl.hosts.live.reading import TableRange


class Resized(NamedTuple):
    """A table with its new block, header row included."""

    table: TableRange
    block: Block

    @property
    def grows(self) -> bool:
        """Whether it is made longer."""
        return self.block.bottom > self.table.block.bottom

    @property
    def difference(self) -> Block:
        """The rows that come into the table or leave it."""
        low, high = sorted((self.block.bottom, self.table.block.bottom))
        return self.block._replace(top=low + 1, bottom=high)

    def refuse_meeting(self, tables: Collection[TableRange], others: Collection[Resized]) -> None:
        """Raise WorkbookError where it would grow into another table, as that is or will be."""
        if not self.grows:
            return
        blocks = {one.name: one.block for one in tables} | {one.table.name: one.block for one in others}
        for name, block in blocks.items():
            if name != self.table.name and block.meets(self.difference):
                raise WorkbookError("table-meets-table", table=self.table.name, other=name, block=block)


def resized(table: TableRange, rows: int) -> Resized | None:
    """Return what so many body rows make of a table; None where it has them already.

    Raises WorkbookError where it has a totals row, which would have to move, or would leave the sheet.
    """
    bottom = table.block.top + rows
    if bottom == table.block.bottom:
        return None
    if table.has_totals:
        raise WorkbookError("table-has-totals", table=table.name)
    if bottom > LAST_ROW:
        raise WorkbookError("table-beyond-sheet", table=table.name, rows=rows)
    return Resized(table, table.block._replace(bottom=bottom))


def copy_look(sheet: xw.Sheet, change: Resized, program: Program) -> None:
    """Let the new rows of a table look as its first one does, and hold nothing, no note either."""
    first = change.block.top + 1
    new = area_of(sheet, change.difference)
    area_of(sheet, change.block._replace(top=first, bottom=first)).copy(new)
    new.clear_contents()
    program.clear_notes(new)
