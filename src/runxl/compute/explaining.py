"""What the cells of one explanation should show, and which slip made them what they are."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from runxl.compute.range import INFINITY, range_of
from runxl.compute.relations import RelationKind
from runxl.compute.slips import Cause, Slip, is_weak, scale_slips, typing_slips
from runxl.compute.tableau import FREE, Box
from runxl.domain.amount import ZERO, Printed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from runxl.compute.model import Model
    from runxl.compute.range import Range
    from runxl.compute.swaps import Swap
    from runxl.grid import Address

_TRIED = 3
_CHANCE = 0.1
_FAR = 0.6
_SECOND_ERROR = 0.1
_MISSING, _TWICE, _STALE, _ANOTHER, _ROUNDING, _EMPTY, _OTHER = 0.08, 0.02, 0.04, 0.05, 0.1, 0.08, 0.02
_AGREEING, _CENTRAL = 2, 0.25
_WITHOUT_A_VALUE = frozenset({Cause.NUMBER_MISSING, Cause.UNEXPLAINED})
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


def explained(
    model: Model, cells: frozenset[Address], earlier: Mapping[Address, Decimal], swaps: Iterable[Swap]
) -> Explanation:
    """Return the likeliest causes that together explain why these cells, and only these, are wrong."""
    explanations = [_explanation(_best(model, tuple(sorted(cells)), {}, earlier), 1)]
    for swap in swaps:
        if swap.back.keys() <= cells:
            rest = tuple(sorted(cells - swap.back.keys()))
            held = boxes(model, swap)
            if model.conflict({**held, **dict.fromkeys(rest, FREE)}) is None:
                explanations.append(explained_by(model, swap, _best(model, rest, held, earlier)))
    return max(explanations, key=lambda explanation: explanation.likelihood)


def explained_by(model: Model, swap: Swap, rest: tuple[Fit, ...] = ()) -> Explanation:
    """Return a swap as the explanation, with what explains the rest."""
    fits = []
    for cell, value in sorted(swap.back.items()):
        width = _half_width(model, cell)
        fits.append(Fit(cell, swap.cause, value, value - width, value + width, 1.0))
    return _explanation((*fits, *rest), swap.likelihood * _SECOND_ERROR ** (1 - len(fits)))


def unexplained(cells: Iterable[Address]) -> Explanation:
    """Return an explanation that says nothing but which cells, where there was no time for more."""
    fits = (Fit(cell, Cause.UNEXPLAINED, None, -INFINITY, INFINITY, 0.0) for cell in sorted(cells))
    return Explanation(tuple(fits), 0.0)


def boxes(model: Model, swap: Swap) -> dict[Address, Box]:
    """Return the intervals of numbers that are back in their places."""
    return {cell: model.box(Printed(value, _half_width(model, cell))) for cell, value in swap.back.items()}


def _explanation(fits: tuple[Fit, ...], share: float) -> Explanation:
    return Explanation(fits, share * _likelihood(fits))


def _likelihood(fits: Iterable[Fit]) -> float:
    """Return how likely several slips are together; each one after the first is a rarer thing."""
    product = 1 / _SECOND_ERROR
    for fit in fits:
        product *= fit.likelihood * _SECOND_ERROR
    return product


def _best(
    model: Model, left: tuple[Address, ...], held: Mapping[Address, Box], earlier: Mapping[Address, Decimal]
) -> tuple[Fit, ...]:
    """Return a fit for each cell that is left, the likeliest together, where some cells are held already."""
    if not left:
        return ()
    free = {**held, **dict.fromkeys(left, FREE)}
    model.leave(free)
    choices = max((_fits(model, cell, free, earlier) for cell in left), key=lambda fits: fits[0].likelihood)
    tried = []
    for fit in choices[: _TRIED if len(left) > 1 else 1]:
        others = tuple(cell for cell in left if cell != fit.cell)
        box = model.box(Printed(fit.suggested, _half_width(model, fit.cell))) if fit.suggested is not None else FREE
        tried.append((fit, *_best(model, others, {**held, fit.cell: box}, earlier)))
    return max(tried, key=_likelihood)


def _fits(model: Model, cell: Address, boxes: Mapping[Address, Box], earlier: Mapping[Address, Decimal]) -> list[Fit]:
    """Return the causes that fit a cell, the likeliest first; the last says that none does.

    A cause suggests a number where no other is possible, or where all causes together make it far the likeliest.
    """
    possible = range_of(*model.extremes(cell), _half_width(model, cell), _unit(model, cell))
    agreed = _agreed(model, cell, boxes, possible)
    by_cause: dict[Cause, dict[Decimal, float]] = {}
    strong: set[tuple[Cause, Decimal]] = set()
    doubted = False
    for slip in _slips(model, cell, possible.unit, earlier):
        value = possible.nearest(slip.value, slip.reach)
        if value is None or (slip.cause in _SCALES and not value):
            continue
        weak = slip.weak or abs(value - slip.value) > possible.unit / 2 or possible.centrality(value) < _CENTRAL
        if not possible.holds(value, ends=not weak) or (weak and agreed is not None and value != agreed):
            doubted = True
            continue
        shares = by_cause.setdefault(slip.cause, {})
        shares[value] = shares.get(value, 0.0) + slip.likelihood
        if not weak:
            strong.add((slip.cause, value))
    certain = possible.only if agreed is None or doubted else agreed
    silent = dict(_without_a_value(model, cell, possible.unit, earlier))
    likely = _far_the_likeliest(by_cause.values(), possible)
    fits = [
        Fit(cell, cause, said, possible.low, possible.high, share, weak)
        for cause, share in silent.items()
        for weak in (cause in _WITHOUT_A_VALUE,)
        for said in (certain if weak else possible.only,)
    ]
    for cause, shares in by_cause.items():
        suggested = likely if likely in shares else certain
        weak = not any((cause, value) in strong for value in (shares if suggested is None else (suggested,)))
        fits.append(Fit(cell, cause, suggested, possible.low, possible.high, sum(shares.values()), weak))
    return sorted(fits, key=lambda fit: -fit.likelihood)


def _agreed(model: Model, cell: Address, boxes: Mapping[Address, Box], possible: Range) -> Decimal | None:
    """Return the one number that makes several balances of a cell exact, None where they do not agree on one.

    A balance with another cell that may be anything has no say.
    """
    numbers = model.system.numbers
    said: list[Fraction] = []
    for balance in model.balances_of(cell):
        own, others = Fraction(), Fraction()
        for factor, part in balance.terms():
            box = boxes.get(part)
            if part == cell:
                own += Fraction(factor)
            elif box == FREE:
                break
            else:
                value = numbers[part].number.value
                others += Fraction(factor) * (Fraction(value) if box is None else model.middle(box))
        else:
            if own:
                said.append(-others / own)
    if len(said) < _AGREEING or len(set(said)) > 1 or (said[0] / Fraction(possible.unit)).denominator > 1:
        return None
    value = possible.unit * int(said[0] / Fraction(possible.unit))
    return value if possible.holds(value, ends=True) else None


def _far_the_likeliest(shares: Iterable[Mapping[Decimal, float]], possible: Range) -> Decimal | None:
    """Return the number that most of the likelihood is for, by causes and by rounding; None where there is none."""
    totals: dict[Decimal, float] = {}
    for each in shares:
        for value, share in each.items():
            totals[value] = totals.get(value, 0.0) + share * possible.centrality(value)
    best = max(totals, key=lambda value: totals[value], default=None)
    return best if best is not None and totals[best] >= _FAR * sum(totals.values()) else None


def _without_a_value(
    model: Model, cell: Address, unit: Decimal, earlier: Mapping[Address, Decimal]
) -> Iterator[tuple[Cause, float]]:
    """Give the causes that say nothing of what should stand in the cell, and how likely each is."""
    stated = model.system.numbers[cell].number.value
    if stated and earlier.get(cell) == stated:
        yield Cause.ANOTHER_PERIOD, _ANOTHER
    if not stated:
        yield Cause.NUMBER_MISSING, _EMPTY
    yield Cause.UNEXPLAINED, _OTHER / (10 + float(abs(stated / unit)))


def _slips(model: Model, cell: Address, unit: Decimal, earlier: Mapping[Address, Decimal]) -> Iterator[Slip]:
    stated = model.system.numbers[cell].number.value
    for slip in (*typing_slips(stated), *scale_slips(stated)):
        reach = max(slip.reach, unit / 2) if slip.cause in _SCALES else slip.reach
        yield slip._replace(reach=reach, weak=is_weak(slip.cause, stated, slip.value))
    yield Slip(Cause.ROUNDING, stated, unit, _ROUNDING / 2, weak=True)
    yield from _slips_of_total(model, cell, unit if _half_width(model, cell) else ZERO, earlier)


def _slips_of_total(model: Model, cell: Address, reach: Decimal, earlier: Mapping[Address, Decimal]) -> Iterator[Slip]:
    """Give what a total may have been before a row was left out, counted twice or changed."""
    numbers = model.system.numbers
    stated = numbers[cell].number.value
    for balance in model.balances_of(cell):
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
            before = earlier.get(part)
            if before is not None and before != number.value:
                yield Slip(Cause.STALE_TOTAL, stated + value - factor * before, reach, _STALE / rows)


def _half_width(model: Model, cell: Address) -> Decimal:
    return model.system.numbers[cell].number.half_width


def _unit(model: Model, cell: Address) -> Decimal:
    width = _half_width(model, cell)
    return Decimal(1).scaleb((2 * width).adjusted()) if width else model.unit
