"""What a file is: its content decides, and its name only where content cannot, as with texts."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from runxl.errors import FileError
from runxl.exchange.mailbox.names import ending_of
from runxl.hosts.opening import ENDINGS, OTHER_KINDS, refuse_other_kinds
from runxl.hosts.package.archive import directory

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet


_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TNEF = b"\x78\x9f\x3e\x22"
_MBOX = b"From "
_MSG_PART = "__properties_version1.0".encode("utf-16-le")
_OFFICE_PARTS = tuple(name.encode("utf-16-le") for name in ("WordDocument", "PowerPoint Document"))

_MAIL_ENDINGS = frozenset({".eml", ".msg"})
_MBOX_ENDINGS = frozenset({"", ".mbox", ".mbx"})
_BY_PART = {
    "xl/workbook.bin": "binary-workbook",
    "index/document.iwa": "inbox-numbers-document",
    "mimetype": "inbox-not-a-workbook",
    "word/document.xml": "inbox-not-a-workbook",
    "ppt/presentation.xml": "inbox-not-a-workbook",
}
_SEALED_MAIL = ".p7m"


class Kind(Enum):
    """What is done with a file: it is read as a workbook, opened for what lies in it, or listed."""

    WORKBOOK = auto()
    ZIP = auto()
    MAIL = auto()
    OUTLOOK_MAIL = auto()
    MAILS = auto()
    OTHER = auto()


def kind_of(name: str, data: bytes) -> Kind:
    """Return what the file is. A workbook's own faults are for whoever reads it."""
    ending = ending_of(name)
    if data.startswith(_OLE):
        return Kind.OUTLOOK_MAIL if ending == ".msg" or _MSG_PART in data else Kind.OTHER
    if ending in ENDINGS:
        return Kind.OTHER if _other_reason(name, data) else Kind.WORKBOOK
    if data.startswith(_ZIP):
        return _kind_of_zip(_parts(name, data))
    return _kind_of_text(ending, data)


def _kind_of_text(ending: str, data: bytes) -> Kind:
    if not data or data.startswith(_TNEF):
        return Kind.OTHER
    if ending in _MAIL_ENDINGS:
        return Kind.MAIL
    return Kind.MAILS if is_mbox(ending, data) else Kind.OTHER


def is_mbox(ending: str, start: bytes) -> bool:
    """Tell whether a file that begins so holds many mails; Thunderbird's and Apple's have no ending."""
    return ending in _MBOX_ENDINGS and start.startswith(_MBOX)


def _kind_of_zip(parts: AbstractSet[str]) -> Kind:
    if "xl/workbook.xml" in parts:
        return Kind.WORKBOOK
    return Kind.OTHER if parts & _BY_PART.keys() else Kind.ZIP


def _parts(name: str, data: bytes) -> AbstractSet[str]:
    """Return the names within a zip file, in small letters; none where it is damaged."""
    try:
        return {info.filename.casefold() for info in directory(data, name)}
    except FileError:
        return frozenset()


def is_container(data: bytes) -> bool:
    """Tell whether these bytes are a file that holds others, as every workbook is, whatever it is called."""
    return data.startswith((*_ZIP, _OLE))


def reason_not_read(name: str, data: bytes) -> str:
    """Return the code of the sentence that says why a file of kind OTHER is not read."""
    ending = ending_of(name)
    if data.startswith(_TNEF) or name.casefold() == "winmail.dat":
        return "inbox-winmail"
    if ending == _SEALED_MAIL:
        return "inbox-mail-sealed"
    if ending in ENDINGS or not data or data.startswith((*_ZIP, _OLE)):
        return _other_reason(name, data) or _code_by_parts(name, data)
    return OTHER_KINDS.get(ending, "inbox-not-a-workbook")


def _code_by_parts(name: str, data: bytes) -> str:
    parts = _parts(name, data)
    return next((_BY_PART[part] for part in _BY_PART if part in parts), "inbox-not-a-workbook")


def _other_reason(name: str, data: bytes) -> str | None:
    """Return why a file cannot be a workbook, from its first bytes; None where it can."""
    if any(part in data for part in _OFFICE_PARTS) and data.startswith(_OLE):
        return "inbox-not-a-workbook"
    try:
        refuse_other_kinds(data, name)
    except FileError as fault:
        return fault.code
    return None
