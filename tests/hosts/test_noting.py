"""Notes left in many kinds of file: nothing else is lost, other programs see them, undo leaves the file as it was."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import warnings
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest

from runxl.errors import FileError, WorkbookError
from runxl.grid import NoteEdit, Plan
from runxl.grid.address import cell_at
from tests.hosts.test_roundtrip import NAMES, file_of, opened, packages, parts
from tests.packages.handwritten import COMPANION, Parts, threads, with_companion
from tests.packages.written import controls, made

if TYPE_CHECKING:
    from pathlib import Path

    from runxl.hosts.package import PackageBook
    from tests.libreoffice import LibreOffice

OURS = "Rättat av runxl: stod 1 797, står 1 977.\n=1+1 😀 <b>"
COMMENTS = "xl/comments1.xml"
# openpyxl finds no sheets in a Strict file, and asks more of a pivot table than Excel does
FOR_OPENPYXL = [name for name in NAMES if "strict" not in name and "pivots" not in name]


def note(sheet: str, **texts: str) -> Plan:
    return Plan(notes=tuple(NoteEdit(cell_at(sheet, a1), text) for a1, text in texts.items()))


def first_sheet(book: PackageBook) -> str:
    return next(iter(book.read().sheets))


def noted(name: str, data: bytes, **texts: str) -> PackageBook:
    book = opened(name, data)
    book.apply(note(first_sheet(book), **texts))
    return book


def result(book: PackageBook, folder: Path) -> dict[str, bytes]:
    return parts(file_of(book, folder).read_bytes())


def seen_by_openpyxl(file: Path, sheet: str) -> dict[str, tuple[str, str]]:
    """Return each note's text and author."""
    with warnings.catch_warnings(action="ignore"):  # of extensions that it leaves out
        read = openpyxl.load_workbook(file)
    cells = (cell for row in read[sheet].iter_rows() for cell in row)
    return {cell.coordinate: (cell.comment.text, cell.comment.author) for cell in cells if cell.comment is not None}


# where there is a note already its parts stay, and a sheet in UTF-16 is in UTF-8 once it has been written
WITHOUT_NOTES = [name for name in NAMES if COMMENTS not in parts(packages()[name]) and "utf16" not in name]
NEW_PARTS = re.compile(r"xl/comments1\.xml|xl/drawings/vmlDrawing\d\.vml|xl/worksheets/_rels/sheet\d+\.xml\.rels")
CHANGED_PARTS = re.compile(r"\[Content_Types\]\.xml|xl/worksheets/(_rels/)?sheet\d+\.xml(\.rels)?")
OF_DRAWINGS = re.compile(rb'<(\w+:)?Default Extension="vml"[^>]*>')


@pytest.mark.parametrize("name", WITHOUT_NOTES)
def test_only_the_parts_of_notes_change_and_undo_leaves_the_file_as_it_was(name: str, tmp_path: Path) -> None:
    book = opened(name, packages()[name])
    before = parts(packages()[name])
    receipt = book.apply(note(first_sheet(book), B30=OURS, XFD1048576="nederst"))
    after = result(book, tmp_path)
    assert all(CHANGED_PARTS.fullmatch(part) for part in before if before[part] != after.get(part))
    assert all(NEW_PARTS.fullmatch(part) for part in after.keys() - before.keys())
    book.apply(receipt.undo)
    undone = result(book, tmp_path)
    for content in (before, undone):
        content["[Content_Types].xml"] = OF_DRAWINGS.sub(b"", content["[Content_Types].xml"])
    assert undone == before


@pytest.mark.parametrize("name", FOR_OPENPYXL)
def test_an_independent_reader_sees_the_note_and_who_left_it(name: str, tmp_path: Path) -> None:
    book = noted(name, packages()[name], B30=OURS)
    assert seen_by_openpyxl(file_of(book, tmp_path), first_sheet(book))["B30"] == (OURS, "runxl")


