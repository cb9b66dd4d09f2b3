"""Inlämningar: how far each unit has come, which of its files is used, and why the other files are not."""

from __future__ import annotations

from decimal import Decimal
from itertools import takewhile
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from runxl import language
from runxl.domain.message import message
from runxl.exchange.mailbox.item import WITHIN
from runxl.grid import Address, Content, Edit, Plan
from runxl.layout import SUBMISSIONS
from runxl.layout.words import LATE, MISSING, OLDER, READY, REFUSED, SUBMITTED, WITH_ERRORS
from runxl.sheets.report import columns_of, rows_plan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from runxl.domain.message import Message
    from runxl.grid import Snapshot, Value


_USED = (SUBMITTED, WITH_ERRORS, READY)
"""What Inlämningar says of a unit whose file is in the master."""


_LONGEST_REMARK = 1000


class Submission(NamedTuple):
    """The file of a unit that the master holds: when it came and from whom, and its bytes' SHA-256.

    `taken` is the number of cells that were taken over from it, `errors` what a check of it found.
    """

    unit: str
    received: str
    sender: str
    file: str
    sha256: str
    remark: str
    taken: int
    errors: int


class Unused(NamedTuple):
    """A file that came in and is not used: `status` is one of the words for why, `remark` says it whole."""

    status: str
    unit: str
    received: str
    sender: str
    file: str
    remark: str
    sha256: str


class Held(NamedTuple):
    """The files that the master knows: the newest of each unit, those taken over before it, and those never used."""

    newest: Mapping[str, Submission]
    earlier: tuple[Submission, ...]
    passed: tuple[Unused, ...] = ()

    @property
    def taken(self) -> tuple[Submission, ...]:
        """Every file that was taken over."""
        return (*self.earlier, *self.newest.values())

    def first_came(self) -> dict[str, str]:
        """Return when each file came first, by its checksum."""
        taken = {one.sha256: one.received for one in self.taken}
        return {one.sha256: one.received for one in self.passed} | taken

    def taken_from(self, unit: str) -> list[str]:
        """Return the checksums of all files of a unit that stand in the master, the newest last."""
        return [one.sha256 for one in self.taken if one.unit == unit]


def read_submissions(snapshot: Snapshot, units: Iterable[str] = ()) -> Held:
    """Return the files that the master knows, as Inlämningar says; none where it has no such table.

    `units` are the units' ids as they are spelled now.
    """
    newest: dict[str, Submission] = {}
    earlier: list[Submission] = []
    passed: list[Unused] = []
    spelled = {unit.casefold(): unit for unit in units}
    table = snapshot.tables.get(SUBMISSIONS.name)
    if table is None:
        return Held(newest, ())
    columns = columns_of(SUBMISSIONS, table)
    rows = [
        {key: snapshot.content(Address(table.sheet, number, column)).value for key, column in columns.items()}
        for number in table.body
    ]
    refused = tuple(str(row["remark"]) for row in rows if row.get("status") == REFUSED and row.get("remark"))
    for row in rows:
        submission = _submission(row, spelled)
        submission = submission._replace(remark=_of_the_file(submission.remark, refused))
        if row.get("status") in _USED:
            newest.setdefault(submission.unit, submission)
        # what was never taken over says nothing of how much was taken
        elif row.get("status") == OLDER and row.get("taken") is not None:
            earlier.append(submission)
        elif row.get("status") == OLDER:
            passed.append(_passed(submission))
    return Held(newest, tuple(earlier), tuple(passed))


def _of_the_file(remark: str, refused: tuple[str, ...]) -> str:
    """Return what a unit's row says of its file, without the lines after that about other files, which are refused."""
    return "\n".join(takewhile(lambda line: not line.endswith(refused), remark.split("\n")))


def _passed(one: Submission) -> Unused:
    return Unused(OLDER, one.unit, one.received, one.sender, one.file, one.remark, one.sha256)


def _submission(row: Mapping[str, Value], spelled: Mapping[str, str]) -> Submission:
    def text(key: str) -> str:
        value = row.get(key)
        return value if isinstance(value, str) else ""

    def count(key: str) -> int:
        value = row.get(key)
        return int(value) if isinstance(value, Decimal) else 0

    unit, received, sender, file, sha256, remark = map(text, Submission._fields[:6])
    unit = spelled.get(unit.casefold(), unit)
    return Submission(unit, received, sender, file, sha256, remark, count("taken"), count("errors"))


def status(submission: Submission | None, to_choose: int, *, is_late: bool, is_untouched: bool) -> str:
    """Return how far a unit has come, `to_choose` being its rows in Konflikter.

    One whose file is the very one that was sent is not done: somebody has to ask whether that is its answer.

    >>> status(None, 0, is_late=False, is_untouched=False), status(None, 0, is_late=True, is_untouched=False)
    ('saknas', 'försenad')
    """
    if submission is None:
        return LATE if is_late else MISSING
    if submission.errors:
        return WITH_ERRORS
    return SUBMITTED if to_choose or is_untouched else READY


