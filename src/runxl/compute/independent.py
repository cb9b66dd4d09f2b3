"""Alternatives told apart: three answers to one question and two to another are five things to read, not six pairs."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from runxl.grid import Address


def independent(sets: Sequence[frozenset[Address]]) -> list[list[frozenset[Address]]]:
    """Return lists of alternatives, one of each list for every one of the sets, in the order of the sets.

    Cells that never stand in one set are alternatives to each other. One list, the sets themselves, where the sets
    are not every combination.
    """
    groups: list[frozenset[Address]] = []
    for cell in sorted(frozenset().union(*sets)):
        together = frozenset().union(*(cells for cells in sets if cell in cells))
        joined = [group for group in groups if group - together]
        groups = [group for group in groups if group <= together]
        groups.append(frozenset({cell}).union(*joined))
    lists = [list(dict.fromkeys(cells & group for cells in sets)) for group in groups]
    return lists if prod(map(len, lists)) == len(set(sets)) else [list(sets)]
