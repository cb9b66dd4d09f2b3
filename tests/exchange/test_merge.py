"""What is done with each cell and each row of a workbook that came back."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from runxl.exchange.merge import Merge, changed_cells, merged
from runxl.exchange.versions import WHOLE_ROW, Past, Place, Settled
from runxl.grid import EMPTY, CellError, Content
from runxl.layout import ACTIONS, LINES, MEASURES, UNITS
from tests.exchange.tables import table
from tests.workbooks import content

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from runxl.exchange.versions import Change
    from runxl.layout import TableLayout

    Rows = Sequence[Mapping[str, object]]

FEES = {"id": "t-avgifter", "unit": "teater", "label": "Avgifter", "type": "intäkt", "actual": 412, "budget": 400}
RENT = {"id": "t-hyra", "unit": "teater", "label": "Hyra", "type": "kostnad", "actual": -90, "budget": -88}
SENT = (FEES, RENT)


def returned(
    theirs: Rows,
    ours: Rows = SENT,
    *,
    sent: Rows | None = SENT,
    layout: TableLayout = LINES,
    settled: Mapping[Place, Settled] | None = None,
) -> Merge:
    """Return the merge of one table of the theatre."""
    versions = [None if rows is None else {layout.name: table(layout, rows)} for rows in (sent, theirs, ours)]
    base, back, here = versions
    assert back is not None
    assert here is not None
    return merged("teater", base, back, here, Past(settled or {}))


def values(changes: Sequence[Change]) -> list[tuple[str, str, object]]:
    return [(change.place.row, change.place.column, change.theirs.value) for change in changes]


def rules(merge: Merge) -> list[tuple[str, str]]:
    return [(finding.rule, "" if finding.cell is None else finding.cell.a1) for finding in merge.unread]


def with_(row: Mapping[str, object], **changed: object) -> Mapping[str, object]:
    return {**row, **changed}


NOTHING, TAKEN, ASKED = "nothing", "taken", "asked"


@pytest.mark.parametrize(
    ("sent", "theirs", "ours", "done"),
    [
        (400, 400, 400, NOTHING),
        (400, 437, 400, TAKEN),
        (400, None, 400, TAKEN),
        (None, 437, None, TAKEN),
        (400, 400, 415, NOTHING),
        (400, 400, None, NOTHING),
        (400, 437, 437, NOTHING),
        (400, 437, 415, ASKED),
        (400, None, 415, ASKED),
        (400, 437, None, ASKED),
    ],
)
def test_a_cell_is_merged_as_the_table_says(sent: object, theirs: object, ours: object, done: str) -> None:
    found = returned([with_(FEES, actual=theirs)], [with_(FEES, actual=ours)], sent=[with_(FEES, actual=sent)])
    changed = [("t-avgifter", "actual", theirs)]
    assert values(found.taken) == (changed if done == TAKEN else [])
    assert values(found.conflicts) == (changed if done == ASKED else [])
    assert found._replace(taken=(), conflicts=()) == Merge()


def test_a_change_says_where_it_stands_in_both_workbooks() -> None:
    found = returned([RENT, with_(FEES, actual=437)])
    assert [(str(one.cell), str(one.source)) for one in found.taken] == [("Rader!E5", "Rader!E6")]


@pytest.mark.parametrize(
    ("key", "one", "other"),
    [
        ("actual", Decimal("0.3"), Decimal("0.30000000000000004")),
        ("actual", Decimal("1E+3"), 1000),
        ("actual", "1 234", 1234),
        ("actual", None, "  "),
        ("cause", "Fler besök\r\ni mars ", "Fler besök\ni mars"),
        ("cause", 2024, "2024"),
        ("type", " Intäkt", "intäkt"),
    ],
)
def test_what_reads_alike_is_no_change(key: str, one: object, other: object) -> None:
    for sent, theirs in ((one, other), (other, one)):
        found = returned(
            [with_(FEES, **{key: theirs})], [with_(FEES, **{key: sent})], sent=[with_(FEES, **{key: sent})]
        )
        assert found == Merge()


def test_rows_are_found_by_their_id_wherever_they_stand_and_whatever_its_capitals() -> None:
    assert returned([with_(RENT, id="T-Hyra"), FEES]) == Merge()


def test_a_row_that_has_lost_its_id_is_known_by_its_name() -> None:
    found = returned([FEES, with_(RENT, id=None, actual=-95)])
    assert values(found.taken) == [("t-hyra", "actual", -95)]
    assert rules(found) == [("returned-row-by-name", "A6")]
    assert found.added == found.gone == ()


def test_two_rows_of_one_name_are_not_guessed_between() -> None:
    found = returned([with_(RENT, id="a"), with_(RENT, id="b")])
    assert {change.place.row for change in found.added} == {"teater-a", "teater-b"}
    assert {change.place.row for change in found.gone} == {"t-avgifter", "t-hyra"}


def test_a_new_row_is_proposed_cell_by_cell_under_an_id_of_the_units_own() -> None:
    new = {"label": "Entré (ny)", "type": "intäkt", "actual": 12}
    found = returned([*SENT, new])
    row = "teater-entre-ny"
    assert values(found.added) == [(row, "label", "Entré (ny)"), (row, "type", "intäkt"), (row, "actual", 12)]
    assert all(change.cell is None and change.ours == EMPTY for change in found.added)


@pytest.mark.parametrize(("typed", "id_"), [("x7", "teater-x7"), ("teater-x7", "teater-x7"), ("a*b", "teater-a-b")])
def test_a_new_rows_own_id_is_kept_behind_the_units(typed: str, id_: str) -> None:
    found = returned([*SENT, {"id": typed, "label": "Kiosk"}])
    assert values(found.added) == [(id_, "label", "Kiosk")]


def test_more_new_rows_than_a_person_can_choose_between_are_refused_together() -> None:
    found = returned([{**FEES, "actual": 437}, RENT, *({"label": "Kiosk", "actual": 1} for _ in range(501))])
    assert rules(found) == [("returned-rows-too-many", "A7")]
    assert (values(found.taken), found.added) == ([("t-avgifter", "actual", 437)], ())


def test_an_id_of_another_units_line_is_never_met() -> None:
    # the master has museum's line too, but it is none of the theatre's rows
    found = returned([*SENT, {"id": "m-hyra", "unit": "museum", "label": "Hyra", "actual": 1}])
    assert rules(found) == [("returned-row-of-another", "A7")]
    assert found._replace(unread=()) == Merge()


def test_a_line_cannot_be_moved_to_another_unit() -> None:
    found = returned([with_(FEES, unit="museum", actual=437), RENT])
    assert values(found.taken) == [("t-avgifter", "actual", 437)]
    assert rules(found) == [("returned-row-moved", "B5")]


def test_of_rows_with_one_id_the_one_with_its_name_is_the_row_and_the_other_is_new() -> None:
    copied = with_(FEES, label="Kiosk", actual=7)
    found = returned([copied, with_(FEES, actual=437), RENT])
    assert values(found.taken) == [("t-avgifter", "actual", 437)]
    assert {change.place.row for change in found.added} == {"teater-t-avgifter"}
    assert rules(found) == [("returned-id-twice", "A5")]


def test_a_deleted_row_is_never_taken_by_itself() -> None:
    found = returned([FEES])
    gone = found.gone[0]
    assert gone.place == Place(LINES.name, "t-hyra", WHOLE_ROW)
    assert gone.ours == Content("Hyra; kostnad; -90; -88")
    assert found._replace(gone=()) == Merge()


def test_a_deleted_row_is_not_asked_about_twice() -> None:
    chosen = Settled(EMPTY, EMPTY, is_taken=False)
    assert returned([FEES], settled={Place(LINES.name, "t-hyra", WHOLE_ROW): chosen}) == Merge()


def test_a_row_that_the_controller_added_meanwhile_stays() -> None:
    assert returned(SENT, [*SENT, {"id": "t-ny", "unit": "teater", "label": "Ny"}]) == Merge()


def test_a_row_that_the_controller_deleted_stays_deleted_unless_the_unit_changed_it() -> None:
    assert returned(SENT, [FEES]) == Merge()
    found = returned([FEES, with_(RENT, actual=-95)], [FEES])
    assert ("t-hyra", "actual", -95) in values(found.added)


def test_a_row_that_was_declined_is_proposed_again_only_when_it_has_changed() -> None:
    declined = {
        Place(LINES.name, "teater-kiosk", "label"): Settled(Content("Kiosk"), EMPTY),
        Place(LINES.name, "teater-kiosk", "actual"): Settled(Content(Decimal(7)), EMPTY),
    }
    kiosk = {"label": "Kiosk", "actual": 7}
    assert returned([*SENT, kiosk], settled=declined) == Merge()
    assert values(returned([*SENT, with_(kiosk, actual=8)], settled=declined).added)[1][2] == 8
    assert returned([*SENT, with_(kiosk, budget=8)], settled=declined).added


def test_a_row_that_was_accepted_is_merged_cell_by_cell_from_then_on() -> None:
    accepted = with_({"label": "Kiosk", "actual": 7}, id="teater-kiosk", unit="teater")
    settled = {Place(LINES.name, "teater-kiosk", "actual"): Settled(Content(Decimal(7)), EMPTY)}
    found = returned([*SENT, {"label": "Kiosk", "actual": 9, "cause": "Öppet"}], [*SENT, accepted], settled=settled)
    assert values(found.taken) == [("teater-kiosk", "actual", 9), ("teater-kiosk", "cause", "Öppet")]
    assert found.conflicts == found.added == ()


@pytest.mark.parametrize("typed", ["cirka 40", True, CellError("#REF!"), Decimal("1E+15")])
def test_what_a_column_cannot_hold_is_kept_out_and_told(typed: object) -> None:
    found = returned([with_(FEES, actual=typed), RENT])
    assert rules(found) == [("returned-not-held", "E5")]
    assert found._replace(unread=()) == Merge()


def test_a_text_that_reads_as_a_number_is_taken_as_that_and_told() -> None:
    found = returned([with_(FEES, actual="1 234,5"), RENT])
    assert values(found.taken) == [("t-avgifter", "actual", Decimal("1234.5"))]
    assert rules(found) == [("returned-number-as-text", "E5")]


@pytest.mark.parametrize(
    ("text", "number"), [("(1 795)", -1795), ("1 795-", -1795), ("4500\u2212", -4500), ("(12,5)", Decimal("-12.5"))]
)
def test_a_negative_number_as_a_ledger_has_it_is_read(text: str, number: object) -> None:
    found = returned([with_(FEES, actual=text), RENT])
    assert values(found.taken) == [("t-avgifter", "actual", number)]
    assert rules(found) == [("returned-number-as-text", "E5")]


@pytest.mark.parametrize("text", ["(-5)", "(5", "-5-", "(5)-", "5 -6", "(5) (6)", "()", "-"])
def test_what_is_no_ledgers_number_is_not_guessed(text: str) -> None:
    assert rules(returned([with_(FEES, actual=text), RENT])) == [("returned-not-held", "E5")]


@pytest.mark.parametrize("text", ["1,850", "-1,850", "(1,850)", "1.850", "12,000"])
def test_a_text_that_can_be_two_amounts_is_not_taken(text: str) -> None:
    found = returned([with_(FEES, actual=text), RENT])
    assert rules(found) == [("returned-ambiguous", "E5")]
    assert found._replace(unread=()) == Merge()


@pytest.mark.parametrize("text", ["x" * 32_768, "\N{GRINNING FACE}" * 16_384])
def test_a_text_that_no_cell_holds_is_kept_out_and_told_by_how_it_begins(text: str) -> None:
    found = returned([with_(FEES, cause=text), RENT])
    assert rules(found) == [("returned-not-held", table(LINES, [FEES]).cell(table(LINES, [FEES]).rows[0], "cause").a1)]
    assert len(str(found.unread[0].parts["text"])) == 201
    assert found._replace(unread=()) == Merge()
    assert returned([with_(FEES, cause=text[: len(text) - 1]), RENT]).unread == ()


def test_a_choice_is_written_as_the_drop_down_has_it() -> None:
    found = returned([with_(FEES, type="KOSTNAD "), RENT])
    assert values(found.conflicts) == [("t-avgifter", "type", "kostnad")]
    assert rules(returned([with_(FEES, type="vet ej"), RENT])) == [("returned-not-held", "D5")]


def test_of_a_formula_only_its_value_is_taken() -> None:
    found = returned([with_(FEES, actual=Content(Decimal(437), "400+37")), RENT])
    assert found.taken[0].theirs == Content(Decimal(437))
    assert rules(returned([with_(FEES, actual=Content(None, "400+37")), RENT])) == [("returned-not-computed", "E5")]


def test_a_formula_of_the_controllers_own_is_not_replaced_unasked() -> None:
    found = returned([with_(FEES, actual=437), RENT], [with_(FEES, actual=Content(Decimal(412), "2*206")), RENT])
    assert values(found.conflicts) == [("t-avgifter", "actual", 437)]


def test_a_text_that_looks_like_a_formula_is_taken_as_the_text_it_is() -> None:
    found = returned([with_(FEES, cause="=1+1"), RENT])
    assert found.taken[0].theirs == Content("=1+1")


def test_a_formula_that_was_typed_over_is_told_and_its_cell_left_alone() -> None:
    formula = with_(FEES, variance=Content(Decimal(12), "E5-F5"))
    found = returned([with_(FEES, variance=99), RENT], [formula, RENT], sent=[formula, RENT])
    assert values(found.typed_over) == [("t-avgifter", "variance", 99)]
    assert rules(found) == [("returned-typed-over", "G5")]
    assert found._replace(typed_over=(), unread=()) == Merge()


@pytest.mark.parametrize("found", [12, None, Content(Decimal(99), "1+98")])
def test_a_formula_that_says_what_it_said_or_was_emptied_is_nothing_to_tell(found: object) -> None:
    formula = with_(FEES, variance=Content(Decimal(12), "E5-F5"))
    assert returned([with_(FEES, variance=found), RENT], [formula, RENT], sent=[formula, RENT]) == Merge()


def test_the_cells_that_a_unit_has_changed_are_those_that_say_something_else_than_was_sent() -> None:
    formula = with_(FEES, variance=Content(Decimal(12), "E5-F5"))
    changed = with_(FEES, actual=437, type="INTÄKT", variance=99)
    sent, back = ({LINES.name: table(LINES, rows)} for rows in ([formula, RENT], [RENT, changed]))
    assert {str(cell) for cell in changed_cells(sent, back)} == {"Rader!E6", "Rader!G6"}


def test_only_what_a_unit_fills_in_is_merged() -> None:
    row = {"id": "teater", "label": "Teatern", "cause": "Kallt"}
    found = returned([with_(row, label="Stora teatern", actual=5, cause="Varmt")], [row], sent=[row], layout=UNITS)
    assert values(found.taken) == [("teater", "cause", "Varmt")]


def test_a_unit_adds_no_rows_to_a_table_of_the_controllers() -> None:
    row = {"id": "m1", "measure": "Antal besök", "outcome": 5}
    found = returned([row, {"id": "m2", "measure": "Eget mått", "outcome": 9}], [row], sent=[row], layout=MEASURES)
    assert rules(found) == [("returned-row-not-known", "A6")]
    assert found._replace(unread=()) == Merge()


def test_an_action_that_a_unit_has_added_is_proposed() -> None:
    new = {"concerns": "teater", "action": "Höja avgiften", "effect": 50}
    found = returned([new], [], sent=[], layout=ACTIONS)
    assert ("teater-hoja-avgiften", "effect", 50) in values(found.added)


def test_an_action_that_does_not_say_what_it_concerns_is_proposed_as_the_units() -> None:
    found = returned([{"action": "Höja avgiften", "effect": 50}], [], sent=[], layout=ACTIONS)
    assert ("teater-hoja-avgiften", "concerns", "teater") in values(found.added)


def test_it_concerns_the_unit_also_in_its_next_file() -> None:
    new = {"id": "teater-1", "action": "Höja avgiften", "effect": 60}
    here = {**new, "concerns": "teater", "effect": 50}
    past = {Place(ACTIONS.name, "teater-1", key): Settled(content(here[key]), EMPTY) for key in ("concerns", "effect")}
    found = returned([new], [here], sent=[], layout=ACTIONS, settled=past)
    assert values(found.taken) == [("teater-1", "effect", 60)]


def test_what_an_action_that_was_sent_concerns_can_be_emptied() -> None:
    sent = {"id": "teater-1", "concerns": "t-hyra", "action": "Höja avgiften"}
    found = returned([{**sent, "concerns": None}], [sent], sent=[sent], layout=ACTIONS)
    assert values(found.taken) == [("teater-1", "concerns", None)]


def test_a_deleted_column_empties_nothing() -> None:
    back = {LINES.name: table(LINES, [FEES, with_(RENT, cause="Kallt")], without=["actual"])}
    here = {LINES.name: table(LINES, SENT)}
    found = merged("teater", here, back, here)
    assert values(found.taken) == [("t-hyra", "cause", "Kallt")]
    assert rules(found) == [("returned-column-missing", "")]


def test_without_ids_rows_are_known_by_their_names() -> None:
    back = {LINES.name: table(LINES, [RENT, with_(FEES, actual=437)], without=["id"])}
    here = {LINES.name: table(LINES, SENT)}
    found = merged("teater", here, back, here)
    assert values(found.taken) == [("t-avgifter", "actual", 437)]
    assert found.gone == found.added == ()


def test_a_deleted_table_empties_nothing() -> None:
    here = {LINES.name: table(LINES, SENT)}
    found = merged("teater", here, {}, here)
    assert rules(found) == [("returned-table-missing", "")]
    assert found._replace(unread=()) == Merge()


def test_where_nobody_knows_what_was_sent_empty_cells_are_filled_and_the_rest_is_asked() -> None:
    found = returned([with_(FEES, actual=437, budget=None, cause="Varmt")], sent=None)
    assert values(found.taken) == [("t-avgifter", "cause", "Varmt")]
    assert values(found.conflicts) == [("t-avgifter", "actual", 437)]
    assert found.conflicts[0].base is None
    assert found.gone == ()


TAKEN_BEFORE = {Place(LINES.name, "t-avgifter", "actual"): Settled(Content(Decimal(437)), Content(Decimal(412)))}


@pytest.mark.parametrize("now", [[RENT], [with_(FEES, actual="cirka 440"), RENT]])
def test_what_an_earlier_file_said_is_withdrawn_where_the_newest_says_nothing_of_it(now: Rows) -> None:
    found = returned(now, [with_(FEES, actual=437), RENT], settled=TAKEN_BEFORE)
    assert values(found.taken) == [("t-avgifter", "actual", 412)]
    assert found.taken[0].source is None


def test_what_the_controller_has_typed_or_chosen_is_never_withdrawn() -> None:
    assert returned([RENT], [with_(FEES, actual=450), RENT], settled=TAKEN_BEFORE).taken == ()
    chosen = {place: one._replace(is_taken=False) for place, one in TAKEN_BEFORE.items()}
    assert returned([RENT], [with_(FEES, actual=437), RENT], settled=chosen).taken == ()


@pytest.mark.parametrize(("key", "value"), [("budget", 437), ("full_year_budget", 900), ("type", "kostnad")])
def test_what_the_controller_decides_of_a_line_is_asked_about_and_never_taken(key: str, value: object) -> None:
    sent = [with_(FEES, full_year_budget=850), RENT]
    found = returned([with_(sent[0], **{key: value}), RENT], sent, sent=sent)
    assert values(found.conflicts) == [("t-avgifter", key, value)]
    assert found._replace(conflicts=()) == Merge()


def test_a_budget_that_was_sent_empty_is_taken_as_any_number() -> None:
    blank = {key: value for key, value in FEES.items() if key != "budget"}
    found = returned([FEES, RENT], [blank, RENT], sent=[blank, RENT])
    assert values(found.taken) == [("t-avgifter", "budget", 400)]
    assert found.conflicts == ()


def test_a_choice_of_a_budget_is_not_withdrawn_when_the_newest_file_says_nothing_of_it() -> None:
    chosen = {Place(LINES.name, "t-avgifter", "budget"): Settled(Content(Decimal(437)), Content(Decimal(400)))}
    assert returned([RENT], [with_(FEES, budget=437), RENT], settled=chosen).taken == ()
