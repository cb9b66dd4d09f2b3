"""One sheet's bytes, and where its rows, cells and formulas stand in them.

Rows and cells are found by pattern, not parsed one by one: of a hundred thousand rows a patch touches twelve. The
patterns are exact because the part is well-formed (`markup.sound`): `<` stands in no attribute and no text, and where
comments, CDATA or instructions could hold something that looks like a row, those are matched first.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from functools import cached_property, lru_cache
from typing import NamedTuple

from runxl.errors import WorkbookError
from runxl.grid.address import cell_at
from runxl.hosts.package import markup
from runxl.hosts.package.markup import ATTRIBUTES, HIDDEN, Element, attributes

_NAMESPACE = re.compile(
    rb"""xmlns(?::([^\s=]+))?\s*=\s*["']http://(?:schemas\.openxmlformats\.org/spreadsheetml/2006|"""
    rb"""purl\.oclc\.org/ooxml/spreadsheetml)/main["']"""
)
_NUMBER = re.compile(rb"""\s+r\s*=\s*["'](\d+)["']""")
_REFERENCE = re.compile(rb"""\s+r\s*=\s*["']\$?([A-Za-z]{1,3})\$?(\d+)["']""")


class Cell(NamedTuple):
    """A cell that the sheet's bytes hold."""

    row: int
    column: int
    element: Element


class FormulaCell(NamedTuple):
    """A cell with an `<f>`: `kind` is normal, shared, array or dataTable; `tag` is the start tag of `<f>`."""

    row: int
    column: int
    kind: str
    tag: dict[str, str]
    text: str


class Patterns(NamedTuple):
    """Expressions for the elements of a sheet, whatever prefixes the part uses."""

    sheet_data: re.Pattern[bytes]
    row: re.Pattern[bytes]
    row_or_hidden: re.Pattern[bytes]
    formula: re.Pattern[bytes]


@lru_cache(maxsize=8)
def patterns(prefixes: tuple[bytes, ...]) -> Patterns:
    """Return the expressions for a part whose spreadsheet elements have one of these prefixes."""
    any_prefix = b"(?:" + b"|".join(re.escape(prefix) for prefix in prefixes) + b")"
    if prefixes == (b"",):
        any_prefix = b""
    row = rb"<(" + any_prefix + rb"row)(?=[\s/>])(" + ATTRIBUTES + rb")(/?)>"
    formula = rb"<" + any_prefix + rb"f(?=[\s/>])(" + ATTRIBUTES + rb")(?:/>|>([^<]*)</)"
    return Patterns(
        re.compile(rb"<(" + any_prefix + rb")sheetData(?=[\s/>])[^>]*>"),
        re.compile(row),
        re.compile(rb"(?s:" + HIDDEN + rb")|" + row),
        re.compile(formula),
    )


