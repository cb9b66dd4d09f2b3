"""What may be typed after `runxl`, and what is said to one who typed something else."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, NoReturn

from runxl import language
from runxl.commands.registry import COMMANDS, Command, CommandKind
from runxl.errors import CallError
from runxl.templates.shipped import names

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

DEMO_FOLDER = "runxl-demo"

_TYPED = [command for command in COMMANDS if command.is_typed]

_REFUSALS = {
    "the following arguments are required": "call-lacks-words",
    "unrecognized arguments": "call-unknown-words",
}
_OPTION_REFUSALS = {
    "expected": "call-option-needs-value",
    "ignored explicit argument": "call-option-takes-no-value",
    "invalid int value": "call-option-needs-number",
    "not allowed with": "call-options-exclude",
}


def understood(words: Sequence[str]) -> argparse.Namespace:
    """Return the call that the words make; its `command` is the registry's row.

    Raises CallError for words that make none. `--help` and `--version` print and exit with status 0.
    """
    _refuse_unknown_command(words)
    return _parser().parse_args(words)


class _Formatter(argparse.HelpFormatter):
    """argparse's help with its own words in the controller's language."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, language.say("usage") + " " if prefix is None else prefix)


class _Parser(argparse.ArgumentParser):
    """argparse, whose refusals are sentences like all others."""

    def __init__(self, *, prog: str, description: str) -> None:
        super().__init__(
            prog=prog, description=description, add_help=False, allow_abbrev=False, formatter_class=_Formatter
        )
        self.words = self.add_argument_group(language.say("word-arguments"))
        self.options = self.add_argument_group(language.say("word-options"))
        self.options.add_argument("-h", "--help", action="help", help=language.say("help-help"))

    def error(self, message: str) -> NoReturn:
        usage = " ".join(self.format_usage().split())
        for beginning, code in _REFUSALS.items():
            if message.startswith(beginning):
                raise CallError(code, words=message.partition(": ")[2], usage=usage)
        option, _, problem = message.removeprefix("argument ").partition(": ")
        for beginning, code in _OPTION_REFUSALS.items():
            if problem.startswith(beginning):
                raise CallError(code, option=option, usage=usage)
        raise CallError("call-wrong", option=option, problem=problem or message, usage=usage)


def _refuse_unknown_command(words: Sequence[str]) -> None:
    """Raise CallError for a command that does not exist, with the nearest that does."""
    word = next((word for word in words if not word.startswith("-")), None)
    known = [command.name for command in _TYPED]
    if word is not None and word not in known:
        from difflib import get_close_matches  # noqa: PLC0415  (only a mistyped call pays for it)

        near = get_close_matches(word, known, n=1)
        raise CallError("command-unknown-near" if near else "command-unknown", word=word, near=near, commands=known)


def _parser() -> _Parser:
    from runxl import __version__  # noqa: PLC0415  (the package imports this module's commands first)

    parser = _Parser(prog="runxl", description=language.say("help-runxl"))
    version = f"runxl {__version__}"
    parser.options.add_argument("--version", action="version", version=version, help=language.say("help-version"))
    chosen = parser.add_subparsers(
        title=language.say("word-commands"),
        metavar=language.say("word-command"),
        required=True,
        parser_class=_Parser,
    )
    for command in _TYPED:
        text = language.say(command.help)
        one = chosen.add_parser(command.name, help=text, description=text)
        one.set_defaults(command=command)
        _add_words(one, command)
    return parser


def _add_words(parser: _Parser, command: Command) -> None:
    if command.kind is CommandKind.FILL or command.name in ("undo", "round", "send", "collect", "why"):
        parser.words.add_argument("file", metavar="FILE", help=language.say("help-file"))
    if command.kind is CommandKind.FILL:
        parser.options.add_argument("--preview", action="store_true", help=language.say("help-preview"))
        parser.options.add_argument("--json", action="store_true", help=language.say("help-json"))
        parser.options.add_argument("--out", metavar="FILE", help=language.say("help-out"))
    if command.name == "check":
        either = parser.options.add_mutually_exclusive_group()
        either.add_argument("--range", metavar="Blad!A1:G20", help=language.say("help-range"))
        either.add_argument("--fix", type=int, metavar="N", help=language.say("help-fix-number"))
    if command.name == "new":
        parser.words.add_argument("template", metavar="TEMPLATE", help=language.say("help-template", names=names()))
        parser.options.add_argument("--period", required=True, metavar="2020-04", help=language.say("help-period"))
        parser.options.add_argument("--out", metavar="FILE", help=language.say("help-new-out"))
    if command.name == "round":
        parser.options.add_argument("--to", required=True, metavar="mnkr", help=language.say("help-round-to"))
        parser.options.add_argument("--decimals", default="0", metavar="N", help=language.say("help-round-decimals"))
        parser.options.add_argument("--json", action="store_true", help=language.say("help-json"))
        parser.options.add_argument("--out", metavar="FILE", help=language.say("help-round-out"))
    if command.name == "demo":
        folder_help = language.say("help-demo-folder", folder=DEMO_FOLDER)
        parser.words.add_argument("folder", nargs="?", default=DEMO_FOLDER, metavar="DIR", help=folder_help)
    _add_words_of_a_round(parser, command)


def _add_words_of_a_round(parser: _Parser, command: Command) -> None:
    """Add what is typed after the commands of workbooks by mail, and after the two that ask about workbooks."""
    if command.name == "send":
        parser.options.add_argument("--preview", action="store_true", help=language.say("help-preview"))
        parser.options.add_argument("--json", action="store_true", help=language.say("help-json"))
        unit_help = language.say("help-send-unit")
        parser.options.add_argument("--unit", action="append", default=[], metavar="ID", help=unit_help)
        parser.options.add_argument("--out", metavar="DIR", help=language.say("help-send-out"))
    if command.name == "collect":
        parser.words.add_argument("inbox", nargs="?", metavar="INBOX", help=language.say("help-collect-inbox"))
        parser.options.add_argument("--preview", action="store_true", help=language.say("help-preview"))
        parser.options.add_argument("--json", action="store_true", help=language.say("help-json"))
        parser.options.add_argument("--scheduler", metavar="tcp://…", help=language.say("help-collect-scheduler"))
    if command.name == "why":
        parser.words.add_argument("cell", metavar="Blad!C7", help=language.say("help-why-cell"))
        parser.options.add_argument("--json", action="store_true", help=language.say("help-json"))
    if command.name == "diff":
        parser.words.add_argument("a", metavar="A", help=language.say("help-diff-a"))
        parser.words.add_argument("b", metavar="B", help=language.say("help-diff-b"))
        parser.options.add_argument("--json", action="store_true", help=language.say("help-json"))
        parser.options.add_argument("--out", metavar="FILE", help=language.say("help-diff-out"))
