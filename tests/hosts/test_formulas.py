"""What a formula refers to, and formulas moved to another cell."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl.formula.translate import Translator

from runxl.hosts.package.formulas import Area, Function, Named, pieces, translate

ATOMS = (
    "A1",
    "$A1",
    "A$1",
    "$A$1",
    "B2:C9",
    "$B2:C$9",
    "D:D",
    "$D:F",
    "7:9",
    "$7:9",
    "Blad!C3",
    "'Mars 2020'!C3:D$4",
    "'It''s'!$A1",
    "Blad1:Blad3!B2",
    "[1]Blad!B2",
    "Å1x",
    "tblResultat[Utfall]",
    "tblResultat[[#This Row],[A1]]",
    "LOG10(B5)",
    "ATAN2(A1,B1)",
    "_xlfn.XLOOKUP(A1,B:B,C:C)",
    '"A1 and ""B2"""',
    "1E5",
    "1.5",
    "#N/A",
    "TRUE",
    "Rate_A1",
    "A1B",
    "{1,2;3,4}",
    "ABCD12",
    "INDEX($A:$A,ROW(B2))",
)


@given(
    st.lists(st.sampled_from(ATOMS), min_size=1, max_size=5),
    st.sampled_from(["+", "*", "&", "<>", "^"]),
    st.integers(0, 30),
    st.integers(0, 30),
)
@example([*ATOMS], "+", 3, 2)
def test_a_moved_formula_reads_as_openpyxl_translates_it(atoms: list[str], sign: str, down: int, right: int) -> None:
    formula = sign.join(atoms)
    theirs = Translator("=" + formula, "A1").translate_formula(row_delta=down, col_delta=right)

    assert "=" + translate(formula, down, right) == theirs


@pytest.mark.parametrize(
    ("formula", "down", "right", "expected"),
    [
        ("A1+1", 0, 0, "A1+1"),
        ("A1", -1, 0, "#REF!"),
        ("$A1+B2", 0, -1, "$A1+A2"),
        ("A1+B2", 0, -1, "#REF!+A2"),
        ("Blad!A1:B2", -1, 0, "Blad!#REF!"),
        ("SUM(1:1)", -1, 0, "SUM(#REF!)"),
        ("XFD1048576", 1, 0, "#REF!"),
        ("XFD1", 0, 1, "#REF!"),
        ("Mått!Andel", 1, 1, "Mått!Andel"),
        ("SUM(A:A)", 5, 1, "SUM(B:B)"),
        ("A1#", 1, 1, "B2#"),
        ("@A1", 1, 1, "@B2"),
    ],
)
def test_a_formula_moves_with_its_cell(formula: str, down: int, right: int, expected: str) -> None:
    assert translate(formula, down, right) == expected


@pytest.mark.parametrize("text", ['"A1"', "tbl[A1]", "tbl[[#This Row],[A1:B2]]", "LOG10()", "A1_x", "ABCD1", "[1]!A1B"])
def test_what_only_looks_like_a_cell_stays(text: str) -> None:
    assert translate(f"{text}&1", 1, 1) == f"{text}&1"


def test_a_formula_is_cut_into_what_it_refers_to() -> None:
    found = [piece for piece in pieces("SUM(Blad!A1:B2)*Kvot+tbl[Utfall]") if not isinstance(piece, str)]

    assert found[0] == Function("SUM")
    assert isinstance(found[1], Area)
    assert (found[1].sheet, found[1].bounds()) == ("Blad!", (1, 1, 2, 2))
    assert found[2:] == [Named("", "Kvot", ""), Named("", "tbl", "[Utfall]")]


def test_a_whole_column_reaches_to_the_last_row() -> None:
    area = pieces("$B:C")[0]

    assert isinstance(area, Area)
    assert area.bounds() == (1, 2, 1_048_576, 3)


def test_a_colon_with_a_computed_corner_stands_alone() -> None:
    assert ":" in pieces("SUM(A1:INDEX(B:B,3))")


@given(st.text(max_size=40))
def test_any_text_put_together_again_is_itself(text: str) -> None:
    assert (
        "".join(piece.moved(0, 0) if isinstance(piece, Area) else str(piece) for piece in pieces(text)).upper()
        == text.upper()
    )
