"""A closed workbook that is pressed on and saved by another name."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from runxl import commands
from runxl.errors import FileError
from runxl.pressing import opened, press_on
from runxl.templates.shipped import template

if TYPE_CHECKING:
    from pathlib import Path

    from runxl.hosts.package import PackageBook


@pytest.fixture
def book(tmp_path: Path) -> PackageBook:
    return opened(str(shutil.copyfile(template("exempel-fiktiv"), tmp_path / "rapport.xlsx")))


def test_a_file_that_came_meanwhile_by_the_name_of_the_copy_is_not_overwritten(
    book: PackageBook, tmp_path: Path
) -> None:
    copy = tmp_path / "kopia.xlsx"
    press = press_on(book, copy)
    copy.write_bytes(b"hennes egen")
    with pytest.raises(FileError):
        press.fill("run", "Kör allt", commands.run(book.read()))
    assert copy.read_bytes() == b"hennes egen"


def test_a_copy_of_what_needed_no_change_overwrites_nothing_either(book: PackageBook, tmp_path: Path) -> None:
    copy = tmp_path / "kopia.xlsx"
    press = press_on(book, copy)
    copy.write_bytes(b"hennes egen")
    with pytest.raises(FileError):
        press.save()
    assert copy.read_bytes() == b"hennes egen"


def test_the_workbook_itself_is_saved_again(book: PackageBook) -> None:
    before = book.path.read_bytes()
    press_on(book, book.path).fill("run", "Kör allt", commands.run(book.read()))
    assert book.path.read_bytes() != before
