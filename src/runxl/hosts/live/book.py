"""An open workbook that plans can be applied to. Whoever has it open saves it, or does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runxl.errors import WorkbookError
from runxl.hosts.live.busy import answering
from runxl.hosts.live.programs import program_of
from runxl.hosts.live.reading import everywhere, read_snapshot
from runxl.hosts.uncollected import uncollected

if TYPE_CHECKING:
    import xlwings as xw

    from runxl.grid import Plan, Receipt, Snapshot
    from runxl.hosts.live.reading import TellsByFormat


class LiveBook:
    """A workbook that is open in Excel or LibreOffice. What it holds is asked for anew each time.

    `told_by_format` says, by the names of a table and a header, where the number format of a cell tells something:
    each column whose formats are asked for costs a call to the program, or several where they are mixed.
    """

    def __init__(self, book: xw.Book, told_by_format: TellsByFormat = everywhere) -> None:
        self.book = book
        self._told_by_format = told_by_format
        self._program = program_of(book.app)

    @property
    def path(self) -> str:
        """The workbook's full name: its path, or its address on OneDrive or SharePoint."""
        return self._program.full_name(self.book)

    def read(self) -> Snapshot:
        """Return everything that stands in the workbook now."""
        with answering(), uncollected():
            return read_snapshot(self.book, self._program, self._told_by_format)

    def apply(self, plan: Plan) -> Receipt:
        """Write the plan; see `runxl.hosts.Book`.

        The program computes the formulas that are written, so a formula counts as it should be where it is the same,
        whatever it shows. Raises WorkbookError also where the program takes no orders, where a sheet is protected or
        the workbook is open for reading only, and where the program does not take what it is given; what had been
        written is then taken back.
        """
        from runxl.hosts.live.writing import Writing  # noqa: PLC0415  (looking at a workbook writes nothing)

        with answering(), uncollected():
            self._refuse_closed_doors(plan)
            return Writing(self.book, self._program, plan).receipt()

    def _refuse_closed_doors(self, plan: Plan) -> None:
        if not self._program.is_ready(self.book.app):
            raise WorkbookError("program-busy")
        if plan and self._program.is_read_only(self.book):
            raise WorkbookError("book-read-only", book=self.path)
