from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from runxl.errors import WorkbookError
from runxl.exchange.recipients import Recipients, passed, read_recipients
from runxl.layout import LINES, RECIPIENTS, UNITS
from runxl.sheets.workbook import read_workbook
from tests.workbooks import workbook

if TYPE_CHECKING:
    from runxl.grid import Snapshot

# 2026-09-11 as a cell holds it: days from 1899-12-30
FRIDAY = 46276
TEATER: dict[str, object] = {
    "id": "teater",
    "name": "Åsa Ek",
    "address": "asa@example.org",
    "copy": None,
    "deadline": FRIDAY,
}
UNIT_ROWS = [{"id": "teater", "label": "Länsteatern", "type": "verksamhet"}, {"id": "summa", "type": "summa"}]
LINE_ROWS = [{"id": "R1", "unit": "teater", "type": "intäkt", "actual": 1}]


def master(*rows: dict[str, object]) -> Snapshot:
    return workbook({UNITS: UNIT_ROWS, LINES: LINE_ROWS, RECIPIENTS: rows})


def read(*rows: dict[str, object]) -> Recipients:
    return read_recipients(read_workbook(master(*rows)))


def rules(*rows: dict[str, object]) -> list[tuple[str, str, str]]:
    return [(f.rule, f.severity.value, str(f.cell)) for f in read(*rows).findings]


def test_a_row_is_whom_to_send_what_and_when_it_is_due() -> None:
    [one] = read({**TEATER, "id": "Teater", "copy": "ekonomi@example.org"}).rows
    assert one[1:] == ("teater", "Länsteatern", "Åsa Ek", "asa@example.org", "ekonomi@example.org", date(2026, 9, 11))


def test_a_workbook_that_counts_days_from_1904_means_the_same_day() -> None:
    snapshot = replace(master({**TEATER, "deadline": FRIDAY - 1462}), date1904=True)
    assert read_recipients(read_workbook(snapshot)).rows[0].deadline == date(2026, 9, 11)


def test_a_no_break_space_that_came_with_pasting_is_a_space() -> None:
    [one] = read({**TEATER, "name": "Åsa\u00a0Ek", "address": "\u00a0asa@example.org\u00a0"}).rows
    assert (one.name, one.address) == ("Åsa Ek", "asa@example.org")


@pytest.mark.parametrize(
    ("change", "rule", "cell"),
    [
        ({"id": "musset"}, "recipient-unit-unknown", "Mottagare!A5"),
        ({"id": "summa"}, "recipient-unit-unknown", "Mottagare!A5"),
        ({"id": None}, "id-missing", "Mottagare!A5"),
        ({"address": None}, "recipient-without-address", "Mottagare!C5"),
        ({"address": "Åsa <asa@example.org>"}, "recipient-address-odd", "Mottagare!C5"),
        ({"address": "asa@example.org; bo@example.org"}, "recipient-address-odd", "Mottagare!C5"),
        ({"address": "asa@example.org\nBcc: alla@example.org"}, "recipient-address-odd", "Mottagare!C5"),
        ({"copy": "x"}, "recipient-address-odd", "Mottagare!D5"),
        ({"name": "Åsa\nBcc: alla@example.org"}, "recipient-name-odd", "Mottagare!B5"),
        ({"name": "Åsa\u2028Ek"}, "recipient-name-odd", "Mottagare!B5"),
        ({"name": "Åsa \u202egro.elpmaxe"}, "recipient-name-odd", "Mottagare!B5"),
        ({"name": "Å" * 101}, "recipient-name-odd", "Mottagare!B5"),
        ({"deadline": None}, "recipient-without-deadline", "Mottagare!E5"),
        ({"deadline": -3}, "recipient-without-deadline", "Mottagare!E5"),
        ({"deadline": 99_999_999}, "recipient-without-deadline", "Mottagare!E5"),
        ({"deadline": "fredag"}, "date-as-text", "Mottagare!E5"),
    ],
)
def test_what_cannot_be_sent_is_an_error_that_names_its_cell(change: dict[str, object], rule: str, cell: str) -> None:
    found = read({**TEATER, **change})
    assert (rule, "error", cell) in [(f.rule, f.severity.value, str(f.cell)) for f in found.findings]
    assert not found.are_right


def test_two_rows_for_one_unit_are_an_error() -> None:
    assert rules(TEATER, {**TEATER, "id": "TEATER"}) == [("id-twice", "error", "Mottagare!A6")]


def test_all_faults_are_told_at_once() -> None:
    assert len(rules({**TEATER, "address": "x", "deadline": None}, {**TEATER, "id": "y", "address": None})) == 4


def test_a_unit_that_nobody_gets_and_a_workbook_without_lines_are_warnings() -> None:
    units = [*UNIT_ROWS, {"id": "museum", "type": "verksamhet"}, {"id": "arkiv", "type": "verksamhet"}]
    rows = [TEATER, {**TEATER, "id": "museum"}]
    found = read_recipients(read_workbook(workbook({UNITS: units, LINES: LINE_ROWS, RECIPIENTS: rows})))
    assert [(f.rule, str(f.cell)) for f in found.findings] == [
        ("unit-without-recipient", "Verksamheter!A8"),
        ("unit-without-lines", "Mottagare!A6"),
    ]
    assert found.are_right


@pytest.mark.parametrize(
    ("today", "found"),
    [(date(2026, 9, 11), []), (date(2026, 9, 12), [("recipient-deadline-passed", "warning", "Mottagare!E5")])],
)
def test_a_last_day_that_has_passed_is_a_warning_when_it_is_sent(today: date, found: list[object]) -> None:
    book = read_workbook(master(TEATER))
    told = passed(book, read_recipients(book), today)
    assert [(f.rule, f.severity.value, str(f.cell)) for f in told] == found


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("Läns\x00teatern\x1b[31m", "Läns teatern [31m"),
        ("Länsteatern\r\nBcc: alla@example.org", "Länsteatern Bcc: alla@example.org"),
        ("Läns\u202eteatern\u2028", "Läns teatern"),
        ("Läns\ud800teatern", "Läns teatern"),
        ("\x07\n", "teater"),
        ("Å" * 32_767, "Å" * 99 + "…"),
    ],
)
def test_a_unit_is_called_by_its_name_in_one_line(label: str, said: str) -> None:
    units = [{"id": "teater", "label": label, "type": "verksamhet"}]
    book = read_workbook(workbook({UNITS: units, LINES: LINE_ROWS, RECIPIENTS: [TEATER]}))
    [one] = read_recipients(book).rows
    assert one.label == said


def test_an_empty_table_is_refused() -> None:
    with pytest.raises(WorkbookError) as refusal:
        read()
    assert refusal.value.code == "recipients-none"


def test_a_workbook_without_the_table_is_refused() -> None:
    snapshot = master(TEATER)
    tables = {name: table for name, table in snapshot.tables.items() if name != RECIPIENTS.name}
    with pytest.raises(WorkbookError) as refusal:
        read_recipients(read_workbook(replace(snapshot, tables=tables)))
    assert refusal.value.code == "recipients-missing"


def test_a_lost_column_is_told_of_once_and_nothing_is_sent() -> None:
    snapshot = master(TEATER)
    table = snapshot.tables[RECIPIENTS.name]
    headers = tuple("x" if header == "E-post" else header for header in table.headers)
    tables = {**snapshot.tables, RECIPIENTS.name: replace(table, headers=headers)}
    found = read_recipients(read_workbook(replace(snapshot, tables=tables)))
    assert [finding.rule for finding in found.findings] == ["column-missing"]
    assert not found.are_right
