"""Numbers that a total's formula leaves out: they stand between the last line that it adds up and the total itself.

A row put in below the last one of a sum is not in the sum, and the sheet adds up to the wrong total all the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from runxl.layout.recognised import Meaning
from runxl.sheets.inferring.blocks import owners

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from runxl.sheets.inferring.believed import Believed
    from runxl.sheets.inferring.table import Line, Signs

_NO_PARTS = frozenset({Meaning.TOTAL, Meaning.RESULT, Meaning.VARIANCE, Meaning.COUNT, Meaning.OF_WHICH})
_OF_ONE_SORT = frozenset({Meaning.ACTUAL, Meaning.BUDGET, Meaning.FORECAST})


class Omission(NamedTuple):
    """A line that words call a total, a place of it, and the lines that the formula there leaves out."""

    target: int
    place: int
    left_out: tuple[int, ...]


def omissions(lines: Sequence[Line], believed: Sequence[Believed]) -> Iterator[Omission]:
    """Give what formulas of totals leave out; not where the total's own words say that something is."""
    holding = (one for one in believed if one.weighed.holds > one.weighed.fails)
    used = {line for one in holding for line in one.identity.support}
    of = owners(lines)
    for target, line in enumerate(lines):
        if Meaning.TOTAL in line.meanings and Meaning.EXCEPT not in line.meanings:
            for place, signs in line.told.items():
                between = [
                    number
                    for number in _between(target, signs)
                    if number not in used and of.get(number, target) == target
                ]
                left_out = tuple(number for number in between if _is_like(lines, number, place, signs))
                if left_out:
                    yield Omission(target, place, left_out)


def _between(target: int, signs: Signs) -> range:
    """Return the lines between a total and the lines that it adds up; none where those do not all stand together."""
    parts = sorted(part for _, part in signs)
    if any(sign < 0 for sign, _ in signs) or parts[-1] - parts[0] >= len(parts):
        return range(0)
    return range(parts[-1] + 1, target) if parts[-1] < target else range(target + 1, parts[0])


def _is_like(lines: Sequence[Line], number: int, place: int, signs: Signs) -> bool:
    """Tell whether a line has a number of the sort that is added up: no budget among actuals, no number of rows."""
    added = {meaning for _, part in signs for meaning in lines[part].meanings}
    meanings = lines[number].meanings
    return bool(lines[number].values[place]) and _NO_PARTS.isdisjoint(meanings) and meanings & _OF_ONE_SORT <= added
