"""What a mailed workbook carries besides cells: what can run is refused, what leads elsewhere is told of.

Nothing of it is followed, opened or kept out of the archive; only cells' values are taken from such a file.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from runxl.domain.message import Message, message
from runxl.errors import WorkbookError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runxl.hosts.package.archive import Archive
    from runxl.hosts.package.columns import ColumnReader
    from runxl.hosts.package.structure import Structure

_MACRO_PART = re.compile(r"(?:^|/)vbaproject[^/]*\.bin$|/macrosheets/|/(?:intl)?macrosheet", re.IGNORECASE)
_MACRO_SHEETS = ("xlMacrosheet", "xlIntlMacrosheet")
_OUTSIDE = {
    "xl/externallinks/": "returned-links",
    "xl/connections": "returned-connections",
    "xl/querytables/": "returned-connections",
    "xl/embeddings/": "returned-objects",
    "xl/activex/": "returned-objects",
}
_DDE_LINK = re.compile(rb"<(?:\w+:)?ddeLink\b")


def refuse_what_runs(archive: Archive, structure: Structure, reader: ColumnReader) -> None:
    """Raise WorkbookError where the file carries macros, or asks another program for data by DDE."""
    if structure.macros or any(map(_MACRO_PART.search, archive.names)):
        raise WorkbookError("returned-macros", file=archive.file)
    for sheet in structure.sheets:
        if sheet.kind in _MACRO_SHEETS:
            raise WorkbookError("returned-macro-sheet", file=archive.file, sheet=sheet.name)
    for name in archive.names:
        if name.casefold().startswith("xl/externallinks/") and _DDE_LINK.search(archive.read(name)):
            raise WorkbookError("returned-dde", file=archive.file, part=name)
    cell = reader.find_dde()
    if cell is not None:
        raise WorkbookError("returned-dde-formula", file=archive.file, cell=cell)


def what_leads_elsewhere(archive: Archive) -> Iterator[Message]:
    """Give a remark for each kind of link, connection and object that the file carries."""
    names = [name.casefold() for name in archive.names]
    codes = dict.fromkeys(code for start, code in _OUTSIDE.items() if any(name.startswith(start) for name in names))
    return (message(code) for code in codes)
