"""What recipients, and the controller meanwhile, do in these tests: one function per act."""

from __future__ import annotations

import re
from datetime import datetime
from email.message import EmailMessage
from typing import TYPE_CHECKING

from addin.build.compoundfile import compound_file
from runxl.cli import main
from runxl.grid import Address, Content, Edit, Plan
from runxl.layout import IDENTITY_SHEET, LINES, RECIPIENTS, SETTINGS, UNITS
from tests.exchange.mailbox import outlook
from tests.exchange.mailbox.files import eml, mail, zip_of
from tests.exchange.mailed import edited, package, parts_of
from tests.exchange.postal import (
    LAST_DAY_PASSED,
    NUMBER,
    PERSONNEL,
    SENDERS,
    SENT_NUMBER,
    Post,
    Where,
    cell,
    content,
    filled,
    snapshot_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from runxl.grid import Snapshot

COMMENT = (UNITS, "teater", "comment")
WHEN = "Tue, 08 Sep 2026 09:00:00 +0000"


def as_file(data_of: Callable[[Post], bytes], name: str = "svar.xlsx") -> Callable[[Post], object]:
    """Return the act of mailing this workbook."""
    return lambda post: post.put("svar.eml", eml((name, data_of(post)), From=SENDERS["teater"], Date=WHEN))


def as_is(name: str, data_of: Callable[[Post], bytes]) -> Callable[[Post], object]:
    """Return the act of which this file is left in the inbox."""
    return lambda post: post.put(name, data_of(post))


def typing(*cells: tuple[Where, object]) -> Callable[[Post], object]:
    """Return the act of filling in these cells too."""
    return as_file(lambda post: filled(post.answered(), dict(cells)))


def changing(change: Callable[[Snapshot], Plan]) -> Callable[[Post], object]:
    """Return the act of editing the workbook so."""
    return as_file(lambda post: edited(post.answered(), change))


def repacked(change: Callable[[dict[str, bytes]], object]) -> Callable[[Post], object]:
    """Return the act of mailing a workbook whose package has been changed so."""

    def data(post: Post) -> bytes:
        parts = parts_of(post.answered())
        change(parts)
        return package(parts)

    return as_file(data)


def replaced(part: str, old: bytes, new: bytes) -> Callable[[dict[str, bytes]], object]:
    def change(parts: dict[str, bytes]) -> None:
        assert old in parts[part]
        parts[part] = parts[part].replace(old, new)

    return change


def unreadable(before: str = "") -> Callable[[dict[str, bytes]], object]:
    """Return the change of which the theatre's number cannot be read any more, with this before its cell's value."""
    return replaced("xl/worksheets/sheet2.xml", b"<v>-12100</v>", f"{before}<v>12100 kr</v>".encode())


def forwarded(post: Post) -> None:
    outer = EmailMessage()
    outer["From"], outer["Date"], outer["Subject"] = "kansli@example.org", WHEN, "VB: underlag"
    outer.set_content("Se nedan.")
    outer.add_attachment(mail(("teater.xlsx", post.answered()), From=SENDERS["teater"], Date=WHEN))
    post.put("vb.eml", outer.as_bytes())


def outlook_mail(post: Post) -> None:
    values = {outlook.SENDER_SMTP: SENDERS["teater"], outlook.SUBJECT: "Underlag"}
    post.put("svar.msg", outlook.msg(values, [outlook.attachment("teater.xlsx", post.answered())]))


def mailbox_file(post: Post) -> None:
    mails = (
        mail((f"{unit}.xlsx", data), From=SENDERS[unit], Date=WHEN)
        for unit, data in (("museum", post.sent("museum")), ("teater", post.answered()))
    )
    post.put("Inkorg.mbox", b"".join(b"From x Tue Sep  8 09:00:00 2026\n" + one.as_bytes() + b"\n" for one in mails))


def one_name_twice(post: Post) -> None:
    both = (("underlag.xlsx", post.sent("museum")), ("underlag.xlsx", post.answered()))
    post.put("svar.eml", eml(*both, From=SENDERS["teater"], Date=WHEN))


def twice(post: Post) -> None:
    post.mail(post.answered(), hour=9)
    post.put("sparad kopia.xlsx", post.answered(), hour=15)


def newer_last(post: Post) -> None:
    post.mail(post.answered(-1), hour=9, name="a.eml")
    post.mail(post.answered(), hour=10, name="b.eml")


def newer_first(post: Post) -> None:
    post.mail(post.answered(), hour=10, name="a.eml")
    post.mail(post.answered(-1), hour=9, name="b.eml")


def encrypted(_post: Post) -> bytes:
    return compound_file({"EncryptionInfo": b"\4\0\4\0", "EncryptedPackage": bytes(64)})


def permuted(snapshot: Snapshot) -> Plan:
    """Sort the first four rows of Rader the other way round."""
    table = snapshot.tables[LINES.name]
    rows = list(table.body)[:4]
    return Plan(
        tuple(
            Edit(Address(table.sheet, to, column), snapshot.content(Address(table.sheet, row, column)))
            for row, to in zip(rows, reversed(rows), strict=True)
            for column in range(table.block.left, table.block.right + 1)
        )
    )


def without_row(snapshot: Snapshot, id_: str = "teater_produktion") -> Plan:
    place = cell(snapshot, (LINES, id_, "id"))
    block = snapshot.tables[LINES.name].block
    return Plan(tuple(Edit(place._replace(column=column), Content()) for column in range(block.left, block.right + 1)))


def with_gap(snapshot: Snapshot) -> Plan:
    """Move the last row of Rader two rows down."""
    table, last = snapshot.tables[LINES.name], cell(snapshot, (LINES, "teater_produktion", "id"))
    columns = range(table.block.left, table.block.right + 1)
    old = {column: snapshot.content(last._replace(column=column)) for column in columns}
    return Plan(
        (
            *(Edit(last._replace(column=column), Content()) for column in columns),
            *(Edit(last._replace(row=last.row + 2, column=column), old[column]) for column in columns),
        )
    )


def with_row(**values: object) -> Callable[[Snapshot], Plan]:
    """Return the act of filling in the first blank row of Rader."""

    def change(snapshot: Snapshot) -> Plan:
        table = snapshot.tables[LINES.name]
        row = table.body[4]
        return Plan(
            tuple(
                Edit(Address(table.sheet, row, table.column(LINES.header(key))), content(value))
                for key, value in values.items()
            )
        )

    return change


def says(key: str, value: object) -> Callable[[Snapshot], Plan]:
    """Return the act of writing something else in the hidden sheet."""

    def change(snapshot: Snapshot) -> Plan:
        cells = snapshot.sheets[IDENTITY_SHEET].cells
        [row] = [row for (row, column), one in cells.items() if column == 1 and one.value == key]
        return Plan((Edit(Address(IDENTITY_SHEET, row, 2), content(value)),))

    return change


def identity_of(post: Post, unit: str, key: str) -> object:
    cells = snapshot_of(post.sent(unit)).sheets[IDENTITY_SHEET].cells
    [row] = [row for (row, column), one in cells.items() if column == 1 and one.value == key]
    return cells[row, 2].value


def forged(post: Post) -> bytes:
    """The museum's id in the theatre's file."""
    return edited(post.answered(), says("workbook_id", identity_of(post, "museum", "workbook_id")))


def dates_from_1904(parts: dict[str, bytes]) -> None:
    """Count days as old Excel for Mac does: 31 October 2026 is 44 864 and not 46 326."""
    book = re.sub(rb"<workbookPr[^>]*>", b'<workbookPr date1904="1"/>', parts["xl/workbook.xml"])
    [sheet] = [name for name, part in parts.items() if "worksheets/sheet" in name and b"<v>46326</v>" in part]
    parts["xl/workbook.xml"] = book
    parts[sheet] = parts[sheet].replace(b"<v>46326</v>", b"<v>44864</v>")


def resent(post: Post) -> None:
    """The controller corrects a budget and sends again; the theatre answers on the first workbook."""
    post.type({(LINES, "teater_biljetter", "budget"): 4500})
    main(["send", str(post.master)])
    post.mail(post.answered())


def two_in_a_zip(older: object, newer: object) -> Callable[[Post], bytes]:
    """Return what makes a zip file with two answers of the theatre's, of which its dates say the order."""
    ten, eleven = datetime(2026, 9, 7, 10), datetime(2026, 9, 7, 11)  # noqa: DTZ001  (a zip file's dates have no zone)

    def data(post: Post) -> bytes:
        files = (("teater.xlsx", post.answered(newer)), ("teater (2).xlsx", post.answered(older)))
        return zip_of(*files, changed=(eleven, ten))

    return data


def zipped_in_a_mail(post: Post) -> None:
    post.put("m.eml", eml(("svar.zip", zip_of(("teater.xlsx", post.answered()))), Date=WHEN))


def next_round(post: Post) -> None:
    data = post.answered()
    post.type({(SETTINGS, "period", "value"): "2026-12"})
    main(["send", str(post.master)])
    post.mail(data)


def both_alike(post: Post) -> None:
    post.type({PERSONNEL: NUMBER})
    post.mail(post.answered())


def both_differently(post: Post) -> None:
    post.type({PERSONNEL: -12070})
    post.mail(post.answered())


def chosen_then_again(post: Post) -> None:
    both_differently(post)
    post.collect()
    post.choose("vårt")
    post.mail(filled(post.answered(), {COMMENT: "Nytt"}), hour=11)


def deleted_then_back(post: Post) -> None:
    post.mail(edited(post.answered(), without_row), hour=9)
    post.collect()
    post.mail(post.answered(), hour=10)


def undone(post: Post) -> None:
    post.mail(post.answered())
    post.collect()
    main(["undo", str(post.master)])
    assert post.stands(PERSONNEL) == SENT_NUMBER


def emptied_between(post: Post) -> None:
    post.mail(post.answered())
    post.collect()
    post.empty()


def no_longer_a_recipient(post: Post) -> None:
    place = cell(post.snapshot(), (RECIPIENTS, "teater", "id"))
    block = post.snapshot().tables[RECIPIENTS.name].block
    blanks = Plan(tuple(Edit(place._replace(column=c), Content()) for c in range(block.left, block.right + 1)))
    post.master.write_bytes(edited(post.master.read_bytes(), lambda _: blanks))
    post.mail(post.answered())


def other_capitals(post: Post) -> None:
    post.type({(RECIPIENTS, "teater", "id"): "TEATER"})
    post.mail(post.answered())


def late(post: Post) -> None:
    post.type({(RECIPIENTS, "teater", "deadline"): LAST_DAY_PASSED})
    post.put(
        "sen.eml", eml(("t.xlsx", post.answered()), From=SENDERS["teater"], Date="Sat, 12 Sep 2026 09:00:00 +0000")
    )


def nothing_and_late(post: Post) -> None:
    post.type({(RECIPIENTS, "teater", "deadline"): LAST_DAY_PASSED})


def saved_anew(post: Post) -> None:
    """The mail of the morning is saved from the archive in the evening, when no mail is in the inbox any more."""
    post.mail(post.answered(-1), hour=9)
    post.collect()
    post.mail(post.answered(), hour=10)
    post.collect()
    post.empty()
    post.put("sparad.xlsx", post.answered(-1), hour=20)


def saved_anew_unused(post: Post) -> None:
    """As above, where the morning's file was never the newest."""
    post.mail(post.answered(-1), hour=9)
    post.mail(post.answered(), hour=10)
    post.collect()
    post.empty()
    post.put("sparad.xlsx", post.answered(-1), hour=20)


def oldest_twice(post: Post) -> None:
    post.mail(post.answered(-1), hour=8)
    post.mail(post.answered(), hour=10)
    post.put("sparad.xlsx", post.answered(-1), hour=20)
