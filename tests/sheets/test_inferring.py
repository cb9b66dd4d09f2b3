"""What a table that nobody prepared is believed to promise, by its labels and numbers: the report's tables first."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from runxl.compute.relations import RelationKind, examine
from runxl.domain.finding import Verdict
from runxl.grid import Address, CellError, Content, Snapshot
from runxl.sheets.inferring import inferred
from runxl.sheets.inferring.cells import Kind, seen
from tests.foreign.sheets import SHEET, across, down, found, page, pages
from tests.reports import PRINTED_APPROPRIATION, PRINTED_RESULT, PRINTED_TOTAL, PRINTED_UNITS

if TYPE_CHECKING:
    from collections.abc import Iterator

RESULT_LABELS = (
    "Verksamhetens intäkter",
    "Varav regionbidrag",
    "Varav koffertmedel",
    "Varav övriga intäkter",
    "Verksamhetens kostnader",
    "Varav personalkostnader",
    "Varav lämnade bidrag",
    "Varav övriga kostnader",
    "Resultat före avskrivningar",
    "Avskrivningar",
    "Resultat",
)
RESULT = [
    "(Mnkr)|Utfall 2020-04|Budget 2020-04|Avvikelse 2020-04|Årsprognos|Årsbudget|Avvikelse årsprognos",
    *("|".join(map(str, (label, *row[3:]))) for label, row in zip(RESULT_LABELS, PRINTED_RESULT, strict=True)),
]
UNITS = [
    "Avvikelse mot budget på verksamhetsnivå (tkr)|2020-04|Årsprognos",
    *("|".join(map(str, row)) for row in (*PRINTED_UNITS, PRINTED_TOTAL)),
]
APPROPRIATION = [
    "Åtgärd (mnkr)|Årsbudget|Fattade beslut tom 2020-04|Utbetalt tom 2020-04",
    *("|".join(map(str, row)) for row in PRINTED_APPROPRIATION),
    "SUMMA|162|97.2|53.9",
]
RELATIONS = {
    "result": (
        down("BCDEFG", "2 = 3 + 4 + 5")
        | down("BCDEFG", "6 = 7 + 8 + 9")
        | down("BCDEFG", "10 = 2 + 6")
        | down("BCDEFG", "12 = 10 + 11")
        | across(range(2, 13), "D = B - C")
        | across(range(2, 13), "G = E - F")
    ),
    "units": down("BC", "9 = 2 + 3 + 4 + 5 + 6 + 7 + 8"),
    "appropriation": down("BCD", "5 = 2 + 3 + 4"),
}
TABLES = {"result": RESULT, "units": UNITS, "appropriation": APPROPRIATION}


@pytest.mark.parametrize("name", TABLES)
def test_every_relation_of_the_report_is_found_and_no_other(name: str) -> None:
    assert found(page(*TABLES[name])) == RELATIONS[name]


def test_the_three_tables_together_have_the_53_relations_of_the_report() -> None:
    relations = inferred(pages(RESULT, UNITS, APPROPRIATION))

    between = {
        (str(relation.target), *map(str, relation.parts[0]))
        for relation in relations
        if relation.kind is RelationKind.ACROSS_UNITS
    }
    assert len(relations) == 53
    assert between == {("Blad1!D12", "0.001", "Blad2!B9"), ("Blad1!G12", "0.001", "Blad2!C9")}


@pytest.mark.parametrize("name", TABLES)
def test_one_wrong_number_hides_no_relation_and_makes_none_up(name: str) -> None:
    for spoiled in _spoiled(page(*TABLES[name])):
        relations = inferred(spoiled)

        assert found(spoiled) == RELATIONS[name]
        assert all(relation.is_confident for relation in relations)


def _spoiled(book: Snapshot) -> Iterator[Snapshot]:
    """Give the workbook with each number's sign, first digit, last two digits and thousands wrong, one at a time."""
    sheet = book.sheets[SHEET]
    for place, content in sheet.cells.items():
        if isinstance(content.value, Decimal):
            for number in _slips(content.value):
                cells = {**sheet.cells, place: Content(number)}
                yield replace(book, sheets={SHEET: replace(sheet, cells=cells)})


def _slips(number: Decimal) -> set[Decimal]:
    sign, digits, exponent = number.as_tuple()
    assert isinstance(exponent, int)
    other = ((digits[0] + 3) % 10, *digits[1:])
    swapped = (*digits[:-2], *reversed(digits[-2:]))
    wrong = {-number, number * 1000, Decimal((sign, other, exponent)), Decimal((sign, swapped, exponent))}
    return wrong - {number}


def test_a_printed_number_is_as_wide_as_its_column_shows() -> None:
    (relation, *_) = inferred(page("tkr|Utfall|Budget", "Norr|1.5|2", "Söder|30|41", "Summa|31.5|43"))

    assert relation.target == Address(SHEET, 4, 2)
    assert (relation.stated.value, relation.stated.half_width) == (Decimal("31.5"), Decimal("0.05"))
    assert [number.half_width for number in relation.numbers] == [Decimal("0.05"), Decimal("0.05")]
    assert relation.unit == "tkr"


