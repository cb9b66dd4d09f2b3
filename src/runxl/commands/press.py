"""One press on a workbook: the command's plan with its row in Logg, written, and remembered so as to be undone."""

from __future__ import annotations

import getpass
import os
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from runxl import language
from runxl.domain.message import message
from runxl.errors import CallError, FileError
from runxl.exchange.days import as_read
from runxl.grid import Edit, Plan, applied, same, still
from runxl.hosts.uncollected import uncollected
from runxl.layout import LOG
from runxl.sheets.report import log_plan
from runxl.sheets.workbook import read_identity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from runxl.commands.outcome import Outcome
    from runxl.domain.message import Message
    from runxl.grid import NoteEdit, Snapshot, Value
    from runxl.hosts import Book
    from runxl.journal import Journal, Step


@dataclass(frozen=True, slots=True)
class Press:
    """Who presses and when, the workbook that is pressed on, where it lies, and how it reaches the disk."""

    time: str
    user: str
    book: Book
    path: str
    journal: Journal
    save: Callable[[], None]

    def fill(self, command: str, label: str, outcome: Outcome) -> int:
        """Write an outcome's plan with its row in Logg; return how many cells it changed, the log's own not counted.

        A plan that changes nothing writes nothing, no log row either.
        """
        if not outcome.plan:
            return 0
        changed = f"{_changed(outcome.plan)}. {language.sentence_of(outcome.message)}"
        with uncollected():
            receipt = self.book.apply(outcome.plan.then(self._log(label, changed, outcome.log)))
            step = self._noted(command, receipt.undo)
        self._save_or_forget(step)
        self.journal.forget_oldest()
        return len(outcome.plan.edits)

    def undo(self, label: str) -> Message:
        """Take back the last run on this workbook; return which that was and how many cells this restored.

        Raises CallError where there is nothing to undo, ConflictError naming the cells edited since.
        """
        step = self._last_step()
        if step is None:
            raise CallError("nothing-to-undo", file=self.path)
        was = language.say(f"label-{step.command}")
        undone = message("undone", command=was, time=step.time, count=len(step.undo.edits))
        self.book.apply(step.undo.then(self._log(label, language.sentence_of(undone))))
        self.save()
        if self._is_ours(step):
            self.journal.drop(step)
        return undone

    def _log(self, label: str, changed: str, more: Iterable[Mapping[str, Value]] = ()) -> Plan:
        press: dict[str, Value] = {"time": self.time, "user": self.user, "command": label}
        return log_plan(self.book.read(), [{**press, **row} for row in ({"changed": changed}, *more)])

    def _is_ours(self, step: Step) -> bool:
        """Tell whether a step is of this file, or of one that is not where it was: it may have been moved here."""
        return step.path == self.path or not _is_there(step.path)

    def _noted(self, command: str, undo: Plan) -> Step:
        """Return the step in the journal. What is written in an open workbook goes back where it cannot be noted."""
        try:
            return self.journal.add(self.time, command, self.path, _without_log(undo))
        except FileError:
            self.book.apply(undo)
            raise

    def _save_or_forget(self, step: Step) -> None:
        try:
            self.save()
        except FileError:
            self.journal.drop(step)
            raise

    def _last_step(self) -> Step | None:
        """Return the newest step of this file; where it has none, of one whose run stands in it, saved by another name.

        A step whose run never reached the workbook, as the computer stopped in between, is forgotten.
        """
        snapshot, noted = self.book.read(), self.journal.steps()
        ours = [step for step in noted if self._is_ours(step)]
        steps = ours or [step for step in noted if _stands(snapshot, step.undo)]
        while steps and _is_undone(snapshot, steps[-1].undo):
            step = steps.pop()
            if step.path == self.path:
                self.journal.drop(step)
        return steps[-1] if steps else None


def _is_there(path: str) -> bool:
    """Tell whether a workbook still is where it was; nobody can say so of an address on OneDrive or SharePoint."""
    return "://" in path or os.path.lexists(path)


def user_name() -> str:
    """Return who is logged in on this computer, for Logg; "" where it does not tell."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return os.environ.get("USERNAME", "")


def workbook_id(snapshot: Snapshot) -> str:
    """Return the workbook's own id, by which its undo journal is kept. Raises WorkbookError for another's workbook."""
    return read_identity(snapshot).workbook_id


def _stands(snapshot: Snapshot, undo: Plan) -> bool:
    """Tell whether all that a run wrote stands in a workbook."""
    return (
        all(edit.expected is None or still(snapshot.content(edit.cell), edit.expected) for edit in undo.edits)
        and all(
            resize.table in snapshot.tables and resize.expected in (None, len(snapshot.tables[resize.table].body))
            for resize in undo.resizes
        )
        and all(note.expected in (None, snapshot.note(note.cell)) for note in undo.notes)
    )


def _is_undone(snapshot: Snapshot, undo: Plan) -> bool:
    return (
        all(same(snapshot.content(edit.cell), edit.content) for edit in undo.edits)
        and all(
            resize.table in snapshot.tables and len(snapshot.tables[resize.table].body) == resize.rows
            for resize in undo.resizes
        )
        and all(snapshot.note(note.cell) == note.text for note in undo.notes)
    )


def _without_log(undo: Plan) -> Plan:
    """Return the way back without the rows of Logg, which tell what was done and stay."""
    edits = tuple(edit for edit in undo.edits if edit.cell.sheet != LOG.sheet)
    return replace(undo, edits=edits, resizes=tuple(one for one in undo.resizes if one.table != LOG.name))


def _changed(plan: Plan) -> str:
    """Return how many cells of which sheets a plan writes: `41 celler skrivna: Resultat 22, Mått 19`."""
    by_sheet = Counter(edit.cell.sheet for edit in plan.edits)
    sheets = [f"{sheet} {count}" for sheet, count in by_sheet.items()]
    return language.say("cells-written", count=len(plan.edits), sheets=sheets)


def shown_edits(snapshot: Snapshot, plan: Plan) -> list[str]:
    """Return the plan as lines: where, what stands there now, what will, the formula behind it, and the notes."""
    after = applied(snapshot, plan)
    edits = [_shown_edit(snapshot, after, edit) for edit in plan.edits]
    return [*edits, *(_shown_note(snapshot, note) for note in plan.notes)]


def _shown_note(snapshot: Snapshot, note: NoteEdit) -> str:
    """Return what a note gets; of one that has something already, what comes behind it."""
    if not note.text:
        return language.say("note-goes", cell=note.cell)
    new = note.text.removeprefix(snapshot.note(note.cell)).strip()
    return language.say("note-comes", cell=note.cell, text=" ".join(new.split("\n")))


def _shown_edit(snapshot: Snapshot, written: Snapshot, edit: Edit) -> str:
    empty, values = language.say("empty-cell"), (snapshot.content(edit.cell).value, edit.content.value)
    before, after = (language.shown(as_read(written, edit.cell, value)) for value in values)
    line = f"{edit.cell}: {before or empty} → {after or empty}"
    return line if edit.content.formula is None else f"{line}    ={edit.content.formula}"
