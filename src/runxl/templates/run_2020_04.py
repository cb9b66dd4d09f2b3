"""The interim report of the regional development committee of Region Norrbotten, January to April 2020.

Facts and figures as printed; causes, reasons and rules in words of our own. Totals are published ones: no command
overwrites them, and what was not printed stays unknown.
"""

from __future__ import annotations

from runxl.layout import ACTIONS, APPROPRIATION, CHECKS, GOALS, HISTORY, LINES, MEASURES, PERSPECTIVES, RESULT, UNITS
from runxl.templates.report import Report
from runxl.templates.rows import rows_of
from runxl.templates.run_2020_04_measures import MEASURE_ROWS

_PARTLY = "◐ Delvis uppnått"
_CANNOT = "? Svårt att bedöma"

_RESULT_ROWS = rows_of(
    (
        "id",
        "label",
        "type",
        "parent",
        "actual",
        "budget",
        "variance",
        "full_year_forecast",
        "full_year_budget",
        "forecast_variance",
        "assumption",
        "cause",
    ),
    ("intakter", "Verksamhetens intäkter", "intäkt", "res_fore_avskr", 133, 127, 6, 385, 382, 3),
    ("regionbidrag", "Varav regionbidrag", "intäkt", "intakter", 104, 104, 0, 312, 312, 0),
    ("koffertmedel", "Varav koffertmedel", "intäkt", "intakter", 16, 16, 0, 48, 47, 1),
    ("ovr_intakter", "Varav övriga intäkter", "intäkt", "intakter", 13, 7, 6, 25, 23, 2),
    ("kostnader", "Verksamhetens kostnader", "kostnad", "res_fore_avskr", -131, -129, -2, -380, -381, 1),
    ("personal", "Varav personalkostnader", "kostnad", "kostnader", -20, -19, -1, -52, -54, 2),
    ("bidrag", "Varav lämnade bidrag", "kostnad", "kostnader", -92, -91, -1, -272, -272, 0),
    ("ovr_kostnader", "Varav övriga kostnader", "kostnad", "kostnader", -19, -19, 0, -56, -55, -1),
    ("res_fore_avskr", "Resultat före avskrivningar", "resultat", "resultat", 2, -2, 4, 5, 1, 4),
    ("avskrivningar", "Avskrivningar", "avskrivning", "resultat", 0, 0, 0, -1, -1, 0),
    (
        "resultat",
        "Resultat",
        "resultat",
        None,
        2,
        -2,
        4,
        4,
        0,
        4,
        "Kulturens verksamheter antas gå som vanligt från och med september.",
        "Överskottet kommer från kulturinstitutionerna, se Verksamheter.",
    ),
)

_UNIT_ROWS = rows_of(
    ("id", "label", "type", "parent", "variance", "forecast_variance", "assumption", "cause"),
    (
        "norrbottensmusiken",
        "Norrbottensmusiken",
        "verksamhet",
        "summa",
        1330,
        1500,
        "Normalläge från och med september.",
        "Inställda turnéer: lägre kostnader för gager, resor och hotell, och arrangörer faktureras enligt avtal.",
    ),
    (
        "norrbottens_museum",
        "Norrbottens museum",
        "verksamhet",
        "summa",
        1977,
        1755,
        "Normalläge från och med september.",
        (
            "Högre intäkter för bland annat kulturmiljö. Lägre kostnader för inköp, extrapersonal, utställningar och "
            "resor, eftersom museet är stängt sedan mitten av mars."
        ),
    ),
    ("regionbiblioteket", "Regionbiblioteket", "verksamhet", "summa", 328, 400, "Normalläge från och med september."),
    ("kulturbidrag", "Kulturbidrag", "verksamhet", "summa", 7, 0),
    (
        "kulturframjande",
        "Kulturfrämjande verksamhet",
        "verksamhet",
        "summa",
        491,
        570,
        "Normalläge från och med september.",
    ),
    ("infrastruktur", "Infrastruktur/kollektivtrafik", "verksamhet", "summa", 0, 0),
    ("naringsliv", "Näringslivsutveckling", "verksamhet", "summa", 0, 0),
    ("summa", "SUMMA", "summa", None, 4134, 4225),
)

