"""A round of the shipped example with seven units, as it is played by mail: sent, answered, collected.

Everything goes through the command line and files, as at a controller's. Nobody's last day has passed. It was sent
on 1 September, answers come on the 8th. The theatre's
number is `teater_personal`: −12 050 tkr when it is sent, −12 100 when it comes back, which takes SUMMA from −41 190
to −41 240.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from unittest.mock import patch

from runxl.cli import main
from runxl.exchange.conflicts import read_conflicts
from runxl.grid import Address, Content, Edit, Plan
from runxl.hosts.package import PackageBook
from runxl.layout import LINES, RECIPIENTS, SUBMISSIONS, UNITS
from runxl.sheets.workbook import read_workbook
from runxl.templates.shipped import template
from tests.exchange.mailbox.files import eml
from tests.exchange.mailed import edited

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import tzinfo

    from runxl.grid import Snapshot, Value
    from runxl.layout import TableLayout

NAMES = ("teater", "museum", "bibliotek", "musik", "arkiv", "folkhogskola", "kansli")
SENDERS = {
    "teater": "asa.lindqvist@example.org",
    "museum": "bo.ekdal@example.org",
    "bibliotek": "cilla.noren@example.org",
    "musik": "dag.osterberg@example.org",
    "arkiv": "elin.sjogren@example.org",
    "folkhogskola": "farid.rahimi@example.org",
    "kansli": "greta.alv@example.org",
}
LAST_DAY_2099 = Decimal(73050)
LAST_DAY_PASSED = Decimal(46276)  # 2026-09-11

PERSONNEL = (LINES, "teater_personal", "actual")
SENT_NUMBER, NUMBER = Decimal(-12050), Decimal(-12100)
SENT_TOTAL, TOTAL = Decimal(-41190), Decimal(-41240)

Where = tuple["TableLayout", str, str]


@dataclass(frozen=True)
class Post:
    """A controller's folder: the master, what was sent, the inbox, the archive and the answers."""

    folder: Path

    @property
    def master(self) -> Path:
        return self.folder / "kultur.xlsx"

    @property
    def inbox(self) -> Path:
        return self.folder / "inkorg"

    @property
    def answers(self) -> Path:
        return self.folder / "kultur-svar"

    def sent(self, unit: str = "teater", number: str = "") -> bytes:
        """Return the workbook that a unit got."""
        return (self.folder / "kultur-utskick" / f"underlag-2026-08-{unit}{number}.xlsx").read_bytes()

    def answered(self, number: object = NUMBER) -> bytes:
        """Return the theatre's workbook with its number."""
        return filled(self.sent(), {PERSONNEL: number})

    def put(self, name: str, data: bytes, hour: int = 9) -> Path:
        """Put a file in the inbox, last changed on 8 September."""
        file = self.inbox / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        changed = datetime(2026, 9, 8, hour, tzinfo=UTC).timestamp()
        os.utime(file, (changed, changed))
        return file

    def mail(self, data: bytes, unit: str = "teater", hour: int = 9, name: str = "", sender: str = "") -> Path:
        """Put a mail with a workbook in the inbox, received on 8 September."""
        headers = {"From": sender or SENDERS[unit], "Date": f"Tue, 08 Sep 2026 {hour:02}:00:00 +0000"}
        attached = f"underlag-2026-08-{unit}.xlsx"
        return self.put(name or f"{unit}-{hour:02}.eml", eml((attached, data), **headers))

    def empty(self) -> None:
        """Take everything out of the inbox."""
        shutil.rmtree(self.inbox)
        self.inbox.mkdir()

    def collect(self, *options: str) -> int:
        """Press Samla in; return the exit status."""
        return main(["collect", str(self.master), str(self.inbox), *options])

    def snapshot(self) -> Snapshot:
        return snapshot_of(self.master.read_bytes())

    def stands(self, where: Where) -> Value:
        """Return what stands in a cell of the master."""
        return self.snapshot().content(cell(self.snapshot(), where)).value

    def type(self, cells: Mapping[Where, object]) -> None:
        """Type into the master, as the controller does."""
        self.master.write_bytes(filled(self.master.read_bytes(), cells))

    def total(self) -> Value:
        return self.stands((UNITS, "summa", "actual"))

    def submissions(self) -> list[dict[str, Value]]:
        """Return the rows of Inlämningar, each by column."""
        snapshot = self.snapshot()
        table = snapshot.tables[SUBMISSIONS.name]
        places = {column.key: table.column(column.header) for column in SUBMISSIONS.columns}
        rows = (
            {key: snapshot.content(Address(table.sheet, row, place)).value for key, place in places.items()}
            for row in table.body
        )
        return [row for row in rows if row["status"] is not None]

    def status(self, unit: str = "teater") -> dict[str, Value]:
        """Return a unit's own row of Inlämningar."""
        return next(row for row in self.submissions() if row["unit"] == unit)

    def unused(self) -> list[dict[str, Value]]:
        """Return the rows of Inlämningar about files that are not used."""
        return self.submissions()[len(read_workbook(self.snapshot()).tables[RECIPIENTS.name].rows) :]

    def waiting(self) -> list[tuple[object, ...]]:
        """Return what Konflikter asks: kind, row, column, base, theirs, ours."""
        return [
            (one.kind, one.place.row, one.place.column, *(version and version.value for version in one[2:5]))
            for one in read_conflicts(self.snapshot()).values()
        ]

    def choose(self, *words: str) -> int:
        """Type these words under Välj from the top, and press Slå ihop val; return the exit status."""
        cells = list(read_conflicts(self.snapshot()))
        edits = tuple(Edit(place, Content(word)) for place, word in zip(cells, words, strict=False))
        self.master.write_bytes(edited(self.master.read_bytes(), lambda _: Plan(edits)))
        return main(["merge", str(self.master)])


