from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from runxl.errors import FileError
from runxl.grid import Address
from runxl.hosts.opening import open_book
from tests.hosts.handmade import MAIN, RELATIONSHIPS, parts, rels, sheet, workbook, xlsx, zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
CELL = '<row r="1"><c r="A1"><v>100</v></c></row>'


def refusal(file: Path) -> FileError:
    """Return why a file is refused, once it is seen to be as it was."""
    before = file.read_bytes() if file.is_file() else None
    with pytest.raises(FileError) as caught:
        open_book(file).read()
    assert caught.value.parts["file"] == file.name
    assert before == (file.read_bytes() if file.is_file() else None)
    return caught.value


def without(name: str) -> bytes:
    return zipped({part: content for part, content in parts(CELL).items() if part != name})


def replaced(name: str, old: str, new: str) -> bytes:
    content = parts(CELL)
    before = str(content[name])
    assert old in before
    return zipped({**content, name: before.replace(old, new)})


def word_document() -> bytes:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return zipped(
        {
            "[Content_Types].xml": str(parts()["[Content_Types].xml"]).replace(
                "/xl/workbook.xml", "/word/document.xml"
            ),
            "_rels/.rels": rels(("rId1", "officeDocument", "word/document.xml")),
            "word/document.xml": f'<w:document xmlns:w="{kind}"><w:body/></w:document>',
        }
    )


