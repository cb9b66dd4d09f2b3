"""What a button does, by running the VBA of the add-in; only Windows, the Mac and Excel's windows are stood in for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook
from pyopenvba.interpreter._values import NOTHING

from addin.build.package import ADDIN
from runxl.bridge.call import read_call
from runxl.commands.registry import COMMANDS
from runxl.commands.setup.addin import addin_for
from tests.addin.excel import BRITISH_ENGLISH, DANISH, FOLDER, PROGRAM, SWEDISH, Excel

if TYPE_CHECKING:
    from pathlib import Path

BUTTONS = [command.name for command in COMMANDS if command.button]
ON_WORKBOOK = [name for name in BUTTONS if name not in {"new", "help"}]
FREE_STANDING = ["new", "help"]
EVIL_NAMES = [
    'a" & calc & ".xlsx',
    "$(touch x).xlsx",
    "A=B.xlsx",
    "å ä ö.xlsx",
    f"{'x' * 245}.xlsx",
    "a|cmd.xlsx",
    "가.xlsx",
]


@pytest.fixture
def report(tmp_path: Path) -> Path:
    return named(tmp_path, "rapport.xlsx")


def named(folder: Path, name: str) -> Path:
    Workbook().save(folder / name)
    return folder / name


@pytest.fixture
def excel(report: Path) -> Excel:
    excel = Excel()
    excel.open_report(report)
    return excel


def digits(text: str) -> str:
    return text.encode("utf-16-le").hex() or "-"


def asked_of_bridge(excel: Excel) -> list[str]:
    """Return the arguments that the first press started Python's bridge with."""
    line = excel.calls[0][1]
    beginning = f'"{PROGRAM}" -I -X utf8 -m runxl.bridge '
    assert line.startswith(beginning)
    return line.removeprefix(beginning).split(" ")


@pytest.mark.parametrize("command", ON_WORKBOOK)
def test_a_button_starts_the_bridge_with_its_command_and_the_workbook(excel: Excel, report: Path, command: str) -> None:
    excel.press(command)
    assert excel.calls[0][0] == PROGRAM
    asked = asked_of_bridge(excel)
    assert asked[:6] == [command, asked[1], "excel:4711", "sv", digits(FOLDER), digits(str(report))]
    assert asked[1].isdecimal()


def test_what_starts_is_what_the_installation_wrote_into_the_add_in(tmp_path: Path, report: Path) -> None:
    file = tmp_path / "runxl.xlam"
    file.write_bytes(addin_for(r"C:\Åsa\python.exe", r"C:\Åsa\runxl", ADDIN / "runxl.xlam"))
    excel = Excel(file, installed=False)
    excel.open_report(report)
    excel.press("run")
    program, line, folder = excel.calls[0]
    assert (program, folder) == (r"C:\Åsa\python.exe", r"C:\Åsa\runxl")
    assert line.startswith('"C:\\Åsa\\python.exe" -I -X utf8 -m runxl.bridge run ')


def test_python_starts_in_its_own_folder_without_a_window_and_inherits_nothing(excel: Excel) -> None:
    excel.press("run")
    assert excel.calls[0][2] == FOLDER
    create_no_window = 0x08000000
    assert excel.started_with == (0, create_no_window)


@pytest.mark.parametrize("name", EVIL_NAMES)
def test_no_name_of_a_workbook_becomes_a_part_of_the_call(tmp_path: Path, name: str) -> None:
    excel = Excel()
    excel.open_report(named(tmp_path, name))
    excel.press("run")
    command, answer, application, language, folder, workbook = asked_of_bridge(excel)
    assert set(folder + workbook) <= set("0123456789abcdef")
    assert bytes.fromhex(workbook).decode("utf-16-le") == str(tmp_path / name)
    assert (command, application, language) == ("run", "excel:4711", "sv")
    assert answer.isdecimal()


@pytest.mark.parametrize("command", ["run", "undo", "findings", "help", "why"])
def test_the_bridge_reads_what_the_button_asks(excel: Excel, command: str) -> None:
    excel.press(command)
    # the folder is one of Windows, which only Windows takes for absolute
    asked = asked_of_bridge(excel)
    asked[4] = digits("/runxl")
    assert read_call(asked).command == command


