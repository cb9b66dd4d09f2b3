"""What Logg says of single cells: which got a value, from whom, and out of which file."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from runxl.grid import Address
from runxl.layout import LOG, SUBMISSIONS, TABLES
from runxl.sheets.report import columns_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from runxl.grid import Snapshot, Value
    from runxl.sheets.workbook import Workbook

_KEYS = {(layout.name, column.header): column.key for layout in TABLES for column in layout.columns}


class Logged(NamedTuple):
    """One row of Logg about one cell, which is named by its table, the id of its row and its column's header.

    `place` is where the row stands, None where it has yet to be written. `before` and `after` are what stood and what
    stands, a date as text; `cell` is where that was then. `source` is the cell of the file that it goes back to, whose
    bytes have the checksum `sha256`. `choice` is the word that was chosen in Konflikter, "" where nobody had to choose
    and None where the workbook's Logg has no such column; `sent` and `theirs` are what it was between, with `before`.
    `changed` is the row as a sentence, in the language of whoever ran the command.
    """

    place: Address | None
    time: str
    user: str
    command: str
    cell: str
    table: str
    row: str
    column: str
    before: Value
    after: Value
    sender: str
    file: str
    source: str
    sha256: str
    choice: str | None
    sent: Value
    theirs: Value
    changed: str


def read_logged(snapshot: Snapshot) -> tuple[Logged, ...]:
    """Return the rows of Logg that are about one cell, oldest first; none where the workbook's Logg knows no cells."""
    table = snapshot.tables.get(LOG.name)
    columns = {} if table is None else columns_of(LOG, table)
    if table is None or not {"table", "row", "column"} <= columns.keys():
        return ()
    rows = (
        (number, {key: snapshot.content(Address(table.sheet, number, place)).value for key, place in columns.items()})
        for number in table.body
    )
    return tuple(
        _logged(Address(table.sheet, number, columns["id"]), row) for number, row in rows if row["table"] is not None
    )


def changed_cells(book: Workbook, log: Iterable[Mapping[str, Value]] = ()) -> frozenset[Address]:
    """Return the cells that hold what a file of this round said, of those files that Inlämningar lists.

    `log` are rows that Logg is about to get.
    """
    listed = _listed(book.snapshot)
    told = chain(read_logged(book.snapshot), (_logged(None, row) for row in log)) if listed else ()
    logged = [one for one in told if one.sha256 in listed]
    tables = {one.table for one in logged} & book.tables.keys()
    rows = {(table, row.id.casefold()): row for table in tables for row in book.tables[table]}
    found = set()
    for one in logged:
        row, key = rows.get((one.table, one.row.casefold())), _KEYS.get((one.table, one.column), "")
        if row is not None and key in book.tables[one.table].columns:
            cell = book.tables[one.table].cell(row, key)
            if book.snapshot.content(cell).value == one.after:
                found.add(cell)
    return frozenset(found)


def _listed(snapshot: Snapshot) -> set[Value]:
    table = snapshot.tables.get(SUBMISSIONS.name)
    column = None if table is None else columns_of(SUBMISSIONS, table).get("sha256")
    if table is None or column is None:
        return set()
    values = {snapshot.content(Address(table.sheet, number, column)).value for number in table.body}
    return values - {None, ""}


def _logged(place: Address | None, row: Mapping[str, Value]) -> Logged:
    def text(key: str) -> str:
        value = row.get(key)
        return "" if value is None else str(value)

    return Logged(
        place,
        text("time"),
        text("user"),
        text("command"),
        text("cell"),
        text("table"),
        text("row"),
        text("column"),
        row.get("before"),
        row.get("after"),
        text("sender"),
        text("file"),
        text("source"),
        text("sha256"),
        text("choice") if "choice" in row else None,
        row.get("sent"),
        row.get("theirs"),
        text("changed"),
    )
