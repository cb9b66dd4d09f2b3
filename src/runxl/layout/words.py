"""The words that the workbook's drop-downs offer, and what each stands for in code.

They are Swedish in every language, as formulas in the workbook compare with them.
"""

from __future__ import annotations

from enum import Enum
from typing import TypeVar

from runxl.domain.assessment import Attainment, Policy, Trend, TrendBasis
from runxl.domain.line import CostSign, RowType
from runxl.domain.measure import Comparison, Direction, JudgedBy, Measured, MeasureKind, Status, TargetKind

E = TypeVar("E", bound=Enum)

ATTAINMENT: dict[Attainment, str] = {
    Attainment.MET: "● Uppnått",
    Attainment.PARTLY_MET: "◐ Delvis uppnått",
    Attainment.NOT_MET: "○ Ej uppnått",
    Attainment.NOT_ASSESSED: "– Ej bedömt",
    Attainment.CANNOT_FORECAST: "? Svårt att bedöma",
}
ATTAINMENT_YEAR_END = tuple(ATTAINMENT.values())
ATTAINMENT_NOW = tuple(word for value, word in ATTAINMENT.items() if value is not Attainment.CANNOT_FORECAST)

TREND: dict[Trend, str] = {
    Trend.BETTER: "▲ Bättre",
    Trend.UNCHANGED: "► Oförändrat",
    Trend.WORSE: "▼ Sämre",
    Trend.UNKNOWN: "– Okänt",
}

ROW_TYPE: dict[RowType, str] = {
    RowType.REVENUE: "intäkt",
    RowType.COST: "kostnad",
    RowType.DEPRECIATION: "avskrivning",
    RowType.RESULT: "resultat",
    RowType.TOTAL: "summa",
    RowType.UNIT: "verksamhet",
    RowType.APPROPRIATION: "anslag",
}
RESULT_TYPES = ("intäkt", "kostnad", "avskrivning", "resultat", "summa")
LINE_TYPES = ("intäkt", "kostnad")
UNIT_TYPES = ("verksamhet", "summa")
APPROPRIATION_TYPES = ("anslag", "summa")

MEASURE_KIND: dict[MeasureKind, str] = {
    MeasureKind.KEY_MEASURE: "styrmått",
    MeasureKind.MONITORING_MEASURE: "kontrollmått",
    MeasureKind.ACTIVITY: "aktivitet",
}
MEASURE_KINDS = tuple(MEASURE_KIND.values())

TARGET_KIND: dict[TargetKind, str] = {
    TargetKind.LEVEL: "nivå",
    TargetKind.DIRECTION: "riktning",
    TargetKind.MILESTONE: "milstolpe",
    TargetKind.COUNT_PER_YEAR: "antal per år",
}
TARGET_KINDS = tuple(TARGET_KIND.values())

DIRECTION: dict[Direction, str] = {
    Direction.HIGHER: "högre",
    Direction.LOWER: "lägre",
    Direction.UNCHANGED: "oförändrat",
}
DIRECTIONS = tuple(DIRECTION.values())

COMPARISON: dict[Comparison, str] = {
    Comparison.AT_LEAST: "minst",
    Comparison.AT_MOST: "högst",
    Comparison.EQUAL: "lika med",
}
COMPARISONS = tuple(COMPARISON.values())

JUDGEMENT_BASIS: dict[JudgedBy, str] = {
    JudgedBy.FULL_YEAR_TARGET: "helårsmål",
    JudgedBy.LINEAR_SHARE: "linjär andel",
    JudgedBy.FORECAST: "prognos",
}
JUDGED_BY = tuple(JUDGEMENT_BASIS.values())

MEASURED_WHEN: dict[Measured, str] = {Measured.CONTINUOUSLY: "löpande", Measured.YEARLY: "helår"}
MEASURED = tuple(MEASURED_WHEN.values())

STATUS: dict[Status, str] = {
    Status.DONE: "klar",
    Status.STARTED: "påbörjad",
    Status.NOT_STARTED: "ej påbörjad",
    Status.DELAYED: "försenad",
}
STATUSES = tuple(STATUS.values())
ACTION_STATUS = STATUSES

POLICY: dict[Policy, str] = {
    Policy.MAJORITY: "majoritet",
    Policy.WORST: "sämst avgör",
    Policy.WEIGHTED: "viktat",
}

TREND_BASIS: dict[TrendBasis, str] = {
    TrendBasis.PREVIOUS_PERIOD: "föregående period",
    TrendBasis.SAME_PERIOD_LAST_YEAR: "samma period föregående år",
}

COST_SIGN: dict[CostSign, str] = {CostSign.NEGATIVE: "negativa", CostSign.POSITIVE: "positiva"}

TOTALS_COMPUTED = "beräknade"
TOTALS_PUBLISHED = "publicerade"

UNITS_OF_MONEY = ("tkr", "mnkr")
HISTORY_KINDS = ("mått", "belopp")

FIX_MARK = "x"
"""What marks a proposal of Fynd to be written."""

CHOSEN_THEIRS, CHOSEN_OURS, CHOSEN_BASE = CONFLICT_CHOICES = ("deras", "vårt", "bas")
"""What holds where a unit and the controller have changed the same: the unit's, her own, or what was sent."""

BASE_UNKNOWN = "okänt"
"""Stands for what was sent where nobody knows what that was."""

CONFLICT_VALUE, CONFLICT_NEW_ROW, CONFLICT_GONE_ROW = ("värde", "ny rad", "borttagen rad")
"""What a row of Konflikter is about."""

SUBMITTED, MISSING, LATE, WITH_ERRORS, READY = ("inlämnad", "saknas", "försenad", "med fel", "klar")
"""How far a unit has come in a round."""

OLDER, DUPLICATE, REFUSED = ("äldre", "dubblett", "avvisad")
"""Why a file that came in is not the one that is used."""

COVERAGE = (" av ", " mått bedömda")
"""What stands between and after the two counts of a goal's coverage: `1 av 3 mått bedömda`."""

RULE_HOLDS = "✓ Stämmer"
RULE_FAILS = "✗ Avviker"
RULE_UNKNOWN = "– Okänt"


def meaning(words: dict[E, str], text: str) -> E | None:
    """Return what a typed word stands for; None where it is none of them.

    Letter case, spaces around it and a leading symbol are forgiven, as people type what they remember.

    >>> meaning(ATTAINMENT, "delvis uppnått")
    <Attainment.PARTLY_MET: 'partly-met'>
    """
    wanted = plain(text)
    for value, word in words.items():
        if wanted == plain(word):
            return value
    return None


def plain(text: str) -> str:
    """Return a word without what people forget when they type it: its symbol, its capitals, spaces around it."""
    return text.strip().lstrip("●◐○–?▲►▼ ").casefold()
