"""A small report in which nothing is wrong, and the same with something else in its cells."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeAlias

import runxl
from runxl.grid import CellError, Content, Edit, Plan
from runxl.grid.address import cell_at
from runxl.templates.shipped import template

if TYPE_CHECKING:
    from collections.abc import Mapping

    from runxl.hosts.package import PackageBook

Typed: TypeAlias = str | int | float | bool | CellError | Content | None


def row(sheet: str, number: int, columns: str, *values: Typed) -> dict[str, Typed]:
    """Return a row's values by cell; `columns` holds one letter for each."""
    return {f"{sheet}!{column}{number}": value for column, value in zip(columns, values, strict=True)}


# F is the actual, G the budget, J the full-year forecast, K the full-year budget; the sums are formulas
REPORT: Mapping[str, Typed] = {
    "Inställningar!D6": "2026-04",
    **row("Resultat", 6, "FGJK", 100, 100, 300, 300),
    **row("Resultat", 7, "FGJK", 20, 20, 60, 60),
    **row("Resultat", 9, "FGJK", -60, -60, -180, -180),
    **row("Resultat", 10, "FGJK", -20, -20, -60, -60),
    **row("Resultat", 11, "FGJK", -38, -38, -114, -114),
    **row("Resultat", 13, "FGJK", -2, -2, -6, -6),
    **row("Rader", 5, "BCDEFGJK", "t_int", "teater", "Biljetter", "intäkt", 700, 700, 2100, 2100),
    **row("Rader", 6, "BCDEFGJK", "t_kost", "teater", "Drift", "kostnad", -700, -700, -2100, -2100),
    **row("Verksamheter", 5, "BCDE", "teater", "Teatern", "verksamhet", "summa"),
    **row("Verksamheter", 6, "BCD", "summa", "Summa", "summa"),
    **row("Översikt", 19, "BC", "samhalle", "Samhälle"),
    **row("Målbedömning", 8, "BCD", "M1", "samhalle", "Fler resor"),
    **row("Mått", 5, "BCEFIR", "1", "M1", "styrmått", "Nöjda resenärer", "80 %", 82),
    **row("Kontroller", 5, "BCDEFG", "K1", "Intäkter", "Resultat!F5", "120", 0, "mnkr"),
    **row("Historik", 4, "BCDEF", "h1", "2025-04", "mått", "1", 78),
}


@cache
def report() -> bytes:
    """Return the report as a file, filled by a run."""
    book = runxl.open(template("delarsrapport"))
    book.apply(_plan(REPORT))
    book.apply(runxl.commands.run(book.read()).plan)
    return _file(book)


@cache
def blank() -> bytes:
    """Return the template in which nobody has typed anything."""
    return template("delarsrapport").read_bytes()


def edited(cells: Mapping[str, Typed]) -> bytes:
    """Return the report with other contents in some cells, as a person leaves them behind; None empties a cell."""
    with TemporaryDirectory() as folder:
        file = Path(folder, "rapport.xlsx")
        file.write_bytes(report())
        book = runxl.open(file)
        book.apply(_plan(cells))
        return _file(book)


def _plan(cells: Mapping[str, Typed]) -> Plan:
    return Plan(tuple(Edit(cell_at(*cell.split("!")), _content(value)) for cell, value in cells.items()))


def _content(value: Typed) -> Content:
    if isinstance(value, Content):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return Content(Decimal(repr(value)))
    return Content(value)


def _file(book: PackageBook) -> bytes:
    with TemporaryDirectory() as folder:
        file = Path(folder, "rapport.xlsx")
        book.save(file)
        return file.read_bytes()
