from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest
import xlsxwriter

from runxl.errors import FileError
from runxl.grid import EMPTY, Address, Block, CellError, Content, Snapshot
from runxl.hosts.package import PackageBook
from tests.hosts.handmade import (
    MAIN,
    STRICT_MAIN,
    STRICT_OFFICE,
    parts,
    rels,
    sheet,
    workbook,
    xlsx,
    zipped,
)

if TYPE_CHECKING:
    from runxl.grid import Sheet

FILE = Path("prov.xlsx")
STRINGS = (
    f'<sst xmlns="{MAIN}"><si><t>Norr</t></si>'
    "<si><r><t>Norr</t></r><r><rPr><b/></rPr><t xml:space='preserve'> och söder</t></r></si>"
    "<si><t>東京</t><rPh sb='0' eb='2'><t>とうきょう</t></rPh><phoneticPr fontId='1'/></si>"
    "<si><t>rad ett_x000D_\nrad _x005F_x0041_ två</t></si><si><t/></si></sst>"
)


def snapshot(data: bytes) -> Snapshot:
    return PackageBook(data, FILE).read()


def blad(rows: str, **more: str | bytes) -> Sheet:
    return snapshot(xlsx(rows, **more)).sheets["Blad"]


def value(cell: str, **more: str | bytes) -> object:
    """Return the value of the one cell in a sheet."""
    (content,) = blad(f'<row r="1">{cell}</row>', **more).cells.values()
    return content.value


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("100", "100"),
        ("-92", "-92"),
        ("0.1", "0.1"),
        ("0.10000000000000001", "0.1"),
        ("2.5000000000000004", "2.5000000000000004"),
        ("1E-7", "0.0000001"),
        ("1E3", "1000"),
        ("123456789012345678", "123456789012345680"),
        ("-0", "0"),
        (" 12 ", "12"),
    ],
)
def test_a_number_is_the_shortest_decimal_of_its_double(text: str, number: str) -> None:
    assert value(f'<c r="A1"><v>{text}</v></c>') == Decimal(number)


def test_a_whole_number_prints_without_a_point() -> None:
    assert str(value('<c r="A1"><v>-4134</v></c>')) == "-4134"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ('<c r="A1" t="s"><v>0</v></c>', "Norr"),
        ('<c r="A1" t="s"><v>1</v></c>', "Norr och söder"),
        ('<c r="A1" t="s"><v>2</v></c>', "東京"),
        ('<c r="A1" t="s"><v>3</v></c>', "rad ett\r\nrad _x0041_ två"),
        ('<c r="A1" t="s"><v>4</v></c>', ""),
        ('<c r="A1" t="inlineStr"><is><t>direkt</t></is></c>', "direkt"),
        ('<c r="A1" t="inlineStr"><is><r><t>i </t></r><r><t>delar</t></r></is></c>', "i delar"),
        ('<c r="A1" t="inlineStr"><is><t>東</t><rPh sb="0" eb="1"><t>とう</t></rPh></is></c>', "東"),
        ('<c r="A1" t="str"><v>=1+1</v></c>', "=1+1"),
        ('<c r="A1" t="str"><v>a&amp;b &#229;</v></c>', "a&b å"),
        ('<c r="A1" t="b"><v>1</v></c>', True),
        ('<c r="A1" t="b"><v>0</v></c>', False),
        ('<c r="A1" t="e"><v>#REF!</v></c>', CellError("#REF!")),
        ('<c r="A1" t="n"><v>7</v></c>', Decimal(7)),
        ('<c r="A1" t="d"><v>2020-04-30</v></c>', Decimal(43951)),
        ('<c r="A1" t="d"><v>2020-04-30T06:00:00</v></c>', Decimal("43951.25")),
        ('<c r="A1" t="d"><v>1900-02-28</v></c>', Decimal(59)),
    ],
)
def test_every_cell_type_has_its_value(cell: str, expected: object) -> None:
    assert value(cell, sharedStrings=STRINGS) == expected


def test_half_a_surrogate_pair_stays_as_it_is_written() -> None:
    assert value('<c r="A1" t="str"><v>_xD83D_</v></c>') == "_xD83D_"


