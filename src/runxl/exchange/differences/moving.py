"""Where each cell of one version stands in the other, and whether two formulas say the same though cells moved."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from runxl.grid import Address
from runxl.hosts.package.formulas import Area, Function, Named, pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from runxl.exchange.differences.regions import Aligned, Region

# in these the order of the arguments says nothing
_UNORDERED = frozenset({"SUM", "COUNT", "COUNTA", "MAX", "MIN", "AVERAGE", "PRODUCT"})
_MOST_CELLS = 20_000


class _Lines:
    """Rows or columns of one side by those of the other; what holds nothing moves with the one before it."""

    def __init__(self, pairs: Mapping[int, int], here: Iterable[int], there: Iterable[int]) -> None:
        self._pairs, self._here, self._there = pairs, frozenset(here), frozenset(there)
        self._paired = sorted(pairs)

    def __call__(self, line: int) -> int | None:
        if line in self._pairs:
            return self._pairs[line]
        if line in self._here:
            return None
        before = bisect_right(self._paired, line) - 1
        moved = line if before < 0 else line - self._paired[before] + self._pairs[self._paired[before]]
        return None if moved in self._there else moved


class _Way(NamedTuple):
    """How the cells of one region went to the other version."""

    region: Region
    sheet: str
    row: _Lines
    column: _Lines


class Moves:
    """Where the cells of one version went. The regions of a sheet come with its tables first."""

    def __init__(self, regions: Iterable[Aligned], *, back: bool = False) -> None:
        self._ways: dict[str, list[_Way]] = {}
        self._sheets: dict[str, str] = {}
        for one in regions:
            here, there = (one.b, one.a) if back else (one.a, one.b)
            rows, columns = (_turned(one.rows), _turned(one.columns)) if back else (one.rows, one.columns)
            way = _Way(
                here,
                there.sheet,
                _Lines(rows, here.rows, there.rows),
                _Lines(columns, here.columns, there.columns),
            )
            self._ways.setdefault(here.sheet, []).append(way)
            self._sheets[here.sheet.casefold()] = here.sheet

    def __call__(self, cell: Address) -> Address | None:
        """Return where a cell stands in the other version; None where its row, column or sheet is gone."""
        for way in self._ways.get(cell.sheet, ()):
            table = way.region.table
            if table is None or table.block.covers(cell):
                # a table's header row is where the table is, and is no row of it
                row, column = way.row(cell.row), way.column(cell.column)
                return None if row is None or column is None else Address(way.sheet, row, column)
        return None

    def sheet(self, spelled: str, own: str) -> str:
        """Return the sheet that a formula's prefix names; the formula's own where it has none."""
        name = spelled.removesuffix("!").strip("'").replace("''", "'")
        return self._sheets.get(name.casefold(), name) if name else own


def _turned(pairs: Mapping[int, int]) -> dict[int, int]:
    return {place: number for number, place in pairs.items()}


class Formulas:
    """Tells whether a formula of one version and one of the other say the same."""

    def __init__(self, regions: Sequence[Aligned]) -> None:
        self._there, self._back = Moves(regions), Moves(regions, back=True)

    def same(self, one: str, here: str, other: str, there: str) -> bool:
        """Compare the formula of a cell on a sheet of the first version with one on a sheet of the second.

        Rows and columns that came in or went make a range longer or shorter; that is told of them, not of it.
        """
        if one.strip() == other.strip():
            return True
        return _moved(one, here, self._there) == _staying(other, there, self._back) or (
            _moved(other, there, self._back) == _staying(one, here, self._there)
        )


def _moved(formula: str, sheet: str, moves: Moves) -> list[object]:
    """Return what a formula says, its cells where they went."""
    return _read(formula, lambda area: frozenset(filter(None, map(moves, _cells(area, moves, sheet)))))


def _staying(formula: str, sheet: str, moves: Moves) -> list[object]:
    """Return what a formula says, without the cells that the other version has not."""
    return _read(formula, lambda area: frozenset(cell for cell in _cells(area, moves, sheet) if moves(cell)))


def _cells(area: Area, moves: Moves, own: str) -> Iterator[Address]:
    """Give the cells of an area; of a very large one, its corners."""
    top, left, bottom, right = area.bounds()
    sheet = moves.sheet(area.sheet, own)
    if (bottom - top + 1) * (right - left + 1) > _MOST_CELLS:
        return iter((Address(sheet, top, left), Address(sheet, bottom, right)))
    return (Address(sheet, row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))


def _read(formula: str, cells: Callable[[Area], frozenset[Address]]) -> list[object]:
    """Return a formula as its words and the cells that it names, ranges beside each other in a sum as one."""
    read: list[object] = []
    open_: list[bool] = []
    for piece in pieces(formula.replace("$", "")):
        if isinstance(piece, Area):
            _add_cells(read, cells(piece), unordered=bool(open_) and open_[-1])
            continue
        text = str(piece)
        if isinstance(piece, Function):
            open_.append(piece.name.upper() in _UNORDERED)
        elif not isinstance(piece, Named):
            _step(open_, text)
        if text.strip():
            read.append(text.strip().upper())
    return read


def _step(open_: list[bool], text: str) -> None:
    for character in "" if text.startswith('"') else text:
        if character == "(":
            open_.append(False)
        elif character == ")" and open_:
            open_.pop()


def _add_cells(read: list[object], cells: frozenset[Address], *, unordered: bool) -> None:
    if unordered and len(read) > 1 and read[-1] == "," and isinstance(read[-2], frozenset):
        read.pop()
        cells |= read.pop()  # type: ignore[operator]  # looked at above
    read.append(cells)
