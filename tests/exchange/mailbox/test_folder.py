"""An inbox as it lies on disk: subfolders, links, what cannot be read, and files too large to be read whole."""

from __future__ import annotations

import os
import tracemalloc
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from runxl.exchange.limits import FILE_BYTES, INBOX_BYTES
from runxl.exchange.mailbox import Attachment, Piece, Unread, attachments_in, files_of, pieces_of_inbox
from tests.exchange.mailbox.files import WORKBOOK, eml, found

if TYPE_CHECKING:
    from pathlib import Path

can_link = pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")


def collected(folder: Path) -> list[Attachment | Unread]:
    pieces = pieces_of_inbox(folder)
    return [item for piece in pieces for item in ([piece] if isinstance(piece, Unread) else attachments_in(*piece))]


def sparse(path: Path, size: int, start: bytes = b"") -> None:
    """Write a file of this size that takes no room."""
    with path.open("wb") as file:
        file.write(start)
        file.truncate(size)


def test_files_come_in_the_order_of_their_names_those_of_subfolders_too(tmp_path: Path) -> None:
    for name in ("b.xlsx", "a/c.xlsx", "a/b/å.xlsx", "c.eml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(eml(("d.xlsx", WORKBOOK)) if name == "c.eml" else WORKBOOK)
    assert list(found(collected(tmp_path)).items()) == [
        ("a/b/å.xlsx", "read"),
        ("a/c.xlsx", "read"),
        ("b.xlsx", "read"),
        ("c.eml » d.xlsx", "read"),
    ]


def test_a_bare_file_came_when_it_was_last_changed(tmp_path: Path) -> None:
    noon = datetime(2026, 8, 31, 12, tzinfo=UTC)
    (tmp_path / "a.xlsx").write_bytes(WORKBOOK)
    os.utime(tmp_path / "a.xlsx", (noon.timestamp(), noon.timestamp()))
    assert collected(tmp_path) == [Attachment("a.xlsx", "a.xlsx", WORKBOOK, "", noon)]


def test_a_mails_file_says_nothing_of_when_the_mail_came(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(eml(("a.xlsx", WORKBOOK)))
    assert [item.received for item in collected(tmp_path)] == [None]


def test_what_programs_put_in_folders_is_left_out_and_everything_else_is_listed(tmp_path: Path) -> None:
    for name in ("Thumbs.db", ".DS_Store", "desktop.ini", "~$a.xlsx", "anteckning.txt", "bild.heic", "utan"):
        (tmp_path / name).write_bytes(b"x")
    assert found(collected(tmp_path)) == {
        "anteckning.txt": "text-file",
        "bild.heic": "inbox-not-a-workbook",
        "utan": "inbox-not-a-workbook",
    }


@can_link
def test_links_are_listed_and_not_followed(tmp_path: Path) -> None:
    outside, inbox = tmp_path / "utanför", tmp_path / "inkorg"
    outside.mkdir()
    inbox.mkdir()
    (outside / "hemlig.xlsx").write_bytes(WORKBOOK)
    (inbox / "fil.xlsx").symlink_to(outside / "hemlig.xlsx")
    (inbox / "mapp").symlink_to(outside, target_is_directory=True)
    (inbox / "runt").symlink_to(inbox, target_is_directory=True)
    (inbox / "bruten.xlsx").symlink_to(outside / "saknas.xlsx")
    assert set(found(collected(inbox)).values()) == {"inbox-link"}
    assert len(collected(inbox)) == 4


@can_link
def test_an_inbox_that_is_itself_reached_by_a_link_is_read(tmp_path: Path) -> None:
    (tmp_path / "inkorg").mkdir()
    (tmp_path / "inkorg" / "a.xlsx").write_bytes(WORKBOOK)
    (tmp_path / "väg").symlink_to(tmp_path / "inkorg", target_is_directory=True)
    assert found(collected(tmp_path / "väg")) == {"a.xlsx": "read"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a pipe among files is made on Unix only")
def test_a_pipe_is_listed_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "rör.xlsx")
    assert found(collected(tmp_path)) == {"rör.xlsx": "inbox-not-a-workbook"}


def test_a_file_that_went_away_is_listed(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(WORKBOOK)
    (tmp_path / "b.xlsx").write_bytes(WORKBOOK)
    pieces = pieces_of_inbox(tmp_path)
    assert isinstance(next(pieces), Piece)
    (tmp_path / "b.xlsx").unlink()
    assert found(item for item in pieces if isinstance(item, Unread)) == {"b.xlsx": "file-not-read"}


def test_a_file_too_large_to_be_read_whole_is_listed_with_its_size(tmp_path: Path) -> None:
    sparse(tmp_path / "stor.xlsx", FILE_BYTES + 1, b"PK\x03\x04")
    (item,) = collected(tmp_path)
    assert isinstance(item, Unread)
    assert (item.reason.code, item.reason.parts["megabytes"]) == ("inbox-file-too-large", 51)


def test_an_inbox_is_read_as_far_as_is_read_and_small_files_after_a_large_one_too(tmp_path: Path) -> None:
    sparse(tmp_path / "a.mbox", INBOX_BYTES + 1)
    (tmp_path / "b.xlsx").write_bytes(WORKBOOK)
    assert found(collected(tmp_path)) == {"a.mbox": "inbox-full", "b.xlsx": "read"}


def test_an_mbox_takes_the_memory_of_one_mail_whatever_its_size(tmp_path: Path) -> None:
    one = b"From a@b.example Mon Aug 31 12:00:00 2026\n" + eml(("a.xlsx", WORKBOOK + bytes(50_000))) + b"\n"

    def peak(count: int) -> int:
        with (tmp_path / "arkiv.mbox").open("wb") as file:
            for _ in range(count):
                file.write(one)
        tracemalloc.start()
        assert (
            sum(len(attachments_in(*piece)) for piece in pieces_of_inbox(tmp_path) if isinstance(piece, Piece)) == count
        )
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    peak(3)
    assert peak(60) < 1.3 * peak(6)


def test_a_mail_too_large_is_listed_and_the_mails_after_it_are_read(tmp_path: Path) -> None:
    start = b"From a@b.example Mon Aug 31 12:00:00 2026\n"
    with (tmp_path / "arkiv.mbox").open("wb") as file:
        file.write(start + b"Subject: stor\n\n" + b"x" * FILE_BYTES + b"\n\n" + start + eml(("a.xlsx", WORKBOOK)))
    assert found(collected(tmp_path)) == {
        "arkiv.mbox » 1.eml": "inbox-mail-too-large",
        "arkiv.mbox » 2.eml » a.xlsx": "read",
    }


def test_what_cannot_be_looked_into_is_listed(tmp_path: Path) -> None:
    assert found(item for item in files_of(tmp_path / "saknas") if isinstance(item, Unread)) == {".": "file-not-read"}
