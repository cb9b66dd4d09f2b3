"""A unit's workbook as it is sent: made from the shipped template by the package host, as small as a test's subject."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import runxl
from runxl.commands.variances import variances
from runxl.exchange.archive import Sent
from runxl.exchange.identity import Round
from runxl.exchange.mailbox import Attachment
from runxl.exchange.returned import Returned, read_returned
from runxl.grid import Address, Content, Edit, Plan, applied
from runxl.layout import ACTIONS, IDENTITY_SHEET, LINES, MEASURES, SETTINGS, UNITS
from runxl.templates.shipped import template

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from runxl.exchange.mailbox import Unread
    from runxl.grid import Snapshot
    from runxl.layout import TableLayout

ROUND_ID = "2026-08-1f3a9c20"
PERIOD = "2026-08"
WORKBOOK_ID = "8c7e2d10-0000-4000-8000-000000000001"

LINE_ROWS = (
    {"id": "teater-bidrag", "unit": "teater", "label": "Bidrag", "type": "intäkt", "actual": 900, "budget": 880},
    {"id": "teater-hyra", "unit": "teater", "label": "Hyror", "type": "kostnad", "actual": -412.5, "budget": -400},
    {"id": "teater-lon", "unit": "teater", "label": "Löner", "type": "kostnad", "actual": -300, "budget": -310},
)
ROWS: Mapping[TableLayout, tuple[Mapping[str, object], ...]] = {
    LINES: LINE_ROWS,
    UNITS: ({"id": "teater", "label": "Teatern", "type": "verksamhet"},),
    MEASURES: (
        {"id": "M1", "goal": "G1", "measure": "Besök", "unit": "teater", "target": "minst 500", "outcome": 480},
        {"id": "M2", "goal": "G1", "measure": "Nöjda", "unit": "teater", "target": "80 %", "comment": "enkät"},
    ),
    ACTIONS: ({"id": "teater-1", "concerns": "teater", "action": "Säg upp avtal", "effect": 40, "due": 46295},),
}


def attachment(data: bytes, name: str = "teater.xlsx", sender: str = "anna@example.org") -> Attachment:
    return Attachment(f"svar.eml » {name}", name, data, sender)


def read(data: bytes, name: str = "teater.xlsx", sender: str = "anna@example.org") -> Returned:
    """Return a workbook that must be readable."""
    returned = read_returned(attachment(data, name, sender))
    assert isinstance(returned, Returned), returned
    return returned


def refused(data: bytes, name: str = "teater.xlsx") -> Unread:
    """Return why a workbook is not read, which it must not be."""
    returned = read_returned(attachment(data, name))
    assert not isinstance(returned, Returned)
    return returned


@cache
def as_sent(unit: str = "teater", workbook_id: str = WORKBOOK_ID) -> bytes:
    """Return the workbook that a unit gets."""
    return edited(template("verksamhet").read_bytes(), lambda snapshot: _filled(snapshot, unit, workbook_id))


def edited(data: bytes, plan_of: Callable[[Snapshot], Plan]) -> bytes:
    """Return a workbook as the package host leaves it after a plan."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "bok.xlsx"
        file.write_bytes(data)
        book = runxl.open(file)
        book.apply(plan_of(book.read()))
        book.save()
        return file.read_bytes()


def typed(data: bytes, *edits: tuple[str, int, int, object]) -> bytes:
    """Return a workbook in which somebody typed: sheet, row, column, value."""
    plan = Plan(tuple(Edit(Address(sheet, row, column), _content(value)) for sheet, row, column, value in edits))
    return edited(data, lambda _: plan)


def _filled(snapshot: Snapshot, unit: str, workbook_id: str) -> Plan:
    plan = Plan((*_cells(snapshot, unit), *_identity(snapshot, workbook_id)))
    return plan.then(variances(applied(snapshot, plan)).plan)


def _cells(snapshot: Snapshot, unit: str) -> Iterable[Edit]:
    for layout, rows in ROWS.items():
        table = snapshot.tables[layout.name]
        for number, row in zip(table.body, rows, strict=False):
            for key, value in row.items():
                text = value.replace("teater", unit) if isinstance(value, str) else value
                yield Edit(Address(table.sheet, number, table.column(layout.header(key))), _content(text))
    settings = snapshot.tables[SETTINGS.name]
    for number in settings.body:
        if snapshot.content(Address(settings.sheet, number, settings.block.left)).value == "period":
            yield Edit(Address(settings.sheet, number, settings.column(SETTINGS.header("value"))), Content(PERIOD))


def _identity(snapshot: Snapshot, workbook_id: str) -> Iterable[Edit]:
    values = {"workbook_id": workbook_id, "round_id": ROUND_ID}
    for (row, column), content in snapshot.sheets[IDENTITY_SHEET].cells.items():
        if column == 1 and content.value in values:
            yield Edit(Address(IDENTITY_SHEET, row, 2), Content(values[str(content.value)]))


def _content(value: object) -> Content:
    if isinstance(value, Content):
        return value
    return Content(Decimal(str(value)) if isinstance(value, int | float) else str(value))


def sent_row(unit: str = "teater", workbook_id: str = WORKBOOK_ID, round_id: str = ROUND_ID) -> Sent:
    return Sent(round_id, unit, workbook_id, "0" * 64, "2026-09-01T08:00:00+02:00", 1, "")


def this_round(*sent: Sent) -> Round:
    """Return the round of two units, of which the theatre's address is known."""
    return Round(ROUND_ID, PERIOD, ("teater", "museum"), {"anna@example.org": "teater"}, sent or (sent_row(),))


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def package(parts: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()
