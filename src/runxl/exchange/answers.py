"""What units are written about the answers that came, and about those that did not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runxl import language
from runxl.domain.finding import Severity
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

{missing} {deadline}

Arbetsboken finns i det mejl som ni fick tidigare. Fyll i de ljusa cellerna och mejla tillbaka filen som bilaga. \
Har ni redan skickat den: svara gärna på det här mejlet och bifoga den en gång till.
"""
_NOTHING_CAME = "Underlaget till delårsrapporten {period} för {label} har inte kommit."
_UNREADABLE_CAME = """\
Det här har kommit från er, men går inte att läsa:

{refused}

Därför saknas underlaget till delårsrapporten {period} för {label}."""
_REFUSED = """\
Hej{name}!

Det här har kommit från er om delårsrapporten {period} för {label}, men går inte att läsa:

{refused}

Ingenting är taget därifrån. Det som ni har skickat tidigare gäller tills en ny fil kommer som går att läsa.
"""
_ANSWER = """\
Hej{name}!

Tack för underlaget till delårsrapporten {period} för {label}, {file}.

Det här behöver ni se över. Cellerna är de i er arbetsbok.

{findings}

Rätta i filen, spara den och mejla den igen. Det som inte står ovan är mottaget.
"""
_RECEIVED = """\
Hej{name}!

Tack för underlaget till delårsrapporten {period} för {label}, {file}. Det är mottaget. Ni behöver inte skicka det igen.

Det här är bra att veta. Cellerna är de i er arbetsbok.

{findings}

Vill ni ändra något: ändra i filen, spara den och mejla den.
"""
_MOST = 40


def reminder(recipient: Recipient, period: str, today: date, refused: Sequence[str] = ()) -> Letter:
    """Return the mail to one who has not answered; `refused` are sentences about what came and could not be read."""
    late = today > recipient.deadline
    day = recipient.deadline.isoformat()
    deadline = f"Sista dag var {day}." if late else f"Sista dag är {day}."
    parts = {**_parts(recipient, period), "refused": _listed(refused)}
    missing = (_UNREADABLE_CAME if refused else _NOTHING_CAME).format(**parts)
    text = _REMINDER.format(**parts, missing=missing, deadline=deadline)
    return _letter(recipient, f"Påminnelse: underlag till delårsrapport {period}: {recipient.label}", text)


def not_readable(recipient: Recipient, period: str, refused: Sequence[str]) -> Letter:
    """Return the mail to one who has answered, and since then sent what these sentences say is not readable."""
    text = _REFUSED.format(**_parts(recipient, period), refused=_listed(refused))
    return _letter(recipient, f"Går inte att läsa: underlag till delårsrapport {period}: {recipient.label}", text)


def answer(recipient: Recipient, period: str, file: str, findings: Sequence[Finding]) -> Letter:
    """Return the mail to one whose workbook has faults, by the cells of that workbook.

    It asks for a new file only where one of them is an error.
    """
    with language.speaking("sv"):
        lines = _listed([language.sentence_of_finding(finding) for finding in findings])
    # as the unit named it, not where it lay in the inbox
    name = file.rpartition(WITHIN)[2].rpartition("/")[2]
    is_to_do = any(finding.severity is Severity.ERROR for finding in findings)
    said, about = (_ANSWER, "Att se över i underlaget") if is_to_do else (_RECEIVED, "Mottaget: underlag")
    text = said.format(**_parts(recipient, period), file=name, findings=lines)
    return _letter(recipient, f"{about} till delårsrapport {period}: {recipient.label}", text)


def _listed(sentences: Sequence[str]) -> str:
    more = [f"och {len(sentences) - _MOST} till"] if len(sentences) > _MOST else []
    return "\n".join(f"- {sentence}" for sentence in (*sentences[:_MOST], *more))


def _letter(recipient: Recipient, subject: str, text: str) -> Letter:
    return Letter(recipient.name, recipient.address, recipient.copy, subject, text)


def _parts(recipient: Recipient, period: str) -> dict[str, str]:
    return {
        "name": f" {recipient.name}" if recipient.name else "",
        "label": recipient.label,
        "period": period,
    }
