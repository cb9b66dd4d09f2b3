"""Layouts that nobody prepared, each with every relation that a person sees in it, and no other."""

from __future__ import annotations

from decimal import Decimal

import pytest

from runxl.grid import Block
from runxl.sheets.inferring import inferred
from tests.foreign.sheets import SHEET, across, down, found, page, pages


def test_a_transposed_table_has_its_lines_as_columns() -> None:
    book = page(
        "(tkr)   |Intäkter|Varav statsbidrag|Varav avgifter|Kostnader|Resultat",
        "Utfall  |   5200 |     4100        |     1100     |  -4900  |  300",
        "Budget  |   5000 |     4000        |     1000     |  -5000  |  0",
        "Avvikelse|   200 |      100        |      100     |    100  |  300",
    )

    assert found(book) == (down("BCDEF", "4 = 2 - 3") | across([2, 3, 4], "B = C + D") | across([2, 3, 4], "F = B + E"))


def test_empty_columns_and_an_empty_row_are_air() -> None:
    book = page(
        "Enhet    | |Budget| |Utfall| |Avvikelse",
        "Norr     | | 1200 | | 1150 | |  -50",
        "Söder    | |  800 | |  910 | |  110",
        "Väster   | |  450 | |  450 | |    0",
        "",
        "Summa    | | 2450 | | 2510 | |   60",
    )

    assert found(book) == across([2, 3, 4, 6], "G = - C + E") | down("CEG", "6 = 2 + 3 + 4")


def test_two_tables_stand_side_by_side() -> None:
    book = page(
        "Intäkter |Utfall|  |Kostnader |Utfall|Budget",
        "Avgifter |  317 |  |Personal  |  941 |  900",
        "Bidrag   | 1204 |  |Lokaler   |  223 |  230",
        "Summa    | 1521 |  |Övrigt    |  115 |  120",
        "         |      |  |Summa     | 1279 | 1250",
    )

    assert found(book) == down("B", "4 = 2 + 3") | down("EF", "5 = 2 + 3 + 4")


def test_two_tables_stand_one_above_the_other() -> None:
    book = page(
        "Drift (tkr)",
        "Enhet    |Utfall|Budget|Avvikelse",
        "Musik    | 2310 | 2400 |  -90",
        "Museum   | 4120 | 4000 |  120",
        "Summa    | 6430 | 6400 |   30",
        "",
        "Investeringar (tkr)",
        "Projekt  |Årsbudget|Beslutat",
        "Magasin  |   900   |  640",
        "Scen     |   350   |  350",
        "Tak      |  1275   |  180",
        "Totalt   |  2525   | 1170",
    )

    assert found(book) == (across([3, 4, 5], "D = B - C") | down("BCD", "5 = 3 + 4") | down("BC", "12 = 9 + 10 + 11"))


def test_totals_come_first_in_two_levels() -> None:
    book = page(
        "           |2019  |2020",
        "Totalt     | 9174 | 9650",
        "Norr       | 3910 | 4085",
        "  Kiruna   | 2310 | 2450",
        "  Gällivare| 1600 | 1635",
        "Söder      | 5264 | 5565",
        "  Piteå    | 3014 | 3120",
        "  Älvsbyn  |  850 |  905",
        "  Luleå    | 1400 | 1540",
    )

    assert found(book) == (down("BC", "3 = 4 + 5") | down("BC", "6 = 7 + 8 + 9") | down("BC", "2 = 3 + 6"))


