from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runxl.compute.target import read_target
from runxl.compute.understood import understood
from runxl.domain.amount import number_in
from runxl.domain.measure import Comparison, Direction, MeasureKind, TargetKind
from runxl.domain.message import message
from runxl.domain.quantity import amounts_in
from runxl.domain.target import CountPerYear, Level, LevelPart, Milestone, Movement, Target, Way
from tests.compute.measures import amounts, measure

AT_LEAST, AT_MOST, EQUAL = Comparison.AT_LEAST, Comparison.AT_MOST, Comparison.EQUAL
MORE_THAN, LESS_THAN = Comparison.MORE_THAN, Comparison.LESS_THAN
ACTIVITY = MeasureKind.ACTIVITY


def level(value: str, unit: str = "", comparison: Comparison | None = AT_LEAST) -> Level:
    return Level((LevelPart(Decimal(value), unit, comparison),))


def count(value: str, unit: str) -> CountPerYear:
    return CountPerYear(Decimal(value), unit)


TWENTY_AND_TWELVE = Level((LevelPart(Decimal(20), "personer", AT_LEAST), LevelPart(Decimal(12), "kommuner", AT_LEAST)))

PRINTED_MEASURES = {
    "Positiv trend": Movement(Way.UP),
    "Öka": Movement(Way.UP),
    "15": level("15"),
    "20 personer/ 12 kommuner": TWENTY_AND_TWELVE,
    "80 %": level("80", "%"),
    "5": level("5"),
    "Ett forum per år": count("1", "forum"),
    "Bibehåller eller öka": Movement(Way.NOT_DOWN),
    "Ett forum/år": count("1", "forum"),
    "0": level("0", comparison=None),
}

PRINTED_ACTIVITIES = (
    "Tidsplan för framtagning av regionplan",
    "Handlingsplan antagen",
    "Kunskapshöjande aktiviteter för förtroendevalda och tjänstepersoner genomfört",
    "Program utvecklas",
    "Genomför projektet SÖK",
    "Kartläggning genomförd, rutiner och arbetssätt införda",
    "Säkerställa att handlingsplaner är framtagna",
    "Säkerställa progress i frågan",
    "Säkerställa progress",
    "Programmen är skrivna",
    "Riktlinjer framtagna och avgifter införda",
    "Jämförbar region identifierad",
    "Hålla budget",
)


@pytest.mark.parametrize(("text", "target"), PRINTED_MEASURES.items())
def test_every_target_printed_for_a_key_measure_is_understood(text: str, target: Target) -> None:
    assert read_target(measure(text)) == target


@pytest.mark.parametrize("text", PRINTED_ACTIVITIES)
def test_every_target_printed_for_an_activity_is_a_milestone(text: str) -> None:
    assert read_target(measure(text, ACTIVITY)) == Milestone(text)


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("minst 80 %", level("80", "%")),
        ("Ska vara minst 80 procent", level("80", "%")),
        ("≥ 80", level("80")),
        (">=80%", level("80", "%")),
        ("min. 80", level("80")),
        ("80 % eller mer", level("80", "%")),
        ("öka till 80 %", level("80", "%")),
        ("inte under 80 %", level("80", "%")),
        ("högst 5 dagar", level("5", "dagar", AT_MOST)),
        ("<= 3,5 %", level("3.5", "%", AT_MOST)),
        ("Max. 5 st", level("5", "st", AT_MOST)),
        ("5 dagar eller färre", level("5", "dagar", AT_MOST)),
        ("minska till högst 5", level("5", "", AT_MOST)),
        ("inte fler än 3", level("3", "", AT_MOST)),
        ("exakt 3", level("3", "", EQUAL)),
        ("= 3", level("3", "", EQUAL)),
        ("> 80 %", level("80", "%", MORE_THAN)),
        ("mer än 2000", level("2000", "", MORE_THAN)),
        ("< 5 %", level("5", "%", LESS_THAN)),
        ("färre än 3 fel", level("3", "fel", LESS_THAN)),
        ("högst 0", level("0", "", AT_MOST)),
    ],
)
def test_a_level_says_how_it_is_compared(text: str, target: Target) -> None:
    assert read_target(measure(text)) == target


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("1 234 st", level("1234", "st")),
        ("1\u00a0234\u202fst", level("1234", "st")),
        ("12,5", level("12.5")),
        ("-2,5 %", level("-2.5", "%", comparison=None)),
        ("\u22122,5 %", level("-2.5", "%", comparison=None)),
        ("\u20132,5 %", level("-2.5", "%", comparison=None)),
        ("100%", level("100", "%")),
        ("100 Mbit/s", level("100", "Mbit/s")),
        ("tolv kommuner", level("12", "kommuner")),
        ("Noll", level("0", comparison=None)),
    ],
)
def test_numbers_are_read_as_swedes_write_them(text: str, target: Target) -> None:
    assert read_target(measure(text)) == target


