"""A workbook that came back is read whatever a program made of it; what is dangerous or foreign says why it is not."""

from __future__ import annotations

import pickle
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runxl.exchange.mailbox import Attachment
from runxl.exchange.returned import Returned, read_returned
from runxl.grid import CellError, Content
from runxl.language import sentence_of
from runxl.layout import ACTIONS, LINES, MEASURES, SETTINGS, UNITS
from runxl.templates.shipped import template
from tests.exchange.mailed import (
    LINE_ROWS,
    PERIOD,
    ROUND_ID,
    WORKBOOK_ID,
    as_sent,
    package,
    parts_of,
    read,
    refused,
    typed,
)
from tests.exchange.sheets import exported
from tests.hosts.handmade import MAIN, xlsx

RADER = "xl/worksheets/sheet2.xml"


def codes(returned: Returned) -> list[str]:
    return [remark.code for remark in returned.remarks]


def replaced(part: str, old: str, new: str) -> bytes:
    parts = parts_of(as_sent())
    assert old.encode() in parts[part]
    return package({**parts, part: parts[part].replace(old.encode(), new.encode(), 1)})


def test_a_workbook_tells_whose_it_says_it_is_and_what_was_filled_in() -> None:
    returned = read(as_sent())
    assert returned.claims[:3] == ("verksamhet", WORKBOOK_ID, ROUND_ID)
    assert (returned.units, returned.period, returned.remarks) == (("teater",), PERIOD, ())
    rows = returned.tables[LINES.name].rows
    assert [row.id for row in rows] == ["teater-bidrag", "teater-hyra", "teater-lon"]
    assert [row.content("actual").value for row in rows] == [900, Decimal("-412.5"), -300]
    assert [str(returned.tables[LINES.name].cell(row, "actual")) for row in rows] == [
        "Rader!F5",
        "Rader!F6",
        "Rader!F7",
    ]


def test_a_date_is_told_as_a_day() -> None:
    (row,) = read(as_sent()).tables[ACTIONS.name].rows
    assert row.content("due").value == "2026-09-30"


def test_a_computed_cell_that_still_holds_its_formula_is_left_out_and_a_typed_one_is_told() -> None:
    assert not read(as_sent()).tables[LINES.name].rows[0].content("variance").value
    theirs = read(typed(as_sent(), ("Rader", 5, 8, 25)))
    assert theirs.tables[LINES.name].rows[0].content("variance") == Content(Decimal(25))


def test_rows_written_right_under_a_table_are_rows_of_it() -> None:
    returned = read(typed(as_sent(), ("Rader", 25, 2, "teater-ny"), ("Rader", 25, 6, -7)))
    assert returned.tables[LINES.name].rows[-1].id == "teater-ny"
    assert sentence_of(returned.remarks[0]) == (
        "En rad strax under tabellen tblRader på bladet Rader är läst som en rad i den."
    )


def test_a_second_table_pasted_below_is_told_and_not_read() -> None:
    headers = [("Rader", 40, 2, "Id"), ("Rader", 41, 2, "x1"), ("Rader", 41, 6, 5)]
    returned = read(typed(as_sent(), *headers))
    assert [row.id for row in returned.tables[LINES.name].rows][-1] == "teater-lon"
    assert [sentence_of(remark) for remark in returned.remarks] == [
        "Rubrikerna i tabellen tblRader står en gång till, på rad 40 i bladet Rader. Raderna under dem är inte lästa."
    ]


def test_a_percentage_is_told_as_it_is_typed_and_a_plain_number_is_not() -> None:
    returned = read(exported(as_sent(), percent=True))
    rows = returned.tables[MEASURES.name].rows
    assert rows[0].content("outcome").value == "48000 %"
    assert read(as_sent()).tables[MEASURES.name].rows[0].content("outcome").value == 480


