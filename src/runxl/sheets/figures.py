"""The single cells with a name: what the cover and the lines under the titles say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runxl import language
from runxl.domain.amount import ZERO
from runxl.domain.line import RowType
from runxl.domain.period import Month
from runxl.grid import Address
from runxl.layout import APPROPRIATION, LINES, RESULT, SETTINGS, UNITS, figures
from runxl.sheets import formulas
from runxl.sheets.computed import Computed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from runxl.domain.period import Period
    from runxl.grid import Snapshot, Value
    from runxl.sheets.money import Money
    from runxl.sheets.workbook import Workbook

_MONEY_SHEETS = {layout.sheet: layout for layout in (RESULT, LINES, UNITS, APPROPRIATION)}


def figure(
    snapshot: Snapshot, name: str, formula: str | None, value: Value, largest: Decimal = ZERO
) -> Iterator[Computed]:
    """Give the computed cell of a name; nothing where the workbook has no such name."""
    block = snapshot.names.get(name)
    if block is not None and block.sheet in snapshot.sheets:
        yield Computed(Address(block.sheet, block.top, block.left), formula, value, largest)


def general_figures(book: Workbook) -> Iterator[Computed]:
    """Give who the report is of and for, its period, and the line under each sheet's title."""
    settings, snapshot = book.settings, book.snapshot
    if book.rows(SETTINGS) is not None:
        yield from figure(snapshot, figures.REGION, _setting("region"), settings.region)
        yield from figure(snapshot, figures.COMMITTEE, _setting("namnd"), settings.committee)
        yield from figure(snapshot, figures.STATUS, _setting("status"), settings.status)
    period = period_words(settings.period)
    yield from figure(snapshot, figures.PERIOD, None, period)
    for sheet, name in figures.SUBTITLES.items():
        layout = _MONEY_SHEETS.get(sheet)
        text = period if layout is None else language.say("subtitle-money", unit=book.unit(layout), period=period)
        yield from figure(snapshot, name, None, text)


def money_figures(book: Workbook, result: Money | None) -> Iterator[Computed]:
    """Give the four amounts of the cover, from the one row of Resultat that is the result of all."""
    snapshot = book.snapshot
    yield from figure(snapshot, figures.MONEY_UNIT, None, book.unit(RESULT))
    root = None if result is None else result.root(RowType.RESULT)
    for name, key in (
        (figures.ACTUAL, "actual"),
        (figures.VARIANCE, "variance"),
        (figures.FORECAST, "full_year_forecast"),
        (figures.FORECAST_VARIANCE, "forecast_variance"),
    ):
        if result is None or root is None or not result.rows.has(key):
            yield from figure(snapshot, name, None, "")
            continue
        cell = formulas.elsewhere(Address(result.rows.table.sheet, root, result.rows.columns[key]))
        yield from figure(
            snapshot, name, f'IF(ISNUMBER({cell}),{cell},"")', result.lines[root].amount(key), result.largest
        )


def period_words(period: Period) -> str:
    """Return a period as a cover says it: `januari–april 2020`."""
    if period.month == 1:
        return language.say("period-one-month", month=Month.JANUARY, year=str(period.year))
    return language.say("period-months", first=Month.JANUARY, last=Month(period.month), year=str(period.year))


def _setting(id_: str) -> str:
    ids, values = formulas.column(SETTINGS, "id"), formulas.column(SETTINGS, "value")
    return f'IFERROR(INDEX({values},MATCH({formulas.text(id_)},{ids},0))&"","")'
