"""A sheet's rows and cells and a workbook's shared strings, cut apart by patterns where they are written plainly.

Plainly is as programs write them. Patterns take nothing else: what is spelled in another way needs a reader of all XML.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from runxl.hosts.package.markup import unescaped as without_entities
from runxl.hosts.package.reader import shared_strings
from runxl.hosts.package.trees import unescaped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from runxl.hosts.package.archive import Archive

_CHARACTERS = r"[^<>&\x00-\x08\x0a-\x1f\ufffe\uffff]*+"
_STRING = re.compile(
    rf'<si><t(?: xml:space="preserve")?+>({_CHARACTERS}(?:&(?:amp|lt|gt|quot|apos);{_CHARACTERS})*+)</t></si>'
)
_STRINGS = re.compile(
    rb"""(?:\xef\xbb\xbf)?(?:<\?xml version="1.0"(?: encoding="(?:UTF|utf)-8")?[^<>&]*\?>)?\s*"""
    rb"""<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"(?: [a-zA-Z]+="[0-9]+")*>"""
)
# no attribute stands twice in what is plain, and no text holds what XML cannot
_CELL_ATTRIBUTES = (
    r'(?: s="(?:0|[1-9][0-9]{0,5}+)")?+(?: t="[0-9A-Za-z]*+")?+(?: cm="[0-9]*+"(?: vm="[0-9]*+")?+| vm="[0-9]*+")?+ ?+'
)
_LETTERS = r"[^<>&\x00-\x08\x0b-\x1f]*+"
_WORDS = rf"{_LETTERS}(?:&(?:amp|lt|gt|quot|apos);{_LETTERS})*+"
_NO_LETTERS = ("\ufffe", "\uffff")
_FORMULA = (
    rf"<f>(?!<){_WORDS}</f>"
    rf'|<f(?: (?:t|ref|si|a?ca|bx)="[0-9A-Za-z:]*+"| xml:space="preserve")++>(?!<){_WORDS}</f>'
    r'|<f t="shared"[a-z0-9=" ]*+/>'
)
_TEXT = rf'(?: xml:space="preserve")?+>{_WORDS}'
_VALUE = rf"<v>{_WORDS}</v>|<v(?: ?+/>|{_TEXT}</v>)|<is><t{_TEXT}</t></is>"
# only what is written as programs write it is understood: each cell with its row's number, nothing between tags
_ROW = re.compile(
    r'<row r="([1-9][0-9]{0,6}+)"((?: (?!xmlns)[A-Za-z0-9:]++="[^"<>&/]*+")*+) ?+'
    rf'(?:/>|>(?:<c r="[A-Z]{{1,3}}+\1"{_CELL_ATTRIBUTES}'
    rf"(?:/>|>(?:(?:{_FORMULA})(?:{_VALUE})?+|{_VALUE})?+</c>))*+</row>)"
)
_FORMULA_ATTRIBUTES = re.compile(r"<f( [^<>]*?)/?>")
_ROWS_END = "</sheetData>"
_AGAIN = re.compile(r"<(?:\w+:)?(?:c|row|sheetData)[\s/>]|<[!?]")
_DECLARATION = r"""<\?xml version=["']1\.0["'](?: encoding=["'](?:UTF|utf)-8["'])?(?: standalone=["']\w+["'])?\s*\?>"""
_PLAIN_NAMES = re.compile(
    rf"\ufeff?(?:{_DECLARATION})?\s*"
    r"<worksheet\s(?:(?!<(?:c|row)[\s/>]|<[!?]|<\w+:|<[^<>]*\sxmlns=).)*<sheetData>"
)


class PlainRows(NamedTuple):
    """A sheet's rows, all of them written plainly: where they stand in its text, and each row's text by its number.

    `rest` is the sheet without them, but for each kind of start tag whose attributes a pattern cannot judge, once:
    where a parser finds it well-formed, so is the sheet.
    """

    text: str
    by_number: Mapping[int, str]
    rest: bytes


def rows_in(data: bytes) -> PlainRows | None:
    """Return a sheet's rows; None where they need the reader of all XML."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None
    head = _PLAIN_NAMES.match(text)
    if head is None:
        return None
    place, found, looks = head.end(), dict[int, str](), set[str]()
    while row := _ROW.match(text, place):
        place, number_ = row.end(), int(row[1])
        if number_ in found:
            return None
        found[number_] = row[0]
        looks.add(row[2])
    if not text.startswith(_ROWS_END, place) or _AGAIN.search(text, place + len(_ROWS_END)):
        return None
    if any(letter in text for letter in _NO_LETTERS):
        return None
    rows = text[head.end() : place]
    tags = [f'<row r="1"{look}/>' for look in looks]
    tags += [f"<f{look}/>" for look in set(_FORMULA_ATTRIBUTES.findall(rows))] if "<f " in rows else []
    return PlainRows(rows, found, "".join((head[0], *tags, text[place:])).encode())


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
