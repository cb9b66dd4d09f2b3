"""Why relations do not hold: each impossible one's finding with the cells that may be wrong and what they should be."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from runxl.compute.relations import Term
from runxl.domain.finding import Finding, Suspect, Verdict, error
from runxl.sheets.suspicion import CELLS_SWAPPED, COLUMNS_SWAPPED, advice_on, rivals_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from runxl.compute import causes
    from runxl.compute.balance import Balance, System
    from runxl.compute.consistency import Contradiction
    from runxl.compute.derived import Derivation
    from runxl.compute.relations import Examined, Relation
    from runxl.grid import Address, Snapshot

_MINUS = Decimal(-1)
_SECONDS = 2.0
_TRUST_IN_FORMULA = 3
"""A formula is only suspected where no two typed numbers explain the table."""
_TRUST_IN_LOCKED = 2
"""What nobody could type in is only suspected where no one number that somebody could type explains the table."""
_FINER = 3
"""Of numbers as likely to be wrong, one just filled in is suspected first; two such are not sooner than one other."""


class Told(NamedTuple):
    """A relation, how it was judged, and its finding; None where it is exact."""

    relation: Relation
    examined: Examined
    finding: Finding | None


def with_suspects(
    told: Sequence[Told],
    snapshot: Snapshot,
    earlier: Mapping[Address, Decimal],
    changed: Collection[Address] = frozenset(),
) -> Iterator[Finding]:
    """Give the findings, the impossible ones with their suspects, and one for what is impossible only together.

    `snapshot` tells which cells hold formulas or are locked: those are trusted more than what somebody typed. `earlier`
    holds what cells showed in another period. `changed` are cells that somebody has just filled in: those are trusted
    less than what has stood longer. A workbook in which every relation is exact costs nothing.
    """
    diagnosed = _diagnosed(told, snapshot, earlier, changed)
    for one in told:
        if one.finding is not None:
            yield one.finding if diagnosed is None else diagnosed.explained(one, one.finding)
    if diagnosed is not None:
        yield from diagnosed.together()


def _diagnosed(
    told: Sequence[Told], snapshot: Snapshot, earlier: Mapping[Address, Decimal], changed: Collection[Address]
) -> _Diagnosed | None:
    """Return what is wrong; None where nothing is, which is found out at the least cost that can be."""
    if _is_clean(told):
        return None
    # what is slower to load than a workbook is to check, and most workbooks need none of it
    from runxl.compute.balance import system_of  # noqa: PLC0415  (as above)

    def is_formula(cell: Address) -> bool:
        return snapshot.content(cell).formula is not None

    system = system_of((one.relation for one in told), lambda cell: _trust(snapshot, cell, changed))
    start = time.monotonic()
    together = tuple(_contradictions(system, told, start + _SECONDS / 2))
    if not together and all(one.examined.verdict is not Verdict.IMPOSSIBLE for one in told):
        return None
    from runxl.compute.causes import diagnose  # noqa: PLC0415  (as above)
    from runxl.compute.derived import Derivation  # noqa: PLC0415  (as above)

    derivation = Derivation(_definitions(system, told, is_formula))
    found = diagnose(derivation.typed(system), earlier, start + _SECONDS - time.monotonic())
    return _Diagnosed(found, together, system, is_formula, derivation)


def _trust(snapshot: Snapshot, cell: Address, changed: Collection[Address]) -> int:
    """Return how far a cell is trusted: as far as any other where a sheet is locked from end to end."""
    trust = 1 if snapshot.content(cell).formula is None else _TRUST_IN_FORMULA
    if snapshot.is_locked(cell) and cell not in changed:
        trust *= _TRUST_IN_LOCKED
    return trust * _FINER - (cell in changed) if changed else trust


def _definitions(system: System, told: Sequence[Told], is_formula: Callable[[Address], bool]) -> dict[Address, Balance]:
    """Return the sums that formulas keep, by their cells; a formula that adds up something else is a suspect itself."""
    definitions: dict[Address, Balance] = {}
    sums = (one for one in told if one.relation.whole is None)
    for one, balance in zip(sums, system.balances, strict=True):
        rounds = one.relation.stated.half_width or one.relation.precision is not None
        if one.examined.verdict is Verdict.EXACT and not rounds and is_formula(balance.target):
            definitions.setdefault(balance.target, balance)
    return definitions


def _is_clean(told: Sequence[Told]) -> bool:
    """Tell whether every relation is exact, or explained by the rounding of numbers that stand in no other relation.

    Such numbers can give way without disturbing anything, as the rows of a printed column do below its total.
    """
    sums = [one for one in told if one.relation.whole is None]
    used = Counter(term.cell for one in sums for term in _terms(one.relation))
    return all(
        one.examined.verdict is Verdict.EXACT
        or (
            one.examined.verdict is Verdict.EXPLAINED
            and abs(one.examined.difference)
            <= sum(
                abs(term.coefficient) * term.number.half_width for term in _terms(one.relation) if used[term.cell] == 1
            )
        )
        for one in sums
    )


def _terms(relation: Relation) -> tuple[Term, ...]:
    """Return the stated number and the terms that it should be the sum of."""
    return (Term(_MINUS, relation.cell, relation.stated), *relation.terms)


def _contradictions(system: System, told: Sequence[Told], deadline: float) -> Iterator[Contradiction]:
    """Give what contradicts itself although each relation in it is exact or explained, once for each part.

    What there is no time to find is no contradiction.
    """
    from runxl.compute.balance import System  # noqa: PLC0415  (as above)
    from runxl.compute.consistency import Contradiction, components, consistency  # noqa: PLC0415  (as above)
    from runxl.compute.tableau import OutOfTime  # noqa: PLC0415  (as above)

    sums = [one for one in told if one.relation.whole is None]
    possible = [
        (one, balance)
        for one, balance in zip(sums, system.balances, strict=True)
        if one.examined.verdict is not Verdict.IMPOSSIBLE
    ]
    rounded = {one.relation.cell for one, _ in possible if one.examined.verdict is Verdict.EXPLAINED}
    for part in components(System(system.numbers, tuple(balance for _, balance in possible))):
        if any(balance.target in rounded for balance in part.balances):
            try:
                found = consistency(part, deadline)
            except OutOfTime:
                return
            if isinstance(found, Contradiction):
                yield found


class _Diagnosed:
    """A diagnosis, and which of it each finding is told."""

    def __init__(
        self,
        diagnosis: causes.Diagnosis,
        together: Sequence[Contradiction],
        system: System,
        is_formula: Callable[[Address], bool],
        derivation: Derivation,
    ) -> None:
        self._finished, self._together, self._derivation = diagnosis.finished, together, derivation
        self._rounds = any(stated.number.half_width for stated in system.numbers.values()) or any(
            balance.slack for balance in system.balances
        )
        self._parts = _parts(diagnosis.suspects, is_formula)
        self._explained: set[int] = set()
        self._shown: set[Address] = set()

    def explained(self, told: Told, finding: Finding) -> Finding:
        """Return a finding; that of an impossible sum with the suspects that explain it, of a share there are none."""
        if told.examined.verdict is not Verdict.IMPOSSIBLE or told.relation.whole is not None:
            return finding
        return self._with(finding, self._behind(term.cell for term in _terms(told.relation)))

    def together(self) -> Iterator[Finding]:
        """Give a finding for each contradiction that no finding before it has explained."""
        for found in self._together:
            cells = self._behind(found.cells)
            if self._explained.isdisjoint(self._parts_of(cells)):
                targets = [balance.target for balance in found.balances]
                finding = error("jointly-impossible", targets[0], cells=targets, count=len(targets))
                yield self._with(finding, cells)

    def _behind(self, cells: Iterable[Address]) -> set[Address]:
        return {typed for cell in cells for typed in self._derivation.behind(cell)}

    def _parts_of(self, cells: set[Address]) -> list[int]:
        return [part for part, suspects in self._parts.items() if any(suspect.cell in cells for suspect in suspects)]

    def _with(self, finding: Finding, cells: set[Address]) -> Finding:
        parts = self._parts_of(cells)
        self._explained.update(parts)
        found = [suspect for part in parts for suspect in self._parts[part]]
        suspects = tuple(sorted(found, key=lambda suspect: (suspect.rank, self._is_shown(suspect, cells))))
        if suspects:
            self._shown.add(suspects[0].cell)
        rounds = self._rounds if len(self._parts) == 1 else None
        advice = advice_on([self._parts[part] for part in parts], rounds=rounds, finished=self._finished)
        return replace(finding, suspects=suspects, advice=tuple(advice))

    def _is_shown(self, suspect: Suspect, cells: set[Address]) -> bool:
        """Tell whether a cell should give way to another of its explanation, as a row of Fynd leads to one of them."""
        return suspect.cell in self._shown or suspect.cell not in cells


def _parts(found: Sequence[causes.Suspect], is_formula: Callable[[Address], bool]) -> dict[int, list[Suspect]]:
    """Return the suspects of each part; cells that changed places are one explanation, so their parts are one."""
    parts: dict[int, list[Suspect]] = {}
    swapped: dict[tuple[Decimal, Decimal], int] = {}
    columns: dict[str, int] = {}
    for suspect in found:
        place = suspect.part
        if suspect.cause.value == CELLS_SWAPPED and suspect.suggested is not None and not suspect.rank:
            partner = (suspect.suggested, suspect.stated)
            place = swapped.setdefault((suspect.stated, suspect.suggested), swapped.get(partner, suspect.part))
        elif suspect.cause.value == COLUMNS_SWAPPED and not suspect.rank:
            place = columns.setdefault(COLUMNS_SWAPPED, suspect.part)
        parts.setdefault(place, []).append(_suspect(suspect, formula=is_formula(suspect.cell)))
    return {
        place: [replace(suspect, rivals=rivals) for suspect in suspects]
        for place, suspects in parts.items()
        for rivals in (rivals_of(suspects),)
    }


def _suspect(found: causes.Suspect, *, formula: bool) -> Suspect:
    low, high = (end if end.is_finite() else None for end in (found.low, found.high))
    ties, rank = found.ties, found.rank
    return Suspect(
        found.cell,
        found.cause.value,
        found.stated,
        found.suggested,
        low,
        high,
        ties,
        rank,
        formula=formula,
        weak=found.weak,
    )
