"""What is said in each language, and that every sentence is said somewhere."""

from __future__ import annotations

import ast
import re
import string
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel.messages.pofile import read_po

import runxl
from addin.build.package import sources
from addin.build.words import words
from runxl import language
from runxl.commands.registry import COMMANDS
from runxl.domain.assessment import Attainment
from runxl.domain.finding import Verdict, error, note
from runxl.domain.message import message
from runxl.domain.period import Month
from runxl.errors import FileError
from runxl.exchange.differences import DifferenceKind
from runxl.exchange.identity import Mark
from runxl.grid import Address, CellError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from enum import Enum

    from babel.messages import Catalog

SOURCE = Path(runxl.__file__).parent
FINDING = frozenset({"note", "warning", "error", "severity"})
SPEAKING = FINDING | {"message", "say"}
ALWAYS = {"cell", "stated", "computed", "difference", "tolerance"}
ANY_PART = "**"
CODE = re.compile(r"[a-z]+(-[a-z0-9]+)*\Z")
ENUMS_SHOWN: tuple[type[Enum], ...] = (Attainment, DifferenceKind, Mark, Month)
FAMILIES = frozenset(f"goals-{attainment.value}" for attainment in Attainment)


@pytest.fixture
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUNXL_LANG", "en")


@pytest.mark.parametrize(
    ("number", "swedish"),
    [
        ("0", "0"),
        ("-0.0", "0"),
        ("7", "7"),
        ("4134", "4\u00a0134"),
        ("-2.5", "\u22122,5"),
        ("97.20", "97,2"),
        ("1234567.891", "1\u00a0234\u00a0567,891"),
        ("999", "999"),
        ("1E+3", "1\u00a0000"),
        ("-4134", "\u22124\u00a0134"),
    ],
)
def test_numbers_are_shown_the_swedish_way(number: str, swedish: str) -> None:
    assert language.shown(Decimal(number)) == swedish


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(("number", "shown"), [("1234567.5", "1,234,567.5"), ("-2.5", "\u22122.5")])
def test_numbers_are_shown_the_english_way(number: str, shown: str) -> None:
    assert language.shown(Decimal(number)) == shown


@pytest.mark.parametrize(
    ("wanted", "spoken"),
    [("sv", "sv"), ("en", "en"), ("en_GB.UTF-8", "en"), ("EN", "en"), ("fi", "sv"), ("", "sv"), ("svenska", "sv")],
)
def test_swedish_is_spoken_unless_english_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, wanted: str, spoken: str
) -> None:
    monkeypatch.setenv("RUNXL_LANG", wanted)
    assert language.current() == spoken


@pytest.mark.parametrize(
    ("count", "sentence"), [(0, "0 celler skrivna."), (1, "1 cell skriven."), (2, "2 celler skrivna.")]
)
def test_a_count_chooses_the_plural(count: int, sentence: str) -> None:
    assert language.say("written", count=count) == sentence


@pytest.mark.usefixtures("english")
def test_the_plural_is_chosen_in_english_too() -> None:
    assert [language.say("written", count=count) for count in (1, 2)] == ["1 cell written.", "2 cells written."]


def test_a_message_within_a_message_is_said() -> None:
    amount = message("quantity", value=Decimal(4134), unit="tkr")
    assert language.sentence_of(message("the-outcome", amount=amount)) == "Utfallet 4\u00a0134\u00a0tkr"


def test_a_list_is_said_with_commas() -> None:
    assert language.shown([Decimal(1), "två", Attainment.MET]) == "1, två, uppnått"


def test_an_error_of_a_cell_is_quoted_as_a_text_is_since_its_code_is_whatever_the_file_says() -> None:
    sentence = language.say("returned-not-held", cell="A1", text=CellError("\x1b[2J" + "x" * 40_000), header="Utfall")
    assert "\x1b" not in sentence
    assert len(sentence) < 1_000


def test_an_address_is_shown_as_sheet_and_cell() -> None:
    assert language.shown(Address("Mått", 12, 2)) == "Mått!B12"


def test_a_findings_cell_and_numbers_fill_its_sentence() -> None:
    finding = error("id-twice", Address("Mått", 12, 2), id="M1", earlier=Address("Mått", 5, 2))
    assert language.sentence_of_finding(finding).startswith("Mått!B12 innehåller 'M1', som redan är Id i Mått!B5.")


def test_a_difference_is_said_without_its_sign() -> None:
    finding = replace(note("total-explained", Address("Mått", 12, 2), unit="tkr"), difference=Decimal(-3))
    assert "Skillnaden 3 ryms" in language.sentence_of_finding(finding)


def test_an_error_is_said() -> None:
    assert language.sentence_of_error(FileError("file-is-folder", file="mapp.xlsx")).startswith("mapp.xlsx är en mapp")


def test_braces_in_a_workbooks_text_are_left_as_they_are() -> None:
    finding = error("text-not-number", Address("Rader", 5, 5), text="{0.__class__}")
    assert "'{0.__class__}'" in language.sentence_of_finding(finding)


