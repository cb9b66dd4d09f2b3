"""Cells without Excel: addresses, what stands in them, and what is to be written."""

from runxl.grid.address import Address, Block, column_letters, column_number
from runxl.grid.plan import Edit, NoteEdit, Plan, Receipt, Resize, applied
from runxl.grid.snapshot import EMPTY, CellError, Content, Sheet, Snapshot, Table, Value, same, still

__all__ = [
    "EMPTY",
    "Address",
    "Block",
    "CellError",
    "Content",
    "Edit",
    "NoteEdit",
    "Plan",
    "Receipt",
    "Resize",
    "Sheet",
    "Snapshot",
    "Table",
    "Value",
    "applied",
    "column_letters",
    "column_number",
    "same",
    "still",
]
