"""Inlämningar: how far each unit has come, and why a file is not used."""

from __future__ import annotations

import pytest

import runxl
from runxl.domain.message import message
from runxl.exchange.submissions import (
    Held,
    HowFar,
    Submission,
    Unused,
    read_submissions,
    remark_of,
    status,
    submissions_plan,
    with_choices_left,
)
from runxl.grid import Snapshot, applied
from runxl.layout import SUBMISSIONS
from runxl.templates.shipped import template

MONDAY, FRIDAY = "2026-09-07 08:00:00", "2026-09-11 16:00:00"


def submission(unit: str, sha256: str = "aa", *, errors: int = 0, received: str = FRIDAY) -> Submission:
    return Submission(unit, received, f"{unit}@example.org", f"{unit}.xlsx", sha256, "", 3, errors)


def told(how_far: HowFar, *unused: Unused) -> Snapshot:
    """Return the example's workbook with this in Inlämningar."""
    snapshot = runxl.open(template("exempel-utskick")).read()
    return applied(snapshot, submissions_plan(snapshot, how_far, unused))


def column(snapshot: Snapshot, key: str) -> list[object]:
    table = snapshot.tables[SUBMISSIONS.name]
    place = table.column(SUBMISSIONS.header(key))
    sheet = snapshot.sheets[table.sheet]
    found = (sheet.cells.get((number, place)) for number in table.body)
    return [None if content is None else content.value for content in found]


@pytest.mark.parametrize(
    ("came", "to_choose", "says"),
    [
        (None, 0, "saknas"),
        (submission("teater"), 0, "klar"),
        (submission("teater"), 2, "inlämnad"),
        (submission("teater", errors=1), 2, "med fel"),
    ],
)
def test_how_far_a_unit_has_come(came: Submission | None, to_choose: int, says: str) -> None:
    assert status(came, to_choose, is_late=False, is_untouched=False) == says


def test_after_the_last_day_only_one_that_has_sent_nothing_is_late() -> None:
    assert status(None, 0, is_late=True, is_untouched=False) == "försenad"
    assert status(submission("teater"), 0, is_late=True, is_untouched=False) == "klar"


def test_a_unit_whose_file_is_as_it_was_sent_is_not_done() -> None:
    held = Held({unit: submission(unit, sha256) for unit, sha256 in (("teater", "aa"), ("musik", "bb"))}, ())
    how_far = HowFar(("teater", "musik"), frozenset(), held, {}, as_sent=frozenset(["aa", "cc"]))
    assert [how_far.status(unit) for unit in how_far.units] == ["inlämnad", "klar"]


def test_what_is_chosen_elsewhere_makes_no_untouched_file_an_answer() -> None:
    held = Held({unit: submission(unit, sha256) for unit, sha256 in (("teater", "aa"), ("musik", "bb"))}, ())
    snapshot = told(HowFar(("teater", "musik"), frozenset(), held, {"musik": 1}, as_sent=frozenset(["aa"])))
    after = applied(snapshot, with_choices_left(snapshot, {}))
    assert column(after, "status") == ["inlämnad", "klar"]


def test_each_unit_has_a_row_in_the_order_of_mottagare_and_then_each_file_that_is_not_used() -> None:
    held = Held({"musik": submission("musik")}, ())
    older = Unused("äldre", "musik", MONDAY, "", "gammal.xlsx", "En nyare fil gäller.", "bb")
    snapshot = told(HowFar(("teater", "musik"), frozenset(["teater"]), held, {}), older)
    assert column(snapshot, "unit") == ["teater", "musik", "musik"]
    assert column(snapshot, "status") == ["försenad", "klar", "äldre"]
    assert column(snapshot, "id") == [1, 2, 3]
    assert column(snapshot, "taken") == [None, 3, None]


def test_what_is_written_is_read_again() -> None:
    replaced = submission("musik", "bb", received=MONDAY)._replace(remark="En nyare fil gäller: musik.xlsx.")
    held = Held({"musik": submission("musik", "cc")}, (replaced,))
    older = Unused("äldre", "musik", MONDAY, "", "aldrig-inford.xlsx", "", "dd")
    found = read_submissions(told(HowFar(("teater", "musik"), frozenset(), held, {}), older))
    assert found == held._replace(passed=(older,))
    assert found.taken_from("musik") == ["bb", "cc"]
    assert found.taken_from("teater") == []


def test_when_the_last_choice_is_made_the_unit_is_done() -> None:
    held = Held({unit: submission(unit) for unit in ("teater", "musik")}, ())
    snapshot = told(HowFar(("teater", "musik", "arkiv"), frozenset(), held, {"teater": 2, "musik": 1}))
    assert column(snapshot, "status") == ["inlämnad", "inlämnad", "saknas"]
    after = applied(snapshot, with_choices_left(snapshot, {"musik": 1}))
    assert column(after, "status") == ["klar", "inlämnad", "saknas"]
    assert column(after, "conflicts") == [0, 1, None]


def test_where_nothing_was_chosen_nothing_is_written() -> None:
    held = Held({"musik": submission("musik")}, ())
    snapshot = told(HowFar(("musik",), frozenset(), held, {"musik": 1}))
    assert not with_choices_left(snapshot, {"musik": 1})


def test_a_remark_is_never_longer_than_a_cell_shows() -> None:
    units = [f"enhet-{number}" for number in range(2_000)]
    assert len(remark_of([message("returned-many-units", units=units)])) < 1_100
