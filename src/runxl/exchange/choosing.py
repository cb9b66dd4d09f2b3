"""What the choices typed in Konflikter make of the master."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from runxl.domain.finding import Finding, warning
from runxl.exchange.conflicts import conflicts_plan, read_conflicts
from runxl.exchange.merging import edit_of
from runxl.exchange.newrows import NewRows
from runxl.exchange.ours import Standing, master_tables
from runxl.exchange.provenance import log_row, shown
from runxl.exchange.rows import OWNER, can_grow
from runxl.exchange.values import alike, held
from runxl.exchange.versions import LAYOUTS, WHOLE_ROW, column_of, merged_keys, row_words
from runxl.grid import EMPTY, Content, Plan
from runxl.layout import FILLED_IN
from runxl.layout.words import (
    CHOSEN_OURS,
    CHOSEN_THEIRS,
    CONFLICT_CHOICES,
    CONFLICT_GONE_ROW,
    CONFLICT_NEW_ROW,
    plain,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from runxl.exchange.conflicts import Pending
    from runxl.exchange.provenance import LogRow
    from runxl.grid import Address, Edit, Snapshot
    from runxl.layout import TableLayout


class Chosen(NamedTuple):
    """What the choices come to: `done` counts the questions that are answered, `left` those that remain."""

    plan: Plan
    log: tuple[LogRow, ...]
    findings: tuple[Finding, ...]
    done: int
    left: int


def chosen(snapshot: Snapshot) -> Chosen:
    """Return what the typed choices make of the master.

    A question remains where nothing is chosen, or where the choice cannot be carried out: a finding says why.
    """
    return _Choosing(snapshot).chosen()


def choices(pending: Mapping[Address, Pending]) -> dict[Address, str]:
    """Return what is chosen, by the cells of Välj; the first choice of a new row holds for its cells without one."""
    words = {plain(word): word for word in CONFLICT_CHOICES}
    typed = {at: words.get(plain(str(one.choice.value or ""))) for at, one in pending.items()}
    first: dict[tuple[str, str], str] = {}
    for at, one in pending.items():
        if one.kind == CONFLICT_NEW_ROW and (word := typed[at]) is not None:
            first.setdefault(one.place[:2], word)
    found = {
        at: typed[at] or first.get(one.place[:2]) if one.choice.value in (None, "") else typed[at]
        for at, one in pending.items()
    }
    return {at: word for at, word in found.items() if word is not None}


class _Choosing:
    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._standing = Standing(master_tables(snapshot))
        self._new_rows = NewRows(snapshot)
        self._edits: list[Edit] = []
        self._log: list[LogRow] = []
        self._findings: list[Finding] = []

    def chosen(self) -> Chosen:
        pending = read_conflicts(self._snapshot)
        words = choices(pending)
        left: list[Pending] = []
        for at, one in pending.items():
            remains = self._remaining(at, one, words[at]) if at in words else one
            if remains is not None:
                left.append(remains)
        done = len(pending) - len(left)
        plan = Plan(tuple(self._edits)).then(self._new_rows.plan())
        if done or left != list(pending.values()):
            plan = plan.then(conflicts_plan(self._snapshot, self._standing, left))
        return Chosen(plan, tuple(self._log), tuple(self._findings), done, len(left))

    def _remaining(self, at: Address, pending: Pending, word: str) -> Pending | None:
        """Carry out a choice and return None; the question as it stands from then on where that cannot be done."""
        pending = pending._replace(choice=Content(word))
        if not _can_be_asked(pending):
            return self._refused(pending, warning("conflict-not-asked", at))
        if pending.kind == CONFLICT_GONE_ROW:
            return self._gone_row(at, pending, word)
        if pending.kind == CONFLICT_NEW_ROW and self._standing.row(pending.place) is None:
            return self._new_row(at, pending, word)
        return self._value(at, pending, word)

    def _value(self, at: Address, pending: Pending, word: str) -> Pending | None:
        cell, now = self._standing.cell(pending.place), self._standing.content(pending.place)
        if cell is None or (pending.kind == CONFLICT_NEW_ROW and self._is_anothers(pending)):
            return self._refused(pending, warning("conflict-row-missing", at, row=pending.place.row))
        if word == CHOSEN_OURS:
            self._log.append(log_row(pending._replace(ours=now), cell, now, "log-chosen"))
            return None
        if not alike(now, pending.ours, column_of(pending.place)):
            now = now._replace(formula=None)
            return self._refused(pending._replace(ours=now), _edited_since(at, cell, pending, now))
        wanted = pending.theirs if word == CHOSEN_THEIRS else pending.base
        return self._written(at, pending, cell, wanted)

    def _new_row(self, at: Address, pending: Pending, word: str) -> Pending | None:
        if word != CHOSEN_THEIRS:
            self._log.append(log_row(pending, None, EMPTY, "log-chosen"))
            return None
        cell = self._new_rows.cell(pending.place, pending.origin.unit)
        if cell is None:
            return self._refused(pending, warning("conflict-row-missing", at, row=pending.place.row))
        return self._written(at, pending, cell, pending.theirs)

    def _written(self, at: Address, pending: Pending, cell: Address, wanted: Content | None) -> Pending | None:
        """Write a value of a choice and return None; the question where nobody knows the value, or it does not fit."""
        column = column_of(pending.place)
        value = None if wanted is None else held(wanted, column)
        if wanted is None:
            return self._refused(pending, warning("conflict-base-unknown", at))
        if value is None:
            return self._refused(pending, warning("conflict-not-held", at, text=wanted.value, header=column.header))
        self._edits.append(edit_of(self._snapshot, pending.place, cell, value))
        self._log.append(log_row(pending, cell, value, "log-chosen"))
        return None

    def _gone_row(self, at: Address, pending: Pending, word: str) -> Pending | None:
        row, layout = self._standing.row(pending.place), LAYOUTS.get(pending.place.table)
        after = pending.ours
        if row is not None and layout is not None and word == CHOSEN_THEIRS:
            cell, now = self._standing.cell(pending.place), Content(row_words(layout, row))
            if now != pending.ours:
                return self._refused(pending._replace(ours=now), _edited_since(at, cell, pending, now))
            self._empty(pending, layout)
            after = EMPTY
        self._log.append(log_row(pending, self._standing.cell(pending.place), after, "log-chosen"))
        return None

    def _empty(self, pending: Pending, layout: TableLayout) -> None:
        """Empty what a unit has filled in on a row; where it may add rows, what says which row it is as well."""
        for key in FILLED_IN[layout.name] if can_grow(layout.name) else merged_keys(layout):
            place = pending.place._replace(column=key)
            cell, now = self._standing.cell(place), self._standing.content(place)
            if cell is not None and now != EMPTY:
                self._edits.append(edit_of(self._snapshot, place, cell, EMPTY))
                # what was sent is known of the row as a whole
                about = pending._replace(place=place, base=EMPTY, ours=now)
                self._log.append(log_row(about, cell, EMPTY, "log-chosen"))

    def _is_anothers(self, pending: Pending) -> bool:
        """Tell whether the id that a new row was to have is another unit's by now."""
        owner = self._standing.content(pending.place._replace(column=OWNER.get(pending.place.table, ""))).value
        return owner is not None and str(owner).strip().casefold() != pending.origin.unit.casefold()

    def _refused(self, pending: Pending, finding: Finding) -> Pending:
        """Note why a choice is not carried out; the question remains, to be answered anew."""
        self._findings.append(finding)
        return pending._replace(choice=EMPTY)


def _can_be_asked(pending: Pending) -> bool:
    """Tell whether a merge asks such a thing: anybody can type in Konflikter, and no unit moves a line to another."""
    layout = LAYOUTS.get(pending.place.table)
    if layout is None or layout.name not in FILLED_IN:
        return False
    if pending.kind == CONFLICT_GONE_ROW:
        return pending.place.column == WHOLE_ROW
    is_new = pending.kind == CONFLICT_NEW_ROW
    return pending.place.column in merged_keys(layout) and (can_grow(layout.name) or not is_new)


def _edited_since(at: Address, cell: Address | None, pending: Pending, now: Content) -> Finding:
    return warning("conflict-edited-since", at, target=cell, found=shown(now), ours=shown(pending.ours))
