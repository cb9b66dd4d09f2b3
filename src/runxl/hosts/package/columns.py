"""Chosen columns of a workbook file's sheets, row by row, for many files of which each is looked into once.

Each sheet is read whole by a parser that calls nobody back, and refuses what is not well-formed or declares a document
type. After that the rows are cut apart, and a row's cells are found by a pattern when somebody asks for them. A sheet
that such a pattern cannot be trusted with is read as `read_snapshot` reads it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache, partial
from typing import TYPE_CHECKING, TypeAlias

from runxl.grid import EMPTY, Address, CellError, Content, Sheet, column_letters
from runxl.hosts.package.cells import Common, number, read_sheet
from runxl.hosts.package.dates import serial
from runxl.hosts.package.markup import sound
from runxl.hosts.package.markup import unescaped as without_entities
from runxl.hosts.package.reader import shared_strings
from runxl.hosts.package.styles import cell_styles, number_formats
from runxl.hosts.package.trees import unescaped

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from runxl.grid import Value
    from runxl.hosts.package.archive import Archive
    from runxl.hosts.package.structure import Structure

Told: TypeAlias = Mapping[str, Callable[[Content, str], Content]]
"""How the cells of some columns are told, by the columns' keys: from what stands there and its number format."""

_CHARACTERS = r"[^<>&\x00-\x08\x0a-\x1f\ufffe\uffff]*+"
_STRING = re.compile(
    rf'<si><t(?: xml:space="preserve")?+>({_CHARACTERS}(?:&(?:amp|lt|gt|quot|apos);{_CHARACTERS})*+)</t></si>'
)
_STRINGS = re.compile(
    rb"""(?:\xef\xbb\xbf)?(?:<\?xml version="1.0"(?: encoding="(?:UTF|utf)-8")?[^<>&]*\?>)?\s*"""
    rb"""<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"(?: [a-zA-Z]+="[0-9]+")*>"""
)
_TYPE = re.compile(r'\st="(\w+)"')
_STYLE = re.compile(r'\ss="(\d+)"')
_CELL_ATTRIBUTES = r'(?: (?:t|cm|vm|ph)="[0-9A-Za-z]*+"| s="(?:0|[1-9][0-9]{0,5}+)")*+ ?+'
_FORMULA = (
    r"<f>[^<]++</f>"
    r'|<f(?: (?:t|ref|si|a?ca|bx)="[0-9A-Za-z:]*+"| xml:space="preserve")++>[^<]++</f>|<f t="shared"[a-z0-9=" ]*+/>'
)
_TEXT = r'(?: xml:space="preserve")?+>[^<]*+'
_VALUE = rf"<v>[^<]*+</v>|<v(?: ?+/>|{_TEXT}</v>)|<is><t{_TEXT}</t></is>"
# only what is written as programs write it is understood: each cell with its row's number, nothing between tags
_ROW = re.compile(
    r'<row r="([1-9][0-9]{0,6}+)"(?: (?!xmlns)[A-Za-z0-9:]++="[^"<>&/]*+")*+ ?+'
    rf'(?:/>|>(?:<c r="[A-Z]{{1,3}}+\1"{_CELL_ATTRIBUTES}'
    rf"(?:/>|>(?:(?:{_FORMULA})(?:{_VALUE})?+|{_VALUE})?+</c>))*+</row>)"
)
_ROWS_END = "</sheetData>"
_AGAIN = re.compile(r"<(?:\w+:)?(?:c|row|sheetData)[\s/>]|<[!?]")
_PLAIN_NAMES = re.compile(
    r"\ufeff?(?:<\?[^<>]*\?>)?\s*<worksheet\s(?:(?!<(?:c|row)[\s/>]|<[!?]|<\w+:|<[^<>]*\sxmlns=).)*<sheetData>"
)
# texts within a formula are passed over, and sheets' names as far as they have no bar; else a bar stands nowhere
_DDE = re.compile(r"""\A(?:[^"'|]|"[^"]*+"|'[^'|]*+'?+)*?(?:\||\bDDE\s*+\()""", re.IGNORECASE)
_TRUTH = {"0": False, "1": True, "false": False, "true": True}


