"""What formulas tell of a table: they make a sum surer, also where a number was typed over one of them."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import xlsxwriter

from runxl import language
from runxl.commands.check_inferred import check_inferred
from runxl.domain.finding import Severity, Verdict
from runxl.grid import Content
from runxl.grid.address import cell_at
from runxl.hosts.package import PackageBook
from runxl.sheets.inferring import inferred
from runxl.sheets.inferring.formulas import blocks_told
from tests.foreign.sheets import SHEET, across, down, page, spelled_out

if TYPE_CHECKING:
    from runxl.grid import Snapshot
    from runxl.sheets.inferring import Inferred

UNTOLD = ["Enhet|2019|2020", "Norr|13|14", "Söder|17|19", "Väster|5|4", "Länet|35|37"]


def with_formulas(book: Snapshot, **formulas: str) -> Snapshot:
    """Return the workbook with these formulas in cells that show what they showed."""
    sheet = book.sheets[SHEET]
    cells = dict(sheet.cells)
    for a1, formula in formulas.items():
        cell = cell_at(SHEET, a1)
        cells[cell.row, cell.column] = Content(book.content(cell).value, formula)
    return replace(book, sheets={SHEET: replace(sheet, cells=cells)})


def sure(book: Snapshot) -> set[str]:
    return {spelled_out(relation) for relation in inferred(book) if relation.is_confident}


def at(book: Snapshot, a1: str) -> Inferred:
    (relation,) = [each for each in inferred(book) if each.target == cell_at(SHEET, a1)]
    return relation


def evidence(relation: Inferred) -> list[str]:
    return [each.code for each in relation.evidence]


def test_a_sum_that_neither_words_nor_numbers_tell_of_is_told_by_its_formulas() -> None:
    book = page(*UNTOLD)

    assert sure(book) == set()
    assert sure(with_formulas(book, B5="SUM(B2:B4)", C5="C2+C3+C4")) == down("BC", "5 = 2 + 3 + 4")


def test_a_difference_is_told_by_its_formulas() -> None:
    book = page("|A|B|C", "Norr|13|14|-1", "Söder|17|19|-2")
    told = with_formulas(book, D2="B2-C2", D3="-C3+B3")

    assert sure(book) == set()
    assert sure(told) == across([2, 3], "D = B - C")
    assert evidence(at(told, "D2")) == ["inferred-by-formula", "inferred-told", "inferred-holds"]


def test_a_formula_makes_surer_what_words_tell() -> None:
    book = page("|Utfall", "Norr|13", "Söder|17", "Summa|30")
    told = with_formulas(book, B4="ROUND(SUM($B$2:$B$3),0)")

    assert at(told, "B4").confidence > at(book, "B4").confidence
    assert evidence(at(told, "B4")) == ["inferred-by-only-total-word", "inferred-told", "inferred-holds"]


def test_a_number_typed_over_a_formula_is_checked_as_the_formulas_beside_it_say() -> None:
    book = page("|jan|feb|mar", "Norr|13|14|16", "Söder|17|19|21", "Länet|30|33|73")
    told = with_formulas(book, B4="SUM(B2:B3)", C4="SUM(C2:C3)")

    assert sure(told) == down("BCD", "4 = 2 + 3")
    assert evidence(at(told, "D4")) == ["inferred-by-formula", "inferred-holds"]
    (finding,) = check_inferred(told).outcome.findings
    assert (str(finding.cell), finding.verdict, finding.difference) == ("Blad1!D4", Verdict.IMPOSSIBLE, Decimal(36))


def test_where_a_formula_adds_up_something_else_than_the_sum_the_finding_says_so() -> None:
    book = page(
        "tkr|2018|2019|2020", "Musik|1330|1200|1500", "Museum|1977|1755|1810", "Arkiv|498|570|610",
        "Summa|3805|3525|3310",
    )  # fmt: skip
    told = with_formulas(book, B5="SUM(B2:B4)", C5="SUM(C2:C4)", D5="SUM(D2:D3)")

    assert sure(told) == down("BCD", "5 = 2 + 3 + 4")
    (finding,) = check_inferred(told).outcome.findings
    said = language.sentence_of_finding(finding).replace("\u00a0", " ")
    assert said.startswith("Blad1!D5 säger 3 310 tkr, D2 + D3 + D4 ger 3 920.")
    assert "Formeln i cellen räknar D2 + D3." in said


def test_formulas_are_read_from_a_file() -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as file:
        sheet = file.add_worksheet(SHEET)
        for number, row in enumerate((("Enhet", 2019), ("Norr", 13), ("Söder", 17), ("Länet", 30))):
            sheet.write_row(number, 0, row)
        sheet.write_formula("B4", "=SUM(B2:B3)", value=30)
    book = PackageBook(stream.getvalue(), Path("prov.xlsx")).read()

    assert sure(book) == {"B4 = B2 + B3"}


def test_a_formula_that_takes_numbers_from_elsewhere_tells_nothing_of_the_table() -> None:
    book = page(*UNTOLD, "", "Not|100|100")
    told = with_formulas(book, B5="SUM(B2:B3)+B7-95", C5="SUM(C2:C4)*1")

    assert sure(told) == set()


def test_a_formula_that_does_not_add_up_to_its_cell_is_no_evidence() -> None:
    told = with_formulas(page(*UNTOLD), B5="SUM(B2:B3)", C5="SUM(C2:C3)")

    assert sure(told) == set()


@pytest.mark.parametrize(
    "formula", ["SUMIF(A2:A4,1,B2:B4)", "B2*B3", "SUM(B:B)", "SUM(Blad2!B2:B4)", "IF(B2>0,B3,B4)", "B2+1", 900 * "="]
)
def test_a_formula_that_does_more_than_add_and_take_away_tells_nothing(formula: str) -> None:
    assert blocks_told(formula, SHEET) == ()


def test_a_formula_over_a_million_cells_is_left_alone() -> None:
    told = with_formulas(page(*UNTOLD), B5="SUM(B1:B1048576)", C5="SUM(A1:XFD1048576)")

    assert sure(told) == set()


ADDED = ["tkr|2019|2020", "Norr|1310|1420", "Söder|745|910", "Väster|512|433", "Öster (ny)|87|91", "Summa|2567|2763"]


def left_out(book: Snapshot) -> list[tuple[str, object]]:
    findings = check_inferred(book).outcome.findings
    return [(str(each.cell), each.parts["left"]) for each in findings if each.rule == "formula-leaves-out"]


def test_a_row_that_came_after_the_last_of_a_sum_is_a_finding() -> None:
    book = with_formulas(page(*ADDED), B6="SUM(B2:B4)", C6="SUM(C2:C4)")

    assert left_out(book) == [("Blad1!B6", ["B5"]), ("Blad1!C6", ["C5"])]
    assert check_inferred(book).outcome.findings[0].severity is Severity.WARNING


def test_a_row_indented_under_its_total_but_not_in_its_sum_is_a_finding() -> None:
    rows = ["|2019", "Totalt|2155", "  Ny|99", "  Norr|1410", "  Söder|745", "Summa länet|3000"]

    assert left_out(with_formulas(page(*rows), B2="SUM(B4:B5)")) == [("Blad1!B2", ["B3"])]


def test_a_sum_of_picked_cells_leaves_out_what_it_means_to() -> None:
    book = with_formulas(page("|2019", "Norr|1310", "Söder|745", "Väster|512", "Summa|1822"), B5="B2+B4")

    assert left_out(book) == []


def test_a_budget_beside_actuals_is_not_left_out_of_their_total() -> None:
    rows = ["Enhet|Utfall jan|Utfall feb|Budget|Totalt", "Norr|110|123|250|233", "Söder|215|198|400|413"]

    assert left_out(with_formulas(page(*rows), E2="SUM(B2:C2)", E3="SUM(B3:C3)")) == []


def test_a_row_put_in_below_a_total_that_stands_first_is_a_finding() -> None:
    book = with_formulas(page("|2019", "Totalt|2155", "Ny|99", "Norr|1410", "Söder|745"), B2="SUM(B4:B5)")

    assert left_out(book) == [("Blad1!B2", ["B3"])]


@pytest.mark.parametrize("label", ["Summa exkl. nya", "Totalt utan Öster"])
def test_a_total_that_says_what_it_leaves_out_is_none(label: str) -> None:
    rows = [row.replace("Summa", label) for row in ADDED]

    assert left_out(with_formulas(page(*rows), B6="SUM(B2:B4)", C6="SUM(C2:C4)")) == []


def test_of_which_rows_subtotals_and_rows_of_zero_are_not_left_out() -> None:
    book = page(
        "tkr|Utfall", "Personal|1987", "varav övertid|86", "varav jour|41", "Lokaler|611", "Antal anställda|45",
        "Övrigt|0", "Summa|2598",
    )  # fmt: skip

    assert left_out(with_formulas(book, B8="B2+B5")) == []


def test_a_total_of_subtotals_leaves_out_none_of_their_rows() -> None:
    rows = ["|2019|2020", "A|13|14", "B|17|19", "Summa 1|30|33", "C|23|24", "D|6|5", "Summa 2|29|29", "Totalt|59|62"]
    sums = {
        "B4": "SUM(B2:B3)",
        "B7": "SUM(B5:B6)",
        "B8": "B4+B7",
        "C4": "SUM(C2:C3)",
        "C7": "SUM(C5:C6)",
        "C8": "C4+C7",
    }

    assert left_out(with_formulas(page(*rows), **sums)) == []


def test_a_column_that_a_total_along_the_row_leaves_out_is_a_finding() -> None:
    rows = ["Enhet|jan|feb|mar|Totalt", "Norr|110|123|98|233", "Söder|215|198|230|413"]

    assert left_out(with_formulas(page(*rows), E2="SUM(B2:C2)", E3="SUM(B3:C3)")) == [
        ("Blad1!E2", ["D2"]),
        ("Blad1!E3", ["D3"]),
    ]
