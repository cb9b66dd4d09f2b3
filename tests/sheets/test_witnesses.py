"""Two witnesses for every number: what Python computes and what a spreadsheet makes of the formula beside it."""

from __future__ import annotations

from decimal import Decimal
from math import floor, log10
from typing import TYPE_CHECKING, NamedTuple

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.table import Table, TableColumn

from runxl import commands
from runxl.domain.line import CostSign
from runxl.layout import (
    ACTIONS,
    APPROPRIATION,
    CHECKS,
    GOALS,
    HISTORY,
    LINES,
    MEASURES,
    PERSPECTIVES,
    RESULT,
    UNITS,
    words,
)
from tests.reports import appropriation_rows, result_rows
from tests.workbooks import filled, workbook

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from runxl.grid import Snapshot, Value
    from runxl.layout import TableLayout
    from tests.libreoffice import LibreOffice
    from tests.workbooks import Row

COUNTED_KINDS = ("alla", "styrmått och kontrollmått", "styrmått")


class Choice(NamedTuple):
    """What a controller may have chosen that changes what formulas say."""

    costs: str
    policy: str
    kinds: str

    def __str__(self) -> str:
        return "-".join(self).replace(" ", "_")


CHOICES = [
    Choice(costs, policy, kinds)
    for costs in words.COST_SIGN.values()
    for policy in words.POLICY.values()
    for kinds in COUNTED_KINDS
]


def with_previous(rows: list[Row]) -> list[Row]:
    """Return rows of Resultat with a previous forecast and a previous year, one of them unknown."""
    added = [
        dict(row, previous_forecast=17 * number - 40, previous_year=None if number == 3 else 9 - number)
        for number, row in enumerate(rows)
    ]
    return list(added)


def amounts(actual: object, budget: object, forecast: object, year: object, previous: object = None) -> Row:
    return {
        "actual": actual,
        "budget": budget,
        "full_year_forecast": forecast,
        "full_year_budget": year,
        "previous_forecast": previous,
    }


def line(id_: str, unit: str, type_: str, *numbers: object) -> Row:
    return {"id": id_, "unit": unit, "type": type_, **amounts(*numbers)}


def unit(id_: str, parent: str | None, *numbers: object) -> Row:
    return {"id": id_, "type": "verksamhet" if numbers or parent == "kultur" else "summa", "parent": parent} | (
        dict(amounts(*numbers)) if numbers else {}
    )


def measure(id_: str, goal: str, kind: str, target: str, **columns: object) -> Row:
    return {"id": id_, "goal": goal, "kind": kind, "measure": id_, "target": target, **columns}


