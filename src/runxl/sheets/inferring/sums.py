"""Sums between lines: of-which rows, subtotals, totals and results, from the innermost outwards.

A line that is part of a believed sum is folded away, so that the next total is again the sum of the lines beside it.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from runxl.compute.relations import RelationKind
from runxl.layout.recognised import Meaning
from runxl.sheets.inferring.believed import Believed, credible, likeliest
from runxl.sheets.inferring.blocks import (
    BY_INDENT,
    DOWN,
    FARTHEST,
    UNSAID,
    UP,
    Guess,
    Sought,
    ancestors,
    guesses,
    owners,
)
from runxl.sheets.inferring.claims import MOST_FAILS, claimed, is_worth_listing, tempered
from runxl.sheets.inferring.identity import Identity, standing, weigh
from runxl.sheets.inferring.signs import cost_lines, custom
from runxl.sheets.inferring.slips import slip_surprise

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from runxl.domain.line import CostSign
    from runxl.sheets.inferring.believed import Places
    from runxl.sheets.inferring.identity import Weighed
    from runxl.sheets.inferring.table import Line

_OF_WHICH, _OF_WHICH_AND_MORE = 1.5, -3.0
_MOST_MORE = 10
_DOUBTFUL, _ACROSS = 1.0, -3.0
_FEWEST_TELLING = 2
_COUNTS = frozenset({Meaning.COUNT, Meaning.UNIQUE})
"""A number of rows or of different visitors need not be a sum, so it promises none."""


def sums(lines: Sequence[Line], places: Places, apart: Collection[int]) -> list[Believed]:
    """Return every sum between lines that is more likely than not, or claimed by words or layout.

    Lines `apart` take no part.
    """
    folding = _Folding(lines, places, apart)
    folding.fold_of_which()
    folding.fold_all()
    folding.claim()
    return folding.believed


class _Folding:
    """The lines, and into which total each has been folded."""

    def __init__(self, lines: Sequence[Line], places: Places, apart: Collection[int]) -> None:
        self.believed: list[Believed] = []
        self._lines = lines
        self._places = places
        self._apart = frozenset(apart)
        self._owners = owners(lines)
        self._indented = {row: owner for owner, rows in self._under().items() for row in rows}
        self._claimed: dict[int, list[Guess]] = {}
        # where most lines are called totals, the word tells nothing of any of them
        self._words_tell = 2 * sum(line.is_total for line in lines) <= max(len(lines), FARTHEST)
        self._parent: dict[int, int] = dict.fromkeys(apart, -1)
        self._open = [line for line in range(len(lines)) if line not in self._parent]

    def fold_of_which(self) -> None:
        """Fold every of-which row into the row that it is of, whether or not they are all of it."""
        for owner, rows in self._of_which().items():
            best = self._best(owner, self._with_following(rows))
            if best is not None and self._is_free(best.identity):
                self._believe(best)
            elif best is None and len(rows) > 1:
                self._claim_of_which(owner, rows)
            self._parent.update((row, owner) for row in rows if row not in ancestors(self._parent, owner))

    def fold_all(self) -> None:
        """Fold until there is no more to be seen, then what layout claims, after which more may be."""
        while self.fold() or self._fold_indented():
            pass

    def _fold_indented(self) -> bool:
        """Fold the innermost rows indented under another that do not add up to it; tell whether there were any."""
        left = {
            owner: rows
            for owner, rows in self._under().items()
            if self._parent.keys().isdisjoint(rows) and owner in self._open and owner not in self._claimed
        }
        innermost = {owner: rows for owner, rows in left.items() if left.keys().isdisjoint(rows)}
        for owner, rows in innermost.items():
            kind, reason = self._by_indent(owner, rows)
            self._claimed[owner] = [Guess(kind, tuple((1, row) for row in rows), 0.0, reason)]
            self._parent.update(dict.fromkeys(rows, owner))
        return bool(innermost)

    @staticmethod
    def _by_indent(owner: int, rows: Sequence[int]) -> tuple[RelationKind, str]:
        """Return what rows that are set in under or over another make of it, and why."""
        if owner < rows[0]:
            return RelationKind.OF_WHICH, BY_INDENT[DOWN]
        return RelationKind.TOTAL, BY_INDENT[UP]

    def _under(self) -> dict[int, list[int]]:
        """Return the rows that are set in under each, or over it, where they are at least two."""
        under: dict[int, list[int]] = {}
        for row, owner in self._owners.items():
            together = self._lines[row].heading.section == self._lines[owner].heading.section
            if together and {row, owner}.isdisjoint(self._apart) and Meaning.OF_WHICH not in self._lines[row].meanings:
                under.setdefault(owner, []).append(row)
        return {owner: rows for owner, rows in under.items() if len(rows) > 1}

    def claim(self) -> None:
        """Add what words and layout claim of lines that are no believed sum of anything."""
        written, proven = self._costs_written(), self._proven()
        listed: list[Believed] = []
        for target in self._open if self._words_tell else ():
            line = self._lines[target]
            if target not in self._claimed and (line.is_total or Meaning.CLOSING in line.meanings):
                self._claimed[target] = [
                    guess
                    for guess in self._guesses(target, written)
                    if not is_all_turned(guess.parts) and self._is_free(self._identity(target, guess))
                ]
        for target, guesses_ in self._claimed.items():
            if not _COUNTS.isdisjoint(self._lines[target].meanings):
                continue
            reasons = {guess.reason for guess in guesses_}
            candidates = [(self._identity(target, guess), guess) for guess in guesses_]
            claim = claimed(self._lines, self._places.all, candidates, elsewhere=not proven.isdisjoint(reasons))
            if claim is not None:
                listed.append(Believed(*claim))
        count = Counter(claim.reason for claim in listed)
        self.believed += [claim for claim in listed if claim.reason in proven or count[claim.reason] <= MOST_FAILS]

    def _proven(self) -> set[str]:
        """Return for which reasons sums were believed that hold in every place."""
        reasons = {(owner, frozenset(rows)): self._by_indent(owner, rows)[1] for owner, rows in self._under().items()}
        whole = [one for one in self.believed if not one.weighed.fails and one.weighed.telling]
        parts = ((one.identity.target, frozenset(row for _, row in one.identity.parts)) for one in whole)
        return {one.reason for one in whole} | {reasons[each] for each in parts if each in reasons}

    def fold(self) -> bool:
        """Believe the sums that are next to be seen, the surest first; tell whether there were any."""
        written = self._costs_written()
        best_of = (self._best(target, self._guesses(target, written)) for target in self._open)
        found = [best for best in best_of if best is not None]
        believed = False
        for best in sorted(found, key=lambda best: -best.odds):
            if self._is_free(best.identity):
                self._believe(best)
                believed = True
        return believed

    def _claim_of_which(self, owner: int, rows: Sequence[int]) -> None:
        guess = next(self._with_following(rows))
        if is_worth_listing(self._lines, self._identity(owner, guess), self._places.all):
            self._claimed[owner] = [guess]

    def _identity(self, target: int, guess: Guess) -> Identity:
        turned = dict.fromkeys(self._places.favourable, (1,) * len(guess.parts))
        return Identity(guess.kind, target, guess.parts, turned)

    def _is_free(self, identity: Identity) -> bool:
        """Tell whether no part is folded away yet, or is a total of the target itself."""
        taken = self._parent.keys() | set(ancestors(self._parent, identity.target))
        return taken.isdisjoint(part for _, part in identity.parts)

    def _believe(self, best: Believed) -> None:
        target = best.identity.target
        self.believed.append(best)
        self._parent.update((part, target) for _, part in best.identity.parts)
        self._open.remove(target)

    def _of_which(self) -> dict[int, list[int]]:
        """Return the of-which rows by the row that they are of, the innermost first."""
        rows: dict[int, list[int]] = {}
        for number, owner in self._owners.items():
            known = {number, owner}.isdisjoint(self._parent)
            if known and Meaning.OF_WHICH in self._lines[number].meanings:
                rows.setdefault(owner, []).append(number)
        return dict(reversed(rows.items()))

    def _with_following(self, rows: Sequence[int]) -> Iterator[Guess]:
        """Give the of-which rows alone, and with rows after them that go without the word."""
        parts = tuple((1, row) for row in rows)
        if len(parts) > 1:
            yield Guess(RelationKind.OF_WHICH, parts, _OF_WHICH, "inferred-by-of-which-word")
        for following in range(rows[-1] + 1, min(rows[-1] + _MOST_MORE, len(self._lines))):
            if following in self._parent:
                return
            parts = (*parts, (1, following))
            yield Guess(RelationKind.OF_WHICH, parts, _OF_WHICH_AND_MORE, "inferred-by-of-which-word")

    def _probes(self, target: int) -> list[int]:
        """Return the places where the target's number says most: not dependent, largest first."""
        line = self._lines[target]
        telling = [place for place in self._places.all if place not in self._places.dependent and line.values[place]]
        return sorted(telling, key=lambda place: -abs(line.values[place]) // line.widths[place])

    def _guesses(self, target: int, written: CostSign | None) -> Iterator[Guess]:
        most = len(self._lines) if self._lines[target].is_total and self._words_tell else FARTHEST
        return guesses(self._lines, self._parent, Sought(target, self._probes(target), most), written)

    def _costs_written(self) -> CostSign | None:
        folded = {line: total for line, total in self._parent.items() if total >= 0}
        costs = cost_lines(self._lines, {**self._owners, **folded})
        places = [place for place in self._places.all if place not in self._places.dependent]
        return custom([self._lines[line] for line in costs], places)

    def _best(self, target: int, candidates: Iterable[Guess]) -> Believed | None:
        weighed = [self._weighed(target, guess) for guess in candidates]
        return likeliest([believed for believed in weighed if believed is not None])

    def _weighed(self, target: int, guess: Guess) -> Believed | None:
        identity = self._identity(target, guess)
        weighed = weigh(self._lines, identity, self._places.all, self._places.dependent)
        meanings = self._lines[target].meanings
        alone = guess.reason == "inferred-by-only-total-word" and (weighed.holds, weighed.fails) == (0, 1)
        if alone and _COUNTS.isdisjoint(meanings):
            return self._wrong_by_a_slip(identity, weighed, guess.prior)
        few = weighed.telling < _FEWEST_TELLING and guess.reason in UNSAID
        if few or not credible(weighed) or (weighed.telling < _FEWEST_TELLING and is_all_turned(guess.parts)):
            return None
        believed = Believed(identity, weighed.weight + guess.prior, weighed, guess.reason)
        believed = tempered(self._lines, believed, self._places.all)
        odds = believed.odds + self._across_layout(identity)
        unique = Meaning.UNIQUE in meanings and weighed.fails
        told_little = not self._words_tell or Meaning.COUNT in meanings
        if unique or (told_little and weighed.fails >= weighed.holds):
            odds = min(odds, _DOUBTFUL)
        return believed._replace(odds=odds)

    def _across_layout(self, identity: Identity) -> float:
        """Return what a sum loses that takes rows from under another than its target."""
        of = {self._indented[row] for _, row in identity.parts if row in self._indented}
        return _ACROSS if of - {identity.target, self._indented.get(identity.target)} else 0.0

    def _wrong_by_a_slip(self, identity: Identity, weighed: Weighed, prior: float) -> Believed | None:
        """Return the only total of the only column, which is wrong, where one slip of the pen explains it."""
        at = next(standing(self._lines, identity, self._places.all))
        stated, *terms = (number // at.width for number in (at.stated, *at.terms))
        surprise = slip_surprise(stated - sum(terms), (stated, *terms))
        return Believed(identity, weighed.weight + surprise + prior, weighed, "inferred-by-slip") if surprise else None


def is_all_turned(parts: Sequence[tuple[int, int]]) -> bool:
    """Tell whether every part counts with a minus sign."""
    return all(sign < 0 for sign, _ in parts)
