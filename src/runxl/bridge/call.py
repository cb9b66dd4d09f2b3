"""What VBA asks: the bridge's arguments, read and checked before anything else is done."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from runxl.commands.setup.digits import text_in
from runxl.language import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

_COMMAND = re.compile(r"[a-z]{1,20}")
_ANSWER = re.compile(r"[0-9]{1,20}")
_APPLICATION = re.compile(r"excel:[0-9]{1,10}|uno:[A-Za-z0-9-]{1,64}")
_LANGUAGE = re.compile("|".join(LANGUAGES))
_TEXT = re.compile(r"-|([0-9a-f]{4}){1,8000}")
_SHAPES = (_COMMAND, _ANSWER, _APPLICATION, _LANGUAGE, _TEXT)

# most commands need the workbook's full name and no more
TEXTS = 1
TEXTS_OF = {"new": 2, "help": 0, "why": 2}


class Call(NamedTuple):
    """One press: the command, its answer's number, which program asks in which language, runxl's own folder, texts."""

    command: str
    answer: int
    application: str
    language: str
    folder: Path
    texts: tuple[str, ...]


def read_call(arguments: Sequence[str]) -> Call:
    """Return the call that the arguments make. Raises ValueError where they make none.

    >>> read_call(["run", "7", "excel:4711", "sv", "2f007400", "c5002e0078006c0073007800"]).texts
    ('Å.xlsx',)
    """
    if len(arguments) < len(_SHAPES):
        message = f"too few arguments: {arguments}"
        raise ValueError(message)
    shapes = (*_SHAPES, *(_TEXT for _ in arguments[len(_SHAPES) :]))
    for argument, shape in zip(arguments, shapes, strict=True):
        if not shape.fullmatch(argument):
            message = f"not as the protocol says: {argument[:80]!r}"
            raise ValueError(message)
    command, answer, application, spoken, *texts = arguments
    folder, *rest = map(text_in, texts)
    if not Path(folder).is_absolute() or len(rest) != TEXTS_OF.get(command, TEXTS):
        message = f"not as the protocol says: {arguments}"
        raise ValueError(message)
    return Call(command, int(answer), application, spoken, Path(folder), tuple(rest))
