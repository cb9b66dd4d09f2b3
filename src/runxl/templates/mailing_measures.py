"""Two invented measures for each of the seven units, and what they were a year before."""

from __future__ import annotations

from runxl.templates.rows import rows_of

_NEAR, _HERITAGE, _ECONOMY = "Nära till kultur", "Öppet kulturarv", "Ekonomi i balans"

MEASURE_ROWS = rows_of(
    (
        "id",
        "goal",
        "success_factor",
        "kind",
        "measure",
        "responsible",
        "unit",
        "target",
        "comparison",
        "outcome",
        "status",
    ),
    ("M01", "G1", _NEAR, "styrmått", "Spelade orter", "Nämnden", "teater", 24, "minst", 19),
    ("M02", "G1", _NEAR, "styrmått", "Beläggning på egna scenen", "Nämnden", "teater", "75 %", "minst", 78),
    ("M03", "G2", _HERITAGE, "styrmått", "Besök på museet", "Nämnden", "museum", "Öka", None, 31400),
    ("M04", "G2", _HERITAGE, "aktivitet", "Öppna magasinet", "Nämnden", "museum", "Öppnat", None, None, "påbörjad"),
    ("M05", "G1", _NEAR, "styrmått", "Lån per invånare", "Nämnden", "bibliotek", 5, "minst", 5.1),
    ("M06", "G1", _NEAR, "kontrollmått", "Kommuner i läslyftet", "Nämnden", "bibliotek", 12, "minst", 11),
    ("M07", "G1", _NEAR, "styrmått", "Konserter för unga", "Nämnden", "musik", 60, "minst", 44),
    ("M08", "G1", _NEAR, "styrmått", "Nöjda arrangörer", "Nämnden", "musik", "85 %", "minst", 88),
    ("M09", "G2", _HERITAGE, "styrmått", "Utlämnade handlingar i tid", "Nämnden", "arkiv", "95 %", "minst", 96),
    ("M10", "G2", _HERITAGE, "styrmått", "Digitaliserade hyllmeter", "Nämnden", "arkiv", 40, "minst", 31),
    ("M11", "G1", _NEAR, "styrmått", "Deltagare i kurser", "Nämnden", "folkhogskola", 420, "minst", 405),
    ("M12", "G1", _NEAR, "styrmått", "Nöjda deltagare", "Nämnden", "folkhogskola", "90 %", "minst", 92),
    ("M13", "G3", _ECONOMY, "styrmått", "Sjukfrånvaro", "Nämnden", "kansli", "högst 5,5 %", None, 4.9),
    ("M14", "G3", _ECONOMY, "aktivitet", "Ny upphandlingsplan", "Nämnden", "kansli", "Antagen", None, None, "klar"),
)

HISTORY_ROWS = rows_of(
    ("id", "period", "kind", "key", "value", "comment"),
    ("H01", "2025-08", "mått", "M01", 17),
    ("H02", "2025-08", "mått", "M02", 74),
    ("H03", "2025-08", "mått", "M03", 29800),
    ("H04", "2025-08", "mått", "M05", 5.1),
    ("H05", "2025-08", "mått", "M07", 47),
    ("H06", "2025-08", "mått", "M09", 94),
    ("H07", "2025-08", "mått", "M11", 398),
    ("H08", "2025-08", "mått", "M13", 5.2),
    ("H09", "2025-08", "belopp", "teater_personal", -11800, "Före löneöversynen."),
    ("H10", "2025-08", "belopp", "museum_entre", 1510),
    ("H11", "2025-08", "belopp", "skola_kurser", 5120),
)
