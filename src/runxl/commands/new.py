"""Ny: a workbook of one of our templates, for a period, with an id of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runxl.commands.goals import goals
from runxl.commands.variances import variances
from runxl.domain.period import period_in
from runxl.errors import CallError
from runxl.grid import Address, Content, Edit, Plan, Snapshot, applied
from runxl.layout import IDENTITY_SHEET, SETTINGS
from runxl.sheets.workbook import read_workbook

if TYPE_CHECKING:
    from runxl.domain.period import Period


def period_of(text: str) -> Period:
    """Return the period of a call. Raises CallError where there is no such month."""
    period = period_in(text)
    if period is None:
        raise CallError("period-not-a-month", text=text)
    return period


def begun(snapshot: Snapshot, period: Period | None, workbook_id: str) -> Plan:
    """Return the plan that makes a template a workbook of its own: its id, its period, and what follows from it."""
    plan = Plan((*_identity(snapshot, workbook_id), *(() if period is None else _period(snapshot, period))))
    for command in (variances, goals):
        plan = plan.then(command(applied(snapshot, plan)).plan)
    return plan


def _identity(snapshot: Snapshot, workbook_id: str) -> list[Edit]:
    sheet = snapshot.sheets[IDENTITY_SHEET]
    return [
        Edit(Address(IDENTITY_SHEET, row, 2), Content(workbook_id))
        for (row, column), content in sheet.cells.items()
        if column == 1 and content.value == "workbook_id"
    ]


def _period(snapshot: Snapshot, period: Period) -> list[Edit]:
    rows = read_workbook(snapshot).rows(SETTINGS)
    row = None if rows is None else rows.by_id().get("period")
    return [] if rows is None or row is None else [Edit(rows.cell(row, "value"), Content(str(period)))]
