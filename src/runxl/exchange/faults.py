"""The outermost door of one file that came: where runxl itself fails on it, it is refused and the rest is read."""

from __future__ import annotations

from pathlib import PurePath
from traceback import extract_tb
from typing import TYPE_CHECKING, TypeVar

from runxl.domain.message import message
from runxl.errors import RunxlError

if TYPE_CHECKING:
    from collections.abc import Callable

    from runxl.domain.message import Message

T = TypeVar("T")


def or_refused(step: Callable[[], T], refused: Callable[[Message], T], file: str) -> T:
    """Return what a step makes of a file; where runxl itself fails on it, what is refused with that as the reason.

    What a RunxlError says, and that memory is used up, is for whoever asked.
    """
    try:
        return step()
    except (RunxlError, MemoryError):
        raise
    except Exception as fault:  # noqa: BLE001  (nobody is to lose a round because one file met a fault of ours)
        where = extract_tb(fault.__traceback__)[-1]
        place = f"{PurePath(where.filename).name}:{where.lineno}"
        return refused(message("returned-fault", file=file, fault=f"{type(fault).__name__}: {fault}", place=place))
