"""Tables in English: its words say what the Swedish ones do."""

from __future__ import annotations

import pytest

from runxl.sheets.inferring import inferred
from tests.foreign.sheets import across, down, found, page

RESULT = [
    "SEK thousands|Actual|Budget|Variance|Forecast",
    "Revenue|5200|5000|200|15000",
    "of which grants|4100|4000|100|12000",
    "of which fees|1100|1000|100|3000",
    "Costs|-4900|-5000|100|-14500",
    "Net result|300|0|300|500",
]


def reasons(rows: list[str]) -> dict[str, str]:
    return {relation.target.a1: relation.evidence[0].code for relation in inferred(page(*rows))}


def test_an_english_result_table_is_told_by_its_words() -> None:
    assert found(page(*RESULT)) == (
        down("BCDE", "2 = 3 + 4") | down("BCDE", "6 = 2 + 5") | across(range(2, 7), "D = B - C")
    )
    assert {relation.unit for relation in inferred(page(*RESULT))} == {"sek thousands"}
    told = reasons(RESULT)
    assert (told["B2"], told["B6"]) == ("inferred-by-of-which-word", "inferred-by-total-word")
    assert told["D3"] == "inferred-by-variance-words"


@pytest.mark.parametrize("word", ["Total", "Sum", "Grand total", "Subtotal", "Sum of units"])
def test_an_english_total_is_told_by_its_word(word: str) -> None:
    rows = ["Unit|2019|2020", "North|1310|1420", "South|745|910", "West|512|433", f"{word}|2567|2763"]

    assert found(page(*rows)) == down("BC", "5 = 2 + 3 + 4")
    assert reasons(rows)["B5"] == "inferred-by-only-total-word"


def test_a_forecast_less_the_budget_is_an_english_variance() -> None:
    rows = ["Unit|Forecast|Full-year budget|Deviation", "North|13|14|-1", "South|29|24|5"]

    assert found(page(*rows)) == across([2, 3], "D = B - C")
    assert reasons(rows)["D2"] == "inferred-by-variance-words"


def test_costs_without_a_minus_sign_are_taken_from_revenue_in_english_too() -> None:
    rows = ["|Actual|Budget", "Income|820|800", "Expenses|790|805", "Net|30|-5"]

    assert found(page(*rows)) == down("BC", "4 = 2 - 3")


def test_an_english_net_cost_is_cost_less_revenue() -> None:
    rows = ["Unit|Costs|Revenues|Net cost", "North|2960|412|2548", "South|1735|290|1445", "Total|4695|702|3993"]

    assert found(page(*rows)) == across([2, 3, 4], "D = B - C") | down("BCD", "4 = 2 + 3")