ROWS: Mapping[TableLayout, list[Row]] = {
    RESULT: with_previous(result_rows(printed=False)),
    LINES: [
        line("L1", "museum", "intäkt", 5000.1, 4900.2, 15000.25, 15000, 14000),
        line("L2", "Museum", "kostnad", -3000.3, -3000.1, -9000, -9000.5, -9100),
        line("L3", "musik", "intäkt", 0.1, 0.2, 0.3, 0, 0),
        line("L4", "musik", "kostnad", -0.2, 0, -0.6, -0.7, None),
        line("L5", "bibliotek", "kostnad", -54.1, -54, None, -162, -162),
    ],
    UNITS: [
        unit("museum", "kultur"),
        unit("allt", None),
        unit("trafik", "allt", 1234.56, 1234.55, 3700, 3700, 3600),
        unit("musik", "kultur"),
        unit("kultur", "allt"),
        unit("stab", "allt", 0, 0, 1, 0, 0),
        unit("bibliotek", None, 1, 1, 1, 1, 1),
    ],
    APPROPRIATION: [*appropriation_rows(printed=False), {"id": "tomt", "type": "anslag", "decided": 4}],
    PERSPECTIVES: [{"id": "samhalle", "label": "Samhälle"}, {"id": "ekonomi", "label": "Ekonomi"}],
    GOALS: [
        {"id": "G1", "perspective": "samhalle", "goal": "Ett"},
        {"id": "G2", "perspective": "Samhalle", "goal": "Två", "own": "◐ Delvis uppnått", "reason": "Så är det"},
        {"id": "G3", "perspective": "ekonomi", "goal": "Tre", "own": "delvis uppnått", "own_year_end": "uppnått"},
        {
            "id": "G4",
            "perspective": "ekonomi",
            "goal": "Fyra",
            "own": " ● Uppnått ",
            "own_year_end": "svårt att bedöma",
        },
        {"id": "G5", "perspective": "ekonomi", "goal": "Fem", "own": "kanske", "own_year_end": "? Svårt att bedöma"},
        {"id": "G6", "perspective": "borta", "goal": "Sex"},
    ],
    MEASURES: [
        measure("M1", "G1", "styrmått", "80 %", outcome=81, weight=3),
        measure("M2", "g1", "kontrollmått", "80 %", outcome=40),
        measure("M3", "G1", "aktivitet", "Plan antagen", status="påbörjad", weight=0.5),
        measure("M4", "G2", "styrmått", "15", outcome=14),
        measure("M5", "G2", "styrmått", "15", outcome=2, weight=0),
        measure("M6", "G2", "aktivitet", "Plan antagen", status="klar"),
        measure("M7", "G3", "aktivitet", "Plan antagen", status="försenad", weight=2),
        measure("M8", "g3", "kontrollmått", "högst 5", outcome=4, weight=1),
        measure("M9", "G4", "styrmått", "Öka"),
        measure("M10", "G5", "styrmått", "10", outcome=10, weight=1),
        measure("M11", "G5", "styrmått", "10", outcome=10, weight=1),
        measure("M12", "G5", "styrmått", "10", outcome=1, weight=1),
    ],
    HISTORY: [{"id": "H1", "period": "2019-04", "kind": "mått", "key": "M1", "value": 70}],
    ACTIONS: [{"id": "Å1", "concerns": "museum", "cause": "Resor"}],
    CHECKS: [
        {"id": "K1", "left": "tblResultat[resultat;Utfall]", "right": 4, "unit": "mnkr"},
        {"id": "K2", "left": "SUM(Resultat!E5:E9;Verksamheter!E5)", "right": "2", "tolerance": 1000, "unit": "tkr"},
        {"id": "K3", "left": "-AVRUNDA(100/Verksamheter!E5;3)*2-(3-1)-1", "right": "0,1+0,2", "unit": "mnkr"},
        {"id": "K4", "left": "Rader!I9", "right": 1},
        {"id": "K5", "left": "1/0", "right": 1},
        {"id": "K6", "left": "ABS(tblAnslag[Summa;utbetalt]-54)", "right": 0.1},
        {"id": "K7", "left": "54,1-54", "right": 0.1, "tolerance": 0},
        {"id": "K8", "left": "nonsens", "right": 0},
        {"id": "K9", "left": "12/4/3-2*-3", "right": 7},
    ],
}
COSTS = frozenset({"kostnad", "avskrivning"})
SIGNED = ("actual", "budget", "full_year_forecast", "full_year_budget", "previous_forecast", "previous_year")


def rich(choice: Choice) -> Snapshot:
    """Return a workbook in which everything that has a formula occurs, filled."""
    rows = {layout: [in_sign(row, choice.costs) for row in body] for layout, body in ROWS.items()}
    settings = {"kostnader": choice.costs, "sammanvagning": choice.policy, "slag_i_bedomning": choice.kinds}
    return filled(workbook(rows, **settings), commands.run)


def in_sign(row: Row, costs: str) -> Row:
    """Return a row with its costs as the workbook writes them."""
    if costs == words.COST_SIGN[CostSign.NEGATIVE] or row.get("type") not in COSTS:
        return row
    return {key: -value if key in SIGNED and isinstance(value, int | float) else value for key, value in row.items()}


