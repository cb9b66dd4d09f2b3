"""Draw the example in LibreOffice's own window, before and after a press on Kör allt.

The press is a real one: the process that the add-in starts, on the workbook that is open in the window. What it fills
in has been emptied before, as in a report whose figures have come in and on which nothing has been run.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import runxl
from docs.programs import lacking, program
from runxl.calc import attached, engine_of
from runxl.grid import EMPTY, Address, Edit, Plan
from runxl.layout import figures
from runxl.templates.shipped import template
from tests.bridge.bell import ring

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import xlwings as xw

    from runxl.calc import Office
    from runxl.grid import Snapshot

EXAMPLE = "exempel-fiktiv"
SHEET = "Målbedömning"
WIDTH, HEIGHT, ZOOM = 1368, 620, 85
BEFORE, AFTER = "fonster-fore", "fonster-efter"

SENTENCES = (
    figures.SUMMARY,
    figures.OUTCOMES,
    figures.GOALS_SUMMARY,
    figures.GOALS_PER_PERSPECTIVE,
    figures.GOALS_OUTCOMES,
)

_PATIENCE = 60.0
_PAUSE = 0.3
# the toolbars learn of a change about a second after the cells
_REST = 2.0
_COLOURS = 128
_PIPE = f"runxl-pictures-{os.getpid()}"
# a first start writes its profile and may ask to be started anew, by this exit status
_RESTART = 81
# UNO's PosSize.POSSIZE and DocumentZoomType.BY_VALUE
_PLACE_AND_SIZE, _BY_VALUE = 15, 3

_SETTINGS = {
    "Setup/L10N": {"ooSetupSystemLocale": "sv-SE"},
    "Office.Linguistic/General": {"UILocale": "sv"},
    "Office.Common/Misc": {"FirstRun": "false", "ShowTipOfTheDay": "false", "UseLocking": "false"},
    "Office.Recovery/RecoveryInfo": {"Enabled": "false"},
    "Office.Calc/Formula/Load": {"OOXMLRecalcMode": "0"},
}


def draw_window(folder: Path) -> None:
    """Draw the two pictures into a folder."""
    with tempfile.TemporaryDirectory() as name, screen() as display, office(display, Path(name)) as running:
        work = Path(name)
        book = engine_of(running).apps[0].books.open(str(emptied_copy(work)))
        show(book)
        capture(display, folder / f"{BEFORE}.png")
        press(running, work, book)
        capture(display, folder / f"{AFTER}.png")


def emptied_copy(work: Path) -> Path:
    """Return a copy of the example without the formulas in its tables and the sentences on its goals."""
    book = runxl.open(template(EXAMPLE))
    book.apply(Plan(tuple(Edit(cell, EMPTY) for cell in filled_by_runxl(book.read()))))
    path = work / f"{EXAMPLE}.xlsx"
    book.save(path)
    return path


def filled_by_runxl(snapshot: Snapshot) -> Iterator[Address]:
    """Give the cells that are emptied: a run fills each of them again."""
    yield from (cell for cell, _ in snapshot.formulas() if in_a_table(snapshot, cell))
    for name in SENTENCES:
        place = snapshot.names[name]
        yield Address(place.sheet, place.top, place.left)


def in_a_table(snapshot: Snapshot, cell: Address) -> bool:
    """Tell whether a cell stands in the body of a table."""
    return any(
        cell.sheet == table.sheet and cell.row in table.body and table.block.left <= cell.column <= table.block.right
        for table in snapshot.tables.values()
    )


@contextmanager
def screen() -> Iterator[str]:
    """Give the name of a screen that nobody sees."""
    reading, writing = os.pipe()
    size = f"{WIDTH}x{HEIGHT}x24"
    command = [program("Xvfb"), "-displayfd", str(writing), "-screen", "0", size, "-nolisten", "tcp"]
    process = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            yield f":{told.readline().strip()}"
    finally:
        process.terminate()
        process.wait()


@contextmanager
def office(display: str, work: Path) -> Iterator[Office]:
    """Give a LibreOffice with a window on a screen; it is ended afterwards, with what is open in it."""
    profile = work / "profile"
    write_settings(profile)
    process, running = answering(partial(started, display, profile))
    try:
        yield running
    finally:
        process.terminate()
        process.wait()


def write_settings(profile: Path) -> None:
    """Let LibreOffice speak Swedish, greet nobody and compute what it opens."""
    file = profile / "user" / "registrymodifications.xcu"
    file.parent.mkdir(parents=True)
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, values in _SETTINGS.items()
        for name, value in values.items()
    )
    file.write_text(f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>', "utf-8")


def started(display: str, profile: Path) -> subprocess.Popen[bytes]:
    """Return LibreOffice, started on a screen."""
    binary = Path(program("soffice")).resolve().with_name("soffice.bin")
    if not (binary.parent / "resource" / "sv").exists():
        lacking("LibreOffice's Swedish")
    command = [
        str(binary),
        f"-env:UserInstallation={profile.as_uri()}",
        f"--accept=pipe,name={_PIPE};urp;StarOffice.ComponentContext",
        *("--norestore", "--nologo", "--nodefault", "--nofirststartwizard", "--nolockcheck"),
    ]
    environment = os.environ | {"DISPLAY": display, "SAL_USE_VCLPLUGIN": "gen"}
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def answering(start: Callable[[], subprocess.Popen[bytes]]) -> tuple[subprocess.Popen[bytes], Office]:
    """Return a LibreOffice that has been started, and the connection to it as soon as it answers."""
    process, deadline = start(), time.monotonic() + _PATIENCE
    while True:
        try:
            return process, attached(_PIPE)
        except ConnectionError:
            if process.poll() == _RESTART:
                process = start()
            elif process.poll() is not None or time.monotonic() > deadline:
                process.kill()
                raise
        time.sleep(_PAUSE)


def show(book: xw.Book) -> None:
    """Fill the screen with the sheet, no side bar beside it."""
    book.sheets[SHEET].activate()
    view: Any = book.api.CurrentController
    view.ZoomType, view.ZoomValue = _BY_VALUE, ZOOM
    view.Sidebar.setVisible(False)
    view.Frame.ContainerWindow.setPosSize(0, 0, WIDTH, HEIGHT, _PLACE_AND_SIZE)


def press(running: Office, work: Path, book: xw.Book) -> None:
    """Press Kör allt, as the add-in does, and go back to the sheet."""
    folder = work / "runxl"
    folder.mkdir()
    rung = ring(folder, "run", book.fullname, application=f"uno:{running.pipe}")
    if rung.status not in ("0", "1"):
        sys.exit(f"the press was refused: {rung.box or rung.said}")


def capture(display: str, target: Path) -> None:
    """Draw the screen when it has come to rest."""
    before = b""
    while (now := taken(display)) != before:
        before = now
        time.sleep(_REST)
    target.write_bytes(now)


def taken(display: str) -> bytes:
    """Return the screen as a PNG without a date."""
    command = [
        program("import"),
        "-display",
        display,
        "-window",
        "root",
        "+dither",
        "-colors",
        str(_COLOURS),
        "-strip",
        "png:-",
    ]
    return subprocess.run(command, check=True, capture_output=True).stdout
