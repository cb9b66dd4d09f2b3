"""Print how collecting grows with the units and with the files, and what a cluster costs beside this computer's cores.

.venv/bin/python -m bench.scale units|files|dask [size]
"""

from __future__ import annotations

import os
import struct
import sys
import tempfile
from pathlib import Path

from bench.collect import Cost, collected, reading, round_of, tell, tell_steps
from bench.rounds import FIRST_ANSWER, SECONDS_BETWEEN, Shape

_UNITS, _ROWS, _REAL = 7, 20, 210


def main(what: str, size: int | None = None) -> None:
    """Print one of the three tables."""
    with tempfile.TemporaryDirectory() as name:
        match what:
            case "units":
                _units(Path(name), size or 500)
            case "files":
                _files(Path(name), size or 10_000)
            case "dask":
                _dask(Path(name), size or 500)
            case _:
                sys.exit(__doc__)


def _units(folder: Path, units: int) -> None:
    """Print what a round of many units with one file each takes: each number that is taken gets a row of Logg."""
    print(f"{units} files from {units} units, {_ROWS} rows in Rader: {'seconds':>7}{'ratio':>8}")
    master = round_of(folder, Shape(units, _ROWS, 0, units))
    calamine = reading(master.with_name("inkorg"))
    tell("python-calamine reading them", calamine)
    cost = collected(master, units)
    tell_steps(cost, calamine)
    print(f"peak of main {cost.own:.0f} MB, of a worker {cost.workers:.0f} MB")


def _files(folder: Path, most: int) -> None:
    """Print what an inbox takes that grows to so many files, of the same units."""
    master = round_of(folder, Shape(_UNITS, _ROWS, _ROWS, _REAL))
    _multiply(master.with_name("inkorg"), most)
    print(f"files from {_UNITS} units, {_ROWS} rows in each of three tables")
    print(f"{'files':>7}{'seconds':>9}{'ms a file':>11}{'MB, main':>10}{'MB, a worker':>14}")
    for files in (most // 20, most // 5, most):
        cost = collected(master, files)
        whole = cost.steps["whole collect"]
        print(
            f"{files:>7,}{whole:>9.1f}{1000 * whole / files:>11.1f}{cost.own:>10.0f}{cost.workers:>14.0f}", flush=True
        )


def _multiply(inbox: Path, files: int) -> None:
    """Fill an inbox up with workbooks that differ from those in it by the comment of their zip file only."""
    made = sorted(inbox.iterdir())
    for number in range(len(made), files):
        source = made[number % len(made)]
        target = inbox / f"{number:05d}{source.name[5:]}"
        comment = str(number).encode()
        # the last two bytes of a zip file without a comment say that it has none
        target.write_bytes(source.read_bytes()[:-2] + struct.pack("<H", len(comment)) + comment)
        when = FIRST_ANSWER + number * SECONDS_BETWEEN
        os.utime(target, (when, when))


def _dask(folder: Path, files: int) -> None:
    """Print what the same inbox takes on two of this computer's processes, and on a cluster of two workers there."""
    from distributed import LocalCluster  # noqa: PLC0415  (an extra that the other tables do without)

    master = round_of(folder, Shape(_UNITS, _ROWS, _ROWS, files))
    print(f"{files} files from {_UNITS} units, {_ROWS} rows in each of three tables")
    print(f"{'seconds':<20}{'all files':>10}{'base, check':>12}{'whole':>8}")
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        for _ in range(2):
            pool, dask = collected(master, files), collected(master, files, "--scheduler", cluster.scheduler_address)
            _tell_cluster("the pool", pool)
            _tell_cluster("Dask", dask)


def _tell_cluster(what: str, cost: Cost) -> None:
    steps = cost.steps
    print(
        f"{what:<20}{steps['all files']:>10.2f}{steps['base, check and merge']:>12.2f}{steps['whole collect']:>8.2f}",
        flush=True,
    )


if __name__ == "__main__":
    main("".join(sys.argv[1:2]), *map(int, sys.argv[2:]))
