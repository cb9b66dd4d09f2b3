"""Chosen columns of a workbook file's sheets, row by row, for many files of which each is looked into once.

Each sheet is read whole by a parser that calls nobody back, and refuses what is not well-formed or declares a document
type. After that one pattern finds the cells asked for, in a fraction of the time that a call for each tag would take.
A sheet with a cell that the pattern cannot be trusted with is read as `read_snapshot` reads it.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from runxl.errors import FileError
from runxl.grid import Address, CellError, Content, Sheet, column_letters
from runxl.grid.address import cell_at
from runxl.hosts.package.cells import Common, number, read_sheet
from runxl.hosts.package.markup import sound
from runxl.hosts.package.markup import unescaped as without_entities
from runxl.hosts.package.reader import shared_strings
from runxl.hosts.package.styles import cell_styles
from runxl.hosts.package.trees import unescaped

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from runxl.hosts.package.archive import Archive
    from runxl.hosts.package.structure import Structure
    from runxl.hosts.package.styles import Style

Found: TypeAlias = "tuple[str, str, str, str, str, str, str]"
"""A cell as its part spells it: column, row, attributes, formula, value, inline text, and its end."""

_STRING = re.compile(r"<si><t[^<>/]*>([^<]*)</t></si>")
_TYPE = re.compile(r'\st="(\w+)"')
_STYLE = re.compile(r'\ss="(\d+)"')
# in a comment nothing counts that looks like a cell, and a cell without a reference stands right of the one before it
_NO_PATTERN = re.compile(r'<!|<c(?! r="[A-Z]{1,3}[1-9])[\s/>]')
_PLAIN_NAMES = re.compile(r"\ufeff?(?:<\?[^<>]*\?>)?\s*<worksheet\s")
# texts within a formula are passed over; outside of them a bar stands nowhere else
_DDE = re.compile(r"""\A(?:[^"|]|"(?:[^"]|"")*")*?(?:\||\bDDE\()""", re.IGNORECASE)
_NO_FORMULA, _NO_COLUMN = "(?!<f)", "(?!)"


class Chosen(NamedTuple):
    """What stands in the chosen columns: by row and by the columns' keys, and number formats by both."""

    rows: dict[int, dict[str, Content]]
    formats: dict[tuple[int, str], str]


class ColumnReader:
    """The sheets of one workbook file. FileError, naming part or cell, where one cannot be read."""

    def __init__(self, archive: Archive, structure: Structure) -> None:
        self._archive, self._structure = archive, structure
        self._strings = _strings(archive, structure.shared_strings)
        self._parts = {
            sheet.name: sound(archive.read(sheet.part), archive.file, sheet.part)
            for sheet in structure.sheets
            if sheet.is_worksheet
        }
        texts = _Read(lambda spelled: Content(unescaped(without_entities(spelled))))
        self._by_kind: Mapping[str, Mapping[str, Content]] = {
            "n": _Read(lambda spelled: Content(number(spelled))),
            "s": _Shared(self._strings),
            "str": texts,
            "inlineStr": texts,
            "e": _Read(lambda spelled: Content(CellError(without_entities(spelled)))),
        }

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the sheets that have cells, in their order."""
        return tuple(self._parts)

    def find_dde(self) -> Address | None:
        """Return the first cell whose formula asks another program for data: `=cmd|'/c calc'!A1`."""
        for name, data in self._parts.items():
            end = data.rfind(b"sheetData>")
            if data.find(b"|", 0, end) >= 0 or data.find(b"DDE(", 0, end) >= 0:
                for place, content in self.whole(name).cells.items():
                    if content.formula is not None and _DDE.search(content.formula):
                        return Address(name, *place)
        return None

    @cached_property
    def _styles(self) -> Mapping[str, Style]:
        return cell_styles(self._archive, self._structure.styles)

    def whole(self, name: str) -> Sheet:
        """Return everything that stands on a sheet."""
        part = self._structure.sheet(name)
        common = Common(self._archive.file, self._strings, self._styles, self._structure.date1904)
        return read_sheet(name, self._parts[name], part.part if part else name, common, hidden=False)

    def chosen(self, name: str, typed: Mapping[int, str], computed: Mapping[int, str], shown: Sequence[str]) -> Chosen:
        """Return what stands in some columns of a sheet, named by keys, and in computed ones only what is no formula.

        Of the columns whose keys are `shown` the number formats are read too.
        """
        text = self._parts[name].decode()
        if not _PLAIN_NAMES.match(text) or text.count("xmlns=") > 1 or _NO_PATTERN.search(text):
            return chosen(self.whole(name), typed, computed)
        found: list[Found] = _pattern(frozenset(typed)).findall(text)
        found += _pattern(frozenset(computed), _NO_FORMULA).findall(text)
        kinds = {attributes: _type(attributes) for attributes in {cell[2] for cell in found}}
        if not all(cell[6] for cell in found) or not self._by_kind.keys() >= set(kinds.values()):
            return chosen(self.whole(name), typed, computed)
        values = {attributes: self._by_kind[kind] for attributes, kind in kinds.items()}
        keys = {column_letters(column): key for column, key in (*typed.items(), *computed.items())}
        return Chosen(self._rows(name, found, keys, values), self._formats(found, keys, shown))

    def _rows(
        self, name: str, found: Sequence[Found], keys: Mapping[str, str], values: Mapping[str, Mapping[str, Content]]
    ) -> dict[int, dict[str, Content]]:
        rows: dict[str, dict[str, Content]] = {}
        for letters, digits, attributes, formula, value, inline, _ in found:
            spelled = value or inline
            if spelled:
                row = rows.get(digits)
                if row is None:
                    row = rows[digits] = {}
                try:
                    row[keys[letters]] = values[attributes][spelled]
                except (ValueError, IndexError) as fault:
                    cell = cell_at(name, letters + digits)
                    raise FileError("cell-unreadable", file=self._archive.file, cell=cell, text=spelled) from fault
            if formula:
                row, key = rows.setdefault(digits, {}), keys[letters]
                shown = row[key].value if spelled else None
                row[key] = Content(shown, without_entities(formula).removeprefix("="))
        return {int(digits): row for digits, row in rows.items()}

    def _formats(
        self, found: Sequence[Found], keys: Mapping[str, str], shown: Sequence[str]
    ) -> dict[tuple[int, str], str]:
        formats = {}
        for letters, digits, attributes, *_ in found if shown else ():
            if keys[letters] in shown and _type(attributes) == "n":
                match = _STYLE.search(attributes)
                style = self._styles.get(match[1]) if match else None
                if style is not None and style.format is not None:
                    formats[int(digits), keys[letters]] = style.format
        return formats


class _Read(dict[str, Content]):
    """What stands in a cell, by how its value is spelled; each spelling is read once."""

    def __init__(self, make: Callable[[str], Content]) -> None:
        self._make = make

    def __missing__(self, spelled: str) -> Content:
        content = self[spelled] = self._make(spelled)
        return content


class _Shared(dict[str, Content]):
    """The shared strings by their numbers, as cells spell them."""

    def __init__(self, strings: Sequence[str]) -> None:
        self._strings = strings

    def __missing__(self, spelled: str) -> Content:
        index = int(spelled)
        if index < 0:
            raise IndexError(index)
        content = self[spelled] = Content(self._strings[index])
        return content


def chosen(sheet: Sheet, typed: Mapping[int, str], computed: Mapping[int, str]) -> Chosen:
    """Return the chosen columns of a sheet that was read whole."""
    rows: dict[int, dict[str, Content]] = {}
    for (row, column), content in sheet.cells.items():
        key = typed.get(column) or (computed.get(column) if content.formula is None else None)
        if key is not None:
            rows.setdefault(row, {})[key] = content
    keys = {**typed, **computed}
    formats = {(row, keys[column]): code for (row, column), code in sheet.formats.items() if column in keys}
    return Chosen(rows, formats)


@lru_cache(maxsize=64)
def _pattern(columns: frozenset[int], condition: str = "") -> re.Pattern[str]:
    """Return the pattern for the cells of some columns; the condition is on what follows a cell's start tag.

    Where a cell holds something else than a plain formula and a plain value, its end is not found.
    """
    letters = "|".join(column_letters(column) for column in sorted(columns)) or _NO_COLUMN
    return re.compile(
        rf'<c r="({letters})([1-9][0-9]*+)"([^<>/]*+)>{condition}(?:<f[^<>/]*+>([^<]*+)</f>)?+'
        rf"(?:<v>([^<]*+)</v>|<is><t[^<>/]*+>([^<]*+)</t></is>)?+(</c>)?+"
    )


def _type(attributes: str) -> str:
    match = _TYPE.search(attributes)
    return match[1] if match else "n"


def _strings(archive: Archive, part: str | None) -> Sequence[str]:
    """Return the shared strings; where all are plain ones, by a pattern."""
    if part is None:
        return []
    text = sound(archive.read(part), archive.file, part).decode()
    found = _STRING.findall(text)
    if "<!" in text or len(found) != text.count("<si"):
        return shared_strings(archive, part)
    return [unescaped(without_entities(one)) if "&" in one or "_" in one else one for one in found]
