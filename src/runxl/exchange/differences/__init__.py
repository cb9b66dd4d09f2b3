"""Every difference between two versions of a workbook: by row id and header in tables, else by labels and what stands.

Sorted rows, columns and rows that came in, and a formula that was only computed anew move nothing else: a difference
is told where it is, once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from operator import itemgetter
from typing import TYPE_CHECKING

from runxl import language
from runxl.domain.amount import ZERO, stored
from runxl.exchange.days import day_of
from runxl.exchange.differences.matching import aligned_versions, matched_sheets, matched_tables
from runxl.exchange.differences.moving import Formulas
from runxl.exchange.differences.regions import address
from runxl.grid import EMPTY, Content, same
from runxl.layout import GOALS, MEASURES, SETTINGS
from runxl.sheets.computed import same_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from runxl.exchange.differences.matching import Matched
    from runxl.exchange.differences.regions import Aligned, Region
    from runxl.grid import Address, Snapshot, Value


class DifferenceKind(Enum):
    """What is different; `result` is the value of a formula that is the same in both."""

    VALUE = "value"
    RESULT = "result"
    FORMULA = "formula"
    ASSESSMENT = "assessment"
    SETTING = "setting"
    NOTE = "note"
    ROW = "row"
    COLUMN = "column"
    TABLE = "table"
    SHEET = "sheet"
    NAME = "name"
    SHEET_HIDDEN = "sheet-hidden"
    SHEET_SHOWN = "sheet-shown"
    SHEET_ORDER = "sheet-order"
    COLUMN_ORDER = "column-order"
    ROW_ORDER = "row-order"


IN_CELLS = frozenset(
    {
        DifferenceKind.VALUE,
        DifferenceKind.RESULT,
        DifferenceKind.FORMULA,
        DifferenceKind.ASSESSMENT,
        DifferenceKind.SETTING,
    }
)
"""Kinds whose `old` and `new` are what a cell holds."""

_ASSESSED = {
    MEASURES: ("attainment", "trend"),
    GOALS: ("proposal", "own", "reason", "assessment", "own_year_end", "reason_year_end", "assessment_year_end"),
}
_ASSESSMENTS = frozenset((layout.name, layout.header(key)) for layout, keys in _ASSESSED.items() for key in keys)
_SETTING = (SETTINGS.name, SETTINGS.header("value"))


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference. What is new has no `cell_a` and an empty `old`, what went no `cell_b` and an empty `new`.

    `sheet` and `table` are called as in the second version where it has them; `row` is the row's id, `label` what a
    person calls it, `column` a header or letters. `is_day` tells that its numbers stand for days.
    """

    kind: DifferenceKind
    sheet: str
    table: str | None = None
    row: str = ""
    label: str = ""
    column: str = ""
    cell_a: Address | None = None
    cell_b: Address | None = None
    old: Content = EMPTY
    new: Content = EMPTY
    is_day: bool = False

    @property
    def change(self) -> Decimal | None:
        """The new number minus the old; None where either is no number."""
        old, new = self.old.value, self.new.value
        return new - old if isinstance(old, Decimal) and isinstance(new, Decimal) else None


def differences(a: Snapshot, b: Snapshot) -> tuple[Difference, ...]:
    """Return the differences of two versions, in the order in which the second has its sheets, tables and rows."""
    sheets = matched_sheets(a, b)
    tables = matched_tables(a, b, sheets)
    regions = aligned_versions(a, b, sheets, tables)
    formulas = Formulas(regions)
    found = [*_sheets(a, sheets), *_hidden(a, b, sheets), *_tables(a, b, sheets, tables), *_names(a, b, formulas)]
    for region in regions:
        found += _orders(region)
        found += _lines(region)
        found += _cells(region, formulas)
        found += _notes(region, a.sheets[region.a.sheet].notes, b.sheets[region.b.sheet].notes)
    return tuple(found)


