"""Which row or column of one version is which of the other, where some came in, went, moved or were changed."""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

Pairs: TypeAlias = dict[int, int]
Alike: TypeAlias = "Callable[[int, int], bool]"

# beyond this, equal keys are told apart by their order: comparing each with each would take minutes
_MOST_COMPARISONS = 2_000_000
_FURTHEST = 50


def aligned(one: Sequence[Hashable], other: Sequence[Hashable], alike: Alike) -> Pairs:
    """Return the places in `other` by those in `one` that are the same row or column.

    Equal keys in the same order are paired, then keys that each side has once, wherever they stand, then those that
    lie in the same gap and are `alike`. Turning the sides round turns every pair round.

    >>> aligned(["a", "b", "c"], ["c", "a", "new", "b"], lambda i, j: False)
    {0: 1, 1: 3, 2: 0}
    """
    # the matching prefers its first side where it can choose, so the sides are put in an order of their own
    if repr(one) > repr(other):
        turned = _in_order(other, one, lambda i, j: alike(j, i))
        return dict(sorted((place, number) for number, place in turned.items()))
    return dict(sorted(_in_order(one, other, alike).items()))


def _in_order(one: Sequence[Hashable], other: Sequence[Hashable], alike: Alike) -> Pairs:
    """Return the pairs; where several are as good, those that come first in `one`."""
    one, other = _told_apart(one, other)
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    opcodes = matcher.get_opcodes()
    pairs = {i1 + step: j1 + step for tag, i1, i2, j1, _ in opcodes if tag == "equal" for step in range(i2 - i1)}
    _pair_moved(one, other, pairs)
    taken = set(pairs.values())
    for tag, i1, i2, j1, j2 in opcodes:
        if tag == "replace":
            here = [i for i in range(i1, i2) if i not in pairs]
            there = [j for j in range(j1, j2) if j not in taken]
            pairs.update(_changed(here, there, alike))
    return pairs


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
