"""The demonstration: the example workbooks filled, then a whole round by mail, each command shown as it is typed."""

from __future__ import annotations

import os
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from runxl import language
from runxl.commands import demo_round
from runxl.commands.new import begin
from runxl.errors import CallError
from runxl.exchange.archive import archive_of, make_folder
from runxl.exchange.folders import inbox_folder
from runxl.hosts.opening import open_book
from runxl.hosts.package.saving import replace_file
from runxl.sheets.workbook import read_identity
from runxl.templates.shipped import template
from runxl.terminal import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from runxl.grid import Plan, Snapshot

    Typing = Callable[[Sequence[str]], int]

WORKBOOKS = ("exempel-run-2020-04", "exempel-fiktiv")
ROUND = "exempel-utskick"


def play(folder: Path, typed: Typing) -> None:
    """Fill the examples in a folder and play a round there; `typed` carries out a command line.

    A workbook that lies there is used as it is, and a round that was sent goes on. Raises RunxlError as the
    commands do.
    """
    if folder.exists() and not folder.is_dir():
        raise CallError("demo-not-a-folder", folder=str(folder))
    make_folder(folder)
    for name in WORKBOOKS:
        _show(typed, "run", _begun(folder, name))
    master = _begun(folder, ROUND)
    inbox = play_until_answered(master, partial(_show, typed))
    _show(typed, "collect", master, inbox)
    _type(master, demo_round.choosing, "demo-choices")
    _show(typed, "merge", master)
    _tell_total(master)


def play_until_answered(master: Path, show: Callable[..., None]) -> Path:
    """Send the round of a workbook, edit the workbook meanwhile, and return the folder that the answers lie in."""
    inbox, now = inbox_folder(master), datetime.now().astimezone()
    if not (_is_filled(inbox) and _round_of(master)):
        _type(master, lambda snapshot: demo_round.deadlines(snapshot, now.date()))
        show("send", master)
        _type(master, lambda snapshot: demo_round.typing(snapshot, demo_round.MEANWHILE), "demo-meanwhile")
    if not _is_filled(inbox):
        _fill(inbox, demo_round.replies(archive_of(master), _round_of(master), now))
    return inbox


def _is_filled(inbox: Path) -> bool:
    return inbox.exists() and any(inbox.iterdir())


def _round_of(master: Path) -> str:
    return read_identity(open_book(master).read()).round_id


def _fill(inbox: Path, replies: Iterable[demo_round.Came]) -> None:
    """Make the inbox; it has its name when all of it is there, so that what is interrupted is played anew."""
    with TemporaryDirectory(dir=inbox.parent) as place:
        filling = Path(place) / inbox.name
        make_folder(filling)
        for came in replies:
            replace_file(filling / came.name, came.data)
            os.utime(filling / came.name, (came.time.timestamp(),) * 2)
        # Windows renames over no folder, not even the empty one that the sending has made
        if inbox.exists():
            inbox.rmdir()
        filling.rename(inbox)


def _begun(folder: Path, name: str) -> Path:
    target = folder / f"{name}.xlsx"
    if not target.exists():
        begin(template(name), target, None)
    return target


def _show(typed: Typing, command: str, *paths: Path) -> None:
    words = [command, *map(str, paths)]
    say(f"$ runxl {' '.join(words)}")
    typed(words)
    say("")


def _type(file: Path, plan_of: Callable[[Snapshot], Plan], told: str | None = None) -> None:
    """Type into a workbook as a person does, without a row in Logg, and tell of it where it changed anything."""
    book = open_book(file)
    plan = plan_of(book.read())
    book.apply(plan)
    book.save()
    if plan and told is not None:
        say(f"{language.say(told, file=file.name)}\n")


def _tell_total(master: Path) -> None:
    found = demo_round.total(open_book(master).read())
    code = "demo-total-right" if found == demo_round.TOTAL else "demo-total-other"
    say(f"{language.say(code, file=master.name, found=found, total=demo_round.TOTAL)}\n")
