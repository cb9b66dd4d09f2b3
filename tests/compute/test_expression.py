from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runxl.compute.expression import Expression, evaluate, formula
from runxl.compute.parsing import ExpressionError, parse
from runxl.grid import Address, Block
from runxl.grid.address import cell_at

# Resultat: E5 actual 2, F5 budget -2, E6:E8 is 10, 20, 30, E9 unknown; Verksamheter counts in tkr: E5 4134
AMOUNTS = {
    "Resultat!E5": Decimal(2),
    "Resultat!F5": Decimal(-2),
    "Resultat!E6": Decimal(10),
    "Resultat!E7": Decimal(20),
    "Resultat!E8": Decimal(30),
    "Verksamheter!E5": Decimal(4134),
    "'Mars, april'!A1": Decimal(7),
}
ENTRIES = {("tblResultat", "resultat", "Utfall"): cell_at("Resultat", "E5")}
NAMES = {"överskott": Block("Resultat", 5, 5, 5, 5), "rader": Block("Resultat", 6, 5, 8, 5)}
SHEETS = ("Resultat", "Verksamheter", "Mars, april", "Kontroller")


class Finder:
    """Finds what stands in the tables above; a reference without a sheet is on Kontroller."""

    def cell(self, reference: str) -> Address | None:
        sheet, _, place = reference.rpartition("!")
        name = sheet.strip("'") or "Kontroller"
        return cell_at(name, place) if name in SHEETS else None

    def entry(self, table: str, row: str, header: str) -> Address | None:
        return ENTRIES.get((table, row, header))

    def name(self, name: str) -> Block | None:
        return NAMES.get(name)


def plain(_: Address) -> Decimal:
    return Decimal(1)


def in_millions(cell: Address) -> Decimal:
    return Decimal("0.001") if cell.sheet == "Verksamheter" else Decimal(1)


def read(text: str) -> Expression:
    return parse(text, Finder())


def value(text: str, *, is_formula: bool = False) -> Decimal | None:
    return evaluate(parse(text, Finder(), is_formula=is_formula), lambda cell: AMOUNTS.get(str(cell)), plain)


def refused(text: str, *, is_formula: bool = False) -> str:
    """Return the part of a text that could not be read."""
    with pytest.raises(ExpressionError) as caught:
        parse(text, Finder(), is_formula=is_formula)
    return caught.value.part


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("4", "4"),
        ("1 234,5", "1234.5"),
        ("1\u00a0234", "1234"),
        ("2.5", "2.5"),
        ("1+2*3", "7"),
        ("(1+2)*3", "9"),
        ("10-4-3", "3"),
        ("12/4/3", "1"),
        ("-3+5", "2"),
        ("--3", "3"),
        ("2*-3", "-6"),
        ("5 \u2212 2", "3"),
        ("5 \u2013 2", "3"),
        ("0,1+0,2", "0.3"),
        ("=2+2", "4"),
        ("ABS(-4)", "4"),
        ("abs(3-7)", "4"),
        ("AVRUNDA(2,5;0)", "3"),
        ("ROUND(-2,5;0)", "-3"),
        ("SUMMA(1;2;3)", "6"),
    ],
)
def test_arithmetic_is_exact_and_typed_the_swedish_way(text: str, result: str) -> None:
    assert value(text) == Decimal(result)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("Resultat!E5", 2),
        ("Resultat!$E$5", 2),
        ("tblResultat[resultat;Utfall]", 2),
        ("tblResultat[resultat; Utfall ]", 2),
        ("överskott", 2),
        ("Resultat!E5-Resultat!F5", 4),
        ("'Mars, april'!A1*2", 14),
        ("SUM(Resultat!E6:E8)", 60),
        ("SUM(Resultat!E8:E6)", 60),
        ("SUMMA(rader)", 60),
        ("SUMMA(Resultat!E6:E8;överskott;1)", 63),
    ],
)
def test_a_side_refers_to_cells_table_entries_and_names(text: str, result: int) -> None:
    assert value(text) == result