def test_an_export_without_tables_and_with_other_sheet_names_is_read_by_its_headers() -> None:
    returned = read(exported(as_sent(), names={"Rader": "Blad 1", "Verksamheter": "Blad 2"}))
    assert returned.tables[LINES.name].rows[1].content("actual").value == Decimal("-412.5")
    assert [(row.id, row.content("label").value) for row in returned.tables[UNITS.name].rows] == [("teater", "Teatern")]
    assert returned.tables[SETTINGS.name].by_id()["period"].content("value").value == PERIOD
    assert sentence_of(returned.remarks[0]) == (
        "Tabellen tblRader finns inte längre som Excel-tabell. Den är läst efter rubrikerna på rad 4 i bladet Blad 1."
    )
    assert codes(returned).count("returned-sheet-renamed") == 2


def test_a_sheet_per_table_with_a_title_above_as_numbers_exports_it_is_read() -> None:
    returned = read(exported(as_sent(), title="Tabell 1", without_identity=True))
    assert [row.id for row in returned.tables[LINES.name].rows] == [row["id"] for row in LINE_ROWS]
    assert "returned-without-identity" in codes(returned)


def test_headers_are_known_whatever_their_capitals_spaces_and_line_breaks() -> None:
    data = exported(as_sent(), headers=lambda text: f" {text.upper().replace(' ', '  ')} ")
    assert read(data).tables[LINES.name].rows == read(exported(as_sent())).tables[LINES.name].rows


@settings(max_examples=25, deadline=None)
@given(
    order=st.permutations(range(3)),
    inserted=st.lists(st.integers(2, 16), max_size=4),
    name=st.text("abcåäö ", min_size=1),
)
def test_row_order_inserted_columns_and_sheet_names_change_no_content(
    order: list[int], inserted: list[int], name: str
) -> None:
    data = exported(as_sent(), order=order, inserted=inserted, names={"Rader": f"{name}1"})
    rows = {row.id: row.cells for row in read(data).tables[LINES.name].rows}
    assert rows == {row.id: row.cells for row in read(exported(as_sent())).tables[LINES.name].rows}


@pytest.mark.parametrize(
    ("name", "code"),
    [("delarsrapport", "returned-master"), ("exempel-run-2020-04", "returned-master")],
)
def test_the_report_itself_is_no_units_workbook(name: str, code: str) -> None:
    assert refused(template(name).read_bytes()).reason.code == code


def test_a_foreign_workbook_is_told_as_one() -> None:
    assert refused(xlsx('<row r="1"><c r="A1"><v>1</v></c></row>')).reason.code == "returned-foreign"


def test_a_newer_template_asks_for_a_newer_runxl() -> None:
    data = typed(as_sent(), ("_runxl", 2, 2, 99))
    assert refused(data).reason == ("newer-template", {"version": Decimal(99), "known": 4})


def test_another_template_is_told() -> None:
    assert refused(typed(as_sent(), ("_runxl", 1, 2, "budget"))).reason.code == "another-template"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file-empty"),
        (b"PK\x03\x04 half a file", "file-damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "file-has-password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 Workbook", "old-workbook"),
        (b"Id;Verksamhet;Rad", "text-file"),
    ],
)
def test_what_is_no_workbook_says_what_it_is(data: bytes, code: str) -> None:
    unread = refused(data)
    assert (unread.reason.code, unread.path, unread.sender) == (code, "svar.eml » teater.xlsx", "anna@example.org")


def test_macros_are_refused_by_their_part_and_by_the_kind_of_file() -> None:
    with_part = package({**parts_of(as_sent()), "xl/vbaProject.bin": b"\0"})
    of_kind = replaced("[Content_Types].xml", "spreadsheetml.sheet.main", "spreadsheetml.sheet.macroEnabled.main")
    assert [refused(data).reason.code for data in (with_part, of_kind)] == ["returned-macros"] * 2


def test_a_macro_sheet_of_excel_4_is_refused() -> None:
    data = replaced("xl/_rels/workbook.xml.rels", "relationships/worksheet", "relationships/xlMacrosheet")
    assert refused(data).reason.code == "returned-macro-sheet"


