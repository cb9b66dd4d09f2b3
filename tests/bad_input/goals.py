"""What people type in the wrong way about goals, measures and earlier periods."""

from __future__ import annotations

from tests.bad_input.case import Found, no_choice, typed

GOALS = (
    no_choice(
        "an attainment that is no word of ours",
        "Målbedömning!O8",
        "kanske",
        "● Uppnått, ◐ Delvis uppnått, ○ Ej uppnått, – Ej bedömt",
    ),
    no_choice(
        "a year-end word about now",
        "Målbedömning!O8",
        "Svårt att bedöma",
        "● Uppnått, ◐ Delvis uppnått, ○ Ej uppnått, – Ej bedömt",
    ),
    no_choice(
        "an attainment at the year's end that is no word of ours",
        "Målbedömning!R8",
        "kanske",
        "● Uppnått, ◐ Delvis uppnått, ○ Ej uppnått, – Ej bedömt, ? Svårt att bedöma",
    ),
    Found(
        "an assessment without a reason",
        {"Målbedömning!O8": "uppnått"},
        "assessment-without-reason",
        "Målbedömning!P8",
        "Målet Fler resor är bedömt som uppnått utan motivering. Skriv den i Målbedömning!P8.",
    ),
    Found(
        "an assessment against the only measure",
        {"Målbedömning!O8": "Ej uppnått", "Målbedömning!P8": "Färre resor i april."},
        "assessment-contradicts",
        "Målbedömning!O8",
        "Målet Fler resor är bedömt som ej uppnått, men målets enda mått ger uppnått. "
        "Kontrollera att motiveringen förklarar skillnaden.",
        status=0,
    ),
    Found(
        "a goal without measures",
        {"Målbedömning!B9": "M2", "Målbedömning!C9": "samhalle", "Målbedömning!D9": "Fler bad"},
        "goal-without-measures",
        "Målbedömning!D9",
        "Målet Fler bad har inga mått. Skriv målets Id i kolumnen Mål för de mått på bladet Mått som hör dit.",
        status=0,
    ),
    typed(
        "a goal without a perspective",
        "Målbedömning!C8",
        "medborgare",
        "perspective-unknown",
        "Målet M1 hör inte till något perspektiv: Målbedömning!C8 innehåller 'medborgare'. "
        "Här ska stå Id för ett perspektiv på Översikt.",
    ),
    typed(
        "a measure without a goal",
        "Mått!C5",
        "M9",
        "measure-without-goal",
        "Måttet 1 hör inte till något mål: Mått!C5 innehåller 'M9'. Här ska stå Id för ett mål i Målbedömning.",
    ),
    typed(
        "a measure of a unit that does not exist",
        "Mått!H5",
        "dans",
        "measure-unit-unknown",
        "Måttet 1 hör till en okänd verksamhet: Mått!H5 innehåller 'dans'. "
        "Här ska stå Id för en rad i Verksamheter, eller ingenting.",
    ),
    no_choice("an unknown kind of measure", "Mått!E5", "nyckeltal", "styrmått, kontrollmått, aktivitet"),
    no_choice("an unknown status", "Mått!T5", "nästan", "klar, påbörjad, ej påbörjad, försenad"),
    typed(
        "a target that cannot be understood",
        "Mått!I5",
        "85-90 %",
        "target-not-understood",
        "Mått!I5 innehåller '85-90 %', som inte går att tolka som målvärde. "
        "Skriv till exempel 80\xa0%, högst 5, Öka eller Ett forum per år, eller välj Måltyp på raden.",
    ),
    typed(
        "a target of zero without a comparison",
        "Mått!I5",
        "0",
        "zero-needs-comparison",
        "Mått!I5 är noll, men det framgår inte om det ska vara minst, högst eller exakt noll. "
        "Välj Jämförelse på raden.",
        status=0,
    ),
    typed(
        "a target below zero without a comparison",
        "Mått!I5",
        "-20 %",
        "negative-needs-comparison",
        "Mått!I5 innehåller '-20 %', och det framgår inte om det ska vara minst, högst eller exakt så mycket. "
        "Välj Jämförelse på raden.",
        status=0,
    ),
    typed(
        "no target",
        "Mått!I5",
        None,
        "target-missing",
        "Måttet 1 saknar målvärde. Skriv det i Mått!I5.",
        status=0,
    ),
    typed(
        "an outcome that is no amount",
        "Mått!R5",
        "ungefär 80",
        "quantity-unreadable",
        "Mått!R5 innehåller 'ungefär 80'. Här ska stå ett tal, eller flera med och emellan: 22 och 11.",
    ),
    Found(
        "an outcome with the wrong number of parts",
        {"Mått!R5": "82/11"},
        "amounts-differ",
        "Mått!I5",
        "Mått!I5 innehåller '80 %', men raden har inte lika många tal i utfall, prognos eller utgångsvärde. "
        "Utfallet (eller prognosen, utgångsvärdet) har 2 tal men det behövs 1. "
        "Skriv lika många tal med och emellan: 22 och 11.",
        status=0,
    ),
    typed(
        "a percentage typed as a fraction",
        "Mått!R5",
        0.82,
        "percentage-as-fraction",
        "Mått!R5 innehåller 0,82 men målet är i procent. "
        "Menas 82\xa0%, skriv 82\xa0%; menas 0,82\xa0%, skriv 0,82\xa0%. Till dess är måttet ej bedömt.",
        status=0,
    ),
    *(
        typed(
            name,
            "Historik!C4",
            period,
            "history-period",
            f"Historik!C4 innehåller '{shown}'. Här ska stå år och månad som text, till exempel 2019-04.",
        )
        for name, period, shown in (
            ("a period of history in words", "våren 2019", "våren 2019"),
            ("a period of history that Excel made a date", 43556, "43556"),
        )
    ),
)