_APPROPRIATION_ROWS = rows_of(
    ("id", "label", "type", "parent", "full_year_budget", "decided", "paid_out", "comment"),
    (
        "foretagsstod",
        "Regionalt företagsstöd inkl kommersiell service",
        "anslag",
        "summa",
        70,
        22.6,
        28.6,
        "Utbetalt följer även av tidigare års beslut.",
    ),
    ("projekt", "Projektverksamhet", "anslag", "summa", 90, 73.9, 25.3),
    ("uppf_utv", "Uppföljning och utvärdering", "anslag", "summa", 2, 0.7, 0),
    ("summa", "SUMMA", "summa", None, 162, 97.2, 53.9),
)

_PERSPECTIVE_ROWS = rows_of(
    ("id", "label"),
    ("samhalle", "Samhälle"),
    ("medborgare", "Medborgare"),
    ("verksamhet", "Verksamhet"),
    ("ekonomi", "Ekonomi"),
)

_GOAL_ROWS = rows_of(
    ("id", "perspective", "goal", "own", "reason", "own_year_end", "reason_year_end"),
    (
        "G01",
        "samhalle",
        "Hållbart nyttjande av resurser",
        _PARTLY,
        "Flera aktiviteter är i gång och går åt rätt håll.",
        _PARTLY,
        "Arbetet väntas fortsätta som planerat.",
    ),
    (
        "G02",
        "samhalle",
        "Ett brett, starkt näringsliv och civilsamhälle",
        _PARTLY,
        (
            "Besöksnäringen har bromsat in hårt, men stödåtgärder är på plats och överenskommelsen med civilsamhället "
            "går framåt."
        ),
        _CANNOT,
        "Beror på hur pandemin och ekonomin utvecklas.",
    ),
    (
        "G03",
        "samhalle",
        "God livskvalitet, jämlik och jämställd hälsa",
        _PARTLY,
        "Styrmåtten mäts på helår. Aktiviteterna för unga och för utbildning har kommit i gång.",
        _PARTLY,
        "Pågående aktiviteter väntas ge resultat under året.",
    ),
    (
        "G04",
        "samhalle",
        "Tydligt regionalt ledarskap",
        _PARTLY,
        "Möten har ställts in eller skjutits upp, men länets frågor har kunnat drivas där beslut är på väg.",
        _PARTLY,
        "Nya arbetssätt för påverkan är under utveckling.",
    ),
    (
        "G05",
        "medborgare",
        "Goda kommunikationer",
        _PARTLY,
        (
            "Infrastrukturen utvecklas på sikt. Anslutningen till bredband är låg, och flyg, buss och tåg har tappat "
            "resenärer."
        ),
        _CANNOT,
        "Beror på hur resandet återhämtar sig efter pandemin.",
    ),
    (
        "G06",
        "medborgare",
        "Ett rikt och brett kulturliv",
        _PARTLY,
        "Styrmåtten mäts på helår. Publik verksamhet är pausad, men en del når ny publik på nätet.",
        _CANNOT,
        "Beror på när publik verksamhet kan öppna igen.",
    ),
    (
        "G07",
        "verksamhet",
        "Ett välkomnande, nytänkande, hållbar och attraktiv verksamhet",
        _PARTLY,
        "Kommunbesök och två centrala samråd är genomförda; samråden ska utvecklas vidare.",
        _PARTLY,
        "Samråd och kommunbesök fortsätter.",
    ),
    (
        "G08",
        "ekonomi",
        "God ekonomisk hushållning",
        _PARTLY,
        "De egna verksamheterna håller sina ramar; kollektivtrafikens kommunalförbund har det svårt.",
        _CANNOT,
        "Beror på kollektivtrafikens ekonomi.",
    ),
    (
        "G09",
        "ekonomi",
        "Ökade intäkter",
        _PARTLY,
        "Arbetet med nya EU-program har börjat, och priserna för museets uppdrag är tydligare.",
        _PARTLY,
        "Programarbetet fortsätter under året.",
    ),
    (
        "G10",
        "ekonomi",
        "Effektiv verksamhet i paritet med rikssnittet i våra verksamheter",
        _PARTLY,
        "Jämförbara regioner söks, och verksamheten ingår i regionens genomlysning.",
        _PARTLY,
        "Jämförelsen väntas vara på plats under året.",
    ),
    (
        "G11",
        "ekonomi",
        "Effektivisera verksamheterna med en kostnadsminskning på ca tio procent",
        _PARTLY,
        "Effektiviseringarna följer plan, utom i kollektivtrafikens kommunalförbund.",
        _PARTLY,
        "Planen för effektiviseringar ligger fast.",
    ),
)

