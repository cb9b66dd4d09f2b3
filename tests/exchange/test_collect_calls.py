"""What one is told who types `runxl collect` for the first time, and gets a name, a folder or a file wrong."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from runxl.cli import main
from tests.exchange.postal import Post, everything, sent_round

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def post(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Post:
    post = sent_round(tmp_path)
    post.mail(post.answered())
    monkeypatch.chdir(tmp_path)
    return post


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("kulur.xlsx inkorg", "Filen kulur.xlsx finns inte i mappen {here}. Kontrollera namnet och mappen."),
        ("kultur.xlsx inkrog", "Det finns ingen mapp inkrog. Lägg svaren där, eller skriv i vilken mapp de ligger."),
        ("inkorg kultur.xlsx", "Skriv arbetsboken först och mappen sedan: runxl collect kultur.xlsx inkorg"),
        ("inkorg", "inkorg är en mapp, inte en arbetsbok. Ange filen i mappen."),
        (
            "kultur.xlsx inkorg/teater-09.eml",
            "inkorg/teater-09.eml är en fil. Lägg den i en mapp, och skriv mappens namn.",
        ),
        *(
            (
                f"kultur.xlsx {folder}",
                f"I mappen {folder} ligger det som skickades ut, och det är inga svar. Lägg svaren i en egen mapp.",
            )
            for folder in (".", "kultur-arkiv")
        ),
        *(
            (
                f"kultur.xlsx {folder}",
                (
                    f"I mappen {folder} ligger det som runxl har skrivit, inga svar. "
                    "Lägg svaren i en egen mapp, och skriv den."
                ),
            )
            for folder in ("kultur-utskick", "kultur-arkiv/utskick")
        ),
        (
            "kultur-utskick/underlag-2026-08-teater.xlsx inkorg",
            (
                "Arbetsboken saknar bladet Inlämningar med tabellen tblInlamning, så inget kan samlas in i den. "
                "Välj nämndens arbetsbok, den som underlagen skickades ut från."
            ),
        ),
    ],
)
def test_a_call_that_cannot_be_carried_out_is_one_sentence_and_nothing_is_written(
    post: Post, capsys: pytest.CaptureFixture[str], words: str, says: str
) -> None:
    before = everything(post.folder)
    capsys.readouterr()
    assert main(["collect", *words.split()]) == 2
    assert capsys.readouterr() == ("", says.format(here=post.folder) + "\n")
    assert everything(post.folder) == before


def test_an_open_workbook_is_told_of_before_anything_is_kept(post: Post, capsys: pytest.CaptureFixture[str]) -> None:
    (post.folder / ".~lock.kultur.xlsx#").touch()
    before = everything(post.folder)
    assert post.collect() == 2
    assert "kultur.xlsx är öppen i ett annat program." in capsys.readouterr().err
    assert everything(post.folder) == before


def test_an_empty_folder_is_told_of(post: Post, capsys: pytest.CaptureFixture[str]) -> None:
    post.empty()
    capsys.readouterr()
    post.collect("--preview")
    assert capsys.readouterr().out.startswith(f"Det ligger inga filer i mappen {post.inbox}.\n")


def test_what_the_archive_has_received_can_be_read_once_more(post: Post) -> None:
    as_sent = post.master.read_bytes()
    post.collect()
    total = post.total()
    post.master.write_bytes(as_sent)
    assert main(["collect", str(post.master), "kultur-arkiv/inkommet"]) in (0, 1)
    assert post.total() == total


FULL = """
import resource, sys
from runxl.cli import main
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sets no limit to a file's size")
def test_a_full_disk_is_told_by_what_could_not_be_saved_and_the_master_is_as_it_was(post: Post) -> None:
    before = everything(post.folder)
    call = [sys.executable, "-c", FULL, "collect", str(post.master), str(post.inbox)]
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    [line] = done.stderr.splitlines()
    assert line.startswith("Disken är full, så kultur-arkiv/inkommet/")
    assert line.endswith(" kunde inte sparas. Filen är som den var. Frigör utrymme och kör om.")
    assert everything(post.folder) == before
