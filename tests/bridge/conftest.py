"""A LibreOffice that stays open while the bridge is rung, as Excel does, and a workbook in it."""

from __future__ import annotations

import shutil
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import pytest

from runxl.commands import run
from runxl.hosts.opening import open_book
from runxl.templates.shipped import template
from tests.bridge.bell import Rung, ring
from tests.office import running_app, running_office

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import xlwings as xw

    from runxl.grid import Plan

EXAMPLE = "exempel-fiktiv"
# the folder that a workbook came to by mail, with whatever came with it
INBOX = "inbox"


@cache
def planned() -> Plan:
    """Return what Kör allt writes in the example when it is a closed file."""
    return run(open_book(template(EXAMPLE)).read()).plan


class Desk(NamedTuple):
    """The open program, runxl's own folder, and the folder where workbooks arrive."""

    app: xw.App
    pipe: str
    folder: Path
    inbox: Path

    def receive(self, name: str = "rapport.xlsx") -> xw.Book:
        """Return the fictive example, arrived under this name and opened."""
        file = self.inbox / name
        shutil.copyfile(template(EXAMPLE), file)
        return self.app.books.open(str(file))

    def press(
        self,
        command: str,
        book: xw.Book,
        *,
        language: str = "sv",
        cwd: Path | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> Rung:
        """Press a button with a workbook in front."""
        asked = {"application": f"uno:{self.pipe}", "language": language}
        return ring(self.folder, command, book.fullname, **asked, cwd=cwd, environment=environment)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Return a desk on which nothing lies yet; what is opened on it is closed afterwards, unsaved."""
    app = running_app()
    close_all(app)
    folder, inbox = tmp_path / "runxl", tmp_path / INBOX
    folder.mkdir()
    inbox.mkdir()
    yield Desk(app, running_office().pipe, folder, inbox)
    close_all(app)


def close_all(app: xw.App) -> None:
    for book in list(app.books):
        book.close()
