"""The rows of Mått as measures with their targets, judged, and the cells that runxl fills in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from runxl import language
from runxl.compute.attainment import Rules, judge, unclear_share
from runxl.compute.target import read_target
from runxl.compute.trend import good_direction, trend
from runxl.compute.understood import understood
from runxl.domain.amount import ZERO, spelled
from runxl.domain.assessment import Trend, TrendBasis
from runxl.domain.finding import Finding, error, note, warning
from runxl.domain.measure import Measure, Measured, MeasureKind
from runxl.domain.period import Period, period_in
from runxl.domain.quantity import amounts_in
from runxl.domain.target import Level
from runxl.layout import HISTORY, MEASURES, words
from runxl.sheets.computed import Computed
from runxl.sheets.money import AMOUNT_TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from runxl.domain.assessment import Judgement
    from runxl.domain.target import Target
    from runxl.sheets.table import Row, Rows
    from runxl.sheets.workbook import Workbook

    Amounts = tuple[Decimal, ...]

_HUNDRED = Decimal(100)
# a typed 22/11 becomes the 22nd of November, which Excel shows by such a format
_DATE = re.compile("[ymd]", re.IGNORECASE)
_QUOTED = re.compile(r"\"[^\"]*\"|\[[^\]]*\]|\\.")
_HISTORY_OF_MEASURES = words.HISTORY_KINDS[0]


@dataclass(frozen=True, slots=True)
class Judged:
    """One measure as it was read, what its target asks for, and how far and which way it has come."""

    row: Row
    measure: Measure
    target: Target | None
    judgement: Judgement
    trend: Trend


@dataclass(frozen=True, slots=True)
class Measures:
    """All measures of the workbook, and every cell of them that could not be read."""

    rows: Rows
    judged: tuple[Judged, ...]
    findings: tuple[Finding, ...]

    @property
    def with_outcome(self) -> int:
        """How many have an outcome: an amount, or for an activity a status."""
        return sum(one.measure.outcome is not None or one.measure.status is not None for one in self.judged)

    def computed(self) -> Iterator[Computed]:
        """Give the cells that runxl fills: the target as understood, attainment, trend and why."""
        for one in self.judged:
            shown = {
                "understood": "" if one.target is None else language.sentence_of(understood(one.target)),
                "attainment": words.ATTAINMENT[one.judgement.attainment],
                "trend": words.TREND[one.trend],
                "why": language.sentence_of(one.judgement.why),
            }
            for key, value in shown.items():
                if self.rows.has(key):
                    yield Computed(self.rows.cell(one.row, key), None, value)


def read_measures(book: Workbook) -> Measures | None:
    """Return the workbook's measures, judged; None where it has no table of them."""
    rows = book.rows(MEASURES)
    return None if rows is None else _Reader(book, rows).read()


class _Fraction(NamedTuple):
    """An amount that may be a fraction, and its column."""

    key: str
    value: Decimal


