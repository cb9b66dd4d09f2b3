"""The command line as scripts meet it: what it prints, how it ends, and what it leaves on disk."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import runxl
from runxl import cli, commands, pressing
from runxl.commands.registry import COMMANDS
from runxl.domain.assessment import Attainment
from runxl.grid import Address, Content, Edit, Plan
from runxl.layout import LINES, LOG, RESULT, UNITS
from runxl.templates.shipped import template

if TYPE_CHECKING:
    from runxl.grid import Snapshot
    from runxl.layout import TableLayout
    from tests.libreoffice import LibreOffice

REAL, FICTIVE = "exempel-run-2020-04", "exempel-fiktiv"
FILLS = ["run", "variances", "goals", "check"]
FINDING_KEYS = [
    "rule",
    "severity",
    "sheet",
    "cell",
    "message",
    "stated",
    "computed",
    "difference",
    "tolerance",
    "verdict",
    "suspects",
]


class Shell:
    """The command line in a folder of its own."""

    def __init__(self, capsys: pytest.CaptureFixture[str], folder: Path) -> None:
        self._capsys, self.folder = capsys, folder

    def __call__(self, *words: object) -> tuple[int, str, str]:
        """Return the exit status and what was printed, to stdout and to stderr."""
        self._capsys.readouterr()
        status = cli.main([str(word) for word in words])
        printed = self._capsys.readouterr()
        return status, printed.out, printed.err

    def json(self, *words: object) -> Any:  # noqa: ANN401  (as json has it)
        """Return the one object that a call with --json prints."""
        _, out, err = self(*words, "--json")
        assert err == ""
        return json.loads(out)

    def copy(self, name: str = REAL) -> Path:
        """Return a copy of a shipped workbook."""
        return Path(shutil.copy(template(name), self.folder / f"{name}.xlsx"))


def place(snapshot: Snapshot, layout: TableLayout, row: int, key: str) -> Address:
    """Return the cell of a table's row, counted from 1 and from the end when negative, wherever the table stands."""
    table = snapshot.tables[layout.name]
    return Address(table.sheet, table.body[row - 1 if row > 0 else row], table.column(layout.header(key)))


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    folder = tmp_path / "arbete"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return Shell(capsys, folder)


def test_errors_end_with_status_1(shell: Shell) -> None:
    assert shell("check", shell.copy())[0] == 1


def test_a_workbook_without_errors_ends_with_status_0(shell: Shell) -> None:
    assert shell("new", "delarsrapport", "--period", "2020-08", "--out", "ny.xlsx")[0] == 0
    assert shell("run", "ny.xlsx")[0] == 0


def test_the_real_report_counts_52_1_and_0(shell: Shell) -> None:
    answer = shell.json("check", shell.copy(), "--preview")
    assert answer["summary"]["relations"] == {"exact": 52, "explained": 1, "impossible": 0}


def test_the_answer_has_the_shape_that_scripts_rely_on(shell: Shell) -> None:
    file = shell.copy()
    answer = shell.json("check", file, "--preview")
    assert list(answer) == ["file", "command", "written", "findings", "summary"]
    assert (answer["file"], answer["command"], answer["written"]) == (str(file), "check", 0)
    assert answer["summary"].keys() == {"relations", "rules", "measures"}
    assert [list(finding) for finding in answer["findings"]] == [FINDING_KEYS] * len(answer["findings"])


def test_the_explained_total_is_a_note_with_its_numbers_as_decimal_strings(shell: Shell) -> None:
    file = shell.copy()
    answer = shell.json("check", file, "--preview")
    total = place(runxl.open(file).read(), UNITS, -1, "variance")
    (finding,) = [finding for finding in answer["findings"] if finding["rule"] == "total-explained"]
    assert {key: finding[key] for key in FINDING_KEYS if key not in ("message", "rule")} == {
        "severity": "note",
        "sheet": "Verksamheter",
        "cell": total.a1,
        "stated": "4134",
        "computed": "4133",
        "difference": "1",
        "tolerance": "4",
        "verdict": "explained",
        "suspects": [],
    }


