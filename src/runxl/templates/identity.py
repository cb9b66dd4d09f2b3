"""The hidden sheet that says which template a workbook was made from."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from runxl.layout import IDENTITY_SHEET, TABLES_OF, TEMPLATE_VERSION

if TYPE_CHECKING:
    from openpyxl import Workbook


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


def structure_hash(template: str) -> str:
    """Return a short digest of a template's tables and headers: equal digests, equal structure."""
    tables = [(table.name, table.sheet, [column.header for column in table.columns]) for table in TABLES_OF[template]]
    return sha256(repr(tables).encode()).hexdigest()[:16]
