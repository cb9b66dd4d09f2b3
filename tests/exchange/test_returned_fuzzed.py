"""A thousand workbooks whose XML says something else than it did: each is read, or is not with a reason.

The same ones every time: a workbook's number is its seed.
"""

from __future__ import annotations

import random
import re
from collections import Counter

from runxl.exchange.mailbox import Unread
from runxl.exchange.returned import read_returned
from runxl.language import sentence_of
from tests.exchange.mailed import as_sent, attachment, package, parts_of

FILES = 1_000
ALL = parts_of(as_sent())
PARTS = {name: part.decode() for name, part in ALL.items() if name.endswith((".xml", ".rels"))}
LONG = 20_000
TAG = re.compile(r"<[^>]*>")
ATTRIBUTE = re.compile(r'(?<==")[^"]*(?=")')
ODD = ("", "-1", "1e9", "99999999999999999999", "A1:XFD1048576", "å", "\N{ARABIC-INDIC DIGIT ONE}", "0")
ADDED = (
    "<!-- x -->",
    "<?x y?>",
    "<c/>",
    "<v>1e999</v>",
    "&#x41;",
    '<row r="99999999"/>',
    '<c r="ZZZZ1"/>',
    '<f t="shared" si="0"/>',
)


def another_attribute(xml: str, dice: random.Random) -> str:
    """Give an attribute the value of another one, or one that none has."""
    found = list(ATTRIBUTE.finditer(xml))
    place, other = dice.choice(found), dice.choice(found)[0]
    return xml[: place.start()] + dice.choice((other, dice.choice(ODD))) + xml[place.end() :]


def another_tag(xml: str, dice: random.Random) -> str:
    """Take a tag away, or put another one or something odd behind it."""
    found = list(TAG.finditer(xml))
    place, other = dice.choice(found), dice.choice(found)[0]
    return (
        xml[: place.start()] + dice.choice(("", place[0] + other, place[0] + dice.choice(ADDED))) + xml[place.end() :]
    )


def harmed(number: int) -> bytes:
    """Return the workbook of this number; the parts that say how it hangs together come to harm most often."""
    dice = random.Random(number)  # noqa: S311  (the same files every time, not a secret)
    parts = dict(PARTS)
    names = [name for name, xml in parts.items() for _ in range(1 if len(xml) > LONG else 4)]
    for _ in range(dice.choice((1, 1, 2))):
        name = dice.choice(names)
        parts[name] = (another_tag if dice.random() < 0.2 else another_attribute)(parts[name], dice)
    return package({**ALL, **{name: xml.encode() for name, xml in parts.items()}})


def test_a_workbook_that_has_come_to_harm_is_read_or_there_is_a_reason() -> None:
    reasons: Counter[str] = Counter()
    for number in range(FILES):
        returned = read_returned(attachment(harmed(number)))
        if isinstance(returned, Unread):
            assert sentence_of(returned.reason) != returned.reason.code, number
            reasons[returned.reason.code] += 1
        else:
            assert returned.tables, number
            reasons["read"] += 1
    # most are still read, so that what is looked at is more than whether the XML is well-formed
    assert reasons["read"] > FILES // 4
    assert len(reasons) > 5
