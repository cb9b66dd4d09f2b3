"""Drafts of mails, as files that a mail program opens as a message ready to be sent. Nothing is sent from here."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import NamedTuple

_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([A-Za-z0-9-]+\.)+[A-Za-z]{2,63}\Z"
)
_LONGEST_ADDRESS = 254
_LONGEST_LINE = 100
_WORKBOOK = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Attached(NamedTuple):
    """A workbook that goes with a mail: the name it has there, and its bytes."""

    name: str
    data: bytes


class Letter(NamedTuple):
    """A mail that somebody will send: to whom, a copy to whom, about what, and its text.

    Addresses are such that `is_address` has passed; names and subject hold no control characters.
    """

    name: str
    address: str
    copy: str
    subject: str
    text: str
    attached: tuple[Attached, ...] = ()


def is_address(text: str) -> bool:
    """Tell whether a text is one mail address and nothing else.

    >>> is_address("asa@example.org"), is_address("Åsa <asa@example.org>"), is_address("a@example.org; b@example.org")
    (True, False, False)
    """
    return len(text) <= _LONGEST_ADDRESS and _ADDRESS.match(text) is not None


def in_one_line(text: str) -> str:
    r"""Return a text as it can stand in a header: one line of at most 100 characters, without what steers a program.

    >>> in_one_line("Musik\n\x00i  länet"), in_one_line("x" * 101) == "x" * 99 + "…"
    ('Musik i länet', True)
    """
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return line if len(line) <= _LONGEST_LINE else f"{line[: _LONGEST_LINE - 1].rstrip()}…"


def draft(letter: Letter) -> bytes:
    """Return the letter as an .eml file: the same bytes for the same letter.

    `X-Unsent` makes Outlook open it as a message to send; sender, date and message id are the mail program's to set.
    Raises ValueError where a header would hold a line break.
    """
    from email.headerregistry import Address  # noqa: PLC0415  (no other command writes mails)
    from email.message import EmailMessage  # noqa: PLC0415  (as above)
    from email.policy import SMTP  # noqa: PLC0415  (as above)

    message = EmailMessage(SMTP)
    message["X-Unsent"] = "1"
    message["To"] = Address(letter.name, addr_spec=letter.address)
    if letter.copy:
        message["Cc"] = Address(addr_spec=letter.copy)
    message["Subject"] = letter.subject
    message.set_content(letter.text, cte="quoted-printable")
    for name, data in letter.attached:
        message.add_attachment(data, maintype="application", subtype=_WORKBOOK, filename=name)
    if letter.attached:
        # the library's own is drawn by lot
        message.set_boundary(f"runxl-{sha256(repr(letter).encode('utf-8', 'surrogatepass')).hexdigest()[:32]}")
    return message.as_bytes()
