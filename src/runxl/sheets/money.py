"""The tables of money as lines, and the cells that runxl computes in them.

In a workbook with computed totals, rows that have children are sums of them, a unit with rows in Rader is the sum of
those, and every variance is a formula. In a workbook with published totals all of these are as typed; only what was
never printed, such as the rest of the year, is computed.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from runxl.compute.tree import bottom_up, children_of, circular
from runxl.compute.variance import FORECAST_VARIANCE, ROW_RULES, VARIANCE, Difference, cost_factor
from runxl.domain.amount import ZERO
from runxl.domain.finding import Finding, error
from runxl.domain.line import CostSign, Line, RowType
from runxl.layout import APPROPRIATION, LINES, RESULT, UNITS, Kind, Role, TableLayout, words
from runxl.sheets import formulas
from runxl.sheets.computed import Computed, same_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from runxl.grid import Address
    from runxl.sheets.table import Row, Rows
    from runxl.sheets.workbook import Workbook

AMOUNT_TABLES = (LINES, UNITS, RESULT, APPROPRIATION)
PRINTED = frozenset({VARIANCE.key, FORECAST_VARIANCE.key})
"""Computed columns that a report prints: typed and never written where totals are published."""

_NUMERIC = frozenset({Kind.AMOUNT, Kind.SHARE})


@dataclass(frozen=True, slots=True)
class Money:
    """One amount table: its rows as lines by sheet row, which rows sum which, and the cells that runxl fills.

    Amounts are as the workbook writes them, computed ones included. `factors` turn a row's amounts into revenue
    positive, cost negative. `typed` holds the computed columns' cells in which a number was typed. `children` holds
    sheet rows by their parent's; circular rows are left out. `largest` is the size of the largest amount that stands in
    the table, or in the one that it sums.
    """

    rows: Rows
    unit: str
    published: bool
    lines: Mapping[int, Line]
    factors: Mapping[int, int]
    typed: frozenset[Address]
    children: Mapping[int, list[int]]
    largest: Decimal
    computed: tuple[Computed, ...]
    findings: tuple[Finding, ...]

    def root(self, type_: RowType) -> int | None:
        """Return the sheet row of the one row of a type that is part of no other; None for none or several."""
        roots = [number for number, line in self.lines.items() if line.type is type_ and line.parent is None]
        return roots[0] if len(roots) == 1 else None


def read_money(book: Workbook) -> dict[str, Money]:
    """Return the workbook's amount tables by their Excel name, with every computed amount."""
    read: dict[str, Money] = {}
    for layout in AMOUNT_TABLES:
        rows = book.rows(layout)
        if rows is not None:
            lines = read.get(LINES.name) if layout is UNITS else None
            reader = _Reader(book, layout, rows)
            reader.compute(lines)
            read[layout.name] = reader.money()
    return read


def standing_money(book: Workbook) -> dict[str, Money]:
    """Return the amount tables with every amount as it stands in its cell, right or wrong.

    What differs from the computed amount only as doubles do is the computed amount: 0.8, not 0.800000000000006.
    """
    standing: dict[str, Money] = {}
    for name, money in read_money(book).items():
        computed = {one.cell: one.value for one in money.computed if isinstance(one.value, Decimal)}
        reader = _Reader(book, money.rows.layout, money.rows)
        reader.settle(computed, money.largest)
        standing[name] = reader.money()
    return standing


def base_keys(layout: TableLayout) -> tuple[str, ...]:
    """Return the columns of a table that hold amounts of their own: typed, or sums of other rows."""
    return tuple(
        column.key for column in layout.columns if column.kind is Kind.AMOUNT and column.role is not Role.COMPUTED
    )


def type_of(row: Row) -> RowType:
    """Return what a row is; a unit where the column says nothing."""
    return words.meaning(words.ROW_TYPE, row.text("type")) or RowType.UNIT


