"""What a mail's headers say: who sent it, when it came, and the names of its files. All of it claims."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.errors import MessageError
from email.header import decode_header, make_header
from email.policy import Compat32
from email.utils import getaddresses, parsedate_to_datetime
from typing import TYPE_CHECKING

from runxl.exchange.mailbox.names import unfolded

if TYPE_CHECKING:
    from email.message import Message as Mail

_ADDRESS = re.compile(r"[^\s@<>,;\"\x00-\x1f\x7f-\x9f]{1,64}@[^\s@<>,;\"\x00-\x1f\x7f-\x9f]{1,190}")
_YEARS = range(1990, 2100)
_LONGEST_HEADER = 10_000

# what email's own decoders let through where a header is not what it should be
FAULTS = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    RecursionError,
    MessageError,
)


class Lenient(Compat32):
    """email's plain policy, except that a header's bytes are text: UTF-8 where they are, else as in Windows."""

    def header_fetch_parse(self, name: str, value: str) -> str:
        """Return a header's text, as it stands but for bytes beyond ASCII."""
        del name
        raw = value[:_LONGEST_HEADER].encode("utf-8", "surrogateescape")
        try:
            return raw.decode()
        except UnicodeDecodeError:
            return raw.decode("cp1252", "replace")


def sender_of(mail: Mail) -> str:
    """Return the address in From, else in Sender; "" where there is none.

    >>> from email import message_from_string
    >>> sender_of(message_from_string("From: =?utf-8?q?=C3=85sa?= <asa@kultur.example>"))
    'asa@kultur.example'
    """
    found = (address_in(text) for header in ("From", "Sender") for text in mail.get_all(header, ()))
    return next(filter(None, found), "")


def address_in(text: str) -> str:
    """Return the first address in a header's text, or in it decoded, where all of it was encoded."""
    for spelled in (text, decoded(text)):
        try:
            pairs = getaddresses([unfolded(spelled)])
        except FAULTS:
            continue
        for _, address in pairs:
            if _ADDRESS.fullmatch(address):
                return address
    return ""


def received_of(mail: Mail) -> datetime | None:
    """Return when the mail came: what the receiving server wrote, which is the topmost Received, else Date."""
    servers = mail.get_all("Received", ())
    written = [servers[0].rpartition(";")[2]] if servers else []
    dates = map(_date_in, [*written, *mail.get_all("Date", ())[:1]])
    return next(filter(None, dates), None)


def _date_in(text: str) -> datetime | None:
    try:
        stated = parsedate_to_datetime(unfolded(text))
        return credible(stated if stated.tzinfo else stated.replace(tzinfo=UTC))
    except FAULTS:
        return None


def credible(stated: datetime) -> datetime | None:
    """Return a time in UTC; None where it cannot be when a mail came."""
    return stated.astimezone(UTC) if stated.year in _YEARS else None


def name_of(part: Mail) -> str:
    """Return the name of an attached file, decoded whether as RFC 2231 or as RFC 2047 has it; "" where it has none."""
    try:
        name = part.get_filename() or ""
    except FAULTS:
        return ""
    return unfolded(decoded(name))


def decoded(text: str) -> str:
    """Return a text with its encoded words (RFC 2047) decoded; as it stands where they cannot be.

    >>> decoded("=?iso-8859-1?Q?Underlag_f=F6r_mars?=")
    'Underlag för mars'
    """
    if "=?" not in text:
        return text
    try:
        return str(make_header(decode_header(unfolded(text))))
    except FAULTS:
        return text
