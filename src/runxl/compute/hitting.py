"""The lightest sets with a cell of every conflict: how light they are, one of them, and all, in groups of their own."""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from itertools import islice
from math import inf
from typing import TYPE_CHECKING

from runxl.compute.independent import independent
from runxl.compute.tableau import look_at_the_clock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from runxl.grid import Address

    Groups = list[list[frozenset[Address]]]

# more are of no help to anybody who looks for the wrong cell
_MOST = 500


class Hitting:
    """Conflicts, each a bit, and the cells that hit them; a set of conflicts is the number with their bits.

    Cells that hit the same conflicts and are trusted alike are one to the search, however many there are.
    """

    def __init__(self, trust: Callable[[Address], int], deadline: float = inf) -> None:
        self._trust, self._deadline = trust, deadline
        self.conflicts: list[frozenset[Address]] = []
        self._hits: dict[Address, int] = defaultdict(int)
        self._near: list[int] = []
        self._cheapest: list[int] = []
        self._narrowest_first: list[tuple[int, int]] = []
        self._too_light: dict[int, int] = {}
        self._kinds: list[tuple[int, int]] = []

    def add(self, conflict: frozenset[Address]) -> None:
        """Let one more conflict be hit."""
        bit, near = 1 << len(self.conflicts), 0
        for cell in conflict:
            near |= self._hits[cell]
            self._hits[cell] |= bit
        for place in _places(near):
            self._near[place] |= bit
        self.conflicts.append(conflict)
        self._near.append(near | bit)
        insort(self._narrowest_first, (len(conflict), len(self._near) - 1))
        self._cheapest.append(min(map(self._trust, conflict)))
        self._kinds = sorted({(hits, self._trust(cell)) for cell, hits in self._hits.items()})

    def lightest(self) -> frozenset[Address]:
        """Return a lightest set that hits every conflict. Raises OutOfTime."""
        return next(self._sets(self._all, self._least(self._all), self.cells))

    def holding(self, cell: Address, near: frozenset[Address]) -> frozenset[Address] | None:
        """Return a lightest set that holds a cell, as near another set as can be; None where no lightest set does.

        Raises OutOfTime.
        """
        left, weight = self._all & ~self._hits[cell], self._least(self._all) - self._trust(cell)
        if weight < 0 or not self._can(left, weight):
            return None
        return next(self._sets(left, weight, self._cells(near))) | {cell}

    def groups(self, near: frozenset[Address]) -> tuple[Groups, bool]:
        """Return lists, one set of each of which makes a lightest set, however they are combined; whether that is all.

        What they have of the lightest set that is near comes first. Conflicts are looked at without the cells that no
        lightest set holds. Raises OutOfTime.
        """
        least = self._least(self._all)
        cells = [
            cell
            for cell in self._cells(near)
            if self._trust(cell) <= least and self._can(self._all & ~self._hits[cell], least - self._trust(cell))
        ]
        groups: Groups = []
        finished = True
        for part in self._apart(frozenset(cells)):
            sets = self._most(part, [cell for cell in cells if self._hits[cell] & part])
            finished &= len(sets) < _MOST
            groups += independent(sets)
        return sorted(groups, key=lambda group: min(map(sorted, group))), finished

    @property
    def cells(self) -> list[Address]:
        """The cells of the conflicts."""
        return sorted(self._hits)

    def _cells(self, near: frozenset[Address]) -> list[Address]:
        return sorted(self._hits, key=lambda cell: (cell not in near, cell))

    def _most(self, part: int, cells: list[Address]) -> list[frozenset[Address]]:
        """Return the lightest sets of these cells for conflicts that these cells can hit, unless there are too many."""
        weight = self._least(part)
        while not (sets := list(islice(self._sets(part, weight, cells), _MOST))):
            weight += 1
        return sets

    @property
    def _all(self) -> int:
        return (1 << len(self.conflicts)) - 1

    def _apart(self, cells: frozenset[Address]) -> Iterator[int]:
        """Give the conflicts by groups without a common one of these cells; what hits a smaller one hits a larger."""
        small: list[tuple[frozenset[Address], int]] = []
        for place, conflict in sorted(enumerate(self.conflicts), key=lambda each: len(each[1] & cells)):
            if not any(other <= conflict for other, _ in small):
                small.append((conflict & cells, 1 << place))
        while small:
            reached, part = small.pop()
            while near := [each for each in small if each[0] & reached]:
                small = [each for each in small if not each[0] & reached]
                reached = reached.union(*(conflict for conflict, _ in near))
                part |= sum(bit for _, bit in near)
            yield part

    def _sets(self, left: int, weight: int, cells: Sequence[Address]) -> Iterator[frozenset[Address]]:
        """Give every set of these cells of this least weight that hits the conflicts left, each once."""
        if not left:
            yield frozenset()
            return
        bit = self._narrowest(left)
        able = [cell for cell in cells if self._hits[cell] & bit]
        for tried, cell in enumerate(able, 1):
            rest, still = weight - self._trust(cell), left & ~self._hits[cell]
            if rest >= 0 and self._can(still, rest):
                others = [other for other in cells if other not in able[:tried]]
                yield from (found | {cell} for found in self._sets(still, rest, others))

    def _least(self, left: int) -> int:
        weight = self._at_least(left)
        while not self._can(left, weight):
            weight += 1
        return weight

    def _can(self, left: int, weight: int) -> bool:
        """Tell whether cells of this weight can hit the conflicts left."""
        if not left or weight <= self._too_light.get(left, 0):
            return not left
        look_at_the_clock(self._deadline)
        if self._at_least(left) <= weight:
            bit = self._narrowest(left)
            moves = {(hits & left, trust) for hits, trust in self._kinds if hits & bit and trust <= weight}
            for hits, trust in sorted(moves, key=lambda move: (-move[0].bit_count(), move)):
                if self._can(left & ~hits, weight - trust):
                    return True
        self._too_light[left] = weight
        return False

    def _at_least(self, left: int) -> int:
        """Return a weight that no set falls below: conflicts without a common cell add up."""
        weight = 0
        for _, place in self._narrowest_first:
            if not left:
                break
            if left >> place & 1:
                weight += self._cheapest[place]
                left &= ~self._near[place]
        return weight

    def _narrowest(self, left: int) -> int:
        """Return the one of the conflicts left that has the fewest cells."""
        return next(1 << place for _, place in self._narrowest_first if left >> place & 1)


def _places(bits: int) -> Iterator[int]:
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
