"""Rounding that keeps sums, worked out by hand."""

from __future__ import annotations

from decimal import Decimal

from runxl.compute.rounding import rounded_table
from tests.compute.rounded import additive, at, balance, cube, printed, table

ONE = Decimal(1)


def test_numbers_whose_nearest_units_add_up_go_to_their_nearest() -> None:
    rounding = rounded_table(table({"A1": "1.2", "A2": "2.9", "A3": "4.1"}, "A3 = A1 + A2"), ONE)
    assert printed(rounding) == {"A1": "1", "A2": "3", "A3": "4"}
    assert rounding.movement == Decimal("0.4")
    assert rounding.broken == ()
    assert rounding.proved


def test_where_the_nearest_units_do_not_add_up_the_number_nearest_a_half_is_turned() -> None:
    # 1 + 1 + 1 is not 4: turning 1.4 costs 0.2, turning 1.3 would cost 0.4, turning 4.1 would cost 0.8
    rounding = rounded_table(
        table({"A1": "1.4", "A2": "1.35", "A3": "1.35", "A4": "4.1"}, "A4 = A1 + A2 + A3"),
        ONE,
    )
    assert printed(rounding) == {"A1": "2", "A2": "1", "A3": "1", "A4": "4"}
    assert rounding.movement == Decimal("0.6") + Decimal("0.35") * 2 + Decimal("0.1")


def test_a_number_that_is_already_round_stays() -> None:
    # the nearest are 2 + 2 + 3 = 8; only the halves may move
    rounding = rounded_table(
        table({"A1": "2.5", "A2": "2.5", "A3": "3", "A4": "8"}, "A4 = A1 + A2 + A3"),
        ONE,
    )
    assert printed(rounding)["A3"] == "3"
    assert printed(rounding)["A4"] == "8"
    assert sorted((printed(rounding)["A1"], printed(rounding)["A2"])) == ["2", "3"]


def test_a_half_goes_away_from_zero_where_nothing_speaks_against_it() -> None:
    rounding = rounded_table(table({"A1": "2.5", "A2": "-2.5", "A3": "0.5", "A4": "-0.5"}), ONE)
    assert printed(rounding) == {"A1": "3", "A2": "-3", "A3": "1", "A4": "-1"}


def test_of_two_roundings_with_the_same_movement_the_one_with_more_nearest_units_is_taken() -> None:
    # A4 wants one more: turning A1 or A6 costs 0.4; so does turning A2 (0.2) and, for A5, A3 as well (0.2)
    numbers = {"A1": "0.3", "A2": "0.4", "A3": "0.6", "A4": "1", "A5": "1", "A6": "0.3"}
    rounding = rounded_table(table(numbers, "A4 = A1 + A2 + A6", "A5 = A2 + A3"), ONE)
    assert (printed(rounding)["A2"], printed(rounding)["A3"]) == ("0", "1")
    assert rounding.movement == Decimal("0.3") + Decimal("0.7") + Decimal("0.4") * 2


def test_the_unit_may_be_a_tenth_or_a_thousand() -> None:
    tenth = rounded_table(table({"A1": "0.14", "A2": "0.14", "A3": "0.28"}, "A3 = A1 + A2"), Decimal("0.1"))
    thousand = rounded_table(table({"A1": "1400", "A2": "1400", "A3": "2800"}, "A3 = A1 + A2"), Decimal(1000))
    # 0.1 + 0.1 misses 0.3: turning one part costs 0.02, turning the sum 0.06
    assert sorted(printed(tenth).values()) == ["0.1", "0.2", "0.3"]
    assert sorted(printed(thousand).values()) == ["1000", "2000", "3000"]


def test_a_difference_is_kept_like_a_sum() -> None:
    # actual 10.4, budget 7.6: 10 - 8 is 2, but the variance 2.8 is 3. Turning 10.4 or 7.6 costs 0.2, turning 2.8 0.6.
    rounding = rounded_table(table({"A1": "10.4", "B1": "7.6", "C1": "2.8"}, "C1 = A1 - B1"), ONE)
    assert printed(rounding)["C1"] == "3"
    assert (printed(rounding)["A1"], printed(rounding)["B1"]) in {("11", "8"), ("10", "7")}


def test_a_result_table_holds_downwards_and_across_at_once() -> None:
    first, second = {"A1": "10.4", "B1": "7.6", "C1": "2.8"}, {"A2": "-3.4", "B2": "-2.6", "C2": "-0.8"}
    numbers = {**first, **second, "A3": "7", "B3": "5", "C3": "2"}
    down = [f"{column}3 = {column}1 + {column}2" for column in "ABC"]
    across = [f"C{row} = A{row} - B{row}" for row in (1, 2, 3)]
    rounding = rounded_table(table(numbers, *down, *across), ONE)
    # 7, 5 and 2 are round; the variances 2.8 and -0.8 go to 3 and -1; then A1, B1 are 10, 7 or 11, 8, and so on down
    one = {"A1": "10", "B1": "7", "C1": "3", "A2": "-3", "B2": "-2", "C2": "-1", "A3": "7", "B3": "5", "C3": "2"}
    other = {"A1": "11", "B1": "8", "C1": "3", "A2": "-4", "B2": "-3", "C2": "-1", "A3": "7", "B3": "5", "C3": "2"}
    assert printed(rounding) in (one, other)
    # the fixed 7 = 10 - 3: each of four numbers 10.4, 7.6, -3.4, -2.6 moves 0.4 or 0.6, the variances 0.2 each
    assert rounding.movement == Decimal("0.4") * 2 + Decimal("0.6") * 2 + Decimal("0.2") * 2


