"""A LibreOffice that stays up for all tests of one run, and workbooks that are open in it."""

from __future__ import annotations

import atexit
import os
from functools import cache
from typing import TYPE_CHECKING

import pytest

from runxl.calc import engine_of, started
from runxl.hosts.live import LiveBook
from runxl.layout import is_told_by_format

if TYPE_CHECKING:
    from pathlib import Path

    import xlwings as xw

    from runxl.calc import Office

NO_OFFICE = "LibreOffice with python3-uno is not installed (apt-get install libreoffice-calc python3-uno)"


@cache
def running_office() -> Office:
    """Return the one LibreOffice; without it the test is reported as not run, and in CI as failed."""
    try:
        office = started()
    except (FileNotFoundError, ImportError):
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(NO_OFFICE)
    atexit.register(office.stop)
    return office


@cache
def running_app() -> xw.App:
    """Return the application of the one LibreOffice, as xlwings has it."""
    return engine_of(running_office()).apps[0]


def open_alone(file: Path) -> xw.Book:
    """Return a file's workbook, opened when every other one has been closed."""
    app = running_app()
    for book in list(app.books):
        book.close()
    return app.books.open(file)


def open_live(file: Path) -> LiveBook:
    """Return a file's workbook as a live book."""
    return LiveBook(open_alone(file))


def open_pressed(file: Path) -> LiveBook:
    """Return a file's workbook as a press on a button reads it."""
    return LiveBook(open_alone(file), is_told_by_format)
