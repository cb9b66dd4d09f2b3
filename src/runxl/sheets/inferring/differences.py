"""Differences between lines: a variance is one line less another, whichever way round, by words and by numbers.

Where costs are written without a minus sign, plus can still mean favourable: then the rows of costs have the two lines
the other way round.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from runxl.compute.relations import RelationKind
from runxl.layout.recognised import Meaning
from runxl.sheets.inferring.believed import Believed, Places, credible, likeliest
from runxl.sheets.inferring.blocks import BY_FORMULA, TOLD, formulas_of
from runxl.sheets.inferring.claims import tempered
from runxl.sheets.inferring.identity import Identity, weigh
from runxl.sheets.inferring.wording import subject

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from runxl.sheets.inferring.table import Line

_OUTCOMES = frozenset({Meaning.ACTUAL, Meaning.FORECAST})
_MOST_UNSAID = 16
_SAMPLE = 24
# no difference stands further from its two lines, and every pair of lines in reach is looked at
_NEAR = 20

_FEWEST_TELLING = 2

# log-odds before any number is looked at
_NAMED, _BESIDE, _SAME_SUBJECT, _ANY = 1.0, 0.5, 1.0, -3.0
_BACKWARDS = -0.5
_TURNED = -2.0
_UNSAID = -8.0


class Costs(NamedTuple):
    """The places of costs, where a difference may be turned: the likelier where costs are written as positive."""

    places: frozenset[int]
    are_positive: bool


def differences(lines: Sequence[Line], places: Places, costs: Costs) -> list[Believed]:
    """Return the likeliest difference for every line that a word or a formula calls one, the surest first.

    Where most lines of a long table are called so, it is what the table is about, and tells nothing of any of them.
    """
    called = [target for target, line in enumerate(lines) if Meaning.VARIANCE in line.meanings or _told_pairs(line)]
    if len(lines) > _MOST_UNSAID and 2 * len(called) > len(lines):
        return []
    found = [best for target in called for best in _best(lines, target, places, costs)]
    return sorted(found, key=lambda best: -best.odds)


def _best(lines: Sequence[Line], target: int, places: Places, costs: Costs) -> Iterator[Believed]:
    others = [line for line in range(max(0, target - _NEAR), min(len(lines), target + _NEAR + 1)) if line != target]
    pairs = combinations(others, 2) if Meaning.VARIANCE in lines[target].meanings else _told_pairs(lines[target])
    candidates = [
        believed._replace(odds=believed.odds + (_TURNED if turned and not costs.are_positive else 0.0))
        for pair in pairs
        if _may_hold(lines, (target, *pair), places)
        for turned in ((), costs.places)
        for identity in _both_ways(target, pair, turned)
        for believed in _weighed(lines, identity, places)
    ]
    best = likeliest(candidates)
    if best is not None:
        yield best


def _told_pairs(line: Line) -> set[tuple[int, int]]:
    """Return the pairs of lines that formulas take from each other, the first first; none of a total or a result."""
    differences_ = (sorted(signs, key=lambda one: one[1]) for signs in formulas_of(line) if not line.is_total)
    return {(one, other) for (more, one), (less, other), *rest in differences_ if more != less and not rest}


def _both_ways(target: int, pair: tuple[int, int], turned: Collection[int]) -> Iterator[Identity]:
    for signs in ((1, -1), (-1, 1)):
        back = (-signs[0], -signs[1])
        yield Identity(RelationKind.VARIANCE, target, tuple(zip(signs, pair, strict=True)), dict.fromkeys(turned, back))


def _weighed(lines: Sequence[Line], identity: Identity, places: Places) -> Iterator[Believed]:
    weighed = weigh(lines, identity, places.all, places.dependent)
    if credible(weighed):
        prior, reason = _prior(lines, identity)
        yield tempered(lines, Believed(identity, weighed.weight + prior, weighed, reason), places.all)


def _prior(lines: Sequence[Line], identity: Identity) -> tuple[float, str]:
    """Return what the words of the three lines and their places say of it before any number is looked at."""
    target = lines[identity.target]
    (more,) = [lines[line] for sign, line in identity.parts if sign > 0]
    (less,) = [lines[line] for sign, line in identity.parts if sign < 0]
    prior = 0.0
    named = bool(more.meanings & _OUTCOMES and Meaning.BUDGET in less.meanings)
    backwards = bool(less.meanings & _OUTCOMES and Meaning.BUDGET in more.meanings)
    if named or backwards:
        prior += _NAMED + (_BACKWARDS if backwards else 0.0)
    else:
        prior += _ANY
    told = any(
        signs == frozenset(zip(identity.coefficients(place), (part for _, part in identity.parts), strict=True))
        for place, signs in target.told.items()
    )
    if told:
        prior = TOLD
    if {identity.target - 2, identity.target - 1} == {line for _, line in identity.parts}:
        prior += _BESIDE
    about = subject(target.heading.text)
    if about and about <= subject(more.heading.text) & subject(less.heading.text):
        prior += _SAME_SUBJECT
    if named or backwards:
        return prior, "inferred-by-variance-words"
    return prior, BY_FORMULA if told else "inferred-by-variance-word"


def _may_hold(lines: Sequence[Line], three: tuple[int, int, int], places: Places) -> bool:
    """Tell whether the difference holds, whichever way round, in half of a few places spread over the table."""
    target, one, other = (lines[line] for line in three)
    step = max(1, len(places.all) // _SAMPLE)
    holds = fails = 0
    for place in places.all[::step]:
        if any(place in line.missing or place in line.unknown for line in (target, one, other)):
            continue
        apart = abs(abs(one.values[place] - other.values[place]) - abs(target.values[place]))
        if 2 * apart <= target.widths[place] + one.widths[place] + other.widths[place]:
            holds += 1
        else:
            fails += 1
    return holds >= fails and holds > 0


def unsaid_differences(lines: Sequence[Line], places: Places, known: Sequence[Believed]) -> list[Believed]:
    """Return the differences that only numbers tell of, each with its last line as the target."""
    if len(lines) > _MOST_UNSAID:
        return []
    targets = {believed.identity.target for believed in known}
    supports = {believed.identity.support for believed in known}
    free = [line for line in range(len(lines)) if line not in targets]
    found: list[Believed] = []
    for target in free:
        candidates = [
            believed._replace(odds=believed.weighed.weight + _UNSAID, reason="inferred-by-numbers")
            for pair in combinations([line for line in free if line < target], 2)
            if frozenset((*pair, target)) not in supports and _may_hold(lines, (target, *pair), places)
            for identity in _both_ways(target, pair, ())
            for believed in _weighed(lines, identity, places)
            if believed.weighed.telling >= _FEWEST_TELLING
        ]
        best = likeliest(candidates)
        if best is not None:
            found.append(best)
    return found
