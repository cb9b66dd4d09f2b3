"""What the goals owe the reader: measures, reasons, and assessments that their measures can bear."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runxl.domain.assessment import Attainment
from runxl.domain.finding import Finding, error, warning
from runxl.layout import PERSPECTIVES, UNITS
from runxl.sheets.measures import outcome_findings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runxl.sheets.goals import Goal, Goals
    from runxl.sheets.measures import Measures
    from runxl.sheets.workbook import Workbook

_SEVERAL = 2


def goal_findings(book: Workbook, goals: Goals | None, measures: Measures | None) -> Iterator[Finding]:
    """Give what is missing or contradictory around measures and goals."""
    if measures is not None:
        yield from measures.findings
        yield from outcome_findings(measures)
        yield from _unknown_units(book, measures)
    if goals is None:
        return
    if measures is not None:
        yield from _orphans(goals, measures)
        yield from _unfollowed(goals, measures)
    yield from _unknown_perspectives(book, goals)
    for goal in goals.goals:
        yield from _goal(goals, goal)
    yield from _alike(book, goals)


def _orphans(goals: Goals, measures: Measures) -> Iterator[Finding]:
    known = {goal.row.id for goal in goals.goals}
    if not measures.rows.has("goal"):
        return
    for one in measures.judged:
        if one.measure.goal not in known:
            yield error(
                "measure-without-goal", measures.rows.cell(one.row, "goal"), id=one.row.id, goal=one.measure.goal
            )


def _unfollowed(goals: Goals, measures: Measures) -> Iterator[Finding]:
    """Give the goals that no measure follows; one of a kind that does not count in the assessment follows too."""
    followed = {one.measure.goal for one in measures.judged}
    for goal in goals.goals:
        if goal.row.id not in followed and goals.rows.has("goal"):
            yield warning("goal-without-measures", goals.rows.cell(goal.row, "goal"), goal=_name(goal))


def _name(goal: Goal) -> str:
    return goal.row.text("goal") or goal.row.id


def _unknown_units(book: Workbook, measures: Measures) -> Iterator[Finding]:
    units = book.rows(UNITS)
    if units is None or not measures.rows.has("unit"):
        return
    known = units.by_id().keys()
    for one in measures.judged:
        if one.measure.unit and one.measure.unit not in known:
            yield error(
                "measure-unit-unknown", measures.rows.cell(one.row, "unit"), id=one.row.id, unit=one.measure.unit
            )


def _unknown_perspectives(book: Workbook, goals: Goals) -> Iterator[Finding]:
    perspectives = book.rows(PERSPECTIVES)
    if perspectives is None or not goals.rows.has("perspective"):
        return
    known = perspectives.by_id().keys()
    for goal in goals.goals:
        wanted = goal.row.text("perspective")
        if wanted not in known:
            yield error(
                "perspective-unknown", goals.rows.cell(goal.row, "perspective"), id=goal.row.id, perspective=wanted
            )


def _goal(goals: Goals, goal: Goal) -> Iterator[Finding]:
    name = _name(goal)
    for key, own, reason in (("own", goal.own, "reason"), ("own_year_end", goal.own_year_end, "reason_year_end")):
        if own is not None and goal.row.text(key) and goals.rows.has(reason) and not goal.row.text(reason):
            yield error("assessment-without-reason", goals.rows.cell(goal.row, reason), goal=name, own=own)
    contradicts = goal.own is not None and goal.own is not goal.proposal
    # a word that could not be read is a finding of its own, and no assessment
    if contradicts and goal.proposals.coverage.is_full and goal.row.text("own"):
        yield warning(
            "assessment-contradicts",
            goals.rows.cell(goal.row, "own"),
            goal=name,
            own=goal.own,
            proposal=goal.proposal,
            count=goal.proposals.coverage.total,
        )


def _alike(book: Workbook, goals: Goals) -> Iterator[Finding]:
    """Give a finding where every goal is assessed the same though few of the measures are."""
    assessed = {goal.assessment for goal in goals.goals}
    if len(goals.goals) < _SEVERAL or len(assessed) != 1 or Attainment.NOT_ASSESSED in assessed:
        return
    having = sum(goal.proposals.coverage.assessed for goal in goals.goals)
    total = sum(goal.proposals.coverage.total for goal in goals.goals)
    if having < book.settings.thin_coverage * total or not total:
        cell = goals.rows.cell(goals.goals[0].row, "own") if goals.rows.has("own") else None
        yield warning(
            "goals-alike",
            cell,
            goals=len(goals.goals),
            assessment=assessed.pop(),
            having=having,
            total=total,
        )
