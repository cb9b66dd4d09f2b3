"""The button Samla in on the workbook in front of the controller."""

from __future__ import annotations

import shutil
from decimal import Decimal
from typing import TYPE_CHECKING

from runxl.exchange.submissions import read_submissions
from runxl.grid import Address, Content, Edit, Plan
from runxl.hosts.live import LiveBook
from runxl.hosts.opening import open_book
from runxl.layout import LINES
from runxl.sheets.workbook import read_workbook
from runxl.templates.shipped import template

if TYPE_CHECKING:
    import xlwings as xw

    from tests.bridge.conftest import Desk


def sent_round(desk: Desk) -> xw.Book:
    book = desk.app.books.open(str(shutil.copyfile(template("exempel-utskick"), desk.inbox / "kultur.xlsx")))
    assert desk.press("send", book).status == "0"
    return book


def answer_of_the_theatre(desk: Desk) -> None:
    """Put the theatre's workbook into the inbox, with 4 380 for the 4 350 that the tickets have brought."""
    folder = desk.inbox / "kultur-inkorg"
    answer = open_book(desk.inbox / "kultur-utskick" / "underlag-2026-08-teater.xlsx")
    lines = read_workbook(answer.read()).tables[LINES.name]
    cell: Address = lines.cell(lines.by_id()["teater_biljetter"], "actual")
    assert answer.read().content(cell) == Content(Decimal(4350))
    answer.apply(Plan((Edit(cell, Content(Decimal(4380))),)))
    answer.save(folder / "svar.xlsx")


def test_an_answer_in_the_folder_beside_is_taken_into_the_open_workbook(desk: Desk) -> None:
    book = sent_round(desk)
    answer_of_the_theatre(desk)
    rung = desk.press("collect", book)
    assert "1 av 7 har lämnat in" in rung.box
    after = LiveBook(book).read()
    assert read_workbook(after).tables[LINES.name].by_id()["teater_biljetter"].amount("actual") == 4380
    assert list(read_submissions(after).newest) == ["teater"]
    assert len(list((desk.inbox / "kultur-svar").glob("paminnelse-*.eml"))) == 6
    assert desk.press("undo", book).status == "0"
    before = LiveBook(book).read()
    assert read_workbook(before).tables[LINES.name].by_id()["teater_biljetter"].amount("actual") == 4350


def test_without_the_folder_the_button_says_where_answers_go_and_makes_reminders(desk: Desk) -> None:
    book = sent_round(desk)
    (desk.inbox / "kultur-inkorg").rmdir()
    rung = desk.press("collect", book)
    assert rung.status == "0"
    assert rung.box.startswith("Mappen kultur-inkorg finns inte än")
    assert len(list((desk.inbox / "kultur-svar").glob("paminnelse-*.eml"))) == 7
