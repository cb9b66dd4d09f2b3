"""Every command there is. The command line and the docs read this one table; a new button is one row here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from runxl.commands.check import check
from runxl.commands.goals import goals
from runxl.commands.run import run
from runxl.commands.variances import variances

if TYPE_CHECKING:
    from collections.abc import Callable

    from runxl.commands.outcome import Outcome
    from runxl.grid import Snapshot


class CommandKind(Enum):
    """What a command works on."""

    FILL = "fill"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its name on the command line, and the codes of its label and its help in the catalogue.

    `fill` is the pure function of a fill command; a file command has none.
    """

    name: str
    kind: CommandKind
    label: str
    help: str
    fill: Callable[[Snapshot], Outcome] | None = None


COMMANDS: tuple[Command, ...] = (
    Command("run", CommandKind.FILL, "label-run", "help-run", run),
    Command("variances", CommandKind.FILL, "label-variances", "help-variances", variances),
    Command("goals", CommandKind.FILL, "label-goals", "help-goals", goals),
    Command("check", CommandKind.FILL, "label-check", "help-check", check),
    Command("undo", CommandKind.FILE, "label-undo", "help-undo"),
    Command("new", CommandKind.FILE, "label-new", "help-new"),
    Command("demo", CommandKind.FILE, "label-demo", "help-demo"),
)
