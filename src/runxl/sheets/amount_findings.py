"""What is odd about the typed amounts themselves: those that are missing, totals of nothing, signs that disagree."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from runxl.domain.finding import Finding, error, warning
from runxl.domain.line import CostSign, RowType
from runxl.layout import LINES, RESULT, UNITS, words
from runxl.sheets.money import lines_by_unit
from runxl.sheets.unread_amounts import unread_published

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from decimal import Decimal

    from runxl.grid import Address, Snapshot, Value
    from runxl.sheets.money import Money
    from runxl.sheets.table import Row
    from runxl.sheets.workbook import Workbook

_COMPARED = ("actual", "budget", "full_year_forecast", "full_year_budget")
_COSTS = frozenset({RowType.COST, RowType.DEPRECIATION})
_SIGNED = _COSTS | {RowType.REVENUE}
_SUMS = frozenset({RowType.RESULT, RowType.TOTAL})
_ROOT = {RESULT.name: RowType.RESULT, UNITS.name: RowType.TOTAL}
"""The row of each table that the committee's result and the units' total are compared by."""

_FEWEST = 3
"""From so many rows on, most of them with the other sign are no exceptions but a misread setting."""


def amount_findings(book: Workbook, moneys: Mapping[str, Money]) -> Iterator[Finding]:
    """Give what is odd about the amounts of each table and about the rows that should sum them."""
    for money in moneys.values():
        yield from unread_published(book.snapshot, money)
        yield from _totals_without_parts(money)
        yield from _several_totals(money)
        if money.rows.layout in (RESULT, LINES):
            yield from _signs_against_setting(money, book.settings.costs)
            yield from _signs_that_differ(money)
    yield from _missing_amounts(book.snapshot, moneys)


def _missing_amounts(snapshot: Snapshot, moneys: Mapping[str, Money]) -> Iterator[Finding]:
    """Give each empty amount that keeps a sum from being computed, where the rows beside it have theirs."""
    summed = lines_by_unit(moneys[LINES.name]) if LINES.name in moneys else {}
    lines = _Amounts.of(moneys[LINES.name]) if summed else None
    for money in moneys.values():
        if money.published:
            continue
        amounts = _Amounts.of(money)
        for parent, children in money.children.items():
            yield from _empty_among(snapshot, amounts, children, money.lines[parent].label)
        if money.rows.layout is UNITS and lines is not None:
            for number, line in money.lines.items():
                if line.id in summed and number not in money.children:
                    yield from _empty_among(snapshot, lines, summed[line.id], line.label)


class _Amounts(NamedTuple):
    """A table of money, its rows by their numbers, and the cells in which sums stand: looked up for every total."""

    money: Money
    by_number: Mapping[int, Row]
    sums: frozenset[Address]

    @classmethod
    def of(cls, money: Money) -> _Amounts:
        return cls(money, {row.number: row for row in money.rows}, frozenset(cell for cell, *_ in money.computed))


def _empty_among(snapshot: Snapshot, amounts: _Amounts, numbers: Iterable[int], total: str) -> Iterator[Finding]:
    money, sums = amounts.money, amounts.sums
    rows = [amounts.by_number[number] for number in numbers]
    for key in _COMPARED:
        if money.rows.has(key) and any(row.amount(key) is not None for row in rows):
            for row in rows:
                # a text that is no number has its own finding, and a sum that is empty is so for a reason below it
                cell = money.rows.cell(row, key)
                if cell not in sums and _is_blank(snapshot.content(cell).value):
                    header = money.rows.layout.header(key)
                    yield warning("amount-missing", cell, label=_label(row), header=header, total=total)


def _totals_without_parts(money: Money) -> Iterator[Finding]:
    """Give each total and result that no row says it is part of, in a table that has other rows."""
    if not money.rows.has("parent", "type") or len(money.rows.rows) == 1:
        return
    named = {row.text("parent").casefold() for row in money.rows}
    for row in money.rows:
        if money.lines[row.number].type in _SUMS and row.id.casefold() not in named:
            yield warning("total-without-parts", money.rows.cell(row, "type"), label=_label(row), id=row.id)


def _several_totals(money: Money) -> Iterator[Finding]:
    """Give the second total of a table that should have one, as nothing can then be held against it."""
    wanted = _ROOT.get(money.rows.layout.name)
    if wanted is None or not money.rows.has("parent", "type"):
        return
    lines = money.lines
    roots = [row for row in money.rows if lines[row.number].type is wanted and lines[row.number].parent is None]
    if len(roots) > 1:
        labels = [_label(row) for row in roots]
        yield warning("several-totals", money.rows.cell(roots[1], "type"), labels=labels, type=words.ROW_TYPE[wanted])


def _signs_against_setting(money: Money, costs: CostSign) -> Iterator[Finding]:
    """Give the first cost with a sign that Inställningar does not say, where most of them have it."""
    wrong_way = 1 if costs is CostSign.NEGATIVE else -1
    typed = [
        (money.rows.cell(row, key), amount)
        for row in money.rows
        if money.lines[row.number].type in _COSTS
        for key, amount in _typed_amounts(money, row)[:1]
    ]
    against = [cell for cell, amount in typed if amount * wrong_way > 0]
    if len(typed) >= _FEWEST and len(against) * 2 > len(typed):
        yield error(
            "sign-against-setting",
            against[0],
            sheet=money.rows.table.sheet,
            against=len(against),
            total=len(typed),
            setting=words.COST_SIGN[costs],
        )


def _signs_that_differ(money: Money) -> Iterator[Finding]:
    """Give the first amount of a row of revenue or cost whose sign is not that of the row's first amount."""
    for row in money.rows:
        if money.lines[row.number].type in _SIGNED:
            typed = _typed_amounts(money, row)
            for key, amount in typed[1:]:
                if amount * typed[0][1] < 0:
                    headers = (money.rows.layout.header(key), money.rows.layout.header(typed[0][0]))
                    cell = money.rows.cell(row, key)
                    yield warning("signs-differ", cell, label=_label(row), header=headers[0], other=headers[1])
                    break


def _typed_amounts(money: Money, row: Row) -> list[tuple[str, Decimal]]:
    """Return a row's amounts that are neither 0 nor sums of other rows."""
    if not money.published and row.number in money.children:
        return []
    amounts = ((key, row.amount(key)) for key in _COMPARED if money.rows.has(key))
    return [(key, amount) for key, amount in amounts if amount]


def _is_blank(value: Value) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _label(row: Row) -> str:
    return row.text("label") or row.id
