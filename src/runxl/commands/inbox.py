"""The folder that answers lie in: which one it is, and which folders cannot be it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from runxl.errors import CallError
from runxl.exchange.archive import archive_of
from runxl.exchange.folders import inbox_folder, letters_folder, sent_folder
from runxl.exchange.mailbox import files_of, pieces_of_inbox

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from runxl.exchange.archive import Archive
    from runxl.exchange.mailbox import Piece, Unread


class Inbox(NamedTuple):
    """The folder that answers lie in, the archive that they are kept in, and when it is looked through.

    `written` are the folders in which runxl's own files lie. `scheduler` is a Dask scheduler's address, None for this
    computer's cores. With `keep`, what belongs to the round goes into the archive. `progress` is told how many files of
    how many have been read. One that nobody named may be missing: nothing has come yet.
    """

    folder: Path
    archive: Archive
    written: tuple[Path, ...]
    time: datetime
    scheduler: str | None
    keep: bool
    progress: Callable[[int, int], None]
    is_named: bool

    @property
    def is_missing(self) -> bool:
        """Whether there is no such folder."""
        return not self.folder.exists()

    def files(self) -> int:
        """Return how many files lie in it."""
        return 0 if self.is_missing else sum(1 for _ in files_of(self.folder))

    def pieces(self) -> Iterator[Piece | Unread]:
        """Give everything that lies in it, one piece in memory at a time."""
        return iter(()) if self.is_missing else pieces_of_inbox(self.folder)

    def refuse_another(self) -> None:
        """Raise CallError where the folder is not one for answers: what was sent would be taken for what came.

        What the archive has received may be read once more.
        """
        place = self.folder.resolve()
        if self.folder.is_file():
            raise CallError("inbox-is-file", file=str(self.folder))
        if not self.folder.is_dir() and (self.is_named or not self.is_missing):
            raise CallError("inbox-missing", folder=str(self.folder))
        if any(place.is_relative_to(one.resolve()) for one in self.written):
            raise CallError("inbox-is-ours", folder=str(self.folder))
        if self.archive.sent_folder.resolve().is_relative_to(place):
            raise CallError("inbox-around-archive", folder=str(self.folder))


def inbox_of(
    master: Path, named: str | None, scheduler: str | None, *, keep: bool, progress: Callable[[int, int], None]
) -> Inbox:
    """Return the inbox of a workbook at a path: the folder that somebody named, else the one beside the workbook."""
    folder, archive = inbox_folder(master) if named is None else Path(named), archive_of(master)
    written = (archive.sent_folder, sent_folder(master), letters_folder(master))
    return Inbox(folder, archive, written, now(), scheduler, keep, progress, named is not None)


def now() -> datetime:
    """Return the time by this computer's clock."""
    return datetime.now().astimezone()
