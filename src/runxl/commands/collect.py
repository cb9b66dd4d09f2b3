"""Samla in: what came back is sorted out, checked and merged into the master; Inlämningar says how far everybody is."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from runxl.commands.foreseen import Foreseen, foreseen
from runxl.commands.outcome import Outcome
from runxl.commands.replies import ToTell, left_alone, replies
from runxl.commands.run import run
from runxl.commands.submitted import Read, in_one_sentence, submission_of
from runxl.commands.validate import Answer, Question, answered, without_computed
from runxl.domain.message import message
from runxl.errors import WorkbookError
from runxl.exchange.conflicts import Origin, read_conflicts
from runxl.exchange.gathering import Workers, at_hand, gathered
from runxl.exchange.identity import Round
from runxl.exchange.merge import merged
from runxl.exchange.merging import merging
from runxl.exchange.ours import ByUnit, master_tables
from runxl.exchange.provenance import Told
from runxl.exchange.recipients import read_recipients
from runxl.exchange.refusals import newer, remarks
from runxl.exchange.rounds import round_to_collect
from runxl.exchange.schedule import in_order, workers
from runxl.exchange.sorting import moment, sorted_out
from runxl.exchange.submissions import (
    Held,
    HowFar,
    Submission,
    read_submissions,
    remark_of,
    submissions_plan,
    superseded,
)
from runxl.exchange.versions import Past
from runxl.grid import applied
from runxl.hosts.uncollected import uncollected
from runxl.layout import SUBMISSIONS
from runxl.layout.words import DUPLICATE, OLDER, REFUSED, WITH_ERRORS
from runxl.sheets.logged import changed_cells
from runxl.sheets.workbook import read_workbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from runxl.commands.inbox import Inbox
    from runxl.domain.finding import Finding
    from runxl.exchange.archive import Archive
    from runxl.exchange.gathering import Held as HeldFile
    from runxl.exchange.letters import Letter
    from runxl.exchange.merge import Merge
    from runxl.exchange.recipients import Recipient
    from runxl.exchange.refusals import Refused
    from runxl.exchange.sorting import Arrived
    from runxl.exchange.submissions import Unused
    from runxl.grid import Snapshot
    from runxl.sheets.workbook import Workbook


class _Came(NamedTuple):
    """The new files, those that the master holds already, those that are not used, and of those the refused ones.

    `sent` is when each unit was first sent its workbook in this round, `as_sent` the checksums of all that was sent.
    """

    read: Sequence[Read]
    held: Held
    unused: tuple[Unused, ...]
    refused: tuple[Refused, ...]
    sent: Mapping[str, datetime]
    as_sent: frozenset[str]


class Collected(NamedTuple):
    """What an inbox comes to, nothing written yet.

    `letters` are answers and reminders by the names of their files, None where an earlier one no longer holds. Those
    that are `left_alone` hold, where there are such.
    """

    outcome: Outcome
    how_far: HowFar
    unused: tuple[Unused, ...]
    letters: Mapping[str, Letter | None]
    left_alone: tuple[str, ...]
    foreseen: Foreseen

    def drafts(self, folder: Path) -> int:
        """Return how many answers and reminders there are to send, in a folder when the letters are written there."""
        written = sum(letter is not None for letter in self.letters.values())
        return written + sum((folder / name).is_file() for name in self.left_alone)

    @property
    def has_errors(self) -> bool:
        """Whether a unit has faults to put right."""
        return self.how_far.counts()[WITH_ERRORS] > 0


def collected(snapshot: Snapshot, inbox: Inbox) -> Collected:
    """Return what an inbox makes of the master; with `keep`, every file of the round is in the archive by then.

    Raises CallError where it is no folder for answers, WorkbookError where nothing has been sent from this workbook.
    """
    inbox.refuse_another()
    book = read_workbook(snapshot)
    this, recipients = _round(book, inbox.archive)
    held = read_submissions(snapshot, this.units)
    with _hands(inbox) as hands:
        came = gathered(inbox.pieces(), this, inbox.archive, hands, keep=inbox.keep)
        newest, older = sorted_out(came.arrived, held, inbox.time)
        wanted = [one for unit, one in newest.items() if _is_new(one.sha256, held.newest.get(unit))]
        new = at_hand(wanted, came.newest, inbox.pieces())
        questions = (_question(one, held, inbox.archive, this) for one in new)
        with uncollected():
            read = list(_read(snapshot, new, questions, hands))
    unused = sorted((*_listed(older, held, newest), *(one.row for one in came.refused)), key=_order)
    with uncollected():
        as_sent = frozenset(one.sha256 for one in this.sent)
        all_ = _Came(read, held, tuple(unused), came.refused, _first_sent(this), as_sent)
        return _taken_in(book, recipients, all_, inbox.time)


def _order(unused: Unused) -> tuple[int, str, str, str]:
    return (OLDER, DUPLICATE, REFUSED).index(unused.status), unused.unit, unused.file, unused.sha256


def _is_new(sha256: str, before: Submission | None) -> bool:
    return before is None or before.sha256 != sha256


def _listed(older: Iterable[Unused], held: Held, newest: Mapping[str, Arrived]) -> Iterator[Unused]:
    """Give the files that were never used, also those that the inbox holds no longer."""
    taken = {one.sha256 for one in held.taken}
    here = [one for one in older if one.status != OLDER or one.sha256 not in taken]
    yield from here
    there = {one.sha256 for one in here if one.status == OLDER}
    for one in held.passed:
        if one.sha256 not in taken | there:
            now = newest.get(one.unit)
            yield one if now is None else one._replace(remark=remark_of([message("came-before", file=now.path)]))


def _round(book: Workbook, archive: Archive) -> tuple[Round, tuple[Recipient, ...]]:
    """Return what is known of the round. Raises WorkbookError where nothing was sent, or nobody can be answered."""
    if book.rows(SUBMISSIONS) is None:
        raise WorkbookError("submissions-missing", sheet=SUBMISSIONS.sheet, table=SUBMISSIONS.name)
    recipients = read_recipients(book)
    round_id = round_to_collect(book, archive)
    shared = Counter(one.address.casefold() for one in recipients.rows)
    senders = {one.address.casefold(): one.unit for one in recipients.rows if shared[one.address.casefold()] == 1}
    units = tuple(one.unit for one in recipients.rows)
    return Round(round_id, str(book.settings.period), units, senders, archive.all_sent), recipients.rows


def _first_sent(this: Round) -> dict[str, datetime]:
    """Return when each unit was sent its first workbook of the round."""
    times = ((one.unit, moment(one.sent)) for one in reversed(this.sent) if one.round == this.id)
    return {unit: time for unit, time in times if time is not None}


@contextmanager
def _hands(inbox: Inbox) -> Iterator[Workers]:
    files = inbox.files()
    done = 0

    def one_more() -> None:
        nonlocal done
        done += 1
        inbox.progress(done, max(files, done))

    with workers(inbox.scheduler, files) as (executor, cores):
        yield Workers(executor, cores, one_more)


def _read(snapshot: Snapshot, new: Sequence[HeldFile], questions: Iterable[Question], hands: Workers) -> Iterator[Read]:
    """Give each new file with its merge; they are looked through as the inbox was, the merges made here."""
    master, told = ByUnit(master_tables(snapshot)), Told(snapshot)
    answers = in_order(answered, questions, hands.executor, hands.cores)
    for file, (_, found) in zip(new, answers, strict=True):
        unit, base = file.arrived.unit, file.arrived.base
        mine = master.ours(unit, found.sent)
        since = "" if base is None else base.sent
        past = Past(told.settled(unit, found.earlier, mine, since), master.moved(unit, found.sent))
        merge = without_computed(merged(unit, found.sent, found.theirs, mine, past), found.computed)
        yield Read(file, merge, (*merge.unread, *_besides(found, merge)))


def _question(file: HeldFile, held: Held, archive: Archive, this: Round) -> Question:
    unit, base = file.arrived.unit, file.arrived.base
    sent = {one.workbook_id: archive.bytes_of(one) for one in archive.sent_to(this.id, unit)}
    earlier = {digest: archive.bytes_of(digest) for digest in held.taken_from(unit)}
    return Question(file.data, "" if base is None else base.workbook_id, _there(sent), _there(earlier))


def _there(files: Mapping[str, bytes | None]) -> dict[str, bytes]:
    """Return the files that the archive still has."""
    return {name: data for name, data in files.items() if data is not None}


def _besides(found: Answer, merge: Merge) -> Iterator[Finding]:
    """Give what a check found in cells of which the merge has nothing to say."""
    told = {finding.cell for finding in merge.unread}
    return (finding for finding in found.findings if finding.cell is None or finding.cell not in told)


def _taken_in(book: Workbook, recipients: Sequence[Recipient], came: _Came, time: datetime) -> Collected:
    """Return what the new files make of the master."""
    snapshot = book.snapshot
    merges = merging(snapshot, [(_origin(one), one.merge) for one in came.read])
    merged_ = applied(snapshot, merges.plan)
    waiting = tuple(read_conflicts(merged_).values())
    held = _with_new(came, recipients)
    refused = newer(came.refused, held.newest, came.sent)
    how_far = HowFar(
        tuple(one.unit for one in recipients),
        frozenset(one.unit for one in recipients if time.date() > one.deadline),
        held,
        Counter(pending.origin.unit for pending in waiting),
        {unit: remarks(ones, has_answered=unit in held.newest) for unit, ones in refused.items()},
        came.as_sent,
    )
    plan = merges.plan.then(submissions_plan(merged_, how_far, came.unused))
    after = applied(snapshot, plan)
    filled = run(after, changed_cells(read_workbook(after), merges.log))
    outcome = Outcome(
        plan.then(filled.plan),
        filled.findings,
        in_one_sentence(how_far, came.unused, filled.message),
        {**filled.summary, "units": how_far.counts()},
        filled.told_once,
        merges.log,
    )
    found = {one.file.arrived.unit: (one.file.arrived.path, one.findings) for one in came.read}
    to_tell = ToTell(found, refused, frozenset(how_far.units) - held.newest.keys())
    letters = dict(replies(recipients, book.settings.period, to_tell, time.date()))
    unused = (*superseded(held), *came.unused)
    alone = left_alone(recipients, to_tell)
    return Collected(outcome, how_far, unused, letters, alone, foreseen(came.read, merges.log, waiting))


def _with_new(came: _Came, recipients: Sequence[Recipient]) -> Held:
    """Return the files that the master holds with the new ones; those that they take the place of are earlier ones."""
    new = {one.file.arrived.unit: submission_of(one, recipients) for one in came.read}
    replaced = (before for unit, before in came.held.newest.items() if unit in new)
    return Held({**came.held.newest, **new}, (*came.held.earlier, *replaced))


def _origin(read: Read) -> Origin:
    arrived = read.file.arrived
    return Origin(arrived.unit, arrived.sender, arrived.path, arrived.sha256)
