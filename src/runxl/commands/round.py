"""Avrunda: the tables of money as they are printed, rounded so that every sum holds on the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from runxl.commands.check import gravest_first
from runxl.commands.outcome import Outcome
from runxl.domain.message import message
from runxl.errors import CallError, WorkbookError
from runxl.grid import Plan
from runxl.sheets.figures import period_words
from runxl.sheets.money import standing_money
from runxl.sheets.rounding import PrintedTable, printed_tables
from runxl.sheets.rounding_system import Wanted
from runxl.sheets.unread_amounts import unread_amounts
from runxl.sheets.workbook import read_workbook

if TYPE_CHECKING:
    from collections.abc import Sequence

    from runxl.domain.finding import Finding
    from runxl.domain.message import Message
    from runxl.grid import Snapshot

UNITS = ("tkr", "mnkr")
MOST_DECIMALS = 3

_BROKEN = frozenset({"rounding-breaks-sum", "rounding-breaks-units"})
_HOLDING = _BROKEN | {"rounding-keeps-unit", "rounding-not-finished"}
"""Findings beside which every relation of the workbook was still rounded; the others leave some out."""


@dataclass(frozen=True, slots=True)
class Presentation:
    """What the copy holds, and the outcome that tells of it; its plan is empty, as the workbook stays as it is."""

    committee: str
    period: str
    tables: tuple[PrintedTable, ...]
    outcome: Outcome


def wanted(unit: str, decimals: str = "0") -> Wanted:
    """Return the unit and the decimals of a call. Raises CallError where nothing is printed so."""
    if unit not in UNITS:
        raise CallError("rounding-unit-unknown", unit=unit, units=UNITS)
    if decimals not in {str(number) for number in range(MOST_DECIMALS + 1)}:
        raise CallError("rounding-decimals-wrong", decimals=decimals, most=MOST_DECIMALS)
    return Wanted(unit, int(decimals))


def presented(snapshot: Snapshot, wanted: Wanted) -> Presentation:
    """Return the workbook's tables of money, as they stand in it, rounded for print.

    Raises WorkbookError where it is not one of ours, or where no table of money holds a number.
    """
    book = read_workbook(snapshot)
    order = list(snapshot.sheets)
    standing = standing_money(book)
    found = printed_tables(standing, wanted, unread_amounts(book, standing))
    if not found:
        raise WorkbookError("rounding-nothing")
    tables = tuple(sorted(found, key=lambda table: order.index(table.sheet)))
    findings = gravest_first(_findings(tables))
    counts = _counts(tables, findings, wanted)
    done = _done(counts, wanted, is_all=all(finding.rule in _HOLDING for finding in findings))
    outcome = Outcome(Plan(), findings, done, {"rounding": counts})
    return Presentation(book.settings.committee, period_words(book.settings.period), tables, outcome)


def _findings(tables: Sequence[PrintedTable]) -> list[Finding]:
    """Return the tables' findings; what is said of all tables at once is said once."""
    findings: list[Finding] = []
    for finding in (finding for table in tables for finding in table.findings):
        if finding.cell is not None or finding not in findings:
            findings.append(finding)
    return findings


def _counts(tables: Sequence[PrintedTable], findings: Sequence[Finding], wanted: Wanted) -> dict[str, int]:
    """Return what was done; a table that keeps its own unit was not rounded, but what it promises is counted."""
    rounded = [table for table in tables if table.unit == wanted.unit]
    rows = [row for table in rounded for row in table.rows]
    return {
        "tables": len(rounded),
        "numbers": sum(len(row.numbers) for row in rows),
        "turned": sum(len(row.turned) for row in rows),
        "sums": sum(table.sums for table in tables),
        "broken": sum(finding.rule in _BROKEN for finding in findings),
    }


def _done(counts: dict[str, int], wanted: Wanted, *, is_all: bool) -> Message:
    turned = message("rounding-turned", count=counts["turned"])
    parts = {**counts, "turned": turned, "holding": _holding(counts["broken"], counts["sums"], is_all=is_all)}
    return message("rounding-done", **parts, count=counts["tables"], unit=wanted.unit)


def _holding(broken: int, sums: int, *, is_all: bool) -> Message:
    """Return how many relations hold in print: of all, or of those that are not wrong or untested already."""
    if broken:
        return (
            message("rounding-broken", count=broken, sums=sums)
            if is_all
            else message("rounding-broken-others", count=broken, sums=sums)
        )
    return message("rounding-all-hold", sums=sums) if is_all else message("rounding-others-hold", sums=sums)
