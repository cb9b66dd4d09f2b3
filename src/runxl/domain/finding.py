"""What a check found, as data; its sentence is rendered at the end."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

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


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing worth the controller's eye: the rule that saw it, where, and the numbers.

    `parts` fill the rule's sentence in the catalogue together with the cell and the numbers.
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


def note(rule: str, cell: Address | None = None, **parts: object) -> Finding:
    """Return a finding that only informs."""
    return Finding(rule, Severity.NOTE, cell, parts)


def warning(rule: str, cell: Address | None = None, **parts: object) -> Finding:
    """Return a finding that should be looked at before the report is sent."""
    return Finding(rule, Severity.WARNING, cell, parts)


def error(rule: str, cell: Address | None = None, **parts: object) -> Finding:
    """Return a finding that must be put right before the report is sent."""
    return Finding(rule, Severity.ERROR, cell, parts)
