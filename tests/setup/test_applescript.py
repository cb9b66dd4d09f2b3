"""The shell's part of the Mac's script, run here by a shell; only AppleScript itself needs a Mac."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from runxl.commands.setup import applescript
from runxl.commands.setup.digits import digits_of
from tests.bridge.bell import NOBODY, NUMBER

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a shell of the Mac's kind is needed")

SCRIPT = Path(applescript.__file__).with_name("runxl.applescript").read_text("utf-8")


def property_of(name: str) -> str:
    """Return a text that the script holds, as AppleScript reads it."""
    [text] = re.findall(rf'^property {name} : "(.*)"$', SCRIPT, re.MULTILINE)
    return re.sub(r"\\(.)", r"\1", text)


def shell(name: str, *words: str) -> tuple[int, str]:
    command = ["/bin/sh", "-c", property_of(name), "runxl", *words]
    done = subprocess.run(command, cwd="/", capture_output=True, encoding="utf-8", timeout=30, check=False)
    return done.returncode, done.stdout


def ring(folder: Path, *words: str, program: str = sys.executable) -> int:
    return shell("startIt", str(folder), program, NUMBER, *words)[0]


def answered(folder: Path) -> str:
    """Ask for the answer as Excel does, until there is one."""
    for _ in range(300):
        status, said = shell("takeIt", str(folder), NUMBER)
        assert status == 0
        if said:
            return said
        time.sleep(0.1)
    return ""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / 'Åsa\'s "runxl" $(touch x)'
    folder.mkdir()
    return folder


def test_the_answer_comes_back_once_and_nothing_of_it_is_left(folder: Path) -> None:
    assert ring(folder, "help", NUMBER, NOBODY, "sv", digits_of(str(folder))) == 0
    assert answered(folder).startswith("0\n\nKör allt: ")
    # how it ended may be noted a moment after the answer was fetched; it is swept away with other answers after a day
    assert {file.suffix for file in (folder / "answers").iterdir()} <= {".ended"}


def test_a_bridge_that_leaves_no_answer_tells_its_status(folder: Path) -> None:
    assert ring(folder, "help", "no number") == 0
    assert answered(folder) == "3"
    assert list((folder / "answers").iterdir()) == []


def test_as_long_as_there_is_no_answer_nothing_is_told(folder: Path) -> None:
    assert shell("takeIt", str(folder), NUMBER) == (0, "")
    (folder / "answers").mkdir()
    assert shell("takeIt", str(folder), NUMBER) == (0, "")


def test_an_answer_goes_before_how_the_bridge_ended(folder: Path) -> None:
    (folder / "answers").mkdir()
    (folder / "answers" / f"{NUMBER}.txt").write_bytes("1\nsvar −2,5\n".encode("utf-16-le"))
    (folder / "answers" / f"{NUMBER}.ended").write_text("1\n", "utf-8")
    assert shell("takeIt", str(folder), NUMBER) == (0, "1\nsvar −2,5\n")
    assert list((folder / "answers").iterdir()) == []


def test_a_python_or_a_folder_that_has_gone_is_told_at_once(folder: Path, tmp_path: Path) -> None:
    assert ring(folder, "help", program=str(tmp_path / "gone")) != 0
    assert ring(tmp_path / "gone", "help") != 0


def test_the_words_are_passed_on_in_the_order_of_the_protocol() -> None:
    # the folder's digits come after the fourth word, the language
    assert 'if wordPlace is 4 then set commandLine to commandLine & " " & ownFolderDigits' in SCRIPT
