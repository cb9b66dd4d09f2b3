"""Excel without Excel: an interpreter runs the add-in's VBA as it is, and this stands in for the systems around it.

What the VBA asks of Windows, of the Mac and of Excel's own windows is noted here and answered as the test says.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pyopenvba.apps.excel import ExcelApplication
from pyopenvba.apps.excel._bridge import ExcelBridge
from pyopenvba.apps.excel._io import load_workbook
from pyopenvba.apps.excel._model import Application
from pyopenvba.exceptions import VBARuntimeError
from pyopenvba.interpreter._objects import VBAObject, member, method, setter
from pyopenvba.interpreter._runtime import ErrObject, Interpreter
from pyopenvba.interpreter._values import EMPTY, MISSING, NOTHING, VBAInt, to_integer

from addin.build.package import ADDIN, sources

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SWEDISH, BRITISH_ENGLISH, DANISH = 1053, 2057, 1030
PROGRAM = r"C:\Program Files\Python\python.exe"
FOLDER = r"C:\Profiler\Åsa\runxl"

_EXCLAMATION = 0x30
_OF_THE_INTERFACE = 2

# A Declare and the lines that continue it: the interpreter calls no library, so its function is looked up below.
_DECLARE = re.compile(r"^Private Declare (?:.* _\n)*.*\n", re.MULTILINE)
# What Windows is asked with a record of fields, or answers by an argument, only VBA can take.
_KERNEL = """\
Public exitStatus As Long
Public Function CreateProcessW(program, line, attributes, threadAttributes, inherit, flags, environment, folder, _
    startup, started) As Long
    CreateProcessW = NoteStart(program, line, inherit, flags, environment, folder)
End Function
Public Function GetExitCodeProcess(ByVal process As LongPtr, exitCode As Long) As Long
    exitCode = exitStatus
End Function
Public Function LenB(content) As Long
    LenB = 104
End Function
Public Sub RunxlTakeAnswer(answerNumber As String, answer As String)
    answer = NoteTaken(answerNumber)
