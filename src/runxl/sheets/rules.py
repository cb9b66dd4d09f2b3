"""The controller's own checks in Kontroller: left should be right, within a tolerance."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from runxl.compute.expression import Cells, Expression, Number, blocks_in, cells_of, divides_by_zero, evaluate, formula
from runxl.compute.parsing import ExpressionError, parse
from runxl.compute.understood import amount_words
from runxl.domain.amount import ZERO, rounded, spelled
from runxl.domain.finding import Finding, error, warning
from runxl.domain.message import message
from runxl.grid import Address, Block, CellError
from runxl.grid.address import cell_at
from runxl.layout import CHECKS, TABLES, Kind, words
from runxl.sheets import formulas
from runxl.sheets.computed import Computed
from runxl.sheets.settings import thousands

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from runxl.domain.message import Message
    from runxl.grid import Content, Value
    from runxl.sheets.table import Row, Rows
    from runxl.sheets.workbook import Workbook

_ONE = Decimal(1)
# two programs that add doubles agree so far on amounts of billions
_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Rule:
    """One check of the controller's: both sides' values, None where a cell is unknown or the text is no expression."""

    row: Row
    left: Decimal | None
    right: Decimal | None
    holds: bool | None


@dataclass(frozen=True, slots=True)
class Rules:
    """All of them, the cells that runxl fills beside them, and what they found."""

    rules: tuple[Rule, ...]
    computed: tuple[Computed, ...]
    findings: tuple[Finding, ...]

    def counts(self) -> dict[str, int]:
        """Return how many hold, how many fail, and how many cannot be computed."""
        holding = [rule.holds for rule in self.rules]
        return {"holding": holding.count(True), "failing": holding.count(False), "unknown": holding.count(None)}


def read_rules(book: Workbook) -> Rules:
    """Return the controller's own checks, evaluated on the workbook as it stands."""
    rows = book.rows(CHECKS)
    if rows is None or not rows.has("left", "right"):
        return Rules((), (), ())
    reader = _Reader(book, rows)
    rules = tuple(reader.rule(row) for row in rows)
    return Rules(rules, tuple(reader.computed), tuple(reader.findings))


class _Reader:
    def __init__(self, book: Workbook, rows: Rows) -> None:
        self._book, self._rows = book, rows
        self._finder = _Finder(book, rows.table.sheet)
        self.computed: list[Computed] = []
        self.findings: list[Finding] = []

    def rule(self, row: Row) -> Rule:
        left, right = self._side(row, "left"), self._side(row, "right")
        difference = None if left is None or right is None else left - right
        tolerance = row.amount("tolerance") or ZERO
        holds = None if difference is None else rounded(abs(difference), _DECIMALS) <= rounded(tolerance, _DECIMALS)
        minus = formulas.difference(formulas.this(CHECKS, "left_value"), formulas.this(CHECKS, "right_value"))
        # a program that subtracts doubles agrees at 15 digits of the larger side, not of a small difference
        larger = max((abs(side) for side in (left, right) if side is not None), default=ZERO)
        self._put(row, "difference", minus, difference, larger)
        self._put(row, "outcome", _outcome_formula(), _outcome_word(holds))
        if holds is False and left is not None and right is not None:
            self.findings.append(self._broken(row, left, right, tolerance))
        return Rule(row, left, right, holds)

    def _side(self, row: Row, key: str) -> Decimal | None:
        cell = self._rows.cell(row, key)
        content = self._book.snapshot.content(cell)
        try:
            expression = self._expression(content.value, content.formula)
        except ExpressionError as problem:
            self.findings.append(_unreadable(cell, _written(content), problem.part))
            self._put(row, f"{key}_value", None, "")
            return None

        def scale(of: Address) -> Decimal:
            return self._scale(row, of)

        if self._mixes_units(expression, scale):
            self.findings.append(error("own-rule-mixes-units", cell, text=_written(content)))
            self._put(row, f"{key}_value", None, "")
            return None
        value, text = evaluate(expression, self._amount, scale), formula(expression, scale)
        self._put(row, f"{key}_value", text if len(text) < formulas.LONGEST else None, value)
        if value is None:
            self._unknown(row, content, cell, by_zero=divides_by_zero(expression, self._amount, scale))
        return value

    def _unknown(self, row: Row, content: Content, cell: Address, *, by_zero: bool) -> None:
        said = {"id": row.id, "text": _written(content)}
        self.findings.append(
            warning("own-rule-divides-by-zero", cell, **said) if by_zero else warning("own-rule-unknown", cell, **said)
        )

    def _mixes_units(self, expression: Expression, scale: Callable[[Address], Decimal]) -> bool:
        """Tell whether a block goes over amounts in different units, which a formula could not add.

        The formula takes the block's first cell for all of it, so that one counts whatever it holds.
        """
        for block in blocks_in(expression):
            first, *others = cells_of(block)
            if any(self._amount(cell) is not None and scale(cell) != scale(first) for cell in others):
                return True
        return False

    def _expression(self, value: Value, formula_text: str | None) -> Expression:
        if formula_text is not None:
            return parse(formula_text, self._finder, is_formula=True)
        if isinstance(value, Decimal):
            return Number(value)
        return parse("" if value is None else str(value), self._finder)

    def _amount(self, cell: Address) -> Decimal | None:
        value = self._book.snapshot.content(cell).value
        if isinstance(value, CellError):
            return Decimal("NaN")
        return value if isinstance(value, Decimal) else None

    def _scale(self, row: Row, cell: Address) -> Decimal:
        """Return what turns a cell's amount into the check's unit; 1 where either has none."""
        wanted, unit = row.text("unit"), _unit_of(self._book, cell)
        return _ONE if not wanted or not unit else Decimal(thousands(unit)) / thousands(wanted)

    def _broken(self, row: Row, left: Decimal, right: Decimal, tolerance: Decimal) -> Finding:
        sentence = error(
            "own-rule-broken",
            self._rows.cell(row, "left"),
            id=row.id,
            description=row.text("description") or row.id,
            left=amount_words(left, row.text("unit")),
            right=amount_words(right, row.text("unit")),
        )
        return Finding(
            sentence.rule,
            sentence.severity,
            sentence.cell,
            sentence.parts,
            stated=left,
            computed=right,
            difference=left - right,
            tolerance=tolerance,
            advice=tuple(self._meant(row, "left", "right", tolerance) or self._meant(row, "right", "left", tolerance)),
        )

    def _meant(self, row: Row, compared: str, stated: str, tolerance: Decimal) -> list[Message]:
        """Return where else on the row of the cell that a number was compared with that number stands."""
        contents = [self._book.snapshot.content(self._rows.cell(row, key)) for key in (compared, stated)]
        cell, number = (self._expression(content.value, content.formula) for content in contents)
        if not isinstance(cell, Cells) or not isinstance(number, Number) or not number.value:
            return []
        places = [
            message("cell-under", cell=place, header=header)
            for place, header in _amounts_beside(self._book, cell.block)
            if self._is(row, place, number.value, tolerance)
        ]
        words = amount_words(number.value, row.text("unit"))
        return [message("own-rule-fits", amount=words, cells=places, count=len(places))] if places else []

    def _is(self, row: Row, cell: Address, number: Decimal, tolerance: Decimal) -> bool:
        amount = self._amount(cell)
        return amount is not None and abs(amount * self._scale(row, cell) - number) <= tolerance

    def _put(self, row: Row, key: str, text: str | None, value: Value, largest: Decimal = ZERO) -> None:
        if self._rows.has(key):
            self.computed.append(Computed(self._rows.cell(row, key), text, value, largest))


