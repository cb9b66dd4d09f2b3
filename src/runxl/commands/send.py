"""Skicka ut: a workbook and a mail draft for each unit, everything made before anything is written."""

from __future__ import annotations

import os
import uuid
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from runxl.commands.new import begun, is_taken
from runxl.commands.outcome import Outcome
from runxl.domain.message import message
from runxl.exchange.archive import Archive, Sent, archive_of, make_folder
from runxl.exchange.filenames import safe_name
from runxl.exchange.folders import inbox_folder, sent_folder
from runxl.exchange.invitations import invitation
from runxl.exchange.letters import Attached, draft
from runxl.exchange.recipients import passed, read_recipients
from runxl.exchange.returned import locked_in
from runxl.exchange.rounds import new_round, round_to_send
from runxl.exchange.structure import structure_of
from runxl.exchange.unitbook import cover_plan, unit_plan
from runxl.grid import Content, Edit, Plan, applied
from runxl.hosts.opening import open_book
from runxl.language import say, speaking
from runxl.layout import RECIPIENTS, TEMPLATE_VERSION
from runxl.sheets.computed import same_content
from runxl.sheets.figures import period_words
from runxl.sheets.workbook import identity_edits, read_workbook

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence
    from datetime import datetime

    from runxl.exchange.recipients import Recipient
    from runxl.grid import Snapshot
    from runxl.sheets.workbook import Workbook


class Post(NamedTuple):
    """What a round is sent with: the archive, the folder for its files and that for answers, the template, the time."""

    archive: Archive
    folder: Path
    inbox: Path
    template: Path
    time: datetime


class Made(NamedTuple):
    """What one unit gets: its workbook, as the archive knows it and as bytes, and the draft that carries it."""

    recipient: Recipient
    sent: Sent
    workbook: bytes
    draft: bytes
    name: str
    """The name of both files, without ending."""


@dataclass(frozen=True, slots=True)
class Sending:
    """Everything that will be written, in this order: the archive, the drafts, the committee's workbook."""

    made: tuple[Made, ...]
    outcome: Outcome
    new_round: str = ""
    """The id that a round begins with; "" where one goes on."""

    @property
    def files(self) -> list[dict[str, str]]:
        """Return the files for `--json`: which unit's, to whom, and their names."""
        return [
            {
                "unit": made.recipient.unit,
                "to": made.recipient.address,
                "workbook": f"{made.name}.xlsx",
                "draft": f"{made.name}.eml",
            }
            for made in self.made
        ]

    @property
    def foreseen(self) -> Outcome:
        """The outcome as a preview can tell it: a new round gets its id, drawn by lot, only when it is sent."""
        if not self.new_round:
            return self.outcome
        plan, told = self.outcome.plan, Content(say("send-new-round"))
        edits = (edit._replace(content=told) if edit.content.value == self.new_round else edit for edit in plan.edits)
        return replace(self.outcome, plan=replace(plan, edits=tuple(edits)))


def post_of(master: Path, folder: str | None, template: Path, time: datetime) -> Post:
    """Return what a workbook at a path is sent with: its archive beside it, and the files where no folder is named."""
    ours = sent_folder(master) if folder is None else Path(folder)
    return Post(archive_of(master), ours, inbox_folder(master), template, time)


def prepared(snapshot: Snapshot, post: Post, units: Sequence[str] = ()) -> Sending:
    """Return what there is to send, to the named units or, where none is, to all; nothing is written yet.

    A unit whose workbook would be as the last one sent to it in this round gets that very one, so that sending again
    changes nothing. Raises WorkbookError where nobody gets anything, CallError for a unit that has no row in Mottagare,
    FileError where the archive cannot be read.
    """
    book = read_workbook(snapshot)
    recipients = read_recipients(book)
    if not recipients.are_right:
        return Sending((), Outcome(Plan(), recipients.findings, message("send-stopped")))
    recipients = recipients.only(units)
    goes_on = round_to_send(book, post.archive)
    round_id = goes_on or new_round(book)
    with speaking("sv"):
        made = tuple(_each_made(book, post, round_id, recipients.rows))
    done = message("send-done", count=len(made), folder=post.folder.name, inbox=post.inbox.name)
    told = (*recipients.findings, *passed(book, recipients, post.time.date()))
    outcome = Outcome(_noted(book, round_id, made), told, done, told_once=told)
    return Sending(made, outcome, "" if goes_on else round_id)


