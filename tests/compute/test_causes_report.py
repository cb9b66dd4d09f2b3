"""Every number of the report's three tables made wrong in turn, in every way that a single slip can."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

import runxl
from runxl.compute.balance import System, system_of
from runxl.compute.causes import diagnose
from runxl.compute.consistency import Consistent, consistency
from runxl.compute.slips import Cause
from runxl.domain.amount import Printed
from runxl.grid.address import cell_at
from runxl.sheets.money import read_money
from runxl.sheets.relations import relations_of
from runxl.sheets.workbook import read_workbook
from runxl.templates.shipped import template

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runxl.grid import Address


@pytest.fixture(scope="module")
def report() -> System:
    """Return what the three tables of the report promise, with one relation across T1 and T2."""
    book = read_workbook(runxl.open(template("exempel-run-2020-04")).read())
    return system_of(relations_of(read_money(book)))


def with_number(table: System, cell: Address, value: Decimal) -> System:
    stated = table.numbers[cell]
    number = Printed(value, stated.number.half_width)
    return replace(table, numbers={**table.numbers, cell: stated._replace(number=number)})


def swapped(value: Decimal) -> Iterator[Decimal]:
    digits = str(abs(value))
    for place in range(len(digits) - 1):
        pair = digits[place : place + 2]
        if "." not in pair:
            yield Decimal(digits[:place] + pair[::-1] + digits[place + 2 :]).copy_sign(value)


def one_digit_wrong(value: Decimal) -> Iterator[Decimal]:
    digits = str(abs(value))
    for place, digit in enumerate(digits):
        if digit != ".":
            # nine digits less one and nine more one: far and near
            for other in {(int(digit) + 1) % 10, (int(digit) + 5) % 10}:
                yield Decimal(f"{digits[:place]}{other}{digits[place + 1 :]}").copy_sign(value)


def slips(value: Decimal) -> set[Decimal]:
    return {-value, value * 1000, *swapped(value), *one_digit_wrong(value)} - {value}


def test_the_report_is_consistent_as_printed(report: System) -> None:
    assert isinstance(consistency(report), Consistent)
    assert {cell.sheet for cell in report.numbers} == {"Resultat", "Verksamheter", "Anslag"}


@pytest.mark.parametrize(("sheet", "cells"), [("Resultat", 66), ("Verksamheter", 16), ("Anslag", 12)])
def test_a_wrong_number_is_always_among_the_suspects_and_first_where_it_is_the_only_one(
    report: System, sheet: str, cells: int
) -> None:
    stated = {cell: number.number.value for cell, number in report.numbers.items() if cell.sheet == sheet}
    assert len(stated) == cells
    for cell, right in stated.items():
        for wrong in slips(right):
            table = with_number(report, cell, wrong)
            found = diagnose(table)
            assert found.finished
            if isinstance(consistency(table), Consistent):
                assert found.suspects == ()
                continue
            assert frozenset({cell}) in found.sets
            if found.suspects[0].ties == 0:
                assert found.suspects[0].cell == cell
                assert found.suspects[0].low - Decimal("0.5") <= right <= found.suspects[0].high + Decimal("0.5")


def test_the_example_of_the_issue(report: System) -> None:
    museum = next(cell for cell, stated in report.numbers.items() if stated.number.value == 1977)
    first = diagnose(with_number(report, museum, Decimal(1797))).suspects[0]
    assert (first.cell, first.cause, first.suggested) == (museum, Cause.DIGITS_SWAPPED, Decimal(1977))
    assert museum.sheet == cell_at("Verksamheter", "C6").sheet
