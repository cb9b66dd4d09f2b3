"""A block of cells: what stands in it, what is written to it, and how its numbers look."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from runxl.calc.contents import FormulaCells, any_begins_as_formula
from runxl.calc.entered import ERRORS, as_data, entered, is_cut, is_parsed
from runxl.calc.formats import DATE, LOGICAL, TEXT, TIME, one_format
from runxl.calc.notes import ANNOTATIONS, Note, sound
from runxl.calc.supported import Supported
from runxl.grid import Block, CellError, column_letters

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from runxl.calc.books import Sheet

# LibreOffice knows more faults than Excel, which calls most of them this
_OTHER_ERROR = "#VALUE!"
_CONTENTS = 1 | 2 | 4 | 16
# hundredths of a millimetre: seven pixels, as wide as a digit of Calibri 11
_CHARACTER = 185.2
_ANY_RESULT = 1 | 2 | 4


class Range(Supported):
    """A rectangle of cells on one sheet, counted from 1."""

    __slots__ = ("_api", "_shape", "column", "options", "row", "sheet")

    def __init__(self, sheet: Sheet, row: int, column: int, shape: tuple[int, int]) -> None:
        self.sheet, self.row, self.column, self._shape = sheet, row, column, shape
        self._api: Any = None
        self.options: dict[str, object] = {}

    @property
    def api(self) -> Any:  # noqa: ANN401  (UNO has no types)
        """UNO's cell range."""
        if self._api is None:
            block = self.block
            place = (block.left - 1, block.top - 1, block.right - 1, block.bottom - 1)
            self._api = self.sheet.api.getCellRangeByPosition(*place)
        return self._api

    @property
    def shape(self) -> tuple[int, int]:
        """The number of rows and of columns."""
        return self._shape

    @property
    def block(self) -> Block:
        """Where it is, without its sheet's name."""
        rows, columns = self._shape
        return Block("", self.row, self.column, self.row + rows - 1, self.column + columns - 1)

    @property
    def address(self) -> str:
        """Where it is: `$A$1:$B$2`."""
        block = self.block
        first = f"${column_letters(block.left)}${block.top}"
        last = f"${column_letters(block.right)}${block.bottom}"
        return first if first == last else f"{first}:{last}"

    def __len__(self) -> int:
        """Return the number of cells."""
        return self._shape[0] * self._shape[1]

    def __call__(self, row: int, column: int | None = None) -> Range:
        """Return one of the cells: by row and column, or by its number along the rows, all counted from 1."""
        if column is None:
            row, column = divmod(row - 1, self._shape[1])
            row, column = row + 1, column + 1
        return Range(self.sheet, self.row + row - 1, self.column + column - 1, (1, 1))

    @property
    def max_cells_per_read(self) -> None:
        """No limit."""

    @property
    def max_cells_per_write(self) -> None:
        """No limit."""

    @property
    def contents(self) -> tuple[list[Sequence[Any]], FormulaCells]:
        """What the cells show, and their formulas.

        A date is its serial number, an error a CellError, and an empty text stands for nothing.
        """
        api = self.api
        rows, texts = list(api.getDataArray()), api.getFormulaArray()
        # to ask where they are makes an object, which costs more than to look through thousands of cells
        places = api.queryFormulaCells(_ANY_RESULT).RangeAddresses if any_begins_as_formula(texts) else ()
        formulas = FormulaCells(texts, places, self.row - 1, self.column - 1)
        for number, line in enumerate(rows):
            if None in line:
                rows[number] = self._with_errors(number, line)
        self._mark_truths(rows, formulas)
        return rows, formulas

    def _with_errors(self, row: int, line: Sequence[Any]) -> list[Any]:
        return [
            CellError(ERRORS.get(self.api.getCellByPosition(column, row).getError(), _OTHER_ERROR))
            if value is None
            else value
            for column, value in enumerate(line)
        ]

    def _mark_truths(self, rows: list[Sequence[Any]], formulas: FormulaCells) -> None:
        """Put True and False where a formula of a truth's format gave 1 or 0; a truth typed is a formula here too."""
        suspects: dict[int, set[int]] = defaultdict(set)
        for row, column in formulas.places:
            if rows[row][column] in (0.0, 1.0):
                suspects[column].add(row)
        # column by column, as a sheet has a format for each look, and a column few
        for column, numbers in suspects.items():
            top, bottom = min(numbers), max(numbers)
            part = Range(self.sheet, self.row + top, self.column + column, (bottom - top + 1, 1))
            for block, _ in part._kinds(LOGICAL):
                for row in numbers.intersection(range(block.top - self.row, block.bottom - self.row + 1)):
                    line = rows[row] = list(rows[row])
                    line[column] = line[column] == 1.0

    def _kinds(self, kinds: int) -> Iterator[tuple[Block, int]]:
        """Give the blocks of cells whose number format shows any of the kinds, with what it shows."""
        formats = self.sheet.formats
        for block, key in formats.blocks(self.api):
            if formats.kind(key) & kinds:
                yield block, formats.kind(key)

    @property
    def number_formats(self) -> list[tuple[Block, str]]:
        """The blocks of cells that have one number format each, with its code."""
        formats = self.sheet.formats
        return [(block, formats.code(key)) for block, key in formats.blocks(self.api)]

    def _within(self, block: Block) -> Iterator[tuple[int, int]]:
        """Give the places of a block's cells in this range's rows, counted from 0."""
        for row in range(block.top - self.row, block.bottom - self.row + 1):
            for column in range(block.left - self.column, block.right - self.column + 1):
                yield row, column

    @property
    def raw_value(self) -> list[list[object]]:
        """What the cells show, dates as datetimes."""
        rows = [list(row) for row in self.contents[0]]
        epoch = self.sheet.book.api.NullDate
        start = datetime(epoch.Year, epoch.Month, epoch.Day)  # noqa: DTZ001  (a spreadsheet's dates have no zone)
        for block, _ in self._kinds(DATE | TIME):
            for row, column in self._within(block):
                if isinstance(rows[row][column], float):
                    rows[row][column] = start + timedelta(days=rows[row][column])
        return rows

    @raw_value.setter
    def raw_value(self, value: object) -> None:
        self._enter(value)

    @property
    def formula(self) -> tuple[tuple[str, ...], ...]:
        """The formulas, with `=` before them; what was typed where there is none, as Excel has it."""
        rows, columns = self._shape
        formulas = self.contents[1]
        return tuple(tuple(formulas.entry(row, column) for column in range(columns)) for row in range(rows))

    @formula.setter
    def formula(self, value: object) -> None:
        self._enter(value)

    def _enter(self, value: object) -> None:
        """Put in the cells what Excel would understand: formulas, numbers, texts after an apostrophe."""
        self._refuse_protected()
        rows = value if isinstance(value, (list, tuple)) else [[value] * self._shape[1]] * self._shape[0]
        if len(self) > 1 and isinstance(value, str) and value.startswith("="):
            message = "runxl's LibreOffice engine fills no range with one formula"
            raise NotImplementedError(message)
        as_text: set[tuple[int, int]] = set()
        for block, kind in self._kinds(TEXT | LOGICAL):
            if kind & TEXT:
                as_text.update(self._within(block))
            else:
                # the look of a truth stays when a number follows it, and would make that a truth
                Range(self.sheet, block.top, block.left, _shape(block)).number_format = "General"
        if not as_text and all(type(cell) is float for line in rows for cell in line):
            self.api.setDataArray(tuple(map(tuple, rows)))
            return
        given = [
            [entered(cell, as_text=(row, column) in as_text) for column, cell in enumerate(line)]
            for row, line in enumerate(rows)
        ]
        if any(is_parsed(cell) for line in given for cell in line):
            self.api.setFormulaArray(tuple(map(tuple, given)))
            self._put_exact_numbers(given)
        else:
            self.api.setDataArray(tuple(tuple(as_data(cell) for cell in line) for line in given))

    def _put_exact_numbers(self, given: list[list[object]]) -> None:
        """Put again, column by column, the numbers of which an array of formulas keeps 15 digits only."""
        for column in range(self._shape[1]):
            numbers = [line[column] for line in given]
            row = 0
            while row < len(numbers):
                end = row
                while end < len(numbers) and is_cut(numbers[end]):
                    end += 1
                if end > row:
                    area = self.api.getCellRangeByPosition(column, row, column, end - 1)
                    area.setDataArray(tuple((number,) for number in numbers[row:end]))
                row = end + 1

    def clear_contents(self) -> None:
        """Empty the cells; their look stays."""
        self._refuse_protected()
        self.api.clearContents(_CONTENTS)

    @property
    def number_format(self) -> str | None:
        """The code of the cells' number format; None where they have several."""
        key = one_format(self.api)
        return None if key is None else self.sheet.formats.code(key)

    @number_format.setter
    def number_format(self, value: str) -> None:
        self._refuse_protected()
        self.api.NumberFormat = self.sheet.formats.key(value)

    @property
    def column_width(self) -> float | None:
        """The columns' width in characters, as Excel counts it; None where they differ."""
        columns = self.api.Columns
        widths = {columns.getByIndex(number).Width for number in range(columns.Count)}
        return round(widths.pop() / _CHARACTER, 2) if len(widths) == 1 else None

    @column_width.setter
    def column_width(self, value: float) -> None:
        self.api.Columns.Width = round(value * _CHARACTER)

    @property
    def merge_cells(self) -> bool:
        """Whether any of the cells is merged with others."""
        return bool(self.api.getIsMerged())

    @property
    def locked(self) -> bool | None:
        """Whether protecting the sheet locks the cells; None where it locks some of them."""
        state = self.api.getPropertyState("CellProtection").value
        return None if state == "AMBIGUOUS_VALUE" else bool(self.api.CellProtection.IsLocked)

    @property
    def note(self) -> Note | None:
        """The note of a single cell; None where it has none."""
        annotation = self.api.getCellByPosition(0, 0).Annotation
        return Note(self, annotation) if annotation.String else None

    def add_note(self, text: str) -> Note:
        """Leave a note in a single cell."""
        self._refuse_protected()
        cell = self.api.getCellByPosition(0, 0)
        self.sheet.api.Annotations.insertNew(cell.CellAddress, sound(text))
        return Note(self, cell.Annotation)

    def clear_notes(self) -> None:
        """Take the notes of all the cells away."""
        self._refuse_protected()
        self.api.clearContents(ANNOTATIONS)

    def copy(self, destination: Any) -> None:  # noqa: ANN401  (a range of xlwings' own)
        """Put this one row, contents and look, in each row of another block."""
        destination = destination.impl
        rows, height = destination.block, 1
        destination.sheet.api.copyRange(destination.api.getCellByPosition(0, 0).CellAddress, self.api.RangeAddress)
        # each time what has been copied so far, so that a thousand rows take ten copies
        while height < _shape(rows)[0]:
            more = min(height, _shape(rows)[0] - height)
            done = Range(destination.sheet, rows.top, rows.left, (more, _shape(rows)[1])).api.RangeAddress
            place = Range(destination.sheet, rows.top + height, rows.left, (1, 1)).api
            destination.sheet.api.copyRange(place.getCellByPosition(0, 0).CellAddress, done)
            height += more

    def _refuse_protected(self) -> None:
        # most of what is done to a protected sheet does nothing and says nothing
        if self.sheet.api.isProtected():
            message = f"the sheet is protected: {self.sheet.name}"
            raise PermissionError(message)


def _shape(block: Block) -> tuple[int, int]:
    return block.bottom - block.top + 1, block.right - block.left + 1
