"""What differs between two versions: told where it is, once, whatever was sorted, moved, inserted or renamed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from runxl import commands
from runxl.exchange.differences import Difference, DifferenceKind, differences
from runxl.exchange.differences.told import line_of
from runxl.grid import Address, CellError, Content, Plan, Resize, Sheet, Snapshot, Table, applied
from runxl.grid.address import block_at
from runxl.layout import GOALS, LINES, LOG, RESULT, SETTINGS, UNITS
from tests.workbooks import cell, filled, row_of, typed, workbook

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.workbooks import Row

LINE_ROWS: list[Row] = [
    {"id": "biljett", "unit": "teater", "label": "Biljetter", "type": "intäkt", "actual": 120, "budget": 110},
    {"id": "drift", "unit": "teater", "label": "Drift", "type": "kostnad", "actual": -90, "budget": -95},
    {"id": "entre", "unit": "museum", "label": "Entré", "type": "intäkt", "actual": 40, "budget": 38},
]
UNIT_ROWS: list[Row] = [
    {"id": "teater", "label": "Teatern", "type": "verksamhet", "parent": "summa"},
    {"id": "museum", "label": "Museet", "type": "verksamhet", "parent": "summa"},
    {"id": "summa", "label": "SUMMA", "type": "summa"},
]


def report(lines: Sequence[Row] = LINE_ROWS) -> Snapshot:
    """Return a report with these lines, filled by Beräkna avvikelser."""
    return filled(workbook({LINES: lines, UNITS: UNIT_ROWS}), commands.variances)


def plain(*rows: Sequence[object], sheet: str = "Blad1") -> Snapshot:
    """Return a workbook of one sheet without tables, typed from A1; a text that begins with = is a formula."""
    cells = {}
    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row, start=1):
            if value is not None:
                cells[number, place] = content(value)
    return Snapshot({sheet: Sheet(sheet, cells)})


def content(value: object) -> Content:
    """Return a value as it is typed; of a formula, no value: the programs compute it."""
    if isinstance(value, str) and value.startswith("="):
        return Content(None, value.removeprefix("="))
    return Content(Decimal(value) if isinstance(value, int) else str(value))


def told(found: Sequence[Difference]) -> list[tuple[str, str, object, object]]:
    """Return each difference's kind, its cell in the second version, and the old and the new value."""
    return [(one.kind.value, str(one.cell_b or one.cell_a or ""), one.old.value, one.new.value) for one in found]


def kinds(found: Sequence[Difference]) -> set[str]:
    return {one.kind.value for one in found}


def test_a_workbook_is_like_itself() -> None:
    assert differences(report(), report()) == ()


def test_a_number_that_was_typed_over_is_told_by_row_id_and_header_with_its_change() -> None:
    a = report()
    [value] = [one for one in differences(a, typed(a, cell(LINES, 1, "actual"), 150)) if one.kind.value == "value"]
    assert (value.table, value.row, value.label, value.column) == ("tblRader", "biljett", "Biljetter", "Utfall")
    assert [value.old.value, value.new.value, value.change] == [120, 150, 30]


def test_what_follows_from_a_formula_is_told_apart_from_what_was_typed() -> None:
    # 150 − 110 = 40 where 120 − 110 = 10; the unit's actual grows from 30 to 60, and so does the sum's
    b = filled(typed(report(), cell(LINES, 1, "actual"), 150), commands.variances)
    found = {(one.row, one.column): (one.old.value, one.new.value) for one in differences(report(), b)}
    assert found["biljett", "Avvikelse"] == (10, 40)
    assert found["teater", "Utfall"] == (30, 60)
    assert kinds(differences(report(), b)) == {"value", "result"}


def test_sorted_rows_are_no_difference() -> None:
    assert differences(report(), report(LINE_ROWS[::-1])) == ()


def test_a_sorted_row_that_was_changed_is_told_with_both_its_cells() -> None:
    changed = [{**row, "actual": 150} if row["id"] == "biljett" else row for row in LINE_ROWS[::-1]]
    [value] = [one for one in differences(report(), report(changed)) if one.kind is DifferenceKind.VALUE]
    assert (str(value.cell_a), str(value.cell_b)) == ("Rader!E5", "Rader!E7")


def test_a_row_that_came_in_is_one_difference() -> None:
    new: Row = {"id": "bar", "unit": "teater", "label": "Bar", "type": "intäkt", "actual": 5, "budget": 5}
    a = workbook({LINES: LINE_ROWS})
    b = workbook({LINES: [LINE_ROWS[0], new, *LINE_ROWS[1:]]})
    [row] = differences(a, b)
    assert (row.kind, row.row, row.label, str(row.cell_b)) == (DifferenceKind.ROW, "bar", "Bar", "Rader!A6")
    assert row.new.value == "Id bar; Verksamhet teater; Rad Bar; Typ intäkt; Utfall 5; Budget 5"


