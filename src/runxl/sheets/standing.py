"""How the computed cells stand: typed over, out of date, or not computed yet."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from runxl.domain.amount import ZERO
from runxl.domain.finding import Finding, error, warning
from runxl.grid import CellError
from runxl.layout import words
from runxl.sheets.computed import Computed, content_of, same_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from runxl.grid import Address, Snapshot

_JUDGED_WORDS = frozenset((*words.ATTAINMENT.values(), *words.TREND.values()))


def standing_findings(snapshot: Snapshot, cells: Iterable[Computed]) -> Iterator[Finding]:
    """Give a finding for each computed cell that does not hold what Python computes.

    Cells in which nothing stands or shows yet are counted in one finding: the workbook has not been filled, or it was
    saved by a program that computes nothing.
    """
    empty: list[Address] = []
    for computed in cells:
        found, wanted = snapshot.content(computed.cell), content_of(computed)
        if found.value is None:
            if wanted.value not in (None, ""):
                empty.append(computed.cell)
        elif computed.formula is None:
            yield from _words(computed, found.value)
        elif found.formula is None:
            yield error("formula-overwritten", computed.cell, typed=found.value, value=_shown(wanted.value))
        elif not same_value(found.value, wanted.value, computed.largest):
            yield _value(computed, found.value, wanted.value)
    if empty:
        yield warning("not-computed", empty[0], count=len(empty))


def _words(computed: Computed, found: object) -> Iterator[Finding]:
    """Give a finding where an attainment or a trend is out of date; other texts may be in another language."""
    if computed.value in _JUDGED_WORDS and found != computed.value:
        yield warning("assessment-out-of-date", computed.cell, found=found, value=computed.value)


def _value(computed: Computed, found: object, wanted: object) -> Finding:
    finding = error(
        "value-differs",
        computed.cell,
        found=str(found) if isinstance(found, CellError) else _shown(found),
        value=_shown(wanted),
    )
    if isinstance(found, Decimal) and isinstance(wanted, Decimal):
        return replace(finding, stated=found, computed=wanted, difference=found - wanted, tolerance=ZERO)
    return finding


def _shown(value: object) -> object:
    """Return the value, or a dash for a cell that shows nothing."""
    return "–" if value in (None, "") else value
