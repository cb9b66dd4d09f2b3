"""What a controller meets who types `runxl collect`: how far everybody has come, a preview, and JSON for scripts."""

from __future__ import annotations

import email.policy
import json
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from runxl.cli import main
from runxl.collected_told import foreseen_told
from runxl.commands.foreseen import Foreseen, Taken
from runxl.layout import LINES, SETTINGS, UNITS
from tests.exchange.acts import with_row, without_row
from tests.exchange.mailed import edited
from tests.exchange.postal import NAMES, PERSONNEL, Post, everything, filled, sent_round
from tests.exchange.sheets import exported

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

COMMENT = (UNITS, "teater", "comment")


@pytest.fixture
def post(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Post:
    """Return a round in which the theatre asks about one number, the museum has two new ones, and a photo came."""
    monkeypatch.setenv("COLUMNS", "100")
    post = sent_round(tmp_path / "omgång")
    post.mail(post.answered(), "teater")
    post.type({PERSONNEL: -12075})
    post.mail(museum(post, {"actual": -9000, "full_year_forecast": -14000}), "museum")
    post.put("foto.jpg", b"\xff\xd8\xff")
    return post


def museum(post: Post, numbers: dict[str, object]) -> bytes:
    return filled(post.sent("museum"), {(LINES, "museum_personal", key): value for key, value in numbers.items()})


def told(post: Post, capsys: pytest.CaptureFixture[str], *options: str) -> str:
    capsys.readouterr()
    assert post.collect(*options) in (0, 1)
    # as one reads it: no-break spaces are spaces
    return capsys.readouterr().out.replace("\xa0", " ")


def test_a_preview_says_how_far_each_unit_would_be(post: Post, capsys: pytest.CaptureFixture[str]) -> None:
    lines = told(post, capsys, "--preview").splitlines()
    assert lines[:3] == [
        "inlämnad  teater        teater-09.eml » underlag-2026-08-teater.xlsx.",
        "klar      museum        museum-09.eml » underlag-2026-08-museum.xlsx.",
        "saknas    bibliotek",
    ]
    assert "avvisad                 foto.jpg är ingen arbetsbok och lästes inte." in lines


def test_a_preview_shows_what_would_be_taken_over_and_asked(post: Post, capsys: pytest.CaptureFixture[str]) -> None:
    said = told(post, capsys, "--preview")
    assert (
        "\n2 celler förs in i mastern:\n"
        "  museum\n"
        "    Rader!F12 (museum_personal, Utfall): −8 380 → −9 000\n"
        "    Rader!J12 (museum_personal, Årsprognos): −12 600 → −14 000\n"
        "1 fråga till Konflikter:\n"
        "  teater\n"
        "    teater_personal, Utfall: skickat −12 050, deras −12 100, vårt −12 075\n"
    ) in said


def test_a_preview_leaves_out_the_cells_that_runxl_writes_itself(
    post: Post, capsys: pytest.CaptureFixture[str]
) -> None:
    said = told(post, capsys, "--preview")
    assert not [sheet for sheet in ("Inlämningar!", "Konflikter!", "Logg!", "Fynd!") if sheet in said]
    assert len(said.splitlines()) < 40


def test_a_preview_writes_nothing(post: Post, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = everything(tmp_path)
    said = told(post, capsys, "--preview")
    assert said.endswith("mejlutkast skulle ligga i mappen kultur-svar.\nFörhandsvisning: inget är skrivet.\n")
    assert everything(tmp_path) == before
    assert not (post.folder / "kultur-svar").exists()


def test_what_was_previewed_is_what_is_taken_over(post: Post) -> None:
    post.collect("--preview")
    post.collect()
    assert post.stands((LINES, "museum_personal", "actual")) == -9000
    assert post.stands(PERSONNEL) == -12075
    assert [row[1] for row in post.waiting()] == ["teater_personal"]


def test_a_preview_of_what_is_in_the_master_already_brings_nothing(
    post: Post, capsys: pytest.CaptureFixture[str]
) -> None:
    post.collect()
    said = told(post, capsys, "--preview")
    assert "förs in" not in said
    assert "till Konflikter" not in said
    assert "Att välja i Konflikter: 1." in said


def test_rows_that_were_removed_or_added_are_questions(post: Post, capsys: pytest.CaptureFixture[str]) -> None:
    shorter = edited(post.answered(), without_row)
    post.mail(edited(shorter, with_row(id="gastspel", unit="teater", label="Gästspel", actual=75)), hour=10)
    said = told(post, capsys, "--preview")
    assert "4 frågor till Konflikter:\n  teater\n" in said
    assert "    Ny rad teater-gastspel, Rad: Gästspel\n    Ny rad teater-gastspel, Utfall: 75\n" in said
    assert "    Borttagen rad teater_produktion: Produktion och turné; kostnad; -6520; -6600; -9850; -9900; …\n" in said


def test_a_long_text_is_shown_by_how_it_begins(post: Post, capsys: pytest.CaptureFixture[str]) -> None:
    comment = "Turnén blev dyrare än vi trodde, och publiken kom ändå inte som vi räknat med."
    post.mail(filled(post.sent(), {COMMENT: comment}), hour=10)
    said = told(post, capsys, "--preview")
    assert "(teater, Kommentar): (tom) → Turnén blev dyrare än vi trodde, och publiken kom" in said
    assert "ändå …\n" in said


def taken(unit: str, count: int) -> list[Taken]:
    return [Taken(unit, f"Rader!F{row}", f"{unit}-{row}", "Utfall", Decimal(1), Decimal(2)) for row in range(count)]


def foreseen(*brought: Sequence[Taken]) -> list[str]:
    return foreseen_told(Foreseen(tuple(one for each in brought for one in each)), 80).splitlines()


def test_of_many_cells_of_a_unit_the_first_are_shown() -> None:
    assert foreseen(taken("teater", 11), taken("museum", 1)) == [
        "12 celler förs in i mastern:",
        "  teater",
        *(f"    Rader!F{row} (teater-{row}, Utfall): 1 → 2" for row in range(8)),
        "    och 3 till",
        "  museum",
        "    Rader!F0 (museum-0, Utfall): 1 → 2",
    ]


def test_of_many_units_the_first_are_shown() -> None:
    lines = foreseen(*(taken(f"enhet-{number}", 1) for number in range(500)))
    assert lines[0] == "500 celler förs in i mastern:"
    assert lines[-2:] == ["    Rader!F0 (enhet-19-0, Utfall): 1 → 2", "och 480 verksamheter till"]


def test_a_script_gets_every_unit_and_every_file(post: Post, capsys: pytest.CaptureFixture[str]) -> None:
    post.collect("--json")
    answer = json.loads(capsys.readouterr().out)
    assert answer["command"] == "collect"
    assert answer["written"] > 2
    assert [unit["unit"] for unit in answer["units"]] == list(NAMES)
    theatre, museum_, *missing = answer["units"]
    assert (theatre["status"], theatre["conflicts"], theatre["taken"]) == ("inlämnad", 1, 0)
    assert (museum_["status"], museum_["conflicts"], museum_["taken"], museum_["errors"]) == ("klar", 0, 2, 0)
    assert museum_["sender"] == "bo.ekdal@example.org"
    assert missing[0] == {"unit": "bibliotek", "status": "saknas", "conflicts": 0}
    assert [(file["status"], file["file"]) for file in answer["unused"]] == [("avvisad", "foto.jpg")]
    assert answer["summary"]["units"] == {"klar": 1, "inlämnad": 1, "med fel": 0, "saknas": 5, "försenad": 0}


def test_a_script_that_previews_gets_the_same_and_nothing_is_written(
    post: Post, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = everything(tmp_path)
    post.collect("--preview", "--json")
    previewed = json.loads(capsys.readouterr().out)
    assert everything(tmp_path) == before
    post.collect("--json")
    collected = json.loads(capsys.readouterr().out)
    assert previewed == {**collected, "written": 0}


def test_an_answer_that_cannot_be_checked_is_taken_over_and_told_as_unchecked(post: Post) -> None:
    data = filled(museum(post, {"actual": -9100}), {(SETTINGS, "period", "value"): None})
    without_causes = exported(data, headers=lambda header: "Skäl" if header == "Orsak" else header)
    post.mail(without_causes, "museum", hour=10)
    assert post.collect() == 1
    assert post.stands((LINES, "museum_personal", "actual")) == -9100
    row = post.status("museum")
    assert (row["status"], row["errors"]) == ("med fel", 1)
    assert "Underlaget kunde inte kontrolleras: Inställningar!D6 är tom." in str(row["remark"])
    draft = email.message_from_bytes((post.answers / "svar-museum.eml").read_bytes(), policy=email.policy.default)
    body = draft.get_body()
    assert body is not None
    assert "- Underlaget kunde inte kontrolleras: Inställningar!D6" in body.get_content()


def test_an_untouched_file_waits_for_somebody_to_ask_until_the_answer_comes(post: Post) -> None:
    post.empty()
    post.mail(post.sent("museum"), "museum", hour=8)
    for _ in range(2):
        post.collect()
        row = post.status("museum")
        assert (row["status"], row["conflicts"]) == ("inlämnad", 0)
        assert "inget är ifyllt. Fråga om det är svaret." in str(row["remark"])
    post.mail(museum(post, {"actual": -9000}), "museum", hour=7)
    post.collect()
    assert (post.status("museum")["status"], post.status("museum")["remark"]) == ("klar", None)
    post.mail(post.sent("museum"), "museum", hour=12)
    post.collect()
    assert (post.status("museum")["status"], post.status("museum")["taken"]) == ("klar", 1)


def test_before_the_first_answer_there_are_reminders_without_an_inbox(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    post = sent_round(tmp_path)
    capsys.readouterr()
    assert main(["collect", str(post.master)]) == 0
    assert capsys.readouterr().out.startswith("Mappen kultur-inkorg finns inte än, så inget har kommit. ")
    assert len(list(post.answers.glob("paminnelse-*.eml"))) == len(NAMES)


def test_a_folder_that_somebody_names_must_be_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    post = sent_round(tmp_path)
    assert main(["collect", str(post.master), str(tmp_path / "inkrog")]) == 2
    assert "Det finns ingen mapp" in capsys.readouterr().err
    assert not post.answers.exists()


def test_a_file_is_no_inbox(tmp_path: Path) -> None:
    post = sent_round(tmp_path)
    (tmp_path / "kultur-inkorg").write_bytes(b"")
    assert main(["collect", str(post.master)]) == 2


@pytest.mark.parametrize("folder", ["kultur-utskick", "kultur-svar", "kultur-arkiv/utskick", "."])
def test_what_runxl_has_written_is_not_taken_for_answers(
    folder: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    post = sent_round(tmp_path)
    post.collect()
    before = everything(tmp_path)
    assert main(["collect", str(post.master), str(tmp_path / folder)]) == 2
    assert "egen mapp" in capsys.readouterr().err
    assert everything(tmp_path) == before
