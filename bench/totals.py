"""Print how often the wrong cell is found, named first, with the right value and cause, and how long it takes.

python3 -m bench.totals [TABLES]: so many tables for all causes and numbers of errors together, 10,000 unless told.
"""

from __future__ import annotations

import gc
import statistics
import sys
import time
from decimal import Decimal
from fractions import Fraction
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from bench.errors import CAUSES, with_error
from bench.tables import made, result_table, seeded, sized
from runxl.compute.balance import Balance, Stated, System
from runxl.compute.causes import diagnose
from runxl.compute.range import Range, range_of
from runxl.compute.relations import RelationKind
from runxl.compute.slips import Cause
from runxl.domain.amount import ZERO, Printed
from runxl.grid import Address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from random import Random

    from bench.tables import Made
    from runxl.compute.causes import Diagnosis, Suspect

TABLES = 10_000
MARKED = 200
SIZES = (6, 11, 55, 165, 605, 1_700)
WIDTHS = (60, 300)
_MOST_ERRORS = 3
_WRONG = {Address("Tabell", 11, 4): Decimal(-5)}
_FIRST, _VALUE, _CAUSE, _FOUND, _TRUE = map(attrgetter, ("first", "value", "cause", "found", "true"))


class Seen(NamedTuple):
    """One table with errors and what was said of it."""

    table: Made
    diagnosis: Diagnosis
    seconds: float

    @property
    def detected(self) -> bool:
        """Whether anything at all is wrong with the table as it stands; rounding can hide an error."""
        return bool(self.diagnosis.suspects)

    @property
    def determined(self) -> bool:
        """Whether the table names its wrong cells by arithmetic alone: no other set as small does as well."""
        return self.found and all(
            sum(len(cells) == min(map(len, sets)) for cells in sets) == 1 for sets in self._explanations()
        )

    @property
    def hidden(self) -> bool:
        """Whether fewer cells than are wrong explain everything: rounding hides an error, or two look like one."""
        return sum(min(map(len, sets)) for sets in self._explanations()) < len(self.table.wrong)

    @property
    def true(self) -> bool:
        """Whether the likeliest explanation names no cell that is right."""
        return {suspect.cell for suspect in self.likeliest} <= self.table.wrong

    @property
    def found(self) -> bool:
        """Whether the reported sets that hold wrong cells only hold all of them."""
        return _union(cells for cells in self.diagnosis.sets if cells <= self.table.wrong) == self.table.wrong

    @property
    def first(self) -> bool:
        """Whether the likeliest explanation names the wrong cells and no other."""
        return {suspect.cell for suspect in self.likeliest} == self.table.wrong

    @property
    def value(self) -> bool:
        """Whether the likeliest explanation has the right number for every wrong cell."""
        return self.first and all(suspect.suggested == self.table.right[suspect.cell] for suspect in self.likeliest)

    @property
    def cause(self) -> bool:
        """Whether the likeliest explanation has the right causes."""
        return self.first and {suspect.cause.value for suspect in self.likeliest} == set(self.table.causes)

    @property
    def pinned(self) -> bool:
        """Whether the rest of the table leaves one number only for every suspect of the likeliest explanation."""
        return all(self._range(suspect).only is not None for suspect in self.likeliest)

    @property
    def told(self) -> bool:
        """Whether a number, not only an interval, is suggested for every suspect of the likeliest explanation."""
        return all(suspect.suggested is not None for suspect in self.likeliest)

    def _range(self, suspect: Suspect) -> Range:
        shape = self.table.shape
        unit = Decimal(1).scaleb(-shape.decimals)
        width = ZERO if shape.exact else unit / 2
        return range_of(Fraction(suspect.low), Fraction(suspect.high), width, unit)

    @property
    def likeliest(self) -> list[Suspect]:
        """The suspects of each part's likeliest explanation."""
        return [suspect for suspect in self.diagnosis.suspects if suspect.rank == 0]

    def named(self) -> int:
        """Return how many cells are suspected at all."""
        return len({suspect.cell for suspect in self.diagnosis.suspects})

    def _explanations(self) -> Iterator[list[frozenset[Address]]]:
        """Give each part's sets of cells, the likeliest first."""
        places: dict[int, dict[int, frozenset[Address]]] = {}
        for suspect in self.diagnosis.suspects:
            ranks = places.setdefault(suspect.part, {})
            ranks[suspect.rank] = ranks.get(suspect.rank, frozenset()) | {suspect.cell}
        for ranks in places.values():
            yield [ranks[rank] for rank in sorted(ranks)]


