from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runxl.bridge.call import Call, read_call
from runxl.commands.setup.digits import digits_of, text_in

FOLDER = digits_of("/runxl")
BOOK = digits_of("/rapport.xlsx")
WELL_FORMED = ["run", "7", "excel:4711", "sv", FOLDER, BOOK]


def test_a_call_is_read_from_its_arguments() -> None:
    assert read_call(WELL_FORMED) == Call("run", 7, "excel:4711", "sv", Path("/runxl"), ("/rapport.xlsx",))


def test_the_digits_are_what_vba_makes_of_its_own_strings() -> None:
    # Å is U+00C5, and the least significant byte goes first
    assert digits_of("Å.xlsx") == "c5002e0078006c0073007800"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_every_text_comes_through_as_it_was(text: str) -> None:
    digits = digits_of(text)
    assert text_in(digits) == text
    assert set(digits) <= set("0123456789abcdef-")


@pytest.mark.parametrize(
    ("place", "argument"),
    [
        (0, "run;calc"),
        (0, "RUN"),
        (0, ""),
        (1, "-7"),
        (1, "../7"),
        (1, "123456789012345678901"),
        (2, "4711"),
        (2, "excel:"),
        (2, "excel:4711&calc"),
        (2, "uno:a,b"),
        (3, "de"),
        (3, "SV"),
        (3, "sv-SE"),
        (3, ""),
        (4, "/runxl"),
        (4, digits_of("runxl")),
        (4, "-"),
        (5, "rapport.xlsx"),
        (5, "C500"),
        (5, "c5"),
        # half of a pair of surrogates
        (5, "00d8"),
    ],
)
def test_an_argument_that_is_not_by_the_protocol_makes_no_call(place: int, argument: str) -> None:
    arguments = [*WELL_FORMED[:place], argument, *WELL_FORMED[place + 1 :]]
    with pytest.raises(ValueError, match=r"protocol|codec|arguments"):
        read_call(arguments)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        WELL_FORMED[:4],
        WELL_FORMED[:5],
        [*WELL_FORMED, BOOK],
        [*WELL_FORMED[:3], *WELL_FORMED[4:]],
        ["new", *WELL_FORMED[1:]],
        ["help", *WELL_FORMED[1:]],
        ["why", *WELL_FORMED[1:]],
    ],
    ids=[
        *("none", "no folder", "no workbook", "two workbooks"),
        *("no language", "new without a period", "help with a workbook", "why without a cell"),
    ],
)
def test_too_many_or_too_few_arguments_make_no_call(arguments: list[str]) -> None:
    with pytest.raises(ValueError, match=r"arguments|protocol"):
        read_call(arguments)
