"""A whole workbook file as a snapshot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runxl.grid import Sheet, Snapshot
from runxl.hosts.package.cells import Common, read_sheet
from runxl.hosts.package.styles import cell_styles
from runxl.hosts.package.trees import Element, tree, unescaped
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
                sheets[sheet.name] = read_sheet(sheet.name, xml, sheet.part, common, hidden=sheet.state != "visible")
    shown = (part for part in structure.tables.values() if part.header_rows == 1 and part.ref.sheet in sheets)
    tables = {part.name: part.table for part in shown}
    names = {name: block for name, block in structure.names.items() if block.sheet in sheets}
    return Snapshot(sheets, tables, names, structure.date1904)


def shared_strings(archive: Archive, part: str | None) -> list[str]:
    """Return the texts that cells refer to by number, without their phonetic guides."""
    if part is None:
        return []
    root = tree(archive.read(part), archive.file, part)
    return [unescaped(_string(item)) for item in root.all("si")]


def _string(item: Element) -> str:
    runs = (child if child.name == "t" else next(child.all("t"), None) for child in item.children if child.name in "tr")
    return "".join(run.text for run in runs if run is not None)
