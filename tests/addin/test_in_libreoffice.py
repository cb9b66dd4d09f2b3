"""The add-in's VBA in a real spreadsheet program: LibreOffice runs each button, and reads an answer from a real file.

A module takes the place of those that ask Windows or the Mac, and writes what it is asked into the add-in's own sheet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook

from addin.build.package import addin, sources
from addin.build.project import Module
from runxl.calc.unomodule import file_url, property_values
from runxl.commands.registry import COMMANDS
from tests.office import running_office

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BUTTONS = [command.name for command in COMMANDS if command.button]
RUN_EVEN_UNSIGNED = 4
ASKS_A_SYSTEM = {"RunxlSystem", "RunxlWindows", "RunxlMac"}
NOTES = """\
Attribute VB_Name = "RunxlSystem"
Option Explicit

Private Sub Note(content As String)
    Dim number As Long
    number = 1
    With ThisWorkbook.Worksheets("runxl")
        Do While .Cells(number, 4).Value <> ""
            number = number + 1
        Loop
        .Cells(number, 4).Value = content
    End With
End Sub

Public Sub RunxlRing(commandName As String, answerNumber As String, words As String)
    Dim answer As String
    Note commandName & " " & words
    If Len(answerNumber) <> 16 Then Note "not a moment: " & answerNumber
    RunxlTakeAnswer RunxlSetting("number"), answer
    If RunxlIsAnswer(answer) Then RunxlAnswered answer
End Sub

Public Sub RunxlTell(content As String, isProblem As Boolean)
    Note IIf(isProblem, "problem: ", "box: ") & content
End Sub

Public Sub RunxlAsk(question As String, proposal As String, typed As String)
    typed = "2020-04"
End Sub

Public Sub RunxlAskSavePath(proposal As String, target As String)
    target = ThisWorkbook.Worksheets("runxl").Cells(1, 5).Value
End Sub

Public Function RunxlLanguage() As String
    RunxlLanguage = "sv"
End Function

Public Function RunxlIsInProtectedView() As Boolean
    RunxlIsInProtectedView = False
End Function
"""


class Opened:
    """The add-in, open in LibreOffice."""

    def __init__(self, file: Path) -> None:
        self._desktop = running_office().desktop
        self.book = self.opened(file, "Calc MS Excel 2007 VBA XML")
        self.sheet = self.book.Sheets.getByName("runxl")

    def opened(self, file: Path, kind: str) -> Any:  # noqa: ANN401 (UNO has no types)
        """Return a file's workbook, which is then the active one."""
        how = {"FilterName": kind, "MacroExecutionMode": RUN_EVEN_UNSIGNED}
        return self._desktop.loadComponentFromURL(file_url(str(file)), "_blank", 0, property_values(how))

    def write(self, cell: str, text: str) -> None:
        """Write what `runxl install` writes."""
        self.sheet.getCellRangeByName(cell).String = text

    def write_target(self, path: str) -> None:
        """Write where the user will want the new workbook."""
        self.write("E1", path)

    def take_away(self, file: Path) -> bool:
        """Close a workbook and tell whether it was open."""
        found = [one for one in self._desktop.Components if file_url(str(file)) == one.URL]
        for one in found:
            one.close(True)  # noqa: FBT003 (UNO's own signature)
        return bool(found)

    def press(self, command: str) -> list[str]:
        """Press a button and return all that was noted so far."""
        place = f"vnd.sun.star.script:runxl.RunxlRibbon.Runxl{command.capitalize()}?language=Basic&location=document"
        # any object will do for the control, of which the Sub asks nothing
        self.book.getScriptProvider().getScript(place).invoke((self.book,), (), ())
        notes = (row[0] for row in self.sheet.getCellRangeByName("D1:D9").getDataArray())
        return [str(note) for note in notes if note != ""]


@pytest.fixture
def answer(tmp_path: Path) -> Path:
    file = tmp_path / "runxl å" / "answers" / "7.txt"
    file.parent.mkdir(parents=True)
    file.write_bytes("2\nklart\nResultat −2,5 → −3,0\n\nLogg-id 1\n".encode("utf-16-le"))
    return file


