"""Which row or column of one version is which of the other, where some came in, went, moved or were changed."""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence

Pairs: TypeAlias = dict[int, int]
Alike: TypeAlias = "Callable[[int, int], bool]"

# beyond this, equal keys are told apart by their order: comparing each with each would take minutes
_MOST_COMPARISONS = 2_000_000
_FURTHEST = 50
_IN_A_ROW = 3
_Gap: TypeAlias = tuple[int, int, int, int]


def aligned(one: Sequence[Hashable], other: Sequence[Hashable], alike: Alike) -> Pairs:
    """Return the places in `other` by those in `one` that are the same row or column.

    Equal keys in the same order are paired, then keys that each side has once, wherever they stand, then those that
    lie in the same gap and are `alike`. Where several pairs are as good, those hold that come first in `one`.

    >>> aligned(["a", "b", "c"], ["c", "a", "new", "b"], lambda i, j: False)
    {0: 1, 1: 3, 2: 0}
    """
    pairs: Pairs = {}
    gaps = [gap for wide in _gaps(one, other, pairs) for gap in _narrowed(one, other, wide, pairs)]
    _pair_moved(one, other, pairs)
    taken = set(pairs.values())
    for begin, end, start, stop in gaps:
        here = [i for i in range(begin, end) if i not in pairs]
        there = [j for j in range(start, stop) if j not in taken]
        pairs.update(_changed(here, there, alike))
    return dict(sorted(pairs.items()))


def _gaps(one: Sequence[Hashable], other: Sequence[Hashable], pairs: Pairs) -> Iterator[_Gap]:
    """Pair what is equal as the sides are walked side by side, and give the gaps between."""
    i = j = 0
    while i < len(one) and j < len(other):
        if one[i] == other[j]:
            pairs[i] = j
            i, j = i + 1, j + 1
            continue
        over = _met_again(one, other, i, j)
        if over is None:
            break
        yield i, i + over[0], j, j + over[1]
        i, j = i + over[0], j + over[1]
    yield i, len(one), j, len(other)


def _met_again(one: Sequence[Hashable], other: Sequence[Hashable], i: int, j: int) -> tuple[int, int] | None:
    """Return how much of each side to step over until several keys in a row are equal; None where that is far off."""
    for steps in range(1, _FURTHEST):
        for over in range(steps + 1):
            first, second = i + over, j + steps - over
            ahead = one[first : first + _IN_A_ROW]
            if len(ahead) == _IN_A_ROW and ahead == other[second : second + _IN_A_ROW]:
                return over, steps - over
    return None


def _narrowed(one: Sequence[Hashable], other: Sequence[Hashable], gap: _Gap, pairs: Pairs) -> Iterator[_Gap]:
    """Pair what is equal within a gap, and give those that are left in it."""
    begin, end, start, stop = gap
    matcher = SequenceMatcher(None, *_told_apart(one[begin:end], other[start:stop]), autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            pairs.update((begin + i1 + step, start + j1 + step) for step in range(i2 - i1))
        elif tag == "replace":
            yield begin + i1, begin + i2, start + j1, start + j2


def _told_apart(one: Sequence[Hashable], other: Sequence[Hashable]) -> tuple[Sequence[Hashable], Sequence[Hashable]]:
    """Return the keys as they are; numbered where so many are equal that comparing them would never end."""
    first, second = Counter(one), Counter(other)
    if sum(count * second[key] for key, count in first.items()) <= _MOST_COMPARISONS:
        return one, other
    return _numbered(one), _numbered(other)


def _numbered(keys: Sequence[Hashable]) -> list[Hashable]:
    seen: Counter[Hashable] = Counter()
    numbered: list[Hashable] = []
    for key in keys:
        seen[key] += 1
        numbered.append((key, seen[key]))
    return numbered


def _pair_moved(one: Sequence[Hashable], other: Sequence[Hashable], pairs: Pairs) -> None:
    first, second = Counter(one), Counter(other)
    places = {key: place for place, key in enumerate(other) if second[key] == 1}
    for number, key in enumerate(one):
        if number not in pairs and first[key] == 1 and key in places:
            pairs[number] = places[key]


def _changed(here: Sequence[int], there: Sequence[int], alike: Alike) -> Pairs:
    """Return which of the left-over places in a gap are alike, in their order."""
    pairs: Pairs = {}
    begin = 0
    for i in here:
        for ahead, j in enumerate(there[begin : begin + _FURTHEST], start=begin):
            if alike(i, j):
                pairs[i] = j
                begin = ahead + 1
                break
    return pairs
