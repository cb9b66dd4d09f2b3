"""The archive beside the committee's workbook: every file as it was sent, every file as it came, byte for byte.

    <workbook>-arkiv/
        utskick/<round>/<unit>-<start of workbook id>.xlsx     as sent: what a merge compares with
        utskick/register.json                                   which file was sent to whom, when
        inkommet/<2 digits>/<sha256>.<ending>                   as received: mails, and what they carried

Two workbooks whose names differ in their ending alone share one: ids tell their files apart, and of two runs that send
at the same moment one is refused.

A file is there whole or not at all, and the register names only files that are there: they are on disk before it is.
What a recipient carries can be forged, so it is never more than a key to what lies here; and a file here that is not
what it was is none.
"""

from __future__ import annotations

import json
import re
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from runxl.errors import FileError
from runxl.exchange.filenames import safe_name
from runxl.hosts.package.saving import Expected, replace_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

REGISTER = "register.json"
ENDING = "-arkiv"
"""What the name of an archive's folder adds to its workbook's."""

_SENT, _RECEIVED = "utskick", "inkommet"
_HASH = re.compile(r"[0-9a-f]{64}\Z")
_ENDING = re.compile(r"[a-z0-9]{1,8}\Z")
_UNKNOWN_ENDING = "dat"
_ID_DIGITS = 8
_SHARD_DIGITS = 2
"""Received files lie in folders by the start of their hash: tens of thousands in one folder make each look-up slow."""


class Sent(NamedTuple):
    """One file that was sent: to which unit in which round, its own id, its content's hash and its structure's.

    `sent` is an ISO time; `structure_hash` is that of its locked cells, `locked` the digest by which a file that comes
    back is seen to be locked as it was; "" where that has to be looked into. `master` is the id of the committee's
    workbook that it was sent from.
    """

    round: str
    unit: str
    workbook_id: str
    sha256: str
    sent: str
    template_version: int
    structure_hash: str
    locked: str = ""
    master: str = ""

    @property
    def file(self) -> str:
        """Where the file lies in the archive's folder of sent files."""
        return f"{safe_name(self.round)}/{safe_name(self.unit)}-{safe_name(self.workbook_id[:_ID_DIGITS])}.xlsx"


