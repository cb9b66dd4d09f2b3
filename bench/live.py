"""Print what a press costs in an open workbook: calls to the program, and time against raw UNO moving the same blocks.

python3 -m bench.live
"""

from __future__ import annotations

import tempfile
from decimal import Decimal
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING, Any

import xlsxwriter

from bench.pairs import in_pairs
from runxl.calc import engine_of, started
from runxl.grid import Address, Content, Edit, Plan
from runxl.hosts.live import LiveBook
from runxl.layout import is_told_by_format
from tests.hosts.calls import counted, transfers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import xlwings as xw

COLUMNS = 12
FILLED = (10, 11, 12)
TIMED = (200, 10_000)
COUNTED = (10, 1_000, 10_000)
BOUND = 2.0


def main() -> None:
    """Measure everything in a LibreOffice of our own and print it."""
    office = started()
    try:
        app = engine_of(office).apps[0]
        with tempfile.TemporaryDirectory() as name:
            _count(app, Path(name))
            _time(app, Path(name))
    finally:
        office.stop()


def _count(app: xw.App, folder: Path) -> None:
    print(f"{'calls to the program':<44}{'rows':>8}{'read':>8}{'apply':>8}  (of these, moving cells)")
    for what, step in (("three columns filled", 1), ("every other row of them typed over", 2)):
        for rows in COUNTED:
            book = _opened(app, folder, rows)
            book.apply(_plan(rows, "number", 0))
            plan = _plan(rows, "number", 1, step)
            with counted() as reading:
                book.read()
            with counted() as writing:
                book.apply(plan)
            print(
                f"{what:<44}{rows:>8,}{sum(reading.values()):>8,}{sum(writing.values()):>8,}"
                f"  ({transfers(reading):,} and {transfers(writing):,})"
            )
            book.book.close()


def _time(app: xw.App, folder: Path) -> None:
    print(f"\n{'live read and apply / raw UNO':<44}{'rows':>8}{'ours':>11}{'theirs':>10}{'ratio':>8}  (least–largest)")
    for kind in ("number", "formula"):
        for rows in TIMED:
            book = _opened(app, folder, rows)
            pair = in_pairs(_ours(book, rows, kind), _theirs(book, rows, kind), _rounds(kind, rows))
            print(
                f"{f'12 columns read, 3 written as {kind}s':<44}{rows:>8,}{pair.ours * 1000:>8.1f} ms"
                f"{pair.theirs * 1000:>7.1f} ms{pair.ratio:>8.2f}"
                f"  ({pair.least:.2f}–{pair.largest:.2f}), at most {BOUND}"
            )
            book.book.close()


def _rounds(kind: str, rows: int) -> int:
    """Return fewer rounds for what takes long: LibreOffice itself needs seconds to compile 30,000 formulas."""
    return 15 if rows < TIMED[-1] else 5 if kind == "number" else 1


def _opened(app: xw.App, folder: Path, rows: int) -> LiveBook:
    """Return a workbook of one table with so many rows."""
    file = folder / f"{rows}.xlsx"
    with xlsxwriter.Workbook(file) as book:
        page = book.add_worksheet("Data")
        headers = [{"header": f"K{column}"} for column in range(1, COLUMNS + 1)]
        page.add_table(0, 0, rows, COLUMNS - 1, {"name": "tblData", "columns": headers})
        for row in range(1, rows + 1):
            page.write_row(row, 0, [f"rad {row}", *(row * 1.25 + column for column in range(1, COLUMNS))])
    return LiveBook(app.books.open(file), is_told_by_format)


def _content(kind: str, row: int, column: int, turn: int) -> Content:
    value = Decimal(row * column + turn)
    return Content(value, f"B{row}*{column}+{turn}" if kind == "formula" else None)


def _plan(rows: int, kind: str, turn: int, step: int = 1) -> Plan:
    places = [(row, column) for row in range(2, rows + 2, step) for column in FILLED]
    return Plan(
        tuple(Edit(Address("Data", row, column), _content(kind, row, column, turn)) for row, column in places),
        confirmed=frozenset(Address("Data", row, column) for row in range(3, rows + 2, step) for column in FILLED)
        if step > 1
        else frozenset(),
    )


def _ours(book: LiveBook, rows: int, kind: str) -> Callable[[], object]:
    plans: Iterator[Plan] = cycle([_plan(rows, kind, turn) for turn in (0, 1)])

    def press() -> None:
        book.read()
        book.apply(next(plans))

    return press


def _theirs(book: LiveBook, rows: int, kind: str) -> Callable[[], object]:
    model = book.book.api
    turns = cycle([_block(rows, kind, turn) for turn in (0, 1)])

    def press() -> None:
        sheet = model.Sheets.getByName("Data")
        whole = sheet.getCellRangeByPosition(0, 0, COLUMNS - 1, rows)
        whole.getDataArray()
        whole.getFormulaArray()
        # apply looks at the block that it writes before and after
        part = sheet.getCellRangeByPosition(FILLED[0] - 1, 1, FILLED[-1] - 1, rows)
        part.getDataArray()
        part.getFormulaArray()
        if kind == "formula":
            part.setFormulaArray(next(turns))
        else:
            part.setDataArray(next(turns))
        part.getDataArray()
        part.getFormulaArray()

    return press


def _block(rows: int, kind: str, turn: int) -> tuple[tuple[Any, ...], ...]:
    contents = [[_content(kind, row, column, turn) for column in FILLED] for row in range(2, rows + 2)]
    if kind == "formula":
        return tuple(tuple(f"={content.formula}" for content in row) for row in contents)
    return tuple(tuple(float(str(content.value)) for content in row) for row in contents)


if __name__ == "__main__":
    main()
