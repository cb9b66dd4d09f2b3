"""Draw the pictures in docs/bilder: the example workbooks as LibreOffice prints them after a run, and in its window."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import subprocess
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import runxl
from docs.intervals import draw_intervals
from docs.programs import program
from docs.window import draw_window
from runxl.cli import main
from runxl.commands.new import begin
from runxl.demonstration import play_until_answered
from runxl.grid import Address, Content, Edit, Plan
from runxl.templates.shipped import template

if TYPE_CHECKING:
    from collections.abc import Sequence

FOLDER = Path(__file__).parent / "bilder"
DOTS_PER_INCH = 112

_COARSE = 28
_ABOVE_FOOTER = 0.92
_WHITE = 250
_FOOTER = re.compile(r"^ *(\S.*?) {2,}Sida (\d+) av \d+$", re.MULTILINE)

_SWEDISH = """\
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>sv-SE</value></prop></item>
</oor:items>
"""

# what share of a page is worth showing, where its lower rows repeat themselves
_UPPER_PART = {"fynd-forslag": 0.35, "utskick-rader": 0.45}

_SWAPPED = (Edit(Address("Verksamheter", 6, 8), Content(Decimal(1797))),)
"""1 977 with two digits swapped."""


class Copy(NamedTuple):
    """A shipped workbook, and what is typed in it before everything is run."""

    name: str
    typed: tuple[Edit, ...] = ()


PICTURES: dict[Copy, dict[str, tuple[str, int]]] = {
    Copy("exempel-run-2020-04"): {
        "oversikt": ("Översikt", 1),
        "resultat": ("Resultat", 1),
        "verksamheter": ("Verksamheter", 1),
        "malbedomning": ("Målbedömning", 1),
        "malbedomning-egen": ("Målbedömning", 2),
        "matt": ("Mått", 1),
    },
    Copy("exempel-run-2020-04", _SWAPPED): {
        "verksamheter-omkastat": ("Verksamheter", 1),
        "fynd-forslag": ("Fynd", 3),
    },
    Copy("exempel-fiktiv"): {
        "fiktiv-malbedomning": ("Målbedömning", 1),
        "fiktiv-matt": ("Mått", 3),
        "fiktiv-fynd": ("Fynd", 1),
    },
}
"""By workbook: the name of each picture, its sheet, and which printed page of the sheet it shows."""


ROUND = {"mottagare": "Mottagare", "inlamningar": "Inlämningar", "konflikter": "Konflikter"}
"""By picture: its sheet, in the committee's workbook when the answers of a round have been taken in."""

SENT = {"utskick-forsta": "Så gör du", "utskick-rader": "Rader"}
"""By picture: its sheet, in the workbook that a unit gets."""


def draw(folder: Path) -> None:
    """Draw every picture into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["RUNXL_LANG"] = "sv"
    draw_window(folder)
    draw_intervals(folder)
    for copy in PICTURES:
        draw_sheets(copy, folder)
    draw_round(folder)


def draw_sheets(copy: Copy, folder: Path) -> None:
    """Draw the sheets of one workbook that a picture is of."""
    with tempfile.TemporaryDirectory() as work:
        printed = as_pdf(filled_copy(copy, Path(work)))
        first_pages = pages_by_sheet(printed)
        for picture, (sheet, page) in PICTURES[copy].items():
            draw_page(printed, first_pages[sheet] + page - 1, folder / picture)


def draw_round(folder: Path) -> None:
    """Draw what a round by mail looks like, before anything is chosen in Konflikter."""
    with tempfile.TemporaryDirectory() as work:
        os.environ["RUNXL_STATE"] = work
        master = Path(work) / "kultur.xlsx"
        begin(template("exempel-utskick"), master, None)
        type_command("collect", master, play_until_answered(master, type_command))
        draw_first_pages(master, ROUND, folder)
        draw_first_pages(next(Path(work).glob("kultur-utskick/*-teater.xlsx")), SENT, folder)


def type_command(*words: object) -> None:
    """Carry out a command as if it were typed."""
    with contextlib.redirect_stdout(io.StringIO()):
        main([str(word) for word in words])


def draw_first_pages(workbook: Path, pictures: dict[str, str], folder: Path) -> None:
    """Draw the first printed page of some sheets."""
    printed = as_pdf(workbook)
    first_pages = pages_by_sheet(printed)
    for picture, sheet in pictures.items():
        draw_page(printed, first_pages[sheet], folder / picture)


def filled_copy(copy: Copy, work: Path) -> Path:
    """Return a copy of a shipped workbook on which everything has been run."""
    path = Path(shutil.copy(template(copy.name), work))
    book = runxl.open(path)
    book.apply(Plan(copy.typed))
    book.apply(runxl.commands.run(book.read()).plan)
    book.save()
    return path


def as_pdf(path: Path) -> Path:
    """Return the workbook printed by LibreOffice."""
    profile = path.parent / "profile"
    speak_swedish(profile)
    office = program("soffice")
    subprocess.run(
        [
            office,
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            path.parent,
            path,
        ],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return path.with_suffix(".pdf")


def speak_swedish(profile: Path) -> None:
    """Let LibreOffice show numbers as it does in Sweden."""
    settings = profile / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(_SWEDISH, encoding="utf-8")


def pages_by_sheet(printed: Path) -> dict[str, int]:
    """Return on which page of a print each sheet begins, counted from 1; the footers say so."""
    text = subprocess.run(
        [program("pdftotext"), "-layout", printed, "-"], check=True, capture_output=True, encoding="utf-8"
    ).stdout
    pages: dict[str, int] = {}
    for footer in _FOOTER.finditer(text):
        pages.setdefault(footer[1], int(footer[2]))
    return pages


def draw_page(printed: Path, page: int, target: Path) -> None:
    """Draw one page of a print, cut to what stands on it; `target` has no ending."""
    left, top, right, bottom = inked(printed, page)
    bottom = top + round((bottom - top) * _UPPER_PART.get(target.name, 1))
    scale = DOTS_PER_INCH // _COARSE
    cut = ["-x", left * scale, "-y", top * scale, "-W", (right - left) * scale, "-H", (bottom - top) * scale]
    draw_with(["-png", "-singlefile", "-f", page, "-r", DOTS_PER_INCH, *cut, printed, target])


def inked(printed: Path, page: int) -> tuple[int, int, int, int]:
    """Return left, top, right and bottom of what stands on a page, footer aside, in coarse dots."""
    sketch = printed.with_name("sketch")
    draw_with(["-gray", "-singlefile", "-f", page, "-r", _COARSE, printed, sketch])
    _, size, _, dots = sketch.with_suffix(".pgm").read_bytes().split(b"\n", 3)
    width, height = map(int, size.split())
    rows = [dots[start : start + width] for start in range(0, width * round(height * _ABOVE_FOOTER), width)]
    inked_rows = [number for number, row in enumerate(rows) if min(row) < _WHITE]
    inked_columns = [number for number in range(width) if min(row[number] for row in rows) < _WHITE]
    return (
        max(inked_columns[0] - 1, 0),
        max(inked_rows[0] - 1, 0),
        min(inked_columns[-1] + 2, width),
        inked_rows[-1] + 2,
    )


def draw_with(arguments: Sequence[object]) -> None:
    """Let pdftoppm draw."""
    subprocess.run([program("pdftoppm"), *map(str, arguments)], check=True)


if __name__ == "__main__":
    draw(FOLDER)
