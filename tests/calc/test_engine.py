"""LibreOffice through xlwings behaves as Excel through xlwings does, as far as the engine goes."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter
import xlwings as xw

from runxl.calc import attached, engine, engine_of, started
from runxl.calc.books import Book, Sheet, Sheets
from runxl.calc.engine import App, Apps, Books, Engine
from runxl.calc.notes import Note
from runxl.calc.ranges import Range
from runxl.calc.supported import Supported, members
from runxl.calc.tables import Name, Names, Table, Tables
from tests.office import open_alone, running_app, running_office

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(name="sheet")
def an_empty_sheet() -> Iterator[xw.Sheet]:
    book = running_app().books.add()
    yield book.sheets[0]
    book.close()


def shown(area: xw.Range, **options: object) -> Any:  # noqa: ANN401  (what xlwings returns)
    return area.options(ndim=2, **options).value


def formulas(area: xw.Range) -> Any:  # noqa: ANN401  (what the engine returns)
    return area.formula


def test_values_come_back_in_rows(sheet: xw.Sheet) -> None:
    sheet["A1"].value = [[1, "Norr", True], [None, 2.5, False]]
    assert shown(sheet["A1:C2"]) == [[1.0, "Norr", True], [None, 2.5, False]]


def test_a_truth_is_told_from_the_number_1(sheet: xw.Sheet) -> None:
    sheet["A1"].value = [[True, 1], ["=1=1", "=2-1"]]
    assert [[type(value) for value in row] for row in shown(sheet["A1:B2"])] == [[bool, float], [bool, float]]


def test_a_number_that_follows_a_truth_is_a_number(sheet: xw.Sheet) -> None:
    sheet["A1"].value = True
    sheet["A1"].value = 1
    assert type(sheet["A1"].value) is float


@pytest.mark.parametrize("number", [0.1, 1 / 3, 0.1 + 0.2, 123456789012345680.0, 1e-7, 1.7976931348623157e308])
def test_a_number_keeps_all_its_digits(sheet: xw.Sheet, number: float) -> None:
    # beside a formula as well, where LibreOffice itself keeps fifteen
    sheet["A1"].value = [[number, "=1+1"], [number, 1]]
    assert shown(sheet["A1:A2"]) == [[number], [number]]


def test_a_text_of_figures_becomes_a_number_as_when_it_is_typed(sheet: xw.Sheet) -> None:
    sheet["A1"].value = [["100", "'100"]]
    assert shown(sheet["A1:B1"]) == [[100.0, "100"]]


def test_a_text_after_an_apostrophe_is_a_text(sheet: xw.Sheet) -> None:
    sheet["A1"].value = [["'=1+1", "'SANT", "''citat"]]
    assert shown(sheet["A1:C1"]) == [["=1+1", "SANT", "'citat"]]
    assert formulas(sheet["A1:C1"]) == (("=1+1", "SANT", "'citat"),)


def test_a_cell_that_is_formatted_for_text_makes_a_text_of_everything(sheet: xw.Sheet) -> None:
    sheet["A1:A4"].number_format = "@"
    sheet["A1"].value = [[100], ["=1+1"], [True], ["Norr"]]
    assert shown(sheet["A1:A4"]) == [["100"], ["=1+1"], ["TRUE"], ["Norr"]]


def test_a_formula_stays_one_when_its_cell_is_formatted_for_text_afterwards(sheet: xw.Sheet) -> None:
    sheet["A1"].formula = "=1+1"
    sheet["A1"].number_format = "@"
    assert (sheet["A1"].value, sheet["A1"].formula) == (2.0, (("=1+1",),))


def test_a_date_is_a_number_that_looks_like_one(sheet: xw.Sheet) -> None:
    sheet["A1"].value = [[43951.5], [43951]]
    sheet["A1"].number_format = "yyyy-mm-dd hh:mm"
    assert shown(sheet["A1:A2"]) == [[datetime(2020, 4, 30, 12)], [43951.0]]  # noqa: DTZ001  (no zone in a workbook)


def test_dates_and_numbers_come_as_the_reader_wants_them(sheet: xw.Sheet) -> None:
    sheet["A1"].value = [[43951, 4]]
    sheet["A1"].number_format = "yyyy-mm-dd"
    assert shown(sheet["A1:B1"], dates=date, numbers=int) == [[date(2020, 4, 30), 4]]


@pytest.mark.parametrize(
    ("formula", "error"),
    [
        ("=1/0", "#DIV/0!"),
        ("=NA()", "#N/A"),
        ("=OKÄND(1)", "#NAME?"),
        ("=1E308*10", "#NUM!"),
        ('="a"+1', "#VALUE!"),
        ("#REF!", "#REF!"),
    ],
)
def test_an_error_is_nothing_or_its_code(sheet: xw.Sheet, formula: str, error: str) -> None:
    sheet["A1"].value = formula
    assert (shown(sheet["A1"]), shown(sheet["A1"], err_to_str=True)) == ([[None]], [[error]])


FORMULAS = [
    "=SUM(A1:A3,2.5)",
    '=IF(A1<B1,"a,b;c","d""e")',
    "=SUM({1,2;3,4})",
    "='Mars 2020'!A1+Mått!$B$2",
    "=INDEX(Mått!A1:B2,1,2)",
    "=LOG10(100)+STDEV(1,2)",
    "=tblX[[#This Row],[Utfall, tkr]]-SUM(tblX[Budget])",
    "=SUM(rubrik)",
    "=-A1^2%",
    "=A1&B1",
    '=HYPERLINK("#\'Mått\'!C5","Mått!C5")',
    "=INDEX((A1:A2,B1:B2),1,1,2)",
]


@pytest.fixture(name="linked")
def a_sheet_with_a_table_and_a_name(tmp_path: Path) -> xw.Sheet:
    file = tmp_path / "länkad.xlsx"
    with xlsxwriter.Workbook(file) as book:
        page = book.add_worksheet("Mått")
        book.add_worksheet("Mars 2020")
        page.add_table(
            8, 0, 10, 2, {"name": "tblX", "columns": [{"header": "Utfall, tkr"}, {"header": "Budget"}, {"header": "C"}]}
        )
        book.define_name("rubrik", "=Mått!$A$1:$B$2")
    return open_alone(file).sheets["Mått"]


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_reads_as_it_was_written(linked: xw.Sheet, formula: str) -> None:
    linked["C10"].formula = formula
    assert linked["C10"].formula == ((formula,),)


def test_a_formula_of_a_file_reads_as_it_stands_there(tmp_path: Path) -> None:
    file = tmp_path / "formler.xlsx"
    written = [formula for formula in FORMULAS if "tblX" not in formula and "rubrik" not in formula]
    with xlsxwriter.Workbook(file) as book:
        page = book.add_worksheet("Mått")
        book.add_worksheet("Mars 2020")
        for row, formula in enumerate(written):
            page.write_formula(row, 3, formula)
    area = open_alone(file).sheets["Mått"].range((1, 4), (len(written), 4))
    assert formulas(area) == tuple((formula,) for formula in written)


def test_newer_functions_are_known_without_their_prefix(sheet: xw.Sheet) -> None:
    sheet["A1"].formula = '=_xlfn.CONCAT("a",1)'
    assert (sheet["A1"].value, sheet["A1"].formula) == ("a1", (('=CONCAT("a",1)',),))


@pytest.mark.parametrize(
    "change",
    [
        lambda area: setattr(area, "value", 5),
        lambda area: setattr(area, "formula", "=1"),
        lambda area: setattr(area, "number_format", "0.0"),
        lambda area: area.clear_contents(),
    ],
    ids=["a value", "a formula", "a number format", "clearing"],
)
def test_a_protected_sheet_refuses_aloud(sheet: xw.Sheet, change: Any) -> None:  # noqa: ANN401  (any change)
    sheet["A1"].value = 4
    sheet.api.protect("")
    with pytest.raises(PermissionError, match="protected"):
        change(sheet["A1"])
    assert sheet["A1"].value == 4.0


@pytest.mark.parametrize("code", ["0.0", "#,##0", "yyyy-mm-dd", "0%", '#,##0;"−"#,##0', "@", "General"])
def test_a_number_format_comes_back(sheet: xw.Sheet, code: str) -> None:
    sheet["A1:B2"].number_format = code
    assert (sheet["A1:B2"].number_format or "").casefold() == code.casefold()


def test_a_mixed_number_format_is_none(sheet: xw.Sheet) -> None:
    sheet["A1"].number_format = "0.0"
    assert sheet["A1:B1"].number_format is None


def test_a_block_of_several_formats_is_told_part_by_part(sheet: xw.Sheet) -> None:
    sheet["B1:B2"].number_format = "0.0"
    found = {block.a1: code for block, code in sheet["A1:B3"].impl.number_formats}
    assert found == {"A1:A3": "General", "B3": "General", "B1:B2": "0.0"}


def test_a_swedish_format_reads_in_english(sheet: xw.Sheet) -> None:
    swedish = sheet.book.api.NumberFormats
    locale = swedish.getByKey(0).Locale
    locale.Language, locale.Country = "sv", "SE"
    sheet.api.getCellByPosition(0, 0).NumberFormat = swedish.addNew("# ##0,0", locale)
    assert sheet["A1"].number_format == "#,##0.0"


def test_the_used_range_may_begin_below_a1(sheet: xw.Sheet) -> None:
    assert sheet.used_range.address == "$A$1"
    sheet["C4"].value = [[1, 2], [3, 4]]
    assert sheet.used_range.address == "$C$4:$D$5"


def test_a_row_is_copied_to_each_row_below_it(sheet: xw.Sheet) -> None:
    sheet["A1"].value = [[1, "=A1*2"]]
    sheet["A1"].number_format = "0.0"
    sheet["A1:B1"].copy(sheet["A2:B7"])
    assert shown(sheet["A7:B7"]) == [[1.0, 2.0]]
    assert (sheet["A7:A7"].number_format, formulas(sheet["B7"]), sheet["A8"].value) == ("0.0", (("=A7*2",),), None)


def test_a_note_is_left_found_changed_and_taken_away(sheet: xw.Sheet) -> None:
    assert sheet["B2"].note is None
    note = sheet["B2"].add_note("två\nrader")
    sheet["A1"].add_note("=1+1")
    assert {note.location.address: note.text for note in sheet.notes} == {"$B$2": "två\nrader", "$A$1": "=1+1"}
    note.text = "åäö 😀"
    assert [note.text for note in sheet.notes] == ["=1+1", "åäö 😀"]
    note.delete()
    assert [note.location.address for note in sheet.notes] == ["$A$1"]
    assert sheet["B2"].note is None


@pytest.mark.parametrize("text", ["x" * 16_001, "rad\n" + "😀" * 8_001], ids=["letters", "emoji"])
def test_a_note_with_a_line_that_libreoffice_would_cut_is_refused(sheet: xw.Sheet, text: str) -> None:
    with pytest.raises(ValueError, match="no line of more than"):
        sheet["A1"].add_note(text)
    note = sheet["B2"].add_note("kort")
    with pytest.raises(ValueError, match="no line of more than"):
        note.text = text
    assert [note.text for note in sheet.notes] == ["kort"]


def test_sheets_are_added_found_and_renamed(sheet: xw.Sheet) -> None:
    book = sheet.book
    new = book.sheets.add("Mått", after=sheet)
    sheet.name = "Mått 2"
    assert [one.name for one in book.sheets] == ["Mått 2", "Mått"]
    assert (new.index, book.sheets["Mått"].index, sheet.index) == (2, 2, 1)
    with pytest.raises(KeyError):
        book.sheets["Saknas"].name  # noqa: B018  (asking is the test)


def test_computing_waits_while_it_is_manual(sheet: xw.Sheet) -> None:
    app = sheet.book.app
    sheet["A1"].value = [[1, "=A1+1"]]
    app.calculation = "manual"
    sheet["A1"].value = 5
    waiting = sheet["B1"].value
    app.calculation = "automatic"
    assert (waiting, sheet["B1"].value) == (2.0, 6.0)


def test_what_is_saved_is_there_when_it_is_opened_again(sheet: xw.Sheet, tmp_path: Path) -> None:
    sheet["A1"].value = "kvar"
    file = tmp_path / "å ä ö.xlsx"
    sheet.book.save(file)
    again = open_alone(file)
    assert (again.sheets[0]["A1"].value, again.name) == ("kvar", "å ä ö.xlsx")
    assert again.fullname == str(file)


def test_a_damaged_file_is_not_opened(tmp_path: Path) -> None:
    file = tmp_path / "trasig.xlsx"
    file.write_bytes(b"PK\x03\x04 inte en arbetsbok")
    with pytest.raises(FileNotFoundError):
        running_app().books.open(file)


def test_the_status_bar_shows_what_it_is_given(sheet: xw.Sheet) -> None:
    sheet.book.app.status_bar = "Läser svar 3 av 7…"
    assert sheet.book.app.status_bar == "Läser svar 3 av 7…"


SUPPORTED: dict[type[Supported], str] = {
    Engine: "apps clean_value_data name prepare_xl_data_element type",
    Apps: "keys",
    App: "activate api books calculate calculation display_alerts engine pid quit screen_updating status_bar",
    Books: "active add app open",
    Book: "activate api app close fullname name names save sheets",
    Sheets: "active add",
    Sheet: "activate api book cells delete formats index name notes range tables used_range visible",
    Tables: "",
    Table: "api name parent range resize show_headers show_totals",
    Names: "contains snapshot",
    Name: "api name refers_to",
    Note: "api author delete location text",
    Range: "add_note address api block clear_contents clear_notes column column_width contents copy formula locked "
    "max_cells_per_read max_cells_per_write merge_cells note number_format number_formats options raw_value row shape "
    "sheet",
}


@pytest.mark.parametrize("kind", SUPPORTED, ids=lambda kind: kind.__name__)
def test_the_engine_supports_exactly_this(kind: type[Supported]) -> None:
    assert members(kind) == set(SUPPORTED[kind].split())


@pytest.mark.parametrize(
    ("ask", "name"),
    [
        (lambda sheet: sheet["A1"].sort([1]), "Range.sort"),
        (lambda sheet: sheet["A1"].font.bold, "Range.font"),
        (lambda sheet: setattr(sheet["A1"], "wrap_text", True), "Range.wrap_text"),
        (lambda sheet: sheet.charts.add(), "Sheet.charts"),
        (lambda sheet: sheet.book.app.hwnd, "App.hwnd"),
        (lambda sheet: setattr(sheet.book.app, "enable_events", False), "App.enable_events"),
    ],
    ids=lambda part: part if isinstance(part, str) else "",
)
def test_what_is_not_supported_says_so_by_its_name(sheet: xw.Sheet, ask: Any, name: str) -> None:  # noqa: ANN401 - whatever a member gives
    with pytest.raises(NotImplementedError, match=f"has no {name}$"):
        ask(sheet)


def test_the_engine_is_one_of_xlwings_own() -> None:
    app = running_app()
    assert xw.engines["libreoffice"].apps[0].pid == app.pid
    assert app.engine.type == "desktop"


def test_a_program_that_we_attach_to_is_never_ended() -> None:
    ours = running_office()
    other = engine(ours.pipe).apps[0]
    with pytest.raises(NotImplementedError, match="did not start"):
        other.quit()
    attached(ours.pipe).stop()
    assert ours.desktop.Components is not None


def test_a_pipe_that_nobody_listens_on_is_refused_at_once() -> None:
    begun = time.monotonic()
    with pytest.raises(ConnectionError, match="no LibreOffice answers"):
        attached("runxl-ingen")
    assert time.monotonic() - begun < 5


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux whether the process is there")
def test_a_program_that_we_started_ends_when_we_quit() -> None:
    office = started()
    pid = office.pid
    engine_of(office).apps[0].quit()
    assert office.pid is None
    assert not is_running(pid)
    engine_of(running_office())


CRASHES = """
import os, sys
from runxl.calc import started
print(started().pid, flush=True)
os._exit(1)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a child with its parent")
def test_a_crash_leaves_no_program_behind() -> None:
    done = subprocess.run([sys.executable, "-c", CRASHES], capture_output=True, text=True, check=False)
    deadline = time.monotonic() + 10
    while is_running(int(done.stdout)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_running(int(done.stdout))


def is_running(pid: int | None) -> bool:
    """Tell whether a process is there, and not merely waiting to be noticed as ended."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_nothing_else_of_the_systems_python_comes_in() -> None:
    code = "import sys; before = list(sys.path); from runxl.calc.unomodule import uno; uno(); print(sys.path == before)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout == "True\n", done.stderr
