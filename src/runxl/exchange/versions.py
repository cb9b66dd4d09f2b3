"""A unit's tables in three versions, cell by cell: as sent, as returned, and as the master has them now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from runxl.domain.amount import spelled
from runxl.exchange.contents import Contents
from runxl.exchange.rows import OWNER, by_id, place_of, their_rows
from runxl.exchange.values import alike, held
from runxl.grid import EMPTY, Address, Content, same
from runxl.layout import FILLED_IN, ONLY_ASKED, TABLES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from runxl.exchange.contents import RowContents
    from runxl.layout import Column, TableLayout

Tables: TypeAlias = Mapping[str, Contents]
"""The tables of one workbook by their Excel names."""

LAYOUTS = {layout.name: layout for layout in TABLES}

RowId: TypeAlias = tuple[str, str]
"""A row by its table and its id in small letters."""

WHOLE_ROW = ""
"""Stands for the column where a row as such is in question."""


class Place(NamedTuple):
    """A cell wherever it stands: its table, the id of its row, the key of its column."""

    table: str
    row: str
    column: str


class Change(NamedTuple):
    """A cell in three versions; `base` is None where nobody knows what was sent.

    `cell` is where it stands in the master, None where that has no such row; `source` where it stands in the file.
    """

    place: Place
    base: Content | None
    theirs: Content
    ours: Content
    cell: Address | None
    source: Address | None


class Settled(NamedTuple):
    """What came of a cell in an earlier file of theirs: what that said, and what stood there before any of them.

    `is_taken` tells that nobody had to choose, `is_of_another` that the file was made of another sent workbook.
    """

    theirs: Content
    before: Content
    is_taken: bool = True
    is_of_another: bool = False


class Past(NamedTuple):
    """What came of a unit's tables since they were sent, by earlier files, and which rows are another unit's by now."""

    settled: Mapping[Place, Settled] = MappingProxyType({})
    moved: Collection[RowId] = ()


NO_PAST = Past()


class Versions:
    """One table in three versions; `sent` is None where nobody knows it, `past` tells what came of it before."""

    def __init__(self, unit: str, sent: Contents | None, theirs: Contents, ours: Contents, past: Past) -> None:
        self.unit, self.layout, self.theirs = unit, LAYOUTS[ours.table], theirs
        self._sent, self._ours, self._past, self._settled = sent, ours, past, past.settled
        self._sent_rows, self._our_rows = by_id(sent), by_id(ours)
        self.their_rows, self.findings = their_rows(unit, theirs, sent, ours)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns whose cells are merged: those that a unit fills in and both workbooks have."""
        keys = merged_keys(self.layout) & self.theirs.columns.keys() & self._ours.columns.keys()
        return tuple(column for column in self.layout.columns if column.key in keys)

    def lost_columns(self) -> tuple[Column, ...]:
        """Return the columns that were to be filled in and did not come back."""
        keys = merged_keys(self.layout) & self._ours.columns.keys() - self.theirs.columns.keys()
        return tuple(column for column in self.layout.columns if column.key in keys)

    def has_ours(self, id_: str) -> bool:
        """Tell whether the master has a row."""
        return id_.casefold() in self._our_rows

    def is_moved(self, id_: str) -> bool:
        """Tell whether a row is another unit's by now."""
        return (self.layout.name, id_.casefold()) in self._past.moved

    def is_only_asked(self, place: Place) -> bool:
        """Tell whether a change of a cell is for the controller to decide; one that was sent empty is filled in."""
        was_sent = (self.sent(place.row, place.column) or EMPTY).value not in (None, "")
        return self.is_moved(place.row) or (was_sent and place.column in ONLY_ASKED.get(self.layout.name, ()))

    def sent(self, id_: str, key: str) -> Content | None:
        """Return what was sent in a cell; None where nobody knows."""
        row = self._sent_rows.get(id_.casefold())
        return None if row is None or self._sent is None or key not in self._sent.columns else row.content(key)

    def is_untouched(self, id_: str, row: RowContents, key: str) -> bool:
        """Tell, of most cells at a glance, that they came back as they were sent and nothing has come of them."""
        if Place(self.layout.name, id_, key) in self._settled:
            return False
        sent = self.sent(id_, key)
        return sent is not None and same(sent, row.content(key))

    def change(self, id_: str, row: RowContents, key: str) -> Change:
        """Return a cell of one of their rows in its versions."""
        place, theirs = Place(self.layout.name, id_, key), row.content(key)
        ours, cell = self._here(place)
        ours = self._settled[place].before if self._never_came(place) else ours
        return Change(place, self._base(place, theirs), theirs, ours, cell, self.theirs.cell(row, key))

    def gone(self, withdrawn: Iterable[Change]) -> Iterator[Change]:
        """Give each row that was sent, did not come back and is still ours; not where that was chosen about already."""
        back = {id_.casefold() for id_ in self.their_rows}
        again: dict[str, dict[str, Content]] = defaultdict(dict)
        for change in withdrawn:
            again[change.place.row][change.place.column] = change.theirs
        for id_, mine in self._our_rows.items() if self.theirs.columns else ():
            place = Place(self.layout.name, mine.id, WHOLE_ROW)
            is_back = id_ in back or self.is_moved(id_)
            if id_ in self._sent_rows and not is_back and place not in self._settled:
                here = mine._replace(cells={**mine.cells, **again[mine.id]})
                base, ours = (Content(row_words(self.layout, row)) for row in (self._sent_rows[id_], here))
                yield Change(place, base, EMPTY, ours, place_of(self._ours, mine), None)

    def said(self) -> dict[Place, Content]:
        """Return what the file says of each cell, blank ones as well; what a column cannot hold says nothing."""
        found = {
            Place(self.layout.name, id_, column.key): held(row.content(column.key), column)
            for id_, row in self.their_rows.items()
            for column in self.columns
        }
        return {place: content for place, content in found.items() if content is not None}

    def withdrawn(self) -> Iterator[Change]:
        """Give each cell that stands as an earlier file of theirs had it, of which this one says nothing.

        What was there before stands there again, as if the earlier file had never come: else it would matter which of
        them is collected first. What somebody has chosen stays.
        """
        said = self.said() if self._standing else {}
        for place, settled in self._standing.items():
            if place not in said or self._never_came(place):
                ours, cell = self._here(place)
                yield Change(place, settled.theirs, settled.before, ours, cell, None)

    @cached_property
    def _standing(self) -> dict[Place, Settled]:
        """The cells that stand as an earlier file of theirs had them, where that was taken without a question."""
        found = {}
        for place, settled in self._settled.items():
            if place.table == self.layout.name and settled.is_taken and not self.is_only_asked(place):
                (ours, cell), column = self._here(place), self.layout[place.column]
                if cell and alike(ours, settled.theirs, column) and not alike(ours, settled.before, column):
                    found[place] = settled
        return found

    def _never_came(self, place: Place) -> bool:
        """Tell whether a cell is merged as if the earlier file had never come.

        That was made of another sent workbook, in which the cell was otherwise than in the one that this is made of.
        """
        settled = self._standing.get(place)
        if settled is None or not settled.is_of_another:
            return False
        return not alike(settled.before, self.sent(place.row, place.column) or EMPTY, self.layout[place.column])

    def _base(self, place: Place, theirs: Content) -> Content | None:
        """Return what a cell is compared with: what the unit said of it last, else what it was sent.

        What it said in a file made of another sent workbook counts where that stands, or where somebody has chosen
        about the very same.
        """
        sent, settled = self.sent(place.row, place.column), self._settled.get(place)
        if settled is None or self._never_came(place):
            return sent
        is_chosen = not settled.is_taken and alike(theirs, settled.theirs, self.layout[place.column])
        return sent if settled.is_of_another and place not in self._standing and not is_chosen else settled.theirs

    def _here(self, place: Place) -> tuple[Content, Address | None]:
        """Return what stands in the master, and where."""
        mine = self._our_rows.get(place.row.casefold())
        if mine is None or place.column not in self._ours.columns:
            return EMPTY, None
        return mine.content(place.column), self._ours.cell(mine, place.column)


