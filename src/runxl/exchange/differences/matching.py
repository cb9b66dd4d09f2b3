"""Which sheets and tables of two versions of a workbook are the same ones, also where they were renamed."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from runxl.exchange.differences.regions import Aligned, aligned_regions, sheet_region, table_region

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from runxl.grid import Snapshot


class Matched(NamedTuple):
    """The names of sheets and tables in the first version by those in the second, and those that only one has."""

    pairs: Mapping[str, str]
    gone: tuple[str, ...]
    new: tuple[str, ...]


def matched_sheets(a: Snapshot, b: Snapshot) -> Matched:
    """Return the sheets by name, else by the tables that they hold, else by holding mostly the same."""
    held = {id(book): _tables_by_sheet(book) for book in (a, b)}

    def same_sheet(one: str, other: str) -> bool:
        first, second = held[id(a)][one], held[id(b)][other]
        return bool(first & second) if first or second else _mostly_alike(a, one, b, other)

    return _matched(a.sheets, b.sheets, same_sheet)


def matched_tables(a: Snapshot, b: Snapshot, sheets: Matched) -> Matched:
    """Return the tables by name, else by having the same headers on the same sheet."""
    there = {old: new for new, old in sheets.pairs.items()}

    def same_table(one: str, other: str) -> bool:
        first, second = a.tables[one], b.tables[other]
        return there.get(first.sheet) == second.sheet and first.headers == second.headers

    return _matched(a.tables, b.tables, same_table)


def aligned_versions(a: Snapshot, b: Snapshot, sheets: Matched, tables: Matched) -> list[Aligned]:
    """Return every table and every sheet that both have, aligned; a sheet comes after its tables."""
    regions: list[Aligned] = []
    for new, old in sheets.pairs.items():
        regions += [
            aligned_regions(table_region(a, a.tables[tables.pairs[name]]), table_region(b, table))
            for name, table in b.tables.items()
            if table.sheet == new and name in tables.pairs
        ]
        regions.append(aligned_regions(sheet_region(a, old), sheet_region(b, new)))
    return regions


def _matched(one: Iterable[str], other: Iterable[str], alike: Callable[[str, str], bool]) -> Matched:
    spelled = {name.casefold(): name for name in one}
    pairs = {name: spelled.pop(name.casefold()) for name in other if name.casefold() in spelled}
    new = [name for name in other if name not in pairs]
    renamed = list(_renamed(list(spelled.values()), new, alike))
    pairs |= {name: old for old, name in renamed}
    left = {old for old, _ in renamed}
    return Matched(
        {name: pairs[name] for name in other if name in pairs},
        tuple(name for name in spelled.values() if name not in left),
        tuple(name for name in new if name not in pairs),
    )


def _renamed(gone: list[str], new: list[str], alike: Callable[[str, str], bool]) -> Iterator[tuple[str, str]]:
    """Give those that are alike and have no other that is: a copy of a sheet is no renamed sheet."""
    near = [(old, name) for old in gone for name in new if alike(old, name)]
    olds, names = (Counter(pair[side] for pair in near) for side in (0, 1))
    return (pair for pair in near if olds[pair[0]] == 1 == names[pair[1]])


def _tables_by_sheet(book: Snapshot) -> dict[str, frozenset[str]]:
    names: dict[str, set[str]] = {sheet: set() for sheet in book.sheets}
    for name, table in book.tables.items():
        names[table.sheet].add(name.casefold())
    return {sheet: frozenset(held) for sheet, held in names.items()}


def _mostly_alike(a: Snapshot, one: str, b: Snapshot, other: str) -> bool:
    first, second = (Counter(map(repr, book.sheets[name].cells.values())) for book, name in ((a, one), (b, other)))
    return 2 * (first & second).total() >= max(1, first.total(), second.total())
