"""The mails in an .mbox file, one at a time, so that a file of any size takes the memory of its largest mail."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from runxl.exchange.limits import FILE_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

_CHUNK = 1 << 16
# a line of a letter may begin with From too: what separates mails has a time and a year, and a blank line before it
_SEPARATOR = re.compile(rb"From [^\r\n]*\d\d:\d\d[^\r\n]*\b(?:19|20)\d\d\b")
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
_BLANK = (b"\n", b"\r\n")


def mails_in(stream: BinaryIO) -> Iterator[bytes | None]:
    """Give each mail without its From line, and without the > that a program set before its own lines' From.

    None stands for a mail that is larger than what is read whole.
    """
    mail: bytearray | None = None
    is_too_large = False
    before = b"\n"
    while line := stream.readline(_CHUNK):
        if line.startswith(b"From ") and (mail is None or (before in _BLANK and _SEPARATOR.match(line))):
            if mail is not None:
                yield _mail(mail, is_too_large)
            mail, is_too_large = bytearray(), False
        elif mail is not None and not is_too_large:
            mail += line
            is_too_large = len(mail) > FILE_BYTES
            if is_too_large:
                mail.clear()
        before = line
    if mail is not None:
        yield _mail(mail, is_too_large)


def _mail(lines: bytearray, is_too_large: bool) -> bytes | None:  # noqa: FBT001  (the two are made together)
    return None if is_too_large else _QUOTED.sub(rb"\1", lines)
