"""Cells that cannot be written without breaking something that they are part of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runxl.errors import WorkbookError
from runxl.grid.address import block_at
from runxl.hosts.package.markup import attributes, children
from runxl.hosts.package.structure import relationships
from runxl.hosts.package.trees import tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from runxl.grid import Address, Block, Plan
    from runxl.hosts.package.archive import Archive
    from runxl.hosts.package.sheetbytes import SheetBytes
    from runxl.hosts.package.structure import Structure


def refuse_file(structure: Structure, plan: Plan) -> None:
    """Raise WorkbookError where the file is signed, or where a sheet of the plan has no cells."""
    if plan and structure.signed:
        raise WorkbookError("package-signed")
    first: dict[str, Address] = {}
    for cell, _, _ in (*plan.edits, *plan.notes):
        first.setdefault(cell.sheet, cell)
    for name, cell in first.items():
        sheet = structure.sheet(name)
        if sheet is None or not sheet.is_worksheet:
            raise WorkbookError("sheet-has-no-cells", sheet=name, cell=cell)


def refuse_cells(archive: Archive, structure: Structure, sheet: SheetBytes, cells: Iterable[Address]) -> None:
    """Raise WorkbookError for the first cell that belongs to a merge, a table's header or totals row, or a pivot."""
    held = [*merges(sheet), *_tables(structure, sheet.sheet), *_pivots(archive, structure, sheet.sheet)]
    for cell in cells:
        for code, block in held:
            if block.covers(cell) and (code != "cell-merged" or (cell.row, cell.column) != (block.top, block.left)):
                raise WorkbookError(code, cell=cell, block=block)


def merges(sheet: SheetBytes) -> Iterator[tuple[str, Block]]:
    """Give every merged block, with the code of the error that it makes."""
    data = sheet.data
    for element in children(data, sheet.sheet_data.end, sheet.root.close):
        if element.local == b"mergeCells":
            for merge in children(data, element.inside, element.close):
                ref = attributes(data[merge.start : merge.inside]).get("ref", "")
                yield "cell-merged", block_at(sheet.sheet, ref)


def arrays(sheet: SheetBytes) -> Iterator[Block]:
    """Give every block that one array formula or one data table fills."""
    for formula in sheet.formulas:
        if formula.kind in {"array", "dataTable"} and "ref" in formula.tag:
            yield block_at(sheet.sheet, formula.tag["ref"])


def _tables(structure: Structure, sheet: str) -> Iterator[tuple[str, Block]]:
    for table in structure.tables.values():
        ref = table.ref
        if ref.sheet == sheet and table.header_rows:
            yield "cell-in-table-header", ref._replace(bottom=ref.top + table.header_rows - 1)
        if ref.sheet == sheet and table.totals_rows:
            yield "cell-in-table-totals", ref._replace(top=ref.bottom - table.totals_rows + 1)


def _pivots(archive: Archive, structure: Structure, sheet: str) -> Iterator[tuple[str, Block]]:
    part = structure.sheet(sheet)
    for line in relationships(archive, part.part) if part else ():
        if line.kind == "pivotTable" and not line.outside:
            pivot = tree(archive.read(line.target), archive.file, line.target)
            for location in pivot.all("location"):
                yield "cell-in-pivot", block_at(sheet, location.attributes["ref"])
