"""The boxes that Excel shows notes in, in the old drawing format VML.

Excel writes VML that is no XML (`<br>` without its end), so boxes are found by their tags and nothing is parsed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from runxl.grid.address import LAST_COLUMN, LAST_ROW

if TYPE_CHECKING:
    from collections.abc import Iterable

    from runxl.hosts.package.notes import Place

_NAMESPACES = (b'xmlns:v="urn:schemas-microsoft-com:vml"', b'xmlns:x="urn:schemas-microsoft-com:office:excel"')
_SHAPE_IDS = re.compile(rb"""id=["']_x0000_s(\d{1,9})["']""")
_SHAPE, _SHAPE_END = re.compile(rb"<v:shape(?=[\s>])"), b"</v:shape>"
_DRAWN = re.compile(rb"<v:(?!shapetype\b|stroke\b|path\b|formulas\b|f\b)\w")
_IDS_A_SHEET = 1024
_WIDE, _HIGH = 3, 5

_HEAD = """<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"\
 xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{number}"/>\
</o:shapelayout></xml>"""
_TYPE = """<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">\
<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>"""
_BOX = """<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;margin-left:60pt;margin-top:2pt;\
width:200pt;height:70pt;z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>\
<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>\
<v:textbox style="mso-direction-alt:auto;mso-fit-shape-to-text:t"><div style="text-align:left"></div></v:textbox>\
<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>\
<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"""


def no_boxes(number: int) -> bytes:
    """Return a drawing without a box; its number is for the ids of its boxes."""
    return _HEAD.format(number=number).encode()


def is_known(data: bytes) -> bool:
    """Tell whether a drawing is written as Excel and all others write it, so that a box can be put into it."""
    return all(namespace in data for namespace in _NAMESPACES) and b"</xml>" in data


def with_boxes(data: bytes, places: Iterable[Place]) -> bytes:
    """Return the drawing with a box more for each of these cells."""
    highest = max((int(found[1]) for found in _SHAPE_IDS.finditer(data)), default=0)
    first = highest + 1 if highest else _first_id(data)
    new = "".join(_box(first + number, place) for number, place in enumerate(places))
    kind = "" if b'id="_x0000_t202"' in data else _TYPE
    end = data.rindex(b"</xml>")
    return data[:end] + (kind + new).encode() + data[end:] if new else data


def without_boxes(data: bytes, places: Iterable[Place]) -> bytes:
    """Return the drawing without the boxes of these cells' notes."""
    gone, pieces, end = set(places), [], 0
    for start, stop in _shapes(data):
        if _place_of(data[start:stop]) in gone:
            pieces.append(data[end:start])
            end = stop
    return b"".join([*pieces, data[end:]])


def is_blank(data: bytes) -> bool:
    """Tell whether a drawing shows nothing."""
    return is_known(data) and not _DRAWN.search(data)


def _first_id(data: bytes) -> int:
    number = re.search(rb'<o:idmap [^>]*data="(\d{1,6})', data)
    return (int(number[1]) if number else 1) * _IDS_A_SHEET + 1


def _shapes(data: bytes) -> Iterable[tuple[int, int]]:
    """Give where each box begins and ends; a box holds no other."""
    for opened in _SHAPE.finditer(data):
        end = data.find(_SHAPE_END, opened.start())
        if end >= 0:
            yield opened.start(), end + len(_SHAPE_END)


def _place_of(shape: bytes) -> Place | None:
    """Return the cell whose note a box shows; None for a button or a picture."""
    row, column = (re.search(rb"<x:%s>\s*(\d{1,9})\s*</x:%s>" % (name, name), shape) for name in (b"Row", b"Column"))
    if row is None or column is None or not re.search(rb"""ObjectType\s*=\s*["']Note["']""", shape):
        return None
    return int(row[1]) + 1, int(column[1]) + 1


def _box(number: int, place: Place) -> str:
    row, column = place[0] - 1, place[1] - 1
    left, top = min(column + 1, LAST_COLUMN - 1 - _WIDE), max(0, min(row - 1, LAST_ROW - 1 - _HIGH))
    anchor = f"{left}, 15, {top}, 10, {left + _WIDE}, 15, {top + _HIGH}, 4"
    return _BOX.format(number=number, anchor=anchor, row=row, column=column)
