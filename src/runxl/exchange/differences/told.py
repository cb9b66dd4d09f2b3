"""Differences as lines for a person and as data for a script."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING

from runxl import language
from runxl.compute.understood import amount_words
from runxl.domain.amount import rounded
from runxl.exchange.days import day_of
from runxl.exchange.differences import IN_CELLS, Difference, DifferenceKind
from runxl.exchange.places import COLUMNS
from runxl.grid import CellError
from runxl.layout import FINDINGS, LOG, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from runxl.grid import Content, Value

_MOST_OF_A_SHEET = 50
_COUNTED_ONLY = frozenset({FINDINGS.name, LOG.name})
"""Tables that runxl writes anew: their rows are listed by --json and --out only."""
_SHARE_DECIMALS = 2
_RENAMED = frozenset({DifferenceKind.SHEET, DifferenceKind.TABLE, DifferenceKind.COLUMN, DifferenceKind.NAME})


def told(a: str, b: str, differences: Sequence[Difference]) -> str:
    """Return the differences of two files, by their names, sheet by sheet under each sheet's counts."""
    if not differences:
        return language.say("diff-none", a=a, b=b)
    sheets: dict[str, list[Difference]] = {}
    for one in differences:
        sheets.setdefault(one.sheet, []).append(one)
    parts = ["\n".join(_sheet_told(sheet, found)) for sheet, found in sheets.items()]
    return "\n\n".join((*parts, language.say("diff-done", a=a, b=b, count=len(differences), what=counted(differences))))


def counted(differences: Iterable[Difference]) -> str:
    """Return how many there are of each kind: `12 celler ändrade, 1 rad ny`."""
    counts = Counter(map(_counted_as, differences))
    return ", ".join(language.say(f"diff-count-{kind}", count=counts[kind]) for kind in _ORDER if counts[kind])


_ORDER = (
    *("value", "formula", "assessment", "setting", "note"),
    *(f"{what}-{how}" for what in ("row", "column", "table", "sheet", "name") for how in ("new", "gone", "renamed")),
    *("sheet-hidden", "sheet-shown", "sheet-order", "column-order", "row-order", "result"),
)
"""The kinds as they are counted, what follows from the others last."""


def _counted_as(one: Difference) -> str:
    if one.kind in _RENAMED or one.kind is DifferenceKind.ROW:
        return f"{one.kind.value}-{'new' if _is_blank(one.old) else 'gone' if _is_blank(one.new) else 'renamed'}"
    return str(one.kind.value)


def _is_blank(content: Content) -> bool:
    return content.value in (None, "") and content.formula is None


def _sheet_told(sheet: str, found: Sequence[Difference]) -> Iterator[str]:
    """Give a sheet's counts, then each of its differences, what follows from the others last."""
    yield f"{sheet or language.say('diff-whole-workbook')}: {counted(found)}"
    listed = [one for one in found if one.table not in _COUNTED_ONLY]
    listed.sort(key=lambda one: one.kind is DifferenceKind.RESULT)
    yield from (f"  {line_of(one)}" for one in listed[:_MOST_OF_A_SHEET])
    if len(listed) > _MOST_OF_A_SHEET:
        yield f"  {language.say('diff-more', count=len(listed) - _MOST_OF_A_SHEET)}"


def line_of(one: Difference) -> str:
    """Return one difference as a line: `Museet, Utfall (Rader!E7): 1 797 → 1 977 (+180)`."""
    old, new = shown(one, one.old), shown(one, one.new)
    if one.kind not in IN_CELLS and one.kind is not DifferenceKind.NOTE:
        name = one.label or one.column or one.table or one.sheet
        return language.say(f"diff-line-{_counted_as(one)}", name=name, cell=one.cell_b or one.cell_a, old=old, new=new)
    change = f" ({change_shown(one)})" if one.change is not None else ""
    follows = f", {language.say('diff-follows')}" if one.kind is DifferenceKind.RESULT else ""
    return f"{_place(one)}: {old} → {new}{change}{follows}"


def _place(one: Difference) -> str:
    """Return where a cell is: in a table its row and column too, and where it was if it has moved."""
    moved = one.cell_a is not None and one.cell_b is not None and one.cell_a.a1 != one.cell_b.a1
    cell = language.say("diff-moved", cell=one.cell_b, was=one.cell_a) if moved else str(one.cell_b or one.cell_a)
    if one.table:
        return f"{language.shown(one.label)}, {language.shown(one.column)} ({cell})"
    is_named = one.label not in {one.old.value, one.new.value, str(one.cell_b.row if one.cell_b else "")}
    return f"{language.shown(one.label)} ({cell})" if is_named else cell


def shown(one: Difference, content: Content) -> str:
    """Return what a cell held as a person reads it: amounts with thousands, a share in per cent, a date as one."""
    if one.kind is DifferenceKind.FORMULA and content.formula is not None:
        return language.shown(f"={content.formula}")
    return _value(one, content.value) or language.say("empty-cell")


def _value(one: Difference, value: Value) -> str:
    kind = _kind(one)
    if isinstance(value, Decimal) and kind is Kind.SHARE:
        return language.shown(amount_words(rounded(value * 100, _SHARE_DECIMALS), "%"))
    return language.shown(day_of(value) if kind is Kind.DATE else value)


def _kind(one: Difference) -> Kind | None:
    """Return what the column holds, or a cell that shows a day; None where nobody knows."""
    column = COLUMNS.get((one.table or "", one.column))
    return Kind.DATE if one.is_day else None if column is None else column.kind


def is_plain_number(one: Difference, content: Content) -> bool:
    """Tell whether a number stood there that is read as a number: no share, no date."""
    kind = _kind(one)
    is_text = one.kind is DifferenceKind.FORMULA and content.formula is not None
    return isinstance(content.value, Decimal) and not is_text and kind not in (Kind.SHARE, Kind.DATE)


def change_shown(one: Difference) -> str:
    """Return by how much a number changed, with its sign; "" where there is none."""
    if one.change is None:
        return ""
    kind = _kind(one)
    if kind is Kind.DATE:
        shown = language.say("diff-days", count=int(one.change))
    elif kind is Kind.SHARE:
        shown = language.say("diff-points", points=rounded(one.change * 100, _SHARE_DECIMALS))
    else:
        shown = _value(one, one.change)
    return f"+{shown}" if one.change > 0 else shown


def as_json(a: str, b: str, differences: Sequence[Difference]) -> dict[str, object]:
    """Return the differences as JSON data: numbers are decimal strings, a formula begins with its equals sign."""
    return {
        "a": a,
        "b": b,
        "differences": [_one_as_json(one) for one in differences],
        "summary": dict(Counter(one.kind.value for one in differences)),
    }


def _one_as_json(one: Difference) -> dict[str, object]:
    return {
        "kind": one.kind.value,
        "sheet": one.sheet or None,
        "table": one.table,
        "row": one.row or one.label or None,
        "column": one.column or None,
        "cell_a": None if one.cell_a is None else str(one.cell_a),
        "cell_b": None if one.cell_b is None else str(one.cell_b),
        "old": _content_as_json(one, one.old),
        "new": _content_as_json(one, one.new),
        "change": None if one.change is None else f"{one.change.normalize():f}",
    }


def _content_as_json(one: Difference, content: Content) -> object:
    if content.formula is not None and one.kind is not DifferenceKind.RESULT:
        return f"={content.formula}"
    value = content.value
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.code if isinstance(value, CellError) else value