def test_the_reports_slip_counts_under_rules(shell: Shell) -> None:
    answer = shell.json("check", shell.copy(), "--preview")
    (slip,) = [finding for finding in answer["findings"] if finding["rule"] == "own-rule-broken"]
    assert (slip["stated"], slip["computed"], slip["verdict"]) == ("2", "4", None)
    assert answer["summary"]["rules"]["failing"] == 1


def test_missing_numbers_are_null(shell: Shell) -> None:
    answer = shell.json("check", shell.copy(), "--preview")
    numberless = [finding for finding in answer["findings"] if finding["rule"] == "outcomes-missing"]
    assert [[finding[key] for key in FINDING_KEYS[5:10]] for finding in numberless] == [[None] * 5]


def test_attainments_are_counted_by_their_names(shell: Shell) -> None:
    answer = shell.json("goals", shell.copy(FICTIVE), "--preview")
    names = {attainment.value.replace("-", "_") for attainment in Attainment}
    assert answer["summary"]["measures"].keys() - names == {"total", "with_outcome"}


@pytest.mark.parametrize("command", FILLS)
def test_a_preview_writes_nothing(shell: Shell, command: str) -> None:
    file = shell.copy(FICTIVE)
    before = file.read_bytes()
    shell(command, file, "--preview")
    assert file.read_bytes() == before
    assert [path.name for path in shell.folder.iterdir()] == [file.name]


def spoiled(shell: Shell) -> Path:
    """Return the fictive example with a variance typed over, saved."""
    file = shell.copy(FICTIVE)
    book = runxl.open(file)
    book.apply(Plan((Edit(place(book.read(), RESULT, 1, "variance"), Content(Decimal(987))),)))
    book.save()
    return file


def variance(file: Path) -> Content:
    """Return what stands in the variance that `spoiled` types over."""
    snapshot = runxl.open(file).read()
    return snapshot.content(place(snapshot, RESULT, 1, "variance"))


def test_a_preview_shows_what_would_be_written(shell: Shell) -> None:
    _, out, _ = shell("variances", spoiled(shell), "--preview")
    assert any(line.startswith("Resultat!") and "987 → " in line for line in out.splitlines())


def test_a_run_says_how_many_cells_it_wrote(shell: Shell) -> None:
    assert "celler skrivna." in shell("run", spoiled(shell))[1]


def test_a_second_run_leaves_the_file_as_it_is(shell: Shell) -> None:
    file = spoiled(shell)
    shell("run", file)
    before = file.read_bytes()
    _, out, _ = shell("run", file)
    assert file.read_bytes() == before
    assert "Allt var redan uppdaterat; ingenting är skrivet." in out


def test_another_file_may_be_written_instead(shell: Shell) -> None:
    file = spoiled(shell)
    before = file.read_bytes()
    shell("run", file, "--out", "annan.xlsx")
    assert file.read_bytes() == before
    assert variance(shell.folder / "annan.xlsx").formula


def test_another_file_is_written_even_where_nothing_changes(shell: Shell) -> None:
    file = spoiled(shell)
    shell("run", file)
    shell("run", file, "--out", "kopia.xlsx")
    assert (shell.folder / "kopia.xlsx").read_bytes() == file.read_bytes()


def test_undo_takes_a_run_back(shell: Shell) -> None:
    file = spoiled(shell)
    shell("run", file)
    status, out, _ = shell("undo", file)
    assert (status, "återställ" in out) == (0, True)
    assert variance(file) == Content(Decimal(987))


def test_the_log_knows_who_and_what(shell: Shell) -> None:
    file = spoiled(shell)
    shell("run", file)
    snapshot = runxl.open(file).read()
    height = len(snapshot.tables[LOG.name].body)
    commands = [snapshot.content(place(snapshot, LOG, row, "command")).value for row in range(1, height + 1)]
    assert "Kör allt" in commands


def test_undo_without_a_run_is_refused(shell: Shell) -> None:
    status, _, err = shell("undo", shell.copy())
    assert (status, err.startswith("Det finns inget att ångra i ")) == (2, True)


