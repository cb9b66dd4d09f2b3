"""Whose a returned workbook is: by its id, else by other marks; and what contradicts itself is not believed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from runxl.exchange.identity import Identified, Mark, identified
from runxl.exchange.reading import contents_of
from runxl.exchange.structure import structure_of
from runxl.hosts.package import PackageBook
from runxl.language import sentence_of
from runxl.layout import TABLES_OF, TEMPLATE_UNIT
from tests.exchange.mailed import PERIOD, WORKBOOK_ID, as_sent, read, sent_row, this_round, typed
from tests.exchange.sheets import exported

if TYPE_CHECKING:
    from collections.abc import Mapping

    from runxl.exchange.archive import Sent
    from runxl.exchange.contents import Contents
    from runxl.exchange.identity import Round
    from runxl.exchange.mailbox import Unread
    from runxl.grid import Snapshot

ANOTHER_ID = "00000000-0000-4000-8000-00000000ffff"
UNKNOWN = ("_runxl", 3, 2, ANOTHER_ID)


def snapshot(data: bytes) -> Snapshot:
    return PackageBook(data, Path("bok.xlsx")).read()


def tables_of(_sent: Sent) -> Mapping[str, Contents]:
    return contents_of(snapshot(as_sent()), TABLES_OF[TEMPLATE_UNIT])


def known(data: bytes, this: Round | None = None, **name_and_sender: str) -> Identified:
    found = identified(read(data, **name_and_sender), this or this_round(), tables_of)
    assert isinstance(found, Identified), sentence_of(found.reason)
    return found


def unknown(data: bytes, this: Round | None = None, **name_and_sender: str) -> Unread:
    found = identified(read(data, **name_and_sender), this or this_round(), tables_of)
    assert not isinstance(found, Identified)
    return found


def test_a_workbook_is_known_by_its_id_in_the_register() -> None:
    found = known(as_sent())
    assert (found.unit, found.round, found.base, found.by) == ("teater", this_round().id, sent_row(), Mark.WORKBOOK)
    assert not found.remarks


def test_a_workbook_whose_id_nobody_knows_is_known_by_its_round_and_its_rows() -> None:
    found = known(typed(as_sent(), UNKNOWN))
    assert (found.unit, found.base, found.by) == ("teater", sent_row(), Mark.ROUND)
    assert [sentence_of(remark) for remark in found.remarks] == [
        "Filen är kopplad till teater genom omgången och raderna i filen, eftersom dess eget id saknas eller är okänt."
    ]


def test_a_workbook_without_its_hidden_sheet_is_known_by_its_rows() -> None:
    found = known(exported(as_sent(), without_identity=True), name="x.xlsx", sender="okand@example.org")
    assert (found.unit, found.base, found.by) == ("teater", sent_row(), Mark.ROWS)


def nameless() -> bytes:
    """Return a workbook without its hidden sheet in which no row names a unit."""
    cells = [("Rader", row, 3, "") for row in (5, 6, 7)] + [("Mått", row, 8, "") for row in (5, 6)]
    return exported(typed(as_sent(), *cells, ("Verksamheter", 5, 2, "")), without_identity=True)


def test_a_workbook_whose_rows_name_nobody_is_known_by_its_file_name_then_by_its_sender() -> None:
    museum = this_round(sent_row("museum", ANOTHER_ID))
    by_name = known(nameless(), museum, name="Kopia av underlag-2026-08-museum (2).xlsx")
    assert (by_name.unit, by_name.by) == ("museum", Mark.FILE_NAME)
    by_sender = known(nameless(), name="Kopia.xlsx")
    assert (by_sender.unit, by_sender.by) == ("teater", Mark.SENDER)


def test_a_workbook_that_no_mark_tells_anything_of_is_not_read() -> None:
    assert unknown(nameless(), name="Kopia.xlsx", sender="okand@example.org").reason.code == "returned-unit-unknown"


def test_a_workbook_of_one_unit_with_the_rows_of_another_is_not_believed() -> None:
    this = this_round(sent_row(), sent_row("museum", ANOTHER_ID))
    unread = unknown(typed(as_sent(), UNKNOWN), this)
    assert unread.reason == ("returned-unit-contradicts", {"whose": "museum", "units": ("teater",)})


def test_rows_of_several_units_and_no_known_id_tell_nobody() -> None:
    data = typed(as_sent(), UNKNOWN, ("Rader", 6, 3, "museum"))
    assert unknown(data).reason.code == "returned-many-units"


def test_a_workbook_of_an_earlier_round_is_told_as_such() -> None:
    earlier = sent_row(round_id="2026-04-aaaaaaaa")
    assert unknown(as_sent(), this_round(earlier)).reason.code == "returned-older-round"
    strange = typed(as_sent(), UNKNOWN, ("_runxl", 4, 2, "2027-04-aaaaaaaa"))
    assert unknown(strange).reason.code == "returned-other-round"


def test_what_does_not_say_its_round_and_is_of_another_period_is_not_taken() -> None:
    data = exported(typed(as_sent(), ("Inställningar", 6, 4, "2026-04")), without_identity=True)
    for this in (this_round(), this_round(sent_row("museum", ANOTHER_ID))):
        assert unknown(data, this).reason == ("returned-other-period", {"period": "2026-04", "now": PERIOD})


def test_without_the_file_that_was_sent_two_versions_are_merged_and_that_is_said() -> None:
    found = identified(read(as_sent()), this_round(), lambda _sent: None)
    assert isinstance(found, Identified)
    assert (found.base, [remark.code for remark in found.remarks]) == (None, ["returned-no-base"])


@pytest.mark.parametrize(
    ("sheet", "row", "column", "now", "cell", "was"),
    [
        ("Inställningar", 6, 4, "2026-12", "Inställningar!D6", "2026-08"),
        ("Inställningar", 8, 4, "positiva", "Inställningar!D8", "negativa"),
        ("Inställningar", 11, 4, "mnkr", "Inställningar!D11", "tkr"),
        ("Verksamheter", 5, 3, "Operan", "Verksamheter!C5", "Teatern"),
        ("Mått", 6, 2, "M7", "Mått!B6", "M2"),
        ("Mått", 5, 9, "minst 5", "Mått!I5", "minst 500"),
    ],
)
def test_a_locked_cell_that_was_changed_is_named_with_what_stood_there(  # noqa: PLR0913, PLR0917  (a table's columns)
    sheet: str, row: int, column: int, now: str, cell: str, was: str
) -> None:
    unread = unknown(typed(as_sent(), (sheet, row, column, now)))
    assert sentence_of(unread.reason) == (
        f"{cell} innehåller '{now}'. När filen skickades ut stod där '{was}', och den cellen är låst. Filen läses "
        "inte: be avsändaren fylla i underlaget som skickades ut."
    )


def test_what_a_unit_fills_in_is_no_tampering() -> None:
    edits = (("Rader", 5, 6, 1), ("Rader", 6, 2, "annat"), ("Verksamheter", 5, 18, "orsak"), ("Mått", 5, 18, 9))
    assert known(typed(as_sent(), *edits)).by is Mark.WORKBOOK


def test_the_digest_of_the_structure_stays_whatever_a_unit_fills_in_and_changes_with_a_locked_cell() -> None:
    before = structure_of(snapshot(as_sent()))
    assert structure_of(snapshot(typed(as_sent(), ("Rader", 5, 6, 1), ("Åtgärder", 6, 2, "ny")))) == before
    assert structure_of(snapshot(typed(as_sent(), ("Inställningar", 8, 4, "positiva")))) != before
    assert structure_of(snapshot(typed(as_sent(), ("Mått", 5, 2, "M9")))) != before
    assert WORKBOOK_ID not in before
