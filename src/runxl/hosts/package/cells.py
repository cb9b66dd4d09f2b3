"""One sheet's XML as cells: what stands in them, how their styles show them, and the merged blocks."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from runxl.errors import FileError
from runxl.grid import CellError, Content, Sheet
from runxl.grid.address import Address, Block, block_at, cell_at
from runxl.hosts.package.cellformulas import CellFormulas
from runxl.hosts.package.cellvalues import TRUTH, number, shared_string
from runxl.hosts.package.styles import steps
from runxl.hosts.package.trees import guarded_parser, parse, unescaped

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from decimal import Decimal
    from xml.parsers.expat import XMLParserType

    from runxl.grid import Value
    from runxl.hosts.package.styles import Style

Place: TypeAlias = "tuple[int, int]"


class Common(NamedTuple):
    """What the sheets of one workbook share. `styles` are those that are not plain, by the index that cells spell.

    With `odd_as_error`, what is no value of its cell's type is an error that says what stands there, and no fault.
    Formulas that share another's may come to `most_shared` characters; None for as many as there are.
    """

    file: str
    strings: Sequence[str]
    styles: Mapping[str, Style]
    date1904: bool
    odd_as_error: bool = False
    most_shared: int | None = None


def read_sheet(name: str, xml: bytes, part: str, common: Common, *, hidden: bool) -> Sheet:
    """Return the sheet that a worksheet part holds. FileError, naming the cell, where one cannot be read."""
    reader = _SheetReader(name, common)
    # it stands behind the cells; UTF-16 has a zero beside each of its letters
    reader.lock.may_close = b"sheetProtection" in xml or b"\0" in xml[:100]
    parser = guarded_parser(common.file, part)
    parser.StartElementHandler = reader.start_root
    reader.parser = parser
    parse(parser, xml, common.file, part)
    looks = reader.looks
    return Sheet(
        name,
        reader.cells,
        reader.formats,
        tuple(reader.merges),
        hidden,
        looks.indents,
        looks.outline,
        frozenset(looks.bold),
        locked=reader.lock.closed(reader.cells),
    )


class _Looks:
    """How cells and rows look, where they are not plain."""

    def __init__(self) -> None:
        self.indents: dict[tuple[int, int], int] = {}
        self.outline: dict[int, int] = {}
        self.bold: set[tuple[int, int]] = set()

    def keep_cell(self, place: tuple[int, int], style: Style) -> None:
        """Keep what a style says of a cell."""
        if style.indent:
            self.indents[place] = style.indent
        if style.bold:
            self.bold.add(place)

    def keep_row(self, row: int, level: str) -> None:
        """Keep at which level a row is grouped."""
        deep = steps(level)
        if deep:
            self.outline[row] = deep


class _Lock:
    """Which cells a sheet lets nobody type in; `open` ones are only gathered where the sheet may be protected."""

    def __init__(self) -> None:
        self.may_close = False
        self.open: set[Place] = set()
        self._sheet_is_protected = False
        self._open_blocks: list[Block] = []

    def protect(self, attributes: Mapping[str, str]) -> None:
        """Take in how a sheet is protected."""
        self._sheet_is_protected = TRUTH.get(attributes.get("sheet", "0"), False)

    def let(self, sheet: str, ranges: str) -> None:
        """Take in ranges that some may type in although the sheet is protected; what is no range lets nobody."""
        for ref in ranges.split():
            with suppress(ValueError):
                self._open_blocks.append(block_at(sheet, ref))

    def closed(self, cells: Mapping[Place, Content]) -> frozenset[Place]:
        """Return the places of the cells that nobody can type in."""
        if not self._sheet_is_protected:
            return frozenset()
        closed = cells.keys() - self.open
        for block in self._open_blocks:
            closed = {place for place in closed if not block.covers(Address(block.sheet, *place))}
        return frozenset(closed)


class _SheetReader:
    """Takes expat's events. Its state lies in attributes and the commonest tag is tested first: it runs once a tag.

    Its attributes are at most thirty: with more, Python looks each of them up more slowly.
    """

    parser: XMLParserType

    def __init__(self, sheet: str, common: Common) -> None:
        self.cells: dict[tuple[int, int], Content] = {}
        self.formats: dict[tuple[int, int], str] = {}
        self.merges: list[Block] = []
        self.looks, self.lock = _Looks(), _Lock()
        self._sheet, self._common = sheet, common
        self._row, self._digits, self._column = 0, "0", 0
        self._columns: dict[str, int] = {}
        self._attributes: Mapping[str, str] = {}
        self._formula_attributes: Mapping[str, str] = {}
        self._value: str | None = None
        self._formula: str | None = None
        self._texts: list[str] = []
        self._inline: list[str] = []
        self._phonetic = False
        self._formulas = CellFormulas(common.file, common.most_shared)
        self._values: dict[str, Callable[[str], Value]] = {
            "n": number,
            "s": self._shared_string,
            "str": unescaped,
            "inlineStr": unescaped,
            "b": TRUTH.__getitem__,
            "e": CellError,
            "d": self._serial,
        }

    def start_root(self, name: str, _attributes: Mapping[str, str]) -> None:
        """Learn from the root which of the two spreadsheet namespaces the part uses."""
        prefix = name.removesuffix("worksheet")
        names = (prefix + local for local in ("c", "v", "row", "f", "is", "t", "rPh"))
        self._c, self._v, self._r, self._f, self._is, self._t, self._rph = names
        self._below: dict[str, Callable[[Mapping[str, str]], None]] = {
            f"{prefix}mergeCell": lambda attributes: self.merges.append(block_at(self._sheet, attributes["ref"])),
            f"{prefix}sheetProtection": self.lock.protect,
            f"{prefix}protectedRange": lambda attributes: self.lock.let(self._sheet, attributes.get("sqref", "")),
        }
        self._text_names = (self._v, self._t)
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._texts.append

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == self._c:
            self._attributes = attributes
            self._value = self._formula = None
        elif name in self._text_names:
            self._texts.clear()
        elif name == self._r:
            self._row, self._column = int(attributes.get("r", self._row + 1)), 0
            self._digits = str(self._row)
            if "outlineLevel" in attributes:
                self.looks.keep_row(self._row, attributes["outlineLevel"])
        elif name == self._f:
            self._texts.clear()
            self._formula_attributes = attributes
        elif name == self._is:
            self._inline.clear()
        elif name == self._rph:
            self._phonetic = True
        elif name in self._below:
            self._below[name](attributes)

    def _end(self, name: str) -> None:
        if name == self._v:
            self._value = _joined(self._texts)
        elif name == self._c:
            self._end_cell()
        elif name == self._f:
            self._formula = _joined(self._texts)
        elif name == self._t and not self._phonetic:
            self._inline.append("".join(self._texts))
            self._texts.clear()
        elif name == self._is:
            self._value = _joined(self._inline)
        elif name == self._rph:
            self._phonetic = False

    def _end_cell(self) -> None:
        attributes, text = self._attributes, self._value
        place = self._place(attributes.get("r"))
        style = self._common.styles.get(attributes.get("s", "0"))
        if style is not None and style.format is not None:
            self.formats[place] = style.format
        if text is not None or self._formula is not None:
            value = None if text is None else self._typed(place, attributes.get("t", "n"), text)
            spelled = self._formula
            formula = None if spelled is None else self._formulas.own(place, self._formula_attributes, spelled)
            if value is not None or formula is not None:
                self.cells[place] = Content(value, formula)
                if style is not None and (style.bold or style.indent):
                    self.looks.keep_cell(place, style)
                if style is not None and style.open and self.lock.may_close:
                    self.lock.open.add(place)

    def _place(self, reference: str | None) -> tuple[int, int]:
        """Return the row and column of a cell; one without a reference stands right of the last."""
        if reference is None:
            self._column += 1
            return self._row, self._column
        letters = reference.removesuffix(self._digits)
        if letters not in self._columns:
            cell = cell_at(self._sheet, reference)
            self._row, self._digits = cell.row, str(cell.row)
            letters = reference.removesuffix(self._digits)
            self._columns[letters] = cell.column
        self._column = self._columns[letters]
        return self._row, self._column

    def _typed(self, place: tuple[int, int], kind: str, text: str) -> Value:
        try:
            return self._values[kind](text)
        except (ValueError, LookupError) as fault:
            if self._common.odd_as_error:
                return CellError(text) if text else None
            cell = Address(self._sheet, *place)
            raise FileError("cell-unreadable", file=self._common.file, cell=cell, text=text) from fault

    def _shared_string(self, text: str) -> str:
        return shared_string(self._common.strings, text)

    def _serial(self, text: str) -> Decimal:
        from runxl.hosts.package.dates import serial  # noqa: PLC0415  (dates written out are rare)

        return serial(text, date1904=self._common.date1904)


def _joined(texts: list[str]) -> str:
    """Return the pieces of a text together, and leave them so: elements within one another would join them each."""
    if len(texts) > 1:
        texts[:] = ["".join(texts)]
    return texts[0] if texts else ""
