"""Rows that runxl writes itself: the findings of Fynd, the rows of Logg, and how any such table is written."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from runxl import language
from runxl.domain.amount import stored
from runxl.domain.finding import Finding, Severity
from runxl.grid import EMPTY, Address, Content, Edit, Plan, Resize
from runxl.grid.address import quoted
from runxl.layout import FINDINGS, LOG, figures
from runxl.layout.words import FIX_MARK, plain
from runxl.sheets import formulas
from runxl.sheets.computed import fill, same_content
from runxl.sheets.figures import figure
from runxl.sheets.suspicion import cause_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from runxl.grid import Snapshot, Table, Value
    from runxl.layout import TableLayout
    from runxl.sheets.computed import Computed

_TELLING = ("rule", "cell", "message", "suspect", "stated", "suggested")
SEVERITY = {Severity.ERROR: "severity-error", Severity.WARNING: "severity-warning", Severity.NOTE: "severity-note"}


def findings_plan(snapshot: Snapshot, findings: Sequence[Finding]) -> Plan:
    """Return the plan that makes Fynd hold exactly these findings; an empty plan where it already does.

    What the tables' sheets are called by now is written too: Fynd says it, and the colours of suspects look it up.
    """
    table = snapshot.tables.get(FINDINGS.name)
    if table is None:
        return Plan()
    wanted = [_finding_row(number, finding) for number, finding in enumerate(findings, start=1)]
    named = fill(snapshot, _sheet_names(snapshot)).plan
    return rows_plan(snapshot, FINDINGS, table, _marked(snapshot, table, wanted)).then(named)


def marked_findings(snapshot: Snapshot, findings: Sequence[Finding]) -> tuple[list[Finding], list[Address]]:
    """Return the findings that are marked in Fynd to be put right, and the marks whose finding stands no more."""
    table = snapshot.tables.get(FINDINGS.name)
    if table is None:
        return [], []
    columns = columns_of(FINDINGS, table)
    marks = {told: cell for told, (cell, mark) in _marks(snapshot, table).items() if plain(str(mark.value)) == FIX_MARK}
    standing = {_told_apart(_finding_row(0, finding), columns): finding for finding in reversed(findings)}
    marked = [standing[told] for told in marks if told in standing]
    return marked, [cell for told, cell in marks.items() if told not in standing]


def is_still(snapshot: Snapshot, number: int, finding: Finding) -> bool:
    """Tell whether Fynd says the same as a finding on the row with its number; also where nothing stands there."""
    table = snapshot.tables.get(FINDINGS.name)
    if table is None or number > len(table.body):
        return True
    columns = columns_of(FINDINGS, table)
    told = _told_apart(_row_of(snapshot, table, columns, table.block.top + number), columns)
    return set(told) == {None} or told == _told_apart(_finding_row(number, finding), columns)


def log_plan(snapshot: Snapshot, rows: Sequence[Mapping[str, Value]]) -> Plan:
    """Return the plan that adds rows to Logg, each its values by column key; an older Logg lacks some columns."""
    table = snapshot.tables.get(LOG.name)
    if table is None:
        return Plan()
    columns = columns_of(LOG, table)
    used = [number for number in table.body if _is_used(snapshot, table, columns, number)]
    first = (used[-1] if used else table.block.top) + 1
    edits = tuple(
        Edit(Address(table.sheet, place, columns[key]), Content(value))
        for place, row in enumerate(rows, start=first)
        for key, value in {"id": Decimal(place - table.block.top), **row}.items()
        if key in columns and value is not None
    )
    height = first + len(rows) - 1 - table.block.top
    return Plan(edits, (Resize(table.name, height),) if height > len(table.body) else ())


def _sheet_names(snapshot: Snapshot) -> Iterator[Computed]:
    for table, name in figures.SHEET_NAMES.items():
        if table in snapshot.tables:
            yield from figure(snapshot, name, None, quoted(snapshot.tables[table].sheet))


def _finding_row(number: int, finding: Finding) -> dict[str, Content]:
    cell = finding.cell
    return {
        "id": Content(Decimal(number)),
        "severity": Content(language.say(SEVERITY[finding.severity])),
        "cell": EMPTY if cell is None else Content(str(cell), formulas.link(cell)),
        "message": Content(language.sentence_of_finding(finding)),
        "rule": Content(finding.rule),
        **_suspect_cells(finding),
    }


def _suspect_cells(finding: Finding) -> dict[str, Content]:
    """Return what Fynd says of the likeliest suspect; of those that are wrong together, the first."""
    if not finding.likeliest:
        return {}
    suspect = finding.likeliest[0]
    return {
        "suspect": Content(str(suspect.cell), formulas.link(suspect.cell)),
        "stated": Content(stored(suspect.stated)),
        "suggested": EMPTY if suspect.suggested is None else Content(stored(suspect.suggested)),
        "cause": Content(language.sentence_of(cause_words(suspect.cause))),
    }


def _marked(snapshot: Snapshot, table: Table, wanted: Sequence[dict[str, Content]]) -> Iterator[dict[str, Content]]:
    """Give the rows, each with the mark that was typed beside the same finding."""
    columns, marks = columns_of(FINDINGS, table), _marks(snapshot, table)
    for row in wanted:
        told = _told_apart(row, columns)
        yield {**row, "fix": marks[told][1]} if told in marks else row


def _marks(snapshot: Snapshot, table: Table) -> dict[tuple[object, ...], tuple[Address, Content]]:
    """Return where something is typed to have a finding put right, by what tells that finding from the others."""
    columns = columns_of(FINDINGS, table)
    found: dict[tuple[object, ...], tuple[Address, Content]] = {}
    for number in table.body if "fix" in columns else ():
        cell = Address(table.sheet, number, columns["fix"])
        if snapshot.content(cell).value not in (None, ""):
            told = _told_apart(_row_of(snapshot, table, columns, number), columns)
            found[told] = cell, snapshot.content(cell)
    return found


def _row_of(snapshot: Snapshot, table: Table, columns: Mapping[str, int], number: int) -> dict[str, Content]:
    return {key: snapshot.content(Address(table.sheet, number, column)) for key, column in columns.items()}


def _told_apart(row: Mapping[str, Content], columns: Mapping[str, int]) -> tuple[object, ...]:
    """Return what tells a finding from the others, whatever its place; its sentence names all that would be written."""
    values = (row.get(key, EMPTY).value for key in _TELLING if key in columns)
    return tuple(None if value == "" else value for value in values)


def rows_plan(snapshot: Snapshot, layout: TableLayout, table: Table, wanted: Iterable[Mapping[str, Content]]) -> Plan:
    """Return the plan that makes a table of runxl's hold exactly these rows, each its cells by column key."""
    columns, wanted = columns_of(layout, table), list(wanted)
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


def columns_of(layout: TableLayout, table: Table) -> dict[str, int]:
    """Return the sheet column of each of a layout's columns that the table has, by key."""
    return {column.key: table.column(column.header) for column in layout.columns if column.header in table.headers}


def _is_used(snapshot: Snapshot, table: Table, columns: Mapping[str, int], number: int) -> bool:
    return any(
        snapshot.content(Address(table.sheet, number, column)).value not in (None, "") for column in columns.values()
    )