def test_totals_come_first_and_nothing_but_numbers_tells_of_the_levels() -> None:
    book = page(
        "       |Utfall|Budget|Avvikelse|Årsprognos",
        "Totalt | 75769| 77786|  -2017  | 211601",
        "Post 1 |  4754|  5747|   -993  |  15599",
        "Post 2 |  3334|  3964|   -631  |  11656",
        "Post 3 |  1420|  1783|   -363  |   3943",
        "Post 4 |  9442| 10987|  -1544  |  25504",
        "Post 5 |  7081|  9307|  -2226  |  19783",
        "Post 6 |  2361|  1679|    682  |   5721",
        "Post 7 | 61573| 61052|    520  | 170498",
        "Post 8 | 30973| 26738|   4234  |  87687",
        "Post 9 |  4763|  5610|   -847  |  12092",
        "Post 10| 18121| 22910|  -4789  |  52290",
        "Post 11|  7716|  5794|   1922  |  18429",
    )

    assert found(book) == (
        across(range(2, 14), "D = B - C")
        | down("BCDE", "3 = 4 + 5")
        | down("BCDE", "6 = 7 + 8")
        | down("BCDE", "9 = 10 + 11 + 12 + 13")
        | down("BCDE", "2 = 3 + 6 + 9")
    )


def test_subtotals_in_two_levels_need_no_indentation() -> None:
    book = page(
        "Konto|Benämning        |Utfall|Budget",
        "3010 |Patientavgifter  |  812 |  800",
        "3510 |Statsbidrag      | 2240 | 2250",
        "     |Summa intäkter   | 3052 | 3050",
        "4010 |Löner            |-1733 |-1700",
        "4510 |Sociala avgifter | -561 | -550",
        "     |Summa personal   |-2294 |-2250",
        "5010 |Lokaler          | -415 | -420",
        "5610 |Resor            |  -67 |  -80",
        "     |Summa övrigt     | -482 | -500",
        "     |Summa kostnader  |-2776 |-2750",
        "     |Resultat         |  276 |  300",
    )

    assert found(book) == (
        down("CD", "4 = 2 + 3")
        | down("CD", "7 = 5 + 6")
        | down("CD", "10 = 8 + 9")
        | down("CD", "11 = 7 + 10")
        | down("CD", "12 = 4 + 11")
    )


def test_merged_headings_and_the_year_before() -> None:
    book = page(
        "Mnkr     |Januari–april| | |Helår| | ",
        "         |Utfall 2019|Utfall 2020|Budget 2020|Bokslut 2019|Prognos 2020|Budget 2020",
        "Intäkter |  121.4 |  133.2 |  127.1 |  371.9 |  385.0 |  382.3",
        "Kostnader| -119.8 | -131.0 | -129.4 | -369.5 | -380.6 | -381.1",
        "Resultat |    1.6 |    2.2 |   -2.3 |    2.4 |    4.4 |    1.2",
        merges=[Block(SHEET, 1, 2, 1, 4), Block(SHEET, 1, 5, 1, 7)],
    )

    assert found(book) == down("BCDEFG", "5 = 3 + 4")


def test_a_change_from_the_year_before_is_another_difference() -> None:
    book = page(
        "tkr      |Utfall 2019|Utfall 2020|Budget 2020|Avvikelse|Förändring 2019–2020",
        "Musik    |  2205 |  2310 |  2400 |  -90 |  105",
        "Museum   |  4230 |  4120 |  4000 |  120 | -110",
        "Bibliotek|  1010 |  1130 |  1105 |   25 |  120",
        "Totalt   |  7445 |  7560 |  7505 |   55 |  115",
    )

    assert found(book) == (
        across([2, 3, 4, 5], "E = C - D") | across([2, 3, 4, 5], "F = - B + C") | down("BCDEF", "5 = 2 + 3 + 4")
    )


def test_budget_less_actual_is_a_variance_too() -> None:
    book = page(
        "Kostnader|Budget|Utfall|Avvikelse",
        "Personal | 1900 | 1987 |  -87",
        "Lokaler  |  640 |  611 |   29",
        "Material |  335 |  352 |  -17",
        "Summa    | 2875 | 2950 |  -75",
    )

    assert found(book) == across([2, 3, 4, 5], "D = B - C") | down("BCD", "5 = 2 + 3 + 4")


