"""Zip files as recipients pack them, and as nobody should."""

from __future__ import annotations

import io
import struct
import tracemalloc
import warnings
import zipfile
from datetime import UTC, datetime

import pytest

from runxl.exchange.limits import FILE_BYTES
from runxl.exchange.mailbox import Attachment, attachments_in
from tests.bad_input.packages import zipped
from tests.exchange.mailbox.files import WORKBOOK, eml, found, zip_of

MEGABYTE = 1 << 20


def test_every_workbook_in_a_zip_file_is_found_and_folders_are_not_listed() -> None:
    data = zip_of(("svar/", b""), ("svar/teater.xlsx", WORKBOOK), ("museum.xlsm", WORKBOOK), ("läs.pdf", b"%PDF"))
    assert found(attachments_in("a.zip", data)) == {
        "a.zip » svar/teater.xlsx": "read",
        "a.zip » museum.xlsm": "read",
        "a.zip » läs.pdf": "inbox-not-a-workbook",
    }


def test_a_workbook_in_a_zip_file_came_when_the_zip_file_did() -> None:
    noon = datetime(2026, 8, 31, 12, tzinfo=UTC)
    (item,) = attachments_in("a.zip", zip_of(("svar/teater.xlsx", WORKBOOK)), noon)
    assert item == Attachment("a.zip » svar/teater.xlsx", "teater.xlsx", WORKBOOK, "", noon)


TEN, ELEVEN = datetime(2026, 8, 31, 10), datetime(2026, 8, 31, 11)  # noqa: DTZ001  (a zip file's dates have no zone)


def test_a_workbook_in_a_zip_file_says_when_it_was_changed_by_the_clock_of_who_packed_it() -> None:
    data = zip_of(("a.xlsx", WORKBOOK), ("b.xlsx", WORKBOOK + b"\0"), changed=(ELEVEN, TEN))
    assert [item.changed for item in attachments_in("a.zip", data) if isinstance(item, Attachment)] == [ELEVEN, TEN]


def test_a_zip_file_that_says_the_time_in_utc_too_is_believed() -> None:
    noon = datetime(2026, 8, 31, 12, tzinfo=UTC)
    stamp = struct.pack("<HHI", 0xCAFE, 4, 0) + struct.pack("<HHBi", 0x5455, 5, 1, int(noon.timestamp()))
    data = zip_of(("a.xlsx", WORKBOOK), changed=(TEN,), extra=stamp)
    assert [item.changed for item in attachments_in("a.zip", data) if isinstance(item, Attachment)] == [noon]


@pytest.mark.parametrize("extra", [b"UT", struct.pack("<HHB", 0x5455, 1, 1), struct.pack("<HHBi", 0x5455, 5, 1, 0)])
def test_an_extra_field_that_says_no_time_is_passed_over(extra: bytes) -> None:
    data = zip_of(("a.xlsx", WORKBOOK), changed=(TEN,), extra=extra)
    assert [item.changed for item in attachments_in("a.zip", data) if isinstance(item, Attachment)] == [TEN]


def test_a_date_that_none_has_is_none() -> None:
    data = bytearray(zip_of(("a.xlsx", WORKBOOK), ("b.xlsx", WORKBOOK), changed=(TEN,)))
    struct.pack_into("<HH", data, data.index(b"PK\x01\x02") + 12, 0xFFFF, 0xFFFF)
    assert [item.changed for item in attachments_in("a.zip", bytes(data)) if isinstance(item, Attachment)] == [None] * 2


def test_what_lies_in_an_inner_zip_file_without_dates_is_as_old_as_that() -> None:
    data = zip_of(("i.zip", zip_of(("a.xlsx", WORKBOOK))), changed=(TEN,))
    assert [item.changed for item in attachments_in("a.zip", data) if isinstance(item, Attachment)] == [TEN]


def test_a_mail_in_a_zip_file_keeps_its_own_date() -> None:
    data = zip_of(("m.eml", eml(("a.xlsx", WORKBOOK), Date="Mon, 31 Aug 2026 12:00:00 +0200")), changed=(ELEVEN,))
    (item,) = attachments_in("a.zip", data)
    assert isinstance(item, Attachment)
    assert (item.received, item.changed) == (datetime(2026, 8, 31, 10, tzinfo=UTC), None)


def test_what_windows_macos_and_excel_put_in_a_zip_file_is_left_out() -> None:
    clutter = ("__MACOSX/._a.xlsx", ".DS_Store", "svar/Thumbs.db", "desktop.ini", "~$a.xlsx", "._a.xlsx")
    data = zip_of(("a.xlsx", WORKBOOK), *((name, b"x") for name in clutter))
    assert found(attachments_in("a.zip", data)) == {"a.zip » a.xlsx": "read"}


def test_a_zip_file_without_files_is_listed() -> None:
    assert found(attachments_in("a.zip", zip_of(("svar/", b"")))) == {"a.zip": "inbox-zip-empty"}


