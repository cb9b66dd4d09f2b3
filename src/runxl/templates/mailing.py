"""An invented committee with seven units, before their workbooks are mailed out."""

from __future__ import annotations

from datetime import date

from runxl.layout import (
    ACTIONS,
    CHECKS,
    GOALS,
    HISTORY,
    LINES,
    MEASURES,
    PERSPECTIVES,
    RECIPIENTS,
    RESULT,
    UNITS,
)
from runxl.templates.mailing_measures import HISTORY_ROWS, MEASURE_ROWS
from runxl.templates.report import Report
from runxl.templates.rows import rows_of

_AMOUNTS = ("actual", "budget", "full_year_forecast", "full_year_budget", "previous_forecast")
_DEADLINE = date(2026, 9, 11)

_RESULT_ROWS = rows_of(
    ("id", "label", "type", "parent", *_AMOUNTS),
    ("intakter", "Verksamhetens intäkter", "intäkt", "resultat"),
    ("regionbidrag", "Varav regionbidrag", "intäkt", "intakter", 41200, 41200, 61800, 61800, 61800),
    ("ovr_intakter", "Varav övriga intäkter", "intäkt", "intakter", 15540, 15600, 23300, 23400, 23400),
    ("kostnader", "Verksamhetens kostnader", "kostnad", "resultat"),
    ("personal", "Varav personalkostnader", "kostnad", "kostnader", -41610, -41600, -62450, -62400, -62400),
    ("ovr_kostnader", "Varav övriga kostnader", "kostnad", "kostnader", -15120, -15200, -22700, -22800, -22800),
    ("resultat", "Resultat", "resultat", None),
)

_LINE_ROWS = rows_of(
    ("id", "unit", "label", "type", *_AMOUNTS),
    ("teater_biljetter", "teater", "Biljetter", "intäkt", 4350, 4400, 6550, 6600, 6600),
    ("teater_statsbidrag", "teater", "Statsbidrag", "intäkt", 1000, 1000, 1500, 1500, 1500),
    ("teater_personal", "teater", "Personal", "kostnad", -12050, -12000, -18100, -18000, -18000),
    ("teater_produktion", "teater", "Produktion och turné", "kostnad", -6520, -6600, -9850, -9900, -9900),
    ("museum_entre", "museum", "Entré och butik", "intäkt", 1640, 1600, 2450, 2400, 2400),
    ("museum_uppdrag", "museum", "Uppdrag", "intäkt", 1170, 1200, 1800, 1800, 1800),
    ("museum_personal", "museum", "Personal", "kostnad", -8380, -8400, -12600, -12600, -12600),
    ("museum_lokaler", "museum", "Lokaler", "kostnad", -3010, -3000, -4500, -4500, -4500),
    ("bibliotek_projekt", "bibliotek", "Projektmedel", "intäkt", 620, 600, 900, 900, 900),
    ("bibliotek_personal", "bibliotek", "Personal", "kostnad", -4790, -4800, -7200, -7200, -7200),
    ("bibliotek_medier", "bibliotek", "Medier", "kostnad", -1420, -1400, -2100, -2100, -2100),
    ("musik_konserter", "musik", "Konserter", "intäkt", 780, 800, 1150, 1200, 1200),
    ("musik_personal", "musik", "Personal", "kostnad", -4010, -4000, -6000, -6000, -6000),
    ("musik_turne", "musik", "Turnéer", "kostnad", -970, -1000, -1450, -1500, -1500),
    ("arkiv_tjanster", "arkiv", "Arkivtjänster", "intäkt", 410, 400, 600, 600, 600),
    ("arkiv_personal", "arkiv", "Personal", "kostnad", -2190, -2200, -3300, -3300, -3300),
    ("arkiv_lokaler", "arkiv", "Lokaler", "kostnad", -800, -800, -1200, -1200, -1200),
    ("skola_kurser", "folkhogskola", "Kurser och internat", "intäkt", 4960, 5000, 7450, 7500, 7500),
    ("skola_hyror", "folkhogskola", "Hyror", "intäkt", 610, 600, 900, 900, 900),
    ("skola_personal", "folkhogskola", "Personal", "kostnad", -7020, -7000, -10500, -10500, -10500),
    ("skola_drift", "folkhogskola", "Drift", "kostnad", -1790, -1800, -2700, -2700, -2700),
    ("kansli_personal", "kansli", "Personal", "kostnad", -3170, -3200, -4750, -4800, -4800),
    ("kansli_konsulter", "kansli", "Konsulter", "kostnad", -410, -400, -600, -600, -600),
    ("kansli_ovrigt", "kansli", "Övrigt", "kostnad", -200, -200, -300, -300, -300),
)

