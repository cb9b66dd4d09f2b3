from __future__ import annotations

import errno
import os
import random
import signal
import stat
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

from runxl.errors import FileError
from runxl.grid import Address, Content, Edit, Plan
from runxl.hosts.opening import open_book
from runxl.hosts.package.saving import Expected, replace_file
from tests.hosts.handmade import xlsx

if TYPE_CHECKING:
    from runxl.hosts.package import PackageBook

KILLS = 200
CELL = Address("Blad", 1, 1)
BEFORE = xlsx('<row r="1"><c r="A1"><v>100</v></c></row>')


@pytest.fixture(name="file")
def a_file(tmp_path: Path) -> Path:
    """Return a workbook whose A1 holds 100."""
    file = tmp_path / "bok.xlsx"
    file.write_bytes(BEFORE)
    return file


def edited(file: Path, number: int = 92) -> PackageBook:
    """Return the file's book with another number in A1, not saved yet."""
    book = open_book(file)
    book.apply(Plan((Edit(CELL, Content(Decimal(number))),)))
    return book


def number_in(file: Path) -> object:
    return open_book(file).read().content(CELL).value


def refusal(book: PackageBook, path: Path | None = None) -> FileError:
    with pytest.raises(FileError) as caught:
        book.save(path)
    return caught.value


def test_what_was_applied_is_in_the_file_after_it_is_saved(file: Path) -> None:
    edited(file).save()
    assert number_in(file) == 92


def test_nothing_is_written_before_it_is_saved(file: Path) -> None:
    edited(file)
    assert file.read_bytes() == BEFORE


def test_nothing_but_the_file_is_left_in_its_folder(file: Path) -> None:
    edited(file).save()
    assert os.listdir(file.parent) == ["bok.xlsx"]  # noqa: PTH208  (hidden files count)


def test_a_book_to_which_nothing_was_applied_is_not_written(file: Path) -> None:
    before = file.stat()
    book = open_book(file)
    book.apply(Plan((Edit(CELL, Content(Decimal(100))),)))
    book.save()
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_copy_of_an_untouched_book_is_the_same_bytes(file: Path) -> None:
    copy = file.with_name("kopia.xlsx")
    open_book(file).save(copy)
    assert copy.read_bytes() == BEFORE


def test_a_copy_leaves_the_books_own_file_as_it_is(file: Path) -> None:
    copy = file.with_name("kopia.xlsx")
    edited(file).save(copy)
    assert (number_in(copy), file.read_bytes()) == (92, BEFORE)


def test_a_book_can_be_edited_and_saved_again_and_again(file: Path) -> None:
    book = open_book(file)
    for number in (1, 2, 3):
        book.apply(Plan((Edit(CELL, Content(Decimal(number))),)))
        book.save()
        assert number_in(file) == number


def test_the_files_mode_stays(file: Path) -> None:
    file.chmod(0o640)
    edited(file).save()
    assert stat.S_IMODE(file.stat().st_mode) == (0o666 if sys.platform == "win32" else 0o640)


@pytest.mark.skipif(sys.platform == "win32", reason="links need an administrator on Windows")
def test_a_link_is_followed_to_its_file(file: Path) -> None:
    link = file.with_name("lank.xlsx")
    link.symlink_to(file.name)
    edited(link).save()
    assert link.is_symlink()
    assert number_in(file) == 92


def test_a_file_that_has_changed_since_it_was_opened_is_not_overwritten(file: Path) -> None:
    book = edited(file, 1)
    edited(file, 2).save()
    assert refusal(book).code == "file-changed-since"
    assert number_in(file) == 2


def test_a_file_with_a_new_date_and_the_old_content_is_saved(file: Path) -> None:
    book = edited(file)
    os.utime(file, (0, 0))
    book.save()
    assert number_in(file) == 92


def test_a_file_that_has_been_moved_away_is_not_written_anew(file: Path) -> None:
    book = edited(file)
    file.rename(file.with_name("flyttad.xlsx"))
    assert refusal(book).code == "file-changed-since"
    assert not file.exists()


@pytest.mark.parametrize("lock", ["~$bok.xlsx", ".~lock.bok.xlsx#"], ids=["Excel", "LibreOffice"])
def test_a_file_that_is_open_in_a_spreadsheet_program_is_not_written(file: Path, lock: str) -> None:
    file.with_name(lock).touch()
    fault = refusal(edited(file))
    assert (fault.code, fault.parts) == ("file-open-elsewhere", {"file": "bok.xlsx", "lock": lock})
    assert file.read_bytes() == BEFORE


def test_a_copy_can_be_saved_though_the_file_is_open_elsewhere(file: Path) -> None:
    file.with_name("~$bok.xlsx").touch()
    edited(file).save(file.with_name("kopia.xlsx"))
    assert number_in(file.with_name("kopia.xlsx")) == 92


def test_a_read_only_file_is_not_replaced(file: Path) -> None:
    file.chmod(0o444)
    assert refusal(edited(file)).code == "file-read-only"
    assert file.read_bytes() == BEFORE


def test_a_macro_workbook_is_not_saved_under_the_other_ending(file: Path) -> None:
    assert refusal(edited(file), file.with_suffix(".xlsm")).code == "ending-must-stay"