_CULTURE = ("norrbottensmusiken", "norrbottens_museum", "regionbiblioteket", "kulturbidrag", "kulturframjande")
_PERSPECTIVES = tuple(str(row["id"]) for row in _PERSPECTIVE_ROWS)

_CHECK_ROWS = rows_of(
    ("id", "description", "left", "right", "tolerance", "unit"),
    ("K1", "Texten: överskottet per april är 4 mnkr", "tblResultat[resultat;Utfall]", 4, 0, "mnkr"),
    ("K2", "Texten: årsprognosen är ett överskott om 4 mnkr", "tblResultat[resultat;Årsprognos]", 4, 0, "mnkr"),
    ("K3", "Texten: 54 mnkr av anslaget är utbetalt", "tblAnslag[summa;Utbetalt]", 54, 0.5, "mnkr"),
    ("K4", "Texten: 130,6 av länsanslagets 135,4 mnkr är 96 procent", "130,6/135,4*100", 96, 0.5),
    (
        "K5",
        "Texten: överskottet kommer från kulturinstitutionerna",
        "+".join(f"tblVerksamhet[{unit};Avvikelse]" for unit in _CULTURE),
        "tblVerksamhet[summa;Avvikelse]",
        4,
        "tkr",
    ),
    (
        "K6",
        "Texten: inget underskott från kommunalförbundet ingår",
        "tblVerksamhet[infrastruktur;Avvikelse]",
        0,
        0,
        "tkr",
    ),
    (
        "K7",
        "Texten: alla elva mål är delvis uppnådda",
        "+".join(f"tblPerspektiv[{perspective};◐ Delvis]" for perspective in _PERSPECTIVES),
        11,
        0,
    ),
)

RUN_2020_04 = Report(
    name="exempel-run-2020-04",
    settings={
        "region": "Region Norrbotten",
        "namnd": "Regionala utvecklingsnämnden",
        "period": "2020-04",
        "status": "utkast",
        "totaler": "publicerade",
    },
    rows={
        PERSPECTIVES.name: _PERSPECTIVE_ROWS,
        RESULT.name: _RESULT_ROWS,
        UNITS.name: _UNIT_ROWS,
        APPROPRIATION.name: _APPROPRIATION_ROWS,
        MEASURES.name: MEASURE_ROWS,
        GOALS.name: _GOAL_ROWS,
        CHECKS.name: _CHECK_ROWS,
    },
    spare={LINES.name: 3, ACTIONS.name: 3, CHECKS.name: 3, HISTORY.name: 5},
    notes={
        "Verksamheter": "Här är bara avvikelserna tryckta; utfall och budget är okända och lämnas tomma.",
        "Mått": "Källan saknar utfall, färger och pilar, så de är tomma. Fördelningen på verksamhet är påhittad.",
        "Historik": "Källan saknar tidigare utfall.",
    },
    titles={"Anslag": "Anslag 1:1 Regionalt tillväxtarbete"},
)
