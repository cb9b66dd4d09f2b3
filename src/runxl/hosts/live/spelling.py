"""References to a table's own cells, spelled out: Excel shows `[@Utfall]` for `tblResultat[[#This Row],[Utfall]]`."""

from __future__ import annotations

import re

_TEXT = r'"(?:[^"]|"")*"'
_INNER = r"\[(?:'.|[^'\[\]])*\]"
# of another workbook: 'C:\mapp\[bok.xlsx]Blad 1'!A1 and [bok.xlsx]Blad1!A1
_ELSEWHERE = r"'(?:[^']|'')*'!|\[[^\[\]]*\][^\W\d][\w.]*!"
_REFERENCE = re.compile(rf"{_TEXT}|{_ELSEWHERE}|(?P<table>[^\W\d][\w.]*)?(?P<brackets>\[(?:'.|[^'\[\]]|{_INNER})*\])")


def spelled_out(formula: str, table: str) -> str:
    """Return a formula of a cell in a table with every reference to its own row and table spelled out.

    >>> spelled_out("[@Utfall]-[@[Budget, tkr]]", "tblX")
    'tblX[[#This Row],[Utfall]]-tblX[[#This Row],[Budget, tkr]]'
    >>> spelled_out('SUM([Utfall],tblY[Utfall],"[@a]")', "tblX")
    'SUM(tblX[Utfall],tblY[Utfall],"[@a]")'
    """

    def whole(match: re.Match[str]) -> str:
        brackets = match["brackets"]
        if brackets is None:
            return match[0]
        return f"{match['table'] or table}{_with_row(brackets)}"

    return _REFERENCE.sub(whole, formula) if "[" in formula else formula


def _with_row(brackets: str) -> str:
    if not brackets.startswith("[@"):
        return brackets
    column = brackets[2:-1]
    if not column:
        return "[#This Row]"
    return f"[[#This Row],{column if column.startswith('[') else f'[{column}]'}]"
