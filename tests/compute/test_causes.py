from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import inf
from typing import TYPE_CHECKING

import pytest

from runxl.compute.causes import Diagnosis, Suspect, diagnose
from runxl.compute.consistency import consistency
from runxl.compute.range import range_of
from runxl.compute.slips import Cause
from runxl.compute.swaps import swaps
from runxl.compute.tableau import OutOfTime
from tests.compute.stated import at, names, system

if TYPE_CHECKING:
    from collections.abc import Mapping

    from runxl.compute.balance import System
    from tests.compute.stated import Figure

UNITS = ("A1", "A2", "A3", "A4", "A5")
SUM = "A9 = A1 + A2 + A3 + A4 + A5"
ALONG = ("C1 = A1 - B1", "C2 = A2 - B2", "C3 = A3 - B3")
DOWN = ("A3 = A1 + A2", "B3 = B1 + B2", "C3 = C1 + C2")
RIGHT: dict[str, Figure] = {
    "A1": 1977, "B1": 1755, "C1": 222,
    "A2": 5328, "B2": 5400, "C2": -72,
    "A3": 7305, "B3": 7155, "C3": 150,
}  # fmt: skip


def crossed(wrong: Mapping[str, Figure], decimals: int | None = None) -> System:
    """Return a table of two rows and their sum, actual, budget and variance, with some wrong numbers."""
    return system({**RIGHT, **wrong}, *ALONG, *DOWN, decimals=decimals)


def only(diagnosis: Diagnosis) -> Suspect:
    assert diagnosis.finished
    (suspect,) = diagnosis.suspects
    assert suspect.ties == suspect.rank == 0
    return suspect


def test_a_table_that_rounding_explains_has_no_suspects() -> None:
    table = system({"A1": 1330, "A2": 1977, "A3": 328, "A4": 7, "A5": 491, "A9": 4134}, SUM, decimals=0)
    assert diagnose(table) == Diagnosis((), (), finished=True)


@pytest.mark.parametrize(
    ("wrong", "cause"),
    [
        ("-1977", Cause.SIGN),
        ("1797", Cause.DIGITS_SWAPPED),
        ("7917", Cause.DIGITS_SWAPPED),
        ("1877", Cause.DIGIT_WRONG),
        ("197", Cause.DIGIT_MISSING),
        ("19977", Cause.DIGIT_DOUBLED),
        ("197.7", Cause.COMMA),
        ("197700", Cause.COMMA),
        ("1.977", Cause.THOUSAND),
        ("1977000000", Cause.MILLION),
        ("1976", Cause.ROUNDING),
        ("4444", Cause.UNEXPLAINED),
    ],
)
def test_one_number_is_wrong_in_one_way(wrong: str, cause: Cause) -> None:
    suspect = only(diagnose(crossed({"A1": wrong})))
    assert (suspect.cell, suspect.cause, suspect.suggested) == (at("A1"), cause, Decimal(1977))


def test_rounding_leaves_an_interval_and_the_cause_the_number_in_it() -> None:
    suspect = only(diagnose(crossed({"A1": 1797}, decimals=0)))
    assert (suspect.suggested, suspect.stated) == (Decimal(1977), Decimal(1797))
    assert suspect.low < 1977 < suspect.high


def test_where_no_cause_fits_the_number_that_makes_every_sum_exact_is_suggested() -> None:
    suspect = only(diagnose(crossed({"A1": 4444}, decimals=0)))
    assert (suspect.cause, suspect.suggested) == (Cause.UNEXPLAINED, Decimal(1977))
    # 1 977 by its own row, give or take half a unit each of budget and variance
    assert (suspect.low, suspect.high) == (Decimal(1976), Decimal(1978))


def test_where_no_cause_fits_and_the_sums_say_different_numbers_an_interval_is_all_that_is_said() -> None:
    # 1 977 by its row, 1 976 by its column
    suspect = only(diagnose(crossed({"A1": 4444, "A3": 7304, "C3": 149}, decimals=0)))
    assert (suspect.cause, suspect.suggested) == (Cause.UNEXPLAINED, None)
    assert suspect.low < 1976.5 < suspect.high