class Archive:
    """The archive in a folder, which need not exist before something is kept."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._register: tuple[Sent, ...] | None = None
        self._written: bytes | None = None

    @property
    def sent_folder(self) -> Path:
        """Return where the files lie that were sent."""
        return self.folder / _SENT

    @property
    def all_sent(self) -> tuple[Sent, ...]:
        """Everything that was sent, newest last. Raises FileError where the register cannot be read."""
        if self._register is None:
            self._register = self._read_register()
        return self._register

    @property
    def is_new(self) -> bool:
        """Whether the folder is there, but never held anything that was sent."""
        return self.folder.is_dir() and not (self.folder / _SENT).exists()

    def knows(self, round_id: str) -> bool:
        """Tell whether anything was sent in a round."""
        return any(sent.round == round_id for sent in self.all_sent)

    def sent(self, workbook_id: str) -> Sent | None:
        """Return what was sent with this id; None where nothing was."""
        return next((sent for sent in self.all_sent if sent.workbook_id == workbook_id), None)

    def sent_to(self, round_id: str, unit: str) -> list[Sent]:
        """Return what was sent to a unit in a round, newest last; capitals in the unit's id make no difference."""
        wanted = round_id, unit.casefold()
        return [sent for sent in self.all_sent if (sent.round, sent.unit.casefold()) == wanted]

    def bytes_of(self, kept: Sent | str) -> bytes | None:
        """Return a file as it was sent, or as it came by its hash; None where it is not there or not as it was."""
        digest = kept.sha256 if isinstance(kept, Sent) else kept
        if not _HASH.match(digest):
            return None
        places = [self._place(kept)] if isinstance(kept, Sent) else self._received(digest)
        found = (_bytes_at(place) for place in places)
        return next((data for data in found if data is not None and _digest(data) == digest), None)

    def keep(self, data: bytes, ending: str) -> str:
        """Keep a received file and return its hash; one that is there already stays as it is.

        Raises FileError where it cannot be written.
        """
        digest = _digest(data)
        if self.bytes_of(digest) is None:
            plain = ending.removeprefix(".").lower()
            name = f"{digest}.{plain if _ENDING.match(plain) else _UNKNOWN_ENDING}"
            self._write(self._shard(digest) / name, data)
        return digest

    def add(self, files: Sequence[tuple[Sent, bytes]]) -> None:
        """Keep files that are sent, then name them in the register; those that it names already stay.

        Raises FileError where they cannot be written, or where another run has changed the register since it was read.
        """
        known = {sent.workbook_id for sent in self.all_sent}
        new = [(sent, data) for sent, data in files if sent.workbook_id not in known]
        for sent, data in files:
            if self.bytes_of(sent) is None:
                self._write(self._place(sent), data)
        if new:
            self._write_register((*self.all_sent, *(sent for sent, _ in new)))

    def _place(self, sent: Sent) -> Path:
        return self.sent_folder / sent.file

    def _shard(self, digest: str) -> Path:
        return self.folder / _RECEIVED / digest[:_SHARD_DIGITS]

    def _received(self, digest: str) -> Iterable[Path]:
        return self._shard(digest).glob(f"{digest}.*")

    def _read_register(self) -> tuple[Sent, ...]:
        file = self.sent_folder / REGISTER
        self._written = _bytes_at(file)
        if self._written is None:
            return ()
        try:
            return tuple(map(_row, json.loads(self._written)))
        except (ValueError, TypeError, KeyError, RecursionError) as fault:
            raise FileError("archive-register-damaged", file=str(file)) from fault

    def _write_register(self, register: tuple[Sent, ...]) -> None:
        rows = [{**sent._asdict(), "file": sent.file} for sent in register]
        data = json.dumps(rows, ensure_ascii=False, indent=1).encode()
        expected = Expected.NO_FILE if self._written is None else self._written
        try:
            self._write(self.sent_folder / REGISTER, data, expected)
        except FileError as fault:
            if fault.code == "file-changed-since":
                raise FileError("archive-changed-since", folder=self.folder.name) from fault
            raise
        self._register, self._written = register, data

    def _write(self, file: Path, data: bytes, expected: bytes | Expected = Expected.ANYTHING) -> None:
        make_folder(file.parent)
        try:
            replace_file(file, data, expected)
        except FileError as fault:
            # its name alone, a checksum, tells nobody where it lies
            parts = {**fault.parts, "file": file.relative_to(self.folder.parent).as_posix()}
            raise FileError(fault.code, **parts) from fault


def archive_of(master: Path) -> Archive:
    """Return the archive of the workbook at a path: beside it, by its name."""
    return Archive(master.with_name(f"{master.stem}{ENDING}"))


def make_folder(folder: Path) -> None:
    """Make a folder and those around it. Raises FileError where that cannot be done."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise FileError("folder-not-made", folder=str(folder), reason=fault.strerror or str(fault)) from fault


def _row(row: Mapping[str, object]) -> Sent:
    """Return a row of the register. Raises KeyError, TypeError or ValueError where it is none."""
    sent = Sent(**{key: row[key] for key in Sent._fields if key in row})  # type: ignore[arg-type]  # looked at in the next line
    if not all(isinstance(value, int if key == "template_version" else str) for key, value in sent._asdict().items()):
        raise TypeError
    return sent


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()


def _bytes_at(file: Path) -> bytes | None:
    """Return what a file holds; None where there is no such file. Raises FileError where it cannot be read."""
    try:
        return file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as fault:
        raise FileError("file-not-read", file=str(file), reason=fault.strerror or str(fault)) from fault
