"""The tables of a page, so that what a reader sees is what a test tries."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dev import ROOT
from runxl.domain.amount import number_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal
    from pathlib import Path

Row = dict[str, str]


def rows(page: str, *headers: str) -> list[Row]:
    """Return the rows of the table of a page in docs/ that has exactly these headers."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    found = [table for table in _tables(text) if table[0] == list(headers)]
    assert len(found) == 1, f"{page} has {len(found)} tables with the headers {headers}"
    return [dict(zip(headers, cells, strict=True)) for cells in found[0][2:]]


def backticked_in_second_column(page: Path) -> list[str]:
    """Return the names in `this type` that stand in the second column of a page's tables."""
    tables = _tables(page.read_text(encoding="utf-8"))
    return [name for table in tables for cells in table[2:] for name in re.findall(r"`(\w+)`", cells[1])]


def amount(text: str) -> Decimal | None:
    """Return the number in a cell; None for an empty one."""
    number = number_in(text)
    assert not text or number is not None, text
    return number


def known(text: str) -> Decimal:
    """Return the number in a cell that must hold one."""
    number = amount(text)
    assert number is not None
    return number


def _tables(text: str) -> Iterator[list[list[str]]]:
    table: list[list[str]] = []
    for line in [*text.splitlines(), ""]:
        if line.startswith("|"):
            table.append([cell.strip() for cell in line.strip("|").split("|")])
        elif table:
            yield table
            table = []
