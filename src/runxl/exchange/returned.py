"""One workbook that came back: what it claims to be, what stands in it, and what is odd about it.

A pure function of the file's bytes. Nothing in the file is trusted: `identified` in `runxl.exchange.identity` decides
whose it is.
"""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from runxl.domain.message import Message, message
from runxl.errors import FileError, RunxlError, WorkbookError
from runxl.exchange.faults import or_refused
from runxl.exchange.hazards import refuse_what_runs, what_leads_elsewhere
from runxl.exchange.limits import WORKBOOK_BYTES, WORKBOOK_CHARACTERS, WORKBOOK_SIGNS
from runxl.exchange.mailbox import Attachment, Unread
from runxl.exchange.reading import Found, find_tables, read_contents
from runxl.exchange.standing import as_table
from runxl.exchange.tampering import locked_digest
from runxl.hosts.opening import refuse_other_kinds
from runxl.hosts.package.archive import Archive
from runxl.hosts.package.columns import ColumnReader
from runxl.hosts.package.structure import read_structure
from runxl.hosts.uncollected import uncollected
from runxl.layout import (
    FILLED_IN,
    IDENTITY_SHEET,
    LINES,
    MEASURES,
    RECIPIENTS,
    RESULT,
    SETTINGS,
    TABLES_OF,
    TEMPLATE_REPORT,
    TEMPLATE_UNIT,
    TEMPLATE_VERSION,
    UNITS,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from runxl.exchange.contents import Contents
    from runxl.exchange.reading import Read
    from runxl.hosts.package.structure import Structure

MAILED = tuple(layout for layout in TABLES_OF[TEMPLATE_UNIT] if layout.name in FILLED_IN or layout is SETTINGS)
"""The tables that are read: what a unit fills in, and the settings that tell what its numbers mean."""


class Claims(NamedTuple):
    """What the hidden sheet says; "" where it says nothing. Anybody can write there."""

    template: str = ""
    workbook_id: str = ""
    round_id: str = ""
    structure_hash: str = ""


class Returned(NamedTuple):
    """A workbook that came back.

    `units` are the ids that its rows name, `period` what its settings say. Of a computed column `tables` holds only
    what was typed over its formulas. `locked` is the digest of what a unit leaves as it is; `changed` is as an
    attachment has it.
    """

    path: str
    name: str
    sender: str
    received: datetime | None
    sha256: str
    claims: Claims
    tables: Mapping[str, Contents]
    units: tuple[str, ...]
    period: str
    remarks: tuple[Message, ...]
    locked: str
    changed: datetime | None = None


def read_returned(attachment: Attachment) -> Returned | Unread:
    """Return what an attachment holds, or why it is not read."""

    def refused(reason: Message) -> Unread:
        return Unread(attachment.path, reason, attachment.sender, attachment.received)

    try:
        with uncollected():
            return or_refused(partial(_read, attachment), refused, attachment.name)
    except RunxlError as fault:
        return refused(message(fault.code, **fault.parts))


def tables_in(data: bytes) -> Mapping[str, Contents] | None:
    """Return the tables of a workbook that the archive holds; None where it cannot be read any more."""
    read = read_returned(Attachment("", "", data))
    return None if isinstance(read, Unread) else read.tables


def locked_in(data: bytes) -> str:
    """Return the digest of what a unit leaves as it is in the workbook that it is sent; "" where it cannot be read."""
    read = read_returned(Attachment("", "", data))
    return "" if isinstance(read, Unread) else read.locked


def _read(attachment: Attachment) -> Returned | Unread:
    refuse_other_kinds(attachment.data, attachment.name)
    archive = Archive(attachment.data, attachment.name)
    _refuse_size(archive)
    structure = read_structure(archive)
    reader = ColumnReader(archive, structure)
    reader.refuse_what_grows(WORKBOOK_CHARACTERS)
    refuse_what_runs(archive, structure, reader)
    claims = _claims(reader)
    found = _tables(reader, structure, claims)
    read = {name: read_contents(reader, one, date1904=structure.date1904) for name, one in found.tables.items()}
    tables = {name: one.contents for name, one in read.items()}
    remarks = (*_oddities(reader, found, read), *what_leads_elsewhere(archive))
    digest = sha256(attachment.data).hexdigest()
    path, name, _, sender, received, changed = attachment
    told = tables, named_units(tables), _period(tables), remarks, locked_digest(tables)
    return Returned(path, name, sender, received, digest, claims, *told, changed)


def _refuse_size(archive: Archive) -> None:
    """Raise FileError where a workbook is so large that reading it would take more memory than others have left."""
    if archive.unpacked > WORKBOOK_BYTES:
        megabytes, most = -(-archive.unpacked >> 20), WORKBOOK_BYTES >> 20
        raise FileError("returned-unpacks-too-large", file=archive.file, megabytes=megabytes, most=most)
    # in every part, whatever it is called: others name those that are read. A file of fewer bytes has fewer
    parts = map(archive.read, archive.names if archive.unpacked > WORKBOOK_SIGNS else ())
    signs = sum(content.count(b"<") + content.count(b"=") for content in parts)
    if signs > WORKBOOK_SIGNS:
        raise FileError("returned-too-many-cells", file=archive.file, found=signs, most=WORKBOOK_SIGNS)


def _claims(reader: ColumnReader) -> Claims:
    """Return what the hidden sheet says. Raises WorkbookError where it says that this is no unit's workbook."""
    if IDENTITY_SHEET not in reader.names:
        return Claims()
    rows = reader.rows(IDENTITY_SHEET, {1: "key", 2: "value"}, {}, {}).values()
    says = {str(row["key"].value): row["value"].value for row in rows if {"key", "value"} <= row.keys()}
    template, version = says.get("template"), says.get("version")
    if template == TEMPLATE_REPORT:
        raise WorkbookError("returned-master")
    if isinstance(template, str) and template != TEMPLATE_UNIT:
        raise WorkbookError("another-template", template=template)
    if isinstance(version, Decimal) and version > TEMPLATE_VERSION:
        raise WorkbookError("newer-template", version=version, known=TEMPLATE_VERSION)
    texts = (says.get(key) for key in ("template", "workbook_id", "round_id", "structure_hash"))
    return Claims(*(text if isinstance(text, str) else "" for text in texts))


def _tables(reader: ColumnReader, structure: Structure, claims: Claims) -> Found:
    """Return where the tables stand. Raises WorkbookError where the file has none of ours."""
    if {RESULT.name, RECIPIENTS.name} & structure.tables.keys():
        raise WorkbookError("returned-master")
    named = {
        layout.name: as_table(part.table, layout)
        for layout in MAILED
        if (part := structure.tables.get(layout.name)) is not None
        and part.header_rows == 1
        and part.table.sheet in reader.names
    }
    found = find_tables(reader, named, MAILED)
    if not found.tables:
        raise WorkbookError("returned-without-tables" if claims.template else "returned-foreign")
    return found


def named_units(tables: Mapping[str, Contents]) -> tuple[str, ...]:
    """Return the ids of the units that the rows name, each once, as it is spelled first."""
    named = [
        str(row.content(key).value).strip()
        for layout, key in ((UNITS, "id"), (LINES, "unit"), (MEASURES, "unit"))
        if layout.name in tables
        for row in tables[layout.name].rows
        if row.content(key).value is not None and (layout is not UNITS or _is_a_unit(row.content("type").value))
    ]
    return tuple({unit.casefold(): unit for unit in reversed(named)}.values())[::-1]


def _is_a_unit(kind: object) -> bool:
    return not isinstance(kind, str) or kind.strip().casefold() != "summa"


def _period(tables: Mapping[str, Contents]) -> str:
    row = tables[SETTINGS.name].by_id().get("period") if SETTINGS.name in tables else None
    value = None if row is None else row.content("value").value
    return "" if value is None else str(value).strip()


def _oddities(reader: ColumnReader, found: Found, read: Mapping[str, Read]) -> Iterator[Message]:
    """Give what is to be told although it was understood."""
    if IDENTITY_SHEET not in reader.names:
        yield message("returned-without-identity", sheet=IDENTITY_SHEET)
    for name, standing in found.tables.items():
        layout, row = standing.layout, read[name]
        if not standing.named:
            yield message("returned-by-headers", table=layout.name, sheet=standing.sheet, row=standing.header)
        if standing.sheet != layout.sheet:
            yield message("returned-sheet-renamed", table=layout.name, sheet=standing.sheet, was=layout.sheet)
        if row.below:
            yield message("returned-rows-below", sheet=standing.sheet, count=row.below, table=layout.name)
        if row.second is not None:
            yield message("returned-second-table", sheet=standing.sheet, row=row.second, table=layout.name)
    for standing in found.again:
        yield message("returned-second-table", sheet=standing.sheet, row=standing.header, table=standing.layout.name)
