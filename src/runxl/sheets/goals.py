"""The rows of Målbedömning and the perspectives: proposals, the controller's own assessments, and counts of both."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from runxl import language
from runxl.compute.rollup import Coverage, Proposals, Vote, WeightedLimits, proposals, weighted_mean
from runxl.domain.assessment import Attainment, Policy
from runxl.domain.measure import MeasureKind
from runxl.layout import GOALS, MEASURES, PERSPECTIVES, figures, words
from runxl.sheets import formulas
from runxl.sheets.computed import Computed
from runxl.sheets.figures import figure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from runxl.grid import Value
    from runxl.sheets.measures import Measures
    from runxl.sheets.settings import Settings
    from runxl.sheets.table import Row, Rows
    from runxl.sheets.workbook import Workbook

_MET, _PARTLY = words.ATTAINMENT[Attainment.MET], words.ATTAINMENT[Attainment.PARTLY_MET]
_NOT_MET, _NOT_ASSESSED = words.ATTAINMENT[Attainment.NOT_MET], words.ATTAINMENT[Attainment.NOT_ASSESSED]

_COUNTED = {
    "alla": frozenset(MeasureKind),
    "styrmått och kontrollmått": frozenset({MeasureKind.KEY_MEASURE, MeasureKind.MONITORING_MEASURE}),
    "styrmått": frozenset({MeasureKind.KEY_MEASURE}),
}
_KIND_CRITERION = {
    "alla": "",
    "styrmått och kontrollmått": f',{formulas.column(MEASURES, "kind")},"<>aktivitet"',
    "styrmått": f',{formulas.column(MEASURES, "kind")},"styrmått"',
}
_POLICY_COLUMN = {Policy.MAJORITY: "majority", Policy.WORST: "worst", Policy.WEIGHTED: "weighted"}
_NOW_COUNTS = {
    "met": Attainment.MET,
    "partly": Attainment.PARTLY_MET,
    "not_met": Attainment.NOT_MET,
    "not_assessed": Attainment.NOT_ASSESSED,
}
_YEAR_END_COUNTS = {
    "year_end_met": Attainment.MET,
    "year_end_partly": Attainment.PARTLY_MET,
    "year_end_not_met": Attainment.NOT_MET,
    "year_end_cannot": Attainment.CANNOT_FORECAST,
    "year_end_not_assessed": Attainment.NOT_ASSESSED,
}


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal: what its measures propose, what the controller says, and what therefore holds."""

    row: Row
    proposals: Proposals
    proposal: Attainment
    own: Attainment | None
    own_year_end: Attainment | None
    weighted_mean: Decimal | None

    @property
    def assessment(self) -> Attainment:
        """The controller's own assessment where there is one, else the proposal."""
        return self.proposal if self.own is None else self.own

    @property
    def assessment_year_end(self) -> Attainment:
        """The controller's own assessment of the year's end; runxl proposes none."""
        return Attainment.NOT_ASSESSED if self.own_year_end is None else self.own_year_end


@dataclass(frozen=True, slots=True)
class Goals:
    """All goals of the workbook."""

    rows: Rows
    goals: tuple[Goal, ...]

    def of_perspective(self, id_: str) -> list[Goal]:
        """Return the goals of a perspective."""
        return [goal for goal in self.goals if goal.row.text("perspective") == id_]


def read_goals(book: Workbook, measures: Measures | None) -> Goals | None:
    """Return the workbook's goals with the proposals of their measures; None where it has no table of them."""
    rows = book.rows(GOALS)
    if rows is None:
        return None
    votes = _votes(book.settings, measures)
    return Goals(rows, tuple(_goal(book, rows, row, votes.get(row.id, [])) for row in rows))


def computed_goals(book: Workbook, goals: Goals) -> Iterator[Computed]:
    """Give every cell of Målbedömning and of the perspectives that runxl fills."""
    for goal in goals.goals:
        for key, formula, value in _goal_cells(book.settings, goal):
            if goals.rows.has(key):
                yield Computed(goals.rows.cell(goal.row, key), formula, value)
    perspectives = book.rows(PERSPECTIVES)
    for row in perspectives or ():
        if perspectives is not None:
            for key, formula, value in _perspective_cells(goals.of_perspective(row.id)):
                if perspectives.has(key):
                    yield Computed(perspectives.cell(row, key), formula, value)


