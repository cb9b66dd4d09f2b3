from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runxl.grid import Address, CellError, Content, Edit, NoteEdit, Plan, Resize
from runxl.journal import Journal, state_folder

CELL = Address("Mått", 5, 3)


def plan(value: object = None) -> Plan:
    content = Content() if value is None else Content(Decimal(str(value)))
    return Plan((Edit(CELL, content, Content(Decimal(8), "E5-F5")),), (Resize("tblFynd", 1, 3),))


def add(journal: Journal, number: int) -> None:
    journal.add(f"10:{number:02}", "run", "rapport.xlsx", plan(number))


def test_a_step_is_read_back_as_it_was_added(tmp_path: Path) -> None:
    added = Journal("id", tmp_path).add("2020-05-04 10:00:00", "run", "/mapp/rapport.xlsx", plan())
    assert Journal("id", tmp_path).steps() == [added]


def test_notes_are_read_back_as_they_were_added(tmp_path: Path) -> None:
    noted = Plan(notes=(NoteEdit(CELL, "Anna: åäö 😀\n=1+1", "Anna: åäö 😀\n=1+1\nvår"), NoteEdit(CELL, "", None)))
    Journal("id", tmp_path).add("nu", "fix", "a.xlsx", noted)
    assert [step.undo for step in Journal("id", tmp_path).steps()] == [noted]


def test_formulas_whose_shown_value_holds_are_read_back_as_they_were_added(tmp_path: Path) -> None:
    confirming = Plan(plan(8).edits, confirmed=frozenset([CELL, Address("Verksamheter", 6, 8)]))
    Journal("id", tmp_path).add("nu", "run", "a.xlsx", confirming)
    assert [step.undo for step in Journal("id", tmp_path).steps()] == [confirming]


def test_a_step_that_was_added_before_there_were_notes_is_still_read(tmp_path: Path) -> None:
    Journal("id", tmp_path).add("nu", "run", "a.xlsx", plan(8))
    (file,) = (tmp_path / "journal" / "id").iterdir()
    data = json.loads(file.read_text(encoding="utf-8"))
    del data["notes"], data["confirmed"]
    file.write_text(json.dumps(data), encoding="utf-8")
    assert [step.undo for step in Journal("id", tmp_path).steps()] == [plan(8)]


contents = st.builds(
    Content,
    st.none()
    | st.booleans()
    | st.text(st.characters(exclude_categories=["Cs"]))
    | st.sampled_from(["#N/A", "#REF!"]).map(CellError)
    | st.decimals(allow_nan=False, allow_infinity=False),
    st.none() | st.text(st.characters(exclude_categories=["Cs"]), min_size=1),
)


@given(st.lists(st.tuples(contents, st.none() | contents), max_size=5))
def test_every_content_of_a_cell_survives(
    tmp_path_factory: pytest.TempPathFactory, pairs: list[tuple[Content, Content | None]]
) -> None:
    edits = tuple(Edit(CELL._replace(row=row), *pair) for row, pair in enumerate(pairs, start=1))
    folder = tmp_path_factory.mktemp("journal")
    Journal("id", folder).add("nu", "run", "a.xlsx", Plan(edits))
    (step,) = Journal("id", folder).steps()
    assert step.undo.edits == edits
    assert [repr(edit) for edit in step.undo.edits] == [repr(edit) for edit in edits]


def test_ten_steps_are_kept_newest_last(tmp_path: Path) -> None:
    journal = Journal("id", tmp_path)
    for number in range(12):
        add(journal, number)
        journal.forget_oldest()
    assert [step.time for step in journal.steps()] == [f"10:{number:02}" for number in range(2, 12)]


def test_a_run_that_is_never_saved_costs_no_older_step(tmp_path: Path) -> None:
    journal = Journal("id", tmp_path)
    for number in range(10):
        add(journal, number)
    journal.drop(journal.add("10:10", "run", "rapport.xlsx", plan(10)))
    assert len(journal.steps()) == 10


