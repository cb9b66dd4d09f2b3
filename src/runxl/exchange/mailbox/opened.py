"""The workbooks in one file of an inbox, through the mails and zip files that they lie in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runxl.exchange.faults import or_refused
from runxl.exchange.limits import FILE_BYTES, FILES, NESTING, UNPACKED_BYTES
from runxl.exchange.mailbox.item import Attachment, Enclosed, Unread, too_large, unread
from runxl.exchange.mailbox.kinds import Kind, kind_of, reason_not_read
from runxl.exchange.mailbox.names import last, shown
from runxl.exchange.mailbox.zips import members_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime


def attachments_in(name: str, data: bytes, received: datetime | None = None) -> list[Attachment | Unread]:
    """Return the workbooks in one file of an inbox, not opened themselves, and what else lies there with the reason.

    `name` is the file's path in the inbox, `received` when it was last changed. The same answer for the same bytes;
    nothing is written to disk, no link is followed and no exception raised, whatever the bytes are.
    """
    path = "/".join(map(shown, name.replace("\\", "/").split("/")))
    whole = Attachment(path, shown(last(name)), data, received=received)
    if len(data) > FILE_BYTES:
        return [too_large(whole, len(data))]

    def found() -> list[Attachment | Unread]:
        return list(_workbooks(Enclosed(whole, 0), _Allowance()))

    return or_refused(found, lambda reason: [Unread(path, reason, received=received)], whole.name)


class _Allowance:
    """What one file of the inbox may still give, and the paths that are taken."""

    def __init__(self) -> None:
        self._bytes = UNPACKED_BYTES
        self._files = FILES
        self._paths: dict[str, int] = {}

    def suffices(self, size: int) -> bool:
        """Count one file more, and tell whether there was room for it."""
        self._bytes -= size
        self._files -= 1
        return self._bytes >= 0 and self._files >= 0

    def own_path(self, path: str) -> str:
        """Return a path that no other file has: two attachments may have one name."""
        count = self._paths[path] = self._paths.get(path, 0) + 1
        return path if count == 1 else f"{path} ({count})"


def _workbooks(enclosed: Enclosed, allowance: _Allowance) -> Iterator[Attachment | Unread]:
    file = enclosed.file
    kind = kind_of(file.name, file.data)
    if kind is Kind.WORKBOOK:
        yield file
    elif kind is Kind.OTHER:
        yield unread(file, reason_not_read(file.name, file.data))
    elif enclosed.depth > NESTING:
        yield unread(file, "inbox-too-deep", most=NESTING)
    else:
        yield from _all_within(enclosed, _opener(kind), allowance)


def _all_within(
    container: Enclosed, opener: Callable[[Enclosed], Iterator[Enclosed | Unread]], allowance: _Allowance
) -> Iterator[Attachment | Unread]:
    """Give what is in a container, as long as the allowance lasts; what is beyond it is not even unpacked."""
    for item in opener(container):
        if not allowance.suffices(0 if isinstance(item, Unread) else len(item.file.data)):
            yield unread(container.file, "inbox-too-much", files=FILES, megabytes=UNPACKED_BYTES >> 20)
            return
        if isinstance(item, Unread):
            is_itself = item.path == container.file.path
            yield item if is_itself else item._replace(path=allowance.own_path(item.path))
        else:
            file = item.file._replace(path=allowance.own_path(item.file.path))
            yield from _workbooks(Enclosed(file, item.depth), allowance)


def _opener(kind: Kind) -> Callable[[Enclosed], Iterator[Enclosed | Unread]]:
    """Return what gives the files in a container. What reads mails loads only when there is one."""
    if kind is Kind.ZIP:
        return members_of
    if kind is Kind.OUTLOOK_MAIL:
        from runxl.exchange.mailbox.outlook import carried_by_outlook_mail  # noqa: PLC0415  (loads python-oxmsg)

        return carried_by_outlook_mail
    from runxl.exchange.mailbox.mail import carried_by_mail, carried_by_mails  # noqa: PLC0415  (loads email)

    return carried_by_mail if kind is Kind.MAIL else carried_by_mails
