"""Ringing the real bridge: a process of its own, started as the add-in starts it."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

from runxl.commands.setup.digits import digits_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

# no process has this number
NOBODY = "excel:4194304999"
NUMBER = "20200430120000"


class Rung(NamedTuple):
    """What VBA sees of a press: the process's exit status, and the answer's text where there is one."""

    exit_status: int
    answer: str | None
    said: str

    @property
    def status(self) -> str:
        return (self.answer or "").split("\n")[0]

    @property
    def line(self) -> str:
        return (self.answer or "").split("\n")[1]

    @property
    def box(self) -> str:
        return "\n".join((self.answer or "").split("\n")[2:])


def ring(  # noqa: PLR0913  (each is a part of one press)
    folder: Path,
    command: str,
    *texts: str,
    application: str = NOBODY,
    language: str = "sv",
    cwd: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> Rung:
    """Ring and wait for the answer, as VBA does; the answer's file is taken away."""
    arguments = [command, NUMBER, application, language, digits_of(str(folder)), *map(digits_of, texts)]
    return ring_with(folder, arguments, cwd=cwd, environment=environment)


def ring_with(
    folder: Path, arguments: list[str], *, cwd: Path | None = None, environment: Mapping[str, str] | None = None
) -> Rung:
    """Ring with arguments that may be other than the protocol says."""
    done = subprocess.run(
        [sys.executable, "-I", "-X", "utf8", "-m", "runxl.bridge", *arguments],
        cwd=cwd or folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    file = folder / "answers" / f"{NUMBER}.txt"
    answer = file.read_bytes().decode("utf-16-le") if file.exists() else None
    if answer is not None:
        file.unlink()
    return Rung(done.returncode, answer, done.stdout + done.stderr)
