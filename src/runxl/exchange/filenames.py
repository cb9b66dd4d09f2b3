"""Names for files, made of what stands in cells: short, and harmless on every system."""

from __future__ import annotations

import re
from hashlib import sha256
from unicodedata import normalize

_LONGEST = 40
_PLAIN = "0123456789-_"
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])?\Z", re.IGNORECASE)
_MARK_DIGITS = 8


def safe_name(text: str) -> str:
    r"""Return a text as a part of a file's name: letters, digits, `-` and `_`, at most 49 characters.

    A text that had to be changed ends in a mark of its own, so that two texts never get the same name: also where two
    differ only in whether `é` is one sign or two. A device of Windows is no name, whatever ending it is given.

    >>> safe_name("musik"), safe_name("../x"), safe_name("kule\u0301") == safe_name("kulé")
    ('musik', '___x-d6b96a97', False)
    """
    composed = normalize("NFC", text)
    plain = "".join(letter if letter.isalpha() or letter in _PLAIN else "_" for letter in composed)[:_LONGEST]
    if plain == text and not _RESERVED.match(plain):
        return plain
    mark = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_MARK_DIGITS]
    return f"{plain}-{mark}"
