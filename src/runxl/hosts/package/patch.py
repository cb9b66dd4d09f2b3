"""The parts of a workbook file as a plan leaves them; every other part stays byte for byte."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from runxl.errors import WorkbookError
from runxl.grid import EMPTY, Address, same
from runxl.hosts.package.cellbytes import KEPT, Change
from runxl.hosts.package.conditions import extended
from runxl.hosts.package.images import contents
from runxl.hosts.package.markup import sound
from runxl.hosts.package.refusals import arrays, refuse_cells, refuse_file
from runxl.hosts.package.sharing import orphans
from runxl.hosts.package.splice import spliced
from runxl.hosts.package.workbookpart import recalculated, without_calc_chain
from runxl.hosts.package.worksheets import Worksheets
from runxl.hosts.rectangles import rectangles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from runxl.grid import Block, Content, Edit, Plan
    from runxl.hosts.package.archive import Archive
    from runxl.hosts.package.sheetbytes import SheetBytes
    from runxl.hosts.package.structure import Structure
    from runxl.hosts.package.tables import Resized


@dataclass(frozen=True, slots=True)
class Patch:
    """What a plan does to a file: the parts with new bytes, and those that go.

    `before` and `after` hold every cell that the plan writes; every formula cell whose shown value was dropped because
    the plan changes what it was computed from; and every cell that is left behind by a table made shorter.
    """

    replaced: Mapping[str, bytes]
    dropped: frozenset[str]
    before: Mapping[Address, Content]
    after: Mapping[Address, Content]


def patched(archive: Archive, structure: Structure, plan: Plan) -> Patch:
    """Return the patch that a plan makes; without parts where everything is as planned already.

    Nothing is written, and what the plan expects is not looked at. The plan's contents must be what a cell can hold
    (`runxl.hosts.promise.storable`). Raises WorkbookError where a cell or a table cannot be written.
    """
    refuse_file(structure, plan)
    return _Patching(archive, structure, plan).patch()


class _Patching:
    """One plan on its way into one file."""

    def __init__(self, archive: Archive, structure: Structure, plan: Plan) -> None:
        self._archive, self._structure, self._plan = archive, structure, plan
        self._sheets = Worksheets(archive, structure)
        self._edits = {edit.cell: edit for edit in plan.edits}
        self._before = self._contents(self._edits)
        self._after = {cell: edit.content for cell, edit in self._edits.items()}
        self._changed = [edit for cell, edit in self._edits.items() if not same(edit.content, self._before[cell])]
        self._changes: dict[str, dict[int, dict[int, Change]]] = defaultdict(lambda: defaultdict(dict))
        self._heights: dict[str, dict[int, Mapping[str, str]]] = defaultdict(dict)
        self._resized: list[Resized] = []

    def _contents(self, cells: Iterable[Address]) -> dict[Address, Content]:
        found: dict[Address, Content] = {}
        for name, there in _by_sheet(cells).items():
            found |= contents(self._archive, self._structure, self._sheets[name], there)
        return found

    def patch(self) -> Patch:
        if self._plan.resizes:
            self._resize()
        if not self._changed and not self._resized:
            return Patch({}, frozenset(), self._before, self._after)
        self._drop_stale_values()
        for name, edits in _edits_by_sheet(self._changed).items():
            self._edit(self._sheets[name], edits)
        return Patch(*self._parts(), self._before, self._after)

    def _put(self, cell: Address, change: Change) -> None:
        """Let a change hold for a cell; what it keeps may have been changed before."""
        row = self._changes[cell.sheet][cell.row]
        first = row.get(cell.column)
        row[cell.column] = change if first is None else first.then(change)

    def _edit(self, sheet: SheetBytes, edits: list[Edit]) -> None:
        """Put a sheet's edits, once none of them is refused."""
        blocks = [block for block in arrays(sheet) if block.top < block.bottom or block.left < block.right]
        changes = {edit.cell: self._change(edit, blocks) for edit in edits}
        # a formula that stays may get its value anywhere, in a table's totals row too
        refused = [cell for cell, change in changes.items() if change.formula is not KEPT]
        refuse_cells(self._archive, self._structure, sheet, refused)
        overwritten = {(cell.row, cell.column) for cell, change in changes.items() if change.formula is not KEPT}
        for place, formula in orphans(sheet, overwritten):
            if place not in overwritten:
                self._put(Address(sheet.sheet, *place), Change(formula=formula))
        for cell, change in changes.items():
            self._put(cell, change)

    def _change(self, edit: Edit, blocks: list[Block]) -> Change:
        """Return what an edit changes. Raises WorkbookError where one formula fills the cell together with others."""
        before, content = self._before[edit.cell], edit.content
        block = next((block for block in blocks if block.covers(edit.cell)), None) if blocks else None
        same_formula = content.formula == before.formula
        if content.formula is not None and same_formula:
            return Change(content.value)
        if block is None:
            return Change(*content)
        if before == EMPTY == edit.expected and same_formula and self._brings_value(block):
            return Change(content.value)
        raise WorkbookError("cell-in-array", cell=edit.cell, block=block)

    def _brings_value(self, block: Block) -> bool:
        """Tell whether the plan brings the value of the formula that fills a block, as taking back a plan does."""
        corner = Address(block.sheet, block.top, block.left)
        edit = self._edits.get(corner)
        return edit is not None and edit.content.formula == self._before[corner].formula is not None

    def _drop_stale_values(self) -> None:
        """Take away every shown value that the plan makes wrong and does not bring itself."""
        cells = (edit.cell for edit in self._changed if edit.content.value != self._before[edit.cell].value)
        changed = [block for name, there in _by_sheet(cells).items() for block in _blocks(name, there)]
        changed += [resized.difference for resized in self._resized]
        with_formulas = list(self._sheets.with_formulas()) if changed else []
        if not with_formulas:
            return
        from runxl.hosts.package.dependents import stale  # noqa: PLC0415  (many workbooks hold no formula)
        from runxl.hosts.package.references import References  # noqa: PLC0415  (the same)

        blocks = {name: table.ref for name, table in self._structure.tables.items()}
        blocks |= {resized.table.name: max(resized.block, resized.table.ref) for resized in self._resized}
        references = References(self._archive, self._structure, blocks)
        settled = self._plan.confirmed | self._edits.keys()
        for cell, content in self._contents(stale(with_formulas, references, changed, settled)).items():
            if content.value is not None:
                self._before[cell], self._after[cell] = content, content._replace(value=None)
                self._put(cell, Change(value=None))

    def _resize(self) -> None:
        """Make the tables' new rows ready, once none of them is refused."""
        from runxl.hosts.package import tables  # noqa: PLC0415  (most plans resize nothing)

        wanted = (tables.resized(self._structure, resize) for resize in self._plan.resizes)
        self._resized = [resized for resized in wanted if resized is not None]
        for resized in self._resized:
            sheet = self._sheets[resized.block.sheet]
            tables.refuse_growth(self._structure, sheet, resized, self._resized)
            kept = self._unwritten(sheet, resized.difference)
            new = resized.new_rows
            if new is None:
                self._before |= kept
                self._after |= kept
                continue
            for cell in kept:
                raise WorkbookError("table-meets-cell", table=resized.table.name, cell=cell)
            self._style(sheet, new, tables.styles(sheet, resized), tables.height(sheet, resized))

    def _unwritten(self, sheet: SheetBytes, block: Block) -> dict[Address, Content]:
        """Return what stands in a block's cells that the plan does not write."""
        cells = (
            Address(sheet.sheet, cell.row, cell.column)
            for number in sheet.row_numbers(block.top, block.bottom)
            for cell in sheet.cells(number)
            if block.left <= cell.column <= block.right
        )
        unwritten = [cell for cell in cells if cell not in self._edits]
        found = contents(self._archive, self._structure, sheet, unwritten)
        return {cell: content for cell, content in found.items() if content != EMPTY}

    def _style(self, sheet: SheetBytes, new: Block, styles: dict[int, Change], height: dict[str, str]) -> None:
        rows = self._changes[sheet.sheet]
        for row in range(new.top, new.bottom + 1):
            if height:
                self._heights[sheet.sheet][row] = height
            # another table that grows may stand beside this one
            rows[row] = rows[row] | styles

    def _parts(self) -> tuple[dict[str, bytes], frozenset[str]]:
        """Return the parts with their new bytes, and those that go."""
        replaced: dict[str, bytes] = {}
        dropped: frozenset[str] = frozenset()
        for name in {*self._changes, *(resized.block.sheet for resized in self._resized)}:
            part = self._structure.sheet(name)
            if part is not None:
                replaced[part.part] = self._sheet_part(self._sheets[name])
        if self._resized:
            from runxl.hosts.package.tables import table_part  # noqa: PLC0415  (most plans resize nothing)

            replaced |= {resized.table.part: table_part(self._archive, resized) for resized in self._resized}
        workbook = self._structure.workbook
        replaced[workbook] = recalculated(sound(self._archive.read(workbook), self._archive.file, workbook))
        if any(edit.content.formula != self._before[edit.cell].formula for edit in self._changed):
            lists, dropped = without_calc_chain(self._archive, self._structure)
            replaced |= lists
        return replaced, dropped

    def _sheet_part(self, sheet: SheetBytes) -> bytes:
        old, new = sheet.data, spliced(sheet, self._changes[sheet.sheet], self._heights[sheet.sheet])
        grown = [resized for resized in self._resized if resized.block.sheet == sheet.sheet]
        if not grown:
            return new
        moved = len(new) - len(old)
        return extended(new, sheet.sheet_data.end + moved, sheet.root.close + moved, grown)


def _by_sheet(cells: Iterable[Address]) -> dict[str, list[Address]]:
    found: dict[str, list[Address]] = defaultdict(list)
    for cell in cells:
        found[cell.sheet].append(cell)
    return found


def _blocks(sheet: str, cells: Iterable[Address]) -> Iterator[Block]:
    return rectangles(sheet, ((cell.row, cell.column) for cell in cells))


def _edits_by_sheet(edits: Iterable[Edit]) -> dict[str, list[Edit]]:
    found: dict[str, list[Edit]] = defaultdict(list)
    for edit in edits:
        found[edit.cell.sheet].append(edit)
    return found
