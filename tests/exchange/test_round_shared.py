"""Two committees' workbooks whose names differ in their ending alone, so that they share one archive."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

import runxl
from runxl.cli import main
from runxl.commands.send import carry_out, post_of, prepared
from runxl.errors import FileError
from runxl.exchange.archive import Archive
from runxl.grid import Plan
from runxl.layout import RECIPIENTS, SETTINGS, TEMPLATE_UNIT
from runxl.sheets.workbook import identity_edits, read_identity
from runxl.templates.shipped import template
from tests.exchange.mailed import edited
from tests.exchange.postal import LAST_DAY_2099, NAMES, everything, filled

NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)


@pytest.fixture
def masters(tmp_path: Path) -> list[Path]:
    """Return two workbooks of the same period, each with an id of its own and a committee's name."""
    deadlines = {(RECIPIENTS, unit, "deadline"): LAST_DAY_2099 for unit in NAMES}
    made = []
    for ending, committee in ((".xlsx", "Kulturnämnden"), (".xlsm", "Fritidsnämnden")):
        data = filled(template("exempel-utskick").read_bytes(), {**deadlines, (SETTINGS, "namnd", "value"): committee})
        made.append(tmp_path / f"kultur{ending}")
        made[-1].write_bytes(with_id(data, committee))
    return made


def with_id(data: bytes, workbook_id: str) -> bytes:
    return edited(data, lambda snapshot: Plan(identity_edits(snapshot, workbook_id=workbook_id)))


def round_of(master: Path) -> str:
    return read_identity(runxl.open(master).read()).round_id


def test_each_has_a_round_of_its_own_and_all_files_are_kept(masters: list[Path]) -> None:
    for master in masters:
        assert main(["send", str(master)]) == 0
    first, second = map(round_of, masters)
    assert first != second
    archive = Archive(masters[0].with_name("kultur-arkiv"))
    assert [(sent.round, sent.unit) for sent in archive.all_sent] == [
        *((first, unit) for unit in NAMES),
        *((second, unit) for unit in NAMES),
    ]
    drafted = [file.read_bytes() for file in masters[0].with_name("kultur-utskick").glob("*.xlsx")]
    assert sorted(drafted) == sorted(archive.bytes_of(sent) or b"" for sent in archive.all_sent)


def test_an_answer_to_one_is_not_taken_into_the_other(masters: list[Path]) -> None:
    for master in masters:
        main(["send", str(master)])
    inbox = masters[0].with_name("kultur-inkorg")
    shutil.copy(masters[0].parent / "kultur-utskick" / "underlag-2026-08-teater.xlsx", inbox)
    assert main(["collect", str(masters[1])]) == 0
    rows = str(runxl.open(masters[1]).read().sheets["Inlämningar"].cells)
    assert "avvisad" in rows
    assert round_of(masters[0]) in rows


def test_of_two_first_sendings_at_the_same_moment_one_is_refused_and_then_sent(
    masters: list[Path],
) -> None:
    posts = [post_of(master, None, template(TEMPLATE_UNIT), NOON) for master in masters]
    sendings = [prepared(runxl.open(master).read(), post) for master, post in zip(masters, posts, strict=True)]
    carry_out(sendings[0], posts[0])
    before = everything(masters[0].parent / "kultur-utskick")
    with pytest.raises(FileError) as caught:
        carry_out(sendings[1], posts[1])
    assert (caught.value.code, caught.value.parts) == ("archive-changed-since", {"folder": "kultur-arkiv"})
    assert everything(masters[0].parent / "kultur-utskick") == before
    for master in masters:
        assert main(["send", str(master)]) == 0
    register = json.loads((masters[0].parent / "kultur-arkiv" / "utskick" / "register.json").read_bytes())
    assert [(row["master"], row["unit"]) for row in register] == [
        *(("Kulturnämnden", unit) for unit in NAMES),
        *(("Fritidsnämnden", unit) for unit in NAMES),
    ]


def test_a_workbook_saved_with_macros_goes_on_with_its_round(tmp_path: Path, masters: list[Path]) -> None:
    main(["send", str(masters[0])])
    saved = Path(shutil.copy(masters[0], masters[1]))
    before = everything(tmp_path / "kultur-arkiv")
    assert main(["send", str(saved)]) == 0
    assert everything(tmp_path / "kultur-arkiv") == before


def test_a_new_workbook_of_an_old_ones_name_begins_a_round_of_its_own(masters: list[Path]) -> None:
    main(["send", str(masters[0])])
    old = round_of(masters[0])
    masters[1].rename(masters[0])
    assert main(["send", str(masters[0])]) == 0
    assert round_of(masters[0]) != old


def test_a_draft_that_came_in_between_is_not_overwritten(masters: list[Path]) -> None:
    post = post_of(masters[0], None, template(TEMPLATE_UNIT), NOON)
    sending = prepared(runxl.open(masters[0]).read(), post)
    post.folder.mkdir()
    other = post.folder / "underlag-2026-08-teater.eml"
    other.write_bytes(b"mitt eget")
    with pytest.raises(FileError) as caught:
        carry_out(sending, post)
    assert caught.value.code == "file-changed-since"
    assert other.read_bytes() == b"mitt eget"
