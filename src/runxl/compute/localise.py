"""The smallest sets of cells whose change makes a table consistent: all of them, not one by chance.

Fellegi and Holt (1976), "A systematic approach to automatic edit and imputation": the data should be made to satisfy
all rules by changing the fewest possible fields, here weighted by how far each cell is trusted. Every contradiction
must lose one of its cells, so the search takes a lightest set that hits all contradictions known and asks for one more.

Errors that have nothing to do with each other are groups of their own. Each is gone through by itself, the others as
one set has them: ten cells that explain one error and ten that explain another are twenty questions, not a hundred.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from runxl.compute.hitting import Hitting
from runxl.compute.tableau import FREE, OutOfTime

if TYPE_CHECKING:
    from runxl.compute.hitting import Groups
    from runxl.compute.model import Model
    from runxl.grid import Address


class Localisation:
    """The search in one system; `finished` as long as its model's time sufficed, and there were not very many sets."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self.finished = True
        self._hitting = Hitting(lambda cell: model.system.numbers[cell].trust, model.deadline)
        self._fitting: set[frozenset[Address]] = set()
        for conflict in model.broken():
            self._hitting.add(conflict)

    def first(self) -> frozenset[Address] | None:
        """Return a smallest set, empty where the system is consistent as it stands; None where time ran out."""
        try:
            while not self._fits(chosen := self._hitting.lightest()):
                pass
        except OutOfTime:
            self.finished = False
            return None
        return chosen

    def groups(self, chosen: frozenset[Address]) -> Groups:
        """Return by group what may stand in place of a smallest set's own cells, its cells of other groups kept.

        Where time runs out, what was found until then.
        """
        groups: Groups = [[chosen]]
        try:
            while True:
                self._settle(chosen)
                groups, finished = self._hitting.groups(chosen)
                if self._all_fit(chosen, groups):
                    break
        except OutOfTime:
            finished = False
        self.finished &= finished
        return [[own for own in group if exchanged(chosen, group, own) in self._fitting] for group in groups]

    def fits(self, changed: frozenset[Address]) -> bool:
        """Tell whether changing these cells is known, or found out in time, to make the system consistent."""
        try:
            return self._fits(changed)
        except OutOfTime:
            self.finished = False
            return False

    def _fits(self, changed: frozenset[Address]) -> bool:
        if changed in self._fitting:
            return True
        if any(not conflict & changed for conflict in self._hitting.conflicts):
            return False
        conflict = self._model.conflict(dict.fromkeys(changed, FREE))
        if conflict is None:
            self._fitting.add(changed)
            return True
        self._hitting.add(conflict)
        return False

    def _settle(self, chosen: frozenset[Address]) -> None:
        """Find conflicts until every cell that a lightest set holds is known to be in one that fits."""
        for cell in self._hitting.cells:
            while (found := self._hitting.holding(cell, chosen)) is not None and not self._fits(found):
                pass

    def _all_fit(self, chosen: frozenset[Address], groups: Groups) -> bool:
        answers = [self._fits(exchanged(chosen, group, other)) for group in groups for other in group]
        return all(answers)


def exchanged(
    chosen: frozenset[Address], group: list[frozenset[Address]], other: frozenset[Address]
) -> frozenset[Address]:
    """Return a set with another alternative of a group in place of its own."""
    return chosen.difference(*group) | other
