"""What words and layout claim is listed where it does not hold, and nothing beside it is lost."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from runxl import language
from runxl.commands.check_inferred import check_inferred
from runxl.printing import tables_told
from runxl.sheets.inferring import inferred
from tests.foreign.sheets import across, down, found, page, spelled_out

if TYPE_CHECKING:
    from runxl.grid import Snapshot
    from runxl.sheets.inferring import Inferred

RESULT = [
    "Rad|Utfall",
    "Intäkter|133",
    "Varav bidrag|140",
    "Varav avgifter|16",
    "Varav övrigt|13",
    "Kostnader|-131",
    "Varav personal|-20",
    "Varav övrigt|-111",
    "Resultat|2",
]
PIVOT = [
    "Radetiketter|Summa av Belopp",
    "Kultur|5230",
    "  Teater|1330",
    "  Museum|1797",
    "  Bibliotek|1923",
    "Trafik|800",
    "  Buss|500",
    "  Tåg|300",
    "Totalsumma|6030",
]


def sure(book: Snapshot) -> set[str]:
    return {spelled_out(relation) for relation in inferred(book) if relation.is_confident}


def unsure(book: Snapshot) -> list[Inferred]:
    return [relation for relation in inferred(book) if not relation.is_confident]


def wrong(book: Snapshot) -> list[tuple[str, Decimal | None]]:
    return [(str(found_.cell), found_.difference) for found_ in check_inferred(book).outcome.findings]


def test_varav_rows_with_a_slip_are_checked_where_the_other_varav_rows_hold() -> None:
    assert sure(page(*RESULT)) == {"B2 = B3 + B4 + B5", "B6 = B7 + B8", "B9 = B2 + B6"}
    assert wrong(page(*RESULT)) == [("Blad1!B2", Decimal(-36))]


def test_an_indented_group_with_a_slip_is_checked_and_the_total_above_it_still_is() -> None:
    assert sure(page(*PIVOT)) == {"B2 = B3 + B4 + B5", "B6 = B7 + B8", "B9 = B2 + B6"}
    assert wrong(page(*PIVOT)) == [("Blad1!B2", Decimal(180))]


def test_an_indented_group_that_no_slip_explains_is_listed_with_its_numbers() -> None:
    book = page(
        "Post|Utfall",
        "Intäkter|900",
        "  Avgifter|300",
        "  Bidrag|500",
        "Kostnader|700",
        "  Löner|450",
        "  Hyra|250",
        "Netto|200",
    )

    assert sure(book) == {"B5 = B6 + B7", "B8 = B2 - B5"}
    (relation,) = unsure(book)
    assert spelled_out(relation) == "B2 = B3 + B4"
    assert language.sentence_of(relation.evidence[-1]).replace("\u00a0", " ") == (
        "Det stämmer inte här: cellen säger 900, delarna ger 800."
    )


def test_a_total_that_is_wrong_in_every_column_is_listed_with_its_numbers() -> None:
    book = page("|2018|2019", "Musik|1330|1200", "Museum|1796|1700", "Ny|100|120", "SUMMA|3126|2900")

    assert not sure(book)
    assert {spelled_out(relation) for relation in unsure(book)} == down("BC", "5 = 2 + 3 + 4")
    assert "cellen säger 3\u00a0126, delarna ger 3\u00a0226" in " ".join(
        tables_told(check_inferred(book), 100).split(" ")
    )


def test_a_result_that_is_wrong_in_the_only_column_is_listed() -> None:
    book = page("|Utfall", "Intäkter|1330", "Kostnader|-1210", "Resultat|231")

    assert [spelled_out(relation) for relation in unsure(book)] == ["B4 = B2 + B3"]


def test_a_part_under_varav_is_no_claim_to_be_all_of_it() -> None:
    assert found(page("|Utfall", "Personal|1987", "varav övertid|86", "varav sjuk|41", "Lokaler|611")) == set()


def test_indentation_that_never_means_a_sum_claims_none() -> None:
    groups = [row for group in range(13) for row in (f"G{group}|{900 + group}", "  x|1733", f"  y|{4000 + 7 * group}")]

    assert found(page("|Utfall", *groups)) == set()
    assert len(found(page("|Utfall", *groups[:6]))) == 2


def test_overlapping_varav_rows_are_no_error() -> None:
    book = page(
        "|Utfall", "Personal|1000", "varav kvinnor|600", "varav under 30 år|500", "Lokaler|200", "varav el|80",
        "varav hyra|120", "Summa|1200",
    )  # fmt: skip

    assert wrong(book) == []


def test_a_closing_balance_is_the_opening_one_with_what_follows_it() -> None:
    book = page(
        "tkr|Utfall|Budget",
        "Ingående balans|1000|900",
        "Årets intäkter|400|380",
        "Årets kostnader|-350|-360",
        "Utgående balans|1005|920",
        "Antal anställda|45|44",
    )

    assert sure(book) == down("BC", "5 = 2 + 3 + 4")
    assert wrong(book) == [("Blad1!B5", Decimal(-45))]


@pytest.mark.parametrize(
    "rows",
    [
        [
            "Åtgärd|Deltagare|Timmar",
            "Kurs|120|300",
            "Coach|80|200",
            "Praktik|60|900",
            "Totalt unika deltagare|190|1400",
        ],
        ["|Besök 2023|Besök 2024", "Teater|100|120", "Museum|300|280", "Totalt antal unika besökare|350|400"],
        ["|Besök 2023|Besök 2024", "Teater|104|120", "Museum|303|280", "Länet|362|400", "Hela länet totalt|842|800"],
    ],
)
def test_a_total_that_holds_in_one_of_two_places_is_not_sure_by_that(rows: list[str]) -> None:
    book = page(*rows)

    assert not sure(book)
    assert wrong(book) == []


@pytest.mark.parametrize(
    "rows",
    [
        ["Åtgärd|Belopp", "Kurs|120", "Coach|80", "Praktik|60", "Totalt antal rader|3"],
        ["Åtgärd|Belopp", "Kurs|1", "Coach|5", "Praktik|6", "Antal åtgärder totalt|3"],
        ["Unit|Amount|Hours", "North|120|40", "South|80|52", "Total number of units|2|2"],
    ],
)
def test_how_many_rows_there_are_is_no_total_of_them(rows: list[str]) -> None:
    assert found(page(*rows)) == set()


def test_how_many_units_there_are_below_a_total_is_no_total_of_it() -> None:
    rows = ["Enhet|Utfall|Budget", "Norr|1310|1420", "Söder|745|910", "Summa|2055|2330"]

    assert found(page(*rows, "Antal anställda|45|44", "Antal enheter totalt|2|2")) == down("BC", "4 = 2 + 3")


def test_a_number_of_visits_that_its_rows_bear_out_is_a_total() -> None:
    rows = ["Besök|2022|2023|2024", "Teater|100|120|130", "Museum|300|280|290", "Totalt antal besök|400|410|420"]

    assert sure(page(*rows)) == down("BCD", "4 = 2 + 3")


def test_a_result_may_have_its_own_sign_above_which_costs_stand_as_plus() -> None:
    book = page(
        "Nämnd|Budget|Prognos|Avvikelse",
        "KS|100|98|2",
        "BUN|500|510|-10",
        "SN|400|405|-5",
        "Summa nämnder|1000|1013|-13",
        "Finans|-1010|-1020|10",
        "Årets resultat|10|7|-3",
    )

    assert sure(book) == (
        across(range(2, 7), "D = B - C")
        | {"D7 = - B7 + C7"}
        | down("BCD", "5 = 2 + 3 + 4")
        | {"B7 = - B5 - B6", "C7 = - C5 - C6", "D7 = D5 + D6"}
    )
    assert wrong(book) == []


def test_a_lone_result_with_the_wrong_sign_is_not_read_as_turned() -> None:
    assert sure(page("|Utfall", "Intäkter|1330", "Kostnader|-1210", "Resultat|-120")) == set()


def test_one_row_is_no_table() -> None:
    assert check_inferred(page("x|1")).tables == ()
    assert check_inferred(page("|jan|feb", "Norr|1|2")).tables == ()
