"""What VBA gets back: a small file of text that it can read whole or not at all."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

    from runxl.bridge.call import Call

OK, FOUND, REFUSED = 0, 1, 2
_A_DAY = 86_400


class Answer(NamedTuple):
    """How it went, a line for the status bar, and what a message box says; an empty text shows no box."""

    status: int
    line: str
    box: str = ""


def answer_file(call: Call) -> Path:
    """Return where VBA looks for the answer to this press."""
    return call.folder / "answers" / f"{call.answer}.txt"


def give(call: Call, answer: Answer) -> None:
    """Put the answer where VBA waits for it. Raises OSError where that cannot be done."""
    file = answer_file(call)
    file.parent.mkdir(parents=True, exist_ok=True)
    _remove_uncollected(file.parent)
    beside = file.with_suffix(".part")
    # VBA's own strings are UTF-16LE: it reads the bytes and has the text
    beside.write_bytes("\n".join((str(answer.status), _one_line(answer.line), answer.box)).encode("utf-16-le"))
    beside.replace(file)


def _one_line(text: str) -> str:
    return " ".join(text.split("\n"))


def _remove_uncollected(folder: Path) -> None:
    """Remove the answers that nobody came for, as when Excel was closed meanwhile."""
    for file in folder.iterdir():
        # someone else may have removed it, or be writing it
        with suppress(OSError):
            if time.time() - file.stat().st_mtime > _A_DAY:
                file.unlink()
