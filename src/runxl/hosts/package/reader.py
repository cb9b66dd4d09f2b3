"""A whole workbook file as a snapshot."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from runxl.grid import Sheet, Snapshot
from runxl.hosts.lazily import Lazily
from runxl.hosts.package.cells import Common, read_sheet
from runxl.hosts.package.styles import cell_styles
from runxl.hosts.package.trees import rich_text, tree
from runxl.hosts.uncollected import uncollected

if TYPE_CHECKING:
    from runxl.hosts.package.archive import Archive
    from runxl.hosts.package.structure import Structure


def read_snapshot(archive: Archive, structure: Structure) -> Snapshot:
    """Return everything that stands in the workbook. FileError where a part or a cell cannot be read.

    Sheets without cells (charts, dialogs) are left out with what is on them, and so are tables without a header row.
    """
    strings = shared_strings(archive, structure.shared_strings)
    common = Common(archive.file, strings, cell_styles(archive, structure.styles), structure.date1904)
    sheets: dict[str, Sheet] = {}
    with uncollected():
        for sheet in structure.sheets:
            if sheet.is_worksheet:
                xml = archive.read(sheet.part)
                read = read_sheet(sheet.name, xml, sheet.part, common, hidden=sheet.state != "visible")
                sheets[sheet.name] = replace(read, notes=Lazily(partial(_notes, archive, sheet.part)))
    shown = (part for part in structure.tables.values() if part.header_rows == 1 and part.ref.sheet in sheets)
    tables = {part.name: part.table for part in shown}
    names = {name: block for name, block in structure.names.items() if block.sheet in sheets}
    return Snapshot(sheets, tables, names, structure.date1904)


def _notes(archive: Archive, part: str) -> dict[tuple[int, int], str]:
    from runxl.hosts.package.notes import read_notes  # noqa: PLC0415  (few commands look at notes)

    return read_notes(archive, part).texts


def shared_strings(archive: Archive, part: str | None) -> list[str]:
    """Return the texts that cells refer to by number, without their phonetic guides."""
    if part is None:
        return []
    root = tree(archive.read(part), archive.file, part)
    return [rich_text(item) for item in root.all("si")]