def catalogue(name: str) -> Catalog:
    with (SOURCE / "locales" / name / "LC_MESSAGES" / "runxl.po").open("rb") as file:
        return read_po(file)


def sentences(name: str) -> dict[str, tuple[str, ...]]:
    """Return a catalogue's sentences by code, singular and plural."""
    found = {}
    for entry in catalogue(name):
        code = entry.id[0] if isinstance(entry.id, tuple | list) else entry.id
        if code:
            found[str(code)] = (entry.string,) if isinstance(entry.string, str) else tuple(map(str, entry.string or ()))
    return found


SWEDISH, ENGLISH = sentences("sv"), sentences("en")


def fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def constants() -> Iterator[str]:
    """Give every text of the source but docstrings."""
    for file in SOURCE.rglob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def calls() -> Iterator[tuple[str, str, frozenset[str]]]:
    """Give what speaks, the code that is its first argument, and the parts that it names: `say("written", count=2)`."""
    for file in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
                continue
            name = str(getattr(node.func, "attr", getattr(node.func, "id", "")))
            code = node.args[0].value
            if (name in SPEAKING or name.endswith("Error")) and isinstance(code, str) and CODE.match(code):
                yield name, code, frozenset(keyword.arg or ANY_PART for keyword in node.keywords)


def composed() -> set[str]:
    """Return the sentences whose code is put together where they are said: `f"doctor-{what}-ok"`."""
    patterns = set()
    for file in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                pieces = [piece.value if isinstance(piece, ast.Constant) else None for piece in node.values]
                if isinstance(pieces[0], str) and CODE.match(pieces[0].removesuffix("-")) and pieces[0].endswith("-"):
                    patterns.add("".join("[a-z0-9-]+" if piece is None else re.escape(str(piece)) for piece in pieces))
    return {code for code in SWEDISH for pattern in patterns if re.fullmatch(pattern, code)}


def shown_enums() -> set[str]:
    return {f"{enum.__name__.lower()}-{one.value}" for enum in ENUMS_SHOWN for one in enum}


def test_both_languages_have_the_same_sentences() -> None:
    assert SWEDISH.keys() == ENGLISH.keys()


def test_no_sentence_is_empty() -> None:
    empty = [code for sentences in (SWEDISH, ENGLISH) for code, forms in sentences.items() if not all(forms)]
    assert empty == []


def test_both_languages_say_the_same_parts() -> None:
    parts = {
        code: [sorted(set().union(*map(fields, forms))) for forms in (SWEDISH[code], ENGLISH[code])]
        for code in SWEDISH.keys() & ENGLISH.keys()
    }
    assert {code: pair for code, pair in parts.items() if pair[0] != pair[1]} == {}


def test_everything_that_is_said_has_a_sentence() -> None:
    assert {code for _, code, _ in calls()} - SWEDISH.keys() == set()


def test_every_part_of_a_sentence_is_given_where_it_is_said() -> None:
    lacking = {
        (code, part)
        for name, code, given in calls()
        if ANY_PART not in given
        for part in set().union(*map(fields, SWEDISH.get(code, ()))) - given - (ALWAYS if name in FINDING else set())
    }
    assert lacking == set()


def test_every_label_and_help_of_a_command_has_a_sentence() -> None:
    assert {text for command in COMMANDS for text in (command.label, command.help)} <= SWEDISH.keys()


def test_every_value_that_is_shown_by_its_name_has_one() -> None:
    assert shown_enums() <= SWEDISH.keys()


def test_every_family_of_sentences_is_whole() -> None:
    assert SWEDISH.keys() >= FAMILIES


def test_every_sentence_is_said_somewhere() -> None:
    of_the_addin = {code for code, *_ in words(module.source for module in sources())}
    unused = SWEDISH.keys() - set(constants()) - composed() - shown_enums() - of_the_addin
    assert unused == set()


def test_amounts_and_their_units_are_never_parted() -> None:
    parted = [
        code
        for forms in (SWEDISH, ENGLISH)
        for code, texts in forms.items()
        if any(" {unit}" in text for text in texts)
    ]
    assert parted == []


def test_every_verdict_has_a_sentence_for_every_relation() -> None:
    verdicts = {verdict.value for verdict in Verdict} - {"exact"}
    kinds = ("of-which", "result", "total", "lines", "variance", "across-units")
    assert {f"{kind}-{verdict}" for kind in kinds for verdict in verdicts} <= SWEDISH.keys()


@pytest.mark.parametrize("spoken", ["sv", "en"])
@pytest.mark.parametrize(
    "code",
    ["file-open-elsewhere", "file-read-only", "file-not-saved", "folder-not-writable", "folder-not-made", "disk-full"],
)
def test_what_every_command_can_say_names_no_option_that_only_some_have(code: str, spoken: str) -> None:
    with language.speaking(spoken):
        assert "--" not in language.say(
            code, file="kultur.xlsx", folder="kultur-utskick", lock="~$kultur.xlsx", reason="fel"
        )
