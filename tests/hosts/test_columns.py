"""Chosen columns read as the reader of whole workbooks reads them, whoever wrote the file."""

from __future__ import annotations

import random
import tracemalloc
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runxl.errors import FileError
from runxl.grid import EMPTY, Address, CellError, Content
from runxl.hosts.package.archive import Archive
from runxl.hosts.package.columns import ColumnReader, chosen
from runxl.hosts.package.markup import sound
from runxl.hosts.package.plainxml import rows_in
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
        ('<c r="A1"><v>tio</v></c>', Content(CellError("tio"))),
        ('<c r="A1" t="s"><v>-1</v></c>', Content(CellError("-1"))),
        ('<c r="A1" t="s"><v>99</v></c>', Content(CellError("99"))),
        ('<c r="A1"><f>B1*2</f></c>', Content(None, "B1*2")),
    ],
)  # fmt: skip
def test_a_cell_is_read_by_its_kind_and_as_an_error_where_it_is_none_of_it(cell: str, content: Content) -> None:
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


@pytest.mark.parametrize("before", ["", "<!-- x -->"])
@pytest.mark.parametrize(
    ("kind", "spelled"),
    [
        ("n", "tio"),
        ("n", "1e400"),
        ("n", "INF"),
        ("n", "1_000"),
        ("n", "\u0661\u0662\u0663"),
        ("n", "1\u00a0000"),
        ("s", "99"),
        ("s", "-1"),
        ("s", "0_0"),
        ("s", "\u0660"),
        ("b", "ja"),
        ("d", "i går"),
        ("x", "5"),
        ("", "5"),
        ("nn", "5"),
    ],
)
def test_what_is_none_of_its_cells_type_is_an_error_however_the_sheet_is_spelled(
    before: str, kind: str, spelled: str
) -> None:
    cells = f'<c r="A1" t="{kind}"><v>{spelled}</v></c><c r="B1"><v>2</v></c>'
    read = row(before + cells, sharedStrings=STRINGS)
    assert read == {"1": Content(CellError(spelled)), "2": Content(Decimal(2))}


@pytest.mark.parametrize("before", ["", "<!-- x -->"])
@pytest.mark.parametrize(("spelled", "value"), [("+12", "12"), (" 12\n", "12"), ("1.5E3", "1500"), (".5", "0.5")])
def test_a_number_is_read_as_xml_schema_spells_it(before: str, spelled: str, value: str) -> None:
    assert row(f'{before}<c r="A1"><v>{spelled}</v></c>')["1"] == Content(Decimal(value))


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"])
def test_a_part_that_declares_a_document_type_is_refused(part: str) -> None:
    content = parts('<row r="1"/>', sharedStrings=STRINGS)
    content[part] = '<!DOCTYPE x [<!ENTITY a "a">]>' + str(content[part])
    with pytest.raises(FileError) as caught:
        reader(zipped(content))
    assert caught.value.code == "part-declares-entities"