class SheetBytes:
    """A worksheet part in UTF-8, well-formed, looked at and never changed."""

    def __init__(self, sheet: str, data: bytes) -> None:
        self.sheet = sheet
        self.data = data
        self.root = markup.root(data)
        self._prefixes = self._declared_prefixes()
        self._patterns = patterns(self._prefixes)
        opened = self._patterns.sheet_data.search(data, self.root.inside)
        if opened is None:
            raise WorkbookError("sheet-without-cells", sheet=sheet)
        self.prefix = opened[1]
        self.hides = self._holds(b"!", b"<!", opened.end()) or self._holds(b"?", b"<?", opened.end())
        self.sheet_data = self._sheet_data(opened)
        if data.find(b"AlternateContent", self.sheet_data.inside, self.sheet_data.close) >= 0:
            raise WorkbookError("sheet-with-alternatives", sheet=sheet)

    def _declared_prefixes(self) -> tuple[bytes, ...]:
        """Return the prefixes, colon included, that stand for spreadsheet elements."""
        start_tag = self.data[self.root.start : self.root.inside]
        found = {name + b":" if name else b"" for name in _NAMESPACE.findall(start_tag)}
        # the element that declares its own namespace; rare, and then only the exact prefix it uses
        return tuple(sorted(found or {self.root.name.rpartition(b":")[0] + b":"}, reverse=True))

    def _holds(self, rare: bytes, sought: bytes, start: int) -> bool:
        """Tell whether some bytes stand behind a place; a missing rare letter of theirs answers quickly."""
        return self.data.find(rare, start) >= 0 and self.data.find(sought, start) >= 0

    def _sheet_data(self, opened: re.Match[bytes]) -> Element:
        name = opened[1] + b"sheetData"
        if opened[0].endswith(b"/>"):
            return Element(name, opened.start(), opened.end(), opened.end(), opened.end())
        close = self._end(name, opened.end()) if self.hides else self.data.rindex(b"</" + name)
        return Element(name, opened.start(), opened.end(), close, self.data.index(b">", close) + 1)

    def _end(self, name: bytes, start: int) -> int:
        """Return where the end tag of an element that holds none of its kind stands."""
        if not self.hides:
            return self.data.index(b"</" + name, start)
        ends = re.compile(rb"(?s:" + HIDDEN + rb")|(</" + re.escape(name) + rb"\s*>)")
        return next(found.start() for found in ends.finditer(self.data, start) if found[1])

    @cached_property
    def _rows(self) -> tuple[list[int], list[int]]:
        """The rows' numbers, and where each starts."""
        pattern = self._patterns.row_or_hidden if self.hides else self._patterns.row
        numbers: list[int] = []
        starts: list[int] = []
        number = 0
        for found in pattern.finditer(self.data, self.sheet_data.inside, self.sheet_data.close):
            if found[1] is None:
                continue
            stated = _NUMBER.search(found[2])
            number = int(stated[1]) if stated else number + 1
            numbers.append(number)
            starts.append(found.start())
        if any(later <= earlier for earlier, later in itertools.pairwise(numbers)):
            raise WorkbookError("sheet-rows-disordered", sheet=self.sheet)
        return numbers, starts

    def row(self, number: int) -> Element | None:
        """Return where a row stands; None where the sheet holds none of that number."""
        numbers, _starts = self._rows
        index = bisect_left(numbers, number)
        if index == len(numbers) or numbers[index] != number:
            return None
        return self._row_element(index)

    def _row_element(self, index: int) -> Element:
        starts = self._rows[1]
        opened = self._patterns.row.match(self.data, starts[index])
        if opened is None:
            message = f"no row at {starts[index]}"
            raise ValueError(message)
        name, inside = opened[1], opened.end()
        if opened[3]:
            return Element(name, starts[index], inside, inside, inside)
        close = self._end(name, inside)
        return Element(name, starts[index], inside, close, self.data.index(b">", close) + 1)

    def place_for_row(self, number: int) -> int:
        """Return where a new row of that number belongs."""
        numbers, starts = self._rows
        index = bisect_left(numbers, number)
        if index < len(starts):
            return starts[index]
        return self._row_element(len(starts) - 1).end if starts else self.sheet_data.inside

    def row_numbers(self, first: int, last: int) -> list[int]:
        """Return the numbers between two, both included, that the sheet holds rows for."""
        numbers = self._rows[0]
        return numbers[bisect_left(numbers, first) : bisect_left(numbers, last + 1)]

    def cells(self, number: int) -> list[Cell]:
        """Return a row's cells from left to right; none where there is no such row."""
        row = self.row(number)
        if row is None:
            return []
        found = []
        column = 0
        for element in markup.children(self.data, row.inside, row.close):
            if element.local == b"c":
                column = self._column(element, column + 1)
                found.append(Cell(number, column, element))
        return found

    def _column(self, element: Element, otherwise: int) -> int:
        tag = self.data[element.start : element.inside]
        stated = _REFERENCE.search(tag)
        if stated is None:
            return otherwise
        return cell_at(self.sheet, stated[1].decode() + "1").column

    def has_formulas(self) -> bool:
        """Tell whether any cell can hold a formula; costs one search."""
        inside, close = self.sheet_data.inside, self.sheet_data.close
        return any(self.data.find(b"<" + prefix + b"f", inside, close) >= 0 for prefix in self._prefixes)

    @cached_property
    def formulas(self) -> list[FormulaCell]:
        """Every cell with a formula, in the order of the bytes."""
        if not self.has_formulas():
            return []
        found = None if self.hides or len(self._prefixes) > 1 else self._formulas_by_pattern()
        return self._formulas_by_row() if found is None else found

    def _formulas_by_pattern(self) -> list[FormulaCell] | None:
        """Return the formulas, looked for backwards from each `<f>`; None where a cell does not say where it is."""
        found = []
        inside, close = self.sheet_data.inside, self.sheet_data.close
        opening = b"<" + self.prefix + b"c"
        for formula in self._patterns.formula.finditer(self.data, inside, close):
            start = self.data.rfind(opening, inside, formula.start())
            cell = _REFERENCE.search(self.data, start, formula.start())
            if start < 0 or cell is None:
                return None
            place = cell_at(self.sheet, (cell[1] + cell[2]).decode())
            found.append(_formula_cell(place.row, place.column, formula))
        return found

    def _formulas_by_row(self) -> list[FormulaCell]:
        found = []
        for number in self._rows[0]:
            for cell in self.cells(number):
                formula = self.formula(cell)
                if formula is not None:
                    found.append(formula)
        return found

    def formula(self, cell: Cell) -> FormulaCell | None:
        """Return a cell's formula as the bytes hold it."""
        for child in markup.children(self.data, cell.element.inside, cell.element.close):
            if child.local == b"f":
                match = self._patterns.formula.match(self.data, child.start)
                if match:
                    return _formula_cell(cell.row, cell.column, match)
        return None


def _formula_cell(row: int, column: int, formula: re.Match[bytes]) -> FormulaCell:
    tag = attributes(formula[1])
    text = markup.unescaped((formula[2] or b"").decode())
    return FormulaCell(row, column, tag.get("t", "normal"), tag, text)
