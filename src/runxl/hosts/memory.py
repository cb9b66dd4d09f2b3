"""A workbook that lives in memory only: for tests, for examples, and for trying a plan out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runxl.grid import applied
from runxl.hosts.promise import receipt, refuse_conflicts, storable

if TYPE_CHECKING:
    from runxl.grid import Plan, Receipt, Snapshot


class MemoryBook:
    """A snapshot that plans can be applied to."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def read(self) -> Snapshot:
        """Return everything that stands in the workbook now."""
        return self._snapshot

    def apply(self, plan: Plan) -> Receipt:
        """Write the plan; see `runxl.hosts.Book`."""
        snapshot = self._snapshot
        plan = storable(plan, snapshot.sheets, snapshot.tables)
        before = {edit.cell: snapshot.content(edit.cell) for edit in plan.edits}
        rows = {resize.table: len(snapshot.tables[resize.table].body) for resize in plan.resizes}
        notes = {note.cell: snapshot.note(note.cell) for note in plan.notes}
        refuse_conflicts(plan, before, rows, notes)
        self._snapshot = applied(snapshot, plan)
        return receipt(plan, before, {edit.cell: edit.content for edit in plan.edits}, rows, notes)
