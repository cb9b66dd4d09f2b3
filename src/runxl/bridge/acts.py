"""What each button does to the open workbook, and what it answers."""

from __future__ import annotations

import time
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from runxl import language
from runxl.bridge.answer import FOUND, OK, Answer
from runxl.bridge.application import asking
from runxl.bridge.box import box_of
from runxl.bridge.mailing import collect, send
from runxl.bridge.readonce import ReadOnce
from runxl.bridge.record import log_file
from runxl.commands.new import begin, is_taken
from runxl.commands.press import Press, user_name, workbook_id
from runxl.commands.registry import COMMANDS
from runxl.commands.why import why
from runxl.errors import CallError, WorkbookError
from runxl.hosts.live import live_book
from runxl.hosts.live.busy import answering
from runxl.journal import Journal
from runxl.layout import FINDINGS, LOG, SETTINGS, TEMPLATE_REPORT, is_told_by_format
from runxl.templates.shipped import template

if TYPE_CHECKING:
    from collections.abc import Callable

    import xlwings as xw

    from runxl.bridge.call import Call
    from runxl.commands.outcome import Outcome
    from runxl.commands.registry import Command
    from runxl.hosts import Book
    from runxl.hosts.live import LiveBook

_PREVIEWED = "run"
_LARGEST_BOX = 1000
"""How many characters a message box shows; Excel leaves out what comes after 1,024."""


@dataclass(frozen=True, slots=True)
class Ring:
    """One press: what is asked, and when it began by `time.perf_counter`."""

    call: Call
    started: float

    def app(self) -> xw.App:
        """Return the program that asks."""
        return asking(self.call.application)

    def open_book(self) -> LiveBook:
        """Return the open workbook that is asked for."""
        return live_book(self.app(), self.call.texts[0], is_told_by_format)

    def press(self, book: Book) -> Press:
        """Return the press on a workbook, to be written and remembered; saving it stays the controller's own step."""
        return Press(
            time=time.strftime("%Y-%m-%d %H:%M:%S"),
            user=user_name(),
            book=book,
            path=self.call.texts[0],
            journal=Journal(workbook_id(book.read()), self.call.folder),
            save=lambda: None,
        )

    def line(self, *parts: str) -> str:
        """Return the parts and how long it took as one line: `3 fynd, 41 celler skrivna, 0,4 s`."""
        seconds = Decimal(f"{time.perf_counter() - self.started:.1f}")
        return ", ".join((*parts, language.say("bridge-seconds", seconds=seconds)))


def answer_to(call: Call, started: float) -> Answer:
    """Do what is asked and return the answer. Raises RunxlError where it cannot be done, nothing written."""
    command = next((command for command in COMMANDS if command.name == call.command), None)
    act = None if command is None else _ACTS.get(command.name, _fill if command.fill else None)
    if command is None or act is None:
        raise CallError("bridge-command-unknown", command=call.command)
    with answering():
        return act(Ring(call, started), command)


def _fill(ring: Ring, command: Command) -> Answer:
    book = ReadOnce(ring.open_book())
    outcome = _outcome(command, book)
    written = ring.press(book).fill(command.name, language.say(command.label), outcome)
    findings = language.say("bridge-findings", count=len(outcome.findings))
    line = ring.line(findings, language.say("bridge-written", count=written))
    return Answer(FOUND if outcome.has_errors else OK, line, box_of(outcome))


def _outcome(command: Command, book: Book) -> Outcome:
    if command.fill is None:
        message = f"not a fill command: {command.name}"
        raise ValueError(message)
    return command.fill(book.read())


def _preview(ring: Ring, _command: Command) -> Answer:
    from runxl.bridge.preview import show_plan  # noqa: PLC0415  (no other button needs it)

    book = ReadOnce(ring.open_book())
    command = next(command for command in COMMANDS if command.name == _PREVIEWED)
    plan = _outcome(command, book).plan
    if plan.edits:
        show_plan(ring.app(), book.read(), plan)
    return Answer(OK, ring.line(language.say("bridge-would-write", count=len(plan.edits))))


def _undo(ring: Ring, command: Command) -> Answer:
    undone = ring.press(ReadOnce(ring.open_book())).undo(language.say(command.label))
    return Answer(OK, ring.line(language.sentence_of(undone)))


def _show(sheet: str) -> Callable[[Ring, Command], Answer]:
    def act(ring: Ring, _command: Command) -> Answer:
        book = ring.open_book().book
        # by the name, not by asking for it: an engine may take a text for something else
        found = next((one for one in book.sheets if one.name == sheet), None)
        if found is None:
            raise WorkbookError("sheet-unknown", sheet=sheet)
        found.activate()
        return Answer(OK, "")

    return act


def _new(ring: Ring, _command: Command) -> Answer:
    path, period = ring.call.texts
    target = Path(path)
    if not target.is_absolute():
        raise CallError("new-path-not-whole", path=path)
    if is_taken(target):
        raise CallError("new-file-exists", file=path)
    # VBA opens it: a program without any open workbook cannot be found from here
    begin(template(TEMPLATE_REPORT), target, period)
    return Answer(OK, language.say("new-made", file=path))


def _help(ring: Ring, _command: Command) -> Answer:
    from runxl import __version__  # noqa: PLC0415  (the package imports this module's commands first)

    buttons = (command for command in COMMANDS if command.button)
    lines = [f"{language.say(command.label)}: {language.say(command.help)}" for command in buttons]
    place = language.say("bridge-help-place", version=__version__, file=str(log_file(ring.call.folder)))
    return Answer(OK, "", "\n".join((*lines, "", place)))


def _why(ring: Ring, _command: Command) -> Answer:
    from runxl.exchange.why_told import brief  # noqa: PLC0415  (no other button needs it)

    asked = ring.call.texts[1]
    found = why(ring.open_book().read(), asked)
    return Answer(OK, ring.line(str(found.cell)), brief(found, _LARGEST_BOX))


_ACTS: dict[str, Callable[[Ring, Command], Answer]] = {
    "preview": _preview,
    "undo": _undo,
    "findings": _show(FINDINGS.sheet),
    "log": _show(LOG.sheet),
    "settings": _show(SETTINGS.sheet),
    "new": _new,
    "send": send,
    "collect": collect,
    "help": _help,
    "why": _why,
}