def test_a_number_format_says_how_many_decimals_are_shown() -> None:
    book = page("|Utfall", "Norr|1.234", "Söder|30.111", "Summa|31.345")
    shown = replace(book.sheets[SHEET], formats={(row, 2): "# ##0.0" for row in (2, 3, 4)})

    (relation,) = inferred(replace(book, sheets={SHEET: shown}))

    assert relation.stated.half_width == Decimal("0.05")


def test_an_inferred_relation_can_be_examined() -> None:
    relations = inferred(page(*UNITS))

    verdicts = {relation.target.a1: examine(relation.relation).verdict for relation in relations}
    assert verdicts == {"B9": Verdict.EXPLAINED, "C9": Verdict.EXACT}


def test_the_evidence_says_what_it_was_believed_for_and_where_it_holds() -> None:
    spoiled = [row.replace("73.9", "79.3") for row in APPROPRIATION]

    (relation, *_) = inferred(page(*spoiled))

    assert [(evidence.code, dict(evidence.parts)) for evidence in relation.evidence] == [
        ("inferred-by-only-total-word", {"heading": "SUMMA"}),
        ("inferred-holds", {"holds": 2, "places": 3}),
    ]


@pytest.mark.parametrize(("total", "holds"), [(632, 3), (633, 2)])
def test_a_sum_holds_as_far_as_rounding_reaches(total: int, holds: int) -> None:
    """Three parts and their total are each within 0.5, so they may be 2 apart: 310 + 208 + 112 = 630."""
    book = page("|2018|2019|2020", "Norr|305|301|310", "Söder|200|212|208", "Öster|95|88|112", f"Summa|600|601|{total}")

    (relation, *_) = inferred(book)

    assert relation.evidence[1].parts == {"holds": holds, "places": 3}


def test_a_wrong_total_of_a_single_column_is_a_total_where_one_slip_explains_it() -> None:
    (relation,) = inferred(page("|Avvikelse", "Musik|1330", "Museum|1797", "Bibliotek|328", "SUMMA|3635"))

    assert relation.evidence[0].code == "inferred-by-slip"
    assert examine(relation.relation).difference == 180


def test_a_wrong_total_of_a_single_column_that_nothing_explains_is_not_sure() -> None:
    (relation,) = inferred(page("|Avvikelse", "Musik|1330", "Museum|1796", "Bibliotek|328", "SUMMA|3635"))

    assert not relation.is_confident
    assert dict(relation.evidence[-1].parts) == {"stated": 3635, "computed": 3454}


def test_numbers_alone_must_agree_in_several_places() -> None:
    one = page("|2020", "Musik|12330", "Museum|21977", "Nämnden|34307")
    two = page("|2019|2020", "Musik|11870|12330", "Museum|21040|21977", "Nämnden|32910|34307")

    assert found(one) == set()
    assert found(two) == down("BC", "4 = 2 + 3")


def test_columns_without_a_word_are_a_difference_by_their_numbers() -> None:
    book = page("|A|B|C", "Musik|1330|1204|126", "Museum|1977|2105|-128", "Arkiv|328|290|38", "Teater|871|902|-31")

    assert found(book) == across([2, 3, 4, 5], "D = B - C")


def test_what_is_not_known_takes_part_in_no_relation() -> None:
    book = page("|2018|2019|2020", "Musik|11210|11870|12330", "Museum|20115|21040|21977", "Summa|31325|32910|34307")
    sheet = book.sheets[SHEET]
    cells = {**sheet.cells, (3, 3): Content(CellError("#REF!"))}

    assert found(replace(book, sheets={SHEET: replace(sheet, cells=cells)})) == down("BD", "4 = 2 + 3")


def test_a_number_too_large_to_count_with_is_not_known() -> None:
    large = f"1{15 * '0'}"
    assert seen(Content(Decimal(large)), None).kind is seen(Content(large), None).kind is Kind.UNKNOWN
    assert seen(Content(Decimal("1e300")), "0").kind is Kind.UNKNOWN
    assert seen(Content(Decimal(15 * "9")), None).kind is Kind.NUMBER


def test_an_empty_cell_is_no_part() -> None:
    book = page("|2019|2020", "Musik|11870|12330", "Museum||21977", "Arkiv|450|470", "Summa|12320|34777")

    assert found(book) == {"B5 = B2 + B4", "C5 = C2 + C3 + C4"}


def test_a_hidden_sheet_is_left_alone() -> None:
    book = page(*APPROPRIATION)
    hidden = replace(book.sheets[SHEET], hidden=True)

    assert not inferred(replace(book, sheets={SHEET: hidden}))
