"""Where on a sheet the tables stand: cut at empty columns and rows, but only where a table of its own begins.

An empty column may only be air between a table's columns, and an empty row air above its total. Beyond it begins
another table where the cells there have labels of their own, or a heading row of their own.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from runxl.layout.recognised import Meaning
from runxl.sheets.inferring.cells import Kind
from runxl.sheets.inferring.wording import meanings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from runxl.sheets.inferring.cells import Cells, Seen

_FEWEST_LABELS = 2
_OF_A_HEADING = frozenset({Meaning.ACTUAL, Meaning.BUDGET, Meaning.FORECAST, Meaning.VARIANCE})
_ROW, _COLUMN = 0, 1


def tables_in(cells: Cells) -> Iterator[Cells]:
    """Give the cells of every table that stands among these cells, from left to right and down."""
    for way, begins_anew in ((_COLUMN, _has_labels), (_ROW, _has_heading)):
        pieces = _cut(cells, way, begins_anew)
        if len(pieces) > 1:
            for piece in pieces:
                yield from tables_in(piece)
            return
    if _numbers(cells):
        yield cells


def heading_rows(rows: dict[int, dict[int, Seen]]) -> list[int]:
    """Return the rows at the top that hold no numbers but years: titles and headings."""
    top: list[int] = []
    texts = False
    for row in sorted(rows):
        numbers = [seen for seen in rows[row].values() if seen.kind is Kind.NUMBER]
        if numbers and not _are_years(rows[row], numbers, texts=texts):
            break
        texts = texts or bool(numbers) or sum(seen.kind is Kind.TEXT for seen in rows[row].values()) > 1
        top.append(row)
    return top if len(top) < len(rows) else []


def by_row(cells: Cells) -> dict[int, dict[int, Seen]]:
    """Return the cells row by row, each by its column."""
    rows: dict[int, dict[int, Seen]] = {}
    for (row, column), seen in cells.items():
        rows.setdefault(row, {})[column] = seen
    return rows


def _are_years(row: dict[int, Seen], numbers: list[Seen], *, texts: bool) -> bool:
    """Tell whether a row's numbers are the years of a heading: all different, with no label beside them."""
    labelled = row[min(row)].kind is Kind.TEXT
    return (
        all(seen.is_year for seen in numbers)
        and len({seen.number for seen in numbers}) == len(numbers)
        and (not texts or not labelled)
    )


def _cut(cells: Cells, way: int, begins_anew: Callable[[Cells], bool]) -> list[Cells]:
    """Return the cells in pieces: each begins after a gap, where the piece before it has numbers already."""
    pieces: list[Cells] = []
    for group in _groups(cells, way):
        if pieces and not (begins_anew(group) and _numbers(pieces[-1])):
            pieces[-1] |= group
        else:
            pieces.append(group)
    return pieces


def _groups(cells: Cells, way: int) -> list[Cells]:
    """Return the cells between empty columns, or between empty rows and rows that repeat a heading."""
    occupied = sorted({place[way] for place in cells})
    starts = {after for before, after in pairwise(occupied) if after > before + 1}
    if way == _ROW:
        starts.update(_later_headings(cells))
    group_of: dict[int, int] = {}
    number = 0
    for line in occupied:
        number += line in starts
        group_of[line] = number
    groups: list[Cells] = [{} for _ in range(number + 1)]
    for place, seen in cells.items():
        groups[group_of[place[way]]][place] = seen
    return groups


def _later_headings(cells: Cells) -> Iterator[int]:
    """Give the rows below numbers in which at least two number columns are headed anew."""
    rows = by_row(cells)
    columns = {column for (_, column), seen in cells.items() if seen.kind is Kind.NUMBER}
    top = set(heading_rows(rows))
    for row, line in rows.items():
        texts = [line[column].text for column in columns & line.keys() if line[column].kind is Kind.TEXT]
        if (
            row not in top
            and len(texts) >= max(_FEWEST_LABELS, len(columns) // 2)
            and all(seen.kind is Kind.TEXT for seen in line.values())
            and any(meanings(text) & _OF_A_HEADING for text in texts)
        ):
            yield row


def _numbers(cells: Cells) -> bool:
    return any(seen.kind is Kind.NUMBER for seen in cells.values())


def _has_labels(cells: Cells) -> bool:
    """Tell whether the first column labels at least half of the rows that have numbers to its right."""
    first = min(column for _, column in cells)
    numbered = {row for (row, column), seen in cells.items() if column > first and seen.kind is Kind.NUMBER}
    labelled = {row for row in numbered if (row, first) in cells and cells[row, first].kind is Kind.TEXT}
    return len(labelled) >= max(_FEWEST_LABELS, len(numbered) / 2)


def _has_heading(cells: Cells) -> bool:
    """Tell whether texts or years stand above at least half of the columns that have numbers."""
    top = heading_rows(by_row(cells))
    numbered = Counter(column for (row, column), seen in cells.items() if seen.kind is Kind.NUMBER and row not in top)
    headed = {column for row, column in cells if row in top and column in numbered}
    return bool(headed) and len(headed) >= len(numbered) / 2
