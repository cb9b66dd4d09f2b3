"""What each button does to the workbook in front of the controller, and what she is told."""

from __future__ import annotations

import os
import re
import shutil
from typing import TYPE_CHECKING

import pytest

from runxl.grid.address import cell_at
from runxl.hosts.live import LiveBook
from runxl.hosts.opening import open_book
from runxl.templates.shipped import template
from tests.bridge.bell import NOBODY, ring
from tests.bridge.conftest import planned

if TYPE_CHECKING:
    import xlwings as xw

    from runxl.grid import Snapshot
    from tests.bridge.conftest import Desk

WRITTEN = len(planned().edits)


def cells(book: xw.Book) -> dict[str, object]:
    """Return what stands in every cell but the log's, which tells what was done and stays."""
    snapshot: Snapshot = LiveBook(book).read()
    return {name: dict(sheet.cells) for name, sheet in snapshot.sheets.items() if name != "Logg"}


def test_kor_allt_fills_the_open_workbook_and_counts(desk: Desk) -> None:
    book = desk.receive()
    before = cells(book)
    rung = desk.press("run", book)
    assert rung.exit_status == int(rung.status) == 1
    found = len(LiveBook(book).read().tables["tblFynd"].body)
    assert rung.line.startswith(f"{found} fynd, {WRITTEN} celler skrivna, ")
    assert rung.line.endswith(" s")
    assert cells(book) != before


def test_in_english_the_answer_the_findings_and_the_log_are_in_english(desk: Desk) -> None:
    book = desk.receive()
    rung = desk.press("run", book, language="en")
    assert " cells written, " in rung.line
    assert rung.box.startswith("130 relations examined: ")
    log = LiveBook(book).read()
    assert "Run everything" in [content.value for content in log.sheets["Logg"].cells.values()]


def test_a_second_press_writes_nothing(desk: Desk) -> None:
    book = desk.receive()
    desk.press("run", book)
    rows = len(LiveBook(book).read().tables["tblLogg"].body)
    assert ", 0 celler skrivna, " in desk.press("run", book).line
    assert len(LiveBook(book).read().tables["tblLogg"].body) == rows


def test_the_workbook_stays_unsaved_until_she_saves_it(desk: Desk) -> None:
    book = desk.receive()
    desk.press("run", book)
    assert (desk.inbox / "rapport.xlsx").read_bytes() == template("exempel-fiktiv").read_bytes()


def test_errors_are_told_in_a_box_the_gravest_first(desk: Desk) -> None:
    box = desk.press("run", desk.receive()).box
    summary, *errors = box.split("\n\n")
    assert summary.startswith("130 samband prövade: ")
    assert "Fynd" in errors[-1]
    assert len(errors) == 6


def test_a_value_that_a_formula_replaces_is_told_in_a_box_as_it_stands_nowhere_afterwards(desk: Desk) -> None:
    book = desk.receive()
    desk.press("run", book)
    book.sheets["Resultat"]["H6"].value = 4711
    assert "4711" in desk.press("run", book).box.replace("\u00a0", "").split("\n\n")[1]


def test_warnings_of_a_press_that_fills_no_fynd_are_told_in_a_box(desk: Desk) -> None:
    book = desk.receive()
    book.sheets["Verksamheter"]["H6"].value = 4711
    rung = desk.press("variances", book)
    assert "4711" in rung.box.replace("\u00a0", "").split("\n\n")[1]


def test_angra_takes_back_the_last_press(desk: Desk) -> None:
    book = desk.receive()
    before = cells(book)
    desk.press("run", book)
    rung = desk.press("undo", book)
    assert rung.status == "0"
    assert re.match(rf"Kör allt den [0-9 :-]+ är ångrat: {WRITTEN} celler återställda, ", rung.line)
    assert cells(book) == before


def test_angra_works_when_the_program_has_been_closed_in_between(desk: Desk) -> None:
    book = desk.receive()
    before = cells(book)
    desk.press("run", book)
    book.save()
    book.close()
    again = desk.app.books.open(str(desk.inbox / "rapport.xlsx"))
    assert desk.press("undo", again).status == "0"
    assert cells(again) == before


