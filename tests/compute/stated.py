"""Small tables as sums, written so that a reader sees them at once."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from runxl.compute.balance import Balance, Stated, System
from runxl.compute.relations import RelationKind
from runxl.domain.amount import Printed
from runxl.grid.address import cell_at

if TYPE_CHECKING:
    from collections.abc import Mapping

    from runxl.grid import Address

Figure = float | str | Decimal

SHEET = "Tabell"


def at(a1: str) -> Address:
    """Return a cell of the table's one sheet."""
    return cell_at(SHEET, a1)


def balance(text: str, slack: str = "0") -> Balance:
    """Return the balance that a text such as `A3 = A1 + A2 - B1` or `A1 = 0.001 B1` spells."""
    target, _, parts = text.partition(" = ")
    terms: list[tuple[Decimal, Address]] = []
    sign = factor = Decimal(1)
    for word in parts.split():
        if word in {"+", "-"}:
            sign = Decimal(f"{word}1")
        elif word[0].isdigit():
            factor = Decimal(word)
        else:
            terms.append((sign * factor, at(word)))
            sign = factor = Decimal(1)
    kind = RelationKind.TOTAL if all(coefficient > 0 for coefficient, _ in terms) else RelationKind.VARIANCE
    return Balance(kind, at(target), tuple(terms), Decimal(slack))


def system(
    numbers: Mapping[str, Figure], *balances: str, decimals: int | None = None, trust: Mapping[str, int] | None = None
) -> System:
    """Return a table's numbers and balances; `decimals` are those that the numbers are published with."""

    def printed(value: Figure) -> Printed:
        exact = Decimal(str(value))
        return Printed(exact) if decimals is None else Printed.published(exact, decimals)

    stated = {at(a1): Stated(at(a1), printed(value), (trust or {}).get(a1, 1)) for a1, value in numbers.items()}
    return System(stated, tuple(map(balance, balances)))


def names(cells: frozenset[Address]) -> str:
    """Return cells as text: `A1 B2`."""
    return " ".join(cell.a1 for cell in sorted(cells))
