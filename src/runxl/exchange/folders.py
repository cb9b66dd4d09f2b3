"""The folders beside the committee's workbook, by its name: what is sent, what comes back, and what is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def sent_folder(master: Path) -> Path:
    """Return where the units' workbooks and the drafts that carry them lie."""
    return _beside(master, "utskick")


def inbox_folder(master: Path) -> Path:
    """Return where answers are looked for."""
    return _beside(master, "inkorg")


def letters_folder(master: Path) -> Path:
    """Return where the drafts of answers and reminders lie."""
    return _beside(master, "svar")


def _beside(master: Path, ending: str) -> Path:
    return master.with_name(f"{master.stem}-{ending}")
