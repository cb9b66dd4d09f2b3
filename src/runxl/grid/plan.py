"""What a command wants written, as data, and what comes back when a host has written it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, TypeVar

from runxl.grid.snapshot import EMPTY, Content, Snapshot, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from runxl.grid.address import Address

_T = TypeVar("_T")
_Place: TypeAlias = "tuple[int, int]"


class Edit(NamedTuple):
    """One cell's new content; the cell's style stays.

    `expected`, where given, is what must stand there now, or the host refuses the whole plan with a ConflictError.
    """

    cell: Address
    content: Content
    expected: Content | None = None


class NoteEdit(NamedTuple):
    """One cell's new note, the whole of it; "" takes the note away.

    `expected`, where given, is what the note must be now, "" for none, or the host refuses the whole plan with a
    ConflictError. A cell with a conversation (a threaded comment) keeps that as it is and gets no note.
    """

    cell: Address
    text: str
    expected: str | None = None


class Resize(NamedTuple):
    """A table's new number of body rows, at least one; new rows take the style of the table's first row.

    Cells that fall outside a shrunk table keep their content unless the plan empties them. `expected`, where given,
    is the number of body rows that the table must have now.
    """

    table: str
    rows: int
    expected: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything a command wants written.

    `confirmed` are cells whose formula was computed and whose shown value is already right: a host that drops the
    shown values of formulas it cannot compute leaves these as they are.
    """

    edits: tuple[Edit, ...] = ()
    resizes: tuple[Resize, ...] = ()
    confirmed: frozenset[Address] = frozenset()
    notes: tuple[NoteEdit, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether there is anything to write."""
        return bool(self.edits or self.resizes or self.notes)

    def then(self, later: Plan) -> Plan:
        """Return both plans as one; where both write a cell, its note or a table, the later one holds.

        The earlier plan's expectation there stays, as the two are written at one moment.
        """
        edits = {edit.cell: edit for edit in self.edits}
        for edit in later.edits:
            first = edits.get(edit.cell)
            edits[edit.cell] = edit if first is None else edit._replace(expected=first.expected)
        resizes = {resize.table: resize for resize in self.resizes}
        for resize in later.resizes:
            earlier = resizes.get(resize.table)
            resizes[resize.table] = resize if earlier is None else resize._replace(expected=earlier.expected)
        notes = {note.cell: note for note in self.notes}
        for note in later.notes:
            former = notes.get(note.cell)
            notes[note.cell] = note if former is None else note._replace(expected=former.expected)
        confirmed = (self.confirmed | later.confirmed) - edits.keys()
        return Plan(tuple(edits.values()), tuple(resizes.values()), confirmed, tuple(notes.values()))


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a host wrote, and the plan that takes it back.

    `written` counts cells whose content changed. `undo` expects every cell and note to be as the host left it.
    """

    written: int
    undo: Plan


def applied(snapshot: Snapshot, plan: Plan) -> Snapshot:
    """Return the workbook as it will be when the plan is written. Expectations are not looked at."""
    sheets = dict(snapshot.sheets)
    for name, contents in _by_sheet((edit.cell, edit.content) for edit in plan.edits).items():
        sheets[name] = replace(sheets[name], cells=_with(sheets[name].cells, contents, EMPTY))
    for name, texts in _by_sheet((note.cell, note.text) for note in plan.notes).items():
        sheets[name] = replace(sheets[name], notes=_with(sheets[name].notes, texts, ""))
    tables: dict[str, Table] = dict(snapshot.tables)
    for resize in plan.resizes:
        table = tables[resize.table]
        bottom = table.block.top + resize.rows
        tables[resize.table] = replace(table, block=table.block._replace(bottom=bottom))
    return replace(snapshot, sheets=sheets, tables=tables)


def _by_sheet(written: Iterable[tuple[Address, _T]]) -> dict[str, dict[_Place, _T]]:
    found: dict[str, dict[_Place, _T]] = defaultdict(dict)
    for cell, one in written:
        found[cell.sheet][cell.row, cell.column] = one
    return found


def _with(standing: Mapping[_Place, _T], written: Mapping[_Place, _T], nothing: _T) -> dict[_Place, _T]:
    after = {**standing, **written}
    for place, one in written.items():
        if one == nothing:
            del after[place]
    return after
