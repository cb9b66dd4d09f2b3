"""The bridge as a process: what comes back whatever goes wrong."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

import runxl
from runxl.bridge.answer import Answer, give
from runxl.bridge.call import Call
from runxl.bridge.record import log_file, open_log
from tests.bridge.bell import NOBODY, NUMBER, ring, ring_with

if TYPE_CHECKING:
    from pathlib import Path


def test_help_names_every_button(tmp_path: Path) -> None:
    rung = ring(tmp_path, "help")
    assert (rung.exit_status, rung.status, rung.line) == (0, "0", "")
    for label in ("Kör allt", "Beräkna avvikelser", "Bedöm mål", "Validera summor", "Förhandsgranska", "Ångra"):
        assert f"{label}: " in rung.box
    assert runxl.__version__ in rung.box
    assert str(log_file(tmp_path)) in rung.box


def test_a_press_in_english_is_answered_in_english(tmp_path: Path) -> None:
    assert "Undo: " in ring(tmp_path, "help", language="en").box


def test_a_refusal_and_its_line_are_in_the_language_of_the_press(tmp_path: Path) -> None:
    refusals = [ring(tmp_path, "run", "/x.xlsx", language=one) for one in ("sv", "en")]
    assert [one.line for one in refusals] == ["Inget är skrivet", "Nothing is written"]
    assert [one.box.split("\n")[0] for one in refusals] == [
        "Python når inte Excel på den här datorn. Kör runxl doctor.",
        "Python does not reach Excel on this computer. Run runxl doctor.",
    ]


def test_what_the_user_has_chosen_for_all_of_runxl_goes_before_what_her_program_speaks(tmp_path: Path) -> None:
    chosen = {**os.environ, "RUNXL_LANG": "en"}
    assert "Undo: " in ring(tmp_path, "help", language="sv", environment=chosen).box


def test_an_excel_that_does_not_answer_is_a_sentence_with_a_log_number(tmp_path: Path) -> None:
    rung = ring(tmp_path, "run", "/x.xlsx", application=NOBODY)
    assert (rung.exit_status, rung.status) == (2, "2")
    number = re.search(r"\d{8}-\d{6}-\d+$", rung.box)
    assert number
    assert number[0] in log_file(tmp_path).read_text("utf-8")


def test_a_button_that_this_version_has_not_is_a_sentence(tmp_path: Path) -> None:
    rung = ring(tmp_path, "forecast", "/x.xlsx")
    assert rung.status == "2"
    assert "'forecast'" in rung.box
    assert "runxl install" in rung.box


def test_a_command_of_the_command_line_is_no_button(tmp_path: Path) -> None:
    for command in ("install", "uninstall", "doctor", "demo"):
        assert ring(tmp_path, command, "/x.xlsx").status == "2"


def test_nothing_is_printed_and_no_traceback_is_told(tmp_path: Path) -> None:
    rung = ring(tmp_path, "run", "/x.xlsx", application="uno:nobody-listens")
    assert rung.said == ""
    assert "Traceback" not in (rung.answer or "")
    assert "Error" not in (rung.answer or "")


def test_the_log_keeps_what_the_answer_leaves_out(tmp_path: Path) -> None:
    ring(tmp_path, "run", "/x.xlsx", application="uno:nobody-listens")
    assert "Traceback" in log_file(tmp_path).read_text("utf-8")


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["run"],
        ["run", NUMBER, NOBODY, "sv", "/plain/path"],
        ["run", NUMBER, NOBODY, "de", "2f00", "2f00"],
        # as an add-in of an earlier version rings
        ["run", NUMBER, NOBODY, "2f00", "2f00"],
    ],
)
def test_arguments_that_are_not_by_the_protocol_end_with_status_3(tmp_path: Path, arguments: list[str]) -> None:
    rung = ring_with(tmp_path, arguments)
    assert (rung.exit_status, rung.answer, rung.said) == (3, None, "")
    assert list(tmp_path.iterdir()) == []


def test_a_python_that_listens_to_its_surroundings_does_not_ring(tmp_path: Path) -> None:
    digits = str(tmp_path).encode("utf-16-le").hex()
    done = subprocess.run([sys.executable, "-m", "runxl.bridge", "help", NUMBER, NOBODY, "sv", digits], check=False)
    assert done.returncode == 3


def test_an_answer_that_cannot_be_written_ends_with_status_4(tmp_path: Path) -> None:
    (tmp_path / "answers").write_text("a file where the folder should be", "utf-8")
    assert ring(tmp_path, "help").exit_status == 4


def test_the_answer_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    give(Call("run", 7, NOBODY, "sv", tmp_path, ()), Answer(1, "3 fynd\n41 celler", "å ä ö −2,5 →"))
    assert [file.name for file in (tmp_path / "answers").iterdir()] == ["7.txt"]
    assert (tmp_path / "answers" / "7.txt").read_bytes().decode("utf-16-le") == "1\n3 fynd 41 celler\nå ä ö −2,5 →"


def test_an_answer_that_nobody_fetched_is_gone_after_a_day(tmp_path: Path) -> None:
    call = Call("run", 7, NOBODY, "sv", tmp_path, ())
    give(call, Answer(0, "igår"))
    give(call._replace(answer=8), Answer(0, "nyss"))
    yesterday = time.time() - 90_000
    os.utime(tmp_path / "answers" / "7.txt", (yesterday, yesterday))
    give(call._replace(answer=9), Answer(0, "nu"))
    assert {file.name for file in (tmp_path / "answers").iterdir()} == {"8.txt", "9.txt"}


def test_the_log_never_grows_beyond_four_files(tmp_path: Path) -> None:
    log = open_log(tmp_path)
    for _ in range(60):
        log.info("x" * 60_000)
    log.handlers[0].close()
    files = list((tmp_path / "log").iterdir())
    assert len(files) == 4
    assert sum(file.stat().st_size for file in files) < 2.2e6
