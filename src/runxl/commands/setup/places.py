"""Where runxl's own files lie on each system."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from runxl.errors import CallError
from runxl.journal import state_folder

if TYPE_CHECKING:
    from collections.abc import Mapping

ADDIN = "runxl.xlam"
SCRIPT = "runxl.applescript"
# what presses and a fault of runxl itself leave in the folder; the undo journal lies there too and is the user's own
FAULT = "fault.txt"
LEFTOVERS = ("answers", "log", "temp", FAULT)
JOURNAL = "journal"


@dataclass(frozen=True, slots=True)
class Places:
    """The add-in that Excel loads at its start, the script that Excel on a Mac may call, and runxl's own folder.

    `script` is None on Windows, where VBA starts programs itself.
    """

    addin: Path
    folder: Path
    script: Path | None = None


def places(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Places:
    """Return where runxl's files lie. Raises CallError on a system without Excel."""
    folder = state_folder(environment, platform).absolute()
    if platform == "win32":
        home = Path(environment.get("USERPROFILE") or Path.home())
        roaming = Path(environment.get("APPDATA") or home / "AppData" / "Roaming")
        # Excel opens what lies here at its start, and trusts it
        return Places(roaming / "Microsoft" / "Excel" / "XLSTART" / ADDIN, folder)
    if platform == "darwin":
        library = Path(environment.get("HOME") or Path.home()) / "Library"
        # Excel is sandboxed: it opens what lies here at its start, and may call scripts from nowhere but its own folder
        office = library / "Group Containers" / "UBF8T346G9.Office" / "User Content.localized"
        scripts = library / "Application Scripts" / "com.microsoft.Excel"
        return Places(office / "Startup.localized" / "Excel" / ADDIN, folder, scripts / SCRIPT)
    raise CallError("setup-no-excel", system=platform)
