"""What a program is given so that a cell comes to hold a content, and nothing that the program makes of it."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from runxl.grid import EMPTY, CellError, Content, Edit, NoteEdit, Plan

# a text of other letters than these words, without a figure, is no number, date, time, truth or formula in any language
_PLAIN = re.compile(r"[^\W\d_][^\d\r]*\Z")
_TRUTHS = frozenset(("true", "false", "sant", "falskt", "sann", "usann", "sand", "falsk", "tosi", "epätosi"))
_LINE_END = re.compile(r"\r\n?")
TEXT_FORMAT = "@"


def entered(content: Content) -> bool | float | str:
    """Return what is assigned to a cell; an apostrophe goes before a text that would be taken for something else.

    >>> entered(Content("Norr")), entered(Content("=1+1")), entered(Content("100")), entered(Content(Decimal(8), "A1"))
    ('Norr', "'=1+1", "'100", '=A1')
    """
    value = content.value
    if content.formula is not None:
        return f"={content.formula}"
    if isinstance(value, bool):
        return value
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, CellError):
        return value.code
    if value is None:
        return ""
    return value if _PLAIN.match(value) and value.casefold() not in _TRUTHS else f"'{value}"


def is_text(content: Content) -> bool:
    """Tell whether a cell that is formatted for text takes a content as it is."""
    return content.formula is None and (content.value is None or isinstance(content.value, str))


def as_kept(content: Content) -> Content:
    r"""Return a content as an open workbook keeps it: lines end in a line feed, and an empty text is nothing.

    >>> as_kept(Content("två\r\nrader")).value
    'två\nrader'
    """
    if content.formula is not None or not isinstance(content.value, str):
        return content
    return Content(_LINE_END.sub("\n", content.value)) if content.value else EMPTY


def kept_plan(plan: Plan) -> Plan:
    """Return a plan with every content as an open workbook keeps it."""
    return replace(plan, edits=tuple(map(_kept_edit, plan.edits)), notes=tuple(map(_kept_note, plan.notes)))


def _kept_note(note: NoteEdit) -> NoteEdit:
    expected = None if note.expected is None else _LINE_END.sub("\n", note.expected)
    return NoteEdit(note.cell, _LINE_END.sub("\n", note.text), expected)


def _kept_edit(edit: Edit) -> Edit:
    content, expected = edit.content, edit.expected
    if not isinstance(content.value, str) and expected is None:
        return edit
    return Edit(edit.cell, as_kept(content), None if expected is None else as_kept(expected))
