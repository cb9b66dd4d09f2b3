"""The tables of a round by mail: who gets a workbook, what came back, and what a person must choose between."""

from __future__ import annotations

from runxl.layout.column import Column, Kind, Role, TableLayout
from runxl.layout.economy import ACTIONS, LINES, UNITS
from runxl.layout.goals import MEASURES
from runxl.layout.words import CONFLICT_CHOICES

_COMPUTED = Role.COMPUTED

RECIPIENTS = TableLayout(
    "tblMottagare",
    "Mottagare",
    "Mottagare av underlag",
    (
        Column("id", "Id", Kind.ID, width=21, help="Id för verksamheten i tabellen Verksamheter."),
        Column("name", "Namn", Kind.TEXT, width=28),
        Column("address", "E-post", Kind.TEXT, width=38),
        Column("copy", "Kopia", Kind.TEXT, width=38, help="E-post för den som ska få en kopia."),
        Column("deadline", "Sista dag", Kind.DATE, width=12, help="Sista dag att mejla tillbaka underlaget."),
        Column("round", "Omgång", Kind.TEXT, _COMPUTED, width=20),
        Column("sent", "Skickat", Kind.TEXT, _COMPUTED, width=20, help="När utskicket gjordes."),
        Column("file", "Fil", Kind.TEXT, _COMPUTED, width=44),
    ),
    since=3,
)

SUBMISSIONS = TableLayout(
    "tblInlamning",
    "Inlämningar",
    "Inlämnade underlag",
    (
        Column("id", "Id", Kind.NUMBER, _COMPUTED, width=6),
        Column("unit", "Verksamhet", Kind.TEXT, _COMPUTED, width=21),
        Column("status", "Status", Kind.TEXT, _COMPUTED, width=13),
        Column("received", "Inkom", Kind.TEXT, _COMPUTED, width=24, help="Datorns tid. +02:00 är svensk sommartid."),
        Column("sender", "Avsändare", Kind.TEXT, _COMPUTED, width=32),
        Column("file", "Fil", Kind.TEXT, _COMPUTED, width=44),
        Column("taken", "Övertagna", Kind.NUMBER, _COMPUTED, width=11, help="Celler som tagits över ur filen."),
        Column("conflicts", "Att välja", Kind.NUMBER, _COMPUTED, width=10, help="Rader i Konflikter."),
        Column("errors", "Fel", Kind.NUMBER, _COMPUTED, width=7),
        Column("remark", "Anmärkning", Kind.TEXT, _COMPUTED, width=80),
        Column("sha256", "SHA-256", Kind.TEXT, _COMPUTED, width=20, help="Filens kontrollsumma: dess namn i arkivet."),
    ),
    since=3,
)

CONFLICTS = TableLayout(
    "tblKonflikt",
    "Konflikter",
    "Välj vad som ska gälla",
    (
        Column("id", "Id", Kind.NUMBER, _COMPUTED, width=6),
        Column("unit", "Verksamhet", Kind.TEXT, _COMPUTED, width=21),
        Column("kind", "Slag", Kind.TEXT, _COMPUTED, width=14),
        Column("table", "Tabell", Kind.TEXT, _COMPUTED, width=15),
        Column("row", "Rad", Kind.TEXT, _COMPUTED, width=24, help="Radens id."),
        Column("column", "Kolumn", Kind.TEXT, _COMPUTED, width=20),
        Column("cell", "Cell", Kind.TEXT, _COMPUTED, width=18, help="Klicka för att gå till cellen.", leads=True),
        Column("base", "Skickat", Kind.QUANTITY, _COMPUTED, width=28, help="Så stod det när filen skickades ut."),
        Column("theirs", "Deras", Kind.QUANTITY, _COMPUTED, width=28),
        Column("ours", "Vårt", Kind.QUANTITY, _COMPUTED, width=28, help="Så står det i den här arbetsboken."),
        Column(
            "choice",
            "Välj",
            Kind.CHOICE,
            width=10,
            choices=CONFLICT_CHOICES,
            help="deras: verksamhetens. vårt: det som står här. bas: det som skickades. Tryck sedan på Slå ihop val.",
        ),
        Column("sender", "Avsändare", Kind.TEXT, _COMPUTED, width=32),
        Column("file", "Fil", Kind.TEXT, _COMPUTED, width=44),
        Column("source", "Cell i filen", Kind.TEXT, _COMPUTED, width=18),
        Column("sha256", "SHA-256", Kind.TEXT, _COMPUTED, width=20),
    ),
    since=3,
)

FILLED_IN: dict[str, frozenset[str]] = {
    LINES.name: frozenset(column.key for column in LINES.columns if column.role is not _COMPUTED),
    UNITS.name: frozenset({"assumption", "cause", "comment"}),
    MEASURES.name: frozenset({"outcome", "forecast", "status", "comment"}),
    ACTIONS.name: frozenset(column.key for column in ACTIONS.columns if column.role is not _COMPUTED),
}
"""The columns that a unit fills in, by table: what is open in its workbook and taken over from it."""

ONLY_ASKED: dict[str, frozenset[str]] = {LINES.name: frozenset({"type", "budget", "full_year_budget"})}
"""Of these, what the controller decides: another value than the one that was sent is asked about, never taken."""
