"""Where things stand in our workbooks: sheets, tables, columns, words. Data, not logic."""

from dataclasses import replace

from runxl.layout.administration import CHECKS, FINDINGS, HISTORY, LOG, SETTINGS
from runxl.layout.column import Column, Kind, Role, TableLayout
from runxl.layout.economy import ACTIONS, APPROPRIATION, LINES, RESULT, UNITS
from runxl.layout.goals import GOALS, MEASURES, PERSPECTIVES
from runxl.layout.round import CONFLICTS, FILLED_IN, ONLY_ASKED, RECIPIENTS, SUBMISSIONS

TABLES: tuple[TableLayout, ...] = (
    PERSPECTIVES,
    RESULT,
    LINES,
    UNITS,
    APPROPRIATION,
    MEASURES,
    GOALS,
    ACTIONS,
    RECIPIENTS,
    SUBMISSIONS,
    CONFLICTS,
    CHECKS,
    FINDINGS,
    HISTORY,
    LOG,
    SETTINGS,
)

SHEETS = (
    "Översikt",
    "Resultat",
    "Rader",
    "Verksamheter",
    "Anslag",
    "Mått",
    "Målbedömning",
    "Åtgärder",
    "Mottagare",
    "Inlämningar",
    "Konflikter",
    "Kontroller",
    "Fynd",
    "Historik",
    "Logg",
    "Inställningar",
)

IDENTITY_SHEET = "_runxl"
"""Hidden: column A the key, column B the value."""

TEMPLATE_REPORT = "delarsrapport"
TEMPLATE_UNIT = "verksamhet"
TEMPLATE_VERSION = 4
"""Raised with every table and column that a template gets, as its `since` says.

A workbook of an earlier version is read as it is. One of a later version is refused: a runxl that does not know a
column of Fynd would leave old proposals, and her marks to write them, beside findings that they do not belong to.
"""

TABLES_OF: dict[str, tuple[TableLayout, ...]] = {
    TEMPLATE_REPORT: TABLES,
    # the first workbooks of units had no history
    TEMPLATE_UNIT: (LINES, UNITS, MEASURES, ACTIONS, replace(HISTORY, since=3), SETTINGS),
}
"""The tables that a workbook of each template has; it must have those that its version has."""

# a target too may be typed as 80 %, which is 0,8 to the spreadsheet program
_TOLD_BY_FORMAT = {(MEASURES.name, MEASURES.header("target"))} | {
    (table.name, column.header)
    for table in TABLES
    for column in table.columns
    if column.kind in (Kind.QUANTITY, Kind.SHARE)
}


def is_told_by_format(table: str, header: str) -> bool:
    """Tell whether a cell's number format tells something there: a percentage or a date from a plain number."""
    return (table, header) in _TOLD_BY_FORMAT


__all__ = [
    "ACTIONS",
    "APPROPRIATION",
    "CHECKS",
    "CONFLICTS",
    "FILLED_IN",
    "FINDINGS",
    "GOALS",
    "HISTORY",
    "IDENTITY_SHEET",
    "LINES",
    "LOG",
    "MEASURES",
    "ONLY_ASKED",
    "PERSPECTIVES",
    "RECIPIENTS",
    "RESULT",
    "SETTINGS",
    "SHEETS",
    "SUBMISSIONS",
    "TABLES",
    "TABLES_OF",
    "TEMPLATE_REPORT",
    "TEMPLATE_UNIT",
    "TEMPLATE_VERSION",
    "UNITS",
    "Column",
    "Kind",
    "Role",
    "TableLayout",
    "is_told_by_format",
]
