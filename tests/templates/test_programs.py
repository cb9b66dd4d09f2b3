"""What other programs say of the shipped workbooks."""

from __future__ import annotations

import re
import subprocess
import sys
from math import floor, log10
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

import runxl
from runxl.sheets.formulas import ALLOWED
from runxl.templates.shipped import template
from tests.templates.shipped_files import ALL, REPORTS, shipped

if TYPE_CHECKING:
    from pathlib import Path

    from runxl.hosts import Book
    from tests.libreoffice import LibreOffice

# a measure's goal, a goal's own reason, what a finding says, who pressed
TYPED_TEXTS = (("Mått", "C5"), ("Målbedömning", "P8"), ("Fynd", "E5"), ("Logg", "D4"))


@pytest.mark.parametrize("name", ALL)
def test_excels_own_rules_find_nothing_to_repair(name: str) -> None:
    command = [sys.executable, "-m", "openxml_audit", "-f", "microsoft365", str(template(name))]
    audit = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert (audit.returncode, "no findings" in audit.stdout) == (0, True), audit.stdout


def test_libreoffice_agrees_with_every_value_that_a_workbook_shows(libreoffice: LibreOffice, tmp_path: Path) -> None:
    ours = [template(name) for name in ALL]
    theirs = libreoffice.convert(ours, "xlsx", tmp_path)
    assert [disagreement for pair in zip(ours, theirs, strict=True) for disagreement in disagreements(*pair)] == []


@pytest.fixture(scope="module")
def recalculated(libreoffice: LibreOffice, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Path]]:
    """Return each report after a whole run, and as LibreOffice has computed it anew: in one go, as a start is slow."""
    folder = tmp_path_factory.mktemp("ran")
    ran = [after_a_whole_run(name, folder) for name in REPORTS]
    theirs = libreoffice.convert(ran, "xlsx", folder / "theirs")
    return dict(zip(REPORTS, zip(ran, theirs, strict=True), strict=True))


def after_a_whole_run(name: str, folder: Path) -> Path:
    book = runxl.open(template(name))
    book.apply(runxl.commands.run(book.read()).plan)
    file = folder / f"{name}.xlsx"
    book.save(file)
    return file


@pytest.mark.parametrize("name", REPORTS)
def test_libreoffice_agrees_after_a_whole_run(name: str, recalculated: dict[str, tuple[Path, Path]]) -> None:
    assert disagreements(*recalculated[name]) == []


@pytest.mark.parametrize("name", REPORTS)
def test_no_formula_stands_in_a_cell_that_excel_would_make_a_text_of(name: str) -> None:
    # not when a workbook is shipped, and not when every button has been pressed
    book = runxl.open(template(name))
    assert formulas_as_text(book) == []
    book.apply(runxl.commands.run(book.read()).plan)
    assert formulas_as_text(book) == []


def formulas_as_text(book: Book) -> list[str]:
    snapshot = book.read()
    return [str(cell) for cell, _ in snapshot.formulas() if snapshot.number_format(cell) == "@"]


def test_a_column_that_holds_no_formula_stays_text_so_that_no_word_in_it_becomes_a_date_or_a_formula() -> None:
    formats = {sheet: shipped("delarsrapport")[sheet][cell].number_format for sheet, cell in TYPED_TEXTS}
    assert formats == dict.fromkeys(formats, "@")


@pytest.mark.parametrize("name", [name for name in REPORTS if name.startswith("exempel")])
def test_the_examples_have_formulas_to_agree_on(name: str) -> None:
    assert sum(cell.data_type == "f" for sheet in shipped(name) for row in sheet.iter_rows() for cell in row) > 150


def disagreements(ours: Path, theirs: Path) -> list[tuple[str, str, object, object]]:
    """Return sheet, cell, our value and theirs for every formula on whose value two files differ."""
    written, shown, computed = opened(ours), opened(ours, data_only=True), opened(theirs, data_only=True)
    return [
        (sheet.title, cell.coordinate, mine, other)
        for sheet in written.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
        for mine, other in [(shown[sheet.title][cell.coordinate].value, computed[sheet.title][cell.coordinate].value)]
        if not same(mine, other, largest(shown[sheet.title][cell.row]))
    ]


def opened(path: Path, *, data_only: bool = False) -> Any:  # noqa: ANN401  (as openpyxl has it)
    """Return a workbook with its formulas, or with the values that it shows."""
    return load_workbook(path, data_only=data_only)


def largest(cells: tuple[Any, ...]) -> float:
    """Return the size of the largest number in a row."""
    return max((abs(cell.value) for cell in cells if isinstance(cell.value, int | float)), default=0)


def same(ours: object, theirs: object, term: float) -> bool:
    """Tell whether two values agree at 15 significant digits of the largest term; an empty text is saved as nothing."""
    if isinstance(ours, int | float) and isinstance(theirs, int | float):
        return abs(ours - theirs) <= 10.0 ** (floor(log10(max(term, abs(ours), 1))) + 1 - 15)
    return (ours or None) == (theirs or None)


def test_a_difference_in_the_15th_digit_of_the_term_is_a_disagreement() -> None:
    assert same(-0.1, -0.100000000000001, term=54)
    assert not same(54.0, 54.0000000000005, term=54)
    assert not same(2, 1, term=4)


@pytest.mark.parametrize("name", ALL)
def test_formulas_use_only_functions_that_excel_2016_and_libreoffice_have(name: str) -> None:
    used = {
        function
        for sheet in shipped(name).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
        for function in re.findall(r"([A-Z][A-Z0-9.]*)\(", re.sub(r'"[^"]*"', "", cell.value))
    }
    assert used <= ALLOWED
