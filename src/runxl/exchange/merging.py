"""What merges of returned workbooks make of the master: values in cells, questions in Konflikter, rows of Logg."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from runxl import language
from runxl.exchange.conflicts import conflicts_plan, questions, read_conflicts, with_answers
from runxl.exchange.ours import Standing, master_tables
from runxl.exchange.provenance import taken_row
from runxl.exchange.values import alike, written
from runxl.exchange.versions import column_of
from runxl.grid import EMPTY, Edit, Plan
from runxl.sheets.notes import note_after

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from runxl.exchange.conflicts import Origin, Pending
    from runxl.exchange.merge import Merge
    from runxl.exchange.provenance import LogRow
    from runxl.exchange.versions import Change, Place
    from runxl.grid import Address, Content, NoteEdit, Snapshot


class Merging(NamedTuple):
    """The plan that takes merges into the master, and the rows of Logg that tell where each value came from."""

    plan: Plan
    log: tuple[LogRow, ...]


def merging(snapshot: Snapshot, merges: Sequence[tuple[Origin, Merge]]) -> Merging:
    """Return what the merges of the newest files, one for each unit, make of the master.

    Konflikter comes to ask what these files ask. What it asks of other units stays, and so does what was typed beside a
    question that is asked again. What was typed over a formula is kept in the note of the formula's cell. A cell to
    which two units have sent different values, as one id stands for something of each, is a question to each.
    """
    merges = list(_undisputed(merges))
    taken = [(origin, change) for origin, merge in merges for change in merge.taken]
    edits = tuple(edit for _, change in taken for edit in _edits(snapshot, change))
    stand = {change.place: change.theirs for _, change in taken}
    before = list(_asked_still(read_conflicts(snapshot).values(), stand))
    units = {origin.unit.casefold() for origin, _ in merges}
    others = [pending for pending in before if pending.origin.unit.casefold() not in units]
    asked = [question for origin, merge in merges for question in questions(origin, merge)]
    pending = (*others, *with_answers(_asked_still(asked, stand), before))
    notes = tuple(note for origin, merge in merges for note in _notes(snapshot, origin, merge))
    plan = Plan(edits, notes=notes).then(conflicts_plan(snapshot, Standing(master_tables(snapshot)), pending))
    return Merging(plan, tuple(taken_row(origin, change) for origin, change in taken))


def _undisputed(merges: Sequence[tuple[Origin, Merge]]) -> Iterator[tuple[Origin, Merge]]:
    """Give the merges; what several of them would take into one cell, each with another value, is taken from none."""
    values: defaultdict[Address | None, set[Content]] = defaultdict(set)
    for _, merge in merges:
        for change in merge.taken:
            values[change.cell].add(change.theirs)
    disputed = {cell for cell, theirs in values.items() if len(theirs) > 1}
    for origin, merge in merges:
        asked = tuple(change for change in merge.taken if change.cell in disputed)
        taken = tuple(change for change in merge.taken if change.cell not in disputed)
        yield origin, merge._replace(taken=taken, conflicts=(*merge.conflicts, *asked))


def _asked_still(questions: Iterable[Pending], taken: Mapping[Place, Content]) -> Iterator[Pending]:
    """Give the questions that remain when these values have been taken, as they are then.

    The unit that has a row now answers for it; what the unit that had it before has sent is asked about beside that.
    """
    for one in questions:
        now = taken.get(one.place)
        if now is None or now == one.ours:
            yield one
        elif not alike(now, one.theirs, column_of(one.place)):
            yield one._replace(ours=now, choice=EMPTY)


def _edits(snapshot: Snapshot, change: Change) -> Iterator[Edit]:
    if change.cell is not None:
        yield edit_of(snapshot, change.place, change.cell, change.theirs)


def _notes(snapshot: Snapshot, origin: Origin, merge: Merge) -> Iterator[NoteEdit]:
    """Give the notes that keep what was typed over a formula, once for each file."""
    for change in merge.typed_over:
        if change.cell is not None:
            parts = {"file": origin.file, "source": change.source, "typed": change.theirs.value}
            sentence = language.say("typed-over-note", **parts)
            if sentence not in snapshot.note(change.cell).splitlines():
                yield note_after(snapshot, change.cell, sentence)


def edit_of(snapshot: Snapshot, place: Place, cell: Address, content: Content) -> Edit:
    """Return the edit that writes a told value into a cell of the master, which must hold what it holds now."""
    return Edit(cell, written(content, column_of(place), date1904=snapshot.date1904), snapshot.content(cell))
