"""The round that the demonstration plays: what seven units mail back, and what the controller does meanwhile.

Every amount stands here to be followed by hand. As they were sent, the units' actuals come to −41 190 tkr. Then

    teater        4 350 -> 4 380 (she wrote 4 365; theirs is chosen)    +30
    museum        1 170 -> "1 210", a number typed as text                          +40
    bibliotek    −1 420 -> −1 430                                                   −10
    musik          −970 -> −980                                                     −10
    arkiv           410 -> 420, and a number typed over a formula                   +10
    folkhogskola −7 020 -> −7 050 (she wrote −7 040; hers is chosen)     −20
    kansli        has not answered                                                    0

which makes −41 150.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from email.message import EmailMessage
from email.policy import SMTP
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from runxl.exchange.conflicts import read_conflicts
from runxl.exchange.recipients import read_recipients
from runxl.grid import EMPTY, Content, Edit, Plan
from runxl.hosts.package import PackageBook
from runxl.layout import ACTIONS, LINES, MEASURES, RECIPIENTS, RESULT, UNITS
from runxl.layout.words import CHOSEN_OURS, CHOSEN_THEIRS
from runxl.sheets.workbook import read_workbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from runxl.exchange.archive import Archive
    from runxl.grid import Snapshot, Value
    from runxl.layout import TableLayout

TOTAL = Decimal(-41150)
"""SUMMA utfall of the merged workbook in tkr, added up above."""

_DAYS_TO_ANSWER = 14
_FIRST_DAY = date(1899, 12, 30)


class Typed(NamedTuple):
    """What somebody types into a table: on which row, under which column."""

    layout: TableLayout
    row: str
    column: str
    value: Value


MEANWHILE = (
    Typed(LINES, "teater_biljetter", "actual", Decimal(4365)),
    Typed(LINES, "skola_personal", "actual", Decimal(-7040)),
    Typed(RESULT, "ovr_intakter", "actual", Decimal(15620)),
    Typed(RESULT, "ovr_intakter", "full_year_forecast", Decimal(23350)),
    Typed(RESULT, "personal", "actual", Decimal(-41630)),
    Typed(RESULT, "ovr_kostnader", "actual", Decimal(-15140)),
    Typed(RESULT, "ovr_kostnader", "full_year_forecast", Decimal(-22710)),
)
"""What the controller types into her workbook while the units have theirs: two of their actuals, and in Resultat what
the ledger says, which is what the units come to when the round is over."""

CHOICES = {"teater_biljetter": CHOSEN_THEIRS, "skola_personal": CHOSEN_OURS}
"""What she chooses in Konflikter, by row."""

FIRST_TRY = (Typed(LINES, "teater_biljetter", "actual", Decimal(4370)),)
FILLED_IN = {
    "teater": (
        Typed(LINES, "teater_biljetter", "actual", Decimal(4380)),
        Typed(LINES, "teater_biljetter", "full_year_forecast", Decimal(6600)),
        Typed(MEASURES, "M01", "outcome", Decimal(21)),
    ),
    "museum": (
        Typed(LINES, "museum_uppdrag", "actual", "1 210"),
        Typed(UNITS, "museum", "assumption", "Höstens uppdrag är avtalade."),
    ),
    "bibliotek": (
        Typed(LINES, "bibliotek_medier", "actual", Decimal(-1430)),
        Typed(MEASURES, "M06", "outcome", Decimal(12)),
    ),
    "musik": (
        Typed(LINES, "musik_turne", "actual", Decimal(-980)),
        Typed(LINES, "musik_turne", "full_year_forecast", Decimal(-1460)),
    ),
    "arkiv": (
        Typed(LINES, "arkiv_tjanster", "actual", Decimal(420)),
        Typed(LINES, "arkiv_tjanster", "variance", Decimal(15)),
    ),
    "folkhogskola": (
        Typed(LINES, "skola_personal", "actual", Decimal(-7050)),
        Typed(ACTIONS, "skola-1", "status", "påbörjad"),
    ),
}
"""What each unit types into its workbook; kansli has not answered."""


def deadlines(snapshot: Snapshot, today: date) -> Plan:
    """Return the plan that gives every unit two weeks from today."""
    book = read_workbook(snapshot)
    last = Content(Decimal((today + timedelta(days=_DAYS_TO_ANSWER) - _FIRST_DAY).days))
    rows = book.tables[RECIPIENTS.name]
    return Plan(tuple(Edit(rows.cell(one.row, "deadline"), last) for one in read_recipients(book).rows))


def typing(snapshot: Snapshot, typed: Iterable[Typed]) -> Plan:
    """Return what somebody types as a plan."""
    tables = read_workbook(snapshot).tables
    return Plan(
        tuple(
            Edit(rows.cell(rows.by_id()[one.row], one.column), Content(one.value))
            for one in typed
            for rows in (tables[one.layout.name],)
        )
    )


def choosing(snapshot: Snapshot) -> Plan:
    """Return the plan that answers what Konflikter asks and nobody has answered."""
    return Plan(
        tuple(
            Edit(at, Content(CHOICES[asked.place.row]))
            for at, asked in read_conflicts(snapshot).items()
            if asked.choice == EMPTY and asked.place.row in CHOICES
        )
    )


def total(snapshot: Snapshot) -> Value:
    """Return SUMMA utfall as it stands."""
    rows = read_workbook(snapshot).tables[UNITS.name]
    return snapshot.content(rows.cell(rows.by_id()["summa"], "actual")).value


class Came(NamedTuple):
    """A file in the inbox: its name, when it came, and its bytes."""

    name: str
    time: datetime
    data: bytes


def replies(archive: Archive, round_id: str, time: datetime) -> list[Came]:
    """Return what comes back after a round was sent, in mails, a zip file and a bare workbook.

    They came a second apart, the last one at `time`, as nothing counts as newer than now. The workbooks are
    those that the archive has as sent, filled in by the package host as a unit does it in Excel.
    """
    # of what was sent twice, the first: since then she has edited her workbook
    newest_first = (one for one in reversed(archive.all_sent) if one.round == round_id)
    sent = {one.unit: data for one in newest_first if (data := archive.bytes_of(one)) is not None}
    back = {unit: _filled_in(sent[unit], typed) for unit, typed in FILLED_IN.items()}
    first, *later = (time - timedelta(seconds=number) for number in reversed(range(7)))
    return [
        _mailed("svar-teater.eml", first, "asa.lindqvist@example.org", _filled_in(sent["teater"], FIRST_TRY)),
        _mailed("svar-museum.eml", later[0], "bo.ekdal@example.org", back["museum"]),
        _zipped("bibliotek-och-musik.zip", later[1], {unit: back[unit] for unit in ("bibliotek", "musik")}),
        Came("Kopia av arkivets underlag.xlsx", later[2], back["arkiv"]),
        _mailed("svar-folkhogskola.eml", later[3], "farid.rahimi@example.org", back["folkhogskola"]),
        _mailed("SV svar-teater.eml", later[4], "asa.lindqvist@example.org", back["teater"]),
        _mailed("svar-kansli.eml", later[5], "greta.alv@example.org", None),
    ]


def _filled_in(data: bytes, typed: Iterable[Typed]) -> bytes:
    book = PackageBook(data, Path("underlag.xlsx"))
    book.apply(typing(book.read(), typed))
    return book.written()


def _mailed(name: str, time: datetime, sender: str, workbook: bytes | None) -> Came:
    mail = EmailMessage(SMTP)
    mail["From"], mail["Date"] = sender, time
    mail["Subject"] = "SV: Underlag till delårsrapport"
    mail.set_content("Underlaget är ifyllt." if workbook else "Jag skickar siffrorna i morgon.")
    if workbook:
        mail.add_attachment(workbook, maintype="application", subtype="octet-stream", filename="underlag.xlsx")
    return Came(name, time, mail.as_bytes())


def _zipped(name: str, time: datetime, workbooks: Mapping[str, bytes]) -> Came:
    packed = BytesIO()
    saved = time.astimezone().timetuple()[:6]
    with ZipFile(packed, "w") as archive:
        for unit, data in workbooks.items():
            archive.writestr(ZipInfo(f"{unit}.xlsx", saved), data, ZIP_DEFLATED)
    return Came(name, time, packed.getvalue())
