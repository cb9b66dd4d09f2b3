"""Chosen columns of a workbook file's sheets, row by row, for many files of which each is looked into once.

Rows that are written plainly are cut apart by a pattern that takes nothing else, and a row's cells are found by another
when somebody asks for them. What is around such rows, and a sheet that has other ones, goes through a parser that
refuses what is not well-formed or declares a document type; such a sheet is read as `read_snapshot` reads it.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from runxl.errors import FileError
from runxl.grid import Address, Content, Sheet, column_letters
from runxl.hosts.package.cells import Common, read_sheet
from runxl.hosts.package.markup import sound
from runxl.hosts.package.plainxml import PlainRows, rows_in, strings_in
from runxl.hosts.package.rowcells import Kinds, Row, Spelling, Told
from runxl.hosts.package.styles import cell_styles, number_formats

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from runxl.hosts.package.archive import Archive
    from runxl.hosts.package.structure import SheetPart, Structure
    from runxl.hosts.package.styles import Style

# texts within a formula are passed over, and sheets' names as far as they have no bar; else a bar stands nowhere
_DDE = re.compile(r"""\A(?:[^"'|]|"[^"]*+"|'[^'|]*+'?+)*?(?:\||\bDDE\s*+\()""", re.IGNORECASE)
# a letter of "shared" by its number, which no program writes
_SPELLED_BY_NUMBER = re.compile(rb"&#(?:0*(?:97|10[014]|11[45])|x0*6[1458]|x0*7[23]);")


class ColumnReader:
    """The sheets of one workbook file. FileError, naming the part, where one cannot be read."""

    def __init__(self, archive: Archive, structure: Structure) -> None:
        self._archive, self._structure = archive, structure
        self._strings = strings_in(archive, structure.shared_strings)
        self._parts: dict[str, bytes] = {}
        self._plain: dict[str, PlainRows] = {}
        for sheet in structure.sheets:
            if sheet.is_worksheet:
                self._take(sheet)
        self._kinds = Kinds(self._strings, _formats(archive, structure.styles), date1904=structure.date1904)

    def _take(self, sheet: SheetPart) -> None:
        data = self._archive.read(sheet.part)
        plain = rows_in(data)
        checked = sound(data if plain is None else plain.rest, self._archive.file, sheet.part)
        self._parts[sheet.name] = checked if plain is None else data
        if plain is not None:
            self._plain[sheet.name] = plain

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the sheets that have cells, in their order."""
        return tuple(self._parts)

    def refuse_what_grows(self, most: int) -> None:
        """Raise FileError where the texts of a sheet's cells and formulas come to more than so many characters.

        A text and a formula stand once in the file, and in as many cells as refer to them.
        """
        longest = max(map(len, self._strings), default=0)
        for name, data in self._parts.items():
            shared = data.count(b"shared")
            formulas = shared * max(map(len, data.split(b"<"))) if shared else 0
            texts = longest * (data.count(b'"s"') + data.count(b"'s'"))
            # this count is quick and never too low, unless a cell's type is spelled by its letters' numbers
            if texts + formulas > most or _SPELLED_BY_NUMBER.search(data):
                cells = self.whole(name, most).cells.values()
                if sum(len(text) for cell in cells for text in cell if isinstance(text, str)) > most:
                    raise FileError("file-unpacks-too-large", file=self._archive.file)

    def find_dde(self) -> Address | None:
        """Return the first cell whose formula asks another program for data: `=cmd|'/c calc'!A1`."""
        for name, data in self._parts.items():
            end = data.rfind(b"sheetData")
            # a bar can be spelled by its number, though not in rows that are plain
            is_spelled = name not in self._plain and data.find(b"&#", 0, end) >= 0
            if is_spelled or data.find(b"|", 0, end) >= 0 or b"dde" in data[:end].lower():
                for place, content in self.whole(name).cells.items():
                    if content.formula is not None and _DDE.search(content.formula):
                        return Address(name, *place)
        return None

    def whole(self, name: str, most: int | None = None) -> Sheet:
        """Return everything that stands on a sheet, what is no value of its cell's type as an error that says it.

        FileError where formulas that share another's come to more than `most` characters.
        """
        part = self._structure.sheet(name)
        date1904 = self._structure.date1904
        common = Common(self._archive.file, self._strings, self._styles, date1904, odd_as_error=True, most_shared=most)
        return read_sheet(name, self._parts[name], part.part if part else name, common, hidden=False)

    @cached_property
    def _styles(self) -> Mapping[str, Style]:
        return cell_styles(self._archive, self._structure.styles)

    def rows(
        self, name: str, typed: Mapping[int, str], computed: Mapping[int, str], told: Told, ahead: Collection[str] = ()
    ) -> Mapping[int, Mapping[str, Content]]:
        """Return a sheet's rows by their numbers: some columns by their keys, of computed ones what is no formula.

        What is no value of its cell's type is an error that says what stands there: never a number, and no text that
        could be read as one. What stands under the keys `ahead` will be asked for in every row, the rest perhaps.
        """
        plain = self._plain.get(name)
        if plain is None:
            return chosen(self.whole(name), typed, computed, told)
        spelling = Spelling(self._kinds, {**typed, **computed}, frozenset(map(column_letters, computed)), told)
        known = spelling.cells_under(ahead, plain.text)
        return {number_: Row(spelling, row, ahead, known.get(number_, {})) for number_, row in plain.by_number.items()}


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


def _formats(archive: Archive, part: str | None) -> Mapping[str, str]:
    """Return the number formats that are not General, by the index that cells spell."""
    if part is None:
        return {}
    xml = archive.read(part)
    count = xml.count(b"<xf", xml.find(b"<cellXfs"), xml.find(b"</cellXfs>"))
    if count == 0 or b"<!" in xml or xml.count(b"<?") > 1:
        return {index: style.format for index, style in cell_styles(archive, part).items() if style.format}
    return number_formats(archive, part, set(map(str, range(count))))
