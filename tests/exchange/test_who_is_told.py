"""Who is told what in a round by mail: the controller in Anmärkning, the unit in a draft that it understands."""

from __future__ import annotations

from contextlib import nullcontext
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest

from runxl.cli import main
from runxl.grid import Address, Content, Edit, Plan
from runxl.layout import ACTIONS, LINES, MEASURES, RECIPIENTS
from tests.exchange.mailbox.files import eml
from tests.exchange.mailed import edited
from tests.exchange.postal import (
    NUMBER,
    PERSONNEL,
    SENDERS,
    FirstOfSeptember,
    Post,
    content,
    everything,
    filled,
    sent_round,
)
from tests.exchange.sheets import exported

if TYPE_CHECKING:
    from pathlib import Path

    from runxl.grid import Snapshot
    from tests.exchange.postal import Where

TICKETS, PRODUCTION = (LINES, "teater_biljetter", "actual"), (LINES, "teater_produktion", "actual")
ARCHIVE_SAYS = {"From": SENDERS["arkiv"], "Date": "Tue, 08 Sep 2026 10:00:00 +0000"}


@pytest.fixture
def post(tmp_path: Path) -> Post:
    return sent_round(tmp_path)


def letter(post: Post, name: str) -> str:
    """Return what a draft says, on lines as they were meant."""
    mail = message_from_bytes((post.answers / f"{name}.eml").read_bytes(), policy=default)
    assert isinstance(mail, EmailMessage)
    body = mail.get_body()
    assert body is not None
    return str(body.get_content()).replace("\N{NO-BREAK SPACE}", " ").replace("\r\n", "\n")


def tampered(post: Post, unit: str) -> bytes:
    """Return a unit's workbook with another target, which is locked."""
    return filled(post.sent(unit), {(MEASURES, "M01", "target"): "10"})


def test_a_unit_of_which_only_unreadable_files_came_is_missing_with_a_remark(post: Post) -> None:
    post.put("arkiv.eml", eml(("underlag.ods", b"PK"), ("foto.jpg", b"\xff\xd8\xff"), **ARCHIVE_SAYS))
    post.collect()
    row = post.status("arkiv")
    assert row["status"] == "saknas"
    first, second = str(row["remark"]).splitlines()
    assert first == "Avvisat: arkiv.eml » foto.jpg är ingen arbetsbok och lästes inte."
    assert second.startswith("Avvisat: arkiv.eml » underlag.ods är ett OpenDocument-kalkylblad")


def test_a_refused_file_says_whose_it_is_where_its_sender_is_known(post: Post) -> None:
    post.put("arkiv.eml", eml(("foto.jpg", b"\xff\xd8\xff"), **ARCHIVE_SAYS))
    post.put("annat.eml", eml(("foto.jpg", b"\xff\xd8\xff"), **{**ARCHIVE_SAYS, "From": "okänd@example.org"}))
    post.collect()
    assert [(row["unit"], row["status"]) for row in post.unused()] == [(None, "avvisad"), ("arkiv", "avvisad")]


def test_the_reminder_says_what_could_not_be_read_and_what_to_do(post: Post) -> None:
    post.put("arkiv.eml", eml(("underlag.ods", b"PK"), ("foto.jpg", b"\xff\xd8\xff"), **ARCHIVE_SAYS))
    post.collect()
    said = letter(post, "paminnelse-arkiv")
    assert "Det här har kommit från er, men går inte att läsa:\n\n- foto.jpg är ingen arbetsbok.\n" in said
    assert "\n- underlag.ods är inte sparad som Excel-arbetsbok (.xlsx). Spara den som det, eller" in said
    assert "har inte kommit" not in said


def test_one_who_has_sent_nothing_is_reminded_as_before(post: Post) -> None:
    post.put("arkiv.eml", eml(("foto.jpg", b"\xff\xd8\xff"), **ARCHIVE_SAYS))
    post.collect()
    said = letter(post, "paminnelse-kansli")
    assert "har inte kommit" in said
    assert "går inte att läsa" not in said


def test_a_newer_file_that_is_refused_is_told_on_the_row_of_its_unit(post: Post) -> None:
    post.mail(post.answered(), hour=9)
    post.mail(tampered(post, "teater"), hour=11)
    post.collect()
    row = post.status()
    assert row["status"] == "klar"
    assert str(row["remark"]).startswith(
        "En nyare fil är avvisad: teater-11.eml » underlag-2026-08-teater.xlsx: Mått!I5 innehåller '10'."
    )


