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
from runxl.exchange.returned import read_returned
from runxl.hosts.package import PackageBook
from runxl.layout import FILLED_IN, TABLES
from runxl.sheets.standing import CURED_BY_A_RUN
from runxl.sheets.workbook import read_identity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from runxl.exchange.versions import Tables
    from runxl.grid import Snapshot

_MAILED = tuple(layout for layout in TABLES if layout.name in FILLED_IN)
_FILE = Path("underlag.xlsx")


class Question(NamedTuple):
    """The bytes of a returned workbook, of what was sent, and of the unit's files that were taken over before."""

    theirs: bytes
    sent: bytes | None
    earlier: tuple[tuple[str, bytes], ...]


class Answer(NamedTuple):
    """The tables of what was sent and of the earlier files by checksum, and what a check of the workbook found."""

    sent: Tables | None
    earlier: Mapping[str, Tables]
    findings: tuple[Finding, ...]


def answered(question: Question) -> Answer:
    """Return the answer: the same for the same bytes, wherever it is worked out."""
    sent = None if question.sent is None else _snapshot(question.sent)
    tables = None if sent is None else contents_of(sent, _MAILED)
    workbook_id = "" if sent is None else read_identity(sent).workbook_id
    return Answer(tables, dict(_earlier(question.earlier, workbook_id)), faults(question.theirs, tables))


def _earlier(files: Iterable[tuple[str, bytes]], workbook_id: str) -> Iterator[tuple[str, Tables]]:
    """Give the tables of the earlier files, but for those that were made from another workbook than was sent here.

    What was sent after they came holds what became of them.
    """
    for digest, data in files:
        read = read_returned(Attachment("", "", data))
        if not isinstance(read, Unread) and read.claims.workbook_id in ("", workbook_id):
            yield digest, read.tables


def faults(theirs: bytes, sent: Tables | None) -> tuple[Finding, ...]:
    """Return what a unit should put right in its workbook, by the cells of that workbook.

    Of numbers as likely to be wrong, those that it has changed since the workbook was sent come first. Left out are
    notes, and what is no fault of the one who fills it in: a unit has no runxl that would compute its workbook anew.
    """
    try:
        snapshot = restored(_snapshot(theirs))
        changed = changed_cells(sent or {}, contents_of(snapshot, _MAILED))
        found = check(snapshot, changed).findings
    except RunxlError:
        return ()
    sheets = {snapshot.tables[layout.name].sheet for layout in _MAILED if layout.name in snapshot.tables}
    return tuple(
        finding
        for finding in found
        if finding.severity is not Severity.NOTE
        and finding.rule not in CURED_BY_A_RUN
        and finding.cell is not None
        and finding.cell.sheet in sheets
    )


def _snapshot(data: bytes) -> Snapshot:
    return PackageBook(data, _FILE).read()