def test_a_row_that_went_is_told_with_what_it_held() -> None:
    [row] = differences(workbook({LINES: LINE_ROWS}), workbook({LINES: LINE_ROWS[:2]}))
    assert (row.kind, row.row, str(row.cell_a), row.cell_b) == (DifferenceKind.ROW, "entre", "Rader!A7", None)
    assert "Utfall 40" in str(row.old.value)


def test_blank_rows_at_the_end_of_a_table_are_no_difference() -> None:
    a = workbook({LINES: LINE_ROWS})
    assert differences(a, applied(a, Plan(resizes=(Resize(LINES.name, 9),)))) == ()


def moved_right(snapshot: Snapshot, name: str, header: str | None) -> Snapshot:
    """Return the workbook with a column inserted before a table's fifth one or, without a header, before the table."""
    table = snapshot.tables[name]
    first = table.block.left + (4 if header else 0)
    sheet = snapshot.sheets[table.sheet]
    cells = {(row, column + (column >= first)): one for (row, column), one in sheet.cells.items()}
    block = table.block._replace(right=table.block.right + 1)
    headers = table.headers
    if header:
        cells[table.block.top, first] = Content(header)
        headers = (*headers[:4], header, *headers[4:])
    else:
        block = block._replace(left=block.left + 1)
    return replace(
        snapshot,
        sheets={**snapshot.sheets, table.sheet: replace(sheet, cells=cells)},
        tables={**snapshot.tables, name: Table(name, block, headers)},
    )


def test_a_column_inserted_before_a_table_is_no_difference() -> None:
    a = workbook({LINES: LINE_ROWS})
    assert differences(a, moved_right(a, LINES.name, None)) == ()


def test_a_column_inserted_in_a_table_is_one_difference() -> None:
    a = workbook({LINES: LINE_ROWS})
    [column] = differences(a, moved_right(a, LINES.name, "Egen anteckning"))
    assert (column.kind, column.column) == (DifferenceKind.COLUMN, "Egen anteckning")


def test_a_column_of_a_table_that_was_renamed_is_told_so() -> None:
    a = workbook({LINES: LINE_ROWS})
    table = a.tables[LINES.name]
    headers = tuple("Utfall jan–apr" if header == "Utfall" else header for header in table.headers)
    renamed = typed(a, Address("Rader", 4, 5), "Utfall jan–apr")
    b = replace(renamed, tables={**a.tables, LINES.name: replace(table, headers=headers)})
    assert told(differences(a, b)) == [("column", "", "Utfall", "Utfall jan–apr")]


def test_a_formula_that_was_only_computed_anew_is_no_difference() -> None:
    a = typed(plain(["Summa", 1]), Address("Blad1", 1, 2), Content(Decimal("0.3"), "A2+A3"))
    b = typed(a, Address("Blad1", 1, 2), Content(Decimal("0.30000000000000004"), "A2+A3"))
    assert differences(a, b) == ()
    dropped = typed(a, Address("Blad1", 1, 2), Content(None, "A2+A3"))
    assert differences(a, dropped) == ()


def test_typed_numbers_are_the_same_only_where_a_cell_stores_the_same() -> None:
    a = plain(["Ränta", 1])
    where = Address("Blad1", 1, 2)
    assert differences(typed(a, where, Decimal("0.3")), typed(a, where, Decimal("0.30000000000000000001"))) == ()
    assert differences(typed(a, where, Decimal("0.3")), typed(a, where, Decimal("0.30000000000000004"))) != ()


@pytest.mark.parametrize(("old", "new"), [(True, 1), (False, 0), ("1", 1), (CellError("#N/A"), "#N/A")])
def test_what_looks_alike_but_is_another_kind_of_value_is_a_difference(old: object, new: object) -> None:
    a, where = plain(["Ja", 5]), Address("Blad1", 1, 2)
    assert len(differences(typed(a, where, old), typed(a, where, new))) == 1


def test_line_ends_of_another_system_and_an_empty_text_are_no_difference() -> None:
    a, where = plain(["Orsak", 1]), Address("Blad1", 1, 2)
    assert differences(typed(a, where, "ett\r\ntvå"), typed(a, where, "ett\ntvå")) == ()
    assert differences(typed(a, where, Content("")), typed(a, where, None)) == ()


def test_a_number_typed_over_a_formula_is_a_changed_formula() -> None:
    a = report()
    [one] = differences(a, typed(a, cell(LINES, 1, "variance"), 11))
    assert one.kind is DifferenceKind.FORMULA
    assert one.old.formula is not None
    assert [one.new.value, one.change] == [11, 1]


