"""Rätta: one chosen proposal, written, logged and taken back; nothing else, and nothing that has changed."""

from __future__ import annotations

import json
import shutil
from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl
import pytest

import runxl
from runxl import commands
from runxl.cli import main
from runxl.commands.fix import fix, fixed
from runxl.errors import CallError, ConflictError
from runxl.grid import Content, Edit, NoteEdit, Plan, applied
from runxl.grid.address import cell_at
from runxl.hosts.memory import MemoryBook
from runxl.layout import FINDINGS, LOG, RESULT, UNITS, words
from runxl.templates.shipped import template
from tests.reports import PRINTED
from tests.workbooks import cell, filled, found, typed, workbook

if TYPE_CHECKING:
    from pathlib import Path

    from runxl.grid import Address, Snapshot

MUSEUM = cell(UNITS, 2, "variance")
MARK = cell(FINDINGS, 1, "fix")


@pytest.fixture
def wrong() -> Snapshot:
    """Return the report as printed but for 1 797 where 1 977 should stand, checked."""
    report = workbook(PRINTED, totaler=words.TOTALS_PUBLISHED)
    return filled(typed(report, MUSEUM, 1797), commands.check)


def refused(problem: pytest.ExceptionInfo[CallError]) -> str:
    return problem.value.code


def test_the_proposal_of_a_finding_is_written_and_a_check_finds_no_more_of_it(wrong: Snapshot) -> None:
    mended = filled(wrong, lambda snapshot: fixed(snapshot, 1))
    assert mended.content(MUSEUM) == Content(Decimal(1977))
    assert not commands.check(mended).plan
    assert found(commands.check(mended), "total-impossible") == []


def note_in(book: Snapshot, place: Address) -> str:
    return book.note(place).replace("\u00a0", " ")


def test_the_cell_gets_a_note_of_what_stood_there_and_why_it_no_longer_does(wrong: Snapshot) -> None:
    mended = filled(wrong, lambda snapshot: fixed(snapshot, 1))
    assert note_in(mended, MUSEUM) == "Rättat av runxl: stod 1 797, står 1 977 (två siffror omkastade)."
    assert list(mended.sheets[UNITS.sheet].notes) == [(MUSEUM.row, MUSEUM.column)]


def test_a_note_of_her_own_stays_and_ours_comes_after_it(wrong: Snapshot) -> None:
    noted = applied(wrong, Plan(notes=(NoteEdit(MUSEUM, "Anna: enligt mejl\n2 maj"),)))
    mended = filled(noted, lambda snapshot: fixed(snapshot, 1))
    assert note_in(mended, MUSEUM).split("\n") == [
        "Anna: enligt mejl",
        "2 maj",
        "Rättat av runxl: stod 1 797, står 1 977 (två siffror omkastade).",
    ]
    book = MemoryBook(noted)
    book.apply(book.apply(fixed(noted, 1).plan).undo)
    assert book.read().note(MUSEUM) == "Anna: enligt mejl\n2 maj"


def test_a_note_that_was_written_meanwhile_is_not_written_over(wrong: Snapshot) -> None:
    plan = fixed(wrong, 1).plan
    book = MemoryBook(applied(wrong, Plan(notes=(NoteEdit(MUSEUM, "Anna: vänta"),))))
    with pytest.raises(ConflictError):
        book.apply(plan)


def test_only_that_cell_and_what_a_check_writes_is_changed(wrong: Snapshot) -> None:
    sheets = {edit.cell.sheet for edit in fixed(wrong, 1).plan.edits if edit.cell != MUSEUM}
    assert "Resultat" not in sheets
    assert "Anslag" not in sheets


def test_what_is_marked_is_written(wrong: Snapshot) -> None:
    mended = filled(typed(wrong, MARK, "x"), fix)
    assert mended.content(MUSEUM) == Content(Decimal(1977))
    assert mended.content(MARK).value is None