@pytest.mark.parametrize(("wrong", "suggested"), [(18, 3), (20, None), (0, 3)])
def test_no_chance_of_a_slip_stands_against_the_one_number_that_makes_every_sum_exact(
    wrong: int, suggested: int | None
) -> None:
    # 3 - 1 = 2 and 3 + 4 = 7: 18 is no thousandth that should be 0, 20 no 02 and 0 no total without a row;
    # 20 could be a 2 with its comma wrong, which rounding allows, so nothing is suggested
    numbers = {"A1": wrong, "B1": 1, "C1": 2, "A2": 4, "B2": 2, "C2": 2, "A3": 7, "B3": 3, "C3": 4}
    suspect = only(diagnose(system(numbers, *ALONG, *DOWN, decimals=0)))
    assert (suspect.cell, suspect.suggested) == (at("A1"), suggested)


def test_a_number_that_is_only_possible_as_it_is_printed_is_no_suggestion() -> None:
    # 2.2 to 4 can be printed as 2, 3 or 4; 2 itself is too little
    assert not range_of(Fraction(11, 5), Fraction(4), Decimal("0.5"), Decimal(1)).holds(Decimal(2), ends=True)


def test_a_0_where_a_number_is_missing_is_a_cause_and_a_slip_of_one_digit_is_weak() -> None:
    table = system({"A1": 70, "A2": 0, "A3": 2, "A4": 5, "A9": 167}, "A9 = A1 + A2 + A3 + A4", decimals=0)
    found = {suspect.cell: suspect for suspect in diagnose(table).suspects}
    assert found[at("A2")].cause is Cause.NUMBER_MISSING
    assert all(suspect.weak for suspect in found.values())


def test_of_many_columns_only_those_that_may_mend_are_tried() -> None:
    columns = ["".join(letters) for letters in product("ABC", "ABCDEFGHIJKLMNOPQRST")]
    numbers = {f"{letter}{row}": row * place for place, letter in enumerate(columns, 1) for row in range(1, 21)}
    totals = {f"{letter}21": 210 * place for place, letter in enumerate(columns, 1)}
    down = [f"{letter}21 = " + " + ".join(f"{letter}{row}" for row in range(1, 21)) for letter in columns]
    along = [f"DA{row} = " + " + ".join(f"{letter}{row}" for letter in columns) for row in range(1, 22)]
    rows = {f"DA{row}": 1830 * row for row in range(1, 21)} | {"DA21": 1830 * 210}
    table = system({**numbers, **totals, **rows, "AC7": 99_999, "BD9": -5}, *down, *along)
    found = diagnose(table)
    assert found.finished
    assert {(suspect.cell, suspect.suggested) for suspect in found.suspects if not suspect.rank} == {
        (at("AC7"), Decimal(21)), (at("BD9"), Decimal(216)),
    }  # fmt: skip


def test_swaps_are_given_up_in_time() -> None:
    with pytest.raises(OutOfTime):
        tuple(swaps(crossed({"A1": 1797}), deadline=-inf))
    with pytest.raises(OutOfTime):
        consistency(crossed({"A1": 1977, "A2": 5327, "B2": 5399}, decimals=0), deadline=-inf)


def test_in_a_column_with_one_sum_only_the_cell_that_a_cause_fits_comes_first_and_the_ties_are_counted() -> None:
    table = system({"A1": 1330, "A2": 1797, "A3": 328, "A4": 7, "A5": 491, "A9": 4133}, SUM)
    found = diagnose(table)
    first = found.suspects[0]
    assert (first.cell, first.cause, first.suggested, first.ties) == (at("A2"), Cause.DIGITS_SWAPPED, Decimal(1977), 5)
    assert sorted(map(names, found.sets)) == [*UNITS, "A9"]


def test_two_cells_that_changed_places_are_one_error() -> None:
    found = diagnose(crossed({"A1": 5328, "A2": 1977}))
    assert {(suspect.cell, suspect.cause, suspect.suggested) for suspect in found.suspects if not suspect.rank} == {
        (at("A1"), Cause.CELLS_SWAPPED, Decimal(1977)),
        (at("A2"), Cause.CELLS_SWAPPED, Decimal(5328)),
    }