def test_new_makes_a_workbook_for_a_period_with_an_id_of_its_own(shell: Shell) -> None:
    for name in ("ett.xlsx", "två.xlsx"):
        shell("new", "delarsrapport", "--period", "2020-08", "--out", name)
    one, two = (runxl.open(shell.folder / name).read() for name in ("ett.xlsx", "två.xlsx"))
    ids = [
        {content.value for place, content in book.sheets["_runxl"].cells.items() if place[1] == 2}
        for book in (one, two)
    ]
    assert ids[0] != ids[1]


def test_new_never_overwrites_a_file(shell: Shell) -> None:
    (shell.folder / "ny.xlsx").write_text("mitt", encoding="utf-8")
    status, _, err = shell("new", "delarsrapport", "--period", "2020-08", "--out", "ny.xlsx")
    assert (status, err) == (2, "ny.xlsx finns redan. Välj ett annat namn med --out.\n")
    assert (shell.folder / "ny.xlsx").read_text(encoding="utf-8") == "mitt"


@pytest.mark.parametrize(
    ("words", "beginning"),
    [
        (["kör", "a.xlsx"], "Det finns inget kommando som heter kör."),
        (["chek", "a.xlsx"], "Det finns inget kommando som heter chek. Menas check?"),
        (["run"], "Anropet är inte fullständigt, det saknar FILE."),
        (["run", "a.xlsx", "--previw"], "Anropet innehåller något som runxl inte känner till: --previw."),
        (["run", "a.xlsx", "b.xlsx"], "Anropet innehåller något som runxl inte känner till: b.xlsx."),
        (["run", "a.xlsx", "--out"], "--out behöver ett värde efter sig."),
        (["run", "borta.xlsx"], "Filen borta.xlsx finns inte i mappen "),
        (["run", "ingen/mapp/a.xlsx"], "Filen a.xlsx finns inte i mappen "),
        (["run", "."], ""),
        (["new", "okänd", "--period", "2020-04"], "Det finns ingen mall som heter okänd."),
        (["new", "delarsrapport", "--period", "2020-13"], "Perioden '2020-13' finns inte."),
        (["new", "delarsrapport"], "Anropet är inte fullständigt, det saknar --period."),
    ],
)
def test_a_call_that_is_wrong_gets_one_swedish_sentence(shell: Shell, words: list[str], beginning: str) -> None:
    status, out, err = shell(*words)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(beginning)


@pytest.mark.parametrize("words", [["run", "borta.xlsx"], ["kör"], ["run", "a.xlsx", "--previw"], ["run"]])
def test_a_call_that_is_wrong_is_an_object_with_json(shell: Shell, words: list[str]) -> None:
    status, out, err = shell(*words, "--json")
    assert (status, err) == (2, "")
    answer = json.loads(out)
    assert list(answer) == ["error"]
    assert answer["error"] == shell(*words)[2].strip()


def test_an_option_is_written_in_full(shell: Shell) -> None:
    assert shell("check", shell.copy(), "--prev")[0] == 2


def test_a_wrong_call_leaves_the_file_as_it_is(shell: Shell) -> None:
    file = spoiled(shell)
    before = file.read_bytes()
    shell("run", file, "--previw")
    assert file.read_bytes() == before


def test_a_file_cannot_be_written_into_a_folder_that_does_not_exist(shell: Shell) -> None:
    file = spoiled(shell)
    before = file.read_bytes()
    status, _, err = shell("run", file, "--out", "ingen/mapp.xlsx")
    assert (status, err.startswith("Mappen som mapp.xlsx ska skrivas i finns inte.")) == (2, True)
    assert file.read_bytes() == before


def test_a_run_that_could_not_be_saved_leaves_nothing_to_undo(shell: Shell) -> None:
    file = spoiled(shell)
    (shell.folder / f"~${file.name}").touch()
    assert shell("run", file)[0] == 2
    (shell.folder / f"~${file.name}").unlink()
    assert shell("undo", file)[0] == 2


