"""Print how quick runxl is, on closed files and in open workbooks, as ratios from one interleaved run; then on totals.

python3 dev.py bench
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import zipfile
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from xml.parsers import expat

import openpyxl

import runxl
from bench import bridge, live
from bench.large import plain_workbook, report
from bench.pairs import Pair, in_pairs, seconds
from runxl.grid import Address, Content, Edit, Plan
from runxl.templates.shipped import template

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS = 100_000
EDITS = 12
SIZES = (10, 100, 1_000, 10_000)
SHORT = (
    ("Wrong numbers found", "totals", "900"),
    ("Tables that nobody prepared", "inference", "20"),
    ("Rounding that adds up", "rounding", "1000"),
    ("Workbooks that come back by mail", "returned", "500"),
    ("A round that is collected", "collect", "50"),
    ("A round of many units", "scale", "units", "50"),
)
"""What is measured, in which module, and what that is asked for: how many tables or files, or how large ones."""


def main() -> None:
    """Measure everything in a temporary folder and print it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["RUNXL_STATE"] = str(folder / "state")
        print(f"Python {sys.version.split()[0]}, {os.cpu_count()} cores\n")
        print("Closed files")
        print(f"{'what':<66}{'ours':>9}{'theirs':>9}{'ratio':>8}  (least–largest), bound")
        _whole_process(folder)
        _patching(folder)
        _growth()
        _open_workbooks()
    _totals()


def _totals() -> None:
    """Print how often totals are understood, explained and rounded rightly, in a short form of their own benches."""
    for title, module, *asked in SHORT:
        print(f"\n{title}", flush=True)
        subprocess.run([sys.executable, "-m", f"bench.{module}", *asked], check=True)


def _open_workbooks() -> None:
    """Print what a press costs in a LibreOffice that is up; without one, say that it is not timed."""
    try:
        print("\nOpen workbooks, in LibreOffice: reading and applying")
        live.main()
        print("\nOpen workbooks, in LibreOffice: the process that a button starts")
        bridge.main()
    except (FileNotFoundError, ModuleNotFoundError) as lacking:
        print(f"not timed: {lacking}")


def _whole_process(folder: Path) -> None:
    source, target = template("exempel-run-2020-04"), folder / "exempel.xlsx"

    def run() -> None:
        shutil.copyfile(source, target)
        subprocess.run([sys.executable, "-m", "runxl", "run", str(target)], stdout=subprocess.DEVNULL, check=False)

    def imports() -> None:
        subprocess.run([sys.executable, "-c", "import pandas, openpyxl"], check=True)

    _tell("runxl run on the example / python -c 'import pandas, openpyxl'", in_pairs(run, imports, 15), 1.0)


def _patching(folder: Path) -> None:
    path, target = folder / "large.xlsx", folder / "patched.xlsx"
    plain_workbook(path, ROWS)
    step = ROWS // EDITS
    edits = (Edit(Address("Data", 1 + number * step, 2), Content(Decimal(number))) for number in range(EDITS))
    plan = Plan(tuple(edits))

    def patch() -> None:
        book = runxl.open(path)
        book.apply(plan)
        book.save(target)

    def parse() -> None:
        with zipfile.ZipFile(path) as package:
            for part in package.namelist():
                expat.ParserCreate().Parse(package.read(part), True)  # noqa: FBT003  (expat's own signature)

    _tell(f"{EDITS} cells into {ROWS:,} rows / openpyxl reading them", in_pairs(patch, _reader(path), 3), 0.2)
    _tell(f"{EDITS} cells into {ROWS:,} rows / unzip and bare expat", in_pairs(patch, parse, 7), 3.0)


def _reader(path: Path) -> Callable[[], object]:
    return lambda: openpyxl.load_workbook(path)


def _growth() -> None:
    print(f"\n{'measures and lines, each':<30}{'run, ms':>10}{'ms a row':>12}")
    for size in SIZES:
        snapshot = report(size)
        rounds = 3 if size >= SIZES[-1] else 7
        median = statistics.median(seconds(partial(runxl.commands.run, snapshot)) for _ in range(rounds))
        print(f"{size:<30,}{median * 1000:>10.1f}{median * 1000 / (2 * size):>12.4f}")


def _tell(what: str, pair: Pair, bound: float) -> None:
    print(
        f"{what:<66}{pair.ours * 1000:>7.0f} ms{pair.theirs * 1000:>6.0f} ms{pair.ratio:>8.2f}"
        f"  ({pair.least:.2f}–{pair.largest:.2f}), at most {bound}"
    )


if __name__ == "__main__":
    main()
