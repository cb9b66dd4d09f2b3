"""What is looked up about one returned workbook before it is merged: its own faults, and the files that it began as."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from runxl.commands.check import check
from runxl.domain.finding import Finding, Severity
from runxl.errors import RunxlError
from runxl.exchange.mailbox import Attachment, Unread
from runxl.exchange.merge import changed_cells
from runxl.exchange.reading import contents_of
from runxl.exchange.restored import restored
from runxl.exchange.returned import read_returned, tables_in
from runxl.exchange.values import alike
from runxl.exchange.versions import column_of
from runxl.grid import Content
from runxl.hosts.package import PackageBook
from runxl.layout import FILLED_IN, TABLES
from runxl.sheets.standing import CURED_BY_A_RUN
from runxl.sheets.workbook import read_identity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from runxl.exchange.merge import Merge
    from runxl.exchange.versions import Change, Tables
    from runxl.grid import Address, Snapshot

_MAILED = tuple(layout for layout in TABLES if layout.name in FILLED_IN)
_FILE = Path("underlag.xlsx")
_TYPED_OVER = "formula-overwritten"
_NOT_THEIRS = CURED_BY_A_RUN | {"id-missing", "line-unit-unknown"}
"""What a unit need not put right: runxl computes, and a row that the unit adds gets its id and its unit here."""


class Question(NamedTuple):
    """The bytes of a returned workbook, of what was sent, and of the unit's files that were taken over before."""

    theirs: bytes
    sent: bytes | None
    earlier: tuple[tuple[str, bytes], ...]


class Answer(NamedTuple):
    """The tables of the workbook, of what was sent and of the earlier files by checksum, and what a check found.

    `computed` is what the formulas come to that values stand in place of, by their cells.
    """

    theirs: Tables
    sent: Tables | None
    earlier: Mapping[str, Tables]
    findings: tuple[Finding, ...]
    computed: Mapping[Address, object]


def answered(question: Question) -> Answer:
    """Return the answer: the same for the same bytes, wherever it is worked out."""
    sent = None if question.sent is None else _snapshot(question.sent)
    tables = None if sent is None else contents_of(sent, _MAILED)
    workbook_id = "" if sent is None else read_identity(sent).workbook_id
    found = _found(question.theirs, tables)
    faults = (one for one in found if one.severity is not Severity.NOTE and one.rule not in _NOT_THEIRS)
    computed = {one.cell: one.parts["value"] for one in found if one.rule == _TYPED_OVER and one.cell is not None}
    theirs = tables_in(question.theirs) or {}
    return Answer(theirs, tables, dict(_earlier(question.earlier, workbook_id)), tuple(faults), computed)


def _earlier(files: Iterable[tuple[str, bytes]], workbook_id: str) -> Iterator[tuple[str, Tables]]:
    """Give the tables of the earlier files, but for those that were made from another workbook than was sent here.

    What was sent after they came holds what became of them.
    """
    for digest, data in files:
        read = read_returned(Attachment("", "", data))
        if not isinstance(read, Unread) and read.claims.workbook_id in ("", workbook_id):
            yield digest, read.tables


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

    Of numbers as likely to be wrong, those that it has changed since the workbook was sent come first.
    """
    try:
        snapshot = restored(_snapshot(theirs))
        changed = changed_cells(sent or {}, contents_of(snapshot, _MAILED))
        found = check(snapshot, changed).findings
    # numbers beyond what can be computed with are a fault of the file, whatever they were meant to be
    except (RunxlError, ArithmeticError):
        return ()
    sheets = {snapshot.tables[layout.name].sheet for layout in _MAILED if layout.name in snapshot.tables}
    return tuple(finding for finding in found if finding.cell is not None and finding.cell.sheet in sheets)


def _snapshot(data: bytes) -> Snapshot:
    return PackageBook(data, _FILE).read()
