"""What the cells of one explanation should show, and which slip made them what they are."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from runxl.compute.range import INFINITY, range_of
from runxl.compute.slipped import Slipped
from runxl.compute.slips import Cause
from runxl.compute.tableau import FREE, Box
from runxl.domain.amount import Printed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal

    from runxl.compute.model import Model
    from runxl.compute.range import Range
    from runxl.compute.swaps import Swap
    from runxl.grid import Address

_TRIED = 3
_CHANCE = 0.1
_FAR = 0.6
_SECOND_ERROR = 0.1
# of a cause that is likelier than this to have made the number, one at the end of what is possible is believed too
_AGREEING, _CENTRAL, _TELLING = 2, 0.25, 0.035
_SCALES = frozenset({Cause.THOUSAND, Cause.MILLION})


class Fit(NamedTuple):
    """What one cell should show: by which cause, how likely that is, and between which true values.

    A `weak` cause fits many numbers by chance.
    """

    cell: Address
    cause: Cause
    suggested: Decimal | None
    low: Decimal
    high: Decimal
    likelihood: float
    weak: bool = False


class Explanation(NamedTuple):
    """Cells that, changed together, make the table consistent."""

    fits: tuple[Fit, ...]
    likelihood: float

    @property
    def cells(self) -> frozenset[Address]:
        """The cells that it says are wrong."""
        return frozenset(fit.cell for fit in self.fits)

    @property
    def weight(self) -> float:
        """What it is ranked by: the likelihood, less for every fit that chance may have made."""
        swaps = any(fit.cause is Cause.CELLS_SWAPPED for fit in self.fits)
        return self.likelihood * _CHANCE ** (swaps + sum(fit.weak for fit in self.fits))

    def of(self, cells: frozenset[Address]) -> tuple[Fit, ...]:
        """Return what it says of these cells."""
        return tuple(fit for fit in self.fits if fit.cell in cells)

    @property
    def order(self) -> tuple[float, list[Address]]:
        """What comes first, the likeliest does, is smaller."""
        return -self.weight, sorted(self.cells)


class Explaining:
    """One table's explanations; `earlier` holds what cells showed in another period, where that is known."""

    def __init__(self, model: Model, earlier: Mapping[Address, Decimal]) -> None:
        self._model, self._slipped = model, Slipped(model, earlier)

    def whole(self, cells: frozenset[Address], swaps: Iterable[Swap]) -> Explanation:
        """Return the likeliest causes that together explain why these cells, and only these, are wrong.

        Raises OutOfTime.
        """
        explanations = [_explanation(self._best(tuple(sorted(cells)), {}), 1)]
        for swap in swaps:
            if swap.back.keys() <= cells:
                rest = tuple(sorted(cells - swap.back.keys()))
                held = self.boxes(swap)
                if self._model.conflict({**held, **dict.fromkeys(rest, FREE)}) is None:
                    explanations.append(self.swapped(swap, self._best(rest, held)))
        return max(explanations, key=lambda explanation: explanation.likelihood)

    def swapped(self, swap: Swap, rest: tuple[Fit, ...] = ()) -> Explanation:
        """Return a swap as the explanation, with what explains the rest."""
        fits = []
        for cell, value in sorted(swap.back.items()):
            width = self._model.half_width(cell)
            fits.append(Fit(cell, swap.cause, value, value - width, value + width, 1.0))
        return _explanation((*fits, *rest), swap.likelihood * _SECOND_ERROR ** (1 - len(fits)))

    def boxes(self, swap: Swap) -> dict[Address, Box]:
        """Return the intervals of numbers that are back in their places."""
        return {cell: self._printed(cell, value) for cell, value in swap.back.items()}

    def _printed(self, cell: Address, value: Decimal) -> Box:
        return self._model.box(Printed(value, self._model.half_width(cell)))

    def _best(self, left: tuple[Address, ...], held: Mapping[Address, Box]) -> tuple[Fit, ...]:
        """Return a fit for each cell that is left, the likeliest together, where some cells are held already."""
        if not left:
            return ()
        free = {**held, **dict.fromkeys(left, FREE)}
        self._model.leave(free)
        likeliest, *others = sorted((self._fits(cell, free) for cell in left), key=lambda fits: -fits[0].likelihood)
        best: tuple[Fit, ...] = ()
        for fit in likeliest[: _TRIED if others else 1]:
            # with one number known the others can only be less likely
            if not best or _likelihood((fit, *(fits[0] for fits in others))) > _likelihood(best):
                rest = tuple(fits[0].cell for fits in others)
                box = FREE if fit.suggested is None else self._printed(fit.cell, fit.suggested)
                found = (fit, *self._best(rest, {**held, fit.cell: box}))
                best = max(best, found, key=_likelihood) if best else found
        return best

    def _fits(self, cell: Address, boxes: Mapping[Address, Box]) -> list[Fit]:
        """Return the causes that fit a cell, the likeliest first; the last says that none does.

        A cause suggests a number where no other is possible, or where all causes together make it far the likeliest.
        """
        possible = range_of(*self._model.extremes(cell), self._model.half_width(cell), self._model.unit_of(cell))
        agreed = self._agreed(cell, boxes, possible)
        by_cause: dict[Cause, dict[Decimal, float]] = {}
        strong: set[tuple[Cause, Decimal]] = set()
        doubted = False
        for slip in self._slipped.slips(cell):
            value = possible.nearest(slip.value, slip.reach)
            if value is None or (slip.cause in _SCALES and not value):
                continue
            at_the_end = possible.centrality(value) < _CENTRAL and slip.likelihood < _TELLING
            weak = slip.weak or abs(value - slip.value) > possible.unit / 2 or at_the_end
            if not possible.holds(value, ends=not weak) or (weak and agreed is not None and value != agreed):
                doubted = True
                continue
            shares = by_cause.setdefault(slip.cause, {})
            shares[value] = shares.get(value, 0.0) + slip.likelihood
            if not weak:
                strong.add((slip.cause, value))
        certain = possible.only if agreed is None or doubted else agreed
        likely = _far_the_likeliest(by_cause.values(), possible)
        fits = [
            Fit(cell, cause, said, possible.low, possible.high, share, weak)
            for cause, share, weak in self._slipped.without_a_value(cell)
            for said in (possible.only if cause is Cause.ANOTHER_PERIOD else certain,)
        ]
        for cause, shares in by_cause.items():
            suggested = likely if likely in shares else certain
            weak = not any((cause, value) in strong for value in (shares if suggested is None else (suggested,)))
            fits.append(Fit(cell, cause, suggested, possible.low, possible.high, sum(shares.values()), weak))
        return sorted(fits, key=lambda fit: -fit.likelihood)

    def _agreed(self, cell: Address, boxes: Mapping[Address, Box], possible: Range) -> Decimal | None:
        """Return the one number that makes several balances of a cell exact, None where they do not agree on one.

        A balance with another cell that may be anything has no say.
        """
        numbers = self._model.system.numbers
        said: list[Fraction] = []
        for balance in self._model.balances_of(cell):
            own, others = Fraction(), Fraction()
            for factor, part in balance.terms():
                box = boxes.get(part)
                if part == cell:
                    own += Fraction(factor)
                elif box == FREE:
                    break
                else:
                    value = numbers[part].number.value
                    others += Fraction(factor) * (Fraction(value) if box is None else self._model.middle(box))
            else:
                if own:
                    said.append(-others / own)
        if len(said) < _AGREEING or len(set(said)) > 1 or (said[0] / Fraction(possible.unit)).denominator > 1:
            return None
        value = possible.unit * int(said[0] / Fraction(possible.unit))
        return value if possible.holds(value, ends=True) else None


def unexplained(cells: Iterable[Address]) -> Explanation:
    """Return an explanation that says nothing but which cells, where there was no time for more."""
    fits = (Fit(cell, Cause.UNEXPLAINED, None, -INFINITY, INFINITY, 0.0) for cell in sorted(cells))
    return Explanation(tuple(fits), 0.0)


def _explanation(fits: tuple[Fit, ...], share: float) -> Explanation:
    return Explanation(fits, share * _likelihood(fits))


def _likelihood(fits: Iterable[Fit]) -> float:
    """Return how likely several slips are together; each one after the first is a rarer thing."""
    product = 1 / _SECOND_ERROR
    for fit in fits:
        product *= fit.likelihood * _SECOND_ERROR
    return product


def _far_the_likeliest(shares: Iterable[Mapping[Decimal, float]], possible: Range) -> Decimal | None:
    """Return the number that most of the likelihood is for, by causes and by rounding; None where there is none."""
    totals: dict[Decimal, float] = {}
    for each in shares:
        for value, share in each.items():
            totals[value] = totals.get(value, 0.0) + share * possible.centrality(value)
    best = max(totals, key=lambda value: totals[value], default=None)
    return best if best is not None and totals[best] >= _FAR * sum(totals.values()) else None
