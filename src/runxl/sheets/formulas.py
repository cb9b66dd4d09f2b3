"""The formulas that runxl writes, as text without the leading `=`.

Only functions that Excel 2016 and LibreOffice 7.4 both have, each listed in ALLOWED. Columns of the same row are named
by their header, so that the formula reads as `[@Utfall]-[@Budget]` in Excel and survives inserted columns; rows of a
sum are named cell by cell. What is not known gives an empty text, never 0: COUNT looks before anything is added.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from runxl.grid import column_letters
from runxl.grid.address import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from runxl.grid import Address
    from runxl.layout import TableLayout

ALLOWED = frozenset(
    (
        "ABS",
        "AND",
        "COUNT",
        "COUNTA",
        "COUNTIFS",
        "HYPERLINK",
        "IF",
        "IFERROR",
        "INDEX",
        "ISNUMBER",
        "MATCH",
        "OR",
        "ROUND",
        "SUM",
        "SUMIFS",
        "SUMPRODUCT",
        "TRIM",
    )
)
LONGEST = 8192
_MOST_ARGUMENTS = 255
_LOOKS = ("IF(COUNT(", "IF(SUMPRODUCT(")


def this(layout: TableLayout, key: str) -> str:
    """Return the reference to a column of the same row: `tblResultat[[#This Row],[Utfall]]`."""
    return f"{layout.name}[[#This Row],[{layout.header(key)}]]"


def column(layout: TableLayout, key: str) -> str:
    """Return the reference to a whole column: `tblRader[Utfall]`."""
    return f"{layout.name}[{layout.header(key)}]"


def looks_first(formula: str) -> bool:
    """Tell whether a formula counts what is known before it computes, as all of ours in the amount tables do."""
    return formula.lstrip().upper().startswith(_LOOKS)


def text(value: str) -> str:
    """Return a text as a formula spells it, quotes doubled."""
    return '"' + value.replace('"', '""') + '"'


def difference(minuend: str, subtrahend: str) -> str:
    """Return the formula for one reference minus another; empty unless both hold numbers."""
    return f'IF(COUNT({minuend},{subtrahend})=2,{minuend}-{subtrahend},"")'


def share(part: str, whole: str) -> str:
    """Return the formula for a part as a fraction of the whole's size; empty where the whole is 0 or unknown."""
    return f'IF(COUNT({part},{whole})=2,IF({whole}=0,"",{part}/ABS({whole})),"")'


def signed_sum(terms: Sequence[tuple[int, Address]], parents: int) -> str | None:
    """Return the formula that adds cells of one sheet, each with its sign; empty unless all hold numbers.

    Cells that lie next to each other in a column are named as a range. `parents` is the column in which each of the
    rows names its parent: a row inserted within a range is asked for a number as soon as it names one, and not before.
    None where the formula would be longer than Excel takes.
    """
    runs = _runs(terms)
    if len(runs) > _MOST_ARGUMENTS:
        return None
    counted = ",".join(run for _, run in runs)
    if all(sign > 0 for sign, _ in runs):
        total = f"SUM({counted})"
    else:
        total = "".join(("-" if sign < 0 else "+") + f"SUM({run})" for sign, run in runs).removeprefix("+")
    rows = ",".join(run for _, run in _runs([(sign, cell._replace(column=parents)) for sign, cell in terms]))
    formula = f'IF(COUNT({counted})=COUNTA({rows}),{total},"")'
    return formula if len(formula) < LONGEST else None


def _runs(terms: Sequence[tuple[int, Address]]) -> list[tuple[int, str]]:
    runs: list[list[tuple[int, Address]]] = []
    for sign, cell in sorted(terms, key=lambda term: (term[1].column, term[1].row)):
        if runs and _continues(runs[-1][-1], sign, cell):
            runs[-1].append((sign, cell))
        else:
            runs.append([(sign, cell)])
    return [(run[0][0], _range(cell for _, cell in run)) for run in runs]


def _continues(last: tuple[int, Address], sign: int, cell: Address) -> bool:
    return last[0] == sign and last[1].column == cell.column and last[1].row + 1 == cell.row


def _range(cells: Iterable[Address]) -> str:
    first, *rest = (cell.a1 for cell in cells)
    return f"{first}:{rest[-1]}" if rest else first


def elsewhere(cell: Address) -> str:
    """Return the reference to a cell of another sheet: `Resultat!E15`."""
    return f"{quoted(cell.sheet)}!{column_letters(cell.column)}{cell.row}"


def link(cell: Address) -> str:
    """Return the formula of a link that leads to a cell and shows its address."""
    name = cell.sheet.replace("'", "''")
    target = f"#'{name}'!{cell.a1}"
    return f"HYPERLINK({text(target)},{text(str(cell))})"
