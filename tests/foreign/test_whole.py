"""Whole kronor are exact, rounded thousands are not, and without a unit the table's sums tell which they are."""

from __future__ import annotations

from runxl.commands.check_inferred import check_inferred
from runxl.domain.finding import Verdict
from runxl.printing import tables_told
from tests.foreign.sheets import page

ROWS = [f"Rad {number}|{1000 + 37 * number}|{500 + 91 * number}" for number in range(40)]
TOTALS = tuple(sum(int(row.split("|")[column]) for row in ROWS) for column in (1, 2))


def verdicts(*rows: str) -> list[Verdict]:
    return [examined.verdict for table in check_inferred(page(*rows)).tables for _, examined in table.checked]


def test_a_long_sum_of_whole_kronor_is_not_let_off_as_rounding() -> None:
    rows = ["Namn|Utfall|Budget", *ROWS, f"Summa|{TOTALS[0] + 15}|{TOTALS[1]}"]

    assert verdicts(*rows) == [Verdict.IMPOSSIBLE, Verdict.EXACT]


def test_the_same_sum_in_tkr_is_let_off() -> None:
    rows = ["tkr|Utfall|Budget", *ROWS, f"Summa|{TOTALS[0] + 15}|{TOTALS[1]}"]

    assert verdicts(*rows) == [Verdict.EXPLAINED, Verdict.EXACT]


def test_a_single_long_sum_tells_by_itself() -> None:
    rows = ["Namn|Utfall", *(row.rpartition("|")[0] for row in ROWS)]

    (table,) = check_inferred(page(*rows, f"Summa|{TOTALS[0] + 15}")).tables
    (relation,) = table.unsure
    assert dict(relation.evidence[-1].parts) == {"stated": TOTALS[0] + 15, "computed": TOTALS[0]}
    assert verdicts(*rows, f"Summa|{TOTALS[0] + 2}") == [Verdict.EXPLAINED]


def test_short_sums_that_are_one_off_are_rounded_and_said_to_have_no_unit() -> None:
    rows = ["|2018|2019|2020", "Norr|305|301|310", "Söder|200|212|208", "Öster|95|88|112", "Summa|600|601|631"]

    assert verdicts(*rows) == [Verdict.EXACT, Verdict.EXACT, Verdict.EXPLAINED]
    assert "Ingen enhet hittades" in tables_told(check_inferred(page(*rows)), 100)
    assert "Ingen enhet" not in tables_told(check_inferred(page(f"tkr{rows[0]}", *rows[1:])), 100)
