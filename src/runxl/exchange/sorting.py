"""Which file of each unit is used: the newest. The others are older, or the same once more."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from runxl.domain.message import Message, message
from runxl.exchange.submissions import Unused, remark_of
from runxl.layout.words import DUPLICATE, OLDER

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from runxl.exchange.archive import Sent
    from runxl.exchange.submissions import Held, Submission

# no file of ours is as old: one whose time is not known comes before every other
_LONG_AGO = datetime(1980, 1, 1, tzinfo=UTC)


class Arrived(NamedTuple):
    """A unit's workbook of this round as it came: when, from whom, where in the inbox, and the file it began as.

    `remarks` are what is odd about it. `changed` is when it was last changed, as a zip file that it lay in says.
    """

    unit: str
    received: datetime | None
    sender: str
    path: str
    sha256: str
    base: Sent | None
    remarks: tuple[Message, ...]
    changed: datetime | None = None

    @property
    def is_untouched(self) -> bool:
        """Whether it is the very file that was sent; forwarded or copied into the inbox, it answers nothing."""
        return self.base is not None and self.base.sha256 == self.sha256

    @property
    def age(self) -> tuple[bool, datetime, datetime, str]:
        """What orders the files of a unit, the newest last.

        Of two that came in one second, the one that was changed last is newer, then one of them by their bytes. An
        untouched file comes before every other.
        """
        return not self.is_untouched, self.second, self.changed or _LONG_AGO, self.sha256

    @property
    def second(self) -> datetime:
        """When it came, as Inlämningar tells it."""
        return (self.received or _LONG_AGO).replace(microsecond=0)

    def by(self, moment: datetime | None) -> Arrived:
        """Return it as it has come by a moment at the latest: when its bytes had come before, or now.

        A clock that is ahead makes no file newer than those that come after it.
        """
        is_later = self.received is not None and (moment is None or self.received > moment)
        return self._replace(received=moment) if is_later else self


class SortedOut(NamedTuple):
    """The newest file of each unit, and why the others are not used."""

    newest: dict[str, Arrived]
    unused: tuple[Unused, ...]


def sorted_out(arrived: Iterable[Arrived], held: Held, now: datetime) -> SortedOut:
    """Return which files count, in whatever order they were read; `held` are those that the master knows already.

    The same bytes count from when they first came: a copy that was saved from a mail is no newer than the mail. Nothing
    has come later than now, whatever it says of itself.
    """
    came = {sha256: moment(text) for sha256, text in held.first_came().items()}
    by_unit: defaultdict[str, list[Arrived]] = defaultdict(list)
    for one in arrived:
        by_unit[one.unit].append(one.by(now))
    newest: dict[str, Arrived] = {}
    unused: list[Unused] = []
    for unit, ones in by_unit.items():
        once, again = _once(sorted(ones, key=lambda one: (*one.age, one.path)))
        first = sorted((one.by(came.get(one.sha256, now)) for one in once), key=lambda one: one.age)
        unused += (_unused(DUPLICATE, one, message("came-again", first=earlier.path)) for one, earlier in again)
        last = first[-1]
        before = held.newest.get(unit)
        if before is not None and _is_older(last, before, is_known=last.sha256 in came):
            unused += (_unused(OLDER, one, _holds(one, before.file)) for one in first)
            continue
        newest[unit] = last
        unused += (_unused(OLDER, one, _holds(one, last.path)) for one in first[:-1])
    return SortedOut(newest, tuple(unused))


def _holds(one: Arrived, file: str) -> Message:
    """Return why a file is not used: because of the one that holds."""
    return message("came-untouched" if one.is_untouched else "came-before", file=file)


def _is_older(one: Arrived, before: Submission, *, is_known: bool) -> bool:
    """Tell whether a file is older than the one that the master holds of its unit.

    Of two that came in one second, one that is known has stood back for the other, and does so again.
    """
    is_untouched = one.base is not None and one.base.sha256 == before.sha256
    stood_back = is_known and one.sha256 != before.sha256
    held = not is_untouched, moment(before.received) or _LONG_AGO, True, before.sha256
    return (not one.is_untouched, one.second, not stood_back, one.sha256) < held


def when(received: datetime | None) -> str:
    """Return a moment as Inlämningar says it; "" for one that is not known.

    It is by the clock of this computer and says how far that is from UTC, so that it means the same after a change to
    summer time, and in another time zone.
    """
    return "" if received is None else received.astimezone().isoformat(" ", "seconds")


def moment(text: str) -> datetime | None:
    """Return a moment out of Inlämningar, None where none stands there.

    One that says no offset is by the clock of this computer.
    """
    try:
        said = datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return said if said > _LONG_AGO else None


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
