"""The tables around the report: cross-checks, findings, history, log and settings."""

from __future__ import annotations

from runxl.layout.column import Column, Kind, Role, TableLayout
from runxl.layout.words import FIX_MARK, HISTORY_KINDS, UNITS_OF_MONEY

_COMPUTED = Role.COMPUTED

CHECKS = TableLayout(
    "tblKontroll",
    "Kontroller",
    "Egna kontroller",
    (
        Column("id", "Id", Kind.ID, width=8),
        Column("description", "Beskrivning", Kind.TEXT, width=46),
        Column("left", "Vänster", Kind.ANY, width=38, help="En cell, ett namn eller ett uttryck."),
        Column("right", "Höger", Kind.ANY, width=38),
        Column("tolerance", "Tolerans", Kind.AMOUNT, decimals=1, width=10, help="Tomt: 0."),
        Column("unit", "Enhet", Kind.CHOICE, width=9, choices=UNITS_OF_MONEY),
        Column("left_value", "Vänster ger", Kind.AMOUNT, _COMPUTED, width=13),
        Column("right_value", "Höger ger", Kind.AMOUNT, _COMPUTED, width=13),
        Column("difference", "Differens", Kind.AMOUNT, _COMPUTED, width=11),
        Column("outcome", "Resultat", Kind.TEXT, _COMPUTED, width=16),
    ),
)

FINDINGS = TableLayout(
    "tblFynd",
    "Fynd",
    "Fynd vid senaste kontrollen",
    (
        Column("id", "Id", Kind.NUMBER, _COMPUTED, width=6),
        Column("severity", "Allvar", Kind.TEXT, _COMPUTED, width=13),
        Column("cell", "Cell", Kind.TEXT, _COMPUTED, width=22, help="Klicka för att gå till cellen.", leads=True),
        Column("message", "Fynd", Kind.TEXT, _COMPUTED, width=110),
        Column("rule", "Regel", Kind.TEXT, _COMPUTED, width=30),
        Column(
            "suspect",
            "Trolig cell",
            Kind.TEXT,
            _COMPUTED,
            width=22,
            help="Cellen som troligast är fel. Klicka för att gå dit.",
            leads=True,
            since=2,
        ),
        Column("stated", "Står", Kind.QUANTITY, _COMPUTED, width=13, since=2),
        Column("suggested", "Förslag", Kind.QUANTITY, _COMPUTED, width=13, since=2),
        Column("cause", "Orsak", Kind.TEXT, _COMPUTED, width=30, since=2),
        Column(
            "fix",
            "Rätta",
            Kind.CHOICE,
            width=9,
            choices=(FIX_MARK,),
            help="Skriv x och tryck på Rätta, så skrivs förslaget in. Tomt: inget ändras.",
            since=2,
        ),
    ),
)

HISTORY = TableLayout(
    "tblHistorik",
    "Historik",
    "Utfall i tidigare perioder",
    (
        Column("id", "Id", Kind.ID, width=8),
        Column("period", "Period", Kind.ANY, width=11, help="År och månad: 2019-04."),
        Column("kind", "Slag", Kind.CHOICE, width=12, choices=HISTORY_KINDS),
        Column("key", "Avser", Kind.TEXT, width=21, help="Måttets eller radens id."),
        Column("value", "Värde", Kind.QUANTITY, width=14),
        Column("comment", "Kommentar", Kind.TEXT, width=44),
    ),
)

LOG = TableLayout(
    "tblLogg",
    "Logg",
    "Logg",
    (
        Column("id", "Id", Kind.NUMBER, _COMPUTED, width=6),
        Column("time", "Tid", Kind.TEXT, _COMPUTED, width=20),
        Column("user", "Användare", Kind.TEXT, _COMPUTED, width=20),
        Column("command", "Kommando", Kind.TEXT, _COMPUTED, width=24),
        Column("changed", "Ändrat", Kind.TEXT, _COMPUTED, width=120),
        Column("cell", "Cell", Kind.TEXT, _COMPUTED, width=18, help="Cellen som fick ett nytt värde.", since=3),
        Column("table", "Tabell", Kind.TEXT, _COMPUTED, width=15, since=3),
        Column("row", "Rad", Kind.TEXT, _COMPUTED, width=24, help="Radens id.", since=3),
        Column("column", "Kolumn", Kind.TEXT, _COMPUTED, width=20, since=3),
        Column("before", "Före", Kind.QUANTITY, _COMPUTED, width=16, since=3),
        Column("after", "Efter", Kind.QUANTITY, _COMPUTED, width=16, since=3),
        Column("sender", "Avsändare", Kind.TEXT, _COMPUTED, width=32, since=3),
        Column("file", "Fil", Kind.TEXT, _COMPUTED, width=44, since=3),
        Column("source", "Cell i filen", Kind.TEXT, _COMPUTED, width=18, since=3),
        Column("sha256", "SHA-256", Kind.TEXT, _COMPUTED, width=20, since=3),
        Column("choice", "Valt", Kind.TEXT, _COMPUTED, width=10, help="Det som valdes i Konflikter.", since=4),
        Column("sent", "Skickat", Kind.QUANTITY, _COMPUTED, width=16, help="Vid ett val: som det skickades.", since=4),
        Column("theirs", "Deras", Kind.QUANTITY, _COMPUTED, width=16, help="Vid ett val: som filen säger.", since=4),
    ),
)

SETTINGS = TableLayout(
    "tblInst",
    "Inställningar",
    "Inställningar",
    (
        Column("id", "Id", Kind.ID, width=22),
        Column("label", "Inställning", Kind.TEXT, width=36),
        Column("value", "Värde", Kind.ANY, width=28),
        Column("help", "Förklaring", Kind.TEXT, width=78),
    ),
)