def test_a_table_on_what_is_no_worksheet_is_a_table_that_is_missing() -> None:
    parts = parts_of(as_sent())
    rels = parts["xl/_rels/workbook.xml.rels"].replace(b"relationships/worksheet", b"relationships/chartsheet")
    assert refused(package({**parts, "xl/_rels/workbook.xml.rels": rels})).reason.code == "returned-foreign"
    one = parts["xl/_rels/workbook.xml.rels"].replace(b"relationships/worksheet", b"relationships/dialogsheet", 2)
    found = read(package({**parts, "xl/_rels/workbook.xml.rels": one})).tables
    assert found.keys() < read(as_sent()).tables.keys()


def test_dde_is_refused_in_links_and_in_formulas() -> None:
    link = f'<externalLink xmlns="{MAIN}"><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'
    assert (
        refused(package({**parts_of(as_sent()), "xl/externalLinks/externalLink1.xml": link.encode()})).reason.code
        == "returned-dde"
    )
    unread = refused(typed(as_sent(), ("Rader", 5, 17, Content("x", "cmd|'/c calc'!A1"))))
    assert sentence_of(unread.reason) == (
        "Rader!Q5 i teater.xlsx har en formel som startar ett annat program (DDE). Filen läses därför inte. Be "
        "avsändaren skriva värdet i stället."
    )


def test_a_bar_within_a_text_of_a_formula_is_no_dde() -> None:
    assert read(typed(as_sent(), ("Rader", 5, 17, Content("a|b", '"a|b"'))))


def test_links_connections_and_objects_are_told_and_not_followed() -> None:
    extra = (
        "xl/externalLinks/externalLink1.xml",
        "xl/connections.xml",
        "xl/queryTables/queryTable1.xml",
        "xl/embeddings/ole1.bin",
    )
    returned = read(package({**parts_of(as_sent()), **dict.fromkeys(extra, b"<x/>")}))
    assert codes(returned) == ["returned-links", "returned-connections", "returned-objects"]


def test_a_document_type_in_any_sheet_is_refused() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    for part in ("xl/worksheets/sheet1.xml", RADER, "xl/sharedStrings.xml"):
        parts = parts_of(as_sent())
        assert refused(package({**parts, part: bomb + parts[part]})).reason.code == "part-declares-entities"


@pytest.mark.parametrize("old", ["</sheetData>", "</worksheet>", "<sheetData>"])
def test_a_damaged_sheet_names_the_part(old: str) -> None:
    assert refused(replaced(RADER, old, "<")).reason == ("part-damaged", {"file": "teater.xlsx", "part": RADER})


def test_a_workbook_that_unpacks_to_more_than_is_read_says_how_much_and_what_is_the_likely_cause() -> None:
    parts = parts_of(as_sent())
    assert read(package({**parts, "xl/media/white.bin": bytes(30 << 20)}))
    unread = refused(package({**parts, "xl/media/white.bin": bytes(33 << 20)}))
    assert sentence_of(unread.reason) == (
        "teater.xlsx packas upp till 34 MB; av ett underlag läses högst 32 MB. Oftast är en kolumn ifylld eller "
        "formaterad ända ner: be avsändaren radera raderna under tabellen och skicka filen igen."
    )


COMMENTS = "xl/comments9.xml"


@pytest.mark.parametrize("part", ["[Content_Types].xml", "xl/sharedStrings.xml", "xl/styles.xml", RADER, COMMENTS])
def test_a_workbook_of_more_tags_than_is_read_is_refused_whichever_part_has_them(part: str) -> None:
    parts = {**parts_of(as_sent()), COMMENTS: b"<comments/>"}
    tags = b"".join(b"<a%d/>" % number for number in range(1_000_000))
    unread = refused(package({**parts, part: parts[part] + tags}))
    assert unread.reason.code == "returned-too-many-cells"
    assert "läses högst 1\u00a0000\u00a0000, flera gånger fler än det behöver." in sentence_of(unread.reason)