class _Reader:
    def __init__(self, book: Workbook, rows: Rows) -> None:
        self._book, self._rows = book, rows
        settings = book.settings
        self._rules = Rules(settings.period.month, settings.partly_limit, settings.judged_by, settings.neutral_band)
        self._findings: list[Finding] = []
        self._history = self._read_history()

    def read(self) -> Measures:
        judged = tuple(self._judged(row) for row in self._rows)
        return Measures(self._rows, judged, tuple(self._findings))

    def _judged(self, row: Row) -> Judged:
        measure = self._measure(row)
        target = read_target(measure)
        fraction = self._fraction(row, target)
        judgement = judge(measure, target, self._rules) if fraction is None else unclear_share(fraction.value)
        moved = trend(
            measure.outcome if fraction is None else None,
            self._earlier(row.id),
            good_direction(measure, target),
            self._book.settings.neutral_band,
        )
        self._findings += self._problems(row, measure, target, judgement)
        if fraction is not None:
            percent, place = fraction.value * _HUNDRED, self._rows.cell(row, fraction.key)
            self._findings.append(warning("percentage-as-fraction", place, value=fraction.value, percent=percent))
        return Judged(row, measure, target, judgement, moved)

    def _measure(self, row: Row) -> Measure:
        return Measure(
            id=row.id,
            goal=row.text("goal"),
            success_factor=row.text("success_factor"),
            kind=words.meaning(words.MEASURE_KIND, row.text("kind")) or MeasureKind.KEY_MEASURE,
            name=row.text("measure"),
            responsible=row.text("responsible"),
            unit=row.text("unit"),
            target_text=self._target_text(row),
            target_kind=words.meaning(words.TARGET_KIND, row.text("target_kind")),
            direction=words.meaning(words.DIRECTION, row.text("direction")),
            comparison=words.meaning(words.COMPARISON, row.text("comparison")),
            judged_by=words.meaning(words.JUDGEMENT_BASIS, row.text("judged_by")),
            measured=words.meaning(words.MEASURED_WHEN, row.text("measured")) or Measured.CONTINUOUSLY,
            baseline=self._amounts(self._rows, row, "baseline"),
            weight=self._weight(row),
            outcome=self._amounts(self._rows, row, "outcome"),
            forecast=self._amounts(self._rows, row, "forecast"),
            status=words.meaning(words.STATUS, row.text("status")),
        )

    def _target_text(self, row: Row) -> str:
        value = row.values.get("target")
        if not isinstance(value, Decimal):
            return "" if value is None else str(value)
        if self._is_percentage(self._rows, row, "target"):
            return f"{spelled(value * _HUNDRED)} %"
        return spelled(value)

    def _amounts(self, rows: Rows, row: Row, key: str) -> Amounts | None:
        value = row.values.get(key)
        if value is None or value == "":
            return None
        if isinstance(value, Decimal) and shows_date(self._format(rows, row, key)):
            self._findings.append(error("quantity-is-date", rows.cell(row, key)))
            return None
        if isinstance(value, Decimal):
            return (value * _HUNDRED if self._is_percentage(rows, row, key) else value,)
        amounts = amounts_in(value) if isinstance(value, str) else None
        if amounts is None:
            self._findings.append(error("quantity-unreadable", rows.cell(row, key), text=value))
        return amounts

    def _is_percentage(self, rows: Rows, row: Row, key: str) -> bool:
        return "%" in self._format(rows, row, key)

    def _format(self, rows: Rows, row: Row, key: str) -> str:
        return self._book.snapshot.number_format(rows.cell(row, key))

    def _weight(self, row: Row) -> Decimal | None:
        """Return the weight; 0 where something else than a weight stands, as the formula takes it, None for nothing."""
        weight = row.amount("weight")
        if weight is None and self._rows.has("weight"):
            typed = self._book.snapshot.content(self._rows.cell(row, "weight")).value
            return None if typed is None or not str(typed).strip() else ZERO
        if weight is not None and weight < 0:
            self._findings.append(error("weight-negative", self._rows.cell(row, "weight"), weight=weight))
            return ZERO
        return weight

    def _problems(self, row: Row, measure: Measure, target: Target | None, judgement: Judgement) -> Iterator[Finding]:
        if not self._rows.has("target"):
            return
        cell = self._rows.cell(row, "target")
        if not measure.target_text.strip():
            yield warning("target-missing", cell, id=row.id)
        if judgement.problem is not None:
            severity = error if target is None else warning
            yield severity(judgement.problem, cell, text=measure.target_text, why=judgement.why)

    def _fraction(self, row: Row, target: Target | None) -> _Fraction | None:
        """Return the first amount of the row that may be a fraction where its target is in per cent."""
        if not isinstance(target, Level) or target.parts[0].unit != "%" or target.parts[0].value <= 1:
            return None
        for key in ("outcome", "forecast"):
            value = row.values.get(key)
            if isinstance(value, Decimal) and 0 < value < 1 and not self._is_percentage(self._rows, row, key):
                return _Fraction(key, value)
        return None

    def _read_history(self) -> Mapping[str, dict[Period, Amounts]]:
        rows = self._book.rows(HISTORY)
        history: dict[str, dict[Period, Amounts]] = {}
        if rows is None or not rows.has("period"):
            return history
        self._findings += _unknown_in_history(self._book, rows)
        first: dict[tuple[str, Period], Row] = {}
        for row in rows:
            if row.text("kind") not in ("", _HISTORY_OF_MEASURES):
                continue
            key, text = row.text("key"), str(row.values.get("period") or "")
            period = period_in(text)
            if period is None:
                self._findings.append(error("history-period", rows.cell(row, "period"), text=text))
                continue
            earlier = first.setdefault((key, period), row)
            if earlier is not row:
                cell = rows.cell(row, "period")
                self._findings.append(warning("history-twice", cell, id=key, earlier=rows.cell(earlier, "period")))
            amounts = self._amounts(rows, row, "value")
            if amounts is not None:
                history.setdefault(key, {})[period] = amounts
        return history

    def _earlier(self, id_: str) -> Amounts | None:
        """Return the outcome that the trend looks back to, as the settings choose."""
        settings, periods = self._book.settings, self._history.get(id_, {})
        if settings.trend_basis is TrendBasis.SAME_PERIOD_LAST_YEAR:
            return periods.get(settings.period.year_before)
        before = max((period for period in periods if period < settings.period), default=None)
        return None if before is None else periods[before]


def _unknown_in_history(book: Workbook, rows: Rows) -> Iterator[Finding]:
    """Give each row of Historik that is about no measure, or for amounts about no row of any table of money."""
    for row in rows if rows.has("key") else ():
        tables = (MEASURES,) if row.text("kind") in ("", _HISTORY_OF_MEASURES) else AMOUNT_TABLES
        named = [known for layout in tables if (known := book.rows(layout)) is not None]
        if not any(known.find(row.text("key")) for known in named):
            sheets = [known.table.sheet for known in named]
            yield warning("history-unknown", rows.cell(row, "key"), key=row.text("key"), sheets=sheets)


def shows_date(number_format: str) -> bool:
    """Tell whether a number format shows a number as a date.

    >>> shows_date("d/mmm"), shows_date('0 "dagar"')
    (True, False)
    """
    return _DATE.search(_QUOTED.sub("", number_format)) is not None


def outcome_findings(measures: Measures) -> Iterator[Finding]:
    """Give how many measures have an outcome, where some have none; the cell is the first one that lacks it."""
    total = len(measures.judged)
    if measures.with_outcome == total:
        return
    lacking = next(one.row for one in measures.judged if one.measure.outcome is None and one.measure.status is None)
    cell = measures.rows.cell(lacking, "outcome") if measures.rows.has("outcome") else None
    yield note("outcomes-missing", cell, having=measures.with_outcome, total=total)
