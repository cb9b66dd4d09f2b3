"""Random edits to many kinds of workbook: nothing else is lost, the edits stand, and undo brings everything back."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lxml import etree
from python_calamine import CalamineWorkbook

from runxl.errors import WorkbookError
from runxl.grid import Address, Block, CellError, Content, Edit, Plan, Resize, Snapshot
from runxl.hosts.package import PackageBook
from tests.packages.handwritten import all_handwritten
from tests.packages.written import all_written

if TYPE_CHECKING:
    from runxl.grid import Value
    from tests.libreoffice import LibreOffice

TEMPLATES = Path(__file__).parents[2] / "xlsx_templates"
SAVED_BY_OTHERS = Path(__file__).parents[1] / "packages"
BATCHES = 8
EDITS_A_BATCH = 38
EDITS_DRAWN = 46
FORMULAS = ("B1*2", "SUM(B1:B3)", 'A1&"x"', "C1>1")


@cache
def packages() -> dict[str, bytes]:
    found = {f"{name}.xlsm" if "macros" in name else f"{name}.xlsx": data for name, data in all_written()}
    found |= {f"{name}.xlsm" if "macros" in name else f"{name}.xlsx": data for name, data in all_handwritten()}
    files = (*sorted(TEMPLATES.glob("*.xlsx")), *sorted(SAVED_BY_OTHERS.glob("*.xlsx")))
    return found | {path.name: path.read_bytes() for path in files}


NAMES = sorted(packages())


def opened(name: str, data: bytes) -> PackageBook:
    return PackageBook(data, Path(name))


def file_of(book: PackageBook, folder: Path) -> Path:
    path = folder / book.path.name
    book.save(path)
    return path


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    ["=1+1", "+1", "-1", "@x", " kant ", "_x0041_", "rad\nrad", "a\rb", "\x07", "<&>", "", "å" * 300]
)
VALUES = (
    st.booleans()
    | st.integers(-(10**15), 10**15).map(Decimal)
    | st.floats(allow_nan=False, allow_infinity=False).map(lambda double: Decimal(repr(double)))
    | TEXTS
    | st.sampled_from([CellError("#N/A"), CellError("#DIV/0!")])
)
CONTENTS = st.builds(Content, st.none() | VALUES, st.none()) | st.builds(Content, VALUES, st.sampled_from(FORMULAS))


def edits(data: st.DataObject, snapshot: Snapshot) -> list[Edit]:
    places = st.tuples(st.integers(1, 14), st.integers(1, 14)) | st.just((40_000, 300))
    cells = st.builds(lambda sheet, place: Address(sheet, *place), st.sampled_from(list(snapshot.sheets)), places)
    refused = refused_at_sight(snapshot)
    cells = cells.filter(lambda cell: not any(block.covers(cell) for block in refused))
    chosen = data.draw(st.lists(cells, min_size=EDITS_DRAWN, max_size=EDITS_DRAWN, unique=True))
    return [Edit(cell, data.draw(CONTENTS), snapshot.content(cell)) for cell in chosen]


def refused_at_sight(snapshot: Snapshot) -> list[Block]:
    """Return header rows and merged cells, whose refusal is for other tests."""
    headers = [table.block._replace(bottom=table.block.top) for table in snapshot.tables.values()]
    return [*headers, *(merge for sheet in snapshot.sheets.values() for merge in sheet.merges)]


def allowed(book: PackageBook, plan: list[Edit]) -> list[Edit]:
    """Return the edits that are not refused; which ones are is for other tests."""
    kept: dict[object, Edit] = {edit.cell: edit for edit in plan}
    while True:
        try:
            opened(book.path.name, packages()[book.path.name]).apply(Plan(tuple(kept.values())))
        except WorkbookError as refusal:
            del kept[refusal.parts["cell"]]
        else:
            return list(kept.values())


def may_change(name: str) -> bool:
    return name.startswith(("xl/worksheets/sheet", "xl/tables/")) or name in {
        "xl/workbook.xml",
        "xl/calcChain.xml",
        "xl/_rels/workbook.xml.rels",
        "[Content_Types].xml",
    }


def canonical(part: bytes, targets: set[str]) -> bytes:
    """Return a sheet as canonical XML without the target cells, and without rows that hold nothing then."""
    root = etree.fromstring(part)
    for element in list(root.iter("{*}c", "{*}dimension")):
        if element.get("r") in targets or element.tag.endswith("}dimension"):
            parent = element.getparent()
            assert parent is not None
            parent.remove(element)
    for row in list(root.iter("{*}row")):
        if "spans" in row.attrib:
            del row.attrib["spans"]
        parent = row.getparent()
        assert parent is not None
        if len(row) == 0 and set(row.attrib) <= {"r"}:
            parent.remove(row)
    return etree.tostring(root, method="c14n2")


@pytest.mark.parametrize("name", NAMES)
@settings(
    max_examples=BATCHES,
    derandomize=True,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
def test_random_edits_change_the_edited_cells_and_nothing_else(
    name: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    original = packages()[name]
    book = opened(name, original)
    before = book.read()
    plan = allowed(book, edits(data, before))[:EDITS_A_BATCH]
    assert len(plan) == EDITS_A_BATCH

    receipt = book.apply(Plan(tuple(plan)))
    after = book.read()

    written = {edit.cell: edit.content for edit in plan}
    assert {cell: after.content(cell) for cell in written} == written
    for sheet, cells in before.sheets.items():
        for place, content in cells.cells.items():
            cell = Address(sheet, *place)
            if cell not in written:
                assert after.content(cell) in {content, content._replace(value=None)}, cell
        new = {Address(sheet, *place) for place in after.sheets[sheet].cells.keys() - cells.cells.keys()}
        assert new <= written.keys()
    assert_only_allowed_parts_changed(original, file_of(book, tmp_path_factory.getbasetemp()).read_bytes())

    book.apply(receipt.undo)
    assert_same_cells(before, book.read())


def assert_only_allowed_parts_changed(original: bytes, result: bytes) -> None:
    old, new = parts(original), parts(result)
    assert {part for part in old if old[part] != new.get(part)} <= set(filter(may_change, old))
    assert new.keys() <= old.keys()


def assert_same_cells(before: Snapshot, after: Snapshot) -> None:
    assert {name: dict(sheet.cells) for name, sheet in after.sheets.items()} == {
        name: dict(sheet.cells) for name, sheet in before.sheets.items()
    }
    assert after.tables == before.tables


@pytest.mark.parametrize("name", NAMES)
def test_parts_that_hold_no_edited_cell_stay_byte_for_byte(name: str, tmp_path: Path) -> None:
    book = opened(name, packages()[name])
    first = next(iter(book.read().sheets))
    book.apply(Plan((Edit(Address(first, 30, 2), Content(Decimal(7), "1+6")),)))

    assert_only_allowed_parts_changed(packages()[name], file_of(book, tmp_path).read_bytes())


@pytest.mark.parametrize("name", NAMES)
def test_the_edited_sheet_is_the_same_xml_but_for_its_edited_cells(name: str, tmp_path: Path) -> None:
    book = opened(name, packages()[name])
    first = next(iter(book.read().sheets))
    edits = [Edit(Address(first, row, 2), Content(f"={row}")) for row in (25, 40)]
    book.apply(Plan(tuple(edits)))

    old, new = parts(packages()[name]), parts(file_of(book, tmp_path).read_bytes())

    for part in old:
        if part.startswith("xl/worksheets/sheet") and old[part] != new[part]:
            targets = {edit.cell.a1 for edit in edits} | dropped(old[part], new[part])
            assert canonical(old[part], targets) == canonical(new[part], targets)


def dropped(old: bytes, new: bytes) -> set[str]:
    """Return the cells that hold a formula and lost their value."""
    lost = set()
    shown = {cell.get("r") for cell in etree.fromstring(old).iter("{*}c") if cell.find("{*}v") is not None}
    for cell in etree.fromstring(new).iter("{*}c"):
        if cell.find("{*}f") is not None and cell.find("{*}v") is None and cell.get("r") in shown:
            lost.add(str(cell.get("r")))
    return lost


@pytest.mark.parametrize("name", NAMES)
def test_independent_readers_read_the_edits(name: str, tmp_path: Path) -> None:
    book = opened(name, packages()[name])
    first = next(iter(book.read().sheets))
    wanted: dict[str, Value] = {"A30": Decimal("4134.5"), "B30": "=1+1", "C30": True}
    cells = [Edit(Address(first, 30, column), Content(value)) for column, value in enumerate(wanted.values(), 1)]
    book.apply(Plan(tuple(cells)))
    path = file_of(book, tmp_path)

    row = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(first).to_python(skip_empty_area=False)[29]
    assert row[:3] == [4134.5, "=1+1", True]
    # openpyxl finds no sheets in a Strict file
    if "strict" not in name:
        sheet = openpyxl.load_workbook(io.BytesIO(path.read_bytes()), read_only=True)[first]
        assert [(sheet[a1].value, sheet[a1].data_type) for a1 in wanted] == [(4134.5, "n"), ("=1+1", "s"), (True, "b")]


@pytest.mark.parametrize("name", ["tables.xlsx", "strict.xlsx", "pivots_and_slicers.xlsx"])
def test_a_table_that_grew_shrinks_back_by_undo(name: str) -> None:
    book = opened(name, packages()[name])
    before = book.read()
    new = [Edit(Address("Blad", row, 8), Content("ny")) for row in (6, 7)]
    receipt = book.apply(Plan(tuple(new), (Resize("tblFri", 5),)))

    assert book.read().tables["tblFri"].block.a1 == "H2:J7"

    book.apply(receipt.undo)
    assert_same_cells(before, book.read())


def test_an_independent_reader_sees_a_tables_new_row(tmp_path: Path) -> None:
    book = opened("tables.xlsx", packages()["tables.xlsx"])
    book.apply(Plan((Edit(Address("Blad", 6, 8), Content("ny")),), (Resize("tblFri", 4),)))

    assert last_row_of_table(file_of(book, tmp_path))[0] == "ny"


def last_row_of_table(path: Path) -> list[object]:
    """Return what calamine reads in the last row of the table tblFri."""
    workbook = CalamineWorkbook.from_path(str(path), load_tables=True)
    return list(workbook.get_table_by_name("tblFri").to_python()[-1])


def test_libreoffice_opens_what_was_patched(libreoffice: LibreOffice, tmp_path: Path) -> None:
    names = [name for name in NAMES if name.endswith(".xlsx") and not (TEMPLATES / name).exists()]
    sources = []
    for name in names:
        book = opened(name, packages()[name])
        sheet = next(iter(book.read().sheets))
        book.apply(
            Plan((Edit(Address(sheet, 30, 2), Content("=å_x0041_")), Edit(Address(sheet, 31, 2), Content(Decimal(7)))))
        )
        sources.append(file_of(book, tmp_path))
    results = tmp_path / "results"
    results.mkdir()

    for result in libreoffice.convert(sources, "xlsx", results):
        cells = CalamineWorkbook.from_path(str(result)).get_sheet_by_index(0).to_python(skip_empty_area=False)
        assert (cells[29][1], cells[30][1]) == ("=å_x0041_", 7), result.name
        assert cells[1][0] in {"rad 1", 2}, result.name
