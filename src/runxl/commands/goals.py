"""Bedöm mål: each measure's attainment and trend, each goal's proposal, and the sentences that sum them up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runxl.commands.outcome import Outcome
from runxl.commands.restored import restored
from runxl.domain.message import message
from runxl.sheets.computed import fill
from runxl.sheets.figures import general_figures
from runxl.sheets.goal_findings import goal_findings
from runxl.sheets.goals import computed_goals, goal_figures, read_goals
from runxl.sheets.measures import read_measures
from runxl.sheets.workbook import read_workbook

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runxl.grid import Snapshot
    from runxl.sheets.computed import Computed
    from runxl.sheets.goals import Goals
    from runxl.sheets.measures import Measures
    from runxl.sheets.workbook import Workbook


def goals(snapshot: Snapshot) -> Outcome:
    """Return the plan that judges every measure and proposes an assessment of every goal."""
    book = read_workbook(snapshot)
    measures = read_measures(book)
    assessed = read_goals(book, measures)
    filled = fill(snapshot, computed_assessments(book, assessed, measures))
    findings = (*book.findings, *goal_findings(book, assessed, measures), *restored(filled))
    done = message(
        "goals-done",
        having=0 if measures is None else measures.with_outcome,
        measures=0 if measures is None else len(measures.judged),
        goals=0 if assessed is None else len(assessed.goals),
    )
    return Outcome(filled.plan, findings, done, {"measures": measure_counts(measures)}, told_once=findings)


def computed_assessments(book: Workbook, assessed: Goals | None, measures: Measures | None) -> Iterator[Computed]:
    """Give every cell that this command owns."""
    yield from general_figures(book)
    if measures is not None:
        yield from measures.computed()
    if assessed is not None:
        yield from computed_goals(book, assessed)
        yield from goal_figures(book, assessed, measures)


def measure_counts(measures: Measures | None) -> dict[str, int]:
    """Return how many measures there are, how many have an outcome, and how many have each attainment."""
    judged = () if measures is None else measures.judged
    counts = {"total": len(judged), "with_outcome": 0 if measures is None else measures.with_outcome}
    for one in judged:
        key = one.judgement.attainment.value.replace("-", "_")
        counts[key] = counts.get(key, 0) + 1
    return counts