def test_a_formula_that_only_follows_a_row_that_came_in_is_no_difference() -> None:
    a = plain(["Hyra", 100], ["El", 20], ["Summa", "=SUM(B1:B2)"], ["Dubbelt", "=B3*2"])
    b = plain(["Hyra", 100], ["Vatten", 7], ["El", 20], ["Summa", "=SUM(B1:B3)"], ["Dubbelt", "=B4*2"])
    assert told(differences(a, b)) == [("row", "Blad1!A2", None, "A Vatten; B 7")]


def test_a_formula_that_reads_another_cell_than_before_is_a_difference() -> None:
    a = plain(["Hyra", 100], ["El", 20], ["Vatten", 7], ["Summa", "=SUM(B1:B2)"])
    b = plain(["Hyra", 100], ["El", 20], ["Vatten", 7], ["Summa", "=SUM(B1:B3)"])
    assert told(differences(a, b)) == [("formula", "Blad1!B4", None, None)]
    swapped = (
        plain(["Hyra", 100], ["El", 20], ["Vatten", 7], ["Kvot", "=IF(B1,B2,B3)"]),
        plain(["Hyra", 100], ["El", 20], ["Vatten", 7], ["Kvot", "=IF(B1,B3,B2)"]),
    )
    assert kinds(differences(*swapped)) == {"formula"}


def test_below_an_inserted_row_nothing_is_told_as_changed() -> None:
    rows = [["Faktura", number * 7 % 50, number] for number in range(200)]
    a, b = plain(*rows), plain(*rows[:90], ["Faktura", 999, 5], *rows[90:])
    assert told(differences(a, b)) == [("row", "Blad1!A91", None, "A Faktura; B 999; C 5")]


def test_an_inserted_column_of_a_plain_sheet_is_one_difference() -> None:
    a = plain(["", "Utfall", "Budget"], ["Hyra", 100, 90], ["El", 20, 25])
    b = plain(["", "Utfall", "Prognos", "Budget"], ["Hyra", 100, 95, 90], ["El", 20, 22, 25])
    assert [(one.kind.value, one.column, one.new.value) for one in differences(a, b)] == [("column", "C", "Prognos")]


def test_a_cell_changed_in_a_sheet_without_any_text_is_told() -> None:
    assert told(differences(plain([5, 6], [7, 8]), plain([5, 6], [7, 9]))) == [("value", "Blad1!B2", 8, 9)]


def test_rows_of_a_plain_sheet_in_another_order_are_one_difference() -> None:
    a, b = plain(["Hyra", 1], ["El", 2], ["Vatten", 3]), plain(["Vatten", 3], ["Hyra", 1], ["El", 2])
    assert kinds(differences(a, b)) == {"row-order"}


def test_a_controllers_own_assessment_is_told_as_one() -> None:
    a = workbook({GOALS: [{"id": "G1", "goal": "Service", "own": "● Uppnått"}]})
    [one] = differences(a, typed(a, cell(GOALS, 1, "own"), "◐ Delvis uppnått"))
    assert one.kind is DifferenceKind.ASSESSMENT


def test_a_setting_is_told_as_one() -> None:
    a = workbook({})
    where = cell(SETTINGS, row_of(a, SETTINGS, "period"), "value")
    [one] = differences(a, typed(a, where, "2020-08"))
    assert (one.kind, one.row) == (DifferenceKind.SETTING, "period")


def test_rows_of_the_log_are_new_rows_and_move_no_others() -> None:
    row: Row = {"id": 1, "time": "2020-05-01", "command": "Kör allt"}
    later: Row = {"id": 2, "time": "2020-05-02", "command": "Kör allt"}
    assert kinds(differences(workbook({LOG: [row]}), workbook({LOG: [row, later]}))) == {"row"}


def test_sheets_that_came_went_or_were_renamed_are_each_one_difference() -> None:
    a = Snapshot({**plain(["Hyra", 1]).sheets, "Gammalt": Sheet("Gammalt", {(1, 1): Content("x")})})
    b = Snapshot({**plain(["Hyra", 1], sheet="Kostnader").sheets, "Nytt": Sheet("Nytt", {(1, 1): Content("y")})})
    assert sorted(told(differences(a, b)), key=str) == [
        ("sheet", "", "Blad1", "Kostnader"),
        ("sheet", "", "Gammalt", None),
        ("sheet", "", None, "Nytt"),
    ]


def test_a_formula_on_a_renamed_sheet_reads_the_same() -> None:
    ones = Sheet("Data", {(1, 1): Content("Hyra"), (1, 2): Content(Decimal(1))})
    two = Sheet("Summor", {(1, 1): Content("Hyra"), (1, 2): Content(Decimal(1), "Data!B1")})
    named = replace(two, cells={**two.cells, (1, 2): Content(Decimal(1), "'Mina data'!B1")})
    a = Snapshot({"Data": ones, "Summor": two})
    b = Snapshot({"Mina data": replace(ones, name="Mina data"), "Summor": named})
    assert told(differences(a, b)) == [("sheet", "", "Data", "Mina data")]


