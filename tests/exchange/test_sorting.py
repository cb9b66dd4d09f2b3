"""Which file of each unit is used, in whatever order they are read."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import permutations

import pytest

from runxl.exchange.archive import Sent
from runxl.exchange.sorting import Arrived, sorted_out, when
from runxl.exchange.submissions import Held, Submission

NOW = datetime(2026, 9, 12, 8, tzinfo=UTC)
SENT = Sent("2026-08-aaaaaaaa", "musik", "id", "untouched", "2026-09-01T08:00:00+00:00", 3, "", "")


def came(sha256: str, day: int, *, year: int = 2026) -> Arrived:
    return Arrived("musik", datetime(year, 9, day, 8, tzinfo=UTC), "", f"{sha256}.xlsx", sha256, SENT, ())


def held(sha256: str, day: int) -> Held:
    received = when(datetime(2026, 9, day, 8, tzinfo=UTC))
    return Held({"musik": Submission("musik", received, "", f"{sha256}.xlsx", sha256, "", 1, 0)}, ())


@pytest.mark.parametrize("arrived", list(permutations([came("first", 2), came("second", 4), came("third", 3)])))
def test_the_newest_is_used_in_whatever_order_they_are_read(arrived: tuple[Arrived, ...]) -> None:
    newest, unused = sorted_out(arrived, Held({}, ()), NOW)
    assert newest["musik"].sha256 == "second"
    assert {one.sha256 for one in unused} == {"first", "third"}


def test_a_copy_counts_from_when_the_same_bytes_first_came() -> None:
    newest, unused = sorted_out([came("a", 2), came("b", 3), came("a", 9)], Held({}, ()), NOW)
    assert newest["musik"].sha256 == "b"
    assert sorted(one.status for one in unused) == ["dubblett", "äldre"]


def test_the_file_as_it_was_sent_never_takes_the_place_of_an_answer() -> None:
    assert sorted_out([came("a", 2), came("untouched", 9)], Held({}, ()), NOW).newest["musik"].sha256 == "a"
    assert sorted_out([came("untouched", 9)], held("a", 2), NOW).newest == {}


def test_an_answer_takes_the_place_of_the_file_as_it_was_sent_whatever_their_times() -> None:
    assert sorted_out([came("a", 2)], held("untouched", 9), NOW).newest["musik"].sha256 == "a"


def test_a_clock_that_is_ahead_makes_no_file_newer_than_those_that_come_later() -> None:
    ahead = sorted_out([came("ahead", 9, year=2099)], Held({}, ()), NOW).newest["musik"]
    assert ahead.received == NOW
    later = datetime(2026, 9, 13, 8, tzinfo=UTC)
    assert sorted_out([came("next", 13)], held("ahead", 12), later).newest["musik"].sha256 == "next"
