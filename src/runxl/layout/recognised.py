"""The words by which a table that nobody prepared tells what its rows and columns are. Data, not logic.

A word is matched whole, whatever its capitals; `*` stands for any letters, so that `*kostnad*` is also found in
`Personalkostnader`.
"""

from __future__ import annotations

from enum import Enum


class Meaning(Enum):
    """What a word in a heading or a label says of its row or column."""

    OF_WHICH = "of-which"
    TOTAL = "total"
    RESULT = "result"
    NET_COST = "net-cost"
    REVENUE = "revenue"
    COST = "cost"
    ACTUAL = "actual"
    BUDGET = "budget"
    FORECAST = "forecast"
    VARIANCE = "variance"
    SHARE = "share"
    IDENTIFIER = "identifier"
    UNIQUE = "unique"
    COUNT = "count"
    EXCEPT = "except"
    OPENING = "opening"
    CLOSING = "closing"


WORDS: dict[Meaning, tuple[str, ...]] = {
    Meaning.OF_WHICH: ("varav", "därav", "of which", "whereof"),
    Meaning.TOTAL: ("summa", "*summa", "total", "totalt", "totala", "sammanlagt", "sum", "totals", "subtotal"),
    Meaning.RESULT: (
        *("resultat", "*resultat", "resultatet", "netto", "nettot", "nettokostnad*", "över-/underskott"),
        *("result", "net", "net cost", "net costs", "surplus", "deficit"),
    ),
    Meaning.NET_COST: ("nettokostnad*", "net cost", "net costs"),
    Meaning.REVENUE: (
        *("intäkt*", "*intäkt", "*intäkter", "inkomst*", "regionbidrag", "statsbidrag", "skatter"),
        *("revenue", "revenues", "income", "net sales"),
    ),
    Meaning.COST: (
        *("kostnad*", "*kostnad", "*kostnader", "utgift*", "avskrivning*"),
        *("cost", "costs", "expense", "expenses", "expenditure", "depreciation"),
    ),
    Meaning.ACTUAL: ("utfall*", "*utfall", "bokslut*", "redovisat", "ackumulerat", "actual", "actuals", "outcome"),
    Meaning.BUDGET: ("budget*", "*budget", "plan"),
    Meaning.FORECAST: ("prognos*", "*prognos", "*prognosen", "forecast*"),
    Meaning.VARIANCE: (
        *("avvik*", "*avvikelse", "differens*", "diff", "skillnad", "*förändring", "ändring"),
        *("kvar", "återstår", "återstående"),
        *("variance", "variances", "deviation", "difference", "change", "remaining"),
    ),
    Meaning.SHARE: ("procent*", "andel*", "index", "percent*", "share"),
    Meaning.IDENTIFIER: (
        *("konto", "kontonr", "nr", "nummer", "id", "kod", "ansvar", "kst", "kostnadsställe", "år"),
        *("account", "code"),
    ),
    Meaning.UNIQUE: ("unik", "unikt", "unika", "distinkt", "distinkta", "unique", "distinct"),
    Meaning.COUNT: ("antal", "antalet", "number of", "count"),
    Meaning.EXCEPT: ("exkl", "exklusive", "utom", "utan", "excl", "excluding", "except", "without"),
    Meaning.OPENING: ("ingående", "ib", "opening"),
    Meaning.CLOSING: ("utgående", "ub", "closing"),
}

STRONGER: dict[Meaning, tuple[Meaning, ...]] = {
    Meaning.RESULT: (Meaning.COST, Meaning.REVENUE),
    Meaning.VARIANCE: (Meaning.ACTUAL, Meaning.BUDGET, Meaning.FORECAST),
}
"""What a meaning takes out of the same text: a net cost is no cost, a budget variance no budget."""

PER_CENT = "%"

UNITS: dict[str, int] = {
    "kr": 0,
    "kronor": 0,
    "sek": 0,
    "tkr": 3,
    "ksek": 3,
    "tusental": 3,
    "mnkr": 6,
    "mkr": 6,
    "msek": 6,
    "miljoner": 6,
    "thousand": 3,
    "thousands": 3,
    "million": 6,
    "millions": 6,
    "sek thousand": 3,
    "sek thousands": 3,
    "sek million": 6,
    "sek millions": 6,
}
"""How many zeros a unit of money leaves out."""

NOTHING = ("-", "\u2013", "\u2014", "\u2212")
"""What is printed where there is nothing to print."""
