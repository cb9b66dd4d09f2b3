"""Errors put into a table on purpose, one for each cause that a person makes."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from bench.tables import at, with_shown
from runxl.compute.relations import RelationKind
from runxl.compute.slips import Cause
from runxl.domain.amount import decimals_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from random import Random

    from bench.tables import Made
    from runxl.grid import Address

_TRIES = 60


def with_error(table: Made, cause: Cause, random: Random) -> Made | None:
    """Return the table with one more error of a cause, in cells that are right so far; None where it has no room."""
    for _ in range(_TRIES):
        changes = _CHANGES[cause](table, random)
        right = all(table.shown[cell] == table.right[cell] for cell in changes)
        if changes and right and all(table.shown[cell] != value for cell, value in changes.items()):
            return with_shown(table, changes, cause.value)
    return None


def _typed(change: Callable[[str, Random], str]) -> Callable[[Made, Random], Mapping[Address, Decimal]]:
    def changes(table: Made, random: Random) -> Mapping[Address, Decimal]:
        cell, value = _any(table, random)
        decimals = decimals_of(value)
        digits = change(str(int(abs(value).scaleb(decimals))), random)
        return {cell: Decimal(int(digits or "0")).scaleb(-decimals).copy_sign(value)} if value else {}

    return changes


def _times(powers: tuple[int, ...]) -> Callable[[Made, Random], Mapping[Address, Decimal]]:
    def changes(table: Made, random: Random) -> Mapping[Address, Decimal]:
        cell, value = _any(table, random)
        return {cell: value.scaleb(random.choice(powers))}

    return changes


def _any(table: Made, random: Random) -> tuple[Address, Decimal]:
    return random.choice(list(table.shown.items()))


def _swapped(digits: str, random: Random) -> str:
    """Return the digits with two neighbours swapped; a nought in front would be seen as a missing digit."""
    place = random.randrange(max(1, len(digits) - 1))
    swapped = digits[:place] + digits[place : place + 2][::-1] + digits[place + 2 :]
    return digits if swapped.startswith("0") else swapped


def _replaced(digits: str, random: Random) -> str:
    place = random.randrange(len(digits))
    return digits[:place] + random.choice("0123456789") + digits[place + 1 :]


def _dropped(digits: str, random: Random) -> str:
    place = random.randrange(len(digits))
    return digits[:place] + digits[place + 1 :]


def _doubled(digits: str, random: Random) -> str:
    place = random.randrange(len(digits))
    return digits[:place] + digits[place] + digits[place:]


def _sign(table: Made, random: Random) -> Mapping[Address, Decimal]:
    cell, value = _any(table, random)
    return {cell: -value}


def _rounding(table: Made, random: Random) -> Mapping[Address, Decimal]:
    cell, value = _any(table, random)
    return {cell: value + random.choice((-1, 1)) * Decimal(1).scaleb(-table.shape.decimals)}


def _cells(table: Made, random: Random) -> Mapping[Address, Decimal]:
    cell, value = _any(table, random)
    line = [other for other in table.shown if (other.row == cell.row) != (other.column == cell.column)]
    other = random.choice(line)
    return {cell: table.shown[other], other: value}


def _columns(table: Made, random: Random) -> Mapping[Address, Decimal]:
    one, other = random.sample(range(table.shape.columns), 2)
    pairs = [(at(row, one), at(row, other)) for row in range(table.shape.rows)]
    unlike = [pair for pair in pairs if table.shown[pair[0]] != table.shown[pair[1]]]
    forth = {a: table.shown[b] for a, b in unlike}
    return forth | {b: table.shown[a] for a, b in unlike}


def _part(table: Made, random: Random) -> tuple[Address, Address]:
    sums = [balance for balance in table.balances if balance.kind is not RelationKind.VARIANCE]
    balance = random.choice(sums)
    return balance.target, random.choice(balance.parts)[1]


def _missing(table: Made, random: Random) -> Mapping[Address, Decimal]:
    total, part = _part(table, random)
    return {total: table.shown[total] - table.shown[part]}


def _twice(table: Made, random: Random) -> Mapping[Address, Decimal]:
    total, part = _part(table, random)
    return {total: table.shown[total] + table.shown[part]}


def _stale(table: Made, random: Random) -> Mapping[Address, Decimal]:
    total, part = _part(table, random)
    return {total: table.shown[total] - table.shown[part] + table.earlier[part]}


def _another(table: Made, random: Random) -> Mapping[Address, Decimal]:
    cell, _ = _any(table, random)
    return {cell: table.earlier[cell]}


_CHANGES: dict[Cause, Callable[[Made, Random], Mapping[Address, Decimal]]] = {
    Cause.SIGN: _sign,
    Cause.DIGITS_SWAPPED: _typed(_swapped),
    Cause.DIGIT_WRONG: _typed(_replaced),
    Cause.DIGIT_MISSING: _typed(_dropped),
    Cause.DIGIT_DOUBLED: _typed(_doubled),
    Cause.COMMA: _times((-1, 1)),
    Cause.THOUSAND: _times((-3, 3)),
    Cause.MILLION: _times((-6, 6)),
    Cause.CELLS_SWAPPED: _cells,
    Cause.COLUMNS_SWAPPED: _columns,
    Cause.ROW_MISSING: _missing,
    Cause.ROW_TWICE: _twice,
    Cause.STALE_TOTAL: _stale,
    Cause.ANOTHER_PERIOD: _another,
    Cause.ROUNDING: _rounding,
}
CAUSES = tuple(_CHANGES)
