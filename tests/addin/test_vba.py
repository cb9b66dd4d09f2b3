"""The VBA as text: plain ASCII, and without a finding on any system that runs it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from pyvbaanalysis import ConditionalCompilationEnvironment, analyze_workbook

from addin.build.package import ADDIN, sources
from addin.build.project import PROJECT_NAME

if TYPE_CHECKING:
    from pathlib import Path

FILES = sorted((ADDIN / "vba").glob("*.bas"))
OFFICE_2016 = {"VBA7": 1, "VBA6": 1, "Win16": 0}
# On a Mac of 64 bits Office says Win64 as well.
SYSTEMS = {
    "64-bit Excel on Windows": OFFICE_2016 | {"Win64": 1, "Win32": 1, "Mac": 0},
    "32-bit Excel on Windows": OFFICE_2016 | {"Win64": 0, "Win32": 1, "Mac": 0},
    "Excel on a Mac": OFFICE_2016 | {"Win64": 1, "Win32": 0, "Mac": 1, "MAC_OFFICE_VERSION": 16},
}
# A function of Excel for Mac alone, which the checker, made on Windows, does not know.
ONLY_ON_MAC = "Variable not defined: 'AppleScriptTask'."


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_checker_finds_nothing(system: str) -> None:
    constants = ConditionalCompilationEnvironment(compiler_constants=SYSTEMS[system])
    checked = analyze_workbook(ADDIN / "runxl.xlam", conditional_compilation=constants)
    assert set(checked) >= {file.stem for file in FILES}
    found = [(module, one.code, one.message) for module, several in checked.items() for one in several]
    assert [one for one in found if not one[2].startswith(ONLY_ON_MAC)] == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_module_is_ascii(file: Path) -> None:
    # Excel reads a module in the codepage of its own computer.
    assert file.read_bytes().isascii()


def test_a_module_has_the_line_ends_of_vba() -> None:
    for module in sources():
        assert module.source.count("\n") == module.source.count("\r\n")
        assert module.source.endswith("\r\n")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_module_begins_with_its_name_and_declares_its_variables(file: Path) -> None:
    lines = file.read_text(encoding="ascii").splitlines()
    assert lines[:2] == [f'Attribute VB_Name = "{file.stem}"', "Option Explicit"]
    assert file.stem.casefold() != PROJECT_NAME.casefold()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_line_is_longer_than_the_page(file: Path) -> None:
    assert [line for line in file.read_text(encoding="ascii").splitlines() if len(line) > 120] == []


def test_no_branch_is_chosen_by_not_which_is_true_of_one_as_well() -> None:
    # The compiler's constants are 1 where they hold, and in VBA `Not 1` is -2.
    assert [module.name for module in sources() if re.search("#(Else)?If.*Not", module.source)] == []


def test_nothing_is_started_through_a_shell_or_by_what_a_workbook_or_the_environment_says() -> None:
    text = "\n".join(module.source for module in sources()).casefold()
    assert [word for word in ("shell", "environ", "createobject", "getsetting", "macscript") if word in text] == []


def test_the_vba_itself_writes_nothing_into_any_cell() -> None:
    written = re.compile(r"^\s*(?:If .* Then )?[\w.()\", ]*\.(?:Value2?|Formula\w*) = ", re.MULTILINE)
    text = "\n".join(module.source for module in sources())
    assert [line for line in written.findall(text) if not line.lstrip().startswith("If .Cells")] == []


# A formula in any workbook may call a public Function of a loaded add-in, also one that came by mail: these only look.
FUNCTIONS = {
    *("RunxlText", "RunxlFilled", "RunxlSetting", "RunxlHex", "RunxlLanguage"),
    *("RunxlIsWorking", "RunxlIsAnswer", "RunxlIsInProtectedView"),
}
ACTS = re.compile(
    r"\b(Open|Kill|Put|InputBox|MsgBox|GetSaveAsFilename|AppleScriptTask|OnTime|StatusBar"
    r"|Runxl(?:Ring|Tell|Ask|Take)\w*|(?!AscW)\w+W)\b"
)
PUBLIC_FUNCTION = re.compile(r"^Public Function (\w+)(.*?)^End Function", re.MULTILINE | re.DOTALL)


def test_no_function_that_a_formula_could_call_does_more_than_look() -> None:
    found = [match for module in sources() for match in PUBLIC_FUNCTION.findall(module.source.replace("\r\n", "\n"))]
    assert {name for name, _ in found} == FUNCTIONS
    assert [name for name, body in found if ACTS.search(body)] == []


def test_only_the_modules_that_excel_itself_calls_into_are_open_to_other_workbooks() -> None:
    # the ribbon's callbacks, and what Application.OnTime is given by name
    opened = {module.name for module in sources() if "\r\nOption Private Module\r\n" not in module.source}
    assert opened == {"RunxlRibbon", "RunxlLater"}


def test_only_windows_own_libraries_are_called_and_all_for_64_bits() -> None:
    declared = [line for module in sources() for line in module.source.splitlines() if " Declare " in line]
    assert declared
    assert all(line.startswith("Private Declare PtrSafe Function ") for line in declared)
    assert {line.split(' Lib "')[1].split('"')[0] for line in declared} == {"kernel32", "user32", "libc.dylib"}