def sent_round(folder: Path) -> Post:
    """Return a round that has just been sent, in a folder of its own."""
    for name, data in _as_sent().items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    (folder / "inkorg").mkdir()
    return Post(folder)


class FirstOfSeptember(datetime):
    """The clock when the round is sent."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> FirstOfSeptember:
        return cls(2026, 9, 1, 8, tzinfo=tz or UTC)


@cache
def _as_sent() -> dict[str, bytes]:
    with TemporaryDirectory() as place:
        folder = Path(place)
        master = Path(shutil.copy(template("exempel-utskick"), folder / "kultur.xlsx"))
        deadlines = {(RECIPIENTS, unit, "deadline"): LAST_DAY_2099 for unit in NAMES}
        master.write_bytes(filled(master.read_bytes(), deadlines))
        with patch("runxl.mailing.datetime", FirstOfSeptember):
            assert main(["send", str(master)]) == 0
        return everything(folder)


def everything(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder by its path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def filled(data: bytes, cells: Mapping[Where, object]) -> bytes:
    """Return a workbook in which somebody typed, by table, row id and column."""
    return edited(data, lambda snapshot: Plan(tuple(_edits(snapshot, cells))))


def _edits(snapshot: Snapshot, cells: Mapping[Where, object]) -> list[Edit]:
    return [Edit(cell(snapshot, where), content(value)) for where, value in cells.items()]


def content(value: object) -> Content:
    """Return what somebody typed."""
    if isinstance(value, Content) or value is None:
        return value or Content()
    return Content(Decimal(str(value)) if isinstance(value, int | float) else value)  # type: ignore[arg-type]  # a Value


def cell(snapshot: Snapshot, where: Where) -> Address:
    """Return where a cell is, by table, row id and column."""
    layout, id_, key = where
    table = snapshot.tables[layout.name]
    ids = table.column(layout.header("id"))
    [row] = [number for number in table.body if snapshot.content(Address(table.sheet, number, ids)).value == id_]
    return Address(table.sheet, row, table.column(layout.header(key)))


@lru_cache(maxsize=4)
def snapshot_of(data: bytes) -> Snapshot:
    """Return what stands in a workbook."""
    return PackageBook(data, Path("bok.xlsx")).read()
