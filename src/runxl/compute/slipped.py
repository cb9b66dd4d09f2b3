"""What the number in a cell may have been before a slip: of the hand, of the unit, or in what a total adds up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runxl.compute.relations import RelationKind
from runxl.compute.slips import Cause, Slip, is_weak, scale_slips, typing_slips
from runxl.domain.amount import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from runxl.compute.model import Model
    from runxl.grid import Address

_MISSING, _TWICE, _STALE, _ANOTHER, _ROUNDING, _EMPTY, _OTHER = 0.08, 0.02, 0.04, 0.05, 0.1, 0.08, 0.02
_SCALES = frozenset({Cause.THOUSAND, Cause.MILLION})


class Slipped:
    """One table's numbers; `earlier` holds what cells showed in another period, where that is known."""

    def __init__(self, model: Model, earlier: Mapping[Address, Decimal]) -> None:
        self._model, self._earlier = model, earlier
        self._known: dict[Address, tuple[Slip, ...]] = {}

    def slips(self, cell: Address) -> tuple[Slip, ...]:
        """Return every number that one slip turns into what the cell states."""
        if cell not in self._known:
            self._known[cell] = (*self._of_number(cell), *self._of_total(cell))
        return self._known[cell]

    def without_a_value(self, cell: Address) -> Iterator[tuple[Cause, float, bool]]:
        """Give the causes that say nothing of what should stand in the cell, how likely each is, and whether weak."""
        stated = self._stated(cell)
        if stated and self._earlier.get(cell) == stated:
            yield Cause.ANOTHER_PERIOD, _ANOTHER, is_weak(Cause.ANOTHER_PERIOD, stated, stated)
        if not stated:
            yield Cause.NUMBER_MISSING, _EMPTY, True
        yield Cause.UNEXPLAINED, _OTHER / (10 + float(abs(stated / self._model.unit_of(cell)))), True

    def _stated(self, cell: Address) -> Decimal:
        return self._model.system.numbers[cell].number.value

    def _of_number(self, cell: Address) -> Iterator[Slip]:
        stated, unit = self._stated(cell), self._model.unit_of(cell)
        for slip in (*typing_slips(stated), *scale_slips(stated)):
            reach = max(slip.reach, unit / 2) if slip.cause in _SCALES else slip.reach
            yield slip._replace(reach=reach, weak=is_weak(slip.cause, stated, slip.value))
        yield Slip(Cause.ROUNDING, stated, unit, _ROUNDING / 2, weak=True)

    def _of_total(self, cell: Address) -> Iterator[Slip]:
        """Give what a total may have been before a row was left out, counted twice or changed."""
        numbers, stated = self._model.system.numbers, self._stated(cell)
        reach = self._model.unit_of(cell) if self._model.half_width(cell) else ZERO
        for balance in self._model.balances_of(cell):
            if balance.target != cell or balance.kind is RelationKind.VARIANCE:
                continue
            rows = len(balance.parts)
            for factor, part in balance.parts:
                number = numbers[part].number
                value = factor * number.value
                weak = is_weak(Cause.ROW_MISSING, number.value, ZERO)
                if abs(number.value) > number.half_width:
                    yield Slip(Cause.ROW_MISSING, stated + value, reach, _MISSING / rows, weak)
                    yield Slip(Cause.ROW_TWICE, stated - value, reach, _TWICE / rows, weak)
                before = self._earlier.get(part)
                if before is not None and before != number.value:
                    yield Slip(Cause.STALE_TOTAL, stated + value - factor * before, reach, _STALE / rows)