def goal_figures(book: Workbook, goals: Goals, measures: Measures | None) -> Iterator[Computed]:
    """Give the sentences that sum the goals up, on the cover and on Målbedömning."""
    summary, outcomes = goals_summary(goals), outcomes_words(measures)
    for name, text in (
        (figures.SUMMARY, summary),
        (figures.GOALS_SUMMARY, summary),
        (figures.GOALS_PER_PERSPECTIVE, _per_perspective(book, goals)),
        (figures.OUTCOMES, outcomes),
        (figures.GOALS_OUTCOMES, outcomes),
    ):
        yield from figure(book.snapshot, name, None, text)


def goals_summary(goals: Goals) -> str:
    """Return the sentence that counts the goals, now and at the year's end; or that there are none yet."""
    if not goals.goals:
        return language.say("goals-none")
    now = _counts_in_words(goal.assessment for goal in goals.goals)
    year_end = _counts_in_words(goal.assessment_year_end for goal in goals.goals)
    return language.say("goals-summary", total=len(goals.goals), now=now, year_end=year_end)


def outcomes_words(measures: Measures | None) -> str:
    """Return how many measures have an outcome: `0 av 28 mått har utfall`."""
    having, total = (0, 0) if measures is None else (measures.with_outcome, len(measures.judged))
    return language.say("measures-with-outcome", having=having, total=total)


def _votes(settings: Settings, measures: Measures | None) -> Mapping[str, list[Vote]]:
    counted = _COUNTED[settings.counted_kinds]
    votes: dict[str, list[Vote]] = {}
    for one in measures.judged if measures is not None else ():
        if one.measure.kind in counted:
            weight = Decimal(1) if one.measure.weight is None else one.measure.weight
            votes.setdefault(one.measure.goal, []).append(Vote(one.judgement.attainment, weight))
    return votes


def _goal(book: Workbook, rows: Rows, row: Row, votes: list[Vote]) -> Goal:
    settings = book.settings
    limits = WeightedLimits(settings.weighted_met, settings.weighted_partly)
    proposed = proposals(votes, limits)
    return Goal(
        row,
        proposed,
        proposed.by_policy[settings.policy],
        _own(book, rows, row, "own"),
        _own(book, rows, row, "own_year_end"),
        weighted_mean(votes),
    )


def _own(book: Workbook, rows: Rows, row: Row, key: str) -> Attainment | None:
    """Return what the controller chose; NOT_ASSESSED for a word that is no assessment, which is a finding already."""
    if not rows.has(key):
        return None
    typed = book.snapshot.content(rows.cell(row, key)).value
    if typed is None or not str(typed).strip():
        return None
    return words.meaning(words.ATTAINMENT, row.text(key)) or Attainment.NOT_ASSESSED


def _goal_cells(settings: Settings, goal: Goal) -> Iterator[tuple[str, str, Value]]:
    counts = goal.proposals.counts
    met, partly, not_met = (formulas.this(GOALS, key) for key in ("met", "partly", "not_met"))
    voted = f"{met}+{partly}+{not_met}"
    yield "measures", _count_of_measures(settings), Decimal(goal.proposals.coverage.total)
    for key, attainment in (
        ("met", Attainment.MET),
        ("partly", Attainment.PARTLY_MET),
        ("not_met", Attainment.NOT_MET),
    ):
        yield key, _count_of_measures(settings, attainment), Decimal(counts[attainment])
    yield "coverage", _coverage(voted), _coverage_words(goal.proposals.coverage)
    by_policy = {policy: words.ATTAINMENT[attained] for policy, attained in goal.proposals.by_policy.items()}
    majority = f'IF(AND({not_met}>={partly},{not_met}>={met}),"{_NOT_MET}",IF({partly}>={met},"{_PARTLY}","{_MET}"))'
    worst = f'IF({not_met}>0,"{_NOT_MET}",IF({partly}>0,"{_PARTLY}","{_MET}"))'
    yield "majority", f'IF({voted}=0,"{_NOT_ASSESSED}",{majority})', by_policy[Policy.MAJORITY]
    yield "worst", f'IF({voted}=0,"{_NOT_ASSESSED}",{worst})', by_policy[Policy.WORST]
    yield "weighted_mean", _weighted_mean(settings), goal.weighted_mean
    yield "weighted", _weighted(settings), by_policy[Policy.WEIGHTED]
    yield "proposal", formulas.this(GOALS, _POLICY_COLUMN[settings.policy]), words.ATTAINMENT[goal.proposal]
    yield (
        "assessment",
        _assessment("own", words.ATTAINMENT_NOW, formulas.this(GOALS, "proposal")),
        words.ATTAINMENT[goal.assessment],
    )
    unsaid = formulas.text(_NOT_ASSESSED)
    year_end = words.ATTAINMENT[goal.assessment_year_end]
    yield "assessment_year_end", _assessment("own_year_end", words.ATTAINMENT_YEAR_END, unsaid), year_end


