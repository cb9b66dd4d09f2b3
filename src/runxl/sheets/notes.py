"""What runxl leaves in a cell's note, for whoever comes to the cell later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runxl.grid import NoteEdit

if TYPE_CHECKING:
    from runxl.grid import Address, Snapshot


def note_after(snapshot: Snapshot, cell: Address, sentence: str) -> NoteEdit:
    """Return the edit that leaves a sentence in a cell's note, on a line of its own after what stands there."""
    standing = snapshot.note(cell)
    return NoteEdit(cell, f"{standing}\n{sentence}" if standing else sentence, standing)
