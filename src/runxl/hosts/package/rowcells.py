"""What stands in a row's cells, by how a sheet spells them; looked at when somebody asks."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from runxl.grid import EMPTY, CellError, Content, column_letters
from runxl.hosts.package.cellvalues import TRUTH, number, shared_string
from runxl.hosts.package.dates import serial
from runxl.hosts.package.markup import unescaped as without_entities
from runxl.hosts.package.plainxml import cells_pattern
from runxl.hosts.package.trees import unescaped

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from runxl.grid import Value

Told: TypeAlias = Mapping[str, Callable[[Content, str], Content]]
"""How the cells of some columns are told, by the columns' keys: from what stands there and its number format."""

_TYPE = re.compile(r'\st="(\w*)"')
_STYLE = re.compile(r'\ss="(\d+)"')
_TEXTS = frozenset({"str", "inlineStr"})


class Row(Mapping[str, Content]):
    """What stands in one row's chosen columns, by their keys; looked at when somebody first asks.

    What stands under the `ahead` keys is known before: asking for it costs nothing.
    """

    __slots__ = ("_ahead", "_cells", "_spelling", "_text")

    def __init__(self, spelling: Spelling, text: str, ahead: Collection[str], cells: dict[str, Content]) -> None:
        """Take in the row's text, and what is known of it: the cells under the `ahead` keys."""
        self._spelling: Spelling | None = spelling
        self._text, self._ahead, self._cells = text, ahead, cells

    @property
    def _all(self) -> dict[str, Content]:
        if self._spelling is not None:
            self._cells, self._spelling, self._text = self._spelling.cells(self._text), None, ""
        return self._cells

    def __getitem__(self, key: str) -> Content:
        """Return what stands under a column; KeyError where nothing does."""
        return self._cells[key] if key in self._ahead else self._all[key]

    def get(self, key: str, default: Content | None = None) -> Content | None:  # type: ignore[override]  # one default
        """Return what stands under a column, else the default; asked for most, so not by way of KeyError."""
        return (self._cells if key in self._ahead else self._all).get(key, default)

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


class Kinds:
    """What the cells of one workbook hold, by their types and by how they spell it.

    `formats` are the number formats that are not General, by the index that cells spell.
    """

    def __init__(self, strings: Sequence[str], formats: Mapping[str, str], *, date1904: bool) -> None:
        self._strings, self._formats, self._date1904 = strings, formats, date1904
        self._values: dict[str, _Read] = {}

    def values(self, kind: str) -> Mapping[str, Content]:
        """Return what stands in the cells of a type, by how they spell it."""
        if kind not in self._values:
            # not a method of this object: what refers to itself stays in memory long after it was needed
            self._values[kind] = _Read(partial(_content, kind, self._strings, self._date1904))
        return self._values[kind]

    def number_format(self, style: str) -> str:
        """Return the number format of a style, by the index that cells spell."""
        return self._formats.get(style, "General")


class Spelling:
    """How the cells of a sheet spell what stands in the chosen columns."""

    def __init__(self, kinds: Kinds, keys: Mapping[int, str], computed: Collection[str], told: Told) -> None:
        self._of_book, self._told = kinds, told
        self._keys = {column_letters(column): key for column, key in keys.items()}
        self._letters = frozenset(self._keys)
        self._computed = computed
        self._kinds: dict[str, Mapping[str, Content]] = {}

    def cells(self, text: str) -> dict[str, Content]:
        """Return what stands in a row, by the columns' keys."""
        return {key: content for _, key, content in self._found(self._letters, text)}

    def cells_under(self, keys: Collection[str], text: str) -> Mapping[int, dict[str, Content]]:
        """Return what stands under some keys in all rows at once, by the rows' numbers."""
        letters = frozenset(letters for letters, key in self._keys.items() if key in keys)
        found: defaultdict[int, dict[str, Content]] = defaultdict(dict)
        for number_, key, content in self._found(letters, text):
            found[number_][key] = content
        return found

    def _found(self, letters: frozenset[str], text: str) -> Iterator[tuple[int, str, Content]]:
        """Give row, key and content of each cell of some columns that holds something."""
        found = cells_pattern(letters).findall(text) if letters else ()
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
                    content = self._told[key](content, self._of_book.number_format(style[1] if style else "0"))
                yield int(digits), key, content

    def _learnt(self, attributes: str) -> Mapping[str, Content]:
        kind = _TYPE.search(attributes)
        values = self._kinds[attributes] = self._of_book.values(kind[1] if kind else "n")
        return values


def _content(kind: str, strings: Sequence[str], date1904: bool, spelled: str) -> Content:  # noqa: FBT001  (bound first)
    """Return what a cell of a type holds; an error that says what stands there where that is none of the type."""
    if not spelled:
        return Content("" if kind == "str" else None)
    text = without_entities(spelled)
    try:
        return Content(_value(kind, strings, date1904, text))
    except (ValueError, LookupError):
        return Content(CellError(text))


def _value(kind: str, strings: Sequence[str], date1904: bool, spelled: str) -> Value:  # noqa: FBT001  (the same)
    if kind == "n":
        return number(spelled)
    if kind == "s":
        return shared_string(strings, spelled)
    if kind == "b":
        return TRUTH[spelled]
    if kind == "d":
        return serial(spelled, date1904=date1904)
    if kind == "e":
        return CellError(spelled)
    if kind not in _TEXTS:
        raise LookupError(kind)
    return unescaped(spelled)