def test_a_unit_whose_newer_file_is_refused_gets_a_letter_about_that(post: Post) -> None:
    post.mail(post.answered(), hour=9)
    post.mail(tampered(post, "teater"), hour=11)
    post.collect()
    said = letter(post, "avvisat-teater")
    assert "underlag-2026-08-teater.xlsx: i Mått!I5 står '10'" in said
    assert "Det som ni har skickat tidigare" in said


def test_what_is_older_than_the_file_that_holds_is_no_newer_file(post: Post) -> None:
    post.mail(tampered(post, "teater"), hour=8)
    post.mail(post.answered(), hour=9)
    post.collect()
    assert post.status()["remark"] is None
    assert not (post.answers / "avvisat-teater.eml").exists()
    assert [row["unit"] for row in post.unused()] == ["teater"]


def test_what_came_in_the_same_mail_as_the_file_that_holds_is_no_newer_file(post: Post) -> None:
    headers = {"From": SENDERS["teater"], "Date": "Tue, 08 Sep 2026 09:00:00 +0000"}
    post.put("t.eml", eml(("t.xlsx", post.answered()), ("kvitto.pdf", b"%PDF-1.4"), **headers))
    post.collect()
    assert post.status()["remark"] is None


def test_collected_again_the_remark_is_the_same(post: Post) -> None:
    post.mail(post.answered(), hour=9)
    post.mail(tampered(post, "teater"), hour=11)
    post.collect()
    before = post.master.read_bytes()
    post.collect()
    assert post.master.read_bytes() == before


def test_when_a_file_comes_that_can_be_read_the_remark_and_the_letter_go(post: Post) -> None:
    post.mail(post.answered(-1), hour=9)
    post.mail(tampered(post, "teater"), hour=11)
    post.collect()
    post.mail(post.answered(), hour=12)
    post.collect()
    assert post.status()["remark"] is None
    assert not (post.answers / "avvisat-teater.eml").exists()


def test_a_later_mail_without_a_file_is_remarked_but_asks_for_no_letter(post: Post) -> None:
    post.mail(post.answered(), hour=9)
    post.put("tack.eml", eml(From=SENDERS["teater"], Date="Tue, 08 Sep 2026 11:00:00 +0000"))
    post.collect()
    assert "tack.eml" in str(post.status()["remark"])
    assert not (post.answers / "avvisat-teater.eml").exists()


def test_an_address_of_two_units_tells_of_neither(post: Post) -> None:
    post.type({(RECIPIENTS, "musik", "address"): SENDERS["arkiv"]})
    post.put("arkiv.eml", eml(("foto.jpg", b"\xff\xd8\xff"), **ARCHIVE_SAYS))
    post.collect()
    assert [row["unit"] for row in post.unused()] == [None]


def test_a_cell_that_was_not_taken_over_is_named_with_what_stands_there(post: Post) -> None:
    post.mail(filled(post.answered(), {PERSONNEL: "ca 12 000"}))
    post.collect()
    assert post.status()["remark"] == "Ej övertaget ur filen: Rader!F7 ('ca 12 000')."


def test_whatever_the_reason_a_cell_was_not_taken_over_it_is_named(post: Post) -> None:
    cells = {PERSONNEL: "ca 12 000", TICKETS: "4,350", PRODUCTION: Content(None, "1/0")}
    post.mail(filled(post.sent(), cells))
    post.collect()
    assert post.status()["remark"] == (
        "Ej övertaget ur filen, 3 celler: Rader!F5 ('4,350'), Rader!F7 ('ca 12 000'), Rader!F8 ('=1/0')."
    )


def test_of_many_cells_that_were_not_taken_over_the_first_are_named(post: Post) -> None:
    rows = ("teater_biljetter", "teater_statsbidrag", "teater_personal", "teater_produktion")
    keys = ("actual", "full_year_forecast")
    post.mail(filled(post.sent(), {(LINES, row, key): "vet ej" for row in rows for key in keys}))
    post.collect()
    assert post.status()["remark"] == (
        "Ej övertaget ur filen, 8 celler: Rader!F5, Rader!J5, Rader!F6, Rader!J6, Rader!F7, Rader!J7, …."
    )


def test_a_column_that_did_not_come_back_is_told(post: Post) -> None:
    without = exported(post.answered(), headers=lambda header: "Skäl" if header == "Orsak" else header)
    post.mail(without)
    post.collect()
    assert "Kolumnen Orsak i tabellen tblVerksamhet" in str(post.status()["remark"])


