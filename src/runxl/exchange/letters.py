"""Drafts of mails, as files that a mail program opens as a message ready to be sent. Nothing is sent from here."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from runxl.errors import WorkbookError

if TYPE_CHECKING:
    from email.message import Message

_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([A-Za-z0-9-]+\.)+[A-Za-z]{2,63}\Z"
)
_LONGEST_ADDRESS = 254
_LONGEST_LINE = 100
_OF_CONTENT = ("MIME-Version", "Content-Type", "Content-Transfer-Encoding")
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
    A sign that no mail can hold is a `?` in its text. Raises WorkbookError where the draft would be read otherwise than
    it is meant: with another recipient, subject or text, or a header more.
    """
    letter = letter._replace(text=_in_lines(letter.text))
    addresses = (letter.address, *((letter.copy,) if letter.copy else ()))
    if all(map(is_address, addresses)) and (letter.name + letter.subject).isprintable():
        headers = _headers(letter)
        data = "".join(f"{name}: {value}\r\n" for name, value in headers.items()).encode() + _content(letter)
        if _read_back(data) == ([*headers], [letter]):
            return data
    raise WorkbookError("draft-bent", address=letter.address, name=letter.name, subject=letter.subject)


def _in_lines(text: str) -> str:
    return "".join(f"{line}\n" for line in text.encode("utf-8", "replace").decode().splitlines())


def _headers(letter: Letter) -> dict[str, str]:
    """Return the headers as they stand in the file: what is anyone's text is encoded, every letter of it.

    The library's own headers read what they are given first: they decode an encoded word that somebody typed, line
    breaks and all, and lose the quotes around a name with commas that is too long for a line.
    """
    name = f"{_encoded(letter.name)}\r\n " if letter.name else ""
    copy = {"Cc": letter.copy} if letter.copy else {}
    return {"X-Unsent": "1", "To": f"{name}<{letter.address}>", **copy, "Subject": _encoded(letter.subject)}


def _encoded(text: str) -> str:
    from email.header import Header  # noqa: PLC0415  (no other command writes mails)

    return Header(text, "utf-8", header_name="Subject").encode(linesep="\r\n")


def _content(letter: Letter) -> bytes:
    """Return the text and the files, with the headers that say how they are written."""
    from email.message import EmailMessage  # noqa: PLC0415  (no other command writes mails)
    from email.policy import SMTP  # noqa: PLC0415  (as above)

    message = EmailMessage(SMTP)
    message.set_content(letter.text, cte="quoted-printable")
    for name, data in letter.attached:
        message.add_attachment(data, maintype="application", subtype=_WORKBOOK, filename=name)
    if letter.attached:
        # the library's own is drawn by lot
        message.set_boundary(f"runxl-{sha256(repr(letter).encode()).hexdigest()[:32]}")
    return message.as_bytes()


def _read_back(data: bytes) -> tuple[list[str], list[Letter]]:
    """Return a draft as a mail program reads it: the names of its headers, and a letter for each recipient."""
    from email import message_from_bytes  # noqa: PLC0415  (no other command writes mails)
    from email.header import decode_header, make_header  # noqa: PLC0415  (as above)
    from email.utils import getaddresses  # noqa: PLC0415  (as above)

    def decoded(text: str) -> str:
        return str(make_header(decode_header(text)))

    message = message_from_bytes(data)
    text, *files = [part for part in message.walk() if not part.is_multipart()]
    attached = tuple(Attached(file.get_filename() or "", _bytes_in(file)) for file in files)
    subject, copy = decoded(message.get("Subject", "")), ", ".join(message.get_all("Cc", ()))
    read = _bytes_in(text).decode("utf-8", "replace").replace("\r\n", "\n")
    to = getaddresses(message.get_all("To", ()))
    names = [name for name in message if name not in _OF_CONTENT]
    return names, [Letter(decoded(name), address, copy, subject, read, attached) for name, address in to]


def _bytes_in(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""
