"""Workbooks with parts that no library writes: pivots, slicers, threads, macros, odd ways of writing XML."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from tests.packages.written import charts, made, printing, rich, tables

if TYPE_CHECKING:
    from collections.abc import Iterator

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MICROSOFT = "http://schemas.microsoft.com/office"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


class Parts:
    """A workbook's parts by name, on their way to becoming another workbook."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}

    def replace(self, part: str, old: str, new: str) -> None:
        """Write something else in a part, in the one place where it must stand."""
        text = self.parts[part].decode()
        assert old in text, (part, old)
        self.parts[part] = text.replace(old, new).encode()

    def add(self, name: str, content: str | bytes, kind: str) -> None:
        """Add a part and its content type."""
        self.parts[name] = content if isinstance(content, bytes) else content.encode()
        override = f'<Override PartName="/{name}" ContentType="{kind}"/></Types>'
        self.replace("[Content_Types].xml", "</Types>", override)

    def relate(self, source: str, kind: str, target: str, *, outside: bool = False) -> None:
        """Add a relationship from a part; `kind` is its whole type."""
        folder, _, name = source.rpartition("/")
        rels = f"{folder}/_rels/{name}.rels"
        empty = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
        self.parts.setdefault(rels, empty)
        number = 900 + self.parts[rels].count(b"<Relationship ")
        mode = ' TargetMode="External"' if outside else ""
        line = f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"{mode}/></Relationships>'
        self.replace(rels, "</Relationships>", line)

    def file(self) -> bytes:
        """Return the workbook file."""
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in self.parts.items():
                archive.writestr(name, content)
        return stream.getvalue()


def pivots_and_slicers() -> bytes:
    """Return a workbook with a pivot table in P2:Q4, its cache, and a slicer with its drawing."""
    book = Parts(made(tables))
    source = '<cacheSource type="worksheet"><worksheetSource ref="A1:B8" sheet="Blad"/></cacheSource>'
    cache = f'<pivotCacheDefinition xmlns="{MAIN}" xmlns:r="{OFFICE}" refreshOnLoad="1">{source}</pivotCacheDefinition>'
    book.add("xl/pivotCache/pivotCacheDefinition1.xml", cache, f"{SHEET_TYPE}.pivotCacheDefinition+xml")
    pivot = (
        f'<pivotTableDefinition xmlns="{MAIN}" name="Pivot" cacheId="1">'
        '<location ref="P2:Q4" firstHeaderRow="1" firstDataRow="1" firstDataCol="1"/></pivotTableDefinition>'
    )
    book.add("xl/pivotTables/pivotTable1.xml", pivot, f"{SHEET_TYPE}.pivotTable+xml")
    book.relate(
        "xl/pivotTables/pivotTable1.xml", f"{OFFICE}/pivotCacheDefinition", "/xl/pivotCache/pivotCacheDefinition1.xml"
    )
    book.relate(SHEET, f"{OFFICE}/pivotTable", "../pivotTables/pivotTable1.xml")
    slicer = (
        f'<slicers xmlns="{MICROSOFT}/spreadsheetml/2009/9/main"><slicer name="S" cache="C" rowHeight="9"/></slicers>'
    )
    book.add("xl/slicers/slicer1.xml", slicer, "application/vnd.ms-excel.slicer+xml")
    book.relate(SHEET, f"{MICROSOFT}/2007/relationships/slicer", "../slicers/slicer1.xml")
    return book.file()


def threads() -> bytes:
    """Return a workbook with a threaded comment and the persons in it."""
    book = Parts(made(rich))
    space = f"{MICROSOFT}/spreadsheetml/2018/threadedcomments"
    comment = '<threadedComment ref="B2" personId="{1}" id="{2}"><text>Varför?</text></threadedComment>'
    book.add(
        "xl/threadedComments/threadedComment1.xml",
        f'<ThreadedComments xmlns="{space}">{comment}</ThreadedComments>',
        "application/vnd.ms-excel.threadedcomments+xml",
    )
    book.add(
        "xl/persons/person.xml",
        f'<personList xmlns="{space}"><person displayName="E" id="{{1}}" userId="e" providerId="None"/></personList>',
        "application/vnd.ms-excel.person+xml",
    )
    book.relate(SHEET, f"{MICROSOFT}/2017/10/relationships/threadedComment", "../threadedComments/threadedComment1.xml")
    book.relate("xl/workbook.xml", f"{MICROSOFT}/2017/10/relationships/person", "persons/person.xml")
    return book.file()


COMPANION = '<comment ref="B2" authorId="0"><text><t>[Trådad kommentar] Varför?</t></text></comment>'


def with_companion(data: bytes) -> bytes:
    """Return a workbook with what Excel writes beside a conversation for older programs."""
    book = Parts(data)
    list_ = f"<authors><author>tc={{2}}</author></authors><commentList>{COMPANION}</commentList>"
    book.add("xl/comments1.xml", f'<comments xmlns="{MAIN}">{list_}</comments>', f"{SHEET_TYPE}.comments+xml")
    book.relate(SHEET, f"{OFFICE}/comments", "../comments1.xml")
    return book.file()


