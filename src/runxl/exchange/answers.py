"""What units are written about the answers that came, and about those that did not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runxl import language
from runxl.exchange.letters import Letter
from runxl.exchange.mailbox.item import WITHIN

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from runxl.domain.finding import Finding
    from runxl.exchange.recipients import Recipient

# Swedish in every language, as the workbook is
_REMINDER = """\
Hej{name}!

Underlaget till delårsrapporten {period} för {label} har inte kommit. {deadline}

Arbetsboken finns i det mejl som ni fick tidigare. Fyll i de ljusa cellerna och mejla tillbaka filen som bilaga. \
Har ni redan skickat den: svara gärna på det här mejlet och bifoga den en gång till.
"""
_ANSWER = """\
Hej{name}!

Tack för underlaget till delårsrapporten {period} för {label}, {file}.

Det här behöver ni se över. Cellerna är de i er arbetsbok.

{findings}

Rätta i filen, spara den och mejla den igen. Det som inte står ovan är mottaget.
"""
_MOST = 40


def reminder(recipient: Recipient, period: str, today: date) -> Letter:
    """Return the mail to one who has not answered."""
    late = today > recipient.deadline
    day = recipient.deadline.isoformat()
    deadline = f"Sista dag var {day}." if late else f"Sista dag är {day}."
    text = _REMINDER.format(**_parts(recipient, period), deadline=deadline)
    return _letter(recipient, f"Påminnelse: underlag till delårsrapport {period}: {recipient.label}", text)


def answer(recipient: Recipient, period: str, file: str, findings: Sequence[Finding]) -> Letter:
    """Return the mail to one whose workbook has faults, by the cells of that workbook."""
    with language.speaking("sv"):
        lines = [f"- {language.sentence_of_finding(finding)}" for finding in findings[:_MOST]]
    if len(findings) > _MOST:
        lines.append(f"- och {len(findings) - _MOST} till")
    # as the unit named it, not where it lay in the inbox
    name = file.rpartition(WITHIN)[2].rpartition("/")[2]
    text = _ANSWER.format(**_parts(recipient, period), file=name, findings="\n".join(lines))
    return _letter(recipient, f"Att se över i underlaget till delårsrapport {period}: {recipient.label}", text)


def _letter(recipient: Recipient, subject: str, text: str) -> Letter:
    return Letter(recipient.name, recipient.address, recipient.copy, subject, text)


def _parts(recipient: Recipient, period: str) -> dict[str, str]:
    return {
        "name": f" {recipient.name}" if recipient.name else "",
        "label": recipient.label,
        "period": period,
    }
