"""The spreadsheet program that asks: found among those that run by its identity, never started anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runxl.bridge.surroundings import leave_excel_alone
from runxl.errors import CallError

if TYPE_CHECKING:
    import xlwings as xw


def asking(application: str) -> xw.App:
    """Return the program with this identity: `excel:` and its process, or `uno:` and LibreOffice's pipe.

    Raises CallError where it does not run, or runs as another user.
    """
    kind, _, identity = application.partition(":")
    return _excel(int(identity)) if kind == "excel" else _libreoffice(identity)


def _excel(process: int) -> xw.App:
    # not before: it costs more than all else, and the surroundings must be settled first
    import xlwings as xw

    leave_excel_alone()
    if "excel" not in [engine.name for engine in xw.engines]:
        raise CallError("bridge-no-excel")
    try:
        return xw.engines["excel"].apps[process]
    except KeyError as fault:
        raise CallError("bridge-excel-not-found", process=process) from fault


def _libreoffice(pipe: str) -> xw.App:
    from runxl.calc import engine  # noqa: PLC0415  (Excel's users never need it)

    try:
        return next(iter(engine(pipe).apps))
    except ConnectionError as fault:
        raise CallError("bridge-office-not-found", pipe=pipe) from fault
    finally:
        leave_excel_alone()