def test_why_asks_about_the_active_cell(excel: Excel, tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].title = "Mina 'blad'"
    book.save(tmp_path / "bok.xlsx")
    excel.open_report(tmp_path / "bok.xlsx")
    excel.press("why")
    assert asked_of_bridge(excel)[5:] == [digits(str(tmp_path / "bok.xlsx")), digits("'Mina ''blad'''!A1")]


def test_help_needs_no_workbook_and_names_none() -> None:
    excel = Excel()
    excel.press("help")
    assert asked_of_bridge(excel)[5:] == []


def test_new_asks_for_the_period_and_for_where_to_put_the_file() -> None:
    excel = Excel()
    excel.answer_dialogs("2020-04")
    excel.application.save_as = r"C:\Nämnd\ny.xlsx"
    excel.answer = "2\nInget är skrivet\n"
    excel.press("new")
    assert excel.application.proposed == ("delarsrapport-2020-04.xlsx", "Excel (*.xlsx), *.xlsx")
    assert asked_of_bridge(excel)[5:] == [digits(r"C:\Nämnd\ny.xlsx"), digits("2020-04")]


def test_new_asks_again_for_a_period_that_is_none() -> None:
    excel = Excel()
    excel.answer_dialogs("april", "2020-04")
    excel.application.save_as = r"C:\ny.xlsx"
    excel.answer = "2\nInget är skrivet\n"
    excel.press("new")
    assert [text for _, text, _, _ in excel.dialogs] == 2 * ["Sista månaden i uppföljningen, skriven som 2020-04:"]
    assert asked_of_bridge(excel)[6] == digits("2020-04")


def asked_for_new(target: Path, *, on_mac: bool = False) -> Excel:
    """Return an Excel without a workbook, whose user will give the period and this file."""
    excel = Excel(on_mac=on_mac)
    excel.answer_dialogs("2020-04")
    excel.application.save_as = str(target)
    return excel


def active(excel: Excel) -> str:
    """Return the name of the workbook in front, "" where there is none."""
    book = excel.application.active_book
    return "" if book is None else str(book.name)


def test_what_new_has_made_is_opened(report: Path) -> None:
    excel = asked_for_new(report)
    excel.press("new")
    assert active(excel) == report.name
    assert excel.boxes == []


def test_on_a_mac_what_new_has_made_is_opened_when_the_answer_comes(report: Path) -> None:
    excel = asked_for_new(report, on_mac=True)
    excel.press("new")
    assert active(excel) == ""
    excel.run("RunxlLook")
    assert active(excel) == report.name


def test_what_was_not_made_is_not_opened(report: Path) -> None:
    excel = asked_for_new(report)
    excel.answer = "2\nInget är skrivet\nrapport.xlsx finns redan\n"
    excel.press("new")
    assert active(excel) == ""
    assert excel.boxes == [("rapport.xlsx finns redan", True)]


def test_a_new_workbook_that_excel_cannot_open_is_told_and_the_press_is_over(tmp_path: Path, report: Path) -> None:
    # Excel opens no two workbooks of one name
    excel = asked_for_new(tmp_path / "ny" / report.name)
    excel.open_report(report)
    excel.answer = "0\nNy arbetsbok\n"
    excel.press("new")
    [(text, is_problem)] = excel.boxes
    assert text.startswith(f"{tmp_path / 'ny' / report.name} är skapad, men Excel kunde inte öppna den. ")
    assert is_problem
    assert excel.application.statuses[-1] == "Ny arbetsbok"
    excel.press("help")
    assert len(excel.calls) == 4


def test_no_other_button_opens_the_workbook_that_new_was_to_make(tmp_path: Path, report: Path) -> None:
    excel = asked_for_new(report)
    excel.answer = None
    excel.press("new")
    excel.answer = "0\nklart\n"
    excel.open_report(named(tmp_path, "annan.xlsx"))
    excel.press("run")
    assert active(excel) == "annan.xlsx"


