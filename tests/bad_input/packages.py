"""Files that are no workbook, and the report when its zip or its XML has come to harm."""

from __future__ import annotations

import io
import re
import zipfile

import openpyxl

from runxl.layout import IDENTITY_SHEET, SHEETS
from tests.bad_input.report import report

WORKBOOK = "xl/workbook.xml"
STYLES = "xl/styles.xml"
STRINGS = "xl/sharedStrings.xml"
TYPES = "[Content_Types].xml"

_ORDER = (*SHEETS, IDENTITY_SHEET)

# [MS-CFB] 2.2: an .xls of Excel 97-2003 and an encrypted .xlsx both begin so
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)
ENCRYPTED = OLE + "EncryptedPackage".encode("utf-16-le")
DTD = '<!DOCTYPE x SYSTEM "file:///etc/passwd">'
LAUGHS = "".join(f'<!ENTITY a{step} "{f"&a{step - 1};" * 10}">' for step in range(1, 10))
BILLION_LAUGHS = f'<!DOCTYPE x [<!ENTITY a0 "ha">{LAUGHS}]>'


def part(sheet: str) -> str:
    """Return the name of the part that holds a sheet."""
    return f"xl/worksheets/sheet{_ORDER.index(sheet) + 1}.xml"


def table_part(sheet: str) -> str:
    """Return the name of the part that holds the table of a sheet."""
    return f"xl/tables/table{_ORDER.index(sheet) + 1}.xml"


def without_table(sheet: str) -> bytes:
    """Return the report after the table of a sheet has been made a plain range."""
    return changed(f"xl/worksheets/_rels/sheet{_ORDER.index(sheet) + 1}.xml.rels", "<Relationship .*?/>", "")


def without_sheet(sheet: str) -> bytes:
    """Return the report after a sheet has been deleted."""
    return changed(WORKBOOK, f'<sheet [^>]*name="{sheet}"[^>]*/>', "")


def renamed(sheet: str, header: str, new: str) -> bytes:
    """Return the report with another text in a header cell, as when a column has been deleted and a new one added."""
    return changed(table_part(sheet), f'name="{header}"', f'name="{new}"')


def parts_of(data: bytes) -> dict[str, bytes]:
    """Return a zip's members by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip of the members; a name may be any text, and stand twice."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in members:
            # zipfile warns of a name that it has written before
            archive.NameToInfo.pop(name, None)
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return stream.getvalue()


def added(name: str, content: bytes) -> bytes:
    """Return the report with one part more."""
    return zipped(*parts_of(report()).items(), (name, content))


def without(name: str) -> bytes:
    """Return the report without one part."""
    return zipped(*((part, content) for part, content in parts_of(report()).items() if part != name))


def changed(name: str, pattern: str, new: str, data: bytes | None = None) -> bytes:
    """Return the report, or another workbook, with the first match of a pattern in one part replaced."""
    parts = parts_of(report() if data is None else data)
    text, count = re.subn(pattern, lambda _match: new, parts[name].decode(), count=1, flags=re.DOTALL)
    assert count == 1, (name, pattern)
    return zipped(*{**parts, name: text.encode()}.items())


def cell(sheet: str, place: str, xml: str) -> bytes:
    """Return the report with other XML for one cell, as another program may have written it."""
    return changed(part(sheet), rf'<c r="{place}"(?:[^>]*/>|.*?</c>)', xml)


def overlapping(count: int = 20) -> bytes:
    """Return a zip whose members all unpack from the same bytes, as a zip bomb's do."""
    data = bytearray(zipped(*((f"{number:02}.xml", b"x" * 20) for number in range(count)), method=zipfile.ZIP_STORED))
    at = end = data.index(b"PK\x01\x02")
    while data[at : at + 4] == b"PK\x01\x02":
        offset = int.from_bytes(data[at + 42 : at + 46], "little")
        size = end - offset - 36
        data[at + 20 : at + 28] = size.to_bytes(4, "little") * 2
        at += 46 + 6
    return bytes(data)


def promising(size: int) -> bytes:
    """Return the report with a directory that says how large its last part unpacks."""
    data = bytearray(report())
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = size.to_bytes(4, "little")
    return bytes(data)


def locked_with_a_zip_password() -> bytes:
    """Return the report with its first part marked as encrypted."""
    data = bytearray(report())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def signed(data: bytes) -> bytes:
    """Return a workbook with a digital signature of the package, ECMA-376 part 2, 13."""
    kind = "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin"
    line = f'<Relationship Id="rId99" Type="{kind}" Target="_xmlsignatures/origin.sigs"/></Relationships>'
    parts = {**parts_of(data), "_xmlsignatures/origin.sigs": b""}
    return changed("_rels/.rels", "</Relationships>", line, zipped(*parts.items()))


def binary() -> bytes:
    """Return what an .xlsb says it is in its content types."""
    return changed(
        TYPES,
        r"application/vnd\.openxmlformats-officedocument\.spreadsheetml\.sheet\.main\+xml",
        "application/vnd.ms-excel.sheet.binary.macroEnabled.main",
    )


def word_document() -> bytes:
    """Return the smallest .docx."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    rels = f'<Relationships><Relationship Id="rId1" Type="{kind}" Target="word/document.xml"/></Relationships>'
    return zipped((TYPES, b"<Types/>"), ("_rels/.rels", rels.encode()), ("word/document.xml", b"<document/>"))


def open_document() -> bytes:
    """Return a zip that begins as ODF 1.3 part 2, 3.3 has it."""
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    return zipped(("mimetype", kind), ("content.xml", b"<x/>"), method=zipfile.ZIP_STORED)


def foreign() -> bytes:
    """Return a workbook that has never seen a template of ours."""
    stream = io.BytesIO()
    openpyxl.Workbook().save(stream)
    return stream.getvalue()
