"""Exact bounds on sums: values for variables that keep every bound at once, or the bounds that contradict each other.

The general simplex of Dutertre and de Moura (2006), "A fast linear-arithmetic solver for DPLL(T)": every sum is a
variable of its own, bounds come and go while the tableau stays, and what cannot be kept names its reason.
"""

from __future__ import annotations

import time
from collections import defaultdict
from fractions import Fraction
from math import inf
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Number: TypeAlias = int | Fraction

_PATIENCE = 200
"""Steps by guess before steps by Bland's rule, which is slower and always ends."""


class Box(NamedTuple):
    """Where a variable may be; an infinite side is the float."""

    low: Number | float
    high: Number | float


FREE = Box(-inf, inf)


def quotient(one: Number, other: Number) -> Number:
    """Return one over the other, a whole number where it is one: those count many times faster.

    >>> quotient(6, 3), quotient(1, 2)
    (2, Fraction(1, 2))
    """
    if type(one) is int and other in (1, -1):
        return one * other
    whole = Fraction(one) / other
    return whole.numerator if whole.denominator == 1 else whole


def size(number: Number) -> Number:
    """Return a number without its sign; the built-in function has no type for this."""
    return number if number >= 0 else -number


class OutOfTime(Exception):  # noqa: N818  (no error of anybody's: the time that was given is over)
    """The deadline passed before there was an answer."""


def look_at_the_clock(deadline: float) -> None:
    """Raise an OutOfTime where the deadline has passed."""
    if time.monotonic() > deadline:
        raise OutOfTime


