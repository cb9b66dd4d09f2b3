"""Formula cells whose shown value a plan makes wrong: they read, near or far, a cell that it changes."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from runxl.grid.address import Address, Block, block_at
from runxl.hosts.package.references import Reads, data_table_reads
from runxl.hosts.package.sharing import groups

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from runxl.hosts.package.references import References
    from runxl.hosts.package.sheetbytes import FormulaCell, SheetBytes

# a block of at most so many tiles is found through them, a larger one by looking at it
_TILE_ROWS = 128
_MOST_TILES = 64


class Reader(NamedTuple):
    """A formula: the cells that show its result, and what it reads."""

    shows: Block
    reads: Reads


def stale(
    sheets: Iterable[SheetBytes],
    references: References,
    changed: Iterable[Block],
    settled: Collection[Address],
) -> set[Address]:
    """Return the formula cells that show what is no longer right once the changed blocks hold something else.

    Settled cells are never among them: the plan writes them, or has found their value right. So nothing is followed
    through them either.
    """
    waiting = list(changed)
    if not waiting:
        return set()
    index = _Index()
    for sheet in sheets:
        for reader in readers(sheet, references, settled):
            index.add(reader)
    waiting += index.anything
    found: set[Address] = set(_cells(index.anything))
    while waiting:
        for shows in index.take(waiting.pop()):
            found.update(_cells([shows]))
            waiting.append(shows)
    return found - set(settled)


def readers(sheet: SheetBytes, references: References, settled: Collection[Address]) -> Iterator[Reader]:
    """Give every formula of a sheet that is not settled."""
    shared = {place: group for group in groups(sheet) for place in group.children}
    name = sheet.sheet
    for formula in sheet.formulas:
        place = (formula.row, formula.column)
        if Address(name, *place) in settled:
            continue
        shows = _shown(name, formula)
        text = shared[place].formula(*place) if place in shared else formula.text
        reads = references.reads(text, name, formula.row)
        if formula.kind == "dataTable":
            inputs = [formula.tag.get("r1", ""), formula.tag.get("r2", "")]
            reads = Reads(data_table_reads(name, shows, inputs))
        yield Reader(shows, reads)


def _shown(sheet: str, formula: FormulaCell) -> Block:
    """Return the cells that show a formula's result: more than its own for an array or a what-if table."""
    if formula.kind in {"array", "dataTable"} and "ref" in formula.tag:
        return block_at(sheet, formula.tag["ref"])
    return Block(sheet, formula.row, formula.column, formula.row, formula.column)


def _cells(blocks: Iterable[Block]) -> Iterator[Address]:
    for block in blocks:
        for row in range(block.top, block.bottom + 1):
            for column in range(block.left, block.right + 1):
                yield Address(block.sheet, row, column)


class _Index:
    """Finds the formulas that read a cell; each is handed out once."""

    def __init__(self) -> None:
        self.anything: list[Block] = []
        self._readers: dict[Block, list[Block]] = {}
        self._tiles: dict[tuple[str, int, int], list[Block]] = defaultdict(list)
        self._tall: dict[tuple[str, int], list[Block]] = defaultdict(list)

    def add(self, reader: Reader) -> None:
        """Take in a formula."""
        if reader.reads.all:
            self.anything.append(reader.shows)
            return
        for block in reader.reads.blocks:
            if block not in self._readers:
                self._readers[block] = []
                tiles = _tiles(block)
                if tiles is None:
                    for column in _columns(block):
                        self._tall[block.sheet, column].append(block)
                for tile in tiles or ():
                    self._tiles[tile].append(block)
            self._readers[block].append(reader.shows)

    def take(self, changed: Block) -> list[Block]:
        """Return the blocks that show the result of formulas which read a changed block, and forget those formulas."""
        tiles = _tiles(changed, len(self._readers))
        if tiles is None:
            near = list(self._readers)
        else:
            near = [block for tile in tiles for block in self._tiles.get(tile, ())]
            tall = [(changed.sheet, column) for column in (0, *range(changed.left, changed.right + 1))]
            near += [block for key in tall for block in self._tall.get(key, ())]
        met = {block for block in near if block.meets(changed)}
        # a block that has been met is not looked at again: running sums are as many tall blocks as there are rows
        for column in {column for block in met for column in _columns(block)}:
            key = (changed.sheet, column)
            self._tall[key] = [block for block in self._tall[key] if block not in met]
        return [shows for block in met for shows in self._readers.pop(block, ())]


def _columns(block: Block) -> Iterable[int]:
    """Return the columns under which a tall block is kept; 0 stands for any of too many."""
    return range(block.left, block.right + 1) if block.right - block.left < _MOST_TILES else (0,)


def _tiles(block: Block, most: int = _MOST_TILES) -> list[tuple[str, int, int]] | None:
    """Return the tiles that a block lies on; None where they are too many to list."""
    top, bottom = block.top // _TILE_ROWS, block.bottom // _TILE_ROWS
    if (bottom - top + 1) * (block.right - block.left + 1) > most:
        return None
    columns = range(block.left, block.right + 1)
    return [(block.sheet, row, column) for row in range(top, bottom + 1) for column in columns]
