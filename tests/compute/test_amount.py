from __future__ import annotations

import struct
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runxl.domain.amount import Printed, decimals_of, number_in, rounded, same_at_15_digits, spelled, stored

doubles = st.floats(allow_nan=False, allow_infinity=False)
cents = st.integers(-(10**13), 10**13).map(lambda number: Decimal(number).scaleb(-2))


@pytest.mark.parametrize(
    ("amount", "decimals", "expected"),
    [
        ("2.5", 0, "3"),
        ("3.5", 0, "4"),
        ("-2.5", 0, "-3"),
        ("0.5", 0, "1"),
        ("-0.5", 0, "-1"),
        ("2.4999", 0, "2"),
        ("0.125", 2, "0.13"),
        ("-0.125", 2, "-0.13"),
        ("4500", -3, "5000"),
        ("4499", -3, "4000"),
        ("1.005", 2, "1.01"),
    ],
)
def test_halves_are_rounded_away_from_zero(amount: str, decimals: int, expected: str) -> None:
    assert rounded(Decimal(amount), decimals) == Decimal(expected)


@given(cents, st.integers(-3, 2))
def test_a_rounded_amount_is_at_most_half_a_unit_off(amount: Decimal, decimals: int) -> None:
    off = abs(Fraction(rounded(amount, decimals)) - Fraction(amount))
    assert off <= Fraction(10) ** -decimals / 2


@given(cents, st.integers(-3, 2))
def test_rounding_mirrors_in_zero(amount: Decimal, decimals: int) -> None:
    assert rounded(-amount, decimals) == -rounded(amount, decimals)


def test_the_largest_number_that_a_cell_holds_can_be_rounded() -> None:
    assert rounded(Decimal("1E+308"), 9) == Decimal("1E+308")


@given(doubles)
def test_a_stored_amount_is_the_shortest_text_of_its_double(double: float) -> None:
    assert struct.pack("d", float(stored(Decimal(double))) + 0.0) == struct.pack("d", double + 0.0)
    assert len(stored(Decimal(double)).normalize().as_tuple().digits) <= 17


def test_a_tenth_and_two_tenths_are_three_tenths() -> None:
    assert Decimal("0.1") + Decimal("0.2") == stored(Decimal("0.3"))


def test_a_spreadsheets_sum_of_a_tenth_and_two_tenths_is_three_tenths_at_15_digits() -> None:
    spreadsheets = Decimal(repr(0.1 + 0.2))
    assert spreadsheets != Decimal("0.3")
    assert same_at_15_digits(spreadsheets, Decimal("0.3"), Decimal("0.2"))


def test_a_small_difference_of_large_terms_is_compared_at_the_large_terms_digits() -> None:
    spreadsheets = Decimal(repr(54.1 - 54.0))  # 0.10000000000000142
    assert same_at_15_digits(spreadsheets, Decimal("0.1"), Decimal("54.1"))
    assert not same_at_15_digits(spreadsheets, Decimal("0.1"), Decimal("0.1"))


@pytest.mark.parametrize(("one", "other"), [("100", "100.0000000001"), ("0", "0.01"), ("4134", "4133"), ("1", "-1")])
def test_a_difference_that_can_be_seen_is_one(one: str, other: str) -> None:
    assert not same_at_15_digits(Decimal(one), Decimal(other), Decimal(one))


@pytest.mark.parametrize(
    ("amount", "decimals"), [("162", 0), ("162.0", 0), ("97.2", 1), ("97.20", 1), ("0.005", 3), ("1E+3", 0)]
)
def test_trailing_zeros_are_no_decimals(amount: str, decimals: int) -> None:
    assert decimals_of(Decimal(amount)) == decimals


@pytest.mark.parametrize(("decimals", "half_width"), [(0, "0.5"), (1, "0.05"), (-3, "500")])
def test_a_published_number_is_half_a_unit_of_its_last_decimal_wide(decimals: int, half_width: str) -> None:
    assert Printed.published(Decimal(4134), decimals).half_width == Decimal(half_width)


def test_a_number_that_is_not_published_is_exact() -> None:
    assert Printed(Decimal("1330.25")).half_width == 0


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("4134", "4134"),
        ("4 134", "4134"),
        ("4\u00a0134,5", "4134.5"),
        ("4\u202f134", "4134"),
        ("4\u2009134", "4134"),
        ("1 234 567,89", "1234567.89"),
        ("  12 ", "12"),
        ("-2,5", "-2.5"),
        ("\u22122,5", "-2.5"),
        ("\u20132,5", "-2.5"),
        ("+2", "2"),
        ("2.5", "2.5"),
        ("007", "7"),
    ],
)
def test_a_number_is_read_the_swedish_way(text: str, number: str) -> None:
    assert number_in(text) == Decimal(number)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "-",
        "1.234,5",
        "1,234.5",
        "1 23",
        "12 34",
        "1,2,3",
        "1.2.3",
        "78 %",
        "4 tkr",
        "(12)",
        "12-",
        "1e5",
        "nan",
        "Infinity",
        "\u0661\u0662",
        "0x10",
        "1_000",
        ",5",
        "5,",
    ],
)
def test_what_is_no_number_or_could_mean_two_is_left_alone(text: str) -> None:
    assert number_in(text) is None


@given(cents)
def test_a_spelled_number_is_read_back(amount: Decimal) -> None:
    assert number_in(spelled(amount)) == amount


def test_a_spelled_number_has_a_comma_and_no_trailing_zeros() -> None:
    assert [spelled(Decimal(text)) for text in ("80.00", "0.50", "100", "1E+3")] == ["80", "0,5", "100", "1000"]
