"""Steps for many files, in a module that the processes which do them import quickly."""

from __future__ import annotations

import os
import signal
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple


def square(number: int) -> int:
    return number * number


def square_and_process(number: int) -> tuple[int, int]:
    """Return the square, and which process it was computed by."""
    return number * number, os.getpid()


def die(_number: int) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class Marked(NamedTuple):
    number: int
    mark: str


def digest_but_die_once(item: Marked) -> str:
    if item.number == 7 and not Path(item.mark).exists():
        Path(item.mark).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return sha256(bytes([item.number])).hexdigest()