def test_a_date_counts_from_1904_where_the_workbook_does() -> None:
    content = parts('<row r="1"><c r="A1" t="d"><v>2020-04-30</v></c></row>')
    content["xl/workbook.xml"] = workbook().replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
    result = snapshot(zipped(content))
    assert result.date1904
    assert result.content(Address("Blad", 1, 1)).value == Decimal(42489)


def test_a_cell_with_a_style_and_nothing_else_is_no_cell() -> None:
    assert not blad('<row r="1"><c r="A1" s="0"/><c r="B1"><v></v></c></row>', styles=styles("0")).cells


def test_rows_and_cells_without_a_reference_follow_the_last() -> None:
    cells = blad(
        '<row><c><v>1</v></c><c><v>2</v></c></row><row r="5"><c r="C5"><v>3</v></c><c><v>4</v></c></row>'
        "<row><c><v>5</v></c></row>"
    ).cells
    assert {place: content.value for place, content in cells.items()} == {
        (1, 1): 1,
        (1, 2): 2,
        (5, 3): 3,
        (5, 4): 4,
        (6, 1): 5,
    }


def test_a_cell_in_a_row_without_a_number_stands_where_it_says() -> None:
    assert list(blad('<row><c r="A11"><v>1</v></c><c><v>2</v></c></row>').cells) == [(11, 1), (11, 2)]


def test_a_formula_has_no_equals_sign_and_keeps_its_shown_value() -> None:
    cells = blad('<row r="1"><c r="A1"><f>B1&amp;"x"</f><v>8</v></c><c r="B1"><f>=A1</f></c></row>').cells
    assert cells[1, 1] == Content(Decimal(8), 'B1&"x"')
    assert cells[1, 2] == Content(None, "A1")


def test_a_formula_that_gives_an_empty_text_shows_an_empty_text() -> None:
    assert blad('<row r="1"><c r="A1" t="str"><f>""</f><v></v></c></row>').cells[1, 1] == Content("", '""')


def test_cells_that_share_a_formula_each_have_their_own() -> None:
    cells = blad(
        '<row r="1"><c r="C1"><f t="shared" ref="C1:C3" si="0">A1-$B$1</f><v>8</v></c></row>'
        '<row r="2"><c r="C2"><f t="shared" si="0"/><v>9</v></c></row>'
        '<row r="3"><c r="D3"><f t="shared" si="0"/><v>9</v></c></row>'
    ).cells
    assert [cells[place].formula for place in ((1, 3), (2, 3), (3, 4))] == ["A1-$B$1", "A2-$B$1", "B3-$B$1"]


def test_an_array_formula_stands_in_its_first_cell() -> None:
    cells = blad(
        '<row r="1"><c r="A1"><f t="array" ref="A1:A2">B1:B2*2</f><v>4</v></c></row>'
        '<row r="2"><c r="A2"><v>6</v></c></row>'
    ).cells
    assert cells == {(1, 1): Content(Decimal(4), "B1:B2*2"), (2, 1): Content(Decimal(6))}


@pytest.mark.parametrize(
    ("attributes", "formula"),
    [
        ('dt2D="1" dtr="1" r1="B1" r2="B2"', "TABLE(B1,B2)"),
        ('dtr="1" r1="B1"', "TABLE(B1,)"),
        ('r1="B1"', "TABLE(,B1)"),
    ],
)
def test_a_what_if_table_shows_as_excel_shows_it(attributes: str, formula: str) -> None:
    cells = blad(f'<row r="4"><c r="C4"><f t="dataTable" ref="C4:C9" {attributes}/><v>1</v></c></row>').cells
    assert cells[4, 3] == Content(Decimal(1), formula)


def styles(*numbers: str) -> str:
    xfs = "".join(f'<xf numFmtId="{number}"/>' for number in numbers)
    return (
        f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="164" formatCode="#,##0&quot; tkr&quot;"/>'
        '<numFmt numFmtId="165" formatCode="General"/>'
        f'</numFmts><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs>{xfs}</cellXfs></styleSheet>'
    )


