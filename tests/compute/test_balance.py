from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from runxl.compute.balance import Stated, System, system_of
from runxl.compute.relations import Relation, RelationKind, Term
from runxl.domain.amount import Printed
from tests.compute.stated import at

if TYPE_CHECKING:
    from runxl.grid import Address


def relation(stated: Printed, *parts: tuple[str, Printed], precision: int | None = None) -> Relation:
    """Return the relation of A9 to its parts."""
    terms = tuple(Term(Decimal(1), at(a1), number) for a1, number in parts)
    return Relation(RelationKind.TOTAL, at("A9"), stated, terms, "tkr", precision)


def exact(text: str) -> Printed:
    return Printed(Decimal(text))


def whole(text: str) -> Printed:
    return Printed.published(Decimal(text), 0)


def test_a_sum_becomes_a_balance_of_its_cells() -> None:
    made = system_of([relation(exact("100"), ("A1", exact("92")), ("A2", exact("8")))])
    assert made.numbers[at("A1")] == Stated(at("A1"), exact("92"))
    assert list(made.balances[0].terms()) == [(Decimal(1), at("A1")), (Decimal(1), at("A2")), (Decimal(-1), at("A9"))]
    assert made.balances[0].slack == 0


def test_a_precision_far_finer_than_the_numbers_asks_for_nothing() -> None:
    made = system_of([relation(exact("100000"), ("A1", exact("100000")), precision=25)])
    assert made.balances[0].slack == 0


def test_a_cell_is_trusted_as_told() -> None:
    def formulas(cell: Address) -> int:
        return 5 if cell == at("A9") else 1

    made = system_of([relation(exact("8"), ("A1", exact("8")))], formulas)
    assert [made.numbers[at(a1)].trust for a1 in ("A1", "A9")] == [1, 5]


def test_a_share_of_a_whole_is_no_sum() -> None:
    share = Relation(RelationKind.SHARE, at("A9"), exact("50"), (), "%", 0, whole=exact("2"))
    assert system_of([share]) == System({}, ())


def test_the_finest_interval_of_a_cell_is_its_own_and_a_coarser_use_is_slack() -> None:
    finer = relation(exact("8"), ("A1", exact("8")))
    coarser = relation(whole("8"), ("A2", whole("8")))
    made = system_of([finer, coarser])
    assert made.numbers[at("A9")].number == exact("8")
    assert [balance.slack for balance in made.balances] == [0, Decimal("0.5")]


def test_two_sides_that_are_rounded_before_they_are_compared_may_be_nearly_a_unit_apart() -> None:
    # 3.6 and 4.4 are both 4 in whole mnkr
    made = system_of([relation(exact("3.6"), ("A1", exact("4.4")), precision=0)])
    assert made.balances[0].slack == 1


def test_a_published_side_is_within_its_own_half_unit_and_needs_no_slack() -> None:
    # 4 mnkr is from 3.5 to 4.5, and 4.134 is in there
    made = system_of([relation(whole("4"), ("A1", exact("4.134")), precision=0)])
    assert made.balances[0].slack == 0


def test_a_sum_of_doubles_may_miss_in_the_fifteenth_digit() -> None:
    made = system_of([relation(exact("0.30000000000000004"), ("A1", exact("0.1")), ("A2", exact("0.2")))])
    assert made.balances[0].slack == Decimal("1E-15")


def test_numbers_with_few_digits_get_no_such_slack() -> None:
    assert system_of([relation(exact("0.4"), ("A1", exact("0.1")))]).balances[0].slack == 0
