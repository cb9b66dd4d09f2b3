"""What the master itself holds of the tables that units fill in, and which of its rows are a unit's."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING

from runxl.exchange.reading import contents_of
from runxl.exchange.rows import by_id, place_of
from runxl.exchange.versions import WHOLE_ROW
from runxl.grid import EMPTY
from runxl.layout import ACTIONS, FILLED_IN, LINES, MEASURES, TABLES, UNITS

if TYPE_CHECKING:
    from runxl.exchange.contents import Contents, RowContents
    from runxl.exchange.versions import Place, RowId, Tables
    from runxl.grid import Address, Content, Snapshot

_NAMES_UNIT = {LINES.name: "unit", UNITS.name: "id", MEASURES.name: "unit", ACTIONS.name: "concerns"}


def master_tables(snapshot: Snapshot) -> Tables:
    """Return the tables that units fill in, with the rows of all units."""
    return contents_of(snapshot, [layout for layout in TABLES if layout.name in FILLED_IN])


def ours(master: Tables, unit: str, sent: Tables | None) -> Tables:
    """Return a unit's rows: those that name it, its lines' actions, and whatever it was sent."""
    return ByUnit(master).ours(unit, sent)


class ByUnit:
    """The master's rows by what they name, for one unit after the other: there may be hundreds of them."""

    def __init__(self, master: Tables) -> None:
        self._master = master
        self._named = {name: _grouped(contents, _NAMES_UNIT[name]) for name, contents in master.items()}
        self._by_id = {name: _grouped(contents, "id") for name, contents in master.items()}

    def ours(self, unit: str, sent: Tables | None) -> Tables:
        """Return a unit's rows: those that name it, its lines' actions, and whatever it was sent."""
        names = self._names_of(unit)
        return {
            name: contents._replace(rows=self._rows(name, names, (sent or {}).get(name)))
            for name, contents in self._master.items()
        }

    def moved(self, unit: str, sent: Tables | None) -> frozenset[RowId]:
        """Return the rows that a unit was sent and that are another's now, as the controller has moved them since."""
        names = self._names_of(unit)
        found: set[RowId] = set()
        for name in self._master:
            own = {row.number for row in self._rows(name, names, None)}
            rows = self._rows(name, names, (sent or {}).get(name))
            found.update((name, row.id.casefold()) for row in rows if row.number not in own)
        return frozenset(found)

    def _names_of(self, unit: str) -> set[str]:
        """Return what the rows of a unit name: the unit itself, or one of its lines."""
        lines = self._named.get(LINES.name, {}).get(unit.casefold(), ())
        return {unit.casefold(), *(row.id.casefold() for row in lines)}

    def _rows(self, table: str, names: set[str], sent: Contents | None) -> tuple[RowContents, ...]:
        """Return the rows of a table that name one of these, and those that were sent, from the top."""
        by_name, by_id_ = self._named[table], self._by_id[table]
        ids = {row.id.casefold() for row in sent.rows if row.id} if sent is not None else set()
        groups = chain((by_name.get(one, ()) for one in names), (by_id_.get(one, ()) for one in ids))
        rows = {row.number: row for row in chain.from_iterable(groups)}
        return tuple(rows[number] for number in sorted(rows))


class Standing:
    """Where the master's cells are and what stands in them, by the ids of their rows."""

    def __init__(self, master: Tables) -> None:
        self._master = master
        self._rows = {name: by_id(contents) for name, contents in master.items()}

    def row(self, place: Place) -> RowContents | None:
        """Return the row of a place; None where the master has none."""
        return self._rows.get(place.table, {}).get(place.row.casefold())

    def cell(self, place: Place) -> Address | None:
        """Return where a place is, a whole row where it is known by its id; None where the master has none such."""
        row, contents = self.row(place), self._master.get(place.table)
        if row is None or contents is None:
            return None
        if place.column == WHOLE_ROW:
            return place_of(contents, row)
        return contents.cell(row, place.column) if place.column in contents.columns else None

    def content(self, place: Place) -> Content:
        """Return what stands in a place, told; EMPTY where nothing does."""
        row = self.row(place)
        return EMPTY if row is None else row.content(place.column)


def _grouped(contents: Contents, key: str) -> dict[str, list[RowContents]]:
    found: dict[str, list[RowContents]] = defaultdict(list)
    for row in contents.rows:
        found[str(row.content(key).value or "").strip().casefold()].append(row)
    return dict(found)