def test_english_is_spoken_when_asked(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUNXL_LANG", "en")
    assert shell("run", "borta.xlsx")[2].startswith("There is no file borta.xlsx in the folder ")
    assert "53 relations examined: 52 are exact" in shell("check", shell.copy(), "--preview")[1]


def test_amounts_on_the_screen_have_no_break_spaces(shell: Shell) -> None:
    assert "4\u00a0134\u00a0tkr" in shell("check", shell.copy(), "--preview")[1]


@pytest.mark.parametrize("command", [command.name for command in COMMANDS if command.is_typed])
def test_every_command_has_help(shell: Shell, command: str) -> None:
    with pytest.raises(SystemExit) as ended:
        shell(command, "--help")
    assert ended.value.code == 0


def test_a_fault_of_our_own_is_one_sentence_and_a_file(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(*_: object) -> None:
        message = "brutet"
        raise ArithmeticError(message)

    monkeypatch.setitem(cli._ACTS, "undo", break_down)  # noqa: SLF001  (no call is known that breaks runxl)
    status, _, err = shell("undo", "a.xlsx")
    assert (status, err.count("\n")) == (2, 1)
    assert "Traceback" not in err
    assert "ArithmeticError: brutet" in err


def test_a_run_imports_neither_pandas_nor_openpyxl(shell: Shell) -> None:
    code = (
        "import sys; from runxl.cli import main; main(sys.argv[1:]); "
        "sys.exit(sorted({'pandas', 'numpy', 'openpyxl', 'lxml', 'xlwings'} & sys.modules.keys()) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "run", str(shell.copy(FICTIVE))],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_reader_that_leaves_early_is_no_fault(shell: Shell) -> None:
    command = [sys.executable, "-m", "runxl", "check", str(shell.copy()), "--preview"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        run.stdout.close()
        assert run.stderr.read() == b""
    assert run.returncode == pressing.FOUND


def test_a_copys_undo_takes_nothing_from_the_original(shell: Shell) -> None:
    file = spoiled(shell)
    shell("run", file)
    copy = Path(shutil.copy(file, shell.folder / "kopia.xlsx"))
    assert shell("undo", copy)[0] == pressing.OK
    assert variance(copy) == Content(Decimal(987))
    assert variance(file) != Content(Decimal(987))
    assert shell("undo", file)[0] == pressing.OK


def test_a_file_is_the_same_however_its_path_is_spelled(shell: Shell) -> None:
    file = spoiled(shell)
    (shell.folder / "mapp").mkdir()
    shell("variances", file)
    shell("check", shell.folder / "mapp" / ".." / file.name)
    shell("undo", file)
    assert variance(file) != Content(Decimal(987))
    shell("undo", file)
    assert variance(file) == Content(Decimal(987))


def test_undo_works_after_a_spreadsheet_program_has_saved_the_file(shell: Shell, libreoffice: LibreOffice) -> None:
    file = spoiled(shell)
    shell("run", file)
    saved = shell.folder / "sparad"
    saved.mkdir()
    (recalculated,) = libreoffice.convert([file], "xlsx", saved)
    shutil.copy(recalculated, file)
    assert shell("undo", file)[0] == pressing.OK
    assert variance(file) == Content(Decimal(987))


def test_nothing_changes_because_a_spreadsheet_program_has_computed_the_file_anew(
    shell: Shell, libreoffice: LibreOffice
) -> None:
    file = shell.copy(FICTIVE)
    book = runxl.open(file)
    table = book.read().tables[LINES.name]
    tenths = {row: Decimal(row) + Decimal("54.1") for row in table.body}
    actual = table.column(LINES.header("actual"))
    book.apply(Plan(tuple(Edit(Address(table.sheet, row, actual), Content(tenths[row])) for row in table.body)))
    book.save()
    before = shell.json("run", file)
    saved = shell.folder / "sparad"
    saved.mkdir()
    (recalculated,) = libreoffice.convert([file], "xlsx", saved)
    after = commands.run(runxl.open(recalculated).read())
    assert after.plan.edits == ()
    assert dict(after.summary["relations"]) == before["summary"]["relations"]
