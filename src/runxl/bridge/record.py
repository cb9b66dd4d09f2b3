"""The log of presses: what was asked, how it went, and of a fault everything that whoever cures it needs."""

from __future__ import annotations

import logging
import os
from logging.handlers import RotatingFileHandler
from time import strftime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_LARGEST = 512 << 10
_OLDER_FILES = 3


def log_file(folder: Path) -> Path:
    """Return the newest file of the log."""
    return folder / "log" / "runxl.log"


def log_number() -> str:
    """Return what a user is told to quote: when, and which process."""
    return f"{strftime('%Y%m%d-%H%M%S')}-{os.getpid()}"


def open_log(folder: Path) -> logging.Logger:
    """Return the log of presses, at most 2 MB in four files. Raises OSError where it cannot be written."""
    file = log_file(folder)
    file.parent.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(file, maxBytes=_LARGEST, backupCount=_OLDER_FILES, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(process)d %(levelname)s %(message)s"))
    log = logging.getLogger("runxl.bridge")
    log.setLevel(logging.INFO)
    log.propagate = False
    log.addHandler(handler)
    return log
