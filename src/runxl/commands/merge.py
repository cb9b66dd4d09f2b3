"""Slå ihop val: what is chosen in Konflikter goes into its cells, and everything that follows from it is computed."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from runxl.commands.check import gravest_first
from runxl.commands.outcome import Outcome
from runxl.commands.run import run
from runxl.domain.message import message
from runxl.exchange.choosing import chosen
from runxl.exchange.conflicts import read_conflicts
from runxl.exchange.submissions import with_choices_left
from runxl.grid import Plan, applied
from runxl.sheets.logged import changed_cells
from runxl.sheets.workbook import read_identity, read_workbook

if TYPE_CHECKING:
    from runxl.grid import Snapshot


def merge(snapshot: Snapshot) -> Outcome:
    """Return the plan that carries out the choices, computes the workbook anew and leaves in Konflikter what remains.

    A question without a choice remains, and so does one whose cell somebody has edited since: a finding says so.
    Raises WorkbookError for a workbook that is none of ours.
    """
    read_identity(snapshot)
    choices = chosen(snapshot)
    if not choices.plan:
        return Outcome(Plan(), (), message("merge-nothing-chosen" if choices.left else "merge-nothing-to-choose"))
    plan = choices.plan.then(_counted(applied(snapshot, choices.plan)))
    after = applied(snapshot, plan)
    filled = run(after, changed_cells(read_workbook(after), choices.log))
    findings = gravest_first((*choices.findings, *filled.findings))
    done = message("merge-done", count=choices.done, left=choices.left, run=filled.message)
    told_once = (*choices.findings, *filled.told_once)
    return Outcome(plan.then(filled.plan), findings, done, filled.summary, told_once, choices.log)


def _counted(snapshot: Snapshot) -> Plan:
    """Return the plan that makes Inlämningar count what is left to choose."""
    left = Counter(pending.origin.unit for pending in read_conflicts(snapshot).values())
    return with_choices_left(snapshot, left)
