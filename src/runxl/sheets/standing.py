"""How the computed cells stand: typed over, out of date, or not computed yet."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from runxl import language
from runxl.compute.understood import amount_words
from runxl.domain.amount import ZERO, rounded
from runxl.domain.finding import Finding, error, warning
from runxl.grid import CellError
from runxl.layout import words
from runxl.sheets.computed import Computed, content_of, same_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from runxl.grid import Address, Snapshot

_JUDGED_WORDS = frozenset((*words.ATTAINMENT.values(), *words.TREND.values()))

CURED_BY_A_RUN = frozenset(
    {"formula-overwritten", "not-computed", "assessment-out-of-date", "text-out-of-date", "value-differs"}
)
"""The rules of these findings: whoever has runxl presses a button, and nobody else can do anything about them."""

_DECIMALS = 6


def standing_findings(snapshot: Snapshot, cells: Callable[[], Iterable[Computed]]) -> Iterator[Finding]:
    """Give a finding for each computed cell that does not hold what Python computes.

    Cells in which nothing stands or shows yet are counted in one finding: the workbook has not been filled, or it was
    saved by a program that computes nothing. A text counts in any language: `cells` gives them in the one spoken.
    """
    empty: list[Address] = []
    texts: list[tuple[Computed, object]] = []
    # a cell of two commands, as the period on the cover, is given twice
    for computed in {computed.cell: computed for computed in cells()}.values():
        found, wanted = snapshot.content(computed.cell), content_of(computed)
        if found.value is None:
            if wanted.value not in (None, ""):
                empty.append(computed.cell)
        elif computed.formula is None:
            if not same_value(found.value, wanted.value, computed.largest):
                texts.append((computed, found.value))
        elif found.formula is None:
            yield error("formula-overwritten", computed.cell, typed=found.value, value=_shown(wanted.value))
        elif not same_value(found.value, wanted.value, computed.largest):
            is_share = "%" in snapshot.number_format(computed.cell)
            yield _value(computed, found.value, wanted.value, is_share=is_share)
    if texts:
        yield from _texts(texts, cells)
    if empty:
        yield warning("not-computed", empty[0], count=len(empty))


def _texts(texts: Iterable[tuple[Computed, object]], cells: Callable[[], Iterable[Computed]]) -> Iterator[Finding]:
    """Give a finding where a text is out of date, unless it is the right one in another language."""
    translated: set[tuple[Address, object]] = set()
    for one in language.LANGUAGES:
        with language.speaking(one):
            translated.update((computed.cell, computed.value) for computed in cells() if computed.formula is None)
    for computed, found in texts:
        if computed.value in _JUDGED_WORDS:
            yield warning("assessment-out-of-date", computed.cell, found=found, value=computed.value)
        elif (computed.cell, found) not in translated:
            yield warning("text-out-of-date", computed.cell, found=_shown(found), value=_shown(computed.value))


def _value(computed: Computed, found: object, wanted: object, *, is_share: bool) -> Finding:
    if not isinstance(found, Decimal) or not isinstance(wanted, Decimal):
        typed = str(found) if isinstance(found, CellError) else _shown(found)
        return error("value-differs", computed.cell, found=typed, value=_shown(wanted))
    one, other = _brief(found), _brief(wanted)
    if one == other:
        # they differ further out than a reader is spared
        one, other = found, wanted
    sides = [amount_words(side * 100, "%") if is_share else side for side in (one, other)]
    finding = error("value-differs", computed.cell, found=sides[0], value=sides[1])
    return replace(finding, stated=found, computed=wanted, difference=found - wanted, tolerance=ZERO)


def _brief(amount: Decimal) -> Decimal:
    """Return the amount with at most six decimals that say something: none of them is a leading zero."""
    return rounded(amount, _DECIMALS - min(0, amount.adjusted() + 1))


def _shown(value: object) -> object:
    """Return the value, or a dash for a cell that shows nothing."""
    return "–" if value in (None, "") else value
