"""Members of a zip file as bytes, so that one file's can be copied into another without unpacking them.

The records are those of PKWARE's APPNOTE.TXT 6.3: local header 4.3.7, directory 4.3.12, its end 4.3.16. `zipfile` reads
them well but has no way of writing a member that is packed already.
"""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, NamedTuple
from zipfile import ZIP_DEFLATED, BadZipFile, ZipInfo

if TYPE_CHECKING:
    from collections.abc import Iterable

# a large sheet packs three times as fast at level 1 and ends up a fifth larger
LARGE = 4 << 20

_LOCAL = struct.Struct("<4s5H3L2H")
_DIRECTORY = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_SIZES_FOLLOW = 0x8
_UTF8 = 0x800
_ZIP64 = 0x1
_VERSION = 20


class Member(NamedTuple):
    """One member: its directory entry, its name and extra fields as the file has them, and its packed bytes."""

    info: ZipInfo
    name: bytes
    extra: bytes
    payload: bytes


def raw_member(data: bytes, info: ZipInfo) -> Member:
    """Return a member of the zip file `data` as it lies there. BadZipFile where it does not."""
    start = info.header_offset
    if start < 0 or data[start : start + 4] != b"PK\x03\x04":
        message = f"no member at {start}"
        raise BadZipFile(message)
    header = data[start : start + _LOCAL.size]
    name_size, extra_size = _LOCAL.unpack(header)[-2:]
    name_at = start + _LOCAL.size
    extra_at = name_at + name_size
    payload_at = extra_at + extra_size
    end = payload_at + info.compress_size
    if end > len(data):
        message = f"member at {start} is cut off"
        raise BadZipFile(message)
    name = data[name_at:extra_at]
    if name.decode("utf-8" if info.flag_bits & _UTF8 else "cp437") != info.orig_filename:
        message = f"member at {start} has another name in the directory"
        raise BadZipFile(message)
    return Member(info, name, data[extra_at:payload_at], data[payload_at:end])


def packed(name: str, content: bytes, before: ZipInfo | None) -> Member:
    """Return new content packed as a member, with the date and attributes of the one it replaces."""
    info = ZipInfo(name, before.date_time if before else (1980, 1, 1, 0, 0, 0))
    if before:
        info.create_system, info.external_attr = before.create_system, before.external_attr
    deflate = zlib.compressobj(6 if len(content) < LARGE else 1, zlib.DEFLATED, -zlib.MAX_WBITS)
    payload = deflate.compress(content) + deflate.flush()
    info.compress_type = ZIP_DEFLATED
    info.CRC, info.file_size, info.compress_size = zlib.crc32(content), len(content), len(payload)
    info.extract_version = info.create_version = _VERSION
    info.flag_bits = 0 if name.isascii() else _UTF8
    return Member(info, name.encode(), b"", payload)


def zip_bytes(members: Iterable[Member]) -> bytes:
    """Return a zip file of these members, in their order."""
    file, directory, count = bytearray(), bytearray(), 0
    for member in members:
        offset = len(file)
        extra = _without_zip64(member.extra)
        common = _common(member.info)
        file += _LOCAL.pack(b"PK\x03\x04", *common, len(member.name), len(extra))
        file += member.name + extra + member.payload
        directory += _directory_entry(member, common, offset)
        count += 1
    start = len(file)
    end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), start, 0)
    return bytes(file + directory + end)


def _common(info: ZipInfo) -> tuple[int, ...]:
    """Return the fields that the local header and the directory share.

    Sizes stand in the header itself, so the flag that they follow the content goes.
    """
    year, month, day, hour, minute, second = info.date_time
    date = (year - 1980) << 9 | month << 5 | day
    time = hour << 11 | minute << 5 | second // 2
    flags = info.flag_bits & ~_SIZES_FOLLOW
    sizes = (info.CRC, info.compress_size, info.file_size)
    return (info.extract_version, flags, info.compress_type, time, date, *sizes)


def _directory_entry(member: Member, common: tuple[int, ...], offset: int) -> bytes:
    info, extra = member.info, _without_zip64(member.info.extra)
    made_by = info.create_system << 8 | info.create_version
    lengths = (len(member.name), len(extra), len(info.comment))
    attributes = (0, info.internal_attr, info.external_attr)
    record = _DIRECTORY.pack(b"PK\x01\x02", made_by, *common, *lengths, *attributes, offset)
    return record + member.name + extra + info.comment


def _without_zip64(extra: bytes) -> bytes:
    """Return extra fields less the one for sizes over 4 GB, which an Archive never holds."""
    kept, at = b"", 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        if kind != _ZIP64:
            kept += extra[at : at + 4 + size]
        at += 4 + size
    return kept + extra[at:]