@pytest.mark.parametrize(
    "text",
    [
        "20 personer/12 kommuner",
        "20 personer; 12 kommuner",
        "20 personer, 12 kommuner",
        "20 personer och 12 kommuner",
        "minst 20 personer samt minst 12 kommuner",
    ],
)
def test_several_levels_at_once_are_told_apart(text: str) -> None:
    assert read_target(measure(text)) == TWENTY_AND_TWELVE


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("Ökar", Way.UP),
        ("ska öka", Way.UP),
        ("Andelen nöjda ska öka", Way.UP),
        ("Öka jämfört med 2019", Way.UP),
        ("Fler än 2019", Way.UP),
        ("Högre än föregående år", Way.UP),
        ("Minska", Way.DOWN),
        ("Negativ trend", Way.DOWN),
        ("Bibehålla", Way.KEEP),
        ("Samma nivå", Way.KEEP),
        ("Minst oförändrad", Way.NOT_DOWN),
        ("Ska inte minska", Way.NOT_DOWN),
        ("Oförändrad eller lägre", Way.NOT_UP),
        ("Högst samma nivå", Way.NOT_UP),
        ("Ej öka", Way.NOT_UP),
    ],
)
def test_a_direction_says_which_way(text: str, way: Way) -> None:
    assert read_target(measure(text)) == Movement(way)


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Två möten/år", count("2", "möten")),
        ("3 ggr per år", count("3", "ggr")),
        ("minst en gång om året", count("1", "gång")),
        ("Ett gemensamt forum per år", count("1", "gemensamt forum")),
        ("4 möten årligen", count("4", "möten")),
    ],
)
def test_a_number_of_things_per_year_is_a_count(text: str, target: Target) -> None:
    assert read_target(measure(text)) == target


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("högst 2 avvikelser per år", level("2", "avvikelser per år", AT_MOST)),
        ("15 000 kr per år", level("15000", "kr per år")),
        ("3 % per år", level("3", "% per år")),
        ("0,5 ton per år", level("0.5", "ton per år")),
        ("2,5 ton per år", level("2.5", "ton per år")),
    ],
)
def test_a_ceiling_money_a_share_or_a_fraction_per_year_is_a_level(text: str, target: Target) -> None:
    assert read_target(measure(text)) == target


@pytest.mark.parametrize(
    "text",
    ["Handlingsplan antagen 2020", "Klart senast 30 juni", "Rapport klar 2020-06-30", "En handlingsplan är framtagen"],
)
def test_a_key_measure_whose_text_says_that_a_thing_is_finished_has_a_milestone(text: str) -> None:
    assert read_target(measure(text)) == Milestone(text)


@pytest.mark.parametrize("text", ["Ett nytt arbetssätt", "Två utbildningsdagar genomförda"])
def test_a_number_word_in_the_target_of_an_activity_does_not_make_it_a_level(text: str) -> None:
    assert read_target(measure(text, ACTIVITY)) == Milestone(text)


