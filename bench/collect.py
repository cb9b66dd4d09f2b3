"""Print what collecting a round costs, against python-calamine merely reading the same files on the same cores.

.venv/bin/python -m bench.collect [files]
"""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from contextlib import redirect_stdout
from functools import wraps
from inspect import isgenerator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import openpyxl
from python_calamine import CalamineWorkbook

from bench.pairs import seconds
from bench.rounds import Shape, answer_round, send_round
from runxl.cli import main as runxl
from runxl.exchange.archive import Archive
from runxl.exchange.gathering import opened
from runxl.exchange.mailbox import Piece, pieces_of_inbox
from runxl.exchange.schedule import in_order, workers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

FILES = 500
_FEW, _UNITS, _ROWS = 50, 7, 200
_CHILD = "--child"


class Cost(NamedTuple):
    """What one collect took: seconds by step, and the most megabytes of this process and of any of the pool's."""

    steps: Mapping[str, float]
    own: float
    workers: float


def main(files: int = FILES) -> None:
    """Print the ratios for seven units with many files each, where the time goes, and what memory it takes."""
    print(f"{'':<34}{'seconds':>9}{'ratio':>8}")
    with tempfile.TemporaryDirectory() as name:
        print(f"{files} files from {_UNITS} units, {_ROWS} rows in each of three tables")
        master = round_of(Path(name), Shape(_UNITS, _ROWS, _ROWS, files))
        inbox = master.with_name("inkorg")
        calamine = reading(inbox)
        tell("python-calamine reading them", calamine)
        tell("read and classify", _all(inbox, opened), calamine, 2)
        few = some(inbox, Path(name) / "openpyxl", _FEW)
        tell(f"openpyxl.load_workbook, {_FEW} of them", whole := _all(few, _openpyxl))
        tell(f"read and classify, {_FEW} of them", _all(few, opened), whole, 0.25)
        cost = collected(master, files)
        tell_steps(cost, calamine, 4)
        least = collected(master, _FEW)
        for what, few_, many in (("main", least.own, cost.own), ("a worker", least.workers, cost.workers)):
            print(f"peak of {what:<12}{few_:>6.0f} MB at {_FEW}, {many:.0f} at {files}: {many / few_:.2f}, at most 1.3")


def round_of(folder: Path, shape: Shape) -> Path:
    """Return a master in a folder, its round sent and its answers in `inkorg` beside it."""
    master = send_round(folder, shape)
    answer_round(master, folder / "inkorg", shape)
    return master


def some(inbox: Path, folder: Path, files: int) -> Path:
    """Return a folder with the first so many files of an inbox."""
    folder.mkdir()
    for file in sorted(inbox.iterdir())[:files]:
        shutil.copy2(file, folder)
    return folder


def reading(inbox: Path) -> float:
    """Return the seconds in which python-calamine reads every file of an inbox, on the same cores."""
    return _all(inbox, _calamine)


def _all(inbox: Path, step: Callable[[Piece], object]) -> float:
    """Return the seconds that a step takes for every file of an inbox, the pool's processes started before."""
    with workers(None, FILES) as (executor, cores):
        list(in_order(step, [next(_pieces(inbox))] * cores * 2, executor, cores))

        def work() -> None:
            for _ in in_order(step, _pieces(inbox), executor, cores):
                pass

        return seconds(work)


def _pieces(inbox: Path) -> Iterator[Piece]:
    return (piece for piece in pieces_of_inbox(inbox) if isinstance(piece, Piece))


def _calamine(piece: Piece) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(piece.data))
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()


def _openpyxl(piece: Piece) -> None:
    openpyxl.load_workbook(io.BytesIO(piece.data))


def collected(master: Path, files: int, *options: str) -> Cost:
    """Return what `runxl collect` costs in a process of its own, with an archive that has received nothing yet."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copy = Path(shutil.copy2(master, folder))
        shutil.copytree(master.with_name(f"{master.stem}-arkiv"), folder / f"{master.stem}-arkiv")
        inbox = some(master.with_name("inkorg"), folder / "inkorg", files)
        call = [sys.executable, "-m", "bench.collect", _CHILD, str(copy), str(inbox), *options]
        surroundings = {**os.environ, "RUNXL_STATE": str(folder / "state")}
        answer = subprocess.run(call, env=surroundings, stdout=subprocess.PIPE, check=True).stdout
    return Cost(**json.loads(answer))


def tell(what: str, took: float, against: float = 0, bound: float = 0) -> None:
    """Print what took how many seconds; with `against`, how many times that it is, and what it may be at most."""
    ratio = f"{took / against:>8.2f}, at most {bound}" if bound else f"{took / against:>8.2f}" if against else ""
    print(f"{what:<34}{took:>9.2f}{ratio}", flush=True)


def tell_steps(cost: Cost, calamine: float, bound: float = 0) -> None:
    """Print the whole of a collect and each of its steps."""
    mine = ("files, read and classify", "whose they are", "archive")
    tell("read, classify, hash and archive", cost.steps["all files"], calamine, bound)
    for name in (*mine, *(name for name in cost.steps if name not in {*mine, "all files"})):
        tell(f"  {'of which ' if name in mine else ''}{name}", cost.steps[name], calamine)


def _child(master: str, inbox: str, *options: str) -> None:
    import resource  # noqa: PLC0415  (does not exist on Windows)

    clock: dict[str, float] = defaultdict(float)
    _time_steps(clock)
    with redirect_stdout(io.StringIO()):
        clock["whole collect"] = seconds(lambda: runxl(["collect", master, inbox, *options]))
    clock["files, read and classify"] = clock["all files"] - clock["whose they are"] - clock["archive"]
    peaks = (resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(json.dumps({"steps": clock, **dict(zip(("own", "workers"), peaks, strict=True))}))


def _time_steps(clock: dict[str, float]) -> None:
    """Let each step of a collect count the seconds that it takes in the main process."""
    from runxl import mailing  # noqa: PLC0415  (only the measured process is changed)
    from runxl.commands import collect, press  # noqa: PLC0415  (as above)
    from runxl.exchange import gathering  # noqa: PLC0415  (as above)

    for owner, function, step in (
        (mailing, "opened", "master read"),
        (collect, "gathered", "all files"),
        (gathering, "identified", "whose they are"),
        (Archive, "keep", "archive"),
        (collect, "_read", "base, check and merge"),
        (collect, "merged", "  the merge alone"),
        (collect, "_taken_in", "master computed"),
        (press.Press, "fill", "master written"),
    ):
        setattr(owner, function, _timed(getattr(owner, function), clock, step))


def _timed(work: Callable[..., object], clock: dict[str, float], step: str) -> Callable[..., object]:
    @wraps(work)
    def timed(*args: object, **kwargs: object) -> object:
        start = time.perf_counter()
        try:
            found = work(*args, **kwargs)
            # what gives one thing after the other does its work while it is asked for them
            return list(found) if isgenerator(found) else found
        finally:
            clock[step] += time.perf_counter() - start

    return timed


if __name__ == "__main__":
    if sys.argv[1:2] == [_CHILD]:
        _child(*sys.argv[2:])
    else:
        main(*map(int, sys.argv[1:]))
