"""What a message box says after a press that fills: what must be put right, and what stands nowhere afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runxl import language
from runxl.commands.restored import RULES
from runxl.domain.finding import Severity

if TYPE_CHECKING:
    from runxl.commands.outcome import Outcome
    from runxl.domain.finding import Finding

# more do not fit in a message box
_MOST = 5


def box_of(outcome: Outcome) -> str:
    """Return the outcome's sentence and the findings to be told, "" where there are none: then the line is enough.

    What a formula has replaced comes first, as it can be read nowhere else, and then errors before warnings.
    """
    told = sorted((finding for finding in outcome.findings if _is_told(finding, outcome)), key=_gravity)
    if not told:
        return ""
    sentences = [language.sentence_of_finding(finding) for finding in told[:_MOST]]
    more = len(told) - len(sentences)
    rest = [language.say("bridge-more-findings", count=more)] if more else []
    return "\n\n".join((language.sentence_of(outcome.message), *sentences, *rest))


def _is_told(finding: Finding, outcome: Outcome) -> bool:
    is_told_once = finding.severity is Severity.WARNING and finding in outcome.told_once
    return finding.severity is Severity.ERROR or is_told_once


def _gravity(finding: Finding) -> tuple[bool, bool]:
    return finding.rule not in RULES, finding.severity is not Severity.ERROR
