"""A round sent from the example with seven units: what each unit gets, and that nothing is ever half sent."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from decimal import Decimal
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

import runxl
from runxl.cli import main
from runxl.exchange.archive import Archive
from runxl.exchange.structure import structure_of
from runxl.grid import Address, Content, Edit, Plan
from runxl.layout import ACTIONS, HISTORY, IDENTITY_SHEET, LINES, MEASURES, RECIPIENTS, SETTINGS, UNITS
from runxl.sheets.workbook import read_workbook
from runxl.templates.shipped import template
from tests.exchange.postal import SENDERS, filled
from tests.templates.test_programs import disagreements

if TYPE_CHECKING:
    from typing import Any

    from runxl.grid import Snapshot
    from runxl.layout import TableLayout
    from tests.libreoffice import LibreOffice

NAMES = ("teater", "museum", "bibliotek", "musik", "arkiv", "folkhogskola", "kansli")
PAGE = Path(__file__).parents[2] / "docs" / "kommandon" / "send.md"
LAST_DAY = Decimal(73050)
# what a unit's own rows say and nothing else in a workbook does
TELLING = {
    "teater": ("Länsteatern", "teater_biljetter", "Spelade orter", "Egen personal på turnén", "Lindqvist"),
    "museum": ("Länsmuseet", "museum_entre", "Besök på museet", "Ekdal"),
    "bibliotek": ("Biblioteksutveckling", "bibliotek_medier", "Lån per invånare", "Norén"),
    "musik": ("Musik i länet", "musik_turne", "Konserter för unga", "Österberg"),
    "arkiv": ("Länsarkivet", "arkiv_tjanster", "Digitaliserade hyllmeter", "Sjögren"),
    "folkhogskola": ("Folkhögskolan", "skola_kurser", "Deltagare i kurser", "Kortkurs i höst", "Rahimi"),
    "kansli": ("Kulturkansliet", "kansli_konsulter", "Sjukfrånvaro", "Älv"),
}


@pytest.fixture
def master(tmp_path: Path) -> Path:
    folder = tmp_path / "nämnd"
    folder.mkdir()
    file = folder / "kultur.xlsx"
    file.write_bytes(example())
    return file


def example() -> bytes:
    """Return the example of a round, whose last days have not passed."""
    deadlines = {(RECIPIENTS, name, "deadline"): LAST_DAY for name in NAMES}
    return filled(template("exempel-utskick").read_bytes(), deadlines)


@pytest.fixture
def sent(master: Path) -> Path:
    """Return the folder with what was sent, the sent master and its archive beside it."""
    for name, data in round_sent().items():
        file = master.parent / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return master.parent / "kultur-utskick"


@cache
def round_sent() -> dict[str, bytes]:
    """Return every file of a committee's folder after Skicka ut, by its path."""
    with TemporaryDirectory() as folder:
        master = Path(folder) / "kultur.xlsx"
        master.write_bytes(example())
        assert main(["send", str(master)]) == 0
        return everything(Path(folder))


def change(master: Path, layout: TableLayout, row: str, key: str, value: Decimal | str | None) -> None:
    """Type into a cell, as the controller does."""
    book = runxl.open(master)
    rows = read_workbook(book.read()).tables[layout.name]
    found = rows.find(row)
    assert found is not None
    book.apply(Plan((Edit(rows.cell(found, key), Content(value)),)))
    book.save()


def mail(file: Path) -> Any:  # noqa: ANN401  (as the library types a message's parts)
    message = message_from_bytes(file.read_bytes(), policy=default)
    assert isinstance(message, EmailMessage)
    return message


def identity(snapshot: Snapshot) -> dict[object, object]:
    cells = snapshot.sheets[IDENTITY_SHEET].cells
    return {
        content.value: cells.get((row, 2), Content()).value for (row, column), content in cells.items() if column == 1
    }


def noted(master: Path, key: str) -> list[str]:
    return [row.text(key) for row in read_workbook(runxl.open(master).read()).tables[RECIPIENTS.name]]


