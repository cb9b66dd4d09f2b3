from __future__ import annotations

from decimal import Decimal

import pytest

from runxl import language
from runxl.compute.attainment import Rules, judge
from runxl.compute.materiality import Threshold, is_material
from runxl.compute.relations import Relation, RelationKind, Term, examine
from runxl.compute.rollup import Vote, WeightedLimits, proposals, weighted_mean
from runxl.compute.target import read_target
from runxl.compute.trend import trend
from runxl.compute.understood import understood
from runxl.compute.variance import DECIDED_SHARE, LEFT_TO_DECIDE, LEFT_TO_PAY, PAID_SHARE, VARIANCE, VARIANCE_SHARE
from runxl.compute.variance import cost_factor as factor_of
from runxl.domain.amount import Printed, rounded
from runxl.domain.assessment import Attainment, Policy
from runxl.domain.finding import Verdict
from runxl.domain.measure import JudgedBy, Measure, MeasureKind
from runxl.domain.quantity import amounts_in
from runxl.grid import Address
from runxl.layout import words
from tests.docs.tables import Row, amount, known, rows

PAGE = "matematik.md"
CELL = Address("Resultat", 1, 1)
VERDICTS = {"exakt": Verdict.EXACT, "förklaras": Verdict.EXPLAINED, "omöjligt": Verdict.IMPOSSIBLE}