class _Reader:
    def __init__(self, book: Workbook, layout: TableLayout, rows: Rows) -> None:
        self._layout, self._rows = layout, rows
        self._snapshot, self._published = book.snapshot, book.settings.published
        self._unit, self._costs = book.unit(layout), book.settings.costs
        self._types = {row.number: type_of(row) for row in rows}
        self._factors = {number: cost_factor(type_, self._costs) for number, type_ in self._types.items()}
        self._amounts: dict[int, dict[str, Decimal | None]] = {
            row.number: {column.key: row.amount(column.key) for column in layout.columns if column.kind in _NUMERIC}
            for row in rows
        }
        self._called = Counter(row.text("label") for row in rows if row.text("label"))
        self._parents, self._findings = _parents(rows)
        self._findings += [*_without_type(book, layout, rows), *_unknown_units(book, layout, rows)]
        self._children = children_of(self._parents)
        standing = (amount for amounts in self._amounts.values() for amount in amounts.values() if amount is not None)
        self._largest = max(map(abs, standing), default=ZERO)
        self._computed: list[Computed] = []

    def compute(self, units_lines: Money | None) -> None:
        """Fill in every computed amount; the lines of Rader are what units are sums of."""
        if not self._published:
            self._sum_lines(units_lines)
            by_number = {row.number: row for row in self._rows}
            for parent in bottom_up(self._parents):
                self._sum_children(by_number[parent])
        for row in self._rows:
            self._fill_row(row)

    def settle(self, computed: Mapping[Address, Decimal], largest: Decimal) -> None:
        """Let each amount that agrees with the computed one at 15 digits be that one."""
        for row in self._rows:
            for key, amount in self._amounts[row.number].items():
                found = computed.get(self._rows.cell(row, key)) if self._rows.has(key) else None
                if found is not None and amount is not None and same_value(amount, found, largest):
                    self._amounts[row.number][key] = found

    def money(self) -> Money:
        lines = {
            row.number: Line(
                row.id,
                self._label(row),
                self._types[row.number],
                row.text("parent") or None,
                self._amounts[row.number],
            )
            for row in self._rows
        }
        return Money(
            self._rows,
            self._unit,
            self._published,
            lines,
            self._factors,
            frozenset(self._typed_cells()),
            {parent: self._children[parent] for parent in bottom_up(self._parents)},
            self._largest,
            tuple(self._computed),
            tuple(self._findings),
        )

    def _label(self, row: Row) -> str:
        """Return what a sentence calls the row: with its unit where several rows of Rader are called the same."""
        label, unit = row.text("label"), row.text("unit")
        return f"{label} ({unit})" if unit and self._called[label] > 1 else label or row.id

    def _sum_lines(self, lines: Money | None) -> None:
        if lines is None or not lines.rows.has("unit", "type"):
            return
        below = lines_by_unit(lines)
        self._largest = max(self._largest, lines.largest)
        for row in self._rows:
            if row.id in below and row.number not in self._children:
                for key in self._base_keys():
                    if lines.rows.has(key):
                        value = signed_total(lines, below[row.id], key)
                        formula = _lines_formula(key, positive=self._costs is CostSign.POSITIVE)
                        self._put(row, key, formula, value)

    def _sum_children(self, row: Row) -> None:
        parent = row.number
        for key in self._base_keys():
            terms = [(self._factors[child] * self._factors[parent], child) for child in self._children[parent]]
            known = [(sign, self._amounts[child][key]) for sign, child in terms]
            value = (
                None
                if any(amount is None for _, amount in known)
                else sum((sign * amount for sign, amount in known if amount is not None), ZERO)
            )
            column = self._rows.columns[key]
            cells = [(sign, self._rows.cell(row, key)._replace(row=child, column=column)) for sign, child in terms]
            self._put(row, key, formulas.signed_sum(cells, self._rows.columns["parent"]), value)

    def _fill_row(self, row: Row) -> None:
        for rule in ROW_RULES:
            if not self._rows.has(*rule[:3]):
                continue
            if self._published and (rule.key in PRINTED or self._is_typed(row, rule.key)):
                continue
            if isinstance(rule, Difference):
                value = rule.of(self._amounts[row.number], self._factors[row.number])
                formula = self._difference(rule, self._factors[row.number])
            else:
                value = rule.of(self._amounts[row.number])
                formula = formulas.share(self._this(rule.part), self._this(rule.whole))
            self._put(row, rule.key, formula, value)

    def _difference(self, rule: Difference, factor: int) -> str:
        more, less = self._this(rule.minuend), self._this(rule.subtrahend)
        return formulas.difference(less, more) if rule.by_sign and factor < 0 else formulas.difference(more, less)

    def _this(self, key: str) -> str:
        return formulas.this(self._layout, key)

    def _base_keys(self) -> Iterator[str]:
        return (key for key in base_keys(self._layout) if self._rows.has(key))

    def _typed_cells(self) -> Iterator[Address]:
        for row in self._rows:
            for rule in ROW_RULES:
                if self._rows.has(rule.key) and self._is_typed(row, rule.key):
                    yield self._rows.cell(row, rule.key)

    def _is_typed(self, row: Row, key: str) -> bool:
        content = self._snapshot.content(self._rows.cell(row, key))
        return content.formula is None and content.value is not None

    def _put(self, row: Row, key: str, formula: str | None, value: Decimal | None) -> None:
        self._amounts[row.number][key] = value
        self._computed.append(Computed(self._rows.cell(row, key), formula, value, self._largest))


