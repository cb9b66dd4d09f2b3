"""One plan on its way into an open workbook: looked at first, written block by block, and looked at again."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from runxl.errors import WorkbookError
from runxl.grid import EMPTY, Address, Block, Content, Edit, Receipt, same
from runxl.hosts.live.busy import is_busy
from runxl.hosts.live.cells import NOTHING
from runxl.hosts.live.entering import TEXT_FORMAT, entered, is_text, kept_plan
from runxl.hosts.live.notes import NoteWriting
from runxl.hosts.live.reading import area_of, read_cells, table_ranges
from runxl.hosts.live.resizing import Resized, copy_look, resized
from runxl.hosts.live.touched import blocks_by_sheet, in_use, is_small
from runxl.hosts.promise import receipt, refuse_conflicts, storable
from runxl.hosts.rectangles import rectangles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    import xlwings as xw

    from runxl.grid import Plan
    from runxl.hosts.live.cells import Place, ReadCells
    from runxl.hosts.live.programs import Program
    from runxl.hosts.live.reading import TableRange


class Writing:
    """The sheets that a plan touches, as they stand before it and after it."""

    def __init__(self, book: xw.Book, program: Program, plan: Plan) -> None:
        self._book, self._program = book, program
        self._sheets = {sheet.name: sheet for sheet in book.sheets}
        self._areas: dict[Block, xw.Range] = {}
        # a listing asks about each table, and most plans resize none
        listed = self._sheets if plan.resizes else {edit.cell.sheet for edit in plan.edits} & self._sheets.keys()
        asked = listed if plan.resizes or program.shortens_formulas else ()
        self._tables: dict[str, list[TableRange]] = {
            name: list(table_ranges(self._sheets[name], name)) for name in asked
        }
        by_name = {one.name: one for tables in self._tables.values() for one in tables}
        plan = storable(kept_plan(plan), self._sheets, by_name)
        self._rows = {
            resize.table: by_name[resize.table].block.bottom - by_name[resize.table].block.top
            for resize in plan.resizes
        }
        self._resized = [
            change for resize in plan.resizes if (change := resized(by_name[resize.table], resize.rows)) is not None
        ]
        self._blocks = blocks_by_sheet([edit.cell for edit in plan.edits], self._resized)
        self._refuse_protected({*self._blocks, *(note.cell.sheet for note in plan.notes)})
        self._notes = NoteWriting(self._sheets, program, plan.notes)
        # what is to be taken back where the program refuses something further on
        self._written: list[Block] = []
        self._moved: list[Resized] = []
        self._found = self._look()
        self._before = {edit.cell: self._at(edit.cell) for edit in plan.edits}
        edits = tuple(_with_standing_formula(edit, self._before[edit.cell]) for edit in plan.edits)
        self._plan = replace(plan, edits=edits)

    def receipt(self) -> Receipt:
        """Write the plan and return what it changed."""
        before = after = self._before
        refuse_conflicts(self._plan, before, self._rows, self._notes.before)
        left_behind = self._refuse_growth()
        changed = [edit for edit in self._plan.edits if not same(edit.content, before[edit.cell])]
        if changed or self._resized or self._notes:
            self._write([*changed, *self._in_new_rows()])
            after = self._after(changed)
        return receipt(self._plan, before | left_behind, after | left_behind, self._rows, self._notes.before)

    def _at(self, cell: Address) -> Content:
        return self._found[cell.sheet].at((cell.row, cell.column))

    def _area(self, block: Block) -> xw.Range:
        """Return the program's range for a block, the same one each time: to have one made takes many calls."""
        if block not in self._areas:
            self._areas[block] = area_of(self._sheets[block.sheet], block)
        return self._areas[block]

    def _now(self, edit: Edit) -> Content:
        """Return what stands in a planned cell: the very content that was planned where it holds that number."""
        sheet, row, column = edit.cell
        value, formula = edit.content
        if (
            formula is None
            and isinstance(value, Decimal)
            and self._found[sheet].holds_number((row, column), float(value))
        ):
            return edit.content
        return self._found[sheet].at((row, column))

    def _refuse_protected(self, names: Iterable[str]) -> None:
        for name in names:
            if self._program.is_protected(self._sheets[name]):
                raise WorkbookError("sheet-protected", sheet=name)

    def _look(self) -> dict[str, ReadCells]:
        """Return what stands in the block of each sheet that the plan touches."""
        found: dict[str, ReadCells] = {}
        for name, block in self._blocks.items():
            part = block if is_small(block) else in_use(block, self._sheets[name].used_range)
            if part is None:
                found[name] = NOTHING
            else:
                found[name] = read_cells(self._area(part), self._tables.get(name, ()), self._program)
        return found

    def _refuse_growth(self) -> dict[Address, Content]:
        """Return what a shrunk table leaves behind. Raises WorkbookError where a table would grow over something."""
        planned = {edit.cell for edit in self._plan.edits}
        left: dict[Address, Content] = {}
        for change in self._resized:
            change.refuse_meeting(self._tables[change.block.sheet], self._resized)
            for place, content in self._found[change.block.sheet].items():
                cell = Address(change.block.sheet, *place)
                if cell in planned or not change.difference.covers(cell):
                    continue
                if change.grows:
                    raise WorkbookError("table-meets-cell", table=change.table.name, cell=cell)
                left[cell] = content
        return left

    def _in_new_rows(self) -> list[Edit]:
        """Return the edits in rows that come into a table: those are emptied first."""
        new = [change.difference for change in self._resized if change.grows]
        return [edit for edit in self._plan.edits if any(block.covers(edit.cell) for block in new)] if new else []

    def _write(self, edits: list[Edit]) -> None:
        """Put everything; where the program refuses any of it, take back what was put."""
        try:
            with self._program.quiet(self._book):
                for change in self._resized:
                    self._resize(change)
                    if change.grows:
                        copy_look(self._sheets[change.block.sheet], change, self._program)
                for name, contents in _contents_by_sheet(edits).items():
                    self._put_cells(name, contents)
                self._notes.write()
        except Exception as fault:
            self._take_back()
            if is_busy(fault):
                raise
            raise WorkbookError("program-refused", reason=str(fault)) from fault

    def _resize(self, change: Resized) -> None:
        self._moved.append(change)
        change.table.table.resize(self._area(change.block))

    def _take_back(self) -> None:
        """Give every table, and every block that was written, what it had.

        Raises WorkbookError where any of it is refused, when all the others have been tried.
        """
        faults: list[Exception] = []
        try:
            with self._program.quiet(self._book):
                for step in self._steps_back():
                    try:
                        step()
                    except Exception as fault:  # noqa: BLE001  (whatever a program raises, the next step is tried)
                        faults.append(fault)
        except Exception as fault:  # noqa: BLE001  (the same)
            faults.append(fault)
        if faults:
            raise WorkbookError("half-written", reason=str(faults[0])) from faults[0]

    def _steps_back(self) -> Iterator[Callable[[], None]]:
        yield from self._notes.steps_back()
        for change in self._moved:
            yield partial(change.table.table.resize, self._area(change.table.block))
            if change.grows:
                yield partial(self._restore, change.difference)
        for block in self._written:
            yield partial(self._restore, block)

    def _restore(self, block: Block) -> None:
        """Give a block what it had, unless it has it: a block that was refused may be refused again."""
        had = _rows(block, {}, self._found[block.sheet])
        has = read_cells(self._area(block), self._tables.get(block.sheet, ()), self._program)
        if _rows(block, {}, has) != had:
            self._put_block(block, had)

    def _put_cells(self, name: str, contents: Mapping[Place, Content]) -> None:
        found = self._found[name]
        # cells that the command has computed and found right: writing them again changes nothing
        harmless = {(cell.row, cell.column) for cell in self._plan.confirmed if cell.sheet == name} & found.keys()
        for block in rectangles(name, contents, harmless):
            # noted first: it may be refused when some of it has been taken
            self._written.append(block)
            self._put_block(block, _rows(block, contents, found))

    def _put_block(self, block: Block, rows: list[list[Content]]) -> None:
        """Write a block in one assignment; numbers and formulas stay what they are where cells are formatted for text.

        Excel makes a text of whatever is written to such a cell, and lets be what stood there when it became one.
        """
        area, held = self._area(block), []
        if not all(is_text(content) for row in rows for content in row):
            parts = [part for part, code in self._program.formats(area) if code == TEXT_FORMAT]
            held = [self._area(part._replace(sheet=block.sheet)) for part in parts]
        try:
            for part in held:
                part.number_format = "General"
            # past xlwings' conversion, which looks at each cell and finds nothing to convert
            area.impl.formula = [[entered(content) for content in row] for row in rows]
        finally:
            for part in held:
                part.number_format = TEXT_FORMAT

    def _after(self, changed: list[Edit]) -> dict[Address, Content]:
        """Return what stands in the planned cells now; what cannot be looked at could not be undone, and goes back."""
        try:
            return self._looked_after(changed)
        except WorkbookError:
            raise
        except Exception:
            self._take_back()
            raise

    def _looked_after(self, changed: list[Edit]) -> dict[Address, Content]:
        """Return what stands in the planned cells now. Raises WorkbookError, all taken back, where one did not take."""
        earlier, self._found = self._found, self._look()
        after = {edit.cell: self._now(edit) for edit in self._plan.edits}
        doubtful = [edit for edit in changed if after[edit.cell] is not edit.content]
        wrong = [
            edit.cell for edit in doubtful if not _is_taken(edit.content, self._before[edit.cell], after[edit.cell])
        ]
        wrong += self._notes.not_taken()
        if wrong:
            self._found = earlier
            self._take_back()
            raise WorkbookError("cell-not-taken", cells=wrong)
        return after


