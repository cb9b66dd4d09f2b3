"""What nobody but the controller changes in a mailed workbook, and what is refused where somebody has."""

from __future__ import annotations

from collections import defaultdict
from hashlib import sha256
from typing import TYPE_CHECKING

from runxl.errors import WorkbookError
from runxl.exchange.values import alike, compared
from runxl.layout import FILLED_IN, MEASURES, SETTINGS, UNITS
from runxl.layout.column import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from runxl.exchange.contents import Contents, RowContents
    from runxl.grid import Value
    from runxl.layout import Column, TableLayout

_LOCKED = (SETTINGS, UNITS, MEASURES)


def locked_digest(tables: Mapping[str, Contents]) -> str:
    """Return a digest of what is locked: of two workbooks with the same one, neither is tampered with more.

    In which order the rows stand makes no difference.
    """
    told = [
        (layout.name, sorted(_told_rows(layout, tables[layout.name]))) for layout in _LOCKED if layout.name in tables
    ]
    return sha256(repr(told).encode("utf-8", "surrogatepass")).hexdigest()


def _told_rows(layout: TableLayout, contents: Contents) -> Iterator[tuple[str, str]]:
    keys = sorted(locked_keys(layout))
    for row in contents.rows:
        yield row.id, repr([row.cells[key].value if key in row.cells else None for key in keys])


def refuse_tampered(theirs: Mapping[str, Contents], base: Mapping[str, Contents]) -> None:
    """Raise WorkbookError, naming the cell and what stood there, where something locked is another than was sent.

    What is missing or empty is no such thing: nothing is taken from it.
    """
    for layout in _LOCKED:
        if layout.name in theirs and layout.name in base:
            _refuse_rows(layout, theirs[layout.name], base[layout.name])


def _refuse_rows(layout: TableLayout, theirs: Contents, base: Contents) -> None:
    sent = {row.id.casefold(): row for row in reversed(base.rows)}
    named = {row.id.casefold() for row in theirs.rows}
    unseen = _by_the_rest(layout, (row for id_, row in sent.items() if id_ not in named))
    for row in theirs.rows:
        before = sent.get(row.id.casefold())
        if before is None and "id" in theirs.columns:
            # sent under another id
            before = unseen.get(_rest(layout, row))
        if before is not None:
            _refuse_cells(layout, theirs, row, before)


def _refuse_cells(layout: TableLayout, theirs: Contents, row: RowContents, before: RowContents) -> None:
    for column in locked_columns(layout):
        now, was = row.content(column.key), before.content(column.key)
        if column.key in row.cells and not alike(now, was, column):
            cell = theirs.cell(row, column.key)
            raise WorkbookError("returned-locked-changed", cell=cell, now=now.value, was=was.value)


def _by_the_rest(layout: TableLayout, rows: Iterable[RowContents]) -> dict[tuple[Value, ...], RowContents]:
    """Return rows by everything but the id that is locked in them, those left out that are alike in it."""
    same: defaultdict[tuple[Value, ...], list[RowContents]] = defaultdict(list)
    for row in rows:
        same[_rest(layout, row)].append(row)
    return {rest: ones[0] for rest, ones in same.items() if len(ones) == 1}


def _rest(layout: TableLayout, row: RowContents) -> tuple[Value, ...]:
    """Return what is compared of a row but for its id."""
    return tuple(compared(row.content(column.key), column) for column in locked_columns(layout) if column.key != "id")


def locked_columns(layout: TableLayout) -> Iterator[Column]:
    """Give the columns that hold what the controller wrote and a unit leaves as it is."""
    open_ = FILLED_IN.get(layout.name, frozenset())
    return (column for column in layout.columns if column.role is Role.INPUT and column.key not in open_)


def locked_keys(layout: TableLayout) -> frozenset[str]:
    """Return the keys of the columns in which what was sent is compared with what came back."""
    return frozenset(column.key for column in locked_columns(layout)) if layout in _LOCKED else frozenset()