def test_costs_without_a_minus_sign_and_variances_where_plus_is_favourable() -> None:
    book = page(
        "tkr              |Utfall|Budget|Avvikelse",
        "Intäkter         | 5230 | 5000 |  230",
        "Kostnader        | 5105 | 4900 | -205",
        "Varav personal   | 3310 | 3250 |  -60",
        "Varav lokaler    | 1795 | 1650 | -145",
        "Resultat         |  125 |  100 |   25",
    )

    assert found(book) == (
        {"D2 = B2 - C2", "D3 = - B3 + C3", "D4 = - B4 + C4", "D5 = - B5 + C5", "D6 = B6 - C6"}
        | down("BCD", "3 = 4 + 5")
        | down("BC", "6 = 2 - 3")
        | down("D", "6 = 2 + 3")
    )


def test_net_cost_adds_revenue_to_negative_cost() -> None:
    book = page(
        "Verksamhet |Utfall|Budget|Prognos",
        "Intäkter   |  412 |  400 | 1215",
        "Kostnader  |-2960 |-2900 |-8811",
        "Nettokostnad|-2548|-2500 |-7596",
    )

    assert found(book) == down("BCD", "4 = 2 + 3")


def test_net_cost_is_cost_less_revenue_along_the_row() -> None:
    book = page(
        "Enhet  |Kostnader|Intäkter|Nettokostnad",
        "Norr   |  2960   |  412   |  2548",
        "Söder  |  1735   |  290   |  1445",
        "Väster |  3108   |  655   |  2453",
        "Totalt |  7803   | 1357   |  6446",
    )

    assert found(book) == across([2, 3, 4, 5], "D = B - C") | down("BCD", "5 = 2 + 3 + 4")


def test_shares_are_left_alone() -> None:
    book = page(
        "Enhet  |Budget|Utfall|Andel, %|Förbrukat",
        "Norr   | 1200 |  450 |  37.5  |38 %",
        "Söder  |  800 |  300 |  37.5  |38 %",
        "Väster |  500 |  125 |  25    |25 %",
        "Summa  | 2500 |  875 |  35    |35 %",
    )

    assert found(book) == down("BC", "5 = 2 + 3 + 4")


def test_numbers_spelled_as_text() -> None:
    book = page(
        "Verksamhet      |Utfall   |Budget   |Avvikelse",
        "Norrbottensmusiken|11 330 tkr|10 000 tkr|+1 330 tkr",
        "Norrbottens museum|21 977 tkr|20 000 tkr|+1 977 tkr",
        "Kulturbidrag    |−93 tkr  |−100 tkr |+7 tkr",
        "Infrastruktur   |–        |–        |–",
        "SUMMA           |33 214 tkr|29 900 tkr|+3 314 tkr",
    )

    assert found(book) == across([2, 3, 4, 6], "D = B - C") | down("BCD", "6 = 2 + 3 + 4")


def test_numbers_in_brackets_are_negative() -> None:
    book = page(
        "Enhet  |Utfall (2020)|Budget|Avvikelse",
        "Norr   |  1 310      | 1 420 | (110)",
        "Söder  |  745        | 910   | (165) tkr",
        "Väster |  512        | 433   | 79",
        "Summa  |  2 567      | 2 763 | (196 tkr)",
    )

    assert found(book) == across([2, 3, 4, 5], "D = B - C") | down("BCD", "5 = 2 + 3 + 4")


@pytest.mark.parametrize("heading", ["(2019)", "(1)", "(-5)", "(not 2)", "2019 (2)"])
def test_brackets_in_a_heading_make_no_number_of_it(heading: str) -> None:
    book = page(f"|{heading}|2020", "Norr|1310|1420", "Söder|745|910", "Summa|2055|2330")

    assert found(book) == down("BC", "4 = 2 + 3")


def test_months_add_up_along_the_row_and_units_down() -> None:
    book = page(
        "Enhet  |jan|feb|mar|apr|Totalt",
        "Norr   |110|123| 98|141|472",
        "Söder  |215|198|230|207|850",
        "Väster | 64| 71| 59| 88|282",
        "Summa  |389|392|387|436|1604",
    )

    assert found(book) == across([2, 3, 4, 5], "F = B + C + D + E") | down("BCDEF", "5 = 2 + 3 + 4")


