"""One number of the real report made wrong, in every way that one number is made wrong, and what is said of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from runxl.compute.balance import System, system_of
from runxl.compute.causes import diagnose
from runxl.domain.amount import decimals_of
from runxl.sheets.money import standing_money
from runxl.sheets.relations import relations_of
from runxl.sheets.workbook import read_workbook

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from runxl.grid import Address, Snapshot

TABLES = ("Resultat", "Verksamheter", "Anslag")
_POWERS = (1, 3)


class Told(NamedTuple):
    """How one wrong number was told of.

    `seen` is whether anything was said at all: rounding can explain a small change. `found` is whether the wrong cell
    alone is one of the smallest explanations, `alone` whether it is the only one, and `first` whether it is the first.
    """

    seen: bool
    found: bool
    alone: bool
    first: bool
    right_value: bool


def corrupted(value: Decimal) -> Iterator[Decimal]:
    """Give what a number becomes with a flipped sign, a digit one off, two neighbours swapped, ten and 1,000 times."""
    decimals = decimals_of(value)
    digits = str(int(abs(value).scaleb(decimals)))
    typed = [digits[:place] + two[::-1] + digits[place + 2 :] for place, two in enumerate(_neighbours(digits))]
    for place, digit in enumerate(digits):
        near = (int(digit) - 1, int(digit) + 1)
        typed += [digits[:place] + str(other) + digits[place + 1 :] for other in near if other in range(10)]
    numbers = [Decimal(int(text)).scaleb(-decimals).copy_sign(value) for text in typed]
    numbers += [-value, *(value.scaleb(power) for power in _POWERS)]
    yield from dict.fromkeys(number for number in numbers if number != value)


def _neighbours(digits: str) -> list[str]:
    return [digits[place : place + 2] for place in range(len(digits) - 1)]


def report_system(snapshot: Snapshot) -> System:
    """Return everything that a report's tables promise."""
    return system_of(relations_of(standing_money(read_workbook(snapshot))))


def changed(system: System, cell: Address, value: Decimal) -> System:
    """Return the system with another number in a cell."""
    stated = system.numbers[cell]
    number = stated._replace(number=replace(stated.number, value=value))
    return System({**system.numbers, cell: number}, system.balances)


def told(system: System, cell: Address, wrong: Decimal) -> Told:
    """Return how it is told of that a cell holds a wrong number."""
    diagnosis = diagnose(changed(system, cell, wrong))
    sets, only = diagnosis.sets, frozenset({cell})
    first = bool(sets) and sets[0] == only
    right = first and diagnosis.suspects[0].suggested == system.numbers[cell].number.value
    return Told(bool(sets), only in sets, sets == (only,), first, right)


def counted(system: System) -> Mapping[str, Counter[str]]:
    """Return by sheet how many corruptions there are, and how many are told of in each way."""
    counts = {sheet: Counter[str]() for sheet in TABLES}
    for cell, stated in system.numbers.items():
        for wrong in corrupted(stated.number.value):
            _count(counts[cell.sheet], told(system, cell, wrong))
    return counts


def _count(count: Counter[str], one: Told) -> None:
    count["all"] += 1
    count["unseen"] += not one.seen
    count["lost"] += one.seen and not one.found
    count["alone"] += one.alone
    count["alone, right value"] += one.alone and one.right_value
    count["tied"] += one.found and not one.alone
    count["tied, first"] += one.found and not one.alone and one.first