@pytest.fixture
def opened(tmp_path: Path, answer: Path) -> Iterator[Opened]:
    modules = [module for module in sources() if module.name not in ASKS_A_SYSTEM]
    file = tmp_path / "runxl.xlam"
    file.write_bytes(addin([*modules, Module("RunxlSystem", NOTES.replace("\n", "\r\n"))]))
    opened = Opened(file)
    opened.write("B2", "python")
    opened.write("B3", str(answer.parents[1]))
    opened.write("A1", "number")
    opened.write("B1", "7")
    yield opened
    opened.book.close(True)  # noqa: FBT003 (UNO's own signature)


@pytest.fixture
def report(opened: Opened, tmp_path: Path) -> Iterator[Path]:
    file = tmp_path / 'å & "b" $(c)=.xlsx'
    Workbook().save(file)
    book = opened.opened(file, "Calc MS Excel 2007 XML")
    yield file
    book.close(True)  # noqa: FBT003 (UNO's own signature)


def digits(text: str) -> str:
    return text.encode("utf-16-le").hex()


@pytest.mark.parametrize("command", [name for name in BUTTONS if name not in {"new", "help", "why"}])
def test_a_button_asks_for_its_command_with_the_workbook(opened: Opened, report: Path, command: str) -> None:
    # FullName is the name alone in LibreOffice; in Excel it holds the folder
    assert opened.press(command)[0] == f"{command} {digits(report.name)}"


SHOWN = "'Sheet'!A1"


def test_why_asks_about_the_cell_that_is_chosen(opened: Opened, report: Path) -> None:
    assert opened.press("why")[0] == f"why {digits(report.name)} {digits(SHOWN)}"


def test_new_asks_for_its_command_with_the_new_file_and_the_period(opened: Opened) -> None:
    target = "C:\\ny\\delarsrapport-2020-04.xlsx"
    opened.write_target(target)
    assert opened.press("new")[0] == f"new {digits(target)} {digits('2020-04')}"


def test_what_new_has_made_is_opened(opened: Opened, answer: Path, tmp_path: Path) -> None:
    file = tmp_path / "ny å.xlsx"
    Workbook().save(file)
    answer.write_bytes("0\nNy arbetsbok\n".encode("utf-16-le"))
    opened.write_target(str(file))
    assert opened.press("new")[1:] == []
    assert opened.take_away(file)


def test_a_new_workbook_that_cannot_be_opened_is_told(opened: Opened, answer: Path, tmp_path: Path) -> None:
    answer.write_bytes("0\nNy arbetsbok\n".encode("utf-16-le"))
    opened.write_target(str(tmp_path / "borta.xlsx"))
    [note] = opened.press("new")[1:]
    assert note.startswith(f"problem: {tmp_path / 'borta.xlsx'} är skapad, men")


def test_help_asks_for_its_command_alone(opened: Opened) -> None:
    assert opened.press("help")[0] == "help "


def test_the_answer_is_read_from_its_file_which_then_is_gone(opened: Opened, report: Path, answer: Path) -> None:
    assert report.exists()
    assert opened.press("run")[1:] == ["problem: Resultat −2,5 → −3,0\n\nLogg-id 1"]
    assert not answer.exists()


@pytest.mark.parametrize("number", ["../7", "7.txt", "*", "?", ""])
def test_what_is_no_number_reads_and_removes_no_file(opened: Opened, report: Path, answer: Path, number: str) -> None:
    assert report.exists()
    beside = answer.parents[1] / "7.txt"
    beside.write_bytes(answer.read_bytes())
    opened.write("B1", number)
    assert opened.press("run")[1:] == []
    assert answer.exists()
    assert beside.exists()


def test_an_add_in_that_was_not_installed_asks_for_nothing(opened: Opened, report: Path) -> None:
    assert report.exists()
    opened.write("B2", "")
    assert [note.startswith("problem: Tillägget är inte installerat") for note in opened.press("run")] == [True]
