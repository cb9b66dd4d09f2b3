"""Validera summor where no layout of ours says what tables promise: they are read as they stand, nothing is written."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from runxl.commands.check import gravest_first, relations_words
from runxl.commands.outcome import Outcome
from runxl.compute.relations import Examined, examine
from runxl.domain.finding import Finding, Verdict, error, note, warning
from runxl.domain.message import message
from runxl.errors import CallError
from runxl.grid import Plan
from runxl.grid.address import block_at
from runxl.sheets.inferring import inferred_tables
from runxl.sheets.suspects import Told, with_suspects

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from runxl.domain.message import Message
    from runxl.grid import Block, Snapshot
    from runxl.sheets.inferring import Inferred, InferredTable, LeftOut

_RANGE = re.compile(r"(?P<sheet>'(?:[^']|'')+'|[^'!]+)!(?P<cells>[$\w]+(?::[$\w]+)?)\Z")


class CheckedTable(NamedTuple):
    """A table, the relations that were checked with their verdicts, and those that were too unsure to be.

    `left_out` are numbers that formulas of totals leave out.
    """

    block: Block
    checked: tuple[tuple[Inferred, Examined], ...]
    unsure: tuple[Inferred, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def verdicts(self) -> dict[str, int]:
        """How many relations there are of each verdict."""
        counts = Counter(examined.verdict for _, examined in self.checked)
        return {verdict.value: counts[verdict] for verdict in Verdict}

    @property
    def rounds_without_unit(self) -> bool:
        """Whether rounding explains a sum, though no unit says that the numbers are rounded."""
        return any(examined.verdict is Verdict.EXPLAINED and not inferred.unit for inferred, examined in self.checked)


@dataclass(frozen=True, slots=True)
class InferredCheck:
    """The tables that were found, and the outcome that tells of them; its plan is empty."""

    tables: tuple[CheckedTable, ...]
    outcome: Outcome


def area_of(text: str, snapshot: Snapshot) -> Block:
    """Return the area of a call, `Blad1!A1:G20`. Raises CallError where it is none, or on a sheet that is missing."""
    match = _RANGE.match(text.strip())
    if match is None:
        raise CallError("range-wrong", range=text)
    wanted = match["sheet"].removeprefix("'").removesuffix("'").replace("''", "'")
    sheet = next((name for name in snapshot.sheets if name.casefold() == wanted.casefold()), None)
    if sheet is None:
        raise CallError("range-sheet-missing", sheet=wanted, sheets=list(snapshot.sheets))
    try:
        return block_at(sheet, match["cells"])
    except ValueError as fault:
        raise CallError("range-wrong", range=text) from fault


def check_inferred(snapshot: Snapshot, area: Block | None = None) -> InferredCheck:
    """Return what the tables in an area, or in every visible sheet, seem to promise, and whether they keep it."""
    tables = tuple(_checked(table) for table in inferred_tables(snapshot, area))
    verdicts = {verdict.value: sum(table.verdicts[verdict.value] for table in tables) for verdict in Verdict}
    told = [Told(inferred.relation, examined, _finding(inferred, examined)) for inferred, examined in _all(tables)]
    suspected = with_suspects(told, snapshot, {})
    told_of = _with_formulas(suspected, [inferred for inferred, _ in _all(tables)])
    omitted = (_omission(each) for table in tables for each in table.left_out)
    findings = gravest_first((*told_of, *omitted))
    counts = {
        "tables": len(tables),
        "believed": sum(len(table.checked) + len(table.unsure) for table in tables),
        "checked": sum(verdicts.values()),
    }
    done = _done(tables, verdicts, findings, area)
    return InferredCheck(tables, Outcome(Plan(), findings, done, {"relations": verdicts, "inferred": counts}))


def _checked(table: InferredTable) -> CheckedTable:
    sure = tuple((each, examine(each.relation)) for each in table.relations if each.is_confident)
    unsure = tuple(each for each in table.relations if not each.is_confident)
    return CheckedTable(table.block, sure, unsure, table.left_out)


def _all(tables: Iterable[CheckedTable]) -> Iterator[tuple[Inferred, Examined]]:
    return (each for table in tables for each in table.checked)


def _finding(inferred: Inferred, examined: Examined) -> Finding | None:
    if examined.verdict is Verdict.EXACT:
        return None
    stated, cell = inferred.stated.value, inferred.target
    parts = {
        "amount": message("quantity", value=stated, unit=inferred.unit) if inferred.unit else stated,
        "parts": inferred.sum_as_read,
    }
    if examined.verdict is Verdict.EXPLAINED:
        found = note("inferred-explained", cell, **parts)
    else:
        found = error("inferred-impossible", cell, **parts)
    return replace(
        found,
        stated=stated,
        computed=examined.computed,
        difference=examined.difference,
        tolerance=examined.tolerance,
        verdict=examined.verdict,
    )


def _omission(omitted: LeftOut) -> Finding:
    left = [cell.a1 for cell in omitted.cells]
    return warning("formula-leaves-out", omitted.total, left=left, count=len(left))


def _with_formulas(findings: Iterable[Finding], checked: Iterable[Inferred]) -> Iterator[Finding]:
    """Give the findings, with what the cell's own formula adds up where that is not what the finding says."""
    formulas: dict[tuple[object, object], Message | None] = {
        (each.target, each.sum_as_read): each.formula_as_read for each in checked
    }
    for finding in findings:
        own = formulas.get((finding.cell, finding.parts.get("parts")))
        yield finding if own is None else replace(finding, advice=(own, *finding.advice))


def _done(
    tables: Sequence[CheckedTable], verdicts: dict[str, int], findings: Sequence[Finding], area: Block | None
) -> Message:
    if not tables:
        return message("no-table-in-workbook") if area is None else message("no-table-in-range", range=str(area))
    found = message("tables-found", count=len(tables))
    return message("inferred-done", count=len(findings), tables=found, relations=relations_words(verdicts))