@pytest.mark.parametrize("kind", MeasureKind)
@pytest.mark.parametrize(
    "text",
    [
        "",
        "?",
        "-",
        "xxx",
        "ej fastställt",
        "Inget mål",
        "se bilaga",
        "enligt plan",
        "85-90 %",
        "85–90 %",
        "mellan 3 och 5",
        "3 av 5",
        "Öka med 5 %",
        "minst 5 eller färre",
        "1.234,5",
        "80 % eller högre än riket",
        "20 personer/",
    ],
)
def test_what_has_no_single_meaning_is_not_understood(text: str, kind: MeasureKind) -> None:
    assert read_target(measure(text, kind)) is None


@pytest.mark.parametrize("text", ["Högre än riket", "Öka eller minska", "Bra samverkan", "Årligen"])
def test_a_phrase_that_a_key_measure_cannot_be_held_against_is_not_understood(text: str) -> None:
    assert read_target(measure(text)) is None


@pytest.mark.parametrize("text", ["80 %", "?", "Öka", "Ett forum per år"])
def test_a_milestone_given_in_the_column_wins_over_any_text(text: str) -> None:
    assert read_target(measure(text, target_kind=TargetKind.MILESTONE)) == Milestone(text)


def test_an_empty_text_is_no_milestone_even_when_the_column_says_so() -> None:
    assert read_target(measure(" ", target_kind=TargetKind.MILESTONE)) is None


def test_a_level_given_in_the_column_wins_over_a_count_per_year() -> None:
    assert read_target(measure("Ett forum per år", target_kind=TargetKind.LEVEL)) == level("1", "forum per år")


def test_a_count_given_in_the_column_needs_no_words_per_year() -> None:
    assert read_target(measure("4 möten", target_kind=TargetKind.COUNT_PER_YEAR)) == count("4", "möten")


def test_a_direction_given_in_the_columns_needs_no_text() -> None:
    row = measure("Bättre läge", target_kind=TargetKind.DIRECTION, direction=Direction.LOWER)
    assert read_target(row) == Movement(Way.DOWN)


def test_a_kind_in_the_column_that_the_text_cannot_be_is_not_understood() -> None:
    assert read_target(measure("Öka", target_kind=TargetKind.LEVEL)) is None


def test_the_column_for_comparison_wins_over_the_text() -> None:
    assert read_target(measure("minst 5", comparison=AT_MOST)) == level("5", "", AT_MOST)


def test_the_column_for_comparison_gives_zero_its_meaning() -> None:
    assert read_target(measure("0", comparison=EQUAL)) == level("0", "", EQUAL)


@pytest.mark.parametrize(
    ("direction", "comparison"),
    [(Direction.HIGHER, AT_LEAST), (Direction.LOWER, AT_MOST), (Direction.UNCHANGED, EQUAL)],
)
def test_the_wanted_direction_tells_how_a_level_without_words_is_compared(
    direction: Direction, comparison: Comparison
) -> None:
    assert read_target(measure("5", direction=direction)) == level("5", "", comparison)


def test_the_words_of_a_level_stand_against_the_wanted_direction() -> None:
    assert read_target(measure("minst 5", direction=Direction.LOWER)) == level("5")


def test_the_wanted_direction_wins_over_a_direction_in_the_text() -> None:
    assert read_target(measure("Positiv trend", direction=Direction.LOWER)) == Movement(Way.DOWN)


def test_the_wanted_direction_leaves_a_direction_alone_that_agrees() -> None:
    assert read_target(measure("Bibehåller eller öka", direction=Direction.HIGHER)) == Movement(Way.NOT_DOWN)


def test_keeping_where_lower_is_better_means_not_to_rise() -> None:
    assert read_target(measure("Bibehålla", direction=Direction.LOWER)) == Movement(Way.NOT_UP)


