"""Why a number is what it is: where it came from, what it replaced, what it is made of and how it is rounded."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from runxl.exchange.days import as_read
from runxl.exchange.places import COLUMNS, LABEL_HEADERS, ids, place_of, text_of
from runxl.exchange.precedents import Precedents
from runxl.exchange.values import alike, told
from runxl.grid import Address, Content
from runxl.layout import (
    CHECKS,
    CONFLICTS,
    FINDINGS,
    GOALS,
    LOG,
    MEASURES,
    PERSPECTIVES,
    RECIPIENTS,
    SUBMISSIONS,
    Column,
    Kind,
    Role,
)
from runxl.sheets.logged import read_logged
from runxl.sheets.report import columns_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from runxl.exchange.places import Place
    from runxl.exchange.precedents import Across, Made
    from runxl.grid import Snapshot, Value
    from runxl.sheets.logged import Logged

_DEEPEST = 6
_MOST_CELLS = 40
_MOST_PARTS = 30
_ANY = Column("", "", Kind.ANY)


WRITTEN_WITH: dict[str, tuple[str, ...]] = {
    MEASURES.name: ("label-goals",),
    GOALS.name: ("label-goals",),
    PERSPECTIVES.name: ("label-goals",),
    CHECKS.name: ("label-check",),
    FINDINGS.name: ("label-check",),
    RECIPIENTS.name: ("label-send",),
    SUBMISSIONS.name: ("label-collect", "label-merge"),
    CONFLICTS.name: ("label-collect", "label-merge"),
    LOG.name: (),
}
"""The buttons that write the computed columns of tables in which these need no formula; every button writes Logg."""


class Trace(Enum):
    """What Logg says of a value; `WRITTEN` where it says nothing, as runxl fills the column in."""

    LOGGED = "logged"
    EDITED = "edited"
    UNLOGGED = "unlogged"
    WRITTEN = "written"


class Waiting(NamedTuple):
    """A choice that waits in Konflikter: what was sent, what came back, what stands here, and what is chosen so far."""

    base: Value
    theirs: Value
    ours: Value
    choice: str
    sender: str
    file: str


@dataclass(frozen=True, slots=True)
class Why:
    """One cell's answer, and those of the cells that it is made of.

    `value` is what it holds, a day as its date.
    `history` is what Logg tells of the cell, oldest first, wherever its row has been moved since. A cell that has been
    told already, or comes after too many others, is told without what it is made of; `left_out` counts further ones.
    """

    cell: Address
    content: Content
    value: Value
    number_format: str
    place: Place | None
    unit: str
    history: tuple[Logged, ...]
    trace: Trace
    waiting: Waiting | None
    typed_over: bool
    note: str
    made: Made | None
    across: Across | None
    parts: tuple[tuple[Decimal | None, Why], ...]
    left_out: int = 0


def why(snapshot: Snapshot, cell: Address) -> Why:
    """Return why a cell holds what it holds."""
    return _Asker(snapshot).why(cell, 0)


class _Asker:
    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot, self._precedents = snapshot, Precedents(snapshot)
        self._logged: dict[tuple[str, ...], list[Logged]] = {}
        for row in read_logged(snapshot):
            self._logged.setdefault(_key(row.table, row.row, row.column), []).append(row)
        self._waiting = dict(_waiting(snapshot))
        self._told: set[Address] = set()

    def why(self, cell: Address, depth: int, *, whole: bool = True) -> Why:
        self._told.add(cell)
        content, place = self._snapshot.content(cell), self._place(cell)
        key = ("", "", "") if place is None else _key(place.table, place.row, place.column)
        history = tuple(self._logged.get(key, ()))
        made = self._precedents.of(cell) if whole else None
        parts = tuple(self._parts(made, depth + 1))
        return Why(
            cell=cell,
            content=content,
            value=as_read(self._snapshot, cell, content.value),
            number_format=self._snapshot.number_format(cell),
            place=place,
            unit=self._precedents.unit(cell),
            history=history,
            trace=self._trace(cell, content, place, history),
            waiting=self._waiting.get(key),
            typed_over=self._precedents.is_typed_over(cell),
            note=self._snapshot.note(cell),
            made=made,
            across=None if depth else self._precedents.across(cell),
            parts=parts,
            left_out=0 if made is None else len(made.parts) - len(parts),
        )

    def _place(self, cell: Address) -> Place | None:
        """Return where a cell is to a person; of a row that was emptied, which row that was by Logg."""
        place = place_of(self._snapshot, cell)
        row = None if place is None or place.row else self._emptied.get(_key(place.table, str(cell), place.column))
        if place is None or row is None:
            return place
        named = self._logged.get(_key(place.table, row, LABEL_HEADERS.get(place.table, "")), ())
        return place._replace(row=row, label=text_of(named[-1].before) if named else row)

    @cached_property
    def _emptied(self) -> dict[tuple[str, ...], str]:
        """The ids of rows that Logg says were emptied and that stand nowhere now, by table, cell and column."""
        tables = self._snapshot.tables.items()
        standing = {_key(name, id_, "") for name, table in tables for id_ in ids(self._snapshot, table)}
        return {
            _key(row.table, row.cell, row.column): row.row
            for row in chain.from_iterable(self._logged.values())
            if row.after in (None, "") and _key(row.table, row.row, "") not in standing
        }

    def _trace(self, cell: Address, content: Content, place: Place | None, history: tuple[Logged, ...]) -> Trace:
        """Return whether the value is the last that Logg knows of; what a formula shows is nobody's edit."""
        named = ("", "") if place is None else (place.table, place.column)
        column = COLUMNS.get(named, _ANY)
        if not history:
            is_written = named[0] in WRITTEN_WITH and column.role is Role.COMPUTED
            return Trace.WRITTEN if is_written else Trace.UNLOGGED
        shown = self._snapshot.number_format(cell)
        now = told(content, column, shown, date1904=self._snapshot.date1904)
        is_last = content.formula is not None or alike(now, Content(history[-1].after), column)
        return Trace.LOGGED if is_last else Trace.EDITED

    def _parts(self, made: Made | None, depth: int) -> Iterator[tuple[Decimal | None, Why]]:
        """Give the answers of the cells that a number is made of, each told once and not endlessly many in all."""
        parts = () if made is None or depth > _DEEPEST else made.parts[:_MOST_PARTS]
        room = len(self._told) < _MOST_CELLS
        fresh = {part.cell for part in parts if room and part.cell not in self._told}
        # all of these before what they in turn are made of
        self._told.update(fresh)
        return ((part.coefficient, self.why(part.cell, depth, whole=part.cell in fresh)) for part in parts)


def _key(table: str, row: str, column: str) -> tuple[str, ...]:
    return tuple(" ".join(text.split()).casefold() for text in (table, row, column))


def _waiting(snapshot: Snapshot) -> Iterator[tuple[tuple[str, ...], Waiting]]:
    """Give each row of Konflikter by the table, row and column that it is about."""
    table = snapshot.tables.get(CONFLICTS.name)
    if table is None:
        return
    columns = columns_of(CONFLICTS, table)
    for number in table.body:
        row = {key: snapshot.content(Address(table.sheet, number, place)).value for key, place in columns.items()}
        if row.get("table"):
            yield (
                _key(*(_text(row, key) for key in ("table", "row", "column"))),
                Waiting(
                    row.get("base"),
                    row.get("theirs"),
                    row.get("ours"),
                    *(_text(row, key) for key in ("choice", "sender", "file")),
                ),
            )


def _text(row: Mapping[str, Value], key: str) -> str:
    value = row.get(key)
    return "" if value is None else str(value)
