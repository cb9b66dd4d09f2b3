"""The rows of Konflikter: what waits for somebody to choose, read and written."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from runxl.exchange.versions import Place, header_of, place_under
from runxl.grid import EMPTY, Address, Content, Plan, same
from runxl.layout import CONFLICTS
from runxl.layout.words import BASE_UNKNOWN, CONFLICT_GONE_ROW, CONFLICT_NEW_ROW, CONFLICT_VALUE
from runxl.sheets import formulas
from runxl.sheets.report import columns_of, rows_plan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from runxl.exchange.merge import Merge
    from runxl.exchange.ours import Standing
    from runxl.exchange.versions import Change
    from runxl.grid import Snapshot


class Origin(NamedTuple):
    """The file that a value came from: whose it is, who mailed it, what it is called, and its bytes' checksum."""

    unit: str
    sender: str
    file: str
    sha256: str


class Pending(NamedTuple):
    """One row of Konflikter: what is in question, its three versions, what is typed under Välj, and the file.

    `base` is None where nobody knows what was sent, or the row was not there. `source` is the cell of the file.
    """

    kind: str
    place: Place
    base: Content | None
    theirs: Content
    ours: Content
    choice: Content
    origin: Origin
    source: str

    def is_same_question(self, other: Pending) -> bool:
        """Tell whether both ask the same: then what is typed as the answer to one answers the other."""
        versions = zip(self[2:5], other[2:5], strict=True)
        return self[:2] == other[:2] and all(same(one or EMPTY, two or EMPTY) for one, two in versions)


def read_conflicts(snapshot: Snapshot) -> dict[Address, Pending]:
    """Return the rows of Konflikter from the top, by the cell of their choice."""
    table = snapshot.tables.get(CONFLICTS.name)
    columns = {} if table is None else columns_of(CONFLICTS, table)
    if table is None or not {"choice", "table", "row", "column"} <= columns.keys():
        return {}
    found = {}
    for number in table.body:
        row = {key: snapshot.content(Address(table.sheet, number, column)) for key, column in columns.items()}
        if row["table"] != EMPTY:
            found[Address(table.sheet, number, columns["choice"])] = _pending(row)
    return found


def _pending(row: Mapping[str, Content]) -> Pending:
    def text(key: str) -> str:
        value = row.get(key, EMPTY).value
        return "" if value is None else str(value)

    kind, base = text("kind"), row.get("base", EMPTY)
    is_unknown = base.value == BASE_UNKNOWN or (kind == CONFLICT_NEW_ROW and base == EMPTY)
    return Pending(
        kind,
        place_under(text("table"), text("row"), text("column")),
        None if is_unknown else base,
        row.get("theirs", EMPTY),
        row.get("ours", EMPTY),
        row.get("choice", EMPTY),
        Origin(text("unit"), text("sender"), text("file"), text("sha256")),
        text("source"),
    )


def questions(origin: Origin, merge: Merge) -> Iterator[Pending]:
    """Give what a returned workbook asks, nothing chosen yet."""
    for kind, changes in (
        (CONFLICT_VALUE, merge.conflicts),
        (CONFLICT_NEW_ROW, merge.added),
        (CONFLICT_GONE_ROW, merge.gone),
    ):
        for change in changes:
            yield question(kind, change, origin)


def question(kind: str, change: Change, origin: Origin) -> Pending:
    """Return a change as a row of Konflikter, nothing chosen yet."""
    source = "" if change.source is None else str(change.source)
    ours = change.ours._replace(formula=None)
    return Pending(kind, change.place, change.base, change.theirs, ours, EMPTY, origin, source)


def with_answers(asked: Iterable[Pending], before: Sequence[Pending]) -> Iterator[Pending]:
    """Give the questions, each with what was typed beside the same one before."""
    for question in asked:
        answered = (other.choice for other in before if question.is_same_question(other))
        yield question._replace(choice=next(answered, EMPTY))


def conflicts_plan(snapshot: Snapshot, standing: Standing, pending: Iterable[Pending]) -> Plan:
    """Return the plan that makes Konflikter hold exactly these rows."""
    table = snapshot.tables.get(CONFLICTS.name)
    if table is None:
        return Plan()
    return rows_plan(
        snapshot,
        CONFLICTS,
        table,
        [_row(number, one, standing.cell(one.place)) for number, one in enumerate(pending, start=1)],
    )


def _row(number: int, pending: Pending, cell: Address | None) -> dict[str, Content]:
    place, origin = pending.place, pending.origin
    return {
        "id": Content(Decimal(number)),
        "unit": Content(origin.unit),
        "kind": Content(pending.kind),
        "table": Content(place.table),
        "row": Content(place.row),
        "column": Content(header_of(place) or None),
        "cell": EMPTY if cell is None else Content(str(cell), formulas.link(cell)),
        "base": _sent(pending),
        "theirs": pending.theirs,
        "ours": pending.ours,
        "choice": pending.choice,
        "sender": Content(origin.sender or None),
        "file": Content(origin.file),
        "source": Content(pending.source or None),
        "sha256": Content(origin.sha256),
    }


def _sent(pending: Pending) -> Content:
    """Return what Konflikter says was sent: nothing for a new row, which was not there."""
    if pending.base is not None:
        return pending.base._replace(formula=None)
    return EMPTY if pending.kind == CONFLICT_NEW_ROW else Content(BASE_UNKNOWN)
