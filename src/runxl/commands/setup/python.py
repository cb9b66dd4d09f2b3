"""The Python that answers the add-in's presses, asked as the add-in will ask it."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[2]
# what a press imports, in the way that it does; where there is an Excel, xlwings must reach it
_QUESTION = """
import sys
import runxl.bridge.door
from runxl.bridge.surroundings import UNUSED, leave_excel_alone
sys.modules.update(dict.fromkeys(UNUSED))
import xlwings
leave_excel_alone()
print(runxl.__file__)
sys.exit(sys.platform in ("win32", "darwin") and "excel" not in [engine.name for engine in xlwings.engines])
"""
_PATIENCE = 120


def answers_alone(interpreter: str) -> bool:
    """Tell whether this Python, with nothing but what is installed in it, finds this very runxl and xlwings.

    It does not where runxl is found through PYTHONPATH, the current folder or a user's own site-packages: whoever
    writes there would choose what a button runs, and `-I` looks at none of them.
    """
    with tempfile.TemporaryDirectory() as nowhere:
        try:
            done = subprocess.run(  # noqa: S603  (the interpreter itself, and our own words)
                [interpreter, "-I", "-X", "utf8", "-c", _QUESTION],
                cwd=nowhere,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                encoding="utf-8",
                timeout=_PATIENCE,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return False
    found = done.stdout.strip()
    return done.returncode == 0 and bool(found) and Path(found).parent.samefile(_PACKAGE)


def compile_packages() -> bool:
    """Compile runxl and xlwings, as their first import costs seconds without; return whether all of it could be."""
    import compileall  # noqa: PLC0415  (only an installation pays for it)
    import importlib.util  # noqa: PLC0415  (as above)

    folders = [_PACKAGE]
    spec = importlib.util.find_spec("xlwings")
    folders += [Path(place) for place in spec.submodule_search_locations or []] if spec else []
    # each of them, also when one cannot be compiled
    compiled = [bool(compileall.compile_dir(folder, quiet=2)) for folder in folders]
    return all(compiled)
