"""The surroundings that a press runs in: fixed ones, whoever starts it and from where."""

from __future__ import annotations

import atexit
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

# Who the user is, where her things lie, how she writes: nothing here names a program, a library or a module.
_KEPT = frozenset(
    {
        *("HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "__CF_USER_TEXT_ENCODING"),
        *("USERPROFILE", "USERNAME", "USERDOMAIN", "APPDATA", "LOCALAPPDATA", "HOMEDRIVE", "HOMEPATH"),
        *("SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "PROGRAMDATA", "COMPUTERNAME"),
        *("ONEDRIVE", "ONEDRIVECOMMERCIAL", "ONEDRIVECONSUMER", "RUNXL_LANG"),
    }
)

# xlwings imports each of these where it is installed: seconds that no press has use for, and matplotlib lets an
# environment variable name a module to run. `xlwings.pro` is under another licence and never loaded.
UNUSED = ("numpy", "pandas", "polars", "matplotlib", "plotly", "PIL", "xlwings.pro")


def settle(folder: Path) -> None:
    """Make runxl's own folder the current one, keep only harmless variables, and let xlwings import what is needed."""
    temporary = folder / "temp"
    temporary.mkdir(parents=True, exist_ok=True)
    os.chdir(folder)
    kept = harmless(os.environ)
    os.environ.clear()
    os.environ.update(kept)
    os.environ["PATH"] = system_path()
    # pywin32 keeps modules of Python code that it makes in the folder for temporary files, and imports them again
    os.environ.update(dict.fromkeys(("TEMP", "TMP", "TMPDIR"), str(temporary)))
    # None makes the import fail at once, as if it were not installed
    sys.modules.update(dict.fromkeys(UNUSED))  # type: ignore[arg-type]  # typeshed knows modules only


def leave_excel_alone() -> None:
    """Let xlwings, which has been imported, do nothing more when the process ends.

    On Windows it would end every Excel that shows no workbook, also one that is just being started; on
    a Mac it would run a macro called CleanUp, which a workbook that came by mail may have.
    """
    for name in ("xlwings._xlwindows", "xlwings._xlmac"):
        module = sys.modules.get(name)
        if module is not None:
            atexit.unregister(module.cleanup)


def harmless(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the variables that a press may see.

    >>> harmless({"HOME": "/h", "PYTHONPATH": "/x", "MPLBACKEND": "module://x"})
    {'HOME': '/h'}
    """
    return {name: value for name, value in environment.items() if name.upper() in _KEPT}


def system_path() -> str:
    """Return where the system's own programs lie, as xlwings starts one of them on a Mac by its bare name."""
    if sys.platform != "win32":
        return "/usr/bin:/bin:/usr/sbin:/sbin"
    import ctypes  # noqa: PLC0415  (Windows alone tells its folder this way, whatever the environment says)

    buffer = ctypes.create_unicode_buffer(260)
    ctypes.windll.kernel32.GetSystemDirectoryW(buffer, len(buffer))
    return buffer.value
