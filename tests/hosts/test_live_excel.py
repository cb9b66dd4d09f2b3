"""What Excel answers over COM and AppleScript, and what is switched off in it, shown on stand-ins for Excel."""

from __future__ import annotations

import inspect
import re
from datetime import datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest
from xlwings import mac_dict

from runxl.errors import WorkbookError
from runxl.grid import Block, CellError, Content, Sheet
from runxl.hosts.live import LiveBook, live_book
from runxl.hosts.live.entering import entered
from runxl.hosts.live.excel import ExcelOnMac, ExcelOnWindows, mac_value
from runxl.hosts.live.reading import own_names
from runxl.hosts.live.spelling import spelled_out

if TYPE_CHECKING:
    import xlwings as xw

FORMER = {"screen_updating": True, "enable_events": True, "display_alerts": True, "calculation": "semiautomatic"}
TABLES = {"AutoFillFormulasInLists": True, "AutoExpandListRange": True}


def stand_in(**members: object) -> Any:  # noqa: ANN401  (stands for an object of xlwings')
    return SimpleNamespace(**members)


def a_book() -> Any:  # noqa: ANN401  (the same)
    api = stand_in(AutoCorrect=SimpleNamespace(**TABLES))
    return stand_in(app=stand_in(api=api, **FORMER), api=stand_in(FullName="https://region.sharepoint.com/bok.xlsx"))


def test_com_numbers_are_floats_and_errors_whole_numbers() -> None:
    area = stand_in(api=stand_in(Value2=((8.0, "8", True, None), (-2146826265, 43951.0, "#REF!", ""))))
    assert ExcelOnWindows().rows(area) == [[8.0, "8", True, None], [CellError("#REF!"), 43951.0, "#REF!", ""]]


def test_a_single_cell_over_com_is_a_row_of_one() -> None:
    assert ExcelOnWindows().rows(stand_in(api=stand_in(Value2=8.0))) == [[8.0]]


def test_on_a_mac_an_error_is_told_by_the_text_that_the_cell_shows() -> None:
    def answers(rows: object) -> object:
        return stand_in(get=lambda: rows)

    values = [[1.0, None, "#SAKNAS!", datetime(2020, 4, 30, 12)]]  # noqa: DTZ001  (a workbook has no zone)
    texts = [["1,0", "#SAKNAS!", "#SAKNAS!", "2020-04-30"]]
    book = stand_in(api=stand_in(date_1904=answers(None)))
    area = stand_in(api=stand_in(value=answers(values), string_value=answers(texts)), sheet=stand_in(book=book))
    assert ExcelOnMac().rows(area) == [[1.0, CellError("#N/A"), "#SAKNAS!", 43951.5]]


@pytest.mark.parametrize("shown", ["####", "#NV", "#I/T"])
def test_on_a_mac_an_error_that_is_not_shown_in_full_or_in_swedish_is_an_error(shown: str) -> None:
    assert mac_value(None, shown) == CellError("#VALUE!")


def test_on_a_mac_the_days_of_a_workbook_may_be_counted_from_1904() -> None:
    assert mac_value(datetime(1904, 1, 2), "1904-01-02", datetime(1904, 1, 1)) == 1.0  # noqa: DTZ001 - no zone


class NoteOverCom:
    """A note that takes at most 255 characters at once, each of Excel's characters being a unit of UTF-16."""

    def __init__(self) -> None:
        self.units: list[bytes] = []

    def Text(self, text: str, start: int = 1, overwrite: bool = True) -> None:  # noqa: FBT001, FBT002, N802 - Excel's own
        new = [text.encode("utf-16-le")[at : at + 2] for at in range(0, len(text.encode("utf-16-le")), 2)]
        kept = [] if overwrite else self.units[: start - 1]
        self.units = kept + new[:255]

    def said(self) -> str:
        return b"".join(self.units).decode("utf-16-le")


@pytest.mark.parametrize("text", ["kort", "x" * 1_000, "😀å" * 500, "x" * 120, "x" * 121])
def test_a_long_note_reaches_excel_in_pieces(text: str) -> None:
    note = NoteOverCom()

    def add_note(first: str) -> object:
        note.Text(first)
        return stand_in(api=note)

    ExcelOnWindows().add_note(stand_in(add_note=add_note), text)
    assert note.said() == text
    ExcelOnWindows().set_note(cast("Any", stand_in(api=note)), f"nytt {text}")
    assert note.said() == f"nytt {text}"


def test_a_cell_has_a_conversation_where_excel_says_so_and_none_in_an_excel_that_knows_none() -> None:
    conversations = [stand_in(CommentThreaded=stand_in()), stand_in(CommentThreaded=None), stand_in()]
    assert [ExcelOnWindows().has_conversation(stand_in(api=api)) for api in conversations] == [True, False, False]


def test_nothing_is_drawn_computed_announced_or_filled_in_meanwhile() -> None:
    book = a_book()
    with ExcelOnWindows().quiet(book):
        switches = vars(book.app) | vars(book.app.api.AutoCorrect)
        meanwhile = {name: switches[name] for name in (*FORMER, *TABLES)}
    assert meanwhile == {**dict.fromkeys((*FORMER, *TABLES), False), "calculation": "manual"}


@pytest.mark.parametrize("program", [ExcelOnWindows(), ExcelOnMac()], ids=["Windows", "Mac"])
def test_every_switch_is_put_back_as_it_was_whatever_happens(program: ExcelOnWindows | ExcelOnMac) -> None:
    book = a_book()
    with pytest.raises(ZeroDivisionError), program.quiet(book):
        raise ZeroDivisionError
    assert {name: vars(book.app)[name] for name in FORMER} == FORMER
    assert vars(book.app.api.AutoCorrect) == TABLES