End Sub
"""


class LanguageSettings(VBAObject):
    """Which languages Excel speaks."""

    vba_type_name = "Settings"

    def __init__(self, language: int) -> None:
        self.language = language

    @method
    def LanguageID(self, Id: object) -> object:  # noqa: N802, N803 (Excel's own names)
        return _long(self.language if _number(Id) == _OF_THE_INTERFACE else 0)


class Asked(Application):
    """Excel's own object with what the interpreter's lacks, noting what is shown in the status bar and when."""

    def __init__(self) -> None:
        super().__init__()
        self.statuses: list[object] = []
        self.later: list[str] = []
        self.protected_view: object = NOTHING
        self.language = SWEDISH
        self.save_as: object = False
        self.cancel_key: object = _long(1)
        self.refuses_later = False

    @setter("StatusBar")
    def _note_status(self, value: object) -> None:
        self.statuses.append(value)

    @member
    def LanguageSettings(self) -> object:  # noqa: N802 (Excel's own name)
        return LanguageSettings(self.language)

    @member
    def ActiveProtectedViewWindow(self) -> object:  # noqa: N802 (Excel's own name)
        return self.protected_view

    @member
    def Hwnd(self) -> object:  # noqa: N802 (Excel's own name)
        return _long(1)

    @member
    def EnableCancelKey(self) -> object:  # noqa: N802 (Excel's own name)
        return self.cancel_key

    @setter("EnableCancelKey")
    def _set_cancel_key(self, value: object) -> None:
        self.cancel_key = value

    @method
    def OnTime(self, EarliestTime: object, Procedure: object) -> object:  # noqa: N802, N803 (Excel's own names)
        del EarliestTime
        if self.refuses_later:
            raise VBARuntimeError(1004, "OnTime")
        self.later.append(str(Procedure))
        return EMPTY

    @method
    def GetSaveAsFilename(self, InitialFilename: object = MISSING, FileFilter: object = MISSING) -> object:  # noqa: N802, N803 (Excel's own names)
        self.proposed = (InitialFilename, FileFilter)
        return self.save_as


class Err(ErrObject):
    """VBA's Err, which also keeps Windows' own number."""

    last_dll_error = 0

    @member
    def LastDllError(self) -> object:  # noqa: N802 (VBA's own name)
        return _long(self.last_dll_error)


class Excel(ExcelApplication):
    """Excel with the add-in loaded, on Windows or on a Mac; no workbook is open.

    `answer` is what Python answers to each press, None is no answer; `exit_status` how its process ends. `calls` holds
    what was started, each as it was passed on; `meanwhile` is what the user does while Excel waits for Python.
    """

    def __init__(self, file: Path = ADDIN / "runxl.xlam", *, on_mac: bool = False, installed: bool = True) -> None:
        self.application = Asked()
        self.interpreter = Interpreter(ExcelBridge(self.application))
        self.application.interpreter = self.interpreter
        self.err = Err()
        self.interpreter.err = self.err
        self.on_mac = on_mac
        self.answer: str | None = "0\n3 fynd\n"
        self.exit_status = 0
        self.windows_error = 0
        self.has_script = True
        self.calls: list[tuple[str, ...]] = []
        self.meanwhile: Callable[[], None] = lambda: None
        self._boxes: list[tuple[str, bool]] = []
        self._load(file, installed=installed)

    def press(self, command: str) -> None:
        """Press the command's button."""
        self.interpreter.modules["kernel"].initialise()
        self.run(f"Runxl{command.capitalize()}", NOTHING)

    def open_report(self, path: Path) -> None:
        """Open a workbook, which is then the active one."""
        self.activate_workbook(self.open_workbook(path))

    @property
    def boxes(self) -> list[tuple[str, bool]]:
        """What was shown in boxes, each with whether it is a problem."""
        own = [(text, bool(style & _EXCLAMATION)) for kind, text, _, style in self.dialogs if kind == "MsgBox"]
        return self._boxes + own

    def _load(self, file: Path, *, installed: bool) -> None:
        addin = load_workbook(self.application, file)
        self.application.workbooks_.books.append(addin)
        # An add-in is ThisWorkbook to its own code, and never the active one.
        self.application._this_workbook = addin  # noqa: SLF001 (the interpreter has no public name for it)
        self.application.active_book = None
        self._add_modules()
        if installed:
            self.evaluate_all(
                f'ThisWorkbook.Worksheets("runxl").Range("B2").Value = "{PROGRAM}"',
                f'ThisWorkbook.Worksheets("runxl").Range("B3").Value = "{FOLDER}"',
            )
        functions: dict[str, Callable[..., object]] = {
            "doevents": self._serve_messages,
            "strptr": lambda text: text,
            "notestart": self._note_start,
            "getcurrentprocessid": lambda: _long(4711),
            "msgwaitformultipleobjects": lambda *_: _long(0),
            "closehandle": lambda _: _long(1),
            "messageboxw": self._message_box,
            "notetaken": self._taken,
            "getpid": lambda: _long(4711),
            "applescripttask": self._script,
        }
        known = self.interpreter._intrinsics  # noqa: SLF001 (the interpreter has no public name for it)
        given = {name: _given(function) for name, function in functions.items()}
        self.interpreter._intrinsics = {**known, **given}  # noqa: SLF001 (as above)

    def _add_modules(self) -> None:
        for module in sources():
            # The interpreter opens no files; LibreOffice runs this module.
            if module.name == "RunxlFile":
                continue
            text = _DECLARE.sub("", module.source.replace("\r\n", "\n"))
            if self.on_mac:
                text = text.replace("#If Mac Then", "#If VBA7 Then")
            self.add_module(text, name=module.name)
        self.add_module(_KERNEL, name="Kernel")

    def evaluate_all(self, *statements: str) -> None:
        """Run statements of VBA."""
        name = f"Run{len(self.interpreter.modules)}"
        self.add_module(f"Sub {name}Now()\n" + "\n".join(statements) + "\nEnd Sub\n", name=name)
        self.run(f"{name}Now")

    def _serve_messages(self) -> object:
        self.meanwhile()
        return EMPTY

    def _note_start(self, program: str, line: str, inherit: object, flags: object, _: object, folder: str) -> object:
        self.calls.append((program, line, folder))
        self.started_with = (_number(inherit), _number(flags))
        self.err.last_dll_error = self.windows_error
        self.evaluate_all(f"exitStatus = {self.exit_status}")
        return _long(0 if self.windows_error else 1)

    def _message_box(self, _owner: object, content: str, _caption: object, kind: object) -> object:
        self._boxes.append((content, _number(kind) == _EXCLAMATION))
        return _long(1)

    def _taken(self, number: str) -> str:
        self.calls.append((number,))
        return self.answer or ""

    def _script(self, file: str, handler: str, parameter: str) -> str:
        if not self.has_script:
            raise VBARuntimeError(5, "the script is missing")
        self.calls.append((file, handler, parameter))
        return "" if handler == "ring" else self.answer or ""


def _given(function: Callable[..., object]) -> Callable[[Interpreter, list[Any], dict[str, object]], object]:
    def called(_interpreter: Interpreter, arguments: list[Any], _named: dict[str, object]) -> object:
        return function(*arguments)

    return called


def _number(value: object) -> int:
    return int(to_integer(value, "Long"))


def _long(number: int) -> object:
    return VBAInt(number, "Long")
