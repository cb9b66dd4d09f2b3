"""Why a number is what it is, as lines for a person and as data for a script."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from runxl import language
from runxl.compute.understood import amount_words
from runxl.domain.amount import rounded
from runxl.exchange.why import WRITTEN_WITH, Trace, Why
from runxl.exchange.why_logged import logged_told, value_told
from runxl.grid import CellError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runxl.exchange.why import Waiting
    from runxl.grid import Value

_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_DIGITS = re.compile(r"[0#?]")
_NO_NUMBER = re.compile("[a-zA-Z/]")


def told(why: Why) -> str:
    """Return the answer as text, what a number is made of indented below it."""
    return "\n".join(_lines(why))


def brief(why: Why, most: int) -> str:
    """Return the answer without the formula's text, cut after whole lines to at most so many characters.

    A formula can be read in the cell itself by whoever asks in an open workbook.
    """
    lines = [line for line in _lines(why) if not line.startswith(language.say("origin-formula-text", formula="="))]
    more = language.say("origin-more")
    kept = ""
    for line in lines:
        if len(kept) + len(line) + len(more) + 1 > most:
            return kept + more
        kept += f"{line}\n"
    return kept.rstrip("\n")


def _lines(why: Why) -> Iterator[str]:
    yield _cell(why, "origin-cell", "origin-cell-in-table")
    yield from _about(why)
    if why.content.formula is not None:
        yield language.say("origin-formula-text", formula=f"={why.content.formula}")
    yield from _made_of(why, 0)
    yield from _rounding(why)


def _cell(why: Why, bare: str, in_table: str) -> str:
    """Return a cell and what it shows, by the sentence for one outside all tables or the one for one within."""
    value = _amount(why, why.value)
    if why.place is None or not why.place.label:
        return language.say(bare, cell=why.cell, value=value)
    return language.say(in_table, cell=why.cell, value=value, label=why.place.label, column=why.place.column)


def _about(why: Why) -> Iterator[str]:
    """Give what Logg, Konflikter and the cell's note tell of the cell itself."""
    yield from map(logged_told, why.history)
    if why.typed_over:
        yield language.say("origin-typed-over")
    if why.trace is Trace.EDITED:
        after, now = (_amount(why, value) for value in (why.history[-1].after, why.value))
        yield language.say("origin-edited", after=after, now=now)
    if why.trace is Trace.UNLOGGED and _is_typed(why):
        yield language.say("origin-unlogged")
    if why.trace is Trace.WRITTEN and why.content.value not in (None, ""):
        yield _written(why)
    if why.note:
        yield language.say("origin-note", note=why.note)
    if why.waiting is not None:
        yield _waiting(why, why.waiting)


def _written(why: Why) -> str:
    """Return which buttons fill the column in."""
    labels = WRITTEN_WITH["" if why.place is None else why.place.table]
    buttons = language.say("origin-or").join(map(language.say, labels))
    return language.say("origin-written", buttons=buttons) if buttons else language.say("origin-written-always")


def _is_typed(why: Why) -> bool:
    return why.content.formula is None and why.content.value not in (None, "")


def _waiting(why: Why, waiting: Waiting) -> str:
    stood = {key: _amount(why, getattr(waiting, key)) for key in ("base", "theirs", "ours")}
    return language.say("origin-waiting", **stood, file=waiting.file or "–", choice=waiting.choice or "–")


def _made_of(why: Why, depth: int) -> Iterator[str]:
    """Give how a number is made, and each cell that it is made of with what is known of that one."""
    if why.made is None:
        return
    margin = "  " * depth
    if why.parts or why.made.blocks:
        yield margin + _how(why)
    for coefficient, part in why.parts:
        yield f"{margin}  {_sign(coefficient)}{_cell(part, 'origin-part', 'origin-part-in-table')}"
        if part.history or part.waiting or part.typed_over or part.note:
            yield from (f"{margin}    {line}" for line in _about(part))
        yield from _made_of(part, depth + 2)
    yield from (f"{margin}  {block}" for block in why.made.blocks)
    if why.parts and why.left_out:
        yield f"{margin}  {language.say('origin-left-out', count=why.left_out)}"
    if why.made.promise is not None and (not depth or why.made.promise.difference):
        promise, unit = why.made.promise, why.unit
        parts = {"computed": promise.computed, "difference": abs(promise.difference), "tolerance": promise.tolerance}
        yield margin + language.say(f"origin-promise-{promise.verdict.value}", unit=unit, **parts)


