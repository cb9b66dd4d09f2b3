"""What a fill command gives back: what it wants written, what it found, and the numbers behind its summary."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from runxl.domain.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from runxl.domain.finding import Finding
    from runxl.domain.message import Message
    from runxl.grid import Plan, Value


@dataclass(frozen=True, slots=True)
class Outcome:
    """A command's whole answer; nothing has been written yet.

    `summary` holds counts by subject, as `--json` prints them: `relations`, `rules`, `measures`. `told_once` are the
    findings that stand in no sheet afterwards. `log` are rows of Logg besides the one that each press adds, by column
    key without time, user and command, which are the press's.
    """

    plan: Plan
    findings: tuple[Finding, ...]
    message: Message
    summary: Mapping[str, Mapping[str, int]] = field(default_factory=lambda: MappingProxyType({}))
    told_once: tuple[Finding, ...] = ()
    log: tuple[Mapping[str, Value], ...] = ()

    @property
    def has_errors(self) -> bool:
        """Whether anything must be put right before the report is sent."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)
