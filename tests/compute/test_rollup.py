from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runxl.compute.rollup import (
    Coverage,
    Vote,
    WeightedLimits,
    counted,
    majority,
    proposals,
    weighted,
    weighted_mean,
    worst,
)
from runxl.domain.assessment import Attainment, Policy

if TYPE_CHECKING:
    from collections.abc import Sequence

MET, PARTLY_MET, NOT_MET = Attainment.MET, Attainment.PARTLY_MET, Attainment.NOT_MET
NOT_ASSESSED, CANNOT_FORECAST = Attainment.NOT_ASSESSED, Attainment.CANNOT_FORECAST
LIMITS = WeightedLimits()
WORST_FIRST = [NOT_MET, PARTLY_MET, MET]


def votes(*attainments: Attainment) -> list[Vote]:
    return [Vote(one) for one in attainments]


def under(policy: Policy, ballot: Sequence[Vote]) -> Attainment:
    return proposals(ballot, LIMITS).by_policy[policy]


@pytest.mark.parametrize(
    ("ballot", "expected"),
    [
        ((MET, MET, NOT_MET), MET),
        ((MET, PARTLY_MET, PARTLY_MET), PARTLY_MET),
        ((MET, NOT_MET), NOT_MET),
        ((MET, PARTLY_MET), PARTLY_MET),
        ((MET, MET, NOT_MET, NOT_MET, PARTLY_MET), NOT_MET),
        ((MET, NOT_ASSESSED, NOT_ASSESSED), MET),
        ((MET, CANNOT_FORECAST, CANNOT_FORECAST), MET),
        ((NOT_ASSESSED,), NOT_ASSESSED),
        ((), NOT_ASSESSED),
    ],
)
def test_by_majority_the_most_common_wins_and_a_tie_goes_to_the_worse(
    ballot: tuple[Attainment, ...], expected: Attainment
) -> None:
    assert majority(counted(ballot)) is expected


@pytest.mark.parametrize(
    ("ballot", "expected"),
    [
        ((MET, MET, NOT_MET), NOT_MET),
        ((MET, PARTLY_MET), PARTLY_MET),
        ((MET, NOT_ASSESSED), MET),
        ((NOT_ASSESSED, CANNOT_FORECAST), NOT_ASSESSED),
        ((), NOT_ASSESSED),
    ],
)
def test_where_the_worst_governs_one_missed_measure_is_enough(
    ballot: tuple[Attainment, ...], expected: Attainment
) -> None:
    assert worst(counted(ballot)) is expected


@pytest.mark.parametrize(
    ("ballot", "expected"),
    [
        ((MET, MET, MET, NOT_MET), MET),
        ((MET, MET, NOT_MET), PARTLY_MET),
        ((MET, NOT_MET, NOT_MET, NOT_MET), PARTLY_MET),
        ((PARTLY_MET, NOT_MET, NOT_MET), NOT_MET),
        ((MET, NOT_ASSESSED), MET),
        ((NOT_ASSESSED,), NOT_ASSESSED),
    ],
)
def test_weighted_alike_the_mean_is_met_from_three_quarters_and_partly_from_one(
    ballot: tuple[Attainment, ...], expected: Attainment
) -> None:
    assert weighted(votes(*ballot), LIMITS) is expected


def test_a_heavier_measure_counts_for_more() -> None:
    assert weighted([Vote(MET, Decimal(3)), Vote(NOT_MET, Decimal(1))], LIMITS) is MET
    assert weighted([Vote(MET, Decimal(1)), Vote(NOT_MET, Decimal(4))], LIMITS) is NOT_MET


def test_a_measure_of_weight_zero_is_not_counted_when_weighted() -> None:
    assert weighted([Vote(MET), Vote(NOT_MET, Decimal(0))], LIMITS) is MET


def test_only_measures_of_weight_zero_are_not_assessed_when_weighted() -> None:
    assert weighted([Vote(MET, Decimal(0))], LIMITS) is NOT_ASSESSED