ODD = [
    '<c r="F5"><?x y?><v>4350</v></c>',
    '<?x <c r="F5"><v>1</v></c>?><c r="F5"><v>4350</v></c>',
    '<c r="F5">\n  <v>4350</v>\n</c>',
    '<c r="F5" a="/"><v>4350</v></c>',
    '<c r="F5" t=\'s\'><v>0</v></c>',
    '<c t="s" r="F5"><v>0</v></c>',
    '<c r="F5" t = "s"><v>0</v></c>',
    '<c r="F5"\tt="s"><v>0</v></c>',
    '<c r="F5"><v>4350</v><f>4000+350</f></c>',
    '<c r="F5"><v>1</v><v>4350</v></c>',
    '<c r="F5" ><v >4350</v ></c >',
    '<c r="F5"><v>43&#53;0</v></c>',
    '<c r="F5" t="s"><v>&#48;</v></c>',
    '<c r="F5" t="b"><v>&#x31;</v></c>',
    '<c r="F5" t="str"><v>a\r\nb</v></c>',
    '<c r="F5"><v>43<!-- 9 -->50</v></c>',
    '<c r="F5"><v><![CDATA[4350]]></v></c>',
    '<c r="F5"><f/><v>4350</v></c>',
    '<c r="F5"><extLst><ext uri="x"><v>1</v></ext></extLst><v>4350</v></c>',
    '<c r="F5" xmlns="urn:x"><v>1</v></c>',
    '<c r="F5"><v xmlns="urn:x">1</v></c>',
    '<c r="F6"><v>4350</v></c>',
    '<c r="F5" t="inlineStr"><is><t a="/">N</t></is></c>',
    '<c r="F5" t="inlineStr"><is><r><rPr><b/></rPr><t>N</t></r><rPh sb="0" eb="1"><t>x</t></rPh></is></c>',
    '<c r="F5" t="inlineStr"><is><t>a &amp;#49; &lt;v&gt;</t></is></c>',
    '<c r="F5"><v>1</v></c></row><row r="5"><c r="G5"><v>2</v></c>',
    '</row><row s="/" r="7"><c r="F7"><v>4350</v></c>',
    "</row><row><c><v>4350</v></c>",
]  # fmt: skip


def alike(data: bytes, ahead: frozenset[str] = frozenset()) -> bool:
    book = reader(data)
    return values(book.rows("Blad", KEYS, {}, {}, ahead)) == values(chosen(book.whole("Blad"), KEYS, {}, {}))


@pytest.mark.parametrize("cell", ODD)
def test_a_cell_spelled_as_no_program_spells_it_reads_by_columns_as_it_reads_whole(cell: str) -> None:
    data = xlsx(f'<row r="5"><c r="E5"><v>7</v></c>{cell}<c r="H5"><v>8</v></c></row>', sharedStrings=STRINGS)
    assert alike(data)
    assert alike(data, frozenset({"6"}))


@settings(max_examples=60, deadline=None)
@given(
    between=st.lists(st.sampled_from(["", " ", "\n", "<?x y?>", "<!-- <v>1</v> -->"]), min_size=6, max_size=6),
    quote=st.sampled_from("\"'"),
    attributes=st.permutations(["r", "s", "t"]),
    parts_=st.permutations(["<f>1+1</f>", "<v>0</v>"]),
    kind=st.sampled_from(["s", "n", "b", "str"]),
)
def test_whatever_stands_between_the_tags_a_cell_reads_alike(
    between: list[str], quote: str, attributes: list[str], parts_: list[str], kind: str
) -> None:
    spelled = {"r": "F5", "s": "1", "t": kind}
    opened = "<c" + "".join(f" {name}={quote}{spelled[name]}{quote}" for name in attributes) + ">"
    tags = ['<row r="5">', opened, *parts_, "</c>", "</row>"]
    assert alike(xlsx("".join(map("".join, zip(tags, between, strict=True))), sharedStrings=STRINGS))


SHEET = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    f'<worksheet xmlns="{MAIN}" xmlns:x14="urn:x"><dimension ref="A1:B2"/><sheetData>'
    '<row r="1" spans="1:2" x14:d="0.25"><c r="A1" s="1" t="s"><v>0</v></c><c r="B1"><f>1+1</f><v>2</v></c></row>'
    '<row r="2" ht="15"><c r="A2" t="str"><f t="shared" ref="A2:A3" si="0">B2&amp;"å"</f><v>x</v></c>'
    '<c r="B2" t="inlineStr"><is><t xml:space="preserve"> a &gt; b </t></is></c></row>'
    "</sheetData><pageMargins left='0.7'/></worksheet>"
)


def is_refused(data: bytes) -> bool:
    try:
        sound(data, "prov.xlsx", "sheet1.xml")
    except FileError:
        return True
    return False


