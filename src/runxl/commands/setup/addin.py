"""The add-in as it lies in Excel's start folder: the shipped one, with this user's interpreter and folder in it.

The two stand in cells of the add-in's own sheet. VBA reads them there and nowhere else, so neither a workbook nor the
environment can lead it to another program.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from runxl.errors import FileError
from runxl.grid import Address, Content, Edit, Plan
from runxl.hosts.package import PackageBook

if TYPE_CHECKING:
    from runxl.grid import Snapshot

_PACKAGE = Path(__file__).resolve().parents[2]
SHEET = "runxl"
_KEYS, _VALUES = 1, 2


class Settings(NamedTuple):
    """What the add-in knows: its version, the Python that answers its presses, and runxl's own folder."""

    version: str
    interpreter: str
    folder: str


def shipped() -> Path:
    """Return the add-in that comes with runxl: inside an installed package, else in the checkout."""
    installed = _PACKAGE / "addin" / "runxl.xlam"
    return installed if installed.is_file() else _PACKAGE.parents[1] / "addin" / "runxl.xlam"


def addin_for(interpreter: str, folder: str, source: Path) -> bytes:
    """Return the add-in's bytes for a user. All of the shipped one but the two cells stays byte for byte."""
    book = PackageBook(source.read_bytes(), source)
    cells = _cells(book.read())
    wanted = {"interpreter": interpreter, "folder": folder}
    book.apply(Plan(tuple(Edit(cells[key], Content(text)) for key, text in wanted.items())))
    with tempfile.TemporaryDirectory() as place:
        target = Path(place, source.name)
        book.save(target)
        return target.read_bytes()


def settings_in(addin: Path) -> Settings:
    """Return what an add-in knows. Raises FileError where it is none of ours."""
    snapshot = PackageBook(addin.read_bytes(), addin).read()
    cells = _cells(snapshot)
    try:
        return Settings(*(str(snapshot.content(cells[key]).value or "") for key in Settings._fields))
    except KeyError as fault:
        raise FileError("addin-not-ours", file=addin.name) from fault


def _cells(snapshot: Snapshot) -> dict[str, Address]:
    """Return the cell of each setting by its name."""
    sheet = snapshot.sheets.get(SHEET)
    cells = {} if sheet is None else sheet.cells
    return {
        str(content.value): Address(SHEET, row, _VALUES) for (row, column), content in cells.items() if column == _KEYS
    }
