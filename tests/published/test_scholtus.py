"""The records that the papers and packages on deductive correction print, and the corrections that they give.

S. Scholtus (2008), Algorithms for correcting some obvious inconsistencies and rounding errors in business survey data;
(2009), Automatic correction of simple typing errors in numerical data with balance edits; both Statistics Netherlands.
M. van der Loo, E. de Jonge and S. Scholtus, deducorrect 1.3.7 and deductive 1.0.1, the examples of their help pages.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from runxl.compute.causes import Diagnosis, diagnose
from runxl.compute.consistency import Consistent, consistency
from runxl.compute.slips import Cause
from tests.compute.stated import names, system

# A1 to K1 are the papers' x1 to x11
EDITS = ("C1 = A1 + B1", "B1 = D1", "H1 = E1 + F1 + G1", "I1 = C1 + H1", "K1 = I1 - J1")
TYPED_RIGHT = (1452, 116, 1568, 116, 323, 76, 12, 411, 1979, 1842, 137)


def business(*record: int, decimals: int | None = None) -> Diagnosis:
    """Return the diagnosis of a record of the survey of 2009."""
    numbers = {f"{letter}1": value for letter, value in zip("ABCDEFGHIJK", record, strict=True)}
    return diagnose(system(numbers, *EDITS, decimals=decimals))


def likeliest(found: Diagnosis) -> dict[str, tuple[object, Cause]]:
    return {suspect.cell.a1: (suspect.suggested, suspect.cause) for suspect in found.suspects if suspect.rank == 0}


def test_the_right_record_of_2009_has_no_suspects() -> None:
    assert business(*TYPED_RIGHT).suspects == ()


def test_record_4_1_has_two_digits_swapped() -> None:
    found = business(1452, 116, 1568, 161, 323, 76, 12, 411, 1979, 1842, 137)
    assert likeliest(found) == {"D1": (116, Cause.DIGITS_SWAPPED)}
    assert found.suspects[0].ties == 0


def test_record_4_2_has_a_doubled_digit_besides() -> None:
    found = business(1452, 116, 1568, 161, 323, 76, 12, 411, 19979, 1842, 137)
    assert likeliest(found) == {"D1": (116, Cause.DIGITS_SWAPPED), "I1": (1979, Cause.DIGIT_DOUBLED)}


@pytest.mark.parametrize(
    ("record", "also"),
    [
        # three parts left at 0, and a sum that is right: one number is enough to make 411
        ((1452, 116, 1568, 161, 0, 0, 0, 411, 19979, 1842, 137), {"E1", "F1", "G1"}),
        ((1452, 116, 1568, 161, 323, 76, 12, 0, 19979, 1842, 137), {"H1"}),
    ],
)
def test_records_4_3_and_4_4_have_a_third_error_that_is_no_slip_of_the_hand(
    record: tuple[int, ...], also: set[str]
) -> None:
    found = likeliest(business(*record))
    assert found["D1"] == (116, Cause.DIGITS_SWAPPED)
    assert found["I1"] == (1979, Cause.DIGIT_DOUBLED)
    assert found.keys() - {"D1", "I1"} <= also


def test_the_record_of_2008_is_a_matter_of_rounding() -> None:
    # 12 + 4 is printed as 15, 3 + 1 + 8 as 11, 15 + 11 as 27 and 27 - 41 as -13
    record = (12, 4, 15, 4, 3, 1, 8, 11, 27, 41, -13)
    numbers = {f"{letter}1": value for letter, value in zip("ABCDEFGHIJK", record, strict=True)}
    assert isinstance(consistency(system(numbers, *EDITS, decimals=0)), Consistent)


@pytest.mark.parametrize(
    ("record", "cell", "suggested"),
    [((3, 13, 10), "C1", -10), ((14, -4, 10), "B1", 4), ((15, 5, -10), "C1", 10)],
)
def test_one_sign_is_wrong_in_each_record_of_the_package(
    record: tuple[int, int, int], cell: str, suggested: int
) -> None:
    # z = x - y, which three cells could mend: the sign is the cause that fits
    found = diagnose(system(dict(zip(("A1", "B1", "C1"), record, strict=True)), "C1 = A1 - B1"))
    causes = {suspect.cell.a1: (suspect.suggested, suspect.cause) for suspect in found.suspects if len(found.sets) > 1}
    assert causes[cell] == (Decimal(suggested), Cause.SIGN)
    assert found.suspects[0].ties >= 2


def test_a_swap_of_income_and_cost_is_told_beside_a_wrong_sign() -> None:
    # 3 - 13 is -10: either the sign of z, or x and y in each other's place
    found = diagnose(system({"A1": 3, "B1": 13, "C1": 10}, "C1 = A1 - B1"))
    assert "A1 B1" in map(names, found.sets)


def test_profit_and_cost_against_turnover_in_the_editing_handbook() -> None:
    # the example of the editrules package: profit 755, cost 125, turnover 200; 75 may have been typed as 755
    found = diagnose(system({"A1": 755, "B1": 125, "C1": 200}, "C1 = A1 + B1"))
    assert likeliest(found) == {"A1": (75, Cause.DIGIT_DOUBLED)}
    assert found.suspects[0].ties == 2


def test_fellegi_and_holt_change_the_fewest_fields() -> None:
    # both broken sums share one field, so one change is enough and no other one is
    found = diagnose(system({"A1": 7, "A2": 3, "A3": 6, "B1": 2, "B3": 5}, "A3 = A1 + A2", "B3 = A1 + B1"))
    assert [names(cells) for cells in found.sets] == ["A1"]
