"""A built workbook filled by runxl's own commands, through the host that fills everyone else's."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from runxl import commands
from runxl.hosts.opening import open_book

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

from contextlib import contextmanager


def fill(path: Path) -> None:
    """Compute every variance and assessment of the workbook at a path; Fynd and Logg stay empty."""
    with _swedish():
        book = open_book(path)
        for command in (commands.variances, commands.goals):
            book.apply(command(book.read()).plan)
        book.save()


@contextmanager
def _swedish() -> Iterator[None]:
    """Let runxl speak Swedish, whatever the builder's own language."""
    before = os.environ.get("RUNXL_LANG")
    os.environ["RUNXL_LANG"] = "sv"
    try:
        yield
    finally:
        if before is None:
            del os.environ["RUNXL_LANG"]
        else:
            os.environ["RUNXL_LANG"] = before
