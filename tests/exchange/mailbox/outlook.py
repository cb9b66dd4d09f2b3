"""Outlook mails (.msg) made by hand from MS-OXMSG and MS-OXPROPS.

The container is written by addin.build.compoundfile, which is ours and knows nothing of olefile or python-oxmsg, which
read it here. No file of Outlook's own is among the fixtures: those hold real people's addresses.
"""

from __future__ import annotations

import struct
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeAlias

from addin.build.compoundfile import compound_file

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from addin.build.compoundfile import Storage

Value: TypeAlias = "str | bytes | int | datetime | tuple[str, str]"

SUBJECT, SUBMITTED, HEADERS = 0x0037, 0x0039, 0x007D
SENDER_ADDRESS, SENDER_SMTP, DELIVERED = 0x0C1F, 0x5D01, 0x0E06
DATA, SHORT_NAME, METHOD, LONG_NAME, MIME_TYPE, CONTENT_ID = 0x3701, 0x3704, 0x3705, 0x3707, 0x370E, 0x3712
BY_VALUE, BY_REFERENCE, MAIL, OBJECT = 1, 2, 5, 6
CODEPAGE = 0x3FFD

_STREAM = "__substg1.0_{number:04X}{kind:04X}"
_TEXT, _TEXT8, _BINARY, _NUMBER, _TIME, _OBJECT = 0x001F, 0x001E, 0x0102, 0x0003, 0x0040, 0x000D


def msg(values: Mapping[int, Value], attachments: Sequence[Storage] = ()) -> bytes:
    """Return a whole .msg file."""
    return compound_file(mail(values, attachments, header=32))


def mail(values: Mapping[int, Value], attachments: Sequence[Storage] = (), header: int = 24) -> Storage:
    """Return a mail as a storage: the root of a file, or within an attachment, where its header is shorter."""
    counts = struct.pack("<8xIIII", len(attachments), len(attachments), len(attachments), len(attachments))
    attached = {f"__attach_version1.0_#{number:08X}": one for number, one in enumerate(attachments)}
    return {**_properties(values, counts.ljust(header, b"\0")), **attached}


def attachment(name: str, data: bytes, values: Mapping[int, Value] | None = None) -> Storage:
    """Return a file attached by value."""
    return _properties({LONG_NAME: name, METHOD: BY_VALUE, DATA: data, **(values or {})}, bytes(8))


def attached_mail(within: Storage) -> Storage:
    """Return a mail attached to another."""
    stream = _STREAM.format(number=DATA, kind=_OBJECT)
    return {**_properties({METHOD: MAIL}, bytes(8)), stream: within}


def _properties(values: Mapping[int, Value], header: bytes) -> dict[str, bytes | Storage]:
    lines = header
    streams: dict[str, bytes | Storage] = {}
    for number, value in values.items():
        kind, inline, content = _stored(value)
        lines += struct.pack("<HHI8s", kind, number, 6, inline)
        if content is not None:
            streams[_STREAM.format(number=number, kind=kind)] = content
    return {"__properties_version1.0": lines, **streams}


def _stored(value: Value) -> tuple[int, bytes, bytes | None]:
    """Return a property's type, its eight bytes in the list, and its stream where it has one.

    A text with an encoding is one of 8 bits, as older programs write.
    """
    if isinstance(value, int):
        return _NUMBER, struct.pack("<I", value), None
    if isinstance(value, datetime):
        ticks = (value - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds() * 10**7
        return _TIME, struct.pack("<Q", int(ticks)), None
    if isinstance(value, bytes):
        return _BINARY, struct.pack("<I", len(value)), value
    if isinstance(value, tuple):
        text, encoding = value
        return _TEXT8, struct.pack("<I", len(text) + 1), text.encode(encoding)
    return _TEXT, struct.pack("<I", 2 * len(value) + 2), value.encode("utf-16-le")
