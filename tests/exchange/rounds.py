"""A round in memory: a master, and files that come back, taken in as a collector does it."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

from runxl.exchange.conflicts import Origin, read_conflicts
from runxl.exchange.merge import Merge, merged
from runxl.exchange.merging import merging
from runxl.exchange.ours import ByUnit, master_tables, ours
from runxl.exchange.provenance import Earlier, Told
from runxl.exchange.versions import Past
from runxl.grid import Address, applied
from runxl.layout import CONFLICTS, LINES
from runxl.sheets.report import log_plan
from tests.exchange.tables import table
from tests.workbooks import cell, filled, typed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from runxl.commands import Outcome
    from runxl.grid import Snapshot
    from runxl.layout import TableLayout

    Row = Mapping[str, object]


@dataclass
class Round:
    """One unit's round: what it was sent, the master as it stands, and its files that have been merged."""

    master: Snapshot
    unit: str = "teater"
    merges: list[Merge] = field(default_factory=list)
    earlier: dict[str, Earlier] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.sent = ours(master_tables(self.master), self.unit, None)

    def collect(self, rows: Sequence[Row], name: str = "teater.xlsx", layout: TableLayout = LINES) -> Merge:
        """Take in a file whose one table holds these rows, the others as sent."""
        theirs = {**self.sent, layout.name: table(layout, rows)}
        here = ours(master_tables(self.master), self.unit, self.sent)
        settled = Told(self.master).settled(self.unit, self.earlier, here)
        past = Past(settled, ByUnit(master_tables(self.master)).moved(self.unit, self.sent))
        merge = merged(self.unit, self.sent, theirs, here, past)
        origin = Origin(self.unit, "asa@example.org", name, sha256(name.encode()).hexdigest())
        made = merging(self.master, [(origin, merge)])
        self.master = applied(applied(self.master, made.plan), log_plan(self.master, made.log))
        self.earlier[origin.sha256] = Earlier(theirs, self.sent)
        self.merges.append(merge)
        return merge

    def choose(self, *words: object) -> None:
        """Type these words under Välj, from the top."""
        for number, word in enumerate(words, start=1):
            self.master = typed(self.master, cell(CONFLICTS, number, "choice"), word)

    def press(self, command: Callable[[Snapshot], Outcome]) -> Outcome:
        """Press a button: its plan and its rows of Logg are written."""
        outcome = command(self.master)
        self.master = applied(filled(self.master, command), log_plan(self.master, outcome.log))
        return outcome

    def questions(self) -> list[tuple[object, ...]]:
        """Return what Konflikter asks: kind, row, column, the three versions and the choice."""
        return [
            (one.kind, one.place.row, one.place.column, *(v and v.value for v in one[2:5]), one.choice.value)
            for one in read_conflicts(self.master).values()
        ]

    def stands(self, place: Address) -> object:
        return self.master.content(place).value
