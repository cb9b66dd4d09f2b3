"""A master that was renamed, moved or copied, and an archive that is not where it should be."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from runxl.cli import main
from runxl.exchange.archive import Archive
from runxl.layout import SETTINGS
from runxl.pressing import WRONG
from tests.exchange.postal import NUMBER, PERSONNEL, SENT_NUMBER, Post, everything, sent_round

if TYPE_CHECKING:
    from pathlib import Path

COLLECT, SEND = "collect", "send"


@pytest.fixture
def post(tmp_path: Path) -> Post:
    """Return a round that the theatre has answered."""
    sent = sent_round(tmp_path)
    sent.mail(sent.answered())
    return sent


def round_of(post: Post) -> str:
    return Archive(post.folder / "kultur-arkiv").all_sent[0].round


def press(command: str, master: Path | str, post: Post) -> int:
    return main([command, str(master), *([str(post.inbox)] if command == COLLECT else [])])


@pytest.mark.parametrize("command", [COLLECT, SEND])
def test_a_renamed_master_is_told_which_folder_is_its_archive(
    post: Post, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    renamed = post.master.rename(post.folder / "kultur2.xlsx")
    before = everything(post.folder)
    assert press(command, renamed, post) == 2
    assert capsys.readouterr().err == (
        f"Mappen {post.folder}/kultur2-arkiv saknas. Omgången {round_of(post)} finns i mappen kultur-arkiv: döp om den "
        "till kultur2-arkiv, eller döp tillbaka arbetsboken. Är arbetsboken en kopia, kopiera mappen till "
        "kultur2-arkiv.\n"
    )
    assert everything(post.folder) == before


@pytest.mark.parametrize("command", [COLLECT, SEND])
def test_a_moved_master_is_told_which_folder_it_needs(
    post: Post, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (post.folder / "nämnd").mkdir()
    moved = post.master.rename(post.folder / "nämnd" / "kultur.xlsx")
    before = everything(post.folder)
    assert press(command, moved, post) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"Mappen {post.folder}/nämnd/kultur-arkiv saknas. Den har det som skickades i omgången")
    assert everything(post.folder) == before


def test_with_the_folder_renamed_too_the_answer_is_compared_with_what_was_sent(post: Post) -> None:
    renamed = post.master.rename(post.folder / "kultur2.xlsx")
    (post.folder / "kultur-arkiv").rename(post.folder / "kultur2-arkiv")
    assert press(COLLECT, renamed, post) < WRONG
    renamed.rename(post.master)
    assert (post.stands(PERSONNEL), post.waiting()) == (NUMBER, [])


def test_a_copy_with_a_copy_of_the_folder_collects_and_sends_in_the_same_round(post: Post) -> None:
    copy = shutil.copy(post.master, post.folder / "kopia.xlsx")
    shutil.copytree(post.folder / "kultur-arkiv", post.folder / "kopia-arkiv")
    assert press(COLLECT, copy, post) < WRONG
    assert press(SEND, copy, post) == 0
    assert {sent.round for sent in Archive(post.folder / "kopia-arkiv").all_sent} == {round_of(post)}


@pytest.mark.parametrize("command", [COLLECT, SEND])
def test_the_archive_of_another_workbook_is_not_taken_for_its_own(
    post: Post, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (other := post.folder / "annat").mkdir()
    sent_round(other)
    rows = Archive(other / "kultur-arkiv").all_sent
    strange = Archive(other / "fritid-arkiv")
    strange.add([(rows[0]._replace(round="2026-08-5b2e0d77", workbook_id="1f3a9c20-11", sha256="0" * 64), b"")])
    moved = shutil.copy(post.master, other / "fritid.xlsx")
    before = everything(other)
    assert press(command, moved, post) == 2
    assert capsys.readouterr().err == (
        f"Mappen {other}/fritid-arkiv har inget av omgången {round_of(post)}, som arbetsboken är i. Omgången finns i "
        "mappen kultur-arkiv. Ge arbetsboken det namn den hade, eller ge kultur-arkiv namnet fritid-arkiv i stället "
        "för mappen som har det.\n"
    )
    assert everything(other) == before


@pytest.mark.parametrize("command", [COLLECT, SEND])
def test_an_archive_whose_register_is_gone_is_no_archive(
    post: Post, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (post.folder / "kultur-arkiv" / "utskick" / "register.json").unlink()
    before = everything(post.folder)
    assert press(command, post.master, post) == 2
    assert "har inget av omgången" in capsys.readouterr().err
    assert everything(post.folder) == before


def test_an_empty_folder_says_that_the_archive_is_gone_and_answers_are_compared_with_the_master_alone(
    post: Post,
) -> None:
    shutil.rmtree(post.folder / "kultur-arkiv")
    (post.folder / "kultur-arkiv").mkdir()
    assert post.collect() == 0
    assert post.collect() == 0
    assert post.stands(PERSONNEL) == SENT_NUMBER
    assert post.waiting() == [("värde", "teater_personal", "actual", None, NUMBER, SENT_NUMBER)]
    assert "Den utskickade filen finns inte i arkivet" in str(post.status()["remark"])


def test_what_is_sent_after_the_archive_is_gone_is_a_new_round(post: Post) -> None:
    before = round_of(post)
    shutil.rmtree(post.folder / "kultur-arkiv")
    (post.folder / "kultur-arkiv").mkdir()
    assert press(SEND, post.master, post) == 0
    after = round_of(post)
    assert after != before
    assert post.collect() == 0
    [refused] = post.unused()
    assert before in str(refused["remark"])


def test_a_lost_file_of_a_known_round_stops_nothing(post: Post) -> None:
    for file in (post.folder / "kultur-arkiv" / "utskick").glob("*/teater-*.xlsx"):
        file.unlink()
    assert post.collect() == 0
    assert len(post.waiting()) == 1


def begin_december(post: Post) -> None:
    post.type({(SETTINGS, "period", "value"): "2026-12"})


def test_when_the_archive_of_an_ended_round_is_purged_the_next_round_is_sent_as_ever(post: Post) -> None:
    shutil.rmtree(post.folder / "kultur-arkiv")
    begin_december(post)
    assert main(["run", str(post.master)]) == 0
    assert main(["send", str(post.master)]) == 0
    assert round_of(post).startswith("2026-12-")
    assert main(["merge", str(post.master)]) == 0


def test_after_the_purge_nothing_is_collected_until_the_next_round_is_sent(
    post: Post, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(post.folder / "kultur-arkiv")
    begin_december(post)
    assert post.collect() == 2
    assert capsys.readouterr().err == (
        "Inget är skickat från den här arbetsboken för perioden 2026-12. Tryck först på Skicka ut, eller kör runxl "
        "send.\n"
    )


def test_a_damaged_archive_beside_it_hides_no_other(post: Post, capsys: pytest.CaptureFixture[str]) -> None:
    (post.folder / "a-arkiv" / "utskick").mkdir(parents=True)
    (post.folder / "a-arkiv" / "utskick" / "register.json").write_bytes(b"[")
    (post.folder / "b-arkiv").write_bytes(b"")
    renamed = post.master.rename(post.folder / "kultur2.xlsx")
    assert press(COLLECT, renamed, post) == 2
    assert "finns i mappen kultur-arkiv" in capsys.readouterr().err
