"""The hidden sheet that says which template a workbook was made from."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from runxl.grid.address import quoted
from runxl.layout import IDENTITY_SHEET, TABLES_OF, TEMPLATE_VERSION, figures
from runxl.templates.page import add_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from openpyxl import Workbook

    from runxl.layout import TableLayout


def write_identity(workbook: Workbook, template: str, name: str) -> None:
    """Write the template, its version, and the ids of the workbook and of the round it belongs to."""
    sheet = workbook.create_sheet(IDENTITY_SHEET)
    sheet.sheet_state = "hidden"
    rows = (
        ("template", template),
        ("version", TEMPLATE_VERSION),
        ("workbook_id", str(uuid5(NAMESPACE_URL, f"runxl:{name}"))),
        ("round_id", None),
        ("structure_hash", structure_hash(template)),
    )
    for number, (key, value) in enumerate(rows, 1):
        sheet.cell(number, 1, key)
        sheet.cell(number, 2, value)


def write_sheet_names(workbook: Workbook, layouts: Iterable[TableLayout]) -> None:
    """Write what these tables' sheets are called, each in a cell with a name; a check keeps them up to date."""
    sheet = workbook[IDENTITY_SHEET]
    for row, layout in enumerate(layouts, sheet.max_row + 1):
        name = figures.SHEET_NAMES[layout.name]
        sheet.cell(row, 1, name)
        sheet.cell(row, 2, quoted(layout.sheet))
        add_name(workbook, name, sheet, row)


def structure_hash(template: str, version: int = TEMPLATE_VERSION) -> str:
    """Return a short digest of a template's tables and headers in a version: equal digests, equal structure."""
    tables = [
        (table.name, table.sheet, [column.header for column in table.columns if column.since <= version])
        for table in TABLES_OF[template]
        if table.since <= version
    ]
    return sha256(repr(tables).encode()).hexdigest()[:16]