class ColumnReader:
    """The sheets of one workbook file. FileError, naming the part, where one cannot be read."""

    def __init__(self, archive: Archive, structure: Structure) -> None:
        self._archive, self._structure = archive, structure
        self._strings = _strings(archive, structure.shared_strings)
        self._parts = {
            sheet.name: sound(archive.read(sheet.part), archive.file, sheet.part)
            for sheet in structure.sheets
            if sheet.is_worksheet
        }
        self._formats = _formats(archive, structure.styles)
        self._values: dict[str, _Read] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the sheets that have cells, in their order."""
        return tuple(self._parts)

    def find_dde(self) -> Address | None:
        """Return the first cell whose formula asks another program for data: `=cmd|'/c calc'!A1`."""
        for name, data in self._parts.items():
            cells = data[: data.rfind(b"sheetData")]
            # a bar can be spelled by its number
            if any(sign in cells for sign in (b"|", b"&#")) or b"dde" in cells.lower():
                for place, content in self.whole(name).cells.items():
                    if content.formula is not None and _DDE.search(content.formula):
                        return Address(name, *place)
        return None

    def whole(self, name: str) -> Sheet:
        """Return everything that stands on a sheet. FileError, naming the cell, where one cannot be read."""
        part = self._structure.sheet(name)
        styles = cell_styles(self._archive, self._structure.styles)
        common = Common(self._archive.file, self._strings, styles, self._structure.date1904)
        return read_sheet(name, self._parts[name], part.part if part else name, common, hidden=False)

    def rows(
        self, name: str, typed: Mapping[int, str], computed: Mapping[int, str], told: Told, ahead: Collection[str] = ()
    ) -> Mapping[int, Mapping[str, Content]]:
        """Return a sheet's rows by their numbers: some columns by their keys, of computed ones what is no formula.

        A number that cannot be read is the text that stands there. What stands under the keys `ahead` will be asked
        for in every row, the rest perhaps.
        """
        text = self._parts[name].decode()
        span, texts = _rows(text)
        if not span:
            return chosen(self.whole(name), typed, computed, told)
        spelling = _Spelling(self, {**typed, **computed}, frozenset(map(column_letters, computed)), told)
        rows = {number_: Row(spelling, row, ahead) for number_, row in texts.items()}
        spelling.fill_ahead(text[slice(*span)], rows, ahead)
        return rows

    def values(self, kind: str) -> Mapping[str, Content]:
        """Return what stands in the cells of a type, by how they spell it."""
        if kind not in self._values:
            # not a method of this object: what refers to itself stays in memory long after it was needed
            self._values[kind] = _Read(partial(_content, kind, self._strings, self._structure.date1904))
        return self._values[kind]

    def number_format(self, style: str) -> str:
        """Return the number format of a style, by the index that cells spell."""
        return self._formats.get(style, "General")


class Row(Mapping[str, Content]):
    """What stands in one row's chosen columns, by their keys; looked at when somebody first asks.

    What stands under the `ahead` keys is known before: asking for it costs nothing.
    """

    __slots__ = ("_ahead", "_cells", "_spelling", "_text")

    def __init__(self, spelling: _Spelling, text: str, ahead: Collection[str]) -> None:
        self._spelling: _Spelling | None = spelling
        self._text = text
        self._cells: dict[str, Content] = {}
        self._ahead = ahead

    def put(self, key: str, content: Content) -> None:
        """Take in what stands under a key that is known ahead."""
        self._cells[key] = content

    @property
    def _all(self) -> dict[str, Content]:
        if self._spelling is not None:
            self._cells, self._spelling, self._text = self._spelling.cells(self._text), None, ""
        return self._cells

    def __getitem__(self, key: str) -> Content:
        """Return what stands under a column; KeyError where nothing does."""
        return self._cells[key] if key in self._ahead else self._all[key]

    def __iter__(self) -> Iterator[str]:
        """Give the keys of the columns in which something stands."""
        return iter(self._all)

    def __contains__(self, key: object) -> bool:
        """Tell whether something stands under a column."""
        return key in (self._cells if key in self._ahead else self._all)

    def __len__(self) -> int:
        """Return how many columns hold something."""
        return len(self._all)

    def __reduce__(self) -> tuple[type[dict[str, Content]], tuple[dict[str, Content]]]:
        """Return how another process gets it: as plain values."""
        return dict, (self._all,)


class _Read(dict[str, Content]):
    """What stands in a cell, by how its value is spelled; each spelling is read once."""

    def __init__(self, make: Callable[[str], Content]) -> None:
        self._make = make

    def __missing__(self, spelled: str) -> Content:
        content = self[spelled] = self._make(spelled)
        return content


class _Spelling:
    """How the cells of a sheet spell what stands in the chosen columns."""

    def __init__(self, reader: ColumnReader, keys: Mapping[int, str], computed: Collection[str], told: Told) -> None:
        self._reader, self._told = reader, told
        self._keys = {column_letters(column): key for column, key in keys.items()}
        self._letters = frozenset(self._keys)
        self._computed = computed
        self._kinds: dict[str, Mapping[str, Content]] = {}

    def cells(self, text: str) -> dict[str, Content]:
        """Return what stands in a row, by the columns' keys."""
        return {key: content for _, key, content in self._found(self._letters, text)}

    def fill_ahead(self, text: str, rows: Mapping[int, Row], keys: Collection[str]) -> None:
        """Put into all rows at once what stands under some keys."""
        letters = frozenset(letters for letters, key in self._keys.items() if key in keys)
        for number_, key, content in self._found(letters, text):
            if number_ in rows:
                rows[number_].put(key, content)

    def _found(self, letters: frozenset[str], text: str) -> Iterator[tuple[int, str, Content]]:
        """Give row, key and content of each cell of some columns that holds something."""
        found = _pattern(letters).findall(text) if letters else ()
        for letter, digits, attributes, has_formula, formula, value, inline in found:
            if has_formula and letter in self._computed:
                continue
            content = (self._kinds.get(attributes) or self._learnt(attributes))[value or inline]
            if formula:
                content = Content(content.value, without_entities(formula).removeprefix("="))
            if content != EMPTY:
                key = self._keys[letter]
                if key in self._told and isinstance(content.value, Decimal):
                    style = _STYLE.search(attributes)
                    content = self._told[key](content, self._reader.number_format(style[1] if style else "0"))
                yield int(digits), key, content

    def _learnt(self, attributes: str) -> Mapping[str, Content]:
        kind = _TYPE.search(attributes)
        values = self._kinds[attributes] = self._reader.values(kind[1] if kind else "n")
        return values


