"""What a press costs before it reaches the workbook: `python -m bench.bridge` holds it against importing xlwings."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

from bench.pairs import in_pairs, seconds
from runxl.calc import engine_of, started
from runxl.templates.shipped import template
from tests.bridge.bell import NOBODY, ring

ROUNDS = 15
BOUND = 1.3
REFUSED = 2
ANSWERED = (0, 1)
PRESSES = (
    ("settings", "a press that goes to a sheet"),
    ("run", "a press on Kör allt that fills"),
    ("run", "a press on Kör allt, nothing new"),
    ("undo", "a press on Ångra"),
)

# each line does what a press does and one thing more
_BRIDGE = "import runxl.bridge.door"
_XLWINGS = """
import sys
from runxl.bridge.surroundings import UNUSED
sys.modules.update(dict.fromkeys(UNUSED))
import xlwings
"""
STEPS = {
    "Python itself": "pass",
    "and runxl with its bridge": _BRIDGE,
    "and xlwings, as a press imports it": f"{_BRIDGE}\n{_XLWINGS}",
}


def main() -> None:
    """Print the ratio and what the time goes to."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        pair = in_pairs(lambda: _ring(folder), lambda: _python("import xlwings"), ROUNDS)
    print(
        f"bridge until its first host call / python -I -c 'import xlwings': {pair.ours * 1000:.0f} ms, "
        f"{pair.theirs * 1000:.0f} ms, {pair.ratio:.2f} ({pair.least:.2f}–{pair.largest:.2f}), at most {BOUND}"
    )
    for title, code in STEPS.items():
        print(f"  {title:<36}{_least(code) * 1000:>6.0f} ms")
    _whole_presses()


def _least(code: str) -> float:
    """Return the least time that a Python takes to start and run this."""
    return min(seconds(lambda: _python(code)) for _ in range(ROUNDS))


def _whole_presses() -> None:
    """Print what whole presses cost on the example, open in LibreOffice; each is a process of its own, so cold."""
    office = started()
    try:
        with tempfile.TemporaryDirectory() as place:
            file = Path(place, "rapport.xlsx")
            shutil.copyfile(template("exempel-fiktiv"), file)
            book = next(iter(engine_of(office).apps)).books.open(str(file))
            for command, title in PRESSES:
                took = seconds(partial(_press, Path(place), command, f"uno:{office.pipe}", file))
                print(f"{title:<38}{took * 1000:>6.0f} ms")
            book.close()
    finally:
        office.stop()


def _ring(folder: Path) -> None:
    """Ring the bell; the bridge ends where it would ask Excel for the first time, as there is none, and answers so."""
    _press(folder, "run", NOBODY, Path("/rapport.xlsx"), REFUSED)


def _press(folder: Path, command: str, application: str, book: Path, *statuses: int) -> None:
    status = ring(folder, command, str(book), application=application).exit_status
    if status not in (statuses or ANSWERED):
        message = f"the bridge ended with {status}"
        raise RuntimeError(message)


def _python(code: str) -> None:
    subprocess.run([sys.executable, "-I", "-c", code], check=True)


if __name__ == "__main__":
    main()
