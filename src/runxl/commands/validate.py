"""What is looked up about one returned workbook before it is merged: its own faults, and the files that it began as."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from runxl.commands.check import check
from runxl.domain.finding import Finding, Severity, error
from runxl.domain.message import message
from runxl.errors import RunxlError, WorkbookError
from runxl.exchange.faults import or_refused
from runxl.exchange.mailbox import Attachment, Unread
from runxl.exchange.merge import changed_cells
from runxl.exchange.provenance import Earlier
from runxl.exchange.reading import contents_of
from runxl.exchange.restored import restored
from runxl.exchange.returned import read_returned, tables_in
from runxl.exchange.tampering import locked_columns
from runxl.exchange.typed import as_taken, without_units
from runxl.exchange.values import alike
from runxl.exchange.versions import column_of
from runxl.grid import Content
from runxl.hosts.package import PackageBook
from runxl.layout import FILLED_IN, TABLES
from runxl.sheets.report import columns_of
from runxl.sheets.standing import CURED_BY_A_RUN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from runxl.domain.message import Message
    from runxl.exchange.merge import Merge
    from runxl.exchange.versions import Change, Tables
    from runxl.grid import Address, Snapshot

_MAILED = tuple(layout for layout in TABLES if layout.name in FILLED_IN)
_FILE = Path("underlag.xlsx")
_TYPED_OVER = "formula-overwritten"
NOT_CHECKED = "returned-not-checked"
_NOT_THEIRS = CURED_BY_A_RUN | {"id-missing", "line-unit-unknown"}
"""What a unit need not put right: runxl computes, and a row that the unit adds gets its id and its unit here."""
_CONCERNS_NOTHING = "action-concerns-nothing"


class Question(NamedTuple):
    """The bytes of a returned workbook, of what its unit was sent, and of its files that were taken over before.

    `sent` are the workbooks that the unit was sent in the round, by their ids, the newest last; `base` is the id of the
    one that the file was made of, "" where nobody knows. `earlier` are files by their checksums.
    """

    theirs: bytes
    base: str
    sent: Mapping[str, bytes]
    earlier: Mapping[str, bytes]


class Answer(NamedTuple):
    """The tables of the workbook, of what it was made of and of the earlier files by checksum; what a check found.

    `computed` is what the formulas come to that values stand in place of, by their cells.
    """

    theirs: Tables
    sent: Tables | None
    earlier: Mapping[str, Earlier]
    findings: tuple[Finding, ...]
    computed: Mapping[Address, object]


def answered(question: Question) -> Answer:
    """Return the answer: the same for the same bytes, wherever it is worked out."""
    sent = _Sent(question.sent)
    tables = sent[question.base]
    found = _found(question.theirs, tables)
    faults = (one for one in found if one.severity is not Severity.NOTE and not _is_seen_to(one))
    computed = {one.cell: one.parts["value"] for one in found if one.rule == _TYPED_OVER and one.cell is not None}
    theirs = without_units(tables_in(question.theirs) or {})
    return Answer(theirs, tables, dict(_earlier(question, sent)), tuple(faults), computed)


def _is_seen_to(finding: Finding) -> bool:
    """Tell whether it is put right here; an action that says nothing of what it concerns is proposed as the unit's."""
    return finding.rule in _NOT_THEIRS or (finding.rule == _CONCERNS_NOTHING and not finding.parts["id"])


def _earlier(question: Question, sent: _Sent) -> Iterator[tuple[str, Earlier]]:
    """Give the earlier files that can still be read."""
    for digest, data in question.earlier.items():
        read = read_returned(Attachment("", "", data))
        if not isinstance(read, Unread):
            claimed = read.claims.workbook_id
            base = claimed if claimed in question.sent else next(reversed([*question.sent]), "")
            yield digest, Earlier(without_units(read.tables), sent[base], base != question.base)


class _Sent(dict[str, "Tables | None"]):
    """The tables of sent workbooks by their ids, each read when it is asked for; None for one that nobody has."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files

    def __missing__(self, workbook_id: str) -> Tables | None:
        data = self._files.get(workbook_id)
        tables = self[workbook_id] = None if data is None else contents_of(_snapshot(data), _MAILED)
        return tables


def without_computed(merge: Merge, computed: Mapping[Address, object]) -> Merge:
    """Return a merge without the values typed over formulas that are what the formulas come to.

    A recipient who pastes values, or whose program keeps no formulas, has typed nothing over.
    """
    typed = ((one, one.source) for one in merge.typed_over if one.source is not None)
    same = {cell for one, cell in typed if cell in computed and _is(one, computed[cell])}
    return merge._replace(
        typed_over=tuple(one for one in merge.typed_over if one.source not in same),
        unread=tuple(one for one in merge.unread if one.rule != "returned-typed-over" or one.cell not in same),
    )


def _is(change: Change, value: object) -> bool:
    return alike(change.theirs, Content(value), column_of(change.place))  # type: ignore[arg-type]  # a finding's part


def _found(theirs: bytes, sent: Tables | None) -> tuple[Finding, ...]:
    """Return what a check finds in the tables that a unit fills in, by the cells of its workbook.

    Of numbers as likely to be wrong, those that it has changed since the workbook was sent come first. A workbook that
    cannot be checked gets one finding, which says why.
    """
    try:
        return or_refused(partial(_checked, theirs, sent), _not_checked, _FILE.name)
    except RunxlError as fault:
        return _not_checked(message(fault.code, **fault.parts))


def _not_checked(reason: Message) -> tuple[Finding, ...]:
    return (error(NOT_CHECKED, reason=reason),)


def _checked(theirs: bytes, sent: Tables | None) -> tuple[Finding, ...]:
    """Return what a check finds. Raises RunxlError where the workbook cannot be checked."""
    try:
        snapshot = as_taken(restored(_snapshot(theirs)))
        changed = changed_cells(sent or {}, contents_of(snapshot, _MAILED))
        found = check(snapshot, changed).findings
    except ArithmeticError as fault:
        raise WorkbookError("number-beyond-computing") from fault
    sheets = {snapshot.tables[layout.name].sheet for layout in _MAILED if layout.name in snapshot.tables}
    theirs_ = (one for one in found if one.cell is not None and one.cell.sheet in sheets)
    return tuple(one for one in theirs_ if one.cell is not None and not _is_the_controllers(snapshot, one.cell))


def _is_the_controllers(snapshot: Snapshot, cell: Address) -> bool:
    """Tell whether a cell holds what the controller wrote: it is locked in a unit's workbook."""
    for layout in _MAILED:
        table = snapshot.tables.get(layout.name)
        if table is not None and cell.sheet == table.sheet and cell.row in table.body:
            columns = columns_of(layout, table)
            return cell.column in {columns[one.key] for one in locked_columns(layout) if one.key in columns}
    return False


def _snapshot(data: bytes) -> Snapshot:
    return PackageBook(data, _FILE).read()
