"""A table's rows as typed values, with every cell that could not be read named in a finding."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from runxl.domain.amount import MOST_DIGITS, number_in, whole_digits
from runxl.domain.finding import Finding, error, warning
from runxl.grid import Address, CellError, Snapshot, Table, Value
from runxl.layout import CONFLICTS, FINDINGS, GOALS, LOG, PERSPECTIVES, SUBMISSIONS, UNITS
from runxl.layout.column import Column, Kind, Role, TableLayout
from runxl.layout.words import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from runxl.grid import Content

Typed = Decimal | str | Value

_NUMBERS = frozenset({Kind.AMOUNT, Kind.SHARE, Kind.NUMBER})
_WILDCARDS = frozenset("*?~")
# formulas look for the ids of these
_NAMED_BY_OTHERS = (UNITS, GOALS, PERSPECTIVES)
_WRITTEN_BY_RUNXL = (FINDINGS, LOG, SUBMISSIONS, CONFLICTS)
_COMPARISONS = ("<", ">", "=")
_TEXTS = frozenset({Kind.ID, Kind.TEXT, Kind.CHOICE})


@dataclass(frozen=True, slots=True)
class Row:
    """One row that holds something: its sheet row and its values by column key.

    A number is a Decimal or None where it is unknown; a text is "" where nothing stands; a quantity or anything is
    as it stands in the cell.
    """

    number: int
    values: Mapping[str, Value]

    def amount(self, key: str) -> Decimal | None:
        """Return a number column's value; None where it is unknown."""
        value = self.values.get(key)
        return value if isinstance(value, Decimal) else None

    def text(self, key: str) -> str:
        """Return a text column's value; "" where nothing stands."""
        value = self.values.get(key)
        return value if isinstance(value, str) else ""

    @property
    def id(self) -> str:
        """The row's id; "" where it has none."""
        return self.text("id")


@dataclass(frozen=True, slots=True)
class Rows:
    """A table of the workbook as its layout knows it: where its columns are, and its rows that are not blank.

    Columns are found by their header, so they may stand in any order with others between.
    """

    layout: TableLayout
    table: Table
    columns: Mapping[str, int]
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...] = ()

    def __iter__(self) -> Iterator[Row]:
        """Give the rows from the top."""
        return iter(self.rows)

    def has(self, *keys: str) -> bool:
        """Tell whether the workbook has all of these columns."""
        return all(key in self.columns for key in keys)

    def cell(self, row: Row, key: str) -> Address:
        """Return where a row's value of a column stands."""
        return Address(self.table.sheet, row.number, self.columns[key])

    def by_id(self) -> dict[str, Row]:
        """Return the rows by their id; of rows with the same id, the first."""
        found: dict[str, Row] = {}
        for row in self.rows:
            if row.id:
                found.setdefault(row.id, row)
        return found

    def find(self, id_: str) -> Row | None:
        """Return the first row with an id, whatever its capitals; None where there is none."""
        return next((row for row in self.rows if row.id and row.id.casefold() == id_.casefold()), None)


def read_table(snapshot: Snapshot, layout: TableLayout, table: Table, version: int) -> Rows:
    """Return a table's rows and what could not be read in them; `version` is that of the workbook's template."""
    columns = {column.key: table.column(column.header) for column in layout.columns if column.header in table.headers}
    reader = _Reader(snapshot, layout, table, columns)
    rows = tuple(row for number in table.body if (row := reader.row(number)) is not None)
    missing = (
        error("column-missing", table=layout.name, sheet=table.sheet, header=column.header)
        for column in layout.columns
        if column.key not in columns and column.since <= version
    )
    return Rows(
        layout,
        table,
        columns,
        rows,
        (
            *missing,
            *_merges(snapshot, table),
            *_below(snapshot, layout, table),
            *reader.findings,
            *_ids(layout, table, columns, rows),
        ),
    )


