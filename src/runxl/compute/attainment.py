"""How far a measure has met its target, and why."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from runxl.compute.understood import amount_words, level_words, way_words
from runxl.domain.amount import ZERO, decimals_of, rounded
from runxl.domain.assessment import Attainment, Judgement
from runxl.domain.measure import Comparison, JudgedBy, Measured, Status
from runxl.domain.message import Message, message
from runxl.domain.period import LAST_MONTH
from runxl.domain.target import Level, LevelPart, Milestone, Movement, Way

if TYPE_CHECKING:
    from collections.abc import Sequence

    from runxl.domain.measure import Measure
    from runxl.domain.target import CountPerYear, Target

_STRICT = (Comparison.MORE_THAN, Comparison.LESS_THAN)
_RATE_SIGNS = ("%", "‰", "/", " per ")
_MISSED_LEVEL = {Attainment.PARTLY_MET: "why-level-partly", Attainment.NOT_MET: "why-level-missed"}
_PART = {Attainment.MET: "part-met", Attainment.PARTLY_MET: "part-partly", Attainment.NOT_MET: "part-missed"}
_MILESTONES = {
    Status.DONE: Judgement(Attainment.MET, message("why-done")),
    Status.STARTED: Judgement(Attainment.PARTLY_MET, message("why-started")),
    Status.NOT_STARTED: Judgement(Attainment.NOT_MET, message("why-not-started")),
    Status.DELAYED: Judgement(Attainment.NOT_MET, message("why-delayed")),
    None: Judgement(Attainment.NOT_ASSESSED, message("why-no-status")),
}


@dataclass(frozen=True, slots=True)
class Rules:
    """The settings that measures are judged by.

    `month` is the last month of the period, 1 to 12. `partly_limit` is the share of a target that counts as partly
    met, `judged_by` holds where a measure has no choice of its own, and `neutral_band` is the share of a baseline
    within which a measure counts as kept.
    """

    month: int
    partly_limit: Decimal = Decimal("0.8")
    judged_by: JudgedBy = JudgedBy.FULL_YEAR_TARGET
    neutral_band: Decimal = ZERO

    @property
    def year_is_over(self) -> bool:
        """Whether nothing of the year is left."""
        return self.month == LAST_MONTH


class _Actual(NamedTuple):
    """The amounts that are judged, and whether they are said of the whole year."""

    amounts: tuple[Decimal, ...]
    is_forecast: bool
    of_the_whole_year: bool

    def words(self, amount: Decimal | Message) -> Message:
        return message("the-forecast" if self.is_forecast else "the-outcome", amount=amount)


class _Part(NamedTuple):
    """One amount against one target: how far it is met, and both in words."""

    attainment: Attainment
    amount: Decimal | Message
    target: Message


def judge(measure: Measure, target: Target | None, rules: Rules) -> Judgement:
    """Return how far the measure has met its target, with the sentence that says why.

    What cannot be judged is NOT_ASSESSED, never a guess: no target, no outcome, no baseline, no status, or a measure
    of the whole year before the year is over. When the year is over, every measure is held against its whole target.
    """
    if target is None:
        return _no_target(measure)
    if isinstance(target, Level) and any(part.comparison is None for part in target.parts):
        return _no_comparison(target)
    if measure.measured is Measured.YEARLY and not rules.year_is_over:
        return _not_assessed(message("why-measured-yearly"))
    if isinstance(target, Milestone):
        return _MILESTONES[measure.status]
    by_forecast = _basis(measure, rules) is JudgedBy.FORECAST
    amounts = measure.forecast if by_forecast else measure.outcome
    if amounts is None:
        return _not_assessed(message("why-no-forecast" if by_forecast else "why-no-outcome"))
    return _judge_actual(measure, target, _Actual(amounts, by_forecast, by_forecast or rules.year_is_over), rules)


def unclear_share(amount: Decimal) -> Judgement:
    """Return how a measure in per cent stands whose amount may be a fraction: 0.78 says 78 % or 0.78 %, and no more."""
    return _not_assessed(message("why-percentage-as-fraction", value=amount, percent=amount * 100))


def level_attained(amount: Decimal, part: LevelPart, partly_limit: Decimal) -> Attainment:
    """Return how far one level is reached; its comparison must be known.

    Partly met is a miss of at most `1 - partly_limit` of the target's size, on whichever side the comparison looks,
    so the rule is the same for floors, ceilings and negative targets. Zero has no share: it is met or not met.

    >>> ceiling = LevelPart(Decimal(5), "dagar", Comparison.AT_MOST)
    >>> level_attained(Decimal(6), ceiling, Decimal("0.8")), level_attained(Decimal("6.1"), ceiling, Decimal("0.8"))
    (<Attainment.PARTLY_MET: 'partly-met'>, <Attainment.NOT_MET: 'not-met'>)
    """
    miss = _miss(amount, part)
    if miss < 0 or (miss == 0 and part.comparison not in _STRICT):
        return Attainment.MET
    if part.value and miss <= (1 - partly_limit) * abs(part.value):
        return Attainment.PARTLY_MET
    return Attainment.NOT_MET


def way_kept(amount: Decimal, baseline: Decimal, way: Way, neutral_band: Decimal) -> bool:
    """Tell whether the amount has gone the wanted way from its baseline.

    To increase means above the baseline: unchanged is not enough, and neither direction is met halfway. To keep is
    to stay within the neutral band on either side, to keep or increase not to fall below the baseline.

    >>> way_kept(Decimal(50), Decimal(50), Way.UP, ZERO), way_kept(Decimal(50), Decimal(50), Way.NOT_DOWN, ZERO)
    (False, True)
    """
    change = amount - baseline
    return {
        Way.UP: change > 0,
        Way.DOWN: change < 0,
        Way.NOT_DOWN: change >= 0,
        Way.NOT_UP: change <= 0,
        Way.KEEP: abs(change) <= neutral_band * abs(baseline),
    }[way]


def together(parts: Sequence[Attainment]) -> Attainment:
    """Return what several targets at once come to.

    All met is MET; some met, or every one at least partly, is PARTLY_MET; else NOT_MET.
    """
    if all(part is Attainment.MET for part in parts):
        return Attainment.MET
    if Attainment.MET in parts or Attainment.NOT_MET not in parts:
        return Attainment.PARTLY_MET
    return Attainment.NOT_MET


def _basis(measure: Measure, rules: Rules) -> JudgedBy:
    return JudgedBy.FULL_YEAR_TARGET if rules.year_is_over else measure.judged_by or rules.judged_by


def _judge_actual(
    measure: Measure, target: Level | Movement | CountPerYear, actual: _Actual, rules: Rules
) -> Judgement:
    if isinstance(target, Level):
        return _judge_level(measure, target, actual, rules)
    if isinstance(target, Movement):
        return _judge_movement(measure.baseline, target.way, actual, rules)
    return _judge_count(target, actual, rules)


def _judge_level(measure: Measure, target: Level, actual: _Actual, rules: Rules) -> Judgement:
    if len(actual.amounts) != len(target.parts):
        return _amounts_differ(len(actual.amounts), len(target.parts))
    pairs = zip(actual.amounts, target.parts, strict=True)
    judged = [_level_part(amount, part, measure, rules) for amount, part in pairs]
    if len(judged) > 1:
        return _several(judged, actual)
    return _one_level(judged[0], actual, rules, is_zero=not target.parts[0].value)


def _level_part(amount: Decimal, part: LevelPart, measure: Measure, rules: Rules) -> _Part:
    goal, words = part, level_words(part)
    by_share = _basis(measure, rules) is JudgedBy.LINEAR_SHARE
    if by_share and (measure.judged_by is not None or _accrues(measure, part)):
        goal = part._replace(value=part.value * rules.month / LAST_MONTH)
        shown = goal._replace(value=_trimmed(rounded(goal.value, 2)))
        words = message("level-share-of-year", level=level_words(shown), month=rules.month, whole=words)
    return _Part(level_attained(amount, goal, rules.partly_limit), amount_words(amount, part.unit), words)


def _accrues(measure: Measure, part: LevelPart) -> bool:
    """Tell whether a year's target can be expected to fill month by month.

    The setting for all measures prorates floors of things that add up; a share, a rate, a ceiling or a very value
    is the same in April as in December. A measure's own choice of the linear share is always followed.
    """
    is_floor = part.comparison in (Comparison.AT_LEAST, Comparison.MORE_THAN) and part.value > 0
    is_share = any(sign in part.unit for sign in _RATE_SIGNS) or measure.name.casefold().startswith("andel")
    return is_floor and not is_share


def _judge_movement(baseline: tuple[Decimal, ...] | None, way: Way, actual: _Actual, rules: Rules) -> Judgement:
    if baseline is None:
        return _not_assessed(message("why-no-baseline"))
    if len(actual.amounts) != len(baseline):
        return _amounts_differ(len(actual.amounts), len(baseline))
    judged = []
    for amount, before in zip(actual.amounts, baseline, strict=True):
        kept = way_kept(amount, before, way, rules.neutral_band)
        words = message("from-baseline", amount=before, way=way_words(way))
        judged.append(_Part(Attainment.MET if kept else Attainment.NOT_MET, amount, words))
    if len(judged) > 1:
        return _several(judged, actual)
    (one,) = judged
    code = "why-way-met" if one.attainment is Attainment.MET else "why-way-missed"
    return Judgement(one.attainment, message(code, actual=actual.words(one.amount), target=one.target))


def _judge_count(target: CountPerYear, actual: _Actual, rules: Rules) -> Judgement:
    """Return how a count per year stands; it is never prorated.

    Before the year is over a count that is reached is MET, one on its way is PARTLY_MET, and none yet says nothing:
    the one forum of a year may be held in November. A whole year is judged as any level.
    """
    if len(actual.amounts) != 1:
        return _amounts_differ(len(actual.amounts), 1)
    (amount,) = actual.amounts
    floor = LevelPart(target.value, target.unit, Comparison.AT_LEAST)
    words = message("level-per-year", level=level_words(floor))
    attained = level_attained(amount, floor, rules.partly_limit)
    one = _Part(attained, amount_words(amount, target.unit), words)
    if actual.of_the_whole_year or attained is Attainment.MET:
        return _one_level(one, actual, rules, is_zero=False)
    sentence = {"actual": actual.words(one.amount), "target": words}
    if amount > 0:
        return Judgement(Attainment.PARTLY_MET, message("why-count-on-its-way", **sentence))
    return _not_assessed(message("why-count-not-begun", **sentence))


def _miss(amount: Decimal, part: LevelPart) -> Decimal:
    """Return how far the amount is from its target, on the side that counts; positive is a miss."""
    if part.comparison is Comparison.EQUAL:
        return abs(amount - part.value)
    if part.comparison in (Comparison.AT_MOST, Comparison.LESS_THAN):
        return amount - part.value
    return part.value - amount


def _one_level(one: _Part, actual: _Actual, rules: Rules, *, is_zero: bool) -> Judgement:
    sentence = {"actual": actual.words(one.amount), "target": one.target}
    if one.attainment is Attainment.MET:
        why = message("why-level-met", **sentence)
    elif is_zero:
        why = message("why-level-missed-zero", **sentence)
    else:
        percent = _trimmed((1 - rules.partly_limit) * 100)
        why = message(_MISSED_LEVEL[one.attainment], percent=percent, **sentence)
    return Judgement(one.attainment, why)


def _several(judged: Sequence[_Part], actual: _Actual) -> Judgement:
    parts = tuple(message(_PART[one.attainment], amount=one.amount, target=one.target) for one in judged)
    attained = [one.attainment for one in judged]
    reached = attained.count(Attainment.MET)
    code = "why-several-by-forecast" if actual.is_forecast else "why-several"
    return Judgement(together(attained), message(code, reached=reached, total=len(parts), parts=parts))


def _trimmed(amount: Decimal) -> Decimal:
    return rounded(amount, decimals_of(amount))


def _no_target(measure: Measure) -> Judgement:
    if measure.target_text.strip():
        return _not_assessed(message("why-target-not-understood", target=measure.target_text), "target-not-understood")
    return _not_assessed(message("why-no-target"))


def _no_comparison(target: Level) -> Judgement:
    if any(part.comparison is None and part.value for part in target.parts):
        return _not_assessed(message("why-negative-needs-comparison"), "negative-needs-comparison")
    return _not_assessed(message("why-zero-needs-comparison"), "zero-needs-comparison")


def _amounts_differ(given: int, wanted: int) -> Judgement:
    return _not_assessed(message("why-amounts-differ", given=given, wanted=wanted), "amounts-differ")


def _not_assessed(why: Message, problem: str | None = None) -> Judgement:
    return Judgement(Attainment.NOT_ASSESSED, why, problem)
