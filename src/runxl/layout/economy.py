"""The tables of money: result, lines, units, appropriation and actions."""

from __future__ import annotations

from runxl.layout.column import Column, Kind, Role, TableLayout
from runxl.layout.words import ACTION_STATUS, APPROPRIATION_TYPES, LINE_TYPES, RESULT_TYPES, UNIT_TYPES

_COMPUTED, _SUMMED = Role.COMPUTED, Role.SUMMED


def _identity(label: str, types: tuple[str, ...], *, width: int) -> tuple[Column, ...]:
    return (
        Column("id", "Id", Kind.ID, width=21),
        Column("label", label, Kind.TEXT, width=width),
        Column("type", "Typ", Kind.CHOICE, width=13, choices=types),
        Column("parent", "Förälder", Kind.TEXT, width=16, help="Id för raden som den här raden ingår i.", refers=True),
    )


def _amounts(base: Role) -> tuple[Column, ...]:
    return (
        Column("actual", "Utfall", Kind.AMOUNT, base, help="Till och med perioden."),
        Column("budget", "Budget", Kind.AMOUNT, base, help="För samma månader som utfallet."),
        Column("variance", "Avvikelse", Kind.AMOUNT, _COMPUTED, help="Utfall minus budget. Plus är bättre än budget."),
        Column("variance_share", "Avvikelse %", Kind.SHARE, _COMPUTED, decimals=1, help="Av budgetens belopp."),
        Column("full_year_forecast", "Årsprognos", Kind.AMOUNT, base),
        Column("full_year_budget", "Årsbudget", Kind.AMOUNT, base),
        Column("forecast_variance", "Avvikelse årsprognos", Kind.AMOUNT, _COMPUTED, help="Årsprognos minus årsbudget."),
        Column("forecast_variance_share", "Avvikelse årsprognos %", Kind.SHARE, _COMPUTED, decimals=1),
        Column(
            "rest_of_year_variance",
            "Kvarvarande avvikelse",
            Kind.AMOUNT,
            _COMPUTED,
            width=13,
            help="Avvikelse årsprognos minus avvikelse hittills: vad resten av året väntas ge.",
        ),
        Column("previous_forecast", "Föregående prognos", Kind.AMOUNT, base, width=12),
        Column("forecast_change", "Ändrad prognos", Kind.AMOUNT, _COMPUTED, help="Mot föregående prognos."),
    )


_PREVIOUS_YEAR = (
    Column("previous_year", "Utfall föregående år", Kind.AMOUNT, _SUMMED, width=12),
    Column("previous_year_change", "Förändring mot föregående år", Kind.AMOUNT, _COMPUTED, width=13),
)

_CAUSE = Column("cause", "Orsak", Kind.TEXT, width=38, help="Krävs när avvikelsen är väsentlig, se Inställningar.")
_ASSUMPTION = Column("assumption", "Prognosantagande", Kind.TEXT, width=34)

RESULT = TableLayout(
    "tblResultat",
    "Resultat",
    "Resultaträkning",
    (*_identity("Rad", RESULT_TYPES, width=32), *_amounts(_SUMMED), *_PREVIOUS_YEAR, _ASSUMPTION, _CAUSE),
    "enhet_resultat",
)

LINES = TableLayout(
    "tblRader",
    "Rader",
    "Rader per verksamhet",
    (
        Column("id", "Id", Kind.ID, width=21),
        Column("unit", "Verksamhet", Kind.TEXT, width=21, help="Id i tabellen Verksamheter.", refers=True),
        Column("label", "Rad", Kind.TEXT, width=30),
        Column("type", "Typ", Kind.CHOICE, width=13, choices=LINE_TYPES),
        *_amounts(Role.INPUT),
        _CAUSE,
    ),
    "enhet_verksamheter",
)

UNITS = TableLayout(
    "tblVerksamhet",
    "Verksamheter",
    "Avvikelse per verksamhet",
    (
        *_identity("Verksamhet", UNIT_TYPES, width=30),
        *_amounts(_SUMMED),
        _ASSUMPTION,
        _CAUSE,
        Column("comment", "Kommentar", Kind.TEXT, width=30),
    ),
    "enhet_verksamheter",
)

APPROPRIATION = TableLayout(
    "tblAnslag",
    "Anslag",
    "Anslag",
    (
        *_identity("Åtgärd", APPROPRIATION_TYPES, width=44),
        Column("full_year_budget", "Årsbudget", Kind.AMOUNT, _SUMMED),
        Column("decided", "Fattade beslut", Kind.AMOUNT, _SUMMED, decimals=1),
        Column("paid_out", "Utbetalt", Kind.AMOUNT, _SUMMED, decimals=1),
        Column("decided_share", "Andel beslutat", Kind.SHARE, _COMPUTED, decimals=1, help="Av årsbudgeten."),
        Column("paid_share", "Andel utbetalt", Kind.SHARE, _COMPUTED, decimals=1, help="Av årsbudgeten."),
        Column("left_to_decide", "Kvar att besluta", Kind.AMOUNT, _COMPUTED, decimals=1),
        Column("left_to_pay", "Kvar att betala", Kind.AMOUNT, _COMPUTED, decimals=1),
        Column("comment", "Kommentar", Kind.TEXT, width=36),
    ),
    "enhet_anslag",
)

ACTIONS = TableLayout(
    "tblAtgard",
    "Åtgärder",
    "Åtgärder vid negativ avvikelse",
    (
        Column("id", "Id", Kind.ID, width=8),
        Column("concerns", "Avser", Kind.TEXT, width=21, help="Id för verksamheten eller raden i Resultat."),
        Column("cause", "Orsak", Kind.TEXT, width=36),
        Column("action", "Åtgärd", Kind.TEXT, width=40),
        Column("effect", "Effekt tkr", Kind.AMOUNT, help="Väntad effekt på årsprognosen, i tkr."),
        Column("responsible", "Ansvarig", Kind.TEXT, width=18),
        Column("due", "Klart", Kind.DATE, width=12),
        Column("status", "Status", Kind.CHOICE, width=14, choices=ACTION_STATUS),
        Column("decision", "Beslut", Kind.TEXT, width=16, help="Paragraf eller diarienummer."),
    ),
)
