"""What each data sheet of the committee's workbook says to the person who fills it in, and how it is printed."""

from __future__ import annotations

from runxl.layout import (
    ACTIONS,
    APPROPRIATION,
    CHECKS,
    CONFLICTS,
    FINDINGS,
    GOALS,
    HISTORY,
    LINES,
    LOG,
    MEASURES,
    RECIPIENTS,
    RESULT,
    SETTINGS,
    SUBMISSIONS,
    UNITS,
    figures,
)
from runxl.templates.page import OFFICE_TAB, REPORT_TAB, WORK_TAB, Page

PAGES = (
    Page(
        RESULT,
        "Fyll i de ljusa kolumnerna. Rader som andra rader räknar upp som Förälder summeras av runxl, liksom de grå "
        "kolumnerna. En avvikelse är plus när den är bättre än budget, på varje rad.",
        REPORT_TAB,
        frozen="label",
        printed=(("id", "rest_of_year_variance"), ("previous_forecast", "cause")),
    ),
    Page(
        LINES,
        "Här står verksamheternas egna rader. De samlas på bladet Verksamheter genom id i kolumnen Verksamhet. "
        "De grå kolumnerna räknas av runxl.",
        WORK_TAB,
        frozen="label",
        printed=(("id", "rest_of_year_variance"), ("previous_forecast", "cause")),
        filters=True,
    ),
    Page(
        UNITS,
        "En verksamhet som har rader på bladet Rader summeras därifrån; andra fylls i här. Skriv orsak till varje "
        "väsentlig avvikelse och antagandet bakom prognosen.",
        REPORT_TAB,
        frozen="label",
        printed=(("id", "rest_of_year_variance"), ("previous_forecast", "comment")),
    ),
    Page(
        APPROPRIATION,
        "Fyll i årsbudget, fattade beslut och utbetalt. Utbetalt får vara mer än beslutat: årets utbetalningar kan "
        "följa av tidigare års beslut.",
        REPORT_TAB,
        frozen="label",
    ),
    Page(
        MEASURES,
        "En rad per styrmått, kontrollmått eller aktivitet. Skriv målvärdet som det står i planen; Tolkning visar hur "
        "runxl läser det, och kolumnerna därefter går före tolkningen. Fyll i utfall eller, för aktiviteter, status.",
        REPORT_TAB,
        frozen="id",
        printed=(("id", "understood"), ("outcome", "comment")),
        lines=2,
        filters=True,
    ),
    Page(
        GOALS,
        "runxl föreslår en bedömning ur måtten. Den egna bedömningen går före förslaget och kräver en motivering; båda "
        "står kvar. Kan årets slut inte bedömas, välj Svårt att bedöma.",
        REPORT_TAB,
        frozen="goal",
        printed=(("id", "proposal"), ("own", "assessment_year_end")),
        figures=(figures.GOALS_SUMMARY, figures.GOALS_PER_PERSPECTIVE, figures.GOALS_OUTCOMES),
    ),
    Page(
        ACTIONS,
        "En rad per åtgärd mot en väsentlig negativ avvikelse i årsprognosen. Avser är id för verksamheten eller raden "
        "i Resultat.",
        WORK_TAB,
        frozen="concerns",
        filters=True,
    ),
    Page(
        RECIPIENTS,
        "En rad per verksamhet som ska få ett underlag: dess id, vem som får det och sista dag att svara. Skicka ut "
        "gör en arbetsbok och ett mejlutkast till var och en, och fyller i de grå kolumnerna.",
        WORK_TAB,
        frozen="id",
    ),
    Page(
        SUBMISSIONS,
        "runxl skriver här hur långt varje verksamhet har kommit och vad som har kommit in. Fel i ett underlag står i "
        "svaret till den som lämnade det.",
        OFFICE_TAB,
        frozen="unit",
        printed=(("id", "remark"),),
        row_lines=2,
        filters=True,
    ),
    Page(
        CONFLICTS,
        "Här har verksamheten och du ändrat samma cell olika, eller verksamheten lagt till eller tagit bort en rad. "
        "Inget är övertaget. Välj vad som ska gälla och tryck på Slå ihop val.",
        WORK_TAB,
        frozen="unit",
        printed=(("id", "choice"),),
        row_lines=2,
        filters=True,
    ),
    Page(
        CHECKS,
        "Egna regler som kontrollen provar: vänster ska vara lika med höger inom toleransen. Skriv en cell "
        "(Resultat!F12), en rad och kolumn (tblResultat[resultat;Utfall]), ett tal, eller räkna med + − * / ( ).",
        WORK_TAB,
        frozen="id",
    ),
    Page(
        FINDINGS,
        "runxl skriver här vad den senaste kontrollen fann. Klicka på cellen för att gå dit. Stämmer ett förslag, "
        "skriv x under Rätta och tryck på knappen Rätta.",
        OFFICE_TAB,
        frozen="id",
        printed=(("id", "rule"), ("suspect", "fix")),
        row_lines=3,
        filters=True,
    ),
    Page(
        HISTORY,
        "Utfall i tidigare perioder, för utvecklingspilarna. En rad per mått eller belopp och period.",
        WORK_TAB,
        frozen="id",
        filters=True,
    ),
    Page(
        LOG,
        "runxl skriver här en rad per körning som ändrade något, och en per tal som togs över ur ett underlag. Till "
        "höger står varifrån talet kom, och vad som valdes i Konflikter.",
        OFFICE_TAB,
        frozen="id",
        printed=(("id", "changed"),),
        row_lines=2,
        filters=True,
    ),
    Page(
        SETTINGS,
        "Ändra i kolumnen Värde. Id ska stå som det är.",
        OFFICE_TAB,
        frozen="label",
    ),
)

CONTENTS = {
    "Resultat": "Utfall, budget och prognos för hela nämnden",
    "Rader": "Verksamheternas egna intäkter och kostnader",
    "Verksamheter": "Avvikelse, orsak och antagande per verksamhet",
    "Anslag": "Beslutat, utbetalt och kvar av anslaget",
    "Mått": "Målvärde, utfall och utveckling per mått",
    "Målbedömning": "Förslag och egen bedömning per mål",
    "Åtgärder": "Vad som görs åt negativa avvikelser",
    "Mottagare": "Vem som får underlag, och sista dag",
    "Inlämningar": "Vad som har kommit in, och vad som saknas",
    "Konflikter": "Ändrat på två håll: välj vad som gäller",
    "Kontroller": "Egna regler som ska stämma",
    "Fynd": "Vad den senaste kontrollen fann",
    "Historik": "Tidigare perioder, för utvecklingen",
    "Logg": "Vem som körde vad, och när",
    "Inställningar": "Period, gränser och sammanvägning",
}
"""Each sheet in a line, for the contents on the cover."""