def _union(sets: Iterator[frozenset[Address]]) -> frozenset[Address]:
    return frozenset().union(*sets)


def main() -> None:
    """Measure everything and print it."""
    tables = int(sys.argv[1]) if len(sys.argv) > 1 else TABLES
    each = tables // (1 + _MOST_ERRORS * len(CAUSES))
    _clean(each * 3)
    for errors in range(1, _MOST_ERRORS + 1):
        _errors(errors, each)
    _mark()
    _growth()
    _width()


def _clean(count: int) -> None:
    random = seeded(1)
    alarms = sum(bool(diagnose(_any_table(random).system()).suspects) for _ in range(count))
    print(f"clean tables, rounded or not: {count}, false alarms: {alarms}\n")


def _errors(errors: int, count: int) -> None:
    print(
        f"{errors} error(s)".ljust(18) + "tables  unseen | determined  first  cause | one value  right |"
        " several  told  right | hidden   true | open  found  first  value | named 95% |     ms   99%"
    )
    everything: list[Seen] = []
    for cause in CAUSES:
        seen = [one for seed in range(count) if (one := _one(cause, errors, seed)) is not None]
        _tell(cause.value, seen)
        everything += seen
    _tell("all", everything)
    print()


def _one(cause: Cause, errors: int, seed: int) -> Seen | None:
    random = seeded(f"{cause.value} {errors} {seed}")
    causes = [cause, *random.choices([other for other in CAUSES if other is not Cause.COLUMNS_SWAPPED], k=errors - 1)]
    table: Made | None = _any_table(random)
    for one in causes:
        table = table and with_error(table, one, random)
    return None if table is None else _seen(table)


def _any_table(random: Random) -> Made:
    return result_table(random) if random.random() < 0.3 else made(random)  # noqa: PLR2004  (a third of the shapes)


def _seen(table: Made) -> Seen:
    system = table.system()
    # what the measurement itself keeps is no garbage to look through on the clock
    gc.freeze()
    start = time.process_time()
    diagnosis = diagnose(system, table.earlier)
    return Seen(table, diagnosis, time.process_time() - start)


def _tell(what: str, seen: Sequence[Seen]) -> None:
    detected = [one for one in seen if one.detected]
    sure = [one for one in detected if one.determined]
    pinned = [one for one in sure if one.pinned]
    loose = [one for one in sure if not one.pinned]
    told = [one for one in loose if one.told]
    hidden = [one for one in detected if not one.determined and one.hidden]
    rest = [one for one in detected if not one.determined and not one.hidden]
    named = [one.named() for one in detected]
    times = [one.seconds * 1000 for one in seen]
    print(
        f"{what:<18}{len(seen):>6}{len(seen) - len(detected):>8} |"
        f"{len(sure):>11}{_share(sure, _FIRST)}{_share(sure, _CAUSE)} |"
        f"{len(pinned):>10}{_share(pinned, _VALUE)} |{len(loose):>8}{len(told):>6}{_share(told, _VALUE)} |"
        f"{len(hidden):>7}{_share(hidden, _TRUE)} |"
        f"{len(rest):>5}{_share(rest, _FOUND)}{_share(rest, _FIRST)}{_share(rest, _VALUE)} |"
        f"{_quantile(named, 0.5):>6.0f}{_quantile(named, 0.95):>4.0f} |"
        f"{_quantile(times, 0.5):>7.1f}{_quantile(times, 0.99):>6.0f}",
        flush=True,
    )


