"""What is looked up about a returned workbook before it is merged."""

from __future__ import annotations

from hashlib import sha256

from runxl.commands.validate import Question, answered
from runxl.grid.address import cell_at
from tests.exchange.mailed import as_sent, typed

SENT, SENT_AGAIN = as_sent(), as_sent(workbook_id="8c7e2d10-0000-4000-8000-000000000002")
ACTUAL, BUDGET, VARIANCE = (cell_at("Rader", a1) for a1 in ("F5", "G5", "H5"))


def test_of_numbers_as_likely_to_be_wrong_those_that_the_unit_has_changed_come_first() -> None:
    # 950 less 880 is 70 and no 30: the budget stood when the workbook was sent
    back = typed(SENT, (*ACTUAL, 950), (*VARIANCE, 30))
    findings = [one for one in answered(Question(back, SENT, ())).findings if one.rule == "variance-impossible"]
    assert {suspect.cell for one in findings for suspect in one.suspects} == {ACTUAL, VARIANCE}
    findings = [one for one in answered(Question(back, None, ())).findings if one.rule == "variance-impossible"]
    assert {suspect.cell for one in findings for suspect in one.suspects} == {ACTUAL, BUDGET}


def test_earlier_files_count_only_where_they_were_made_from_the_same_workbook() -> None:
    back, later = (typed(one, (*ACTUAL, 950)) for one in (SENT, SENT_AGAIN))
    digest = sha256(back).hexdigest()
    assert answered(Question(back, SENT, ((digest, back),))).earlier.keys() == {digest}
    assert answered(Question(later, SENT_AGAIN, ((digest, back),))).earlier == {}
