"""A relation that was inferred: its cells, how sure it is, and why it is believed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from runxl import language
from runxl.compute.relations import Relation, RelationKind, Term, examine
from runxl.domain.amount import rounded
from runxl.domain.finding import Verdict
from runxl.domain.message import Message, message
from runxl.sheets.inferring.blocks import TOLD
from runxl.sheets.inferring.identity import certainty

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from runxl.domain.amount import Printed
    from runxl.grid import Address
    from runxl.sheets.inferring.believed import Believed
    from runxl.sheets.inferring.table import Heading, Table

CONFIDENT = Decimal("0.9")
"""From which confidence a relation is worth checking; a less sure one is only listed."""

_SUREST = Decimal("0.999")
_MOST_READ = 4


@dataclass(frozen=True, slots=True)
class Inferred:
    """What a table that nobody prepared seems to promise: the target is the sum of coefficient * number over the parts.

    `numbers` are the parts' numbers in their order; an empty cell is no part. `confidence` is between 0 and 1, never 1.
    `precision` is as that of a Relation: the decimals to which both sides are rounded across units. `formula` is what
    the target's own formula adds up, where that is something else.
    """

    kind: RelationKind
    target: Address
    parts: tuple[tuple[Decimal, Address], ...]
    stated: Printed
    numbers: tuple[Printed, ...]
    unit: str
    confidence: Decimal
    evidence: tuple[Message, ...]
    precision: int | None = None
    formula: tuple[tuple[Decimal, Address], ...] = ()

    @property
    def is_confident(self) -> bool:
        """Whether it is sure enough to be checked."""
        return self.confidence >= CONFIDENT

    @property
    def with_what_fails(self) -> Inferred:
        """The same; where it is too unsure to be checked and does not hold, the evidence says so."""
        examined = examine(self.relation)
        if self.is_confident or examined.verdict is not Verdict.IMPOSSIBLE:
            return self
        apart = message("inferred-apart", stated=self.stated.value, computed=examined.computed)
        more = (apart, *([self.formula_as_read] if self.formula_as_read else []))
        return replace(self, evidence=(*self.evidence, *more))

    @property
    def sum_as_read(self) -> str:
        """The parts as a person reads them, `B3 + B4 − B2`: what is added first, the target's own sheet not named.

        Of more than four the middle is left out.
        """
        return _as_read(self.parts, self.target.sheet)

    @property
    def formula_as_read(self) -> Message | None:
        """What the target's own formula adds up, where that is something else."""
        return message("formula-adds", sum=_as_read(self.formula, self.target.sheet)) if self.formula else None

    @property
    def relation(self) -> Relation:
        """The relation to examine."""
        terms = (Term(*part, number) for part, number in zip(self.parts, self.numbers, strict=True))
        return Relation(self.kind, self.target, self.stated, tuple(terms), self.unit, self.precision)


def _as_read(parts: Iterable[tuple[Decimal, Address]], sheet: str) -> str:
    terms = [_term(*part, sheet) for part in sorted(parts, key=lambda part: part[0] < 0)]
    if len(terms) > _MOST_READ:
        terms = [*terms[:2], "+ …", terms[-1]]
    return " ".join(terms).removeprefix("+ ")


def _term(coefficient: Decimal, cell: Address, sheet: str) -> str:
    name = cell.a1 if cell.sheet == sheet else str(cell)
    sign, size = language.MINUS if coefficient < 0 else "+", abs(coefficient)
    return f"{sign} {name}" if size == 1 else f"{sign} {language.shown(size)} · {name}"


@lru_cache(maxsize=1024)
def confidence(odds: float) -> Decimal:
    """Return log-odds as a confidence with three decimals; nothing that is inferred is certain.

    >>> confidence(0.0), confidence(40.0)
    (Decimal('0.500'), Decimal('0.999'))
    """
    return min(_SUREST, rounded(Decimal(certainty(odds)), 3))


def between_rows(table: Table, believed: Believed) -> Iterator[Inferred]:
    """Give what an identity between rows says of each column."""
    target = believed.identity.target
    for column in range(len(table.columns)):
        parts = [
            (sign, row, column)
            for sign, (_, row) in zip(believed.identity.coefficients(column), believed.identity.parts, strict=True)
        ]
        yield from _inferred(table, believed, (target, column), parts, table.rows[target])


def between_columns(table: Table, believed: Believed) -> Iterator[Inferred]:
    """Give what an identity between columns says of each row."""
    target = believed.identity.target
    for row in range(len(table.rows)):
        parts = [
            (sign, row, column)
            for sign, (_, column) in zip(believed.identity.coefficients(row), believed.identity.parts, strict=True)
        ]
        yield from _inferred(table, believed, (row, target), parts, table.columns[target])


def _inferred(
    table: Table,
    believed: Believed,
    target: tuple[int, int],
    parts: list[tuple[int, int, int]],
    heading: Heading,
) -> Iterator[Inferred]:
    """Give the relation of these cells, each part in the unit of the target.

    There is none where the target or every part is empty, or any is not known.
    """
    stated, scale = table.printed(*target), table.scale(*target)
    if stated is None or any((row, column) in table.unknown for _, row, column in parts):
        return
    known = [
        (Decimal(sign).scaleb(table.scale(row, column) - scale), table.address(row, column), printed)
        for sign, row, column in parts
        for printed in [table.printed(row, column)]
        if printed is not None
    ]
    if not known:
        return
    cells = tuple((coefficient, cell) for coefficient, cell, _ in known)
    formula = _by_formula(table, target)
    is_told = set(formula) == set(cells)
    found = Inferred(
        believed.identity.kind,
        table.address(*target),
        cells,
        stated,
        tuple(printed for _, _, printed in known),
        table.unit(*target),
        confidence(believed.odds + (TOLD if is_told else 0.0)),
        tuple(_evidence(believed, heading, is_told=is_told)),
        formula=() if is_told else formula,
    )
    yield found.with_what_fails


def _by_formula(table: Table, target: tuple[int, int]) -> tuple[tuple[Decimal, Address], ...]:
    """Return the numbers that the target's own formula adds up, each with its sign."""
    parts = table.told.get(target, ())
    return tuple((Decimal(sign), table.address(*part)) for sign, part in parts if table.printed(*part) is not None)


def _evidence(believed: Believed, heading: Heading, *, is_told: bool) -> Iterator[Message]:
    weighed = believed.weighed
    yield message(believed.reason, heading=heading.text)
    if is_told:
        yield message("inferred-told")
    yield message("inferred-holds", holds=weighed.holds, places=weighed.holds + weighed.fails)
