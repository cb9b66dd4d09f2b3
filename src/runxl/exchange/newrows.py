"""Rows that the master gets: where in a table each one goes."""

from __future__ import annotations

from itertools import chain, count
from typing import TYPE_CHECKING

from runxl.exchange.rows import OWNER
from runxl.exchange.versions import LAYOUTS
from runxl.grid import EMPTY, Address, Content, Edit, Plan, Resize
from runxl.layout import FILLED_IN
from runxl.sheets.report import columns_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from runxl.exchange.versions import Place
    from runxl.grid import Snapshot, Table


class NewRows:
    """New rows by the ids they will have: the blank rows of a table come first, then it grows."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._free: dict[str, Iterator[int]] = {}
        self._rows: dict[tuple[str, str], tuple[int, str]] = {}

    def cell(self, place: Place, unit: str) -> Address | None:
        """Return where a cell of a unit's new row goes; None where the master has no such column."""
        table = self._snapshot.tables.get(place.table) if place.table in FILLED_IN else None
        columns = {} if table is None else columns_of(LAYOUTS[place.table], table)
        if table is None or not {"id", place.column} <= columns.keys():
            return None
        key = (place.table, place.row)
        if key not in self._rows:
            free = self._free.setdefault(place.table, self._free_rows(table, columns))
            self._rows[key] = next(free), unit
        return Address(table.sheet, self._rows[key][0], columns[place.column])

    def plan(self) -> Plan:
        """Return the plan that gives the rows their ids and units, and their tables room."""
        edits: list[Edit] = []
        bottoms: dict[str, int] = {}
        for (name, id_), (number, unit) in self._rows.items():
            table = self._snapshot.tables[name]
            columns = columns_of(LAYOUTS[name], table)
            known = {"id": id_, OWNER.get(name, ""): unit}
            edits += (
                Edit(Address(table.sheet, number, columns[key]), Content(text), EMPTY)
                for key, text in known.items()
                if key in columns
            )
            bottoms[name] = max(number, bottoms.get(name, table.block.bottom))
        tables = ((self._snapshot.tables[name], bottom) for name, bottom in bottoms.items())
        resizes = (
            Resize(table.name, bottom - table.block.top, len(table.body))
            for table, bottom in tables
            if bottom > table.block.bottom
        )
        return Plan(tuple(edits), tuple(resizes))

    def _free_rows(self, table: Table, columns: Mapping[str, int]) -> Iterator[int]:
        filled = [columns[key] for key in {"id", *FILLED_IN[table.name]} & columns.keys()]
        blank = (number for number in table.body if not any(self._holds(table, number, place) for place in filled))
        return chain(blank, count(table.block.bottom + 1))

    def _holds(self, table: Table, number: int, place: int) -> bool:
        return self._snapshot.content(Address(table.sheet, number, place)).value not in (None, "")
