"""What docs/it-avdelning.md says about weeding a workbook: after its steps nobody is named in it any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runxl.grid import Address, Content, Edit, NoteEdit, Plan
from runxl.layout import CONFLICTS, LINES, LOG, RECIPIENTS, SUBMISSIONS
from tests.exchange.mailbox.files import eml
from tests.exchange.mailed import edited
from tests.exchange.postal import PERSONNEL, SENDERS, Post, filled, sent_round, snapshot_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from runxl.grid import Snapshot
    from runxl.layout import TableLayout

PRIVATE = "bo.privat@example.net"
PERSONS = (PRIVATE, "Lindqvist", "Ekdal", "Sjögren", *SENDERS.values())

WHOLE_TABLES = (RECIPIENTS, SUBMISSIONS, CONFLICTS)
COLUMNS_OF_THE_LOG = ("user", "changed", "sender", "file")
"""What the page says is emptied, besides the notes of runxl's."""


def played(folder: Path) -> Post:
    """Return a round in which every place has got a person's name or address."""
    post = sent_round(folder)
    variance = (LINES, "museum_personal", "variance")
    museum = filled(post.sent("museum"), {variance: 77, (LINES, "museum_personal", "actual"): "−8 400"})
    headers = {"From": PRIVATE, "Date": "Tue, 08 Sep 2026 09:00:00 +0000"}
    post.put("svar.eml", eml(("Siffror från Bo Ekdal.xlsx", museum), **headers))
    post.put("foto.eml", eml(("Foto av Elin Sjögren.jpg", b"\xff\xd8\xff"), **{**headers, "From": SENDERS["arkiv"]}))
    post.type({PERSONNEL: -12070})
    post.mail(post.answered(), name="Mejl från Åsa Lindqvist.eml")
    post.collect()
    post.choose("deras")
    post.mail(post.answered(-12200), hour=11, name="Mejl från Åsa Lindqvist (2).eml")
    post.type({PERSONNEL: -12071})
    post.collect()
    return post


def weeded(data: bytes) -> bytes:
    """Return a workbook after the steps of the page."""
    return edited(data, lambda snapshot: Plan(tuple(_emptied(snapshot)), notes=tuple(_without_notes(snapshot))))


def _emptied(snapshot: Snapshot) -> Iterator[Edit]:
    for layout in WHOLE_TABLES:
        yield from _columns(snapshot, layout, (column.key for column in layout.columns))
    yield from _columns(snapshot, LOG, iter(COLUMNS_OF_THE_LOG))


def _columns(snapshot: Snapshot, layout: TableLayout, keys: Iterator[str]) -> Iterator[Edit]:
    table = snapshot.tables[layout.name]
    for key in keys:
        place = table.column(layout.header(key))
        yield from (Edit(Address(table.sheet, row, place), Content()) for row in table.body)


def _without_notes(snapshot: Snapshot) -> Iterator[NoteEdit]:
    return (NoteEdit(cell, "") for cell, _ in _notes(snapshot))


def _notes(snapshot: Snapshot) -> Iterator[tuple[Address, str]]:
    cells = (Address(name, *place) for name, sheet in snapshot.sheets.items() for place in sheet.cells)
    return ((cell, text) for cell in cells if (text := snapshot.note(cell)))


def said(snapshot: Snapshot) -> list[str]:
    """Return every text of a workbook, in cells, formulas and notes."""
    contents = (content for sheet in snapshot.sheets.values() for content in sheet.cells.values())
    cells = [str(part) for content in contents for part in content if part is not None]
    return [*cells, *(text for _, text in _notes(snapshot))]


def naming(snapshot: Snapshot) -> list[str]:
    return [text for text in said(snapshot) if any(person.casefold() in text.casefold() for person in PERSONS)]


def test_every_place_that_the_page_names_has_got_a_person(tmp_path: Path) -> None:
    snapshot = played(tmp_path).snapshot()
    sheets = {
        name
        for name, sheet in snapshot.sheets.items()
        for content in sheet.cells.values()
        if any(person.casefold() in str(content.value).casefold() for person in PERSONS)
    }
    assert sheets == {"Mottagare", "Inlämningar", "Konflikter", "Logg"}
    assert [text for _, text in _notes(snapshot) if "Bo Ekdal" in text]


def test_after_the_steps_of_the_page_nobody_is_named(tmp_path: Path) -> None:
    post = played(tmp_path)
    assert naming(snapshot_of(weeded(post.master.read_bytes()))) == []