def test_two_runs_at_once_take_a_number_each(tmp_path: Path) -> None:
    def add_ten(first: int) -> None:
        for number in range(first, first + 10):
            add(Journal("id", tmp_path), number)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add_ten, range(0, 40, 10)))
    assert sorted(step.time for step in Journal("id", tmp_path).steps()) == [f"10:{number:02}" for number in range(40)]


def test_a_dropped_step_is_gone_and_its_number_is_not_the_next_ones_trouble(tmp_path: Path) -> None:
    journal = Journal("id", tmp_path)
    for number in (1, 2):
        add(journal, number)
    journal.drop(journal.steps()[-1])
    add(journal, 3)
    assert [step.time for step in journal.steps()] == ["10:01", "10:03"]


def test_each_workbook_has_its_own(tmp_path: Path) -> None:
    add(Journal("ett", tmp_path), 1)
    assert Journal("annat", tmp_path).steps() == []


@pytest.mark.parametrize(
    "damage",
    [
        "",
        "{",
        "[]",
        "null",
        "{}",
        '{"time": "10:00", "command": "run", "path": "a", "edits": [[1]], "resizes": []}',
        '{"time": "", "command": "", "path": "", "edits": [["B", 1, 1, ["number", "x", null], null]], "resizes": []}',
        '{"time": "10:00", "command": "run", "path": "a", "edits": 7, "resizes": []}',
    ],
)
def test_a_damaged_step_is_left_out_and_the_others_stay(tmp_path: Path, damage: str) -> None:
    journal = Journal("id", tmp_path)
    for number in (1, 2):
        add(journal, number)
    newest = max(tmp_path.rglob("*.json"))
    newest.write_text(damage, encoding="utf-8")
    assert [step.time for step in journal.steps()] == ["10:01"]


def test_bytes_that_are_no_text_are_left_out(tmp_path: Path) -> None:
    journal = Journal("id", tmp_path)
    add(journal, 1)
    next(tmp_path.rglob("*.json")).write_bytes(b"\xff\xfe\x00\x80")
    assert journal.steps() == []


def test_a_half_written_step_is_no_step(tmp_path: Path) -> None:
    journal = Journal("id", tmp_path)
    add(journal, 1)
    next(tmp_path.rglob("*.json")).with_name("000002.part").write_text("{", encoding="utf-8")
    assert len(journal.steps()) == 1


@pytest.mark.parametrize("hostile", ["../../../etc", "..", "/tmp/x", "a/b", "C:\\x", "", "å" * 500, "a\0b", "."])  # noqa: S108  (nothing is written there, which is the point)
def test_a_workbooks_id_never_leads_out_of_the_folder(tmp_path: Path, hostile: str) -> None:
    add(Journal(hostile, tmp_path), 1)
    (step,) = tmp_path.rglob("*.json")
    assert step.parent.parent == tmp_path / "journal"
    assert len(Journal(hostile, tmp_path).steps()) == 1


@pytest.mark.parametrize(
    ("environment", "platform", "folder"),
    [
        ({"RUNXL_STATE": "/vald", "HOME": "/hem"}, "linux", "/vald"),
        ({"HOME": "/hem"}, "linux", "/hem/.local/state/runxl"),
        ({"HOME": "/hem", "XDG_STATE_HOME": "/läge"}, "linux", "/läge/runxl"),
        ({"HOME": "/hem"}, "darwin", "/hem/Library/Application Support/runxl"),
        ({"LOCALAPPDATA": "/lokalt", "USERPROFILE": "/hem"}, "win32", "/lokalt/runxl"),
        ({"USERPROFILE": "/hem"}, "win32", "/hem/AppData/Local/runxl"),
    ],
)
def test_the_folder_follows_the_systems_custom(environment: dict[str, str], platform: str, folder: str) -> None:
    assert state_folder(environment, platform) == Path(folder)
