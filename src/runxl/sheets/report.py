"""Rows that runxl writes itself: the findings of Fynd and the rows of Logg."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from runxl import language
from runxl.domain.finding import Finding, Severity
from runxl.grid import EMPTY, Address, Content, Edit, Plan, Resize
from runxl.layout import FINDINGS, LOG
from runxl.sheets import formulas
from runxl.sheets.computed import same_content

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from runxl.grid import Snapshot, Table
    from runxl.layout import TableLayout

SEVERITY = {Severity.ERROR: "severity-error", Severity.WARNING: "severity-warning", Severity.NOTE: "severity-note"}


def findings_plan(snapshot: Snapshot, findings: Sequence[Finding]) -> Plan:
    """Return the plan that makes Fynd hold exactly these findings; an empty plan where it already does."""
    table = snapshot.tables.get(FINDINGS.name)
    if table is None:
        return Plan()
    wanted = [_finding_row(number, finding) for number, finding in enumerate(findings, start=1)]
    return _rows_plan(snapshot, FINDINGS, table, wanted)


def log_plan(snapshot: Snapshot, row: Mapping[str, str]) -> Plan:
    """Return the plan that adds a row to Logg: `time`, `user`, `command` and `changed` as texts."""
    table = snapshot.tables.get(LOG.name)
    if table is None:
        return Plan()
    columns = _columns(LOG, table)
    used = [number for number in table.body if _is_used(snapshot, table, columns, number)]
    place = (used[-1] if used else table.block.top) + 1
    contents: dict[str, Content] = {"id": Content(Decimal(place - table.block.top))}
    contents.update((key, Content(text)) for key, text in row.items())
    edits = tuple(
        Edit(Address(table.sheet, place, columns[key]), content) for key, content in contents.items() if key in columns
    )
    grows = place > table.block.bottom
    return Plan(edits, (Resize(table.name, place - table.block.top),) if grows else ())


def _finding_row(number: int, finding: Finding) -> dict[str, Content]:
    cell = finding.cell
    return {
        "id": Content(Decimal(number)),
        "severity": Content(language.say(SEVERITY[finding.severity])),
        "cell": EMPTY if cell is None else Content(str(cell), formulas.link(cell)),
        "message": Content(language.sentence_of_finding(finding)),
        "rule": Content(finding.rule),
    }


def _rows_plan(snapshot: Snapshot, layout: TableLayout, table: Table, wanted: Sequence[Mapping[str, Content]]) -> Plan:
    columns = _columns(layout, table)
    top, height = table.block.top + 1, max(1, len(wanted))
    edits: list[Edit] = []
    confirmed: list[Address] = []
    for offset in range(max(height, len(table.body))):
        row = wanted[offset] if offset < len(wanted) else {}
        for key, column in columns.items():
            cell, content = Address(table.sheet, top + offset, column), row.get(key, EMPTY)
            if same_content(snapshot.content(cell), content):
                confirmed.append(cell)
            else:
                edits.append(Edit(cell, content))
    resizes = () if height == len(table.body) else (Resize(table.name, height),)
    return Plan(tuple(edits), resizes, frozenset(confirmed))


def _columns(layout: TableLayout, table: Table) -> dict[str, int]:
    return {column.key: table.column(column.header) for column in layout.columns if column.header in table.headers}


def _is_used(snapshot: Snapshot, table: Table, columns: Mapping[str, int], number: int) -> bool:
    return any(
        snapshot.content(Address(table.sheet, number, column)).value not in (None, "") for column in columns.values()
    )
