"""A table's cells read as headings and numbers: which rows head it, which columns label it, which hold its numbers."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from runxl.domain.amount import SPACES
from runxl.grid import Block
from runxl.layout.recognised import PER_CENT, Meaning
from runxl.sheets.inferring.areas import by_row, heading_rows
from runxl.sheets.inferring.cells import Kind
from runxl.sheets.inferring.indents import with_sums_below
from runxl.sheets.inferring.table import Heading, Table
from runxl.sheets.inferring.wording import meanings, unit_in, unit_of_row

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from runxl.sheets.inferring.cells import Cells, Seen

_BULLETS = "-\u2013\u2022*"
_COLUMN_OF_LABELS = 100
_FEWEST_ROWS = 2
_NO_SUM = frozenset({Meaning.SHARE, Meaning.IDENTIFIER})


def read_table(sheet: str, cells: Cells, merges: Iterable[Block]) -> Table | None:
    """Return the table that stands in these cells, None where no column of numbers or fewer than two rows are found."""
    rows = by_row(cells)
    top = heading_rows(rows)
    body = {row: line for row, line in rows.items() if row not in top}
    columns = _number_columns(body)
    labels = _label_columns(body, columns)
    columns = [column for column in columns if not labels or column > labels[0]]
    heads = _heads([(row, rows[row]) for row in top], columns, merges)
    if len(columns) > 1 and not labels and _are_years(body, columns[0]):
        columns = columns[1:]
    kept = [column for column in columns if not meanings(heads[column]) & _NO_SUM]
    headings = _bold_among_plain(tuple(_labelled(body, kept, labels)))
    kept = [column for column in kept if any(_is_number(body[row.place], column) for row in headings)]
    if not kept or len(headings) < _FEWEST_ROWS:
        return None
    title = _title([rows[row] for row in top], columns)
    unit = unit_in(" ".join([title, *heads.values()])) or ""
    shown = _columns(kept, heads, rows, top)
    return with_sums_below(_table(sheet, (title, unit), headings, shown, cells))


def _is_number(line: dict[int, Seen], column: int) -> bool:
    return column in line and line[column].kind is Kind.NUMBER


def _title(top: Iterable[dict[int, Seen]], columns: Sequence[int]) -> str:
    """Return what stands above a table but not above its numbers alone."""
    texts = (seen.text for line in top for column, seen in line.items() if column not in columns or len(line) == 1)
    return " ".join(text for text in texts if text)


def _table(
    sheet: str,
    title_and_unit: tuple[str, str],
    rows: Sequence[Heading],
    columns: Sequence[Heading],
    cells: Cells,
) -> Table:
    title, unit = title_and_unit
    numbers: dict[tuple[int, int], Seen] = {}
    unknown: set[tuple[int, int]] = set()
    for i, row in enumerate(rows):
        for j, column in enumerate(columns):
            seen = cells.get((row.place, column.place))
            if seen is None or seen.kind is Kind.NOTHING:
                continue
            if seen.kind is Kind.NUMBER:
                numbers[i, j] = seen
            else:
                unknown.add((i, j))
    row_units = tuple(unit_of_row(row.text) for row in rows)
    # where only labels name units, a row that names none is in the first row's that does
    unit = unit or next(filter(None, row_units), "")
    units = tuple(unit_in(column.text) or unit for column in columns)
    block = _block(sheet, cells)
    return Table(block, title, tuple(rows), tuple(columns), units, row_units, numbers, frozenset(unknown))


def _block(sheet: str, cells: Cells) -> Block:
    rows, columns = {row for row, _ in cells}, {column for _, column in cells}
    return Block(sheet, min(rows), min(columns), max(rows), max(columns))


def _number_columns(body: dict[int, dict[int, Seen]]) -> list[int]:
    """Return the columns in which numbers are no rarer than everything else that stands there."""
    counts: Counter[int] = Counter()
    for line in body.values():
        for column, seen in line.items():
            if seen.kind is not Kind.NOTHING:
                counts[column] += 1 if seen.kind is Kind.NUMBER else -1
    having = {column for line in body.values() for column, seen in line.items() if seen.kind is Kind.NUMBER}
    return sorted(column for column in having if counts[column] >= 0)


def _label_columns(body: dict[int, dict[int, Seen]], numbers: Sequence[int]) -> list[int]:
    """Return the columns of text before the numbers; numbers to their left are account numbers and the like."""
    texts = Counter(
        column
        for line in body.values()
        for column, seen in line.items()
        if seen.kind is Kind.TEXT and column not in numbers
    )
    if not texts or not numbers:
        return []
    first = min(texts)
    after = [column for column in numbers if column > first]
    return sorted(column for column in texts if after and column < after[0])


def _are_years(body: dict[int, dict[int, Seen]], column: int) -> bool:
    standing = [line[column] for line in body.values() if column in line]
    return all(seen.is_year for seen in standing)


def _heads(
    top: Sequence[tuple[int, dict[int, Seen]]], columns: Sequence[int], merges: Iterable[Block]
) -> dict[int, str]:
    """Return every number column's heading: what stands above it in each heading row, joined."""
    heads: dict[int, list[str]] = {column: [] for column in columns}
    spans = [
        block
        for block in merges
        if columns
        and columns[0] <= block.left < block.right
        and not (block.left == columns[0] and block.right >= columns[-1])
    ]
    for number, (row, line) in enumerate(top):
        below = top[number + 1 :]
        for column, text in _spread(row, line, columns, spans, below):
            heads[column].append(text)
    return {column: " ".join(texts) for column, texts in heads.items()}