def test_a_name_within_a_zip_file_that_leads_out_of_it_is_refused_and_the_rest_is_read() -> None:
    refused = ("../a.xlsx", "..\\a.xlsx", "/a.xlsx", "C:\\a.xlsx", "a\x00.exe", "a\x1b.xlsx", "a" * 300 + ".xlsx")
    said = found(attachments_in("a.zip", zip_of(*((name, WORKBOOK) for name in refused), ("b.xlsx", WORKBOOK))))
    assert list(said.values()) == ["inbox-name-refused"] * 7 + ["read"]
    assert all(path.isprintable() for path in said)


def test_two_members_of_one_name_are_both_read() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        data = zip_of(("a.xlsx", WORKBOOK), ("a.xlsx", WORKBOOK + b"\0"))
    items = attachments_in("a.zip", data)
    assert [item.path for item in items] == ["a.zip » a.xlsx", "a.zip » a.xlsx (2)"]


def test_zip_files_within_zip_files_are_opened_to_a_depth_and_no_further() -> None:
    def nested(depth: int) -> bytes:
        data = zip_of(("a.xlsx", WORKBOOK))
        for _ in range(depth):
            data = zip_of(("i.zip", data))
        return data

    assert list(found(attachments_in("a.zip", nested(5))).values()) == ["read"]
    assert list(found(attachments_in("a.zip", nested(6))).values()) == ["inbox-too-deep"]


def test_a_member_with_a_password_is_listed_and_the_rest_is_read() -> None:
    data = bytearray(zip_of(("hemlig.xlsx", WORKBOOK), ("öppen.xlsx", WORKBOOK)))
    entry = data.index(b"PK\x01\x02")
    data[6] |= 1
    data[entry + 8] |= 1
    assert found(attachments_in("a.zip", bytes(data))) == {
        "a.zip » hemlig.xlsx": "inbox-zip-has-password",
        "a.zip » öppen.xlsx": "read",
    }


def test_a_member_packed_in_another_way_is_listed() -> None:
    data = zipped(("a.xlsx", WORKBOOK), method=zipfile.ZIP_LZMA)
    assert found(attachments_in("a.zip", data)) == {"a.zip » a.xlsx": "inbox-zip-packed-oddly"}


def test_a_member_that_claims_four_gigabytes_is_not_unpacked() -> None:
    data = bytearray(zip_of(("a.xlsx", WORKBOOK), ("b.xlsx", WORKBOOK)))
    struct.pack_into("<I", data, data.index(b"PK\x01\x02") + 24, 0xFFFFFFFE)
    said = found(attachments_in("a.zip", bytes(data)))
    assert said == {"a.zip » a.xlsx": "inbox-file-too-large", "a.zip » b.xlsx": "read"}


def test_a_member_that_unpacks_to_more_than_it_claims_is_damaged() -> None:
    data = bytearray(zip_of(("a.xlsx", WORKBOOK + bytes(MEGABYTE))))
    struct.pack_into("<I", data, data.index(b"PK\x01\x02") + 24, 1000)
    assert found(attachments_in("a.zip", bytes(data))) == {"a.zip » a.xlsx": "inbox-zip-damaged"}


def test_members_that_share_their_bytes_are_refused() -> None:
    data = zip_of(("a.xlsx", WORKBOOK + bytes(range(256)) * 8))
    entry, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    directory = data[entry:end] * 50
    ending = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 50, 50, len(directory), entry, 0)
    assert found(attachments_in("a.zip", data[:entry] + directory + ending)) == {"a.zip": "inbox-zip-damaged"}


@pytest.mark.parametrize("levels", [1, 4])
def test_a_bomb_is_given_up_before_it_takes_the_memory(levels: int) -> None:
    """Sixteen members of 40 MB of nothing are 640 MB; sixteen of those in one another, and so on, are petabytes."""
    data = zip_of(*((f"{number}.bin", bytes(40 * MEGABYTE)) for number in range(4)))
    for _ in range(levels):
        data = zip_of(*((f"{number}.zip", data) for number in range(16)))
    tracemalloc.start()
    items = attachments_in("bomb.zip", data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "inbox-too-much" in found(items).values()
    assert peak < 4 * FILE_BYTES


def test_a_zip_file_of_too_many_files_is_read_as_far_as_is_read() -> None:
    said = list(found(attachments_in("a.zip", zip_of(*((f"{number}.pdf", b"%") for number in range(2100))))).values())
    assert (said.count("inbox-not-a-workbook"), said[-1]) == (2000, "inbox-too-much")


def test_a_zip_file_cut_off_is_listed() -> None:
    data = zip_of(("a.xlsx", WORKBOOK))
    assert found(attachments_in("a.zip", data[:-30])) == {"a.zip": "inbox-zip-damaged"}


def test_a_mail_in_a_zip_file_is_opened() -> None:
    assert found(attachments_in("a.zip", zip_of(("m.eml", eml(("a.xlsx", WORKBOOK)))))) == {
        "a.zip » m.eml » a.xlsx": "read"
    }


def test_nothing_is_asked_of_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise AssertionError

    data = zip_of(("m.eml", eml(("a.xlsx", WORKBOOK))))
    attachments_in("a.zip", data)
    monkeypatch.setattr("builtins.open", refused)
    monkeypatch.setattr(io, "open", refused)
    monkeypatch.setattr("os.open", refused)
    assert len(attachments_in("a.zip", data)) == 1
