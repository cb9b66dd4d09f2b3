"""Opening a workbook file: what is not one is refused with what it is instead and what to do about it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from runxl.errors import FileError
from runxl.hosts.package import PackageBook

if TYPE_CHECKING:
    import os

ENDINGS = (".xlsx", ".xlsm")
LARGEST = 256 << 20

OTHER_KINDS = {
    ".xls": "old-workbook",
    ".xlt": "old-workbook",
    ".xlsb": "binary-workbook",
    ".ods": "open-document",
    ".fods": "open-document",
    ".csv": "text-file",
    ".tsv": "text-file",
    ".txt": "text-file",
    ".htm": "text-file",
    ".html": "text-file",
}
"""What is said of a file with one of these endings."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06")


def open_book(path: str | os.PathLike[str]) -> PackageBook:
    """Return the closed workbook in a file, which is read at once and not kept open.

    Raises FileError where it is not an .xlsx or .xlsm workbook that can be read and written without loss.
    """
    file = Path(path)
    ending = file.suffix.casefold()
    data = _bytes(file)
    if ending not in ENDINGS:
        raise FileError(OTHER_KINDS.get(ending, "ending-unknown"), file=file.name)
    refuse_other_kinds(data, file.name)
    return PackageBook(data, file)


def _bytes(file: Path) -> bytes:
    try:
        if file.is_dir():
            raise FileError("file-is-folder", file=file.name or str(file))
        size = file.stat().st_size
        if size > LARGEST:
            raise FileError("file-too-large", file=file.name, megabytes=size >> 20, most=LARGEST >> 20)
        return file.read_bytes()
    except FileNotFoundError as fault:
        raise FileError("file-missing", file=file.name, folder=str(file.absolute().parent)) from fault
    except PermissionError as fault:
        raise FileError("file-not-permitted", file=file.name) from fault
    # ValueError: a null character in the path
    except (OSError, ValueError) as fault:
        reason = getattr(fault, "strerror", None) or str(fault)
        raise FileError("file-not-read", file=file.name, reason=reason) from fault


def refuse_other_kinds(data: bytes, file: str) -> None:
    """Raise FileError for what is something else under a workbook's name."""
    if not data:
        raise FileError("file-empty", file=file)
    if data.startswith(_OLE):
        raise FileError("file-has-password" if _ENCRYPTED in data else "old-workbook", file=file)
    if b"opendocument.spreadsheet" in data[:200]:
        raise FileError("open-document", file=file)
    # a zip may have other bytes before it, which a text never has
    if not data.startswith(_ZIP_STARTS) and b"PK\x05\x06" not in data:
        raise FileError("text-file" if _is_text(data[:4096]) else "file-damaged", file=file)


def _is_text(start: bytes) -> bool:
    return start.startswith((b"\xff\xfe", b"\xfe\xff")) or not _CONTROL.search(start)
