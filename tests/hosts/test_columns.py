"""Chosen columns read as the reader of whole workbooks reads them, whoever wrote the file."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from runxl.errors import FileError
from runxl.grid import EMPTY, Content
from runxl.hosts.package.archive import Archive
from runxl.hosts.package.columns import ColumnReader, chosen
from runxl.hosts.package.structure import read_structure
from runxl.templates.shipped import names, template
from tests.hosts.handmade import MAIN, parts, xlsx, zipped
from tests.packages.handwritten import all_handwritten

if TYPE_CHECKING:
    from collections.abc import Mapping

KEYS = {column: str(column) for column in range(1, 30)}
SHIPPED = [(name, template(name).read_bytes()) for name in names()]
STRINGS = f'<sst xmlns="{MAIN}"><si><t>Norr</t></si><si><t xml:space="preserve"> a &amp; b_x000D_ </t></si></sst>'


def reader(data: bytes) -> ColumnReader:
    archive = Archive(data, "prov.xlsx")
    return ColumnReader(archive, read_structure(archive))


def values(rows: Mapping[int, Mapping[str, Content]]) -> dict[int, dict[str, tuple[object, bool]]]:
    """Return rows without those that hold nothing, of each cell the value and whether it is a truth value."""
    told: dict[int, dict[str, tuple[object, bool]]] = {
        number: {key: (cell.value, isinstance(cell.value, bool)) for key, cell in row.items() if cell.value is not None}
        for number, row in rows.items()
    }
    return {number: row for number, row in told.items() if row}


@pytest.mark.parametrize(
    ("name", "data"), [*all_handwritten(), *SHIPPED], ids=lambda part: part if isinstance(part, str) else ""
)
def test_every_sheet_reads_alike_by_columns_and_whole(name: str, data: bytes) -> None:
    book = reader(data)
    assert book.names, name
    for sheet in book.names:
        assert values(book.rows(sheet, KEYS, {}, {})) == values(chosen(book.whole(sheet), KEYS, {}, {})), sheet


def row(cells: str, **more: str | bytes) -> Mapping[str, Content]:
    return reader(xlsx(f'<row r="1">{cells}</row>', **more)).rows("Blad", KEYS, {}, {})[1]


@pytest.mark.parametrize(
    ("cell", "content"),
    [
        ('<c r="A1"><v>0.1</v></c>', Content(Decimal("0.1"))),
        ('<c r="A1" t="n"><v>-12</v></c>', Content(Decimal(-12))),
        ('<c r="A1" t="s"><v>0</v></c>', Content("Norr")),
        ('<c r="A1" t="s" s="3"><v>1</v></c>', Content(" a & b\r ")),
        ('<c r="A1" t="b"><v>1</v></c>', Content(True)),  # noqa: FBT003  (what stands in a cell)
        ('<c r="A1" t="d"><v>2020-04-30</v></c>', Content(Decimal(43951))),
        ('<c r="A1" t="str"><f>B1&amp;"x"</f><v>=1+1</v></c>', Content("=1+1", 'B1&"x"')),
        ('<c r="A1" t="inlineStr"><is><t>å</t><rPh sb="0" eb="1"><t>x</t></rPh></is></c>', Content("å")),
        ('<c r="A1"><v>tio</v></c>', Content("tio")),
        ('<c r="A1" t="s"><v>-1</v></c>', Content("-1")),
        ('<c r="A1" t="s"><v>99</v></c>', Content("99")),
        ('<c r="A1"><f>B1*2</f></c>', Content(None, "B1*2")),
    ],
)  # fmt: skip
def test_a_cell_is_read_by_its_kind_and_as_text_where_it_is_none_of_it(cell: str, content: Content) -> None:
    assert row(cell, sharedStrings=STRINGS)["1"] == content


def test_a_cell_that_holds_nothing_is_none_of_the_rows() -> None:
    assert not row('<c r="A1" s="2"/><c r="B1"></c><c r="C1"><v></v></c>')


def test_of_a_computed_column_only_what_is_no_formula_is_read() -> None:
    rows = '<c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><v>3</v></c><c r="C1"><f t="shared" si="0"/><v>4</v></c>'
    computed = {1: "a", 2: "b", 3: "c"}
    assert reader(xlsx(f'<row r="1">{rows}</row>')).rows("Blad", {}, computed, {})[1] == {"b": Content(Decimal(3))}


def test_what_is_asked_for_ahead_is_what_stands_there() -> None:
    data = xlsx('<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="B2"><v>2</v></c></row>')
    rows = reader(data).rows("Blad", {1: "id", 2: "unit"}, {}, {}, {"id"})
    assert [(rows[number].get("id", EMPTY).value, rows[number].get("unit", EMPTY).value) for number in (1, 2)] == [
        (1, None),
        (None, 2),
    ]


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"])
def test_a_part_that_declares_a_document_type_is_refused(part: str) -> None:
    content = parts('<row r="1"/>', sharedStrings=STRINGS)
    content[part] = '<!DOCTYPE x [<!ENTITY a "a">]>' + str(content[part])
    with pytest.raises(FileError) as caught:
        reader(zipped(content))
    assert caught.value.code == "part-declares-entities"