@pytest.fixture(autouse=True)
def _swedish(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUNXL_LANG", "sv")


def measure(target: str, outcome: str = "", baseline: str = "", status: str = "") -> Measure:
    return Measure(
        id="M1",
        goal="G1",
        success_factor="",
        kind=MeasureKind.KEY_MEASURE,
        name="Ett mått",
        responsible="",
        unit="",
        target_text=target,
        outcome=amounts_in(outcome) if outcome else None,
        baseline=amounts_in(baseline) if baseline else None,
        status=words.meaning(words.STATUS, status),
    )


def percent(fraction: Decimal | None, decimals: int) -> Decimal | None:
    return None if fraction is None else rounded(fraction * 100, decimals)


def attainment(text: str) -> Attainment | None:
    return words.meaning(words.ATTAINMENT, text)


@pytest.mark.parametrize(
    "row", rows(PAGE, "Typ", "Kostnader skrivs", "Utfall", "Budget", "Avvikelse", "Avvikelse %"), ids=str
)
def test_a_variance_has_the_sign_and_share_that_the_page_shows(row: Row) -> None:
    type_ = words.meaning(words.ROW_TYPE, row["Typ"])
    costs = words.meaning(words.COST_SIGN, row["Kostnader skrivs"])
    assert type_ is not None
    assert costs is not None
    amounts = {"actual": amount(row["Utfall"]), "budget": amount(row["Budget"])}
    variance = VARIANCE.of(amounts, factor_of(type_, costs))
    assert variance == amount(row["Avvikelse"])
    share = VARIANCE_SHARE.of({**amounts, "variance": variance})
    assert percent(share, 1) == amount(row["Avvikelse %"])


@pytest.mark.parametrize("row", rows(PAGE, "Avvikelse", "Budget", "Belopp", "Procent", "Väsentlig"), ids=str)
def test_a_variance_is_material_where_the_page_says_so(row: Row) -> None:
    threshold = Threshold(known(row["Belopp"]), known(row["Procent"]) / 100)
    assert is_material(amount(row["Avvikelse"]), amount(row["Budget"]), threshold) is (row["Väsentlig"] == "ja")


@pytest.mark.parametrize("row", rows(PAGE, "Tal", "Decimaler", "Blir"), ids=str)
def test_a_number_is_rounded_as_the_page_shows(row: Row) -> None:
    assert rounded(known(row["Tal"]), int(known(row["Decimaler"]))) == known(row["Blir"])


@pytest.mark.parametrize(
    "row", rows(PAGE, "Summan säger", "Raderna", "Raderna ger", "Avrundningen kan ge högst", "Utfall"), ids=str
)
def test_a_printed_sum_gets_the_verdict_that_the_page_shows(row: Row) -> None:
    terms = (Term(Decimal(1), CELL, Printed.published(known(part), 0)) for part in row["Raderna"].split(" + "))
    stated = Printed.published(known(row["Summan säger"]), 0)
    examined = examine(Relation(RelationKind.TOTAL, CELL, stated, tuple(terms), "tkr"))
    assert examined.computed == known(row["Raderna ger"])
    assert examined.tolerance == known(row["Avrundningen kan ge högst"])
    assert examined.verdict is VERDICTS[row["Utfall"]]


@pytest.mark.parametrize(
    "row",
    rows(
        PAGE,
        "Årsbudget",
        "Fattade beslut",
        "Utbetalt",
        "Andel beslutat %",
        "Andel utbetalt %",
        "Kvar att besluta",
        "Kvar att betala",
    ),
    ids=str,
)
def test_an_appropriation_has_the_shares_and_remainders_that_the_page_shows(row: Row) -> None:
    amounts = {
        "full_year_budget": amount(row["Årsbudget"]),
        "decided": amount(row["Fattade beslut"]),
        "paid_out": amount(row["Utbetalt"]),
    }
    assert percent(DECIDED_SHARE.of(amounts), 1) == amount(row["Andel beslutat %"])
    assert percent(PAID_SHARE.of(amounts), 1) == amount(row["Andel utbetalt %"])
    assert LEFT_TO_DECIDE.of(amounts) == amount(row["Kvar att besluta"])
    assert LEFT_TO_PAY.of(amounts) == amount(row["Kvar att betala"])


@pytest.mark.parametrize("row", rows(PAGE, "Målvärde", "Tolkning", "Utgångsvärde", "Utfall", "Bedömning"), ids=str)
def test_a_measure_is_understood_and_judged_as_the_page_shows(row: Row) -> None:
    judged = measure(row["Målvärde"], row["Utfall"], row["Utgångsvärde"])
    target = read_target(judged)
    assert target is not None
    assert language.sentence_of(understood(target)).replace("\u00a0", " ") == row["Tolkning"]
    assert judge(judged, target, Rules(month=4)).attainment is attainment(row["Bedömning"])


@pytest.mark.parametrize("row", rows(PAGE, "Status", "Bedömning"), ids=str)
def test_a_milestone_is_judged_by_its_status_as_the_page_shows(row: Row) -> None:
    judged = measure("Handlingsplan antagen", status=row["Status"])
    assert judge(judged, read_target(judged), Rules(month=4)).attainment is attainment(row["Bedömning"])


@pytest.mark.parametrize("row", rows(PAGE, "Målvärde", "Bedöms mot", "Månad", "Utfall", "Bedömning"), ids=str)
def test_a_measure_is_judged_by_the_share_of_the_year_as_the_page_shows(row: Row) -> None:
    basis = words.meaning(words.JUDGEMENT_BASIS, row["Bedöms mot"])
    assert isinstance(basis, JudgedBy)
    judged = measure(row["Målvärde"], row["Utfall"])
    rules = Rules(month=int(row["Månad"]), judged_by=basis)
    assert judge(judged, read_target(judged), rules).attainment is attainment(row["Bedömning"])


@pytest.mark.parametrize("row", rows(PAGE, "Tidigare", "Nu", "Bra är", "Utveckling"), ids=str)
def test_the_arrow_points_as_the_page_shows(row: Row) -> None:
    earlier = amounts_in(row["Tidigare"]) if row["Tidigare"] else None
    direction = words.meaning(words.DIRECTION, row["Bra är"])
    moved = trend(amounts_in(row["Nu"]), earlier, direction, Decimal("0.02"))
    assert moved is words.meaning(words.TREND, row["Utveckling"])


@pytest.mark.parametrize(
    "row",
    rows(PAGE, "● Uppnått", "◐ Delvis", "○ Ej uppnått", "Majoritet", "Sämst avgör", "Viktat medel %", "Viktat"),
    ids=str,
)
def test_measures_come_to_the_proposals_that_the_page_shows(row: Row) -> None:
    votes = [
        *[Vote(Attainment.MET)] * int(row["● Uppnått"]),
        *[Vote(Attainment.PARTLY_MET)] * int(row["◐ Delvis"]),
        *[Vote(Attainment.NOT_MET)] * int(row["○ Ej uppnått"]),
    ]
    proposed = proposals(votes, WeightedLimits()).by_policy
    assert proposed[Policy.MAJORITY] is attainment(row["Majoritet"])
    assert proposed[Policy.WORST] is attainment(row["Sämst avgör"])
    assert proposed[Policy.WEIGHTED] is attainment(row["Viktat"])
    assert percent(weighted_mean(votes), 0) == amount(row["Viktat medel %"])
