"""What Inlämningar says of a unit's new file, and what is said of an inbox when it has been taken in."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from runxl.commands.validate import NOT_CHECKED
from runxl.domain.finding import Finding, Severity
from runxl.domain.message import Message, message
from runxl.exchange.sorting import when
from runxl.exchange.submissions import Submission, remark_of
from runxl.layout.words import LATE, MISSING, READY, REFUSED, SUBMITTED, WITH_ERRORS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from runxl.exchange.gathering import Held
    from runxl.exchange.merge import Merge
    from runxl.exchange.recipients import Recipient
    from runxl.exchange.submissions import HowFar, Unused
    from runxl.grid import Address

_MOST_NAMED = 6


class Read(NamedTuple):
    """A unit's new file, and what it comes to: what is merged, and what is wrong in it by its own cells."""

    file: Held
    merge: Merge
    findings: tuple[Finding, ...]


def submission_of(read: Read, recipients: Sequence[Recipient]) -> Submission:
    """Return what Inlämningar says of a new file."""
    arrived, merge = read.file.arrived, read.merge
    recipient = next(one for one in recipients if one.unit == arrived.unit)
    errors = sum(finding.severity is Severity.ERROR for finding in read.findings)
    return Submission(
        arrived.unit,
        when(arrived.received),
        arrived.sender,
        arrived.path,
        arrived.sha256,
        remark_of((*_oddities(read, recipient), *arrived.remarks)),
        len(merge.taken),
        errors,
    )


def _oddities(read: Read, recipient: Recipient) -> Iterator[Message]:
    """Give what is worth knowing of a file that was taken over."""
    arrived, merge = read.file.arrived, read.merge
    if arrived.base is not None and arrived.sha256 == arrived.base.sha256:
        yield message("submission-untouched")
    if arrived.received is not None and arrived.received.astimezone().date() > recipient.deadline:
        yield message("submission-late", deadline=recipient.deadline.isoformat())
    if arrived.sender and arrived.sender.casefold() != recipient.address.casefold():
        yield message("submission-from-another", sender=arrived.sender, recipient=recipient.address)
    yield from (message(one.rule, **one.parts) for one in read.findings if one.rule == NOT_CHECKED)
    for code, cells in (
        ("submission-number-as-text", _cells_of(merge, "returned-number-as-text")),
        ("submission-row-anothers", _cells_of(merge, "returned-row-anothers")),
        ("submission-typed-over", [change.source for change in merge.typed_over]),
    ):
        if cells:
            more = ["…"] if len(cells) > _MOST_NAMED else []
            yield message(code, count=len(cells), cells=[*cells[:_MOST_NAMED], *more])


def _cells_of(merge: Merge, rule: str) -> list[Address | None]:
    return [finding.cell for finding in merge.unread if finding.rule == rule]


def in_one_sentence(how_far: HowFar, unused: Sequence[Unused], run_message: Message) -> Message:
    """Return how far everybody has come."""
    counts = how_far.counts()
    refused = sum(one.status == REFUSED for one in unused)
    return message(
        "collect-done",
        units=len(how_far.units),
        came=counts[READY] + counts[SUBMITTED] + counts[WITH_ERRORS],
        missing=counts[MISSING] + counts[LATE],
        choose=sum(how_far.to_choose.values()),
        faulty=counts[WITH_ERRORS],
        refused=refused,
        run=run_message,
    )