@pytest.mark.parametrize(("mark", "is_written"), [("X", True), (" x ", True), ("nej", False), (0, False)])
def test_only_an_x_is_a_mark(wrong: Snapshot, mark: object, *, is_written: bool) -> None:
    marked = typed(wrong, MARK, mark)
    if is_written:
        assert filled(marked, fix).content(MUSEUM).value == 1977
    else:
        with pytest.raises(CallError):
            fix(marked)
        assert str(MARK) in {str(finding.cell) for finding in commands.check(marked).findings}


def test_spaces_around_a_mark_are_nothing_to_report(wrong: Snapshot) -> None:
    marked = typed(wrong, MARK, " X ")
    assert found(commands.check(marked), "spaces-around") == []
    assert found(fix(marked), "spaces-around") == []


def test_two_cells_that_changed_places_change_back() -> None:
    actual, budget = cell(RESULT, 1, "actual"), cell(RESULT, 1, "budget")
    report = workbook(PRINTED, totaler=words.TOTALS_PUBLISHED)
    book = filled(typed(typed(report, actual, 127), budget, 133), commands.check)
    mended = filled(book, lambda snapshot: fixed(snapshot, 1))
    assert [mended.content(one).value for one in (actual, budget)] == [133, 127]
    assert note_in(mended, actual) == "Rättat av runxl: stod 127, står 133 (två tal har bytt plats)."
    assert note_in(mended, budget) == "Rättat av runxl: stod 133, står 127 (två tal har bytt plats)."


def test_formulas_that_count_on_the_cell_are_brought_up_to_date(wrong: Snapshot) -> None:
    # 1 755 for the year less 1 797, and less 1 977, so far
    rest = cell(UNITS, 2, "rest_of_year_variance")
    book = filled(filled(wrong, commands.variances), commands.check)
    assert book.content(rest).value == -42
    assert filled(book, lambda snapshot: fixed(snapshot, 1)).content(rest).value == -222


def test_nothing_is_written_where_nothing_is_marked(wrong: Snapshot) -> None:
    with pytest.raises(CallError) as problem:
        fix(wrong)
    assert refused(problem) == "fix-nothing-marked"


def test_a_mark_beside_a_finding_that_has_changed_since_is_refused(wrong: Snapshot) -> None:
    with pytest.raises(CallError) as problem:
        fix(typed(typed(wrong, MARK, "x"), MUSEUM, 1979))
    assert refused(problem) == "fix-mark-outdated"


@pytest.fixture
def twice_wrong() -> Snapshot:
    """Return the report with digits swapped in 133 and 127, whose variance of 6 has both as suspects, checked."""
    report = workbook(PRINTED, totaler=words.TOTALS_PUBLISHED)
    wrong = typed(typed(report, cell(RESULT, 1, "actual"), 313), cell(RESULT, 1, "budget"), 217)
    return filled(wrong, commands.check)


def of_both(book: Snapshot) -> int:
    """Return the number of the finding whose proposal is two cells."""
    findings = commands.check(book).findings
    return next(number for number, finding in enumerate(findings, start=1) if len(finding.proposal) > 1)


def test_a_mark_never_writes_over_a_second_cell_that_has_changed_since(twice_wrong: Snapshot) -> None:
    marked = typed(twice_wrong, cell(FINDINGS, of_both(twice_wrong), "fix"), "x")
    with pytest.raises(CallError) as problem:
        fix(typed(marked, cell(RESULT, 1, "budget"), 172))
    assert refused(problem) == "fix-mark-outdated"


def test_a_number_never_writes_over_a_second_cell_that_has_changed_since(twice_wrong: Snapshot) -> None:
    with pytest.raises(CallError) as problem:
        fixed(typed(twice_wrong, cell(RESULT, 1, "budget"), 172), of_both(twice_wrong))
    assert refused(problem) == "fix-number-outdated"