@given(st.integers(0, 999_999), st.integers(0, 99), st.sampled_from([" ", "\u00a0", "\u202f"]), st.sampled_from("-−–"))
def test_any_number_printed_the_swedish_way_is_read_back(whole: int, hundredths: int, space: str, minus: str) -> None:
    text = f"{minus}{whole:,}".replace(",", space) + f",{hundredths:02}"
    assert read_target(measure(f"högst {text}{space}st")) == Level(
        (LevelPart(-(whole + Decimal(hundredths) / 100), "st", AT_MOST),)
    )


@given(st.text(max_size=30), st.sampled_from(MeasureKind), st.sampled_from([None, *TargetKind]))
def test_no_text_at_all_makes_the_reading_fail(text: str, kind: MeasureKind, target_kind: TargetKind | None) -> None:
    read_target(measure(text, kind, target_kind=target_kind))


@given(st.text(alphabet="0123456789,. -−minsthögpcer%/åk", max_size=15))
def test_space_around_a_text_and_letter_case_change_nothing(text: str) -> None:
    said, shouted = read_target(measure(text)), read_target(measure(f"  {text.upper()}\u00a0"))
    assert (said is None) == (shouted is None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("22/11", amounts("22", "11")),
        ("22 personer/ 11 kommuner", amounts("22", "11")),
        ("22 och 11", amounts("22", "11")),
        ("78 %", amounts("78")),
        ("78 procent", amounts("78")),
        ("1 234,5", amounts("1234.5")),
        ("1\u00a0234,5", amounts("1234.5")),
        ("-2,5", amounts("-2.5")),
        ("\u22122,5", amounts("-2.5")),
        ("\u20132,5", amounts("-2.5")),
        ("ett", amounts("1")),
    ],
)
def test_an_outcome_is_read_with_or_without_its_units(text: str, expected: tuple[Decimal, ...]) -> None:
    assert amounts_in(text) == expected


@pytest.mark.parametrize(
    "text", ["", "cirka 20", "22/-", "22/", "22-25", "3 av 5", "1.234,5", "svårt att bedöma", "12 34"]
)
def test_an_outcome_that_is_not_only_amounts_is_none(text: str) -> None:
    assert amounts_in(text) is None


@given(st.lists(st.decimals(-9999, 9999, places=2), min_size=1, max_size=4))
def test_amounts_joined_by_slashes_are_read_back(values: list[Decimal]) -> None:
    text = "/".join(f"{value:f}".replace(".", ",") for value in values)
    assert amounts_in(text) == tuple(number_in(f"{value:f}") for value in values)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("80 %", "target-level"),
        ("20 personer/12 kommuner", "target-several"),
        ("Öka", "target-direction"),
        ("Ett forum per år", "target-count-per-year"),
        ("Handlingsplan antagen", "target-milestone"),
    ],
)
def test_a_target_is_shown_as_understood(text: str, code: str) -> None:
    target = read_target(measure(text))
    assert target is not None
    assert understood(target).code == code


def test_a_level_is_shown_with_its_comparison_its_amount_and_its_unit() -> None:
    eighty = message("quantity", value=Decimal(80), unit="%")
    assert understood(level("80", "%")) == message("target-level", level=message("level-at-least", amount=eighty))


def test_several_levels_are_shown_as_a_list() -> None:
    words = understood(TWENTY_AND_TWELVE).parts["levels"]
    assert isinstance(words, tuple)
    assert [word.code for word in words] == ["level-at-least", "level-at-least"]


def test_a_level_without_a_unit_is_shown_as_its_bare_amount() -> None:
    assert understood(level("15")) == message("target-level", level=message("level-at-least", amount=Decimal(15)))


def test_a_zero_without_comparison_is_shown_as_lacking_one() -> None:
    words = message("level-without-comparison", amount=Decimal(0))
    assert understood(level("0", comparison=None)) == message("target-level", level=words)
