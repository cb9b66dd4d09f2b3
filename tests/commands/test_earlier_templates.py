"""Workbooks made before a table or a column came to the templates."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

import runxl
from runxl.grid import Block, Content
from runxl.layout import IDENTITY_SHEET, LOG, TABLES, TABLES_OF, TEMPLATE_REPORT, TEMPLATE_UNIT
from runxl.sheets.report import log_plan
from runxl.sheets.workbook import read_workbook
from runxl.templates.shipped import template

if TYPE_CHECKING:
    from runxl.grid import Snapshot, Table

VERSION = (2, 2)
# the sheets of a round by mail, and a unit's history
SINCE = {"delarsrapport": {"Mottagare", "Inlämningar", "Konflikter"}, "verksamhet": {"Historik"}}


def earlier(snapshot: Snapshot, template_name: str) -> Snapshot:
    """Return a workbook as it was made before: without the tables and columns that came later."""
    later = {layout.name for layout in TABLES_OF[template_name] if layout.since > 1}
    sheets = {name: sheet for name, sheet in snapshot.sheets.items() if name not in SINCE[template_name]}
    tables = {name: narrowed(table) for name, table in snapshot.tables.items() if name not in later}
    identity = sheets[IDENTITY_SHEET]
    sheets[IDENTITY_SHEET] = replace(identity, cells={**identity.cells, VERSION: Content(Decimal(1))})
    return replace(snapshot, sheets=sheets, tables=tables)


def narrowed(table: Table) -> Table:
    layout = next(layout for layout in TABLES if layout.name == table.name)
    kept = [column.header for column in layout.columns if column.since == 1]
    block = table.block
    narrow = Block(block.sheet, block.top, block.left, block.bottom, block.left + len(kept) - 1)
    return replace(table, block=narrow, headers=tuple(kept))


@pytest.mark.parametrize("name", [TEMPLATE_REPORT, TEMPLATE_UNIT])
def test_a_workbook_made_before_lacks_nothing(name: str) -> None:
    snapshot = earlier(runxl.open(template(name)).read(), name)
    assert SINCE[name].isdisjoint(snapshot.sheets)
    assert read_workbook(snapshot).findings == ()


def test_a_run_on_a_workbook_made_before_finds_what_it_finds_in_a_new_one() -> None:
    snapshot = runxl.open(template("exempel-fiktiv")).read()
    new, old = (runxl.commands.run(workbook) for workbook in (snapshot, earlier(snapshot, TEMPLATE_REPORT)))
    assert old.findings == new.findings
    assert len(old.findings) > 20


def test_logg_without_the_columns_of_provenance_still_gets_its_row() -> None:
    snapshot = earlier(runxl.open(template("delarsrapport")).read(), TEMPLATE_REPORT)
    assert "SHA-256" not in snapshot.tables[LOG.name].headers
    row = {"time": "2026-09-01 08:00", "user": "ek", "command": "Kör", "changed": "1 cell.", "sha256": "ab"}
    assert [edit.content.value for edit in log_plan(snapshot, [row]).edits] == [1, *list(row.values())[:4]]


def test_what_did_not_come_later_is_still_missed() -> None:
    snapshot = earlier(runxl.open(template("verksamhet")).read(), TEMPLATE_UNIT)
    without = {name: table for name, table in snapshot.tables.items() if name != "tblAtgard"}
    rules = [finding.rule for finding in read_workbook(replace(snapshot, tables=without)).findings]
    assert rules == ["table-missing"]