def test_libreoffice_shows_the_notes(libreoffice: LibreOffice, tmp_path: Path) -> None:
    files = {name: noted(name, packages()[name], B30=OURS) for name in FOR_OPENPYXL if name.endswith(".xlsx")}
    results = tmp_path / "results"
    results.mkdir()
    converted = libreoffice.convert([file_of(book, tmp_path) for book in files.values()], "xlsx", results)
    for book, file in zip(files.values(), converted, strict=True):
        assert seen_by_openpyxl(file, first_sheet(book))["B30"][0] == OURS, file.name


@pytest.mark.parametrize("name", ["charts.xlsx", "controls.xlsx", "printing.xlsx", "libreoffice.xlsx", "prefixed.xlsx"])
def test_excels_own_rules_find_nothing_more_to_repair_with_a_note(name: str, tmp_path: Path) -> None:
    original = tmp_path / "utan anteckning.xlsx"
    original.write_bytes(packages()[name])
    book = noted(name, packages()[name], B30=OURS, A1="en till")
    assert audit(file_of(book, tmp_path)) == audit(original)


def audit(file: Path) -> str:
    command = [sys.executable, "-m", "openxml_audit", "-f", "microsoft365", str(file)]
    said = subprocess.run(command, capture_output=True, encoding="utf-8", check=False).stdout
    assert "Microsoft Excel:" in said
    return said.replace(str(file), "").replace(file.name, "")


def test_buttons_and_the_notes_of_others_stay_where_ours_comes_and_goes(tmp_path: Path) -> None:
    data = made(controls)
    before = parts(data)
    book = opened("bok.xlsx", data)
    receipt = book.apply(note("Blad", C3=OURS))
    after = result(book, tmp_path)
    drawing = "xl/drawings/vmlDrawing1.vml"
    box = after[drawing].removeprefix(before[drawing].removesuffix(b"</xml>"))
    assert b"<x:Row>2</x:Row><x:Column>2</x:Column>" in box
    assert after[drawing].count(b'ObjectType="Button"') == before[drawing].count(b'ObjectType="Button"') == 1
    assert len(set(re.findall(rb'id="(_x0000_s\d+)"', after[drawing]))) == after[drawing].count(b"<v:shape ")
    assert seen_by_openpyxl(file_of(book, tmp_path), "Blad") == {"B2": ("Kontrollera", "E"), "C3": (OURS, "runxl")}
    book.apply(receipt.undo)
    assert result(book, tmp_path)[drawing] == before[drawing]


@pytest.mark.parametrize("companion", [True, False])
def test_a_conversation_stays_as_it_is_and_its_cell_gets_no_note(tmp_path: Path, *, companion: bool) -> None:
    data = with_companion(threads()) if companion else threads()
    before = parts(data)
    book = opened("bok.xlsx", data)
    receipt = book.apply(note("Blad", B2=OURS, B3=OURS))
    after = result(book, tmp_path)
    assert book.read().sheets["Blad"].notes == {(3, 2): OURS}
    assert receipt.undo.notes == (NoteEdit(cell_at("Blad", "B3"), "", OURS),)
    threaded = [part for part in before if "hread" in part or "person" in part]
    assert threaded
    assert [after[part] for part in threaded] == [before[part] for part in threaded]
    if companion:
        assert COMPANION in after["xl/comments1.xml"].decode()


RICH = (
    '<r><rPr><b/><sz val="9"/></rPr><t xml:space="preserve">Anna:\n</t></r>'
    "<r><rPr><i/></rPr><t>stämt av &amp; klart</t></r>"
)


@pytest.mark.parametrize("ours", [True, False], ids=["ours after it", "another text"])
def test_a_note_keeps_its_letters_where_ours_comes_after_it(tmp_path: Path, *, ours: bool) -> None:
    book = Parts(made(controls))
    inside = re.search(r"<text>(.*)</text>", book.parts[COMMENTS].decode())
    assert inside
    book.replace(COMMENTS, inside[1], RICH)
    data = book.file()
    noted_book = opened("bok.xlsx", data)
    hers = noted_book.read().note(cell_at("Blad", "B2"))
    assert hers == "Anna:\nstämt av & klart"
    receipt = noted_book.apply(note("Blad", B2=f"{hers}\n{OURS}" if ours else OURS))
    assert (RICH in result(noted_book, tmp_path)[COMMENTS].decode()) is ours
    noted_book.apply(receipt.undo)
    assert noted_book.read().note(cell_at("Blad", "B2")) == hers
    if ours:
        assert f"<text>{RICH}</text>" in result(noted_book, tmp_path)[COMMENTS].decode()


