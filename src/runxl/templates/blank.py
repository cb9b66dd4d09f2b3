"""The committee's workbook as another region or municipality begins with it: ready to type rows in."""

from __future__ import annotations

from runxl.layout import (
    ACTIONS,
    APPROPRIATION,
    CHECKS,
    GOALS,
    HISTORY,
    LINES,
    MEASURES,
    PERSPECTIVES,
    RESULT,
    UNITS,
)
from runxl.templates.report import Report
from runxl.templates.rows import rows_of

PERIOD = "2026-04"

RESULT_ROWS = rows_of(
    ("id", "label", "type", "parent"),
    ("intakter", "Verksamhetens intäkter", "intäkt", "res_fore_avskr"),
    ("regionbidrag", "Varav regionbidrag", "intäkt", "intakter"),
    ("ovr_intakter", "Varav övriga intäkter", "intäkt", "intakter"),
    ("kostnader", "Verksamhetens kostnader", "kostnad", "res_fore_avskr"),
    ("personal", "Varav personalkostnader", "kostnad", "kostnader"),
    ("bidrag", "Varav lämnade bidrag", "kostnad", "kostnader"),
    ("ovr_kostnader", "Varav övriga kostnader", "kostnad", "kostnader"),
    ("res_fore_avskr", "Resultat före avskrivningar", "resultat", "resultat"),
    ("avskrivningar", "Avskrivningar", "avskrivning", "resultat"),
    ("resultat", "Resultat", "resultat", None),
)

BLANK = Report(
    name="delarsrapport",
    settings={"period": PERIOD},
    rows={RESULT.name: RESULT_ROWS},
    spare={
        PERSPECTIVES.name: 6,
        LINES.name: 30,
        UNITS.name: 10,
        APPROPRIATION.name: 6,
        MEASURES.name: 30,
        GOALS.name: 12,
        ACTIONS.name: 10,
        CHECKS.name: 10,
        HISTORY.name: 20,
    },
)
