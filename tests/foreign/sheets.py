"""Foreign workbooks in memory: a page of typed text becomes a sheet, and a relation is written as it is read."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from runxl.grid import Content, Sheet, Snapshot
from runxl.sheets.inferring import inferred

if TYPE_CHECKING:
    from collections.abc import Sequence

    from runxl.grid import Block
    from runxl.sheets.inferring import Inferred

SHEET = "Blad1"


def page(*rows: str, merges: Sequence[Block] = ()) -> Snapshot:
    """Return a workbook with one sheet, a row a text with its cells between bars.

    A cell that Python reads as a number is one (`1234.5`); what is spelled the Swedish way (`1 234,5`) stays text.
    """
    return pages(rows, merges=merges)


def pages(*sheets: Sequence[str], merges: Sequence[Block] = ()) -> Snapshot:
    """Return a workbook with these sheets, named Blad1, Blad2 and so on."""
    names = [f"Blad{number}" for number in range(1, len(sheets) + 1)]
    return Snapshot({name: _sheet(name, rows, merges) for name, rows in zip(names, sheets, strict=True)})


def _sheet(name: str, rows: Sequence[str], merges: Sequence[Block]) -> Sheet:
    cells = {
        (row, column): _content(text)
        for row, line in enumerate(rows, start=1)
        for column, text in enumerate(line.split("|"), start=1)
        if text.strip()
    }
    return Sheet(name, cells, merges=tuple(merges))


def _content(text: str) -> Content:
    text = text.rstrip()
    bare = text.strip()
    if bare.lstrip("-").replace(".", "", 1).isascii() and bare.lstrip("-").replace(".", "", 1).isdigit():
        return Content(Decimal(bare))
    return Content(text)


def found(snapshot: Snapshot, area: Block | None = None) -> set[str]:
    """Return every relation that is inferred, as text."""
    relations = inferred(snapshot, area)
    spelled = {spelled_out(relation) for relation in relations}
    assert len(spelled) == len(relations), "a relation is listed twice"
    return spelled


def spelled_out(relation: Inferred) -> str:
    """Return a relation as a person writes it, parts in the order of the sheet: `B8 = B5 + B6 - B7`."""
    terms = sorted(relation.parts, key=lambda part: part[1])
    text = " ".join(
        f"{'-' if coefficient < 0 else '+'} {'' if abs(coefficient) == 1 else f'{abs(coefficient)} '}{cell.a1}"
        for coefficient, cell in terms
    )
    return f"{relation.target.a1} = {text.removeprefix('+ ')}"


def down(columns: str, identity: str) -> set[str]:
    """Return a relation between rows for every column: `down("BC", "8 = 5 + 6")` is B8 = B5 + B6 and C8 = C5 + C6."""
    return {" ".join(f"{column}{word}" if word.isdigit() else word for word in identity.split()) for column in columns}


def across(rows: Sequence[int], identity: str) -> set[str]:
    """Return a relation between columns for every row: `across([5, 6], "D = B - C")` is D5 = B5 - C5 and so on."""
    return {" ".join(f"{word}{row}" if word.isalpha() else word for word in identity.split()) for row in rows}