@pytest.mark.parametrize("answers", [("",), ("2020-04",)], ids=["the period", "the file"])
def test_new_does_nothing_when_the_user_cancels(answers: tuple[str, ...]) -> None:
    excel = Excel()
    excel.answer_dialogs(*answers)
    excel.application.save_as = False
    excel.press("new")
    assert (excel.calls, excel.boxes) == ([], [])


@pytest.mark.parametrize("command", ON_WORKBOOK)
def test_without_a_workbook_the_user_is_told_to_open_one(command: str) -> None:
    excel = Excel()
    excel.press(command)
    assert excel.boxes == [("Ingen arbetsbok är öppen. Öppna den som knappen ska gälla och tryck igen.", True)]
    assert excel.calls == []


def test_in_protected_view_the_user_is_told_to_enable_editing(excel: Excel) -> None:
    # ActiveWorkbook is then the workbook behind, which must not be filled by mistake
    excel.application.protected_view = excel.application
    excel.press("run")
    assert excel.boxes == [("Arbetsboken är öppen i skyddad vy. Klicka på Aktivera redigering och tryck igen.", True)]
    assert excel.calls == []


def test_a_workbook_that_was_never_saved_is_to_be_saved_first() -> None:
    excel = Excel()
    excel.activate_workbook(excel.add_workbook())
    excel.press("run")
    [(text, is_problem)] = excel.boxes
    assert text.endswith(" har aldrig sparats. Spara den som .xlsx eller .xlsm och tryck igen.")
    assert is_problem
    assert excel.calls == []


def test_unsaved_changes_are_no_obstacle(excel: Excel) -> None:
    excel.evaluate_all('ActiveWorkbook.Worksheets(1).Range("Z99").Value = 1')
    excel.press("run")
    assert len(excel.calls) == 2


@pytest.mark.parametrize("command", BUTTONS)
def test_an_add_in_that_was_not_installed_starts_nothing(report: Path, command: str) -> None:
    excel = Excel(installed=False)
    excel.open_report(report)
    excel.press(command)
    assert excel.calls == []
    assert ["runxl install" in text for text, _ in excel.boxes] == [True]


def test_the_status_bar_tells_what_is_done_and_then_the_result(excel: Excel) -> None:
    excel.answer = "1\n3 fynd, 41 celler skrivna, 0,4 s\n"
    excel.press("check")
    assert excel.application.statuses == ["Arbetar… Validera summor", "3 fynd, 41 celler skrivna, 0,4 s"]
    assert excel.boxes == []


def test_after_a_while_the_status_bar_is_excels_again(excel: Excel) -> None:
    excel.press("run")
    [later] = excel.application.later
    assert later == "'runxl.xlam'!RunxlClearStatus"
    excel.run("RunxlClearStatus")
    assert excel.application.statuses[-1] is False


@pytest.mark.parametrize(("kind", "is_problem"), [("0", False), ("1", False), ("2", True)])
def test_what_follows_the_second_line_is_shown_in_a_box(excel: Excel, kind: str, *, is_problem: bool) -> None:
    excel.answer = f"{kind}\nklart\nResultat −2,5 → −3,0\n\nLogg-id 20200424-143205-4711\n"
    excel.press("run")
    assert excel.boxes == [("Resultat −2,5 → −3,0\n\nLogg-id 20200424-143205-4711", is_problem)]


def test_a_child_process_that_policy_forbids_is_called_that_and_whom_to_ask(excel: Excel) -> None:
    excel.windows_error = 5
    excel.press("run")
    [(text, is_problem)] = excel.boxes
    assert "Block all Office applications from creating child processes" in text
    assert "IT-avdelningen" in text
    assert PROGRAM in text
    assert "(fel 5)" in text
    assert "{" not in text
    assert is_problem
    assert excel.application.statuses[-1] is False