def everything(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def ids(snapshot: Snapshot, layout: TableLayout) -> list[str]:
    return [row.id for row in read_workbook(snapshot).tables[layout.name]]


def test_each_unit_gets_a_workbook_and_a_draft_that_carries_it(sent: Path) -> None:
    names = [f"underlag-2026-08-{name}" for name in NAMES]
    assert sorted(path.name for path in sent.iterdir()) == sorted(f"{n}.{e}" for n in names for e in ("xlsx", "eml"))
    for name in names:
        [attachment] = mail(sent / f"{name}.eml").iter_attachments()
        assert attachment.get_filename() == f"{name}.xlsx"
        assert attachment.get_content() == (sent / f"{name}.xlsx").read_bytes()


def test_a_draft_is_to_the_recipient_with_a_copy_and_a_deadline(sent: Path) -> None:
    message = mail(sent / "underlag-2026-08-teater.eml")
    assert message["X-Unsent"] == "1"
    assert str(message["To"]) == "Åsa Lindqvist <asa.lindqvist@example.org>"
    assert str(message["Cc"]) == "ekonomi.teater@example.org"
    assert message["Subject"] == "Underlag till delårsrapport januari–augusti 2026: Länsteatern"
    assert "senast 2099-12-31" in message.get_body().get_content().replace("\r\n", " ").replace("\n", " ")


def test_mails_and_workbooks_are_swedish_whatever_runxl_speaks(master: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUNXL_LANG", "en")
    main(["send", str(master)])
    sent = master.parent / "kultur-utskick"
    assert "januari–augusti 2026" in mail(sent / "underlag-2026-08-arkiv.eml")["Subject"]
    texts = str(runxl.open(sent / "underlag-2026-08-arkiv.xlsx").read().sheets)
    assert "januari–augusti 2026" in texts
    assert "January" not in texts


def test_a_units_workbook_holds_its_own_rows(sent: Path) -> None:
    snapshot = runxl.open(sent / "underlag-2026-08-teater.xlsx").read()
    assert ids(snapshot, LINES) == ["teater_biljetter", "teater_statsbidrag", "teater_personal", "teater_produktion"]
    assert ids(snapshot, UNITS) == ["teater"]
    assert ids(snapshot, MEASURES) == ["M01", "M02"]
    assert ids(snapshot, ACTIONS) == ["teater-1"]
    assert ids(snapshot, HISTORY) == ["H01", "H02", "H09"]
    assert len(snapshot.tables[LINES.name].body) >= 14
    assert [unit.text("assumption") for unit in read_workbook(snapshot).tables[UNITS.name]] == [
        "Höstens premiär säljer som den förra."
    ]


@pytest.mark.parametrize("name", NAMES)
def test_a_units_workbook_holds_nothing_of_another(sent: Path, name: str) -> None:
    with ZipFile(sent / f"underlag-2026-08-{name}.xlsx") as package:
        parts = {part: package.read(part).decode("utf-8", "replace") for part in package.namelist()}
    whole = "".join(parts.values())
    assert all(text in whole for text in TELLING[name][:3])
    foreign = [text for other in NAMES if other != name for text in TELLING[other]]
    assert [(part, text) for part, content in parts.items() for text in foreign if text in content] == []
    assert "@example.org" not in whole


def test_its_numbers_are_shown_before_any_program_has_computed_them(sent: Path) -> None:
    book = read_workbook(runxl.open(sent / "underlag-2026-08-teater.xlsx").read())
    [unit] = book.tables[UNITS.name]
    # 4 350 + 1 000 − 12 050 − 6 520 against −13 200, and −19 900 against −19 800
    assert [unit.amount(key) for key in ("actual", "variance", "forecast_variance")] == [-13220, -20, -100]
    assert [row.text("attainment") for row in book.tables[MEASURES.name]] == ["○ Ej uppnått", "● Uppnått"]


def test_libreoffice_computes_the_same_values(sent: Path, libreoffice: LibreOffice, tmp_path: Path) -> None:
    ours = sorted(sent.glob("*.xlsx"))
    theirs = libreoffice.convert(ours, "xlsx", tmp_path / "theirs")
    assert [found for pair in zip(ours, theirs, strict=True) for found in disagreements(*pair)] == []


def test_excels_own_rules_find_nothing_to_repair(sent: Path) -> None:
    command = [sys.executable, "-m", "openxml_audit", "-f", "microsoft365", str(sent / "underlag-2026-08-teater.xlsx")]
    audit = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert (audit.returncode, "no findings" in audit.stdout) == (0, True), audit.stdout


def test_it_stays_protected_and_without_macros(sent: Path) -> None:
    with ZipFile(sent / "underlag-2026-08-teater.xlsx") as package:
        sheets = [package.read(part) for part in package.namelist() if part.startswith("xl/worksheets/sheet")]
        assert not [part for part in package.namelist() if "vba" in part.casefold() or "external" in part.casefold()]
    assert sum(b"<sheetProtection " in sheet for sheet in sheets) == len(sheets) - 1


def test_a_formula_of_the_committees_workbook_does_not_travel_with_its_value(master: Path) -> None:
    book = runxl.open(master)
    rows = read_workbook(book.read()).tables[LINES.name]
    cell = rows.cell(rows.by_id()["teater_biljetter"], "actual")
    book.apply(Plan((Edit(cell, Content(Decimal(4350), "SUM([1]Hemligt!A1:A9)")),)))
    book.save()
    main(["send", str(master)])
    snapshot = runxl.open(master.parent / "kultur-utskick" / "underlag-2026-08-teater.xlsx").read()
    [line, *_] = read_workbook(snapshot).tables[LINES.name]
    place = read_workbook(snapshot).tables[LINES.name].cell(line, "actual")
    assert snapshot.content(place) == Content(Decimal(4350))


def test_a_text_that_begins_as_a_formula_stays_text(master: Path) -> None:
    change(master, UNITS, "teater", "assumption", '=HYPERLINK("http://example.org")')
    main(["send", str(master)])
    snapshot = runxl.open(master.parent / "kultur-utskick" / "underlag-2026-08-teater.xlsx").read()
    rows = read_workbook(snapshot).tables[UNITS.name]
    found = snapshot.content(rows.cell(rows.rows[0], "assumption"))
    assert found == Content('=HYPERLINK("http://example.org")')


def test_the_settings_that_it_is_computed_by_are_the_committees(master: Path) -> None:
    change(master, SETTINGS, "kostnader", "value", "positiva")
    change(master, SETTINGS, "vasentlig_verksamhet", "value", Decimal(75))
    main(["send", str(master)])
    snapshot = runxl.open(master.parent / "kultur-utskick" / "underlag-2026-08-arkiv.xlsx").read()
    settings = read_workbook(snapshot).settings
    assert (str(settings.period), settings.costs.value, settings.committee) == ("2026-08", "positive", "Kulturnämnden")
    assert settings.material_unit.amount == 75


def test_the_archive_holds_what_was_sent_and_the_register_says_so(master: Path, sent: Path) -> None:
    archive = Archive(master.parent / "kultur-arkiv")
    assert [row.unit for row in archive.all_sent] == list(NAMES)
    for row in archive.all_sent:
        file = sent / f"underlag-2026-08-{row.unit}.xlsx"
        told = identity(runxl.open(file).read())
        assert archive.bytes_of(row) == file.read_bytes()
        assert row.sha256 == sha256(file.read_bytes()).hexdigest()
        assert (told["template"], told["version"], row.template_version) == ("verksamhet", 4, 4)
        assert (told["workbook_id"], told["round_id"]) == (row.workbook_id, row.round)
        assert told["structure_hash"] == row.structure_hash == structure_of(runxl.open(file).read())
    assert len({row.workbook_id for row in archive.all_sent}) == 7
    assert {row.round for row in archive.all_sent} == {identity(runxl.open(master).read())["round_id"]}


def test_the_committees_workbook_notes_round_time_and_file(master: Path, sent: Path) -> None:
    assert sent.is_dir()
    round_id = str(identity(runxl.open(master).read())["round_id"])
    assert round_id.startswith("2026-08-")
    assert len(round_id) == len("2026-08-1f3a9c20")
    assert noted(master, "round") == [round_id] * 7
    assert noted(master, "file") == [f"underlag-2026-08-{name}.xlsx" for name in NAMES]
    assert all(len(text) == len("2026-09-01 09:12") for text in noted(master, "sent"))
    log = str(runxl.open(master).read().sheets["Logg"].cells)
    assert "Skicka ut" in log


def test_sending_again_changes_nothing(master: Path, sent: Path) -> None:
    assert sent.is_dir()
    before = everything(master.parent)
    assert main(["send", str(master)]) == 0
    assert everything(master.parent) == before


def test_a_unit_whose_numbers_have_changed_gets_a_new_file_in_the_same_round(master: Path, sent: Path) -> None:
    before = everything(sent)
    change(master, LINES, "museum_entre", "budget", Decimal(1700))
    assert main(["send", str(master)]) == 0
    after = everything(sent)
    assert {name: after[name] for name in before} == before
    assert sorted(after.keys() - before.keys()) == ["underlag-2026-08-museum-2.eml", "underlag-2026-08-museum-2.xlsx"]
    archive = Archive(master.parent / "kultur-arkiv")
    first, second = archive.sent_to(archive.all_sent[0].round, "museum")
    assert archive.bytes_of(second) == after["underlag-2026-08-museum-2.xlsx"]
    assert first.workbook_id != second.workbook_id
    assert noted(master, "file")[1] == "underlag-2026-08-museum-2.xlsx"


def first_sheet(file: Path) -> list[str]:
    sheet = runxl.open(file).read().sheets["Så gör du"]
    return [str(content.value) for (row, _), content in sorted(sheet.cells.items()) if row < 6 and content.value]


def test_its_first_sheet_says_whose_it_is_of_which_period_and_when_it_is_due(sent: Path) -> None:
    assert first_sheet(sent / "underlag-2026-08-museum.xlsx") == [
        "Underlag till delårsrapport",
        "Länsmuseet",
        "januari–augusti 2026",
        "Svara senast 2099-12-31 på mejlet som den här filen kom med, med filen bifogad.",
    ]


def test_a_unit_called_as_a_formula_is_called_so_in_text(master: Path) -> None:
    change(master, UNITS, "museum", "label", "=1+1")
    main(["send", str(master)])
    assert first_sheet(master.parent / "kultur-utskick" / "underlag-2026-08-museum.xlsx")[1] == "=1+1"


def test_a_new_deadline_is_a_new_workbook_in_the_same_round(master: Path, sent: Path) -> None:
    change(master, RECIPIENTS, "museum", "deadline", Decimal(46280))
    main(["send", str(master)])
    assert "Svara senast 2026-09-15" in first_sheet(sent / "underlag-2026-08-museum-2.xlsx")[3]
    archive = Archive(master.parent / "kultur-arkiv")
    assert [row.unit for row in archive.all_sent] == [*NAMES, "museum"]
    assert len({row.round for row in archive.all_sent}) == 1


def test_a_unit_whose_name_has_two_lines_is_called_by_it_in_one(master: Path) -> None:
    change(master, UNITS, "musik", "label", "Musik\ni länet")
    assert main(["send", str(master)]) == 0
    drafts = [mail(file) for file in master.with_name(f"{master.stem}-utskick").glob("*musik*.eml")]
    assert [draft["Subject"].endswith(": Musik i länet") for draft in drafts] == [True]


@pytest.mark.parametrize("odd", ["../mu\x07sik", "musik\r\nBcc: x@example.org", "CON", "å" * 300, "mus\u202eik"])
def test_whatever_a_unit_is_called_its_files_and_its_mail_are_sound(master: Path, odd: str) -> None:
    for layout, row, key in ((UNITS, "musik", "label"), (UNITS, "musik", "id"), (RECIPIENTS, "musik", "id")):
        change(master, layout, row, key, odd)
    assert main(["send", str(master)]) == 0
    files = [file.name for file in sorted((master.parent / "kultur-utskick").iterdir())]
    [name] = {file.rpartition(".")[0] for file in files} - {f"underlag-2026-08-{name}" for name in NAMES}
    assert len(files) == 14
    assert all(letter.isalnum() or letter in "-_" for letter in name)
    message = mail(master.parent / "kultur-utskick" / f"{name}.eml")
    assert message.keys() == ["X-Unsent", "To", "Subject", "MIME-Version", "Content-Type"]
    assert message["Subject"].isprintable()
    [attachment] = message.iter_attachments()
    assert attachment.get_filename() == f"{name}.xlsx"
    text = message.get_body().get_content()
    assert all(line.isprintable() and len(line) < 400 for line in text.splitlines())


@pytest.mark.parametrize("key", ["label", "name"])
def test_an_encoded_word_in_a_cell_is_no_header_and_no_text_of_the_mail(master: Path, key: str) -> None:
    typed = "=?utf-8?q?x=0D=0ABcc:_evil@example.net=0D=0A=0D=0ASkriv_ert_l=C3=B6senord?="
    change(master, UNITS if key == "label" else RECIPIENTS, "musik", key, typed)
    assert main(["send", str(master)]) == 0
    file = master.parent / "kultur-utskick" / "underlag-2026-08-musik.eml"
    message = mail(file)
    assert message.keys() == ["X-Unsent", "To", "Subject", "MIME-Version", "Content-Type"]
    assert [to.addr_spec for to in message["To"].addresses] == ["dag.osterberg@example.org"]
    assert b"\r\nBcc" not in file.read_bytes()
    assert typed in message.get_body().get_content()


@pytest.mark.parametrize(("one", "other"), [("kul\u00e9", "kule\u0301"), ("kul", "kul-2")])
def test_two_units_whose_files_would_have_one_name_get_one_each(master: Path, one: str, other: str) -> None:
    for unit, id_ in (("teater", one), ("museum", other)):
        change(master, UNITS, unit, "id", id_)
        change(master, RECIPIENTS, unit, "id", id_)
    folder = master.parent / "kultur-utskick"
    folder.mkdir()
    (folder / "underlag-2026-08-kul.xlsx").touch()  # so that kul gets kul-2
    assert main(["send", str(master)]) == 0
    drafts = [mail(file) for file in folder.glob("*.eml")]
    assert {draft["To"].addresses[0].addr_spec for draft in drafts} == set(SENDERS.values())
    sent = {sha256(file.read_bytes()).hexdigest() for file in folder.glob("*.xlsx")}
    register = Archive(master.parent / "kultur-arkiv").all_sent
    assert {row.unit for row in register} >= {one, other}
    assert {row.sha256 for row in register} <= sent
    assert len(set(noted(master, "file"))) == 7


def test_a_unit_without_a_name_is_called_by_its_id_in_one_line(master: Path) -> None:
    change(master, UNITS, "musik", "label", None)
    for layout in (UNITS, RECIPIENTS):
        change(master, layout, "musik", "id", "musik\r\nBcc: evil@example.net")
    assert main(["send", str(master)]) == 0
    [draft] = [mail(file) for file in (master.parent / "kultur-utskick").glob("*musik*.eml")]
    assert draft["Subject"].endswith(": musik Bcc: evil@example.net")
    assert draft["Bcc"] is None


def test_one_unit_is_sent_to_again_and_the_others_stay_as_they_are(master: Path, sent: Path) -> None:
    before = everything(sent)
    rows = [noted(master, key) for key in ("round", "sent", "file")]
    # as after a collection: what the units have answered stands in the committee's workbook
    change(master, LINES, "museum_entre", "actual", Decimal(1111))
    change(master, LINES, "teater_biljetter", "actual", Decimal(4380))
    assert main(["send", str(master), "--unit", "Museum"]) == 0
    after = everything(sent)
    assert sorted(after.keys() - before.keys()) == ["underlag-2026-08-museum-2.eml", "underlag-2026-08-museum-2.xlsx"]
    assert {name: after[name] for name in before} == before
    assert noted(master, "round") == rows[0]
    assert noted(master, "file") == [*rows[2][:1], "underlag-2026-08-museum-2.xlsx", *rows[2][2:]]
    assert [*noted(master, "sent")[:1], *noted(master, "sent")[2:]] == [*rows[1][:1], *rows[1][2:]]
    assert [row.unit for row in Archive(master.parent / "kultur-arkiv").all_sent] == [*NAMES, "museum"]


def test_a_round_can_begin_with_two_units_and_go_on_with_the_rest(master: Path) -> None:
    folder = master.parent / "kultur-utskick"
    assert main(["send", str(master), "--unit", "arkiv", "--unit", "musik"]) == 0
    assert len(list(folder.iterdir())) == 4
    assert [name for name, round_ in zip(NAMES, noted(master, "round"), strict=True) if round_] == ["musik", "arkiv"]
    assert main(["send", str(master)]) == 0
    assert len(list(folder.iterdir())) == 14
    assert len(set(noted(master, "round"))) == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("musem", "Ingen verksamhet på bladet Mottagare har id musem. Menas museum?\n"),
        ("xyz", f"Ingen verksamhet på bladet Mottagare har id xyz. Välj bland {', '.join(NAMES)}.\n"),
    ],
)
def test_a_unit_that_nobody_knows_is_refused_with_the_nearest(
    master: Path, capsys: pytest.CaptureFixture[str], typed: str, said: str
) -> None:
    before = everything(master.parent)
    assert main(["send", str(master), "--unit", "teater", "--unit", typed]) == 2
    assert capsys.readouterr().err.replace("\u00a0", " ") == said
    assert everything(master.parent) == before


