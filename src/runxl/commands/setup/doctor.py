"""What is right and what is wrong with runxl on this computer, a line for each check, with its cure."""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from runxl.commands.setup.addin import Settings, addin_for, settings_in, shipped
from runxl.commands.setup.applescript import script_for
from runxl.commands.setup.policies import bans, forbids_child_processes, windows_registry
from runxl.commands.setup.python import answers_alone
from runxl.domain.message import Message, message
from runxl.errors import RunxlError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runxl.commands.setup.places import Places
    from runxl.commands.setup.policies import Registry

# 3 is the internet, 4 a restricted site; 0 to 2 are this computer and the workplace's own network
_FROM_OUTSIDE = re.compile(r"^ZoneId=[34]\s*$", re.MULTILINE)


class Check(NamedTuple):
    """Whether something is right, and the sentence that says so or tells the cure."""

    ok: bool
    message: Message


def doctor(places: Places, version: str, registry: Registry = windows_registry) -> tuple[Check, ...]:
    """Return every check on this computer, in the order in which a press needs what they check.

    `version` is the one that the add-in should have: this runxl's own.
    """
    return tuple(_checks(places, version, registry))


def _checks(places: Places, version: str, registry: Registry) -> Iterator[Check]:
    installed, addin = _addin(places, version)
    yield addin
    yield _interpreter(installed.interpreter if installed and installed.interpreter else sys.executable)
    yield _writable(places.folder)
    yield _writable(places.addin.parent)
    if places.script is not None:
        yield _script(places, installed)
    else:
        yield _mark(places.addin)
        yield from _trust(registry)
        yield _good("children") if not forbids_child_processes(registry) else _bad("children")


def _good(what: str, **parts: object) -> Check:
    return Check(ok=True, message=message(f"doctor-{what}-ok", **parts))


def _bad(what: str, **parts: object) -> Check:
    return Check(ok=False, message=message(f"doctor-{what}", **parts))


def _addin(places: Places, version: str) -> tuple[Settings | None, Check]:
    """Return what the installed add-in knows, where it can be read, and whether it is as this runxl installs it."""
    file = str(places.addin)
    if not places.addin.is_file():
        return None, _bad("addin-missing", file=file)
    try:
        settings = settings_in(places.addin)
        expected = addin_for(settings.interpreter, str(places.folder), shipped())
    except (OSError, RunxlError):
        return None, _bad("addin-damaged", file=file)
    if settings.version != version:
        return settings, _bad("addin-version", found=settings.version, version=version)
    if places.addin.read_bytes() != expected:
        return settings, _bad("addin-changed", file=file)
    return settings, _good("addin", file=file, version=version)


def _interpreter(interpreter: str) -> Check:
    if not Path(interpreter).is_file():
        return _bad("interpreter-missing", interpreter=interpreter)
    if not answers_alone(interpreter):
        return _bad("interpreter", interpreter=interpreter)
    return _good("interpreter", interpreter=interpreter)


def _writable(folder: Path) -> Check:
    try:
        with tempfile.TemporaryFile(dir=folder):
            return _good("writable", folder=str(folder))
    except OSError:
        return _bad("writable", folder=str(folder))


def _script(places: Places, installed: Settings | None) -> Check:
    file = places.script
    expected = script_for(installed.interpreter, str(places.folder)) if installed else None
    right = file is not None and file.is_file() and file.read_text(encoding="utf-8", errors="replace") == expected
    return (_good if right else _bad)("script", file=str(file))


def _mark(addin: Path) -> Check:
    """Tell whether Windows remembers the add-in as fetched from outside: in a stream of the file beside its content."""
    try:
        mark = Path(f"{addin}:Zone.Identifier").read_text(encoding="utf-8", errors="replace")
    except OSError:
        mark = ""
    return (_bad if _FROM_OUTSIDE.search(mark) else _good)("mark", file=str(addin))


def _trust(registry: Registry) -> Iterator[Check]:
    found = list(bans(registry))
    for ban in found:
        yield _bad(ban.code, key=ban.key, name=ban.name)
    if not found:
        yield _good("trust")
