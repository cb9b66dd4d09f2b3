"""What holds for every mail, whichever program wrote it: its own parts, its claims, and how much of it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runxl.exchange.limits import ATTACHMENTS
from runxl.exchange.mailbox.item import Enclosed, Unread, unread
from runxl.exchange.mailbox.kinds import is_container

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime


def with_claims(place: Enclosed, sender: str, received: datetime | None) -> Enclosed:
    """Return a mail's place with what the mail says of itself.

    A forwarded mail that says nothing is as the mail it lies in. When a mail's file was changed says nothing of it.
    """
    outer = place.file
    fallback = outer.received if outer.sender else None
    own = outer._replace(sender=sender or outer.sender, received=received or fallback, changed=None)
    return place._replace(file=own)


def limited(found: Iterator[Enclosed | Unread], mail: Enclosed) -> Iterator[Enclosed | Unread]:
    """Give as many attachments as are read of one mail, and say where there were more."""
    for number, item in enumerate(found, 1):
        if number > ATTACHMENTS:
            yield unread(mail.file, "inbox-too-many-attachments", most=ATTACHMENTS)
            return
        yield item


def is_letters_own(content_type: str, content: bytes, *, is_file: bool, is_shown_within: bool) -> bool:
    """Tell whether a part is the letter itself: its text, or a picture that is shown within it.

    A workbook is none, whatever its part says that it is. `is_file` tells whether the part has a file's name.
    """
    if is_container(content):
        return False
    is_picture = content_type.startswith("image/")
    return (is_picture and is_shown_within) or (not is_file and (is_picture or content_type.startswith("text/")))
