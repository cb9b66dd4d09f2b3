"""Goals and their measures in; proposals, assessments, counts, sentences and findings out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from runxl import commands, language
from runxl.domain.finding import Severity
from runxl.layout import GOALS, MEASURES, PERSPECTIVES, figures
from tests.workbooks import amount, at, cell, figure, filled, found, places, workbook

if TYPE_CHECKING:
    from runxl.grid import Snapshot
    from runxl.layout import TableLayout
    from tests.workbooks import Row

MET, PARTLY, NOT_MET = "● Uppnått", "◐ Delvis uppnått", "○ Ej uppnått"
NOT_ASSESSED, CANNOT = "– Ej bedömt", "? Svårt att bedöma"
STATUS = {MET: "klar", PARTLY: "påbörjad", NOT_MET: "försenad", NOT_ASSESSED: None}


def activity(id_: str, attainment: str, *, goal: str = "G1", **columns: object) -> Row:
    """Return an activity whose status gives it an attainment."""
    row = {"id": id_, "goal": goal, "kind": "aktivitet", "measure": id_, "target": "Plan antagen"}
    return {**row, "status": STATUS[attainment], **columns}


def activities(*attainments: str) -> list[Row]:
    return [activity(f"M{number}", attainment) for number, attainment in enumerate(attainments, start=1)]


def goal(**columns: object) -> Row:
    id_ = columns.get("id", "G1")
    return {"id": id_, "perspective": "samhalle", "goal": f"Mål {id_}", **columns}


def report(goals: list[Row], measures: list[Row], **settings: object) -> Snapshot:
    perspectives: list[Row] = [{"id": "samhalle", "label": "Samhälle"}, {"id": "ekonomi", "label": "Ekonomi"}]
    rows: dict[TableLayout, list[Row]] = {GOALS: goals, MEASURES: measures, PERSPECTIVES: perspectives}
    return workbook(rows, **settings)


def shown(key: str, *attainments: str, own: Row | None = None, **settings: object) -> object:
    """Return what the one goal's row shows in a column that runxl fills."""
    book = report([goal(**(own or {}))], activities(*attainments), **settings)
    return amount(filled(book, commands.goals), GOALS, "G1", key)


@pytest.mark.parametrize(("policy", "proposal"), [("majoritet", MET), ("sämst avgör", NOT_MET), ("viktat", PARTLY)])
def test_the_chosen_policy_makes_the_proposal(policy: str, proposal: str) -> None:
    assert shown("proposal", MET, MET, NOT_MET, sammanvagning=policy) == proposal


def test_every_policys_proposal_is_shown_whichever_is_chosen() -> None:
    keys = ("majority", "worst", "weighted")
    assert [shown(key, MET, MET, NOT_MET) for key in keys] == [MET, NOT_MET, PARTLY]


def test_a_tie_goes_to_the_worse() -> None:
    assert shown("majority", MET, PARTLY) == PARTLY


def test_what_is_not_assessed_never_votes() -> None:
    assert shown("majority", MET, NOT_ASSESSED, NOT_ASSESSED) == MET


def test_a_goal_without_assessed_measures_is_not_assessed() -> None:
    assert {shown(key, NOT_ASSESSED) for key in ("majority", "worst", "weighted", "proposal", "assessment")} == {
        NOT_ASSESSED
    }


def test_the_coverage_is_said_in_words() -> None:
    assert shown("coverage", MET, NOT_ASSESSED, NOT_ASSESSED) == "1 av 3 mått bedömda"


def test_the_limits_of_the_weighted_policy_are_the_controllers() -> None:
    assert shown("weighted", MET, PARTLY) == MET  # 0.75
    assert shown("weighted", MET, PARTLY, viktat_uppnatt=0.8) == PARTLY


def test_a_measure_weighs_what_its_row_says() -> None:
    measures = [activity("M1", MET, weight=3), activity("M2", NOT_MET)]
    assert amount(filled(report([goal()], measures), commands.goals), GOALS, "G1", "weighted") == MET


