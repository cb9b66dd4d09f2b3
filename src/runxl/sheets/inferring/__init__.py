"""Relations inferred from any table that nobody prepared: from its labels and its printed numbers alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from runxl.sheets.inferring.across import across_units
from runxl.sheets.inferring.areas import tables_in
from runxl.sheets.inferring.cells import cells_of
from runxl.sheets.inferring.inferred import CONFIDENT, Inferred, between_columns, between_rows
from runxl.sheets.inferring.omissions import omissions
from runxl.sheets.inferring.reading import read_table
from runxl.sheets.inferring.understanding import Understood, understood
from runxl.sheets.inferring.whole import without_rounding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runxl.grid import Address, Block, Snapshot
    from runxl.sheets.inferring.table import Table

__all__ = ["CONFIDENT", "Inferred", "InferredTable", "LeftOut", "inferred", "inferred_tables", "tables_of"]


class LeftOut(NamedTuple):
    """A total whose formula leaves out numbers among those that it adds up."""

    total: Address
    cells: tuple[Address, ...]


class InferredTable(NamedTuple):
    """Where a table stands, its headings and labels with it, and every relation that is believed of its numbers.

    `left_out` are numbers that formulas of totals leave out.
    """

    block: Block
    relations: tuple[Inferred, ...]
    left_out: tuple[LeftOut, ...]


def inferred(snapshot: Snapshot, area: Block | None = None) -> tuple[Inferred, ...]:
    """Return every relation that is more likely than not, or that words or layout claim.

    They come table by table, of an area or of the whole workbook. Only those that are confident are sure
    enough to be checked; the others are for a person to look at.
    """
    return tuple(relation for table in inferred_tables(snapshot, area) for relation in table.relations)


def inferred_tables(snapshot: Snapshot, area: Block | None = None) -> tuple[InferredTable, ...]:
    """Return every table with numbers in an area or in the whole workbook, with what is believed of it.

    A relation between two tables of different units is the coarser one's.
    """
    tables = [(table, understood(table)) for table in tables_of(snapshot, area)]
    between = tuple(across_units(tables))
    return tuple(
        InferredTable(
            table.block,
            without_rounding(
                (*_relations(table, believed), *(each for each in between if table.block.covers(each.target)))
            ),
            tuple(_left_out(table, believed)),
        )
        for table, believed in tables
    )


def tables_of(snapshot: Snapshot, area: Block | None = None) -> Iterator[Table]:
    """Give every table with numbers in an area or in the whole workbook, hidden sheets apart."""
    for name, sheet in snapshot.sheets.items():
        if (sheet.hidden and area is None) or (area is not None and area.sheet != name):
            continue
        for cells in tables_in(cells_of(sheet, area)):
            table = read_table(name, cells, sheet.merges)
            if table is not None:
                yield table


def _left_out(table: Table, believed: Understood) -> Iterator[LeftOut]:
    for row, column, rows in omissions(table.as_rows, believed.rows):
        yield LeftOut(table.address(row, column), tuple(table.address(left, column) for left in rows))
    for column, row, columns in omissions(table.as_columns, believed.columns):
        yield LeftOut(table.address(row, column), tuple(table.address(row, left) for left in columns))


def _relations(table: Table, believed: Understood) -> Iterator[Inferred]:
    for identity in believed.rows:
        yield from between_rows(table, identity)
    for identity in believed.columns:
        yield from between_columns(table, identity)
