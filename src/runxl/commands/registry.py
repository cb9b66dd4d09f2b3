"""Every command there is. Command line, ribbon, bridge and docs read this one table; a new button is one row here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from runxl.commands.check import check
from runxl.commands.fix import fix, fixed
from runxl.commands.goals import goals
from runxl.commands.merge import merge
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
    VIEW = "view"
    SETUP = "setup"


class RibbonGroup(Enum):
    """A group of buttons on the RUN tab; its label is `label-group-` and this value in the catalogue."""

    FOLLOW_UP = "follow-up"
    REVIEW = "review"
    WORKBOOK = "workbook"
    MAIL = "mail"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class Button:
    """Where a command stands on the RUN tab, and the letter that presses it after Alt and the tab's own."""

    group: RibbonGroup
    keytip: str


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its name, and the codes of its label and its help in the catalogue.

    `fill` is the pure function of a fill command; the other kinds have none. A command with a button has besides the
    texts `screentip-` and `supertip-` with its name.
    """

    name: str
    kind: CommandKind
    label: str
    help: str
    fill: Callable[[Snapshot], Outcome] | None = None
    button: Button | None = None

    @property
    def is_typed(self) -> bool:
        """Whether it is a command on the command line; a view shows something in a program that is open."""
        return self.kind is not CommandKind.VIEW


_FOLLOW_UP, _REVIEW, _WORKBOOK, _MAIL, _HELP = RibbonGroup


COMMANDS: tuple[Command, ...] = (
    Command("run", CommandKind.FILL, "label-run", "help-run", run, Button(_FOLLOW_UP, "K")),
    Command("variances", CommandKind.FILL, "label-variances", "help-variances", variances, Button(_FOLLOW_UP, "A")),
    Command("goals", CommandKind.FILL, "label-goals", "help-goals", goals, Button(_FOLLOW_UP, "M")),
    Command("check", CommandKind.FILL, "label-check", "help-check", check, Button(_FOLLOW_UP, "S")),
    Command("preview", CommandKind.VIEW, "label-preview", "help-preview-view", button=Button(_REVIEW, "F")),
    Command("undo", CommandKind.FILE, "label-undo", "help-undo", button=Button(_REVIEW, "U")),
    Command("findings", CommandKind.VIEW, "label-findings", "help-findings", button=Button(_REVIEW, "V")),
    Command("fix", CommandKind.FILL, "label-fix", "help-fix", fix, Button(_REVIEW, "R")),
    Command("log", CommandKind.VIEW, "label-log", "help-log", button=Button(_REVIEW, "L")),
    Command("new", CommandKind.FILE, "label-new", "help-new", button=Button(_WORKBOOK, "N")),
    Command("round", CommandKind.FILE, "label-round", "help-round"),
    Command("settings", CommandKind.VIEW, "label-settings", "help-settings", button=Button(_WORKBOOK, "I")),
    Command("send", CommandKind.FILE, "label-send", "help-send", button=Button(_MAIL, "E")),
    Command("collect", CommandKind.FILE, "label-collect", "help-collect", button=Button(_MAIL, "T")),
    Command("merge", CommandKind.FILL, "label-merge", "help-merge", merge, Button(_MAIL, "O")),
    Command("why", CommandKind.FILE, "label-why", "help-why", button=Button(_MAIL, "W")),
    Command("diff", CommandKind.FILE, "label-diff", "help-diff"),
    Command("help", CommandKind.VIEW, "label-help", "help-help-view", button=Button(_HELP, "H")),
    Command("demo", CommandKind.FILE, "label-demo", "help-demo"),
    Command("install", CommandKind.SETUP, "label-install", "help-install"),
    Command("uninstall", CommandKind.SETUP, "label-uninstall", "help-uninstall"),
    Command("doctor", CommandKind.SETUP, "label-doctor", "help-doctor"),
)


def fixing(number: int) -> Command:
    """Return the command that writes the proposal of one finding, by its number in Fynd."""
    command = next(command for command in COMMANDS if command.name == "fix")
    return replace(command, fill=lambda snapshot: fixed(snapshot, number))
