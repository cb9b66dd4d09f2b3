"""The command line: `runxl run FILE` and its siblings.

Exit status 0: nothing wrong; 1: at least one finding of severity error; 2: the file or the call is wrong and nothing is
written.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from runxl import __version__, language
from runxl.arguments import understood
from runxl.commands.new import begin, is_taken, period_of, refuse_target
from runxl.commands.press import Press, shown_edits, user_name, workbook_id
from runxl.commands.registry import Command, fixing
from runxl.commands.round import presented, wanted
from runxl.errors import CallError, RunxlError
from runxl.hosts.opening import open_book
from runxl.journal import Journal, state_folder
from runxl.layout import IDENTITY_SHEET, TEMPLATE_UNIT
from runxl.printing import (
    findings_table,
    inferred_as_json,
    outcome_as_json,
    round_as_json,
    round_told,
    tables_told,
)
from runxl.templates.shipped import template
from runxl.terminal import print_utf8, say, show_progress

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence

    from runxl.commands.outcome import Outcome
    from runxl.domain.message import Message
    from runxl.hosts.package import PackageBook

OK, FOUND, WRONG = 0, 1, 2
_LARGE = 2 << 20


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    words = sys.argv[1:] if arguments is None else list(arguments)
    print_utf8()
    as_json = "--json" in words
    try:
        return _carried_out(words)
    except RunxlError as fault:
        return _refuse(language.sentence_of_error(fault), as_json=as_json)
    except KeyboardInterrupt:
        return _refuse(language.say("interrupted"), as_json=as_json)
    except Exception as fault:  # noqa: BLE001  (the outermost door: a controller gets a sentence, never a traceback)
        return _refuse(_noted_down(fault), as_json=as_json)


def _carried_out(words: Sequence[str]) -> int:
    call = understood(words)
    return _ACTS.get(call.command.name, _fill)(call)


def _refuse(sentence: str, *, as_json: bool) -> int:
    if as_json:
        say(json.dumps({"error": sentence}, ensure_ascii=False))
    else:
        sys.stderr.write(f"{sentence}\n")
    return WRONG


def _noted_down(fault: Exception) -> str:
    """Return what a user is told of a fault in runxl itself; its traceback goes to a file beside the undo journal."""
    import traceback  # noqa: PLC0415  (only a fault pays for it)

    from runxl.commands.setup.places import FAULT  # noqa: PLC0415  (as above)

    file = state_folder() / FAULT
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("".join(traceback.format_exception(fault)), encoding="utf-8")
    except OSError:
        return language.say("fault-not-noted", fault=f"{type(fault).__name__}: {fault}")
    return language.say("fault-noted", fault=f"{type(fault).__name__}: {fault}", file=str(file))


def _opened(file: str) -> PackageBook:
    """Return the workbook in a file; of a large one, tell a person at a terminal that it takes a while."""
    path = Path(file)
    if sys.stderr.isatty() and path.is_file() and path.stat().st_size > _LARGE:
        sys.stderr.write(language.say("reading", file=path.name, megabytes=path.stat().st_size >> 20) + "\n")
    return open_book(path)


def _fill(call: argparse.Namespace) -> int:
    return _filled(call, _opened(call.file))


def _filled(call: argparse.Namespace, book: PackageBook) -> int:
    command: Command = call.command
    outcome, written = _pressed(command, book, call.file, out=call.out, preview=call.preview)
    if call.json:
        say(json.dumps(outcome_as_json(call.file, command.name, written, outcome), ensure_ascii=False, indent=2))
    else:
        if call.preview:
            _show(book, outcome)
        _tell(outcome, written, preview=call.preview)
    return FOUND if outcome.has_errors else OK


def _show(book: PackageBook, outcome: Outcome) -> None:
    """Print what a plan would write."""
    say("\n".join((language.say("preview", count=len(outcome.plan.edits)), *shown_edits(book.read(), outcome.plan))))


def _check(call: argparse.Namespace) -> int:
    """Check a workbook of ours by its layout, and anything else as a table that nobody prepared."""
    book = _opened(call.file)
    if call.fix is not None:
        call.command = fixing(call.fix)
        return _filled(call, book)
    if call.range is None and IDENTITY_SHEET in book.read().sheets:
        return _filled(call, book)
    from runxl.commands.check_inferred import area_of, check_inferred  # noqa: PLC0415  (our own workbooks need none)

    if call.out is not None:
        raise CallError("inferred-writes-nothing")
    snapshot = book.read()
    checked = check_inferred(snapshot, None if call.range is None else area_of(call.range, snapshot))
    if call.json:
        answer = inferred_as_json(call.file, call.command.name, checked)
        say(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        say(tables_told(checked, shutil.get_terminal_size().columns))
    return FOUND if checked.outcome.has_errors else OK


def _pressed(command: Command, book: PackageBook, file: str, *, out: str | None, preview: bool) -> tuple[Outcome, int]:
    if command.fill is None:
        message = f"not a fill command: {command.name}"
        raise ValueError(message)
    outcome = command.fill(book.read())
    if preview:
        return outcome, 0
    target = Path(file if out is None else out).absolute()
    if is_taken(target) and not target.samefile(book.path):
        raise CallError("file-exists", file=target.name)
    written = _press(book, target).fill(command.name, language.say(command.label), outcome)
    if out is not None and not written:
        book.save(target)
    return outcome, written


def _press(book: PackageBook, target: Path) -> Press:
    return Press(
        time=datetime.now().astimezone().strftime("%Y-%m-%d %H:%M:%S"),
        user=user_name(),
        book=book,
        path=os.path.realpath(target),
        journal=Journal(workbook_id(book.read())),
        save=lambda: book.save(None if target == book.path else target),
    )


def _tell(outcome: Outcome, written: int, *, preview: bool) -> None:
    if outcome.findings:
        say(findings_table(outcome.findings, shutil.get_terminal_size().columns, with_fixes=True))
        say("")
    say(language.sentence_of(outcome.message))
    if not preview:
        say(language.say("written", count=written) if written else language.say("nothing-to-write"))


def _undo(call: argparse.Namespace) -> int:
    book = _opened(call.file)
    restored = _press(book, Path(call.file).absolute()).undo(language.say(call.command.label))
    say(language.say("restored", count=restored))
    return OK


def _new(call: argparse.Namespace) -> int:
    period = period_of(call.period)
    source = template(call.template)
    target = Path(call.out or f"{source.stem}-{period}.xlsx")
    begin(source, target, call.period)
    say(language.say("new-made", file=str(target)))
    return OK


def _round(call: argparse.Namespace) -> int:
    from runxl.hosts.package.saving import replace_file  # noqa: PLC0415  (only this command writes a new file so)
    from runxl.templates.presentation import presentation_file  # noqa: PLC0415  (imports openpyxl)

    source, asked = Path(call.file), wanted(call.to, call.decimals)
    target = Path(call.out or source.with_name(f"{source.stem}-{asked.unit}.xlsx"))
    refuse_target(target)
    presentation = presented(_opened(call.file).read(), asked)
    replace_file(target, presentation_file(presentation, source.name))
    outcome = presentation.outcome
    if call.json:
        say(json.dumps(outcome_as_json(call.file, call.command.name, 0, outcome), ensure_ascii=False, indent=2))
    else:
        _tell(outcome, 0, preview=True)
        say(language.say("round-made", file=str(target)))
    return FOUND if outcome.has_errors else OK


def _send(call: argparse.Namespace) -> int:
    from runxl.commands.send import carry_out, post_of, prepared  # noqa: PLC0415  (no other command makes mails)
    from runxl.hosts.package.saving import refuse_unwritable  # noqa: PLC0415  (as above)

    book, master = _opened(call.file), Path(call.file).absolute()
    post = post_of(master, call.out, template(TEMPLATE_UNIT), datetime.now().astimezone())
    sending = prepared(book.read(), post)
    outcome, written = sending.outcome, 0
    if not call.preview:
        refuse_unwritable(master)
        carry_out(sending, post)
        written = _press(book, master).fill(call.command.name, language.say(call.command.label), outcome)
    if call.json:
        answer = outcome_as_json(call.file, call.command.name, written, outcome)
        say(json.dumps({**answer, "files": sending.files}, ensure_ascii=False, indent=2))
    else:
        if call.preview:
            _show(book, outcome)
        for made in sending.made:
            say(language.say("send-to", file=f"{made.name}.eml", address=made.recipient.address))
        _tell(outcome, written, preview=call.preview or not sending.made)
        if sending.made and not call.preview:
            say(language.say("send-next"))
    return FOUND if outcome.has_errors else OK


def _collect(call: argparse.Namespace) -> int:
    from runxl.commands.collect import collected, inbox_folder, inbox_of  # noqa: PLC0415  (as send)
    from runxl.commands.replies import letters_folder, write_letters  # noqa: PLC0415  (as above)
    from runxl.hosts.package.saving import refuse_unwritable  # noqa: PLC0415  (as above)

    book, master = _opened(call.file), Path(call.file).absolute()
    folder = inbox_folder(master) if call.inbox is None else Path(call.inbox)
    inbox = inbox_of(master, folder, call.scheduler, keep=not call.preview, progress=show_progress)
    if not call.preview:
        refuse_unwritable(master)
    found = collected(book.read(), inbox)
    outcome, written = found.outcome, 0
    if not call.preview:
        # before the workbook, which from then on says that they are written
        write_letters(found.letters, letters_folder(master))
        written = _press(book, master).fill(call.command.name, language.say(call.command.label), outcome)
    if call.json:
        answer = outcome_as_json(call.file, call.command.name, written, outcome)
        say(json.dumps({**answer, **round_as_json(found)}, ensure_ascii=False, indent=2))
    else:
        if call.preview:
            _show(book, outcome)
        say(f"{round_told(found, shutil.get_terminal_size().columns)}\n")
        _tell(outcome, written, preview=call.preview)
        drafts = sum(letter is not None for letter in found.letters.values())
        if drafts and not call.preview:
            say(language.say("collect-letters", count=drafts, folder=letters_folder(master).name))
    return FOUND if outcome.has_errors or found.has_errors else OK


def _question(call: argparse.Namespace) -> int:
    from runxl.questions import ANSWERS  # noqa: PLC0415  (no other command pays for it)

    answer, is_found = ANSWERS[call.command.name](call, _opened)
    say(answer)
    return FOUND if is_found else OK


def _demo(call: argparse.Namespace) -> int:
    from runxl.demonstration import play  # noqa: PLC0415  (no other command plays a round)

    folder = Path(call.folder)
    play(folder, _carried_out)
    say(language.say("demo-done", folder=str(folder)))
    return OK


def _install(_call: argparse.Namespace) -> int:
    from runxl.commands.setup.install import install  # noqa: PLC0415  (no other command pays for it)
    from runxl.commands.setup.places import places  # noqa: PLC0415  (as above)

    return _tell_steps(install(places()))


def _uninstall(_call: argparse.Namespace) -> int:
    from runxl.commands.setup.places import places  # noqa: PLC0415  (no other command pays for it)
    from runxl.commands.setup.uninstall import uninstall  # noqa: PLC0415  (as above)

    return _tell_steps(uninstall(places()))


def _tell_steps(steps: Iterable[Message]) -> int:
    for step in steps:
        say(language.sentence_of(step))
    return OK


def _doctor(_call: argparse.Namespace) -> int:
    from runxl.commands.setup.doctor import doctor  # noqa: PLC0415  (no other command pays for it)
    from runxl.commands.setup.places import places  # noqa: PLC0415  (as above)

    checks = doctor(places(), __version__)
    for check in checks:
        verdict = language.say("doctor-right" if check.ok else "doctor-wrong")
        say(f"{verdict:<6}{language.sentence_of(check.message)}")
    return OK if all(check.ok for check in checks) else FOUND


_ACTS = {
    "check": _check,
    "undo": _undo,
    "new": _new,
    "round": _round,
    "send": _send,
    "collect": _collect,
    "diff": _question,
    "why": _question,
    "demo": _demo,
    "install": _install,
    "uninstall": _uninstall,
    "doctor": _doctor,
}
