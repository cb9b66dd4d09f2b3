"""A check of the controller's own, from its text to an expression.

    sum       = product (("+" | "-") product)*
    product   = signed (("*" | "/") signed)*
    signed    = ("-" | "+") signed | primary
    primary   = number | "(" sum ")" | function "(" sum (";" sum)* ")" | reference [":" reference]
    reference = tblResultat[row id;header] | Sheet!A1 | 'My sheet'!A1 | name

In a text the comma is the decimal sign and the semicolon parts arguments, as in a Swedish Excel; in a formula read from
the file it is the point and the comma.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

from runxl.compute.expression import Call, Cells, Expression, Number, Operation
from runxl.domain.amount import MINUS_SIGNS, SPACES, ZERO
from runxl.grid import Block
from runxl.grid.address import quoted

if TYPE_CHECKING:
    from runxl.grid import Address

FUNCTIONS = {"SUM": "SUM", "SUMMA": "SUM", "ABS": "ABS", "ROUND": "ROUND", "AVRUNDA": "ROUND"}
_DEEPEST = 50
_MOST_CELLS = 100_000
_MOST_ARGUMENTS = 255
# so short that no formula of it can name more cells than a function takes
_LONGEST = 750
_NUMBER = r"[0-9]{1,3}(?: [0-9]{3})+(?:,[0-9]+)?|[0-9]+(?:[.,][0-9]+)?"
_REST = (
    r"(?P<table>[A-Za-zÅÄÖåäö_]\w*\[[^\[\]]*\])"
    r"|(?P<cell>(?:(?:'(?:[^']|'')+'|[^\W\d]\w*)!)?\$?[A-Za-z]{1,3}\$?[1-9][0-9]*(?![\w(]))"
    r"|(?P<word>[^\W\d][\w.]*)"
    r"|(?P<mark>[-+*/():;,])"
)
_IN_TEXT = re.compile(rf" *(?:(?P<number>{_NUMBER})|{_REST})")
_IN_FORMULA = re.compile(rf" *(?:(?P<number>[0-9]+(?:\.[0-9]+)?)|{_REST})")


class ExpressionError(ValueError):
    """The text is no expression; `part` is what could not be read."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


class Finder(Protocol):
    """Finds what a reference means; each method returns None where there is no such thing."""

    def cell(self, reference: str) -> Address | None:
        """Return the cell of `Sheet!A1`, or of `A1` on the check's own sheet."""

    def entry(self, table: str, row: str, header: str) -> Address | None:
        """Return the cell of a table's row and column."""

    def name(self, name: str) -> Block | None:
        """Return the block of a defined name."""


def parse(text: str, finder: Finder, *, is_formula: bool = False) -> Expression:
    """Return the expression that a text spells. Raises ExpressionError with the part that is none."""
    if len(text) > _LONGEST:
        raise ExpressionError(text[:20])
    parser = _Parser(_tokens(text, _IN_FORMULA if is_formula else _IN_TEXT), finder, is_formula=is_formula)
    return parser.whole()


def _tokens(text: str, pattern: re.Pattern[str]) -> list[tuple[str, str]]:
    plain = text
    for space in SPACES:
        plain = plain.replace(space, " ")
    for sign in MINUS_SIGNS:
        plain = plain.replace(sign, "-")
    plain, place, tokens = plain.strip().removeprefix("=").strip(), 0, []
    while place < len(plain):
        match = pattern.match(plain, place)
        if match is None or match.lastgroup is None:
            raise ExpressionError(plain[place:])
        tokens.append((match.lastgroup, match[match.lastgroup]))
        place = match.end()
    return tokens