class _Finder:
    """Finds what a check refers to, whatever its capitals: cells, table entries by row id and header, names."""

    def __init__(self, book: Workbook, own_sheet: str) -> None:
        self._own_sheet = own_sheet
        self._sheets = {name.casefold(): name for name in book.snapshot.sheets}
        self._names = {name.casefold(): block for name, block in book.snapshot.names.items()}
        self._tables = {name.casefold(): rows for name, rows in book.tables.items()}

    def cell(self, reference: str) -> Address | None:
        sheet, _, place = reference.rpartition("!")
        name = sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet
        known = self._sheets.get(name.casefold()) if sheet else self._own_sheet
        if known is None:
            return None
        try:
            return cell_at(known, place)
        except ValueError:
            return None

    def entry(self, table: str, row: str, header: str) -> Address | None:
        rows = self._tables.get(table.casefold())
        found = None if rows is None else rows.find(row)
        if rows is None or found is None:
            return None
        headers = [known for known in rows.table.headers if known.casefold() == header.casefold()]
        return Address(rows.table.sheet, found.number, rows.table.column(headers[0])) if headers else None

    def name(self, name: str) -> Block | None:
        return self._names.get(name.casefold())


def _unit_of(book: Workbook, cell: Address) -> str:
    """Return the unit of the amount column that a cell stands in; "" where it stands in none."""
    rows = _amounts_around(book, cell)
    return "" if rows is None or cell.column not in _amount_columns(rows) else book.unit(rows.layout)


def _amounts_around(book: Workbook, cell: Address) -> Rows | None:
    """Return the table of money that a cell stands in."""
    tables = (book.rows(layout) for layout in TABLES if layout.unit_setting is not None)
    return next((rows for rows in tables if rows is not None and rows.table.block.covers(cell)), None)


def _amount_columns(rows: Rows) -> dict[int, str]:
    """Return the headers of a table's amounts by their sheet columns."""
    columns = (column for column in rows.layout.columns if column.kind is Kind.AMOUNT and rows.has(column.key))
    return {rows.columns[column.key]: column.header for column in columns}


def _amounts_beside(book: Workbook, block: Block) -> Iterator[tuple[Address, str]]:
    """Give the other amounts on a cell's row, with their headers; none beside a block of several cells."""
    first, *others = cells_of(block)
    rows = _amounts_around(book, first)
    if rows is not None and not others:
        for column, header in _amount_columns(rows).items():
            if column != first.column:
                yield first._replace(column=column), header


def _written(content: Content) -> str:
    """Return a side of a check as it was typed; "" where nothing was."""
    if content.formula is not None:
        return f"={content.formula}"
    return spelled(content.value) if isinstance(content.value, Decimal) else str(content.value or "")


def _unreadable(cell: Address, text: str, part: str) -> Finding:
    if not text:
        return error("own-rule-empty", cell)
    return (
        error("own-rule-unreadable", cell, text=text, part=part) if part else error("own-rule-unended", cell, text=text)
    )


def _outcome_word(holds: bool | None) -> str:  # noqa: FBT001  (three states, the third is None)
    if holds is None:
        return words.RULE_UNKNOWN
    return words.RULE_HOLDS if holds else words.RULE_FAILS


def _outcome_formula() -> str:
    difference, tolerance = formulas.this(CHECKS, "difference"), formulas.this(CHECKS, "tolerance")
    holds = f"ROUND(ABS({difference}),{_DECIMALS})<=ROUND({tolerance},{_DECIMALS})"
    return f'IF({difference}="","{words.RULE_UNKNOWN}",IF({holds},"{words.RULE_HOLDS}","{words.RULE_FAILS}"))'
