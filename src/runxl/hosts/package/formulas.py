"""What a formula refers to, and the same formula moved to another cell.

Formulas are spelled as files store them: English names, comma between arguments, without the leading `=`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from runxl.grid.address import LAST_COLUMN, LAST_ROW, column_letters, column_number

_SHEET = r"(?:'(?:[^']|'')+'|(?:\[\d+\])?[\w.]+(?::[\w.]+)?|\[\d+\]|\#REF)!"
_CELL = r"\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6}"
_COLUMN = r"\$?[A-Za-z]{1,3}"
_ROW = r"\$?[1-9]\d{0,6}"
_BRACKETS = r"\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\]"
_TOKEN = re.compile(
    rf"""
      "(?:[^"]|"")*"
    | (?P<sheet>{_SHEET})?(?P<area>{_CELL}(?::{_CELL})?|{_COLUMN}:{_COLUMN}|{_ROW}:{_ROW})(?![\w.(!\[\\?])
    | \#(?:REF!|DIV/0!|N/A|NAME\?|NULL!|NUM!|VALUE!|[A-Z_]+[!?]?)
    | \d+\.?\d*(?:[eE][+-]?\d+)?
    | (?P<function>(?:[^\W\d]|\\)[\w.\\?]*)\(
    | (?P<of>{_SHEET})?(?P<name>(?:[^\W\d]|\\)[\w.\\?]*)(?P<part>{_BRACKETS})?
    | (?P<own>{_BRACKETS})
    | (?P<colon>:)
    """,
    re.VERBOSE,
)
_CORNER = re.compile(r"(\$?)([A-Za-z]*)(\$?)(\d*)")


class Corner(NamedTuple):
    """One end of an area; a whole column has row 0, a whole row has column 0."""

    column_fixed: bool
    column: int
    row_fixed: bool
    row: int

    def moved(self, down: int, right: int) -> Corner:
        """Return the corner after a move; what is fixed with `$` stays."""
        row = self.row + down if self.row and not self.row_fixed else self.row
        column = self.column + right if self.column and not self.column_fixed else self.column
        return self._replace(row=row, column=column)

    def within(self, like: Corner) -> bool:
        """Tell whether a moved corner still lies on the sheet; `like` is the corner before the move."""
        row_is_fine = 1 <= self.row <= LAST_ROW if like.row else True
        return row_is_fine and (1 <= self.column <= LAST_COLUMN if like.column else True)

    def __str__(self) -> str:
        """Return the corner as a formula spells it."""
        column = ("$" * self.column_fixed) + column_letters(self.column) if self.column else ""
        return column + (("$" * self.row_fixed) + str(self.row) if self.row else "")


class Area(NamedTuple):
    """Cells that a formula names; `sheet` is as spelled, with its `!`, and empty for the formula's own sheet."""

    sheet: str
    first: Corner
    last: Corner | None

    def moved(self, down: int, right: int) -> str:
        """Return the text of the area after a move, `#REF!` where it would leave the sheet."""
        first = self.first.moved(down, right)
        last = None if self.last is None else self.last.moved(down, right)
        if not first.within(self.first) or (last and self.last and not last.within(self.last)):
            return f"{self.sheet}#REF!"
        return f"{self.sheet}{first}" if last is None else f"{self.sheet}{first}:{last}"

    def bounds(self) -> tuple[int, int, int, int]:
        """Return top, left, bottom and right, both ends included."""
        first, last = self.first, self.last or self.first
        rows = sorted((first.row or 1, last.row or LAST_ROW))
        columns = sorted((first.column or 1, last.column or LAST_COLUMN))
        return rows[0], columns[0], rows[1], columns[1]


class Named(NamedTuple):
    """A defined name or a table in a formula; `part` is the bracket behind a table's name, else empty.

    `name` is empty where a bracket stands alone and so means the table around the formula.
    """

    sheet: str
    name: str
    part: str

    def __str__(self) -> str:
        """Return the name as the formula spells it."""
        return self.sheet + self.name + self.part


class Function(NamedTuple):
    """A function that a formula calls."""

    name: str

    def __str__(self) -> str:
        """Return the call's beginning as the formula spells it."""
        return self.name + "("


Piece: TypeAlias = str | Area | Named | Function


def _area(sheet: str, text: str) -> Area | None:
    """Return the area that a text names, or None where it lies beyond the sheet and so is a name."""
    corners = []
    for half in text.split(":"):
        match = _CORNER.fullmatch(half)
        if match is None:
            return None
        fixed, letters, row_fixed, digits = match.groups()
        # `$5` of a row range: the only dollar sign belongs to the row
        row_is_fixed = bool(row_fixed or (fixed and not letters))
        corners.append(Corner(bool(fixed and letters), column_number(letters), row_is_fixed, int(digits or 0)))
    if any(corner.column > LAST_COLUMN or corner.row > LAST_ROW for corner in corners):
        return None
    return Area(sheet, corners[0], corners[1] if len(corners) > 1 else None)


def _piece(token: re.Match[str]) -> Piece:
    """Return what a token is; a text where it refers to nothing."""
    if token["area"]:
        sheet = token["sheet"] or ""
        return _area(sheet, token["area"]) or Named(sheet, token["area"], "")
    if token["name"]:
        return Named(token["of"] or "", token["name"], token["part"] or "")
    if token["own"]:
        return Named("", "", token["own"])
    return Function(token["function"]) if token["function"] else token[0]


@lru_cache(maxsize=4096)
def pieces(formula: str) -> tuple[Piece, ...]:
    """Return a formula cut into what it refers to and the text between; a colon between references stands alone."""
    found: list[Piece] = []
    end = 0
    for token in _TOKEN.finditer(formula):
        if token.start() > end:
            found.append(formula[end : token.start()])
        found.append(_piece(token))
        end = token.end()
    found.append(formula[end:])
    return tuple(found)


def translate(formula: str, down: int, right: int) -> str:
    """Return a formula as it reads when moved, as in a copy of its cell.

    >>> translate("SUM($A1:B$2)+LOG10(C3)", 1, 2)
    'SUM($A2:D$2)+LOG10(E4)'
    """
    if not (down or right):
        return formula
    return "".join(piece.moved(down, right) if isinstance(piece, Area) else str(piece) for piece in pieces(formula))