def test_a_text_that_was_read_as_a_number_is_told_with_both(post: Post) -> None:
    post.mail(filled(post.sent(), {PERSONNEL: "-12100,50"}))
    post.collect()
    remark = str(post.status()["remark"]).replace("\N{NO-BREAK SPACE}", " ")
    assert remark == "Text är läst som tal i filens Rader!F7: '-12100,50' → −12 100,5."


def test_of_several_texts_read_as_numbers_the_cells_are_told(post: Post) -> None:
    post.mail(filled(post.sent(), {PERSONNEL: "-12100", TICKETS: "4351"}))
    post.collect()
    assert post.status()["remark"] == "Text är läst som tal i 2 celler i filen: Rader!F5, Rader!F7."


def test_a_file_that_was_taken_over_and_then_replaced_says_which_one_holds(post: Post) -> None:
    post.mail(filled(post.answered(), {PERSONNEL: "ca 12 000"}), hour=9)
    post.collect()
    post.mail(post.answered(), hour=10)
    post.collect()
    [older] = post.unused()
    assert (older["status"], older["remark"]) == (
        "äldre",
        "En nyare fil gäller: teater-10.eml » underlag-2026-08-teater.xlsx.",
    )
    assert older["errors"] is None


def test_every_older_file_is_named_in_the_terminal_too(post: Post, capsys: pytest.CaptureFixture[str]) -> None:
    for hour in (9, 10, 11):
        post.mail(post.answered(-12000 - hour), hour=hour)
        post.collect()
    capsys.readouterr()
    post.collect()
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert [line.split()[2] for line in lines if line.startswith("äldre teater")] == ["teater-09.eml", "teater-10.eml"]


def test_an_older_file_names_the_one_that_holds_now_also_when_its_mail_is_gone(post: Post) -> None:
    post.mail(post.answered(-1), hour=8)
    post.mail(post.answered(-2), hour=9)
    post.collect()
    post.empty()
    post.mail(post.answered(), hour=10)
    post.collect()
    holds = "En nyare fil gäller: teater-10.eml » underlag-2026-08-teater.xlsx."
    assert [row["remark"] for row in post.unused()] == [holds, holds]


def test_a_file_as_it_was_sent_that_came_after_the_answer_says_so(post: Post) -> None:
    post.mail(post.answered(), hour=9)
    post.mail(post.sent(), hour=10)
    post.collect()
    [untouched] = post.unused()
    assert str(untouched["remark"]).startswith("Filen är som den skickades ut. Svaret gäller: teater-09.eml »")


def test_what_came_before_the_round_was_sent_is_about_something_else(post: Post) -> None:
    earlier = {**ARCHIVE_SAYS, "Date": "Sat, 29 Aug 2026 10:00:00 +0000"}
    post.put("arkiv.eml", eml(("foto.jpg", b"\xff\xd8\xff"), **earlier))
    post.collect()
    assert post.status("arkiv")["remark"] is None
    assert "har inte kommit" in letter(post, "paminnelse-arkiv")


def test_where_there_are_only_warnings_the_letter_asks_for_no_new_file(post: Post) -> None:
    post.mail(filled(post.sent(), {(ACTIONS, "teater-1", "responsible"): None}))
    post.collect()
    assert post.status()["status"] == "klar"
    said = letter(post, "svar-teater")
    assert "- Åtgärden teater-1 saknar Ansvarig." in said
    assert "Ni behöver inte skicka det igen." in said
    assert "mejla den igen" not in said


def test_where_there_are_errors_the_letter_asks_for_a_new_file(post: Post) -> None:
    post.mail(filled(post.sent(), {(ACTIONS, "teater-1", "responsible"): None, PERSONNEL: "ca 12 000"}))
    post.collect()
    assert "Rätta i filen, spara den och mejla den igen." in letter(post, "svar-teater")


def with_action(post: Post, **values: object) -> bytes:
    """Return the theatre's workbook with these cells on the first blank row of Åtgärder."""

    def change(snapshot: Snapshot) -> Plan:
        table = snapshot.tables[ACTIONS.name]
        row = table.body[1]
        places = {key: Address(table.sheet, row, table.column(ACTIONS.header(key))) for key in values}
        return Plan(tuple(Edit(places[key], content(value)) for key, value in values.items()))

    return edited(post.answered(), change)


def test_an_action_without_an_id_is_named_by_its_row(post: Post) -> None:
    post.mail(with_action(post, action="Kortare turné", effect=20))
    post.collect()
    assert "- Åtgärden på rad 6 saknar Orsak, Ansvarig, Klart, Status, Beslut." in letter(post, "svar-teater")