def test_two_cells_of_unconnected_sums_that_changed_places_are_one_error() -> None:
    # 1 111 + 1 250 + 2 222 = 4 583 and 5 555 + 3 480 + 4 444 = 13 479
    numbers = {"A1": 1111, "A2": 3480, "A3": 2222, "A4": 4583, "B1": 5555, "B2": 1250, "B3": 4444, "B4": 13479}
    found = diagnose(system(numbers, "A4 = A1 + A2 + A3", "B4 = B1 + B2 + B3"))
    assert {(suspect.cell, suspect.cause, suspect.suggested) for suspect in found.suspects if not suspect.rank} == {
        (at("A2"), Cause.CELLS_SWAPPED, Decimal(1250)),
        (at("B2"), Cause.CELLS_SWAPPED, Decimal(3480)),
    }


def test_two_columns_that_changed_places_are_one_error() -> None:
    swapped = {"A1": 1755, "B1": 1977, "A2": 5400, "B2": 5328, "A3": 7155, "B3": 7305}
    found = diagnose(crossed(swapped))
    assert {suspect.cause for suspect in found.suspects} == {Cause.COLUMNS_SWAPPED}
    assert {suspect.cell.a1: suspect.suggested for suspect in found.suspects} == {cell: RIGHT[cell] for cell in swapped}
    # three rows are broken, so three cells or more would have to be wrong without a swap
    assert found.finished
    assert {suspect.ties for suspect in found.suspects} == {0}


@pytest.mark.parametrize(
    ("total", "cause"),
    # 4 133 without 1 977, with 328 twice
    [(2156, Cause.ROW_MISSING), (4461, Cause.ROW_TWICE)],
)
def test_a_total_without_a_row_or_with_one_row_twice(total: int, cause: Cause) -> None:
    table = system({"A1": 1330, "A2": 1977, "A3": 328, "A4": 7, "A5": 491, "A9": total}, SUM)
    first = diagnose(table).suspects[0]
    assert (first.cell, first.cause, first.suggested) == (at("A9"), cause, Decimal(4133))


def test_a_total_from_before_a_row_was_changed_is_stale() -> None:
    table = system({"A1": 1330, "A2": 1977, "A3": 328, "A4": 7, "A5": 491, "A9": 3956}, SUM)
    first = diagnose(table, {at("A2"): Decimal(1800)}).suspects[0]
    assert (first.cell, first.cause, first.suggested) == (at("A9"), Cause.STALE_TOTAL, Decimal(4133))


def test_a_number_of_another_period() -> None:
    suspect = only(diagnose(crossed({"A1": 1648}), {at("A1"): Decimal(1648)}))
    assert (suspect.cause, suspect.suggested) == (Cause.ANOTHER_PERIOD, Decimal(1977))


def test_errors_apart_are_two_parts_with_ties_of_their_own() -> None:
    table = system({"A1": 1, "A2": 2, "B1": 3, "B2": 3, "B3": 7}, "A1 = A2", "B3 = B1 + B2")
    found = diagnose(table)
    assert {(suspect.part, suspect.ties) for suspect in found.suspects} == {(0, 1), (1, 2)}
    assert [suspect.rank for suspect in found.suspects[:2]] == [0, 0]


def test_no_time_is_an_honest_answer() -> None:
    found = diagnose(crossed({"A1": 1797, "B2": 4}, decimals=0), seconds=-1)
    assert not found.finished
    assert found.suspects == ()


def test_a_wrong_number_besides_two_swapped_columns_is_told_too() -> None:
    # rows of A = B + C, and one of B is 10 too much as well
    rows = {row: (100 * row, 30 * row, 70 * row) for row in range(1, 7)}
    numbers = {f"{letter}{row}": value for row, line in rows.items() for letter, value in zip("BAC", line, strict=True)}
    numbers["B3"] = 310
    sums = [f"A{row} = B{row} + C{row}" for row in rows]
    found = diagnose(system(numbers, *sums))
    first = {suspect.cell.a1: suspect.cause for suspect in found.suspects if not suspect.rank}
    assert first["A1"] == first["B1"] == Cause.COLUMNS_SWAPPED
    # A3, where the 310 belongs, and its row are in question by themselves
    assert {names(cells) for cells in found.sets[1:]} == {"A3", "B3", "C3"}
    # two errors, where without a swap no fewer than six cells in six rows could be wrong
    assert found.finished


