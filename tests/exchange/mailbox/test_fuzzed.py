"""Ten thousand harmed files: bytes flipped, ends cut off, pieces of one put into another, lengths changed.

The same seed every time, so that a file which is not listed as it should be can be made again: its number is its seed.
"""

from __future__ import annotations

import random
import tracemalloc
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from runxl.exchange.mailbox import Attachment, Unread, attachments_in
from runxl.language import LANGUAGES, sentence_of, speaking
from tests.exchange.mailbox import outlook
from tests.exchange.mailbox.files import WORKBOOK, eml, mail, zip_of

if TYPE_CHECKING:
    from collections.abc import Callable

FILES = 10_000
BATCHES = 20
MOST_MEMORY = 8 << 20

_FORWARDED = mail(Subject="VB: Underlag", Date="Tue, 01 Sep 2026 12:00:00 +0000")
_FORWARDED.add_attachment(mail(("inre.xlsx", WORKBOOK), ("alla.zip", zip_of(("a.xlsx", WORKBOOK)))))
_OUTLOOK = outlook.msg(
    {outlook.SUBJECT: "Underlag", outlook.SENDER_SMTP: "asa@teater.example", outlook.DELIVERED: datetime.now(UTC)},
    [
        outlook.attachment("teater.xlsx", WORKBOOK + bytes(5000)),
        outlook.attached_mail(outlook.mail({outlook.SUBJECT: "Inre"}, [outlook.attachment("inre.xlsx", WORKBOOK)])),
    ],
)
_MBOX = b"".join(
    b"From asa@teater.example Mon Aug 31 12:00:00 2026\n" + eml((f"{number}.xlsx", WORKBOOK)) + b"\n"
    for number in range(3)
)
ORIGINALS = {
    "svar.eml": _FORWARDED.as_bytes(),
    "arkiv.mbox": _MBOX,
    "bilagor.zip": zip_of(("a.xlsx", WORKBOOK), ("inre.zip", zip_of(("b.xlsx", WORKBOOK))), ("svar.msg", _OUTLOOK)),
    "svar.msg": _OUTLOOK,
    "teater.xlsx": WORKBOOK,
    "teater.dat": WORKBOOK,
}


def flipped(data: bytearray, dice: random.Random) -> None:
    for _ in range(dice.choice((1, 2, 8, 64))):
        data[dice.randrange(len(data))] = dice.randrange(256)


def cut_off(data: bytearray, dice: random.Random) -> None:
    del data[dice.randrange(len(data)) :]


def shortened(data: bytearray, dice: random.Random) -> None:
    start = dice.randrange(len(data))
    del data[start : start + dice.choice((1, 4, 64, 512))]


def mixed(data: bytearray, dice: random.Random) -> None:
    other = dice.choice(list(ORIGINALS.values()))
    start, place = dice.randrange(len(other)), dice.randrange(len(data))
    data[place:place] = other[start : start + dice.choice((16, 512, 4096))]


def repeated(data: bytearray, dice: random.Random) -> None:
    start = dice.randrange(len(data))
    data[start:start] = data[start : start + dice.choice((1, 16, 128, 512))] * dice.choice((1, 3, 50))


def measured_wrongly(data: bytearray, dice: random.Random) -> None:
    """Put another number where a binary file has a size, a count or a place, most of which are at multiples of 4."""
    place = dice.randrange(0, max(1, len(data) - 4), 4 if dice.random() < 0.8 else 1)
    number = dice.choice((0, 1, 0x7FFFFFFF, 0xFFFFFFFF, 0xFFFFFFFE, dice.randrange(1 << 16), dice.randrange(1 << 32)))
    data[place : place + 4] = number.to_bytes(4, "little")


def lines_shuffled(data: bytearray, dice: random.Random) -> None:
    lines = bytes(data).splitlines(keepends=True)
    for _ in range(5):
        one, other = dice.randrange(len(lines)), dice.randrange(len(lines))
        lines[one], lines[other] = lines[other], lines[one]
    data[:] = b"".join(lines)


HARMS: list[Callable[[bytearray, random.Random], None]] = [
    flipped,
    cut_off,
    shortened,
    mixed,
    repeated,
    measured_wrongly,
    lines_shuffled,
]


def harmed(number: int) -> tuple[str, bytes]:
    """Return the file of this number: one of the originals, come to harm once or a few times."""
    dice = random.Random(number)  # noqa: S311  (the same files every time, not a secret)
    name = dice.choice(list(ORIGINALS))
    data = bytearray(ORIGINALS[name])
    for _ in range(dice.choice((1, 1, 1, 2, 4))):
        if data:
            dice.choice(HARMS)(data, dice)
    return name, bytes(data)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_harmed_files_are_read_or_listed_and_never_anything_else(batch: int) -> None:
    for number in range(batch, FILES, BATCHES):
        name, data = harmed(number)
        items = attachments_in(name, data)
        assert items, f"file {number} is silently skipped"
        for item in items:
            assert isinstance(item, (Attachment, Unread)), number
            assert item.path.startswith(name), number
            assert item.received is None or item.received.tzinfo is UTC, number


def test_harmed_files_take_no_more_memory_than_a_limit() -> None:
    tracemalloc.start()
    for number in range(0, FILES, 10):
        attachments_in(*harmed(number))
        assert tracemalloc.get_traced_memory()[1] < MOST_MEMORY, number
        tracemalloc.reset_peak()
    tracemalloc.stop()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_that_a_harmed_file_has_is_a_sentence(language: str) -> None:
    reasons = {
        item.reason.code: item.reason
        for number in range(0, FILES, 10)
        for item in attachments_in(*harmed(number))
        if isinstance(item, Unread)
    }
    with speaking(language):
        assert {code for code, reason in reasons.items() if sentence_of(reason) == code} == set()


def test_the_originals_are_read_whole() -> None:
    counts = {name: len(attachments_in(name, data)) for name, data in ORIGINALS.items()}
    assert counts == {
        "svar.eml": 2,
        "arkiv.mbox": 3,
        "bilagor.zip": 4,
        "svar.msg": 2,
        "teater.xlsx": 1,
        "teater.dat": 1,
    }
    found = [item for name, data in ORIGINALS.items() for item in attachments_in(name, data)]
    assert all(isinstance(item, Attachment) for item in found)
