"""What a row of the tables says: how something is bad, and what a controller is told of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from tests.bad_input.report import Typed, edited

if TYPE_CHECKING:
    from pathlib import Path

Made: TypeAlias = bytes | Callable[[], bytes] | Mapping[str, Typed]
"""A file's content, or what makes it, or what has been typed into which cells of the report."""


class Refused(NamedTuple):
    """A file or a call that ends with status 2: `runxl run FILE` unless `call` says another.

    `before` does something to the folder once the file lies there. FOLDER in the sentence stands for its path.
    """

    name: str
    file: str
    made: Made | None
    sentence: str
    call: tuple[str, ...] | None = None
    before: Callable[[Path], object] | None = None


class Found(NamedTuple):
    """Something wrong in a workbook that a command finds: the rule, the cell ("" for none) and the sentence.

    Where the command is `run`, the workbook is judged as it stands once it is filled. `status` is 1 for an error, and 0
    for a warning or a note.
    """

    name: str
    made: Made
    rule: str
    cell: str
    sentence: str
    status: int = 1
    command: str = "run"


def content(made: Made) -> bytes:
    """Return the bytes of a file."""
    if isinstance(made, bytes):
        return made
    return edited(made) if isinstance(made, Mapping) else made()


def typed(  # noqa: PLR0913, PLR0917  (a row of a table)
    name: str, cell: str, value: Typed, rule: str, sentence: str, status: int = 1
) -> Found:
    """Return the case of one cell: what is typed in it, and what a run says of that very cell."""
    return Found(name, {cell: value}, rule, cell, sentence, status)


def no_choice(name: str, cell: str, text: str, choices: str) -> Found:
    """Return the case of a word that is none of a drop-down's."""
    return typed(name, cell, text, "not-a-choice", f"{cell} innehåller '{text}'. Här ska stå något av: {choices}.")
