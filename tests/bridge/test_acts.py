"""What an act answers when Excel turns it away, whichever of its questions that is."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
import xlwings as xw

from runxl.bridge import door
from runxl.bridge.acts import answer_to
from runxl.bridge.call import Call
from runxl.bridge.record import open_log
from runxl.errors import WorkbookError

if TYPE_CHECKING:
    from pathlib import Path


class Com(Exception):  # noqa: N818  (pywin32's own is com_error)
    """What pywin32 raises: the system's number, and what Excel says of its own exception."""

    def __init__(self, hresult: int, excepinfo: tuple[object, ...] | None = None) -> None:
        super().__init__(hresult)
        self.hresult, self.excepinfo = hresult, excepinfo


class Command(Exception):  # noqa: N818  (appscript's own is CommandError)
    """What appscript raises: the number of the Apple event's error."""

    def __init__(self, errornumber: int) -> None:
        super().__init__(errornumber)
        self.errornumber = errornumber


class ExcelBusyError(Exception):
    """What xlwings raises where it cannot even find out who answers."""


REJECTED, EXCEPTION, IGNORED, TIMED_OUT = -2147418111, -2147352567, -2146777998, -1712
TURNED_AWAY = [
    Com(REJECTED),
    Com(IGNORED),
    Com(EXCEPTION, (0, None, None, None, 0, IGNORED)),
    Command(TIMED_OUT),
    ExcelBusyError(),
]
OTHER = [Com(EXCEPTION, (0, "Excel", "no such sheet", None, 0, -2146827284)), Com(EXCEPTION), Command(-1728)]


class Asked(dict[int, Any]):
    """The Excels that run; the one that is looked for raises when it is found, or when its workbooks are asked for."""

    def __init__(self, fault: Exception, *, late: bool) -> None:
        super().__init__()
        self.fault, self.late = fault, late

    def __getitem__(self, process: int) -> object:
        if not self.late:
            raise self.fault
        return Busy(self.fault)


class Busy:
    """An Excel that tells nothing of its workbooks."""

    engine = SimpleNamespace(name="excel")

    def __init__(self, fault: Exception) -> None:
        self.fault = fault

    @property
    def books(self) -> object:
        raise self.fault


def press(monkeypatch: pytest.MonkeyPatch, folder: Path, fault: Exception, command: str, *, late: bool) -> None:
    engine = xw.Engine(impl=SimpleNamespace(name="excel", type="desktop", apps=Asked(fault, late=late)))
    monkeypatch.setattr(type(engine), "apps", property(lambda self: self.impl.apps))
    monkeypatch.setattr(xw.engines, "engines", [engine])
    monkeypatch.setattr(xw.engines, "engines_by_name", {"excel": engine})
    answer_to(Call(command, 7, "excel:4711", "sv", folder, ("/rapport.xlsx",)), 0.0)


@pytest.mark.parametrize("late", [False, True], ids=["when it is looked for", "when its workbooks are asked for"])
@pytest.mark.parametrize("fault", TURNED_AWAY, ids=repr)
@pytest.mark.parametrize("command", ["run", "preview", "undo", "log"])
def test_an_excel_that_takes_no_orders_is_told_as_that(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, fault: Exception, command: str, *, late: bool
) -> None:
    with pytest.raises(WorkbookError) as caught:
        press(monkeypatch, tmp_path, fault, command, late=late)
    assert caught.value.code == "program-busy"


@pytest.mark.parametrize("fault", OTHER, ids=repr)
def test_any_other_fault_of_excels_stays_what_it_is(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, fault: Exception
) -> None:
    with pytest.raises(type(fault)):
        press(monkeypatch, tmp_path, fault, "run", late=True)


def test_a_press_that_could_not_be_taken_back_whole_does_not_say_that_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(_call: Call, _started: float) -> None:
        raise WorkbookError("half-written", reason="fullt")

    monkeypatch.setattr(door, "answer_to", half)
    call = Call("run", 1, "excel:1", "sv", tmp_path, ("/rapport.xlsx",))
    answer = door._answered(call, open_log(tmp_path), 0.0)  # noqa: SLF001 - the real door is a process of its own
    assert answer.line == "Något är skrivet, men inte allt"
