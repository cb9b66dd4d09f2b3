"""Excel tables made longer or shorter: the table's part, and what its new rows look like."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from runxl.errors import WorkbookError
from runxl.grid.address import LAST_ROW, Block, block_at
from runxl.hosts.package.cellbytes import Change
from runxl.hosts.package.markup import attributes, descendants, root, sound, with_attributes
from runxl.hosts.package.refusals import arrays, merges

if TYPE_CHECKING:
    from collections.abc import Collection

    from runxl.grid import Resize
    from runxl.hosts.package.archive import Archive
    from runxl.hosts.package.sheetbytes import SheetBytes
    from runxl.hosts.package.structure import Structure, TablePart


class Resized(NamedTuple):
    """A table with its new block, its body before and after, header row left out."""

    table: TablePart
    block: Block

    @property
    def body(self) -> Block:
        """The body before."""
        return self.table.ref._replace(top=self.table.ref.top + self.table.header_rows)

    @property
    def new_body(self) -> Block:
        """The body after."""
        return self.body._replace(bottom=self.block.bottom)

    @property
    def new_rows(self) -> Block | None:
        """The rows that come into the table; None where it does not grow."""
        grows = self.block.bottom > self.table.ref.bottom
        return self.block._replace(top=self.table.ref.bottom + 1) if grows else None

    @property
    def difference(self) -> Block:
        """The rows that come into the table or leave it."""
        low, high = sorted((self.block.bottom, self.table.ref.bottom))
        return self.block._replace(top=low + 1, bottom=high)


def resized(structure: Structure, resize: Resize) -> Resized | None:
    """Return what a resize does to its table; None where the table has that many rows already.

    Raises WorkbookError where the table has a totals row, which would have to move, or would leave the sheet.
    """
    table = structure.tables[resize.table]
    if resize.rows < 1:
        message = f"a table keeps at least one row, not {resize.rows}"
        raise ValueError(message)
    bottom = table.ref.top + table.header_rows + resize.rows - 1
    if bottom == table.ref.bottom - table.totals_rows:
        return None
    if table.totals_rows:
        raise WorkbookError("table-has-totals", table=table.name)
    if bottom > LAST_ROW:
        raise WorkbookError("table-beyond-sheet", table=table.name, rows=resize.rows)
    return Resized(table, table.ref._replace(bottom=bottom))


def refuse_growth(structure: Structure, sheet: SheetBytes, change: Resized, others: Collection[Resized]) -> None:
    """Raise WorkbookError where a table would grow into another table, a merge, an array or beyond the sheet."""
    new = change.new_rows
    if new is None:
        return
    blocks = {table.name: table.ref for table in structure.tables.values()}
    blocks |= {other.table.name: other.block for other in others}
    for name, block in blocks.items():
        if name != change.table.name and block.meets(new):
            raise WorkbookError("table-meets-table", table=change.table.name, other=name, block=block)
    for block in [*(block for _, block in merges(sheet)), *arrays(sheet)]:
        if block.meets(new):
            raise WorkbookError("table-meets-block", table=change.table.name, block=block)


def styles(sheet: SheetBytes, change: Resized) -> dict[int, Change]:
    """Return for each column how a new row's cell looks: as in the table's first body row."""
    found = {}
    for cell in sheet.cells(change.body.top):
        style = attributes(sheet.data[cell.element.start : cell.element.inside]).get("s")
        if style is not None and change.body.left <= cell.column <= change.body.right:
            found[cell.column] = Change(style=style)
    return found


def height(sheet: SheetBytes, change: Resized) -> dict[str, str]:
    """Return the height attributes of the table's first body row; none where its height is automatic."""
    row = sheet.row(change.body.top)
    tag = attributes(sheet.data[row.start : row.inside]) if row else {}
    return {name: tag[name] for name in ("ht", "customHeight") if name in tag and "customHeight" in tag}


def table_part(archive: Archive, change: Resized) -> bytes:
    """Return a table's part with its new block; its filter and its sorting follow."""
    part = change.table.part
    data = sound(archive.read(part), archive.file, part)
    outer = root(data)
    filters = list(descendants(data, outer.inside, outer.close, b"autoFilter"))
    sorts = list(descendants(data, outer.inside, outer.close, b"sortState"))
    sorts += [sort for found in filters for sort in descendants(data, found.inside, found.close, b"sortState")]
    pieces, end = [], 0
    for element in sorted([outer, *filters, *sorts], key=lambda element: element.start):
        tag = data[element.start : element.inside]
        pieces += [data[end : element.start], with_attributes(tag, {"ref": _moved(attributes(tag).get("ref"), change)})]
        end = element.inside
    return b"".join([*pieces, data[end:]])


def _moved(ref: str | None, change: Resized) -> str | None:
    """Return a block that ended where the table did, ending where it will."""
    try:
        block = block_at(change.block.sheet, ref or "")
    except ValueError:
        return ref
    return block._replace(bottom=change.block.bottom).a1 if block.bottom == change.table.ref.bottom else ref
