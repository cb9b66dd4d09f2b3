"""The commands of a round by mail, as they are typed: Skicka ut and Samla in."""

from __future__ import annotations

import json
import shutil
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from runxl import language
from runxl.collected_told import foreseen_told, round_as_json, round_told
from runxl.commands.collect import collected
from runxl.commands.inbox import inbox_of
from runxl.commands.replies import write_letters
from runxl.commands.send import carry_out, post_of, prepared
from runxl.domain.message import message
from runxl.errors import CallError
from runxl.exchange.folders import letters_folder
from runxl.hosts.package.saving import refuse_unwritable
from runxl.layout import TEMPLATE_UNIT
from runxl.pressing import FOUND, OK, opened, press_on, show_plan, tell
from runxl.printing import outcome_as_json
from runxl.templates.shipped import template
from runxl.terminal import progress, say

if TYPE_CHECKING:
    import argparse

    from runxl.commands.collect import Collected

_MOST_NAMED = 6


def _send(call: argparse.Namespace) -> int:
    book, master = opened(call.file), Path(call.file).absolute()
    post = post_of(master, call.out, template(TEMPLATE_UNIT), datetime.now().astimezone())
    sending = prepared(book.read(), post, call.unit)
    outcome, written = sending.outcome, 0
    if not call.preview:
        refuse_unwritable(master)
        carry_out(sending, post)
        written = press_on(book, master).fill(call.command.name, language.say(call.command.label), outcome)
    if call.json:
        answer = outcome_as_json(call.file, call.command.name, written, outcome)
        say(json.dumps({**answer, "files": sending.files}, ensure_ascii=False, indent=2))
    else:
        if call.preview:
            show_plan(book, sending.foreseen)
        for made in sending.made:
            say(language.say("send-to", file=f"{made.name}.eml", address=made.recipient.address))
        tell(outcome, written, preview=call.preview or not sending.made)
        if sending.made and not call.preview:
            say(language.say("send-next"))
    return FOUND if outcome.has_errors else OK


def _collect(call: argparse.Namespace) -> int:
    if call.inbox is not None and Path(call.file).is_dir() and Path(call.inbox).is_file():
        raise CallError("collect-other-way-round", file=call.inbox, folder=call.file)
    book, master = opened(call.file), Path(call.file).absolute()
    if not call.preview:
        refuse_unwritable(master)
    with progress() as show:
        inbox = inbox_of(master, call.inbox, call.scheduler, keep=not call.preview, progress=show)
        found = collected(book.read(), inbox)
    outcome, written = found.outcome, 0
    new: tuple[str, ...] = ()
    if not call.preview:
        # a workbook that cannot be written takes no drafts with it
        refuse_unwritable(master)
        book.refuse_changed()
        # before the workbook, which from then on says that they are written
        new = write_letters(found.letters, letters_folder(master))
        written = press_on(book, master).fill(call.command.name, language.say(call.command.label), outcome)
    if call.json:
        answer = outcome_as_json(call.file, call.command.name, written, outcome)
        say(json.dumps({**answer, **round_as_json(found)}, ensure_ascii=False, indent=2))
    else:
        if inbox.is_missing:
            say(f"{language.say('inbox-none-yet', folder=inbox.folder.name)}\n")
        elif not inbox.files():
            say(language.say("inbox-empty", folder=str(inbox.folder)))
        _tell_collected(found, written, preview=call.preview)
        _tell_letters(found.drafts(letters_folder(master)), letters_folder(master).name, new, preview=call.preview)
    return FOUND if outcome.has_errors or found.has_errors else OK


def _tell_collected(found: Collected, written: int, *, preview: bool) -> None:
    width = shutil.get_terminal_size().columns
    say(f"{round_told(found, width)}\n")
    if preview and any(found.foreseen):
        say(f"{foreseen_told(found.foreseen, width)}\n")
    tell(found.outcome, written, preview=preview)


def _tell_letters(count: int, folder: str, new: tuple[str, ...], *, preview: bool) -> None:
    if count:
        names = [*new[:_MOST_NAMED], *(["…"] if len(new) > _MOST_NAMED else [])]
        told = message("letters-new", count=len(new), names=names) if new else message("letters-none-new")
        code = "collect-letters-foreseen" if preview else "collect-letters"
        say(language.say(code, count=count, folder=folder, new=told))
    if preview:
        say(language.say("preview-only"))


ACTS = {"send": _send, "collect": _collect}
"""Each command's act, and the exit status that it comes to."""
