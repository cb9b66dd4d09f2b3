"""Tables whose looks tell what their words do not: rows that a style indents, grouped rows, bold totals."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
import xlsxwriter

from runxl.domain.message import message
from runxl.hosts.package import PackageBook
from runxl.sheets.inferring import CONFIDENT, inferred
from tests.foreign.sheets import SHEET, across, down, found, spelled_out

if TYPE_CHECKING:
    from runxl.grid import Snapshot


class Row(NamedTuple):
    """A label and its numbers, and how they look: `group` is the level that Excel groups the row at."""

    label: str
    numbers: tuple[float | str, ...]
    indent: int = 0
    bold: bool = False
    group: int = 0


def book(*rows: Row) -> Snapshot:
    """Return a workbook with these rows, as XlsxWriter writes it and the package host reads it."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as file:
        page = file.add_worksheet(SHEET)
        for number, row in enumerate(rows):
            page.set_row(number, None, None, {"level": row.group})
            page.write(number, 0, row.label, file.add_format({"indent": row.indent, "bold": row.bold}))
            page.write_row(number, 1, row.numbers, file.add_format({"bold": row.bold}))
    return PackageBook(stream.getvalue(), Path("prov.xlsx")).read()


def plain(*rows: Row) -> Snapshot:
    """Return the same workbook without its looks."""
    return book(*(Row(row.label, row.numbers) for row in rows))


def confident(snapshot: Snapshot) -> set[str]:
    return {spelled_out(relation) for relation in inferred(snapshot) if relation.confidence >= CONFIDENT}


INDENTED = (
    Row("Tkr", ("Utfall",)),
    Row("Intäkter", (1420,)),
    Row("Avgifter", (320,), indent=1),
    Row("Bidrag", (1100,), indent=1),
    Row("Kostnader", (1390,)),
    Row("Personal", (980,), indent=1),
    Row("Lokaler", (410,), indent=1),
)


def test_rows_that_a_style_indents_are_of_the_row_above() -> None:
    assert found(book(*INDENTED)) == {"B2 = B3 + B4", "B5 = B6 + B7"}
    assert found(plain(*INDENTED)) == set()


def test_grouped_rows_are_of_the_row_above() -> None:
    rows = [row._replace(indent=0, group=row.indent) for row in INDENTED]

    assert found(book(*rows)) == {"B2 = B3 + B4", "B5 = B6 + B7"}


GROUPED_OVER = (
    Row("Tkr", ("Utfall",)),
    Row("Kiruna", (2310,), group=2),
    Row("Gällivare", (1600,), group=2),
    Row("Norr", (3910,), group=1),
    Row("Piteå", (3014,), group=2),
    Row("Luleå", (2250,), group=2),
    Row("Söder", (5264,), group=1),
    Row("Länet", (9174,)),
)
IN_TWO_LEVELS = {"B4 = B2 + B3", "B7 = B5 + B6", "B8 = B4 + B7"}


def test_grouped_rows_may_be_of_the_row_below_as_excel_groups_them_untold() -> None:
    rows = (*GROUPED_OVER[:3], Row("Norr", (3910,)), *GROUPED_OVER[4:6], Row("Söder", (5264,)))

    assert confident(book(*rows)) == {"B4 = B2 + B3", "B7 = B5 + B6"}
    assert confident(plain(*rows)) == set()


def test_grouped_rows_of_the_row_below_stand_in_two_levels() -> None:
    assert confident(book(*GROUPED_OVER)) == IN_TWO_LEVELS
    assert found(plain(*GROUPED_OVER)) == set()


def test_grouped_rows_of_the_row_above_stand_in_two_levels() -> None:
    header, *rows = GROUPED_OVER
    county, south, north = rows[6], rows[3:6], rows[:3]

    assert confident(book(header, county, north[2], *north[:2], south[2], *south[:2])) == {
        "B2 = B3 + B6",
        "B3 = B4 + B5",
        "B6 = B7 + B8",
    }


def test_rows_that_a_style_indents_may_be_of_the_row_below_too() -> None:
    rows = [row._replace(indent=row.group, group=0) for row in GROUPED_OVER]

    assert confident(book(*rows)) == IN_TWO_LEVELS


def test_a_slip_in_a_group_does_not_make_it_the_group_of_another_row() -> None:
    rows = [row._replace(numbers=(3190,)) if row.label == "Norr" else row for row in GROUPED_OVER]

    assert confident(book(*rows)) == IN_TWO_LEVELS