def test_number_formats_are_those_of_the_cells_style() -> None:
    rows = "".join(f'<c r="{letter}1" s="{index}"/>' for index, letter in enumerate("ABCDE"))
    formats = blad(f'<row r="1">{rows}</row>', styles=styles("0", "164", "10", "14", "165")).formats
    assert formats == {(1, 2): '#,##0" tkr"', (1, 3): "0.00%", (1, 4): "mm-dd-yy"}


LOOKS = (
    f'<styleSheet xmlns="{MAIN}"><fonts><font/><font><b/></font><font><b val="0"/></font></fonts>'
    '<cellStyleXfs><xf/><xf><alignment indent="3"/></xf></cellStyleXfs><cellXfs>'
    "{}"
    "</cellXfs></styleSheet>"
)


def looking(xf: str, cell: str = '<c r="A1" s="1"><v>8</v></c>') -> Sheet:
    """Return a sheet whose cell has the second of two styles."""
    return blad(f'<row r="1">{cell}</row>', styles=LOOKS.format("<xf/>" + xf))


@pytest.mark.parametrize(
    ("xf", "indent"),
    [
        ('<xf applyAlignment="1"><alignment horizontal="left" indent="2"/></xf>', 2),
        ('<xf><alignment indent="2"/></xf>', 2),
        ('<xf applyAlignment="0" xfId="1"><alignment indent="2"/></xf>', 3),
        ('<xf applyAlignment="0"><alignment indent="2"/></xf>', None),
        ('<xf applyAlignment="0" xfId="7"><alignment indent="2"/></xf>', None),
        ('<xf applyAlignment="0" xfId="-1"><alignment indent="2"/></xf>', None),
        ('<xf><alignment indent="0"/></xf>', None),
        ('<xf><alignment indent="-2"/></xf>', None),
        ('<xf><alignment indent="två"/></xf>', None),
        ('<xf><alignment horizontal="right"/></xf>', None),
    ],
)
def test_a_cell_is_indented_as_its_style_says(xf: str, indent: int | None) -> None:
    assert looking(xf).indents.get((1, 1)) == indent


@pytest.mark.parametrize(
    ("font", "bold"), [("0", False), ("1", True), ("2", False), ("3", False), ("-1", False), ("fet", False)]
)
def test_a_cell_is_bold_where_its_whole_font_is(font: str, bold: bool) -> None:  # noqa: FBT001 - given by name
    assert looking(f'<xf fontId="{font}"/>').bold == ({(1, 1)} if bold else set())


def test_a_text_that_is_bold_in_part_is_not_bold() -> None:
    cell = '<c r="A1" s="1" t="inlineStr"><is><r><rPr><b/></rPr><t>Norr</t></r></is></c>'
    assert not looking('<xf fontId="0"/>', cell).bold


def test_a_cell_that_holds_nothing_looks_like_nothing() -> None:
    page = looking('<xf fontId="1"><alignment indent="2"/></xf>', '<c r="A1" s="1"/>')
    assert (page.indents, page.bold) == ({}, frozenset())


@pytest.mark.parametrize("index", ["2", "99999", "-1", "fet"])
def test_a_cell_whose_style_does_not_exist_is_plain(index: str) -> None:
    page = looking('<xf numFmtId="10" fontId="1"><alignment indent="2"/></xf>', f'<c r="A1" s="{index}"><v>8</v></c>')
    assert page.cells == {(1, 1): Content(Decimal(8))}
    assert (page.formats, page.indents, page.bold) == ({}, {}, frozenset())


PROTECTED = '<sheetProtection sheet="1" objects="1"/>'


def protected(
    xf: str, cell: str = '<c r="A1" s="1"><v>8</v></c>', after: str = PROTECTED, plain: str = "<xf/>"
) -> Sheet:
    """Return a sheet whose cell has the second of two styles, and what comes after its cells."""
    content = parts(styles=LOOKS.format(plain + xf))
    content["xl/worksheets/sheet1.xml"] = sheet(f'<row r="1">{cell}</row>', after)
    return snapshot(zipped(content)).sheets["Blad"]


