"""The console examples of the docs: what each command prints, tried on fresh copies of the shipped workbooks.

A block is fenced as `console`. A line that begins with `$ runxl` is a command, and what follows it is its output. A
line of three dots stands for what was left out between the first lines and the last.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import shutil
import tempfile
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from runxl.cli import main
from runxl.templates.shipped import folder

ROOT = Path(__file__).parents[1]
WIDTH = "100"
RUN_AT = "2020-05-04 10:12:00"
"""When the commands of a page were run, in place of when they are run now."""

_BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
_LEFT_OUT = "...\n"
_TIME = re.compile(r"\b[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}\b")


class Step(NamedTuple):
    """A command as it is typed, and the output that the page shows."""

    command: str
    shown: str

    def of(self, printed: str) -> str:
        r"""Return as much of a command's output as the page shows: all, or as many lines from its start and its end.

        >>> Step("runxl check x.xlsx", "1\n2\n...\n9\n").of("a\nb\nc\nd\ne\n")
        'a\nb\n...\ne\n'
        """
        first, left_out, last = self.shown.partition(_LEFT_OUT)
        if not left_out:
            return printed
        lines = printed.splitlines(keepends=True)
        ending = len(lines) - last.count("\n")
        return "".join((*lines[: first.count("\n")], left_out, *lines[ending:]))


def pages() -> list[Path]:
    """Return every page that people read, README first."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def blocks(page: str) -> list[str]:
    """Return the console blocks of a page."""
    return _BLOCK.findall(page)


def steps(block: str) -> list[Step]:
    r"""Return a block's commands with what each is shown to print.

    >>> steps("$ runxl --version\nrunxl 1.0\n")
    [Step(command='runxl --version', shown='runxl 1.0\n')]
    """
    parts = re.split(r"^\$ (.*)\n", block, flags=re.MULTILINE)[1:]
    return [Step(command, shown) for command, shown in zip(parts[::2], parts[1::2], strict=True)]


def answers(block: str) -> list[str]:
    """Return what each command of a block prints, run one after the other beside fresh copies of the workbooks."""
    with tempfile.TemporaryDirectory() as place, contextlib.chdir(place):
        for workbook in folder().glob("*.xlsx"):
            shutil.copy(workbook, place)
        environment = {"COLUMNS": WIDTH, "RUNXL_LANG": "sv", "RUNXL_STATE": str(Path(place, "state"))}
        with mock.patch.dict(os.environ, environment):
            return [_printed(step.command) for step in steps(block)]


def refreshed(page: str) -> str:
    """Return a page whose console blocks show what the commands print now, with as many lines left in as before."""
    return _BLOCK.sub(lambda block: _refreshed(block.group()), page)


def _refreshed(block: str) -> str:
    shown = zip(steps(block), answers(block), strict=True)
    return "".join(f"$ {step.command}\n{step.of(printed)}" for step, printed in shown)


def _printed(command: str) -> str:
    program, *words = shlex.split(command)
    if program != "runxl":
        message = f"a console example shows runxl and nothing else: {command}"
        raise ValueError(message)
    printed = io.StringIO()
    with (
        contextlib.redirect_stdout(printed),
        contextlib.redirect_stderr(printed),
        # argparse leaves this way when it has printed the help or the version
        contextlib.suppress(SystemExit),
    ):
        main(words)
    # a reader who searches the page or copies from it types plain spaces
    plain = _TIME.sub(RUN_AT, printed.getvalue().replace("\u00a0", " "))
    return "".join(f"{line.rstrip()}\n" for line in plain.splitlines())
