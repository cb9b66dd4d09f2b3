"""A table's arithmetic as data: the numbers that it states, and every sum that they promise to keep together."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from runxl.domain.amount import ZERO, Printed, rounded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from runxl.compute.relations import Relation, RelationKind
    from runxl.grid import Address

_HALF = Decimal("0.5")
_SIGNIFICANT = 15


class Stated(NamedTuple):
    """A number that a table states, and its cell's trust: 1 if typed, more for a formula or a locked cell."""

    cell: Address
    number: Printed
    trust: int = 1


class Balance(NamedTuple):
    """What a table promises: coefficient times true value, summed over the parts, is the target's true value.

    `slack` is how far apart the two sides may be besides what the printed numbers' half-widths allow.
    """

    kind: RelationKind
    target: Address
    parts: tuple[tuple[Decimal, Address], ...]
    slack: Decimal = ZERO

    def terms(self) -> Iterator[tuple[Decimal, Address]]:
        """Give every coefficient and cell, the target's with -1, so that the whole sums to 0."""
        yield from self.parts
        yield Decimal(-1), self.target


@dataclass(frozen=True, slots=True)
class System:
    """Numbers, and all the balances between them."""

    numbers: Mapping[Address, Stated]
    balances: tuple[Balance, ...]


def typed(_cell: Address) -> int:
    """Return the trust of a cell that nothing is known of: somebody typed it."""
    return 1


def system_of(relations: Iterable[Relation], trust: Callable[[Address], int] = typed) -> System:
    """Return the relations that are sums, as one system; a share of a whole is no sum and is left out.

    A cell that is printed more finely in one relation than in another has the finer interval, and the coarser
    relation the difference as slack.
    """
    sums = tuple(relation for relation in relations if relation.whole is None)
    numbers: dict[Address, Stated] = {}
    for relation in sums:
        for cell, number in _numbers(relation):
            known = numbers.get(cell)
            if known is None or number.half_width < known.number.half_width:
                numbers[cell] = Stated(cell, number, trust(cell))
    return System(numbers, tuple(_balance(relation, numbers) for relation in sums))


def _numbers(relation: Relation) -> Iterator[tuple[Address, Printed]]:
    yield relation.cell, relation.stated
    for term in relation.terms:
        yield term.cell, term.number


def _balance(relation: Relation, numbers: Mapping[Address, Stated]) -> Balance:
    parts = tuple((term.coefficient, term.cell) for term in relation.terms)
    wide = relation.stated.half_width + sum(
        (abs(term.coefficient) * term.number.half_width for term in relation.terms), ZERO
    )
    narrow = numbers[relation.cell].number.half_width + sum(
        (abs(coefficient) * numbers[cell].number.half_width for coefficient, cell in parts), ZERO
    )
    slack = max(wide, _apart_by_precision(relation), _apart_by_doubles(relation)) - narrow
    return Balance(relation.kind, relation.cell, parts, slack)


def _apart_by_precision(relation: Relation) -> Decimal:
    """Return how far apart two sides may be that are rounded before compared: half a unit for each finer one."""
    if relation.precision is None:
        return ZERO
    unit = Decimal(1).scaleb(-relation.precision)
    computed = sum((term.coefficient * term.number.value for term in relation.terms), ZERO)
    return sum(
        (_HALF * unit for side in (relation.stated.value, computed) if side != rounded(side, relation.precision)), ZERO
    )


def _apart_by_doubles(relation: Relation) -> Decimal:
    """Return how far a spreadsheet program's sum of doubles may miss; nothing where no number has so many digits."""
    values = [relation.stated.value, *(term.coefficient * term.number.value for term in relation.terms)]
    size = max(relation.largest, *(abs(value) for value in values))
    least = Decimal(1).scaleb(size.adjusted() + 1 - _SIGNIFICANT)
    return least if any(value % least for value in values) else ZERO
