"""What the money owes the reader: causes of material variances, actions for deficits, forecasts that can be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runxl.compute.forecast import is_below_actual
from runxl.compute.materiality import Threshold, is_material, turns
from runxl.compute.variance import REST_OF_YEAR
from runxl.domain.finding import Finding, error, note, warning
from runxl.domain.line import RowType
from runxl.domain.message import message
from runxl.domain.period import LAST_MONTH, Month
from runxl.layout import ACTIONS, APPROPRIATION, LINES, RESULT, UNITS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from runxl.domain.line import Line
    from runxl.domain.message import Message
    from runxl.domain.period import Period
    from runxl.sheets.money import Money
    from runxl.sheets.settings import Settings
    from runxl.sheets.table import Row
    from runxl.sheets.workbook import Workbook

_SUMS = frozenset({RowType.RESULT, RowType.TOTAL})
_CARRIERS = frozenset({RowType.REVENUE, RowType.COST, RowType.DEPRECIATION})
_ACTION_FIELDS = ("cause", "action", "effect", "responsible", "due", "status", "decision")


def explanation_findings(book: Workbook, moneys: Mapping[str, Money]) -> Iterator[Finding]:
    """Give what is missing or cannot be around the variances and forecasts."""
    concerned = _concerned(book)
    for money in moneys.values():
        if money.rows.layout is not APPROPRIATION:
            review = _Review(money, book.settings, concerned)
            for row in money.rows:
                yield from review.row(row)
    yield from _actions(book, moneys)


class _Review:
    def __init__(self, money: Money, settings: Settings, concerned: frozenset[str]) -> None:
        self._money, self._settings, self._concerned = money, settings, concerned
        self._threshold: Threshold = settings.material_result if money.rows.layout is RESULT else settings.material_unit
        self._by_id = money.rows.by_id()
        self._turning = frozenset(number for number, line in money.lines.items() if self._turns(line))
        self._deficits = frozenset(row.number for row in money.rows if self._is_deficit(row))

    def row(self, row: Row) -> Iterator[Finding]:
        """Give what one row owes; where a row and its parts owe the same, the parts say it."""
        line = self._money.lines[row.number]
        yield from self._forecast_below_actual(row, line)
        if (
            not self._settings.period.ends_the_year
            and row.number in self._turning
            and not self._below(row) & self._turning
        ):
            yield self._turn(row, line)
        if line.type not in _SUMS and not self._is_of_which(row):
            yield from self._cause(row, line)
            yield from self._assumption(row, line)
        if row.number in self._deficits and not self._below(row) & self._deficits:
            yield from self._action(row, line)

    def _forecast_below_actual(self, row: Row, line: Line) -> Iterator[Finding]:
        if is_below_actual(line):
            yield warning(
                "forecast-below-actual",
                self._money.rows.cell(row, "full_year_forecast"),
                label=line.label,
                unit=self._money.unit,
                forecast=line.amount("full_year_forecast"),
                actual=line.amount("actual"),
            )

    def _turns(self, line: Line) -> bool:
        so_far, rest = line.amount("variance"), REST_OF_YEAR.of(line.amounts)
        year, part = line.amount("full_year_budget"), line.amount("budget")
        budget_left = None if year is None or part is None else year - part
        return turns(so_far, rest) and is_material(rest, budget_left, self._threshold)

    def _turn(self, row: Row, line: Line) -> Finding:
        return warning(
            "rest-of-year-turns",
            self._money.rows.cell(row, REST_OF_YEAR.key if self._money.rows.has(REST_OF_YEAR.key) else "variance"),
            label=line.label,
            unit=self._money.unit,
            variance=line.amount("variance"),
            forecast_variance=line.amount("forecast_variance"),
            rest=REST_OF_YEAR.of(line.amounts),
            months=months_left(self._settings.period),
        )

    def _cause(self, row: Row, line: Line) -> Iterator[Finding]:
        if not self._money.rows.has("cause") or row.text("cause"):
            return
        material = [
            key
            for key, budget in (("variance", "budget"), ("forecast_variance", "full_year_budget"))
            if is_material(line.amount(key), line.amount(budget), self._threshold)
        ]
        if material:
            yield warning(
                "cause-missing",
                self._money.rows.cell(row, "cause"),
                label=line.label,
                unit=self._money.unit,
                amount=line.amount(material[0]),
                when=message("so-far" if material[0] == "variance" else "for-the-year"),
            )

    def _assumption(self, row: Row, line: Line) -> Iterator[Finding]:
        if self._money.rows.has("assumption") and self._is_material_forecast(line) and not row.text("assumption"):
            yield note(
                "assumption-missing",
                self._money.rows.cell(row, "assumption"),
                label=line.label,
                unit=self._money.unit,
                amount=line.amount("forecast_variance"),
            )

    def _is_deficit(self, row: Row) -> bool:
        """Tell whether a unit, or a row of Resultat that is no of-which row, is forecast materially below budget."""
        line = self._money.lines[row.number]
        if self._money.rows.layout not in (UNITS, RESULT) or self._is_of_which(row) or line.type is RowType.TOTAL:
            return False
        amount = line.amount("forecast_variance")
        return amount is not None and amount < 0 and self._is_material_forecast(line)

    def _action(self, row: Row, line: Line) -> Iterator[Finding]:
        kin = {self._money.lines[number].id for number in self._below(row) | self._above(row) | {row.number}}
        if self._concerned.isdisjoint(kin):
            yield warning(
                "action-missing",
                self._money.rows.cell(row, "forecast_variance"),
                label=line.label,
                unit=self._money.unit,
                amount=line.amount("forecast_variance"),
                id=row.id,
            )

    def _is_material_forecast(self, line: Line) -> bool:
        return is_material(line.amount("forecast_variance"), line.amount("full_year_budget"), self._threshold)

    def _is_of_which(self, row: Row) -> bool:
        parent = self._by_id.get(row.text("parent"))
        return parent is not None and self._money.lines[parent.number].type in _CARRIERS

    def _below(self, row: Row) -> set[int]:
        """Return the rows that a row is the sum of, and theirs in turn."""
        found: set[int] = set()
        left = [row.number]
        while left:
            children = [child for child in self._money.children.get(left.pop(), ()) if child not in found]
            found.update(children)
            left.extend(children)
        return found

    def _above(self, row: Row) -> set[int]:
        """Return the rows that a row is part of: an action for the result is one for the costs that pull it down."""
        found: set[int] = set()
        parent = self._by_id.get(row.text("parent"))
        while parent is not None and parent.number not in found:
            found.add(parent.number)
            parent = self._by_id.get(parent.text("parent"))
        return found


def months_left(period: Period) -> Message:
    """Return the months after the period as words: `maj–december`."""
    first = Month(min(period.month + 1, LAST_MONTH))
    if first is Month.DECEMBER:
        return message("one-month", month=first)
    return message("months", first=first, last=Month.DECEMBER)


def _concerned(book: Workbook) -> frozenset[str]:
    """Return the ids that an action is for; one for a row of Rader is for its unit too."""
    actions, lines = book.rows(ACTIONS), book.rows(LINES)
    named = frozenset() if actions is None else frozenset(row.text("concerns") for row in actions)
    return named if lines is None else named | {row.text("unit") for row in lines if row.id in named}


def _actions(book: Workbook, moneys: Mapping[str, Money]) -> Iterator[Finding]:
    actions = book.rows(ACTIONS)
    if actions is None or not actions.has("concerns"):
        return
    known = {line.id for money in moneys.values() for line in money.lines.values()}
    for row in actions:
        if row.text("concerns") not in known:
            text = row.text("concerns")
            says = message("cell-contains", text=text) if text else message("cell-is-empty")
            yield error("action-concerns-nothing", actions.cell(row, "concerns"), id=text, says=says)
        empty = [key for key in _ACTION_FIELDS if actions.has(key) and row.values.get(key) in (None, "")]
        if empty:
            yield warning(
                "action-incomplete",
                actions.cell(row, empty[0]),
                action=row.id or message("action-in-row", row=row.number),
                missing=[ACTIONS.header(key) for key in empty],
            )
