"""Workbooks that LibreOffice itself has opened, edited and saved are read like those that were sent."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from runxl.calc.unomodule import file_url, property_values, uno
from runxl.exchange.identity import Identified, identified
from runxl.exchange.reading import contents_of
from runxl.exchange.structure import structure_of
from runxl.hosts.package import PackageBook
from runxl.layout import LINES, MEASURES, TABLES_OF, TEMPLATE_UNIT
from tests.exchange.mailed import as_sent, read, this_round
from tests.office import running_office

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from runxl.exchange.archive import Sent
    from runxl.exchange.contents import Contents
    from runxl.exchange.returned import Returned
    from runxl.grid import Content

IDS = ["teater-bidrag", "teater-hyra", "teater-lon"]
ACTUALS = [Decimal(900), Decimal("-412.5"), Decimal(-300)]


def saved(folder: Path, edit: Callable[[Any], None]) -> bytes:
    """Return the workbook as LibreOffice saves it after an edit of its document."""
    source, target = folder / "skickad.xlsx", folder / "svar.xlsx"
    source.write_bytes(as_sent())
    hidden = property_values({"Hidden": True})
    document = running_office().desktop.loadComponentFromURL(file_url(str(source)), "_blank", 0, hidden)
    for sheet in document.Sheets:
        sheet.unprotect("")
    edit(document)
    document.storeToURL(file_url(str(target)), property_values({"FilterName": "Calc MS Excel 2007 XML"}))
    document.close(True)  # noqa: FBT003  (UNO takes it by place only)
    return target.read_bytes()


def lines(returned: Returned) -> dict[str, object]:
    return {row.id: row.content("actual").value for row in returned.tables[LINES.name].rows}


def sheet_of(document: Any, name: str) -> Any:  # noqa: ANN401  (UNO has no types)
    return document.Sheets.getByName(name)


def sort_rows(document: Any) -> None:  # noqa: ANN401  (UNO has no types)
    field = uno().createUnoStruct("com.sun.star.table.TableSortField")
    field.Field, field.IsAscending = 0, False
    fields = uno().Any("[]com.sun.star.table.TableSortField", (field,))
    body = sheet_of(document, "Rader").getCellRangeByName("B5:Q7")
    uno().invoke(body, "sort", (property_values({"SortFields": fields, "ContainsHeader": False}),))


def insert_row(document: Any) -> None:  # noqa: ANN401  (UNO has no types)
    sheet_of(document, "Rader").Rows.insertByIndex(5, 1)


def insert_column(document: Any) -> None:  # noqa: ANN401  (UNO has no types)
    sheet_of(document, "Rader").Columns.insertByIndex(4, 1)


def delete_column(document: Any) -> None:  # noqa: ANN401  (UNO has no types)
    sheet_of(document, "Rader").Columns.removeByIndex(14, 1)


def rename_sheet(document: Any) -> None:  # noqa: ANN401  (UNO has no types)
    sheet_of(document, "Rader").Name = "Våra siffror"


def delete_identity(document: Any) -> None:  # noqa: ANN401  (UNO has no types)
    document.Sheets.removeByName("_runxl")


def hide_rows(document: Any) -> None:  # noqa: ANN401  (UNO has no types)
    sheet_of(document, "Rader").Rows.getByIndex(5).IsVisible = False


def filter_rows(document: Any) -> None:  # noqa: ANN401  (UNO has no types)
    area = sheet_of(document, "Rader").getCellRangeByName("B4:Q7")
    filters = area.createFilterDescriptor(True)  # noqa: FBT003  (UNO takes it by place only)
    condition = uno().createUnoStruct("com.sun.star.sheet.TableFilterField")
    condition.Field, condition.IsNumeric, condition.StringValue = 3, False, "intäkt"
    filters.setFilterFields((condition,))
    area.filter(filters)


def touch_nothing(_document: Any) -> None:  # noqa: ANN401  (UNO has no types)
    """Save as it is."""


@pytest.mark.parametrize(
    "edit",
    [
        touch_nothing, sort_rows, insert_row, insert_column, delete_column, rename_sheet, delete_identity, hide_rows,
        filter_rows,
    ],
)  # fmt: skip
def test_what_libreoffice_did_to_a_sheet_changes_no_row(tmp_path: Path, edit: Callable[[Any], None]) -> None:
    returned = read(saved(tmp_path, edit))
    assert lines(returned) == dict(zip(IDS, ACTUALS, strict=True))
    rows = {row.id: filled(row.cells) for row in returned.tables[MEASURES.name].rows}
    assert rows == {row.id: filled(row.cells) for row in read(as_sent()).tables[MEASURES.name].rows}
    found = identified(returned, this_round(), tables_of)
    assert isinstance(found, Identified)
    assert found.unit == "teater"


def filled(cells: Mapping[str, Content]) -> dict[str, object]:
    return {key: content.value for key, content in cells.items() if content.value != ""}


def tables_of(_sent: Sent) -> Mapping[str, Contents]:
    return contents_of(PackageBook(as_sent(), Path("bok.xlsx")).read(), TABLES_OF[TEMPLATE_UNIT])


def test_a_pasted_column_and_a_typed_over_formula_are_seen_as_they_were_left(tmp_path: Path) -> None:
    def paste(document: Any) -> None:  # noqa: ANN401  (UNO has no types)
        sheet = sheet_of(document, "Rader")
        sheet.getCellRangeByName("F5:F7").setDataArray(((1.0,), (2.0,), (3.0,)))
        sheet.getCellRangeByName("H5").Value = 77

    returned = read(saved(tmp_path, paste))
    assert lines(returned) == dict(zip(IDS, (1, 2, 3), strict=True))
    rows = returned.tables[LINES.name].rows
    assert [row.content("variance").value for row in rows] == [77, None, None]


def test_saving_sorting_and_inserting_leave_the_digest_of_the_structure(tmp_path: Path) -> None:
    before = structure_of(PackageBook(as_sent(), Path("bok.xlsx")).read())
    for edit in (touch_nothing, sort_rows, insert_column):
        assert structure_of(PackageBook(saved(tmp_path, edit), Path("bok.xlsx")).read()) == before, edit.__name__
