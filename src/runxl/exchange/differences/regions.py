"""What of a workbook is compared as one: a table, and what stands on a sheet outside its tables."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from runxl.exchange.days import is_day
from runxl.exchange.differences.aligning import Pairs, aligned
from runxl.exchange.places import LABEL_HEADERS, id_header, text_of
from runxl.grid import EMPTY, Address, column_letters
from runxl.layout import FINDINGS, LOG, TABLES, Kind

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from runxl.grid import Block, Content, Snapshot, Table, Value

_WRITTEN_ANEW = frozenset({FINDINGS.name, LOG.name})
_NUMBERED = frozenset(layout.name for layout in TABLES if layout.columns[0].kind is Kind.NUMBER)
"""Tables whose ids only count the rows: another row takes over the number of one that went."""


@dataclass(frozen=True)
class Region:
    """The rows of one table, or of a sheet without what stands in its tables; only rows that hold something.

    `formats` are the sheet's number formats other than General.
    """

    sheet: str
    table: Table | None
    cells: Mapping[int, Mapping[int, Content]]
    columns: tuple[int, ...]
    formats: Mapping[tuple[int, int], str]

    @cached_property
    def rows(self) -> tuple[int, ...]:
        """The sheet rows, from the top."""
        return tuple(sorted(self.cells))

    def content(self, row: int, column: int) -> Content:
        """Return what stands in a cell of the region."""
        return self.cells.get(row, {}).get(column, EMPTY)

    @cached_property
    def has_order(self) -> bool:
        """Whether the order of its rows says anything: in our tables, and where rows have ids, they may be sorted."""
        return self._id_column is None and (self.table is None or self.table.name not in LABEL_HEADERS)

    @cached_property
    def _id_column(self) -> int | None:
        if self.table is None or self.table.name in _NUMBERED:
            return None
        header = id_header(self.table)
        return self.table.column(header) if header else None

    def id(self, row: int) -> str:
        """Return a row's id; "" where it has none."""
        return "" if self._id_column is None else text_of(self.content(row, self._id_column).value)

    def name(self, row: int) -> str:
        """Return what a person calls a row: its label, else its id, else its number."""
        header = None if self.table is None else LABEL_HEADERS.get(self.table.name)
        if self.table is not None and header in self.table.headers:
            label = text_of(self.content(row, self.table.column(header)).value)
        else:
            label = self.label(row)
        return label or self.id(row) or str(row)

    def header(self, column: int) -> str:
        """Return what a person calls a column: its header in a table, else its letters."""
        return column_letters(column) if self.table is None else self.table.headers[column - self.table.block.left]

    def is_day(self, row: int, column: int) -> bool:
        """Tell whether a number in a cell stands for a day."""
        table = "" if self.table is None else self.table.name
        return is_day(table, self.header(column), self.formats.get((row, column), "General"))

    def label(self, row: int) -> str:
        """Return the first text that somebody typed in a row, its id left out; "" where there is none."""
        typed = (self.content(row, column) for column in self.columns if column != self._id_column)
        return next((text for one in typed if one.formula is None and (text := _text(one.value))), "")

    def values(self, row: int) -> dict[int, Content]:
        """Return what was typed in a row, by column."""
        return {column: content for column, content in sorted(self.cells[row].items()) if _is_typed(content)}

    def below(self, column: int) -> Sequence[Value]:
        """Return what was typed in a column, from the top."""
        return self._typed.get(column, ())

    @cached_property
    def _typed(self) -> Mapping[int, list[Value]]:
        typed: dict[int, list[Value]] = {}
        for row in self.rows:
            for column, content in self.cells[row].items():
                if _is_typed(content):
                    typed.setdefault(column, []).append(content.value)
        return typed


class Aligned(NamedTuple):
    """Two regions, and which row and column of the one is which of the other."""

    a: Region
    b: Region
    rows: Pairs
    columns: Pairs


def table_region(snapshot: Snapshot, table: Table) -> Region:
    """Return the rows of a table that hold something."""
    block = table.block
    columns = tuple(block.left + place for place, header in enumerate(table.headers) if not _counts(table, header))
    cells = snapshot.sheets[table.sheet].cells
    rows = {
        row: {
            place: one
            for place in columns
            if (one := cells.get((row, place))) and (one.formula is not None or _is_typed(one))
        }
        for row in table.body
    }
    held = {row: found for row, found in rows.items() if found}
    return Region(table.sheet, table, held, columns, snapshot.sheets[table.sheet].formats)


def sheet_region(snapshot: Snapshot, sheet: str) -> Region:
    """Return the rows of a sheet without what stands in its tables."""
    blocks = [table.block for table in snapshot.tables.values() if table.sheet == sheet]
    cells: dict[int, dict[int, Content]] = {}
    columns: set[int] = set()
    for (row, column), content in snapshot.sheets[sheet].cells.items():
        if (content.formula is not None or _is_typed(content)) and not (
            blocks and any(_covers(block, row, column) for block in blocks)
        ):
            cells.setdefault(row, {})[column] = content
            columns.add(column)
    return Region(sheet, None, cells, tuple(sorted(columns)), snapshot.sheets[sheet].formats)


