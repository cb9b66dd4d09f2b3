"""Which lines a total may be the sum of: the lines next to it, up or down, that no other total has summed already."""

from __future__ import annotations

from itertools import accumulate, count, islice, takewhile
from typing import TYPE_CHECKING, NamedTuple

from runxl.compute.relations import RelationKind
from runxl.layout.recognised import Meaning
from runxl.sheets.inferring.signs import meanings_of, sign_patterns

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from runxl.domain.line import CostSign
    from runxl.sheets.inferring.table import Line, Signs

UP, DOWN = -1, 1
BY_INDENT = {UP: "inferred-by-indent-over", DOWN: "inferred-by-indent"}
UNSAID = frozenset({"inferred-by-bold", "inferred-by-numbers"})
"""Reasons that are no word and no place: numbers must bear them out in several places, and they claim nothing."""

BY_FORMULA = "inferred-by-formula"
TOLD = 5.0
"""The log-odds that a formula in one place says what the whole line is the sum of."""

FARTHEST = 40
_PROBES = 2
_PAIR = 2
_NEAREST_ENDS = 4
_PLAINER_ELSEWHERE = (-1, 1)
"""The signs of the nearer and the farther of two lines: then the farther is the plain sum of the others."""

# log-odds before any number is looked at
_NEAREST, _NATURAL, _WORDED = 0.5, 0.0, -3.0
_BELOW = -1.0
_INDENTED = 0.5
_BALANCE = 0.5
_ONLY_TOTALS = -1.0
_UNSAID_NATURAL, _UNSAID = -5.0, -8.0
_BOLD = 2.0
_ONLY_ONE = 2.0
_BOTH_NAMED = 3.0


class Guess(NamedTuple):
    """Lines and coefficients that a target may be the sum of, and its log-odds before the numbers are looked at."""

    kind: RelationKind
    parts: tuple[tuple[int, int], ...]
    prior: float
    reason: str


class Sought(NamedTuple):
    """A line whose parts are sought, the places where it is least likely met by chance, and how many parts at most."""

    target: int
    probes: Sequence[int]
    most: int


def owners(lines: Sequence[Line]) -> dict[int, int]:
    """Return by line the one it is part of by layout: the last less indented one, or the row that it is of which.

    Of rows that are set in over their sum it is the next one that is set in less.
    """
    found = _owners_below(lines)
    above: list[int] = []
    for number, line in enumerate(lines):
        of_which = Meaning.OF_WHICH in line.meanings
        while above and not (
            lines[above[-1]].heading.indent < line.heading.indent
            or (of_which and Meaning.OF_WHICH not in lines[above[-1]].meanings)
        ):
            above.pop()
        if above:
            found[number] = above[-1]
        above.append(number)
    return found


def _owners_below(lines: Sequence[Line]) -> dict[int, int]:
    found: dict[int, int] = {}
    below: list[int] = []
    for number in reversed(range(len(lines))):
        while below and lines[below[-1]].heading.indent_over >= lines[number].heading.indent_over:
            below.pop()
        if below:
            found[number] = below[-1]
        below.append(number)
    return found


def walk(lines: Sequence[Line], parent: Mapping[int, int], target: int, way: int, most: int) -> list[int]:
    """Return the lines that a target may be the sum of, nearest first: those that no total has summed.

    It ends at the target's own total and its fellow parts, or when there are `most` of them.
    """
    above = set(ancestors(parent, target))
    fellow = parent.get(target)
    found: list[int] = []
    place = target + way
    while 0 <= place < len(lines) and len(found) < most:
        summed = parent.get(place)
        if place in above or (summed is not None and summed == fellow):
            break
        if summed is None:
            found.append(place)
        place += way
    return found


def ancestors(parent: Mapping[int, int], line: int) -> Iterator[int]:
    """Give the line's total, that total's total and so on."""
    while line in parent:
        line = parent[line]
        yield line


def guesses(
    lines: Sequence[Line], parent: Mapping[int, int], sought: Sought, written: CostSign | None
) -> Iterator[Guess]:
    """Give every sum worth weighing: those that words and layout suggest, and those that the probed numbers fit.

    `written` is how the table writes costs.
    """
    target, probes, most = sought
    told = formulas_of(lines[target])
    for way in (UP, DOWN):
        near = walk(lines, parent, target, way, most)
        for parts, prior, reason in _blocks(lines, target, near, probes, way):
            ordered = sorted(parts)
            named = len(parts) == _PAIR and _name_each_other(*(lines[part] for part in ordered))
            for signs, odds in sign_patterns(lines[target], [lines[part] for part in ordered], written):
                if reason in UNSAID and signs[::way] == _PLAINER_ELSEWHERE:
                    continue
                kind = RelationKind.RESULT if min(signs) < 0 else _kind(lines[target], way)
                guess = Guess(kind, tuple(zip(signs, ordered, strict=True)), prior + odds + named * _BOTH_NAMED, reason)
                yield _borne_out(guess) if frozenset(guess.parts) in told else guess
    for signed in told:
        yield _told_guess(lines[target], target, signed)


def formulas_of(line: Line) -> frozenset[Signs]:
    """Return which lines its formulas say that a line is the sum of; they may differ from place to place."""
    return frozenset(line.told.values())


def _borne_out(guess: Guess) -> Guess:
    reason = BY_FORMULA if guess.reason in UNSAID else guess.reason
    return guess._replace(prior=max(guess.prior, 0.0) + TOLD, reason=reason)


