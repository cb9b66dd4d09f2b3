from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from dev import ROOT
from runxl.errors import FileError
from runxl.exchange.archive import Archive, Sent
from runxl.exchange.filenames import safe_name
from tests.exchange.dying import DEAD
from tests.exchange.keeping import keep_all

if TYPE_CHECKING:
    from pathlib import Path

WORKBOOK = b"PK\x03\x04 a workbook"
SHA = sha256(WORKBOOK).hexdigest()


def sent(unit: str = "teater", data: bytes = WORKBOOK, workbook_id: str = "1f3a9c20-11", **other: str) -> Sent:
    rest = {"sent": "2026-09-01T08:00:00", "structure_hash": "00ff", "round": "2026-08-5b2e0d77", **other}
    return Sent(unit=unit, workbook_id=workbook_id, sha256=sha256(data).hexdigest(), template_version=1, **rest)


def files_in(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_sent_file_lies_by_round_and_unit_and_stands_in_the_register(tmp_path: Path) -> None:
    Archive(tmp_path).add([(sent(), WORKBOOK)])
    assert files_in(tmp_path) == ["utskick/2026-08-5b2e0d77/teater-1f3a9c20.xlsx", "utskick/register.json"]
    assert json.loads((tmp_path / "utskick" / "register.json").read_text(encoding="utf-8")) == [
        {
            "round": "2026-08-5b2e0d77",
            "unit": "teater",
            "workbook_id": "1f3a9c20-11",
            "sha256": SHA,
            "sent": "2026-09-01T08:00:00",
            "template_version": 1,
            "structure_hash": "00ff",
            "locked": "",
            "master": "",
            "file": "2026-08-5b2e0d77/teater-1f3a9c20.xlsx",
        }
    ]


def test_what_was_sent_is_found_by_its_id_and_by_whom_it_went_to_newest_last(tmp_path: Path) -> None:
    first, again, other = sent(), sent(workbook_id="2b", data=b"again"), sent("museum", workbook_id="3c")
    Archive(tmp_path).add([(first, WORKBOOK), (other, WORKBOOK)])
    Archive(tmp_path).add([(again, b"again")])
    archive = Archive(tmp_path)
    assert archive.sent("2b") == again
    assert archive.sent("4d") is None
    assert archive.sent_to("2026-08-5b2e0d77", "Teater") == [first, again]
    assert archive.sent_to("2026-04-5b2e0d77", "teater") == []
    assert archive.bytes_of(again) == b"again"


def test_a_sent_file_that_someone_has_changed_is_none(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.add([(sent(), WORKBOOK)])
    (tmp_path / "utskick" / sent().file).write_bytes(b"PK\x03\x04 another")
    assert archive.bytes_of(sent()) is None


def test_a_received_file_lies_under_its_hash(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    assert archive.keep(WORKBOOK, ".XLSX") == SHA
    assert files_in(tmp_path) == [f"inkommet/{SHA[:2]}/{SHA}.xlsx"]
    assert archive.bytes_of(SHA) == WORKBOOK


def test_keeping_the_same_file_again_writes_nothing_whatever_it_is_called(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.keep(WORKBOOK, "xlsx")
    [path] = [path for path in tmp_path.rglob("*") if path.is_file()]
    before = path.stat().st_mtime_ns, path.stat().st_ino
    assert Archive(tmp_path).keep(WORKBOOK, "dat") == SHA
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == before
    assert len(files_in(tmp_path)) == 1


def test_a_damaged_copy_is_replaced_by_the_same_file_received_again(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.keep(WORKBOOK, "xlsx")
    [path] = [path for path in tmp_path.rglob("*") if path.is_file()]
    path.write_bytes(b"")
    assert archive.bytes_of(SHA) is None
    archive.keep(WORKBOOK, "xlsx")
    assert path.read_bytes() == WORKBOOK


@pytest.mark.parametrize("ending", ["../../x", "x" * 300, "a/b", "xl\nsx", "", "å"])
def test_an_ending_never_makes_a_path(tmp_path: Path, ending: str) -> None:
    Archive(tmp_path).keep(WORKBOOK, ending)
    assert files_in(tmp_path) == [f"inkommet/{SHA[:2]}/{SHA}.dat"]


@pytest.mark.parametrize("digest", ["", "../utskick/register", SHA.upper(), SHA[:-1], "*" * 64])
def test_what_is_no_hash_finds_nothing(tmp_path: Path, digest: str) -> None:
    archive = Archive(tmp_path)
    archive.keep(WORKBOOK, "xlsx")
    assert archive.bytes_of(digest) is None


@pytest.mark.parametrize(
    "unit", ["../x", "CON", "com1", "a/b", "a\\b", "C:x", "å" * 200, "", ".", "..", "x\0y", "x.", "a\nb", "a|b*?"]
)
def test_a_units_id_never_leads_out_of_the_folder_nor_to_a_device(tmp_path: Path, unit: str) -> None:
    archive = Archive(tmp_path / "arkiv")
    archive.add([(sent(unit), WORKBOOK)])
    [name] = [path for path in files_in(tmp_path) if path.endswith(".xlsx")]
    assert name.startswith("arkiv/utskick/2026-08-5b2e0d77/")
    assert len(name.split("/")[-1].encode()) < 200
    assert Archive(tmp_path / "arkiv").bytes_of(sent(unit)) == WORKBOOK


def test_two_ids_that_are_made_safe_alike_get_two_names() -> None:
    assert len({safe_name(text) for text in ("a/b", "a\\b", "a_b", "a:b", "kul\u00e9", "kule\u0301")}) == 6


def test_a_round_id_that_is_no_name_leads_nowhere_either(tmp_path: Path) -> None:
    Archive(tmp_path / "arkiv").add([(sent(round="../../../x", workbook_id="../../y"), WORKBOOK)])
    assert all(path.startswith("arkiv/utskick/") for path in files_in(tmp_path))


def test_adding_twice_leaves_one_row(tmp_path: Path) -> None:
    Archive(tmp_path).add([(sent(), WORKBOOK)])
    before = (tmp_path / "utskick" / "register.json").read_bytes()
    Archive(tmp_path).add([(sent(), WORKBOOK)])
    assert (tmp_path / "utskick" / "register.json").read_bytes() == before


def test_a_register_that_another_run_has_changed_is_not_overwritten(tmp_path: Path) -> None:
    Archive(tmp_path).add([(sent(), WORKBOOK)])
    slow = Archive(tmp_path)
    assert slow.all_sent
    Archive(tmp_path).add([(sent("museum", workbook_id="3c"), WORKBOOK)])
    with pytest.raises(FileError) as refusal:
        slow.add([(sent("musik", workbook_id="4d"), WORKBOOK)])
    assert refusal.value.code == "archive-changed-since"
    assert [row.unit for row in Archive(tmp_path).all_sent] == ["teater", "museum"]


@pytest.mark.parametrize(
    "text", ["", "[", "{}x", "[1]", '[{"round": 1}]', '"text"', "[" * 100_000, '[{"unit": "teater"}]', "\xff"]
)
def test_a_damaged_register_is_named_and_left_as_it_is(tmp_path: Path, text: str) -> None:
    register = tmp_path / "utskick" / "register.json"
    register.parent.mkdir()
    register.write_bytes(text.encode("latin-1"))
    with pytest.raises(FileError) as reading:
        Archive(tmp_path).sent("1")
    with pytest.raises(FileError) as adding:
        Archive(tmp_path).add([(sent(), WORKBOOK)])
    assert reading.value.code == adding.value.code == "archive-register-damaged"
    assert register.read_bytes() == text.encode("latin-1")


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "arkiv").write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(FileError) as refusal:
        Archive(tmp_path / "arkiv").keep(WORKBOOK, "xlsx")
    assert refusal.value.code == "folder-not-made"


def test_a_register_that_may_not_be_written_is_named(tmp_path: Path) -> None:
    Archive(tmp_path).add([(sent(), WORKBOOK)])
    (tmp_path / "utskick" / "register.json").chmod(stat.S_IRUSR)
    with pytest.raises(FileError) as refusal:
        Archive(tmp_path).add([(sent("museum", workbook_id="3c"), WORKBOOK)])
    assert refusal.value.code == "file-read-only"


def test_a_kill_at_any_moment_leaves_whole_files_and_running_again_ends_alike(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    whole = ["utskick/r/a-aaaaaaaa.xlsx", "utskick/r/b-bbbbbbbb.xlsx", "utskick/r/c-cccccccc.xlsx"]
    wanted: list[str] | None = None
    for moment in range(200):
        folder = tmp_path / str(moment)
        command = [sys.executable, "-m", "tests.exchange.keeping", str(moment), str(folder)]
        status = subprocess.run(command, env=environment, check=False, cwd=ROOT).returncode
        archive = Archive(folder)
        assert all(archive.bytes_of(row) is not None for row in archive.all_sent)
        assert len(archive.all_sent) in {0, 3}
        if status == 0:
            break
        assert status == DEAD
        keep_all(folder)
        wanted = wanted or files_in(folder)
        assert files_in(folder) == wanted
    assert wanted is not None
    assert moment > 12
    assert set(whole) < set(wanted)
