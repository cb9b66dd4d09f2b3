"""Formulas between their two spellings: as a workbook file has them in English, and as LibreOffice's UNO takes them.

In the file stands `SUM(Mått!A1:A3,{1,2;3,4},tbl[[#This Row],[Utfall]])`, and UNO takes
`SUM($'Mått'.A1:A3;{1;2|3;4};tbl[[#This Row];[Utfall]])`.
"""

from __future__ import annotations

import re

from runxl.grid.address import quoted

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
    if _ALIKE.fullmatch(formula):
        return formula
    marks = {",": ";"}
    in_array = {",": ";", ";": "|"}
    depth = 0

    def spelled(match: re.Match[str]) -> str:
        nonlocal depth
        kind, found = match.lastgroup, match[0]
        if kind == "sheet":
            return f"${_in_quotes(found[:-1])}."
        if kind == "newer":
            return ""
        if kind == "mark":
            depth += (found == "{") - (found == "}")
            return (in_array if depth else marks).get(found, found)
        return found

    return _FILE.sub(spelled, formula)


def in_file(formula: str) -> str:
    """Return a formula of UNO as a file has it; both without the equals sign.

    >>> in_file("SUM($'Mars 2020'.A1:B2;{1;2|3;4})")
    "SUM('Mars 2020'!A1:B2,{1,2;3,4})"
    """
    if _ALIKE.fullmatch(formula):
        return formula
    marks = {";": ",", "~": ",", "!": " "}
    in_array = {";": ",", "|": ";"}
    depth = 0

    def spelled(match: re.Match[str]) -> str:
        nonlocal depth
        kind, found = match.lastgroup, match[0]
        if kind == "sheet":
            name = found.removeprefix("$")[:-1]
            return f"{quoted(_without_quotes(name))}!"
        if kind == "mark":
            depth += (found == "{") - (found == "}")
            return (in_array if depth else marks).get(found, found)
        return found

    return _UNO.sub(spelled, formula)


def _in_quotes(name: str) -> str:
    return name if name.startswith("'") else f"'{name}'"


def _without_quotes(name: str) -> str:
    return name[1:-1].replace("''", "'") if name.startswith("'") else name