def test_angra_refuses_and_names_cells_that_were_edited_since(desk: Desk) -> None:
    book = desk.receive()
    desk.press("run", book)
    cell = planned().edits[0].cell
    book.sheets[cell.sheet].range((cell.row, cell.column)).value = "Egen text"
    before = cells(book)
    rung = desk.press("undo", book)
    assert rung.status == "2"
    assert str(cell) in rung.box
    assert cells(book) == before


def test_angra_with_nothing_to_take_back_says_so(desk: Desk) -> None:
    rung = desk.press("undo", desk.receive())
    assert (rung.status, rung.exit_status) == ("2", 2)
    assert "ångra" in rung.box


def test_forhandsgranska_lists_the_plan_in_a_new_workbook_and_writes_nothing_else(desk: Desk) -> None:
    book = desk.receive()
    before = LiveBook(book).read()
    rung = desk.press("preview", book)
    assert rung.line.startswith(f"{WRITTEN} celler skulle skrivas, ")
    assert LiveBook(book).read() == before
    [made] = [one for one in desk.app.books if one.fullname != book.fullname]
    rows = made.sheets[0].used_range.value
    assert rows[0] == ["Cell", "Står nu", "Blir", "Formel"]
    assert len(rows) == WRITTEN + 1
    assert [round(made.sheets[0].range((1, number)).column_width or 0) for number in range(1, 5)] == [22, 40, 40, 80]
    assert not (desk.folder / "journal").exists()


def test_forhandsgranska_opens_nothing_where_nothing_would_be_written(desk: Desk) -> None:
    book = desk.receive()
    desk.press("run", book)
    assert desk.press("preview", book).line.startswith("0 celler skulle skrivas, ")
    assert [one.fullname for one in desk.app.books] == [book.fullname]


@pytest.mark.parametrize(("button", "sheet"), [("findings", "Fynd"), ("log", "Logg"), ("settings", "Inställningar")])
def test_a_button_that_shows_goes_to_its_sheet(desk: Desk, button: str, sheet: str) -> None:
    book = desk.receive()
    rung = desk.press(button, book)
    assert (rung.status, rung.line, rung.box) == ("0", "", "")
    assert book.api.CurrentController.ActiveSheet.Name == sheet


def test_ratta_with_nothing_marked_says_so_and_writes_nothing(desk: Desk) -> None:
    book = desk.receive()
    before = cells(book)
    rung = desk.press("fix", book)
    assert rung.status == "2"
    assert "Skriv x i kolumnen Rätta" in rung.box
    assert cells(book) == before


def test_ratta_writes_the_marked_proposal_with_a_note_and_angra_takes_both_back(desk: Desk) -> None:
    file = desk.inbox / "rapport.xlsx"
    shutil.copyfile(template("exempel-run-2020-04"), file)
    book = desk.app.books.open(str(file))
    museum = book.sheets["Verksamheter"]["H6"]
    museum.value = 1797
    desk.press("check", book)
    fynd = LiveBook(book).read().tables["tblFynd"]
    book.sheets["Fynd"].range((fynd.body[0], fynd.column("Rätta"))).value = "x"
    note = museum.add_note("Anna: enligt mejl")
    said = desk.press("fix", book).box.replace("\u00a0", " ")
    assert said.startswith("Verksamheter!H6 ändrad från 1 797 till 1 977 (två siffror omkastade).")
    hers, ours = LiveBook(book).read().note(cell_at("Verksamheter", "H6")).replace("\u00a0", " ").split("\n")
    assert (hers, museum.value) == ("Anna: enligt mejl", 1977)
    assert ours == "Rättat av runxl: stod 1 797, står 1 977 (två siffror omkastade)."
    desk.press("undo", book)
    assert (note.text, museum.value) == ("Anna: enligt mejl", 1797)


