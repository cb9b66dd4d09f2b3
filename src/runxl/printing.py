"""What the command line prints: findings as a table for people, an outcome as JSON for scripts."""

from __future__ import annotations

import textwrap
from itertools import groupby
from typing import TYPE_CHECKING

from runxl import language
from runxl.commands.check import relations_words
from runxl.sheets.report import SEVERITY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from runxl.commands.check_inferred import CheckedTable, InferredCheck
    from runxl.commands.outcome import Outcome
    from runxl.compute.relations import Examined
    from runxl.domain.finding import Finding, Suspect
    from runxl.sheets.inferring import Inferred

NARROWEST = 60
"""No line is broken shorter, however narrow the terminal."""

_MOST_UNSURE = 10


def findings_table(findings: Sequence[Finding], width: int, *, with_fixes: bool = False) -> str:
    """Return the findings as lines of a terminal: severity, cell, sentence, wrapped under each other.

    `with_fixes`: each proposal is followed by the option that writes it.
    """
    rows = [
        (language.say(SEVERITY[finding.severity]), str(finding.cell or ""), _sentence(number, finding, with_fixes))
        for number, finding in enumerate(findings, start=1)
    ]
    return in_columns(rows, width)


def in_columns(rows: Sequence[tuple[str, str, str]], width: int) -> str:
    """Return rows as lines of a terminal, two short columns and a sentence wrapped under itself."""
    first, second = (max((len(row[place]) for row in rows), default=0) for place in (0, 1))
    return "\n".join(line for row in rows for line in _wrapped(row, first, second, max(width, NARROWEST)))


def _sentence(number: int, finding: Finding, with_fix: bool) -> str:  # noqa: FBT001  (passed on)
    sentence = language.sentence_of_finding(finding)
    return f"{sentence} {language.say('fix-with', number=number)}" if with_fix and finding.proposal else sentence


def _wrapped(row: tuple[str, str, str], first: int, second: int, width: int) -> Iterator[str]:
    severity, cell, sentence = row
    indent = first + second + 4
    lines = textwrap.wrap(sentence, width - indent, break_long_words=False) or [""]
    yield f"{severity:<{first}}  {cell:<{second}}  {lines[0]}".rstrip()
    for line in lines[1:]:
        yield " " * indent + line


def tables_told(check: InferredCheck, width: int) -> str:
    """Return what was found of tables that nobody prepared: each table, the findings, what is too unsure to check."""
    findings, unsure = check.outcome.findings, [each for table in check.tables for each in table.unsure]
    parts = (
        "\n".join(_table_told(table) for table in check.tables),
        findings_table(findings, width),
        "\n".join(_unsure_told(unsure, max(width, NARROWEST))),
        language.sentence_of(check.outcome.message),
    )
    return "\n\n".join(part for part in parts if part)


def _table_told(table: CheckedTable) -> str:
    believed, block = len(table.checked) + len(table.unsure), str(table.block)
    if not believed:
        return language.say("inferred-table-without", block=block)
    told = language.say("inferred-table", block=block, count=believed, relations=relations_words(table.verdicts))
    return f"{told} {language.say('inferred-no-unit')}" if table.rounds_without_unit else told


def _unsure_told(unsure: Sequence[Inferred], width: int) -> Iterator[str]:
    """Give a line for each reason to believe in relations that are too unsure to check, the first of them named."""
    if unsure:
        yield language.say("inferred-unsure", count=len(unsure))
    alike = [list(group) for _, group in groupby(unsure, key=lambda each: each.evidence)]
    for first, *others in alike[:_MOST_UNSURE]:
        also = language.say("inferred-unsure-alike", count=len(others)) if others else ""
        because = " ".join(map(language.sentence_of, first.evidence))
        line = f"{first.target} = {first.sum_as_read}{also} ({language.shown(first.confidence)}): {because}"
        yield textwrap.fill(line, width, initial_indent="  ", subsequent_indent="    ", break_long_words=False)
    if len(alike) > _MOST_UNSURE:
        yield language.say("inferred-unsure-more", count=sum(map(len, alike[_MOST_UNSURE:])))


def inferred_as_json(file: str, command: str, check: InferredCheck) -> dict[str, object]:
    """Return the answer on tables that nobody prepared: as that of any command, with every relation believed."""
    relations = [_relation_as_json(*each) for table in check.tables for each in table.checked]
    relations += [_relation_as_json(each, None) for table in check.tables for each in table.unsure]
    return {**outcome_as_json(file, command, 0, check.outcome), "inferred": relations}


def _relation_as_json(inferred: Inferred, examined: Examined | None) -> dict[str, object]:
    return {
        "target": str(inferred.target),
        "parts": [[str(cell), _amount(coefficient)] for coefficient, cell in inferred.parts],
        "kind": inferred.kind.value,
        "confidence": _amount(inferred.confidence),
        "evidence": [language.sentence_of(each) for each in inferred.evidence],
        "verdict": None if examined is None else examined.verdict.value,
    }


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
        "suspects": [_suspect_as_json(suspect) for suspect in finding.suspects],
    }


def _suspect_as_json(suspect: Suspect) -> dict[str, object]:
    return {
        "sheet": suspect.cell.sheet,
        "cell": suspect.cell.a1,
        "cause": suspect.cause,
        "stated": _amount(suspect.stated),
        "suggested": _amount(suspect.suggested),
        "low": _amount(suspect.low),
        "high": _amount(suspect.high),
        "ties": suspect.ties,
        "rank": suspect.rank,
    }


def _amount(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount.normalize():f}"
