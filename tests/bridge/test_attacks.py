"""A workbook that came by mail, and whatever came with it, never chooses what a button runs.

Each attack is made on the real bridge, with the workbook open in LibreOffice. A press succeeds as if nothing were
amiss, and the marker that everything planted leaves when it runs is not there.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName

from runxl.bridge.surroundings import UNUSED
from runxl.commands.setup.digits import digits_of
from runxl.templates.shipped import template
from tests.bridge.attacks import MARKER, MODULES, PROGRAMS, hostile_environment, planted
from tests.bridge.bell import ring
from tests.bridge.conftest import planned

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    import xlwings as xw

    from tests.bridge.conftest import Desk

# com.sun.star.sheet.CellFlags
FORMULA = 16
# 250 characters; with one å more it would be more bytes than a file's name may have on Linux
LONG_NAME = f"{'å' * 5}{'x' * 240}.xlsx"
NAMES = [
    'a" & calc & ".xlsx',
    "$(touch it-ran).xlsx",
    "a;touch it-ran;.xlsx",
    "a' -c 'x.xlsx",
    "A=B.xlsx",
    "å ä ö.xlsx",
    "a\u0308.xlsx",
    LONG_NAME,
]


def filled(desk: Desk, book: xw.Book) -> None:
    """Press Kör allt and see it succeed: findings and cells counted, as with any other workbook."""
    rung = desk.press("run", book, cwd=desk.inbox)
    assert rung.status in ("0", "1"), rung
    assert f" {len(planned().edits)} celler skrivna" in rung.line


@pytest.mark.parametrize("name", MODULES)
def test_what_is_planted_would_run_if_python_looked_for_it(tmp_path: Path, name: str) -> None:
    # an attack that could not succeed would prove nothing
    marker = planted(tmp_path)
    code = f"import sys; sys.path.insert(0, '.'); sys.modules.pop({name!r}, 0); import {name}"
    subprocess.run([sys.executable, "-S", "-c", code], cwd=tmp_path, check=False, capture_output=True)
    assert marker.exists()


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_planted_program_would_run_if_it_were_called_by_its_name(tmp_path: Path, name: str) -> None:
    marker = planted(tmp_path)
    subprocess.run([str(tmp_path / name)], check=True)
    assert marker.exists()


def test_modules_beside_the_workbook_do_not_run(desk: Desk) -> None:
    marker = planted(desk.inbox)
    filled(desk, desk.receive())
    assert not marker.exists()


def test_modules_in_runxls_own_folder_do_not_run(desk: Desk) -> None:
    marker = planted(desk.folder)
    filled(desk, desk.receive())
    assert not marker.exists()


def test_nothing_that_the_environment_names_runs(desk: Desk) -> None:
    marker = planted(desk.inbox)
    rung = desk.press("run", desk.receive(), cwd=desk.inbox, environment=hostile_environment(desk.inbox))
    assert rung.status in ("0", "1"), rung
    assert f" {len(planned().edits)} celler skrivna" in rung.line
    assert not marker.exists()


def test_what_a_press_remembers_lies_in_runxls_own_folder_whatever_the_environment_says(desk: Desk) -> None:
    desk.press("run", desk.receive(), environment={**os.environ, "RUNXL_STATE": str(desk.inbox)})
    assert not (desk.inbox / "journal").exists()
    assert (desk.folder / "journal").is_dir()


def test_a_press_sees_no_variable_that_could_name_something_to_run(tmp_path: Path) -> None:
    code = (
        "import json, os, pathlib, sys; from runxl.bridge.surroundings import settle; "
        "settle(pathlib.Path(sys.argv[1])); print(json.dumps([dict(os.environ), os.getcwd(), sys.path]))"
    )
    (tmp_path / "runxl").mkdir()
    done = subprocess.run(
        [sys.executable, "-I", "-c", code, str(tmp_path / "runxl")],
        env=hostile_environment(tmp_path),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    variables, folder, path = json.loads(done.stdout)
    assert folder == str(tmp_path / "runxl")
    assert not [place for place in path if place in ("", ".") or place.startswith(str(tmp_path))]
    outside = {name for name, value in variables.items() if str(tmp_path) in value.replace(folder, "")}
    assert outside == set()
    assert not [name for name in variables if name.startswith(("PYTHON", "XLWINGS", "MPL", "LD_"))]


@pytest.mark.parametrize("name", NAMES)
def test_no_name_of_a_workbook_runs_or_breaks_anything(desk: Desk, name: str) -> None:
    before = set(desk.inbox.iterdir())
    filled(desk, desk.receive(name))
    assert {file.name for file in set(desk.inbox.iterdir()) - before} == {name}
    assert not (desk.folder / MARKER).exists()


def altered(desk: Desk, change: Callable[[openpyxl.Workbook], None]) -> xw.Book:
    """Return the fictive example, changed by openpyxl before it was sent."""
    book = openpyxl.load_workbook(template("exempel-fiktiv"))
    change(book)
    file = desk.inbox / "rapport.xlsx"
    book.save(file)
    return desk.app.books.open(str(file))


def test_sheets_that_look_like_settings_or_code_steer_nothing(desk: Desk) -> None:
    marker = planted(desk.inbox)

    def add_sheets(book: openpyxl.Workbook) -> None:
        for name in ("runxl.conf", "xlwings.conf", "_xlwings.conf", "runxl"):
            sheet = book.create_sheet(name)
            for row in (
                ("INTERPRETER_WIN", str(desk.inbox / "python")),
                ("interpreter", str(desk.inbox / "python")),
                ("PYTHONPATH", str(desk.inbox)),
                ("folder", str(desk.inbox)),
                ("ONEDRIVE_CONSUMER_WIN", str(desk.inbox)),
            ):
                sheet.append(row)
        book.create_sheet("x.py").append([f"open({str(marker)!r}, 'w')"])
        book.create_sheet("runxl.py").append([f"open({str(marker)!r}, 'w')"])

    filled(desk, altered(desk, add_sheets))
    assert not marker.exists()
    assert not (desk.inbox / "answers").exists()


@pytest.mark.parametrize(
    "text", ["=1+1", "=cmd|'/c calc'!A0", "|cmd", "+cmd|'/c calc'!A0", "-1+1", "@SUM(1)", '=HYPERLINK("x","y")']
)
def test_a_text_that_looks_like_a_formula_stays_text_wherever_it_is_written(desk: Desk, text: str) -> None:
    def name_things(book: openpyxl.Workbook) -> None:
        # a unit, a success factor, and a text typed over a computed cell, which the preview shows
        for sheet, cell in (("Verksamheter", "B6"), ("Mått", "C6"), ("Målbedömning", "I9")):
            book[sheet][cell].value, book[sheet][cell].data_type = text, "s"

    book = altered(desk, name_things)
    previewed = desk.press("preview", book)
    assert previewed.status == "0", previewed.box
    # and the user's name, which Logg shows
    called = dict.fromkeys(("LOGNAME", "USER", "USERNAME"), text)
    assert desk.press("run", book, environment=os.environ | called).status in ("0", "1")
    preview = next(one for one in desk.app.books if one.fullname != book.fullname)
    assert text in column(preview.sheets[0], 2)
    assert text in column(book.sheets["Logg"], 4)
    assert not [formula for one in desk.app.books for formula in formulas_in(one) if formula == text]
    assert list(formulas_in(preview)) == []


def column(sheet: xw.Sheet, number: int) -> list[object]:
    """Return what a column shows, as far as anything stands in the sheet."""
    return list(sheet.range((1, number), (sheet.used_range.last_cell.row, number)).value)


def formulas_in(book: xw.Book) -> Iterator[str]:
    """Give every formula of a workbook, asked of LibreOffice itself, which knows a formula from a text."""
    for sheet in book.sheets:
        for block in sheet.api.queryContentCells(FORMULA).RangeAddresses:
            place = (block.StartColumn, block.StartRow, block.EndColumn, block.EndRow)
            for row in sheet.api.getCellRangeByPosition(*place).getFormulaArray():
                yield from row


def test_a_defined_name_that_shadows_ours_changes_nothing(desk: Desk) -> None:
    def shadow(book: openpyxl.Workbook) -> None:
        for name in ("runxl", "interpreter", "folder", "workbook_id", "ThisWorkbook", "Rader", "Inställningar"):
            book.defined_names[name] = DefinedName(name, attr_text="'Mått'!$A$1")
        book["Mått"].defined_names["_runxl"] = DefinedName("_runxl", attr_text="'Mått'!$A$1")

    filled(desk, altered(desk, shadow))


def test_a_name_of_one_sheet_that_is_called_as_ours_is_neither_read_nor_written(desk: Desk) -> None:
    def shadow(book: openpyxl.Workbook) -> None:
        ours = list(book.defined_names)
        assert "ov_sammanfattning" in ours
        for sheet in book:
            for name in ours:
                sheet.defined_names[name] = DefinedName(name, attr_text="'Mått'!$A$1")

    book = altered(desk, shadow)
    filled(desk, book)
    assert book.sheets["Mått"]["A1"].value is None


def test_a_workbook_that_is_not_open_is_not_opened(desk: Desk) -> None:
    book = desk.receive()
    open_before = {opened.fullname for opened in desk.app.books}
    desk.press("run", book)
    rung = ring(desk.folder, "run", "/etc/passwd", application=f"uno:{desk.pipe}")
    assert rung.status == "2"
    assert {opened.fullname for opened in desk.app.books} == open_before


# what Python itself tells of before it happens; LibreOffice is reached through a pipe, and Excel through COM
CONNECTIONS = ("socket.connect", "socket.bind", "socket.getaddrinfo", "urllib.Request", "ftplib.connect")
STARTS = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.startfile", "webbrowser.open")
WATCHED = """
import atexit, runpy, sys
events, modules = sys.argv.pop(1).split(), sys.argv.pop(1).split()
def tell(event, arguments):
    if event in events:
        print(event, arguments, flush=True)