def test_the_folder_that_answers_go_to_is_made_and_told(master: Path, capsys: pytest.CaptureFixture[str]) -> None:
    inbox = master.parent / "kultur-inkorg"
    assert main(["send", str(master), "--preview"]) == 0
    assert not inbox.exists()
    capsys.readouterr()
    assert main(["send", str(master)]) == 0
    assert list(inbox.iterdir()) == []
    assert "Lägg svaren i mappen kultur-inkorg." in capsys.readouterr().out


def test_nothing_is_put_where_answers_go_when_something_lies_there(master: Path) -> None:
    inbox = master.parent / "kultur-inkorg"
    inbox.write_text("hennes egen", encoding="utf-8")
    assert main(["send", str(master)]) == 0
    assert inbox.read_text(encoding="utf-8") == "hennes egen"


def test_a_file_of_hers_by_the_same_name_is_not_touched(master: Path) -> None:
    folder = master.parent / "kultur-utskick"
    folder.mkdir()
    (folder / "underlag-2026-08-musik.eml").write_bytes(b"mitt eget")
    main(["send", str(master)])
    assert (folder / "underlag-2026-08-musik.eml").read_bytes() == b"mitt eget"
    assert (folder / "underlag-2026-08-musik-2.xlsx").exists()
    assert not (folder / "underlag-2026-08-musik.xlsx").exists()