class HowFar(NamedTuple):
    """The units of a round in their order, those that are late if nothing has come, and what came from the others.

    `to_choose` counts the rows of Konflikter by unit; `refused` are lines about what else a unit has sent. `as_sent`
    are the checksums of what was sent.
    """

    units: Sequence[str]
    late: frozenset[str]
    held: Held
    to_choose: Mapping[str, int]
    refused: Mapping[str, Sequence[str]] = MappingProxyType({})
    as_sent: frozenset[str] = frozenset()

    def status(self, unit: str) -> str:
        """Return how far a unit has come."""
        held, is_late = self.held.newest.get(unit), unit in self.late
        is_untouched = held is not None and held.sha256 in self.as_sent
        return status(held, self.to_choose.get(unit, 0), is_late=is_late, is_untouched=is_untouched)

    def remark(self, unit: str) -> str:
        """Return what is worth knowing of a unit's file, and a line for each thing that was refused since."""
        held = self.held.newest.get(unit)
        lines = ("" if held is None else held.remark, *self.refused.get(unit, ()))
        return "\n".join(filter(None, lines))

    def counts(self) -> dict[str, int]:
        """Return how many units have come how far, by the words of Inlämningar."""
        having = [self.status(unit) for unit in self.units]
        return {word: having.count(word) for word in (READY, SUBMITTED, WITH_ERRORS, MISSING, LATE)}


def submissions_plan(snapshot: Snapshot, how_far: HowFar, unused: Iterable[Unused]) -> Plan:
    """Return the plan that makes Inlämningar say this: a row for each unit, then one for each file that is not used."""
    table = snapshot.tables.get(SUBMISSIONS.name)
    if table is None:
        return Plan()
    wanted = [*_unit_rows(how_far), *_earlier_rows(how_far.held), *map(_unused_row, unused)]
    numbered = ({"id": Content(Decimal(number)), **row} for number, row in enumerate(wanted, start=1))
    return rows_plan(snapshot, SUBMISSIONS, table, list(numbered))


def with_choices_left(snapshot: Snapshot, to_choose: Mapping[str, int]) -> Plan:
    """Return the plan that makes Inlämningar say how much is left to choose; what has not come is left as it is."""
    table = snapshot.tables.get(SUBMISSIONS.name)
    columns = {} if table is None else columns_of(SUBMISSIONS, table)
    if table is None or not {"unit", "status", "conflicts"} <= columns.keys():
        return Plan()
    newest = read_submissions(snapshot).newest
    edits: list[Edit] = []
    for number in table.body:
        unit, was, count = (Address(table.sheet, number, columns[key]) for key in ("unit", "status", "conflicts"))
        submission, before = newest.get(str(snapshot.content(unit).value)), snapshot.content(was).value
        if submission is not None and before in _USED:
            left = to_choose.get(submission.unit, 0)
            # nothing to choose, and yet not done: only an untouched file is both
            is_untouched = before == SUBMITTED and snapshot.content(count).value == 0
            now = status(submission, left, is_late=False, is_untouched=is_untouched)
            edits += (Edit(was, Content(now)), Edit(count, Content(Decimal(left))))
    return Plan(tuple(edit for edit in edits if snapshot.content(edit.cell) != edit.content))


def _unit_rows(how_far: HowFar) -> Iterator[dict[str, Content]]:
    for unit in how_far.units:
        said = {"unit": Content(unit), "status": Content(how_far.status(unit))}
        if unit in how_far.held.newest:
            said |= _cells(how_far.held.newest[unit])
            said["conflicts"] = Content(Decimal(how_far.to_choose.get(unit, 0)))
        if remark := how_far.remark(unit):
            said["remark"] = Content(remark)
        yield said


def superseded(held: Held) -> Iterator[Unused]:
    """Give the files that were taken over and are used no longer, each with the one that holds instead."""
    for one in held.earlier:
        now = held.newest.get(one.unit)
        remark = one.remark if now is None else remark_of([message("came-before", file=now.file)])
        yield Unused(OLDER, one.unit, one.received, one.sender, one.file, remark, one.sha256)


def _earlier_rows(held: Held) -> Iterator[dict[str, Content]]:
    for one, unused in zip(held.earlier, superseded(held), strict=True):
        yield {**_unused_row(unused), "taken": Content(Decimal(one.taken))}


def _cells(submission: Submission) -> dict[str, Content]:
    said: dict[str, Content] = {}
    for key, value in submission._asdict().items():
        if value != "":
            said[key] = Content(Decimal(value) if isinstance(value, int) else value)
    return said


def _unused_row(unused: Unused) -> dict[str, Content]:
    return {key: Content(value) for key, value in unused._asdict().items() if value}


def remark_of(messages: Iterable[Message]) -> str:
    """Return remarks as one line of a cell's text, cut where nobody would read on."""
    line = " ".join(dict.fromkeys(map(language.sentence_of, messages))).replace("\n", " ")
    return line if len(line) <= _LONGEST_REMARK else f"{line[:_LONGEST_REMARK]} …"


def named(file: str, remark: str) -> str:
    """Return a remark behind the path of its file, whose name is said once.

    >>> named("svar.eml » foto.jpg", "foto.jpg är ingen arbetsbok."), named("svar.eml", "Mejlet är tomt.")
    ('svar.eml » foto.jpg är ingen arbetsbok.', 'svar.eml: Mejlet är tomt.')
    """
    name = file.rpartition(WITHIN)[2].rpartition("/")[2]
    return f"{file.removesuffix(name)}{remark}" if remark.startswith(f"{name} ") else f"{file}: {remark}"
