"""The rows of Inställningar: what each may be, and what a new workbook begins with."""

from __future__ import annotations

from dataclasses import dataclass

from runxl.layout.words import (
    COST_SIGN,
    JUDGED_BY,
    POLICY,
    TOTALS_COMPUTED,
    TOTALS_PUBLISHED,
    TREND_BASIS,
    UNITS_OF_MONEY,
)


@dataclass(frozen=True, slots=True)
class Setting:
    """One row: its id, its label, what a new workbook holds there, and what may stand there.

    `default` as text or number as it stands in the cell; a number has no choices, and a share is typed as a percentage.
    """

    id: str
    label: str
    default: str | float
    help: str
    choices: tuple[str, ...] = ()
    share: bool = False


SETTINGS_ROWS: tuple[Setting, ...] = (
    Setting("region", "Region eller kommun", "", "Visas på Översikt."),
    Setting("namnd", "Nämnd", "", "Visas på Översikt."),
    Setting("period", "Period", "2020-04", "Sista månaden i uppföljningen, år och månad: 2020-04."),
    Setting("status", "Rapportens status", "utkast", "Visas på Översikt.", ("utkast", "klar för nämnd", "beslutad")),
    Setting(
        "kostnader",
        "Kostnader skrivs",
        "negativa",
        "Med eller utan minustecken. Avvikelsen är alltid plus när den är bättre än budget.",
        tuple(COST_SIGN.values()),
    ),
    Setting(
        "totaler",
        "Totaler",
        TOTALS_COMPUTED,
        "Publicerade: summor och avvikelser är inskrivna som de trycktes och skrivs aldrig över.",
        (TOTALS_COMPUTED, TOTALS_PUBLISHED),
    ),
    Setting("enhet_resultat", "Belopp i Resultat", "mnkr", "", UNITS_OF_MONEY),
    Setting("enhet_verksamheter", "Belopp i Verksamheter och Rader", "tkr", "", UNITS_OF_MONEY),
    Setting("enhet_anslag", "Belopp i Anslag", "mnkr", "", UNITS_OF_MONEY),
    Setting(
        "vasentlig_resultat",
        "Väsentlig avvikelse i Resultat, belopp",
        1,
        "I bladets enhet. En avvikelse är väsentlig när både belopp och procent nås; då krävs en orsak.",
    ),
    Setting("vasentlig_verksamhet", "Väsentlig avvikelse i Verksamheter, belopp", 200, "I bladets enhet."),
    Setting(
        "vasentlig_procent", "Väsentlig avvikelse, procent av budget", 0.01, "Okänd budget: beloppet avgör.", share=True
    ),
    Setting(
        "grans_delvis", "Gräns för delvis uppnått", 0.8, "Andel av målvärdet som räknas som delvis uppnått.", share=True
    ),
    Setting("bedoms_mot", "Mått bedöms mot", "helårsmål", "Gäller mått utan eget val.", JUDGED_BY),
    Setting(
        "trendbas", "Utveckling jämförs med", "samma period föregående år", "Ur Historik.", tuple(TREND_BASIS.values())
    ),
    Setting("neutralt_band", "Oförändrat inom", 0.02, "Andel av det tidigare värdet.", share=True),
    Setting(
        "sammanvagning",
        "Sammanvägning",
        "majoritet",
        "Så blir måttens bedömningar ett förslag per mål.",
        tuple(POLICY.values()),
    ),
    Setting(
        "slag_i_bedomning",
        "Slag som räknas",
        "alla",
        "Vilka slags mått som räknas i sammanvägningen.",
        ("alla", "styrmått och kontrollmått", "styrmått"),
    ),
    Setting("viktat_uppnatt", "Viktat: uppnått från", 0.75, "Viktat medel av 1, 0,5 och 0.", share=True),
    Setting("viktat_delvis", "Viktat: delvis från", 0.25, "Ska vara lägre än gränsen för uppnått.", share=True),
    Setting(
        "tunn_tackning",
        "Tunn täckning under",
        0.5,
        "Varnar när alla mål bedöms lika fast få mått är bedömda.",
        share=True,
    ),
)
