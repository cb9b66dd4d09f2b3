"""Which file of each unit is used: the newest. The others are older, or the same once more."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from runxl.domain.message import Message, message
from runxl.exchange.submissions import Unused, remark_of
from runxl.layout.words import DUPLICATE, OLDER

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from runxl.exchange.archive import Sent
    from runxl.exchange.submissions import Held, Submission

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class Arrived(NamedTuple):
    """A unit's workbook of this round as it came: when, from whom, where in the inbox, and the file it began as.

    `remarks` are what is odd about it.
    """

    unit: str
    received: datetime | None
    sender: str
    path: str
    sha256: str
    base: Sent | None
    remarks: tuple[Message, ...]

    @property
    def is_untouched(self) -> bool:
        """Whether it is the very file that was sent; forwarded or copied into the inbox, it answers nothing."""
        return self.base is not None and self.base.sha256 == self.sha256

    @property
    def age(self) -> tuple[bool, datetime, str]:
        """What orders the files of a unit, the newest last; of two that came in one second, by their bytes.

        An untouched file comes before every other.
        """
        return not self.is_untouched, (self.received or _LONG_AGO).replace(microsecond=0), self.sha256

    def by(self, now: datetime) -> Arrived:
        """Return it as it has come by now; a clock that is ahead makes no file newer than those that come after it."""
        return self._replace(received=now) if self.received is not None and self.received > now else self


class SortedOut(NamedTuple):
    """The newest file of each unit, and why the others are not used."""

    newest: dict[str, Arrived]
    unused: tuple[Unused, ...]


def sorted_out(arrived: Iterable[Arrived], held: Held, now: datetime) -> SortedOut:
    """Return which files count, in whatever order they were read; `held` are those that the master knows already.

    The same bytes count from when they first came: a copy that was saved from a mail is no newer than the mail. Nothing
    has come later than now, whatever it says of itself.
    """
    came = held.first_came()
    by_unit: defaultdict[str, list[Arrived]] = defaultdict(list)
    for one in arrived:
        by_unit[one.unit].append(one.by(now))
    newest: dict[str, Arrived] = {}
    unused: list[Unused] = []
    for unit, ones in by_unit.items():
        first, again = _once(sorted(ones, key=lambda one: (*one.age, one.path)))
        first.sort(key=lambda one: _age(one, came))
        unused += (_unused(DUPLICATE, one, message("came-again", first=earlier.path)) for one, earlier in again)
        last = first[-1]
        before = held.newest.get(unit)
        if before is not None and _age(last, came) < _age_held(before, last):
            unused += (_unused(OLDER, one, message("came-before", file=before.file)) for one in first)
            continue
        newest[unit] = last
        unused += (_unused(OLDER, one, message("came-before", file=last.path)) for one in first[:-1])
    return SortedOut(newest, tuple(unused))


def _age(one: Arrived, came: Mapping[str, str]) -> tuple[bool, str, str]:
    """Return what orders a unit's files where the master knows when some of them came first."""
    moment = when(one.received)
    return not one.is_untouched, min(moment, came.get(one.sha256, moment)), one.sha256


def _age_held(before: Submission, now: Arrived) -> tuple[bool, str, str]:
    """Return what orders the file that the master holds of a unit among those that have come now."""
    is_untouched = now.base is not None and now.base.sha256 == before.sha256
    return not is_untouched, before.received, before.sha256


def when(received: datetime | None) -> str:
    """Return a moment as Inlämningar says it, by the clock of this computer; "" for one that is not known."""
    return "" if received is None else received.astimezone().strftime("%Y-%m-%d %H:%M:%S")


def _once(oldest_first: Sequence[Arrived]) -> tuple[list[Arrived], list[tuple[Arrived, Arrived]]]:
    """Return the files that differ, and those that are another once more, each with that one."""
    first: dict[str, Arrived] = {}
    again = []
    for one in oldest_first:
        earlier = first.setdefault(one.sha256, one)
        if earlier is not one:
            again.append((one, earlier))
    return list(first.values()), again


def _unused(status: str, one: Arrived, why: Message) -> Unused:
    return Unused(status, one.unit, when(one.received), one.sender, one.path, remark_of((why,)), one.sha256)
