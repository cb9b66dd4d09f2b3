"""What is said of cells that may be wrong: never more certain than the numbers are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runxl.domain.finding import UNEXPLAINED
from runxl.domain.message import message
from runxl.grid import Block

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from runxl.domain.finding import Suspect
    from runxl.domain.message import Message
    from runxl.grid import Address

_NUMBER_MISSING = "number-missing"
CELLS_SWAPPED, COLUMNS_SWAPPED = "cells-swapped", "columns-swapped"
_SWAPS = frozenset({CELLS_SWAPPED, COLUMNS_SWAPPED})


def advice_on(
    parts: Sequence[Sequence[Suspect]],
    *,
    rounds: bool | None,
    finished: bool,
) -> Iterator[Message]:
    """Give the sentences about the suspects of each part of a finding.

    `rounds` tells whether rounding takes care of the rest of the table, False where nothing is rounded, None where
    there is more that is wrong.
    """
    for suspects in parts:
        yield from _Part(suspects, rounds=rounds, finished=finished).sentences()
    for suspect in (suspect for suspects in parts for suspect in suspects if not suspect.rank):
        if suspect.formula and suspect.points:
            yield message("suspect-is-formula", cell=suspect.cell)
    if not finished:
        yield message("diagnosis-not-finished")


def cause_words(cause: str) -> Message:
    """Return a cause in words: `två siffror omkastade`."""
    return message(f"cause-{cause}")


class _Part:
    """One part's suspects: the likeliest explanation's, and how the others stand against it."""

    def __init__(self, suspects: Sequence[Suspect], *, rounds: bool | None, finished: bool) -> None:
        self._likeliest = [suspect for suspect in suspects if not suspect.rank]
        self._rounds, self._finished = rounds, finished
        self._known = _has_cause(self._likeliest)
        self._weak = any(suspect.weak and suspect.ties for suspect in self._likeliest)
        self._ties = max(suspect.ties for suspect in suspects)
        self._rivals = max(suspect.rivals for suspect in suspects)

    def sentences(self) -> Iterator[Message]:
        """Give a sentence for each cell that is likeliest wrong; the last one says how certain that is."""
        if not all(suspect.points for suspect in self._likeliest):
            yield self._counted("suspects-too-many", "suspects-too-many-at-least", self._rivals + 1)
            return
        swapped = [suspect for suspect in self._likeliest if suspect.cause in _SWAPS]
        others = [suspect for suspect in self._likeliest if suspect not in swapped]
        if swapped:
            cells, also = _swapped(swapped), "" if others else self._also()
            said = message("certainty-have" if self._is_likely else "certainty-may-have")
            yield message("suspects-swapped", cells=cells, certainty=said, also=also)
        for suspect in others:
            yield self._sentence(suspect, self._also() if suspect is others[-1] else "")
        if self._ties and not self._rivals:
            yield self._counted("suspect-others-without-cause", "suspect-others-without-cause-at-least", self._ties)

    def _counted(self, code: str, at_least: str, count: int) -> Message:
        """Return a sentence that counts explanations: so many, or at least so many where not all were looked for."""
        return message(code if self._finished else at_least, count=count)

    @property
    def _is_likely(self) -> bool:
        return self._known and self._finished and not self._rivals and not self._weak

    def _certainty(self) -> Message:
        if self._is_likely:
            return message("certainty-likely")
        return message("certainty-possible" if self._rivals or self._weak or not self._finished else "certainty-should")

    def _sentence(self, suspect: Suspect, also: Message | str) -> Message:
        why = message("suspect-why", cause=cause_words(suspect.cause)) if suspect.cause != UNEXPLAINED else ""
        said = {"cell": suspect.cell, "stated": suspect.stated, "certainty": self._certainty(), "why": why}
        if suspect.suggested is not None:
            return message("suspect-value", **said, suggested=suspect.suggested, also=also)
        if suspect.low is None or suspect.high is None:
            return message("suspect-open", cell=suspect.cell, stated=suspect.stated, also=also)
        return message("suspect-between", **said, low=suspect.low, high=suspect.high, also=also)

    def _also(self) -> Message | str:
        """Return what ends the last sentence: that others explain it as well, or that the rest then holds."""
        if self._rivals:
            return self._counted("suspect-ties", "suspect-ties-at-least", self._rivals)
        if self._rounds is None or not self._finished:
            return ""
        return message("suspect-rest-rounds" if self._rounds else "suspect-rest-exact")


def rivals_of(suspects: Sequence[Suspect]) -> int:
    """Return how many other explanations of a part are as good as the likeliest: with a cause, where that has one.

    A 0 that may stand where a number is missing is as good as a slip that chance may have made, not as another.
    """
    by_rank: dict[int, list[Suspect]] = {}
    for suspect in suspects:
        by_rank.setdefault(suspect.rank, []).append(suspect)
    likeliest, *others = (by_rank[rank] for rank in sorted(by_rank))
    if not _has_cause(likeliest):
        return len(others)
    weak = any(fit.weak for fit in likeliest)
    return sum(_has_cause(fits) and (weak or all(fit.cause != _NUMBER_MISSING for fit in fits)) for fits in others)


def _has_cause(fits: Sequence[Suspect]) -> bool:
    return bool(fits) and all(fit.cause != UNEXPLAINED for fit in fits)


def _swapped(suspects: Sequence[Suspect]) -> list[Block] | list[Address]:
    """Return what changed places: two cells, or the columns' cells as blocks."""
    cells = sorted(suspect.cell for suspect in suspects)
    return cells if suspects[0].cause == CELLS_SWAPPED else _blocks(cells)


def _blocks(cells: Sequence[Address]) -> list[Block]:
    """Return cells as blocks, those under each other in a column as one."""
    blocks: list[Block] = []
    for cell in sorted(cells, key=lambda cell: (cell.sheet, cell.column, cell.row)):
        below = blocks[-1] if blocks else None
        if below and (below.sheet, below.left, below.bottom + 1) == (cell.sheet, cell.column, cell.row):
            blocks[-1] = below._replace(bottom=cell.row)
        else:
            blocks.append(Block(cell.sheet, cell.row, cell.column, cell.row, cell.column))
    return blocks