def test_a_total_that_no_word_tells_of() -> None:
    book = page(
        "Regionala utvecklingsnämnden",
        "                 |2018  |2019  |2020",
        "Musik            | 11210| 11870| 12330",
        "Museum           | 20115| 21040| 21977",
        "Bibliotek        |  5075|  5190|  5328",
        "Nämnden          | 36400| 38100| 39635",
    )

    assert found(book) == down("BCD", "6 = 3 + 4 + 5")


def test_an_of_which_row_that_is_not_all_of_it_is_no_part() -> None:
    book = page(
        "Kostnader    |Utfall|Budget",
        "Personal     | 1987 | 1900",
        "varav övertid|   86 |   40",
        "Lokaler      |  611 |  640",
        "därav hyror  |  533 |  533",
        "Summa        | 2598 | 2540",
    )

    assert found(book) == down("BC", "6 = 2 + 4")


def test_a_column_in_tkr_beside_one_in_mnkr() -> None:
    book = page(
        "Enhet  |Utfall mnkr|Budget mnkr|Avvikelse tkr",
        "Norr   |  12.330   |  11.000   |  1330",
        "Söder  |  21.977   |  20.000   |  1977",
        "Väster |   5.328   |   5.000   |   328",
    )

    assert found(book) == {
        "D2 = 1E+3 B2 - 1E+3 C2",
        "D3 = 1E+3 B3 - 1E+3 C3",
        "D4 = 1E+3 B4 - 1E+3 C4",
    }


def test_rows_in_tkr_among_rows_in_mnkr() -> None:
    book = page(
        "Mnkr                 |Utfall|Budget|Avvikelse",
        "Intäkter             |  6.3 |  6.0 |  0.3",
        "varav avgifter (tkr) | 1320 | 1204 |  116",
        "varav bidrag, tkr    | 4968 | 4815 |  153",
        "Kostnader            | -6.0 | -5.9 | -0.1",
        "Resultat             |  0.3 |  0.1 |  0.2",
    )

    assert found(book) == (
        {f"{column}2 = 0.001 {column}3 + 0.001 {column}4" for column in "BCD"}
        | down("BCD", "6 = 2 + 5")
        | across([2, 3, 4, 5, 6], "D = B - C")
    )
    assert {(each.target.row, each.unit) for each in inferred(book)} >= {(2, "mnkr"), (3, "tkr"), (4, "tkr")}


def test_a_row_in_tkr_is_as_wide_as_its_own_decimals() -> None:
    book = page("Mnkr|2019|2020", "Intäkter|6.31|6.02", "varav tkr avgifter|1322|1204", "varav tkr bidrag|4988|4812")

    widths = {each.numbers[0].half_width for each in inferred(book)}
    assert (widths, found(book)) == ({Decimal("0.5")}, {f"{x}2 = 0.001 {x}3 + 0.001 {x}4" for x in "BC"})


def test_a_unit_in_every_label_but_the_totals_is_the_totals_too() -> None:
    book = page("Enhet|2019|2020", "Norr, tkr|1310|1420", "Söder, tkr|745|910", "Summa|2055|2330")

    assert found(book) == down("BC", "4 = 2 + 3")
    assert {relation.unit for relation in inferred(book)} == {"tkr"}


def test_a_limit_in_a_label_is_no_unit() -> None:
    book = page("Mnkr|2019|2020", "Avtal under 100 tkr|1310|1420", "Avtal över 100 tkr|745|910", "Summa|2055|2330")

    assert found(book) == down("BC", "4 = 2 + 3")


