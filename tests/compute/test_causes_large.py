"""Tables so large that HiGHS guesses first: 400 rows of actual, budget and variance under one sum, rounded to mnkr."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from runxl.compute.causes import diagnose
from runxl.compute.slips import Cause
from runxl.domain.amount import rounded
from tests.compute.stated import at, system

if TYPE_CHECKING:
    from runxl.compute.balance import System
    from tests.compute.stated import Figure

ROWS = range(1, 401)
DOWN = tuple(f"{letter}401 = " + " + ".join(f"{letter}{row}" for row in ROWS) for letter in "ABC")
ALONG = tuple(f"C{row} = A{row} - B{row}" for row in (*ROWS, 401))


def table(**wrong: Figure) -> System:
    """Return a table of thousandths that was rounded: 37.7, 75.4 and so on of actual, a third less of budget."""
    true: dict[str, Decimal] = {}
    for row in ROWS:
        true[f"A{row}"] = Decimal(37_700 * row % 999_999).scaleb(-3)
        true[f"B{row}"] = Decimal(25_100 * row % 888_888).scaleb(-3)
    for letter in "AB":
        true[f"{letter}401"] = sum((true[f"{letter}{row}"] for row in ROWS), Decimal(0))
    for row in (*ROWS, 401):
        true[f"C{row}"] = true[f"A{row}"] - true[f"B{row}"]
    return system({**{a1: rounded(value, 0) for a1, value in true.items()}, **wrong}, *ALONG, *DOWN, decimals=0)


def test_a_large_rounded_table_has_no_suspects() -> None:
    assert diagnose(table(), seconds=60).suspects == ()


def test_a_wrong_number_in_a_large_rounded_table_is_found() -> None:
    # row 20 is 754 actual and 502 budget
    found = diagnose(table(A20=-754), seconds=60)
    assert found.finished
    first = found.suspects[0]
    assert (first.cell, first.cause, first.suggested, first.ties) == (at("A20"), Cause.SIGN, Decimal(754), 0)
