"""From one smallest set of wrong cells to the likeliest, and what may stand in place of each of its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runxl.compute.localise import exchanged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from runxl.compute.explaining import Explanation
    from runxl.compute.hitting import Groups
    from runxl.compute.localise import Localisation
    from runxl.compute.swaps import Swap
    from runxl.grid import Address

    Part = list[tuple[Explanation, frozenset[Address]]]


class Ascent:
    """Smallest sets of one system, each with what explains it whole, and numbers that may have changed places."""

    def __init__(
        self, search: Localisation, explain: Callable[[frozenset[Address]], Explanation], swaps: Iterable[Swap]
    ) -> None:
        self._search, self._explain = search, explain
        self._swaps = [frozenset(swap.back) for swap in swaps]

    def parts(self, rivals: Iterable[Explanation]) -> list[Part]:
        """Return for each part its alternatives, the likeliest first, the other parts as the likeliest has them.

        Each comes as the explanation of everything that it belongs to, and its own cells in that. `rivals` explain
        everything as well; where one of them is no smallest set, everything is one part.
        """
        first = self._search.first()
        parts = [] if first is None else self._around(*self._top(first))
        wholes = {explanation.cells: explanation for part in parts for explanation, _ in part}
        others = {rival.cells: rival for rival in rivals if rival.cells not in wholes}
        if others:
            parts = [[(explanation, cells) for cells, explanation in {**wholes, **others}.items()]]
        return [sorted(part, key=lambda alternative: alternative[0].order) for part in parts]

    def _around(self, chosen: frozenset[Address], groups: Groups) -> list[Part]:
        return [[(self._explain(exchanged(chosen, group, own)), own) for own in group] for group in groups]

    def _top(self, chosen: frozenset[Address]) -> tuple[frozenset[Address], Groups]:
        """Return the set that none near it is likelier than, and its groups."""
        while True:
            groups = self._search.groups(chosen)
            best = min(self._near(chosen, groups), key=self._order)
            if best == chosen:
                return chosen, groups
            chosen = best

    def _near(self, chosen: frozenset[Address], groups: Groups) -> Iterator[frozenset[Address]]:
        """Give what one group makes of a set at best, what all groups do, and what numbers that changed places do."""
        together = chosen
        for group in groups:
            own = min(group, key=lambda own: self._order(exchanged(chosen, group, own)))
            together = exchanged(together, group, own)
            yield exchanged(chosen, group, own)
        for other in (together, *(_with(swap, chosen, groups) for swap in self._swaps)):
            if self._search.fits(other):
                yield other

    def _order(self, cells: frozenset[Address]) -> tuple[float, list[Address]]:
        return self._explain(cells).order


def _with(swap: frozenset[Address], chosen: frozenset[Address], groups: Groups) -> frozenset[Address]:
    """Return a set with the numbers that changed places in it, as far as its groups have them."""
    for group in groups:
        own = next((own for own in group if own <= swap), None)
        if own is not None:
            chosen = exchanged(chosen, group, own)
    return chosen
