"""Kör allt: variances, goals and check, each on the workbook as the one before leaves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runxl.commands.check import check, gravest_first, relations_words
from runxl.commands.goals import goals
from runxl.commands.outcome import Outcome
from runxl.commands.restored import RULES
from runxl.commands.variances import variances
from runxl.domain.message import message
from runxl.grid import applied

if TYPE_CHECKING:
    from collections.abc import Collection

    from runxl.grid import Address, Snapshot


def run(snapshot: Snapshot, changed: Collection[Address] | None = None) -> Outcome:
    """Return the plan that fills the whole workbook, and the findings of the filled one; `changed` is as in check."""
    money = variances(snapshot)
    filled = applied(snapshot, money.plan)
    assessed = goals(filled)
    checked = check(applied(filled, assessed.plan), changed)
    told_once = tuple(finding for outcome in (money, assessed) for finding in outcome.findings if finding.rule in RULES)
    findings = gravest_first((*checked.findings, *told_once))
    plan = money.plan.then(assessed.plan).then(checked.plan)
    measures = checked.summary["measures"]
    done = message(
        "run-done",
        count=len(findings),
        relations=relations_words(checked.summary["relations"]),
        having=measures["with_outcome"],
        measures=measures["total"],
    )
    return Outcome(plan, findings, done, checked.summary, told_once)