@pytest.mark.parametrize("inside", ["<text/>", "<text></text>", "<text><t/></text>", "<text><r><t></t></r></text>"])
def test_an_empty_box_gets_our_note(inside: str, tmp_path: Path) -> None:
    book = Parts(made(controls))
    hers = re.search(r"<text>.*</text>", book.parts[COMMENTS].decode())
    assert hers
    book.replace(COMMENTS, hers[0], inside)
    noted_book = noted("bok.xlsx", book.file(), B2=OURS)
    assert noted_book.read().sheets["Blad"].notes == {(2, 2): OURS}
    assert result(noted_book, tmp_path)["xl/drawings/vmlDrawing1.vml"].count(b'ObjectType="Note"') == 1


@pytest.mark.parametrize("lists", ["<authors/><commentList/>", "<authors><author>E</author></authors><commentList/>"])
def test_lists_that_are_written_as_one_tag_get_our_note(lists: str) -> None:
    book = Parts(made(controls))
    both = re.search(r"<authors>.*</commentList>", book.parts[COMMENTS].decode())
    assert both
    book.replace(COMMENTS, both[0], lists)
    noted_book = noted("bok.xlsx", book.file(), B2=OURS)
    assert noted_book.read().sheets["Blad"].notes == {(2, 2): OURS}


@pytest.mark.parametrize("lists", ["", "<authors/>", '<authors/><commentList><comment ref="här"/></commentList>'])
def test_a_damaged_list_of_comments_is_refused_by_its_name(lists: str) -> None:
    book = Parts(made(controls))
    both = re.search(r"<authors>.*</commentList>", book.parts[COMMENTS].decode())
    assert both
    book.replace(COMMENTS, both[0], lists)
    with pytest.raises(FileError) as caught:
        noted("bok.xlsx", book.file(), B2=OURS)
    assert (caught.value.code, caught.value.parts["part"]) == ("part-damaged", COMMENTS)


def test_a_note_that_is_taken_away_leaves_its_author_and_adds_none(tmp_path: Path) -> None:
    book = opened("bok.xlsx", made(controls))
    book.apply(note("Blad", C3="kvar"))
    before = result(book, tmp_path)[COMMENTS]
    book.apply(note("Blad", C4=OURS))
    book.apply(note("Blad", C4=""))
    assert result(book, tmp_path)[COMMENTS] == before


def test_a_box_that_is_no_xml_is_no_hindrance(tmp_path: Path) -> None:
    book = Parts(made(controls))
    drawing = "xl/drawings/vmlDrawing1.vml"
    book.parts[drawing] = book.parts[drawing].replace(b"Fyll", b"Fyll<br>nu")
    data = book.file()
    after = result(noted("bok.xlsx", data, C3=OURS), tmp_path)
    assert b"Fyll<br>nu" in after[drawing]
    assert b"<x:Row>2</x:Row>" in after[drawing]


def test_a_sheet_whose_old_drawing_nobody_knows_gets_no_note(tmp_path: Path) -> None:
    book = Parts(made(controls))
    drawing = "xl/drawings/vmlDrawing1.vml"
    book.parts[drawing] = "<html>något annat</html>".encode()
    data = book.file()
    noted_book = noted("bok.xlsx", data, C3=OURS)
    assert result(noted_book, tmp_path) == parts(data)


def test_a_sheet_of_a_chart_gets_no_note() -> None:
    book = opened("charts.xlsx", packages()["charts.xlsx"])
    with pytest.raises(WorkbookError, match="sheet-has-no-cells"):
        book.apply(note("Diagram", A1=OURS))


def test_a_signed_file_gets_no_note() -> None:
    stream = io.BytesIO(packages()["charts.xlsx"])
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("_xmlsignatures/origin.sigs", b"")
    with pytest.raises(WorkbookError, match="package-signed"):
        opened("charts.xlsx", stream.getvalue()).apply(note("Blad", A1=OURS))