def open_document() -> bytes:
    """Return a zip that begins as ODF 1.3 part 2, 3.3 has it: its type as the first member, not packed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    return stream.getvalue()


def binary_workbook() -> bytes:
    content = parts()
    content["[Content_Types].xml"] = str(content["[Content_Types].xml"]).replace(
        "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", "vnd.ms-excel.sheet.binary.macroEnabled.main"
    )
    content["xl/workbook.xml"] = b"\x83\x01\x00"
    return zipped(content)


def two_sheets(first: str, second: str) -> bytes:
    content = parts(CELL)
    lines = "".join(
        f'<sheet name="{name}" sheetId="{index}" r:id="rId1"/>' for index, name in enumerate((first, second))
    )
    content["xl/workbook.xml"] = workbook(sheets=lines)
    return zipped(content)


def two_tables() -> bytes:
    content = parts(CELL)
    columns = '<tableColumns><tableColumn name="Id"/></tableColumns>'
    table = f'<table xmlns="{MAIN}" displayName="tbl{{}}" ref="A1:A2">{columns}</table>'
    content["xl/worksheets/_rels/sheet1.xml.rels"] = rels(
        ("rId1", "table", "../t1.xml"), ("rId2", "table", "../t2.xml")
    )
    content["xl/t1.xml"], content["xl/t2.xml"] = table.format("A"), table.format("a")
    return zipped(content)


ENTITIES = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x SYSTEM "file:///etc/passwd">'


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("bok.xls", OLE, "old-workbook"),
        ("bok.xls", xlsx(CELL), "old-workbook"),
        ("bok.xlsx", OLE, "old-workbook"),
        ("bok.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "file-has-password"),
        ("bok.xlsb", binary_workbook(), "binary-workbook"),
        ("bok.xlsx", binary_workbook(), "binary-workbook"),
        ("bok.ods", open_document(), "open-document"),
        ("bok.xlsx", open_document(), "open-document"),
        ("bok.csv", b"Id;Utfall\n1;100\n", "text-file"),
        ("bok.xlsx", b"Id;Utfall\n1;100\n", "text-file"),
        ("bok.xlsx", "Id\tUtfall\n".encode("utf-16"), "text-file"),
        ("bok.xlsx", "Mått;Utfall\n".encode("cp1252"), "text-file"),
        ("bok.xlsx", b"<html><table><tr><td>100</td></tr></table></html>", "text-file"),
        ("bok.docx", word_document(), "ending-unknown"),
        ("bok", xlsx(CELL), "ending-unknown"),
        ("bok.xlsx", word_document(), "not-a-workbook"),
        ("bok.xlsx", zipped({"a.txt": "hej"}), "not-a-workbook"),
        ("bok.xlsx", b"", "file-empty"),
        ("bok.xlsx", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "file-damaged"),
        ("bok.xlsx", xlsx(CELL)[:700], "file-damaged"),
        ("bok.xlsx", xlsx(CELL)[:-30], "file-damaged"),
        ("bok.xlsx", without("[Content_Types].xml"), "part-missing"),
        ("bok.xlsx", without("xl/workbook.xml"), "part-missing"),
        ("bok.xlsx", without("xl/worksheets/sheet1.xml"), "sheet-part-missing"),
        ("bok.xlsx", xlsx(CELL, styles=" " * 5_000_000), "file-unpacks-too-large"),
        ("bok.xlsx", xlsx(CELL, sharedStrings=f"{ENTITIES}<x>&b;</x>"), "part-declares-entities"),
        ("bok.xlsx", xlsx(CELL, sharedStrings=f"{OUTSIDE}<x/>"), "part-declares-entities"),
        ("bok.xlsx", xlsx(CELL, sharedStrings=f"{OUTSIDE}<x/>".encode("utf-16")), "part-declares-entities"),
        (
            "bok.xlsx",
            replaced("xl/worksheets/sheet1.xml", "<worksheet", f"{OUTSIDE}<worksheet"),
            "part-declares-entities",
        ),
        ("bok.xlsx", replaced("xl/workbook.xml", "<workbook", f"{ENTITIES}<workbook"), "part-declares-entities"),
        ("bok.xlsx", replaced("_rels/.rels", "<Rel", f"{ENTITIES}<Rel"), "part-declares-entities"),
        ("bok.xlsx", replaced("xl/worksheets/sheet1.xml", "</row>", ""), "part-damaged"),
        ("bok.xlsx", replaced("xl/workbook.xml", "</sheets>", ""), "part-damaged"),
        ("bok.xlsx", xlsx(CELL, styles="<?xml version='1.0' encoding='okänd'?><a/>"), "part-damaged"),
        ("bok.xlsx", two_sheets("Mått", "MÅTT"), "sheet-twice"),
        ("bok.xlsx", two_tables(), "table-twice"),
    ],
)
def test_what_is_no_workbook_is_refused_and_left_as_it_is(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    file = tmp_path / name
    file.write_bytes(data)
    assert refusal(file).code == code


def test_a_missing_file_is_refused_with_where_it_was_looked_for(tmp_path: Path) -> None:
    fault = refusal(tmp_path / "saknas.xlsx")
    assert (fault.code, fault.parts["folder"]) == ("file-missing", str(tmp_path))


def test_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mapp.xlsx").mkdir()
    assert refusal(tmp_path / "mapp.xlsx").code == "file-is-folder"


def test_a_file_larger_than_the_limit_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "stor.xlsx"
    with file.open("wb") as stream:
        stream.truncate((256 << 20) + (1 << 20))
    with pytest.raises(FileError) as caught:
        open_book(file)
    assert (caught.value.code, caught.value.parts["megabytes"], caught.value.parts["most"]) == (
        "file-too-large",
        257,
        256,
    )


def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(_path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    file = tmp_path / "bok.xlsx"
    file.write_bytes(xlsx(CELL))
    monkeypatch.setattr(Path, "read_bytes", denied)
    with pytest.raises(FileError, match="file-not-permitted"):
        open_book(file)


def test_a_path_with_a_null_character_is_refused() -> None:
    with pytest.raises(FileError, match="file-not-read"):
        open_book("bok\0.xlsx")


@pytest.mark.parametrize("name", ["bok.xlsx", "BOK.XLSX", "bok.xlsm", "Delårsrapport april 2020 (1).xlsx"])
def test_a_workbook_is_opened_whatever_its_name(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(xlsx(CELL))
    assert open_book(str(file)).read().content(Address("Blad", 1, 1)).value == 100


def test_bytes_before_the_zip_do_not_matter(tmp_path: Path) -> None:
    file = tmp_path / "bok.xlsx"
    file.write_bytes(b"\n\n" + xlsx(CELL))
    assert open_book(file).path == file


@pytest.mark.parametrize(
    "target", ["worksheets/sheet1.xml", "/xl/worksheets/sheet1.xml", "../xl/worksheets/SHEET1.xml"]
)
def test_a_parts_address_may_be_written_in_any_way(tmp_path: Path, target: str) -> None:
    file = tmp_path / "bok.xlsx"
    file.write_bytes(replaced("xl/_rels/workbook.xml.rels", "worksheets/sheet1.xml", target))
    assert open_book(file).read().content(Address("Blad", 1, 1)).value == 100


def test_a_parts_address_may_be_percent_encoded(tmp_path: Path) -> None:
    content = parts(CELL)
    content["xl/blad ett.xml"] = sheet(CELL)
    content["xl/_rels/workbook.xml.rels"] = rels(("rId1", "worksheet", "blad%20ett.xml"))
    file = tmp_path / "bok.xlsx"
    file.write_bytes(zipped(content))
    assert open_book(file).read().content(Address("Blad", 1, 1)).value == 100


def test_an_address_outside_the_file_is_never_followed(tmp_path: Path) -> None:
    content = parts(CELL)
    content["xl/worksheets/_rels/sheet1.xml.rels"] = (
        f'<Relationships xmlns="{RELATIONSHIPS}"><Relationship Id="rId1" Type="x/table" TargetMode="External" '
        'Target="https://example.org/t.xml"/></Relationships>'
    )
    file = tmp_path / "bok.xlsx"
    file.write_bytes(zipped(content))
    assert not open_book(file).read().tables
