"""The files that a mail carries, those of forwarded mails included."""

from __future__ import annotations

import re
from binascii import Error as BinasciiError
from email.errors import (
    InvalidBase64CharactersDefect,
    InvalidBase64LengthDefect,
    InvalidBase64PaddingDefect,
)
from email.feedparser import BytesFeedParser
from email.message import Message as Mail
from io import BytesIO
from itertools import count
from typing import TYPE_CHECKING, Any

from runxl.exchange.limits import FILE_BYTES, MAIL_LINES, MIME_LEVELS, MIME_PARTS
from runxl.exchange.mailbox.headers import FAULTS, Lenient, decoded, name_of, received_of, sender_of
from runxl.exchange.mailbox.item import Enclosed, Unread, or_itself, unread
from runxl.exchange.mailbox.kinds import is_container
from runxl.exchange.mailbox.letters import is_letters_own, limited, with_claims
from runxl.exchange.mailbox.mbox import mails_in
from runxl.exchange.mailbox.names import unfolded

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHUNK = 1 << 16
_FORWARDED = frozenset({"message/rfc822", "message/global", "message/news"})
_LETTERS_OWN = frozenset(
    {
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "application/pgp-signature",
        "message/delivery-status",
        "message/global-delivery-status",
        "message/disposition-notification",
    }
)
_PACKED = frozenset({"base64", "quoted-printable"})
_BASE64_FAULTS = (InvalidBase64CharactersDefect, InvalidBase64LengthDefect, InvalidBase64PaddingDefect)
_UUENCODED = re.compile(rb"^begin [0-7]{3,4} ([^\r\n]{1,255})\r?\n[ -`]", re.MULTILINE)


class _OddMailError(ValueError):
    """A mail is built of more than any mail program makes."""


class _Part(Mail):
    """A part of a mail that knows how deep it lies, so that a hostile mail is given up while it is read."""

    level = 0
    parts_of_mail: count[int]

    def attach(self, payload: Any) -> None:  # noqa: ANN401  (email's own signature)
        """Add a part. _OddMailError where it is too deep, or one too many."""
        if self.level == 0 and "parts_of_mail" not in vars(self):
            self.parts_of_mail = count(1)
        payload.level, payload.parts_of_mail = self.level + 1, self.parts_of_mail
        if payload.level > MIME_LEVELS or next(self.parts_of_mail) > MIME_PARTS:
            raise _OddMailError
        super().attach(payload)


_POLICY = Lenient(message_factory=_Part)


def carried_by_mails(container: Enclosed) -> Iterator[Enclosed | Unread]:
    """Give each mail of an .mbox file as a file of its own."""
    for number, data in enumerate(mails_in(BytesIO(container.file.data)), 1):
        name = f"{number}.eml"
        if data is None:
            yield container.holds_unread(name, "inbox-mail-too-large", most=FILE_BYTES >> 20)
        else:
            yield container.holds(name, data)


def carried_by_mail(container: Enclosed) -> Iterator[Enclosed | Unread]:
    """Give each file that a mail carries; a mail without any is itself listed."""
    try:
        mail = _parsed(container.file.data)
    except (_OddMailError, RecursionError):
        yield unread(container.file, "inbox-mail-built-oddly")
        return
    except FAULTS:
        yield unread(container.file, "inbox-mail-damaged")
        return
    yield from limited(_Letter(mail, container).carried(), container)


def _parsed(data: bytes) -> Mail:
    """Return a mail. _OddMailError where it has more lines, levels or parts than any mail program writes."""
    if data.count(b"\n") + data.count(b"\r") - data.count(b"\r\n") > MAIL_LINES:
        raise _OddMailError
    parser = BytesFeedParser(policy=_POLICY)
    for start in range(0, len(data), _CHUNK):
        parser.feed(data[start : start + _CHUNK])
    return parser.close()


class _Letter:
    """One mail, the outermost or a forwarded one, and where it lies."""

    def __init__(self, mail: Mail, place: Enclosed) -> None:
        self._mail = mail
        self._place = with_claims(place, sender_of(mail), received_of(mail))
        self._numbers = count(1)

    def carried(self) -> Iterator[Enclosed | Unread]:
        """Give what the mail carries, or the mail itself where that is nothing."""
        yield from or_itself(self._within(self._mail), self._place, "inbox-mail-without-workbook")

    def _within(self, part: Mail) -> Iterator[Enclosed | Unread]:
        kind = part.get_content_type()
        if kind in _LETTERS_OWN:
            return
        if kind == "message/external-body":
            yield self._place.holds_unread(self._named(part, "bin"), "inbox-attachment-linked")
        elif kind in _FORWARDED:
            for mail in _inner(part):
                yield from self._forwarded(part, mail)
        elif part.is_multipart():
            for inner in _inner(part):
                yield from self._within(inner)
        else:
            yield from self._file(part, kind)

    def _forwarded(self, part: Mail, mail: Mail) -> Iterator[Enclosed | Unread]:
        """Give what a forwarded mail carries, under its name or else its subject."""
        encoding = str(part.get("Content-Transfer-Encoding", "")).strip().casefold()
        if encoding in _PACKED and not mail.keys():
            # against the rules, but some servers do: the whole mail is packed as a file would be
            mail["Content-Transfer-Encoding"] = encoding
            yield self._place.holds(f"{next(self._numbers)}.eml", _content(mail)[0])
            return
        subject = unfolded(decoded(str(mail.get("Subject", ""))))
        place = self._place.holds_mail(name_of(part) or subject or self._named(part, "eml"))
        if isinstance(place, Unread):
            yield place
        else:
            yield from _Letter(mail, place).carried()

    def _file(self, part: Mail, kind: str) -> Iterator[Enclosed | Unread]:
        content, is_damaged = _content(part)
        is_file = bool(name_of(part)) or part.get_content_disposition() == "attachment"
        if is_letters_own(kind, content, is_file=is_file, is_shown_within="Content-ID" in part):
            yield from self._uuencoded(content)
        elif is_damaged and not is_container(content):
            yield self._place.holds_unread(self._named(part, "bin"), "inbox-attachment-damaged")
        else:
            yield self._place.holds(self._named(part, "bin"), content)

    def _uuencoded(self, text: bytes) -> Iterator[Unread]:
        for found in _UUENCODED.finditer(text):
            name = found[1].decode("utf-8", "replace").strip()
            yield self._place.holds_unread(name, "inbox-attachment-uuencoded")

    def _named(self, part: Mail, ending: str) -> str:
        """Return the part's name, or a number of its own where it has none."""
        return name_of(part) or f"{next(self._numbers)}.{ending}"


def _inner(part: Mail) -> list[Mail]:
    payload = part.get_payload()
    return [inner for inner in payload if isinstance(inner, Mail)] if isinstance(payload, list) else []


def _content(part: Mail) -> tuple[bytes, bool]:
    """Return a part's bytes, and whether they came to harm on the way."""
    try:
        content = part.get_payload(decode=True)
    except (*FAULTS, BinasciiError):
        return b"", True
    is_damaged = any(isinstance(defect, _BASE64_FAULTS) for defect in part.defects)
    return content if isinstance(content, bytes) else b"", is_damaged