def is_refused_plain(data: bytes) -> bool:
    plain = rows_in(data)
    return is_refused(data if plain is None else plain.rest)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (' s="1" t="s"', ' s="1" s="2"'),
        (' t="s"', ' t="s" t="n"'),
        (' ht="15"', ' ht="15" ht="16"'),
        (' ht="15"', ' r="3"'),
        (' ht="15"', ' y:ht="15"'),
        (' ht="15"', ' 1="15"'),
        (' ht="15"', ' ht="\x07"'),
        (' si="0"', ' t="array"'),
        ("<v>2</v>", "<v>&two;</v>"),
        ("<v>2</v>", "<v>&#0;</v>"),
        ("<v>2</v>", "<v>\x0b</v>"),
        ("<v>2</v>", "<v>\uffff</v>"),
        ("<v>2</v>", "<v>]]></v>"),
        ("<v>x</v>", "<v>a & b</v>"),
        ("1+1", "1<1"),
        ("&amp;", "&amp"),
        (" a &gt;", "\x00"),
        ("UTF-8", "UTF-16"),
        ("UTF-8", "no-such"),
        ("</worksheet>", ""),
        ("</worksheet>", "</worksheet><x/>"),
        ("'0.7'", "'0.7' left='1'"),
    ],
)
def test_what_a_parser_refuses_is_refused_in_rows_that_are_read_without_one(before: str, after: str) -> None:
    assert rows_in(SHEET.encode()) is not None
    data = SHEET.replace(before, after, 1).encode()
    assert is_refused(data)
    assert is_refused_plain(data)


def test_whichever_letters_are_changed_the_quick_reader_refuses_what_the_parser_refuses() -> None:
    chance, refused = random.Random(2026), 0  # noqa: S311  (damage that can be done again)
    pieces = [
        "",
        *"<>&\"'=/ ;:.0rstv\x00\x1f\t\n",
        "\x85",
        "\ufffe",
        "]]>",
        "&lt;",
        "&#1;",
        ' s="1"',
        "<v>",
        "</c>",
        "<!--",
    ]
    for _ in range(3_000):
        place, length = chance.randrange(len(SHEET)), chance.randrange(3)
        data = (SHEET[:place] + chance.choice(pieces) + SHEET[place + length :]).encode()
        refused += is_refused(data)
        assert is_refused_plain(data) is is_refused(data), data
    assert 500 < refused < 2_750


def test_bytes_that_are_no_text_are_refused_as_a_parser_refuses_them() -> None:
    chance, good = random.Random(5), SHEET.encode()  # noqa: S311  (the same)
    for _ in range(1_000):
        place = chance.randrange(len(good))
        data = good[:place] + chance.randbytes(1) + good[place + 1 :]
        assert is_refused_plain(data) is is_refused(data), data


def test_cells_outside_the_rows_count_as_they_do_for_the_whole_reader() -> None:
    content = parts('<row r="5"><c r="F5"><v>1</v></c></row>')
    after = '<sheetData><row r="5"><c r="F5"><v>2</v></c></row></sheetData></worksheet>'
    content["xl/worksheets/sheet1.xml"] = str(content["xl/worksheets/sheet1.xml"]).replace("</worksheet>", after)
    assert alike(zipped(content))


def test_an_inline_text_of_many_readings_is_its_text() -> None:
    cell = f'<c r="A1" t="inlineStr"><is>{"<rPh/>" * 160_000}<t>x</t></is></c>'
    assert row(cell)["1"] == Content("x")


@pytest.mark.parametrize("tag", ["t", "is", "v", "f"])
def test_elements_within_one_another_cost_the_memory_of_their_text_once(tag: str) -> None:
    text = "<is><t>x</t></is>" if tag == "is" else "x&amp;" * 100_000
    data = xlsx(f'<row r="1"><c r="A1" t="inlineStr">{f"<{tag}>" * 300}{text}{f"</{tag}>" * 300}</c></row>')
    tracemalloc.start()
    reader(data).whole("Blad")
    highest = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert highest < 10_000_000


