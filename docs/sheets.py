"""The page on what stands where in the workbooks, made from `runxl.layout`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runxl.layout import IDENTITY_SHEET, SHEETS, TABLES, TABLES_OF, TEMPLATE_UNIT, figures
from runxl.layout.column import Kind, Role
from runxl.layout.settings import SETTINGS_ROWS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from runxl.layout.column import Column, TableLayout
    from runxl.layout.settings import Setting

_KIND = {
    Kind.ID: "id",
    Kind.TEXT: "text",
    Kind.CHOICE: "val i lista",
    Kind.AMOUNT: "belopp",
    Kind.SHARE: "procent",
    Kind.NUMBER: "tal",
    Kind.QUANTITY: "ett tal eller flera",
    Kind.DATE: "datum",
    Kind.ANY: "text eller tal",
}
_FILLED_BY = {
    Role.INPUT: "du",
    Role.COMPUTED: "runxl",
    Role.SUMMED: "du; runxl i rader som summerar andra",
}
_FIGURES = {
    figures.REGION: "Regionen eller kommunen, ur Inställningar",
    figures.COMMITTEE: "Nämnden, ur Inställningar",
    figures.PERIOD: "Perioden i ord",
    figures.STATUS: "Rapportens status, ur Inställningar",
    figures.SUMMARY: "Målen räknade per bedömning, nu och vid årets slut",
    figures.ACTUAL: "Resultatet hittills",
    figures.VARIANCE: "Resultatets avvikelse mot budget",
    figures.FORECAST: "Resultatet enligt årsprognosen",
    figures.FORECAST_VARIANCE: "Årsprognosens avvikelse mot årsbudget",
    figures.MONEY_UNIT: "Enheten för de fyra beloppen",
    figures.OUTCOMES: "Hur många mått som har utfall",
    figures.FINDINGS: "Antalet fel, varningar och noteringar",
    figures.RELATIONS: "Sambanden som prövats, och hur de utföll",
    figures.UNIT: "I en verksamhets arbetsbok: vilken verksamhet, skrivet av Skicka ut",
    figures.LAST_DAY: "I en verksamhets arbetsbok: sista dag att svara, skrivet av Skicka ut",
    figures.GOALS_SUMMARY: "Målen räknade per bedömning, nu och vid årets slut",
    figures.GOALS_PER_PERSPECTIVE: "Målen räknade per perspektiv",
    figures.GOALS_OUTCOMES: "Hur många mått som har utfall",
}
_IN_UNITS = {layout.name for layout in TABLES_OF[TEMPLATE_UNIT]}
_INTRODUCTION = """\
# Blad, tabeller och kolumner

Arbetsboken är inställningen: målen, måtten, raderna och gränserna är rader som du själv skriver. runxl hittar en
tabell på dess namn, en kolumn på dess rubrik och en rad på dess Id. Lägg till rader och egna kolumner och flytta dem
som du vill, men byt inte rubrik på kolumnerna som står här.

Sidan görs ur programmet med `python3 dev.py docs`; ändra den inte för hand."""


def sheets_page() -> str:
    """Return the page: each sheet with its tables and columns, then the settings and the named cells."""
    return "\n\n".join((_INTRODUCTION, *_sheets(), _identity(), _settings(), _figures())) + "\n"


def _sheets() -> Iterator[str]:
    for sheet in SHEETS:
        yield f"## {sheet}"
        for layout in TABLES:
            if layout.sheet == sheet:
                yield from _table(layout)


def _table(layout: TableLayout) -> Iterator[str]:
    yield f"### {layout.title}"
    unit = _unit_of(layout)
    shared = " Finns även i verksamhetens arbetsbok." if layout.name in _IN_UNITS else ""
    yield f"Tabellen heter `{layout.name}`.{unit}{shared}"
    rows = ((column.header, _holds(column), _FILLED_BY[column.role], column.help) for column in layout.columns)
    yield _markdown(("Kolumn", "Innehåller", "Fylls i av", "Att veta"), rows)


def _unit_of(layout: TableLayout) -> str:
    if layout.unit_setting is None:
        return ""
    setting = next(row for row in SETTINGS_ROWS if row.id == layout.unit_setting)
    return f" Beloppen är i {' eller '.join(setting.choices)}, se `{setting.id}`; i en ny arbetsbok {setting.default}."


def _holds(column: Column) -> str:
    if column.choices:
        return "val: " + ", ".join(column.choices)
    if column.kind in (Kind.AMOUNT, Kind.SHARE) and column.decimals:
        return f"{_KIND[column.kind]}, {column.decimals} decimal"
    return _KIND[column.kind]


def _identity() -> str:
    return (
        f"## {IDENTITY_SHEET}\n\n"
        "Ett dolt blad som säger vilken mall arbetsboken är gjord från, mallens version och arbetsbokens eget id.\n"
        "En arbetsbok från en tidigare version av mallen läses som den är, en från en nyare läses inte alls.\n"
        "Utan det vet runxl inte att arbetsboken är en av våra, och rör den inte."
    )


def _settings() -> str:
    rows = ((f"`{row.id}`", row.label, _default(row), ", ".join(row.choices), row.help) for row in SETTINGS_ROWS)
    table = _markdown(("Id", "Inställning", "Från början", "Val", "Att veta"), rows)
    note = "Tomt gäller som från början. Perioden måste stå, och alla rader finnas."
    return f"## Raderna i Inställningar\n\n{note}\n\n{table}"


def _default(setting: Setting) -> str:
    if setting.share:
        return f"{float(setting.default):.0%}".replace("%", " %")
    return str(setting.default) or "(tom)"


def _figures() -> str:
    rows = ((f"`{name}`", _FIGURES[name]) for name in _named_cells())
    subtitles = ", ".join(f"`{name}`" for name in figures.SUBTITLES.values())
    return (
        "## Celler med namn\n\nEnstaka celler som runxl fyller i. De hittas på sitt namn och får stå var som helst.\n\n"
        + _markdown(("Namn", "Visar"), rows)
        + f"\n\nRaden under ett blads rubrik, med period och enhet: {subtitles}."
    )


def _named_cells() -> Iterator[str]:
    return (value for name, value in vars(figures).items() if name.isupper() and isinstance(value, str))


def _markdown(headers: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [headers, ("---",) * len(headers), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)