def between(stated: int, one: int, other: int, decimals: int | None = None) -> Suspect:
    """Return the suspect of a table that says of one number three times what it is."""
    table = system({"A1": stated, "B1": one, "D1": other}, "A1 = B1", "A1 = D1", decimals=decimals)
    return only(diagnose(table))


def test_a_slip_that_comes_near_is_no_cause() -> None:
    # 1 797 would be 1 977 with two digits swapped, and 1 978 is wanted
    assert between(1797, 1978, 1978).cause is Cause.UNEXPLAINED


def test_of_the_numbers_that_a_cause_could_have_made_the_one_in_the_middle_is_suggested() -> None:
    # 1 976 to 1 978 would all be one wrong digit
    suspect = only(diagnose(crossed({"A1": 1970}, decimals=0)))
    assert (suspect.low, suspect.high) == (Decimal(1976), Decimal(1978))
    assert (suspect.cause, suspect.suggested) == (Cause.DIGIT_WRONG, Decimal(1977))


@pytest.mark.parametrize(
    ("wrong", "cause", "suggested"),
    # one number only is 1 977 with another sign or with its digits swapped, and 36 are it with a digit wrong
    [(-1977, Cause.SIGN, 1977), (1797, Cause.DIGITS_SWAPPED, 1977), (1877, Cause.UNEXPLAINED, None)],
)
def test_at_the_end_of_what_rounding_allows_only_a_cause_that_made_few_numbers_is_believed(
    wrong: int, cause: Cause, suggested: int | None
) -> None:
    # 1 976 by its row and by its column, each give or take 1
    suspect = only(diagnose(crossed({"A1": wrong, "C1": 221, "A3": 7304, "C3": 149}, decimals=0)))
    assert (suspect.low, suspect.high) == (Decimal(1975), Decimal(1977))
    assert (suspect.cause, suspect.suggested) == (cause, suggested)


def test_a_small_number_is_seldom_another_periods_because_that_period_had_it_too() -> None:
    table = system({"A1": 3, "A2": 1797, "A3": 1980}, "A3 = A1 + A2")
    found = diagnose(table, {at("A1"): Decimal(3)})
    assert (found.suspects[0].cell, found.suspects[0].cause) == (at("A2"), Cause.DIGITS_SWAPPED)
    assert [suspect.weak for suspect in found.suspects if suspect.cause is Cause.ANOTHER_PERIOD] == [True]


def test_three_errors_of_one_table_are_three_parts_with_ties_of_their_own() -> None:
    # three subtotals that their rows do not make, and a total that is right by the subtotals
    numbers = {"D1": 600, **{f"{letter}9": 200 for letter in "ABC"}}
    rows = {f"{letter}{row}": 20 for letter in "ABC" for row in range(1, 9)}
    wrong = {"A1": 1020, "B1": 2020, "C1": 4020}
    sums = [f"{letter}9 = " + " + ".join(f"{letter}{row}" for row in range(1, 9)) for letter in "ABC"]
    found = diagnose(system({**numbers, **rows, **wrong}, *sums, "D1 = A9 + B9 + C9"))
    assert found.finished
    # one of eight rows each: 24 things to read, not 512
    assert {(suspect.part, suspect.ties) for suspect in found.suspects} == {(0, 7), (1, 7), (2, 7)}
    assert len(found.sets) == 24


def test_of_two_numbers_that_fit_as_well_none_is_suggested() -> None:
    # 1 977.5 is printed as 1 978, but 1 977 is as near
    suspect = between(1970, 1977, 1978, decimals=0)
    assert (suspect.cause, suspect.suggested) == (Cause.DIGIT_WRONG, None)
    assert (suspect.low, suspect.high) == (Decimal("1977.5"), Decimal("1977.5"))