def test_of_a_number_format_as_much_is_looked_at_as_a_program_takes() -> None:
    styles = (
        f'<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="{"0" * 300}"/></numFmts>'
        '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>'
    )
    book = reader(xlsx('<row r="1"><c r="A1" s="1"><v>1</v></c></row>', styles=styles))
    seen: list[str] = []

    def tell(content: Content, number_format: str) -> Content:
        seen.append(number_format)
        return content

    rows = book.rows("Blad", {1: "a"}, {}, {"a": tell})
    assert rows[1]["a"] == Content(Decimal(1))
    assert [*map(len, seen), len(book.whole("Blad").formats[1, 1])] == [255, 255]


def growing(cells: str, text: str = "x" * 1_000) -> ColumnReader:
    strings = f'<sst xmlns="{MAIN}"><si><t>{text}</t></si></sst>'
    return reader(xlsx(f'<row r="1">{cells}</row>', sharedStrings=strings))


@pytest.mark.parametrize("spelled", ['t="s"><v>0<', "t='s'><v>0<", 't="s"><v>&#48;<', 't="&#115;"><v>0<'])
def test_a_text_that_many_cells_refer_to_counts_once_for_each(spelled: str) -> None:
    cells = "".join(f'<c r="{letter}1" {spelled}/v></c>' for letter in "ABCDE")
    growing(cells).refuse_what_grows(5_000)
    with pytest.raises(FileError) as caught:
        growing(cells).refuse_what_grows(4_999)
    assert caught.value.code == "file-unpacks-too-large"


def test_a_formula_that_many_cells_share_counts_once_for_each() -> None:
    formula = "A9+" * 300 + "1"
    cells = f'<c r="A1"><f t="shared" si="0" ref="A1:E1">{formula}</f></c>'
    cells += "".join(f'<c r="{letter}1"><f t="shared" si="0"/><v>1</v></c>' for letter in "BCDE")
    growing(cells).refuse_what_grows(5 * len(formula))
    for most in (5 * len(formula) - 1, 2 * len(formula)):
        with pytest.raises(FileError):
            growing(cells).refuse_what_grows(most)


@pytest.mark.parametrize("formula", ['"' * 5_000 + "&amp;A1", "'" * 5_000 + "&amp;A1", "'\"a" * 5_000])
def test_a_formula_of_nothing_but_quotes_asks_no_other_program(formula: str) -> None:
    rows = f'<row r="1"><c r="A1"><f>{formula}</f></c><c r="B1" t="str"><v>a|b</v></c></row>'
    assert reader(xlsx(rows)).find_dde() is None


@pytest.mark.parametrize(
    "formula",
    [
        "cmd|'/c calc'!A1",
        "cmd&#124;'/c calc'!A1",
        "'a\"b'!A1+cmd|'/c calc'!A1",
        'DDE ("a")',
        'dde("a")',
        'Dde("a")',
        'A1&amp;"x""|"&amp;b|c!A1',
    ],
)
@pytest.mark.parametrize("end", ["</sheetData>", "</sheetData >"])
def test_a_formula_that_asks_another_program_is_found_however_it_is_spelled(formula: str, end: str) -> None:
    content = parts(f'<row r="1"><c r="A1"><f>{formula}</f></c></row>')
    content["xl/worksheets/sheet1.xml"] = str(content["xl/worksheets/sheet1.xml"]).replace("</sheetData>", end)
    assert reader(zipped(content)).find_dde() == Address("Blad", 1, 1)


@pytest.mark.parametrize(
    "styles",
    [
        f'<styleSheet xmlns="{MAIN}"><cellXfs>',
        f'<styleSheet xmlns="{MAIN}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="x"/></cellXfs></styleSheet>',
    ],
)
def test_damaged_styles_are_refused_before_a_cell_is_asked_for(styles: str) -> None:
    with pytest.raises(FileError) as caught:
        reader(xlsx('<row r="1"/>', styles=styles))
    assert caught.value.parts["part"] == "xl/styles.xml"


def test_a_row_of_a_number_that_none_has_is_refused_when_the_rows_are_read() -> None:
    with pytest.raises(FileError):
        reader(xlsx(f'<row r="{"9" * 5000}"><c r="A1"><v>1</v></c></row>')).rows("Blad", KEYS, {}, {})