def test_the_limits_of_the_weighted_mean_are_settings() -> None:
    half = votes(MET, NOT_MET)
    assert weighted(half, WeightedLimits(Decimal("0.5"), Decimal("0.25"))) is MET
    assert weighted(half, WeightedLimits(Decimal("0.9"), Decimal("0.6"))) is NOT_MET


def test_a_mean_on_the_limit_is_not_lost_to_a_rounded_third() -> None:
    third = Decimal(1) / Decimal(3)
    ballot = [Vote(MET, third), Vote(MET, third), Vote(MET, third), Vote(NOT_MET, third)]
    assert weighted(ballot, LIMITS) is MET


def test_the_weighted_mean_leaves_out_what_is_not_assessed() -> None:
    assert weighted_mean([Vote(MET, Decimal(1)), Vote(PARTLY_MET, Decimal(3)), Vote(NOT_ASSESSED)]) == Decimal("0.625")


def test_there_is_no_weighted_mean_where_nothing_is_assessed() -> None:
    assert weighted_mean(votes(NOT_ASSESSED)) is None


def test_the_proposals_of_a_goal_count_and_cover_its_measures() -> None:
    goal = proposals(votes(MET, NOT_MET, NOT_ASSESSED), LIMITS)
    assert goal.coverage == Coverage(2, 3)
    assert (goal.counts[MET], goal.counts[PARTLY_MET], goal.counts[NOT_MET], goal.counts[NOT_ASSESSED]) == (1, 0, 1, 1)
    assert goal.by_policy == {Policy.MAJORITY: NOT_MET, Policy.WORST: NOT_MET, Policy.WEIGHTED: PARTLY_MET}


@pytest.mark.parametrize(("assessed", "total", "full"), [(3, 3, True), (2, 3, False), (0, 3, False), (0, 0, False)])
def test_coverage_is_full_when_every_measure_of_some_is_assessed(assessed: int, total: int, *, full: bool) -> None:
    assert Coverage(assessed, total).is_full is full


BALLOTS = st.lists(
    st.builds(Vote, st.sampled_from(Attainment), st.decimals("0.1", 10, places=1)),
    max_size=12,
)


@given(BALLOTS, st.randoms(use_true_random=False), st.sampled_from(Policy))
def test_the_order_of_the_measures_does_not_matter(ballot: list[Vote], random: object, policy: Policy) -> None:
    shuffled = sorted(ballot, key=lambda _: random.random())  # type: ignore[attr-defined] # Hypothesis hides its class
    assert under(policy, shuffled) is under(policy, ballot)


@given(BALLOTS, st.sampled_from(Policy))
def test_no_proposal_is_worse_than_the_worst_measure_or_better_than_the_best(
    ballot: list[Vote], policy: Policy
) -> None:
    ranks = [WORST_FIRST.index(vote.attainment) for vote in ballot if vote.attainment in WORST_FIRST]
    proposal = under(policy, ballot)
    if ranks:
        assert min(ranks) <= WORST_FIRST.index(proposal) <= max(ranks)
    else:
        assert proposal is NOT_ASSESSED


@given(st.sampled_from(WORST_FIRST), st.lists(st.decimals("0.1", 10, places=1), min_size=1, max_size=8))
def test_measures_all_alike_come_to_the_same_under_every_policy(attainment: Attainment, weights: list[Decimal]) -> None:
    goal = proposals([Vote(attainment, weight) for weight in weights], LIMITS)
    assert set(goal.by_policy.values()) == {attainment}


@given(BALLOTS, st.integers(1, 5), st.sampled_from([NOT_ASSESSED, CANNOT_FORECAST]))
def test_measures_that_are_not_assessed_change_no_proposal(ballot: list[Vote], more: int, silent: Attainment) -> None:
    assert proposals([*ballot, *votes(*[silent] * more)], LIMITS).by_policy == proposals(ballot, LIMITS).by_policy


@given(BALLOTS)
def test_the_counts_add_up_to_the_measures(ballot: list[Vote]) -> None:
    assert sum(proposals(ballot, LIMITS).counts.values()) == len(ballot)
