"""The small arithmetic of the controller's own checks, as a tree: its value, and the formula that says the same.

Nothing is executed: `runxl.compute.parsing` makes a tree of a text, which is evaluated in exact decimals here.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, DivisionByZero, InvalidOperation, localcontext
from typing import TYPE_CHECKING, TypeAlias

from runxl.domain.amount import ZERO, rounded
from runxl.grid import Address, Block
from runxl.grid.address import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Scale: TypeAlias = "Callable[[Address], Decimal]"

_LARGEST = Decimal("1.7976931348623157E+308")


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it was typed."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Cells:
    """One cell, or a block that only SUM takes."""

    block: Block


@dataclass(frozen=True, slots=True)
class Operation:
    """Two sides and the sign between them; a leading minus has zero on its left."""

    sign: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Call:
    """A function and its arguments."""

    function: str
    arguments: tuple[Expression, ...]


Expression: TypeAlias = Number | Cells | Operation | Call


def evaluate(expression: Expression, amount: Callable[[Address], Decimal | None], scale: Scale) -> Decimal | None:
    """Return the expression's value; None where a cell is unknown, a division has no answer, or no cell could hold it.

    `amount` gives NaN for a cell that shows an error: it spreads through a sum, as it does in a spreadsheet. `scale` is
    what a cell's amount is multiplied with to be in the check's unit.
    """
    with localcontext() as context:
        context.prec = 40
        try:
            value = _value(expression, amount, scale)
            return None if value is None or abs(value) > _LARGEST else value
        except (DivisionByZero, InvalidOperation):
            return None


def divides_by_zero(expression: Expression, amount: Callable[[Address], Decimal | None], scale: Scale) -> bool:
    """Tell whether what keeps the expression from having a value is a division by zero."""
    try:
        _value(expression, amount, scale)
    except (DivisionByZero, InvalidOperation):
        return True
    return False


def formula(expression: Expression, scale: Scale) -> str:
    """Return the expression as a formula; empty where one of its cells holds no number."""
    cells = list(dict.fromkeys(_cell_text(cell) for cell in _single_cells(expression)))
    text = _rendered(expression, scale)
    if not cells:
        return f'IFERROR({text},"")'
    return f'IFERROR(IF(COUNT({",".join(cells)})={len(cells)},{text},""),"")'


def _value(expression: Expression, amount: Callable[[Address], Decimal | None], scale: Scale) -> Decimal | None:
    if isinstance(expression, Number):
        return expression.value
    if isinstance(expression, Cells):
        cell = _first(expression.block)
        found = amount(cell)
        return None if found is None else found * scale(cell)
    if isinstance(expression, Operation):
        left, right = _value(expression.left, amount, scale), _value(expression.right, amount, scale)
        return None if left is None or right is None else _combined(expression.sign, left, right)
    if expression.function == "SUM":
        return _sum(expression, amount, scale)
    values = [_value(argument, amount, scale) for argument in expression.arguments]
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return None
    return abs(known[0]) if expression.function == "ABS" else rounded(known[0], int(known[1]))


def _combined(sign: str, left: Decimal, right: Decimal) -> Decimal:
    if sign == "+":
        return left + right
    if sign == "-":
        return left - right
    return left * right if sign == "*" else left / right


def _sum(call: Call, amount: Callable[[Address], Decimal | None], scale: Scale) -> Decimal | None:
    total = ZERO
    for argument in call.arguments:
        if isinstance(argument, Cells):
            for cell in cells_of(argument.block):
                total += (amount(cell) or ZERO) * scale(cell)
            continue
        value = _value(argument, amount, scale)
        if value is None:
            return None
        total += value
    return total


def _rendered(expression: Expression, scale: Scale) -> str:
    if isinstance(expression, Number):
        return f"{expression.value:f}"
    if isinstance(expression, Cells):
        return _scaled(f"{quoted(expression.block.sheet)}!{expression.block.a1}", scale(_first(expression.block)))
    if isinstance(expression, Operation):
        left, right = _rendered(expression.left, scale), _rendered(expression.right, scale)
        # a sum of many terms would else have more parentheses within each other than a spreadsheet takes
        if isinstance(expression.left, Operation) and (expression.left.sign in "+-") is (expression.sign in "+-"):
            left = left[1:-1]
        return f"({left}{expression.sign}{right})"
    arguments = ",".join(_rendered(argument, scale) for argument in expression.arguments)
    if expression.function == "SUM" and "/" not in arguments and "*" not in arguments:
        return f"SUM({arguments})"
    if expression.function == "SUM":
        return "(" + "+".join(_scaled_sum(argument, scale) for argument in expression.arguments) + ")"
    return f"{expression.function}({arguments})"


def _scaled_sum(argument: Expression, scale: Scale) -> str:
    if not isinstance(argument, Cells):
        return _rendered(argument, scale)
    return _scaled(f"SUM({quoted(argument.block.sheet)}!{argument.block.a1})", scale(_first(argument.block)))


def _scaled(text: str, factor: Decimal) -> str:
    """Return a reference in the check's unit, in parentheses, as a division sign may stand before it."""
    if factor == 1:
        return text
    return f"({text}*{factor:f})" if factor > 1 else f"({text}/{1 / factor:f})"


def _single_cells(expression: Expression) -> Iterator[Address]:
    """Give the cells that must hold a number: all but those within a SUM."""
    if isinstance(expression, Cells):
        yield _first(expression.block)
    elif isinstance(expression, Operation):
        yield from _single_cells(expression.left)
        yield from _single_cells(expression.right)
    elif isinstance(expression, Call):
        for argument in expression.arguments:
            if expression.function != "SUM" or not isinstance(argument, Cells):
                yield from _single_cells(argument)


def _first(block: Block) -> Address:
    return Address(block.sheet, block.top, block.left)


def cells_of(block: Block) -> Iterator[Address]:
    """Give the cells of a block, row by row."""
    for row in range(block.top, block.bottom + 1):
        for column in range(block.left, block.right + 1):
            yield Address(block.sheet, row, column)


def _cell_text(cell: Address) -> str:
    return f"{quoted(cell.sheet)}!{cell.a1}"


def blocks_in(expression: Expression) -> Iterator[Block]:
    """Give every block of cells that an expression names, single cells included."""
    if isinstance(expression, Cells):
        yield expression.block
    elif isinstance(expression, Operation):
        yield from blocks_in(expression.left)
        yield from blocks_in(expression.right)
    elif isinstance(expression, Call):
        for argument in expression.arguments:
            yield from blocks_in(argument)
