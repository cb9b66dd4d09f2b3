"""A round to measure on: a master sent by our own code, and workbooks that come back filled in."""

from __future__ import annotations

import os
from datetime import datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bench.tables import seeded
from runxl.commands.send import carry_out, post_of, prepared
from runxl.grid import Address, Content, Edit, Plan, Resize
from runxl.hosts.opening import open_book
from runxl.hosts.package import PackageBook
from runxl.layout import ACTIONS, GOALS, LINES, MEASURES, PERSPECTIVES, RECIPIENTS, TEMPLATE_UNIT, UNITS
from runxl.sheets.workbook import identity_edits
from runxl.templates.shipped import template

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from runxl.grid import Snapshot
    from runxl.layout import TableLayout

    Row = Mapping[str, object]

_GOALS = 11
_DEADLINE = 46_295
FIRST_ANSWER = datetime(2026, 9, 1, 8, 0).astimezone().timestamp()
SECONDS_BETWEEN = 60


class Shape(NamedTuple):
    """How many units, how many rows each has in the three tables that it fills in, and how many files come back."""

    units: int
    lines: int
    others: int
    files: int


def send_round(folder: Path, shape: Shape) -> Path:
    """Make a master in a folder, send its round, and return where it lies."""
    master = folder / "delar.xlsx"
    book = open_book(template("delarsrapport"))
    plan = _rows_plan(book.read(), _master_rows(shape))
    book.apply(plan.then(Plan(identity_edits(book.read(), workbook_id="bench"))))
    book.save(master)
    book = open_book(master)
    post = post_of(master, None, template(TEMPLATE_UNIT), datetime(2026, 8, 25, 9, 0).astimezone())
    sending = prepared(book.read(), post)
    if not sending.made:
        raise ValueError(sending.outcome)
    carry_out(sending, post)
    book.apply(sending.outcome.plan)
    book.save(master)
    return master


def answer_round(master: Path, inbox: Path, shape: Shape) -> None:
    """Put filled-in workbooks into a folder: the units take turns, and no two files are alike."""
    inbox.mkdir(exist_ok=True)
    sent = sorted(master.with_name(f"{master.stem}-utskick").glob("*.xlsx"))
    filled: dict[Path, bytes] = {}
    for number in range(shape.files):
        source = sent[number % len(sent)]
        if source not in filled:
            filled[source] = _edited(source.read_bytes(), _answers)
        target = inbox / f"{number:05d}-{source.name}"
        target.write_bytes(_edited(filled[source], partial(_corrections, file=number)))
        when = FIRST_ANSWER + number * SECONDS_BETWEEN
        os.utime(target, (when, when))


def _edited(data: bytes, edits_of: Callable[[Snapshot], Iterator[Edit]]) -> bytes:
    book = PackageBook(data, Path("underlag.xlsx"))
    book.apply(Plan(tuple(edits_of(book.read()))))
    return book.written()


def _rows_plan(snapshot: Snapshot, content: Mapping[TableLayout, Sequence[Row]]) -> Plan:
    edits: list[Edit] = []
    for layout, rows in content.items():
        table = snapshot.tables[layout.name]
        places = {column.key: table.column(column.header) for column in layout.columns}
        for number, row in enumerate(rows, start=table.block.top + 1):
            edits += (Edit(Address(table.sheet, number, places[key]), _content(row[key])) for key in row)
    sizes = {layout.name: max(len(rows), len(snapshot.tables[layout.name].body)) for layout, rows in content.items()}
    resizes = (Resize(name, size) for name, size in sizes.items() if size > len(snapshot.tables[name].body))
    return Plan(tuple(edits), tuple(resizes))


def _content(value: object) -> Content:
    return Content(value if isinstance(value, str) else Decimal(str(value)))


def _master_rows(shape: Shape) -> dict[TableLayout, list[Row]]:
    units = [f"enhet-{number}" for number in range(shape.units)]
    return {
        PERSPECTIVES: [{"id": "p", "label": "Samhälle"}],
        GOALS: [{"id": f"G{number}", "perspective": "p", "goal": f"Mål {number}"} for number in range(_GOALS)],
        UNITS: [{"id": unit, "label": f"Enhet {unit}", "type": "verksamhet"} for unit in units],
        RECIPIENTS: [{"id": unit, "address": f"{unit}@example.org", "deadline": _DEADLINE} for unit in units],
        LINES: [_line(unit, number) for unit in units for number in range(shape.lines)],
        MEASURES: [_measure(unit, number) for unit in units for number in range(shape.others)],
        ACTIONS: [_action(unit, number) for unit in units for number in range(shape.others)],
    }


def _line(unit: str, number: int) -> Row:
    kind, sign = ("kostnad", -1) if number % 2 else ("intäkt", 1)
    budget = {"budget": sign * (1_000 + number), "full_year_budget": sign * (1_500 + number)}
    id_ = f"{unit}-{number}"
    return {
        "id": id_,
        "unit": unit,
        "label": f"Rad {number}",
        "type": kind,
        **budget,
        "previous_forecast": sign * 1_500,
    }


def _measure(unit: str, number: int) -> Row:
    said = {"kind": "styrmått", "measure": f"Mått {number}", "responsible": "EK", "target": "80 %"}
    return {"id": f"{unit}-M{number}", "goal": f"G{number % _GOALS}", "unit": unit, **said}


def _action(unit: str, number: int) -> Row:
    said = {"cause": "Färre besök", "action": f"Åtgärd {number}", "effect": 10 + number, "responsible": "EK"}
    return {"id": f"{unit}-å{number}", "concerns": unit, **said, "due": _DEADLINE + number % 30}


def _answers(snapshot: Snapshot) -> Iterator[Edit]:
    """Give what a unit types in its workbook: every amount and cause, every outcome, how far each action has come."""
    yield from _typed(snapshot, LINES, _line_answers)
    yield from _typed(snapshot, MEASURES, lambda number: {"outcome": 50 + number % 50, "comment": f"{number} svar"})
    yield from _typed(snapshot, ACTIONS, lambda _: {"status": "pågår"})


def _line_answers(number: int) -> Row:
    sign = -1 if number % 2 else 1
    amounts = {"actual": sign * (990 + number % 40), "full_year_forecast": sign * (1_480 + number % 60)}
    return {**amounts, "cause": f"Färre besök än väntat, rad {number}"}


def _corrections(snapshot: Snapshot, file: int) -> Iterator[Edit]:
    """Give what tells one of a unit's files from the next: some amounts are others."""
    chosen = seeded(file).sample(range(5), 3)
    amounts = {number: {"actual": (-1 if number % 2 else 1) * (900 + file % 90)} for number in chosen}
    yield from _typed(snapshot, LINES, lambda number: amounts.get(number, {}))


def _typed(snapshot: Snapshot, layout: TableLayout, row_of: Callable[[int], Row]) -> Iterator[Edit]:
    table = snapshot.tables[layout.name]
    ids = table.column(layout.header("id"))
    for number, row in enumerate(table.body):
        if snapshot.content(Address(table.sheet, row, ids)).value is not None:
            for key, value in row_of(number).items():
                yield Edit(Address(table.sheet, row, table.column(layout.header(key))), _content(value))
