"""The report's tables as plain ranges with one number made wrong: what is understood of them still finds the cell."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING

from runxl.commands.check_inferred import check_inferred
from runxl.domain.finding import Severity
from runxl.grid import Address, Content
from tests.corruptions import corrupted
from tests.foreign.sheets import pages
from tests.sheets.test_inferring import APPROPRIATION, RESULT, UNITS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runxl.domain.finding import Finding
    from runxl.grid import Snapshot

BOOK = pages(RESULT, UNITS, APPROPRIATION)
_EVERY = 9


def corruptions() -> Iterator[tuple[Address, Snapshot]]:
    """Give a cell, and the three tables with another number in it."""
    for name, sheet in BOOK.sheets.items():
        for (row, column), content in sheet.cells.items():
            if row == 1 or not isinstance(content.value, Decimal):
                continue
            for wrong in corrupted(content.value):
                cells = {**sheet.cells, (row, column): Content(wrong)}
                yield (
                    Address(name, row, column),
                    replace(BOOK, sheets={**BOOK.sheets, name: replace(sheet, cells=cells)}),
                )


def errors(book: Snapshot) -> list[Finding]:
    return [finding for finding in check_inferred(book).outcome.findings if finding.severity is Severity.ERROR]


def test_the_tables_as_printed_have_no_error() -> None:
    assert errors(BOOK) == []


def test_a_wrong_number_that_shows_is_among_the_suspects_of_every_error() -> None:
    told = [(cell, errors(book)) for cell, book in islice(corruptions(), 0, None, _EVERY)]

    seen = [(cell, found) for cell, found in told if found]
    assert len(seen) > len(told) / 2
    lost = [
        (str(cell), str(finding.cell))
        for cell, found in seen
        for finding in found
        if cell not in {suspect.cell for suspect in finding.suspects}
    ]
    assert lost == []
