"""Formulas between their two spellings: as a workbook file has them in English, and as LibreOffice's UNO takes them.

In the file stands `SUM(Mått!A1:A3,{1,2;3,4},tbl[[#This Row],[Utfall]])`, and UNO takes
`SUM($'Mått'.A1:A3;{1;2|3;4};tbl[[#This Row];[Utfall]])`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from runxl.grid.address import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_TEXT = r'(?P<text>"(?:[^"]|"")*")'
# the innermost brackets of a structured reference hold a column's name, in which an apostrophe escapes
_COLUMN = r"(?P<column>\[(?:'.|[^'\[\]])*\])"
_ERROR = r"(?P<error>#(?:REF!|DIV/0!|VALUE!|NULL!|NUM!|NAME\?|N/A))"
_NAME = r"[^\W\d][\w.]*"
_FILE = re.compile(
    rf"{_TEXT}|{_COLUMN}|{_ERROR}|(?P<sheet>'(?:[^']|'')+'!|{_NAME}!)|(?P<newer>_xlfn\.(?:_xlws\.)?)|(?P<mark>[{{}},;])"
)
_UNO = re.compile(
    rf"{_TEXT}|{_COLUMN}|{_ERROR}|(?P<sheet>\$?(?:'(?:[^']|'')+'|[^\W\d]\w*)\.)(?=\$?[A-Z]{{1,3}}(?:\$?[0-9]|:)|#REF!)"
    r"|(?P<mark>[{};|~!])"
)


# figures, cells, names and arithmetic: most formulas hold nothing that the two spell differently
_ALIKE = re.compile(r"[A-Za-zÅÄÖåäö0-9$:+\-*/^%&()<>= ]*")


def in_uno(formula: str) -> str:
    """Return a file's formula as UNO takes it; both without the equals sign.

    >>> in_uno('IF(A1<2,"a,b",tbl[[#This Row],[Ut, fall]])')
    'IF(A1<2;"a,b";tbl[[#This Row];[Ut, fall]])'
    """
    return _respelled(formula, _TO_UNO)


def in_file(formula: str) -> str:
    """Return a formula of UNO as a file has it; both without the equals sign.

    >>> in_file("SUM($'Mars 2020'.A1:B2;{1;2|3;4})")
    "SUM('Mars 2020'!A1:B2,{1,2;3,4})"
    """
    return _respelled(formula, _TO_FILE)


def _respelled(formula: str, spelling: _Spelling) -> str:
    if _ALIKE.fullmatch(formula):
        return formula
    depth = 0

    def spelled(match: re.Match[str]) -> str:
        nonlocal depth
        kind, found = match.lastgroup, match[0]
        if kind == "sheet":
            return spelling.sheet(found)
        if kind == "newer":
            return ""
        if kind == "mark":
            depth += (found == "{") - (found == "}")
            return (spelling.in_array if depth else spelling.marks).get(found, found)
        return found

    return spelling.pattern.sub(spelled, formula)


def _uno_sheet(found: str) -> str:
    name = found[:-1]
    return f"${name}." if name.startswith("'") else f"$'{name}'."


def _file_sheet(found: str) -> str:
    name = found.removeprefix("$")[:-1]
    plain = name[1:-1].replace("''", "'") if name.startswith("'") else name
    return f"{quoted(plain)}!"


class _Spelling(NamedTuple):
    """What is spelled otherwise: what to look for, marks outside and inside an array, and a sheet's name."""

    pattern: re.Pattern[str]
    marks: Mapping[str, str]
    in_array: Mapping[str, str]
    sheet: Callable[[str], str]


_TO_UNO = _Spelling(_FILE, {",": ";"}, {",": ";", ";": "|"}, _uno_sheet)
_TO_FILE = _Spelling(_UNO, {";": ",", "~": ",", "!": " "}, {";": ",", "|": ";"}, _file_sheet)
