"""The open workbook that somebody pressed a button in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runxl.errors import WorkbookError
from runxl.hosts.live.book import LiveBook
from runxl.hosts.live.programs import program_of
from runxl.hosts.live.reading import everywhere

if TYPE_CHECKING:
    import xlwings as xw

    from runxl.hosts.live.reading import TellsByFormat


def live_book(app: xw.App, full_name: str, told_by_format: TellsByFormat = everywhere) -> LiveBook:
    """Return the workbook of an application by its full name: its path, or its address on OneDrive or SharePoint.

    `told_by_format` is LiveBook's. Raises WorkbookError where the workbook was never saved, is not open, is known by
    another name than its address, or is not the only one of that name.
    """
    program = program_of(app)
    if not any(mark in full_name for mark in "/\\"):
        raise WorkbookError("book-never-saved", book=full_name)
    open_books = [(program.full_name(book), book) for book in app.books]
    found = [book for name, book in open_books if _same(name, full_name)]
    if len(found) > 1:
        raise WorkbookError("book-open-twice", book=full_name)
    if found:
        return LiveBook(found[0], told_by_format)
    last = _last_part(full_name)
    alike = [name for name, _ in open_books if _same(_last_part(name), last)]
    if not alike:
        raise WorkbookError("book-not-open", book=full_name)
    if any("://" in name for name in (full_name, *alike)):
        raise WorkbookError("book-in-the-cloud", book=last, name=alike[0])
    raise WorkbookError("book-of-same-name", book=full_name, other=alike[0])


def _same(one: str, other: str) -> bool:
    return one.casefold().replace("\\", "/") == other.casefold().replace("\\", "/")


def _last_part(name: str) -> str:
    return name.replace("\\", "/").rpartition("/")[2]
