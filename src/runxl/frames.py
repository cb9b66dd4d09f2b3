"""Every table of a workbook as a pandas DataFrame, for those who go on in Python."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from runxl.layout import TABLES, Column, Kind, TableLayout
from runxl.sheets.workbook import read_workbook

if TYPE_CHECKING:
    import pandas as pd

    from runxl.hosts import Book
    from runxl.sheets.table import Rows

_FLOATS = frozenset({Kind.AMOUNT, Kind.SHARE, Kind.NUMBER})
_TEXTS = frozenset({Kind.ID, Kind.TEXT, Kind.CHOICE})
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001  (a workbook's dates have no zone)


def frames(book: Book) -> dict[str, pd.DataFrame]:
    """Return the workbook's tables by their Excel name, blank rows left out.

    Columns are named by their headers and `Id` is the index. Amounts, shares and counts are float64 with NaN where
    they are unknown, texts are pandas strings, dates datetime64; a column that may hold text or number is object.
    `attrs` holds `table`, `sheet`, and `units`: tkr, mnkr or `fraction` by header.

    Raises WorkbookError where the workbook is none of ours.
    """
    snapshot = book.read()
    ours = read_workbook(snapshot)
    return {
        layout.name: _frame(ours.tables[layout.name], ours.unit(layout), date1904=snapshot.date1904)
        for layout in TABLES
        if layout.name in ours.tables
    }


def _frame(rows: Rows, unit: str, *, date1904: bool) -> pd.DataFrame:
    import pandas as pd

    columns = [column for column in rows.layout.columns if column.key in rows.columns]
    frame = pd.DataFrame({column.header: _series(rows, column, date1904=date1904) for column in columns})
    frame.attrs = {"table": rows.layout.name, "sheet": rows.table.sheet, "units": _units(rows.layout, columns, unit)}
    id_header = rows.layout.header("id")
    return frame.set_index(id_header) if id_header in frame.columns else frame


def _series(rows: Rows, column: Column, *, date1904: bool) -> pd.Series:
    import pandas as pd

    found = [row.values[column.key] for row in rows]  # noqa: PD011  (a row of ours, not a frame)
    if column.kind in _FLOATS:
        return pd.Series([float(v) if isinstance(v, Decimal) else None for v in found], dtype="float64")
    if column.kind in _TEXTS:
        return pd.Series([v if v != "" else None for v in found], dtype="string")
    if column.kind is Kind.DATE:
        epoch = _EPOCH_1904 if date1904 else _EPOCH
        days = [epoch + timedelta(days=float(v)) if isinstance(v, Decimal) else None for v in found]
        return pd.Series(days, dtype="datetime64[ns]")
    return pd.Series([float(v) if isinstance(v, Decimal) else v for v in found], dtype="object")


def _units(layout: TableLayout, columns: list[Column], unit: str) -> dict[str, str]:
    units = {column.header: unit for column in columns if column.kind is Kind.AMOUNT and layout.unit_setting}
    units.update({column.header: "fraction" for column in columns if column.kind is Kind.SHARE})
    return units
