"""Laws of the merge: nothing lost, nothing invented, and the order in which files come makes no difference.

What a merge must come to is worked out by a model of its own, cell by cell, on dicts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from hypothesis import given, settings
from hypothesis import strategies as st

from runxl.exchange.merge import Merge, merged
from runxl.exchange.versions import Past, Settled
from runxl.layout import LINES
from tests.exchange.tables import table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from runxl.exchange.versions import Change, Place, Tables

KEYS = ("actual", "full_year_forecast", "cause")
Cell: TypeAlias = "tuple[str, str]"
Copy: TypeAlias = "list[dict[str, object]]"

VALUES = {key: st.sampled_from([None, 1, 2, 3]) for key in ("actual", "full_year_forecast")} | {
    "cause": st.sampled_from([None, "kallt", "varmt"])
}


def line(id_: str, values: Mapping[str, object]) -> dict[str, object]:
    return {"id": id_, "unit": "teater", "label": f"Rad {id_}", "type": "kostnad", **values}


class Edit(NamedTuple):
    """What somebody does to a copy: types in a cell, sorts, deletes a row or adds one; `row` is counted modulo."""

    act: str
    row: int
    key: str
    value: object


def edits(new_ids: str) -> st.SearchStrategy[list[Edit]]:
    typed = st.sampled_from(KEYS).flatmap(lambda key: st.tuples(st.just(key), VALUES[key]))
    acts = st.sampled_from(["type", "type", "type", "sort", "delete", *(f"add {id_}" for id_ in new_ids)])
    return st.lists(st.builds(lambda act, row, cell: Edit(act, row, *cell), acts, st.integers(0, 9), typed), max_size=6)


def edited(copy: Copy, script: list[Edit]) -> Copy:
    """Return the copy after somebody has worked through a script on it."""
    rows = [dict(row) for row in copy]
    for edit in script:
        if edit.act.startswith("add "):
            id_ = f"teater-{edit.act[-1]}"
            if all(row["id"] != id_ for row in rows):
                rows.insert(edit.row % (len(rows) + 1), line(id_, {edit.key: edit.value}))
        elif rows and edit.act == "type":
            rows[edit.row % len(rows)][edit.key] = edit.value
        elif rows and edit.act == "delete":
            del rows[edit.row % len(rows)]
        elif edit.act == "sort":
            rows.sort(key=lambda row: (str(row.get(edit.key)), str(row["id"])), reverse=bool(edit.row % 2))
    return rows


ROWS = st.lists(st.fixed_dictionaries(dict(VALUES)), min_size=1, max_size=3).map(
    lambda rows: [line(f"r{number}", row) for number, row in enumerate(rows)]
)


def as_tables(copy: Copy) -> Tables:
    return {LINES.name: table(LINES, copy)}


def cells_of(copy: Copy) -> dict[str, dict[str, object]]:
    return {str(row["id"]): {key: row.get(key) for key in KEYS} for row in copy}


@dataclass
class Master:
    """The master as a collector keeps it: what the unit was sent, what stands there, and which file was merged last."""

    sent: Copy
    rows: Copy
    settled: dict[Place, Settled] = field(default_factory=dict)
    newest: int = -1
    waiting: Merge = field(default_factory=Merge)

    def collect(self, returned: list[Copy], arrived: list[int]) -> None:
        """Take in the newest of the files that arrived, unless it or a newer one has been merged already."""
        if max(arrived) > self.newest:
            self.newest = max(arrived)
            self.merge(returned[self.newest])

    def merge(self, theirs: Copy) -> Merge:
        merge = merged("teater", as_tables(self.sent), as_tables(theirs), as_tables(self.rows), Past(self.settled))
        for change in merge.taken:
            row = next(row for row in self.rows if row["id"] == change.place.row)
            row[change.place.column] = change.theirs.value
            first = self.settled.get(change.place, Settled(change.ours, change.ours))
            self.settled[change.place] = first._replace(theirs=change.theirs)
        self.waiting = merge
        return merge

    def state(self) -> object:
        waiting = (self.waiting.conflicts, self.waiting.added, self.waiting.gone)
        return cells_of(self.rows), [sorted(map(without_addresses, changes)) for changes in waiting]


def without_addresses(change: Change) -> tuple[object, ...]:
    return (*change.place, *(repr(version) for version in change[1:4]))


class Expected(NamedTuple):
    """What the model says: every cell of the master, what is asked about, and which rows."""

    master: dict[str, dict[str, object]]
    conflicts: set[Cell]
    added: set[str]
    gone: set[str]


def model(sent: Copy, theirs: Copy, ours: Copy) -> Expected:
    base, back, here = cells_of(sent), cells_of(theirs), cells_of(ours)
    expected = Expected(
        {id_: dict(row) for id_, row in here.items()}, set(), set(), base.keys() & here.keys() - back.keys()
    )
    for id_, row in back.items():
        if id_ not in here:
            if row != base.get(id_):
                expected.added.add(id_)
            continue
        for key, theirs_now in row.items():
            before, ours_now = base.get(id_, {}).get(key), here[id_][key]
            if theirs_now != before and ours_now == before:
                expected.master[id_][key] = theirs_now
            elif theirs_now not in (before, ours_now):
                expected.conflicts.add((id_, key))
    return expected


def names(merge: Merge) -> tuple[set[Cell], set[str], set[str]]:
    conflicts = {(change.place.row, change.place.column) for change in merge.conflicts if change.place.column in KEYS}
    return conflicts, {change.place.row for change in merge.added}, {change.place.row for change in merge.gone}


@given(ROWS, edits("ab"), edits("bc"))
@settings(max_examples=300)
def test_a_merge_comes_to_what_the_table_says_for_each_cell(sent: Copy, theirs: list[Edit], ours: list[Edit]) -> None:
    back, here = edited(sent, theirs), edited(sent, ours)
    master = Master(sent, edited(here, []))
    merge = master.merge(back)
    expected = model(sent, back, here)
    assert cells_of(master.rows) == expected.master
    assert names(merge) == expected[1:]
    assert merge.unread == ()


@given(ROWS, edits("ab"), edits("bc"))
def test_merging_twice_changes_nothing(sent: Copy, theirs: list[Edit], ours: list[Edit]) -> None:
    back, master = edited(sent, theirs), Master(sent, edited(sent, ours))
    master.merge(back)
    once = master.state()
    assert master.merge(back).taken == ()
    assert master.state() == once


@given(ROWS, st.lists(edits("ab"), min_size=3, max_size=3), edits("bc"), st.permutations(range(3)), st.integers(1, 3))
@settings(max_examples=300)
def test_the_order_in_which_files_come_makes_no_difference(
    sent: Copy, scripts: list[list[Edit]], ours: list[Edit], order: list[int], at_once: int
) -> None:
    returned = [edited(sent, scripts[0])]
    for script in scripts[1:]:
        returned.append(edited(returned[-1], script))
    newest_only, bit_by_bit = (Master(sent, edited(sent, ours)) for _ in range(2))
    newest_only.collect(returned, [2])
    for first in range(0, 3, at_once):
        bit_by_bit.collect(returned, order[first : first + at_once])
    assert bit_by_bit.state() == newest_only.state()


@given(ROWS, st.lists(st.tuples(edits("ab"), edits("c")), min_size=1, max_size=4))
def test_whoever_changed_a_cell_last_is_never_lost(sent: Copy, steps: list[tuple[list[Edit], list[Edit]]]) -> None:
    """However she goes on between their files: a cell is as she left it, as they sent it, or asked about."""
    master, back = Master(sent, edited(sent, [])), edited(sent, [])
    settled = cells_of(sent)  # what both knew last
    for theirs, ours in steps:
        back, master.rows = edited(back, theirs), edited(master.rows, ours)
        left = cells_of(master.rows)
        conflicts, added, _ = names(master.merge(back))
        now = cells_of(master.rows)
        assert now.keys() == left.keys()
        for id_, row in cells_of(back).items():
            if id_ not in now:
                assert id_ in added or row == settled.get(id_) or not any(row.values())
                continue
            for key, sent_back in row.items():
                known = settled.setdefault(id_, {}).get(key)
                if left[id_][key] == known or sent_back == left[id_][key]:
                    assert now[id_][key] == sent_back
                else:
                    assert now[id_][key] == left[id_][key]
                    assert ((id_, key) in conflicts) is (sent_back != known)
                if now[id_][key] != left[id_][key]:
                    settled[id_][key] = sent_back
