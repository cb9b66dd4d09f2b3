"""What is told of an inbox: how far each unit has come, and what the files bring; as lines, or as JSON."""

from __future__ import annotations

import textwrap
from itertools import groupby
from typing import TYPE_CHECKING

from runxl import language
from runxl.exchange.submissions import named
from runxl.exchange.versions import header_of
from runxl.layout.words import CONFLICT_GONE_ROW, CONFLICT_NEW_ROW, CONFLICT_VALUE
from runxl.printing import NARROWEST, in_columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from runxl.commands.collect import Collected
    from runxl.commands.foreseen import Foreseen, Taken
    from runxl.exchange.conflicts import Pending

_MOST_UNITS, _MOST_ROWS, _LONGEST_TEXT = 20, 8, 60
_ASKING = {
    CONFLICT_VALUE: "foreseen-conflict",
    CONFLICT_NEW_ROW: "foreseen-new-row",
    CONFLICT_GONE_ROW: "foreseen-gone-row",
}


def round_told(collected: Collected, width: int) -> str:
    """Return how far each unit has come, and each file that is not used with the reason, as lines of a terminal."""
    how_far = collected.how_far
    rows = []
    for unit in how_far.units:
        held = how_far.held.newest.get(unit)
        said = ("" if held is None else f"{held.file}.", how_far.remark(unit))
        rows.append((how_far.status(unit), unit, " ".join(filter(None, said))))
    rows += [(unused.status, unused.unit, named(unused.file, unused.remark)) for unused in collected.unused]
    return in_columns(rows, width)


def foreseen_told(foreseen: Foreseen, width: int) -> str:
    """Return what an inbox brings into the controller's own tables, unit by unit, the first of each; "" for nothing."""
    taken = [(one.unit, _taken_told(one)) for one in foreseen.taken]
    asked = [(one.origin.unit, _asked_told(one)) for one in foreseen.asked]
    lists = (("foreseen-taken", taken), ("foreseen-asked", asked))
    lines = (line for code, rows in lists if rows for line in _by_unit(code, rows, max(width, NARROWEST)))
    return "\n".join(lines)


def _taken_told(one: Taken) -> str:
    versions = {"before": _brief(one.before), "after": _brief(one.after)}
    return language.say("foreseen-cell", cell=one.cell, row=one.row, column=one.column, **versions)


def _asked_told(one: Pending) -> str:
    base = one.base.value if one.base is not None else language.say("foreseen-base-unknown")
    versions = {"base": _brief(base), "theirs": _brief(one.theirs.value), "ours": _brief(one.ours.value)}
    place = {"row": one.place.row, "column": header_of(one.place)}
    return language.say(_ASKING[one.kind], **place, **versions)


def _by_unit(code: str, rows: Sequence[tuple[str, str]], width: int) -> Iterator[str]:
    """Give rows under their units: so few of each, and of so few units, that a person can look them over."""
    by_unit = [(unit, [row for _, row in group]) for unit, group in groupby(rows, key=lambda row: row[0])]
    yield language.say(code, count=len(rows))
    for unit, told in by_unit[:_MOST_UNITS]:
        yield f"  {language.shown(unit)}"
        for row in told[:_MOST_ROWS]:
            yield textwrap.fill(row, width, initial_indent="    ", subsequent_indent="      ", break_long_words=False)
        if len(told) > _MOST_ROWS:
            yield "    " + language.say("foreseen-more", count=len(told) - _MOST_ROWS)
    if len(by_unit) > _MOST_UNITS:
        yield language.say("foreseen-more-units", count=len(by_unit) - _MOST_UNITS)


def _brief(value: object) -> str:
    """Return a value on a line with others; of a long text, how it begins."""
    return textwrap.shorten(language.shown(value) or language.say("empty-cell"), _LONGEST_TEXT, placeholder=" …")


def round_as_json(collected: Collected) -> dict[str, object]:
    """Return how far each unit has come, and each file that is not used with the reason, as JSON data."""
    how_far = collected.how_far
    units = (
        {"unit": unit, "status": how_far.status(unit), "conflicts": how_far.to_choose.get(unit, 0)}
        | ({} if (held := how_far.held.newest.get(unit)) is None else held._asdict())
        | ({"remark": remark} if (remark := how_far.remark(unit)) else {})
        for unit in how_far.units
    )
    return {"units": list(units), "unused": [unused._asdict() for unused in collected.unused]}