def _measures_with(settings: Settings, attainment: Attainment | None) -> str:
    criteria = f"{formulas.column(MEASURES, 'goal')},{formulas.this(GOALS, 'id')}"
    if attainment is not None:
        criteria += f",{formulas.column(MEASURES, 'attainment')},{formulas.text(words.ATTAINMENT[attainment])}"
    return criteria + _KIND_CRITERION[settings.counted_kinds]


def _count_of_measures(settings: Settings, attainment: Attainment | None = None) -> str:
    return f"COUNTIFS({_measures_with(settings, attainment)})"


def _coverage(voted: str) -> str:
    """Return the formula that says `1 av 3 mått bedömda`."""
    between, after = words.COVERAGE
    total = formulas.this(GOALS, "measures")
    return "&".join((f"({voted})", formulas.text(between), total, formulas.text(after)))


def _coverage_words(coverage: Coverage) -> str:
    between, after = words.COVERAGE
    return f"{coverage.assessed}{between}{coverage.total}{after}"


def _weighted_mean(settings: Settings) -> str:
    """Return the formula for the weighted mean of 1, 0.5 and 0; a measure without a weight weighs 1."""
    weight = formulas.column(MEASURES, "weight")

    def weights(attainment: Attainment) -> str:
        criteria = _measures_with(settings, attainment)
        return f'SUMIFS({weight},{criteria},{weight},">0")+COUNTIFS({criteria},{weight},"")'

    met, partly, not_met = (
        weights(attainment) for attainment in (Attainment.MET, Attainment.PARTLY_MET, Attainment.NOT_MET)
    )
    return f'IFERROR(({met}+({partly})/2)/({met}+{partly}+{not_met}),"")'


def _weighted(settings: Settings) -> str:
    mean = formulas.this(GOALS, "weighted_mean")
    met, partly = settings.weighted_met, settings.weighted_partly
    return (
        f'IF({mean}="","{_NOT_ASSESSED}",IF(ROUND({mean},10)>={met:f},"{_MET}",'
        f'IF(ROUND({mean},10)>={partly:f},"{_PARTLY}","{_NOT_MET}")))'
    )


def _assessment(own_key: str, choices: tuple[str, ...], otherwise: str) -> str:
    """Return the formula that takes the own assessment, with or without its symbol, or else something else."""
    own = formulas.this(GOALS, own_key)
    # Spelled out, as LibreOffice looks for no pattern in a list that stands in the formula.
    spellings = _list((*choices, *(word[2:] for word in choices)))
    known = f"INDEX({_list((*choices, *choices))},MATCH(TRIM({own}),{spellings},0))"
    return f'IF(TRIM({own})="",{otherwise},IFERROR({known},{formulas.text(_NOT_ASSESSED)}))'


def _list(texts: tuple[str, ...]) -> str:
    return "{" + ",".join(map(formulas.text, texts)) + "}"


def _perspective_cells(goals: list[Goal]) -> Iterator[tuple[str, str, Value]]:
    criteria = f"{formulas.column(GOALS, 'perspective')},{formulas.this(PERSPECTIVES, 'id')}"
    yield "goals", f"COUNTIFS({criteria})", Decimal(len(goals))
    for counts, column, attained in (
        (_NOW_COUNTS, "assessment", [goal.assessment for goal in goals]),
        (_YEAR_END_COUNTS, "assessment_year_end", [goal.assessment_year_end for goal in goals]),
    ):
        for key, attainment in counts.items():
            word = formulas.text(words.ATTAINMENT[attainment])
            formula = f"COUNTIFS({criteria},{formulas.column(GOALS, column)},{word})"
            yield key, formula, Decimal(attained.count(attainment))


def _per_perspective(book: Workbook, goals: Goals) -> str:
    perspectives = book.rows(PERSPECTIVES)
    return " · ".join(
        language.say(
            "perspective-summary",
            perspective=row.text("label") or row.id,
            now=_counts_in_words(goal.assessment for goal in goals.of_perspective(row.id)),
        )
        for row in perspectives or ()
        if goals.of_perspective(row.id)
    )


def _counts_in_words(attainments: Iterable[Attainment]) -> str:
    attained = list(attainments)
    counts = ((one, attained.count(one)) for one in Attainment)
    return ", ".join(language.say(f"goals-{one.value}", count=count) for one, count in counts if count)
