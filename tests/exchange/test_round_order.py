"""The order in which files come, and how often, makes no difference to the master; undo and Logg tell the truth.

What differs with the order is Logg, which has a row for what each collection took; of Inlämningar how many cells were
taken from which file, and which older files were taken over for a while; and which cells Fynd suspects first, as it
suspects what Logg says was changed last.
"""

from __future__ import annotations

import time
from itertools import islice, permutations
from typing import TYPE_CHECKING

import pytest

from runxl.cli import main
from runxl.grid import Address
from runxl.layout import FINDINGS, LINES, LOG, SUBMISSIONS, UNITS
from tests.exchange.acts import COMMENT
from tests.exchange.postal import PERSONNEL, TOTAL, Post, cell, everything, filled, sent_round

if TYPE_CHECKING:
    from pathlib import Path

    from runxl.grid import Value

OTHERS = {LOG.sheet, SUBMISSIONS.sheet, FINDINGS.sheet}


def answers(post: Post) -> list[tuple[str, bytes, int]]:
    """Return three files of the theatre, the newest at 12, and one of the museum, each with its hour."""
    budget = (LINES, "teater_personal", "budget")
    return [
        ("teater", filled(post.answered(-12070), {COMMENT: "Först"}), 8),
        ("teater", filled(post.answered(), {budget: -12010}), 10),
        ("teater", filled(post.answered(), {COMMENT: "Sist"}), 12),
        ("museum", filled(post.sent("museum"), {(UNITS, "museum", "comment"): "Öppet"}), 9),
    ]


def standing(post: Post) -> dict[object, Value]:
    """Return what stands in the master, Logg and Inlämningar left out, and how far the units are."""
    cells: dict[object, Value] = {
        Address(sheet.name, *place): content.value
        for sheet in post.snapshot().sheets.values()
        if sheet.name not in OTHERS
        for place, content in sheet.cells.items()
    }
    rows = [row for row in post.submissions() if row["status"] == "klar"]
    return cells | {row["unit"]: row["sha256"] for row in rows}


def test_files_that_come_one_by_one_in_any_order_end_alike(tmp_path: Path) -> None:
    found = []
    for number, order in enumerate(islice(permutations(range(4)), None, None, 5)):
        post = sent_round(tmp_path / str(number))
        for place in order:
            unit, data, hour = answers(post)[place]
            post.empty()
            post.mail(data, unit, hour)
            post.collect()
        found.append(standing(post))
    assert post.total() == TOTAL
    assert post.stands(COMMENT) == "Sist"
    assert post.stands((LINES, "teater_personal", "budget")) == -12000
    assert all(one == found[0] for one in found)


def test_all_at_once_or_each_twice_ends_as_one_by_one(tmp_path: Path) -> None:
    one_by_one, at_once = sent_round(tmp_path / "a"), sent_round(tmp_path / "b")
    for unit, data, hour in answers(at_once):
        at_once.mail(data, unit, hour)
    at_once.collect()
    for unit, data, hour in answers(one_by_one) * 2:
        one_by_one.mail(data, unit, hour)
        one_by_one.collect()
    assert standing(one_by_one) == standing(at_once)


def test_a_second_run_writes_nothing_where_a_total_became_impossible(tmp_path: Path) -> None:
    """What the files have changed is suspected first, in the first run as in every one after it."""
    post = sent_round(tmp_path)
    tickets = (LINES, "teater_biljetter", "actual")
    post.type({tickets: 4300})
    post.mail(filled(post.answered(-12063), {tickets: 4381}))
    post.collect()
    assert checked_again(post)
    post.choose("deras")
    assert checked_again(post)


def checked_again(post: Post) -> bool:
    """Tell whether a check finds something and writes nothing."""
    once = post.master.read_bytes()
    return main(["check", str(post.master)]) == 1 and post.master.read_bytes() == once


def test_two_files_of_one_second_end_alike_in_either_order(tmp_path: Path) -> None:
    found = []
    for number, order in enumerate(((0, 1), (1, 0))):
        post = sent_round(tmp_path / str(number))
        both = [post.answered(-12070), post.answered()]
        for place in order:
            post.empty()
            post.mail(both[place], hour=9)
            post.collect()
        found.append(post.stands(PERSONNEL))
    assert found[0] == found[1]


def test_undo_puts_back_every_value_and_formula_but_for_the_log(tmp_path: Path) -> None:
    post = sent_round(tmp_path)
    before, archive = shown(post), everything(tmp_path / "kultur-arkiv")
    post.mail(post.answered())
    post.collect()
    assert shown(post) != before
    assert main(["undo", str(post.master)]) == 0
    assert shown(post) == before
    assert post.submissions() == []
    assert archive.items() <= everything(tmp_path / "kultur-arkiv").items()


def shown(post: Post) -> dict[Address, object]:
    """Return what stands in the master and what its formulas show, Logg left out."""
    return {
        Address(sheet.name, *place): content
        for sheet in post.snapshot().sheets.values()
        if sheet.name != LOG.sheet
        for place, content in sheet.cells.items()
        if content.formula or content.value is not None
    }


def test_where_a_number_came_from_is_true_after_undo_and_another_collection(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    post = sent_round(tmp_path)
    post.mail(post.answered())
    place = str(cell(post.snapshot(), PERSONNEL))
    undone = "Ändrat efter det, för hand eller med Ångra: Logg säger −12 100 tkr, nu står −12 050 tkr."
    post.collect()
    told = why(post, place, capsys)
    assert "−12 050 → −12 100 ur teater-09.eml" in told
    assert undone not in told
    main(["undo", str(post.master)])
    assert undone in why(post, place, capsys)
    post.collect()
    told = why(post, place, capsys)
    assert told.count("−12 050 → −12 100 ur teater-09.eml") == 2
    assert undone not in told


def why(post: Post, place: str, capsys: pytest.CaptureFixture[str]) -> str:
    """Return what is said of where a number came from."""
    capsys.readouterr()
    main(["why", str(post.master), place])
    return capsys.readouterr().out.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone of a process cannot be changed here")
def test_a_master_collected_in_two_time_zones_ends_with_what_came_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = {}
    for zones in (("Asia/Tokyo", "Europe/Stockholm"), ("Europe/Stockholm", "America/New_York")):
        post = sent_round(tmp_path / zones[0][:4])
        for zone, number, hour in zip(zones, (-12070, -12100), (8, 9), strict=True):
            monkeypatch.setenv("TZ", zone)
            time.tzset()
            post.empty()
            post.mail(post.answered(number), hour=hour)
            post.collect()
        found[zones] = post.stands(PERSONNEL), post.status()["received"]
    monkeypatch.undo()
    time.tzset()
    assert list(found.values()) == [
        (-12100, "2026-09-08 11:00:00+02:00"),
        (-12100, "2026-09-08 05:00:00-04:00"),
    ]