def test_a_formula_typed_as_the_side_has_points_and_commas() -> None:
    assert value("ROUND(Resultat!E5+0.25,1)", is_formula=True) == Decimal("2.3")


def test_a_formula_with_a_decimal_comma_is_none() -> None:
    assert refused("1,5", is_formula=True) == ","


def test_an_unknown_cell_makes_the_side_unknown() -> None:
    assert value("Resultat!E5+Resultat!E9") is None
    assert value("ABS(Resultat!E9)") is None


def test_a_sum_passes_over_cells_without_a_number_as_a_spreadsheet_does() -> None:
    assert value("SUM(Resultat!E6:E9)") == 60


def test_an_error_in_a_cell_of_a_sum_makes_the_side_unknown() -> None:
    errors = {"Resultat!E6": Decimal("NaN")}
    assert evaluate(read("SUM(Resultat!E6:E8)"), lambda cell: errors.get(str(cell)), plain) is None


def test_a_function_takes_at_most_255_arguments() -> None:
    assert value("SUM(" + "1;" * 254 + "1)") == 255
    assert refused("SUM(" + "1;" * 255 + "1)") == "SUM"


def test_a_minus_sign_before_parentheses_stays_outside_them() -> None:
    assert formula(read("5-(4-3)-2"), plain) == 'IFERROR((5-(4-3)-2),"")'


@pytest.mark.parametrize("text", ["1/0", "1/(2-2)", "Resultat!E5/(Resultat!E5+Resultat!F5)", "0/0"])
def test_a_division_by_zero_has_no_value(text: str) -> None:
    assert value(text) is None


def test_a_value_larger_than_a_cell_holds_is_no_value() -> None:
    assert value("9" * 300 + "*" + "9" * 300) is None


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", ""),
        ("   ", ""),
        ("Okänd!E5", "Okänd!E5"),
        ("saknas", "saknas"),
        ("tblResultat[borta;Utfall]", "tblResultat[borta;Utfall]"),
        ("tblResultat[resultat;Borta]", "tblResultat[resultat;Borta]"),
        ("1+", ""),
        ("1+*2", "*"),
        ("(1+2", ""),
        ("1+2)", ")"),
        ("1 2 3", "2"),
        ("ABS(1;2)", "ABS"),
        ("ROUND(1)", "ROUND"),
        ("ROUND(1;1+1)", "ROUND"),
        ("ROUND(1;99)", "ROUND"),
        ("rader", "Resultat!E6:E8"),
        ("rader+1", "Resultat!E6:E8"),
        ("ABS(rader)", "Resultat!E6:E8"),
        ("Resultat!E5:", "Resultat!E5"),
        ("SUM(Resultat!E5:Verksamheter!E5)", "Resultat!E5"),
        ("4 tkr", "tkr"),
        ("E5 = 4", "= 4"),
        ("1.234,5", ","),
    ],
)
def test_what_cannot_be_read_is_named(text: str, part: str) -> None:
    assert refused(text).strip() == part


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('true')",
        'WEBSERVICE("http://example.com")',
        "WEBSERVICE(Resultat!E5)",
        "HYPERLINK(Resultat!E5)",
        "INDIRECT(Resultat!E5)",
        "CALL(1;2)",
        "cmd|' /C calc'!A0",
        "[1]Resultat!E5",
        "'[annan.xlsx]Resultat'!E5",
        "'\\\\server\\share\\[b.xlsx]Blad'!A1",
        "2**9**9",
        "9^9^9",
        "lambda: 1",
        "1;2",
        "{1;2}",
        '"text"',
        "1\n+2",
        "1e9",
        "TRUE",
        "@SUM(rader)",
    ],
)
def test_nothing_but_arithmetic_is_understood(text: str) -> None:
    assert isinstance(refused(text), str)


