"""The same amount in two tables of different units: 4 mnkr in the one is 4 134 tkr in the other."""

from __future__ import annotations

from decimal import Decimal
from itertools import permutations
from math import log
from typing import TYPE_CHECKING, NamedTuple

from runxl.compute.relations import RelationKind
from runxl.domain.amount import ZERO
from runxl.domain.message import message
from runxl.layout.recognised import UNITS, Meaning
from runxl.sheets.inferring.inferred import Inferred, confidence
from runxl.sheets.inferring.wording import mentioned, subject

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from runxl.domain.amount import Printed
    from runxl.sheets.inferring.table import Table
    from runxl.sheets.inferring.understanding import Understood

_OF_A_COLUMN = frozenset({Meaning.ACTUAL, Meaning.BUDGET, Meaning.FORECAST, Meaning.VARIANCE})

# log-odds: before any number is looked at, where two numbers agree in all that the coarser shows, and where not
_SAME_WORDS, _AGREES, _FAILS = 2.0, log(3), log(0.05)


class _Pair(NamedTuple):
    """A column of the coarser table and the column of the finer one that says the same, and both their numbers."""

    coarse: int
    fine: int
    stated: Printed
    part: Printed

    def agrees(self, factor: Decimal) -> bool:
        apart = abs(self.stated.value - factor * self.part.value)
        return apart <= self.stated.half_width + factor * self.part.half_width


def across_units(tables: Sequence[tuple[Table, Understood]]) -> Iterator[Inferred]:
    """Give what each table's last total must be of another's in a finer unit, column by column of the same heading."""
    roots = [(table, root) for table, believed in tables for root in [_root(table, believed)] if root is not None]
    for (coarse, top), (fine, total) in permutations(roots, 2):
        zeros = [_zeros(coarse, top), _zeros(fine, total)]
        if zeros[0] > zeros[1] > 0:
            yield from _same_amounts(coarse, top, fine, total, Decimal(1).scaleb(zeros[1] - zeros[0]))


def _zeros(table: Table, row: int) -> int:
    """Return how many zeros the unit of a row leaves out; 0 where its numbers are in different units."""
    units = {table.unit(row, column) for column in range(len(table.columns))}
    return UNITS.get(units.pop(), 0) if len(units) == 1 else 0


def _root(table: Table, believed: Understood) -> int | None:
    """Return the last row that is a believed total or result and no part of another."""
    parts = {row for one in believed.rows for _, row in one.identity.parts}
    kinds = (RelationKind.TOTAL, RelationKind.RESULT)
    tops = {one.identity.target for one in believed.rows if one.identity.kind in kinds} - parts
    return max((row for row in tops if table.as_rows[row].is_total), default=None)


def _same_amounts(coarse: Table, top: int, fine: Table, total: int, factor: Decimal) -> Iterator[Inferred]:
    pairs = list(_pairs(coarse, top, fine, total))
    agreeing = [pair for pair in pairs if pair.agrees(factor)]
    failing = len(pairs) - len(agreeing)
    telling = sum(pair.stated.value != ZERO for pair in agreeing)
    if not telling or failing > len(agreeing):
        return
    odds = _SAME_WORDS + telling * _AGREES + failing * _FAILS
    for pair in pairs if odds > 0 else ():
        yield Inferred(
            RelationKind.ACROSS_UNITS,
            coarse.address(top, pair.coarse),
            ((factor, fine.address(total, pair.fine)),),
            pair.stated,
            (pair.part,),
            coarse.unit(top, pair.coarse),
            confidence(odds),
            (
                message("inferred-by-same-heading", heading=coarse.columns[pair.coarse].text),
                message("inferred-holds", holds=len(agreeing), places=len(pairs)),
            ),
            min(coarse.decimals(top, pair.coarse), fine.decimals(total, pair.fine) - factor.adjusted()),
        )


def _pairs(coarse: Table, top: int, fine: Table, total: int) -> Iterator[_Pair]:
    """Give the columns that say the same of both rows, where one heading of each table does."""
    finer = [_said(fine, column) for column in range(len(fine.columns))]
    coarser = [_said(coarse, column) for column in range(len(coarse.columns))]
    for column, said in enumerate(coarser):
        if any(said) and finer.count(said) == coarser.count(said) == 1:
            same = finer.index(said)
            stated, part = coarse.printed(top, column), fine.printed(total, same)
            if stated is not None and part is not None:
                yield _Pair(column, same, stated, part)


def _said(table: Table, column: int) -> tuple[frozenset[Meaning], frozenset[str]]:
    """Return what a column is about, by its heading, and by the table's title where that is of one thing only."""
    heading = table.columns[column].text
    titled = mentioned(table.title)
    of_one_thing = {Meaning.VARIANCE} if Meaning.VARIANCE in titled else titled
    return (mentioned(heading) | of_one_thing) & _OF_A_COLUMN, subject(heading)
