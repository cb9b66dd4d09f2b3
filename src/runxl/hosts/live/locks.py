"""The locked cells of an open workbook, asked for when somebody wants to know."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from runxl.grid import Address
from runxl.hosts.live.busy import answering
from runxl.hosts.live.excel import parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import xlwings as xw

    from runxl.grid import Block, Content
    from runxl.hosts.live.cells import Place
    from runxl.hosts.live.programs import Program

_T = TypeVar("_T")


class AskedLocks(AbstractSet["Place"]):
    """The cells of a sheet that hold something and that nobody can type in.

    A sheet that is not protected costs one call, another a few for each block of cells that are locked alike.
    """

    def __init__(self, sheet: xw.Sheet, cells: Mapping[Place, Content], program: Program) -> None:
        self._sheet, self._cells, self._program = sheet, cells, program

    @cached_property
    def _blocks(self) -> list[Block]:
        with answering():
            if not self._program.is_protected(self._sheet):
                return []
            return [block for block, locked in parts(self._sheet.used_range, self._program.locks, bool) if locked]

    def __contains__(self, place: object) -> bool:
        """Tell whether a cell is one of them."""
        return place in self._cells and any(block.covers(Address("", *place)) for block in self._blocks)  # type: ignore[misc]  # a place, as it is among the cells

    def __iter__(self) -> Iterator[Place]:
        """Give the cells."""
        return (place for place in self._cells if place in self)

    def __len__(self) -> int:
        """Return the number of cells."""
        return sum(1 for _ in self)

    @classmethod
    def _from_iterable(cls, places: Iterable[_T]) -> AbstractSet[_T]:
        return frozenset(places)
