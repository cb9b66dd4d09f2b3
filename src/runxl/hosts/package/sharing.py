"""Shared formulas: one cell holds the text, the others only say which group they belong to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from runxl.hosts.package.formulas import translate

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from runxl.hosts.package.sheetbytes import SheetBytes


@dataclass(slots=True)
class Group:
    """A shared formula: where its text stands, and the cells that have none of their own."""

    row: int
    column: int
    text: str
    children: list[tuple[int, int]] = field(default_factory=list)

    def formula(self, row: int, column: int) -> str:
        """Return the formula of a cell of the group."""
        return translate(self.text, row - self.row, column - self.column)


def groups(sheet: SheetBytes) -> list[Group]:
    """Return a sheet's shared formulas. A child belongs to the last text of its group above it, as readers have it."""
    found: list[Group] = []
    current: dict[str | None, Group] = {}
    for formula in sheet.formulas:
        if formula.kind != "shared":
            continue
        number = formula.tag.get("si")
        if formula.text:
            current[number] = Group(formula.row, formula.column, formula.text)
            found.append(current[number])
        elif number in current:
            current[number].children.append((formula.row, formula.column))
    return found


def orphans(sheet: SheetBytes, overwritten: Collection[tuple[int, int]]) -> Iterator[tuple[tuple[int, int], str]]:
    """Give each cell whose formula's text stands in an overwritten cell, with its own formula."""
    for group in groups(sheet):
        if (group.row, group.column) in overwritten:
            for place in group.children:
                yield place, group.formula(*place)