class Tableau:
    """Variables with boxes and sums of them with boxes, changed in place as boxes change.

    Variables are numbered from 0, the sums after them. `start` is a value for each variable, within its box;
    `deadline` when, by `time.monotonic`, to give up with an OutOfTime.
    """

    def __init__(
        self,
        boxes: Sequence[Box],
        start: Sequence[Number],
        sums: Sequence[tuple[Mapping[int, Number], Box]],
        deadline: float = inf,
    ) -> None:
        self.deadline = deadline
        self.boxes = [*boxes, *(box for _, box in sums)]
        self.values: list[Number] = [
            *start,
            *(sum(factor * start[place] for place, factor in terms.items()) for terms, _ in sums),
        ]
        self._own = tuple(self.boxes)
        self._changed: set[int] = set()
        self._rows: dict[int, dict[int, Number]] = {}
        self._columns: dict[int, set[int]] = defaultdict(set)
        for basic, (terms, _) in enumerate(sums, len(boxes)):
            self._rows[basic] = dict(terms)
            for place in terms:
                self._columns[place].add(basic)
        self._wrong = {basic for basic in self._rows if not self._fits(basic)}

    def bound(self, boxes: Mapping[int, Box]) -> None:
        """Give these variables other boxes than their own, and every other variable its own again."""
        for place in (self._changed | boxes.keys()) - self._unchanged(boxes):
            self.boxes[place] = boxes.get(place, self._own[place])
            if place in self._rows:
                self._judge(place)
            elif not self._fits(place):
                low, high = self.boxes[place]
                nearest = low if self.values[place] < low else high
                self._move(place, nearest - self.values[place])  # type: ignore[arg-type]  # the side that was crossed is finite
        self._changed = set(boxes)

    def _unchanged(self, boxes: Mapping[int, Box]) -> set[int]:
        return {place for place in self._changed & boxes.keys() if boxes[place] == self.boxes[place]}

    def conflict(self) -> dict[int, Number] | None:
        """Return None once every value is in its box, or a sum of variables that is always 0 and by their boxes never.

        No smaller part of those boxes contradicts itself.
        """
        steps = 0
        while self._wrong:
            look_at_the_clock(self.deadline)
            basic = self._leaving(steps)
            low, high = self.boxes[basic]
            bound = low if self.values[basic] < low else high
            missing: Number = bound - self.values[basic]  # type: ignore[assignment]  # the side that was crossed is finite
            place = self._entering(basic, missing, steps)
            if place is None:
                return {**self._rows[basic], basic: -1}
            self._repair(basic, place, missing, steps)
            steps += 1
        return None

    def extreme(self, place: int, direction: int) -> Number | float:
        """Return the largest (direction 1) or smallest (-1) value that a variable can have; all values must fit."""
        while (entering := self._improving(place, direction)) is not None:
            look_at_the_clock(self.deadline)
            other, up = entering
            room, blocking = self._room(other, up)
            if room == inf:
                return inf * direction
            self._move(other, room * up)
            if blocking is not None:
                self._pivot(blocking, other)
        return self.values[place]

    def _fits(self, place: int) -> bool:
        low, high = self.boxes[place]
        return low <= self.values[place] <= high

    def _judge(self, basic: int) -> None:
        if self._fits(basic):
            self._wrong.discard(basic)
        else:
            self._wrong.add(basic)

    def _leaving(self, steps: int) -> int:
        if steps < _PATIENCE:
            return min(self._wrong, key=lambda basic: (len(self._rows[basic]), basic))
        return min(self._wrong)

    def _entering(self, basic: int, missing: Number, steps: int) -> int | None:
        """Return a variable of the row that has room to bring the row nearer its box."""
        able = {place: room for place, room in self._rooms(basic, missing) if room > 0}
        if not able or steps >= _PATIENCE:
            return min(able, default=None)
        return min(able, key=lambda place: (able[place] < size(missing), len(self._columns[place]), place))

    def _rooms(self, basic: int, missing: Number) -> Iterator[tuple[int, Number | float]]:
        """Give how far each variable of a row can move the row in the direction that it misses."""
        for place, factor in self._rows[basic].items():
            low, high = self.boxes[place]
            up = (factor > 0) == (missing > 0)
            room = _apart(self.values[place], high) if up else _apart(low, self.values[place])
            yield place, room if room == inf else room * size(factor)

    def _repair(self, basic: int, place: int, missing: Number, steps: int) -> None:
        factor = self._rows[basic][place]
        low, high = self.boxes[place]
        change = quotient(missing, factor)
        if steps < _PATIENCE and not low <= self.values[place] + change <= high:
            bound = high if change > 0 else low
            self._move(place, bound - self.values[place])  # type: ignore[arg-type]  # the side that was crossed is finite
            return
        self._move(place, change)
        self._pivot(basic, place)

    def _move(self, place: int, change: Number) -> None:
        self.values[place] += change
        for basic in self._columns[place]:
            self.values[basic] += self._rows[basic][place] * change
            self._judge(basic)

    def _pivot(self, basic: int, place: int) -> None:
        """Let a variable of the row take the row's own place: it becomes the sum of the others."""
        row = self._rows.pop(basic)
        factor = row.pop(place)
        row = {other: quotient(-share, factor) for other, share in row.items()}
        row[basic] = quotient(1, factor)
        using = self._columns.pop(place) - {basic}
        for other in row:
            self._columns[other].discard(basic)
            self._columns[other].add(place)
        self._rows[place] = row
        for user in using:
            self._substitute(user, place, row)
        self._wrong.discard(basic)
        self._judge(place)

    def _substitute(self, user: int, place: int, row: Mapping[int, Number]) -> None:
        target = self._rows[user]
        weight = target.pop(place)
        for other, share in row.items():
            total = target.get(other, 0) + weight * share
            if total:
                target[other] = total
                self._columns[other].add(user)
            else:
                del target[other]
                self._columns[other].discard(user)

    def _improving(self, place: int, direction: int) -> tuple[int, int] | None:
        """Return the first variable that, moved up (1) or down (-1), brings the place further; Bland's rule ends."""
        row = self._rows.get(place, {place: 1})
        for other in sorted(row):
            low, high = self.boxes[other]
            up = direction if row[other] > 0 else -direction
            if (up > 0 and self.values[other] < high) or (up < 0 and self.values[other] > low):
                return other, up
        return None

    def _room(self, place: int, up: int) -> tuple[Number, int | None]:
        """Return how far a variable can move before its own box or a sum's stops it, and that sum."""
        low, high = self.boxes[place]
        room = _apart(self.values[place], high) if up > 0 else _apart(low, self.values[place])
        blocking = None
        for basic in sorted(self._columns[place]):
            factor = self._rows[basic][place] * up
            low, high = self.boxes[basic]
            left = _apart(self.values[basic], high) if factor > 0 else _apart(low, self.values[basic])
            if left != inf and (far := quotient(left, size(factor))) < room:  # type: ignore[arg-type]  # left is finite
                room, blocking = far, basic
        return room, blocking  # type: ignore[return-value]  # infinite room is told apart by whoever asks


def _apart(low: Number | float, high: Number | float) -> Number | float:
    """Return how far it is from one end to another; an endless one is not computed with, as no double is so large."""
    return inf if low == -inf or high == inf else high - low
