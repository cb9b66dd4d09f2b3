"""Which file of each unit is used, in whatever order they are read."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from itertools import permutations
from typing import TYPE_CHECKING

import pytest

from runxl.exchange.archive import Sent
from runxl.exchange.sorting import Arrived, sorted_out, when
from runxl.exchange.submissions import Held, Submission, Unused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NOW = datetime(2026, 9, 12, 8, tzinfo=UTC)
SECOND = datetime(2026, 9, 2, 8, tzinfo=UTC)
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


def changed(one: Arrived, hour: int) -> Arrived:
    return one._replace(changed=datetime(2026, 9, 1, hour, tzinfo=UTC))


@pytest.mark.parametrize("hours", [(10, 11), (11, 10)])
def test_of_files_that_came_at_once_the_one_that_was_changed_last_is_used(hours: tuple[int, int]) -> None:
    files = [changed(came(name, 2), hour) for name, hour in zip("ab", hours, strict=True)]
    assert sorted_out(files, Held({}, ()), NOW).newest["musik"].sha256 == "ab"[hours.index(11)]


def test_when_a_file_was_changed_says_nothing_where_another_came_later() -> None:
    files = [changed(came("a", 2), 11), changed(came("b", 3), 10)]
    assert sorted_out(files, Held({}, ()), NOW).newest["musik"].sha256 == "b"


def test_a_file_that_stood_back_for_one_that_came_with_it_does_so_again() -> None:
    passed = (Unused("äldre", "musik", when(SECOND), "", "b.xlsx", "", "b"),)
    standing = held("a", 2)._replace(passed=passed)
    assert sorted_out([came("b", 9)], standing, NOW).newest == {}
    assert sorted_out([changed(came("b", 9), 11)], standing, NOW).newest == {}


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


def test_a_copy_counts_from_when_the_same_bytes_first_came_however_often_it_is_collected() -> None:
    passed = (Unused("äldre", "musik", when(SECOND), "", "a.xlsx", "", "a"),)
    standing = held("b", 5)._replace(passed=passed)
    newest, unused = sorted_out([came("a", 9)], standing, NOW)
    assert newest == {}
    assert [one.received for one in unused] == [when(SECOND)]


needs_zones = pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone of a process cannot be changed here")


@pytest.fixture
def in_zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    def move(zone: str) -> None:
        monkeypatch.setenv("TZ", zone)
        time.tzset()

    yield move
    monkeypatch.undo()
    time.tzset()


def at(sha256: str, moment: datetime) -> Arrived:
    return came(sha256, 1)._replace(received=moment)


def standing(sha256: str, moment: datetime) -> Held:
    return Held({"musik": Submission("musik", when(moment), "", f"{sha256}.xlsx", sha256, "", 1, 0)}, ())


@needs_zones
def test_the_hour_that_comes_twice_in_october_orders_files_as_they_came(in_zone: Callable[[str], None]) -> None:
    in_zone("Europe/Stockholm")
    summer, winter = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 15, tzinfo=UTC)
    assert (when(summer), when(winter)) == ("2026-10-25 02:30:00+02:00", "2026-10-25 02:15:00+01:00")
    later = datetime(2026, 10, 26, tzinfo=UTC)
    assert sorted_out([at("second", winter)], standing("first", summer), later).newest["musik"].sha256 == "second"
    assert sorted_out([at("first", summer)], standing("second", winter), later).newest == {}


@needs_zones
def test_a_master_that_has_been_in_another_time_zone_orders_files_as_they_came(in_zone: Callable[[str], None]) -> None:
    in_zone("Asia/Tokyo")
    before = standing("first", datetime(2026, 9, 8, 8, tzinfo=UTC))
    in_zone("Europe/Stockholm")
    assert (
        sorted_out([at("second", datetime(2026, 9, 8, 9, tzinfo=UTC))], before, NOW).newest["musik"].sha256 == "second"
    )
    assert sorted_out([at("third", datetime(2026, 9, 8, 7, tzinfo=UTC))], before, NOW).newest == {}


@needs_zones
@pytest.mark.parametrize("word", ["2026-09-08 10:00:00", "2026-09-08 10:00:00+02:00"])
def test_a_time_without_an_offset_is_by_the_clock_of_this_computer(in_zone: Callable[[str], None], word: str) -> None:
    in_zone("Europe/Stockholm")
    before = Held({"musik": Submission("musik", word, "", "f.xlsx", "first", "", 1, 0)}, ())
    assert sorted_out([at("third", datetime(2026, 9, 8, 7, 59, tzinfo=UTC))], before, NOW).newest == {}
    assert sorted_out([at("third", datetime(2026, 9, 8, 8, 1, tzinfo=UTC))], before, NOW).newest


@pytest.mark.parametrize("word", ["", "i går", "0001-01-01 00:00:00", "9999-12-31 23:59:59-23:00"])
def test_what_is_no_time_stands_back(word: str) -> None:
    before = Held({"musik": Submission("musik", word, "", "f.xlsx", "first", "", 1, 0)}, ())
    newest, unused = sorted_out([came("second", 2), came("first", 3)], before, NOW)
    assert newest["musik"].sha256 == "second"
    assert [one.received for one in unused] == [""]