@pytest.mark.parametrize(
    ("error", "beginning"),
    [
        (225, "Datorns säkerhetsregler hindrar"),
        (1260, "Datorns säkerhetsregler hindrar"),
        (4551, "Datorns säkerhetsregler hindrar"),
        (2, f"{PROGRAM} finns inte längre"),
        (3, f"{PROGRAM} finns inte längre"),
        (267, "Tillägget är inte installerat"),
        (8, f"{PROGRAM} kunde inte startas (fel 8)"),
    ],
)
def test_each_reason_why_python_does_not_start_has_its_sentence(excel: Excel, error: int, beginning: str) -> None:
    excel.windows_error = error
    excel.press("run")
    [(text, _)] = excel.boxes
    assert text.startswith(beginning)
    assert "{" not in text


@pytest.mark.parametrize(
    ("exit_status", "beginning"),
    [(3, "Tillägget och runxl är av olika versioner."), (4, "runxl gav inget svar (slutstatus 4).")],
)
def test_a_process_that_leaves_no_answer_is_reported_by_its_exit_status(
    excel: Excel, exit_status: int, beginning: str
) -> None:
    excel.answer, excel.exit_status = None, exit_status
    excel.press("run")
    [(text, is_problem)] = excel.boxes
    assert text.startswith(beginning)
    assert is_problem
    assert excel.application.statuses[-1] is False


@pytest.mark.parametrize("answer", ["", "Traceback (most recent call last):", "7\nx\n", "1"])
def test_what_is_not_an_answer_is_never_shown(excel: Excel, answer: str) -> None:
    excel.answer = answer
    excel.press("run")
    assert [text.startswith("runxl gav inget svar") for text, _ in excel.boxes] == [True]


def test_a_second_press_while_python_works_waits(report: Path) -> None:
    excel = Excel(on_mac=True)
    excel.open_report(report)
    excel.press("run")
    excel.press("goals")
    assert len(excel.calls) == 1
    assert excel.boxes[0][0].startswith("runxl arbetar fortfarande med den förra knappen.")


def test_a_button_pressed_while_excel_waits_starts_nothing_and_the_first_one_is_answered(excel: Excel) -> None:
    excel.meanwhile = lambda: excel.run("RunxlGoals", NOTHING)
    excel.press("run")
    assert len(excel.calls) == 2
    assert [text.split(".")[0] for text, _ in excel.boxes] == ["runxl arbetar fortfarande med den förra knappen"]
    assert excel.application.statuses == ["Arbetar… Kör allt", "3 fynd"]


def test_the_escape_key_does_not_break_off_the_wait(excel: Excel) -> None:
    keys: list[object] = []
    excel.meanwhile = lambda: keys.append(excel.application.cancel_key)
    excel.press("run")
    xl_disabled = 0
    assert keys == [xl_disabled]


def test_the_status_bar_stays_the_next_presss_when_an_earlier_one_gives_it_back(excel: Excel) -> None:
    excel.meanwhile = lambda: excel.run("RunxlClearStatus")
    excel.press("run")
    assert excel.application.statuses == ["Arbetar… Kör allt", "3 fynd"]


def test_the_escape_key_works_again_after_a_press(excel: Excel) -> None:
    excel.press("run")
    xl_interrupt = 1
    assert excel.application.cancel_key == xl_interrupt


@pytest.mark.parametrize("command", ON_WORKBOOK)
def test_on_a_mac_the_script_gets_the_same_call_without_the_folder(report: Path, command: str) -> None:
    excel = Excel(on_mac=True)
    excel.open_report(report)
    excel.press(command)
    [(file, handler, parameter)] = excel.calls
    words = parameter.split(" ")
    assert (file, handler) == ("runxl.applescript", "ring")
    assert words[:5] == [command, words[1], "excel:4711", "sv", digits(str(report))]


def test_on_a_mac_the_answer_is_looked_for_until_it_is_there(report: Path) -> None:
    excel = Excel(on_mac=True)
    excel.open_report(report)
    excel.answer = None
    excel.press("run")
    excel.run("RunxlLookMac")
    assert excel.application.statuses == ["Arbetar… Kör allt"]
    assert excel.application.later == 2 * ["'runxl.xlam'!RunxlLook"]
    excel.answer = "0\n3 fynd\n"
    excel.run("RunxlLookMac")
    assert excel.application.statuses[-1] == "3 fynd"