def aligned_regions(a: Region, b: Region) -> Aligned:
    """Return two regions with their columns paired, by header or by what stands there, and with these their rows.

    Turning the regions round turns every pair round: where several are as good, those of the lesser region hold.
    """
    if _is_less(b, a):
        turned = _aligned_in_order(b, a)
        return Aligned(a, b, _turned(turned.rows), _turned(turned.columns))
    return _aligned_in_order(a, b)


def _is_less(one: Region, other: Region) -> bool:
    """Tell which of two regions comes first, in an order that only serves to tell them apart."""
    if (len(one.rows), one.columns) != (len(other.rows), other.columns):
        return (len(one.rows), one.columns) < (len(other.rows), other.columns)
    for first, second in zip(one.rows, other.rows, strict=True):
        if first != second or one.cells[first] != other.cells[second]:
            return repr((first, sorted(one.cells[first].items(), key=itemgetter(0)))) < repr(
                (second, sorted(other.cells[second].items(), key=itemgetter(0)))
            )
    return False


def _turned(pairs: Pairs) -> Pairs:
    return dict(sorted((place, number) for number, place in pairs.items()))


def _aligned_in_order(a: Region, b: Region) -> Aligned:
    columns = _pairs_of(a.columns, b.columns, _column_keys(a), _column_keys(b), _Columns(a, b))
    keys_a, keys_b = _row_keys(a, b, columns)
    rows = _pairs_of(a.rows, b.rows, keys_a, keys_b, _Rows(a, b, columns))
    return Aligned(a, b, rows, columns)


def _pairs_of(
    one: Sequence[int], other: Sequence[int], keys_a: Sequence[Hashable], keys_b: Sequence[Hashable], alike: _Alike
) -> Pairs:
    found = aligned(keys_a, keys_b, lambda i, j: alike(one[i], other[j]))
    return {one[i]: other[j] for i, j in found.items()}


class _Columns:
    """Tells whether two columns hold mostly the same values or, on a sheet without a table, stand in the same rows."""

    def __init__(self, a: Region, b: Region) -> None:
        self._a, self._b = a, b

    def __call__(self, one: int, other: int) -> bool:
        first, second = (Counter(region.below(place)) for region, place in ((self._a, one), (self._b, other)))
        if 2 * (first & second).total() >= max(1, first.total(), second.total()):
            return True
        here, there = (
            {row for row in r.rows if place in r.cells[row]} for r, place in ((self._a, one), (self._b, other))
        )
        return self._a.table is None and 2 * len(here & there) >= max(len(here), len(there))


class _Rows:
    """Tells whether two rows without a common label are one that was changed: at least half of it is the same.

    On a sheet without a table that is also taken of rows without any label, and of those with a single cell.
    """

    def __init__(self, a: Region, b: Region, columns: Pairs) -> None:
        self._a, self._b, self._columns = a, b, columns

    def __call__(self, one: int, other: int) -> bool:
        if self._a.table is not None and self._a.table.name in _WRITTEN_ANEW:
            return False
        first, second = self._a.values(one), self._b.values(other)
        there = {place: self._columns.get(place, 0) for place in first}
        if self._a.table is None and (not self._is_labelled(one, other) or len(first) == len(second) == 1):
            return not first or not second or not {*there.values()}.isdisjoint(second)
        same = sum(second.get(there[place]) == content for place, content in first.items())
        return 2 * same >= max(1, len(first), len(second))

    def _is_labelled(self, one: int, other: int) -> bool:
        return bool(self._a.label(one) or self._b.label(other))


_Alike = _Columns | _Rows


def _column_keys(region: Region) -> list[Hashable]:
    if region.table is not None:
        return [_plain(region.header(column)) for column in region.columns]
    return [_headed(region, column) for column in region.columns]


def _headed(region: Region, column: int) -> Hashable:
    """Return the first text in a column, else all that stands there: a letter says nothing once one came in."""
    texts = (text for value in region.below(column) if (text := _text(value)))
    return next(texts, None) or ("values", tuple(region.below(column)))


def _row_keys(a: Region, b: Region, columns: Pairs) -> tuple[list[Hashable], list[Hashable]]:
    """Return what each row is known by: its id, else a label that no other row has, else all that was typed in it."""
    labels = [Counter(region.label(row).casefold() for row in region.rows) for region in (a, b)]

    def key(region: Region, row: int, names: Mapping[int, int]) -> Hashable:
        if region.id(row):
            return ("id", region.id(row).casefold())
        label = region.label(row).casefold()
        if label and all(count[label] <= 1 for count in labels):
            return ("label", label)
        typed = sorted((names.get(column, -column), content.value) for column, content in region.values(row).items())
        return ("values", tuple(typed))

    own = {column: column for column in b.columns}
    return [key(a, row, columns) for row in a.rows], [key(b, row, own) for row in b.rows]


def _counts(table: Table, header: str) -> bool:
    return table.name in _NUMBERED and header == id_header(table)


def _is_typed(content: Content) -> bool:
    # a Decimal is slow to compare with a text
    value = content.value
    return content.formula is None and value is not None and not (isinstance(value, str) and value == "")


def _covers(block: Block, row: int, column: int) -> bool:
    return block.top <= row <= block.bottom and block.left <= column <= block.right


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _text(value: Value) -> str:
    return value.strip() if isinstance(value, str) else ""


def address(region: Region, row: int, column: int) -> Address:
    """Return where a cell of the region stands."""
    return Address(region.sheet, row, column)