def _sheets(a: Snapshot, sheets: Matched) -> Iterator[Difference]:
    kind = DifferenceKind.SHEET
    yield from (Difference(kind, name, old=Content(name)) for name in sheets.gone)
    yield from (Difference(kind, name, new=Content(name)) for name in sheets.new)
    for new, old in sheets.pairs.items():
        if new != old:
            yield Difference(kind, new, old=Content(old), new=Content(new))
    was = [old for old in a.sheets if old not in sheets.gone]
    if was != (now := list(sheets.pairs.values())):
        yield Difference(DifferenceKind.SHEET_ORDER, "", old=_listed(was), new=_listed(now))


def _hidden(a: Snapshot, b: Snapshot, sheets: Matched) -> Iterator[Difference]:
    """Give the sheets that were hidden, or shown again."""
    for new, old in sheets.pairs.items():
        if a.sheets[old].hidden != b.sheets[new].hidden:
            yield Difference(DifferenceKind.SHEET_HIDDEN if b.sheets[new].hidden else DifferenceKind.SHEET_SHOWN, new)


def _names(a: Snapshot, b: Snapshot, formulas: Formulas) -> Iterator[Difference]:
    """Give the names of cells that went, came, or stand for others; one whose rows moved stands for the same."""
    kind, whole = DifferenceKind.NAME, ""
    for name in (*b.names, *(one for one in a.names if one not in b.names)):
        was, now = (None if block is None else str(block) for block in (a.names.get(name), b.names.get(name)))
        if was is None or now is None or not formulas.same(was, whole, now, whole):
            yield Difference(kind, whole, label=name, old=Content(was), new=Content(now))


def _tables(a: Snapshot, b: Snapshot, sheets: Matched, tables: Matched) -> Iterator[Difference]:
    """Give the tables that went, came or were renamed; those of a sheet that went or came are told with it."""
    kind = DifferenceKind.TABLE
    for name in tables.gone:
        if (sheet := a.tables[name].sheet) not in sheets.gone:
            yield Difference(kind, sheet, name, old=Content(name))
    for name in tables.new:
        if (sheet := b.tables[name].sheet) not in sheets.new:
            yield Difference(kind, sheet, name, new=Content(name))
    for new, old in tables.pairs.items():
        if new != old:
            yield Difference(kind, b.tables[new].sheet, new, old=Content(old), new=Content(new))


def _orders(region: Aligned) -> Iterator[Difference]:
    """Give what stands in another order: columns, and rows where their order says anything."""
    a, b = region.a, region.b
    columns = list(region.columns.values())
    if a.table is not None and columns != sorted(columns):
        was, now = _listed(map(a.header, region.columns)), _listed(map(b.header, sorted(columns)))
        yield Difference(DifferenceKind.COLUMN_ORDER, b.sheet, _table(b), old=was, new=now)
    rows = list(region.rows.values())
    if b.has_order and rows != sorted(rows):
        yield Difference(DifferenceKind.ROW_ORDER, b.sheet, _table(b))


def _lines(region: Aligned) -> Iterator[Difference]:
    """Give columns and rows that only one version has, and columns that were renamed."""
    a, b = region.a, region.b
    for old, new in region.columns.items():
        if a.table is not None and a.header(old) != b.header(new):
            yield _column(b, b.header(new), Content(a.header(old)), Content(b.header(new)))
    columns, rows = set(region.columns.values()), set(region.rows.values())
    yield from (_column(b, a.header(one), _titled(a, one), EMPTY) for one in a.columns if one not in region.columns)
    yield from (_column(b, b.header(one), EMPTY, _titled(b, one)) for one in b.columns if one not in columns)
    yield from (_row(b, a, one, is_new=False) for one in a.rows if one not in region.rows and a.values(one))
    yield from (_row(b, b, one, is_new=True) for one in b.rows if one not in rows and b.values(one))


def _column(region: Region, header: str, old: Content, new: Content) -> Difference:
    return Difference(DifferenceKind.COLUMN, region.sheet, _table(region), column=header, old=old, new=new)


def _titled(region: Region, column: int) -> Content:
    """Return what a column is called: its header, or the first that was typed in it."""
    header = region.header(column)
    return Content(header if region.table else next((language.shown(one) for one in region.below(column)), header))