def test_on_a_mac_ten_minutes_without_an_answer_are_enough(report: Path) -> None:
    excel = Excel(on_mac=True)
    excel.open_report(report)
    excel.answer = None
    excel.press("run")
    for _ in range(601):
        excel.run("RunxlLookMac")
    assert excel.boxes[0][0].startswith("runxl har inte svarat på tio minuter.")
    assert len(excel.application.later) == 601


@pytest.mark.parametrize(
    ("status", "beginning"),
    [("3", "Tillägget och runxl är av olika versioner."), ("137", "runxl gav inget svar (slutstatus 137).")],
)
def test_on_a_mac_a_process_that_leaves_no_answer_is_reported_at_once(
    report: Path, status: str, beginning: str
) -> None:
    excel = Excel(on_mac=True)
    excel.open_report(report)
    excel.answer = None
    excel.press("run")
    excel.answer = status
    excel.run("RunxlLookMac")
    assert [text.startswith(beginning) for text, _ in excel.boxes] == [True]
    assert excel.application.statuses[-1] is False
    # and the next press is taken
    excel.press("help")
    assert excel.calls[-1][1] == "ring"


def test_on_a_mac_a_long_text_is_shown_in_several_boxes_parted_between_lines(report: Path) -> None:
    excel = Excel(on_mac=True)
    excel.open_report(report)
    lines = [f"{number} {'x' * 200}" for number in range(1, 11)]
    excel.answer = "1\nklart\n" + "\n".join([*lines, "y" * 2000])
    excel.press("run")
    excel.run("RunxlLookMac")
    texts = [text for text, _ in excel.boxes]
    assert "".join(texts) == "\n".join([*lines, "y" * 2000])
    assert max(map(len, texts)) <= 1000
    assert texts[0].startswith("1 ")
    assert texts[1].startswith("5 ")


def test_on_a_mac_a_fault_while_waiting_ends_the_press(report: Path) -> None:
    excel = Excel(on_mac=True)
    excel.open_report(report)
    excel.answer = None
    excel.press("run")
    excel.application.refuses_later = True
    excel.run("RunxlLookMac")
    assert [text.startswith("Tillägget kunde inte slutföra: ") for text, _ in excel.boxes] == [True]
    assert excel.application.statuses[-1] is False


def test_on_a_mac_a_missing_script_means_that_runxl_is_not_installed(report: Path) -> None:
    excel = Excel(on_mac=True)
    excel.open_report(report)
    excel.has_script = False
    excel.press("run")
    assert [("runxl install" in text, is_problem) for text, is_problem in excel.boxes] == [(True, True)]


@pytest.mark.parametrize(
    ("language", "status"),
    [(SWEDISH, "Arbetar… Kör allt"), (BRITISH_ENGLISH, "Working… Run everything"), (DANISH, "Arbetar… Kör allt")],
)
def test_the_add_in_speaks_english_where_excel_does_and_else_swedish(excel: Excel, language: int, status: str) -> None:
    excel.application.language = language
    excel.press("run")
    assert excel.application.statuses[0] == status


@pytest.mark.parametrize("on_mac", [False, True])
@pytest.mark.parametrize(("language", "spoken"), [(SWEDISH, "sv"), (BRITISH_ENGLISH, "en"), (DANISH, "sv")])
def test_python_is_told_which_language_to_answer_in(report: Path, language: int, spoken: str, *, on_mac: bool) -> None:
    excel = Excel(on_mac=on_mac)
    excel.application.language = language
    excel.open_report(report)
    excel.press("run")
    words = excel.calls[0][2].split(" ") if on_mac else asked_of_bridge(excel)
    assert words[:1] + words[2:4] == ["run", "excel:4711", spoken]


def test_a_fault_in_the_vba_itself_is_a_sentence_too(excel: Excel) -> None:
    excel.evaluate_all('ThisWorkbook.Worksheets("runxl").Name = "borta"')
    excel.press("run")
    assert [text.startswith("Tillägget kunde inte slutföra: ") for text, _ in excel.boxes] == [True]