class _Reader:
    def __init__(self, snapshot: Snapshot, layout: TableLayout, table: Table, columns: Mapping[str, int]) -> None:
        sheet = snapshot.sheets[table.sheet]
        self._cells = sheet.cells
        self._table = table
        self._named_by_others = layout in _NAMED_BY_OTHERS
        self._compared = layout not in _WRITTEN_BY_RUNXL
        self._present = [(column, columns[column.key]) for column in layout.columns if column.key in columns]
        self._inputs = [place for column, place in self._present if column.role is not Role.COMPUTED]
        self.findings: list[Finding] = []

    def row(self, number: int) -> Row | None:
        if not any(self._filled(number, place) for place in self._inputs):
            return None
        return Row(number, {column.key: self._value(column, number, place) for column, place in self._present})

    def _filled(self, number: int, place: int) -> bool:
        return _holds_something(self._cells.get((number, place)))

    def _value(self, column: Column, number: int, place: int) -> Value:
        content = self._cells.get((number, place))
        value = None if content is None else content.value
        cell = Address(self._table.sheet, number, place)
        self._refuse_what_formulas_misread(column, cell, value)
        if isinstance(value, str):
            value = value.strip() or None
        if isinstance(value, CellError):
            if column.role is not Role.COMPUTED:
                self.findings.append(error("excel-error", cell, shown=value))
            return None if column.kind in _NUMBERS else ""
        if column.kind in _NUMBERS:
            if isinstance(value, Decimal) and whole_digits(value) > MOST_DIGITS:
                self._refuse_too_large(cell, value, content)
                return None
            return self._number(cell, value, computed=column.role is Role.COMPUTED)
        if column.kind in _TEXTS:
            return self._text(column, cell, value)
        if column.kind is Kind.DATE and isinstance(value, str):
            self.findings.append(error("date-as-text", cell, text=value))
        return value

    def _refuse_too_large(self, cell: Address, value: Decimal, content: Content | None) -> None:
        """Note a typed number that is not counted with; a formula's comes from one that is noted where it stands."""
        if content is not None and content.formula is None:
            digits = whole_digits(value)
            self.findings.append(error("number-too-large", cell, digits=digits, most=MOST_DIGITS))

    def _refuse_what_formulas_misread(self, column: Column, cell: Address, value: Value) -> None:
        """Note what a formula compares otherwise than Python: an id as a number, with spaces, or with wildcards."""
        names = column.kind is Kind.ID or column.refers
        if column.role is Role.COMPUTED or not self._compared or not (names or column.kind is Kind.CHOICE):
            return
        if (column.refers or self._named_by_others) and isinstance(value, Decimal) and names:
            self.findings.append(error("id-is-number", cell, number=value))
        text = value.strip() if isinstance(value, str) else ""
        if not text:
            return
        if text != value:
            self.findings.append(error("spaces-around", cell, text=text))
        elif names and (text.startswith(_COMPARISONS) or not _WILDCARDS.isdisjoint(text)):
            self.findings.append(error("id-with-wildcard", cell, text=text))

    def _number(self, cell: Address, value: Value, *, computed: bool) -> Decimal | None:
        if value is None or isinstance(value, Decimal):
            return value
        if not computed:
            self.findings.append(no_number(cell, value))
        return None

    def _text(self, column: Column, cell: Address, value: Value) -> str:
        text = "" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)
        if column.role is Role.COMPUTED or column.kind is not Kind.CHOICE or not text:
            return text
        for choice in column.choices:
            if plain(choice) == plain(text):
                return choice
        self.findings.append(error("not-a-choice", cell, text=text, choices=column.choices))
        return ""


def no_number(cell: Address, value: Value) -> Finding:
    """Return what to do about a value that stands where a number should."""
    if isinstance(value, CellError):
        return error("excel-error", cell, shown=value)
    number = number_in(value) if isinstance(value, str) else None
    if number is None:
        return error("text-not-number", cell, text=value)
    return error("number-as-text", cell, text=str(value), number=number)


def _holds_something(content: Content | None) -> bool:
    if content is None or content.value is None:
        return False
    return not isinstance(content.value, str) or bool(content.value.strip())


def _merges(snapshot: Snapshot, table: Table) -> Iterator[Finding]:
    for merge in snapshot.sheets[table.sheet].merges:
        if merge.meets(table.block):
            yield error(
                "merged-over-table",
                Address(merge.sheet, merge.top, merge.left),
                block=merge.a1,
                table=table.name,
            )


def _below(snapshot: Snapshot, layout: TableLayout, table: Table) -> Iterator[Finding]:
    """Give the first cell right below a table that was meant for one more row of it; of what runxl writes, none."""
    if layout in _WRITTEN_BY_RUNXL:
        return
    cells, below = snapshot.sheets[table.sheet].cells, table.block.bottom + 1
    for place in range(table.block.left, table.block.right + 1):
        cell = Address(table.sheet, below, place)
        if _holds_something(cells.get((below, place))) and not _in_a_table(snapshot, cell):
            yield warning("row-outside-table", cell, table=table.name, last=table.block.bottom)
            return


def _in_a_table(snapshot: Snapshot, cell: Address) -> bool:
    return any(table.block.covers(cell) for table in snapshot.tables.values())


def _ids(layout: TableLayout, table: Table, columns: Mapping[str, int], rows: tuple[Row, ...]) -> Iterator[Finding]:
    if "id" not in columns or layout["id"].kind is not Kind.ID:
        return
    first: dict[str, Row] = {}
    for row in rows:
        cell = Address(table.sheet, row.number, columns["id"])
        if not row.id:
            yield error("id-missing", cell, table=table.name)
        elif row.id.casefold() in first:
            earlier = Address(table.sheet, first[row.id.casefold()].number, columns["id"])
            yield error("id-twice", cell, id=row.id, earlier=earlier)
        else:
            first[row.id.casefold()] = row
