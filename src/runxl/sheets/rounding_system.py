"""The tables of money as one system of numbers and sums, all in the unit that they are to be printed in."""

from __future__ import annotations

from decimal import Decimal
from itertools import compress
from typing import TYPE_CHECKING, NamedTuple

from runxl.compute.balance import Balance, Stated, System
from runxl.compute.relations import Relation, RelationKind, examine
from runxl.compute.variance import ROW_RULES, Difference
from runxl.domain.amount import Printed
from runxl.domain.finding import Verdict
from runxl.grid import Address
from runxl.layout import Kind
from runxl.sheets.relations import relations_of
from runxl.sheets.settings import thousands

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from runxl.sheets.money import Money


class Wanted(NamedTuple):
    """The unit that tables are to be printed in, and with how many decimals."""

    unit: str
    decimals: int

    @property
    def step(self) -> Decimal:
        """What every printed number is a multiple of."""
        return Decimal(1).scaleb(-self.decimals)


class MoneySystem(NamedTuple):
    """Numbers and sums in one unit, and the relations that the true numbers already contradict.

    Those are an error to find, not to round away, so nothing is asked of them.
    """

    system: System
    wrong: tuple[Relation, ...]


def money_system(moneys: Mapping[str, Money], wanted: Wanted) -> MoneySystem:
    """Return the amounts of these tables in the wanted unit, and everything that they promise of each other."""
    scales = {money.rows.table.sheet: scale(money.unit, wanted.unit) for money in moneys.values()}
    sums = [relation for relation in relations_of(moneys) if relation.whole is None and _is_visible(relation, wanted)]
    is_wrong = [examine(relation).verdict is Verdict.IMPOSSIBLE for relation in sums]
    wrong = tuple(compress(sums, is_wrong))
    promised = [
        _balance(relation, scales) for relation, impossible in zip(sums, is_wrong, strict=True) if not impossible
    ]
    known = {relation.cell for relation in sums if relation.kind is RelationKind.VARIANCE}
    computed = (balance for balance in _computed_differences(moneys) if balance.target not in known)
    return MoneySystem(System(dict(_stated(moneys, scales)), (*promised, *computed)), wrong)


def scale(unit: str, wanted: str) -> Decimal:
    """Return what turns an amount in a unit into the wanted one.

    >>> scale("tkr", "mnkr")
    Decimal('0.001')
    """
    return Decimal(thousands(unit)) / thousands(wanted)


def printed_columns(money: Money) -> tuple[str, ...]:
    """Return the amount columns in which at least one row holds a number."""
    lines = money.lines.values()
    return tuple(key for key in _amount_columns(money) if any(line.amount(key) is not None for line in lines))


def cells_of(money: Money, number: int) -> dict[str, Address]:
    """Return where the numbers of a row stand, by column key."""
    line, sheet, columns = money.lines[number], money.rows.table.sheet, money.rows.columns
    known = (key for key in _amount_columns(money) if line.amount(key) is not None)
    return {key: Address(sheet, number, columns[key]) for key in known}


def _amount_columns(money: Money) -> Iterator[str]:
    return (
        column.key for column in money.rows.layout.columns if column.kind is Kind.AMOUNT and money.rows.has(column.key)
    )


def _is_visible(relation: Relation, wanted: Wanted) -> bool:
    """Tell whether a relation can be seen in print: 4 mnkr beside 4,1 says nothing where whole mnkr were published."""
    if relation.precision is None:
        return True
    return relation.precision - scale(relation.unit, wanted.unit).adjusted() >= wanted.decimals


def _stated(moneys: Mapping[str, Money], scales: Mapping[str, Decimal]) -> Iterator[tuple[Address, Stated]]:
    for money in moneys.values():
        for number, line in money.lines.items():
            for key, cell in cells_of(money, number).items():
                amount = line.amount(key)
                if amount is not None:
                    yield cell, Stated(cell, Printed(amount * scales[cell.sheet]))


def _balance(relation: Relation, scales: Mapping[str, Decimal]) -> Balance:
    own = scales[relation.cell.sheet]
    parts = tuple((term.coefficient * own / scales[term.cell.sheet], term.cell) for term in relation.terms)
    return Balance(relation.kind, relation.cell, parts)


def _computed_differences(moneys: Mapping[str, Money]) -> Iterator[Balance]:
    """Give every difference along a row that the true numbers keep: the rest of the year, the changed forecast."""
    for money in moneys.values():
        rules = [rule for rule in ROW_RULES if isinstance(rule, Difference)]
        for number, line in money.lines.items():
            cells, factor = cells_of(money, number), money.factors[number]
            for rule in rules:
                if rule.key in cells and rule.of(line.amounts, factor) == line.amount(rule.key):
                    yield _difference(rule, cells, Decimal(factor if rule.by_sign else 1))


def _difference(rule: Difference, cells: Mapping[str, Address], factor: Decimal) -> Balance:
    parts = ((factor, cells[rule.minuend]), (-factor, cells[rule.subtrahend]))
    return Balance(RelationKind.VARIANCE, cells[rule.key], parts)
