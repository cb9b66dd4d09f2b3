"""The buttons of a round by mail: files beside the open workbook are written, or read and merged into it."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from runxl import language
from runxl.bridge.answer import FOUND, OK, Answer
from runxl.bridge.box import box_of
from runxl.bridge.readonce import ReadOnce
from runxl.errors import CallError
from runxl.layout import TEMPLATE_UNIT
from runxl.templates.shipped import template

if TYPE_CHECKING:
    from collections.abc import Callable

    import xlwings as xw

    from runxl.bridge.acts import Ring
    from runxl.commands.registry import Command

_BETWEEN_SIGNS = 0.5
"""Seconds between two words in the status bar: each is a call to the program."""


def send(ring: Ring, command: Command) -> Answer:
    """Make a workbook and a mail draft for each unit, in a folder beside the open workbook."""
    from runxl.commands.send import carry_out, post_of, prepared  # noqa: PLC0415  (no other button makes mails)

    path = _path_on_disk(ring)
    book = ReadOnce(ring.open_book())
    post = post_of(path, None, template(TEMPLATE_UNIT), datetime.now().astimezone())
    sending = prepared(book.read(), post)
    carry_out(sending, post)
    written = ring.press(book).fill(command.name, language.say(command.label), sending.outcome)
    made = [language.say("bridge-sent", count=len(sending.made), folder=post.folder.name)]
    if sending.made:
        made.append(language.say("bridge-answers-go", folder=post.inbox.name))
    line = ring.line(*made, language.say("bridge-written", count=written))
    return Answer(FOUND if sending.outcome.has_errors else OK, line, box_of(sending.outcome))


def collect(ring: Ring, command: Command) -> Answer:
    """Take the answers that lie in a folder beside the open workbook into it."""
    from runxl.commands.collect import collected  # noqa: PLC0415  (no other button reads mails)
    from runxl.commands.inbox import inbox_of  # noqa: PLC0415  (as above)
    from runxl.commands.replies import write_letters  # noqa: PLC0415  (as above)
    from runxl.exchange.folders import letters_folder  # noqa: PLC0415  (as above)

    path = _path_on_disk(ring)
    book = ReadOnce(ring.open_book())
    inbox = inbox_of(path, None, None, keep=True, progress=_shown_in(ring.app()))
    found = collected(book.read(), inbox)
    # before the workbook, which from then on says that they are written
    write_letters(found.letters, letters_folder(path))
    written = ring.press(book).fill(command.name, language.say(command.label), found.outcome)
    line = ring.line(language.say("bridge-written", count=written))
    wrong = found.outcome.has_errors or found.has_errors
    none_yet = [language.say("inbox-none-yet", folder=inbox.folder.name)] if inbox.is_missing else []
    return Answer(FOUND if wrong else OK, line, " ".join((*none_yet, language.sentence_of(found.outcome.message))))


def _path_on_disk(ring: Ring) -> Path:
    """Return where the open workbook lies. Raises CallError where nothing can lie beside it."""
    path = ring.call.texts[0]
    if "://" in path:
        raise CallError("mail-on-the-web", file=path)
    if not Path(path).is_absolute():
        raise CallError("mail-unsaved", file=path)
    return Path(path)


def _shown_in(app: xw.App) -> Callable[[int, int], None]:
    """Return what shows in the program's status bar how far the reading has come."""
    shown = time.monotonic()

    def show(done: int, of: int) -> None:
        nonlocal shown
        if time.monotonic() - shown >= _BETWEEN_SIGNS:
            shown = time.monotonic()
            app.status_bar = language.say("reading-inbox", done=done, of=of)

    return show
