"""Print what reading and classifying workbooks that came back costs, against python-calamine merely reading them.

.venv/bin/python -m bench.returned [files]
"""

from __future__ import annotations

import gc
import io
import statistics
import sys
import time
import tracemalloc
from decimal import Decimal
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING

import openpyxl
import xlsxwriter
from python_calamine import CalamineWorkbook

from bench.tables import seeded
from runxl.commands.variances import variances
from runxl.exchange.mailbox import Attachment
from runxl.exchange.returned import Returned, read_returned
from runxl.grid import Address, Content, Edit, Plan, Resize, applied
from runxl.hosts.opening import open_book
from runxl.hosts.package.archive import Archive
from runxl.hosts.package.columns import ColumnReader
from runxl.hosts.package.structure import read_structure
from runxl.layout import ACTIONS, IDENTITY_SHEET, LINES, MEASURES, UNITS
from runxl.templates.shipped import template

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from runxl.grid import Snapshot
    from runxl.layout import TableLayout

FILES = 500
ROWS = 200
_FEW, _TIMED = 50, 60


def workbook(number: int) -> bytes:
    """Return one unit's workbook as Excel saves it: three sheets of 200 rows, 16 columns in the mean, all filled in."""
    snapshot = _filled(number)
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        amount = book.add_format({"num_format": "#,##0"})
        for sheet in snapshot.sheets.values():
            page = book.add_worksheet(sheet.name)
            for (row, column), content in sheet.cells.items():
                value = content.value
                if content.formula is not None:
                    page.write_formula(row - 1, column - 1, f"={content.formula}", amount, value)
                elif isinstance(value, str):
                    page.write_string(row - 1, column - 1, value)
                else:
                    page.write(row - 1, column - 1, value, amount)
            for table in snapshot.tables.values():
                if table.sheet == sheet.name:
                    block = table.block
                    columns = [{"header": header} for header in table.headers]
                    options = {"name": table.name, "columns": columns}
                    page.add_table(block.top - 1, block.left - 1, block.bottom - 1, block.right - 1, options)
    return stream.getvalue()


def _filled(number: int) -> Snapshot:
    snapshot = open_book(template("verksamhet")).read()
    long = tuple(Resize(layout.name, ROWS) for layout in (LINES, MEASURES, ACTIONS))
    edits = [*_edits(snapshot, number), *_identity(snapshot, number)]
    filled = applied(snapshot, Plan(tuple(edits), long))
    return applied(filled, variances(filled).plan)


def _edits(snapshot: Snapshot, number: int) -> Iterator[Edit]:
    unit = f"enhet-{number}"
    rows: Mapping[TableLayout, list[Mapping[str, object]]] = {
        UNITS: [{"id": unit, "label": f"Enhet {number}", "type": "verksamhet"}],
        LINES: [_line(unit, row, number) for row in range(ROWS)],
        MEASURES: [_measure(unit, row) for row in range(ROWS)],
        ACTIONS: [_action(unit, row) for row in range(ROWS)],
    }
    for layout, body in rows.items():
        table = snapshot.tables[layout.name]
        for place, row in enumerate(body, start=table.block.top + 1):
            for key, value in row.items():
                cell = Address(table.sheet, place, table.column(layout.header(key)))
                yield Edit(cell, Content(value if isinstance(value, str) else _decimal(value)))


def _decimal(value: object) -> Decimal:
    return Decimal(str(value))


def _identity(snapshot: Snapshot, number: int) -> Iterator[Edit]:
    for (row, column), content in snapshot.sheets[IDENTITY_SHEET].cells.items():
        if column == 1 and content.value == "workbook_id":
            yield Edit(Address(IDENTITY_SHEET, row, 2), Content(f"{number:08d}"))


def _line(unit: str, row: int, number: int) -> Mapping[str, object]:
    random, sign = seeded(row * 7919 + number), -1 if row % 2 else 1
    amounts = ("actual", "budget", "full_year_forecast", "full_year_budget", "previous_forecast")
    return {
        "id": f"{unit}-{row}",
        "unit": unit,
        "label": f"Rad {row}",
        "type": "kostnad" if row % 2 else "intäkt",
        **{key: sign * random.randint(1, 90_000) / 10 for key in amounts},
        "cause": f"Färre besök än väntat, rad {row}",
    }


