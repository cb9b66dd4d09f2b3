"""What a check found, as data; its sentence is rendered at the end."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from runxl.domain.message import Message
    from runxl.grid import Address


class Severity(Enum):
    """How much a finding matters; an error makes the command end with status 1."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"


class Verdict(Enum):
    """What a relation between printed numbers can be."""

    EXACT = "exact"
    EXPLAINED = "explained"
    IMPOSSIBLE = "impossible"


MOST_RIVALS = 9
UNEXPLAINED = "unexplained"


@dataclass(frozen=True, slots=True)
class Suspect:
    """A cell that may be wrong: what it says, what it should say, and why it may not.

    `suggested` is None where several numbers fit; the true value lies from `low` to `high`, None at an open end.
    `ties` is how many other explanations keep every relation as well. `rank` is this one's place among them, 0 the
    likeliest: suspects of one rank belong together, and only changing all of them explains the finding. `rivals`
    are the ties that are as likely, too many to point at any cell. A `weak` cause fits many numbers by chance, so that
    it says little where others explain it as well. A `formula` is not to be overwritten with a number.
    """

    cell: Address
    cause: str
    stated: Decimal
    suggested: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    ties: int = 0
    rank: int = 0
    rivals: int = 0
    formula: bool = False
    weak: bool = False

    @property
    def points(self) -> bool:
        """Whether it points at its cell: it has a cause where others do as well, and those are not too many."""
        return self.rivals <= (0 if self.cause == UNEXPLAINED else MOST_RIVALS)

    @property
    def is_certain(self) -> bool:
        """Whether its number may be written: nothing does as well, and no chance made its cause fit."""
        return self.suggested is not None and not self.formula and not self.rivals and not (self.weak and self.ties)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing worth the controller's eye: the rule that saw it, where, and the numbers.

    `parts` fill the rule's sentence in the catalogue together with the cell and the numbers; the `advice` are sentences
    after it. `suspects` are cells that may be the cause, the likeliest first.
    """

    rule: str
    severity: Severity
    cell: Address | None
    parts: Mapping[str, object]
    stated: Decimal | None = None
    computed: Decimal | None = None
    difference: Decimal | None = None
    tolerance: Decimal | None = None
    verdict: Verdict | None = None
    suspects: tuple[Suspect, ...] = ()
    advice: tuple[Message, ...] = ()

    @property
    def likeliest(self) -> tuple[Suspect, ...]:
        """The suspects of the likeliest explanation; none where too many are as likely to point at one."""
        return tuple(suspect for suspect in self.suspects if not suspect.rank and suspect.points)

    @property
    def proposal(self) -> tuple[Suspect, ...]:
        """The cells to change and what to: the likeliest ones, none where one of them is not certain."""
        return self.likeliest if all(suspect.is_certain for suspect in self.likeliest) else ()


def note(rule: str, cell: Address | None = None, **parts: object) -> Finding:
    """Return a finding that only informs."""
    return Finding(rule, Severity.NOTE, cell, parts)


def warning(rule: str, cell: Address | None = None, **parts: object) -> Finding:
    """Return a finding that should be looked at before the report is sent."""
    return Finding(rule, Severity.WARNING, cell, parts)


def error(rule: str, cell: Address | None = None, **parts: object) -> Finding:
    """Return a finding that must be put right before the report is sent."""
    return Finding(rule, Severity.ERROR, cell, parts)
