"""An invented region's report that meets every kind of target, colour and arrow, and nearly every finding."""

from __future__ import annotations

from datetime import date

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
from runxl.templates.fictive_measures import HISTORY_ROWS, MEASURE_ROWS
from runxl.templates.report import Report
from runxl.templates.rows import rows_of

_MET, _PARTLY, _NOT_MET = "● Uppnått", "◐ Delvis uppnått", "○ Ej uppnått"
_CANNOT = "? Svårt att bedöma"

_RESULT_ROWS = rows_of(
    (
        "id",
        "label",
        "type",
        "parent",
        "actual",
        "budget",
        "full_year_forecast",
        "full_year_budget",
        "previous_forecast",
        "previous_year",
        "cause",
        "assumption",
    ),
    ("intakter", "Verksamhetens intäkter", "intäkt", "res_fore_avskr"),
    ("regionbidrag", "Varav regionbidrag", "intäkt", "intakter", 131, 131, 196, 196, 196, 127),
    ("ovr_intakter", "Varav övriga intäkter", "intäkt", "intakter", 24, 22, 32, 33, 33, 20),
    ("kostnader", "Verksamhetens kostnader", "kostnad", "res_fore_avskr"),
    ("personal", "Varav personalkostnader", "kostnad", "kostnader", -62, -61, -92, -91, -91, -59),
    ("bidrag", "Varav lämnade bidrag", "kostnad", "kostnader", -24, -26, -42, -42, -42, -25),
    ("ovr_kostnader", "Varav övriga kostnader", "kostnad", "kostnader", -66, -65, -99, -95, -96, -63),
    ("res_fore_avskr", "Resultat före avskrivningar", "resultat", "resultat"),
    ("avskrivningar", "Avskrivningar", "avskrivning", "resultat", -1, -1, -1, -1, -1, -1),
    (
        "resultat",
        "Resultat",
        "resultat",
        None,
        None,
        None,
        None,
        None,
        None,
        None,
        "Lägre bidrag än väntat, dyrare kollektivtrafik.",
        "Biljettpriserna höjs inte före årsskiftet.",
    ),
)

_LINE_ROWS = rows_of(
    (
        "id",
        "unit",
        "label",
        "type",
        "actual",
        "budget",
        "full_year_forecast",
        "full_year_budget",
        "previous_forecast",
        "cause",
    ),
    ("teater_int", "teater", "Biljetter och gästspel", "intäkt", 8240, 8600, 12700, 12900, 12900, "Svagare vår."),
    ("teater_kost", "teater", "Produktion", "kostnad", -21350, -21000, -31900, -31500, -31500, "Dyrare turné."),
    ("museum_int", "museum", "Uppdrag och entré", "intäkt", 6120, 5400, 8600, 8100, 8100, "Stora uppdrag under våren."),
    (
        "museum_kost",
        "museum",
        "Drift",
        "kostnad",
        -15480,
        -16100,
        -24300,
        -24150,
        -24150,
        "Utställning flyttad till hösten.",
    ),
    ("bibliotek_int", "bibliotek", "Projektmedel", "intäkt", 1050, 1000, 1520, 1500, 1500),
    ("bibliotek_kost", "bibliotek", "Drift", "kostnad", -9900, -10000, -14950, -15000, -15000),
    ("trafik_int", "trafik", "Biljetter", "intäkt", 3400, 4300, 5000, 6400, 5600),
    ("trafik_kost", "trafik", "Trafikavtal", "kostnad", -88200, -86500, -133000, -129800, -131000, "Drivmedelsindex."),
    ("naring_int", "naring", "EU-medel", "intäkt", 2000, 2000, 3000, 3000, 3000),
    ("naring_kost", "naring", "Företagsstöd", "kostnad", -11300, -12400, -11000, -18600, -18600, "Färre ansökningar."),
    ("stab_int", "stab", "Interna uppdrag", "intäkt", 450, 450, 680, 680, 680),
    ("stab_kost", "stab", "Personal", "kostnad", -6150, -6200, -9280, -9300, "−9 300"),
)

_UNIT_ROWS = rows_of(
    ("id", "label", "type", "parent", "cause", "assumption"),
    (
        "teater",
        "Teatern",
        "verksamhet",
        "summa",
        "Färre besökare under våren och en dyrare turné.",
        "Hösten går som budgeterat.",
    ),
    (
        "museum",
        "Museet",
        "verksamhet",
        "summa",
        "Stora uppdrag; en utställning är flyttad till hösten.",
        "Utställningen öppnar i oktober.",
    ),
    ("bibliotek", "Biblioteken", "verksamhet", "summa"),
    ("trafik", "Kollektivtrafiken", "verksamhet", "summa"),
    ("naring", "Näringsliv", "verksamhet", "summa", "Färre ansökningar om stöd än väntat."),
    ("stab", "Stab", "verksamhet", "summa"),
    ("summa", "SUMMA", "summa"),
)

