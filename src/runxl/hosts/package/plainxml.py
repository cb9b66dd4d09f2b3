"""A sheet's rows and cells and a workbook's shared strings, cut apart by patterns where they are written plainly.

Plainly is as programs write them. Patterns take nothing else: what is spelled in another way needs a reader of all XML.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from runxl.hosts.package.markup import unescaped as without_entities
from runxl.hosts.package.reader import shared_strings
from runxl.hosts.package.trees import unescaped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from runxl.hosts.package.archive import Archive

_CHARACTERS = r"[^<>&\x00-\x08\x0a-\x1f\ufffe\uffff]*+"
_STRING = re.compile(
    rf'<si><t(?: xml:space="preserve")?+>({_CHARACTERS}(?:&(?:amp|lt|gt|quot|apos);{_CHARACTERS})*+)</t></si>'
)
_STRINGS = re.compile(
    rb"""(?:\xef\xbb\xbf)?(?:<\?xml version="1.0"(?: encoding="(?:UTF|utf)-8")?[^<>&]*\?>)?\s*"""
    rb"""<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"(?: [a-zA-Z]+="[0-9]+")*>"""
)
_CELL_ATTRIBUTES = r'(?: (?:t|cm|vm|ph)="[0-9A-Za-z]*+"| s="(?:0|[1-9][0-9]{0,5}+)")*+ ?+'
_FORMULA = (
    r"<f>[^<]++</f>"
    r'|<f(?: (?:t|ref|si|a?ca|bx)="[0-9A-Za-z:]*+"| xml:space="preserve")++>[^<]++</f>|<f t="shared"[a-z0-9=" ]*+/>'
)
_TEXT = r'(?: xml:space="preserve")?+>[^<]*+'
_VALUE = rf"<v>[^<]*+</v>|<v(?: ?+/>|{_TEXT}</v>)|<is><t{_TEXT}</t></is>"
# only what is written as programs write it is understood: each cell with its row's number, nothing between tags
_ROW = re.compile(
    r'<row r="([1-9][0-9]{0,6}+)"(?: (?!xmlns)[A-Za-z0-9:]++="[^"<>&/]*+")*+ ?+'
    rf'(?:/>|>(?:<c r="[A-Z]{{1,3}}+\1"{_CELL_ATTRIBUTES}'
    rf"(?:/>|>(?:(?:{_FORMULA})(?:{_VALUE})?+|{_VALUE})?+</c>))*+</row>)"
)
_ROWS_END = "</sheetData>"
_AGAIN = re.compile(r"<(?:\w+:)?(?:c|row|sheetData)[\s/>]|<[!?]")
_PLAIN_NAMES = re.compile(
    r"\ufeff?(?:<\?[^<>]*\?>)?\s*<worksheet\s(?:(?!<(?:c|row)[\s/>]|<[!?]|<\w+:|<[^<>]*\sxmlns=).)*<sheetData>"
)


def rows_in(text: str) -> tuple[tuple[int, int] | None, dict[int, str]]:
    """Return where a sheet's rows stand and each row's text by its number; None where they need the whole reader."""
    head = _PLAIN_NAMES.match(text)
    # a parser reads "\r\n" as "\n"
    if head is None or text.find("\r", head.end()) >= 0:
        return None, {}
    place, found = head.end(), {}
    while row := _ROW.match(text, place):
        place, number_ = row.end(), int(row[1])
        if number_ in found:
            return None, {}
        found[number_] = row[0]
    if not text.startswith(_ROWS_END, place) or _AGAIN.search(text, place + len(_ROWS_END)):
        return None, {}
    return (head.end(), place), found


@lru_cache(maxsize=64)
def cells_pattern(columns: frozenset[str]) -> re.Pattern[str]:
    """Return the pattern for the cells of some columns.

    Its groups: column, row, attributes, the beginning of a formula, its text, the value, an inline text.
    """
    letters = "|".join(sorted(columns))
    return re.compile(
        rf'<c r="({letters})([1-9][0-9]*+)"([^<>/]*+)>(?:(<f)(?:[^<>/]*+/>|[^<>/]*+>([^<]*+)</f>))?+'
        r"(?:<v[^<>/]*+>([^<]*+)</v>|<is><t[^<>]*+>([^<]*+)</t>)?+"
    )


def strings_in(archive: Archive, part: str | None) -> Sequence[str]:
    """Return the shared strings; where all are plain ones, by a pattern that takes nothing else."""
    if part is None:
        return []
    xml = archive.read(part)
    opened, end = _STRINGS.match(xml), xml.rfind(b"</sst>")
    if opened is None or xml[end + len(b"</sst>") :].strip():
        return shared_strings(archive, part)
    try:
        pieces = _STRING.split(xml[opened.end() : end].decode())
    except UnicodeDecodeError:
        return shared_strings(archive, part)
    if any(pieces[::2]):
        return shared_strings(archive, part)
    return [unescaped(without_entities(one)) if "&" in one or "_" in one else one for one in pieces[1::2]]
