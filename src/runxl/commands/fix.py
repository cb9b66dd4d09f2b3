"""Rätta: the proposals of chosen findings, written into their cells; nothing is ever put right that nobody chose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runxl import language
from runxl.commands.check import check
from runxl.commands.outcome import Outcome
from runxl.commands.variances import computed_money
from runxl.domain.amount import stored
from runxl.domain.message import message
from runxl.errors import CallError, WorkbookError
from runxl.exchange.places import place_of
from runxl.grid import Content, Edit, Plan, applied
from runxl.layout import IDENTITY_SHEET
from runxl.sheets.computed import fill, same_formula
from runxl.sheets.money import read_money
from runxl.sheets.notes import note_after
from runxl.sheets.report import is_still, marked_findings
from runxl.sheets.suspicion import cause_words
from runxl.sheets.workbook import read_workbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from runxl.domain.finding import Finding, Suspect
    from runxl.domain.message import Message
    from runxl.grid import NoteEdit, Snapshot, Value


def fix(snapshot: Snapshot) -> Outcome:
    """Return the plan that writes every proposal that is marked in Fynd.

    Raises CallError where none is marked, or where a marked one is no longer what a check would find; WorkbookError
    for a workbook that is none of ours.
    """
    _refuse_foreign(snapshot)
    marked, outdated = marked_findings(snapshot, check(snapshot).findings)
    if outdated:
        raise CallError("fix-mark-outdated", cells=outdated)
    if not marked:
        raise CallError("fix-nothing-marked")
    return _corrected(snapshot, marked)


def fixed(snapshot: Snapshot, number: int) -> Outcome:
    """Return the plan that writes the proposal of one finding, by its number in Fynd and in the printed list.

    Raises CallError where there is no such finding, where it is another than the one in Fynd, or has no proposal;
    WorkbookError for a workbook that is none of ours.
    """
    _refuse_foreign(snapshot)
    findings = check(snapshot).findings
    if not 1 <= number <= len(findings):
        raise CallError("fix-no-such-finding", number=number, findings=len(findings))
    finding = findings[number - 1]
    if not is_still(snapshot, number, finding):
        raise CallError("fix-number-outdated", number=number)
    return _corrected(snapshot, [finding])


def _refuse_foreign(snapshot: Snapshot) -> None:
    if IDENTITY_SHEET not in snapshot.sheets:
        raise WorkbookError("fix-foreign")


def _corrected(snapshot: Snapshot, findings: Sequence[Finding]) -> Outcome:
    """Return the cells' new numbers with a note in each, what follows from them, and Fynd as a check then has it."""
    suspects = list(dict.fromkeys(suspect for finding in findings for suspect in _proposal(finding)))
    plan = Plan(tuple(_edits(snapshot, suspects)))
    plan = plan.then(_recomputed(applied(snapshot, plan)))
    checked = check(applied(snapshot, plan))
    changes = [_change(suspect) for suspect in suspects]
    done = message("fix-done", changes=changes, count=len(checked.findings))
    notes = Plan(notes=tuple(_notes(snapshot, suspects)))
    log = tuple(_logged(snapshot, suspect) for suspect in suspects)
    return Outcome(plan.then(checked.plan).then(notes), checked.findings, done, checked.summary, log=log)


def _proposal(finding: Finding) -> tuple[Suspect, ...]:
    formulas = [suspect.cell for suspect in finding.likeliest if suspect.formula]
    if formulas:
        raise CallError("fix-formula", cells=formulas)
    if not finding.proposal:
        raise CallError("fix-nothing-proposed", cell=finding.cell)
    return finding.proposal


def _edits(snapshot: Snapshot, suspects: Iterable[Suspect]) -> Iterator[Edit]:
    for suspect in suspects:
        if suspect.suggested is not None:
            yield Edit(suspect.cell, Content(stored(suspect.suggested)), snapshot.content(suspect.cell))


def _notes(snapshot: Snapshot, suspects: Iterable[Suspect]) -> Iterator[NoteEdit]:
    """Give the notes that tell in each cell what stood there and why it no longer does."""
    for suspect in suspects:
        if suspect.suggested is not None:
            told = message("fix-note", **_parts(suspect))
            yield note_after(snapshot, suspect.cell, language.sentence_of(told))


def _recomputed(snapshot: Snapshot) -> Plan:
    """Return the plan that brings our own formulas up to date, as a spreadsheet program does by itself."""
    book = read_workbook(snapshot)
    cells = (
        computed
        for computed in computed_money(book, read_money(book))
        if computed.formula is not None and same_formula(computed.formula, snapshot.content(computed.cell).formula)
    )
    return fill(snapshot, cells).plan


def _logged(snapshot: Snapshot, suspect: Suspect) -> dict[str, Value]:
    """Return the row of Logg by which a cell's history is found again, wherever its row is moved."""
    row: dict[str, Value] = {
        "cell": str(suspect.cell),
        "before": snapshot.content(suspect.cell).value,
        "after": None if suspect.suggested is None else stored(suspect.suggested),
    }
    place = place_of(snapshot, suspect.cell)
    return row if place is None else {**row, "table": place.table, "row": place.row, "column": place.column}


def _change(suspect: Suspect) -> Message:
    return message("fix-change", cell=suspect.cell, **_parts(suspect))


def _parts(suspect: Suspect) -> dict[str, object]:
    return {"stated": suspect.stated, "suggested": suspect.suggested, "cause": cause_words(suspect.cause)}
