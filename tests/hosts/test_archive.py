from __future__ import annotations

import io
import struct
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runxl.errors import FileError
from runxl.hosts.package.archive import Archive

if TYPE_CHECKING:
    from collections.abc import Iterable

FILE = "prov.xlsx"


def zipped(*members: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return stream.getvalue()


def contents(data: bytes) -> list[tuple[str, bytes]]:
    """Return what Python's own zipfile finds."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return [(info.filename, archive.read(info)) for info in archive.infolist()]


def streamed(*members: tuple[str, bytes]) -> bytes:
    """Return a zip whose sizes follow the content, as one written to a pipe has it."""

    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: int) -> int:
            raise io.UnsupportedOperation

        def tell(self) -> int:
            raise io.UnsupportedOperation

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return pipe.getvalue()


def with_zip64(*members: tuple[str, bytes]) -> bytes:
    """Return a zip with 64-bit sizes though its members are small."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in members:
            with archive.open(name, "w", force_zip64=True) as member:
                member.write(content)
    return stream.getvalue()


def headers(data: bytes) -> list[tuple[str, int, int, bytes]]:
    """Return name, flags, size and extra fields as one finds them who reads from the start, without the directory."""
    found, at = [], 0
    while data[at : at + 4] == b"PK\x03\x04":
        _, flags, _, _, _, _, packed, size, names, extras = struct.unpack_from("<5H3L2H", data, at + 4)
        name_at = at + 30
        extra_at = name_at + names
        found.append((data[name_at:extra_at].decode(), flags, size, data[extra_at : extra_at + extras]))
        at = extra_at + extras + packed
    return found


def _read(data: bytes, names: Iterable[str]) -> None:
    archive = Archive(data, FILE)
    for name in names:
        archive.read(name)


def code(data: bytes, read: Iterable[str] = ()) -> str:
    with pytest.raises(FileError) as caught:
        _read(data, read)
    assert caught.value.parts["file"] == FILE
    return caught.value.code


TWO = zipped(("a.xml", b"<a/>" * 9), ("b.bin", b"\0\1\2"))


def test_an_untouched_archive_is_written_byte_for_byte() -> None:
    assert Archive(TWO, FILE).written() == TWO


def test_a_replaced_part_keeps_its_place_and_the_others_their_packed_bytes() -> None:
    written = Archive(TWO, FILE).edited({"a.xml": b"<new/>"}).written()
    assert contents(written) == [("a.xml", b"<new/>"), ("b.bin", b"\0\1\2")]


def test_untouched_members_keep_date_attributes_comment_and_extra_fields() -> None:
    info = zipfile.ZipInfo("b.bin", (2020, 4, 30, 12, 34, 56))
    info.external_attr, info.comment, info.create_system = 0o640 << 16, b"anm", 3
    info.extra = struct.pack("<HH4s", 0xCAFE, 4, b"abcd")
    data = zipped(("a.xml", b"<a/>"), (info, b"innehall"))
    with zipfile.ZipFile(io.BytesIO(Archive(data, FILE).edited({"a.xml": b""}).written())) as archive:
        after = archive.getinfo("b.bin")
    assert (after.date_time, after.external_attr, after.comment) == (info.date_time, 0o640 << 16, b"anm")
    assert (after.create_system, after.extra) == (3, info.extra)


def test_a_part_can_be_dropped_and_another_added_last() -> None:
    written = Archive(TWO, FILE).edited({"ny/å.xml": b"<n/>"}, {"a.xml"}).written()
    assert contents(written) == [("b.bin", b"\0\1\2"), ("ny/å.xml", b"<n/>")]


def test_a_dropped_part_is_gone() -> None:
    archive = Archive(TWO, FILE).edited({}, {"a.xml"})
    assert archive.names == ("b.bin",)
    assert "a.xml" not in archive
    with pytest.raises(FileError, match="part-missing"):
        archive.read("a.xml")


def test_a_dropped_part_can_come_back() -> None:
    archive = Archive(TWO, FILE).edited({}, {"a.xml"}).edited({"a.xml": b"igen"})
    assert archive.read("a.xml") == b"igen"
    assert contents(archive.written()) == [("a.xml", b"igen"), ("b.bin", b"\0\1\2")]


def test_an_edited_archive_leaves_the_first_as_it_was() -> None:
    first = Archive(TWO, FILE)
    first.edited({"a.xml": b"<new/>"}, {"b.bin"})
    assert (first.read("a.xml"), first.names) == (b"<a/>" * 9, ("a.xml", "b.bin"))


def test_a_name_is_found_whatever_its_case() -> None:
    archive = Archive(TWO, FILE)
    assert archive.read("A.XML") == b"<a/>" * 9
    assert archive.edited({"A.xml": b"ny"}).names == ("a.xml", "b.bin")


def test_backslashes_in_names_are_read_as_slashes_and_written_as_they_were() -> None:
    archive = Archive(zipped(("xl\\workbook.xml", b"<w/>"), ("b", b"")), FILE)
    assert archive.read("xl/workbook.xml") == b"<w/>"
    assert [name for name, _ in contents(archive.edited({"b": b"ny"}).written())] == ["xl\\workbook.xml", "b"]


@pytest.mark.parametrize(
    "data",
    [
        b"text before " + TWO,
        TWO + b"\0" * 40,
        streamed(("a.xml", b"<a/>" * 9), ("b.bin", b"\0\1\2")),
        with_zip64(("a.xml", b"<a/>" * 9), ("b.bin", b"\0\1\2")),
        zipped(("a.xml", b"<a/>" * 9), ("b.bin", b"\0\1\2"), method=zipfile.ZIP_STORED),
    ],
    ids=["bytes before", "bytes after", "sizes after the content", "64-bit sizes", "stored"],
)
def test_an_odd_zip_is_read_and_written_as_a_plain_one(data: bytes) -> None:
    written = Archive(data, FILE).edited({"a.xml": b"ny"}).written()
    assert contents(written) == [("a.xml", b"ny"), ("b.bin", b"\0\1\2")]
    assert [header[1:] for header in headers(written)] == [(0, 2, b""), (0, 3, b"")]


def test_two_parts_with_one_name_are_refused() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = zipped(("a.xml", b"1"), ("a.xml", b"2"))
    assert code(data) == "part-twice"


def test_two_parts_with_one_name_in_different_case_are_refused() -> None:
    assert code(zipped(("a.xml", b"1"), ("A.xml", b"2"))) == "part-twice"


@pytest.mark.parametrize("name", ["/etc/passwd", "../a.xml", "xl/../../a.xml", "C:/a.xml", "xl\\..\\a.xml"])
def test_a_name_that_leads_out_of_the_file_is_refused(name: str) -> None:
    assert code(zipped((name, b""))) == "part-name-unsafe"


def test_an_encrypted_member_is_refused() -> None:
    data = bytearray(TWO)
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    assert code(bytes(data)) == "file-has-password"


def test_a_part_that_unpacks_to_far_more_than_it_is_is_refused() -> None:
    assert code(zipped(("xl/sheet1.xml", b" " * 5_000_000))) == "file-unpacks-too-large"


def test_a_white_picture_is_no_bomb() -> None:
    assert Archive(zipped(("xl/media/a.bmp", b"\xff" * 5_000_000)), FILE).names == ("xl/media/a.bmp",)


def test_parts_that_together_unpack_to_more_than_a_gigabyte_are_refused() -> None:
    data = bytearray(TWO)
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<L", (1 << 30) + 1)
    assert code(bytes(data)) == "file-unpacks-too-large"


def test_more_than_ten_thousand_parts_are_refused() -> None:
    assert code(zipped(*((f"{number}", b"") for number in range(10_001)))) == "file-unpacks-too-large"


def test_a_part_that_is_larger_than_promised_is_refused() -> None:
    data = bytearray(zipped(("a.xml", b"<a/>" * 900)))
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<L", 10)
    assert code(bytes(data), ["a.xml"]) == "part-damaged"


def test_a_part_whose_content_has_changed_on_the_way_is_refused() -> None:
    data = bytearray(zipped(("a.xml", b"<a/>"), method=zipfile.ZIP_STORED))
    data[data.index(b"<a/>") + 1] = ord("b")
    assert code(bytes(data), ["a.xml"]) == "part-damaged"


def test_members_that_lie_inside_each_other_are_refused() -> None:
    data = bytearray(zipped(*((f"{number:02}", b"x" * 20) for number in range(20)), method=zipfile.ZIP_STORED))
    at = end = data.index(b"PK\x01\x02")
    while data[at : at + 4] == b"PK\x01\x02":
        (offset,) = struct.unpack_from("<L", data, at + 42)
        size = end - offset - 30 - 2
        data[at + 20 : at + 28] = struct.pack("<LL", size, size)
        at += 46 + 2
    assert code(bytes(data)) == "file-damaged"


@pytest.mark.parametrize("kept", range(0, len(TWO), 7))
def test_a_cut_off_zip_is_refused(kept: int) -> None:
    assert code(TWO[:kept]) == "file-damaged"


@given(st.integers(0, len(TWO) - 1), st.integers(0, 255))
@settings(max_examples=400, deadline=None)
def test_a_damaged_byte_never_gives_wrong_content(at: int, byte: int) -> None:
    data = bytearray(TWO)
    data[at] = byte
    try:
        archive = Archive(bytes(data), FILE)
        read = {name: archive.read(name) for name in archive.names}
    except FileError:
        return
    assert set(read.values()) <= {b"<a/>" * 9, b"\0\1\2", b""}