def _how(why: Why) -> str:
    how = "formula" if why.made is None else why.made.how
    if how not in ("difference", "share"):
        return language.say(f"origin-{how}")
    columns = [part.place.column if part.place else str(part.cell) for _, part in why.parts]
    first, second = reversed(columns) if why.parts[0][0] == -1 else columns
    return language.say(f"origin-{how}", first=first, second=second)


def _sign(coefficient: Decimal | None) -> str:
    """Return what stands before a part: `minus`, or a factor; a part that is added has nothing before it."""
    if coefficient is None or coefficient == 1:
        return ""
    return language.say("origin-minus") if coefficient == -1 else f"{language.shown(coefficient)} × "


def _rounding(why: Why) -> Iterator[str]:
    """Give how the number is rounded where it is shown, and where it is compared with another unit's."""
    exact = why.content.value
    shown = shown_by(exact, why.number_format) if isinstance(exact, Decimal) else None
    if isinstance(exact, Decimal) and shown is not None and shown.value != exact:
        words = {"shown": _as_shown(shown), "exact": _as_shown(shown._replace(value=exact))}
        yield language.say("origin-rounded", count=shown.decimals, **words)
    if why.across is not None:
        relation, examined = why.across
        parts = {"cell": relation.cell, "stated": relation.stated.value, "computed": examined.computed}
        parts |= {"difference": abs(examined.difference), "tolerance": examined.tolerance, "unit": relation.unit}
        if examined.verdict.value == "exact":
            yield language.say("origin-across-exact", **parts, count=relation.precision or 0)
        else:
            yield language.say(f"across-units-{examined.verdict.value}", **parts)


class Shown(NamedTuple):
    """A number as its cell shows it: rounded to so many decimals, perhaps in per cent."""

    value: Decimal
    decimals: int
    per_cent: bool


def shown_by(value: Decimal, number_format: str) -> Shown | None:
    r"""Return a number as a format shows it; None where the format shows all of it, or a date.

    >>> shown_by(Decimal("1977.6"), '#,##0;"−"#,##0')
    Shown(value=Decimal('1978'), decimals=0, per_cent=False)
    >>> shown_by(Decimal("0.0254"), r"0.0\ %").value, shown_by(Decimal(1), "General")
    (Decimal('0.025'), None)
    """
    plain = _LITERAL.sub("", number_format.split(";", maxsplit=1)[0])
    if not _DIGITS.search(plain) or _NO_NUMBER.search(plain):
        return None
    decimals, per_cent = len(_DIGITS.findall(plain.partition(".")[2])), "%" in plain
    return Shown(rounded(value, decimals + 2 * per_cent), decimals, per_cent)


def _as_shown(shown: Shown) -> object:
    return amount_words(shown.value * 100, "%") if shown.per_cent else shown.value


def _amount(why: Why, value: Value) -> str:
    """Return a value as text: an amount in full with its unit, a share as its cell shows it."""
    if isinstance(value, Decimal):
        shown = shown_by(value, why.number_format)
        if shown is not None and shown.per_cent:
            return language.shown(_as_shown(shown))
        return language.shown(amount_words(value, why.unit))
    return value_told(value)


def as_json(file: str, why: Why) -> dict[str, object]:
    """Return the answer as JSON data; amounts are decimal strings, what is missing is null."""
    return {"file": file, "command": "why", **_as_json(why), "text": told(why).split("\n")}


def _as_json(why: Why) -> dict[str, object]:
    return {
        "cell": str(why.cell),
        "value": _plain(why.value),
        "formula": None if why.content.formula is None else f"={why.content.formula}",
        "table": None if why.place is None else why.place.table,
        "row": None if why.place is None else why.place.row,
        "column": None if why.place is None else why.place.column,
        "unit": why.unit or None,
        "trace": why.trace.value,
        "history": [
            {key: _plain(value) for key, value in row._asdict().items() if key != "place"} for row in why.history
        ],
        "waiting": None if why.waiting is None else {key: _plain(one) for key, one in why.waiting._asdict().items()},
        "typed_over": why.typed_over,
        "note": why.note or None,
        "made": None if why.made is None else why.made.how,
        "parts": [{"coefficient": _plain(coefficient), **_as_json(part)} for coefficient, part in why.parts],
        "left_out": why.left_out,
    }


def _plain(value: Value) -> object:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.code if isinstance(value, CellError) else value