def _with_standing_formula(edit: Edit, found: Content) -> Edit:
    """Return the edit with a cell's own formula written and expected as it stands, whatever it shows.

    What it shows is the program's to compute: other cells may have changed since.
    """
    if found.formula is None:
        return edit
    content = found if edit.content.formula == found.formula else edit.content
    is_expected = edit.expected is not None and edit.expected.formula == found.formula
    return Edit(edit.cell, content, found if is_expected else edit.expected)


def _is_taken(wanted: Content, before: Content, after: Content) -> bool:
    """Tell whether a cell holds what it was given, as far as a program that computes and spells anew lets one tell.

    A formula may be read as it stood before: so may the program have spelled ours then, too.
    """
    if wanted.formula is not None:
        return after.formula is not None
    return after.formula is None and type(after.value) is type(wanted.value) and not same(after, before)


def _rows(block: Block, planned: Mapping[Place, Content], standing: Mapping[Place, Content]) -> list[list[Content]]:
    """Return what a block is to hold: what is planned for a cell, else what stands in it."""
    columns = range(block.left, block.right + 1)
    return [
        [planned.get((row, column)) or standing.get((row, column), EMPTY) for column in columns]
        for row in range(block.top, block.bottom + 1)
    ]


def _contents_by_sheet(edits: Iterable[Edit]) -> dict[str, dict[Place, Content]]:
    found: dict[str, dict[Place, Content]] = defaultdict(dict)
    for edit in edits:
        found[edit.cell.sheet][edit.cell.row, edit.cell.column] = edit.content
    return found
