"""What formulas derive is no number of its own: only what people type can be wrong."""

from __future__ import annotations

from decimal import Decimal

from runxl.compute.balance import Balance, Stated, System
from runxl.compute.derived import Derivation
from runxl.compute.relations import RelationKind
from runxl.domain.amount import Printed
from runxl.grid import Address

ONE = Decimal(1)
A, B, C, SUM, TOTAL, OTHER = (Address("T", row, 1) for row in range(1, 7))
PART = Balance(RelationKind.TOTAL, SUM, ((ONE, A), (ONE, B)))
WHOLE = Balance(RelationKind.TOTAL, TOTAL, ((ONE, SUM), (-ONE, C)))


def system(*balances: Balance) -> System:
    cells = {cell for balance in balances for _, cell in balance.terms()}
    return System({cell: Stated(cell, Printed(Decimal(10))) for cell in cells}, balances)


def test_a_derived_cell_is_what_the_typed_ones_behind_it_add_up_to() -> None:
    derivation = Derivation({SUM: PART, TOTAL: WHOLE})
    assert derivation.behind(TOTAL) == {A: 1, B: 1, C: -1}
    assert derivation.behind(A) == {A: 1}


def test_a_balance_between_derived_cells_becomes_one_between_typed_cells() -> None:
    against = Balance(RelationKind.ACROSS_UNITS, TOTAL, ((Decimal("0.001"), OTHER),), Decimal(6))
    typed = Derivation({SUM: PART, TOTAL: WHOLE}).typed(system(PART, WHOLE, against))
    [balance] = typed.balances
    # A + B - C = 0.001 OTHER, written with one of the first three as the target
    signs = {cell: factor for factor, cell in balance.terms()}
    assert {cell: factor * signs[A] for cell, factor in signs.items()} == {A: 1, B: 1, C: -1, OTHER: Decimal("-0.001")}
    assert signs[balance.target] == -1
    assert balance.slack == 6
    assert typed.numbers.keys() == {A, B, C, OTHER}


def test_a_balance_of_which_no_cell_counts_as_it_stands_is_scaled_with_its_slack() -> None:
    double = Balance(RelationKind.TOTAL, SUM, ((Decimal(2), A), (Decimal(4), B)))
    half = Balance(RelationKind.ACROSS_UNITS, SUM, ((Decimal(8), OTHER),), Decimal(6))
    [balance] = Derivation({SUM: double}).typed(system(double, half)).balances
    # 2 A + 4 B = 8 OTHER give or take 6 is A = 4 OTHER - 2 B give or take 3
    assert balance.target == A
    assert balance.slack == 3
    assert {cell: factor for factor, cell in balance.parts} == {B: -2, OTHER: 4}


def test_a_balance_that_holds_whatever_is_typed_is_left_out() -> None:
    again = Balance(RelationKind.VARIANCE, TOTAL, ((ONE, A), (ONE, B), (-ONE, C)))
    assert Derivation({SUM: PART, TOTAL: WHOLE}).typed(system(PART, WHOLE, again)) == System({}, ())


def test_a_balance_between_hundreds_of_typed_cells_points_at_none_and_is_left_out() -> None:
    rows = [Address("R", row, 1) for row in range(1, 102)]
    many = Balance(RelationKind.LINES, SUM, tuple((ONE, row) for row in rows))
    against = Balance(RelationKind.ACROSS_UNITS, OTHER, ((ONE, SUM),))
    assert Derivation({SUM: many}).typed(system(many, against)) == System({}, ())
    few = many._replace(parts=many.parts[:99])
    assert len(Derivation({SUM: few}).typed(system(few, against)).numbers) == 100


def test_a_circle_of_formulas_ends() -> None:
    forth, back = Balance(RelationKind.TOTAL, A, ((ONE, B),)), Balance(RelationKind.TOTAL, B, ((ONE, A),))
    assert Derivation({A: forth, B: back}).behind(A) == {A: 1}
