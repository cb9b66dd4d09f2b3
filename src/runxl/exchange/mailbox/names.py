"""Names of files as their sender wrote them: what of one can be shown, and which ones are not taken."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from runxl.exchange.limits import NAME_LENGTH, SHOWN_LENGTH
from runxl.hosts.package.archive import is_unsafe

_SPACE = re.compile(r"[\t\r\n ]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_CLUTTER = frozenset({"thumbs.db", "desktop.ini", ".ds_store", "__macosx"})
_CLUTTER_STARTS = ("._", "~$")


def unfolded(name: str) -> str:
    """Return a name from a mail's header on one line: long ones are broken there and go on after a space."""
    return _SPACE.sub(" ", name).strip()


def is_refused(name: str) -> bool:
    """Tell whether a name is one that no honest program gives: control characters, a path out of its folder, too long.

    >>> is_refused("svar/teater.xlsx"), is_refused("../teater.xlsx")
    (False, True)
    """
    return is_unsafe(name) or bool(_CONTROL.search(name)) or len(last(name)) > NAME_LENGTH


def last(name: str) -> str:
    """Return a file's own name, without the folders before it."""
    return name.replace("\\", "/").rstrip("/").rpartition("/")[2]


def shown(name: str) -> str:
    """Return a name as it can be shown: without what steers a terminal or turns the text around, and not too long.

    The ending, which says what the file claims to be, is kept.

    >>> shown("a" * 300 + ".xlsx")[-8:]
    'aa….xlsx'
    """
    plain = _STEERING.sub("\N{REPLACEMENT CHARACTER}", name)
    if len(plain) <= SHOWN_LENGTH:
        return plain
    ending = ending_of(plain)[: SHOWN_LENGTH // 2]
    return f"{plain[: SHOWN_LENGTH - len(ending) - 1]}…{ending}"


def ending_of(name: str) -> str:
    """Return a name's ending in small letters with its dot; "" where it has none.

    >>> ending_of("Svar.XLSX ")
    '.xlsx'
    """
    return PurePosixPath(last(name).strip()).suffix.casefold()


def is_clutter(name: str) -> bool:
    """Tell whether a file is one that Windows, macOS or Excel itself puts in folders and zip files.

    Thumbs.db, desktop.ini, .DS_Store, __MACOSX, ._name and ~$name (Excel's mark on a workbook that is open).
    """
    return any(
        part in _CLUTTER or part.startswith(_CLUTTER_STARTS) for part in name.casefold().replace("\\", "/").split("/")
    )