def test_only_the_kinds_that_the_settings_count_are_counted() -> None:
    key_measure = {"id": "M2", "goal": "G1", "kind": "styrmått", "measure": "x", "target": "80 %", "outcome": 81}
    measures = [activity("M1", NOT_MET), key_measure]
    for kinds, total, proposal in (("alla", 2, NOT_MET), ("styrmått", 1, MET)):
        book = filled(report([goal()], measures, slag_i_bedomning=kinds), commands.goals)
        assert (amount(book, GOALS, "G1", "measures"), amount(book, GOALS, "G1", "proposal")) == (total, proposal)


def test_the_controllers_own_assessment_wins_and_the_proposal_stays() -> None:
    own = {"own": PARTLY, "reason": "Mer är på gång"}
    assert (shown("assessment", MET, own=own), shown("proposal", MET, own=own)) == (PARTLY, MET)


@pytest.mark.parametrize("typed", ["◐ Delvis uppnått", "Delvis uppnått", "delvis uppnått", " DELVIS UPPNÅTT "])
def test_an_assessment_may_be_typed_without_its_symbol(typed: str) -> None:
    assert shown("assessment", MET, own={"own": typed, "reason": "."}) == PARTLY


def test_an_assessment_that_is_none_counts_as_not_assessed_and_is_found() -> None:
    outcome = commands.goals(report([goal(own="kanske", reason=".")], activities(MET)))
    assert places(outcome, "not-a-choice") == [str(cell(GOALS, 1, "own"))]
    assert shown("assessment", MET, own={"own": "kanske", "reason": "."}) == NOT_ASSESSED


def test_the_years_end_is_the_controllers_alone() -> None:
    assert shown("assessment_year_end", MET, MET) == NOT_ASSESSED


def test_hard_to_tell_is_an_answer_of_its_own_for_the_years_end() -> None:
    assert shown("assessment_year_end", MET, own={"own_year_end": CANNOT, "reason_year_end": "."}) == CANNOT


def test_hard_to_tell_is_no_answer_about_now() -> None:
    outcome = commands.goals(report([goal(own=CANNOT, reason=".")], activities(MET)))
    assert places(outcome, "not-a-choice") == [str(cell(GOALS, 1, "own"))]


def test_hard_to_tell_about_now_is_known_to_the_formula_as_no_answer_either() -> None:
    book = filled(report([goal(own=CANNOT, reason=".")], activities(MET)), commands.goals)
    written = at(book, GOALS, "G1", "assessment")
    assert written.value == NOT_ASSESSED
    assert CANNOT not in str(written.formula)
    assert CANNOT in str(at(book, GOALS, "G1", "assessment_year_end").formula)


def eleven_goals() -> Snapshot:
    """Return the real report's assessments: 11 partly met now, 7 partly met and 4 hard to tell at the year's end."""
    hard = {"G02", "G05", "G06", "G08"}
    goals = [
        goal(id=id_, own=PARTLY, reason=".", own_year_end=CANNOT if id_ in hard else PARTLY, reason_year_end=".")
        for id_ in (f"G{number:02}" for number in range(1, 12))
    ]
    economy = [{**row, "perspective": "ekonomi"} for row in goals[7:]]
    measures = [activity(f"M{number}", NOT_ASSESSED, goal=f"G{number:02}") for number in range(1, 12)]
    return report([*goals[:7], *economy], measures)


def test_the_summary_counts_the_goals_now_and_at_the_years_end() -> None:
    book = filled(eleven_goals(), commands.goals)
    expected = "11 mål: 11 delvis uppnådda. Vid årets slut: 7 delvis uppnådda, 4 svårt att bedöma."
    assert [figure(book, name) for name in (figures.SUMMARY, figures.GOALS_SUMMARY)] == [expected, expected]


def test_the_goals_are_counted_per_perspective_in_words() -> None:
    book = filled(eleven_goals(), commands.goals)
    expected = "Samhälle: 7 delvis uppnådda · Ekonomi: 4 delvis uppnådda"
    assert figure(book, figures.GOALS_PER_PERSPECTIVE) == expected


