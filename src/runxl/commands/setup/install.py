"""Puts the add-in where Excel loads it. Run again it changes nothing that is right already."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from runxl.commands.setup.addin import addin_for, shipped
from runxl.commands.setup.applescript import script_for
from runxl.commands.setup.python import answers_alone, compile_packages
from runxl.domain.message import Message, message
from runxl.errors import CallError, FileError
from runxl.hosts.package.saving import replace_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from runxl.commands.setup.places import Places


def install(places: Places, interpreter: str = sys.executable, source: Path | None = None) -> tuple[Message, ...]:
    """Return what was done, in order. Raises CallError or FileError where it cannot be done.

    `interpreter` is the Python that answers the add-in's presses from now on, `source` another add-in than the shipped.
    """
    addin = shipped() if source is None else source
    if not addin.is_file():
        raise FileError("addin-not-shipped", file=str(addin))
    if '"' in interpreter or not interpreter:
        raise CallError("interpreter-unusable", interpreter=interpreter)
    if not answers_alone(interpreter):
        raise CallError("runxl-not-in-interpreter", interpreter=interpreter)
    return tuple(_steps(places, interpreter, addin))


def _steps(places: Places, interpreter: str, addin: Path) -> Iterator[Message]:
    _make_folder(places.folder)
    yield message("install-interpreter", interpreter=interpreter)
    yield message("install-compiled" if compile_packages() else "install-not-compiled")
    if places.script is not None:
        script = script_for(interpreter, str(places.folder))
        yield _put("script", places.script, script.encode("utf-8"))
    yield _put("addin", places.addin, addin_for(interpreter, str(places.folder), addin))
    yield message("install-done")


def _put(what: str, target: Path, data: bytes) -> Message:
    """Write a file where it does not hold these bytes already; return which of the two."""
    if target.is_file() and target.read_bytes() == data:
        return message(f"install-{what}-unchanged", file=str(target))
    _make_folder(target.parent)
    # written, not copied: a copy would carry the mark of where a download came from, which Excel refuses to run
    replace_file(target, data)
    return message(f"install-{what}-written", file=str(target))


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise FileError("folder-not-made", folder=str(folder), reason=fault.strerror or str(fault)) from fault
