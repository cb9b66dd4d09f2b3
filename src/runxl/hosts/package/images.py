"""What stands in a few cells, without reading the whole sheet."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from runxl.grid import EMPTY
from runxl.hosts.package.cells import Common, read_sheet
from runxl.hosts.package.markup import attributes, with_attributes
from runxl.hosts.package.sharing import groups

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from runxl.grid import Address, Content
    from runxl.hosts.package.archive import Archive
    from runxl.hosts.package.sheetbytes import SheetBytes
    from runxl.hosts.package.structure import Structure
    from runxl.hosts.package.styles import Style

# nobody asks for a number format or a look here
_NO_STYLES: Mapping[str, Style] = MappingProxyType({})


def contents(
    archive: Archive, structure: Structure, sheet: SheetBytes, cells: Collection[Address]
) -> dict[Address, Content]:
    """Return what stands in these cells of one sheet; EMPTY where nothing does.

    The cells' rows are read by the reader of whole sheets, as a small sheet of their own.
    """
    small = _small_sheet(sheet, {(cell.row, cell.column) for cell in cells})
    common = Common(archive.file, _strings(archive, structure, small), _NO_STYLES, structure.date1904)
    read = read_sheet(sheet.sheet, small, sheet.sheet, common, hidden=False).cells
    return {cell: read.get((cell.row, cell.column), EMPTY) for cell in cells}


def _strings(archive: Archive, structure: Structure, small: bytes) -> Sequence[str]:
    if structure.shared_strings is None or not (b't="s"' in small or b"t='s'" in small):
        return ()
    from runxl.hosts.package.reader import shared_strings  # noqa: PLC0415  (a fill mostly writes numbers)

    return shared_strings(archive, structure.shared_strings)


def _small_sheet(sheet: SheetBytes, wanted: AbstractSet[tuple[int, int]]) -> bytes:
    """Return a sheet part of the rows that these cells stand in, and of those whose formulas they share."""
    numbers = {row for row, _ in wanted}
    for group in groups(sheet):
        if not wanted.isdisjoint(group.children):
            numbers.add(group.row)
    data = sheet.data
    pieces = [data[: sheet.root.inside], b"<" + sheet.sheet_data.name + b">"]
    for number in sorted(numbers):
        row = sheet.row(number)
        if row is not None:
            tag = data[row.start : row.inside]
            pieces += [tag if "r" in attributes(tag) else with_attributes(tag, {"r": str(number)})]
            pieces += [data[row.inside : row.end]]
    pieces += [b"</" + sheet.sheet_data.name + b"></" + sheet.root.name + b">"]
    return b"".join(pieces)
