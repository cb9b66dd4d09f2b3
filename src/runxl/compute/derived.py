"""A system in the numbers that people type: what a formula derives from them is no number that somebody got wrong."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from runxl.compute.balance import Balance, System
from runxl.compute.relations import RelationKind
from runxl.domain.amount import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from runxl.grid import Address

_ONE = Decimal(1)
_WIDEST = 100


class Derivation:
    """What each derived cell is the sum of, by the balance that its formula keeps."""

    def __init__(self, definitions: Mapping[Address, Balance]) -> None:
        self._definitions = definitions
        self._known: dict[Address, Mapping[Address, Decimal]] = {}

    def behind(self, cell: Address) -> Mapping[Address, Decimal]:
        """Return the typed cells whose sum a cell is, each with its coefficient; the cell itself where it is typed."""
        if cell not in self._known:
            # a formula that leads back to itself is taken for typed where the circle is met
            self._known[cell] = {cell: _ONE}
            definition = self._definitions.get(cell)
            if definition is not None:
                self._known[cell] = self._total(definition.parts)
        return self._known[cell]

    def typed(self, system: System) -> System:
        """Return the system without derived cells.

        Balances that their formulas keep whatever is typed are left out, as are those between so many typed cells that
        any of them may be wrong.
        """
        kept = {id(balance) for balance in self._definitions.values()}
        balances = tuple(
            rewritten
            for balance in system.balances
            if id(balance) not in kept and (rewritten := self._rewritten(balance)) is not None
        )
        used = dict.fromkeys(cell for balance in balances for _, cell in balance.terms())
        return System({cell: system.numbers[cell] for cell in used}, balances)

    def _rewritten(self, balance: Balance) -> Balance | None:
        cells = [cell for _, cell in balance.terms()]
        if self._definitions.keys().isdisjoint(cells):
            return balance
        total = self._total(balance.terms())
        if not total or len(total) > _WIDEST:
            return None
        # of rows in tkr and a total in mnkr, one that is counted as it stands
        target = min(total, key=lambda cell: (abs(abs(total[cell]) - _ONE), cell))
        scale = -_ONE / total[target]
        parts = tuple((scale * factor, cell) for cell, factor in total.items() if cell != target)
        return Balance(RelationKind.VARIANCE, target, parts, abs(scale) * balance.slack) if parts else None

    def _total(self, terms: Iterable[tuple[Decimal, Address]]) -> dict[Address, Decimal]:
        total: dict[Address, Decimal] = {}
        for factor, cell in terms:
            for typed, share in self.behind(cell).items():
                total[typed] = total.get(typed, ZERO) + factor * share
        return {cell: factor for cell, factor in total.items() if factor}
