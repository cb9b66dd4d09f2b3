"""Every relation that our layouts promise: sums over rows, differences along a row, units against the committee."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from runxl.compute.relations import Relation, RelationKind, Term
from runxl.compute.variance import FORECAST_VARIANCE, ROW_RULES, VARIANCE, Difference, Share
from runxl.domain.amount import Printed, decimals_of
from runxl.domain.line import RowType
from runxl.grid import Address
from runxl.layout import LINES, RESULT, UNITS
from runxl.sheets.money import Money, base_keys, lines_by_unit
from runxl.sheets.settings import thousands

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_PRINTED_DIFFERENCES = (VARIANCE, FORECAST_VARIANCE)
_KIND_OF_PARENT = {RowType.RESULT: RelationKind.RESULT, RowType.TOTAL: RelationKind.TOTAL}
_ONE = Decimal(1)
_PER_CENT = Decimal(100)


def relations_of(moneys: Mapping[str, Money]) -> Iterator[Relation]:
    """Give every relation whose stated number and terms are all known, table by table."""
    for money in moneys.values():
        printed = _Numbers(money)
        yield from _sums(money, printed)
        yield from _differences(money, printed)
        if money.published:
            yield from _typed(money, printed)
    if LINES.name in moneys and UNITS.name in moneys:
        yield from _units_of_lines(moneys[UNITS.name], moneys[LINES.name])
    if UNITS.name in moneys and RESULT.name in moneys:
        yield from _across(moneys[RESULT.name], moneys[UNITS.name])


class _Numbers:
    """A table's amounts as printed numbers: published ones within half a unit of their column's last decimal."""

    def __init__(self, money: Money, below: Money | None = None) -> None:
        self._money = money
        self._largest = money.largest if below is None else max(money.largest, below.largest)
        self._decimals: dict[str, int] = {}

    def __call__(self, number: int, key: str) -> Printed | None:
        amount = self._money.lines[number].amount(key)
        if amount is None:
            return None
        return Printed.published(amount, self.decimals(key)) if self._money.published else Printed(amount)

    def decimals(self, key: str) -> int:
        """Return the decimals a column is printed with: the layout's, or more where its numbers have more."""
        if key not in self._decimals:
            amounts = (line.amount(key) for line in self._money.lines.values())
            most = max((decimals_of(amount) for amount in amounts if amount is not None), default=0)
            self._decimals[key] = max(most, self._money.rows.layout[key].decimals)
        return self._decimals[key]

    def decimals_of_typed(self, key: str) -> int:
        """Return the decimals that are typed in a computed column, beside formulas that show more."""
        typed = (
            line.amount(key)
            for number, line in self._money.lines.items()
            if self.cell(number, key) in self._money.typed
        )
        return max((decimals_of(amount) for amount in typed if amount is not None), default=0)

    def cell(self, number: int, key: str) -> Address:
        return Address(self._money.rows.table.sheet, number, self._money.rows.columns[key])

    def term(self, number: int, key: str, coefficient: Decimal = _ONE) -> Term | None:
        printed = self(number, key)
        return None if printed is None else Term(coefficient, self.cell(number, key), printed)

    def relation(
        self, kind: RelationKind, number: int, key: str, terms: Iterable[Term | None], precision: int | None = None
    ) -> Iterator[Relation]:
        """Give the relation, or nothing where any of its numbers is unknown."""
        stated, known = self(number, key), tuple(terms)
        whole = tuple(term for term in known if term is not None)
        if stated is not None and whole and len(whole) == len(known):
            cell, money = self.cell(number, key), self._money
            yield Relation(kind, cell, stated, whole, money.unit, precision, self._largest)


def _sums(money: Money, printed: _Numbers) -> Iterator[Relation]:
    layout = money.rows.layout
    keys = [key for key in (*base_keys(layout), *(rule.key for rule in _PRINTED_DIFFERENCES)) if money.rows.has(key)]
    for parent, children in money.children.items():
        kind = _KIND_OF_PARENT.get(money.lines[parent].type, RelationKind.OF_WHICH)
        for key in keys:
            signed = key not in {rule.key for rule in _PRINTED_DIFFERENCES}
            terms = (
                printed.term(child, key, Decimal(money.factors[parent] * money.factors[child]) if signed else _ONE)
                for child in children
            )
            yield from printed.relation(kind, parent, key, terms)


