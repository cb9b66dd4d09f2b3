"""What lies in an inbox in these tests: a small workbook, and zip files and mails with whatever is asked for."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage
from email.policy import SMTP
from itertools import zip_longest
from typing import TYPE_CHECKING

from runxl.exchange.mailbox import Attachment, Unread
from tests.bad_input.packages import zipped

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

WORKBOOK = zipped(("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<workbook/>"))
EXCEL = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")


def zip_of(*members: tuple[str, bytes], changed: Sequence[datetime | None] = (), extra: bytes = b"") -> bytes:
    """Return a zip file; two members may have one name. `changed` are their dates as a clock on a wall shows them."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for (name, data), moment in zip_longest(members, changed):
            # given as an entry, so that zipfile changes nothing of the name
            info = zipfile.ZipInfo()
            info.filename = name
            info.compress_type = zipfile.ZIP_DEFLATED
            info.extra = extra
            if moment is not None:
                info.date_time = moment.timetuple()[:6]
            archive.writestr(info, data)
    return stream.getvalue()


def mail(*attachments: tuple[str, bytes], **headers: str) -> EmailMessage:
    """Return a mail with these files, as Python's own library writes it; Date and the like as keywords."""
    message = EmailMessage(policy=SMTP)
    message["From"] = headers.pop("From", "Åsa Öberg <asa@teater.example>")
    message["To"] = "controller@region.example"
    message["Subject"] = headers.pop("Subject", "Underlag för augusti")
    for header, text in headers.items():
        message[header] = text
    message.set_content("Hej!\n\nHär kommer underlaget.\n")
    for name, data in attachments:
        message.add_attachment(data, *EXCEL, filename=name)
    return message


def eml(*attachments: tuple[str, bytes], **headers: str) -> bytes:
    """Return a mail's file."""
    return mail(*attachments, **headers).as_bytes()


def written(headers: str, body: bytes) -> bytes:
    """Return a mail written by hand: a letter, and then one part with these headers and this body."""
    start = (
        "From: asa@teater.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=here\n\n"
        "--here\nContent-Type: text/plain\n\nHej!\n--here\n"
    )
    return (start + headers.strip() + "\n\n").encode() + body + b"\n--here--\n"


def found(items: Iterable[Attachment | Unread]) -> dict[str, str]:
    """Return what is said of each path: the reason's code, or "read" for a workbook."""
    return {item.path: item.reason.code if isinstance(item, Unread) else "read" for item in items}