def test_the_goals_are_counted_per_perspective_in_numbers() -> None:
    book = filled(eleven_goals(), commands.goals)
    keys = ("goals", "met", "partly", "year_end_partly", "year_end_cannot", "year_end_not_assessed")
    assert [amount(book, PERSPECTIVES, "samhalle", key) for key in keys] == [7, 0, 7, 4, 3, 0]
    assert [amount(book, PERSPECTIVES, "ekonomi", key) for key in keys] == [4, 0, 4, 3, 1, 0]


def test_measures_without_outcomes_are_said_and_not_invented() -> None:
    book = filled(eleven_goals(), commands.goals)
    assert figure(book, figures.OUTCOMES) == "0 av 11 mått har utfall"


def test_one_goal_is_said_in_the_singular() -> None:
    book = filled(report([goal()], activities(MET)), commands.goals)
    assert figure(book, figures.SUMMARY) == "1 mål: 1 uppnått. Vid årets slut: 1 ej bedömt."


def test_a_report_without_goals_says_so() -> None:
    book = filled(report([], []), commands.goals)
    assert figure(book, figures.SUMMARY) == "Inga mål är inlagda än."


def test_every_goal_alike_on_thin_coverage_is_a_warning() -> None:
    (finding,) = found(commands.goals(eleven_goals()), "goals-alike")
    assert finding.severity is Severity.WARNING
    assert language.sentence_of_finding(finding).startswith(
        "Alla 11 mål är bedömda som delvis uppnått, men bara 0 av 11 mått är bedömda."
    )


def test_goals_alike_on_good_coverage_are_none() -> None:
    measures = [activity("M1", MET), activity("M2", MET, goal="G2")]
    assert not found(commands.goals(report([goal(), goal(id="G2")], measures)), "goals-alike")


def test_goals_that_differ_are_none_however_thin_the_coverage() -> None:
    goals = [goal(own=MET, reason="."), goal(id="G2", own=PARTLY, reason=".")]
    assert not found(commands.goals(report(goals, activities(NOT_ASSESSED))), "goals-alike")


@pytest.mark.parametrize(("own", "reason"), [("own", "reason"), ("own_year_end", "reason_year_end")])
def test_an_own_assessment_needs_a_reason(own: str, reason: str) -> None:
    outcome = commands.goals(report([goal(**{own: PARTLY})], activities(MET)))
    assert places(outcome, "assessment-without-reason") == [str(cell(GOALS, 1, reason))]


def test_an_own_assessment_that_contradicts_full_coverage_is_a_warning() -> None:
    outcome = commands.goals(report([goal(own=PARTLY, reason=".")], activities(MET, MET)))
    (finding,) = found(outcome, "assessment-contradicts")
    assert (str(finding.cell), finding.severity) == (str(cell(GOALS, 1, "own")), Severity.WARNING)


@pytest.mark.parametrize("attainments", [(MET, NOT_ASSESSED), (PARTLY, PARTLY)])
def test_an_own_assessment_may_differ_where_coverage_is_thin_and_agree_where_it_is_full(
    attainments: tuple[str, ...],
) -> None:
    outcome = commands.goals(report([goal(own=PARTLY, reason=".")], activities(*attainments)))
    assert not found(outcome, "assessment-contradicts")


def test_a_goal_without_measures_is_a_warning() -> None:
    outcome = commands.goals(report([goal(), goal(id="G2")], activities(MET)))
    assert places(outcome, "goal-without-measures") == [str(cell(GOALS, 2, "goal"))]


def test_a_goal_whose_measures_are_of_kinds_that_do_not_count_still_has_measures() -> None:
    outcome = commands.goals(report([goal()], activities(MET), slag_i_bedomning="styrmått"))
    assert not found(outcome, "goal-without-measures")


def test_a_goal_of_a_perspective_that_does_not_exist_is_found() -> None:
    outcome = commands.goals(report([goal(perspective="samhället")], activities(MET)))
    assert places(outcome, "perspective-unknown") == [str(cell(GOALS, 1, "perspective"))]