def test_a_unit_is_not_asked_what_its_own_action_is_about(post: Post) -> None:
    post.mail(with_action(post, action="Kortare turné", effect=20))
    post.collect()
    assert post.status()["errors"] == 0
    assert "Åtgärder!C6" not in letter(post, "svar-teater")


def test_a_word_that_is_no_choice_is_told_with_the_choices(post: Post) -> None:
    post.mail(filled(post.sent(), {(ACTIONS, "teater-1", "status"): "på gång"}))
    post.collect()
    said = letter(post, "svar-teater")
    assert "'på gång', som inte kan stå i kolumnen Status. Cellen är inte övertagen. Skriv något av: " in said
    assert "ej påbörjad" in said


@pytest.mark.parametrize(
    ("where", "says", "asked"),
    [
        (PERSONNEL, "ca 12 000", "Skriv bara talet."),
        ((MEASURES, "M01", "outcome"), "ungefär lika", "Skriv bara talet, eller talet med sin enhet: 80 %."),
        ((ACTIONS, "teater-1", "due"), "i höst", "Skriv ett datum: 2026-11-30."),
    ],
)
def test_it_is_told_what_a_cell_is_to_hold(post: Post, where: Where, says: str, asked: str) -> None:
    post.mail(filled(post.sent(), {where: says}))
    post.collect()
    assert f"Cellen är inte övertagen. {asked}" in letter(post, "svar-teater")


def test_a_unit_is_not_asked_about_what_is_locked_in_its_workbook(post: Post) -> None:
    # its target cannot be read, and is the controller's to put right
    with patch("runxl.mailing.datetime", FirstOfSeptember):
        post.type({(MEASURES, "M01", "target"): "bra"})
        main(["send", str(post.master)])
    post.mail(filled(post.sent(number="-2"), {PERSONNEL: NUMBER}))
    post.collect()
    assert post.status()["errors"] == 0
    assert not (post.answers / "svar-teater.eml").exists()


def drafts(told: str) -> str:
    """Return what is said of the drafts."""
    return next(line for line in told.splitlines() if "mejlutkast" in line)


def test_all_drafts_that_hold_are_counted_and_the_new_ones_named(
    post: Post, capsys: pytest.CaptureFixture[str]
) -> None:
    post.mail(filled(post.answered(), {PERSONNEL: "ca 12 000"}))
    post.collect()
    assert drafts(capsys.readouterr().out) == (
        "7 mejlutkast i mappen kultur-svar. Nya: svar-teater.eml, paminnelse-museum.eml, paminnelse-bibliotek.eml, "
        "paminnelse-musik.eml, paminnelse-arkiv.eml, paminnelse-folkhogskola.eml, …. Läs igenom dem och skicka dem."
    )
    # the theatre's file is not looked into again, and its draft holds still
    post.put("arkiv.eml", eml(("foto.jpg", b"\xff\xd8\xff"), **ARCHIVE_SAYS))
    post.collect()
    assert drafts(capsys.readouterr().out) == (
        "7 mejlutkast i mappen kultur-svar. Nytt: paminnelse-arkiv.eml. Läs igenom det och skicka det."
    )


def test_where_no_draft_is_new_that_is_said_and_none_is_written(post: Post, capsys: pytest.CaptureFixture[str]) -> None:
    post.collect()
    written = {file: file.stat().st_ino for file in post.answers.iterdir()}
    capsys.readouterr()
    post.collect()
    assert drafts(capsys.readouterr().out) == "7 mejlutkast i mappen kultur-svar. Inget är nytt."
    assert {file: file.stat().st_ino for file in post.answers.iterdir()} == written


def test_a_preview_counts_the_drafts_that_would_lie_there(post: Post, capsys: pytest.CaptureFixture[str]) -> None:
    post.mail(filled(post.answered(), {PERSONNEL: "ca 12 000"}))
    post.collect()
    capsys.readouterr()
    post.collect("--preview")
    assert drafts(capsys.readouterr().out) == "7 mejlutkast skulle ligga i mappen kultur-svar."


def test_where_the_master_is_changed_while_it_is_collected_the_drafts_stay(
    post: Post, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    post.collect()
    before = everything(post.answers)
    post.mail(post.answered())
    capsys.readouterr()
    # the controller saves it in Excel while the last file is read
    saving = nullcontext(lambda _done, _of: post.type({TICKETS: 4365}))
    monkeypatch.setattr("runxl.mailing.progress", lambda: saving)
    assert post.collect() == 2
    assert "kultur.xlsx har ändrats" in capsys.readouterr().err
    assert everything(post.answers) == before