@pytest.mark.parametrize(
    ("xf", "is_locked"),
    [
        ("<xf/>", True),
        ('<xf><protection locked="0"/></xf>', False),
        ('<xf applyProtection="1"><protection locked="false" hidden="1"/></xf>', False),
        ('<xf><protection locked="1"/></xf>', True),
        ('<xf><protection hidden="1"/></xf>', True),
        ('<xf applyProtection="0" xfId="0"><protection locked="0"/></xf>', True),
    ],
)
def test_a_cell_of_a_protected_sheet_is_locked_unless_its_style_opens_it(xf: str, *, is_locked: bool) -> None:
    assert protected(xf).locked == ({(1, 1)} if is_locked else set())


def test_a_cell_without_a_style_is_as_open_as_the_first_style() -> None:
    opening = '<xf><protection locked="0"/></xf>'
    assert protected("<xf/>", '<c r="A1"><v>8</v></c>', plain=opening).locked == set()
    assert protected("<xf/>", '<c r="A1" s="1"><v>8</v></c>', plain=opening).locked == {(1, 1)}


@pytest.mark.parametrize("after", ["", '<sheetProtection objects="1"/>', '<sheetProtection sheet="0"/>'])
def test_nothing_is_locked_on_a_sheet_that_is_not_protected(after: str) -> None:
    assert protected("<xf/>", after=after).locked == set()


def test_a_sheet_in_utf_16_is_as_locked_as_another() -> None:
    content = parts(styles=LOOKS.format('<xf/><xf><protection locked="0"/></xf>'))
    cells = '<row r="1"><c r="A1"><v>8</v></c><c r="B1" s="1"><v>8</v></c></row>'
    content["xl/worksheets/sheet1.xml"] = sheet(cells, PROTECTED).encode("utf-16")
    assert snapshot(zipped(content)).sheets["Blad"].locked == {(1, 1)}


def test_only_cells_that_hold_something_are_told_to_be_locked() -> None:
    assert protected("<xf/>", '<c r="A1" s="1"/><c r="B1"><v>8</v></c>').locked == {(1, 2)}


@pytest.mark.parametrize(("ranges", "locked"), [("B1:B9", {(1, 1)}), ("C5 A1", {(1, 2)}), ("A:A", {(1, 1), (1, 2)})])
def test_a_range_that_some_may_edit_is_not_locked(ranges: str, locked: set[tuple[int, int]]) -> None:
    after = f'{PROTECTED}<protectedRanges><protectedRange name="x" sqref="{ranges}"/></protectedRanges>'
    cells = '<c r="A1"><v>8</v></c><c r="B1"><v>8</v></c>'
    assert protected("<xf/>", cells, after).locked == locked


def test_rows_are_grouped_as_deep_as_their_outline_level() -> None:
    outline = blad(
        '<row r="1" outlineLevel="0"><c><v>1</v></c></row><row r="2" outlineLevel="2"><c><v>1</v></c></row>'
        '<row outlineLevel="1"><c><v>1</v></c></row><row r="4" outlineLevel="-1"/><row r="5" outlineLevel="djup"/>'
    ).outline
    assert outline == {2: 2, 3: 1}


def test_merged_blocks_are_read() -> None:
    content = parts()
    content["xl/worksheets/sheet1.xml"] = sheet("", '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>')
    assert snapshot(zipped(content)).sheets["Blad"].merges == (Block("Blad", 1, 1, 2, 2),)


STRICT_PARTS: dict[str, str | bytes] = {
    **parts(),
    "_rels/.rels": rels(("rId1", "officeDocument", "xl/workbook.xml"), office=STRICT_OFFICE),
    "xl/_rels/workbook.xml.rels": rels(("rId1", "worksheet", "/xl/worksheets/sheet1.xml"), office=STRICT_OFFICE),
    "xl/workbook.xml": f'<w:workbook xmlns:w="{STRICT_MAIN}" xmlns:q="{STRICT_OFFICE}"><w:sheets>'
    '<w:sheet name="Blad" sheetId="1" q:id="rId1"/></w:sheets></w:workbook>',
    "xl/worksheets/sheet1.xml": f'<s:worksheet xmlns:s="{STRICT_MAIN}"><s:sheetData><s:row r="1">'
    '<s:c r="A1"><s:f>50+50</s:f><s:v>100</s:v></s:c></s:row></s:sheetData></s:worksheet>',
}