sys.addaudithook(tell)
atexit.register(lambda: [print(name) for name in modules if sys.modules.get(name)])
runpy.run_module("runxl.bridge", run_name="__main__")
"""


def watched(desk: Desk, *, events: Iterable[str] = (), modules: Iterable[str] = ()) -> str:
    """Press Kör allt and return what Python told of these events, and which of these modules it loaded."""
    book = desk.receive()
    words = ["run", "7", f"uno:{desk.pipe}", "sv", digits_of(str(desk.folder)), digits_of(book.fullname)]
    command = [sys.executable, "-I", "-c", WATCHED, " ".join(events), " ".join(modules), *words]
    done = subprocess.run(command, cwd=desk.folder, capture_output=True, text=True, check=False)
    assert f" {len(planned().edits)} celler skrivna" in (desk.folder / "answers" / "7.txt").read_text("utf-16-le")
    return done.stdout + done.stderr


def test_what_is_watched_is_told_of(desk: Desk) -> None:
    assert watched(desk, modules=["xlwings"]) == "xlwings\n"


def test_a_press_opens_no_connection_and_starts_no_program(desk: Desk) -> None:
    assert watched(desk, events=[*CONNECTIONS, *STARTS]) == ""


def test_a_press_loads_nothing_that_it_has_no_use_for(desk: Desk) -> None:
    assert watched(desk, modules=UNUSED) == ""
