"""The tables of goals: perspectives, measures and assessments."""

from __future__ import annotations

from runxl.layout.column import Column, Kind, Role, TableLayout
from runxl.layout.words import (
    ATTAINMENT_NOW,
    ATTAINMENT_YEAR_END,
    COMPARISONS,
    DIRECTIONS,
    JUDGED_BY,
    MEASURE_KINDS,
    MEASURED,
    STATUSES,
    TARGET_KINDS,
)

_COMPUTED = Role.COMPUTED

PERSPECTIVES = TableLayout(
    "tblPerspektiv",
    "Översikt",
    "Måluppfyllelse per perspektiv",
    (
        Column("id", "Id", Kind.ID, width=13),
        Column("label", "Perspektiv", Kind.TEXT, width=18),
        Column("goals", "Mål", Kind.NUMBER, _COMPUTED, width=7),
        Column("met", "● Uppnått", Kind.NUMBER, _COMPUTED),
        Column("partly", "◐ Delvis", Kind.NUMBER, _COMPUTED),
        Column("not_met", "○ Ej uppnått", Kind.NUMBER, _COMPUTED),
        Column("not_assessed", "– Ej bedömt", Kind.NUMBER, _COMPUTED),
        Column("year_end_met", "Helår ● uppnått", Kind.NUMBER, _COMPUTED),
        Column("year_end_partly", "Helår ◐ delvis", Kind.NUMBER, _COMPUTED),
        Column("year_end_not_met", "Helår ○ ej uppnått", Kind.NUMBER, _COMPUTED),
        Column("year_end_cannot", "Helår ? svårt att bedöma", Kind.NUMBER, _COMPUTED),
        Column("year_end_not_assessed", "Helår – ej bedömt", Kind.NUMBER, _COMPUTED),
    ),
)

MEASURES = TableLayout(
    "tblMatt",
    "Mått",
    "Mått och aktiviteter",
    (
        Column("id", "Id", Kind.ID, width=8),
        Column("goal", "Mål", Kind.TEXT, width=8, help="Id i tabellen Målbedömning.", refers=True),
        Column("success_factor", "Framgångsfaktor", Kind.TEXT, width=32),
        Column("kind", "Slag", Kind.CHOICE, width=13, choices=MEASURE_KINDS),
        Column("measure", "Mått", Kind.TEXT, width=44),
        Column("responsible", "Ansvarig", Kind.TEXT, width=11),
        Column("unit", "Verksamhet", Kind.TEXT, width=21, help="Id för verksamheten som lämnar utfallet.", refers=True),
        Column("target", "Målvärde", Kind.ANY, width=24, help="Som det står i planen: 80 %, Öka, Ett forum per år."),
        Column("understood", "Tolkning", Kind.TEXT, _COMPUTED, width=26, help="Så tolkas målvärdet."),
        Column("target_kind", "Måltyp", Kind.CHOICE, width=13, choices=TARGET_KINDS, help="Går före tolkningen."),
        Column("direction", "Önskad riktning", Kind.CHOICE, width=13, choices=DIRECTIONS),
        Column("comparison", "Jämförelse", Kind.CHOICE, width=12, choices=COMPARISONS),
        Column("judged_by", "Bedöms mot", Kind.CHOICE, width=14, choices=JUDGED_BY, help="Tomt: enligt Inställningar."),
        Column("measured", "Mäts", Kind.CHOICE, width=11, choices=MEASURED, help="Tomt: löpande."),
        Column("baseline", "Utgångsvärde", Kind.QUANTITY, width=13),
        Column("weight", "Vikt", Kind.NUMBER, width=7, help="Tomt: 1."),
        Column(
            "outcome",
            "Utfall",
            Kind.QUANTITY,
            width=12,
            help="Flera tal: 22 och 11. Med snedstreck kan Excel göra dem till ett datum.",
        ),
        Column("forecast", "Prognos helår", Kind.QUANTITY, width=12),
        Column("status", "Status", Kind.CHOICE, width=13, choices=STATUSES, help="För aktiviteter."),
        Column("attainment", "Måluppfyllelse", Kind.TEXT, _COMPUTED, width=18),
        Column("trend", "Utveckling", Kind.TEXT, _COMPUTED, width=15),
        Column("why", "Så bedömdes måttet", Kind.TEXT, _COMPUTED, width=60),
        Column("comment", "Kommentar", Kind.TEXT, width=30),
    ),
)

GOALS = TableLayout(
    "tblMal",
    "Målbedömning",
    "Samlad bedömning av de strategiska målen",
    (
        Column("id", "Id", Kind.ID, width=8),
        Column("perspective", "Perspektiv", Kind.TEXT, width=14, help="Id i tabellen på Översikt.", refers=True),
        Column("goal", "Strategiskt mål", Kind.TEXT, width=38),
        Column("measures", "Mått", Kind.NUMBER, _COMPUTED, width=7),
        Column("met", "● Mått", Kind.NUMBER, _COMPUTED, width=8),
        Column("partly", "◐ Mått", Kind.NUMBER, _COMPUTED, width=8),
        Column("not_met", "○ Mått", Kind.NUMBER, _COMPUTED, width=8),
        Column("coverage", "Täckning", Kind.TEXT, _COMPUTED, width=20),
        Column("majority", "Majoritet", Kind.TEXT, _COMPUTED, width=17),
        Column("worst", "Sämst avgör", Kind.TEXT, _COMPUTED, width=17),
        Column("weighted_mean", "Viktat medel", Kind.SHARE, _COMPUTED, width=9, help="Av 1, 0,5 och 0."),
        Column("weighted", "Viktat", Kind.TEXT, _COMPUTED, width=17),
        Column("proposal", "Förslag", Kind.TEXT, _COMPUTED, width=17, help="Enligt sammanvägningen i Inställningar."),
        Column("own", "Egen bedömning", Kind.CHOICE, width=18, choices=ATTAINMENT_NOW),
        Column("reason", "Motivering", Kind.TEXT, width=38, help="Krävs vid egen bedömning."),
        Column(
            "assessment", "Bedömning", Kind.TEXT, _COMPUTED, width=18, help="Den egna om den finns, annars förslaget."
        ),
        Column("own_year_end", "Egen bedömning helår", Kind.CHOICE, width=20, choices=ATTAINMENT_YEAR_END),
        Column("reason_year_end", "Motivering helår", Kind.TEXT, width=38),
        Column("assessment_year_end", "Bedömning helår", Kind.TEXT, _COMPUTED, width=20),
    ),
)
