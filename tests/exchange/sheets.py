"""Workbooks shaped as programs export them that know no Excel tables: written by hand, part by part."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape  # noqa: TID251  (writes; nothing is parsed)

from runxl.grid import CellError, column_letters
from runxl.hosts.package import PackageBook
from runxl.layout import IDENTITY_SHEET
from tests.hosts.handmade import CONTENT_TYPES, MAIN, rels, workbook, zipped

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from runxl.grid import Content

STYLES = (
    f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts><cellXfs count="2"><xf numFmtId="0" fontId="0"/>'
    '<xf numFmtId="9" fontId="0"/></cellXfs></styleSheet>'
)
FIRST_ROW = 5


def exported(  # noqa: PLR0913  (each is one thing that such programs do)
    data: bytes,
    *,
    names: Mapping[str, str] | None = None,
    title: str | None = None,
    headers: Callable[[str], str] = str,
    order: Sequence[int] = (),
    inserted: Sequence[int] = (),
    percent: bool = False,
    without_identity: bool = False,
) -> bytes:
    """Return a workbook without tables, every text inline and every formula as its value.

    The sheets get other names, a title in their first row, other headers; the first rows of Rader another order, and
    empty columns before some of its columns.
    """
    sheets = PackageBook(data, Path("bok.xlsx")).read().sheets
    kept = [sheet for sheet in sheets.values() if not (without_identity and sheet.name == IDENTITY_SHEET)]
    parts: dict[str, str | bytes] = {"xl/styles.xml": STYLES}
    for number, sheet in enumerate(kept, start=1):
        cells = dict(sheet.cells)
        if sheet.name == "Rader":
            cells = _moved(cells, order, inserted)
        if title is not None:
            cells = {(row + 1, column): content for (row, column), content in cells.items()}
        parts[f"xl/worksheets/sheet{number}.xml"] = _sheet(cells, title, headers, percent=percent)
    named = "".join(
        f'<sheet name="{escape((names or {}).get(sheet.name, sheet.name))}" sheetId="{number}" r:id="rId{number}"/>'
        for number, sheet in enumerate(kept, start=1)
    )
    related = [(f"rId{number}", "worksheet", f"worksheets/sheet{number}.xml") for number, _ in enumerate(kept, start=1)]
    return zipped(
        {
            "[Content_Types].xml": CONTENT_TYPES,
            "_rels/.rels": rels(("rId1", "officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": workbook(sheets=named),
            "xl/_rels/workbook.xml.rels": rels(*related, ("rId99", "styles", "styles.xml")),
            **parts,
        }
    )


def _moved(
    cells: dict[tuple[int, int], Content], order: Sequence[int], inserted: Sequence[int]
) -> dict[tuple[int, int], Content]:
    rows = {FIRST_ROW + old: FIRST_ROW + new for new, old in enumerate(order)}
    shift = {column: column + sum(place <= column for place in inserted) for column in range(1, 40)}
    return {(rows.get(row, row), shift[column]): content for (row, column), content in cells.items()}


def _sheet(
    cells: Mapping[tuple[int, int], Content], title: str | None, headers: Callable[[str], str], *, percent: bool
) -> str:
    rows: dict[int, list[str]] = {}
    if title is not None:
        rows[1] = [_cell(1, 1, title, "")]
    for (row, column), content in sorted(cells.items(), key=lambda cell: cell[0]):
        value = content.value
        if isinstance(value, str) and row == FIRST_ROW - 1 + (title is not None):
            value = headers(value)
        style = ' s="1"' if percent and row >= FIRST_ROW else ""
        rows.setdefault(row, []).append(_cell(row, column, value, style))
    inside = "".join(f'<row r="{row}">{"".join(found)}</row>' for row, found in sorted(rows.items()))
    return f'<worksheet xmlns="{MAIN}"><sheetData>{inside}</sheetData></worksheet>'


def _cell(row: int, column: int, value: object, style: str) -> str:
    reference = f'r="{column_letters(column)}{row}"{style}'
    if isinstance(value, str | CellError):
        return f'<c {reference} t="inlineStr"><is><t xml:space="preserve">{escape(str(value))}</t></is></c>'
    return f"<c {reference}><v>{value}</v></c>" if value is not None else f"<c {reference}/>"
