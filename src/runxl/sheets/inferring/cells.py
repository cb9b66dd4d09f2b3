"""What a cell of a table that nobody prepared says: a number, nothing, a text, a share, or something not known."""

from __future__ import annotations

import re
from decimal import Context, Decimal
from enum import Enum, auto
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from runxl.domain.amount import MOST_DIGITS, ZERO, decimals_of, number_in, whole_digits
from runxl.grid import CellError
from runxl.layout.recognised import NOTHING, PER_CENT, UNITS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from runxl.grid import Block, Content, Sheet

_UNIT_AFTER = re.compile(r"(.*[0-9])\s*(" + "|".join(UNITS) + r"|%)\.?\s*\Z", re.IGNORECASE)
_BRACKETED = re.compile(r"\(([^()]+)\)(.*)\Z")
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_DATE = re.compile(r"[ymdhs]", re.IGNORECASE)
_PLACES = re.compile(r"[0#?]")
_LONGEST_NUMBER = 40
_MOST_DECIMALS = 9
_YEARS = range(1990, 2060)
# a double holds 15 digits; what stands behind them is noise
_AS_A_CELL_HOLDS = Context(prec=15)


class Kind(Enum):
    """What sort of thing stands in a cell."""

    NUMBER = auto()
    NOTHING = auto()
    TEXT = auto()
    SHARE = auto()
    UNKNOWN = auto()


class Seen(NamedTuple):
    """What a cell says. `decimals` is how many it shows; a text that spells a number has both number and text.

    `indent` is how far its style indents it and how deep its row is grouped, together.
    """

    kind: Kind
    number: Decimal = ZERO
    decimals: int = 0
    text: str = ""
    indent: int = 0
    bold: bool = False
    formula: str | None = None

    @property
    def is_year(self) -> bool:
        """Whether the number could be a year in a heading."""
        return self.kind is Kind.NUMBER and self.decimals <= 0 and self.number in _YEARS


Cells: TypeAlias = "dict[tuple[int, int], Seen]"

_NOTHING = Seen(Kind.NOTHING)
_UNKNOWN = Seen(Kind.UNKNOWN)


class Shown(NamedTuple):
    """How a number format shows a number; `decimals` is None where it leaves that to the number."""

    decimals: int | None = None
    is_share: bool = False
    is_date: bool = False


def cells_of(sheet: Sheet, area: Block | None) -> Cells:
    """Return what every cell of a sheet, or of an area on it, says; only cells that hold something."""
    cells = {
        place: _as_it_stands(content, sheet.formats.get(place))
        for place, content in _within(sheet.cells, area).items()
        if content.value is not None and content.value != ""
    }
    if sheet.indents or sheet.outline or sheet.bold:
        return {place: _as_it_looks(sheet, place, said) for place, said in cells.items()}
    return cells


def _as_it_stands(content: Content, code: str | None) -> Seen:
    said = seen(content, code)
    return said if content.formula is None else said._replace(formula=content.formula)


def _as_it_looks(sheet: Sheet, place: tuple[int, int], said: Seen) -> Seen:
    indent = sheet.indents.get(place, 0) + sheet.outline.get(place[0], 0)
    bold = place in sheet.bold
    return said._replace(indent=indent, bold=bold) if indent or bold else said


def _within(cells: Mapping[tuple[int, int], Content], area: Block | None) -> Mapping[tuple[int, int], Content]:
    if area is None:
        return cells
    return {
        (row, column): content
        for (row, column), content in cells.items()
        if area.top <= row <= area.bottom and area.left <= column <= area.right
    }


def seen(content: Content, code: str | None) -> Seen:
    """Return what a cell with this content and number format code says.

    >>> from runxl.grid import Content
    >>> seen(Content("4 134 tkr"), None).number, seen(Content("–"), None).kind, seen(Content("78 %"), None).kind
    (Decimal('4134'), <Kind.NOTHING: 2>, <Kind.SHARE: 4>)
    >>> seen(Content("(1 234)"), None).number
    Decimal('-1234')
    """
    value = content.value
    if isinstance(value, Decimal):
        return _seen_number(value, code)
    if isinstance(value, str):
        return _seen_text(value)
    return _UNKNOWN if isinstance(value, CellError | bool) else _NOTHING


def _seen_number(value: Decimal, code: str | None) -> Seen:
    shown = how_shown(code) if code else Shown()
    if shown.is_date:
        return Seen(Kind.TEXT, text=str(value))
    if shown.is_share:
        return Seen(Kind.SHARE)
    if whole_digits(value) > MOST_DIGITS:
        return _UNKNOWN
    number = _AS_A_CELL_HOLDS.plus(value)
    decimals = min(_MOST_DECIMALS, decimals_of(number)) if shown.decimals is None else shown.decimals
    return Seen(Kind.NUMBER, number, decimals)


def _seen_text(text: str) -> Seen:
    plain = text.strip()
    if not plain or plain in NOTHING:
        return _NOTHING
    if len(plain) > _LONGEST_NUMBER or not any("0" <= letter <= "9" for letter in plain):
        return Seen(Kind.TEXT, text=text)
    bracketed = _BRACKETED.match(plain)
    if bracketed:
        return _seen_in_brackets(bracketed, text)
    unit = _UNIT_AFTER.match(plain)
    number = number_in(unit[1] if unit else plain)
    if number is None:
        return Seen(Kind.TEXT, text=text)
    if unit and unit[2] == PER_CENT:
        return Seen(Kind.SHARE, text=text)
    return Seen(Kind.NUMBER, number, _typed_decimals(plain), text) if whole_digits(number) <= MOST_DIGITS else _UNKNOWN


def _seen_in_brackets(bracketed: re.Match[str], text: str) -> Seen:
    """Return the negative number that stands in brackets; a year in brackets, as in a heading, is none."""
    inside = _seen_text(bracketed[1] + bracketed[2])
    if inside.kind is not Kind.NUMBER:
        return inside._replace(text=text)
    spaced = inside.text != f"{inside.number:f}"
    if inside.number < ZERO or (inside.is_year and not spaced):
        return Seen(Kind.TEXT, text=text)
    return inside._replace(number=-inside.number, text=text)


def _typed_decimals(text: str) -> int:
    _, _, fraction = text.replace(".", ",").partition(",")
    return sum("0" <= letter <= "9" for letter in fraction)


@lru_cache(maxsize=256)
def how_shown(code: str) -> Shown:
    """Return how a number format code shows a number.

    >>> how_shown("# ##0.0"), how_shown("0%").is_share, how_shown("yyyy-mm").is_date, how_shown("0,").decimals
    (Shown(decimals=1, is_share=False, is_date=False), True, True, -3)
    """
    plain = _LITERAL.sub("", code.split(";", maxsplit=1)[0])
    if PER_CENT in plain:
        return Shown(is_share=True)
    if "general" in plain.casefold() or "E" in plain or "@" in plain:
        return Shown()
    if _DATE.search(plain):
        return Shown(is_date=True)
    whole, _, fraction = plain.partition(".")
    thousands = len(plain.rstrip()) - len(plain.rstrip().rstrip(","))
    if not _PLACES.search(whole + fraction):
        return Shown()
    return Shown(len(_PLACES.findall(fraction)) - 3 * thousands)