def _measure(unit: str, row: int) -> Mapping[str, object]:
    return {
        "id": f"M{row}",
        "goal": f"G{row % 11}",
        "kind": "styrmått",
        "measure": f"Mått {row}",
        "responsible": "EK",
        "unit": unit,
        "target": "80 %",
        "outcome": 50 + row % 50,
        "comment": f"Mätt i juni, {row} svar",
    }


def _action(unit: str, row: int) -> Mapping[str, object]:
    return {
        "id": f"{unit}-å{row}",
        "concerns": unit,
        "cause": "Färre besök",
        "action": f"Åtgärd {row}",
        "effect": 10 * row,
        "responsible": "EK",
        "due": 46_000 + row % 30,
        "status": "påbörjad",
    }


def main(files: int = FILES) -> None:
    """Print the ratio for each file alone, where the time goes, and what many files take."""
    made = [workbook(number) for number in range(_FEW)]
    print(f"{len(made[0]) >> 10} kB a file; milliseconds a file, medians of {_TIMED} interleaved")
    ours, calamine = _interleaved([_ours, _calamine], made)
    (whole,) = _interleaved([_openpyxl], made[:5])
    print(f"{'read and classify':<28}{ours * 1000:>8.1f}")
    print(f"{'python-calamine, same sheets':<28}{calamine * 1000:>8.1f}{ours / calamine:>8.2f}, at most 2")
    print(f"{'openpyxl.load_workbook':<28}{whole * 1000:>8.1f}{ours / whole:>8.2f}, at most 0.25")
    for step, seconds in _steps(made).items():
        print(f"  of which {step:<19}{seconds * 1000:>8.1f}")
    few, many = _peak(made, _FEW), _peak(made, files)
    print(f"memory at its peak, {_FEW} and {files} files: {few:.1f} and {many:.1f} MB{many / few:>6.2f}, at most 1.3")
    for size in (files, 4 * files):
        print(f"{size:>6,} files {_seconds(partial(_all, made, size)):>8.1f} s")


def _attachment(data: bytes) -> Attachment:
    return Attachment("svar.eml » underlag.xlsx", "underlag.xlsx", data, "anna@example.org")


def _ours(data: bytes) -> None:
    if not isinstance(read_returned(_attachment(data)), Returned):
        message = "a workbook was not read"
        raise TypeError(message)


def _calamine(data: bytes) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()


def _openpyxl(data: bytes) -> None:
    openpyxl.load_workbook(io.BytesIO(data))


def _all(made: Sequence[bytes], files: int) -> None:
    for number in range(files):
        _ours(made[number % len(made)])


def _interleaved(steps: Sequence[Callable[[bytes], None]], made: Sequence[bytes]) -> list[float]:
    """Return each step's median seconds a file, the steps taking turns."""
    times: list[list[float]] = [[] for _ in steps]
    for number in range(_TIMED if len(made) == _FEW else len(made)):
        for step, found in zip(steps, times, strict=True):
            gc.collect()
            found.append(_seconds(partial(step, made[number % len(made)])))
    return [statistics.median(found) for found in times]


def _seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def _steps(made: Sequence[bytes]) -> dict[str, float]:
    """Return the median seconds of what reading consists of; classifying is what is left."""
    times: dict[str, list[float]] = {"unzip": [], "parse": [], "hash": [], "classify": []}
    for data in made:
        for step, seconds in _steps_of(data).items():
            times[step].append(seconds)
    return {step: statistics.median(found) for step, found in times.items()}


def _steps_of(data: bytes) -> dict[str, float]:
    whole = _seconds(partial(_ours, data))
    archive = Archive(data, "underlag.xlsx")
    steps = {
        "unzip": _seconds(lambda: [archive.read(name) for name in archive.names]),
        "parse": _seconds(lambda: ColumnReader(archive, read_structure(archive))),
        "hash": _seconds(lambda: sha256(data)),
    }
    return {**steps, "classify": whole - sum(steps.values())}


def _peak(made: Sequence[bytes], files: int) -> float:
    """Return the most megabytes that reading so many files one by one takes, the files themselves left out."""
    gc.collect()
    tracemalloc.start()
    _all(made, files)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
