"""Whether the rows that are indented or grouped are part of the row above them or of the row below.

Excel groups rows for a row below them unless told otherwise, and does not say which of the two was meant: the numbers
tell, and where they do not, whether the table begins or ends with such rows.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from runxl.compute.relations import RelationKind
from runxl.layout.recognised import Meaning
from runxl.sheets.inferring.blocks import owners
from runxl.sheets.inferring.identity import Identity, standing

if TYPE_CHECKING:
    from runxl.sheets.inferring.table import Table


def with_sums_below(table: Table) -> Table:
    """Return a table as it is, or with its indented rows set in over the row below where that sums them up."""
    indents = [row.indent for row in table.rows]
    if not any(indents) or any(row.indent and Meaning.OF_WHICH in row.meanings for row in table.rows):
        return table
    turned = replace(table, rows=tuple(row._replace(indent=0, indent_over=row.indent) for row in table.rows))
    above, below = _holding(table), _holding(turned)
    begins_and_ends_so = indents[0] > min(indents) == indents[-1]
    return turned if below > above or (below == above and begins_and_ends_so) else table


def _holding(table: Table) -> int:
    """Return how many sums of rows that are set in hold, column by column."""
    lines = table.as_rows
    rows: dict[int, list[tuple[int, int]]] = {}
    for row, owner in owners(lines).items():
        rows.setdefault(owner, []).append((1, row))
    identities = [Identity(RelationKind.TOTAL, owner, tuple(parts)) for owner, parts in rows.items() if len(parts) > 1]
    columns = range(len(table.columns))
    return sum(at.holds for each in identities for at in standing(lines, each, columns) if at.stated)
