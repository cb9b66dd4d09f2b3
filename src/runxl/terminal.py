"""Standard output as runxl uses it: in UTF-8, and gone without a traceback."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from runxl import language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_BAR = 24


def print_utf8() -> None:
    """Let å, ä and ö through where a Windows console or a pipe would choose another encoding."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def say(text: str) -> None:
    """Print a text. Where nobody can take it the command goes on: what it did to the workbook is done."""
    try:
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()
    except OSError as fault:
        # `runxl check FILE | head` has read enough; a full disk is worth a word
        if not isinstance(fault, BrokenPipeError):
            sys.stderr.write(language.say("answer-not-printed", reason=fault.strerror or str(fault)) + "\n")
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def progress() -> Iterator[Callable[[int, int], None]]:
    """Give what shows on a terminal how far a long reading has come; in a file or a pipe nothing is shown.

    Whatever stops the reading, what is said of it stands on a line of its own.
    """
    is_shown, shown = sys.stderr.isatty(), False

    def show(done: int, of: int) -> None:
        nonlocal shown
        if is_shown:
            shown, filled = True, _BAR * done // max(of, 1)
            text = language.say("reading-inbox", done=done, of=of)
            sys.stderr.write(f"\r{'█' * filled}{'░' * (_BAR - filled)} {text}")
            sys.stderr.flush()

    try:
        yield show
    finally:
        if shown:
            sys.stderr.write("\n")
