"""A unit that is sent two workbooks in a round and answers on both: the newest answer holds, as if it came alone.

Whether the answers are collected apart or together, and in which order, makes no difference to the master.
"""

from __future__ import annotations

from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runxl.cli import main
from runxl.exchange.conflicts import Origin, read_conflicts
from runxl.exchange.merge import merged
from runxl.exchange.merging import merging
from runxl.exchange.ours import master_tables, ours
from runxl.exchange.provenance import Earlier, Told
from runxl.exchange.versions import Past
from runxl.grid import applied
from runxl.layout import LINES
from runxl.sheets.report import log_plan
from tests.exchange.acts import COMMENT
from tests.exchange.postal import PERSONNEL, filled, sent_round
from tests.exchange.tables import table
from tests.workbooks import cell, typed, workbook

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from runxl.exchange.versions import Tables

ROW = {"id": "t1", "unit": "teater", "label": "Avgifter", "type": "intäkt", "cause": "Fler besök"}
ACTUAL = cell(LINES, 1, "actual")
EARLIER_THAN_ALL = ""


class Answer(NamedTuple):
    """A number that came back on the first or second workbook; None where the unit deleted the row."""

    sending: int
    actual: int | None


class Sendings:
    """A master of which a unit was sent two workbooks, the controller having typed a number in between."""

    def __init__(self, first: int, second: int) -> None:
        self.master = workbook({LINES: [{**ROW, "actual": first}]})
        self.sent = [self._tables()]
        self.master = typed(self.master, ACTUAL, second)
        self.sent.append(self._tables())
        self._came: dict[str, tuple[Answer, Tables]] = {}

    def _tables(self) -> Tables:
        return ours(master_tables(self.master), "teater", None)

    def collect(self, answer: Answer, name: str, since: str = EARLIER_THAN_ALL, time: str = "") -> None:
        sent = self.sent[answer.sending]
        rows = [] if answer.actual is None else [{**ROW, "actual": answer.actual}]
        theirs = {**sent, LINES.name: table(LINES, rows)}
        here = ours(master_tables(self.master), "teater", sent)
        earlier = {
            digest: Earlier(tables, self.sent[one.sending], one.sending != answer.sending)
            for digest, (one, tables) in self._came.items()
        }
        past = Past(Told(self.master).settled("teater", earlier, here, since))
        digest = sha256(name.encode()).hexdigest()
        made = merging(self.master, [(Origin("teater", "", name, digest), merged("teater", sent, theirs, here, past))])
        log = [{**row, "time": time} for row in made.log]
        self.master = applied(applied(self.master, made.plan), log_plan(self.master, log))
        self._came[digest] = answer, theirs

    def stands(self) -> object:
        return self.master.content(ACTUAL).value

    def state(self) -> object:
        return self.stands(), [one[:5] for one in read_conflicts(self.master).values()]


NUMBERS = st.integers(1, 3)
ANSWERS = st.lists(st.builds(Answer, st.integers(0, 1), st.none() | NUMBERS), min_size=1, max_size=4)


@given(NUMBERS, NUMBERS, ANSWERS)
@settings(max_examples=150, deadline=None)
def test_answers_that_are_collected_one_by_one_end_as_if_only_the_newest_had_come(
    first: int, second: int, answers: list[Answer]
) -> None:
    one_by_one, at_once = Sendings(first, second), Sendings(first, second)
    for number, answer in enumerate(answers):
        one_by_one.collect(answer, str(number))
    at_once.collect(answers[-1], "newest")
    assert one_by_one.state() == at_once.state()


@pytest.mark.parametrize(
    ("answers", "stands"),
    [
        # the second workbook was sent with 2, where the first had 1
        ([Answer(1, 3), Answer(0, 1)], 2),
        ([Answer(1, 3), Answer(0, 2)], 2),
        ([Answer(0, 3), Answer(1, 2)], 2),
        ([Answer(1, 3), Answer(0, None)], 2),
        ([Answer(0, 1), Answer(1, 3)], 3),
        ([Answer(1, 3), Answer(0, 1), Answer(1, 3)], 3),
        # what the first answer asks about waits in Konflikter
        ([Answer(0, 3), Answer(1, 1)], 1),
    ],
)
def test_the_newest_answer_holds(answers: Sequence[Answer], stands: int) -> None:
    round_ = Sendings(1, 2)
    for number, answer in enumerate(answers):
        round_.collect(answer, str(number))
    assert round_.stands() == stands


def test_what_was_collected_before_the_second_was_sent_stood_in_that_and_is_not_withdrawn() -> None:
    round_ = Sendings(1, 1)
    round_.collect(Answer(0, 3), "first", time="2026-09-08 09:00:00")
    round_.sent[1] = ours(master_tables(round_.master), "teater", None)
    round_.master = typed(round_.master, ACTUAL, 4)
    sent_at = "2026-09-08T11:00:00"  # by this computer's clock, as Logg's times are
    round_.collect(Answer(1, 3), "second", since=sent_at, time="2026-09-09 09:00:00")
    # the controller typed 4 after the unit was sent 3, which it has left as it was
    assert round_.state() == (Decimal(4), [])


def test_an_answer_on_the_second_and_then_one_on_the_first_end_alike_apart_and_together(tmp_path: Path) -> None:
    found = []
    for name, apart in (("apart", True), ("together", False)):
        post = sent_round(tmp_path / name)
        post.type({PERSONNEL: -12010})
        main(["send", str(post.master)])
        second = filled(post.sent(number="-2"), {PERSONNEL: -12070, COMMENT: "Andra"})
        first = filled(post.sent(), {COMMENT: "Första"})
        post.mail(second, hour=9)
        if apart:
            post.collect()
        post.mail(first, hour=12)
        post.collect()
        found.append((post.stands(PERSONNEL), post.stands(COMMENT), post.waiting()))
    # −12 050 was sent first and came back untouched: the controller's own number stands
    assert found == [(-12010, "Första", [])] * 2
