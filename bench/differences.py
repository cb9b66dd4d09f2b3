"""Print how long it takes to compare two workbooks: reading both, and finding what differs.

python3 -m bench.differences [ROWS]: so many rows by fourteen columns, 10,000 unless told. One row came in halfway, so
that every formula below it moved, and every hundredth row was changed.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import xlsxwriter

import runxl
from bench.pairs import seconds
from runxl.exchange.differences import differences

if TYPE_CHECKING:
    from runxl.grid import Snapshot

ROWS, ROUNDS, NUMBERS = 10_000, 5, 10
LABELS = {"each row has a label of its own": "Rad {}", "all rows are called the same": "Faktura"}


def workbook(path: Path, rows: int, label: str, *, later: bool) -> None:
    """Write one version: a label, ten numbers and three formulas a row."""
    numbers = list(range(rows))
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Blad1")
        if later:
            numbers.insert(rows // 2, rows)
        for row, number in enumerate(numbers):
            typed = [(number * 7 + place * 3) % 1000 for place in range(NUMBERS)]
            typed[3] += later and number % 100 == 0
            sheet.write_row(row, 0, [label.format(number), *typed])
            for place, formula in enumerate(("B{0}-C{0}", "D{0}-E{0}", "SUM(B{0}:K{0})")):
                sheet.write_formula(row, 1 + NUMBERS + place, "=" + formula.format(row + 1), value=0)


def read_all(files: list[Path]) -> list[Snapshot]:
    """Return every workbook as it stands."""
    return [runxl.open(file).read() for file in files]


def main(rows: int) -> None:
    """Print a line for each sort of table."""
    print(f"{rows:,} rows by {NUMBERS + 4} columns, twice{'':<6}{'read, ms':>10}{'compare, ms':>14}{'found':>8}")
    with tempfile.TemporaryDirectory() as folder:
        for title, label in LABELS.items():
            files = [Path(folder, f"{later}.xlsx") for later in (False, True)]
            for later, file in enumerate(files):
                workbook(file, rows, label, later=bool(later))
            a, b = read_all(files)
            read = statistics.median(seconds(partial(read_all, files)) for _ in range(3))
            compare = statistics.median(seconds(partial(differences, a, b)) for _ in range(ROUNDS))
            print(f"{title:<40}{read * 1000:>10.0f}{compare * 1000:>14.0f}{len(differences(a, b)):>8}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