def write(book: Snapshot, path: Path) -> None:
    """Write a workbook with its formulas and without the values that we found for them."""
    target = Workbook()
    target.remove(target.worksheets[0])
    for sheet in book.sheets.values():
        page = target.create_sheet(sheet.name)
        for (row, column), content in sheet.cells.items():
            cell = page.cell(row, column, f"={content.formula}" if content.formula else plain(content.value))
            if content.formula is None and isinstance(content.value, str):
                cell.data_type = "s"
    for table in book.tables.values():
        made = Table(displayName=table.name, ref=table.block.a1)
        first, _, last, _ = range_boundaries(made.ref)
        made.tableColumns = [
            TableColumn(id=number, name=header)
            for number, header in enumerate(table.headers[: (last or 0) - (first or 0) + 1], start=1)
        ]
        made.autoFilter = None
        target[table.sheet].add_table(made)
    target.save(path)


def plain(value: Value) -> bool | float | str | None:
    """Return a value as openpyxl takes it."""
    if isinstance(value, Decimal):
        return float(value)
    return value if value is None or isinstance(value, bool | str) else str(value)


@pytest.fixture(scope="module")
def recalculated(libreoffice: LibreOffice, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return, by choice, the rich workbook as LibreOffice computes it: all in one start, which takes seconds."""
    folder = tmp_path_factory.mktemp("witnesses")
    files = [folder / f"{choice}.xlsx" for choice in CHOICES]
    for choice, file in zip(CHOICES, files, strict=True):
        write(rich(choice), file)
    theirs = libreoffice.convert(files, "xlsx", folder / "theirs")
    return {str(choice): file for choice, file in zip(CHOICES, theirs, strict=True)}


def disagreements(book: Snapshot, theirs: Path) -> Iterator[tuple[str, str, object, object]]:
    """Give the cells whose formulas come to something else than the value that Python found."""
    computed = load_workbook(theirs, data_only=True)
    for place, content in book.formulas():
        ours, other = plain(content.value), computed[place.sheet].cell(place.row, place.column).value
        if not agree(ours, other, largest(book, place.sheet)):
            yield str(place), str(content.formula), ours, other


def largest(book: Snapshot, sheet: str) -> float:
    """Return the size of the largest number on a sheet."""
    values = (content.value for content in book.sheets[sheet].cells.values())
    return max((float(abs(value)) for value in values if isinstance(value, Decimal)), default=1.0)


def agree(ours: object, other: object, largest_term: float) -> bool:
    """Tell whether two values agree, numbers at 15 digits; an empty text is read back as nothing."""
    if isinstance(ours, int | float) and isinstance(other, int | float):
        return abs(ours - other) <= 10.0 ** (floor(log10(max(largest_term, 1))) + 1 - 15)
    return (None if ours == "" else ours) == (None if other == "" else other)


@pytest.mark.parametrize("choice", CHOICES, ids=str)
def test_libreoffice_computes_what_python_does(choice: Choice, recalculated: dict[str, Path]) -> None:
    assert list(disagreements(rich(choice), recalculated[str(choice)])) == []


def test_the_rich_workbook_has_every_formula_of_every_table() -> None:
    book = rich(CHOICES[0])
    with_formulas = {(place.sheet, place.column) for place, _ in book.formulas()}
    assert len(list(book.formulas())) > 350
    assert {sheet for sheet, _ in with_formulas} >= {
        layout.sheet for layout in (RESULT, LINES, UNITS, APPROPRIATION, GOALS, PERSPECTIVES, CHECKS)
    }


def test_each_choice_changes_some_formula() -> None:
    formulas = {choice: frozenset(content.formula for _, content in rich(choice).formulas()) for choice in CHOICES}
    assert len(set(formulas.values())) == len(CHOICES)


def test_a_wrong_value_is_a_disagreement() -> None:
    assert not agree(2.0, 1.0, 100)
    assert not agree(0.1, 0.2, 100)
    assert not agree("", 0, 100)
    assert agree(0.1, 54.1 - 54.0, 54.1)
