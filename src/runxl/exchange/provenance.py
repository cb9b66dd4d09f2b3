"""Where each value came from: what Logg is told of a cell, and what that means when the unit's next file comes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from runxl import language
from runxl.exchange.conflicts import question, read_conflicts
from runxl.exchange.ours import Standing
from runxl.exchange.values import alike
from runxl.exchange.versions import LAYOUTS, NO_PAST, WHOLE_ROW, Settled, Versions, column_of, header_of, place_under
from runxl.grid import EMPTY, Content, Value
from runxl.layout.words import BASE_UNKNOWN, CONFLICT_VALUE
from runxl.sheets.logged import read_logged

if TYPE_CHECKING:
    from runxl.exchange.conflicts import Origin, Pending
    from runxl.exchange.versions import Change, Place, Tables
    from runxl.grid import Address, Snapshot
    from runxl.sheets.logged import Logged

LogRow: TypeAlias = Mapping[str, Value]


def taken_row(origin: Origin, change: Change) -> LogRow:
    """Return the row of Logg about a cell whose value was taken over, or withdrawn with an earlier file's."""
    code = "log-withdrawn" if change.source is None else "log-taken"
    return log_row(question(CONFLICT_VALUE, change, origin), change.cell, change.theirs, code)


def log_row(pending: Pending, cell: Address | None, after: Content, code: str) -> LogRow:
    """Return the row of Logg about a cell: what it held and holds, and which file that goes back to."""
    place, origin = pending.place, pending.origin
    parts = {"cell": cell, "before": shown(pending.ours), "after": shown(after), "file": origin.file}
    return {
        "changed": language.say(code, **parts, choice=str(pending.choice.value or "")),
        "cell": None if cell is None else str(cell),
        "table": place.table,
        "row": place.row,
        "column": header_of(place) or None,
        "before": pending.ours.value,
        "after": after.value,
        "sender": origin.sender or None,
        "file": origin.file,
        "source": pending.source or None,
        "sha256": origin.sha256,
        **_choice(pending),
    }


def _choice(pending: Pending) -> LogRow:
    """Return what was chosen and what the choice was between, besides what stood there; nothing where nobody chose."""
    if pending.choice == EMPTY:
        return {}
    sent = BASE_UNKNOWN if pending.base is None else pending.base.value
    return {"choice": pending.choice.value, "sent": sent, "theirs": pending.theirs.value}


def shown(content: Content) -> Value:
    """Return a value for a sentence, in which an empty cell is named as such."""
    return language.say("empty-cell") if content.value in (None, "") else content.value


class Earlier(NamedTuple):
    """A file of a unit that stands in the master as merged: its tables, and those of the workbook it was made of.

    `is_of_another` tells that it was made of another than the unit's newest file.
    """

    theirs: Tables
    sent: Tables | None
    is_of_another: bool = False


class Told:
    """What Logg and Konflikter tell of the cells that files were taken into, read once for all units."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._logged: defaultdict[str, list[tuple[int, Logged]]] = defaultdict(list)
        for number, logged in enumerate(read_logged(snapshot)):
            self._logged[logged.sha256].append((number, logged))
        self._waiting: defaultdict[str, list[Pending]] = defaultdict(list)
        for pending in read_conflicts(snapshot).values():
            if _is_known(pending.place):
                self._waiting[pending.origin.unit.casefold()].append(pending)

    def settled(self, unit: str, earlier: Mapping[str, Earlier], ours: Tables, since: str = "") -> dict[Place, Settled]:
        """Return what came of a unit's earlier files, which are given by their checksums.

        `since` is the ISO time when the workbook was sent that the newest file was made of, as that holds what had come
        of files before; "" where nobody knows. What waits in Konflikter is not settled, whatever Logg says: the answer
        may have been undone.
        """
        start = _local(since)
        files = {sha256: _File(unit, one, ours) for sha256, one in earlier.items()}
        found: dict[Place, Settled] = {}
        for _, logged in sorted(chain.from_iterable(self._logged.get(sha256, ()) for sha256 in files)):
            place = place_under(logged.table, logged.row, logged.column)
            if not _is_known(place) or (start and logged.time <= start):
                continue
            if _is_withdrawn(logged):
                found.pop(place, None)
            else:
                found[place] = files[logged.sha256].settled(place, logged, found.get(place))
        for pending in self._waiting.get(unit.casefold(), ()):
            found.pop(pending.place, None)
            file = earlier.get(pending.origin.sha256)
            is_own = file is None or not file.is_of_another
            if pending.base is not None and pending.place.column != WHOLE_ROW and is_own:
                found[pending.place] = Settled(pending.base, pending.base)
        return found


class _File:
    """An earlier file of a unit: what it says, and what stood in the workbook that it was made of."""

    def __init__(self, unit: str, file: Earlier, ours: Tables) -> None:
        sent = file.sent or {}
        self._says: dict[Place, Content] = {}
        for table, mine in ours.items():
            if table in file.theirs:
                self._says.update(Versions(unit, sent.get(table), file.theirs[table], mine, NO_PAST).said())
        self._sent, self._is_of_another = Standing(sent), file.is_of_another

    def settled(self, place: Place, logged: Logged, before: Settled | None) -> Settled:
        """Return what a row of Logg makes of a cell; `before` is what had come of it until then."""
        theirs, stood = self._says.get(place, Content(logged.after)), Content(logged.before)
        if place.column == WHOLE_ROW:
            return Settled(theirs, stood, is_taken=False)
        # an older Logg does not say what was chosen
        was_sent = alike(stood, self._sent.content(place), column_of(place))
        is_taken = was_sent if logged.choice is None else not logged.choice
        if before is not None and is_taken and alike(stood, before.theirs, column_of(place)):
            return before._replace(theirs=theirs, is_of_another=self._is_of_another)
        return Settled(theirs, stood, is_taken, self._is_of_another)


def _is_withdrawn(logged: Logged) -> bool:
    """Tell whether a row of Logg took a value back: out of no cell of the file, and nobody chose."""
    return not logged.source and not logged.choice


def _is_known(place: Place) -> bool:
    """Tell whether there is such a place: anybody can type in Logg and Konflikter."""
    layout = LAYOUTS.get(place.table)
    return layout is not None and (place.column == WHOLE_ROW or any(one.key == place.column for one in layout.columns))


def _local(time: str) -> str:
    """Return an ISO time as Logg says it, by the clock of this computer; "" for none."""
    try:
        return datetime.fromisoformat(time).astimezone().strftime("%Y-%m-%d %H:%M:%S")
    except ValueError:
        return ""
