"""Which cells a number is made of: by what our tables promise where they do, else by what its formula names."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from runxl.compute.relations import Relation, RelationKind, examine
from runxl.compute.variance import ROW_RULES, Difference
from runxl.grid import Address, Block
from runxl.hosts.package.formulas import Area, Named, pieces
from runxl.hosts.package.references import part_of_table
from runxl.layout import IDENTITY_SHEET, Kind
from runxl.sheets.computed import same_formula
from runxl.sheets.money import Money, read_money, standing_money
from runxl.sheets.relations import relations_of
from runxl.sheets.workbook import read_workbook

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from runxl.compute.relations import Examined
    from runxl.grid import Snapshot
    from runxl.sheets.workbook import Workbook

_ONE = Decimal(1)
_MOST_OF_A_BLOCK = 12
_HOW = {
    RelationKind.OF_WHICH: "sum",
    RelationKind.RESULT: "sum",
    RelationKind.TOTAL: "sum",
    RelationKind.LINES: "lines",
    RelationKind.VARIANCE: "difference",
    RelationKind.SHARE: "share",
}


class Part(NamedTuple):
    """One cell that a number is made of; `coefficient` is None where a formula only reads it."""

    coefficient: Decimal | None
    cell: Address


class Made(NamedTuple):
    """How a number is made: `sum`, `lines`, `difference`, `share` or `formula`, and of which cells.

    `blocks` are those too large to name each cell of. `promise`, where given, is what a published table promises of a
    number that somebody typed.
    """

    how: str
    parts: tuple[Part, ...]
    blocks: tuple[Block, ...] = ()
    promise: Examined | None = None


class Across(NamedTuple):
    """A comparison of the committee's result with the units' total, in which a cell takes part."""

    relation: Relation
    examined: Examined


@dataclass(frozen=True)
class Precedents:
    """One workbook, asked for what its cells are made of."""

    snapshot: Snapshot

    @cached_property
    def _book(self) -> Workbook | None:
        return read_workbook(self.snapshot) if IDENTITY_SHEET in self.snapshot.sheets else None

    @cached_property
    def _moneys(self) -> Mapping[str, Money]:
        return {} if self._book is None else read_money(self._book)

    @cached_property
    def _standing(self) -> tuple[Relation, ...]:
        return () if self._book is None else tuple(relations_of(standing_money(self._book)))

    @cached_property
    def _promises(self) -> dict[Address, Relation]:
        """What each cell of the amount tables must be; of a total that is a difference too, its sum."""
        promised: dict[Address, Relation] = {}
        for relation in relations_of(self._moneys):
            if relation.kind in _HOW:
                promised.setdefault(relation.cell, relation)
        return promised

    @cached_property
    def _formulas(self) -> dict[Address, str | None]:
        return {one.cell: one.formula for money in self._moneys.values() for one in money.computed}

    def of(self, cell: Address) -> Made | None:
        """Return how a cell is made; None where it was typed and nothing is promised of it, or is empty."""
        formula, relation = self.snapshot.content(cell).formula, self._promises.get(cell)
        if formula is not None and not same_formula(formula, self._formulas.get(cell)):
            return self._by_formula(cell, formula)
        if formula is not None and (along := self._along_row(cell)) is not None:
            return along
        if relation is not None and (formula is not None or self._is_published(cell)):
            parts = tuple(Part(term.coefficient, term.cell) for term in relation.terms)
            return Made(_HOW[relation.kind], parts, promise=examine(relation) if formula is None else None)
        return None if formula is None else self._by_formula(cell, formula)

    def _by_formula(self, cell: Address, formula: str) -> Made:
        """Return what a formula names: small blocks cell by cell, of large ones only where they are."""
        parts: list[Part] = []
        blocks: list[Block] = []
        for block in dict.fromkeys(self._blocks(cell, formula)):
            held = [one for one in self._held(block) if one != cell]
            if len(held) > _MOST_OF_A_BLOCK:
                blocks.append(block)
            else:
                parts += [Part(None, one) for one in held]
        return Made("formula", tuple(dict.fromkeys(parts)), tuple(blocks))

    def _held(self, block: Block) -> list[Address]:
        """Return the cells of a block that hold something."""
        sheet = self.snapshot.sheets.get(block.sheet)
        places = () if sheet is None else sheet.cells
        return [one for place in sorted(places) if block.covers(one := Address(block.sheet, *place))]

    def unit(self, cell: Address) -> str:
        """Return whether a cell holds tkr or mnkr; "" where it is no amount of our tables of money."""
        money, key = self._column(cell)
        return "" if money is None or not key or money.rows.layout[key].kind is not Kind.AMOUNT else money.unit

    def is_typed_over(self, cell: Address) -> bool:
        """Tell whether a number was typed where a formula of ours should stand."""
        content = self.snapshot.content(cell)
        return content.formula is None and content.value is not None and self._formulas.get(cell) is not None

    def across(self, cell: Address) -> Across | None:
        """Return the comparison of the committee's result with the units' total that a cell is one side of."""
        for relation in self._standing:
            sides = {relation.cell, *(term.cell for term in relation.terms)}
            if relation.kind is RelationKind.ACROSS_UNITS and cell in sides:
                return Across(relation, examine(relation))
        return None

    def _is_published(self, cell: Address) -> bool:
        money, _ = self._column(cell)
        return money is not None and money.published

    def _along_row(self, cell: Address) -> Made | None:
        """Return the difference or the share that a computed column of ours is."""
        money, key = self._column(cell)
        rule = next((rule for rule in ROW_RULES if rule.key == key), None)
        if money is None or rule is None or not money.rows.has(*rule[:3]):
            return None
        first, second = (cell._replace(column=money.rows.columns[one]) for one in rule[1:3])
        if not isinstance(rule, Difference):
            return Made("share", (Part(None, first), Part(None, second)))
        factor = Decimal(money.factors[cell.row]) if rule.by_sign else _ONE
        return Made("difference", (Part(factor, first), Part(-factor, second)))

    def _column(self, cell: Address) -> tuple[Money | None, str]:
        """Return the amount table that a cell is in, and its column's key."""
        for money in self._moneys.values():
            if money.rows.table.sheet == cell.sheet and cell.row in money.lines:
                key = next((key for key, column in money.rows.columns.items() if column == cell.column), "")
                return money, key
        return None, ""

    def _blocks(self, cell: Address, formula: str) -> Iterator[Block]:
        tables = {name.casefold(): table for name, table in self.snapshot.tables.items()}
        names = {name.casefold(): block for name, block in self.snapshot.names.items()}
        sheets = {name.casefold(): name for name in self.snapshot.sheets}
        for piece in pieces(formula):
            if isinstance(piece, Area):
                spelled = piece.sheet.removesuffix("!").strip("'").replace("''", "'")
                sheet = sheets.get(spelled.casefold()) if spelled else cell.sheet
                if sheet is not None:
                    yield Block(sheet, *piece.bounds())
            elif isinstance(piece, Named) and piece.name.casefold() in tables:
                table = tables[piece.name.casefold()]
                part = part_of_table(table.headers, table.block, piece.part, cell.sheet, cell.row)
                yield part._replace(top=max(part.top, table.block.top + 1))
            elif isinstance(piece, Named) and piece.name.casefold() in names:
                yield names[piece.name.casefold()]