def chosen(
    sheet: Sheet, typed: Mapping[int, str], computed: Mapping[int, str], told: Told
) -> dict[int, Mapping[str, Content]]:
    """Return the chosen columns of a sheet that was read whole."""
    rows: dict[int, dict[str, Content]] = {}
    for (row, column), content in sheet.cells.items():
        key = typed.get(column) or (computed.get(column) if content.formula is None else None)
        if key is not None:
            is_told = key in told and isinstance(content.value, Decimal)
            shown = sheet.formats.get((row, column), "General")
            rows.setdefault(row, {})[key] = told[key](content, shown) if is_told else content
    return dict(rows)


def _rows(text: str) -> tuple[tuple[int, int] | None, dict[int, str]]:
    """Return where a sheet's rows stand and each row's text by its number; None where they need the whole reader."""
    head = _PLAIN_NAMES.match(text)
    # a parser reads "\r\n" as "\n"
    if head is None or text.find("\r", head.end()) >= 0:
        return None, {}
    place, found = head.end(), {}
    while row := _ROW.match(text, place):
        place, number_ = row.end(), int(row[1])
        if number_ in found:
            return None, {}
        found[number_] = row[0]
    if not text.startswith(_ROWS_END, place) or _AGAIN.search(text, place + len(_ROWS_END)):
        return None, {}
    return (head.end(), place), found


def _formats(archive: Archive, part: str | None) -> Mapping[str, str]:
    """Return the number formats that are not General, by the index that cells spell."""
    if part is None:
        return {}
    xml = archive.read(part)
    count = xml.count(b"<xf", xml.find(b"<cellXfs"), xml.find(b"</cellXfs>"))
    if count == 0 or b"<!" in xml or xml.count(b"<?") > 1:
        return {index: style.format for index, style in cell_styles(archive, part).items() if style.format}
    return number_formats(archive, part, set(map(str, range(count))))


@lru_cache(maxsize=64)
def _pattern(columns: frozenset[str]) -> re.Pattern[str]:
    """Return the pattern for the cells of some columns.

    Its groups: column, row, attributes, the beginning of a formula, its text, the value, an inline text.
    """
    letters = "|".join(sorted(columns))
    return re.compile(
        rf'<c r="({letters})([1-9][0-9]*+)"([^<>/]*+)>(?:(<f)(?:[^<>/]*+/>|[^<>/]*+>([^<]*+)</f>))?+'
        r"(?:<v[^<>/]*+>([^<]*+)</v>|<is><t[^<>]*+>([^<]*+)</t>)?+"
    )


def _content(kind: str, strings: Sequence[str], date1904: bool, spelled: str) -> Content:  # noqa: FBT001  (bound first)
    """Return what a cell of a type holds; the text itself where it is none of that type."""
    if not spelled:
        return Content("" if kind == "str" else None)
    text = without_entities(spelled)
    try:
        return Content(_value(kind, strings, date1904, text))
    except (ValueError, LookupError):
        return Content(text)


def _value(kind: str, strings: Sequence[str], date1904: bool, spelled: str) -> Value:  # noqa: FBT001  (the same)
    if kind == "n":
        return number(spelled)
    if kind == "s":
        return strings[_index(spelled)]
    if kind == "b":
        return _TRUTH[spelled]
    if kind == "d":
        return serial(spelled, date1904=date1904)
    return CellError(spelled) if kind == "e" else unescaped(spelled)


def _index(spelled: str) -> int:
    index = int(spelled)
    if index < 0:
        raise IndexError(index)
    return index


def _strings(archive: Archive, part: str | None) -> Sequence[str]:
    """Return the shared strings; where all are plain ones, by a pattern that takes nothing else."""
    if part is None:
        return []
    xml = archive.read(part)
    opened, end = _STRINGS.match(xml), xml.rfind(b"</sst>")
    if opened is None or xml[end + len(b"</sst>") :].strip():
        return shared_strings(archive, part)
    try:
        pieces = _STRING.split(xml[opened.end() : end].decode())
    except UnicodeDecodeError:
        return shared_strings(archive, part)
    if any(pieces[::2]):
        return shared_strings(archive, part)
    return [unescaped(without_entities(one)) if "&" in one or "_" in one else one for one in pieces[1::2]]
