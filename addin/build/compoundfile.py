"""A compound file (MS-CFB version 3): the small file system in which Office keeps a VBA project."""

from __future__ import annotations

import struct
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Storage: TypeAlias = "Mapping[str, bytes | Storage]"

_SIGNATURE = bytes.fromhex("D0CF11E0A1B11AE1")
_SECTOR = 512
_MINI_SECTOR = 64
_MINI_LIMIT = 4096
_FAT_ENTRIES = _SECTOR // 4
_FATS_IN_HEADER = 109

_FREE = 0xFFFFFFFF
_END = 0xFFFFFFFE
_IS_FAT = 0xFFFFFFFD
_NOBODY = 0xFFFFFFFF

_STORAGE, _STREAM, _ROOT = 1, 2, 5
_RED, _BLACK = 0, 1


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line of the directory: a storage or a stream, and its place in the tree of its siblings."""

    name: str
    kind: int
    content: bytes = b""
    colour: int = _BLACK
    left: int = _NOBODY
    right: int = _NOBODY
    child: int = _NOBODY
    start: int = 0

    @property
    def is_mini(self) -> bool:
        """Whether its content stands in the root's stream of small sectors."""
        return self.kind == _STREAM and len(self.content) < _MINI_LIMIT


def compound_file(root: Storage) -> bytes:
    """Return the file that holds the streams and storages; the same bytes for the same content."""
    entries = _directory(root)
    entries, mini_stream, mini_fat = _with_small_streams(entries)
    entries[0] = replace(entries[0], content=mini_stream)
    sectors = _Sectors()
    for number, entry in enumerate(entries):
        if not entry.is_mini and entry.kind != _STORAGE:
            entries[number] = replace(entry, start=sectors.add(entry.content))
    mini_fat_start = sectors.add(_packed(_filled(mini_fat, _FAT_ENTRIES)) if mini_fat else b"")
    directory_start = sectors.add(b"".join(_line(entry) for entry in entries), padding=_line(_UNUSED))
    fats = sectors.add_fat()
    return _header(fats, directory_start, mini_fat_start, len(mini_fat)) + sectors.content


class _Sectors:
    """The sectors after the header, and for each of them which one follows it."""

    def __init__(self) -> None:
        self.content = b""
        self._next: list[int] = []

    def add(self, content: bytes, padding: bytes = b"\0") -> int:
        """Return the first sector of the content; nothing has none."""
        if not content:
            return _END
        first = len(self._next)
        self.content += content + padding * (-len(content) % _SECTOR // len(padding))
        last = len(self.content) // _SECTOR - 1
        self._next += [*range(first + 1, last + 1), _END]
        return first

    def add_fat(self) -> list[int]:
        """Return the sectors that tell which sector follows which; they are counted among the sectors themselves."""
        count = 1
        while count * _FAT_ENTRIES < len(self._next) + count:
            count += 1
        fats = list(range(len(self._next), len(self._next) + count))
        self._next += [_IS_FAT] * count
        self.content += _packed(_filled(self._next, _FAT_ENTRIES))
        return fats


def _directory(root: Storage) -> list[_Entry]:
    """Return the entries in the order of their numbers: the root, then each storage's children together."""
    entries = [_Entry("Root Entry", _ROOT)]
    pending = [(0, root)]
    while pending:
        parent, storage = pending.pop(0)
        names = sorted(storage, key=_rank)
        first = len(entries)
        entries[parent] = replace(entries[parent], child=_number(_middle(range(len(names))), first))
        entries += _linked([_entry(name, storage[name]) for name in names], first)
        for number, name in enumerate(names, first):
            content = storage[name]
            if not isinstance(content, bytes):
                pending.append((number, content))
    return entries


def _rank(name: str) -> tuple[int, str]:
    """Return what siblings are sorted by: the shorter name first, then as in capitals (2.6.4)."""
    return len(name), name.upper()


def _entry(name: str, content: bytes | Storage) -> _Entry:
    return _Entry(name, _STREAM, content) if isinstance(content, bytes) else _Entry(name, _STORAGE)


def _linked(siblings: Sequence[_Entry], first: int) -> list[_Entry]:
    """Return the siblings as a red-black tree as low as can be; the first of them has the number `first`.

    Only the lowest level of such a tree has gaps: with that level red and all others black, no red one follows another
    and every way down meets as many black ones.
    """
    linked = list(siblings)
    for number, left, right, level in _places(range(len(siblings)), 1):
        is_red = 1 < level == len(siblings).bit_length()
        linked[number] = replace(
            siblings[number],
            colour=_RED if is_red else _BLACK,
            left=_number(left, first),
            right=_number(right, first),
        )
    return linked


def _places(numbers: range, level: int) -> Iterator[tuple[int, int | None, int | None, int]]:
    """Yield each number with its left child, its right child and its level."""
    middle = _middle(numbers)
    if middle is None:
        return
    before, after = range(numbers.start, middle), range(middle + 1, numbers.stop)
    yield middle, _middle(before), _middle(after), level
    yield from _places(before, level + 1)
    yield from _places(after, level + 1)


def _middle(numbers: range) -> int | None:
    return numbers[len(numbers) // 2] if numbers else None


def _number(place: int | None, first: int) -> int:
    return _NOBODY if place is None else first + place


def _with_small_streams(entries: Sequence[_Entry]) -> tuple[list[_Entry], bytes, list[int]]:
    """Return the entries with the places of the small streams, the stream that holds these, and its own FAT."""
    content = b""
    following: list[int] = []
    placed = list(entries)
    for number, entry in enumerate(entries):
        if not entry.is_mini:
            continue
        first = len(following)
        placed[number] = replace(entry, start=first if entry.content else _END)
        content += entry.content + bytes(-len(entry.content) % _MINI_SECTOR)
        if entry.content:
            following += [*range(first + 1, len(content) // _MINI_SECTOR), _END]
    return placed, content, following


def _line(entry: _Entry) -> bytes:
    name = (entry.name + "\0").encode("utf-16-le") if entry.name else b""
    size = len(entry.content)
    return (
        struct.pack("<64sHBBIII", name, len(name), entry.kind, entry.colour, entry.left, entry.right, entry.child)
        + bytes(16 + 4 + 8 + 8)  # no class, no state, no times: the same bytes for the same content
        + struct.pack("<IQ", entry.start, size)
    )


_UNUSED = _Entry("", 0, colour=_RED)


def _header(fats: Sequence[int], directory: int, mini_fat: int, mini_sectors: int) -> bytes:
    if len(fats) > _FATS_IN_HEADER:
        message = "more than 6.8 MB: the list of FAT sectors does not fit in the header"
        raise ValueError(message)
    mini_fats = -(-mini_sectors // _FAT_ENTRIES)
    return (
        _SIGNATURE
        + bytes(16)
        + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)  # versions, byte order, sectors of 512 and 64 bytes
        + struct.pack("<IIII", 0, len(fats), directory, 0)
        + struct.pack("<IIIII", _MINI_LIMIT, mini_fat, mini_fats, _END, 0)
        + _packed(_filled(fats, _FATS_IN_HEADER))
    )


def _filled(numbers: Sequence[int], multiple: int) -> list[int]:
    return [*numbers, *[_FREE] * (-len(numbers) % multiple)]


def _packed(numbers: Sequence[int]) -> bytes:
    return struct.pack(f"<{len(numbers)}I", *numbers)
