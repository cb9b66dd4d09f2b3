"""What is looked up about a returned workbook before it is merged."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from runxl.commands.validate import Question, answered
from runxl.domain.finding import Severity
from runxl.grid.address import cell_at
from runxl.language import sentence_of_finding
from runxl.layout import LINES
from tests.exchange.mailed import as_sent, typed

if TYPE_CHECKING:
    from runxl.grid import Address

FIRST, SECOND = "8c7e2d10-0000-4000-8000-000000000001", "8c7e2d10-0000-4000-8000-000000000002"
SENT, SENT_AGAIN = as_sent(workbook_id=FIRST), as_sent(workbook_id=SECOND)
PERIOD = cell_at("Inställningar", "D6")
ACTUAL, BUDGET, VARIANCE = (cell_at("Rader", a1) for a1 in ("F5", "G5", "H5"))


def test_of_numbers_as_likely_to_be_wrong_those_that_the_unit_has_changed_come_first() -> None:
    # 950 less 880 is 70 and no 30: the budget stood when the workbook was sent
    back = typed(SENT, (*ACTUAL, 950), (*VARIANCE, 30))
    assert suspected(Question(back, FIRST, {FIRST: SENT}, {})) == {ACTUAL, VARIANCE}
    assert suspected(Question(back, "", {}, {})) == {ACTUAL, BUDGET}


def suspected(question: Question) -> set[Address]:
    findings = [one for one in answered(question).findings if one.rule == "variance-impossible"]
    return {suspect.cell for one in findings for suspect in one.suspects}


def test_a_workbook_that_cannot_be_checked_says_why() -> None:
    [finding] = answered(Question(typed(SENT, (*PERIOD, "augusti")), FIRST, {FIRST: SENT}, {})).findings
    assert (finding.rule, finding.severity, finding.cell) == ("returned-not-checked", Severity.ERROR, None)
    assert sentence_of_finding(finding).startswith(
        "Underlaget kunde inte kontrolleras: Inställningar!D6 innehåller 'augusti'."
    )


def test_an_earlier_file_comes_with_the_workbook_that_it_was_made_of() -> None:
    back, later = (typed(one, (*ACTUAL, 950)) for one in (SENT, SENT_AGAIN))
    sent = {FIRST: SENT, SECOND: typed(SENT_AGAIN, (*BUDGET, 890))}
    earlier = {sha256(one).hexdigest(): one for one in (back, later)}
    found = answered(Question(later, SECOND, sent, earlier)).earlier
    assert [one.is_of_another for one in found.values()] == [True, False]
    budgets = [one.sent[LINES.name].rows[0].content("budget").value for one in found.values() if one.sent]
    assert budgets == [880, 890]


@pytest.mark.parametrize(("text", "number"), [("1 710 tkr", "1 710"), ("1710TKR.", "1710"), ("0,9 mnkr", "0,9 mnkr")])
def test_a_unit_after_an_amount_is_left_out_where_it_is_the_tables_own(text: str, number: str) -> None:
    found = answered(Question(typed(SENT, (*ACTUAL, text)), FIRST, {FIRST: SENT}, {}))
    assert found.theirs[LINES.name].rows[0].content("actual").value == number


def test_a_check_reads_what_is_typed_as_the_merge_does() -> None:
    # 950 less 880 is 70 and no 30, whether 950 is a number or a text
    back = typed(SENT, (*ACTUAL, "950 tkr"), (*VARIANCE, 30))
    assert suspected(Question(back, FIRST, {FIRST: SENT}, {})) == {ACTUAL, VARIANCE}
    rules = {one.rule for one in answered(Question(back, FIRST, {FIRST: SENT}, {})).findings}
    assert not rules & {"number-as-text", "text-not-number", "amount-missing"}
