"""Sound workbook files that are refused all the same: not ours, too new, or with settings that cannot be used."""

from __future__ import annotations

from functools import partial

from runxl.grid import CellError
from tests.bad_input.case import Refused
from tests.bad_input.packages import (
    WORKBOOK,
    cell,
    changed,
    foreign,
    renamed,
    signed,
    table_part,
    without_sheet,
)
from tests.bad_input.report import Typed, edited

_NOT_OURS = (
    "Arbetsboken är inte gjord från någon av runxl:s mallar: det dolda bladet _runxl saknas. "
    "Börja från en mall med runxl new."
)
_SHARE = "Här ska stå en andel mellan 0\xa0% och 100\xa0%."
_PERIOD = "Här ska stå år och månad som text, till exempel 2020-04."


def _setting(name: str, place: str, value: Typed, sentence: str) -> Refused:
    return Refused(name, "rapport.xlsx", {f"Inställningar!{place}": value}, sentence)


NOT_OURS = (
    Refused("a workbook of nobody's template", "rapport.xlsx", foreign, _NOT_OURS),
    Refused("a report without its hidden sheet", "rapport.xlsx", partial(without_sheet, "_runxl"), _NOT_OURS),
    Refused(
        "another template",
        "rapport.xlsx",
        {"_runxl!B1": "arsredovisning"},
        "Arbetsboken är gjord från en annan mall (arsredovisning) än dem som runxl känner.",
    ),
    Refused(
        "a newer version of the template",
        "rapport.xlsx",
        {"_runxl!B2": 5},
        "Arbetsboken är gjord från version 5 av mallen; den här runxl känner version 4. Uppdatera runxl.",
    ),
    Refused(
        "a version that is no number",
        "rapport.xlsx",
        {"_runxl!B2": "ett"},
        "Det dolda bladet _runxl säger inte vilken mall arbetsboken är gjord från: version är 'ett'. "
        "Bladet har ändrats; kopiera det från en hel arbetsbok av samma mall.",
    ),
    Refused(
        "no template",
        "rapport.xlsx",
        {"_runxl!B1": None},
        "Det dolda bladet _runxl säger inte vilken mall arbetsboken är gjord från: template är ''. "
        "Bladet har ändrats; kopiera det från en hel arbetsbok av samma mall.",
    ),
    Refused(
        "two sheets with one name in different case",
        "rapport.xlsx",
        partial(changed, WORKBOOK, 'name="Rader"', 'name="RESULTAT"'),
        "rapport.xlsx har två blad med samma namn, Resultat och RESULTAT. Byt namn på ett av dem i Excel.",
    ),
    Refused(
        "two tables with one name in different case",
        "rapport.xlsx",
        partial(changed, table_part("Rader"), 'displayName="tblRader"', 'displayName="TBLRESULTAT"'),
        "rapport.xlsx har två tabeller som heter TBLRESULTAT. Byt namn på en av dem i Excel (fliken Tabelldesign).",
    ),
    Refused(
        "a signed workbook",
        "rapport.xlsx",
        lambda: signed(edited({"Resultat!F6": 101})),
        "Filen är signerad, och signaturen skulle sluta gälla om något skrevs i den. "
        "Ta bort signaturen i Excel (Arkiv, Info) eller arbeta i en kopia utan signatur.",
    ),
    Refused(
        "a cell of ours inside an array formula",
        "rapport.xlsx",
        partial(cell, "Resultat", "H6", '<c r="H6"><f t="array" ref="H6:H7">F6:F7-G6:G7</f><v>0</v></c>'),
        "Resultat!H6 fylls av en matrisformel eller en datatabell i Resultat!H6:H7 och kan inte ändras för sig. "
        "Ta bort formeln i Excel först.",
    ),
)

SETTINGS = (
    _setting("a month that does not exist", "D6", "2026-13", f"Inställningar!D6 innehåller '2026-13'. {_PERIOD}"),
    _setting("a period in words", "D6", "april", f"Inställningar!D6 innehåller 'april'. {_PERIOD}"),
    _setting("a period that Excel made a date", "D6", 46113, f"Inställningar!D6 innehåller '46\xa0113'. {_PERIOD}"),
    _setting("no period", "D6", None, f"Inställningar!D6 är tom. {_PERIOD}"),
    _setting(
        "a period with an Excel error",
        "D6",
        CellError("#REF!"),
        "Inställningar!D6 visar felet #REF!. Rätta formeln eller skriv värdet.",
    ),
    _setting(
        "no row for the period",
        "B6",
        "perioden",
        "Tabellen tblInst på bladet Inställningar saknar raden med Id period. Kopiera den från mallen.",
    ),
    _setting(
        "an unknown word for costs",
        "D8",
        "omvända",
        "Inställningar!D8 innehåller 'omvända'. Här ska stå något av: negativa, positiva.",
    ),
    _setting(
        "an unknown word for totals",
        "D9",
        "tryckta",
        "Inställningar!D9 innehåller 'tryckta'. Här ska stå något av: beräknade, publicerade.",
    ),
    _setting("an unknown unit", "D10", "kr", "Inställningar!D10 innehåller 'kr'. Här ska stå något av: tkr, mnkr."),
    _setting(
        "an unknown policy",
        "D20",
        "medel",
        "Inställningar!D20 innehåller 'medel'. Här ska stå något av: majoritet, sämst avgör, viktat.",
    ),
    _setting(
        "an amount in words",
        "D13",
        "en miljon",
        "Inställningar!D13 innehåller 'en miljon'. Här ska stå ett tal som är 0 eller större.",
    ),
    _setting(
        "a negative amount",
        "D13",
        -1,
        "Inställningar!D13 innehåller '−1'. Här ska stå ett tal som är 0 eller större.",
    ),
    _setting("a limit above 100 %", "D16", 1.5, f"Inställningar!D16 innehåller '1,5'. {_SHARE}"),
    _setting("a limit typed without its per cent sign", "D16", 80, f"Inställningar!D16 innehåller '80'. {_SHARE}"),
    _setting("a limit as text", "D16", "80 %", f"Inställningar!D16 innehåller '80 %'. {_SHARE}"),
    _setting(
        "thresholds out of order",
        "D22",
        0.2,
        "Inställningar!D23 är 25\xa0%, men gränsen för delvis uppnått får inte vara högre än gränsen för uppnått, "
        "som är 20\xa0%. Ändra en av dem.",
    ),
    Refused(
        "settings without their column of ids",
        "rapport.xlsx",
        partial(renamed, "Inställningar", "Id", "Nyckel"),
        "Tabellen tblInst på bladet Inställningar saknar kolumnen Id. Lägg till en kolumn med den rubriken.",
    ),
    Refused(
        "settings without their column of values",
        "rapport.xlsx",
        partial(renamed, "Inställningar", "Värde", "Val"),
        "Tabellen tblInst på bladet Inställningar saknar kolumnen Värde. Lägg till en kolumn med den rubriken.",
    ),
)
