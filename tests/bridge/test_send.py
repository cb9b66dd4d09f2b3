"""The button Skicka ut on the workbook in front of the controller."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from runxl.hosts.live import LiveBook
from runxl.hosts.opening import open_book
from runxl.layout import RECIPIENTS, UNITS
from runxl.sheets.workbook import read_workbook
from runxl.templates.shipped import template
from tests.bridge.bell import ring

if TYPE_CHECKING:
    import xlwings as xw

    from tests.bridge.conftest import Desk


def opened(desk: Desk) -> xw.Book:
    return desk.app.books.open(str(shutil.copyfile(template("exempel-utskick"), desk.inbox / "kultur.xlsx")))


def test_the_files_are_put_beside_the_open_workbook_which_notes_the_round(desk: Desk) -> None:
    book = opened(desk)
    rung = desk.press("send", book)
    assert rung.status == "0"
    assert rung.line.startswith("7 underlag i mappen kultur-utskick, svaren läggs i kultur-inkorg, 22 celler")
    assert list((desk.inbox / "kultur-inkorg").iterdir()) == []
    assert len(list((desk.inbox / "kultur-utskick").iterdir())) == 14
    assert (desk.inbox / "kultur-arkiv" / "utskick" / "register.json").is_file()
    rows = read_workbook(LiveBook(book).read()).tables[RECIPIENTS.name]
    assert {row.text("round")[:8] for row in rows} == {"2026-08-"}


def test_what_is_typed_and_not_yet_saved_is_sent(desk: Desk) -> None:
    book = opened(desk)
    book.sheets["Verksamheter"]["C6"].value = "Nya länsteatern"
    desk.press("send", book)
    sent = open_book(desk.inbox / "kultur-utskick" / "underlag-2026-08-teater.xlsx").read()
    assert [row.text("label") for row in read_workbook(sent).tables[UNITS.name]] == ["Nya länsteatern"]


def test_a_wrong_address_is_told_in_a_box_and_nothing_is_made(desk: Desk) -> None:
    book = opened(desk)
    book.sheets["Mottagare"]["D5"].value = "Åsa"
    rung = desk.press("send", book)
    assert rung.status == "1"
    assert "Mottagare!D5" in rung.box
    assert [path.name for path in desk.inbox.iterdir() if not path.name.startswith(".~lock")] == ["kultur.xlsx"]


def test_a_workbook_on_sharepoint_is_refused_before_it_is_looked_at(desk: Desk) -> None:
    path = "https://region.sharepoint.com/sites/kultur/rapport.xlsx"
    rung = ring(desk.folder, "send", path, application=f"uno:{desk.pipe}")
    assert rung.status == "2"
    assert "SharePoint" in rung.box


def test_a_workbook_that_was_never_saved_is_refused(desk: Desk) -> None:
    rung = ring(desk.folder, "send", "Bok1", application=f"uno:{desk.pipe}")
    assert rung.status == "2"
    assert "inte sparad än" in rung.box
