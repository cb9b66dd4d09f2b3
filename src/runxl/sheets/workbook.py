"""One of our workbooks as its layout knows it: which template, its settings, its tables."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from runxl.domain.finding import Finding, error
from runxl.errors import WorkbookError
from runxl.grid import Address, Content, Edit
from runxl.layout import (
    ACTIONS,
    APPROPRIATION,
    GOALS,
    HISTORY,
    IDENTITY_SHEET,
    LINES,
    MEASURES,
    PERSPECTIVES,
    RECIPIENTS,
    RESULT,
    SETTINGS,
    TABLES,
    TABLES_OF,
    TEMPLATE_VERSION,
    UNITS,
    TableLayout,
)
from runxl.sheets.settings import Settings, missing_settings, read_settings
from runxl.sheets.table import Rows, read_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from runxl.grid import Snapshot
    from runxl.sheets.table import Row


_AMOUNT_ROWS = tuple(layout for layout in TABLES if layout.unit_setting is not None)
_REFERENCES: tuple[tuple[TableLayout, str, tuple[TableLayout, ...]], ...] = (
    (LINES, "unit", (UNITS,)),
    (MEASURES, "goal", (GOALS,)),
    (MEASURES, "unit", (UNITS,)),
    (GOALS, "perspective", (PERSPECTIVES,)),
    *((layout, "parent", (layout,)) for layout in (RESULT, UNITS, APPROPRIATION)),
    # of rows with the same id, each is counted by its formula as the first is
    *((layout, "id", (layout,)) for layout in (UNITS, GOALS, PERSPECTIVES)),
    (ACTIONS, "concerns", _AMOUNT_ROWS),
    (HISTORY, "key", (MEASURES, *_AMOUNT_ROWS)),
    (RECIPIENTS, "id", (UNITS,)),
)
"""Which columns hold ids, and of which tables' rows."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What the hidden sheet says of the workbook: its template, the template's version, its own id and its round's."""

    template: str
    version: int
    workbook_id: str
    round_id: str = ""


@dataclass(frozen=True, slots=True)
class Workbook:
    """Everything a command reads: the settings, and the rows of each table by its Excel name.

    What refers to a row spells its id as the row does: capitals make no difference, as they make none to a formula.
    `findings` are what could not be read, and the tables that the template has and the workbook has not.
    """

    snapshot: Snapshot
    identity: Identity
    settings: Settings
    tables: Mapping[str, Rows]
    findings: tuple[Finding, ...]

    def rows(self, layout: TableLayout) -> Rows | None:
        """Return a table's rows; None where the workbook has no such table."""
        return self.tables.get(layout.name)

    def unit(self, layout: TableLayout) -> str:
        """Return whether a table's amounts are in tkr or mnkr."""
        return self.settings.unit(layout.unit_setting)


def read_workbook(snapshot: Snapshot) -> Workbook:
    """Return a workbook of ours.

    Raises WorkbookError where it is another's workbook, made by a newer version of a template, or holds a setting that
    is not what it should be.
    """
    _refuse_twin_sheets(snapshot)
    identity = read_identity(snapshot)
    found = {
        layout.name: read_table(snapshot, layout, snapshot.tables[layout.name], identity.version)
        for layout in TABLES
        if layout.name in snapshot.tables
    }
    missing = tuple(
        _missing(snapshot, layout)
        for layout in TABLES_OF[identity.template]
        if layout.name not in found and layout.since <= identity.version
    )
    unread = tuple(finding for rows in found.values() for finding in rows.findings)
    settings = found.get(SETTINGS.name)
    findings = (*missing, *missing_settings(settings), *unread)
    return Workbook(snapshot, identity, read_settings(settings), _spelled_alike(found), findings)


def read_identity(snapshot: Snapshot) -> Identity:
    """Return which of our templates a workbook was made from.

    Raises WorkbookError where it is none of ours or of a newer version than this runxl knows.
    """
    if IDENTITY_SHEET not in snapshot.sheets:
        raise WorkbookError("not-our-workbook")
    pairs = {key: snapshot.content(cell).value for key, cell in _identity_cells(snapshot).items()}
    template, version = pairs.get("template"), pairs.get("version")
    if not isinstance(template, str):
        raise WorkbookError("identity-unreadable", key="template", text=template)
    if template not in TABLES_OF:
        raise WorkbookError("another-template", template=template)
    if not isinstance(version, Decimal):
        raise WorkbookError("identity-unreadable", key="version", text=version)
    if version > TEMPLATE_VERSION:
        raise WorkbookError("newer-template", version=version, known=TEMPLATE_VERSION)
    return Identity(template, int(version), str(pairs.get("workbook_id") or ""), str(pairs.get("round_id") or ""))


def identity_edits(snapshot: Snapshot, **texts: str) -> tuple[Edit, ...]:
    """Return the edits that make the hidden sheet say these texts, each by its key."""
    cells = _identity_cells(snapshot)
    return tuple(Edit(cells[key], Content(text)) for key, text in texts.items() if key in cells)


def _identity_cells(snapshot: Snapshot) -> dict[str, Address]:
    cells = snapshot.sheets[IDENTITY_SHEET].cells
    return {
        str(content.value): Address(IDENTITY_SHEET, row, 2) for (row, column), content in cells.items() if column == 1
    }


def _refuse_twin_sheets(snapshot: Snapshot) -> None:
    seen: dict[str, str] = {}
    for name in snapshot.sheets:
        twin = seen.setdefault(name.casefold(), name)
        if twin != name:
            raise WorkbookError("twin-sheets", one=twin, other=name)


def _spelled_alike(tables: Mapping[str, Rows]) -> dict[str, Rows]:
    """Return the tables with each reference spelled as the id of the row that it names."""
    alike = dict(tables)
    for layout, key, named in _REFERENCES:
        if layout.name in alike:
            ids = [id_ for table in named if table.name in tables for id_ in tables[table.name].by_id()]
            alike[layout.name] = _respelled(alike[layout.name], key, ids)
    return alike


def _respelled(rows: Rows, key: str, ids: list[str]) -> Rows:
    # of ids that differ only in capitals, the first
    spelling = {id_.casefold(): id_ for id_ in reversed(ids)}

    def respelled(row: Row) -> Row:
        text = row.text(key)
        known = spelling.get(text.casefold(), text)
        return row if known == text else replace(row, values={**row.values, key: known})

    return replace(rows, rows=tuple(map(respelled, rows)))


def _missing(snapshot: Snapshot, layout: TableLayout) -> Finding:
    if layout.sheet not in snapshot.sheets:
        return error("sheet-missing", None, sheet=layout.sheet, table=layout.name)
    return error("table-missing", None, sheet=layout.sheet, table=layout.name)
