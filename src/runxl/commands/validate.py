"""What is looked up about one returned workbook before it is merged: its own faults, and the files that it began as."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from runxl.commands.check import check
from runxl.domain.finding import Finding, Severity
from runxl.errors import RunxlError
from runxl.exchange.gathering import tables_in
from runxl.exchange.reading import contents_of
from runxl.exchange.restored import restored
from runxl.hosts.package import PackageBook
from runxl.layout import FILLED_IN, TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    earlier = ((digest, tables_in(data)) for digest, data in question.earlier)
    return Answer(
        None if question.sent is None else contents_of(_snapshot(question.sent), _MAILED),
        {digest: tables for digest, tables in earlier if tables is not None},
        faults(question.theirs),
    )


def faults(theirs: bytes) -> tuple[Finding, ...]:
    """Return what a unit should put right in its workbook, by the cells of that workbook.

    Left out are notes, and what is no fault of the one who fills it in.
    """
    try:
        snapshot = restored(_snapshot(theirs))
        found = check(snapshot).findings
    except RunxlError:
        return ()
    sheets = {snapshot.tables[layout.name].sheet for layout in _MAILED if layout.name in snapshot.tables}
    return tuple(
        finding
        for finding in found
        if finding.severity is not Severity.NOTE and finding.cell is not None and finding.cell.sheet in sheets
    )


def _snapshot(data: bytes) -> Snapshot:
    return PackageBook(data, _FILE).read()
