from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from runxl.exchange.unitbook import unit_plan
from runxl.grid import applied
from runxl.hosts.opening import open_book
from runxl.layout import ACTIONS, LINES, MEASURES, UNITS
from runxl.sheets.workbook import read_workbook
from runxl.templates.shipped import template
from tests.workbooks import workbook

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from runxl.layout import TableLayout
    from runxl.sheets.workbook import Workbook

UNIT_ROWS = [{"id": "teater", "type": "verksamhet", "parent": "summa"}, {"id": "summa", "type": "summa"}]


def unit(rows: Mapping[TableLayout, Sequence[Mapping[str, object]]], *, date1904: bool = False) -> Workbook:
    """Return the workbook of the unit teater, made from a committee's with these rows."""
    master = replace(workbook({UNITS: UNIT_ROWS, **rows}), date1904=date1904)
    snapshot = open_book(template("verksamhet")).read()
    return read_workbook(applied(snapshot, unit_plan(snapshot, read_workbook(master), "teater")))


def lines(count: int) -> list[dict[str, object]]:
    return [{"id": f"R{n}", "unit": "teater", "type": "kostnad", "actual": -n} for n in range(1, count + 1)]


def test_many_lines_make_the_table_longer_with_ten_rows_left_to_type_in() -> None:
    table = unit({LINES: lines(25)}).tables[LINES.name]
    assert (len(table.rows), len(table.table.body)) == (25, 35)


def test_few_lines_leave_the_table_as_long_as_the_template_has_it() -> None:
    assert len(unit({LINES: lines(3)}).tables[LINES.name].table.body) == 20


def test_the_unit_is_found_whatever_its_capitals() -> None:
    assert len(unit({LINES: [{"id": "R1", "unit": "TEATER", "type": "kostnad"}]}).tables[LINES.name].rows) == 1


def test_its_row_belongs_to_no_sum_there() -> None:
    [row] = unit({}).tables[UNITS.name].rows
    assert (row.id, row.text("parent")) == ("teater", "")


def test_an_action_comes_along_when_it_concerns_the_unit_or_one_of_its_lines() -> None:
    actions: list[dict[str, object]] = [
        {"id": "A1", "concerns": "teater"},
        {"id": "A2", "concerns": "R1"},
        {"id": "A3", "concerns": "museum"},
        {"id": "A4", "concerns": None},
    ]
    found = unit({LINES: lines(1), ACTIONS: actions}).tables[ACTIONS.name]
    assert [row.id for row in found] == ["A1", "A2"]


def test_what_is_computed_does_not_come_along() -> None:
    measures = [{"id": "M1", "unit": "teater", "measure": "Orter", "why": "Gammal text."}]
    [row] = unit({MEASURES: measures}).tables[MEASURES.name].rows
    assert (row.text("measure"), row.text("why")) == ("Orter", "")


def test_a_date_of_a_workbook_that_counts_from_1904_is_the_same_day() -> None:
    actions = [{"id": "A1", "concerns": "teater", "due": 44814}]
    [row] = unit({ACTIONS: actions}, date1904=True).tables[ACTIONS.name].rows
    # 2026-09-11
    assert row.values["due"] == Decimal(46276)
