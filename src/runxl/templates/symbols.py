"""What the symbols and colours of the workbook mean, as a legend that is painted like the cells it explains."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from openpyxl.styles import Alignment, Font, PatternFill

from runxl.domain.assessment import Attainment, Trend
from runxl.layout import words
from runxl.templates import style
from runxl.templates.page import put, spread
from runxl.templates.style import Signal

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_WIDTH = 2


class Entry(NamedTuple):
    """One line of the legend: the word as it stands in the workbook, how it is painted, and what it means."""

    word: str
    signal: Signal
    meaning: str


LEGEND = (
    Entry(words.ATTAINMENT[Attainment.MET], style.MET, "Målet är nått"),
    Entry(words.ATTAINMENT[Attainment.PARTLY_MET], style.PARTLY_MET, "En del av målet är nådd"),
    Entry(words.ATTAINMENT[Attainment.NOT_MET], style.NOT_MET, "Målet är inte nått"),
    Entry(words.ATTAINMENT[Attainment.NOT_ASSESSED], style.NOT_ASSESSED, "Saknar utfall eller mäts på helår"),
    Entry(words.ATTAINMENT[Attainment.CANNOT_FORECAST], style.CANNOT_FORECAST, "Årets slut kan inte bedömas än"),
    Entry(words.TREND[Trend.BETTER], style.BETTER, "Utvecklingen går åt önskat håll"),
    Entry(words.TREND[Trend.UNCHANGED], style.UNCHANGED, "Ingen tydlig förändring"),
    Entry(words.TREND[Trend.WORSE], style.WORSE, "Utvecklingen går åt fel håll"),
    Entry("Ljus cell", Signal(style.INK, style.CREAM), "Fylls i av en person"),
    Entry("Grå cell", Signal(style.INK, style.MIST), "Räknas av runxl"),
)


def paint(sheet: Worksheet, row: int, column: int, entry: Entry) -> None:
    """Write one line of the legend: the painted word, and to its right what it means."""
    for place in range(column, column + _WIDTH):
        put(sheet, row, place, entry.word if place == column else None, style.FIXED)
        cell = sheet.cell(row, place)
        cell.font = Font(name=style.FONT, size=11, color=entry.signal.ink, bold=entry.signal.bold)
        if entry.signal.paper:
            cell.fill = PatternFill("solid", fgColor=entry.signal.paper)
        cell.alignment = Alignment(horizontal="left", vertical="center", indent=1)
    spread(sheet, row, column, column + _WIDTH - 1)
    put(sheet, row, column + _WIDTH, entry.meaning, style.SUBTITLE)
    sheet.cell(row, column + _WIDTH).alignment = Alignment(horizontal="left", vertical="center", indent=1)