def test_a_strict_file_with_prefixes_reads_like_any_other() -> None:
    assert snapshot(zipped(STRICT_PARTS)).content(Address("Blad", 1, 1)) == Content(Decimal(100), "50+50")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_a_part_in_another_encoding_reads_like_any_other(encoding: str) -> None:
    content = parts()
    text = sheet('<row r="1"><c r="A1" t="str"><v>Mått</v></c></row>')
    content["xl/worksheets/sheet1.xml"] = text.encode(encoding)
    assert snapshot(zipped(content)).content(Address("Blad", 1, 1)) == Content("Mått")


def test_of_alternatives_the_one_for_everybody_is_read() -> None:
    content = parts()
    content["xl/workbook.xml"] = workbook().replace(
        "<sheets>",
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice '
        'Requires="x99"><workbookPr date1904="1"/></mc:Choice><mc:Fallback><workbookPr date1904="0"/></mc:Fallback>'
        "</mc:AlternateContent><sheets>",
    )
    assert not snapshot(zipped(content)).date1904


def test_sheets_come_in_their_order_and_hidden_ones_say_so() -> None:
    content = parts()
    content["xl/worksheets/sheet2.xml"] = sheet("")
    content["xl/_rels/workbook.xml.rels"] = rels(
        ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "worksheet", "worksheets/sheet2.xml")
    )
    content["xl/workbook.xml"] = workbook(
        sheets='<sheet name="Å &amp; Ö" sheetId="2" r:id="rId2" state="veryHidden"/>'
        '<sheet name="A" sheetId="1" r:id="rId1"/>'
    )
    sheets = snapshot(zipped(content)).sheets
    assert [(found.name, found.hidden) for found in sheets.values()] == [("Å & Ö", True), ("A", False)]


def test_a_name_for_one_block_is_read_and_any_other_is_left_out() -> None:
    content = parts()
    content["xl/workbook.xml"] = workbook(
        "<definedNames>"
        '<definedName name="Lokal" localSheetId="0">Blad!$D$1</definedName>'
        '<definedName name="Total" localSheetId="0">Blad!$Z$9</definedName>'
        "<definedName name=\"Total\">'blad'!$A$1</definedName>"
        '<definedName name="Yta">Blad!$A$1:$B$3</definedName>'
        '<definedName name="Moms">0.25</definedName>'
        '<definedName name="Borta">Blad!#REF!</definedName>'
        '<definedName name="Utanför">[1]Blad!$A$1</definedName>'
        '<definedName name="Kolumn">Blad!$A:$A</definedName>'
        '<definedName name="Två">Blad!$A$1,Blad!$C$1</definedName>'
        '<definedName name="_xlnm.Print_Area" localSheetId="0">Blad!$A$1:$C$9</definedName>'
        "</definedNames>"
    )
    assert snapshot(zipped(content)).names == {
        "Total": Block("Blad", 1, 1, 1, 1),
        "Yta": Block("Blad", 1, 1, 3, 2),
        "Lokal": Block("Blad", 1, 4, 1, 4),
    }


def with_table(table: str) -> bytes:
    content = parts()
    content["xl/worksheets/_rels/sheet1.xml.rels"] = rels(("rId1", "table", "../tables/table1.xml"))
    content["xl/tables/table1.xml"] = table
    return zipped(content)


TABLE = (
    f'<table xmlns="{MAIN}" id="1" name="intern" displayName="tblMatt" ref="B2:C5" totalsRowCount="1"><tableColumns '
    'count="2"><tableColumn id="1" name="Id"/><tableColumn id="2" name="Mål_x000a_2020"/></tableColumns></table>'
)


def test_a_table_goes_by_its_formula_name_and_leaves_its_totals_row_out() -> None:
    table = snapshot(with_table(TABLE)).tables["tblMatt"]
    assert table.block == Block("Blad", 2, 2, 4, 3)
    assert table.headers == ("Id", "Mål\n2020")


