"""The parts of one .xlsx or .xlsm file, and the same file with some of them replaced."""

from __future__ import annotations

import struct
import zlib
from copy import copy
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from runxl.errors import FileError
from runxl.hosts.package.zipformat import Member, packed, raw_member, zip_bytes

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

MOST_MEMBERS = 10_000
MOST_BYTES = 1 << 30
MOST_RATIO = 200
SMALL = 1 << 20

_ENTRY = b"PK\x01\x02"
_MOST_ENTRIES = 10 * MOST_MEMBERS
_ENCRYPTED = 0x1


class Archive:
    """One workbook file's parts by name; never changed, `edited` gives a new one.

    A part's bytes are unpacked when they are asked for and then kept. Names are found whatever their case, as OPC
    wants it. Every fault is a FileError that names `file`.
    """

    def __init__(self, data: bytes, file: str) -> None:
        self.file = file
        self._data = data
        self._infos = _checked_directory(data, file)
        self._replaced: Mapping[str, bytes] = {}
        self._dropped: frozenset[str] = frozenset()
        self._unpacked: dict[str, bytes] = {}
        self._actual = {name.casefold(): name for name in self._infos}

    @property
    def names(self) -> tuple[str, ...]:
        """The parts' names: those of the file in its own order, then the added ones."""
        kept = tuple(name for name in self._infos if name not in self._dropped)
        return kept + tuple(name for name in self._replaced if name not in self._infos)

    @property
    def unpacked(self) -> int:
        """How many bytes the parts of the file come to, as it says; none is unpacked to more than it says."""
        return sum(info.file_size for info in self._infos.values())

    def __contains__(self, name: object) -> bool:
        """Tell whether there is such a part."""
        return isinstance(name, str) and self._found(name) is not None

    def _found(self, name: str) -> str | None:
        actual = self._actual.get(name.casefold())
        return None if actual in self._dropped else actual

    def read(self, name: str) -> bytes:
        """Return a part's bytes, unpacked. FileError where it is missing or damaged."""
        actual = self._found(name)
        if actual is None:
            raise FileError("part-missing", file=self.file, part=name)
        if actual in self._replaced:
            return self._replaced[actual]
        if actual not in self._unpacked:
            self._unpacked[actual] = self._unpack(actual)
        return self._unpacked[actual]

    def _unpack(self, name: str) -> bytes:
        content = unpacked(self._data, self._infos[name])
        if content is None:
            raise FileError("part-damaged", file=self.file, part=name)
        return content

    def edited(self, replaced: Mapping[str, bytes], dropped: Collection[str] = ()) -> Archive:
        """Return the archive with these parts replaced or added, and those dropped."""
        by_name = {self._actual.get(name.casefold(), name): content for name, content in replaced.items()}
        gone = {self._actual.get(name.casefold(), name) for name in dropped}
        kept = {name: content for name, content in self._replaced.items() if name not in gone}
        gone_now = (self._dropped | gone) - by_name.keys()
        found = self._actual | {name.casefold(): name for name in by_name}
        after = copy(self)
        after._replaced, after._dropped, after._actual = kept | by_name, gone_now, found  # noqa: SLF001  (its own class)
        return after

    def written(self) -> bytes:
        """Return the whole file; a part that was not replaced keeps its packed bytes, its place and its date."""
        return zip_bytes(self._member(name) for name in self.names)

    def _member(self, name: str) -> Member:
        info = self._infos.get(name)
        if name in self._replaced:
            return packed(name, self._replaced[name], info)
        if info is None:
            raise FileError("part-missing", file=self.file, part=name)
        return raw_member(self._data, info)


def _checked_directory(data: bytes, file: str) -> dict[str, ZipInfo]:
    """Return the zip's directory in its order, once nothing about it is dangerous."""
    infos = directory(data, file)
    if sum(info.file_size for info in infos) > MOST_BYTES:
        raise FileError("file-unpacks-too-large", file=file)
    by_name: dict[str, ZipInfo] = {}
    seen: set[str] = set()
    for info in infos:
        name = info.filename.replace("\\", "/")
        _refuse_member(info, name, file)
        if name.casefold() in seen:
            raise FileError("part-twice", file=file, part=name)
        seen.add(name.casefold())
        by_name[name] = info
    return by_name


def directory(data: bytes, file: str) -> list[ZipInfo]:
    """Return the members of a zip file, nothing unpacked; what each says of its own size is still only a claim.

    FileError where the zip is damaged, where members share their bytes, or where there are too many of them.
    """
    # counted before they are read: an entry costs ten times its bytes. Zip files stored within this one have their own
    if data.count(_ENTRY) > _MOST_ENTRIES:
        raise FileError("file-unpacks-too-large", file=file)
    try:
        with ZipFile(BytesIO(data)) as archive:
            infos = archive.infolist()
        _refuse_sizes(infos, data, file)
        for info in infos:
            raw_member(data, info)
    # ValueError and struct.error: what zipfile lets through where a directory's numbers or names make no sense
    except (BadZipFile, NotImplementedError, ValueError, struct.error) as fault:
        raise FileError("file-damaged", file=file) from fault
    return infos


def _refuse_sizes(infos: Collection[ZipInfo], data: bytes, file: str) -> None:
    if len(infos) > MOST_MEMBERS:
        raise FileError("file-unpacks-too-large", file=file)
    if sum(info.compress_size for info in infos) > len(data):
        raise FileError("file-damaged", file=file)


def _refuse_member(info: ZipInfo, name: str, file: str) -> None:
    if is_encrypted(info):
        raise FileError("file-has-password", file=file)
    if is_unsafe(name):
        raise FileError("part-name-unsafe", file=file, part=name)
    # XML only: a picture of nothing but white packs harder than this, and pictures are never unpacked
    xml = name.casefold().endswith((".xml", ".rels", ".vml"))
    if xml and info.file_size > SMALL and info.file_size > MOST_RATIO * info.compress_size:
        raise FileError("file-unpacks-too-large", file=file)


def is_encrypted(info: ZipInfo) -> bool:
    """Tell whether a member needs a password."""
    return bool(info.flag_bits & _ENCRYPTED)


def is_unsafe(name: str) -> bool:
    """Tell whether a file's name leads out of the folder that it would be put in."""
    plain = name.replace("\\", "/")
    return plain.startswith("/") or ":" in plain or ".." in plain.split("/")


def unpacked(data: bytes, info: ZipInfo) -> bytes | None:
    """Return the content of a member of the zip file `data`; None where it is not what the directory says."""
    member = raw_member(data, info)
    if info.compress_type == ZIP_STORED:
        content = member.payload
    elif info.compress_type == ZIP_DEFLATED:
        inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            # one byte more than promised is enough to see that the promise was false
            content = inflate.decompress(member.payload, info.file_size + 1)
        except zlib.error:
            return None
    else:
        return None
    right = len(content) == info.file_size and zlib.crc32(content) == info.CRC
    return content if right else None
