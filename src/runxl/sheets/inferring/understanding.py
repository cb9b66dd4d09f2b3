"""Everything that is believed of one table: its differences, then its sums, along the rows and along the columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from runxl.domain.line import CostSign
from runxl.layout.recognised import Meaning
from runxl.sheets.inferring.believed import Places
from runxl.sheets.inferring.blocks import UNSAID, owners
from runxl.sheets.inferring.differences import Costs, differences, unsaid_differences
from runxl.sheets.inferring.signs import cost_lines, custom
from runxl.sheets.inferring.sums import sums

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from runxl.sheets.inferring.believed import Believed
    from runxl.sheets.inferring.table import Line, Table


class Understood(NamedTuple):
    """What is believed between a table's rows, and between its columns."""

    rows: tuple[Believed, ...]
    columns: tuple[Believed, ...]


def understood(table: Table) -> Understood:
    """Return every identity between the rows and between the columns of a table that is more likely than not.

    Differences come first: a variance column follows from others, so a sum that holds in it proves nothing new.
    """
    rows, columns = table.as_rows, table.as_columns
    across, down = range(len(columns)), range(len(rows))
    amounts = sorted(set(across) - _called_variances(columns))
    amount_rows = sorted(set(down) - _called_variances(rows))
    totals, total_columns = _totals(rows), _totals(columns)
    variances = differences(columns, Places(down, totals), _costs(rows, amounts))
    variance_rows = differences(rows, Places(across, total_columns), _costs(columns, amount_rows))
    row_sums = sums(rows, Places(across, _targets(variances), _turned(variances)), _called_variances(rows))
    if any(sign < 0 for believed in row_sums for sign, _ in believed.identity.parts):
        variances = differences(columns, Places(down, totals | _targets(row_sums)), _costs(rows, amounts, row_sums))
        row_sums = sums(rows, Places(across, _targets(variances), _turned(variances)), _called_variances(rows))
    dependent = _targets(row_sums) | _targets(variance_rows)
    column_sums = sums(
        columns, Places(down, dependent, _turned(variance_rows)), _called_variances(columns) | _targets(variances)
    )
    known = _new((*variances, *(sum_ for sum_ in column_sums if not _is_rather_a_difference(columns, sum_))))
    unsaid = () if variance_rows else unsaid_differences(columns, Places(down, totals | dependent), known)
    return Understood(_new((*variance_rows, *row_sums)), (*known, *unsaid))


def _costs(lines: Sequence[Line], places: Iterable[int], believed: Sequence[Believed] = ()) -> Costs:
    """Return which lines are costs, and how they are written in these places."""
    part_of = owners(lines)
    for sum_ in believed:
        part_of.update((part, sum_.identity.target) for _, part in sum_.identity.parts)
    subtracted = {part for sum_ in believed for sign, part in sum_.identity.parts if sign < 0}
    found = cost_lines(lines, part_of, subtracted)
    return Costs(found, custom([lines[line] for line in sorted(found)], places) is CostSign.POSITIVE)


def _totals(lines: Sequence[Line]) -> frozenset[int]:
    return frozenset(number for number, line in enumerate(lines) if line.is_total)


def _called_variances(lines: Sequence[Line]) -> frozenset[int]:
    return frozenset(number for number, line in enumerate(lines) if Meaning.VARIANCE in line.meanings)


def _targets(believed: Iterable[Believed]) -> frozenset[int]:
    return frozenset(one.identity.target for one in believed)


def _turned(believed: Iterable[Believed]) -> frozenset[int]:
    """Return the lines of differences in which plus is favourable of costs too."""
    return frozenset(one.identity.target for one in believed if one.identity.turned)


def _is_rather_a_difference(lines: Sequence[Line], sum_: Believed) -> bool:
    """Tell whether a sum of two that no word tells of is an actual less a budget: its parts are of either sign."""
    parts = [lines[part] for _, part in sum_.identity.parts]
    negative = {value < 0 for part in parts for value in part.values if value}
    return sum_.reason in UNSAID and len(parts) == len(negative)


def _new(believed: Iterable[Believed]) -> tuple[Believed, ...]:
    """Return the identities without those that say again what an earlier one says of the same lines."""
    by_support: dict[frozenset[int], Believed] = {}
    for one in believed:
        by_support.setdefault(one.identity.support, one)
    return tuple(by_support.values())
