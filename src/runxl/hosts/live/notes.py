"""The notes of an open workbook, each asked for when somebody looks at it, and put into it one by one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from runxl.hosts.live.busy import answering

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import xlwings as xw

    from runxl.grid import Address, NoteEdit
    from runxl.hosts.live.cells import Place
    from runxl.hosts.live.programs import Program


class AskedNotes(Mapping["Place", str]):
    """The notes of a sheet as they are when they are looked at.

    A cell's note costs a few calls to the program, and to go through all of them a few for each.
    """

    def __init__(self, sheet: xw.Sheet, program: Program) -> None:
        self._sheet, self._program = sheet, program

    def __getitem__(self, place: Place) -> str:
        """Return the note of a cell. Raises KeyError where it has none."""
        with answering():
            text = note_of(self._sheet.range(place), self._program)
        if not text:
            raise KeyError(place)
        return text

    def __iter__(self) -> Iterator[Place]:
        """Give the cells that have a note."""
        with answering():
            cells = [note.location for note in self._sheet.notes]
            places = [(cell.row, cell.column) for cell in cells if note_of(cell, self._program)]
        yield from places

    def __len__(self) -> int:
        """Return how many cells have a note."""
        return sum(1 for _ in self)

    def __repr__(self) -> str:
        """Return the notes as a dictionary shows them."""
        return repr(dict(self))


def note_of(cell: xw.Range, program: Program) -> str | None:
    """Return the text of a cell's note, "" where it has none; None where a conversation takes its place."""
    if program.has_conversation(cell):
        return None
    note = cell.note
    return "" if note is None else note.text


class NoteWriting:
    """The notes of one plan, and those that stand in their cells; a cell with a conversation is left out."""

    def __init__(self, sheets: Mapping[str, xw.Sheet], program: Program, notes: Iterable[NoteEdit]) -> None:
        self._program = program
        self.before: dict[Address, str] = {}
        self._cells: dict[Address, xw.Range] = {}
        self._wanted: dict[Address, str] = {}
        for note in notes:
            cell = sheets[note.cell.sheet].range((note.cell.row, note.cell.column))
            standing = note_of(cell, program)
            if standing is not None:
                self.before[note.cell], self._cells[note.cell] = standing, cell
                if note.text != standing:
                    self._wanted[note.cell] = note.text

    def __bool__(self) -> bool:
        """Tell whether any note is to be written."""
        return bool(self._wanted)

    def write(self) -> None:
        """Put every note."""
        for cell, text in self._wanted.items():
            _put_note(self._cells[cell], text, self._program)

    def not_taken(self) -> list[Address]:
        """Return the cells whose note is not as it was written."""
        return [cell for cell, text in self._wanted.items() if note_of(self._cells[cell], self._program) != text]

    def steps_back(self) -> Iterator[Callable[[], None]]:
        """Give what gives each cell the note it had."""
        for cell in self._wanted:
            yield partial(_put_note, self._cells[cell], self.before[cell], self._program)


def _put_note(cell: xw.Range, text: str, program: Program) -> None:
    """Let a cell have this note, or none."""
    note = cell.note
    if note is not None and not text:
        note.delete()
    elif note is not None:
        program.set_note(note, text)
    elif text:
        program.add_note(cell, text)
