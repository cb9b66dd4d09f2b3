"""Faked home folders: a Windows one and a Mac one, both with what runxl finds on any computer."""

from __future__ import annotations

import sys
import venv
from typing import TYPE_CHECKING

from runxl.commands.setup.places import Places, places

if TYPE_CHECKING:
    from pathlib import Path

SYSTEMS = ("win32", "darwin")
PYTHON = sys.executable


def home(folder: Path, system: str) -> Places:
    """Return where runxl's files lie for a user whose home is this folder."""
    return places({"HOME": str(folder), "USERPROFILE": str(folder)}, system)


def files_in(folder: Path) -> dict[str, bytes]:
    """Return the content of every file below a folder by its path."""
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def bare_python(folder: Path) -> str:
    """Return a Python that has nothing installed."""
    venv.create(folder, with_pip=False, symlinks=sys.platform != "win32")
    return str(folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python"))
