from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runxl.compute.attainment import Rules, judge, level_attained, together
from runxl.compute.target import read_target
from runxl.domain.assessment import Attainment, Judgement
from runxl.domain.measure import Comparison, JudgedBy, Measured, MeasureKind, Status
from runxl.domain.message import message
from runxl.domain.target import LevelPart
from tests.compute.measures import amounts, measure

MET, PARTLY_MET, NOT_MET = Attainment.MET, Attainment.PARTLY_MET, Attainment.NOT_MET
NOT_ASSESSED = Attainment.NOT_ASSESSED
APRIL, DECEMBER = Rules(month=4), Rules(month=12)
BY_SHARE = replace(APRIL, judged_by=JudgedBy.LINEAR_SHARE)


def judged(target: str, *outcome: str, rules: Rules = APRIL, **columns: Any) -> Judgement:  # noqa: ANN401 - any column
    row = measure(target, outcome=amounts(*outcome) if outcome else None, **columns)
    return judge(row, read_target(row), rules)


@pytest.mark.parametrize(
    ("target", "outcome", "attainment"),
    [
        ("80 %", "80", MET),
        ("80 %", "95", MET),
        ("80 %", "79.9", PARTLY_MET),
        ("80 %", "64", PARTLY_MET),
        ("80 %", "63.9", NOT_MET),
        ("högst 5 dagar", "5", MET),
        ("högst 5 dagar", "0", MET),
        ("högst 5 dagar", "6", PARTLY_MET),
        ("högst 5 dagar", "6.1", NOT_MET),
        ("exakt 10", "10", MET),
        ("exakt 10", "8", PARTLY_MET),
        ("exakt 10", "12", PARTLY_MET),
        ("exakt 10", "12.1", NOT_MET),
        ("minst -5 %", "-5", MET),
        ("minst -5 %", "-6", PARTLY_MET),
        ("minst -5 %", "-6.1", NOT_MET),
        ("> 80 %", "80", PARTLY_MET),
        ("> 80 %", "80.1", MET),
        ("< 5 %", "5", PARTLY_MET),
        ("< 5 %", "4.9", MET),
    ],
)
def test_a_level_is_met_at_its_target_and_partly_met_within_a_fifth_of_it(
    target: str, outcome: str, attainment: Attainment
) -> None:
    assert judged(target, outcome).attainment is attainment


def test_the_limit_for_partly_met_is_a_setting() -> None:
    assert judged("100", "85", rules=replace(APRIL, partly_limit=Decimal("0.9"))).attainment is NOT_MET


def test_the_sentence_of_a_level_gives_both_numbers_and_the_allowed_distance() -> None:
    outcome = message("the-outcome", amount=message("quantity", value=Decimal(78), unit="%"))
    target = message("level-at-least", amount=message("quantity", value=Decimal(80), unit="%"))
    why = message("why-level-partly", actual=outcome, target=target, percent=Decimal(20))
    assert judged("80 %", "78") == Judgement(PARTLY_MET, why)


def test_a_target_of_zero_that_does_not_say_how_it_is_compared_is_a_problem() -> None:
    judgement = judged("0", "0")
    assert (judgement.attainment, judgement.problem) == (NOT_ASSESSED, "zero-needs-comparison")


def test_a_target_of_zero_without_comparison_is_a_problem_before_there_is_an_outcome() -> None:
    assert judged("0").problem == "zero-needs-comparison"


@pytest.mark.parametrize(
    ("comparison", "outcome", "attainment"),
    [
        (Comparison.AT_MOST, "0", MET),
        (Comparison.AT_MOST, "-1", MET),
        (Comparison.AT_MOST, "0.1", NOT_MET),
        (Comparison.AT_LEAST, "0", MET),
        (Comparison.AT_LEAST, "-0.1", NOT_MET),
        (Comparison.EQUAL, "0", MET),
        (Comparison.EQUAL, "0.1", NOT_MET),
    ],
)
def test_a_target_of_zero_is_met_or_not_and_never_partly(
    comparison: Comparison, outcome: str, attainment: Attainment
) -> None:
    assert judged("0", outcome, comparison=comparison).attainment is attainment


