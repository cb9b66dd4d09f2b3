"""Standard output as runxl uses it: in UTF-8, and gone without a traceback."""

from __future__ import annotations

import os
import sys

from runxl import language


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
