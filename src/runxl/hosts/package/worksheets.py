"""The worksheets of a file as bytes, each looked into when it is first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runxl.hosts.package.markup import sound
from runxl.hosts.package.sheetbytes import SheetBytes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runxl.hosts.package.archive import Archive
    from runxl.hosts.package.structure import Structure


class Worksheets:
    """Sheets by name."""

    def __init__(self, archive: Archive, structure: Structure) -> None:
        self._archive, self._structure = archive, structure
        self._opened: dict[str, SheetBytes] = {}

    def __getitem__(self, name: str) -> SheetBytes:
        """Return a worksheet's bytes. FileError where they are not well-formed; KeyError where there is none."""
        if name not in self._opened:
            sheet = self._structure.sheet(name)
            if sheet is None:
                raise KeyError(name)
            data = sound(self._archive.read(sheet.part), self._archive.file, sheet.part)
            self._opened[name] = SheetBytes(name, data)
        return self._opened[name]

    def with_formulas(self) -> Iterator[SheetBytes]:
        """Give the worksheets that hold formulas; one that holds none costs a search."""
        for sheet in self._structure.sheets:
            known = sheet.name in self._opened
            if known or (sheet.is_worksheet and _may_hold_formulas(self._archive.read(sheet.part))):
                opened = self[sheet.name]
                if opened.has_formulas():
                    yield opened


def _may_hold_formulas(data: bytes) -> bool:
    # UTF-16 has a zero beside each of the letters looked for
    return b"<f" in data or b":f" in data or b"\0" in data[:100]
