"""Beräkna avvikelser: every computed amount, and what the variances owe the reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runxl.commands.outcome import Outcome
from runxl.commands.restored import restored
from runxl.domain.message import message
from runxl.layout import RESULT
from runxl.sheets.amount_findings import amount_findings
from runxl.sheets.computed import fill
from runxl.sheets.explanations import explanation_findings
from runxl.sheets.figures import general_figures, money_figures
from runxl.sheets.money import read_money
from runxl.sheets.workbook import read_workbook

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from runxl.domain.finding import Finding
    from runxl.grid import Snapshot
    from runxl.sheets.computed import Computed
    from runxl.sheets.money import Money
    from runxl.sheets.workbook import Workbook


def variances(snapshot: Snapshot) -> Outcome:
    """Return the plan that fills every variance, share and total, and what is missing around them."""
    book = read_workbook(snapshot)
    moneys = read_money(book)
    filled = fill(snapshot, computed_money(book, moneys))
    findings = (*book.findings, *money_findings(book, moneys), *restored(filled))
    cells = sum(len(money.computed) for money in moneys.values())
    return Outcome(filled.plan, findings, message("variances-done", count=cells), told_once=findings)


def computed_money(book: Workbook, moneys: Mapping[str, Money]) -> Iterator[Computed]:
    """Give every cell that this command owns."""
    for money in moneys.values():
        yield from money.computed
    yield from general_figures(book)
    yield from money_figures(book, moneys.get(RESULT.name))


def money_findings(book: Workbook, moneys: Mapping[str, Money]) -> Iterator[Finding]:
    """Give what the amount tables' rows and forecasts lack."""
    for money in moneys.values():
        yield from money.findings
    yield from amount_findings(book, moneys)
    yield from explanation_findings(book, moneys)
