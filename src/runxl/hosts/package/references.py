"""Which blocks of a workbook a formula reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from runxl.grid.address import Block
from runxl.hosts.package.formulas import Area, Function, Named, pieces
from runxl.hosts.package.trees import sensible, tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from runxl.hosts.package.archive import Archive
    from runxl.hosts.package.structure import Structure

# what these read is computed, so no text shows it
_UNKNOWABLE = frozenset({"INDIRECT", "OFFSET", "CELL", "INFO"})
_DEEPEST_NAME = 20


class Reads(NamedTuple):
    """The blocks that a formula reads; `all` where it may read any cell."""

    blocks: frozenset[Block]
    all: bool = False


_NOTHING = Reads(frozenset())
_ANYTHING = Reads(frozenset(), all=True)


class References:
    """Finds what formulas read, through the names and tables of one workbook."""

    def __init__(self, archive: Archive, structure: Structure, tables: Mapping[str, Block]) -> None:
        """Take the tables' blocks too: a plan may be about to make them longer or shorter."""
        self._sheets = [sheet.name for sheet in structure.sheets]
        self._spelled = {name.casefold(): index for index, name in enumerate(self._sheets)}
        self._tables = {name.casefold(): (structure.tables[name], block) for name, block in tables.items()}
        self._names = _defined_names(archive, structure)

    def reads(self, formula: str, sheet: str, row: int, depth: int = 0) -> Reads:
        """Return what a formula reads that stands on a sheet in a row."""
        found = [
            self._of(piece, sheet, row, depth) for piece in pieces(formula) if piece == ":" or type(piece) is not str
        ]
        return _together(found)

    def _of(self, piece: object, sheet: str, row: int, depth: int) -> Reads:
        if isinstance(piece, Area):
            bounds = piece.bounds()
            return Reads(frozenset(Block(name, *bounds) for name in self._named_sheets(piece.sheet, sheet)))
        if isinstance(piece, Named):
            return self._named(piece, sheet, row, depth)
        if isinstance(piece, Function) and piece.name.upper().rpartition(".")[2] not in _UNKNOWABLE:
            return _NOTHING
        # a colon that stands between two references is a block whose corners are computed
        return _ANYTHING

    def _named_sheets(self, spelled: str, own: str) -> Iterable[str]:
        """Return the sheets that a prefix names: two with all between them in a 3-D reference, none of another file."""
        if not spelled:
            return [own]
        name = spelled[:-1].strip("'").replace("''", "'").casefold()
        if name in self._spelled:
            return [self._sheets[self._spelled[name]]]
        first, _, last = name.partition(":")
        if first in self._spelled and last in self._spelled:
            low, high = sorted((self._spelled[first], self._spelled[last]))
            return self._sheets[low : high + 1]
        return []

    def _named(self, piece: Named, sheet: str, row: int, depth: int) -> Reads:
        if not piece.name:
            return _ANYTHING
        key = piece.name.casefold()
        if key in self._tables:
            table, block = self._tables[key]
            return Reads(frozenset({part_of_table(table.headers, block, piece.part, sheet, row)}))
        owner = next(iter(self._named_sheets(piece.sheet, sheet)), "")
        text = self._names.get((owner.casefold(), key), self._names.get(("", key)))
        if text is None:
            return _NOTHING
        if depth > _DEEPEST_NAME or _is_relative(text):
            return _ANYTHING
        return self.reads(text, sheet, row, depth + 1)


def _together(reads: list[Reads]) -> Reads:
    if not reads:
        return _NOTHING
    return Reads(frozenset().union(*(read.blocks for read in reads)), any(read.all for read in reads))


def _is_relative(formula: str) -> bool:
    """Tell whether a name means another cell in every cell that uses it."""
    corners = [corner for area in pieces(formula) if isinstance(area, Area) for corner in area[1:] if corner]
    return any((c.row and not c.row_fixed) or (c.column and not c.column_fixed) for c in corners)


def part_of_table(headers: Sequence[str], block: Block, part: str, sheet: str, row: int) -> Block:
    """Return the cells of a table that a bracket means: its own row, one column, or simply the whole table."""
    columns = [header for header in headers if part.casefold().endswith(f"[{header.casefold()}]]")]
    columns += [header for header in headers if part.casefold() == f"[{header.casefold()}]"]
    if "#this row" in part.casefold() and sheet == block.sheet and block.top <= row <= block.bottom:
        block = block._replace(top=row, bottom=row)
    if len(columns) == 1 and "]:[" not in part and part.count(",") <= 1:
        column = block.left + headers.index(columns[0])
        block = block._replace(left=column, right=column)
    return block


def _defined_names(archive: Archive, structure: Structure) -> dict[tuple[str, str], str]:
    """Return the formulas behind names, by the sheet they belong to (empty for the workbook's) and their own name."""
    root = tree(archive.read(structure.workbook), archive.file, structure.workbook)
    names = {}
    for line in root.every("definedNames", "definedName"):
        with sensible(archive.file, structure.workbook):
            local = int(line.attributes.get("localSheetId", "-1"))
        owner = structure.sheets[local].name.casefold() if 0 <= local < len(structure.sheets) else ""
        names[owner, line.attributes.get("name", "").casefold()] = line.text
    return names


def data_table_reads(sheet: str, block: Block, inputs: Iterable[str]) -> frozenset[Block]:
    """Return what a what-if table reads: its input cells, and the row above and the column left of its results."""
    around = block._replace(top=max(block.top - 1, 1), left=max(block.left - 1, 1))
    found = {around}
    for text in inputs:
        found |= {Block(sheet, *piece.bounds()) for piece in pieces(text) if isinstance(piece, Area)}
    return frozenset(found)