def _spread(
    row: int,
    line: dict[int, Seen],
    columns: Sequence[int],
    spans: Sequence[Block],
    below: Sequence[tuple[int, dict[int, Seen]]],
) -> Iterator[tuple[int, str]]:
    """Give what a heading row says of each column: a merged text speaks for all that it covers.

    A text that is not merged speaks for the empty cells to its right too, where another heading row stands below: such
    texts are centred across several columns. A text that stands alone is a title.
    """
    texts = {column: _text(seen) for column, seen in line.items() if column in columns}
    merged = {
        column: _text(line[block.left])
        for block in spans
        if block.top == row and block.left in line
        for column in range(block.left, block.right + 1)
    }
    last = ""
    for column in columns:
        if column in merged:
            last = ""
            yield column, merged[column]
        elif column in texts:
            last = texts[column] if len(texts) > 1 else ""
            yield column, texts[column]
        elif last and any(column in other for _, other in below):
            yield column, last


def _text(seen: Seen) -> str:
    return seen.text or (f"{seen.number:f}" if seen.kind is Kind.NUMBER else "")


def _labelled(body: dict[int, dict[int, Seen]], columns: Sequence[int], labels: Sequence[int]) -> Iterator[Heading]:
    """Give the heading of every row that has a number; rows of text only begin a section."""
    section, before, under = 0, None, ""
    for row in sorted(body):
        line = body[row]
        text, indent = _label(line, labels)
        if before is not None and row > before + 1:
            section += 1
        before = row
        kinds = {line[column].kind for column in columns if column in line}
        if Kind.NUMBER not in kinds:
            if Kind.SHARE not in kinds:
                section, under = section + 1, text
            continue
        if PER_CENT in text:
            continue
        said = meanings(text)
        yield Heading(row, text.strip(), said, indent, section, under, _is_bold(line, labels, columns))
        if said & {Meaning.TOTAL, Meaning.RESULT}:
            under = ""


def _is_bold(line: dict[int, Seen], labels: Sequence[int], columns: Sequence[int]) -> bool:
    """Tell whether a row's label is bold, or its numbers where it has no label."""
    cells = [line[column] for column in labels if column in line and line[column].text.strip()]
    return all(seen.bold for seen in cells or (line[column] for column in columns if column in line))


def _columns(
    columns: Sequence[int], heads: Mapping[int, str], rows: Mapping[int, dict[int, Seen]], top: Collection[int]
) -> tuple[Heading, ...]:
    """Return the headings of these columns: bold where their text is, or their numbers where that tells nothing."""

    def bold(column: int, *, in_heading: bool) -> bool:
        cells = [line[column] for row, line in rows.items() if (row in top) is in_heading and column in line]
        return bool(cells) and all(seen.bold for seen in cells)

    plain = [Heading(column, heads[column], meanings(heads[column])) for column in columns]
    by_text, by_numbers = (
        _bold_among_plain([heading._replace(bold=bold(heading.place, in_heading=of)) for heading in plain])
        for of in (True, False)
    )
    return by_text if any(heading.bold for heading in by_text) else by_numbers


def _bold_among_plain(rows: Sequence[Heading]) -> tuple[Heading, ...]:
    """Return the rows, none of them bold where no fewer than half are."""
    if 2 * sum(row.bold for row in rows) < len(rows):
        return tuple(rows)
    return tuple(row._replace(bold=False) for row in rows)


def _label(line: dict[int, Seen], labels: Sequence[int]) -> tuple[str, int]:
    """Return a row's label and how far it is indented: by spaces, a bullet, a later column, its style or its group."""
    standing = [(place, line[column]) for place, column in enumerate(labels) if column in line]
    texts = [(place, seen.text) for place, seen in standing if seen.text.strip()]
    if not texts:
        return "", 0
    place, text = texts[0]
    styled = next(seen.indent for _, seen in standing if seen.text.strip())
    bare = text.lstrip(SPACES + "\t")
    spaces = len(text) - len(bare)
    bullet = len(bare) > 1 and bare[0] in _BULLETS
    return " ".join(text.strip() for _, text in texts), place * _COLUMN_OF_LABELS + spaces + bullet + styled
