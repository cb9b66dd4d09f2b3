"""An Outlook mail's file (a compound file, MS-CFB, with properties, MS-OXMSG), opened within limits.

olefile believes what a file says of its own sizes and counts, and a hostile one would make it take gigabytes; so these
are held against the file's true size before anything is read.
"""

from __future__ import annotations

import struct
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, TypeVar

from olefile import STGTY_ROOT, STGTY_STREAM, OleFileIO  # noqa: TID253  (this module loads with the first .msg)
from oxmsg.domain.model import UnrecognizedCodePageError, UnsupportedEncodingError  # noqa: TID253  (the same)
from oxmsg.properties import Properties  # noqa: TID253  (the same)
from oxmsg.storage import Storage  # noqa: TID253  (the same)

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

# what olefile and oxmsg let through where a file is not as it should be
FAULTS = (
    OSError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    struct.error,
    UnrecognizedCodePageError,
    UnsupportedEncodingError,
)

# a mail of 200 attachments and as many recipients has 6,000
_MOST_ENTRIES = 10_000
_MOST_PROPERTY_BYTES = 1 << 20
_HEADER = struct.Struct("<30xHH10xI16xI4xI")
_SECTOR_SHIFTS = (9, 12)
_MINI_SECTOR_SHIFT = 6


class _LimitedFile(OleFileIO):  # type: ignore[misc]  # olefile has no types
    """A compound file whose directory is given up when it is longer than any mail's, and quick to find a stream in."""

    _loaded = 0

    def _load_direntry(self, sid: int) -> object:
        self._loaded += 1
        if self._loaded > _MOST_ENTRIES:
            raise _too_large()
        return super()._load_direntry(sid)

    def _find(self, filename: str) -> int:
        # olefile's own looks through all siblings for each stream: eight seconds for a megabyte of small ones
        node = self.root
        for name in filename.split("/"):
            node = node.kids_dict[name.lower()]
        return int(node.sid)


def root_of(data: bytes) -> Storage:
    """Return what is in a compound file. One of FAULTS, or RecursionError, where it is damaged or claims too much."""
    shift, mini_shift, *tables = _HEADER.unpack_from(data)
    if shift not in _SECTOR_SHIFTS or mini_shift != _MINI_SECTOR_SHIFT or max(tables) << shift > len(data):
        raise _too_large()
    with _LimitedFile(BytesIO(data)) as file:
        entries = [entry for entry in file.direntries if entry is not None]
        # small streams lie within the root's own, so every byte can be counted twice
        if sum(entry.size for entry in entries if entry.entry_type in {STGTY_ROOT, STGTY_STREAM}) > 2 * len(data):
            raise _too_large()
        return Storage.from_ole(file)


def _too_large() -> OSError:
    return OSError("claims more than it can hold")


class Stated:
    """The properties of a mail or of an attachment, by their numbers in MS-OXPROPS; what cannot be read is missing."""

    def __init__(self, storage: Storage, header: int) -> None:
        self._properties: Properties | None = None
        stream = next((one for one in storage.streams if one.name == "__properties_version1.0"), None)
        if stream is not None and header <= len(stream.bytes_) <= _MOST_PROPERTY_BYTES:
            self._properties = Properties(storage, header)

    @property
    def is_damaged(self) -> bool:
        """Whether no property can be read at all."""
        return self._properties is None

    def text(self, *numbers: int) -> str:
        """Return the first of these properties that says something; "" where none does."""
        texts = (self._text(number).strip("\0 ") for number in numbers)
        return next(filter(None, texts), "")

    def _text(self, number: int) -> str:
        return self._asked(str, lambda it: it.str_prop_value(number)) or ""

    def number(self, number: int) -> int | None:
        """Return a whole number; None where there is none."""
        return self._asked(int, lambda it: it.int_prop_value(number))

    def time(self, number: int) -> datetime | None:
        """Return a time in UTC; None where there is none."""
        return self._asked(datetime, lambda it: it.date_prop_value(number))

    def content(self, number: int) -> bytes | None:
        """Return the bytes of a file; None where there are none."""
        return self._asked(bytes, lambda it: it.binary_prop_value(number))

    def _asked(self, kind: type[T], ask: Callable[[Properties], object]) -> T | None:
        if self._properties is None:
            return None
        try:
            value = ask(self._properties)
        except FAULTS:
            return None
        return value if isinstance(value, kind) else None