def test_a_number_that_means_another_finding_by_now_is_refused(wrong: Snapshot) -> None:
    with pytest.raises(CallError) as problem:
        fixed(typed(wrong, MUSEUM, 1977), 1)
    assert refused(problem) == "fix-number-outdated"


@pytest.mark.parametrize("number", [-1, 0, 99])
def test_a_number_of_no_finding_is_refused(wrong: Snapshot, number: int) -> None:
    with pytest.raises(CallError) as problem:
        fixed(wrong, number)
    assert refused(problem) == "fix-no-such-finding"


def test_a_finding_without_a_proposal_is_refused(wrong: Snapshot) -> None:
    assert commands.check(wrong).findings[1].suspects == ()
    with pytest.raises(CallError) as problem:
        fixed(wrong, 2)
    assert refused(problem) == "fix-nothing-proposed"


def test_a_formula_is_never_written_over() -> None:
    report = workbook(PRINTED, totaler=words.TOTALS_PUBLISHED)
    book = filled(typed(report, cell(RESULT, 1, "variance"), Content(Decimal(-6), "0-6")), commands.check)
    with pytest.raises(CallError) as problem:
        fixed(book, 1)
    assert refused(problem) == "fix-formula"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a copy of the real example with two digits of Norrbottens museum swapped."""
    path = tmp_path / "rapport.xlsx"
    shutil.copy(template("exempel-run-2020-04"), path)
    book = runxl.open(path)
    book.apply(Plan((Edit(cell_at("Verksamheter", "H6"), Content(Decimal(1797))),)))
    book.save()
    return path


def stands(file: Path, cell: str) -> object:
    return runxl.open(file).read().content(cell_at("Verksamheter", cell)).value


def test_on_the_command_line_a_proposal_is_printed_written_logged_and_taken_back(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(file)]) == 1
    assert "Rättas med --fix 1." in " ".join(capsys.readouterr().out.split())
    assert main(["check", str(file), "--fix", "1"]) == 1  # the slip of the text is left
    assert stands(file, "H6") == 1977
    assert "Verksamheter!H6 ändrad från 1 797 till 1 977 (två siffror omkastade)." in logged(file)[-1]
    assert main(["undo", str(file)]) == 0
    assert stands(file, "H6") == 1797


def logged(file: Path) -> list[str]:
    snapshot = runxl.open(file).read()
    table = snapshot.tables[LOG.name]
    column = table.column(LOG.header("changed"))
    rows = (snapshot.sheets[LOG.sheet].cells.get((row, column)) for row in table.body)
    return [str(content.value).replace("\u00a0", " ") for content in rows if content is not None]


@pytest.mark.parametrize("words", [["fix"], ["check", "--fix", "1"]])
def test_a_workbook_that_is_not_ours_is_only_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    openpyxl.Workbook().save(tmp_path / "annans.xlsx")
    assert main([words[0], str(tmp_path / "annans.xlsx"), *words[1:]]) == 2
    said = capsys.readouterr().err
    assert "en främmande arbetsbok läses bara" in said
    assert "runxl new" not in said


def test_a_preview_writes_nothing(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = file.read_bytes()
    main(["check", str(file), "--fix", "1", "--preview"])
    assert "Verksamheter!H6: 1\u00a0797 → 1\u00a0977" in capsys.readouterr().out
    assert file.read_bytes() == before


def test_a_script_is_told_the_suspects(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", str(file), "--json"])
    first, *others = json.loads(capsys.readouterr().out)["findings"][0]["suspects"]
    assert first == {
        "sheet": "Verksamheter",
        "cell": "H6",
        "cause": "digits-swapped",
        "stated": "1797",
        "suggested": "1977",
        "low": "1974.5",
        "high": "1981.5",
        "ties": 7,
        "rank": 0,
    }
    assert {(other["cell"], other["suggested"]) for other in others} == {
        (f"H{row}", None) for row in (5, 7, 8, 9, 10, 11, 12)
    }
