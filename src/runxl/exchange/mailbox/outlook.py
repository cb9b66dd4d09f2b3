"""The files that an Outlook mail (.msg) carries, those of mails within it included.

Everything is in the file itself: what an attachment only refers to is listed, never opened.
"""

from __future__ import annotations

from email.parser import HeaderParser
from itertools import count
from typing import TYPE_CHECKING

from runxl.exchange.mailbox.headers import FAULTS as HEADER_FAULTS
from runxl.exchange.mailbox.headers import address_in, credible, sender_of
from runxl.exchange.mailbox.item import Enclosed, Unread, or_itself, unread
from runxl.exchange.mailbox.letters import is_letters_own, limited, with_claims
from runxl.exchange.mailbox.msgfile import FAULTS, Stated, root_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from oxmsg.storage import Storage

_SUBJECT = 0x0037
_CLIENT_SUBMIT_TIME = 0x0039
_TRANSPORT_HEADERS = 0x007D
_SENDER_EMAIL_ADDRESS = 0x0C1F
_DELIVERY_TIME = 0x0E06
_DISPLAY_NAME = 0x3001
_ATTACH_DATA = 0x3701
_ATTACH_FILENAME = 0x3704
_ATTACH_METHOD = 0x3705
_ATTACH_LONG_FILENAME = 0x3707
_ATTACH_MIME_TAG = 0x370E
_ATTACH_CONTENT_ID = 0x3712
_SENDER_SMTP_ADDRESS = 0x5D01
_REPRESENTED_SMTP_ADDRESS = 0x5D02

_REFERRED_TO = frozenset({2, 3, 4, 7})
_MAIL, _OBJECT = 5, 6
_STORED_WITHIN = "__substg1.0_3701000D"

# how much comes before the properties (MS-OXMSG 2.4.1)
_OUTERMOST, _WITHIN, _ATTACHED = 32, 24, 8


def carried_by_outlook_mail(container: Enclosed) -> Iterator[Enclosed | Unread]:
    """Give each file that an Outlook mail carries; a mail without any is itself listed."""
    try:
        root = root_of(container.file.data)
    except RecursionError:
        yield unread(container.file, "inbox-mail-built-oddly")
        return
    except FAULTS:
        yield unread(container.file, "inbox-mail-damaged")
        return
    yield from limited(_carried(root, _OUTERMOST, container), container)


def _carried(mail: Storage, header: int, container: Enclosed) -> Iterator[Enclosed | Unread]:
    stated = Stated(mail, header)
    if stated.is_damaged:
        yield unread(container.file, "inbox-mail-damaged")
        return
    place = with_claims(container, _sender(stated), _received(stated))
    numbers = count(1)
    found = (item for one in mail.iter_attachment_storages() for item in _attached(one, place, numbers))
    yield from or_itself(found, place, "inbox-mail-without-workbook")


def _sender(stated: Stated) -> str:
    """Return the sender's address. Within Exchange another name may stand where the address should."""
    for number in (_SENDER_SMTP_ADDRESS, _SENDER_EMAIL_ADDRESS, _REPRESENTED_SMTP_ADDRESS):
        if address := address_in(stated.text(number)):
            return address
    try:
        return sender_of(HeaderParser().parsestr(stated.text(_TRANSPORT_HEADERS)))
    except HEADER_FAULTS:
        return ""


def _received(stated: Stated) -> datetime | None:
    times = map(stated.time, (_DELIVERY_TIME, _CLIENT_SUBMIT_TIME))
    return next(filter(None, (credible(time) for time in times if time is not None)), None)


def _attached(attachment: Storage, place: Enclosed, numbers: Iterator[int]) -> Iterator[Enclosed | Unread]:
    stated = Stated(attachment, _ATTACHED)
    method = stated.number(_ATTACH_METHOD)
    name = stated.text(_ATTACH_LONG_FILENAME, _ATTACH_FILENAME, _DISPLAY_NAME)
    within = next((one for one in attachment.storages if one.name == _STORED_WITHIN), None)
    if method == _MAIL and within is not None:
        yield from _mail_within(within, name, place, numbers)
    else:
        yield from _file(stated, method, place, name or f"{next(numbers)}.bin")


def _file(stated: Stated, method: int | None, place: Enclosed, name: str) -> Iterator[Enclosed | Unread]:
    kind, content = stated.text(_ATTACH_MIME_TAG), stated.content(_ATTACH_DATA)
    is_shown_within = bool(stated.text(_ATTACH_CONTENT_ID))
    if method in _REFERRED_TO:
        yield place.holds_unread(name, "inbox-attachment-linked")
    elif method == _OBJECT:
        yield place.holds_unread(name, "inbox-attachment-pasted")
    elif content is None:
        yield place.holds_unread(name, "inbox-attachment-damaged")
    elif not is_letters_own(kind, content, is_file=True, is_shown_within=is_shown_within):
        yield place.holds(name, content)


def _mail_within(mail: Storage, name: str, place: Enclosed, numbers: Iterator[int]) -> Iterator[Enclosed | Unread]:
    subject = Stated(mail, _WITHIN).text(_SUBJECT)
    inner = place.holds_mail(name or subject or f"{next(numbers)}.msg")
    if isinstance(inner, Unread):
        yield inner
    else:
        yield from _carried(mail, _WITHIN, inner)
