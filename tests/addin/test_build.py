"""The built add-in: the same bytes each time, and read back by programs that we did not write."""

from __future__ import annotations

import re
import subprocess
import sys
import warnings
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

import olefile
import pytest
from lxml import etree
from pyopenvba import ExcelFile
from pyopenvba.vba import VBAModuleKind
from python_calamine import CalamineWorkbook

from addin.build.package import ADDIN, SHEETS, WORKBOOK_CODE_NAME, addin, sources
from addin.build.project import document_modules
from addin.build.words import words
from runxl import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator

BUILT = ADDIN / "runxl.xlam"
MODULES = [*document_modules(WORKBOOK_CODE_NAME, [*SHEETS.values()]), *sources()]
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(scope="module")
def package() -> Iterator[zipfile.ZipFile]:
    with zipfile.ZipFile(BUILT) as opened:
        yield opened


def root_of(package: zipfile.ZipFile, part: str) -> etree._Element:
    return etree.fromstring(package.read(part))


def test_the_committed_file_is_built_from_the_sources_beside_it() -> None:
    assert addin(sources()) == BUILT.read_bytes(), "run: python3 dev.py addin"


def test_two_builds_are_the_same_bytes() -> None:
    assert addin(sources()) == addin(sources())


def test_no_part_tells_when_or_where_it_was_packed(package: zipfile.ZipFile) -> None:
    told = {(part.date_time, part.create_system, part.compress_type) for part in package.infolist()}
    assert told == {((1980, 1, 1, 0, 0, 0), 3, zipfile.ZIP_STORED)}


def test_oletools_reads_every_module_as_it_was_written() -> None:
    with warnings.catch_warnings():
        # its import uses a name that pyparsing has renamed
        warnings.simplefilter("ignore", DeprecationWarning)
        from oletools.olevba import VBA_Parser  # noqa: PLC0415 - see above
    parser = VBA_Parser(str(BUILT))
    read = {name.rpartition(".")[0]: code for _, _, name, code in parser.extract_macros()}
    parser.close()
    assert read == {module.name: module.source for module in MODULES}


def test_pyopenvba_reads_every_module_as_it_was_written() -> None:
    with ExcelFile(BUILT) as file:
        assert {name: file.get_module(name) for name in file.module_names()} == {
            module.name: module.source for module in MODULES
        }


def test_a_module_is_a_document_only_where_it_belongs_to_the_workbook_or_a_sheet() -> None:
    with ExcelFile(BUILT) as file:
        kinds = {module.name: module.kind for module in file.vba_project().modules}
    assert {name for name, kind in kinds.items() if kind is not VBAModuleKind.standard} == {
        module.name for module in MODULES if module.is_document
    }


def test_the_project_refers_to_what_excel_always_has_and_to_nothing_else() -> None:
    with ExcelFile(BUILT) as file:
        assert [(one.name, one.guid) for one in file.references()] == [
            ("stdole", "{00020430-0000-0000-C000-000000000046}"),
            ("Office", "{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}"),
        ]


def shown(hidden: str, project: str) -> str:
    """Return what Office hid in the project's text, in hexadecimal (MS-OVBA 2.4.3.3)."""
    seed, version, key, *rest = bytes.fromhex(hidden)
    assert (seed ^ version, seed ^ key) == (2, sum(project.encode()) & 0xFF)
    last, before, data = key, version, []
    unhidden = seed ^ key
    for byte in rest:
        unhidden = byte ^ ((before + unhidden) & 0xFF)
        data.append(unhidden)
        before, last = last, byte
    return bytes(data[(seed & 6) // 2 :]).hex()


# of the project in the specification's own example (MS-OVBA 2.3.1)
NOT_PROTECTED, NO_PASSWORD, VISIBLE = (
    shown(hidden, "{917DED54-440B-4FD1-A5C1-74ACF261E600}")
    for hidden in ("0705D8E3D8EDDBF1DBF1DBF1DBF1", "0E0CD1ECDFF4E7F5E7F5E7", "1517CAF1D6F9D7F9D706")
)


def test_the_project_is_as_open_as_the_one_in_the_specification(package: zipfile.ZipFile) -> None:
    with olefile.OleFileIO(BytesIO(package.read("xl/vbaProject.bin"))) as file:
        text = file.openstream("PROJECT").read().decode("ascii")
    told = dict(re.findall(r'^(ID|CMG|DPB|GC)="(.*)"\r$', text, re.MULTILINE))
    project = told.pop("ID")
    assert {name: shown(hidden, project) for name, hidden in told.items()} == {
        "CMG": NOT_PROTECTED,
        "DPB": NO_PASSWORD,
        "GC": VISIBLE,
    }


def test_nothing_compiled_is_in_the_project_so_every_excel_compiles_it_itself(package: zipfile.ZipFile) -> None:
    with olefile.OleFileIO(BytesIO(package.read("xl/vbaProject.bin"))) as file:
        streams = {"/".join(path) for path in file.listdir()}
        cache = file.openstream("VBA/_VBA_PROJECT").read()
    assert cache == bytes.fromhex("CC61FFFF000000")
    assert streams == {"PROJECT", "PROJECTwm", "VBA/_VBA_PROJECT", "VBA/dir", *(f"VBA/{one.name}" for one in MODULES)}


def test_each_document_module_has_the_code_name_of_its_sheet(package: zipfile.ZipFile) -> None:
    workbook = root_of(package, "xl/workbook.xml")
    sheets = [root_of(package, f"xl/worksheets/sheet{number}.xml") for number in (1, 2)]
    named = [workbook.find(f"{MAIN}workbookPr"), *(sheet.find(f"{MAIN}sheetPr") for sheet in sheets)]
    assert [one.get("codeName") for one in named if one is not None] == [
        module.name for module in MODULES if module.is_document
    ]


def test_excels_own_rules_find_nothing_to_repair() -> None:
    command = [sys.executable, "-m", "openxml_audit", "-f", "microsoft365", str(BUILT)]
    audit = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert (audit.returncode, "no findings" in audit.stdout) == (0, True), audit.stdout


def test_the_package_says_that_it_is_an_add_in_with_a_ribbon(package: zipfile.ZipFile) -> None:
    types = {one.get("PartName"): one.get("ContentType") for one in root_of(package, "[Content_Types].xml")}
    assert types["/xl/workbook.xml"] == "application/vnd.ms-excel.addin.macroEnabled.main+xml"
    assert types["/xl/vbaProject.bin"] == "application/vnd.ms-office.vbaProject"
    relationships = {one.get("Type"): one.get("Target") for one in root_of(package, "_rels/.rels")}
    ribbon = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
    assert relationships[ribbon] == "/customUI/customUI14.xml"
    assert package.read("customUI/customUI14.xml") == (ADDIN / "ribbon" / "customUI14.xml").read_bytes()


def test_the_settings_sheet_waits_for_what_the_installation_writes() -> None:
    rows = CalamineWorkbook.from_path(str(BUILT)).get_sheet_by_name("runxl").to_python()
    assert rows == [["version", __version__], ["interpreter", ""], ["folder", ""]]


def test_the_texts_sheet_holds_every_word_in_both_languages() -> None:
    rows = CalamineWorkbook.from_path(str(BUILT)).get_sheet_by_name("texts").to_python()
    assert list(map(tuple, rows)) == words(module.source for module in sources())
