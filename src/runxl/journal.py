"""The undo journal: what the last runs replaced in each workbook, in the user's own state folder.

It lies outside the workbook, as the workbook travels by mail and what it held yesterday is nobody else's business. A
step is on disk before the workbook is replaced, so that a crash between the two leaves a step too many, never one too
few.
"""

from __future__ import annotations

import json
import os
import re
import sys
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from runxl.errors import FileError
from runxl.grid import Address, CellError, Content, Edit, NoteEdit, Plan, Resize, Value

if TYPE_CHECKING:
    from collections.abc import Mapping

DEEPEST = 10

_STEP = re.compile(r"([0-9]{6})\.json\Z")
_SAFE_ID = re.compile(r"[A-Za-z0-9-]{1,64}\Z")


@dataclass(frozen=True, slots=True)
class Step:
    """One run that can be taken back: when, which command, on which file, and the plan that does it."""

    number: int
    time: str
    command: str
    path: str
    undo: Plan


def state_folder(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path:
    """Return the folder for what runxl remembers on this computer, by the custom of its system."""
    if chosen := environment.get("RUNXL_STATE"):
        return Path(chosen)
    home = Path(environment.get("USERPROFILE" if platform == "win32" else "HOME") or Path.home())
    if platform == "win32":
        return Path(environment.get("LOCALAPPDATA") or home / "AppData" / "Local") / "runxl"
    if platform == "darwin":
        return home / "Library" / "Application Support" / "runxl"
    return Path(environment.get("XDG_STATE_HOME") or home / ".local" / "state") / "runxl"


class Journal:
    """One workbook's steps, newest last, at most ten."""

    def __init__(self, workbook_id: str, folder: Path | None = None) -> None:
        name = workbook_id if _SAFE_ID.match(workbook_id) else workbook_id.encode().hex()[:64] or "utan-id"
        self._folder = (state_folder() if folder is None else folder) / "journal" / name

    def steps(self) -> list[Step]:
        """Return the steps that can be taken back, oldest first; a damaged one is left out."""
        steps = []
        for number, file in sorted(self._files().items()):
            try:
                steps.append(_step_from(number, json.loads(file.read_text(encoding="utf-8"))))
            except (OSError, ValueError, KeyError, TypeError, ArithmeticError):
                continue
        return steps

    def add(self, time: str, command: str, path: str, undo: Plan) -> Step:
        """Put a step on disk, synced.

        Raises FileError where that cannot be done: a run that could not be taken back is not made.
        """
        try:
            return self._added(time, command, path, undo)
        except OSError as fault:
            reason = fault.strerror or str(fault)
            raise FileError("undo-not-noted", folder=str(self._folder), reason=reason) from fault

    def _added(self, time: str, command: str, path: str, undo: Plan) -> Step:
        self._folder.mkdir(parents=True, exist_ok=True)
        step = Step(max(self._files(), default=0) + 1, time, command, path, undo)
        while True:
            try:
                # opened only where there is none: another run of the same workbook may be taking the same number
                file = self._file_of(step).open("x", encoding="utf-8")
            except FileExistsError:
                step = replace(step, number=step.number + 1)
                continue
            with file:
                # not json.dump, which writes piece by piece in Python: a round's step has a hundred thousand cells
                file.write(json.dumps(_data_of(step), ensure_ascii=False))
                file.flush()
                os.fsync(file.fileno())
            return step

    def forget_oldest(self) -> None:
        """Forget what is more than ten steps back; to be called once the newest step's run is on disk."""
        files = self._files()
        for number in sorted(files)[: max(0, len(files) - DEEPEST)]:
            files[number].unlink(missing_ok=True)

    def drop(self, step: Step) -> None:
        """Forget a step: it has been taken back, or its run never reached the workbook."""
        self._file_of(step).unlink(missing_ok=True)

    def _file_of(self, step: Step) -> Path:
        return self._folder / f"{step.number:06}.json"

    def _files(self) -> dict[int, Path]:
        if not self._folder.is_dir():
            return {}
        matches = ((file, _STEP.match(file.name)) for file in self._folder.iterdir())
        return {int(match[1]): file for file, match in matches if match}


def _data_of(step: Step) -> dict[str, Any]:
    return {
        "time": step.time,
        "command": step.command,
        "path": step.path,
        "edits": [[*edit.cell, _packed(edit.content), _packed(edit.expected)] for edit in step.undo.edits],
        "resizes": [list(resize) for resize in step.undo.resizes],
        "confirmed": [list(cell) for cell in sorted(step.undo.confirmed)],
        "notes": [[*note.cell, note.text, note.expected] for note in step.undo.notes],
    }


def _step_from(number: int, data: Mapping[str, Any]) -> Step:
    edits = tuple(
        Edit(Address(str(sheet), int(row), int(column)), _unpacked(content) or Content(), _unpacked(expected))
        for sheet, row, column, content, expected in data["edits"]
    )
    resizes = tuple(Resize(str(table), int(rows), expected) for table, rows, expected in data["resizes"])
    # a step of before there were notes has none, and one of before that were kept confirms nothing
    confirmed = frozenset(
        Address(str(sheet), int(row), int(column)) for sheet, row, column in data.get("confirmed", ())
    )
    notes = tuple(
        NoteEdit(Address(str(sheet), int(row), int(column)), str(text), None if expected is None else str(expected))
        for sheet, row, column, text, expected in data.get("notes", ())
    )
    undo = Plan(edits, resizes, confirmed, notes)
    return Step(number, str(data["time"]), str(data["command"]), str(data["path"]), undo)


def _packed(content: Content | None) -> list[Any] | None:
    if content is None:
        return None
    value = content.value
    if isinstance(value, bool) or value is None:
        return ["plain", value, content.formula]
    kind = "number" if isinstance(value, Decimal) else "error" if isinstance(value, CellError) else "text"
    return [kind, str(value), content.formula]


def _unpacked(packed: list[Any] | None) -> Content | None:
    if packed is None:
        return None
    kind, value, formula = packed
    unpacked: Value = value
    if kind == "number":
        unpacked = Decimal(value)
    elif kind == "error":
        unpacked = CellError(value)
    return Content(unpacked, formula)
