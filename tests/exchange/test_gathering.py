"""What came in is at hand byte for byte, however much of it there is, and the inbox is gone through once for it."""

from __future__ import annotations

import os
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from runxl.errors import FileError
from runxl.exchange.gathering import Held, at_hand, opened
from runxl.exchange.mailbox import Piece
from runxl.exchange.sorting import Arrived
from tests.exchange.mailbox.files import zip_of
from tests.exchange.mailed import as_sent, package, parts_of
from tests.exchange.postal import NUMBER, PERSONNEL, sent_round

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from runxl.exchange.mailbox import Unread


def with_picture(data: bytes) -> bytes:
    """Return a workbook of 5 MB."""
    return package({**parts_of(data), "xl/media/scen.jpg": os.urandom(5 << 20)})


def digest(data: bytes) -> str:
    return sha256(data).hexdigest()


def test_of_large_workbooks_in_a_zip_file_only_some_bytes_are_handed_on() -> None:
    files = [with_picture(as_sent()) for _ in range(3)]
    there = opened(Piece("a.zip", zip_of(*((f"{n}.xlsx", data) for n, data in enumerate(files))), None))
    assert len(there.found) == 3
    assert [there.carried[digest(data)] for data in files] == [files[0], None, None]


def test_large_workbooks_in_a_zip_file_are_archived_byte_for_byte_and_the_newest_is_taken(tmp_path: Path) -> None:
    post = sent_round(tmp_path)
    files = [with_picture(post.answered(number)) for number in (-1, NUMBER)]
    for number, data in enumerate(files):
        post.put(
            f"{number}.zip", zip_of(("fylld.xlsx", with_picture(post.sent("museum"))), ("t.xlsx", data)), 8 + number
        )
    post.collect()
    assert post.stands(PERSONNEL) == NUMBER
    kept = {path.read_bytes() for path in (tmp_path / "kultur-arkiv" / "inkommet").rglob("*.xlsx")}
    assert set(files) <= kept


def arrived(unit: str, data: bytes) -> Arrived:
    return Arrived(unit, None, "", f"{unit}.xlsx", digest(data), None, ())


def inbox(files: dict[str, bytes]) -> Iterator[Piece | Unread]:
    return (Piece(f"{unit}.xlsx", data, None) for unit, data in files.items())


FILES = {unit: package({**parts_of(as_sent()), "x.txt": unit.encode()}) for unit in ("teater", "museum", "musik")}


def test_files_that_are_not_held_are_looked_for_in_one_reading_of_the_inbox() -> None:
    newest = {unit: Held(arrived(unit, as_sent()), as_sent()) for unit in FILES}
    newest["musik"] = Held(arrived("musik", FILES["musik"]), FILES["musik"])
    wanted = [arrived(unit, data) for unit, data in FILES.items()]
    found = at_hand(wanted, newest, inbox(FILES))
    assert [(one.arrived.unit, one.data) for one in found] == list(FILES.items())


def test_the_inbox_is_not_read_again_where_everything_is_held() -> None:
    newest = {unit: Held(arrived(unit, data), data) for unit, data in FILES.items()}
    pieces = inbox(FILES)
    assert len(at_hand([arrived(unit, data) for unit, data in FILES.items()], newest, pieces)) == 3
    assert next(pieces) == Piece("teater.xlsx", FILES["teater"], None)


def test_a_file_that_is_gone_meanwhile_is_named() -> None:
    with pytest.raises(FileError) as caught:
        at_hand([arrived("teater", FILES["teater"])], {}, inbox({"museum": FILES["museum"]}))
    assert (caught.value.code, caught.value.parts["file"]) == ("file-changed-since", "teater.xlsx")
