"""The round that a workbook is in, and that the archive beside it is the one that holds what was sent in it.

An archive is found by its workbook's name. Where that has changed, or the workbook was moved or copied, what was sent
is unknown, and a number that only one side has changed could no longer be told from one that both have.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from runxl.errors import FileError, WorkbookError
from runxl.exchange.archive import ENDING, Archive

if TYPE_CHECKING:
    from runxl.sheets.workbook import Workbook

_ROUND_DIGITS = 8
_CODES = {
    (False, False): "archive-missing",
    (False, True): "archive-missing-found",
    (True, False): "archive-strange",
    (True, True): "archive-strange-found",
}
"""What is said of an archive, by whether its folder is there, and whether the round lies in another one."""


def round_to_collect(book: Workbook, archive: Archive) -> str:
    """Return the id of the round whose answers are taken in. Raises WorkbookError where none was sent, or is unknown.

    A folder without anything sent in it is a person's word that the archive is gone: the round is collected without.
    """
    round_id = book.identity.round_id
    if not round_id:
        raise WorkbookError("nothing-sent")
    if archive.knows(round_id):
        return round_id
    # a round that is over may have been purged
    if not _is_of_period(round_id, book) and not _folder_that_knows(round_id, archive):
        raise WorkbookError("nothing-sent-in-period", period=str(book.settings.period))
    _refuse_misplaced(round_id, archive)
    return round_id


def round_to_send(book: Workbook, archive: Archive) -> str | None:
    """Return the id of the round that goes on when more is sent; None where a new one begins, as for a new period.

    A round of this period that only the archive knows was sent from this workbook, but never noted in it: it goes on.
    Raises WorkbookError where the workbook is in a round of this period that its archive does not know.
    """
    round_id = book.identity.round_id
    if _is_of_period(round_id, book):
        if archive.knows(round_id):
            return round_id
        _refuse_misplaced(round_id, archive)
    ours = (sent.round for sent in reversed(archive.all_sent) if sent.master == book.identity.workbook_id)
    return next((round_id for round_id in ours if _is_of_period(round_id, book)), None)


def new_round(book: Workbook) -> str:
    """Return an id, drawn by lot, for a round of a workbook's period."""
    return f"{book.settings.period}-{uuid4().hex[:_ROUND_DIGITS]}"


def _is_of_period(round_id: str, book: Workbook) -> bool:
    return round_id.startswith(f"{book.settings.period}-")


def _refuse_misplaced(round_id: str, archive: Archive) -> None:
    """Raise WorkbookError where the archive of a round is missing or another's, naming the folder that knows it."""
    found = _folder_that_knows(round_id, archive)
    if archive.is_new and not found:
        return
    code = _CODES[archive.folder.is_dir(), bool(found)]
    place = {"folder": str(archive.folder), "name": archive.folder.name, "round": round_id}
    raise WorkbookError(code, **place, **({"found": found} if found else {}))


def _folder_that_knows(round_id: str, archive: Archive) -> str:
    """Return the name of the archive in the same folder that knows a round; "" where none does."""
    beside = sorted(archive.folder.parent.glob(f"*{ENDING}"))
    return next((folder.name for folder in beside if _has(Archive(folder), round_id)), "")


def _has(other: Archive, round_id: str) -> bool:
    try:
        return other.knows(round_id)
    except FileError:
        return False