def test_another_period_is_another_round(master: Path, sent: Path) -> None:
    assert sent.is_dir()
    change(master, SETTINGS, "period", "value", "2026-12")
    main(["send", str(master)])
    rounds = {row.round[:7] for row in Archive(master.parent / "kultur-arkiv").all_sent}
    assert rounds == {"2026-08", "2026-12"}
    assert all(text.startswith("2026-12-") for text in noted(master, "round"))


def test_undo_takes_the_round_out_of_the_workbook_and_sending_again_goes_on_with_it(master: Path) -> None:
    main(["send", str(master)])
    sent = master.parent / "kultur-utskick"
    before = everything(sent)
    round_id = noted(master, "round")[0]
    assert main(["undo", str(master)]) == 0
    assert noted(master, "round") == [""] * 7
    main(["send", str(master)])
    assert everything(sent) == before
    assert noted(master, "round") == [round_id] * 7


def test_the_preview_names_no_round_that_would_be_another_when_it_is_sent(
    master: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["send", str(master), "--preview"])
    said = capsys.readouterr().out
    assert said.count("→ (ny omgång)\n") == 8
    assert "2026-08-" not in said.replace("underlag-2026-08-", "")


def test_the_preview_of_more_in_a_round_names_it(master: Path, sent: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert sent.is_dir()
    round_id = noted(master, "round")[0]
    change(master, RECIPIENTS, "museum", "round", None)
    capsys.readouterr()
    main(["send", str(master), "--preview"])
    said = capsys.readouterr().out
    assert f"→ {round_id}\n" in said
    assert "ny omgång" not in said


def test_a_last_day_that_has_passed_is_told_and_everything_is_sent(
    master: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(master, RECIPIENTS, "museum", "deadline", Decimal(45910))
    assert main(["send", str(master)]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "Sista dagen för museum har redan passerat (Mottagare!F6: 2025-09-10)." in said
    assert len(list((master.parent / "kultur-utskick").iterdir())) == 14


def test_the_preview_writes_nothing(master: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = everything(master.parent)
    assert main(["send", str(master), "--preview"]) == 0
    said = capsys.readouterr().out
    assert "underlag-2026-08-museum.eml till bo.ekdal@example.org" in said
    assert "Mottagare!I7" in said
    assert everything(master.parent) == before


def test_the_json_names_every_file(master: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["send", str(master), "--json", "--out", str(master.parent / "ut")]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["command"], answer["written"], answer["findings"]) == ("send", 22, [])
    assert answer["files"][1] == {
        "unit": "museum",
        "to": "bo.ekdal@example.org",
        "workbook": "underlag-2026-08-museum.xlsx",
        "draft": "underlag-2026-08-museum.eml",
    }
    assert len(list((master.parent / "ut").iterdir())) == 14


def test_one_wrong_address_stops_everything(master: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(master, RECIPIENTS, "kansli", "address", "Greta")
    before = everything(master.parent)
    assert main(["send", str(master)]) == 1
    said = capsys.readouterr().out
    assert "Mottagare!D11 innehåller 'Greta'" in said
    assert said.endswith("Inget är gjort. Rätta felen på bladet Mottagare och kör om.\n")
    assert everything(master.parent) == before


def test_the_page_shows_what_is_said_of_a_wrong_mottagare(
    master: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    change(master, RECIPIENTS, "museum", "address", "Bo Ekdal")
    change(master, RECIPIENTS, "arkiv", "deadline", None)
    change(master, RECIPIENTS, "musik", "id", "musiken")
    monkeypatch.setenv("COLUMNS", "100")
    assert main(["send", str(master)]) == 1
    lines = [line.rstrip() for line in capsys.readouterr().out.replace("\u00a0", " ").splitlines()]
    assert "\n".join(lines) in PAGE.read_text(encoding="utf-8")


def test_a_folder_that_cannot_be_made_is_told_and_the_workbook_stays(
    master: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = master.read_bytes()
    (master.parent / "kultur-utskick").write_text("a file where the folder should be", encoding="utf-8")
    assert main(["send", str(master)]) == 2
    assert "kultur-utskick" in capsys.readouterr().err
    assert master.read_bytes() == before


def test_nothing_is_made_while_the_workbook_is_open_in_excel(master: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (master.parent / "~$kultur.xlsx").touch()
    before = everything(master.parent)
    assert main(["send", str(master)]) == 2
    assert "kultur.xlsx" in capsys.readouterr().err
    assert everything(master.parent) == before


def test_a_workbook_of_a_unit_cannot_be_sent_from(sent: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["send", str(sent / "underlag-2026-08-arkiv.xlsx")]) == 2
    assert "tblMottagare" in capsys.readouterr().err


KILLED = """
import os, sys
left = [int(sys.argv[2])]
def counted(real):
    def act(*arguments, **named):
        if left[0] == 0:
            os._exit(9)
        left[0] -= 1
        return real(*arguments, **named)
    return act
os.replace, os.rename, os.link = map(counted, (os.replace, os.rename, os.link))
from runxl.cli import main
sys.exit(main(["send", sys.argv[1]]))
"""


def test_a_kill_between_any_two_files_is_repaired_by_running_again(master: Path, tmp_path: Path) -> None:
    for name in NAMES[2:]:
        book = runxl.open(master)
        rows = read_workbook(book.read()).tables[RECIPIENTS.name]
        row = rows.find(name)
        assert row is not None
        table = book.read().tables[RECIPIENTS.name]
        book.apply(
            Plan(
                tuple(
                    Edit(Address(table.sheet, row.number, c), Content())
                    for c in range(table.block.left, table.block.right + 1)
                )
            )
        )
        book.save()
    for moment in range(40):
        folder = tmp_path / str(moment)
        folder.mkdir()
        copy = Path(shutil.copy(master, folder / "kultur.xlsx"))
        command = [sys.executable, "-c", KILLED, str(copy)]
        environment = {**os.environ, "RUNXL_STATE": str(folder / "state")}
        ended = subprocess.run([*command, str(moment)], env=environment, check=False, capture_output=True).returncode
        archive = Archive(folder / "kultur-arkiv")
        assert all(archive.bytes_of(row) for row in archive.all_sent)
        runxl.open(copy).read()
        if ended != 9:
            break
        assert main(["send", str(copy)]) == 0
        assert sorted(path.name for path in (folder / "kultur-utskick").iterdir()) == [
            "underlag-2026-08-museum.eml",
            "underlag-2026-08-museum.xlsx",
            "underlag-2026-08-teater.eml",
            "underlag-2026-08-teater.xlsx",
        ]
        assert len(Archive(folder / "kultur-arkiv").all_sent) == 2
        assert noted(copy, "round") == [Archive(folder / "kultur-arkiv").all_sent[0].round] * 2
    assert moment > 7
