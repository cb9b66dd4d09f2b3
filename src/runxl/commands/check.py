"""Validera summor: every relation, every rule of the controller's own, every cell that is not what it should be."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from runxl import language
from runxl.commands.goals import computed_assessments, measure_counts
from runxl.commands.outcome import Outcome
from runxl.commands.variances import computed_money, money_findings
from runxl.compute.relations import Examined, Relation, RelationKind, examine
from runxl.domain.amount import rounded
from runxl.domain.finding import Finding, Severity, Verdict, error, note
from runxl.domain.message import message
from runxl.layout import figures
from runxl.sheets.computed import fill
from runxl.sheets.earlier import earlier_actuals
from runxl.sheets.figures import figure
from runxl.sheets.goal_findings import goal_findings
from runxl.sheets.goals import read_goals
from runxl.sheets.logged import changed_cells
from runxl.sheets.measures import read_measures
from runxl.sheets.money import read_money, standing_money
from runxl.sheets.relations import relations_of
from runxl.sheets.report import findings_plan
from runxl.sheets.rules import read_rules
from runxl.sheets.standing import standing_findings
from runxl.sheets.suspects import Told, with_suspects
from runxl.sheets.workbook import read_workbook

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from runxl.domain.message import Message
    from runxl.grid import Address, Snapshot
    from runxl.sheets.computed import Computed
    from runxl.sheets.workbook import Workbook

_GRAVEST_FIRST = (Severity.ERROR, Severity.WARNING, Severity.NOTE)
_EXPLAINED = {
    RelationKind.OF_WHICH: "of-which-explained",
    RelationKind.RESULT: "result-explained",
    RelationKind.TOTAL: "total-explained",
    RelationKind.LINES: "lines-explained",
    RelationKind.VARIANCE: "variance-explained",
    RelationKind.SHARE: "share-explained",
    RelationKind.ACROSS_UNITS: "across-units-explained",
}
_IMPOSSIBLE = {
    RelationKind.OF_WHICH: "of-which-impossible",
    RelationKind.RESULT: "result-impossible",
    RelationKind.TOTAL: "total-impossible",
    RelationKind.LINES: "lines-impossible",
    RelationKind.VARIANCE: "variance-impossible",
    RelationKind.SHARE: "share-impossible",
    RelationKind.ACROSS_UNITS: "across-units-impossible",
}


def check(snapshot: Snapshot, changed: Collection[Address] | None = None) -> Outcome:
    """Return every finding of the workbook as it stands, and the plan that writes them to Fynd.

    `changed` are the cells that were filled in last and are suspected first; without them, what Logg says that the
    files of this round have changed.
    """
    book = read_workbook(snapshot)
    moneys, measures = read_money(book), read_measures(book)
    assessed, rules = read_goals(book, measures), read_rules(book)
    standing = standing_money(book)
    told = [_told(relation, examine(relation)) for relation in relations_of(standing)]

    def cells() -> Iterator[Computed]:
        yield from computed_money(book, moneys)
        yield from computed_assessments(book, assessed, measures)

    latest = changed_cells(book) if changed is None else changed
    findings = gravest_first(
        (
            *book.findings,
            *with_suspects(told, snapshot, earlier_actuals(book, standing), latest),
            *rules.findings,
            *standing_findings(snapshot, cells),
            *money_findings(book, moneys),
            *goal_findings(book, assessed, measures),
        )
    )
    relations = _verdicts(told)
    filled = fill(snapshot, (*rules.computed, *_check_figures(book, findings, relations)))
    plan = filled.plan.then(findings_plan(snapshot, findings))
    done = message("check-done", count=len(findings), relations=relations_words(relations))
    counts = {"relations": relations, "rules": rules.counts(), "measures": measure_counts(measures)}
    return Outcome(plan, findings, done, counts)


def gravest_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings with errors first and notes last, in the order of the sheets within each."""
    return tuple(sorted(findings, key=lambda finding: _GRAVEST_FIRST.index(finding.severity)))


def severity_counts(findings: Sequence[Finding]) -> str:
    """Return how many findings there are of each severity, in words."""
    having = [finding.severity for finding in findings]
    return language.say(
        "findings-by-severity",
        errors=language.say("errors", count=having.count(Severity.ERROR)),
        warnings=language.say("warnings", count=having.count(Severity.WARNING)),
        notes=language.say("notes", count=having.count(Severity.NOTE)),
    )


def relations_words(relations: Mapping[str, int]) -> Message:
    """Return how many relations were examined and how many had each verdict, without a full stop."""
    impossible = message("relations-impossible", count=relations["impossible"])
    return message("relations-summary", count=sum(relations.values()), **{**relations, "impossible": impossible})


def _told(relation: Relation, result: Examined) -> Told:
    if result.verdict is Verdict.EXACT:
        return Told(relation, result, None)
    make, rules = (note, _EXPLAINED) if result.verdict is Verdict.EXPLAINED else (error, _IMPOSSIBLE)
    finding = replace(
        make(rules[relation.kind], relation.cell, unit=relation.unit),
        stated=relation.stated.value,
        computed=_as_said(relation, result.computed),
        difference=_as_said(relation, result.difference),
        tolerance=_as_said(relation, result.tolerance),
        verdict=result.verdict,
    )
    return Told(relation, result, finding)


def _as_said(relation: Relation, amount: Decimal) -> Decimal:
    """Return a number of a relation as a person reads it: a quotient has no end, so it is cut two decimals on."""
    return amount if relation.whole is None else rounded(amount, (relation.precision or 0) + 2)


def _verdicts(told: Sequence[Told]) -> dict[str, int]:
    verdicts = [one.examined.verdict for one in told]
    return {verdict.value: verdicts.count(verdict) for verdict in Verdict}


def _check_figures(book: Workbook, findings: Sequence[Finding], relations: Mapping[str, int]) -> Iterator[Computed]:
    yield from figure(book.snapshot, figures.FINDINGS, None, severity_counts(findings))
    yield from figure(book.snapshot, figures.RELATIONS, None, language.sentence_of(relations_words(relations)))
