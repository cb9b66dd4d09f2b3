"""What Logg says of a cell as sentences: which file a value came out of, or what was chosen in place of a file's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runxl import language
from runxl.layout.words import CHOSEN_BASE, CHOSEN_OURS, CHOSEN_THEIRS, plain

if TYPE_CHECKING:
    from runxl.grid import Value
    from runxl.sheets.logged import Logged

_CHOSEN = {
    CHOSEN_THEIRS: "origin-chosen-theirs",
    CHOSEN_OURS: "origin-chosen-ours",
    CHOSEN_BASE: "origin-chosen-base",
}


def logged_told(row: Logged) -> str:
    """Return a row of Logg as a sentence, in which a file is the source only of what came out of it."""
    values = {key: value_told(getattr(row, key)) for key in ("before", "after", "sent", "theirs")}
    sender = row.sender or language.say("origin-no-sender")
    return language.say(_sentence(row), **{**row._asdict(), **values, "sender": sender, "source": row.source or "–"})


def _sentence(row: Logged) -> str:
    """Return the code of the sentence for a row of Logg."""
    if not row.file:
        return "origin-logged"
    if row.choice is None:
        return "origin-logged-about-file"
    if not row.source:
        return "origin-chosen-gone" if row.choice else "origin-withdrawn"
    if not row.choice:
        return "origin-logged-from-file"
    return _CHOSEN.get(plain(row.choice), "origin-logged-about-file")


def value_told(value: Value) -> str:
    """Return a value for a sentence, in which an empty cell is named as such."""
    return language.shown(value) or language.say("empty-cell")
