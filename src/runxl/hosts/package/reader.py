"""A whole workbook file as a snapshot."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

from runxl.grid import Sheet, Snapshot
from runxl.hosts.package.cells import Common, read_sheet
from runxl.hosts.package.trees import Element, sensible, tree, unescaped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runxl.hosts.package.archive import Archive
    from runxl.hosts.package.structure import Structure

# ECMA-376 18.8.30; numbers 5 to 8 and 41 to 44 are what Excel writes for them
_BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: '"$"#,##0_);("$"#,##0)',
    6: '"$"#,##0_);[Red]("$"#,##0)',
    7: '"$"#,##0.00_);("$"#,##0.00)',
    8: '"$"#,##0.00_);[Red]("$"#,##0.00)',
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "mm-dd-yy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "m/d/yy h:mm",
    37: "#,##0_);(#,##0)",
    38: "#,##0_);[Red](#,##0)",
    39: "#,##0.00_);(#,##0.00)",
    40: "#,##0.00_);[Red](#,##0.00)",
    41: '_(* #,##0_);_(* \\(#,##0\\);_(* "-"_);_(@_)',
    42: '_("$"* #,##0_);_("$"* \\(#,##0\\);_("$"* "-"_);_(@_)',
    43: '_(* #,##0.00_);_(* \\(#,##0.00\\);_(* "-"??_);_(@_)',
    44: '_("$"* #,##0.00_);_("$"* \\(#,##0.00\\);_("$"* "-"??_);_(@_)',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
}


def read_snapshot(archive: Archive, structure: Structure) -> Snapshot:
    """Return everything that stands in the workbook. FileError where a part or a cell cannot be read.

    Sheets without cells (charts, dialogs) are left out with what is on them, and so are tables without a header row.
    """
    strings = shared_strings(archive, structure.shared_strings)
    common = Common(archive.file, strings, number_formats(archive, structure.styles), structure.date1904)
    sheets: dict[str, Sheet] = {}
    with _uncollected():
        for sheet in structure.sheets:
            if sheet.is_worksheet:
                xml = archive.read(sheet.part)
                sheets[sheet.name] = read_sheet(sheet.name, xml, sheet.part, common, hidden=sheet.state != "visible")
    shown = (part for part in structure.tables.values() if part.header_rows == 1 and part.ref.sheet in sheets)
    tables = {part.name: part.table for part in shown}
    names = {name: block for name, block in structure.names.items() if block.sheet in sheets}
    return Snapshot(sheets, tables, names, structure.date1904)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Pause the garbage collector: it would go through a million new cells over and over and find nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def shared_strings(archive: Archive, part: str | None) -> list[str]:
    """Return the texts that cells refer to by number, without their phonetic guides."""
    if part is None:
        return []
    root = tree(archive.read(part), archive.file, part)
    return [unescaped(_string(item)) for item in root.all("si")]


def _string(item: Element) -> str:
    runs = (child if child.name == "t" else next(child.all("t"), None) for child in item.children if child.name in "tr")
    return "".join(run.text for run in runs if run is not None)


def number_formats(archive: Archive, part: str | None) -> list[str | None]:
    """Return the number format code of every cell style; None where it is General."""
    if part is None:
        return []
    root = tree(archive.read(part), archive.file, part)
    with sensible(archive.file, part):
        own = {int(line.attributes["numFmtId"]): line for line in root.every("numFmts", "numFmt")}
        codes = _BUILT_IN | {number: unescaped(line.attributes["formatCode"]) for number, line in own.items()}
        styles = root.every("cellXfs", "xf")
        found = [codes.get(int(style.attributes.get("numFmtId", "0"))) for style in styles]
    return [None if code == "General" else code for code in found]
