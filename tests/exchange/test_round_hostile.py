"""An inbox with what nobody wants: it is listed with the reason, the rest is collected, and nothing goes elsewhere."""

from __future__ import annotations

import os
import re
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from tests.exchange.mailbox.files import eml, zip_of
from tests.exchange.mailed import package, parts_of
from tests.exchange.postal import NUMBER, PERSONNEL, SENT_NUMBER, Post, cell, everything, sent_round, snapshot_of

ROOT = Path(__file__).parents[2]
MOST_MEGABYTES = 400
LAUGHS = b'<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><workbook>&b;</workbook>'


def hostile(post: Post) -> Post:
    parts = parts_of(post.sent("museum"))
    bomb = zip_of(("nollor.xlsx", bytes(120 << 20)))
    post.put("a" * 240 + ".xlsx", b"PK\3\4 inte alls")
    post.put("rad\nbrytning\x1b[2J.xlsx", b"PK\3\4 inte alls")
    post.put("bomb.zip", zip_of(*((f"{number}.zip", bomb) for number in range(3))))
    post.put("skratt.xlsx", package({**parts, "xl/workbook.xml": LAUGHS}))
    post.put("nollor.xlsx", package({**parts, "xl/worksheets/sheet1.xml": bytes(200 << 20)}))
    post.put("ut.zip", zip_of(("../../ute.xlsx", post.sent("museum")), ("/etc/ute.xlsx", post.sent("museum"))))
    post.put("namn.eml", eml(("../../" + "x" * 300 + ".xlsx", post.sent("museum"))))
    post.put("lovar.zip", claiming_four_gigabytes(zip_of(("m.xlsx", post.sent("museum")))))
    nested = eml(("m.xlsx", post.sent("museum")))
    for _ in range(50):
        nested = zip_of(("m.eml", nested))
    post.put("djup.zip", nested)
    post.put("mapp/inget.bin", os.urandom(3000))
    (post.inbox / "länk.xlsx").symlink_to(post.folder / "kultur-utskick" / "underlag-2026-08-museum.xlsx")
    (post.inbox / "runt").symlink_to(post.inbox)
    post.mail(post.answered())
    return post


def claiming_four_gigabytes(data: bytes) -> bytes:
    place = data.index(b"PK\1\2") + 24
    return data[:place] + struct.pack("<I", 0xFFFFFFF0) + data[place + 4 :]


def test_the_rest_is_collected_and_each_is_listed(tmp_path: Path) -> None:
    post = hostile(sent_round(tmp_path))
    assert post.collect() in (0, 1)
    assert post.stands(PERSONNEL) == NUMBER
    assert post.status()["status"] == "klar"
    assert post.status("museum")["status"] == "saknas"
    told = {str(row["file"]).split(" » ", maxsplit=1)[0] for row in post.unused()}
    assert len(told) == len(list(post.inbox.iterdir())) - 1
    assert all(row["remark"] for row in post.unused())
    assert all(str(row["file"]).isprintable() for row in post.unused())


def test_nothing_is_written_but_the_master_its_archive_and_its_answers(tmp_path: Path) -> None:
    post = hostile(sent_round(tmp_path / "ett" / "två"))
    before = everything(tmp_path)
    post.collect()
    after = everything(tmp_path)
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    ours = ("kultur.xlsx", "kultur-arkiv/inkommet/", "kultur-svar/")
    state = {name for name in changed if name.startswith("state/")}
    assert all(name.removeprefix("ett/två/").startswith(ours) for name in changed - state)
    kept = {name for name in changed if "inkommet/" in name}
    assert len(kept) == 2  # the theatre's mail and its workbook


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux how much memory a process has had")
def test_memory_is_bounded(tmp_path: Path) -> None:
    post = hostile(sent_round(tmp_path))
    # not ru_maxrss, which a child takes over from the process that starts it
    code = (
        "import re, sys; from pathlib import Path; from runxl.cli import main; main(['collect', *sys.argv[1:]]);"
        "print(int(re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())[1]) // 1024)"
    )
    words = [sys.executable, "-c", code, str(post.master), str(post.inbox)]
    said = subprocess.run(words, capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert int(said.split()[-1]) < MOST_MEGABYTES


def spelled(data: bytes, attributes: str, inner: str) -> bytes:
    """Return the theatre's workbook with its number's cell spelled so."""
    snapshot, parts = snapshot_of(data), parts_of(data)
    place = cell(snapshot, PERSONNEL)
    part = f"xl/worksheets/sheet{1 + list(snapshot.sheets).index(place.sheet)}.xml"
    pattern = rf'<c r="{place.a1}"[^>]*>.*?</c>'.encode()
    one = f'<c r="{place.a1}"{attributes}>{inner}</c>'.encode()
    parts[part], count = re.subn(pattern, lambda _: one, parts[part])
    assert count == 1
    return package(parts)


@pytest.mark.parametrize(
    ("attributes", "inner", "shown"),
    [
        (' t="s"', "<v>99999</v>", "99999"),
        (' t="zz"', "<v>99999</v>", "99999"),
        ("", "<v>1_000</v>", "1_000"),
        ("", "<v>\u0661\u0662\u0663</v>", "\u0661\u0662\u0663"),
    ],
)
def test_what_is_no_value_of_its_cells_type_is_never_a_number_of_the_master(
    tmp_path: Path, attributes: str, inner: str, shown: str
) -> None:
    post = sent_round(tmp_path)
    post.put("teater.xlsx", spelled(post.sent(), attributes, inner))
    assert post.collect() == 1
    assert (post.stands(PERSONNEL), post.status()["status"]) == (SENT_NUMBER, "med fel")
    assert f"Rader!F7 i underlag.xlsx innehåller '{shown}'" in str(post.status()["remark"])
