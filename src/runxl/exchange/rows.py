"""Which row of the master each row of a returned table is: by its id, else by its name, else it is a new one."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from itertools import chain, count
from typing import TYPE_CHECKING, NamedTuple

from runxl.domain.finding import Finding, error, note, warning
from runxl.exchange.limits import NEW_ROWS
from runxl.grid import Address, Content
from runxl.layout import ACTIONS, FILLED_IN, LINES, MEASURES, UNITS
from runxl.layout.words import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from runxl.exchange.contents import Contents, RowContents

OWNER = {LINES.name: "unit"}
"""The column that says whose a row is, which nobody but the controller changes."""

_SUBJECT = {ACTIONS.name: "concerns"}
_NAME = {LINES.name: ("label", "type"), UNITS.name: ("label",), MEASURES.name: ("measure",), ACTIONS.name: ("action",)}
_LONGEST_ID = 60
_NOT_IN_AN_ID = re.compile(r"[^a-z0-9]+")


class TheirRows(NamedTuple):
    """A returned table's rows by the id that each has in the master, and what was odd about them."""

    rows: Mapping[str, RowContents]
    findings: tuple[Finding, ...]


def their_rows(unit: str, theirs: Contents, sent: Contents | None, ours: Contents) -> TheirRows:
    """Return whose row each returned row is; what stands under an id that nobody knows gets one of the unit's own."""
    return _Matching(unit, theirs, sent, ours).matched()


def can_grow(table: str) -> bool:
    """Tell whether a unit can add rows to a table: it fills in all that tells such a row from the others."""
    return "id" in FILLED_IN[table]


def by_id(contents: Contents | None) -> dict[str, RowContents]:
    """Return a table's rows by their id without capitals, which make no difference; of several, the first."""
    rows = () if contents is None else contents.rows
    return {row.id.casefold(): row for row in reversed(rows) if row.id}


def place_of(contents: Contents, row: RowContents) -> Address:
    """Return the cell of a row that says which row it is: its id, else its first."""
    column = contents.columns["id"] if "id" in contents.columns else min(contents.columns.values())
    return Address(contents.sheet, row.number, column)


class _Matching:
    def __init__(self, unit: str, theirs: Contents, sent: Contents | None, ours: Contents) -> None:
        self._unit, self._theirs = unit, theirs
        self._sent = by_id(sent)
        self._known = self._sent | by_id(ours)
        self._names = {id_: _name(theirs.table, row) for id_, row in self._known.items()}
        self._found: dict[str, RowContents] = {}
        self._spelled = {id_: row.id for id_, row in self._known.items()}
        self._findings: list[Finding] = []

    def matched(self) -> TheirRows:
        strangers = list(self._not_known_by_name(list(self._not_known_by_id())))
        if len(strangers) > NEW_ROWS:
            cell, table = self._cell(strangers[0]), self._theirs.table
            self._findings = [error("returned-rows-too-many", cell, count=len(strangers), table=table, most=NEW_ROWS)]
            strangers = []
        for row in filter(self._may_be_new, strangers):
            id_ = self._new_id(row)
            self._spelled.setdefault(id_.casefold(), id_)
            self._found[id_.casefold()] = row
        rows = {self._spelled[id_]: self._with_subject(id_, row) for id_, row in self._found.items()}
        return TheirRows(rows, tuple(self._findings))

    def _with_subject(self, id_: str, row: RowContents) -> RowContents:
        """Return a row that was not sent as one about the unit, where it does not say what it is about."""
        key = _SUBJECT.get(self._theirs.table)
        if key is None or id_ in self._sent or _text(row, key):
            return row
        return row._replace(cells={**row.cells, key: Content(self._unit)})

    def _not_known_by_id(self) -> Iterator[RowContents]:
        """Take the rows whose id is known; give the others, also those whose id stands on another row as well."""
        sharing: dict[str, list[RowContents]] = {}
        for row in filter(self._says_something, self._theirs.rows):
            sharing.setdefault(self._id(row).casefold(), []).append(row)
        for id_, rows in sharing.items():
            if id_ not in self._known:
                yield from rows
                continue
            first = next((row for row in rows if _name(self._theirs.table, row) == self._names[id_]), rows[0])
            self._found[id_] = first
            for row in rows:
                if row is not first:
                    earlier = self._cell(first)
                    self._findings.append(warning("returned-id-twice", self._cell(row), id=row.id, earlier=earlier))
                    yield row

    def _not_known_by_name(self, strangers: list[RowContents]) -> Iterator[RowContents]:
        """Take the rows that bear the name of one row that is missing; give the others."""
        missing = {id_: name for id_, name in self._names.items() if id_ not in self._found and any(name)}
        ids = {name: id_ for id_, name in missing.items()}
        wanted = Counter(missing.values())
        bearing = Counter(_name(self._theirs.table, row) for row in strangers)
        for row in strangers:
            name = _name(self._theirs.table, row)
            if wanted[name] == bearing[name] == 1:
                self._found[ids[name]] = row
                self._findings.append(note("returned-row-by-name", self._cell(row), id=self._spelled[ids[name]]))
            else:
                yield row

    def _may_be_new(self, row: RowContents) -> bool:
        """Tell whether a row that nobody knows can be proposed; where it cannot, a finding says why."""
        owner = _text(row, OWNER.get(self._theirs.table, ""))
        if not can_grow(self._theirs.table):
            self._findings.append(error("returned-row-not-known", self._cell(row), id=row.id))
        elif owner and owner.casefold() != self._unit.casefold():
            self._findings.append(error("returned-row-of-another", self._cell(row), owner=owner, whose=self._unit))
        else:
            return True
        return False

    def _id(self, row: RowContents) -> str:
        """Return the id that a row has in the master: its own where that is known, else one that begins as the unit."""
        if row.id.casefold() in self._known:
            return row.id
        prefix = f"{self._unit}-"
        begins = row.id.casefold().startswith(prefix.casefold())
        own = row.id[len(prefix) :] if begins else row.id or _text(row, _NAME[self._theirs.table][0])
        return prefix + (_plain_id(own) or "rad")

    def _new_id(self, row: RowContents) -> str:
        """Return an id that no other of their rows has; a copied row's begins as the unit as well."""
        first, prefix = self._id(row), f"{self._unit}-"
        if not first.casefold().startswith(prefix.casefold()):
            first = prefix + first
        numbered = (f"{first}-{number}" for number in count(2))
        return next(id_ for id_ in chain([first], numbered) if id_.casefold() not in self._found)

    def _says_something(self, row: RowContents) -> bool:
        return any(_text(row, key) for key in {"id", *FILLED_IN[self._theirs.table]} - set(OWNER.values()))

    def _cell(self, row: RowContents) -> Address:
        return place_of(self._theirs, row)


def _name(table: str, row: RowContents) -> tuple[str, ...]:
    """Return what a reader tells the row by; "" in every place where it has no name."""
    named = tuple(plain(_text(row, key)) for key in _NAME[table])
    return named if named[0] else ("",) * len(named)


def _text(row: RowContents, key: str) -> str:
    value = row.content(key).value
    return "" if value is None else str(value).strip()


def _plain_id(text: str) -> str:
    """Return a text as an id that no formula misreads.

    >>> _plain_id("Entréintäkter (nya)")
    'entreintakter-nya'
    """
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    return _NOT_IN_AN_ID.sub("-", letters).strip("-")[:_LONGEST_ID].rstrip("-")
