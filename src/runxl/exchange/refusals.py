"""What was refused of what a unit sent: what its row in Inlämningar says of that, and what the unit itself is told."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from runxl import language
from runxl.domain.message import Message, message
from runxl.exchange.mailbox.item import WITHIN
from runxl.exchange.sorting import moment
from runxl.exchange.submissions import named, remark_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from runxl.exchange.submissions import Submission, Unused

_A_DAY = timedelta(days=1)
_MOST = 6
_LONGEST = 100

# Swedish in every language, as the workbook is
_ANOTHER_KIND = "{file} är inte sparad som Excel-arbetsbok (.xlsx). Spara den som det, eller fyll i den ni fick."
_SEALED = "{file} är skyddad med lösenord eller krypterad. Ta bort skyddet, spara och skicka den igen."
_MACROS = "{file} innehåller makron. Spara den som Excel-arbetsbok (.xlsx) utan makron."
_OTHER_PROGRAM = "{file} hämtar data från ett annat program. Skriv värdena i stället."
_DAMAGED = "{file} är tom eller skadad. Skicka den igen."
_TOO_LARGE = "{file} är för stor. Ta bort bilder och det som är ifyllt eller formaterat under tabellerna."
_NO_FILE = "Ett mejl utan bifogad arbetsbok. Bifoga själva filen, inte en länk till den."
_LOCKED = (
    "{file}: i {cell} står '{now}'. När vi skickade filen stod där '{was}', och den cellen är låst. Skriv tillbaka det"
    " och skicka filen igen. Är '{was}' fel, svara på det här mejlet."
)
_ANOTHER_ROUND = "{file} hör till en annan omgång. Fyll i den arbetsbok som ni fick senast."
_ANYTHING = "{file} går inte att läsa som den arbetsbok som ni fick. Fyll i den och skicka den."
_NOT_A_WORKBOOK = "{file} är ingen arbetsbok."
_SENTENCES = {
    "old-workbook": _ANOTHER_KIND,
    "binary-workbook": _ANOTHER_KIND,
    "open-document": _ANOTHER_KIND,
    "text-file": _ANOTHER_KIND,
    "inbox-numbers-document": _ANOTHER_KIND,
    "file-has-password": _SEALED,
    "inbox-zip-has-password": _SEALED,
    "inbox-mail-sealed": _SEALED,
    "returned-macros": _MACROS,
    "returned-macro-sheet": _MACROS,
    "returned-dde": _OTHER_PROGRAM,
    "returned-dde-formula": _OTHER_PROGRAM,
    "file-empty": _DAMAGED,
    "file-damaged": _DAMAGED,
    "part-damaged": _DAMAGED,
    "part-missing": _DAMAGED,
    "inbox-attachment-damaged": _DAMAGED,
    "inbox-mail-damaged": _DAMAGED,
    "inbox-zip-damaged": _DAMAGED,
    "inbox-zip-empty": _DAMAGED,
    "inbox-file-too-large": _TOO_LARGE,
    "inbox-mail-too-large": _TOO_LARGE,
    "inbox-too-much": _TOO_LARGE,
    "inbox-too-many-attachments": _TOO_LARGE,
    "file-unpacks-too-large": _TOO_LARGE,
    "returned-unpacks-too-large": _TOO_LARGE,
    "inbox-mail-without-workbook": _NO_FILE,
    "inbox-attachment-linked": _NO_FILE,
    "inbox-attachment-pasted": _NO_FILE,
    "returned-locked-changed": _LOCKED,
    "returned-older-round": _ANOTHER_ROUND,
    "returned-other-round": _ANOTHER_ROUND,
    "returned-other-period": _ANOTHER_ROUND,
    "inbox-not-a-workbook": _NOT_A_WORKBOOK,
}


class Refused(NamedTuple):
    """Something that came in and was refused: what Inlämningar says of it, and the reason."""

    row: Unused
    reason: Message

    @property
    def is_workbook(self) -> bool:
        """Whether it can have been meant as an answer: a mail of thanks or a photo beside one is none."""
        return _SENTENCES.get(self.reason.code) not in (_NO_FILE, _NOT_A_WORKBOOK)


def newer(
    refused: Iterable[Refused], held: Mapping[str, Submission], sent: Mapping[str, datetime]
) -> dict[str, list[Refused]]:
    """Return by unit what was refused since the file came that holds, the newest last.

    What came the day before the unit was sent its workbook, by `sent`, or earlier, answers something else.
    """
    found: defaultdict[str, list[Refused]] = defaultdict(list)
    for one in sorted(refused, key=lambda one: (one.row.received, one.row.file)):
        unit, came = one.row.unit, moment(one.row.received)
        before = moment(held[unit].received) if unit in held else _a_day_before(sent.get(unit))
        if unit and (before is None or (came is not None and came > before)):
            found[unit].append(one)
    return dict(found)


def _a_day_before(time: datetime | None) -> datetime | None:
    """Return the time from which a mail may be an answer: not every clock is right."""
    return None if time is None else time - _A_DAY


def remarks(refused: Sequence[Refused], *, has_answered: bool) -> tuple[str, ...]:
    """Return what the row of a unit says of what was refused, a line for each of the last few."""
    code = "submission-newer-refused" if has_answered else "submission-refused"
    lines = [remark_of([message(code, what=named(one.row.file, one.row.remark))]) for one in refused[-_MOST:]]
    more = [language.say("foreseen-more", count=len(refused) - _MOST)] if len(refused) > _MOST else []
    return (*lines, *more)


def to_the_unit(refused: Refused) -> str:
    """Return why something was refused, and what its sender can do about it, in Swedish.

    >>> from runxl.exchange.submissions import Unused
    >>> row = Unused("avvisad", "teater", "", "", "svar.eml » svar.ods", "", "")
    >>> to_the_unit(Refused(row, message("open-document", file="svar.ods")))
    'svar.ods är inte sparad som Excel-arbetsbok (.xlsx). Spara den som det, eller fyll i den ni fick.'
    """
    file = refused.row.file.rpartition(WITHIN)[2].rpartition("/")[2]
    with language.speaking("sv"):
        parts = {key: language.shown(value)[:_LONGEST] for key, value in refused.reason.parts.items()}
    return _SENTENCES.get(refused.reason.code, _ANYTHING).format_map({**parts, "file": file})