def test_a_folder_that_does_not_exist_is_named(file: Path) -> None:
    assert refusal(edited(file), file.parent / "saknas" / "kopia.xlsx").code == "folder-missing"


def test_a_folder_in_the_files_place_is_refused(file: Path) -> None:
    (file.parent / "mapp.xlsx").mkdir()
    assert refusal(edited(file), file.parent / "mapp.xlsx").code == "file-is-folder"


@pytest.mark.parametrize(
    ("call", "number", "code"),
    [
        ("os.fsync", errno.ENOSPC, "disk-full"),
        ("os.fsync", errno.EIO, "file-not-saved"),
        ("os.open", errno.EACCES, "folder-not-writable"),
        ("pathlib.Path.replace", errno.EACCES, "file-open-elsewhere"),
    ],
)
def test_a_fault_while_saving_leaves_the_old_file_and_no_litter(
    file: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int, code: str
) -> None:
    def fails(*_: object) -> NoReturn:
        raise OSError(number, os.strerror(number))

    book = edited(file)
    with monkeypatch.context() as patch:
        patch.setattr(call, fails)
        fault = refusal(book)
    assert (fault.code, fault.parts["file"]) == (code, "bok.xlsx")
    assert file.read_bytes() == BEFORE
    assert os.listdir(file.parent) == ["bok.xlsx"]  # noqa: PTH208  (hidden files count)


def test_after_a_fault_the_same_book_can_be_saved(file: Path) -> None:
    lock = file.with_name("~$bok.xlsx")
    lock.touch()
    book = edited(file)
    refusal(book)
    lock.unlink()
    book.save()
    assert number_in(file) == 92


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL and no fork")
def test_a_kill_at_any_moment_leaves_the_old_or_the_new_file_whole(file: Path) -> None:
    chance = random.Random(2020)  # noqa: S311  (moments, not secrets)
    edited(file, 1).save()
    states = {1: file.read_bytes()}
    edited(file, 2).save()
    states[2] = file.read_bytes()
    seen = []
    for _ in range(KILLS):
        child = os.fork()
        if child == 0:
            _save_for_ever(file)
        time.sleep(chance.uniform(0, 0.012))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        seen.append(file.read_bytes())
        assert seen[-1] in states.values()
        assert len(list(file.parent.iterdir())) <= 2
    assert len(set(seen)) == 2
    edited(file, 3).save()
    assert os.listdir(file.parent) == ["bok.xlsx"]  # noqa: PTH208  (hidden files count)


def _save_for_ever(file: Path) -> NoReturn:
    """Save one number, then the other, until killed."""
    try:
        book = open_book(file)
        while True:
            for number in (1, 2):
                book.apply(Plan((Edit(CELL, Content(Decimal(number))),)))
                book.save()
    # a child of the test must never go on with the tests
    finally:
        os._exit(1)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows removes no file that is open")
def test_a_file_that_another_run_is_writing_is_no_litter(file: Path) -> None:
    import fcntl  # noqa: PLC0415  (does not exist on Windows)

    edited(file).save()
    start = ".runxl-"
    with _litter(file, start).open("rb") as being_written:
        fcntl.flock(being_written, fcntl.LOCK_EX)
        edited(file, 93).save()
        assert len(list(file.parent.glob(f"{start}*"))) == 1
    edited(file, 94).save()
    assert not list(file.parent.glob(f"{start}*"))


def _litter(file: Path, start: str) -> Path:
    """Return what a run that was killed just before the end leaves behind."""
    child = os.fork()
    if child == 0:
        Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)  # type: ignore[method-assign,assignment]  # dies there
        try:
            edited(file, 95).save()
        finally:
            os._exit(1)
    os.waitpid(child, 0)
    (litter,) = file.parent.glob(f"{start}*")
    return litter


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets nobody replace a file that is held open")
def test_of_two_runs_that_save_at_once_one_is_refused_and_none_is_lost(file: Path) -> None:
    for _ in range(25):
        file.write_bytes(BEFORE)
        books = [edited(file, 92), edited(file, 93)]
        with ThreadPoolExecutor(2) as pool:
            codes = list(pool.map(_code_of_save, books))
        assert sorted(codes) == ["", "file-changed-since"]
        assert number_in(file) == [92, 93][codes.index("")]


def _code_of_save(book: PackageBook) -> str:
    try:
        book.save()
    except FileError as fault:
        return fault.code
    return ""


def test_a_file_that_must_be_new_takes_no_others_place(file: Path) -> None:
    with pytest.raises(FileError) as caught:
        replace_file(file, b"another", Expected.NO_FILE)
    assert caught.value.code == "file-changed-since"
    assert number_in(file) == 100
    assert list(file.parent.iterdir()) == [file]


def test_of_two_runs_that_make_one_file_at_once_one_is_refused_and_none_is_lost(tmp_path: Path) -> None:
    for number in range(50):
        file = tmp_path / f"{number}.json"

        def made(data: bytes, file: Path = file) -> str:
            try:
                replace_file(file, data, Expected.NO_FILE)
            except FileError as fault:
                return fault.code
            return ""

        with ThreadPoolExecutor(2) as pool:
            codes = list(pool.map(made, (b"one", b"other")))
        assert sorted(codes) == ["", "file-changed-since"]
        assert file.read_bytes() == (b"one", b"other")[codes.index("")]
