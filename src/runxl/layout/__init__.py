"""Where things stand in our workbooks: sheets, tables, columns, words. Data, not logic."""

from runxl.layout.administration import CHECKS, FINDINGS, HISTORY, LOG, SETTINGS
from runxl.layout.column import Column, Kind, Role, TableLayout
from runxl.layout.economy import ACTIONS, APPROPRIATION, LINES, RESULT, UNITS
from runxl.layout.goals import GOALS, MEASURES, PERSPECTIVES

TABLES: tuple[TableLayout, ...] = (
    PERSPECTIVES,
    RESULT,
    LINES,
    UNITS,
    APPROPRIATION,
    MEASURES,
    GOALS,
    ACTIONS,
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
TEMPLATE_VERSION = 2
"""Raised with every column that a template gets, as the column's `since` says.

A workbook of an earlier version is read as it is. One of a later version is refused: a runxl that does not know a
column of Fynd would leave old proposals, and her marks to write them, beside findings that they do not belong to.
"""

TABLES_OF: dict[str, tuple[TableLayout, ...]] = {
    TEMPLATE_REPORT: TABLES,
    TEMPLATE_UNIT: (LINES, UNITS, MEASURES, ACTIONS, SETTINGS),
}
"""The tables that a workbook of each template must have."""

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
    "FINDINGS",
    "GOALS",
    "HISTORY",
    "IDENTITY_SHEET",
    "LINES",
    "LOG",
    "MEASURES",
    "PERSPECTIVES",
    "RESULT",
    "SETTINGS",
    "SHEETS",
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
