from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
import xlwings as xw

from runxl.bridge.application import asking
from runxl.errors import CallError
from tests.office import running_office

# two Excels run, as when one is opened with Alt held down
RUNNING = {4711: SimpleNamespace(pid=4711), 4712: SimpleNamespace(pid=4712)}


@pytest.fixture
def two_excels(monkeypatch: pytest.MonkeyPatch) -> None:
    excel = xw.Engine(impl=SimpleNamespace(name="excel", type="desktop", apps=RUNNING))
    monkeypatch.setattr(xw.engines, "engines", [excel])
    monkeypatch.setattr(xw.engines, "engines_by_name", {"excel": excel})


@pytest.mark.usefixtures("two_excels")
@pytest.mark.parametrize("process", RUNNING)
def test_the_excel_that_asks_is_answered_and_no_other(process: int) -> None:
    assert asking(f"excel:{process}").pid == process


@pytest.mark.usefixtures("two_excels")
def test_an_excel_that_has_gone_is_told() -> None:
    with pytest.raises(CallError) as fault:
        asking("excel:4713")
    assert fault.value.code == "bridge-excel-not-found"


# what xlwings registers when it is imported on Windows or on a Mac, where it would end an Excel or run a macro
REGISTERED = """
import atexit, sys, types
import xlwings
module = types.ModuleType("xlwings." + sys.argv[1])
module.cleanup = atexit.register(lambda: print("something is done to Excel"))
sys.modules[module.__name__] = module
from runxl.bridge.application import asking
if sys.argv[2]:
    asking(sys.argv[2])
"""


def told_when_it_ends(module: str, application: str) -> str:
    command = [sys.executable, "-I", "-c", REGISTERED, module, application]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


@pytest.mark.parametrize("module", ["_xlwindows", "_xlmac"])
@pytest.mark.parametrize("application", ["excel:4711", "uno:nobody-listens"])
def test_xlwings_does_nothing_to_excel_when_the_process_ends(module: str, application: str) -> None:
    assert told_when_it_ends(module, "") == "something is done to Excel\n"
    assert told_when_it_ends(module, application) == ""


def test_xlwings_still_has_what_must_not_be_done_under_the_name_that_is_looked_for() -> None:
    # neither module can be imported here
    for name in ("_xlwindows", "_xlmac"):
        text = (Path(xw.__path__[0]) / f"{name}.py").read_text("utf-8")
        assert re.findall(r"@atexit\.register\ndef (\w+)", text) == ["cleanup"]
    others = [file.name for file in Path(xw.__path__[0]).glob("*.py") if "atexit" in file.read_text("utf-8")]
    assert sorted(others) == ["_xlmac.py", "_xlwindows.py"]


def test_a_computer_whose_python_reaches_no_excel_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xw.engines, "engines", [])
    with pytest.raises(CallError) as fault:
        asking("excel:4711")
    assert fault.value.code == "bridge-no-excel"


def test_the_libreoffice_that_asks_is_answered() -> None:
    office = running_office()
    app = asking(f"uno:{office.pipe}")
    assert app.engine.name == "libreoffice"
    # it is another's, and stays when we go
    assert app.pid == 0


def test_a_libreoffice_that_has_gone_is_told() -> None:
    with pytest.raises(CallError) as fault:
        asking("uno:nobody-listens")
    assert fault.value.code == "bridge-office-not-found"
