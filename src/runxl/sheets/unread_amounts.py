"""Amounts that nothing is counted with: what is no number, and the empty cells that keep a sum from being tested."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from runxl.compute.variance import ROW_RULES
from runxl.domain.finding import Severity, note
from runxl.grid import Address
from runxl.layout import LINES, UNITS, Kind
from runxl.sheets.money import PRINTED, base_keys, lines_by_unit
from runxl.sheets.table import no_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from runxl.domain.finding import Finding
    from runxl.grid import Snapshot
    from runxl.sheets.money import Money
    from runxl.sheets.workbook import Workbook


def unread_published(snapshot: Snapshot, money: Money) -> Iterator[Finding]:
    """Give each number of a published table that is none, in the columns that runxl computes in other workbooks."""
    if money.published:
        computed = {one.cell for one in money.computed}
        for rule in ROW_RULES:
            for cell in _column(money, rule.key):
                if cell not in computed and _is_no_number(snapshot, cell):
                    yield no_number(cell, snapshot.content(cell).value)


def unread_amounts(book: Workbook, moneys: Mapping[str, Money]) -> dict[str, list[Finding]]:
    """Return, by Excel name of the table, what keeps amounts out of a printed copy and out of the sums tested in it.

    Texts and errors are errors. An empty cell is a note where others that it is summed with hold numbers; a column that
    nobody filled was never published, and a formula that shows nothing is empty for a reason below it.
    """
    noted = {finding.cell: finding for finding in book.findings if finding.severity is Severity.ERROR}
    empty = list(dict.fromkeys(_empty_in_sums(book.snapshot, moneys)))
    return {
        name: [*_unread(book.snapshot, money, noted), *(_lacking(money, cell) for of, cell in empty if of == name)]
        for name, money in moneys.items()
    }


def _unread(snapshot: Snapshot, money: Money, noted: Mapping[Address | None, Finding]) -> Iterator[Finding]:
    keys = [column.key for column in money.rows.layout.columns if column.kind is Kind.AMOUNT]
    for number, line in money.lines.items():
        for key in keys:
            if money.rows.has(key) and line.amount(key) is None:
                cell = _cell(money, number, key)
                if cell in noted:
                    yield noted[cell]
                elif _is_no_number(snapshot, cell):
                    yield no_number(cell, snapshot.content(cell).value)


def _empty_in_sums(snapshot: Snapshot, moneys: Mapping[str, Money]) -> Iterator[tuple[str, Address]]:
    for name, money in moneys.items():
        for parent, children in money.children.items():
            yield from ((name, cell) for cell in _empty_among(snapshot, money, children, (parent, *children)))
    if LINES.name in moneys and UNITS.name in moneys:
        lines = moneys[LINES.name]
        for numbers in lines_by_unit(lines).values():
            yield from ((LINES.name, cell) for cell in _empty_among(snapshot, lines, numbers, numbers))


def _empty_among(snapshot: Snapshot, money: Money, parts: Iterable[int], numbers: Iterable[int]) -> Iterator[Address]:
    """Give the empty cells of some rows, in the columns in which at least one of the parts holds a number."""
    for key in (*base_keys(money.rows.layout), *sorted(PRINTED)):
        if money.rows.has(key) and any(money.lines[part].amount(key) is not None for part in parts):
            for number in numbers:
                content = snapshot.content(_cell(money, number, key))
                if content.formula is None and _is_blank(content.value):
                    yield _cell(money, number, key)


def _lacking(money: Money, cell: Address) -> Finding:
    key = next(key for key, column in money.rows.columns.items() if column == cell.column)
    label, header = money.lines[cell.row].label, money.rows.layout.header(key)
    return note("rounding-lacks-number", cell, label=label, header=header)


def _column(money: Money, key: str) -> Iterator[Address]:
    if money.rows.has(key):
        yield from (_cell(money, number, key) for number in money.lines)


def _cell(money: Money, number: int, key: str) -> Address:
    return Address(money.rows.table.sheet, number, money.rows.columns[key])


def _is_no_number(snapshot: Snapshot, cell: Address) -> bool:
    value = snapshot.content(cell).value
    return not isinstance(value, Decimal) and not _is_blank(value)


def _is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())
