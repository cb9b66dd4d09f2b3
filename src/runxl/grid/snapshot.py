"""What stands in a workbook, read in one go and never changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from runxl.grid.address import Address, Block

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from collections.abc import Set as AbstractSet


class CellError(NamedTuple):
    """An error that the spreadsheet program shows in a cell, by its code: `#REF!`."""

    code: str

    def __str__(self) -> str:
        """Return the code."""
        return self.code


Value: TypeAlias = bool | Decimal | str | CellError | None


class Content(NamedTuple):
    """What stands in one cell: the value shown and, where there is one, the formula without its `=`.

    A number is the exact decimal of the shortest text that reads back as the stored double; a date is its serial
    number. A text that begins with `=` and has no formula is text.
    """

    value: Value = None
    formula: str | None = None


EMPTY = Content()

_ONE, _LEAST_CHANGE = Decimal(1), Decimal("1E-9")


def same(one: Content, other: Content) -> bool:
    """Tell whether two cells hold the same. A truth value is no number, though Python takes True for 1.

    >>> same(Content(True), Content(Decimal(1)))
    False
    """
    return one == other and isinstance(one.value, bool) is isinstance(other.value, bool)


def still(found: Content, expected: Content) -> bool:
    """Tell whether a cell holds what it was left with, or the same formula that was only computed anew.

    A spreadsheet program that opens a workbook computes its formulas: values that were dropped come back, and sums of
    doubles differ in their last digits. That is no edit.

    >>> still(Content(Decimal("0.30000000000000004"), "A1+A2"), Content(Decimal("0.3"), "A1+A2"))
    True
    >>> still(Content(Decimal("0.4"), "A1+A2"), Content(Decimal("0.3"), "A1+A2"))
    False
    """
    if found.formula is None or found.formula != expected.formula:
        return same(found, expected)
    if expected.value is None:
        return True
    if isinstance(found.value, Decimal) and isinstance(expected.value, Decimal):
        return abs(found.value - expected.value) <= _LEAST_CHANGE * max(_ONE, abs(expected.value))
    return same(found, expected)


@dataclass(frozen=True, slots=True)
class Table:
    """An Excel table: its block with the header row, and the header texts from left to right."""

    name: str
    block: Block
    headers: tuple[str, ...]

    @property
    def sheet(self) -> str:
        """The sheet that the table stands on."""
        return self.block.sheet

    @property
    def body(self) -> range:
        """The sheet rows below the header row."""
        return range(self.block.top + 1, self.block.bottom + 1)

    def column(self, header: str) -> int:
        """Return the sheet column under a header, counted from 1.

        Raises KeyError where the table has no such header.
        """
        try:
            return self.block.left + self.headers.index(header)
        except ValueError:
            raise KeyError(header) from None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet's cells by (row, column), counted from 1; only cells that hold something.

    `indents` holds how far their style indents them, `bold` those whose whole font is bold, `outline` at which level
    rows are grouped; what is plain is left out. A host that does not ask how cells look leaves all three empty.

    `notes` holds the texts of the cells' notes, which Excel called comments before it had conversations; a cell with a
    conversation has no note. `locked` holds the cells that a protected sheet lets nobody type in. A host may ask for
    these two first when somebody looks.
    """

    name: str
    cells: Mapping[tuple[int, int], Content]
    formats: Mapping[tuple[int, int], str] = field(default_factory=lambda: MappingProxyType({}))
    merges: tuple[Block, ...] = ()
    hidden: bool = False
    indents: Mapping[tuple[int, int], int] = field(default_factory=lambda: MappingProxyType({}))
    outline: Mapping[int, int] = field(default_factory=lambda: MappingProxyType({}))
    bold: frozenset[tuple[int, int]] = frozenset()
    notes: Mapping[tuple[int, int], str] = field(default_factory=lambda: MappingProxyType({}))
    locked: AbstractSet[tuple[int, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A whole workbook at one moment: sheets in their order, tables and names.

    `formats` of a sheet holds number format codes other than General. `names` holds the workbook's names that stand
    for one block of cells.
    """

    sheets: Mapping[str, Sheet]
    tables: Mapping[str, Table] = field(default_factory=lambda: MappingProxyType({}))
    names: Mapping[str, Block] = field(default_factory=lambda: MappingProxyType({}))
    date1904: bool = False

    def content(self, cell: Address) -> Content:
        """Return what stands in a cell; EMPTY where nothing does or the sheet does not exist."""
        sheet = self.sheets.get(cell.sheet)
        return EMPTY if sheet is None else sheet.cells.get((cell.row, cell.column), EMPTY)

    def number_format(self, cell: Address) -> str:
        """Return a cell's number format code; `General` where nothing else is set."""
        sheet = self.sheets.get(cell.sheet)
        return "General" if sheet is None else sheet.formats.get((cell.row, cell.column), "General")

    def note(self, cell: Address) -> str:
        """Return the text of a cell's note; "" where it has none."""
        sheet = self.sheets.get(cell.sheet)
        return "" if sheet is None else sheet.notes.get((cell.row, cell.column), "")

    def is_locked(self, cell: Address) -> bool:
        """Tell whether a cell holds something, and its protected sheet lets nobody type in it."""
        sheet = self.sheets.get(cell.sheet)
        return sheet is not None and (cell.row, cell.column) in sheet.locked

    def formulas(self) -> Iterator[tuple[Address, Content]]:
        """Give every cell that holds a formula, sheet by sheet."""
        for sheet in self.sheets.values():
            for (row, column), content in sheet.cells.items():
                if content.formula is not None:
                    yield Address(sheet.name, row, column), content