class _Parser:
    def __init__(self, tokens: list[tuple[str, str]], finder: Finder, *, is_formula: bool) -> None:
        self._tokens, self._finder = tokens, finder
        self._comma = "," if is_formula else ";"
        self._place = self._depth = 0

    def whole(self) -> Expression:
        expression = self._sum()
        if self._place < len(self._tokens):
            raise ExpressionError(self._tokens[self._place][1])
        if isinstance(expression, Cells):
            self._one_cell(expression)
        return expression

    def _sum(self) -> Expression:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise ExpressionError("(")
        left = self._product()
        while self._next() in ("+", "-"):
            sign = self._take()
            left = Operation(sign, self._one_cell(left), self._one_cell(self._product()))
        self._depth -= 1
        return left

    def _product(self) -> Expression:
        left = self._signed()
        while self._next() in ("*", "/"):
            sign = self._take()
            left = Operation(sign, self._one_cell(left), self._one_cell(self._signed()))
        return left

    def _signed(self) -> Expression:
        signs = 0
        while self._next() in ("-", "+"):
            signs += self._take() == "-"
        primary = self._primary()
        return Operation("-", Number(ZERO), self._one_cell(primary)) if signs % 2 else primary

    def _primary(self) -> Expression:
        if self._place >= len(self._tokens):
            raise ExpressionError("")
        kind, text = self._tokens[self._place]
        self._place += 1
        if kind == "number":
            return Number(Decimal(text.replace(" ", "").replace(",", ".")))
        if text == "(":
            inner = self._sum()
            self._expect(")")
            return inner
        if kind == "word" and self._next() == "(":
            return self._call(text)
        if kind == "mark":
            raise ExpressionError(text)
        return self._reference(kind, text)

    def _call(self, word: str) -> Expression:
        function = FUNCTIONS.get(word.upper())
        if function is None:
            raise ExpressionError(word)
        self._expect("(")
        arguments = [self._sum()]
        while self._next() == self._comma:
            self._take()
            arguments.append(self._sum())
        self._expect(")")
        if len(arguments) > _MOST_ARGUMENTS:
            raise ExpressionError(word)
        if function != "SUM":
            wanted = 1 if function == "ABS" else 2
            if len(arguments) != wanted or (function == "ROUND" and not _is_small_whole(arguments[1])):
                raise ExpressionError(word)
            arguments = [self._one_cell(argument) for argument in arguments]
        return Call(function, tuple(arguments))

    def _reference(self, kind: str, text: str) -> Expression:
        first = self._found(kind, text)
        if self._next() != ":":
            return self._small(first)
        self._take()
        if self._place >= len(self._tokens):
            raise ExpressionError(text)
        last = self._found(*self._tokens[self._place], beside=first.sheet)
        self._place += 1
        if last.sheet != first.sheet:
            raise ExpressionError(text)
        top, bottom = min(first.top, last.top), max(first.bottom, last.bottom)
        left, right = min(first.left, last.left), max(first.right, last.right)
        return self._small(Block(first.sheet, top, left, bottom, right))

    def _small(self, block: Block) -> Cells:
        if (block.bottom - block.top + 1) * (block.right - block.left + 1) > _MOST_CELLS:
            raise ExpressionError(str(block))
        return Cells(block)

    def _found(self, kind: str, text: str, beside: str | None = None) -> Block:
        found: Address | Block | None = None
        if kind == "table":
            table, _, inside = text.removesuffix("]").partition("[")
            row, _, header = inside.partition(";")
            found = self._finder.entry(table, row.strip(), header.strip())
        elif kind == "cell":
            reference = text if beside is None or "!" in text else f"{quoted(beside)}!{text}"
            found = self._finder.cell(reference)
        elif kind == "word":
            found = self._finder.name(text)
        if found is None:
            raise ExpressionError(text)
        return (
            found if isinstance(found, Block) else Block(found.sheet, found.row, found.column, found.row, found.column)
        )

    def _one_cell(self, expression: Expression) -> Expression:
        if isinstance(expression, Cells) and expression.block[1:3] != expression.block[3:5]:
            raise ExpressionError(str(expression.block))
        return expression

    def _next(self) -> str | None:
        return self._tokens[self._place][1] if self._place < len(self._tokens) else None

    def _take(self) -> str:
        self._place += 1
        return self._tokens[self._place - 1][1]

    def _expect(self, mark: str) -> None:
        if self._next() != mark:
            raise ExpressionError(self._next() or "")
        self._place += 1


def _is_small_whole(expression: Expression) -> bool:
    return isinstance(expression, Number) and expression.value in range(16)