def test_the_evidence_says_on_which_side_the_grouped_rows_stand() -> None:
    (relation,) = [each for each in inferred(book(*GROUPED_OVER)) if each.target.a1 == "B4"]

    assert relation.evidence[0] == message("inferred-by-indent-over", heading="Norr")


def test_of_which_rows_belong_to_the_last_row_that_is_less_indented() -> None:
    rows = (
        Row("Mnkr", ("Utfall", "Budget")),
        Row("Kostnader", (1390, 1402)),
        Row("Varav personal", (980, 967), indent=1),
        Row("Varav löner", (703, 690), indent=2),
        Row("Varav arvoden", (277, 277), indent=2),
        Row("Varav lokaler", (410, 435), indent=1),
    )

    assert found(book(*rows)) == down("BC", "2 = 3 + 6") | down("BC", "3 = 4 + 5")


BOLD_TOTALS = (
    Row("Enhet", ("Utfall", "Budget")),
    Row("Kiruna", (23, 24)),
    Row("Gällivare", (16, 12)),
    Row("Norr", (39, 36), bold=True),
    Row("Piteå", (30, 31)),
    Row("Luleå", (14, 15)),
    Row("Söder", (44, 46), bold=True),
    Row("Regionen", (83, 82), bold=True),
)


def test_bold_rows_among_plain_ones_are_sooner_believed_to_be_totals() -> None:
    assert confident(book(*BOLD_TOTALS)) == down("BC", "4 = 2 + 3") | down("BC", "7 = 5 + 6") | down("BC", "8 = 4 + 7")
    assert confident(plain(*BOLD_TOTALS)) == set()


def test_bold_numbers_do_where_the_total_has_no_label() -> None:
    rows = (
        Row("Enhet", ("Utfall", "Budget")),
        Row("Norr", (13, 14)),
        Row("Söder", (17, 19)),
        Row("Väster", (5, 4)),
        Row("", (35, 37), bold=True),
    )

    assert confident(book(*rows)) == down("BC", "5 = 2 + 3 + 4")
    assert confident(plain(*rows)) == set()


def transposed(*rows: Row, bold_headers: bool = False) -> Snapshot:
    """Return the workbook turned over: labels as headings, all of them bold where a template made them so."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as file:
        page = file.add_worksheet(SHEET)
        bold, plain = file.add_format({"bold": True}), file.add_format()
        for number, row in enumerate(rows):
            page.write(0, number, row.label, bold if bold_headers or row.bold else plain)
            page.write_column(1, number, row.numbers, bold if row.bold else plain)
    return PackageBook(stream.getvalue(), Path("prov.xlsx")).read()


@pytest.mark.parametrize("bold_headers", [False, True])
def test_bold_columns_of_a_transposed_table_are_sooner_believed_to_be_totals(*, bold_headers: bool) -> None:
    plain_columns = (row._replace(bold=False) for row in BOLD_TOTALS)

    assert confident(transposed(*BOLD_TOTALS, bold_headers=bold_headers)) == (
        across([2, 3], "D = B + C") | across([2, 3], "G = E + F") | across([2, 3], "H = D + G")
    )
    assert confident(transposed(*plain_columns, bold_headers=bold_headers)) == set()


def test_the_evidence_says_that_it_was_the_bold_that_told() -> None:
    reasons = {relation.evidence[0].code for relation in inferred(book(*BOLD_TOTALS))}

    assert reasons == {"inferred-by-bold"}


def test_a_bold_row_that_its_word_tells_of_needs_no_bold() -> None:
    rows = [row._replace(label=f"Summa {row.label}") if row.bold else row for row in BOLD_TOTALS]

    assert {relation.evidence[0].code for relation in inferred(book(*rows))} == {"inferred-by-total-word"}


def test_a_table_that_is_bold_all_over_gains_nothing() -> None:
    assert inferred(book(*(row._replace(bold=True) for row in BOLD_TOTALS))) == inferred(plain(*BOLD_TOTALS))


def test_a_bold_row_that_its_numbers_do_not_bear_out_is_no_total() -> None:
    rows = (
        Row("Enhet", ("Utfall", "Budget")),
        Row("Norr", (1310, 1420)),
        Row("Söder", (745, 910)),
        Row("Väster", (512, 433)),
        Row("Förvaltningen", (3121, 2904), bold=True),
    )

    assert found(book(*rows)) == set()
