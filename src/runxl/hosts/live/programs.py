"""What xlwings does not offer alike, or not at all, asked of each program in its own words."""

from __future__ import annotations

import sys
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any, Protocol

from runxl.hosts.live.cells import Answered
from runxl.hosts.live.excel import ExcelOnMac, ExcelOnWindows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import xlwings as xw

    from runxl.grid import Block


class Program(Protocol):
    """What the live host asks of a program."""

    # whether a formula is read with its own table's name left out: `[@Utfall]`
    shortens_formulas: bool

    def answered(self, area: xw.Range) -> Answered:
        """Return what a block holds."""

    def formats(self, area: xw.Range) -> Iterable[tuple[Block, str]]:
        """Give the parts of a block whose cells have one number format, with its code; the sheet is not named."""

    def full_name(self, book: xw.Book) -> str:
        """Return the path or the address of a workbook, its bare name where it was never saved."""

    def is_read_only(self, book: xw.Book) -> bool:
        """Tell whether a workbook was opened for reading only."""

    def is_protected(self, sheet: xw.Sheet) -> bool:
        """Tell whether a sheet's cells are protected."""

    def locks(self, area: xw.Range) -> object:
        """Return whether protecting their sheet locks the cells of a block; no truth value where they differ."""

    def has_conversation(self, cell: xw.Range) -> bool:
        """Tell whether a cell has a conversation (a threaded comment), which leaves no room for a note."""

    def add_note(self, cell: xw.Range, text: str) -> None:
        """Leave a note in a cell that has none."""

    def set_note(self, note: xw.main.Note, text: str) -> None:
        """Let a note say something else."""

    def clear_notes(self, area: xw.Range) -> None:
        """Take the notes of all cells of a block away."""

    def is_ready(self, app: xw.App) -> bool:
        """Tell whether the program takes orders: not while somebody edits a cell or answers a dialog."""

    def date1904(self, book: xw.Book) -> bool:
        """Tell whether a workbook counts its days from 1904."""

    def quiet(self, book: xw.Book) -> Any:  # noqa: ANN401  (a context manager)
        """Return a context in which nothing is drawn, computed, announced or filled in by the program itself.

        Who computes by hand has it computed once at its end: what a press tells of is what the sheets show.
        """


def program_of(app: xw.App) -> Program:
    """Return how the program of an application is asked."""
    if app.engine.name == "libreoffice":
        return LibreOffice()
    return ExcelOnWindows() if sys.platform == "win32" else ExcelOnMac()


class LibreOffice:
    """LibreOffice, through our own engine."""

    shortens_formulas = False

    def answered(self, area: xw.Range) -> Answered:
        """See Program."""
        rows, formulas = area.impl.contents
        return Answered(rows, formulas.at)

    def formats(self, area: xw.Range) -> Iterable[tuple[Block, str]]:
        """See Program."""
        return area.impl.number_formats  # type: ignore[no-any-return]  # our own engine gives blocks and codes

    def full_name(self, book: xw.Book) -> str:
        """See Program."""
        return book.fullname

    def is_read_only(self, book: xw.Book) -> bool:
        """See Program."""
        return bool(book.api.isReadonly())

    def is_protected(self, sheet: xw.Sheet) -> bool:
        """See Program."""
        return bool(sheet.api.isProtected())

    def locks(self, area: xw.Range) -> object:
        """See Program."""
        return area.impl.locked

    def has_conversation(self, cell: xw.Range) -> bool:
        """See Program. LibreOffice knows none: what Excel keeps beside one for older programs is a note here."""
        del cell
        return False

    def add_note(self, cell: xw.Range, text: str) -> None:
        """See Program."""
        cell.add_note(text)

    def set_note(self, note: xw.main.Note, text: str) -> None:
        """See Program."""
        note.text = text

    def clear_notes(self, area: xw.Range) -> None:
        """See Program."""
        area.impl.clear_notes()

    def is_ready(self, app: xw.App) -> bool:
        """See Program."""
        del app
        return True

    def date1904(self, book: xw.Book) -> bool:
        """See Program."""
        return int(book.api.NullDate.Year) == 1904  # noqa: PLR2004  (a year)

    @contextmanager
    def quiet(self, book: xw.Book) -> Iterator[None]:
        """See Program."""
        # xlwings' switches are for the whole program, and each asks every open workbook
        model = book.api
        computes = model.isAutomaticCalculationEnabled()
        with ExitStack() as stack:
            model.lockControllers()
            stack.callback(model.unlockControllers)
            model.enableAutomaticCalculation(False)  # noqa: FBT003  (UNO's own signature)
            stack.callback(model.enableAutomaticCalculation, computes)
            yield
            if not computes:
                model.calculate()
