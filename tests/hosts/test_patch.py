"""What a plan does to the bytes of a workbook file."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from runxl.errors import FileError, WorkbookError
from runxl.grid import Address, Block, Content, Edit, Plan, Resize
from runxl.hosts.package import PackageBook
from runxl.hosts.package.archive import Archive
from runxl.hosts.package.patch import Patch, patched
from runxl.hosts.package.structure import read_structure
from tests.hosts.handmade import MAIN, OFFICE, parts, rels, sheet, workbook, xlsx, zipped
from tests.packages.handwritten import pivots_and_slicers, shared_formulas
from tests.packages.written import arrays, charts, made, tables, text_boxes, what_if_table

SHEET = "xl/worksheets/sheet1.xml"


def edit(a1: str, value: object, formula: str | None = None, sheet_name: str = "Blad") -> Edit:
    match = re.fullmatch("([A-Z])([0-9]+)", a1)
    assert match is not None
    number = Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value
    return Edit(Address(sheet_name, int(match[2]), ord(match[1]) - 64), Content(number, formula))  # type: ignore[arg-type]  # numbers as typed


def patch_of(data: bytes, *edits: Edit, resizes: tuple[Resize, ...] = (), confirmed: tuple[Address, ...] = ()) -> Patch:
    archive = Archive(data, "prov.xlsx")
    return patched(archive, read_structure(archive), Plan(edits, resizes, frozenset(confirmed)))


def patched_sheet(data: bytes, *edits: Edit, resizes: tuple[Resize, ...] = ()) -> str:
    return patch_of(data, *edits, resizes=resizes).replaced[SHEET].decode()


def patched_rows(rows: str, *edits: Edit) -> str:
    text = patched_sheet(xlsx(rows), *edits)
    return text[text.index("<sheetData") :].split("</sheetData>", maxsplit=1)[0].removeprefix("<sheetData>")


@pytest.mark.parametrize(
    ("before", "change", "after"),
    [
        ('<c r="A1" s="3" t="str"><v>0</v></c>', edit("A1", 7), '<c r="A1" s="3"><v>7</v></c>'),
        ('<c r="A1"/>', edit("A1", value=True), '<c r="A1" t="b"><v>1</v></c>'),
        ('<c r="A1"/>', edit("A1", "=1+1"), '<c r="A1" t="inlineStr"><is><t>=1+1</t></is></c>'),
        ('<c r="A1"/>', edit("A1", " a"), '<c r="A1" t="inlineStr"><is><t xml:space="preserve"> a</t></is></c>'),
        ('<c r="A1"/>', edit("A1", "<\x07"), '<c r="A1" t="inlineStr"><is><t>&lt;_x0007_</t></is></c>'),
        ('<c r="A1"/>', edit("A1", "a\nb"), '<c r="A1" t="inlineStr"><is><t xml:space="preserve">a\nb</t></is></c>'),
        ('<c r="A1"/>', edit("A1", "_x0041_"), '<c r="A1" t="inlineStr"><is><t>_x005F_x0041_</t></is></c>'),
        ('<c r="A1"/>', edit("A1", 8, "B1*2"), '<c r="A1"><f>B1*2</f><v>8</v></c>'),
        ('<c r="A1"/>', edit("A1", "", 'B1&""'), '<c r="A1" t="str"><f>B1&amp;""</f><v></v></c>'),
        ('<c r="A1" cm="1" vm="2"><f>B1</f><v>1</v></c>', edit("A1", 1), '<c r="A1"><v>1</v></c>'),
        ('<c r="A1"><v>1</v><extLst/></c>', edit("A1", 2), '<c r="A1"><v>2</v><extLst/></c>'),
        ('<c r="A1" s="2"><v>1</v></c>', edit("A1", None), '<c r="A1" s="2"/>'),
        ('<c r="A1"><f ca="1">B1</f><v>1</v></c>', edit("A1", 2, "B1"), '<c r="A1"><f ca="1">B1</f><v>2</v></c>'),
    ],
)  # fmt: skip
def test_a_cell_is_written_as_excel_writes_it(before: str, change: Edit, after: str) -> None:
    assert patched_rows(f'<row r="1">{before}</row>', change) == f'<row r="1">{after}</row>'


def test_a_new_cell_stands_at_its_place_in_its_row() -> None:
    rows = patched_rows('<row r="1" spans="1:3"><c r="A1"/><c r="C1"/></row>', edit("B1", 1), edit("D1", 2))

    assert rows == ('<row r="1" spans="1:4"><c r="A1"/><c r="B1"><v>1</v></c><c r="C1"/><c r="D1"><v>2</v></c></row>')


def test_a_new_row_stands_at_its_place() -> None:
    rows = patched_rows('<row r="1"/><row r="3"/>', edit("A2", 1), edit("A4", 2))

    assert rows == (
        '<row r="1"/><row r="2"><c r="A2"><v>1</v></c></row><row r="3"/><row r="4"><c r="A4"><v>2</v></c></row>'
    )


def test_the_first_cell_of_an_empty_sheet_opens_its_data() -> None:
    data = zipped({**parts(), SHEET: f'<worksheet xmlns="{MAIN}"><dimension ref="C3"/><sheetData/></worksheet>'})

    assert patched_sheet(data, edit("A1", 1)) == (
        f'<worksheet xmlns="{MAIN}"><dimension ref="A1:C3"/><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
        "</sheetData></worksheet>"
    )


def test_a_dimension_that_is_no_block_of_cells_stays() -> None:
    data = zipped({**parts(), SHEET: f'<worksheet xmlns="{MAIN}"><dimension ref="1:4"/><sheetData/></worksheet>'})

    assert '<dimension ref="1:4"/>' in patched_sheet(data, edit("A9", 1))


def test_a_new_cell_takes_the_style_of_its_row_before_that_of_its_column() -> None:
    cols = '<cols><col min="1" max="2" style="4"/></cols>'
    row = '<row r="2" s="5" customFormat="1"/>'
    data = zipped({**parts(), SHEET: f'<worksheet xmlns="{MAIN}">{cols}<sheetData>{row}</sheetData></worksheet>'})

    text = patched_sheet(data, edit("A1", 1), edit("A2", 2), edit("C1", 3))

    assert re.findall('<c r="..".*?>', text) == ['<c r="A1" s="4">', '<c r="C1">', '<c r="A2" s="5">']


def test_a_row_in_a_comment_is_not_a_row() -> None:
    comment = '<!-- <row r="2"><c r="A2"/></row> -->'

    assert patched_rows(f'<row r="1"/>{comment}<row r="3"/>', edit("A2", 1)) == (
        f'<row r="1"/>{comment}<row r="2"><c r="A2"><v>1</v></c></row><row r="3"/>'
    )


def test_a_sheet_with_a_document_type_is_refused() -> None:
    data = zipped({**parts(), SHEET: '<!DOCTYPE worksheet [<!ENTITY a "b">]>' + sheet("")})

    with pytest.raises(FileError):
        patch_of(data, edit("A1", 1))


def test_an_edit_that_changes_nothing_leaves_every_part() -> None:
    assert not patch_of(xlsx('<row r="1"><c r="A1"><v>1</v></c></row>'), edit("A1", 1)).replaced


def test_the_workbook_is_computed_anew_when_it_is_opened() -> None:
    names = '<definedNames><definedName name="a">1</definedName></definedNames><oleSize ref="A1"/>'
    data = zipped({**parts(), "xl/workbook.xml": workbook(names)})

    assert (
        '</definedNames><calcPr fullCalcOnLoad="1"/><oleSize'
        in patch_of(data, edit("A1", 1)).replaced["xl/workbook.xml"].decode()
    )


def test_the_calculation_chain_goes_when_a_formula_goes() -> None:
    patch = patch_of(shared_formulas(), edit("E9", 1))

    assert patch.dropped == {"xl/calcChain.xml"}
    assert b"calcChain" not in patch.replaced["[Content_Types].xml"] + patch.replaced["xl/_rels/workbook.xml.rels"]


def test_the_calculation_chain_stays_when_no_formula_goes() -> None:
    assert not patch_of(shared_formulas(), edit("B1", 1)).dropped


def test_cells_that_shared_an_overwritten_formula_get_it_as_their_own() -> None:
    text = patched_sheet(shared_formulas(), edit("E1", 5))

    assert "<f>B2+C2</f><v>2.5</v>" in text
    assert "<f>B8+C8</f>" in text
    assert 't="shared"' not in text


def stale(data: bytes, *edits: Edit, confirmed: tuple[Address, ...] = ()) -> set[str]:
    patch = patch_of(data, *edits, confirmed=confirmed)
    return {str(cell) for cell in patch.before if cell not in {edit.cell for edit in edits}}


def formulas(*texts: str) -> str:
    cells = "".join(
        f'<row r="{row}"><c r="C{row}"><f>{text}</f><v>1</v></c></row>' for row, text in enumerate(texts, 1)
    )
    return cells.replace('<row r="1">', '<row r="1"><c r="A1"><v>1</v></c>')


@pytest.mark.parametrize(
    "formula",
    [
        "A1",
        "SUM(A1:B9)",
        "$A:$A",
        "1:1",
        "Blad!A1",
        "blad!A1",
        "Namn",
        "Halv*2",
        "INDIRECT(B7)",
        "OFFSET(B7,1,1)",
        "SUM(B7:INDEX(B:B,3))",
    ],
)
def test_a_formula_that_reads_an_edited_cell_shows_no_old_value(formula: str) -> None:
    names = '<definedName name="Namn">Blad!$A$1:$A$2</definedName><definedName name="Halv">Namn/2</definedName>'
    content = {**parts(formulas(formula)), "xl/workbook.xml": workbook(f"<definedNames>{names}</definedNames>")}

    assert stale(zipped(content), edit("A1", 2)) == {"Blad!C1"}


@pytest.mark.parametrize("formula", ["A2", "B:B", "'A1'!B1", '"A1"', "[1]Blad!A1", "LOG10(B1)"])
def test_a_formula_that_reads_no_edited_cell_keeps_its_value(formula: str) -> None:
    assert stale(xlsx(formulas(formula.replace('"', "&quot;"))), edit("A1", 2)) == set()


def test_formulas_far_from_the_edited_cell_lose_their_value_too() -> None:
    assert stale(xlsx(formulas("A1", "C1", "C2", "B9")), edit("A1", 2)) == {"Blad!C1", "Blad!C2", "Blad!C3"}


def test_nothing_is_followed_through_a_formula_whose_value_is_confirmed() -> None:
    confirmed = (Address("Blad", 1, 3),)

    assert stale(xlsx(formulas("A1", "C1")), edit("A1", 2), confirmed=confirmed) == set()


def test_a_table_read_by_its_name_counts_with_its_column_and_row() -> None:
    assert "Blad!O1" in stale(made(tables), edit("I3", 9))
    assert "Blad!O1" not in stale(made(tables), edit("J3", 9))


def test_formulas_on_other_sheets_lose_their_value() -> None:
    assert "'Två ord'!A11" in stale(made(charts), edit("B3", 99))


def refused(data: bytes, *edits: Edit, resizes: tuple[Resize, ...] = ()) -> WorkbookError:
    with pytest.raises(WorkbookError) as caught:
        patch_of(data, *edits, resizes=resizes)
    return caught.value


@pytest.mark.parametrize(
    ("data", "cell", "code"),
    [
        (made(text_boxes), "I12", "cell-merged"),
        (made(tables), "H2", "cell-in-table-header"),
        (made(tables), "M6", "cell-in-table-totals"),
        (made(arrays), "H1", "cell-in-array"),
        (made(arrays), "H2", "cell-in-array"),
        (pivots_and_slicers(), "P3", "cell-in-pivot"),
    ],
)
def test_a_cell_that_is_part_of_something_larger_is_refused(data: bytes, cell: str, code: str) -> None:
    error = refused(data, edit(cell, 1))

    assert error.code == code
    assert error.parts["cell"] == edit(cell, 1).cell


def test_the_corner_of_a_merge_is_written() -> None:
    assert "ny</t>" in patched_sheet(made(text_boxes), edit("H12", "ny"))


def test_a_sheet_that_is_a_chart_has_no_cells_to_write() -> None:
    assert refused(made(charts), edit("A1", 1, sheet_name="Diagram")).code == "sheet-has-no-cells"


def test_a_signed_package_is_refused() -> None:
    content = {**parts('<row r="1"/>'), "_xmlsignatures/sig1.xml": "<Signature/>"}

    assert refused(zipped(content), edit("A1", 1)).code == "package-signed"


def table_file(rows: str, after: str = "", ref: str = "A1:B2") -> bytes:
    table = (
        f'<table xmlns="{MAIN}" id="1" name="t" displayName="tbl" ref="{ref}"><autoFilter ref="{ref}"/>'
        '<tableColumns count="2"><tableColumn id="1" name="Id"/><tableColumn id="2" name="X"/></tableColumns></table>'
    )
    content = parts()
    content[SHEET] = f'<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheetData>{rows}</sheetData>{after}</worksheet>'
    content["xl/worksheets/_rels/sheet1.xml.rels"] = rels(("rId1", "table", "../tables/table1.xml"))
    return zipped({**content, "xl/tables/table1.xml": table})


BODY = (
    '<row r="1"><c r="A1"/></row>'
    '<row r="2" ht="30" customHeight="1"><c r="A2" s="4"/><c r="B2" s="5"/><c r="C2" s="6"/></row>'
)


def test_a_tables_new_rows_look_like_its_first_row() -> None:
    text = patched_sheet(table_file(BODY), edit("A3", 1), resizes=(Resize("tbl", 2),))

    assert '<row r="3" ht="30" customHeight="1"><c r="A3" s="4"><v>1</v></c><c r="B3" s="5"/></row>' in text


def test_a_table_and_its_filter_end_where_the_plan_says() -> None:
    patch = patch_of(table_file(BODY), edit("A3", 1), resizes=(Resize("tbl", 3),))

    assert patch.replaced["xl/tables/table1.xml"].count(b'ref="A1:B4"') == 2


def test_conditions_that_covered_a_tables_body_cover_the_new_one() -> None:
    newer = "http://schemas.microsoft.com/office/excel/2006/main"
    after = (
        '<conditionalFormatting sqref="B2 D2"><cfRule/></conditionalFormatting>'
        '<dataValidations><dataValidation sqref="A2:A2"/><dataValidation sqref="A1:A2"/></dataValidations>'
        f'<extLst><ext><x14:conditionalFormatting xmlns:x14="u" xmlns:xm="{newer}"><xm:sqref>A2:B2</xm:sqref>'
        "</x14:conditionalFormatting></ext></extLst>"
    )
    text = patched_sheet(table_file(BODY, after), edit("A3", 1), resizes=(Resize("tbl", 2),))

    assert re.findall('sqref="(.*?)"', text) == ["B2:B3 D2", "A2:A3", "A1:A2"]
    assert "<xm:sqref>A2:B3</xm:sqref>" in text


def test_a_table_does_not_grow_over_a_cell_that_the_plan_leaves() -> None:
    error = refused(table_file(BODY + '<row r="3"><c r="B3"><v>1</v></c></row>'), resizes=(Resize("tbl", 2),))

    assert (error.code, error.parts["cell"]) == ("table-meets-cell", Address("Blad", 3, 2))


def test_a_table_does_not_grow_into_a_merge() -> None:
    merge = '<mergeCells count="1"><mergeCell ref="B3:C3"/></mergeCells>'
    error = refused(table_file(BODY, merge), resizes=(Resize("tbl", 2),))

    assert (error.code, error.parts["block"]) == ("table-meets-block", Block("Blad", 3, 2, 3, 3))


def test_a_table_with_a_totals_row_keeps_its_size() -> None:
    assert refused(made(tables), resizes=(Resize("tblSumma", 5),)).code == "table-has-totals"


def test_a_table_made_shorter_over_cells_that_stay_comes_back_by_undo() -> None:
    rows = '<row r="3"><c r="B3"><v>1</v></c></row>'
    book = PackageBook(table_file(rows, ref="A1:B3"), Path("prov.xlsx"))
    receipt = book.apply(Plan(resizes=(Resize("tbl", 1),)))

    book.apply(receipt.undo)

    assert book.read().tables["tbl"].block.a1 == "A1:B3"
    assert book.read().content(Address("Blad", 3, 2)) == Content(Decimal(1))


def test_a_table_does_not_grow_beyond_the_sheet() -> None:
    assert refused(table_file(BODY), resizes=(Resize("tbl", 1_048_576),)).code == "table-beyond-sheet"


def test_a_shared_formula_that_stays_is_still_shared() -> None:
    assert '<f t="shared" si="0"/><v>9</v>' in patched_sheet(shared_formulas(), edit("E5", 9, "B5+C5"))


def test_what_an_array_formula_showed_comes_back_by_undo() -> None:
    book = PackageBook(made(arrays), Path("prov.xlsx"))
    before = book.read()
    receipt = book.apply(Plan((edit("B2", 99),)))

    assert book.read().content(Address("Blad", 2, 8)) == Content()

    book.apply(receipt.undo)
    assert book.read().sheets["Blad"].cells == before.sheets["Blad"].cells


def test_an_empty_cell_of_a_what_if_table_is_refused() -> None:
    error = refused(what_if_table(), edit("F3", 1)._replace(expected=Content()))

    assert error.code == "cell-in-array"
