"""The example that a round is played on: sums that can be checked by hand."""

from __future__ import annotations

import runxl
from runxl.layout import LINES, RECIPIENTS, UNITS
from runxl.sheets.workbook import read_workbook
from runxl.templates.shipped import template

# per unit: actual, budget, forecast, full-year budget; added up by hand from its lines
NET = {
    "teater": (-13220, -13200, -19900, -19800),
    "museum": (-8580, -8600, -12850, -12900),
    "bibliotek": (-5590, -5600, -8400, -8400),
    "musik": (-4200, -4200, -6300, -6300),
    "arkiv": (-2580, -2600, -3900, -3900),
    "folkhogskola": (-3240, -3200, -4850, -4800),
    "kansli": (-3780, -3800, -5650, -5700),
    "summa": (-41190, -41200, -61850, -61800),
}


def test_a_run_finds_nothing_before_the_units_have_answered() -> None:
    outcome = runxl.commands.run(runxl.open(template("exempel-utskick")).read())
    assert outcome.findings == ()
    assert outcome.summary["relations"]["impossible"] == 0


def test_the_units_and_their_sum_are_what_the_lines_add_up_to() -> None:
    rows = read_workbook(runxl.open(template("exempel-utskick")).read()).tables[UNITS.name]
    keys = ("actual", "budget", "full_year_forecast", "full_year_budget")
    sums: dict[str, object] = {row.id: tuple(row.amount(key) for key in keys) for row in rows}
    assert sums == NET


def test_every_unit_has_lines_and_somebody_to_send_them_to() -> None:
    tables = read_workbook(runxl.open(template("exempel-utskick")).read()).tables
    units = set(NET) - {"summa"}
    assert {row.text("unit") for row in tables[LINES.name]} == units
    assert {row.id for row in tables[RECIPIENTS.name]} == units
    assert all(row.text("address").endswith("@example.org") for row in tables[RECIPIENTS.name])
