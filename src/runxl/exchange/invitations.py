"""What a unit is told when it gets its workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runxl.exchange.letters import Attached, Letter

if TYPE_CHECKING:
    from runxl.exchange.recipients import Recipient

# Swedish in every language, as the workbook is
_SUBJECT = "Underlag till delårsrapport {period}: {label}"
_TEXT = """\
Hej{name}!

Här är underlaget till delårsrapporten {period} för {label}. Fyll i arbetsboken som är bifogad och mejla tillbaka den \
som bilaga senast {deadline}.

Så gör du:

1. Spara bilagan på datorn och öppna den. Inget behöver installeras.
2. Fyll i de ljusa cellerna:
   - Rader: utfall och årsprognos, och orsak där avvikelsen är stor.
   - Verksamheter: vad prognosen bygger på, och orsak till avvikelsen.
   - Mått: utfall eller status. Saknas utfall: lämna tomt, skriv inte 0.
   - Åtgärder: vad ni gör åt ett väntat underskott.
3. Spara filen och svara på det här mejlet med filen bifogad.

Byt inte namn på blad eller rubriker. Skickar du in två gånger gäller den senaste filen.
"""


def invitation(recipient: Recipient, period: str, workbook: Attached) -> Letter:
    """Return the mail that a unit's workbook goes with; `period` as a cover says it."""
    parts = {
        "period": period,
        "label": recipient.label,
        "name": f" {recipient.name}" if recipient.name else "",
        "deadline": recipient.deadline.isoformat(),
    }
    subject, text = (each.format_map(parts) for each in (_SUBJECT, _TEXT))
    return Letter(recipient.name, recipient.address, recipient.copy, subject, text, (workbook,))
