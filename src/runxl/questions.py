"""What the command line answers of workbooks that it only reads: what differs, and why a number is what it is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from runxl import language
from runxl.commands.new import refuse_target
from runxl.commands.why import why
from runxl.exchange.differences import differences
from runxl.exchange.differences.told import as_json as differences_as_json
from runxl.exchange.differences.told import told
from runxl.exchange.why_told import as_json as why_as_json
from runxl.exchange.why_told import told as why_told
from runxl.pressing import opened

if TYPE_CHECKING:
    import argparse

    from runxl.exchange.differences import Difference


def _diff(call: argparse.Namespace) -> tuple[str, bool]:
    """Return what differs between two workbooks, and whether anything does; with `--out` as a workbook too."""
    if call.out is not None:
        refuse_target(Path(call.out))
    a, b = opened(call.a), opened(call.b)
    found = differences(a.read(), b.read())
    if call.out is not None:
        _write(Path(call.out), a.path.name, b.path.name, found)
    if call.json:
        return _json(differences_as_json(call.a, call.b, found)), bool(found)
    made = () if call.out is None else (language.say("diff-made", file=call.out),)
    return "\n".join((told(a.path.name, b.path.name, found), *made)), bool(found)


def _write(target: Path, a: str, b: str, found: tuple[Difference, ...]) -> None:
    from runxl.hosts.package.saving import Expected, replace_file  # noqa: PLC0415  (only --out writes)
    from runxl.templates.differences import differences_file  # noqa: PLC0415  (imports openpyxl)

    replace_file(target, differences_file(a, b, found), Expected.NO_FILE)


def _why(call: argparse.Namespace) -> tuple[str, bool]:
    """Return why a cell holds what it holds; that finds nothing wrong."""
    found = why(opened(call.file).read(), call.cell)
    return (_json(why_as_json(call.file, found)) if call.json else why_told(found)), False


def _json(data: dict[str, object]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2)


ANSWERS = {"diff": _diff, "why": _why}
"""Each question's answer as text, and whether it has found anything."""