def carry_out(sending: Sending, post: Post) -> None:
    """Write the files: those of the archive first, so that nothing is mailed that a merge would not know.

    The folder that answers go to is made where nothing has its name. Raises FileError where something cannot be
    written, or another run has sent meanwhile; what is written by then is the same when it is sent again.
    """
    from runxl.hosts.package.saving import Expected, replace_file  # noqa: PLC0415  (a preview writes nothing)

    if not sending.made:
        return
    post.archive.add([(made.sent, made.workbook) for made in sending.made])
    make_folder(post.folder)
    for made in sending.made:
        for file, data in _files(post.folder, made.name, made.workbook, made.draft):
            if not _is_there(file, data):
                replace_file(file, data, Expected.NO_FILE)
    if not os.path.lexists(post.inbox):
        make_folder(post.inbox)


def _each_made(book: Workbook, post: Post, round_id: str, recipients: Iterable[Recipient]) -> Iterator[Made]:
    given: set[str] = set()
    for recipient in recipients:
        made = _made(book, post, round_id, recipient, given)
        # as Windows and Mac tell names apart
        given.add(made.name.casefold())
        yield made


def _made(book: Workbook, post: Post, round_id: str, recipient: Recipient, given: Container[str]) -> Made:
    """Return what a unit gets, by a name that is not given to another and under which nothing else lies."""
    workbook, sent = _workbook(book, post, round_id, recipient)
    period = period_words(book.settings.period)
    stem = f"underlag-{book.settings.period}-{safe_name(recipient.unit)}"
    names = chain((stem,), (f"{stem}-{number}" for number in count(2)))
    free = (name for name in names if name.casefold() not in given)
    mails = ((name, draft(invitation(recipient, period, Attached(f"{name}.xlsx", workbook)))) for name in free)
    return next(
        Made(recipient, sent, workbook, mail, name)
        for name, mail in mails
        if all(_is_free(file, data) for file, data in _files(post.folder, name, workbook, mail))
    )


def _workbook(book: Workbook, post: Post, round_id: str, recipient: Recipient) -> tuple[bytes, Sent]:
    """Return a unit's workbook: the last one sent to it in this round where a new one would be the same."""
    for last in post.archive.sent_to(round_id, recipient.unit)[-1:]:
        data, _ = _filled(book, post, round_id, recipient, last.workbook_id)
        if sha256(data).hexdigest() == last.sha256:
            return data, last
    workbook_id, sent = str(uuid.uuid4()), post.time.isoformat(timespec="seconds")
    data, structure = _filled(book, post, round_id, recipient, workbook_id)
    digest = sha256(data).hexdigest()
    return data, Sent(
        round_id,
        recipient.unit,
        workbook_id,
        digest,
        sent,
        TEMPLATE_VERSION,
        structure,
        locked_in(data),
        book.identity.workbook_id,
    )


def _filled(book: Workbook, post: Post, round_id: str, recipient: Recipient, workbook_id: str) -> tuple[bytes, str]:
    """Return a unit's workbook with everything in it that can be computed, and the digest of what is locked in it."""
    file = open_book(post.template)
    plan = unit_plan(file.read(), book, recipient.unit).then(cover_plan(file.read(), recipient))
    plan = plan.then(begun(applied(file.read(), plan), None, workbook_id))
    filled = applied(file.read(), plan)
    structure = structure_of(filled)
    file.apply(plan.then(Plan(identity_edits(filled, round_id=round_id, structure_hash=structure))))
    return file.written(), structure


def _files(folder: Path, name: str, workbook: bytes, mail: bytes) -> tuple[tuple[Path, bytes], ...]:
    return (folder / f"{name}.xlsx", workbook), (folder / f"{name}.eml", mail)


def _is_free(file: Path, data: bytes) -> bool:
    """Tell whether a file can have this name: nothing has it, or exactly the same."""
    return _is_there(file, data) or not is_taken(file)


def _is_there(file: Path, data: bytes) -> bool:
    try:
        return file.read_bytes() == data
    except OSError:
        return False


def _noted(book: Workbook, round_id: str, made: tuple[Made, ...]) -> Plan:
    """Return the plan that notes the round in the hidden sheet, and in Mottagare what was sent when."""
    edits = [*identity_edits(book.snapshot, round_id=round_id)]
    rows = book.tables[RECIPIENTS.name]
    for one in made:
        when = one.sent.sent[:16].replace("T", " ")
        for key, text in (("round", round_id), ("sent", when), ("file", f"{one.name}.xlsx")):
            if rows.has(key):
                edits.append(Edit(rows.cell(one.recipient.row, key), Content(text)))
    return Plan(tuple(edit for edit in edits if not same_content(book.snapshot.content(edit.cell), edit.content)))
