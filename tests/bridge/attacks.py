"""What may come with a workbook by mail in order to run: modules and programs under names that are looked for."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

MARKER = "it-ran"
# modules that runxl, xlwings or Python itself imports, or would import if it found them
MODULES = (
    *("pandas", "numpy", "matplotlib", "runxl", "xlwings", "openpyxl", "uno", "appscript", "win32com", "pythoncom"),
    *("sitecustomize", "usercustomize", "json", "decimal", "logging", "encodings", "rapport", "x"),
)
PROGRAMS = ("python", "python3", "lsappinfo", "tasklist", "soffice", "sh")


def planted(folder: Path) -> Path:
    """Fill a folder with modules, settings and programs that leave a marker when they are used; return the marker."""
    marker = folder / MARKER
    for name in MODULES:
        (folder / f"{name}.py").write_text(f"open({str(marker)!r}, 'a').write({name!r})\n", "utf-8")
    for name in PROGRAMS:
        program = folder / name
        program.write_text(f"#!/bin/sh\necho {name} >> '{marker}'\n", "utf-8")
        program.chmod(0o755)
    python = folder / "python"
    settings = f'"INTERPRETER_WIN","{python}"\n"INTERPRETER_MAC","{python}"\n"PYTHONPATH","{folder}"\n'
    for name in ("xlwings.conf", "runxl.conf", "rapport.conf"):
        (folder / name).write_text(settings, "utf-8")
    (folder / "pyvenv.cfg").write_text(f"home = {folder}\n", "utf-8")
    return marker


def hostile_environment(folder: Path) -> dict[str, str]:
    """Return an environment in which every variable that could lead Python or a library astray does."""
    return {
        **os.environ,
        "PATH": str(folder),
        "PYTHONPATH": str(folder),
        "PYTHONSTARTUP": str(folder / "x.py"),
        "PYTHONHOME": str(folder),
        "PYTHONUSERBASE": str(folder),
        "PYTHONPYCACHEPREFIX": str(folder),
        "PYTHONINSPECT": "1",
        "PYTHONBREAKPOINT": "x.main",
        "PYTHONWARNINGS": "error::x.Warning",
        "PYTHONPLATLIBDIR": str(folder),
        "MPLBACKEND": "module://x",
        "MATPLOTLIBRC": str(folder),
        "XLWINGS_LICENSE_KEY": "noncommercial",
        "XLWINGS_ON_SERVER": "true",
        "INTERPRETER_WIN": str(folder / "python"),
        "TEMP": str(folder),
        "TMP": str(folder),
        "TMPDIR": str(folder),
        "VIRTUAL_ENV": str(folder),
        "RUNXL_STATE": str(folder),
        "UNO_PATH": str(folder),
        "URE_BOOTSTRAP": f"file://{folder}/rc",
    }
