"""The add-in as an Excel file: a workbook with two sheets for the VBA, the VBA itself, and the ribbon."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from openpyxl import Workbook

from addin.build.project import Module, document_modules, vba_project
from addin.build.words import words
from runxl import __version__
from runxl.templates.packing import save_packed

if TYPE_CHECKING:
    from collections.abc import Sequence

ADDIN = Path(__file__).resolve().parents[1]
WORKBOOK_CODE_NAME = "ThisWorkbook"
SHEETS = {"runxl": "SheetRunxl", "texts": "SheetTexts"}
SETTINGS = ("version", "interpreter", "folder")

_ZIP_BEGINS = (1980, 1, 1, 0, 0, 0)
# Named, as Python would else tell on which system it runs.
_UNIX = 3
_WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_ADDIN_TYPE = "application/vnd.ms-excel.addin.macroEnabled.main+xml"
_VBA_TYPE = '<Override PartName="/xl/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/>'
_VBA_RELATIONSHIP = (
    '<Relationship Id="rIdVba" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject"'
    ' Target="/xl/vbaProject.bin"/>'
)
_RIBBON_RELATIONSHIP = (
    '<Relationship Id="rIdRibbon" Type="http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"'
    ' Target="/customUI/customUI14.xml"/>'
)


def sources() -> list[Module]:
    """Return the modules in vba/, in alphabetical order, with the line ends that VBA has."""
    files = sorted((ADDIN / "vba").glob("*.bas"))
    return [Module(file.stem, _with_vba_line_ends(file.read_text(encoding="ascii"))) for file in files]


def addin(modules: Sequence[Module]) -> bytes:
    """Return the file runxl.xlam with these modules; the same bytes on every computer."""
    parts = _workbook_parts([module.source for module in modules])
    _edit(parts, "[Content_Types].xml", _WORKBOOK_TYPE, _ADDIN_TYPE)
    _edit(parts, "[Content_Types].xml", "</Types>", f"{_VBA_TYPE}</Types>")
    _edit(parts, "_rels/.rels", "</Relationships>", f"{_RIBBON_RELATIONSHIP}</Relationships>")
    _edit(parts, "xl/_rels/workbook.xml.rels", "</Relationships>", f"{_VBA_RELATIONSHIP}</Relationships>")
    parts["customUI/customUI14.xml"] = (ADDIN / "ribbon" / "customUI14.xml").read_bytes()
    parts["xl/vbaProject.bin"] = vba_project([*document_modules(WORKBOOK_CODE_NAME, [*SHEETS.values()]), *modules])
    return _zipped(parts)


def _with_vba_line_ends(text: str) -> str:
    # Reading as text has already turned every line end into "\n", whatever a checkout made of it.
    return text.replace("\n", "\r\n")


def _workbook_parts(vba: Sequence[str]) -> dict[str, bytes]:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "addin.xlsx"
        save_packed(_workbook(vba), file)
        with ZipFile(file) as packed:
            return {name: packed.read(name) for name in packed.namelist()}


def _workbook(vba: Sequence[str]) -> Workbook:
    workbook = Workbook()
    workbook.code_name = WORKBOOK_CODE_NAME
    workbook.views[0].visibility = "hidden"
    del workbook["Sheet"]
    for name, code_name in SHEETS.items():
        workbook.create_sheet(name).sheet_properties.codeName = code_name
    for name in SETTINGS:
        workbook["runxl"].append([name])
    workbook["runxl"]["B1"] = __version__
    for row in words(vba):
        workbook["texts"].append(row)
    return workbook


def _edit(parts: dict[str, bytes], name: str, before: str, after: str) -> None:
    """Replace the text that stands once in the part."""
    text = parts[name].decode()
    if text.count(before) != 1:
        message = f"{name} holds {before} {text.count(before)} times"
        raise ValueError(message)
    parts[name] = text.replace(before, after).encode()


def _zipped(parts: dict[str, bytes]) -> bytes:
    """Return the package, stored as it is: two versions of zlib would make different bytes of the same content."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_STORED) as package:
        for name, content in parts.items():
            entry = ZipInfo(name, _ZIP_BEGINS)
            entry.create_system = _UNIX
            package.writestr(entry, content)
    return file.getvalue()
