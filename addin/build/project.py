"""A VBA project as Excel stores it (MS-OVBA), without compiled code: every Excel compiles it from the source."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from addin.build.compoundfile import compound_file
from addin.build.compression import compressed

if TYPE_CHECKING:
    from collections.abc import Sequence

PROJECT_NAME = "runxl"
# VBE tells projects apart by their names; this only has to be a GUID that stays.
PROJECT_ID = "{8C7F2A34-5B1D-4E60-9A53-2F4D7C0E9B16}"
CODEPAGE = "cp1252"

_OFFICE = r"C:\Program Files\Common Files\Microsoft Shared\OFFICE16\MSO.DLL#Microsoft Office 16.0 Object Library"
_REFERENCES = (
    ("stdole", r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#C:\Windows\System32\stdole2.tlb#OLE Automation"),
    # IRibbonControl is declared here.
    (
        "Office",
        rf"*\G{{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}}#2.0#0#{_OFFICE}",
    ),
)
# Not version-dependent (MS-OVBA 2.3.4.1): nothing compiled is here for any version to use.
_NO_CACHE = bytes.fromhex("CC61FFFF000000")

_DOCUMENT = """\
Attribute VB_Name = "{name}"\r
Attribute VB_Base = "0{{{base}}}"\r
Attribute VB_GlobalNameSpace = False\r
Attribute VB_Creatable = False\r
Attribute VB_PredeclaredId = True\r
Attribute VB_Exposed = True\r
Attribute VB_TemplateDerived = False\r
Attribute VB_Customizable = True\r
"""
_WORKBOOK = "00020819-0000-0000-C000-000000000046"
_SHEET = "00020820-0000-0000-C000-000000000046"


@dataclass(frozen=True, slots=True)
class Module:
    """A module's name and its source with all its attributes; a document module belongs to the workbook or a sheet."""

    name: str
    source: str
    is_document: bool = False


def document_modules(workbook: str, sheets: Sequence[str]) -> list[Module]:
    """Return the modules without code that Excel expects of a workbook and its sheets, by their code names."""
    named = [(workbook, _WORKBOOK), *((sheet, _SHEET) for sheet in sheets)]
    return [Module(name, _DOCUMENT.format(name=name, base=base), is_document=True) for name, base in named]


def vba_project(modules: Sequence[Module]) -> bytes:
    """Return the part vbaProject.bin."""
    sources = {module.name: compressed(module.source.encode(CODEPAGE)) for module in modules}
    return compound_file(
        {
            "VBA": {"_VBA_PROJECT": _NO_CACHE, "dir": compressed(_directory(modules)), **sources},
            "PROJECT": _project(modules).encode(CODEPAGE),
            "PROJECTwm": _names(modules),
        }
    )


def _names(modules: Sequence[Module]) -> bytes:
    """Return each name in both alphabets (2.3.3)."""
    pairs = (_ansi(module.name) + b"\0" + _unicode(module.name) + b"\0\0" for module in modules)
    return b"".join(pairs) + b"\0\0"


def _project(modules: Sequence[Module]) -> str:
    """Return the stream PROJECT, a text (2.3.1)."""
    listed = [
        f"Document={module.name}/&H00000000" if module.is_document else f"Module={module.name}" for module in modules
    ]
    lines = [
        f'ID="{PROJECT_ID}"',
        *listed,
        f'Name="{PROJECT_NAME}"',
        'HelpContextID="0"',
        'VersionCompatible32="393222000"',
        f'CMG="{_hidden(_NOT_PROTECTED, 0x0D)}"',
        f'DPB="{_hidden(_NO_PASSWORD, 0x1B)}"',
        f'GC="{_hidden(_VISIBLE, 0x29)}"',
        "",
        "[Host Extender Info]",
        "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000",
        "",
        "[Workspace]",
        *(f"{module.name}=0, 0, 0, 0, C" for module in modules),
        "",
    ]
    return "\r\n".join(lines)


_NOT_PROTECTED = bytes(4)
_NO_PASSWORD = bytes(1)
_VISIBLE = b"\xff"


def _hidden(data: bytes, seed: int) -> str:
    """Return the data as Office hides it (2.4.3.2). What it fills up with and the seed may be any, here they stay."""
    key = sum(PROJECT_ID.encode(CODEPAGE)) & 0xFF
    hidden = bytearray([seed, seed ^ 2, seed ^ key])
    last = key
    for byte in bytes((seed & 6) // 2) + len(data).to_bytes(4, "little") + data:
        hidden.append(byte ^ ((hidden[-2] + last) & 0xFF))
        last = byte
    return hidden.hex().upper()


def _directory(modules: Sequence[Module]) -> bytes:
    """Return the stream dir, before compression (2.3.4.2)."""
    return (
        _information()
        + b"".join(_reference(name, library) for name, library in _REFERENCES)
        + _record(0x0F, struct.pack("<H", len(modules)))
        + _record(0x13, b"\xff\xff")
        + b"".join(_module(module) for module in modules)
        + _record(0x10)
    )


def _information() -> bytes:
    windows_64_bit, english, nothing = struct.pack("<I", 3), struct.pack("<I", 0x409), bytes(4)
    return (
        _record(0x01, windows_64_bit)
        + _record(0x02, english)
        + _record(0x14, english)
        + _record(0x03, struct.pack("<H", 1252))
        + _record(0x04, _ansi(PROJECT_NAME))
        + _in_both(0x05, 0x40, "")
        + _record(0x06)
        + _record(0x3D)
        + _record(0x07, nothing)
        + _record(0x08, nothing)
        + struct.pack("<HIIH", 0x09, 4, 1, 0)  # the version's minor part stands after the counted bytes
        + _in_both(0x0C, 0x3C, "")
    )


def _reference(name: str, library: str) -> bytes:
    described = struct.pack("<I", len(library)) + _ansi(library) + bytes(4 + 2)
    return _in_both(0x16, 0x3E, name) + _record(0x0D, described)


def _module(module: Module) -> bytes:
    start, no_help, no_cookie = bytes(4), bytes(4), b"\xff\xff"
    return (
        _in_both(0x19, 0x47, module.name)
        + _in_both(0x1A, 0x32, module.name)
        + _in_both(0x1C, 0x48, "")
        + _record(0x31, start)
        + _record(0x1E, no_help)
        + _record(0x2C, no_cookie)
        + _record(0x22 if module.is_document else 0x21)
        + _record(0x2B)
    )


def _record(number: int, content: bytes = b"") -> bytes:
    return struct.pack("<HI", number, len(content)) + content


def _in_both(ansi: int, unicode: int, text: str) -> bytes:
    return _record(ansi, _ansi(text)) + _record(unicode, _unicode(text))


def _ansi(text: str) -> bytes:
    return text.encode(CODEPAGE)


def _unicode(text: str) -> bytes:
    return text.encode("utf-16-le")