def _told_guess(line: Line, target: int, signed: Signs) -> Guess:
    parts = tuple(sorted((part, sign) for sign, part in signed))
    above = parts[-1][0] < target
    kind = RelationKind.RESULT if any(sign < 0 for _, sign in parts) else _kind(line, UP if above else DOWN)
    return Guess(kind, tuple((sign, part) for part, sign in parts), TOLD, BY_FORMULA)


def _blocks(
    lines: Sequence[Line], target: int, near: Sequence[int], probes: Sequence[int], way: int
) -> Iterator[tuple[Sequence[int], float, str]]:
    """Give every block of lines that the target may be the sum of, its log-odds, and why it is thought of."""
    said = lines[target].is_total
    fitting = _fitting(lines, target, near, probes)
    ends = (length for length in range(_PAIR, len(near) + 1) if _is_natural_end(lines, target, near, length))
    nearest = list(islice(ends, _NEAREST_ENDS)) if said else []
    for length in sorted(fitting.union(nearest)):
        natural = _is_natural_end(lines, target, near, length)
        prior = _prior(said=said, way=way, natural=natural, first=length in nearest[:1])
        prior += _BOLD if lines[target].heading.bold and not said else 0.0
        unsaid = "inferred-by-bold" if lines[target].heading.bold else "inferred-by-numbers"
        if length == len(near) and _is_only_total(lines, target, near, way):
            yield near, prior + _ONLY_ONE, "inferred-by-only-total-word"
        else:
            yield near[:length], prior, "inferred-by-total-word" if said else unsaid
    totals = [line for line in near if lines[line].is_total] if said and way == UP else []
    if _PAIR <= len(totals) < len(near):
        # a grand total, where the rows beneath a subtotal are not understood
        yield totals, _ONLY_TOTALS, "inferred-by-total-word"
    opening = [place for place, line in enumerate(near) if Meaning.OPENING in lines[line].meanings]
    if way == UP and Meaning.CLOSING in lines[target].meanings and opening and opening[0]:
        yield near[: opening[0] + 1], _BALANCE, "inferred-by-balance-words"
    indented = list(takewhile(lambda line: _is_set_in(lines[line], lines[target], way), near))
    if len(indented) >= _PAIR:
        yield indented, _INDENTED, BY_INDENT[way]


def _is_set_in(line: Line, target: Line, way: int) -> bool:
    if way == DOWN:
        return line.heading.indent > target.heading.indent
    return line.heading.indent_over > target.heading.indent_over


def _is_only_total(lines: Sequence[Line], target: int, near: Sequence[int], way: int) -> bool:
    """Tell whether a table has one line that is called a total, the first or the last."""
    outermost = len(lines) - 1 if way == UP else 0
    said = Meaning.TOTAL in lines[target].meanings
    return said and target == outermost and not any(lines[line].is_total for line in near)


def _prior(*, said: bool, way: int, natural: bool, first: bool) -> float:
    if not said:
        return _UNSAID_NATURAL if natural else _UNSAID
    prior = (_NEAREST if first else _NATURAL) if natural else _WORDED
    return prior + (_BELOW if way == DOWN else 0.0)


def _is_natural_end(lines: Sequence[Line], target: int, near: Sequence[int], length: int) -> bool:
    """Tell whether a sum may take so many of the lines nearby: the layout says that something ends there."""
    if length == len(near):
        return True
    last, following = lines[near[length - 1]], lines[near[length]]
    return (
        last.heading.section != following.heading.section
        or last.is_total is not following.is_total
        or (last.is_total and Meaning.RESULT in last.meanings)
        or _is_other_side(lines[target], following)
        or (lines[target].heading.bold and last.heading.bold is not following.heading.bold)
        or following.heading.indent <= lines[target].heading.indent < last.heading.indent
        or following.heading.indent_over <= lines[target].heading.indent_over < last.heading.indent_over
    )


def _is_other_side(target: Line, line: Line) -> bool:
    """Tell whether one line is of revenues and the other of costs, as a total of costs ends where revenues begin."""
    return len(meanings_of(target)) == 1 == len(meanings_of(line)) and meanings_of(target) != meanings_of(line)


def _fitting(lines: Sequence[Line], target: int, near: Sequence[int], probes: Sequence[int]) -> set[int]:
    """Return how many of the lines nearby add up to the target in a probed place, or would as a difference of two."""
    lengths: set[int] = set()
    for probe in probes[:_PROBES]:
        stated = 2 * lines[target].values[probe]
        width = lines[target].widths[probe]
        values = [2 * lines[line].values[probe] for line in near]
        widths = [lines[line].widths[probe] for line in near]
        sums = zip(count(1), accumulate(values), accumulate(widths, initial=width), strict=False)
        lengths.update(length for length, total, reach in sums if -reach - width <= total - stated <= reach + width)
        if len(near) >= _PAIR and abs(abs(values[0] - values[1]) - abs(stated)) <= width + widths[0] + widths[1]:
            lengths.add(_PAIR)
    return {length for length in lengths if length >= _PAIR}


def _name_each_other(one: Line, other: Line) -> bool:
    """Tell whether a label names the other line: "Resultat före avskrivningar" and "Avskrivningar"."""
    texts = sorted((one.heading.text.casefold(), other.heading.text.casefold()), key=len)
    return bool(texts[0]) and texts[0] in texts[1]


def _kind(target: Line, way: int) -> RelationKind:
    if Meaning.RESULT in target.meanings:
        return RelationKind.RESULT
    if Meaning.TOTAL in target.meanings or way == UP:
        return RelationKind.TOTAL
    return RelationKind.OF_WHICH