def _row(told: Region, region: Region, number: int, *, is_new: bool) -> Difference:
    values = region.values(number)
    first = address(region, number, next(iter(values)))
    texts = [f"{region.header(place)} {_shown(region, number, place)}" for place in values]
    alone = language.shown(values[first.column].value) if len(values) == 1 and region.table is None else ""
    held, name = Content(alone or "; ".join(texts)), str(number) if alone else region.name(number)
    row = Difference(DifferenceKind.ROW, told.sheet, _table(told), region.id(number), name)
    return replace(row, cell_b=first, new=held) if is_new else replace(row, cell_a=first, old=held)


def _shown(region: Region, row: int, column: int) -> str:
    value = region.content(row, column).value
    return language.shown(day_of(value) if region.is_day(row, column) else value)


def _cells(region: Aligned, formulas: Formulas) -> Iterator[Difference]:
    """Give the cells of paired rows and columns that do not hold the same."""
    largest = max(_largest(region.a), _largest(region.b))
    for old, new in sorted(region.rows.items(), key=itemgetter(1)):
        for one, other in region.columns.items():
            was, now = region.a.content(old, one), region.b.content(new, other)
            if same(was, now):
                continue
            if (kind := _kind(was, now, largest, formulas, region)) is not None:
                yield _cell(region, (old, one), (new, other), kind)


def _notes(
    region: Aligned, was: Mapping[tuple[int, int], str], now: Mapping[tuple[int, int], str]
) -> Iterator[Difference]:
    """Give the notes that were written, changed or taken away in paired cells of the region."""
    rows, columns = region.rows, region.columns
    pairs = {(rows[row], columns[column]): (row, column) for row in rows for column in columns} if was or now else {}
    for new, old in pairs.items():
        before, after = Content(was.get(old)), Content(now.get(new))
        if not same_typed(before.value, after.value):
            cell = _cell(region, old, new, DifferenceKind.NOTE)
            yield replace(cell, kind=DifferenceKind.NOTE, old=before, new=after)


def _kind(was: Content, now: Content, largest: Decimal, formulas: Formulas, region: Aligned) -> DifferenceKind | None:
    """Return how two contents differ; None where they do not."""
    if was.formula is None and now.formula is None:
        return None if same_typed(was.value, now.value) else DifferenceKind.VALUE
    if was.formula is None or now.formula is None:
        return DifferenceKind.FORMULA
    if not formulas.same(was.formula, region.a.sheet, now.formula, region.b.sheet):
        return DifferenceKind.FORMULA
    # a value that was dropped is computed anew by the next program
    if was.value is None or now.value is None or same_value(was.value, now.value, largest):
        return None
    return DifferenceKind.RESULT


def same_typed(one: Value, other: Value) -> bool:
    """Tell whether two typed values are the same: numbers as a cell stores them, line ends of any system alike.

    >>> same_typed(Decimal("0.3"), Decimal("0.30000000000000004")), same_typed("", None), same_typed(True, Decimal(1))
    (False, True, False)
    """
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return one == other or stored(one) == stored(other)
    return _unbroken(one) == _unbroken(other)


def _unbroken(value: Value) -> Value:
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n") or None
    return value


def _cell(region: Aligned, was: tuple[int, int], now: tuple[int, int], kind: DifferenceKind) -> Difference:
    a, b = region.a, region.b
    header = b.header(now[1])
    named = (_table(b) or "", header)
    if named in _ASSESSMENTS:
        kind = DifferenceKind.ASSESSMENT
    elif named == _SETTING:
        kind = DifferenceKind.SETTING
    return Difference(
        kind,
        b.sheet,
        _table(b),
        b.id(now[0]),
        b.name(now[0]),
        header,
        address(a, *was),
        address(b, *now),
        a.content(*was),
        b.content(*now),
        a.is_day(*was) and b.is_day(*now),
    )


def _largest(region: Region) -> Decimal:
    """Return the size of the largest number that stands in a region."""
    numbers = (one.value for row in region.cells.values() for one in row.values() if isinstance(one.value, Decimal))
    return max(map(abs, numbers), default=ZERO)


def _table(region: Region) -> str | None:
    return None if region.table is None else region.table.name


def _listed(names: Iterable[str]) -> Content:
    return Content(", ".join(names))
