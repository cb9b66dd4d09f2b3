"""Workbooks that XlsxWriter and openpyxl write: charts, pictures, notes, controls, conditional formats, formulas."""

from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING, Any, TypeAlias

import openpyxl
import xlsxwriter
from openpyxl.worksheet.formula import DataTableFormula

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

XlsxPart: TypeAlias = Any  # a workbook or a sheet of XlsxWriter, which has no types


def png() -> io.BytesIO:
    """Return a picture of one red point."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0\xff\0\0")
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b""))


def fill(sheet: XlsxPart) -> None:
    """Write what every workbook here begins with: texts, numbers and formulas in A1:F8."""
    for row in range(8):
        sheet.write_string(row, 0, f"rad {row % 3}")
        sheet.write_number(row, 1, row * 1.5)
        sheet.write_number(row, 2, row * row)
        sheet.write_boolean(row, 3, row % 2)
        sheet.write_formula(row, 4, f"=B{row + 1}+C{row + 1}", None, row * 1.5 + row * row)
    sheet.write_formula(8, 4, "=SUM(E1:E8)", None, 182)
    sheet.write_formula(8, 5, '=A1&"!"', None, "rad 0!")


def made(build: Callable[[Any, Any], None]) -> bytes:
    """Return a workbook with two filled sheets, to which `build` adds its own."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    first, second = book.add_worksheet("Blad"), book.add_worksheet("Två ord")
    fill(first)
    fill(second)
    second.write_formula(10, 0, "=SUM(Blad!B:B)*2", None, 84)
    build(book, first)
    book.close()
    return stream.getvalue()


def charts(book: XlsxPart, sheet: XlsxPart) -> None:
    """Add a chart of the first column, and a sheet that is a chart."""
    for place in (sheet, book.add_chartsheet("Diagram")):
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=Blad!$B$1:$B$8"})
        if place is sheet:
            place.insert_chart("H2", chart)
        else:
            place.set_chart(chart)


def pictures(_book: XlsxPart, sheet: XlsxPart) -> None:
    """Add a picture and one behind the header."""
    sheet.insert_image("H2", "p.png", {"image_data": png()})
    sheet.set_header("&L&G", {"image_left": "p.png", "image_data_left": png()})


def text_boxes(_book: XlsxPart, sheet: XlsxPart) -> None:
    """Add text boxes, a merge and row heights."""
    sheet.insert_textbox("H2", "Till nämnden")
    sheet.merge_range("H12:J13", "sammanslagen")
    sheet.set_row(3, 40)


def controls(_book: XlsxPart, sheet: XlsxPart) -> None:
    """Add a button, a check box and notes with their VML."""
    sheet.insert_button("H2", {"macro": "Fyll", "caption": "Fyll"})
    sheet.insert_checkbox("H4", True)  # noqa: FBT003 - a value, not a switch
    sheet.write_comment("B2", "Kontrollera", {"author": "E"})


def sparklines(_book: XlsxPart, sheet: XlsxPart) -> None:
    """Add sparklines and the conditional formats that only an extension holds."""
    sheet.add_sparkline("H1", {"range": "Blad!B1:C1"})
    sheet.conditional_format("B1:B8", {"type": "data_bar", "data_bar_2010": True})
    sheet.conditional_format("C1:C8", {"type": "icon_set", "icon_style": "3_arrows"})


def tables(book: XlsxPart, sheet: XlsxPart) -> None:
    """Add a table with room below it, one with a totals row, names and a filter."""
    columns = [{"header": "Id"}, {"header": "Utfall"}, {"header": "Budget"}]
    data = [["a", 1, 2], ["b", 3, 4], ["c", 5, 6]]
    sheet.add_table("H2:J5", {"name": "tblFri", "columns": columns, "data": data})
    totals = [{"header": "Id"}, {"header": "Utfall", "total_function": "sum", "total_value": 9}]
    sheet.add_table("L2:M6", {"name": "tblSumma", "columns": totals, "data": data, "total_row": True})
    sheet.data_validation("H3:H5", {"validate": "list", "source": ["a", "b", "c"]})
    sheet.conditional_format("I3:I5", {"type": "cell", "criteria": ">", "value": 2})
    sheet.write_formula("O1", "=SUM(tblFri[Utfall])", None, 9)
    book.define_name("Andel", "=Blad!$B$2/Blad!$C$2")
    sheet.write_formula("O2", "=Andel", None, 1.5)


def arrays(book: XlsxPart, sheet: XlsxPart) -> None:
    """Add an array formula, a dynamic one, and styles of a row and a column."""
    sheet.write_array_formula("H1:H3", "{=B1:B3*2}", None, 0)
    sheet.write_number("H2", 3)
    sheet.write_number("H3", 6)
    sheet.write_dynamic_array_formula("J1", "=_xlfn.SEQUENCE(2)", None, 1)
    sheet.set_column("L:L", 12, book.add_format({"num_format": "0.0"}))
    sheet.set_row(11, 20, book.add_format({"bold": True}))


def printing(_book: XlsxPart, sheet: XlsxPart) -> None:
    """Add everything about printing, freezing, links and protection."""
    sheet.set_landscape()
    sheet.repeat_rows(0)
    sheet.print_area("A1:F9")
    sheet.freeze_panes(1, 1)
    sheet.write_url("H1", "https://example.org/")
    sheet.write_rich_string("H3", "del ", "ett", " två")
    sheet.protect()


def rich(_book: XlsxPart, sheet: XlsxPart) -> None:
    """Add texts and numbers at the edge of what a cell can hold, and errors."""
    sheet.write_string("H1", "  blanka  ")
    sheet.write_string("H2", "två\nrader_x0041_")
    sheet.write_number("H3", 0.1 + 0.2)
    sheet.write_formula("H4", "=1/0", None, "#DIV/0!")
    sheet.write_formula("H5", "=INDIRECT(A1)", None, "#REF!")


def what_if_table() -> bytes:
    """Return a workbook of openpyxl's with a what-if table, a text-only sheet and a hidden one."""
    book = openpyxl.Workbook()
    del book["Sheet"]
    sheet = book.create_sheet("Blad")
    for row in range(1, 5):
        sheet.append([row, row * 2, f"text {row}"])
    sheet["F2"] = DataTableFormula(ref="F2:F4", dt2D=False, dtr=False, r1="A1")
    book.create_sheet("Två ord")["A1"] = "=SUM(Blad!A:A)"
    book.create_sheet("Dold").sheet_state = "hidden"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def all_written() -> Iterator[tuple[str, bytes]]:
    """Give each workbook with its name."""
    for build in (charts, pictures, text_boxes, controls, sparklines, tables, arrays, printing, rich):
        yield build.__name__, made(build)
    yield what_if_table.__name__, what_if_table()
