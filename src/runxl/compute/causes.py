"""Why a table does not add up: which cells may be wrong, what each should be, and how many other answers there are."""

from __future__ import annotations

import time
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from runxl.compute.ascent import Ascent
from runxl.compute.balance import System
from runxl.compute.consistency import components
from runxl.compute.explaining import Explaining, unexplained
from runxl.compute.localise import Localisation
from runxl.compute.model import Model
from runxl.compute.slips import Cause
from runxl.compute.swaps import most_mending, swapped, swaps
from runxl.compute.tableau import OutOfTime

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from decimal import Decimal

    from runxl.compute.explaining import Explanation, Fit
    from runxl.compute.swaps import Mending, Swap
    from runxl.grid import Address

_Answer = TypeVar("_Answer")
_NOTHING: Mapping[Address, Decimal] = MappingProxyType({})
SECONDS, _FOR_SWAPS = 2.0, 0.25


class Suspect(NamedTuple):
    """A cell that may be wrong and what it should be, as far as the rest of the table tells.

    `suggested` is None where several values fit and no cause prefers one; the true value lies from `low` to `high`
    if only this explanation's cells are wrong. `ties` is how many other explanations fit as well, `rank` this one's
    place among them, 0 the likeliest. What is wrong in one `part` says nothing of another. A `weak` cause fits many
    numbers by chance.
    """

    cell: Address
    cause: Cause
    stated: Decimal
    suggested: Decimal | None
    low: Decimal
    high: Decimal
    ties: int
    rank: int
    part: int
    weak: bool = False


class Diagnosis(NamedTuple):
    """Suspects, each part's likeliest explanation first, all explanations' cells in that order; whether that is all."""

    suspects: tuple[Suspect, ...]
    sets: tuple[frozenset[Address], ...]
    finished: bool


class _Wrong(NamedTuple):
    """What may be wrong in cells that hang together: for each part its explanations, the likeliest first."""

    parts: Sequence[Sequence[tuple[Fit, ...]]]
    finished: bool


def diagnose(system: System, earlier: Mapping[Address, Decimal] = _NOTHING, seconds: float = SECONDS) -> Diagnosis:
    """Return every smallest explanation of what does not add up; nothing where rounding explains it all.

    `earlier` holds what cells showed in another period, where that is known. What is not found within the seconds is
    left out, and the diagnosis is then not finished.
    """
    return _diagnosed(system, earlier, time.monotonic() + seconds)


def _diagnosed(system: System, earlier: Mapping[Address, Decimal], deadline: float) -> Diagnosis:
    soon = time.monotonic() + max(0.0, deadline - time.monotonic()) * _FOR_SWAPS
    mending, in_time = _in_time(lambda: most_mending(system, soon), None)
    if mending is not None:
        rest = _diagnosed(swapped(system, mending.swap), earlier, deadline)
        if not rest.finished or 1 + _errors(rest) < mending.without:
            return _besides(mending, system, rest)
    nothing: tuple[Swap, ...] = ()
    possible, in_time = _in_time(lambda: tuple(swaps(system, soon)), nothing) if in_time else (nothing, False)
    found = [_wrong(part, earlier, possible, deadline) for part in _joined(components(system), possible)]
    parts = [part for wrong in found for part in wrong.parts]
    suspects = (
        _suspect(system, fit, len(part) - 1, rank, number)
        for number, part in enumerate(parts)
        for rank, explanation in enumerate(part)
        for fit in explanation
    )
    return _diagnosis(suspects, finished=in_time and all(wrong.finished for wrong in found))


def _in_time(ask: Callable[[], _Answer], otherwise: _Answer) -> tuple[_Answer, bool]:
    """Return an answer and that there was time for it, or else the other one and that there was not."""
    try:
        return ask(), True
    except OutOfTime:
        return otherwise, False


def _besides(mending: Mending, system: System, rest: Diagnosis) -> Diagnosis:
    """Return two columns that changed places, which is one error, and what is wrong besides."""
    swap, also = mending.swap, _likeliest(rest)
    columns = (
        Suspect(cell, swap.cause, system.numbers[cell].number.value, value, value - width, value + width, 0, 0, 0)
        for cell, value in swap.back.items()
        if cell not in also
        for width in (system.numbers[cell].number.half_width,)
    )
    others = (
        suspect._replace(stated=system.numbers[suspect.cell].number.value, part=suspect.part + 1)
        for suspect in rest.suspects
    )
    return _diagnosis((*columns, *others), finished=rest.finished and mending.alone)


def _errors(found: Diagnosis) -> int:
    """Return how many errors the likeliest explanations are; columns that changed places are one."""
    likeliest = [suspect for suspect in found.suspects if not suspect.rank]
    return len({suspect.part if suspect.cause is Cause.COLUMNS_SWAPPED else suspect.cell for suspect in likeliest})


def _likeliest(found: Diagnosis) -> set[Address]:
    return {suspect.cell for suspect in found.suspects if not suspect.rank}


def _diagnosis(suspects: Iterable[Suspect], *, finished: bool) -> Diagnosis:
    ordered = tuple(sorted(suspects, key=lambda suspect: (suspect.rank > 0, suspect.part, suspect.rank, suspect.cell)))
    return Diagnosis(ordered, _sets(ordered), finished)


def _sets(suspects: Iterable[Suspect]) -> tuple[frozenset[Address], ...]:
    """Return each explanation's cells, in the order of the suspects."""
    sets: dict[tuple[int, int], frozenset[Address]] = {}
    for suspect in suspects:
        place = (suspect.part, suspect.rank)
        sets[place] = sets.get(place, frozenset()) | {suspect.cell}
    return tuple(sets.values())


def _suspect(system: System, fit: Fit, ties: int, rank: int, part: int) -> Suspect:
    stated = system.numbers[fit.cell].number.value
    return Suspect(fit.cell, fit.cause, stated, fit.suggested, fit.low, fit.high, ties, rank, part, fit.weak)


def _wrong(system: System, earlier: Mapping[Address, Decimal], possible: Iterable[Swap], deadline: float) -> _Wrong:
    """Return a part's explanations, and whether there was time for all of them."""
    model = Model(system, deadline)
    explaining = Explaining(model, earlier)
    try:
        if not any(model.broken()) and model.conflict({}) is None:
            return _Wrong((), finished=True)
        within = [swap for swap in possible if swap.back.keys() <= system.numbers.keys()]
        mending = [swap for swap in within if model.conflict(explaining.boxes(swap)) is None]
    except OutOfTime:
        return _Wrong((), finished=False)

    @cache
    def explain(cells: frozenset[Address]) -> Explanation:
        return _in_time(lambda: explaining.whole(cells, within), unexplained(cells))[0]

    search = Localisation(model)
    parts = Ascent(search, explain, within).parts([explaining.swapped(swap) for swap in mending])
    in_time = all(explanation.likelihood for part in parts for explanation, _ in part)
    return _Wrong(
        [[explanation.of(cells) for explanation, cells in part] for part in parts], search.finished and in_time
    )


def _joined(parts: Iterable[System], swaps: Iterable[Swap]) -> list[System]:
    """Return the parts, those that a swap may reach across as one."""
    groups = list(parts)
    for swap in swaps:
        reached = [part for part in groups if not part.numbers.keys().isdisjoint(swap.back)]
        if len(reached) > 1:
            groups = [part for part in groups if part not in reached]
            numbers = {cell: stated for part in reached for cell, stated in part.numbers.items()}
            groups.append(System(numbers, tuple(balance for part in reached for balance in part.balances)))
    return groups
