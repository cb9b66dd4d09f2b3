"""Tables as a reader gives them, as small as a test's subject: rows as dicts from the top of a sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runxl.exchange.contents import Contents, RowContents
from runxl.grid import EMPTY
from tests.workbooks import FIRST_ROW, content

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from runxl.layout import TableLayout


def table(layout: TableLayout, rows: Iterable[Mapping[str, object]], *, without: Iterable[str] = ()) -> Contents:
    """Return a table with these rows from row 5 on, its columns but those left out side by side from A."""
    keys = [column.key for column in layout.columns if column.key not in set(without)]
    columns = {key: place for place, key in enumerate(keys, start=1)}
    found = (
        RowContents(number, {key: content(value) for key, value in row.items() if content(value) != EMPTY})
        for number, row in enumerate(rows, start=FIRST_ROW)
    )
    return Contents(layout.name, layout.sheet, columns, tuple(row for row in found if row.cells))