def test_more_than_zero_is_not_partly_met_by_zero() -> None:
    assert judged("mer än 0", "0").attainment is NOT_MET


def test_the_sentence_of_a_missed_zero_says_that_zero_cannot_be_partly_met() -> None:
    assert judged("högst 0", "1").why.code == "why-level-missed-zero"


def test_at_an_interim_date_the_whole_target_counts_where_nothing_else_is_said() -> None:
    assert judged("15 projekt", "5").attainment is NOT_MET


def test_by_linear_share_four_months_need_a_third_of_the_target() -> None:
    assert judged("15 projekt", "5", judged_by=JudgedBy.LINEAR_SHARE).attainment is MET
    assert judged("15 projekt", "4", judged_by=JudgedBy.LINEAR_SHARE).attainment is PARTLY_MET


def test_the_sentence_of_a_linear_share_gives_the_share_and_the_whole() -> None:
    target = judged("80 projekt", "30", judged_by=JudgedBy.LINEAR_SHARE).why.parts["target"]
    share = message("level-at-least", amount=message("quantity", value=Decimal("26.67"), unit="projekt"))
    whole = message("level-at-least", amount=message("quantity", value=Decimal(80), unit="projekt"))
    assert target == message("level-share-of-year", level=share, month=4, whole=whole)


def test_the_setting_linear_share_holds_for_things_that_add_up() -> None:
    assert judged("15 projekt", "5", rules=BY_SHARE).attainment is MET


@pytest.mark.parametrize(("target", "outcome"), [("80 %", "27"), ("100 Mbit/s", "34"), ("exakt 15", "5")])
def test_the_setting_linear_share_leaves_shares_rates_and_exact_values_whole(target: str, outcome: str) -> None:
    assert judged(target, outcome, rules=BY_SHARE).attainment is NOT_MET


def test_the_setting_linear_share_leaves_a_ceiling_whole() -> None:
    assert judged("högst 12 olyckor", "10", rules=BY_SHARE).attainment is MET


def test_the_setting_linear_share_leaves_a_measure_named_a_share_whole() -> None:
    assert judged("80", "27", rules=BY_SHARE, name="Andel nöjda").attainment is NOT_MET


def test_a_measures_own_choice_of_the_linear_share_is_followed_for_a_share_too() -> None:
    assert judged("90 %", "30", judged_by=JudgedBy.LINEAR_SHARE).attainment is MET


def test_a_measures_own_choice_wins_over_the_setting() -> None:
    assert judged("15 projekt", "5", rules=BY_SHARE, judged_by=JudgedBy.FULL_YEAR_TARGET).attainment is NOT_MET


def test_by_forecast_the_forecast_is_held_against_the_whole_target() -> None:
    judgement = judged("15 projekt", "5", judged_by=JudgedBy.FORECAST, forecast=amounts("16"))
    assert judgement.attainment is MET
    assert judgement.why.parts["actual"] == message(
        "the-forecast", amount=message("quantity", value=Decimal(16), unit="projekt")
    )


def test_by_forecast_without_one_is_not_assessed_even_with_an_outcome() -> None:
    judgement = judged("15 projekt", "20", judged_by=JudgedBy.FORECAST)
    assert (judgement.attainment, judgement.why.code) == (NOT_ASSESSED, "why-no-forecast")


@pytest.mark.parametrize("basis", JudgedBy)
def test_when_the_year_is_over_the_outcome_is_held_against_the_whole_target(basis: JudgedBy) -> None:
    assert judged("15 projekt", "5", rules=DECEMBER, judged_by=basis, forecast=amounts("20")).attainment is NOT_MET


@pytest.mark.parametrize(
    ("first", "second", "attainment"),
    [
        ("20", "12", MET),
        ("22", "5", PARTLY_MET),
        ("19", "11", PARTLY_MET),
        ("19", "5", NOT_MET),
        ("5", "5", NOT_MET),
    ],
)
def test_several_levels_are_met_when_all_are_and_partly_when_some_are(
    first: str, second: str, attainment: Attainment
) -> None:
    assert judged("20 personer/12 kommuner", first, second).attainment is attainment


