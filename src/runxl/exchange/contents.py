"""What stands in a table by row id and column: so mailed workbooks are compared, wherever their cells are."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from runxl.grid import EMPTY, Address, Content

if TYPE_CHECKING:
    from collections.abc import Mapping


class RowContents(NamedTuple):
    """One row that holds something: its sheet row, and what stands in it by column key, blank cells left out."""

    number: int
    cells: Mapping[str, Content]

    def content(self, key: str) -> Content:
        """Return what stands under a column; EMPTY where nothing does."""
        return self.cells.get(key, EMPTY)

    @property
    def id(self) -> str:
        """The row's id as it is compared, without spaces around it; "" where it has none."""
        value = self.content("id").value
        return "" if value is None else str(value).strip()


class Contents(NamedTuple):
    """One table of one workbook: its Excel name, its sheet, the sheet columns by column key, and its rows."""

    table: str
    sheet: str
    columns: Mapping[str, int]
    rows: tuple[RowContents, ...]

    def cell(self, row: RowContents, key: str) -> Address:
        """Return where a row's cell of a column stands."""
        return Address(self.sheet, row.number, self.columns[key])

    def by_id(self) -> dict[str, RowContents]:
        """Return the rows by their id; of rows with the same id, the first."""
        found: dict[str, RowContents] = {}
        for row in self.rows:
            if row.id:
                found.setdefault(row.id, row)
        return found