_UNIT_ROWS = rows_of(
    ("id", "label", "type", "parent", "assumption"),
    ("teater", "Länsteatern", "verksamhet", "summa", "Höstens premiär säljer som den förra."),
    ("museum", "Länsmuseet", "verksamhet", "summa"),
    ("bibliotek", "Biblioteksutveckling", "verksamhet", "summa"),
    ("musik", "Musik i länet", "verksamhet", "summa"),
    ("arkiv", "Länsarkivet", "verksamhet", "summa"),
    ("folkhogskola", "Folkhögskolan", "verksamhet", "summa"),
    ("kansli", "Kulturkansliet", "verksamhet", "summa"),
    ("summa", "SUMMA", "summa"),
)

_RECIPIENT_ROWS = rows_of(
    ("id", "name", "address", "copy", "deadline"),
    ("teater", "Åsa Lindqvist", "asa.lindqvist@example.org", "ekonomi.teater@example.org", _DEADLINE),
    ("museum", "Bo Ekdal", "bo.ekdal@example.org", None, _DEADLINE),
    ("bibliotek", "Cilla Norén", "cilla.noren@example.org", None, _DEADLINE),
    ("musik", "Dag Österberg", "dag.osterberg@example.org", None, _DEADLINE),
    ("arkiv", "Elin Sjögren", "elin.sjogren@example.org", None, _DEADLINE),
    ("folkhogskola", "Farid Rahimi", "farid.rahimi@example.org", None, _DEADLINE),
    ("kansli", "Greta Älv", "greta.alv@example.org", None, _DEADLINE),
)

_PERSPECTIVE_ROWS = rows_of(("id", "label"), ("invanare", "Invånare"), ("resurser", "Resurser"))

_GOAL_ROWS = rows_of(
    ("id", "perspective", "goal"),
    ("G1", "invanare", "Kultur nära alla"),
    ("G2", "invanare", "Kulturarvet är tillgängligt"),
    ("G3", "resurser", "Ekonomi i balans"),
)

_ACTION_ROWS = rows_of(
    ("id", "concerns", "cause", "action", "effect", "responsible", "due", "status", "decision"),
    (
        "teater-1",
        "teater",
        "Vikarier",
        "Egen personal på turnén",
        60,
        "Teaterchef",
        date(2026, 10, 31),
        "påbörjad",
        "§ 52",
    ),
    (
        "skola-1",
        "folkhogskola",
        "Färre deltagare",
        "Kortkurs i höst",
        50,
        "Rektor",
        date(2026, 11, 15),
        "ej påbörjad",
        "§ 53",
    ),
)

_CHECK_ROWS = rows_of(
    ("id", "description", "left", "right", "tolerance", "unit"),
    (
        "K1",
        "Verksamheternas årsbudget är regionbidraget",
        "tblVerksamhet[summa;Årsbudget] + tblResultat[regionbidrag;Årsbudget]",
        0,
        0,
        "tkr",
    ),
)

MAILING = Report(
    name="exempel-utskick",
    settings={
        "region": "Region Exempel",
        "namnd": "Kulturnämnden",
        "period": "2026-08",
        "enhet_resultat": "tkr",
        "vasentlig_resultat": 200,
    },
    rows={
        PERSPECTIVES.name: _PERSPECTIVE_ROWS,
        RESULT.name: _RESULT_ROWS,
        LINES.name: _LINE_ROWS,
        UNITS.name: _UNIT_ROWS,
        MEASURES.name: MEASURE_ROWS,
        GOALS.name: _GOAL_ROWS,
        ACTIONS.name: _ACTION_ROWS,
        RECIPIENTS.name: _RECIPIENT_ROWS,
        CHECKS.name: _CHECK_ROWS,
        HISTORY.name: HISTORY_ROWS,
    },
    banner="Påhittade uppgifter: nämnd, personer, belopp och mål är uppdiktade och visar en omgång med underlag.",
)
