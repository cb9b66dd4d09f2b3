"""The tables of a real report: the regional development committee of Region Norrbotten, January to April 2020."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runxl.layout import APPROPRIATION, RESULT, UNITS

if TYPE_CHECKING:
    from tests.workbooks import Row

# id, type, parent, then actual, budget and variance, full-year forecast, full-year budget and forecast variance (mnkr)
PRINTED_RESULT = (
    ("intakter", "intäkt", "res_fore_avskr", 133, 127, 6, 385, 382, 3),
    ("regionbidrag", "intäkt", "intakter", 104, 104, 0, 312, 312, 0),
    ("koffertmedel", "intäkt", "intakter", 16, 16, 0, 48, 47, 1),
    ("ovr_intakter", "intäkt", "intakter", 13, 7, 6, 25, 23, 2),
    ("kostnader", "kostnad", "res_fore_avskr", -131, -129, -2, -380, -381, 1),
    ("personal", "kostnad", "kostnader", -20, -19, -1, -52, -54, 2),
    ("bidrag", "kostnad", "kostnader", -92, -91, -1, -272, -272, 0),
    ("ovr_kostnader", "kostnad", "kostnader", -19, -19, 0, -56, -55, -1),
    ("res_fore_avskr", "resultat", "resultat", 2, -2, 4, 5, 1, 4),
    ("avskrivningar", "avskrivning", "resultat", 0, 0, 0, -1, -1, 0),
    ("resultat", "resultat", None, 2, -2, 4, 4, 0, 4),
)

# id, variance and forecast variance (tkr); nothing else was printed
PRINTED_UNITS = (
    ("norrbottensmusiken", 1330, 1500),
    ("norrbottens_museum", 1977, 1755),
    ("regionbiblioteket", 328, 400),
    ("kulturbidrag", 7, 0),
    ("kulturframjande", 491, 570),
    ("infrastruktur", 0, 0),
    ("naringsliv", 0, 0),
)
PRINTED_TOTAL = ("summa", 4134, 4225)

# id, full-year budget, decided and paid out (mnkr)
PRINTED_APPROPRIATION = (
    ("foretagsstod", 70, 22.6, 28.6),
    ("projekt", 90, 73.9, 25.3),
    ("uppf_utv", 2, 0.7, 0),
)


def result_rows(*, printed: bool) -> list[Row]:
    """Return the result table: as printed, or only what a controller types where runxl adds up and subtracts."""
    parents = {parent for _, _, parent, *_ in PRINTED_RESULT}
    rows: list[Row] = []
    for id_, type_, parent, actual, budget, variance, forecast, year, forecast_variance in PRINTED_RESULT:
        row: dict[str, object] = {"id": id_, "label": id_, "type": type_, "parent": parent}
        if printed or id_ not in parents:
            row |= {"actual": actual, "budget": budget, "full_year_forecast": forecast, "full_year_budget": year}
        if printed:
            row |= {"variance": variance, "forecast_variance": forecast_variance}
        rows.append(row)
    return rows


def unit_rows() -> list[Row]:
    """Return the units and their total as printed."""
    rows: list[Row] = [
        {"id": id_, "type": "verksamhet", "parent": "summa", "variance": variance, "forecast_variance": forecast}
        for id_, variance, forecast in PRINTED_UNITS
    ]
    id_, variance, forecast = PRINTED_TOTAL
    return [*rows, {"id": id_, "type": "summa", "variance": variance, "forecast_variance": forecast}]


def appropriation_rows(*, printed: bool) -> list[Row]:
    """Return the appropriation, its total as printed or left for runxl to add up."""
    rows: list[Row] = [
        {"id": id_, "type": "anslag", "parent": "summa", "full_year_budget": year, "decided": decided, "paid_out": paid}
        for id_, year, decided, paid in PRINTED_APPROPRIATION
    ]
    total: dict[str, object] = {"id": "summa", "type": "summa"}
    if printed:
        total |= {"full_year_budget": 162, "decided": 97.2, "paid_out": 53.9}
    return [*rows, total]


PRINTED = {
    RESULT: result_rows(printed=True),
    UNITS: unit_rows(),
    APPROPRIATION: appropriation_rows(printed=True),
}
