"""Counts what the live host asks of a program: each member of the engine that xlwings or the host reads or sets."""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING

from runxl.calc.supported import Supported

if TYPE_CHECKING:
    from collections.abc import Iterator

_OUTSIDE = ("xlwings", "runxl.hosts.live")
# what moves cells, or changes a table, and in how many calls; all others ask for a name, a place or a switch
TRANSFERS = {
    "Range.contents": 2,  # the values and the formulas
    "Range.formula": 1,
    "Range.formula =": 1,
    "Range.number_format": 1,
    "Range.number_formats": 1,
    "Range.number_format =": 1,
    "Range.copy": 1,
    "Range.clear_contents": 1,
    "Table.resize": 1,
}


@contextmanager
def counted() -> Iterator[Counter[str]]:
    """Count the calls that are made meanwhile, by kind of object and member."""
    calls: Counter[str] = Counter()
    get, put = Supported.__getattribute__, Supported.__setattr__

    def counting_get(self: Supported, name: str) -> object:
        if not name.startswith("_") and _is_from_outside():
            calls[f"{type(self).__name__}.{name}"] += 1
        return get(self, name)

    def counting_put(self: Supported, name: str, value: object) -> None:
        if not name.startswith("_") and _is_from_outside():
            calls[f"{type(self).__name__}.{name} ="] += 1
        put(self, name, value)

    Supported.__getattribute__ = counting_get  # type: ignore[method-assign,assignment]  # counts as it goes
    Supported.__setattr__ = counting_put  # type: ignore[method-assign]  # counts as it goes
    try:
        yield calls
    finally:
        del Supported.__getattribute__
        Supported.__setattr__ = put  # type: ignore[method-assign]  # counts as it goes


def _is_from_outside() -> bool:
    return str(sys._getframe(2).f_globals["__name__"]).startswith(_OUTSIDE)  # noqa: SLF001  (nothing else tells)


def transfers(calls: Counter[str]) -> int:
    """Return how many of the calls move cells or change a table."""
    return sum(count * TRANSFERS.get(name, 0) for name, count in calls.items())
