"""A closed workbook that is pressed on from the command line: opened, written, and what is told of that."""

from __future__ import annotations

import os
import shutil
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from runxl import language
from runxl.commands.new import is_taken
from runxl.commands.press import Press, shown_edits, user_name, workbook_id
from runxl.hosts.opening import open_book
from runxl.journal import Journal
from runxl.printing import findings_table
from runxl.terminal import say

if TYPE_CHECKING:
    from runxl.commands.outcome import Outcome
    from runxl.hosts.package import PackageBook

OK, FOUND, WRONG = 0, 1, 2
"""The exit statuses."""

_LARGE = 2 << 20


def opened(file: str) -> PackageBook:
    """Return the workbook in a file; of a large one, tell a person at a terminal that it takes a while."""
    path = Path(file)
    if sys.stderr.isatty() and path.is_file() and path.stat().st_size > _LARGE:
        sys.stderr.write(language.say("reading", file=path.name, megabytes=path.stat().st_size >> 20) + "\n")
    return open_book(path)


def press_on(book: PackageBook, target: Path) -> Press:
    """Return a press on a workbook, written to its own file or to a new one, which then must not be there yet."""
    is_own = is_taken(target) and target.samefile(book.path)
    return Press(
        time=datetime.now().astimezone().strftime("%Y-%m-%d %H:%M:%S"),
        user=user_name(),
        book=book,
        path=os.path.realpath(target),
        journal=Journal(workbook_id(book.read())),
        save=lambda: book.save() if is_own else book.save_new(target),
    )


def show_plan(book: PackageBook, outcome: Outcome) -> None:
    """Print what a plan would write."""
    say("\n".join((language.say("preview", count=len(outcome.plan.edits)), *shown_edits(book.read(), outcome.plan))))


def tell(outcome: Outcome, written: int, *, preview: bool) -> None:
    """Print what was found and done."""
    if outcome.findings:
        say(findings_table(outcome.findings, shutil.get_terminal_size().columns, with_fixes=True))
        say("")
    say(language.sentence_of(outcome.message))
    if not preview:
        say(language.say("written", count=written) if written else language.say("nothing-to-write"))