def _share(seen: Sequence[Seen], holds: Callable[[Seen], bool]) -> str:
    return f"{100 * sum(map(holds, seen)) / len(seen):>6.1f}%" if seen else "      –"


def _quantile(numbers: Sequence[float], share: float) -> float:
    return sorted(numbers)[min(len(numbers) - 1, int(share * len(numbers)))] if numbers else 0


def _mark() -> None:
    """Measure the shape that errorlocate and deductive were measured on: one swapped or sign-flipped number."""
    random = seeded(66)
    seen: list[Seen] = []
    while len(seen) < MARKED:
        table = with_error(result_table(random), random.choice((Cause.SIGN, Cause.DIGITS_SWAPPED)), random)
        one = None if table is None else _seen(table)
        if one is not None and one.detected:
            seen.append(one)
    right = sum(one.first for one in seen)
    values, causes = sum(one.value for one in seen), sum(one.cause for one in seen)
    ms = statistics.median(one.seconds for one in seen) * 1000
    print(
        f"66 cells, 46 relations, mnkr: right cell {right} of {MARKED}, value {values}, cause {causes}, {ms:.1f} ms\n"
    )


def _growth() -> None:
    print(f"{'cells, 3 errors':<18}{'exact, ms':>12}{'rounded, ms':>14}")
    for rows in SIZES:
        times, cells = [], 0
        for exact in (True, False):
            table: Made | None = sized(seeded(rows), rows, 6, exact=exact)
            cells = len(table.shown) if table else 0
            for cause in (Cause.SIGN, Cause.DIGITS_SWAPPED, Cause.DIGIT_WRONG):
                table = table and with_error(table, cause, seeded(rows))
            times += [_seen(table).seconds * 1000] if table else []
        print(f"{cells:<18,}{times[0]:>12.0f}{times[1]:>14.0f}")


def _width() -> None:
    """Measure tables of 40 rows and many columns, every row and column with its sum."""
    print(f"\n{'40 rows':<18}{'1 error, ms':>12}{'2 errors, ms':>14}{'right':>7}")
    for columns in WIDTHS:
        times, right = [], 0
        for wrong in ({Address("Tabell", 7, 9): Decimal(99_999)}, {**_WRONG, Address("Tabell", 7, 9): Decimal(99_999)}):
            start = time.process_time()
            found = diagnose(_wide(columns, wrong))
            times.append((time.process_time() - start) * 1000)
            right += found.finished and {suspect.cell for suspect in found.suspects if not suspect.rank} == set(wrong)
        print(f"{f'{columns} columns':<18}{times[0]:>12.0f}{times[1]:>14.0f}{right:>5}/2")


def _wide(columns: int, wrong: dict[Address, Decimal]) -> System:
    last, end = columns + 1, 41
    cells = {(row, column): row * column % 997 for row in range(1, end) for column in range(1, last)}
    cells |= {(row, last): sum(cells[row, column] for column in range(1, last)) for row in range(1, end)}
    cells |= {(end, column): sum(cells[row, column] for row in range(1, end)) for column in range(1, last + 1)}
    places = {place: Address("Tabell", *place) for place in cells}
    shown = {places[place]: Decimal(value) for place, value in cells.items()} | wrong
    rows = [[places[row, column] for column in range(1, last + 1)] for row in range(1, end + 1)]
    sums = [line for table in (rows, list(zip(*rows, strict=True))) for line in table]
    return System(
        {cell: Stated(cell, Printed(value)) for cell, value in shown.items()},
        tuple(Balance(RelationKind.TOTAL, line[-1], tuple((Decimal(1), cell) for cell in line[:-1])) for line in sums),
    )


if __name__ == "__main__":
    main()
