"""What people type in the wrong way, and what the commands say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runxl.grid import CellError, Content
from tests.bad_input.case import Found, no_choice, typed

if TYPE_CHECKING:
    from tests.bad_input.report import Typed

_NO_BREAK, _NARROW = "\xa0", "\u202f"
_SIDE = "en cell (Resultat!F9), en tabellcell (tblResultat[resultat;Utfall]), ett namn eller ett uttryck av dem."


def _as_text(name: str, text: str, number: str) -> Found:
    return typed(
        name,
        "Resultat!F6",
        text,
        "number-as-text",
        f"Resultat!F6 innehåller '{text}' som text. Skriv talet {number} på nytt så att det blir ett tal.",
    )


def _no_number(name: str, value: Typed, shown: str) -> Found:
    sentence = f"Resultat!F6 innehåller '{shown}'. Här ska stå ett tal."
    return typed(name, "Resultat!F6", value, "text-not-number", sentence)


NUMBERS = (
    _as_text("a number as text", "1 234,5", "1\xa0234,5"),
    _as_text("a number with a no-break space", f"1{_NO_BREAK}234", "1\xa0234"),
    _as_text("a number with a narrow space", f"1{_NARROW}234", "1\xa0234"),
    _as_text("a hyphen for a minus", "-100", "−100"),
    _as_text("a true minus sign in a text", "−100", "−100"),
    _as_text("a dash for a minus", "–100", "−100"),
    _no_number("a German number", "1.234,5", "1.234,5"),
    _no_number("an English number", "1,234.5", "1,234.5"),
    _no_number("a number with its unit", "12 tkr", "12 tkr"),
    _no_number("a number in words", "cirka hundra", "cirka hundra"),
    _no_number("a lone dash", "-", "-"),
    *(
        typed(
            f"the number {number}",
            "Resultat!F6",
            number,
            "number-too-large",
            f"Resultat!F6 innehåller ett tal med {digits} siffror. "
            "Tal med fler än 15 siffror räknas inte med. Skriv beloppet i tabellens enhet.",
        )
        for number, digits in ((1e15, 16), (-123456789012345678, 18), (1e300, 301))
    ),
    _no_number("a truth value", True, "SANT"),  # noqa: FBT003  (the value of a cell)
    *(
        typed(
            f"the Excel error {code}",
            "Resultat!F6",
            CellError(code),
            "excel-error",
            f"Resultat!F6 visar felet {code}. Rätta formeln eller skriv värdet.",
        )
        for code in ("#REF!", "#DIV/0!", "#N/A")
    ),
    typed(
        "a date as text",
        "Åtgärder!H5",
        "31/12 2026",
        "date-as-text",
        "Åtgärder!H5 innehåller '31/12 2026' som text. Skriv ett datum, till exempel 2020-12-31.",
    ),
    typed(
        "a negative weight",
        "Mått!Q5",
        -1,
        "weight-negative",
        "Mått!Q5 innehåller vikten −1. En vikt är 0 eller större.",
    ),
)

ROWS = (
    typed(
        "an id twice",
        "Resultat!B7",
        "regionbidrag",
        "id-twice",
        "Resultat!B7 innehåller 'regionbidrag', som redan är Id i Resultat!B6. Ge raden ett eget Id.",
    ),
    typed(
        "no id",
        "Resultat!B7",
        None,
        "id-missing",
        "Resultat!B7 är tom. Varje rad i tblResultat behöver ett eget Id.",
    ),
    typed(
        "a parent that does not exist",
        "Resultat!E6",
        "inkomster",
        "parent-missing",
        "Resultat!E6 innehåller 'inkomster', men ingen rad i tabellen har det som Id.",
    ),
    typed(
        "a row that is its own parent",
        "Resultat!E5",
        "intakter",
        "parent-circular",
        "Resultat!E5: raden intakter ingår i sig själv genom kolumnen Förälder. Rätta någon av raderna i kedjan.",
    ),
    Found(
        "circular of-which rows",
        {"Resultat!E9": "bidrag", "Resultat!E10": "personal"},
        "parent-circular",
        "Resultat!E10",
        "Resultat!E10: raden bidrag ingår i sig själv genom kolumnen Förälder. Rätta någon av raderna i kedjan.",
    ),
    no_choice("an unknown kind of row", "Resultat!D6", "intakt", "intäkt, kostnad, avskrivning, resultat, summa"),
    typed(
        "no kind of row",
        "Rader!E5",
        None,
        "type-missing",
        "Rader!E5 är tom. Här ska stå något av: intäkt, kostnad.",
    ),
    typed(
        "a row of a unit that does not exist",
        "Rader!C5",
        "dans",
        "line-unit-unknown",
        "Raden t_int räknas inte in i någon verksamhet: Rader!C5 innehåller 'dans'. "
        "Här ska stå Id för en rad i Verksamheter.",
    ),
    Found(
        "an action for nothing",
        {"Åtgärder!B5": "Å1", "Åtgärder!C5": "dans"},
        "action-concerns-nothing",
        "Åtgärder!C5",
        "Åtgärder!C5 innehåller 'dans'. Här ska stå Id för en rad i Verksamheter, Rader, Resultat eller Anslag.",
    ),
)

RULES = (
    typed(
        "a rule of the controller's that is no expression",
        "Kontroller!D5",
        "Resultat!F5 + banan",
        "own-rule-unreadable",
        f"Kontroller!D5 innehåller 'Resultat!F5 + banan', som inte går att läsa vid 'banan'. Skriv {_SIDE}",
    ),
    typed(
        "a rule with a function that runxl does not run",
        "Kontroller!D5",
        Content(CellError("#N/A"), "VLOOKUP(1,Resultat!F6:G7,2)"),
        "own-rule-unreadable",
        f"Kontroller!D5 innehåller '=VLOOKUP(1,Resultat!F6:G7,2)', som inte går att läsa vid 'VLOOKUP'. Skriv {_SIDE}",
    ),
    typed(
        "a rule that refers to a sheet that does not exist",
        "Kontroller!D5",
        "Blad9!A1",
        "own-rule-unreadable",
        f"Kontroller!D5 innehåller 'Blad9!A1', som inte går att läsa vid 'Blad9!A1'. Skriv {_SIDE}",
    ),
    typed(
        "a rule that ends too soon",
        "Kontroller!D5",
        "Resultat!F6 +",
        "own-rule-unended",
        "Kontroller!D5 innehåller 'Resultat!F6 +', som slutar för tidigt. "
        "Skriv det som saknas efter det sista tecknet.",
    ),
    typed(
        "a rule with an empty side",
        "Kontroller!D5",
        None,
        "own-rule-empty",
        "Kontroller!D5 är tom. Skriv en cell (Resultat!F9), en tabellcell (tblResultat[resultat;Utfall]), "
        "ett namn, ett tal eller ett uttryck av dem.",
    ),
    typed(
        "a rule about a cell without a number",
        "Kontroller!D5",
        "Resultat!C5",
        "own-rule-unknown",
        "Kontrollen K1 kan inte beräknas: Resultat!C5 innehåller en cell utan tal.",
        status=0,
    ),
    Found(
        "a rule that does not hold",
        {"Kontroller!E5": "121"},
        "own-rule-broken",
        "Kontroller!D5",
        "Intäkter: vänster ger 120\xa0mnkr, höger 121\xa0mnkr. Skillnaden 1 är större än toleransen 0.",
    ),
    Found(
        "a rule without a unit that does not hold",
        {"Kontroller!E5": "121", "Kontroller!G5": None},
        "own-rule-broken",
        "Kontroller!D5",
        "Intäkter: vänster ger 120, höger 121. Skillnaden 1 är större än toleransen 0.",
    ),
)
