"""The files in a zip file, unpacked in memory one at a time."""

from __future__ import annotations

import struct
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZIP_STORED

from runxl.errors import FileError
from runxl.exchange.limits import FILE_BYTES
from runxl.exchange.mailbox.item import Enclosed, Unread, or_itself, unread
from runxl.exchange.mailbox.names import is_clutter, is_refused
from runxl.hosts.package.archive import directory, is_encrypted, unpacked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zipfile import ZipInfo

_FIELD, _CHANGED = struct.Struct("<HH"), struct.Struct("<xi")
_UNIX_TIME = 0x5455
_NO_DATE = 1980
"""The year that programs write which know of no date."""


def members_of(container: Enclosed) -> Iterator[Enclosed | Unread]:
    """Give every file in a zip file; folders, and what Windows and macOS put there themselves, are left out."""
    data = container.file.data
    try:
        infos = directory(data, container.file.name)
    except FileError as fault:
        yield unread(container.file, "inbox-zip-damaged" if fault.code == "file-damaged" else fault.code)
        return
    files = [info for info in infos if not info.is_dir() and not is_clutter(info.orig_filename)]
    yield from or_itself((_member(container, data, info) for info in files), container, "inbox-zip-empty")


def _member(container: Enclosed, data: bytes, info: ZipInfo) -> Enclosed | Unread:
    # the name as it stands in the file: zipfile's own ends at a null character
    name = info.orig_filename
    if is_refused(name):
        return container.holds_unread(name, "inbox-name-refused")
    if is_encrypted(info):
        return container.holds_unread(name, "inbox-zip-has-password")
    if info.file_size > FILE_BYTES:
        size, most = -(-info.file_size >> 20), FILE_BYTES >> 20
        return container.holds_unread(name, "inbox-file-too-large", megabytes=size, most=most)
    if info.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        return container.holds_unread(name, "inbox-zip-packed-oddly")
    content = unpacked(data, info)
    if content is None:
        return container.holds_unread(name, "inbox-zip-damaged")
    return container.holds(name, content, _changed(info))


def _changed(info: ZipInfo) -> datetime | None:
    """Return when a file was last changed: in UTC where the zip file says that, else by the clock of who packed it."""
    try:
        stated = datetime(*info.date_time)  # noqa: DTZ001  (which zone that clock is in, nothing says)
    except ValueError:
        stated = None
    return next((moment for moment in (_in_utc(info.extra), stated) if moment and moment.year > _NO_DATE), None)


def _in_utc(extra: bytes) -> datetime | None:
    """Return when a file was last changed by the field that Info-ZIP, macOS and 7-Zip write; None where none has."""
    while len(extra) >= _FIELD.size:
        kind, size = _FIELD.unpack_from(extra)
        content, extra = extra[_FIELD.size :][:size], extra[_FIELD.size + size :]
        if kind == _UNIX_TIME and len(content) >= _CHANGED.size and content[0] & 1:
            return datetime.fromtimestamp(_CHANGED.unpack_from(content)[0], UTC)
    return None