def header_of(place: Place) -> str:
    """Return the header of a place's column; the key itself where the table has no such column."""
    columns = LAYOUTS[place.table].columns if place.table in LAYOUTS else ()
    return next((column.header for column in columns if column.key == place.column), place.column)


def column_of(place: Place) -> Column:
    """Return the column that a place is in. Raises KeyError where the table has no such column."""
    return LAYOUTS[place.table][place.column]


def place_under(table: str, row: str, header: str) -> Place:
    """Return a place by its column's header, which stands for the key where the table has no such column."""
    columns = LAYOUTS[table].columns if table in LAYOUTS else ()
    return Place(table, row, next((column.key for column in columns if column.header == header), header))


def merged_keys(layout: TableLayout) -> frozenset[str]:
    """Return the keys of the columns whose cells are merged: what a unit fills in but which row it is and whose."""
    return FILLED_IN[layout.name] - {"id", OWNER.get(layout.name)}


def row_words(layout: TableLayout, row: RowContents) -> str:
    """Return what a unit has filled in on a row as one text: `Hyror; kostnad; -412; -400`."""
    keys = merged_keys(layout)
    values = (row.content(column.key).value for column in layout.columns if column.key in keys)
    return "; ".join(spelled(one) if isinstance(one, Decimal) else str(one) for one in values if one not in (None, ""))
