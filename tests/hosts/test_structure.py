from __future__ import annotations

import pytest

from runxl.grid import Block
from runxl.hosts.package.archive import Archive
from runxl.hosts.package.structure import Structure, read_structure
from tests.hosts.handmade import CONTENT_TYPES, MAIN, STRICT_OFFICE, parts, rels, sheet, workbook, zipped


def structure(**changed: str) -> Structure:
    """Return the structure of a small workbook with some of its parts changed, by their names with - for /."""
    content = parts(sharedStrings="<sst/>", styles="<styleSheet/>")
    content |= {name.replace("-", "/"): part for name, part in changed.items()}
    return read_structure(Archive(zipped(content), "bok.xlsx"))


def test_the_parts_of_a_plain_workbook_are_found() -> None:
    found = structure()
    assert (found.workbook, found.shared_strings, found.styles, found.calc_chain) == (
        "xl/workbook.xml",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
        None,
    )


def test_a_plain_workbook_is_neither_strict_nor_signed_and_has_no_macros() -> None:
    found = structure()
    assert (found.strict, found.signed, found.macros, found.date1904) == (False, False, False, False)


def test_a_workbook_is_strict_by_its_root_relationship() -> None:
    assert structure(**{"_rels-.rels": rels(("a", "officeDocument", "xl/workbook.xml"), office=STRICT_OFFICE)}).strict


def test_a_workbook_with_macros_is_known_by_its_content_type() -> None:
    types = CONTENT_TYPES.replace(
        "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main", "vnd.ms-excel.sheet.macroEnabled.main"
    )
    assert structure(**{"[Content_Types].xml": types}).macros


def test_a_signature_of_the_whole_file_is_seen_and_one_of_its_macros_is_not_one() -> None:
    assert structure(**{"_xmlsignatures-sig1.xml": "<s/>"}).signed
    assert not structure(**{"xl-vbaProjectSignature.bin": "x"}).signed


def test_the_calculation_chain_is_found_by_its_relationship() -> None:
    related = rels(("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "calcChain", "kedja.xml"))
    assert structure(**{"xl-_rels-workbook.xml.rels": related, "xl-kedja.xml": "<c/>"}).calc_chain == "xl/kedja.xml"


def test_a_chart_sheet_is_a_sheet_but_no_worksheet() -> None:
    found = structure(
        **{
            "xl-workbook.xml": workbook(
                sheets='<sheet name="D" r:id="rId2" state="hidden"/><sheet name="B" r:id="rId1"/>'
            ),
            "xl-_rels-workbook.xml.rels": rels(
                ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "chartsheet", "chartsheets/sheet1.xml")
            ),
            "xl-chartsheets-sheet1.xml": "<chartsheet/>",
        }
    )
    assert [(line.name, line.kind, line.state, line.is_worksheet) for line in found.sheets] == [
        ("D", "chartsheet", "hidden", False),
        ("B", "worksheet", "visible", True),
    ]


@pytest.mark.parametrize(
    ("attributes", "rows", "bottom"),
    [("", 4, 6), ('totalsRowCount="1"', 3, 5), ('headerRowCount="0"', 5, 6)],
    ids=["plain", "with a totals row", "without a header row"],
)
def test_a_tables_rows_are_those_between_header_and_totals(attributes: str, rows: int, bottom: int) -> None:
    table = f'<table xmlns="{MAIN}" displayName="tblA" ref="B2:B6" {attributes}><tableColumns><tableColumn name="Id"/>'
    found = structure(
        **{
            "xl-worksheets-sheet1.xml": sheet(""),
            "xl-worksheets-_rels-sheet1.xml.rels": rels(("rId1", "table", "../tables/table1.xml")),
            "xl-tables-table1.xml": f"{table}</tableColumns></table>",
        }
    ).tables["tblA"]
    assert found.ref == Block("Blad", 2, 2, 6, 2)
    assert (found.rows, found.table.block.bottom) == (rows, bottom)
