"""Collecting is whole or not at all: killed or stopped at any moment, running again ends where it would have ended."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

import runxl
from runxl.layout import UNITS
from tests.exchange.clock import collect_then
from tests.exchange.dying import DEAD
from tests.exchange.mailed import package, parts_of
from tests.exchange.postal import Post, everything, filled, sent_round

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
PROGRAM = [sys.executable, "-m", "tests.exchange.clock"]


def answers(post: Post) -> None:
    """Put two answers in the inbox, one of them with a fault; the museum's reminder no longer holds."""
    post.collect()
    post.mail(post.answered("ca 12 000"))
    post.mail(filled(post.sent("museum"), {(UNITS, "museum", "comment"): "Öppet"}), "museum")


def run(post: Post, limit: int, *options: str) -> int:
    words = [*PROGRAM, str(limit), str(post.master), str(post.inbox), *options]
    environment = {**os.environ, "RUNXL_STATE": str(post.folder / "state")}
    return subprocess.run(words, env=environment, check=False, capture_output=True, cwd=ROOT).returncode


def files_of(post: Post) -> dict[str, bytes]:
    """Return what a controller sees: the undo journal has steps of runs that were killed."""
    return {name: data for name, data in everything(post.folder).items() if not name.startswith("state/")}


def copy_of(post: Post, folder: Path) -> Post:
    return Post(Path(shutil.copytree(post.folder, folder, copy_function=shutil.copy2)))


def run_here(post: Post, monkeypatch: pytest.MonkeyPatch) -> int:
    """Run in this process, which must come to the same bytes as another."""
    monkeypatch.setenv("RUNXL_STATE", str(post.folder / "state"))
    return collect_then(str(post.master), str(post.inbox))


def test_a_kill_at_any_moment_leaves_the_master_whole_and_the_next_run_ends_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = sent_round(tmp_path / "start")
    answers(start)
    undisturbed = copy_of(start, tmp_path / "undisturbed")
    assert run(undisturbed, -1) == 1
    whole, old = files_of(undisturbed), start.master.read_bytes()
    new = whole["kultur.xlsx"]
    kills = 0
    for moment in range(0, 200, 5):
        post = copy_of(start, tmp_path / str(moment))
        if run(post, moment) != DEAD:
            break
        kills += 1
        assert post.master.read_bytes() in (old, new)
        assert run_here(post, monkeypatch) == 1
        assert files_of(post) == whole, moment
    assert kills > 6


def test_what_a_collection_writes_is_the_same_in_any_folder(tmp_path: Path) -> None:
    start = sent_round(tmp_path / "start")
    answers(start)
    one, two = copy_of(start, tmp_path / "one"), copy_of(start, tmp_path / "two")
    collect_then(str(one.master), str(one.inbox))
    collect_then(str(two.master), str(two.inbox))
    assert files_of(one) == files_of(two)


def test_collecting_again_writes_nothing(tmp_path: Path) -> None:
    post = sent_round(tmp_path)
    answers(post)
    post.mail(post.answered(), hour=8)
    assert post.collect() == 1
    before = everything(tmp_path)
    post.collect()
    assert everything(tmp_path) == before


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends Ctrl+C to a whole console")
@pytest.mark.parametrize("kept", [1, 20])
def test_ctrl_c_in_the_middle_of_reading_leaves_everything_whole_and_no_process(kept: int, tmp_path: Path) -> None:
    post = sent_round(tmp_path)
    for number in range(60):
        post.put(f"svar {number:03}.xlsx", many_answers()[number])
    before = files_of(post)
    environment = {**os.environ, "RUNXL_STATE": str(tmp_path / "state")}
    words = [*PROGRAM, "-1", str(post.master), str(post.inbox)]
    with subprocess.Popen(
        words, env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        wait_for(lambda: len(list((tmp_path / "kultur-arkiv").glob("inkommet/*/*"))) >= kept)
        # a terminal sends it to the whole group
        os.killpg(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 2
    assert said.decode() == "Avbrutet. Arbetsboken är hel. Kör igen för att göra klart.\n"
    after = files_of(post)
    assert {name: data for name, data in after.items() if not name.startswith("kultur-arkiv/inkommet/")} == before
    assert group_is_gone(process.pid)
    runxl.open(post.master).read()
    collect_then(str(post.master), str(post.inbox))
    assert post.status()["file"] is not None


@cache
def many_answers() -> list[bytes]:
    """Return sixty answers of the theatre that differ in a part that nobody reads."""
    with TemporaryDirectory() as folder:
        parts = parts_of(sent_round(Path(folder)).answered())
    return [package({**parts, "docProps/app.xml": b"<Properties>%d</Properties>" % number}) for number in range(60)]


def wait_for(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + 30
    while not is_so() and time.monotonic() < until:
        time.sleep(0.01)


def group_is_gone(group: int) -> bool:
    """Tell whether no process of a group is left, which may take a moment."""
    for _ in range(50):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False