@pytest.mark.parametrize("text", ["(" * 10_000, "(" * 10_000 + "1" + ")" * 10_000, "-" * 10_000, "1+" * 10_000 + "1"])
def test_ten_thousand_signs_are_refused(text: str) -> None:
    assert refused(text) == text[:20]


def test_a_megabyte_is_refused() -> None:
    assert len(refused("1+" * 500_000 + "1")) == 20


def test_sixty_parentheses_are_refused_though_the_text_is_short() -> None:
    assert refused("(" * 60 + "1" + ")" * 60) == "("


def test_forty_parentheses_are_read() -> None:
    assert value("(" * 40 + "1" + ")" * 40) == 1


def test_a_long_sum_is_read_and_rendered() -> None:
    text = "1+" * 374 + "1"
    assert value(text) == 375
    assert formula(read(text), plain) == f'IFERROR(({text}),"")'


def test_a_formula_is_empty_where_one_of_its_cells_holds_no_number() -> None:
    assert formula(read("överskott-4"), plain) == 'IFERROR(IF(COUNT(Resultat!E5)=1,(Resultat!E5-4),""),"")'


def test_a_formula_without_cells_counts_none() -> None:
    assert formula(read("130,6/135,4*100"), plain) == 'IFERROR((130.6/135.4*100),"")'


def test_a_cell_that_is_named_twice_is_counted_once() -> None:
    assert "COUNT(Resultat!E5)=1" in formula(read("överskott+överskott"), plain)


def test_a_comma_in_a_sheets_name_is_no_second_cell() -> None:
    assert "COUNT('Mars, april'!A1)=1" in formula(read("'Mars, april'!A1"), plain)


def test_amounts_are_turned_into_the_checks_unit_in_value_and_formula_alike() -> None:
    expression = read("Verksamheter!E5+Resultat!E5")
    assert evaluate(expression, lambda cell: AMOUNTS.get(str(cell)), in_millions) == Decimal("6.134")
    assert "((Verksamheter!E5/1000)+Resultat!E5)" in formula(expression, in_millions)


def test_a_cell_in_another_unit_is_turned_before_it_divides() -> None:
    expression = read("41,34/Verksamheter!E5")
    assert evaluate(expression, lambda cell: AMOUNTS.get(str(cell)), in_millions) == 10
    assert "(41.34/(Verksamheter!E5/1000))" in formula(expression, in_millions)


def test_the_cells_of_a_sum_are_turned_into_the_checks_unit_too() -> None:
    expression = read("SUM(Verksamheter!E5:E6;Resultat!E5)")
    assert evaluate(expression, lambda cell: AMOUNTS.get(str(cell)), in_millions) == Decimal("6.134")
    assert "((SUM(Verksamheter!E5:E6)/1000)+SUM(Resultat!E5))" in formula(expression, in_millions)


def test_a_functions_swedish_name_becomes_the_one_that_files_hold() -> None:
    assert formula(read("AVRUNDA(SUMMA(rader);0)"), plain) == 'IFERROR(ROUND(SUM(Resultat!E6:E8),0),"")'


@given(st.text(alphabet="0123456789+-*/(), ;:!$ABSUMÖÅ[]'\"=.", max_size=40))
def test_any_text_is_an_expression_or_is_refused(text: str) -> None:
    try:
        parsed = parse(text, Finder())
    except ExpressionError:
        return
    evaluate(parsed, lambda _: Decimal(3), plain)
    formula(parsed, plain)


whole = st.integers(0, 999).map(str)
sums = st.recursive(
    whole, lambda inner: st.builds("({}{}{})".format, inner, st.sampled_from("+-*"), inner), max_leaves=9
)


@given(sums)
def test_whole_numbers_come_to_what_python_makes_of_them(text: str) -> None:
    assert value(text) == eval(text)  # noqa: S307  (an oracle: the text above is digits and + - * alone)