def test_three_sums_in_a_ring_have_no_rounding_and_one_of_them_is_named() -> None:
    # Three halves whose sums two by two are all 1: whole numbers would need a + b + c = 3 / 2.
    sums = ("A4 = A1 + A2", "A5 = A2 + A3", "A6 = A1 + A3")
    numbers = {"A1": "0.5", "A2": "0.5", "A3": "0.5", "A4": "1", "A5": "1", "A6": "1"}
    rounding = rounded_table(table(numbers, *sums), ONE)
    assert len(rounding.broken) == 1
    assert rounding.broken[0].balance in [balance(spelled) for spelled in sums]
    assert abs(rounding.broken[0].difference) == 1
    assert rounding.movement == Decimal("1.5")
    assert rounding.proved


def test_a_table_in_three_directions_may_have_no_rounding_that_adds_up() -> None:
    # seven halves, each in line with the next and the last with the first: 1 and 0 cannot take turns around seven
    ring = [(1, 1, 1), (2, 1, 1), (2, 2, 1), (3, 2, 1), (3, 2, 2), (1, 2, 2), (1, 1, 2)]
    rounding = rounded_table(cube({place: Decimal("0.5") for place in ring}), ONE)
    assert [abs(broken.difference) for broken in rounding.broken] == [1]
    assert rounding.proved


def test_a_sum_that_was_wrong_among_round_numbers_is_named_with_what_it_misses() -> None:
    rounding = rounded_table(table({"A1": "1", "A2": "2", "A3": "4"}, "A3 = A1 + A2"), ONE)
    assert [(broken.balance.target, broken.difference) for broken in rounding.broken] == [(at("A3"), ONE)]
    assert printed(rounding) == {"A1": "1", "A2": "2", "A3": "4"}


def test_one_sum_may_be_far_off_so_that_three_others_hold() -> None:
    # each 0.6 must be 1 for its own sum of round numbers; the total of 0 then misses by three
    numbers = {f"A{row}": "0.6" for row in (1, 2, 3)} | {f"B{row}": "1" for row in (1, 2, 3)} | {"C1": "0"}
    alone = [f"B{row} = A{row} + C1" for row in (1, 2, 3)]
    rounding = rounded_table(table(numbers, "C1 = A1 + A2 + A3", *alone), ONE)
    assert [(broken.balance.target, broken.difference) for broken in rounding.broken] == [(at("C1"), -3 * ONE)]


def test_sums_that_hold_are_kept_beside_one_that_cannot() -> None:
    # A3 is off by two units and cannot be mended; B3 needs one number turned
    numbers = {"A1": "1.4", "A2": "2", "A3": "6", "B1": "1.4", "B2": "1.4", "B3": "2.8"}
    rounding = rounded_table(table(numbers, "A3 = A1 + A2", "B3 = B1 + B2"), ONE)
    assert [broken.balance.target for broken in rounding.broken] == [at("A3")]
    assert printed(rounding)["A1"] == "1"


def test_a_two_way_table_of_thirds_adds_up_in_both_directions() -> None:
    # each line of three sums to 1, so three 1s stand one in each row and column; nine cells move 6 * 1/3 + 3 * 2/3
    third = Decimal("0.333")
    last = Decimal("0.334")
    rows = [[third, third, last], [third, last, third], [last, third, third]]
    rounding = rounded_table(additive(rows), ONE)
    inner = [rounding.numbers[cell] for cell in rounding.numbers if cell.row < 4 and cell.column < 4]
    assert rounding.broken == ()
    assert sorted(inner) == [0] * 6 + [1] * 3
    # the three 0.334 are the cheapest to raise: 3 * 0.666 + 6 * 0.333
    assert rounding.movement == Decimal("3.996")


def test_the_order_of_the_sums_changes_nothing() -> None:
    sums = ("A3 = A1 + A2", "C1 = A1 - B1", "C2 = A2 - B2", "C3 = A3 - B3", "B3 = B1 + B2", "C3 = C1 + C2")
    numbers = {
        "A1": "1.5",
        "A2": "1.5",
        "A3": "3",
        "B1": "0.5",
        "B2": "0.5",
        "B3": "1",
        "C1": "1",
        "C2": "1",
        "C3": "2",
    }
    forward, backward = table(numbers, *sums), table(dict(reversed(numbers.items())), *reversed(sums))
    assert rounded_table(forward, ONE).numbers == rounded_table(backward, ONE).numbers


def test_without_time_each_number_goes_to_its_nearest_and_nothing_is_claimed() -> None:
    # seven rows and seven columns of 0 each, whose totals 2.1 are printed as 2, and 2 * 7 is not the grand total 15
    rounding = rounded_table(additive([[Decimal("0.3")] * 7] * 7), ONE, seconds=0.0)
    assert not rounding.proved
    assert {number for cell, number in rounding.numbers.items() if cell.row < 8 and cell.column < 8} == {0}
    assert len(rounding.broken) == 16
