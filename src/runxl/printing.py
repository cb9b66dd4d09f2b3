"""What the command line prints: findings as a table for people, an outcome as JSON for scripts."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from runxl import language
from runxl.sheets.report import SEVERITY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from runxl.commands.outcome import Outcome
    from runxl.domain.finding import Finding

_NARROWEST = 60


def findings_table(findings: Sequence[Finding], width: int) -> str:
    """Return the findings as lines of a terminal: severity, cell, sentence, wrapped under each other."""
    rows = [
        (language.say(SEVERITY[finding.severity]), str(finding.cell or ""), language.sentence_of_finding(finding))
        for finding in findings
    ]
    first, second = (max((len(row[place]) for row in rows), default=0) for place in (0, 1))
    return "\n".join(line for row in rows for line in _wrapped(row, first, second, max(width, _NARROWEST)))


def _wrapped(row: tuple[str, str, str], first: int, second: int, width: int) -> Iterator[str]:
    severity, cell, sentence = row
    indent = first + second + 4
    lines = textwrap.wrap(sentence, width - indent, break_long_words=False) or [""]
    yield f"{severity:<{first}}  {cell:<{second}}  {lines[0]}"
    for line in lines[1:]:
        yield " " * indent + line


def outcome_as_json(file: str, command: str, written: int, outcome: Outcome) -> dict[str, object]:
    """Return a command's answer as JSON data; amounts are decimal strings, what is missing is null."""
    return {
        "file": file,
        "command": command,
        "written": written,
        "findings": [_finding_as_json(finding) for finding in outcome.findings],
        "summary": {subject: dict(counts) for subject, counts in outcome.summary.items()},
    }


def _finding_as_json(finding: Finding) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "sheet": None if finding.cell is None else finding.cell.sheet,
        "cell": None if finding.cell is None else finding.cell.a1,
        "message": language.sentence_of_finding(finding),
        "stated": _amount(finding.stated),
        "computed": _amount(finding.computed),
        "difference": _amount(finding.difference),
        "tolerance": _amount(finding.tolerance),
        "verdict": None if finding.verdict is None else finding.verdict.value,
        "suspects": [],
    }


def _amount(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount.normalize():f}"