def lines_by_unit(lines: Money) -> dict[str, list[int]]:
    """Return the sheet rows of Rader by the id of their unit."""
    below: dict[str, list[int]] = {}
    for row in lines.rows:
        if row.text("unit"):
            below.setdefault(row.text("unit"), []).append(row.number)
    return below


def signed_total(lines: Money, numbers: list[int], key: str) -> Decimal | None:
    """Return the sum of an amount over some rows, revenue positive and cost negative; None where any is unknown."""
    total = ZERO
    for number in numbers:
        amount = lines.lines[number].amount(key)
        if amount is None:
            return None
        total += lines.factors[number] * amount
    return total


def _lines_formula(key: str, *, positive: bool) -> str:
    """Return the formula that adds a unit's rows in Rader; empty unless each of them holds a number."""
    amounts, units, types = (formulas.column(LINES, name) for name in (key, "unit", "type"))
    id_ = formulas.this(UNITS, "id")
    known = f"SUMPRODUCT(({units}={id_})*ISNUMBER({amounts}))=COUNTIFS({units},{id_})"
    total = f"SUMIFS({amounts},{units},{id_})"
    if positive:
        cost = formulas.text(words.ROW_TYPE[RowType.COST])
        total = f"{total}-2*SUMIFS({amounts},{units},{id_},{types},{cost})"
    return f'IF({known},{total},"")'


def _without_type(book: Workbook, layout: TableLayout, rows: Rows) -> Iterator[Finding]:
    """Give a finding for each row that does not say what it is, where the sign of its amounts depends on it."""
    if layout in (RESULT, LINES) and rows.has("type"):
        for row in rows:
            # a word that could not be read has its own finding
            if book.snapshot.content(rows.cell(row, "type")).value is None:
                yield error("type-missing", rows.cell(row, "type"), choices=layout["type"].choices)


def _unknown_units(book: Workbook, layout: TableLayout, rows: Rows) -> Iterator[Finding]:
    """Give a finding for each row of Rader that no unit's sum takes in."""
    units = book.rows(UNITS)
    if layout is not LINES or units is None or not rows.has("unit"):
        return
    known = units.by_id().keys()
    for row in rows:
        if row.text("unit") not in known:
            yield error("line-unit-unknown", rows.cell(row, "unit"), id=row.id, unit=row.text("unit"))


def _parents(rows: Rows) -> tuple[dict[int, int | None], list[Finding]]:
    findings: list[Finding] = []
    by_id = rows.by_id()
    parents: dict[int, int | None] = {}
    for row in rows if rows.has("id", "parent") else ():
        wanted = row.text("parent")
        parent = by_id.get(wanted)
        parents[row.number] = None if parent is None else parent.number
        if wanted and parent is None:
            findings.append(error("parent-missing", rows.cell(row, "parent"), parent=wanted))
    broken = circular(parents)
    findings += [error("parent-circular", rows.cell(row, "parent"), id=row.id) for row in rows if row.number in broken]
    return parents, findings
