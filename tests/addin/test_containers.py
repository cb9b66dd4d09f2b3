"""The two containers that VBA lies in, read back by olefile, oletools and pyOpenVBA for any content."""

from __future__ import annotations

from io import BytesIO

import olefile
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyopenvba.vba import decompress

from addin.build.compoundfile import compound_file
from addin.build.compression import compressed

NOBODY = 0xFFFFFFFF
RED = 0

names = st.text("abcdefghijklmnopqrstuvwxyz0123456789_", min_size=1, max_size=20)
streams = st.dictionaries(names, st.integers(0, 9000), max_size=25).filter(
    lambda sizes: len({name.upper() for name in sizes}) == len(sizes)
)


def opened(content: bytes) -> olefile.OleFileIO:
    return olefile.OleFileIO(BytesIO(content), raise_defects=olefile.DEFECT_UNSURE)


def content_of(size: int) -> bytes:
    return bytes(number % 251 for number in range(size))


@given(streams)
@settings(max_examples=40, deadline=None)
def test_any_streams_come_back_as_they_were(sizes: dict[str, int]) -> None:
    with opened(compound_file({"VBA": {name: content_of(size) for name, size in sizes.items()}})) as file:
        read = {path[-1]: file.openstream(path).read() for path in file.listdir()}
    assert read == {name: content_of(size) for name, size in sizes.items()}


def test_the_limit_between_small_and_large_streams_is_kept() -> None:
    sizes = (0, 1, 63, 64, 65, 4095, 4096, 4097)
    with opened(compound_file({f"s{size}": content_of(size) for size in sizes})) as file:
        assert [len(file.openstream(f"s{size}").read()) for size in sizes] == list(sizes)


def test_many_large_streams_need_more_than_one_sector_of_the_table() -> None:
    stored = {f"s{number:02}": content_of(40_000) for number in range(20)}
    with opened(compound_file(stored)) as file:
        assert {path[0]: file.openstream(path).read() for path in file.listdir()} == stored


@given(st.integers(1, 40))
@settings(max_examples=40, deadline=None)
def test_the_siblings_form_a_red_black_tree_in_the_specifications_order(count: int) -> None:
    wanted = sorted(
        (f"{'x' * (number % 5)}{number}" for number in range(count)), key=lambda name: (len(name), name.upper())
    )
    with opened(compound_file(dict.fromkeys(wanted, b""))) as file:
        entries = file.direntries
        assert in_order(entries, entries[0].sid_child) == wanted
        assert entries[entries[0].sid_child].color != RED
        black_heights(entries, entries[0].sid_child)


def in_order(entries: list[olefile.OleDirectoryEntry], number: int) -> list[str]:
    if number == NOBODY:
        return []
    entry = entries[number]
    return [*in_order(entries, entry.sid_left), entry.name, *in_order(entries, entry.sid_right)]


def black_heights(entries: list[olefile.OleDirectoryEntry], number: int) -> int:
    """Return how many black ones are on every way down; it is the same number on each, and no red follows a red."""
    if number == NOBODY:
        return 0
    entry = entries[number]
    children = [one for one in (entry.sid_left, entry.sid_right) if one != NOBODY]
    assert entry.color != RED or all(entries[one].color != RED for one in children)
    left, right = (black_heights(entries, one) for one in (entry.sid_left, entry.sid_right))
    assert left == right
    return left + int(entry.color != RED)


@given(
    st.lists(
        st.sampled_from([b"Public Sub ", b"control As IRibbonControl", b"\r\n", b"a", b"    "]),
        min_size=1,
        max_size=900,
    )
)
@settings(max_examples=60, deadline=None)
def test_any_source_comes_back_as_it_was(pieces: list[bytes]) -> None:
    source = b"".join(pieces)
    assert decompress(compressed(source)) == source


def test_the_specifications_own_example_is_compressed_as_it_says() -> None:
    # MS-OVBA 3.2.3, "Maximum compression example"
    assert compressed(b"a" * 73).hex() == "0103b002614500"


def test_a_copy_is_taken_from_the_nearest_of_equal_places() -> None:
    # a copy of four from eight back is 0x7001, and the second one, from five back and not thirteen, 0x4001
    first, second, third = b"abcdefgh", b"abcd", b"abcd"
    container = compressed(first + second + b"." + third)
    assert container[3:].hex() == "00" + first.hex() + "05" + "0170" + b".".hex() + "0140"


def test_every_chunk_is_compressed_and_the_first_too() -> None:
    container = compressed(b"x = 1\r\n" * 2000)
    signatures = []
    place = 1
    while place < len(container):
        header = int.from_bytes(container[place : place + 2], "little")
        signatures.append(header >> 12)
        place += (header & 0xFFF) + 3
    assert signatures == [0xB] * 4


def test_what_does_not_shrink_is_refused() -> None:
    random = bytes((number * number * 7919 >> 5) & 0xFF for number in range(4096))
    with pytest.raises(ValueError, match="do not shrink"):
        compressed(random)