def test_a_table_that_shows_no_header_row_is_left_out() -> None:
    assert not snapshot(with_table(TABLE.replace("totalsRowCount", 'headerRowCount="0" totalsRowCount'))).tables


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('<c r="B1"><v>tio</v></c>', "tio"),
        ('<c r="B1"><v>NaN</v></c>', "NaN"),
        ('<c r="B1"><v>1E400</v></c>', "1E400"),
        ('<c r="B1" t="s"><v>99</v></c>', "99"),
        ('<c r="B1" t="s"><v>-1</v></c>', "-1"),
        ('<c r="B1" t="b"><v>ja</v></c>', "ja"),
        ('<c r="B1" t="d"><v>i går</v></c>', "i går"),
        ('<c r="B1" t="z"><v>1</v></c>', "1"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named(cell: str, text: str) -> None:
    with pytest.raises(FileError) as caught:
        blad(f'<row r="1">{cell}</row>', sharedStrings=STRINGS)
    assert (caught.value.code, caught.value.parts) == (
        "cell-unreadable",
        {"file": "prov.xlsx", "cell": Address("Blad", 1, 2), "text": text},
    )


@pytest.mark.parametrize("row", ['<row r="x"/>', '<row r="1"><c r="ÅÄÖ"/></row>', "<c"])
def test_a_sheet_that_makes_no_sense_is_named(row: str) -> None:
    with pytest.raises(FileError) as caught:
        blad(row)
    assert (caught.value.code, caught.value.parts["part"]) == ("part-damaged", "xl/worksheets/sheet1.xml")


def test_what_xlsxwriter_writes_is_read(tmp_path: Path) -> None:
    file = tmp_path / "bok.xlsx"
    with xlsxwriter.Workbook(file) as book:
        page = book.add_worksheet("Mars 2020")
        page.write_row(0, 0, ["Norr", 100, -2.5, True])
        page.write_formula(1, 0, "=B1-92", None, 8)
        page.write_datetime(1, 1, dt.datetime(2020, 4, 30), book.add_format({"num_format": "yyyy-mm-dd"}))  # noqa: DTZ001 - a cell has no zone
        page.add_table(3, 0, 5, 1, {"name": "tblA", "columns": [{"header": "Id"}, {"header": "Utfall"}]})
        book.define_name("Period", "='Mars 2020'!$B$1")
    read = snapshot(file.read_bytes())
    cells = read.sheets["Mars 2020"].cells
    assert [cells[1, column].value for column in (1, 2, 3, 4)] == ["Norr", 100, Decimal("-2.5"), True]
    assert cells[2, 1] == Content(Decimal(8), "B1-92")
    assert (cells[2, 2].value, read.number_format(Address("Mars 2020", 2, 2))) == (43951, "yyyy-mm-dd")
    assert read.tables["tblA"].block.a1 == "A4:B6"
    assert read.names["Period"] == Block("Mars 2020", 1, 2, 1, 2)


def test_the_looks_that_xlsxwriter_writes_are_read(tmp_path: Path) -> None:
    file = tmp_path / "bok.xlsx"
    with xlsxwriter.Workbook(file) as book:
        page = book.add_worksheet("Blad")
        page.write(0, 0, "Norr", book.add_format({"bold": True}))
        page.write(1, 0, "Kiruna", book.add_format({"indent": 1}))
        page.write_rich_string(2, 0, "Luleå ", book.add_format({"bold": True}), "stad")
        page.set_row(1, None, None, {"level": 1})
    read = snapshot(file.read_bytes()).sheets["Blad"]
    assert (read.bold, read.indents, read.outline) == (frozenset({(1, 1)}), {(2, 1): 1}, {2: 1})


def test_what_openpyxl_writes_is_read(tmp_path: Path) -> None:
    file = tmp_path / "bok.xlsx"
    book = openpyxl.Workbook()
    book.worksheets[0].append(["Söder", 92, None, "=B1+8"])
    book.save(file)
    cells = snapshot(file.read_bytes()).sheets["Sheet"].cells
    assert cells == {(1, 1): Content("Söder"), (1, 2): Content(Decimal(92)), (1, 4): Content(None, "B1+8")}


def test_a_cell_on_a_sheet_that_does_not_exist_is_empty() -> None:
    assert snapshot(xlsx()).content(Address("Blad 2", 1, 1)) == EMPTY