def _differences(money: Money, printed: _Numbers) -> Iterator[Relation]:
    for rule in _PRINTED_DIFFERENCES:
        if money.rows.has(*rule[:3]):
            for number in money.lines:
                yield from printed.relation(
                    RelationKind.VARIANCE, number, rule.key, _difference_terms(rule, money, printed, number)
                )


def _typed(money: Money, printed: _Numbers) -> Iterator[Relation]:
    """Give what a published table promises of the computed cells that somebody typed a number in."""
    for rule in ROW_RULES:
        if rule in _PRINTED_DIFFERENCES or not money.rows.has(*rule[:3]):
            continue
        for number in money.lines:
            if printed.cell(number, rule.key) in money.typed:
                yield from (
                    _typed_difference(rule, money, printed, number)
                    if isinstance(rule, Difference)
                    else _typed_share(rule, printed, number)
                )


def _typed_difference(rule: Difference, money: Money, printed: _Numbers, number: int) -> Iterator[Relation]:
    decimals = max(printed.decimals_of_typed(rule.key), money.rows.layout[rule.key].decimals)
    terms = _difference_terms(rule, money, printed, number)
    for relation in printed.relation(RelationKind.VARIANCE, number, rule.key, terms):
        yield replace(relation, stated=Printed.published(relation.stated.value, decimals))


def _typed_share(rule: Share, printed: _Numbers, number: int) -> Iterator[Relation]:
    """Give the relation in per cent; none where the whole may be 0, of which nothing is a share."""
    whole = printed(number, rule.whole)
    if whole is None or abs(whole.value) <= whole.half_width:
        return
    decimals = max(0, printed.decimals_of_typed(rule.key) - 2)
    terms = (printed.term(number, rule.part, _PER_CENT),)
    for relation in printed.relation(RelationKind.SHARE, number, rule.key, terms, decimals):
        stated = Printed.published(relation.stated.value * _PER_CENT, decimals)
        yield replace(relation, stated=stated, unit="%", whole=whole)


def _difference_terms(rule: Difference, money: Money, printed: _Numbers, number: int) -> tuple[Term | None, ...]:
    factor = Decimal(money.factors[number] if rule.by_sign else 1)
    return (printed.term(number, rule.minuend, factor), printed.term(number, rule.subtrahend, -factor))


def _units_of_lines(units: Money, lines: Money) -> Iterator[Relation]:
    stated, parts = _Numbers(units, lines), _Numbers(lines)
    below = lines_by_unit(lines) if lines.rows.has("unit") else {}
    for number, line in units.lines.items():
        for key in base_keys(LINES):
            if line.id in below and lines.rows.has(key) and units.rows.has(key):
                terms = (parts.term(part, key, Decimal(lines.factors[part])) for part in below[line.id])
                yield from stated.relation(RelationKind.LINES, number, key, terms)


def _across(result: Money, units: Money) -> Iterator[Relation]:
    """Give the committee's result against the units' total, both ways of counting money rounded to the coarser."""
    top, total = result.root(RowType.RESULT), units.root(RowType.TOTAL)
    if top is None or total is None:
        return
    stated, parts = _Numbers(result), _Numbers(units)
    scale = Decimal(thousands(units.unit)) / thousands(result.unit)
    for rule in _PRINTED_DIFFERENCES:
        if result.rows.has(rule.key) and units.rows.has(rule.key):
            precision = min(stated.decimals(rule.key), parts.decimals(rule.key) - scale.adjusted())
            terms = (parts.term(total, rule.key, scale),)
            for relation in stated.relation(RelationKind.ACROSS_UNITS, top, rule.key, terms, precision):
                if result.published:
                    yield relation
                elif result.unit == units.unit:
                    # nothing was rounded between two sums in the same unit
                    yield replace(relation, precision=None)
                else:
                    yield _typed_coarsely(relation, result, stated, top, rule)


def _typed_coarsely(relation: Relation, result: Money, stated: _Numbers, top: int, rule: Difference) -> Relation:
    """Return the relation with the rounding that typed amounts carry: whole mnkr were rounded before they were typed.

    A computed result is a sum of such amounts, so it may be off by half a unit for each of them.
    """
    slack = sum((_slack(result, stated, top, key) for key in (rule.minuend, rule.subtrahend)), Decimal(0))
    return replace(relation, stated=replace(relation.stated, half_width=slack))


def _slack(money: Money, printed: _Numbers, number: int, key: str) -> Decimal:
    children = money.children.get(number)
    if not children:
        return Decimal("0.5").scaleb(-printed.decimals(key))
    return sum((_slack(money, printed, child, key) for child in children), Decimal(0))
