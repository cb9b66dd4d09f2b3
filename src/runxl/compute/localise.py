"""The smallest sets of cells whose change makes a table consistent: all of them, not one by chance.

Fellegi and Holt (1976), "A systematic approach to automatic edit and imputation": the data should be made to satisfy
all rules by changing the fewest possible fields, here weighted by how far each cell is trusted. Every contradiction
must lose one of its cells, so the search grows sets that hit all contradictions known and asks for one more.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from runxl.compute.tableau import FREE, OutOfTime

if TYPE_CHECKING:
    from collections.abc import Iterable

    from runxl.compute.model import Model
    from runxl.grid import Address

# more are of no help to anybody who looks for the wrong cell
_MOST = 500


class Localised(NamedTuple):
    """Every smallest set of cells that may be wrong, in no order of likelihood; `finished` unless time ran out."""

    sets: tuple[frozenset[Address], ...]
    finished: bool


def localised(model: Model, seconds: float = inf) -> Localised:
    """Return all sets of cells of the least total trust whose change makes a system consistent.

    One empty set where it is consistent as it stands. Where the seconds or the model's time run out, or there are very
    many, the sets found until then.
    """
    search = _Search(model, min(time.monotonic() + seconds, model.deadline), list(model.broken()))
    finished = search.run()
    return Localised(tuple(search.found), finished)


@dataclass
class _Search:
    """The cheapest set first; a set that leaves a contradiction is replaced by one larger set for each of its cells."""

    model: Model
    deadline: float
    conflicts: list[frozenset[Address]]
    found: list[frozenset[Address]] = field(default_factory=list)

    def run(self) -> bool:
        try:
            return self._grow()
        except OutOfTime:
            return False

    def _grow(self) -> bool:
        order = count()
        # of two as cheap the larger first, which is nearer to an answer
        queue: list[tuple[int, int, int, frozenset[Address]]] = [(0, 0, next(order), frozenset())]
        least: float = inf
        seen: set[frozenset[Address]] = set()
        while queue and queue[0][0] <= least:
            if time.monotonic() > self.deadline:
                return False
            least_here, _, _, changed = heappop(queue)
            conflict = self._conflict(changed)
            if conflict is None:
                least = min(least, self._weight(changed))
                self.found.append(changed)
                if len(self.found) == _MOST:
                    return False
                continue
            for cell in sorted(conflict):
                larger = changed | {cell}
                if larger not in seen:
                    seen.add(larger)
                    heappush(queue, (max(least_here, self._least(larger)), -len(larger), next(order), larger))
        return True

    def _conflict(self, changed: frozenset[Address]) -> frozenset[Address] | None:
        """Return the cells of a contradiction that the changed cells leave, the smallest known or else a new one."""
        known = [conflict for conflict in self.conflicts if not conflict & changed]
        if known:
            return min(known, key=len)
        conflict = self.model.conflict(dict.fromkeys(changed, FREE))
        if conflict is not None:
            self.conflicts.append(conflict)
        return conflict

    def _least(self, changed: frozenset[Address]) -> int:
        """Return a trust that no set with these cells can fall below: contradictions without a common cell add up."""
        least, used = self._weight(changed), set(changed)
        for conflict in sorted(self.conflicts, key=len):
            if not conflict & used:
                used |= conflict
                least += min(self._trust(cell) for cell in conflict)
        return least

    def _trust(self, cell: Address) -> int:
        return self.model.system.numbers[cell].trust

    def _weight(self, cells: Iterable[Address]) -> int:
        return sum(map(self._trust, cells))
