"""The command line: `runxl run FILE` and its siblings.

Exit status 0: nothing wrong; 1: at least one finding of severity error; 2: the file or the call is wrong and nothing is
written.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from runxl import __version__, language
from runxl.arguments import understood
from runxl.commands.new import begin, is_taken, period_of, refuse_target
from runxl.commands.registry import Command, fixing
from runxl.commands.round import presented, wanted
from runxl.errors import CallError, RunxlError
from runxl.journal import state_folder
from runxl.layout import IDENTITY_SHEET
from runxl.pressing import FOUND, OK, WRONG, opened, press_on, show_plan, tell
from runxl.printing import inferred_as_json, outcome_as_json, tables_told
from runxl.templates.shipped import template
from runxl.terminal import print_utf8, say

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence

    from runxl.commands.outcome import Outcome
    from runxl.domain.message import Message
    from runxl.hosts.package import PackageBook


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


def _fill(call: argparse.Namespace) -> int:
    return _filled(call, opened(call.file))


def _filled(call: argparse.Namespace, book: PackageBook) -> int:
    command: Command = call.command
    outcome, written = _pressed(command, book, call.file, out=call.out, preview=call.preview)
    if call.json:
        say(json.dumps(outcome_as_json(call.file, command.name, written, outcome), ensure_ascii=False, indent=2))
    else:
        if call.preview:
            show_plan(book, outcome)
        tell(outcome, written, preview=call.preview)
    return FOUND if outcome.has_errors else OK


def _check(call: argparse.Namespace) -> int:
    """Check a workbook of ours by its layout, and anything else as a table that nobody prepared."""
    book = opened(call.file)
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
    press = press_on(book, target)
    written = press.fill(command.name, language.say(command.label), outcome)
    if out is not None and not written:
        press.save()
    return outcome, written


def _undo(call: argparse.Namespace) -> int:
    book = opened(call.file)
    undone = press_on(book, Path(call.file).absolute()).undo(language.say(call.command.label))
    say(f"{language.sentence_of(undone)}.")
    return OK


def _new(call: argparse.Namespace) -> int:
    period = period_of(call.period)
    source = template(call.template)
    target = Path(call.out or f"{source.stem}-{period}.xlsx")
    begin(source, target, call.period)
    say(language.say("new-made", file=str(target)))
    return OK


def _round(call: argparse.Namespace) -> int:
    from runxl.hosts.package.saving import Expected, replace_file  # noqa: PLC0415  (only this command writes a new file so)
    from runxl.templates.presentation import presentation_file  # noqa: PLC0415  (imports openpyxl)

    source, asked = Path(call.file), wanted(call.to, call.decimals)
    target = Path(call.out or source.with_name(f"{source.stem}-{asked.unit}.xlsx"))
    refuse_target(target)
    presentation = presented(opened(call.file).read(), asked)
    replace_file(target, presentation_file(presentation, source.name), Expected.NO_FILE)
    outcome = presentation.outcome
    if call.json:
        say(json.dumps(outcome_as_json(call.file, call.command.name, 0, outcome), ensure_ascii=False, indent=2))
    else:
        tell(outcome, 0, preview=True)
        say(language.say("round-made", file=str(target)))
    return FOUND if outcome.has_errors else OK


def _question(call: argparse.Namespace) -> int:
    from runxl.questions import ANSWERS  # noqa: PLC0415  (no other command pays for it)

    answer, is_found = ANSWERS[call.command.name](call)
    say(answer)
    return FOUND if is_found else OK


def _mailing(call: argparse.Namespace) -> int:
    from runxl.mailing import ACTS  # noqa: PLC0415  (no other command pays for it)

    return ACTS[call.command.name](call)


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
    "send": _mailing,
    "collect": _mailing,
    "diff": _question,
    "why": _question,
    "demo": _demo,
    "install": _install,
    "uninstall": _uninstall,
    "doctor": _doctor,
}