def test_the_other_switches_are_put_back_where_one_of_them_is_refused() -> None:
    class Refusing(SimpleNamespace):
        def __setattr__(self, name: str, value: object) -> None:
            if name == "calculation" and value != "manual":
                raise PermissionError
            super().__setattr__(name, value)

    book = a_book()
    book.app = Refusing(api=book.app.api, **{**FORMER, "calculation": "manual"})
    vars(book.app)["calculation"] = "semiautomatic"
    with pytest.raises(PermissionError), ExcelOnWindows().quiet(book):
        pass
    assert {name: vars(book.app)[name] for name in ("screen_updating", "enable_events", "display_alerts")} == {
        "screen_updating": True,
        "enable_events": True,
        "display_alerts": True,
    }


@pytest.mark.parametrize("program", [ExcelOnWindows(), ExcelOnMac()], ids=["Windows", "Mac"])
def test_who_computes_by_hand_has_it_computed_once_when_all_is_written(program: ExcelOnWindows | ExcelOnMac) -> None:
    book, computed = a_book(), []
    book.app.calculate = lambda: computed.append(True)
    with program.quiet(book):
        pass
    assert computed == []
    book.app.calculation = "manual"
    with program.quiet(book):
        assert computed == []
    assert computed == [True]


def test_every_word_that_excel_for_mac_is_asked_by_is_one_that_it_knows() -> None:
    asked = set(re.findall(r"\.api\.([a-z_0-9]+)\.get\(\)", inspect.getsource(ExcelOnMac)))
    assert {"value", "full_name"} <= asked
    assert asked <= {name for name, _ in mac_dict.properties}


def test_the_name_of_a_workbook_is_asked_of_excel_and_not_of_a_sheet_of_the_workbook() -> None:
    # xlwings' fullname, which these stand-ins lack, would read the workbook's own xlwings.conf
    assert ExcelOnWindows().full_name(a_book()) == "https://region.sharepoint.com/bok.xlsx"


def test_two_workbooks_of_one_name_are_refused() -> None:
    books = [stand_in(fullname="C:\\Rapport\\bok.xlsx"), stand_in(fullname="c:/rapport/BOK.xlsx")]
    with pytest.raises(WorkbookError) as caught:
        live_book(stand_in(engine=stand_in(name="libreoffice"), books=books), "C:\\Rapport\\bok.xlsx")
    assert (caught.value.code, caught.value.parts) == ("book-open-twice", {"book": "C:\\Rapport\\bok.xlsx"})


def test_a_name_of_a_single_sheet_does_not_pass_for_the_workbooks_own() -> None:
    # a stand-in for Excel's list, in which both kinds stand
    listed = [("Mått!ov_fynd", "=Mått!$A$1"), ("ov_fynd", "=Översikt!$B$2"), ("fel", "=#REF!")]
    names = [stand_in(name=name, refers_to=refers_to) for name, refers_to in listed]
    sheets = {name: Sheet(name, {}) for name in ("Mått", "Översikt")}
    assert own_names(stand_in(names=names), sheets) == {"ov_fynd": Block("Översikt", 2, 2, 2, 2)}


class BusyError(Exception):
    hresult = -2146777998


class BusyBook:
    app = stand_in(engine=stand_in(name="libreoffice"))

    @property
    def sheets(self) -> object:
        raise BusyError


def test_a_program_in_which_somebody_is_typing_is_named_as_busy() -> None:
    with pytest.raises(WorkbookError) as caught:
        LiveBook(cast("xw.Book", BusyBook())).read()
    assert caught.value.code == "program-busy"


@pytest.mark.parametrize(
    "text",
    [
        "100",
        "1/2",
        "2020-04-30",
        "mars 2020",
        "10 %",
        "SANT",
        "FALSE",
        "=1",
        "+1",
        "-1",
        "@x",
        "#N/A",
        "'",
        "1e5",
        "(5)",
    ],
)
def test_a_text_that_excel_would_make_something_else_of_gets_an_apostrophe(text: str) -> None:
    assert entered(Content(text)) == f"'{text}"


@pytest.mark.parametrize("text", ["Norr", "Delvis uppnått", "åäö, och så vidare"])
def test_a_plain_text_gets_none(text: str) -> None:
    assert entered(Content(text)) == text


@pytest.mark.parametrize(
    ("shown", "whole"),
    [
        ("[@Utfall]-[@Budget]", "tblX[[#This Row],[Utfall]]-tblX[[#This Row],[Budget]]"),
        ("[@[Avvikelse årsprognos]]", "tblX[[#This Row],[Avvikelse årsprognos]]"),
        ("tblX[@Utfall]", "tblX[[#This Row],[Utfall]]"),
        ("SUM([@[Utfall]:[Budget]])", "SUM(tblX[[#This Row],[Utfall]:[Budget]])"),
        ("SUM([Utfall])", "SUM(tblX[Utfall])"),
        ("SUM(tblY[Utfall])", "SUM(tblY[Utfall])"),
        ("tblX[[#This Row],[Utfall]]", "tblX[[#This Row],[Utfall]]"),
        ('"[@Utfall]"&A1', '"[@Utfall]"&A1'),
        (r"'C:\mapp\[bok.xlsx]Blad 1'!$A$1+[@Utfall]", r"'C:\mapp\[bok.xlsx]Blad 1'!$A$1+tblX[[#This Row],[Utfall]]"),
        ("[bok.xlsx]Blad1!$A$1", "[bok.xlsx]Blad1!$A$1"),
        ("[@['#a]]", "tblX[[#This Row],['#a]]"),
    ],
)
def test_a_formula_in_its_own_table_is_spelled_out(shown: str, whole: str) -> None:
    assert spelled_out(shown, "tblX") == whole
