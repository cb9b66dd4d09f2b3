"""The drafts that a collection leaves beside the master: answers to units with faults, reminders to those missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from runxl import language
from runxl.domain.finding import Severity
from runxl.errors import FileError
from runxl.exchange.answers import answer, not_readable, reminder
from runxl.exchange.archive import make_folder
from runxl.exchange.filenames import safe_name
from runxl.exchange.letters import draft
from runxl.exchange.refusals import to_the_unit
from runxl.sheets.figures import period_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from runxl.domain.finding import Finding
    from runxl.domain.period import Period
    from runxl.exchange.letters import Letter
    from runxl.exchange.recipients import Recipient
    from runxl.exchange.refusals import Refused


class ToTell(NamedTuple):
    """What there is to tell: by unit, the path of its new file and what is wrong in it, and what was refused since.

    `missing` are the units of which no file has been taken over.
    """

    found: Mapping[str, tuple[str, Sequence[Finding]]]
    refused: Mapping[str, Sequence[Refused]]
    missing: frozenset[str]


def replies(
    recipients: Sequence[Recipient], period: Period, to_tell: ToTell, today: date
) -> Iterator[tuple[str, Letter | None]]:
    """Give the drafts by the names of their files; None where an earlier one no longer holds."""
    with language.speaking("sv"):
        words = period_words(period)
    for recipient in recipients:
        name, ones = safe_name(recipient.unit), to_tell.refused.get(recipient.unit, ())
        unreadable = [to_the_unit(one) for one in ones]
        is_missing = recipient.unit in to_tell.missing
        is_to_tell = not is_missing and any(one.is_workbook for one in ones)
        yield f"paminnelse-{name}.eml", reminder(recipient, words, today, unreadable) if is_missing else None
        yield f"avvisat-{name}.eml", not_readable(recipient, words, unreadable) if is_to_tell else None
        if recipient.unit in to_tell.found:
            file, findings = to_tell.found[recipient.unit]
            faults = [finding for finding in findings if finding.severity is not Severity.NOTE]
            yield _answer_file(recipient), answer(recipient, words, file, faults) if faults else None
        elif is_missing:
            yield _answer_file(recipient), None


def left_alone(recipients: Sequence[Recipient], to_tell: ToTell) -> tuple[str, ...]:
    """Return the names of the drafts that hold, where there are such, as their units have sent nothing new."""
    decided = to_tell.found.keys() | to_tell.missing
    return tuple(_answer_file(recipient) for recipient in recipients if recipient.unit not in decided)


def _answer_file(recipient: Recipient) -> str:
    return f"svar-{safe_name(recipient.unit)}.eml"


def write_letters(letters: Mapping[str, Letter | None], folder: Path) -> tuple[str, ...]:
    """Write the drafts, take away those that no longer hold, and return the names of those that are new or otherwise.

    Raises FileError where that cannot be done.
    """
    return tuple(name for name, letter in letters.items() if _is_written(folder / name, letter))


def _is_written(file: Path, letter: Letter | None) -> bool:
    """Tell whether a draft had to be written; it had not where it lies there already, or holds no longer."""
    from runxl.hosts.package.saving import replace_file  # noqa: PLC0415  (a preview writes nothing)

    if letter is None:
        _remove(file)
        return False
    data = draft(letter)
    if file.is_file() and file.read_bytes() == data:
        return False
    make_folder(file.parent)
    replace_file(file, data)
    return True


def _remove(file: Path) -> None:
    try:
        file.unlink()
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as fault:
        raise FileError("file-not-saved", file=file.name, reason=fault.strerror or str(fault)) from fault
