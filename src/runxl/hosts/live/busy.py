"""A program that takes no orders for a while: somebody is typing in a cell, or has a dialog open."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from runxl.errors import WorkbookError

if TYPE_CHECKING:
    from collections.abc import Iterator

# RPC_E_CALL_REJECTED and VBA_E_IGNORE; on a Mac errAETimeout, where Excel has let a minute pass
_TURNED_AWAY = {-2147418111, -2146777998, -1712}


def is_busy(fault: Exception) -> bool:
    """Tell whether a fault is the program's way of turning a call away."""
    # what Excel says of its own exception stands last in a com_error's excepinfo
    told = (getattr(fault, "excepinfo", None) or (None,))[-1]
    numbers = {getattr(fault, "hresult", None), getattr(fault, "errornumber", None), told}
    return not numbers.isdisjoint(_TURNED_AWAY) or type(fault).__name__ == "ExcelBusyError"


@contextmanager
def answering() -> Iterator[None]:
    """Raise WorkbookError where the program turns a call away."""
    try:
        yield
    except Exception as fault:
        if is_busy(fault):
            raise WorkbookError("program-busy") from fault
        raise