def test_the_sentence_of_several_levels_counts_the_reached_and_gives_each() -> None:
    why = judged("20 personer/12 kommuner", "22", "11").why
    parts = why.parts["parts"]
    assert (why.code, why.parts["reached"], why.parts["total"]) == ("why-several", 1, 2)
    assert isinstance(parts, tuple)
    assert [part.code for part in parts] == ["part-met", "part-partly"]


def test_the_sentence_of_several_levels_by_forecast_says_so() -> None:
    judgement = judged("20 personer/12 kommuner", judged_by=JudgedBy.FORECAST, forecast=amounts("22", "12"))
    assert (judgement.attainment, judgement.why.code) == (MET, "why-several-by-forecast")


@pytest.mark.parametrize("target", ["20 personer/12 kommuner", "Ett forum per år"])
def test_another_number_of_amounts_than_the_target_has_is_a_problem(target: str) -> None:
    judgement = judged(target, "22", "11", "5")
    assert (judgement.attainment, judgement.problem) == (NOT_ASSESSED, "amounts-differ")


@pytest.mark.parametrize(
    ("target", "outcome", "attainment"),
    [
        ("Öka", "51", MET),
        ("Öka", "50", NOT_MET),
        ("Öka", "49", NOT_MET),
        ("Minska", "49", MET),
        ("Minska", "50", NOT_MET),
        ("Bibehåller eller öka", "50", MET),
        ("Bibehåller eller öka", "49.9", NOT_MET),
        ("Oförändrad eller lägre", "50", MET),
        ("Oförändrad eller lägre", "50.1", NOT_MET),
    ],
)
def test_a_direction_is_judged_from_its_baseline_of_fifty(target: str, outcome: str, attainment: Attainment) -> None:
    assert judged(target, outcome, baseline=amounts("50")).attainment is attainment


@pytest.mark.parametrize(("outcome", "attainment"), [("49", MET), ("51", MET), ("48.9", NOT_MET), ("51.1", NOT_MET)])
def test_to_keep_is_to_stay_within_the_neutral_band_on_either_side(outcome: str, attainment: Attainment) -> None:
    rules = replace(APRIL, neutral_band=Decimal("0.02"))
    assert judged("Bibehålla", outcome, rules=rules, baseline=amounts("50")).attainment is attainment


def test_a_direction_without_a_baseline_is_not_assessed() -> None:
    judgement = judged("Öka", "51")
    assert (judgement.attainment, judgement.why.code) == (NOT_ASSESSED, "why-no-baseline")


def test_a_direction_in_two_parts_is_partly_met_when_one_part_rises() -> None:
    assert judged("Öka", "11", "9", baseline=amounts("10", "10")).attainment is PARTLY_MET


def test_a_direction_in_two_parts_with_one_baseline_is_a_problem() -> None:
    assert judged("Öka", "11", "9", baseline=amounts("10")).problem == "amounts-differ"


def test_the_sentence_of_a_direction_gives_outcome_and_baseline() -> None:
    baseline = message("from-baseline", amount=Decimal(50), way=message("way-up"))
    why = message("why-way-missed", actual=message("the-outcome", amount=Decimal(50)), target=baseline)
    assert judged("Öka", "50", baseline=amounts("50")).why == why


@pytest.mark.parametrize("basis", [JudgedBy.FULL_YEAR_TARGET, JudgedBy.LINEAR_SHARE])
@pytest.mark.parametrize(("outcome", "attainment"), [("3", MET), ("4", MET), ("2", PARTLY_MET), ("1", PARTLY_MET)])
def test_a_count_per_year_is_never_prorated(basis: JudgedBy, outcome: str, attainment: Attainment) -> None:
    assert judged("3 möten per år", outcome, judged_by=basis).attainment is attainment


def test_a_count_per_year_that_has_not_begun_says_nothing_before_the_year_is_over() -> None:
    judgement = judged("Ett forum per år", "0")
    assert (judgement.attainment, judgement.why.code) == (NOT_ASSESSED, "why-count-not-begun")


@pytest.mark.parametrize(("outcome", "attainment"), [("5", MET), ("4", PARTLY_MET), ("3", NOT_MET), ("0", NOT_MET)])
def test_a_count_of_five_is_judged_as_a_level_when_the_year_is_over(outcome: str, attainment: Attainment) -> None:
    assert judged("5 möten per år", outcome, rules=DECEMBER).attainment is attainment


