"""Three files that were sent and a mail that was received, put in an archive.

As a program: `python -m tests.exchange.keeping LIMIT FOLDER` dies before its step number LIMIT on disk.
"""

from __future__ import annotations

import sys
from hashlib import sha256
from pathlib import Path

from runxl.exchange.archive import Archive, Sent
from tests.exchange.dying import die_before


def keep_all(folder: Path) -> None:
    """Put them all in the archive in this folder."""
    archive = Archive(folder)
    archive.add([(_sent(unit), unit.encode()) for unit in "abc"])
    archive.keep(b"mail", "eml")


def _sent(unit: str) -> Sent:
    return Sent("r", unit, unit * 8, sha256(unit.encode()).hexdigest(), "2026-09-01", 1, "")


if __name__ == "__main__":
    die_before(int(sys.argv[1]), "open", "fsync", "mkdir", "replace", "rename")
    keep_all(Path(sys.argv[2]))