def test_a_workbook_whose_cells_show_more_than_is_read_is_refused() -> None:
    parts = parts_of(as_sent())
    last = parts["xl/sharedStrings.xml"].count(b"<si>")
    long = f"<si><t>{'lång text ' * 100_000}</t></si></sst>".encode()
    parts["xl/sharedStrings.xml"] = parts["xl/sharedStrings.xml"].replace(b"</sst>", long)
    cells = "".join(f'<row r="{row}"><c r="B{row}" t="s"><v>{last}</v></c></row>' for row in range(30, 39))
    parts[RADER] = parts[RADER].replace(b"</sheetData>", f"{cells}</sheetData>".encode())
    assert refused(package(parts)).reason.code == "file-unpacks-too-large"


def test_a_part_that_claims_to_be_4_gigabytes_is_not_believed() -> None:
    data = bytearray(as_sent())
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = (0xFFFF_FFFE).to_bytes(4, "little")
    assert refused(bytes(data)).reason.code == "file-unpacks-too-large"


@pytest.mark.parametrize("spelled", ["<v>mycket</v>", "<!-- 9 --><v>mycket</v>"])
def test_what_is_no_number_in_a_number_cell_is_an_error_that_says_what_stands_there(spelled: str) -> None:
    rows = read(replaced(RADER, "<v>900</v>", spelled)).tables[LINES.name].rows
    assert rows[0].content("actual").value == CellError("mycket")


def test_a_returned_workbook_comes_out_of_another_process_as_it_went_in() -> None:
    returned = read(as_sent())
    again = pickle.loads(pickle.dumps(returned))  # noqa: S301  (our own, a line ago)
    assert again == returned
    assert type(again.tables[LINES.name].rows[0].cells) is dict


def test_a_name_with_control_characters_is_shown_without_them() -> None:
    unread = read_returned(Attachment("x", "a\x1b[31m\x00.xlsx", b"PK\x03\x04"))
    assert not isinstance(unread, Returned)
    assert "\x1b" not in sentence_of(unread.reason)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<c r="F5" s="20"><v>900</v></c>', '<c s="20" r="F5"><v>900</v></c>'),
        ('<c r="F5" s="20"><v>900</v></c>', '<c r="F5" s="20" cm="1"><v>900</v></c>'),
        ('<c r="F5" s="20"><v>900</v></c>', '<c r="F5" s="20"><v xml:space="preserve">900</v></c>'),
        ('<c r="F5" s="20"><v>900</v></c>', '<c r="F5" s="20" ><v>900</v></c >'),
        ('<c r="F5" s="20"><v>900</v></c>', '<!-- <c r="F5"><v>1</v></c> --><c r="F5" s="20"><v>900</v></c>'),
        ('<c r="F5" s="20"><v>900</v></c>', '<c r="F5" t="inlineStr"><is><r><t>9</t></r><r><t>00</t></r></is></c>'),
        ('<c r="F5" s="20"><v>900</v></c>', '<c r="F5"><f t="shared" si="0" ref="F5:F5">450*2</f><v>900</v></c>'),
        ('<c r="F5" s="20"><v>900</v></c>', '<c r="F5"><f ca="1"/><v>900</v></c>'),
        ('<c r="F5" s="20"><v>900</v></c>', '<c r="F5" s="20"><v><![CDATA[900]]></v></c>'),
    ],
)
def test_a_cell_in_an_uncommon_spelling_reads_as_the_whole_reader_reads_it(old: str, new: str) -> None:
    value = read(replaced(RADER, old, new)).tables[LINES.name].rows[0].content("actual").value
    assert str(value) == "900"


@pytest.mark.parametrize("damaged", ["<", "<cellXfs"])
def test_damaged_styles_are_why_a_file_is_not_read(damaged: str) -> None:
    parts = parts_of(as_sent())
    unread = refused(package({**parts, "xl/styles.xml": damaged.encode()}))
    assert unread.reason == ("part-damaged", {"file": "teater.xlsx", "part": "xl/styles.xml"})


def test_a_value_behind_an_instruction_is_read() -> None:
    data = replaced(RADER, '<c r="F5" s="20"><v>900</v></c>', '<c r="F5" s="20"><?x y?><v>900</v></c>')
    assert read(data).tables[LINES.name].rows[0].content("actual").value == 900