def test_sheets_in_another_order_are_one_difference() -> None:
    one, two = Sheet("A", {(1, 1): Content("x")}), Sheet("B", {(1, 1): Content("y")})
    found = differences(Snapshot({"A": one, "B": two}), Snapshot({"B": two, "A": one}))
    assert told(found) == [("sheet-order", "", "A, B", "B, A")]


def test_a_sheet_that_was_hidden_or_shown_again_is_told() -> None:
    shown = Sheet("A", {(1, 1): Content("x")})
    hidden = replace(shown, hidden=True)
    for was, now, kind in ((shown, hidden, "sheet-hidden"), (hidden, shown, "sheet-shown")):
        found = differences(Snapshot({"A": was}), Snapshot({"A": now}))
        assert [(one.kind.value, one.sheet) for one in found] == [(kind, "A")]
    assert differences(Snapshot({"A": hidden}), Snapshot({"A": hidden})) == ()


def test_a_name_that_stands_for_other_cells_is_told_and_one_whose_row_moved_is_not() -> None:
    a = plain(["Hyra", 100], ["El", 20], ["Vatten", 7])
    below = plain(["Hyra", 100], ["Nytt", 1], ["El", 20], ["Vatten", 7])
    was = replace(a, names={"el": block_at("Blad1", "B2"), "gammal": block_at("Blad1", "A1")})
    moved = replace(below, names={"el": block_at("Blad1", "B3"), "gammal": block_at("Blad1", "A1")})
    assert kinds(differences(was, moved)) == {"row"}
    now = replace(a, names={"el": block_at("Blad1", "B3"), "ny": block_at("Blad1", "A1:B1")})
    found = {one.label: (one.kind.value, one.old.value, one.new.value) for one in differences(was, now)}
    assert found == {
        "el": ("name", "Blad1!B2", "Blad1!B3"),
        "ny": ("name", None, "Blad1!A1:B1"),
        "gammal": ("name", "Blad1!A1", None),
    }


def test_a_table_that_went_is_told_and_a_table_on_a_new_sheet_is_told_with_its_sheet() -> None:
    table = Table("Kostnad", block_at("Blad1", "A1:B2"), ("Konto", "Belopp"))
    sheets = plain(["Konto", "Belopp"], ["Hyra", 1]).sheets
    a, b = Snapshot(sheets, {"Kostnad": table}), Snapshot(sheets)
    assert ("table", "", "Kostnad", None) in told(differences(a, b))
    elsewhere = Snapshot({"Blad2": Sheet("Blad2", {})})
    assert kinds(differences(elsewhere, a)) == {"sheet"}


def test_the_sum_rows_of_the_result_follow_when_rows_are_sorted() -> None:
    rows: list[Row] = [
        {"id": "intakter", "label": "Intäkter", "type": "intäkt", "parent": "resultat", "actual": 10, "budget": 9},
        {"id": "kostnader", "label": "Kostnader", "type": "kostnad", "parent": "resultat", "actual": -7, "budget": -8},
        {"id": "resultat", "label": "Resultat", "type": "resultat"},
    ]
    a, b = (filled(workbook({RESULT: order}), commands.variances) for order in (rows, rows[::-1]))
    assert differences(a, b) == ()


def noted(notes: Mapping[tuple[int, int], str]) -> Snapshot:
    cells = plain(["Hyra", 100], ["El", 20]).sheets["Blad1"].cells
    return Snapshot({"Blad1": Sheet("Blad1", cells, notes=notes)})


def test_a_note_that_was_written_changed_or_taken_away_is_told_with_its_text() -> None:
    a, b = noted({(1, 2): "preliminär", (2, 1): "gammal"}), noted({(1, 2): "slutlig", (2, 2): "ny"})
    assert told(differences(a, b)) == [
        ("note", "Blad1!B1", "preliminär", "slutlig"),
        ("note", "Blad1!A2", "gammal", None),
        ("note", "Blad1!B2", None, "ny"),
    ]


def test_a_day_in_a_colleagues_workbook_is_told_as_a_day_where_its_cell_shows_one() -> None:
    def dated(value: int, number_format: str) -> Snapshot:
        sheet = plain(("Beslut", value)).sheets["Blad1"]
        return Snapshot({"Blad1": replace(sheet, formats={(1, 2): number_format})})

    [moved] = differences(dated(46356, "d mmm yyyy"), dated(46387, "d mmm yyyy"))
    assert line_of(moved).endswith("2026-11-30 → 2026-12-31 (+31 dagar)")
    [retyped] = differences(dated(5, "0"), dated(46387, "d mmm yyyy"))
    assert line_of(retyped).replace("\u00a0", " ").endswith("5 → 46 387 (+46 382)")