def test_a_count_judged_by_forecast_is_judged_as_a_whole_year() -> None:
    judgement = judged("Ett forum per år", judged_by=JudgedBy.FORECAST, forecast=amounts("0"))
    assert judgement.attainment is NOT_MET


@pytest.mark.parametrize(
    ("status", "attainment"),
    [
        (Status.DONE, MET),
        (Status.STARTED, PARTLY_MET),
        (Status.NOT_STARTED, NOT_MET),
        (Status.DELAYED, NOT_MET),
        (None, NOT_ASSESSED),
    ],
)
def test_a_milestone_is_judged_from_its_status(status: Status | None, attainment: Attainment) -> None:
    judgement = judged("Handlingsplan antagen", kind=MeasureKind.ACTIVITY, status=status)
    assert judgement.attainment is attainment


def test_a_measure_of_the_whole_year_is_not_assessed_before_december() -> None:
    judgement = judged("80 %", "90", rules=Rules(month=11), measured=Measured.YEARLY)
    assert judgement == Judgement(NOT_ASSESSED, message("why-measured-yearly"))


def test_a_measure_of_the_whole_year_is_assessed_in_december() -> None:
    assert judged("80 %", "90", rules=DECEMBER, measured=Measured.YEARLY).attainment is MET


@pytest.mark.parametrize("target", ["80 %", "Öka", "Ett forum per år", "20 personer/12 kommuner"])
def test_a_measure_without_an_outcome_is_not_assessed(target: str) -> None:
    judgement = judged(target, baseline=amounts("1"))
    assert judgement == Judgement(NOT_ASSESSED, message("why-no-outcome"))


def test_an_outcome_of_zero_is_an_outcome() -> None:
    assert judged("80 %", "0").attainment is NOT_MET


def test_a_target_that_is_not_understood_is_a_problem_and_says_what_stands_there() -> None:
    why = message("why-target-not-understood", target="85-90 %")
    assert judged("85-90 %", "88") == Judgement(NOT_ASSESSED, why, "target-not-understood")


def test_a_missing_target_is_not_assessed() -> None:
    assert judged("", "88") == Judgement(NOT_ASSESSED, message("why-no-target"))


SIZES = st.decimals(-1000, 1000, places=2)
LIMITS = st.decimals(0, 1, places=2)
MIRRORED = {Comparison.AT_LEAST: Comparison.AT_MOST, Comparison.MORE_THAN: Comparison.LESS_THAN}


@given(SIZES, SIZES, LIMITS, st.sampled_from(list(MIRRORED)))
def test_a_ceiling_is_the_mirror_of_a_floor(
    amount: Decimal, target: Decimal, limit: Decimal, floor: Comparison
) -> None:
    above = level_attained(amount, LevelPart(target, "", floor), limit)
    assert level_attained(-amount, LevelPart(-target, "", MIRRORED[floor]), limit) is above


@given(SIZES, SIZES, SIZES, LIMITS)
def test_a_higher_amount_never_does_worse_against_a_floor(
    one: Decimal, other: Decimal, target: Decimal, limit: Decimal
) -> None:
    floor = LevelPart(target, "", Comparison.AT_LEAST)
    order = [NOT_MET, PARTLY_MET, MET]
    lower, higher = (order.index(level_attained(amount, floor, limit)) for amount in sorted((one, other)))
    assert lower <= higher


@given(st.lists(st.sampled_from([MET, PARTLY_MET, NOT_MET]), min_size=1, max_size=6), st.randoms())
def test_the_order_of_several_targets_does_not_matter(parts: list[Attainment], random: Any) -> None:  # noqa: ANN401 - Hypothesis's own
    shuffled = parts.copy()
    random.shuffle(shuffled)
    assert together(shuffled) is together(parts)


@given(st.sampled_from([MET, PARTLY_MET, NOT_MET]), st.integers(1, 5))
def test_several_targets_all_alike_come_to_the_same(attainment: Attainment, count: int) -> None:
    assert together([attainment] * count) is attainment
