"""The tables of money as they are printed: rounded to tkr or mnkr so that their sums hold, with what could not.

A published number is never printed finer than it was: a table in whole mnkr stays in mnkr when tkr are asked for.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from runxl.compute.relations import RelationKind
from runxl.compute.rounding import choice_of, rounded_table
from runxl.domain.amount import decimals_of
from runxl.domain.finding import Finding, error, note, warning
from runxl.domain.line import RowType
from runxl.sheets.rounding_system import MoneySystem, Wanted, cells_of, money_system, printed_columns, scale

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal

    from runxl.compute.rounding import Broken, Rounding
    from runxl.grid import Address
    from runxl.layout import TableLayout
    from runxl.sheets.money import Money

_TOTALS = frozenset({RowType.RESULT, RowType.TOTAL})


class PrintedRow(NamedTuple):
    """One row of a printed table: its numbers by column key, and the columns where one is not the nearest.

    `depth` is how many rows above it the row is part of: 1 for a `Varav`. Others are part of a row that `is_sum`;
    `is_total` is a result or a total.
    """

    label: str
    depth: int
    is_sum: bool
    is_total: bool
    numbers: Mapping[str, Decimal]
    turned: frozenset[str]


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """One table ready to be printed: its columns with their decimals, its rows, and what the reader must be told.

    `sheet` is where the true numbers stand. `sums` is how many sums and differences the table promises, kept or not.
    `altered` are the columns in which a number is printed otherwise than it stands: the others needed no rounding.
    """

    layout: TableLayout
    sheet: str
    unit: str
    decimals: Mapping[str, int]
    rows: tuple[PrintedRow, ...]
    findings: tuple[Finding, ...]
    sums: int
    altered: frozenset[str]


def printed_tables(
    moneys: Mapping[str, Money], wanted: Wanted, unread: Mapping[str, Sequence[Finding]]
) -> tuple[PrintedTable, ...]:
    """Return every table that holds a number; those in one unit are rounded together, as one sums another.

    `unread` are the findings, by Excel name of the table, of what stands there and is not printed.
    """
    filled = {name: money for name, money in moneys.items() if printed_columns(money)}
    coarser = {name: money for name, money in filled.items() if _is_coarser(money, wanted.unit)}
    finer = {name: money for name, money in filled.items() if name not in coarser}
    tables = (*_printed(finer, wanted), *_as_they_stand(coarser, wanted.unit))
    return tuple(replace(table, findings=(*unread[table.layout.name], *table.findings)) for table in tables)


def _is_coarser(money: Money, unit: str) -> bool:
    """Tell whether a table was published too coarsely for a unit: 2 mnkr are not 2 000 tkr."""
    return money.published and _finest(money, unit) < 0


def _as_they_stand(moneys: Mapping[str, Money], unit: str) -> Iterator[PrintedTable]:
    for name, money in moneys.items():
        for table in _printed({name: money}, Wanted(money.unit, _finest(money, money.unit))):
            kept = note("rounding-keeps-unit", None, sheet=table.sheet, unit=table.unit, wanted=unit)
            yield replace(table, findings=(kept, *table.findings))


def _finest(money: Money, unit: str) -> int:
    return max(_known_decimals(money, key, unit) for key in printed_columns(money))


def _known_decimals(money: Money, key: str, unit: str) -> int:
    """Return the decimals that a published column has in a unit: 4 134 tkr has three in mnkr, 2 mnkr has -3 in tkr."""
    amounts = (line.amount(key) for line in money.lines.values())
    typed = max((decimals_of(amount) for amount in amounts if amount is not None), default=0)
    return max(typed, money.rows.layout[key].decimals) - scale(money.unit, unit).adjusted()


def _printed(moneys: Mapping[str, Money], wanted: Wanted) -> Iterator[PrintedTable]:
    money_in_unit = money_system(moneys, wanted)
    rounding = rounded_table(money_in_unit.system, wanted.step)
    for money in moneys.values():
        sheet = money.rows.table.sheet
        yield PrintedTable(
            money.rows.layout,
            sheet,
            wanted.unit,
            _decimals(money, wanted),
            tuple(_rows(money, money_in_unit, rounding, wanted.step)),
            tuple(_findings(money, money_in_unit, rounding, wanted)),
            sum(balance.target.sheet == sheet for balance in money_in_unit.system.balances),
            frozenset(_altered(money, money_in_unit, rounding)),
        )


def _altered(money: Money, true: MoneySystem, rounding: Rounding) -> Iterator[str]:
    for number in money.lines:
        for key, cell in cells_of(money, number).items():
            if rounding.numbers[cell] != true.system.numbers[cell].number.value:
                yield key


def _decimals(money: Money, wanted: Wanted) -> dict[str, int]:
    """Return how many decimals each column is printed with: those asked for, or fewer where fewer were published."""
    keys = printed_columns(money)
    if not money.published:
        return dict.fromkeys(keys, wanted.decimals)
    return {key: min(wanted.decimals, _known_decimals(money, key, wanted.unit)) for key in keys}


def _rows(money: Money, true: MoneySystem, rounding: Rounding, step: Decimal) -> Iterator[PrintedRow]:
    parents = {child: parent for parent, children in money.children.items() for child in children}
    for number, line in money.lines.items():
        cells = cells_of(money, number)
        nearest = {key: choice_of(true.system.numbers[cell].number.value, step).nearest for key, cell in cells.items()}
        numbers = {key: rounding.numbers[cell] for key, cell in cells.items()}
        turned = frozenset(key for key in cells if numbers[key] != nearest[key])
        depth, is_sum = _depth(number, parents), number in money.children
        yield PrintedRow(line.label, depth, is_sum, line.type in _TOTALS, numbers, turned)


def _depth(number: int, parents: Mapping[int, int]) -> int:
    """Return how many of the rows that a row is part of stand above it."""
    parent = parents.get(number)
    return 0 if parent is None else _depth(parent, parents) + (parent < number)


def _findings(money: Money, true: MoneySystem, rounding: Rounding, wanted: Wanted) -> Iterator[Finding]:
    sheet = money.rows.table.sheet
    for relation in true.wrong:
        if relation.cell.sheet == sheet:
            yield error("rounding-of-wrong-sum", relation.cell, **_names(money, relation.cell))
    for broken in rounding.broken:
        if broken.balance.target.sheet == sheet:
            yield _broken(money, broken, rounding, wanted)
    if not rounding.proved:
        yield warning("rounding-not-finished", None)


def _broken(money: Money, broken: Broken, rounding: Rounding, wanted: Wanted) -> Finding:
    cell = broken.balance.target
    parts = {"unit": wanted.unit, **_names(money, cell)}
    across = broken.balance.kind is RelationKind.ACROSS_UNITS
    found = warning("rounding-breaks-units", cell, **parts) if across else warning("rounding-breaks-sum", cell, **parts)
    stated, difference = rounding.numbers[cell], broken.difference
    return replace(found, stated=stated, computed=stated - difference, difference=difference)


def _names(money: Money, cell: Address) -> dict[str, str]:
    """Return what a reader of the printed table calls a cell: its row and its column."""
    key = next(key for key, column in money.rows.columns.items() if column == cell.column)
    return {"label": money.lines[cell.row].label, "header": money.rows.layout.header(key)}
