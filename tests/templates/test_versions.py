"""What a template's version promises: older workbooks are read as they are, newer ones are refused."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from runxl import commands
from runxl.errors import WorkbookError
from runxl.grid import Content
from runxl.layout import FINDINGS, IDENTITY_SHEET, TABLES_OF, TEMPLATE_REPORT, TEMPLATE_UNIT, TEMPLATE_VERSION
from runxl.templates.identity import structure_hash
from tests.reports import PRINTED
from tests.workbooks import workbook

if TYPE_CHECKING:
    from runxl.grid import Snapshot

VERSION = (2, 2)
STRUCTURES = {
    TEMPLATE_REPORT: {1: "a65abfd7508cfcce", 2: "be521b8d58041a83", 3: "853f1393611ff9c8", 4: "f3f1fc5d1e521395"},
    TEMPLATE_UNIT: {1: "17679572ea4992cf", 2: "17679572ea4992cf", 3: "502dfd2e46e483f1", 4: "502dfd2e46e483f1"},
}
"""The digests that workbooks of each version have in their hidden sheet."""


def of_version(version: int, *, columns: int) -> Snapshot:
    """Return the report's workbook of a version, with so many of the columns of Fynd."""
    book = workbook(PRINTED)
    identity, table = book.sheets[IDENTITY_SHEET], book.tables[FINDINGS.name]
    cells = {**identity.cells, VERSION: Content(Decimal(version))}
    block = table.block._replace(right=table.block.left + columns - 1)
    fewer = replace(table, block=block, headers=table.headers[:columns])
    return replace(
        book,
        sheets={**book.sheets, IDENTITY_SHEET: replace(identity, cells=cells)},
        tables={**book.tables, FINDINGS.name: fewer},
    )


def missing(book: Snapshot) -> list[object]:
    return [each.parts["header"] for each in commands.check(book).findings if each.rule == "column-missing"]


@pytest.mark.parametrize("template", TABLES_OF)
def test_a_template_that_gets_a_column_gets_a_new_version(template: str) -> None:
    known = STRUCTURES[template]

    assert {version: structure_hash(template, version) for version in known} == known
    assert max(known) == TEMPLATE_VERSION
    assert structure_hash(template) == known[TEMPLATE_VERSION]


def test_a_workbook_of_the_first_version_lacks_no_column_that_came_later() -> None:
    assert missing(of_version(1, columns=5)) == []
    assert missing(of_version(1, columns=4)) == ["Regel"]


def test_a_workbook_of_this_version_that_lacks_a_column_says_so() -> None:
    assert missing(of_version(2, columns=9)) == ["Rätta"]


def test_a_workbook_of_a_later_version_is_refused() -> None:
    with pytest.raises(WorkbookError) as refused:
        commands.check(of_version(TEMPLATE_VERSION + 1, columns=10))

    assert refused.value.code == "newer-template"
