"""Takes away what an installation put in place and all that runxl left behind; steps to undo are the user's own."""

from __future__ import annotations

import shutil
from contextlib import suppress
from typing import TYPE_CHECKING

from runxl.commands.setup.places import JOURNAL, LEFTOVERS
from runxl.domain.message import Message, message
from runxl.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from runxl.commands.setup.places import Places


def uninstall(places: Places) -> tuple[Message, ...]:
    """Return what was removed, in order. Raises FileError where Excel holds the add-in open."""
    return tuple(_steps(places))


def _steps(places: Places) -> Iterator[Message]:
    journal = places.folder / JOURNAL
    # the command line undoes with it as well, tab or no tab
    is_kept = any(path.is_file() for path in journal.rglob("*"))
    ours = [places.addin, places.script, *(places.folder / name for name in LEFTOVERS), None if is_kept else journal]
    found = [path for path in ours if path is not None and path.exists()]
    for path in found:
        _remove(path)
        yield message("uninstall-removed", path=str(path))
    # a folder that holds something else stays
    with suppress(OSError):
        places.folder.rmdir()
    if not found:
        yield message("uninstall-nothing")
    if is_kept:
        yield message("uninstall-journal-stays", folder=str(journal))


def _remove(path: Path) -> None:
    try:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    except OSError as fault:
        raise FileError("uninstall-not-removed", file=str(path), reason=fault.strerror or str(fault)) from fault
