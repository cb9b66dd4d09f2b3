"""Ny: a workbook of one of our templates, for a period, with an id of its own."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from runxl.commands.goals import goals
from runxl.commands.variances import variances
from runxl.domain.period import period_in
from runxl.errors import CallError
from runxl.grid import Content, Edit, Plan, Snapshot, applied
from runxl.hosts.opening import open_book
from runxl.layout import SETTINGS
from runxl.sheets.workbook import identity_edits, read_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from runxl.domain.period import Period


def period_of(text: str) -> Period:
    """Return the period of a call. Raises CallError where there is no such month."""
    period = period_in(text)
    if period is None:
        raise CallError("period-not-a-month", text=text)
    return period


def begin(source: Path, target: Path, period: str | None) -> None:
    """Write a workbook of its own, made from the template at `source`; `period` None is the template's own.

    Raises CallError where there is no such month, or `target` is there already.
    """
    month = None if period is None else period_of(period)
    if is_taken(target):
        raise CallError("file-exists", file=str(target))
    book = open_book(source)
    book.apply(begun(book.read(), month, str(uuid.uuid4())))
    book.save_new(target)


def is_taken(target: Path) -> bool:
    """Tell whether something has this name already; a name that no file can have is refused when it is written."""
    try:
        return target.exists()
    except OSError:
        return False


def refuse_target(target: Path) -> None:
    """Raise CallError where a new workbook cannot have this name: it ends otherwise than in .xlsx, or is taken."""
    if target.suffix.casefold() != ".xlsx":
        raise CallError("ending-must-be-xlsx", file=target.name)
    if is_taken(target):
        raise CallError("file-exists", file=str(target))


def begun(snapshot: Snapshot, period: Period | None, workbook_id: str) -> Plan:
    """Return the plan that makes a template a workbook of its own: its id, its period, and what follows from it."""
    plan = Plan(
        (*identity_edits(snapshot, workbook_id=workbook_id), *(() if period is None else _period(snapshot, period)))
    )
    for command in (variances, goals):
        plan = plan.then(command(applied(snapshot, plan)).plan)
    return plan


def _period(snapshot: Snapshot, period: Period) -> list[Edit]:
    rows = read_workbook(snapshot).rows(SETTINGS)
    row = None if rows is None else rows.by_id().get("period")
    return [] if rows is None or row is None else [Edit(rows.cell(row, "value"), Content(str(period)))]