def test_a_row_of_shares_does_not_part_the_rows_around_it() -> None:
    rows = [
        "Tkr|2019|2020",
        "Intäkter|2555|2130",
        "  Avgifter|1310|1420",
        "  Täckningsgrad|42 %|41 %",
        "  Bidrag|745|910",
    ]

    assert found(page(*rows)) == down("BC", "2 = 3 + 5")


def test_amounts_that_could_be_years_are_no_heading_below_a_heading_of_years() -> None:
    book = page("|2019|2020", "Norr|2010|2020", "Söder|745|910", "Summa|2755|2930")

    assert found(book) == down("BC", "4 = 2 + 3")


def test_sections_of_an_income_statement() -> None:
    book = page(
        "Resultaträkning, mnkr|2020|2019",
        "Verksamhetens intäkter| 1841| 1790",
        "Verksamhetens kostnader|-9312|-9015",
        "Avskrivningar|-388|-371",
        "Verksamhetens nettokostnader|-7859|-7596",
        "",
        "Skatteintäkter| 6120| 5987",
        "Generella statsbidrag och utjämning|1995|1710",
        "Verksamhetens resultat|256|101",
        "",
        "Finansiella intäkter|143|367",
        "Finansiella kostnader|-212|-198",
        "Årets resultat|187|270",
    )

    assert found(book) == (down("BC", "5 = 2 + 3 + 4") | down("BC", "9 = 5 + 7 + 8") | down("BC", "13 = 9 + 11 + 12"))


def test_lines_under_headings_of_their_own() -> None:
    book = page(
        "           |Budget|Utfall|Avvikelse",
        "Intäkter",
        "  Avgifter | 310  |  322 |  12",
        "  Bidrag   | 1200 | 1187 | -13",
        "Summa intäkter|1510|1509 |  -1",
        "Kostnader",
        "  Personal | 940  |  981 | -41",
        "  Lokaler  | 420  |  404 |  16",
        "Summa kostnader|1360|1385| -25",
        "Resultat   | 150  |  124 | -26",
    )

    assert found(book) == (
        across([3, 4, 5, 10], "D = - B + C")
        | across([7, 8, 9], "D = B - C")
        | down("BCD", "5 = 3 + 4")
        | down("BCD", "9 = 7 + 8")
        | down("BC", "10 = 5 - 9")
        | down("D", "10 = 5 + 9")
    )


def test_only_the_area_is_read() -> None:
    book = pages(
        ["Enhet|Utfall", "Norr|1210", "Söder|845", "Summa|2055", "Anmärkning", "Öster|17", "Väster|4", "Summa|21"],
        ["Enhet|Utfall", "Norr|1310", "Söder|645", "Summa|1955"],
    )

    assert found(book, Block("Blad1", 1, 1, 4, 2)) == {"B4 = B2 + B3"}


def test_every_sheet_is_read_without_an_area() -> None:
    book = pages(
        ["Enhet|Utfall", "Norr|1210", "Söder|845", "Summa|2055"],
        ["Enhet|Utfall", "Norr|1310", "Söder|645", "Summa|1955"],
    )

    assert {str(relation.target) for relation in inferred(book)} == {"Blad1!B4", "Blad2!B4"}


def test_numbers_that_only_happen_to_stand_together_promise_nothing() -> None:
    book = page(
        "Kommun     |Invånare|Areal  |Skolor|Betyg",
        "Arjeplog   |  2785  | 14604 |  3   | 11",
        "Arvidsjaur |  6144  |  6026 |  5   | 13",
        "Boden      | 28048  |  4288 | 14   | 12",
        "Gällivare  | 17529  | 16815 |  9   | 12",
        "Haparanda  |  9643  |  1868 |  6   | 11",
        "Jokkmokk   |  4923  | 19424 |  4   | 14",
    )

    assert found(book) == set()


def test_small_numbers_agree_by_chance() -> None:
    book = page(
        "Mått  |T1|T2|T3",
        "Möten |1 |2 |0",
        "Beslut|2 |1 |1",
        "Brev  |3 |3 |1",
        "Samtal|0 |0 |2",
    )

    assert found(book) == set()
