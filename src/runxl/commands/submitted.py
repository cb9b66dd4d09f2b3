"""What Inlämningar says of a unit's new file, and what is said of an inbox when it has been taken in."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, NamedTuple

from runxl import language
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

_MOST_NAMED, _MOST_QUOTED, _LONGEST_TEXT = 6, 3, 60
_TOLD_WHOLE = (NOT_CHECKED, "returned-table-missing", "returned-column-missing")
_NOT_TAKEN = (
    "returned-not-held",
    "returned-ambiguous",
    "returned-not-computed",
    "returned-row-not-known",
    "returned-row-of-another",
    "returned-row-moved",
    "returned-rows-too-many",
)
_WHAT_STANDS_THERE = ("text", "formula")
"""The parts of these findings that quote a cell."""


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
    if arrived.is_untouched:
        yield message("submission-untouched")
    if arrived.received is not None and arrived.received.astimezone().date() > recipient.deadline:
        yield message("submission-late", deadline=recipient.deadline.isoformat())
    if arrived.sender and arrived.sender.casefold() != recipient.address.casefold():
        yield message("submission-from-another", sender=arrived.sender, recipient=recipient.address)
    yield from (message(one.rule, **one.parts) for one in read.findings if one.rule in _TOLD_WHOLE)
    yield from _not_taken([one for one in merge.unread if one.rule in _NOT_TAKEN and one.cell is not None])
    yield from _as_numbers([one for one in merge.unread if one.rule == "returned-number-as-text"])
    for code, cells in (
        ("submission-row-anothers", [one.cell for one in merge.unread if one.rule == "returned-row-anothers"]),
        ("submission-typed-over", [change.source for change in merge.typed_over]),
    ):
        if cells:
            yield message(code, count=len(cells), cells=_first(cells))


def _not_taken(findings: Sequence[Finding]) -> Iterator[Message]:
    """Give the cells of the file from which nothing was taken; where they are few, with what stands there."""
    if findings:
        is_few = len(findings) <= _MOST_QUOTED
        cells = [_quoted(one) if is_few else one.cell for one in findings]
        yield message("submission-not-taken", count=len(cells), cells=_first(cells))


def _quoted(finding: Finding) -> object:
    says = next((finding.parts[key] for key in _WHAT_STANDS_THERE if key in finding.parts), None)
    return finding.cell if says is None else message("cell-says", cell=finding.cell, text=_brief(says))


def _as_numbers(findings: Sequence[Finding]) -> Iterator[Message]:
    if findings:
        first, cells = findings[0].parts, [one.cell for one in findings]
        said = {"text": _brief(first["text"]), "number": first["number"]}
        yield message("submission-number-as-text", count=len(cells), cells=_first(cells), **said)


def _first(cells: Sequence[object]) -> list[object]:
    return [*cells[:_MOST_NAMED], *(["…"] if len(cells) > _MOST_NAMED else [])]


def _brief(value: object) -> str:
    return textwrap.shorten(language.shown(value), _LONGEST_TEXT, placeholder=" …")


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
