"""Single cells with a name of their own: what runxl writes outside the tables."""

from __future__ import annotations

REGION = "ov_region"
COMMITTEE = "ov_namnd"
PERIOD = "ov_period"
STATUS = "ov_status"
SUMMARY = "ov_sammanfattning"
ACTUAL = "ov_resultat"
VARIANCE = "ov_avvikelse"
FORECAST = "ov_prognos"
FORECAST_VARIANCE = "ov_prognosavvikelse"
MONEY_UNIT = "ov_enhet"
OUTCOMES = "ov_matt_med_utfall"
FINDINGS = "ov_fynd"
RELATIONS = "ov_samband"
UNIT = "ov_verksamhet"
LAST_DAY = "ov_sista_dag"
GOALS_SUMMARY = "mal_sammanfattning"
GOALS_PER_PERSPECTIVE = "mal_per_perspektiv"
GOALS_OUTCOMES = "mal_matt_med_utfall"

SUBTITLES: dict[str, str] = {
    "Resultat": "rubrik_resultat",
    "Rader": "rubrik_rader",
    "Verksamheter": "rubrik_verksamheter",
    "Anslag": "rubrik_anslag",
    "Mått": "rubrik_matt",
    "Målbedömning": "rubrik_mal",
    "Åtgärder": "rubrik_atgarder",
    "Kontroller": "rubrik_kontroller",
    "Fynd": "rubrik_fynd",
}
"""The line under a sheet's title: period and unit."""

SHEET_NAMES: dict[str, str] = {
    "tblResultat": "blad_resultat",
    "tblRader": "blad_rader",
    "tblVerksamhet": "blad_verksamheter",
    "tblAnslag": "blad_anslag",
}
"""What a table's sheet is called, as in an address: a colour looks there, as its formula follows no renaming."""