def macros(*, signed: bool = False) -> bytes:
    """Return a macro-enabled workbook, its project's bytes arbitrary: nobody here looks into them."""
    book = Parts(made(charts))
    book.replace(
        "[Content_Types].xml", f"{SHEET_TYPE}.sheet.main+xml", "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    )
    project = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(range(256)) * 8
    book.add("xl/vbaProject.bin", project, "application/vnd.ms-office.vbaProject")
    book.relate("xl/workbook.xml", f"{MICROSOFT}/2006/relationships/vbaProject", "vbaProject.bin")
    if signed:
        kind = "application/vnd.ms-office.vbaProjectSignature"
        book.add("xl/vbaProjectSignature.bin", bytes(range(255, -1, -1)), kind)
        book.relate(
            "xl/vbaProject.bin", f"{MICROSOFT}/2006/relationships/vbaProjectSignature", "vbaProjectSignature.bin"
        )
    return book.file()


def custom_xml_and_printer() -> bytes:
    """Return a workbook with custom XML, printer settings, an ActiveX control and a link to another workbook."""
    book = Parts(made(printing))
    book.add("customXml/item1.xml", '<k xmlns="urn:ekonomi">1</k>', "application/xml")
    book.relate("xl/workbook.xml", f"{OFFICE}/customXml", "../customXml/item1.xml")
    kind = f"{SHEET_TYPE}.printerSettings"
    book.add("xl/printerSettings/printerSettings1.bin", bytes(200), kind)
    book.relate(SHEET, f"{OFFICE}/printerSettings", "../printerSettings/printerSettings1.bin")
    book.add("xl/activeX/activeX1.bin", b"\1\2\3", "application/vnd.ms-office.activeX")
    link = f'<externalLink xmlns="{MAIN}" xmlns:r="{OFFICE}"><externalBook r:id="rId900"/></externalLink>'
    book.add("xl/externalLinks/externalLink1.xml", link, f"{SHEET_TYPE}.externalLink+xml")
    book.relate("xl/externalLinks/externalLink1.xml", f"{OFFICE}/externalLinkPath", "annan.xlsx", outside=True)
    book.relate("xl/workbook.xml", f"{OFFICE}/externalLink", "externalLinks/externalLink1.xml")
    return book.file()


def shared_formulas() -> bytes:
    """Return a workbook whose column E is one shared formula, with a calculation chain."""
    book = Parts(made(rich))
    for row in range(2, 9):
        book.replace(SHEET, f"<f>B{row}+C{row}</f>", '<f t="shared" si="0"/>')
    book.replace(SHEET, "<f>B1+C1</f>", '<f t="shared" ref="E1:E8" si="0">B1+C1</f>')
    cells = "".join(f'<c r="E{row}" i="1"/>' for row in range(1, 10))
    book.add("xl/calcChain.xml", f'<calcChain xmlns="{MAIN}">{cells}</calcChain>', f"{SHEET_TYPE}.calcChain+xml")
    book.relate("xl/workbook.xml", f"{OFFICE}/calcChain", "calcChain.xml")
    return book.file()


def strict() -> bytes:
    """Return a workbook in the Strict namespaces."""
    book = Parts(made(tables))
    for name, content in book.parts.items():
        for old, new in (
            (MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main"),
            (OFFICE, "http://purl.oclc.org/ooxml/officeDocument/relationships"),
        ):
            content = content.replace(old.encode(), new.encode())  # noqa: PLW2901 - one part, twice
        book.parts[name] = content
    return book.file()


def utf16() -> bytes:
    """Return a workbook with a sheet in UTF-16 and another that begins with a byte-order mark."""
    book = Parts(made(rich))
    book.replace(SHEET, 'encoding="UTF-8"', 'encoding="UTF-16"')
    book.parts[SHEET] = book.parts[SHEET].decode().encode("utf-16")
    book.parts["xl/worksheets/sheet2.xml"] = b"\xef\xbb\xbf" + book.parts["xl/worksheets/sheet2.xml"]
    return book.file()


def prefixed() -> bytes:
    """Return a workbook whose sheet and workbook write a prefix before every name."""
    book = Parts(made(rich))
    for part in (SHEET, "xl/workbook.xml"):
        text = book.parts[part].decode().replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"')
        text = text.replace("<", "<x:").replace("<x:?", "<?").replace("<x:/", "</x:")
        book.parts[part] = text.encode()
    return book.file()


def without_references() -> bytes:
    """Return a workbook whose rows and cells do not say where they are, with a comment that looks like a row."""
    book = Parts(made(lambda _book, _sheet: None))
    for row in range(1, 10):
        book.replace(SHEET, f'<row r="{row}" spans="1:6">', "<row>")
        for letter in "ABCDEF":
            text = book.parts[SHEET].decode().replace(f' r="{letter}{row}"', "")
            book.parts[SHEET] = text.encode()
    book.replace(SHEET, "</row></sheetData>", '</row><!-- <row r="3"><c r="A3"/></row> --></sheetData>')
    return book.file()


def alternate_content() -> bytes:
    """Return a workbook with alternatives for newer programs in its workbook and around a sheet's controls."""
    book = Parts(made(rich))
    space = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    newer = "http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac"
    choice = f'<mc:AlternateContent {space}><mc:Choice xmlns:n="{newer}" Requires="n">'
    path = f'{choice}<n:absPath url="x"/></mc:Choice></mc:AlternateContent>'
    book.replace("xl/workbook.xml", "<bookViews>", f"{path}<bookViews>")
    text = book.parts["xl/workbook.xml"].decode()
    start = text.index("<calcPr")
    end = text.index("/>", start) + 2
    book.parts["xl/workbook.xml"] = (text[:start] + text[end:]).encode()
    row = f"{choice}<from><row>3</row></from></mc:Choice></mc:AlternateContent>"
    book.replace(SHEET, "</worksheet>", f"{row}</worksheet>")
    return book.file()


def all_handwritten() -> Iterator[tuple[str, bytes]]:
    """Give each workbook with its name."""
    yield "macros_signed", macros(signed=True)
    for build in (
        macros,
        pivots_and_slicers,
        threads,
        custom_xml_and_printer,
        shared_formulas,
        strict,
        utf16,
        prefixed,
        without_references,
        alternate_content,
    ):
        yield build.__name__, build()
