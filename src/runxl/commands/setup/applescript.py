"""The script through which Excel on a Mac rings, with this user's interpreter and folder in it."""

from __future__ import annotations

import re
from pathlib import Path

from runxl.commands.setup.digits import digits_of

_TEMPLATE = Path(__file__).with_name("runxl.applescript")
_PLACE = re.compile(r'"@([A-Z_]+)@"')
_PLAIN = re.compile(r"([ !#-\[\]-~]+)")


def script_for(interpreter: str, folder: str) -> str:
    """Return the script's text for a user, in ASCII only."""
    texts = {"INTERPRETER": interpreter, "FOLDER": folder, "FOLDER_DIGITS": digits_of(folder)}
    return _PLACE.sub(lambda place: quoted(texts[place[1]]), _TEMPLATE.read_text(encoding="utf-8"))


def quoted(text: str) -> str:
    r"""Return a text as AppleScript spells it; whatever could end the text or depends on an encoding by its number.

    >>> print(quoted('/Volumes/åsa "x"'))
    "/Volumes/" & (character id 229) & "sa " & (character id 34) & "x" & (character id 34)
    """
    parts = (part for part in _PLAIN.split(text) if part)
    return " & ".join(f'"{part}"' if _PLAIN.fullmatch(part) else _numbered(part) for part in parts) or '""'


def _numbered(characters: str) -> str:
    return " & ".join(f"(character id {ord(character)})" for character in characters)
