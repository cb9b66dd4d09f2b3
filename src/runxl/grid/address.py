"""Where a cell or a block of cells is."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})\Z")
_BARE_SHEET = re.compile(r"[^\W\d]\w*\Z")
_LOOKS_LIKE_CELL = re.compile(r"([A-Za-z]{1,3}[0-9]+|[Rr][0-9]*[Cc][0-9]*|[Rr]|[Cc])\Z")


@cache
def column_letters(number: int) -> str:
    """Return the letters of a column counted from 1.

    >>> column_letters(1), column_letters(27), column_letters(16384)
    ('A', 'AA', 'XFD')
    """
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Return the number of a column, counted from 1.

    >>> column_number("A"), column_number("xfd")
    (1, 16384)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def quoted(sheet: str) -> str:
    """Return a sheet's name as a formula spells it.

    >>> quoted("Mått"), quoted("Mars 2020"), quoted("A1")
    ('Mått', "'Mars 2020'", "'A1'")
    """
    if _BARE_SHEET.match(sheet) and not _LOOKS_LIKE_CELL.match(sheet):
        return sheet
    return "'" + sheet.replace("'", "''") + "'"


class Address(NamedTuple):
    """One cell: its sheet, row and column, counted from 1."""

    sheet: str
    row: int
    column: int

    def __str__(self) -> str:
        """Return the address as a controller reads it: `Mått!B12`."""
        return f"{quoted(self.sheet)}!{self.a1}"

    @property
    def a1(self) -> str:
        """The address without its sheet: `B12`."""
        return f"{column_letters(self.column)}{self.row}"


class Block(NamedTuple):
    """A rectangle of cells, both corners included, counted from 1."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        """Return the block as a formula spells it: `Mått!A4:C9`."""
        return f"{quoted(self.sheet)}!{self.a1}"

    @property
    def a1(self) -> str:
        """The block without its sheet: `A4:C9`, or `A4` where it is a single cell."""
        first = f"{column_letters(self.left)}{self.top}"
        last = f"{column_letters(self.right)}{self.bottom}"
        return first if first == last else f"{first}:{last}"

    def covers(self, cell: Address) -> bool:
        """Tell whether a cell lies within."""
        return (
            cell.sheet == self.sheet and self.top <= cell.row <= self.bottom and self.left <= cell.column <= self.right
        )

    def meets(self, other: Block) -> bool:
        """Tell whether two blocks share a cell."""
        return (
            self.sheet == other.sheet
            and self.top <= other.bottom
            and other.top <= self.bottom
            and self.left <= other.right
            and other.left <= self.right
        )


def cell_at(sheet: str, a1: str) -> Address:
    """Return the cell that `a1` names on a sheet; dollar signs are allowed.

    Raises ValueError where it is not one cell within a sheet's bounds.

    >>> cell_at("Mått", "$B$12")
    Address(sheet='Mått', row=12, column=2)
    """
    match = _CELL.match(a1)
    if match:
        row, column = int(match[2]), column_number(match[1])
        if row <= LAST_ROW and column <= LAST_COLUMN:
            return Address(sheet, row, column)
    message = f"not a cell: {a1!r}"
    raise ValueError(message)


def block_at(sheet: str, a1: str) -> Block:
    """Return the block that `a1` names on a sheet: `A4:C9` or `A4`.

    Raises ValueError where it is not a block within a sheet's bounds.

    >>> block_at("Mått", "A4:C9").a1
    'A4:C9'
    """
    first, _, last = a1.partition(":")
    one, two = cell_at(sheet, first), cell_at(sheet, last or first)
    return Block(
        sheet,
        min(one.row, two.row),
        min(one.column, two.column),
        max(one.row, two.row),
        max(one.column, two.column),
    )