def test_a_sheet_that_has_gone_is_named(desk: Desk) -> None:
    book = desk.receive()
    book.api.Sheets.removeByName("Fynd")
    rung = desk.press("findings", book)
    assert rung.status == "2"
    assert "Fynd" in rung.box


def test_ny_makes_a_report_for_the_period_and_leaves_it_to_vba_to_open_it(desk: Desk) -> None:
    target = desk.inbox / "å ä ö.xlsx"
    rung = ring(desk.folder, "new", str(target), "2020-08", application=f"uno:{desk.pipe}")
    assert rung.status == "0"
    assert str(target) in rung.line
    assert list(desk.app.books) == []
    cells = open_book(target).read().sheets["Inställningar"].cells
    assert "2020-08" in [content.value for content in cells.values()]


@pytest.mark.parametrize("period", ["2020-13", "april", ""])
def test_ny_refuses_what_is_no_month(desk: Desk, period: str) -> None:
    target = desk.inbox / "ny.xlsx"
    rung = ring(desk.folder, "new", str(target), period, application=f"uno:{desk.pipe}")
    assert rung.status == "2"
    assert not target.exists()


@pytest.mark.parametrize("path", ["ny.xlsx", "Macintosh HD:Users:anna:ny.xlsx", ""])
def test_ny_refuses_a_path_that_would_lead_somewhere_else(desk: Desk, path: str) -> None:
    rung = ring(desk.folder, "new", path, "2020-08", application=f"uno:{desk.pipe}")
    assert rung.status == "2"
    assert {file.name for file in desk.folder.iterdir()} == {"answers", "log", "temp"}


def test_ny_never_replaces_a_file(desk: Desk) -> None:
    target = desk.inbox / "ny.xlsx"
    shutil.copyfile(template("verksamhet"), target)
    rung = ring(desk.folder, "new", str(target), "2020-08", application=f"uno:{desk.pipe}")
    assert rung.status == "2"
    assert target.read_bytes() == template("verksamhet").read_bytes()
    assert rung.box.startswith(f"{target} finns redan och ersätts inte. Tryck på Ny arbetsbok igen")


def test_ny_needs_no_program_that_can_be_found_as_an_excel_without_a_workbook_cannot(desk: Desk) -> None:
    target = desk.inbox / "ny.xlsx"
    assert ring(desk.folder, "new", str(target), "2020-08", application=NOBODY).status == "0"
    assert target.exists()


def test_ny_leaves_no_file_where_it_cannot_be_written(desk: Desk) -> None:
    target = desk.inbox / "finns inte" / "ny.xlsx"
    rung = ring(desk.folder, "new", str(target), "2020-08", application=NOBODY)
    assert (rung.status, rung.line) == ("2", "Inget är skrivet")
    assert list(desk.inbox.iterdir()) == []


def test_a_workbook_that_is_not_ours_is_a_sentence(desk: Desk) -> None:
    book = desk.app.books.add()
    book.save(str(desk.inbox / "annan.xlsx"))
    rung = desk.press("run", book)
    assert rung.status == "2"
    assert "Traceback" not in rung.box


def test_the_log_row_names_who_pressed(desk: Desk) -> None:
    book = desk.receive()
    desk.press("run", book, environment={**os.environ, "LOGNAME": "anna.andersson"})
    assert "anna.andersson" in [content.value for content in LiveBook(book).read().sheets["Logg"].cells.values()]


def test_varfor_denna_siffra_tells_of_the_cell_and_writes_nothing(desk: Desk) -> None:
    book = desk.receive()
    desk.press("run", book)
    before = cells(book)
    rung = ring(desk.folder, "why", book.fullname, "'Verksamheter'!H6", application=f"uno:{desk.pipe}")
    assert (rung.exit_status, rung.line.split(",")[0]) == (0, "Verksamheter!H6")
    assert rung.box.replace("\u00a0", " ").startswith("Verksamheter!H6 är Avvikelse för Teatern: −710 tkr\n")
    assert cells(book) == before
