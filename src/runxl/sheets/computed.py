"""Cells that runxl computes: a formula for those who have none of it, and the value that Python found."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from runxl.domain.amount import ZERO, same_at_15_digits, stored
from runxl.grid import Content, Edit, Plan

if TYPE_CHECKING:
    from collections.abc import Iterable

    from runxl.grid import Address, Snapshot, Value


class Computed(NamedTuple):
    """One computed cell. `formula` is None where the cell holds a plain value.

    `largest` is the size of the largest amount that an amount was computed from: a spreadsheet program, which adds
    doubles, agrees with us at 15 significant digits of that one, and not of a small difference between two such.
    """

    cell: Address
    formula: str | None
    value: Value
    largest: Decimal = ZERO


class Typed(NamedTuple):
    """A computed cell in which something else stands: a value, or a formula that comes to another value."""

    computed: Computed
    found: Content


@dataclass(frozen=True, slots=True)
class Filled:
    """The plan that fills computed cells, and those in which a value or another formula had been typed."""

    plan: Plan
    typed_over: tuple[Typed, ...] = field(default=())


def content_of(computed: Computed) -> Content:
    """Return a computed cell as it is written: numbers as a cell can hold them, an unknown under a formula as ""."""
    value = computed.value
    if isinstance(value, Decimal):
        value = stored(value)
    if value is None and computed.formula is not None:
        value = ""
    return Content(value, computed.formula)


def fill(snapshot: Snapshot, cells: Iterable[Computed]) -> Filled:
    """Return the plan that brings the cells up to date: edits where a cell differs, the others confirmed."""
    edits: list[Edit] = []
    confirmed: list[Address] = []
    typed: list[Typed] = []
    for computed in cells:
        wanted, found = content_of(computed), snapshot.content(computed.cell)
        if same_content(wanted, found, computed.largest):
            confirmed.append(computed.cell)
            continue
        edits.append(Edit(computed.cell, wanted))
        if _gives_way(computed, wanted, found):
            typed.append(Typed(computed, found))
    return Filled(Plan(tuple(edits), confirmed=frozenset(confirmed)), tuple(typed))


def _gives_way(computed: Computed, wanted: Content, found: Content) -> bool:
    if computed.formula is None or found.value is None or same_formula(computed.formula, found.formula):
        return False
    return found.formula is None or not same_value(found.value, wanted.value, computed.largest)


def same_content(one: Content, other: Content, largest: Decimal = ZERO) -> bool:
    """Tell whether two cells hold the same: the same formula, and the same value as `same_value` has it."""
    return same_formula(one.formula, other.formula) and same_value(one.value, other.value, largest)


def same_formula(one: str | None, other: str | None) -> bool:
    """Tell whether two formulas are the same but for spaces around them."""
    return one == other or (one is not None and other is not None and one.strip() == other.strip())


def same_value(one: Value, other: Value, largest: Decimal = ZERO) -> bool:
    """Tell whether two values are the same, numbers at 15 significant digits of the largest amount behind them.

    Nothing and an empty text are the same.
    """
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return same_at_15_digits(one, other, largest)
    return one == other or (one in ("", None) and other in ("", None))