_APPROPRIATION_ROWS = rows_of(
    ("id", "label", "type", "parent", "full_year_budget", "decided", "paid_out", "comment"),
    ("foretagsstod", "Företagsstöd", "anslag", "summa", 40, 21.5, 23.1, "Utbetalt följer även av tidigare års beslut."),
    ("projekt", "Projekt", "anslag", "summa", 55, 38.2, 17.9),
    ("utvardering", "Utvärdering", "anslag", "summa", 1, 0.3, 0.1),
    ("summa", "SUMMA", "summa"),
)

_PERSPECTIVE_ROWS = rows_of(
    ("id", "label"), ("invanare", "Invånare"), ("utveckling", "Utveckling"), ("resurser", "Resurser")
)

_GOAL_ROWS = rows_of(
    ("id", "perspective", "goal", "own", "reason", "own_year_end", "reason_year_end"),
    (
        "G1",
        "invanare",
        "Likvärdig service i hela länet",
        _MET,
        "Besökarna är nöjda.",
        _PARTLY,
        "Köerna kortas under hösten.",
    ),
    ("G2", "invanare", "Kultur nära alla", None, None, _MET, "Höstens program är klart."),
    ("G3", "utveckling", "Ett växande näringsliv", _PARTLY, "Strategin är antagen, men företagen växer långsamt."),
    ("G4", "utveckling", "Hållbart resande", _NOT_MET, None, _CANNOT, "Beror på när resecentrum kan invigas."),
    ("G5", "resurser", "Attraktiv arbetsgivare", None, None, _NOT_MET, "Utbildningen hinner inte hållas i år."),
    ("G6", "resurser", "Ekonomi i balans"),
    ("G7", "resurser", "Klimatneutral verksamhet", "– Ej bedömt", "Måtten är inte beslutade."),
)

_ACTION_ROWS = rows_of(
    ("id", "concerns", "cause", "action", "effect", "responsible", "due", "status", "decision"),
    (
        "A1",
        "trafik",
        "Dyrare avtal",
        "Omförhandla indexklausulen",
        900,
        "Trafikchef",
        date(2026, 11, 30),
        "påbörjad",
        "§ 41",
    ),
    (
        "A2",
        "trafik",
        "Färre resenärer",
        "Ny taxa från november",
        350,
        "Trafikchef",
        date(2026, 10, 31),
        "försenad",
        "§ 42",
    ),
    ("A2", "stab", "Vakanser", "Anställningsstopp", 120, "Stabschef", date(2026, 9, 30), "klar", "§ 43"),
    ("A3", "teater", "Dyr turné", "Färre orter i höst"),
)

_CHECK_ROWS = rows_of(
    ("id", "description", "left", "right", "tolerance", "unit"),
    ("K1", "Regionbidraget är enligt beslutet", "tblResultat[regionbidrag;Årsbudget]", 196, 0, "mnkr"),
    ("K2", "Övriga intäkter är summan i Rader", "tblResultat[ovr_intakter;Utfall]", "21260/1000", 0.5, "mnkr"),
    ("K3", "Refererar till en rad som inte finns", "tblResultat[hyror;Utfall]", 0, 0, "mnkr"),
)

BANNER = "Påhittade uppgifter: region, belopp, mål och utfall är uppdiktade och visar vad runxl kan finna."

FICTIVE = Report(
    name="exempel-fiktiv",
    settings={
        "region": "Region Exempel",
        "namnd": "Exempelnämnden",
        "period": "2026-08",
        "status": "utkast",
        "slag_i_bedomning": "alla",
    },
    rows={
        PERSPECTIVES.name: _PERSPECTIVE_ROWS,
        RESULT.name: _RESULT_ROWS,
        LINES.name: _LINE_ROWS,
        UNITS.name: _UNIT_ROWS,
        APPROPRIATION.name: _APPROPRIATION_ROWS,
        MEASURES.name: MEASURE_ROWS,
        GOALS.name: _GOAL_ROWS,
        ACTIONS.name: _ACTION_ROWS,
        CHECKS.name: _CHECK_ROWS,
        HISTORY.name: HISTORY_ROWS,
    },
    banner=BANNER,
)
