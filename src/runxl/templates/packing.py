"""A workbook's bytes: the same on every build, and in the form that Excel itself would write.

openpyxl puts every text into its cell and the parts of a font in an order of its own. Excel reads both and would
rewrite both, so texts go to the shared table here and fonts into the order of the schema.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl import Workbook

BUILT = datetime(2026, 1, 1, tzinfo=UTC)

_ZIP_BEGINS = (1980, 1, 1, 0, 0, 0)
_COMPRESSION = 9
_SHARED = "xl/sharedStrings.xml"
_SHARED_HEAD = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="{count}" uniqueCount="{unique}">'
)

_RELATIONSHIP = (
    '<Relationship Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"'
    ' Target="/xl/sharedStrings.xml" Id="rIdTexts"/></Relationships>'
)
_CONTENT_TYPE = (
    '<Override PartName="/xl/sharedStrings.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
)

_APPLICATION = re.compile(r"(<Application>)[^<]*(<)")
_MODIFIED = re.compile(r"(<dcterms:modified[^>]*>)[^<]*(<)")
_FONT = re.compile(r"(<font>)(.*?)(</font>)", re.DOTALL)
_FONT_PART = re.compile(r"<(\w+)[^>]*/>")
_FONT_ORDER = (
    "b",
    "i",
    "strike",
    "condense",
    "extend",
    "outline",
    "shadow",
    "u",
    "vertAlign",
    "sz",
    "color",
    "name",
    "family",
    "charset",
    "scheme",
)
_INLINE = re.compile(r't="inlineStr"><is>(<t(?: [^>]*)?>[^<]*</t>)</is>')


def save_packed(workbook: Workbook, path: Path) -> None:
    """Save a workbook so that an unchanged one gives unchanged parts."""
    workbook.properties.created = BUILT.replace(tzinfo=None)
    saved = BytesIO()
    workbook.save(saved)
    with ZipFile(saved) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    with ZipFile(path, "w") as target:
        for name, data in _in_excels_form(parts).items():
            entry = ZipInfo(name, _ZIP_BEGINS)
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, data, compresslevel=_COMPRESSION)


def _in_excels_form(parts: dict[str, bytes]) -> dict[str, bytes]:
    texts = _SharedTexts()
    formed = {name: _formed(name, data.decode(), texts).encode() for name, data in parts.items() if name != _SHARED}
    return {**formed, _SHARED: texts.part().encode()}


def _formed(name: str, part: str, texts: _SharedTexts) -> str:
    if name.startswith("xl/worksheets/sheet"):
        return _INLINE.sub(texts.place, part)
    return _IN_FORM.get(name, str)(part)


def _styles(part: str) -> str:
    return _FONT.sub(_font_in_order, part)


def _font_in_order(font: re.Match[str]) -> str:
    parts = sorted(_FONT_PART.finditer(font[2]), key=lambda part: _FONT_ORDER.index(part[1]))
    return font[1] + "".join(part[0] for part in parts) + font[3]


def _workbook_relationships(part: str) -> str:
    return part.replace("</Relationships>", _RELATIONSHIP)


def _content_types(part: str) -> str:
    return part.replace("</Types>", _CONTENT_TYPE)


def _application(part: str) -> str:
    """Return the part without openpyxl's version."""
    return _APPLICATION.sub(r"\g<1>runxl\g<2>", part)


def _moment(part: str) -> str:
    """Return the part without the moment of saving."""
    return _MODIFIED.sub(rf"\g<1>{BUILT:%Y-%m-%dT%H:%M:%SZ}\g<2>", part)


_IN_FORM: dict[str, Callable[[str], str]] = {
    "xl/styles.xml": _styles,
    "xl/_rels/workbook.xml.rels": _workbook_relationships,
    "[Content_Types].xml": _content_types,
    "docProps/app.xml": _application,
    "docProps/core.xml": _moment,
}


class _SharedTexts:
    """The workbook's texts, each once, in the order that they are met."""

    def __init__(self) -> None:
        self._indices: dict[str, int] = {}
        self._uses = 0

    def place(self, inline: re.Match[str]) -> str:
        """Return what stands in a cell instead of its text."""
        self._uses += 1
        index = self._indices.setdefault(inline[1], len(self._indices))
        return f't="s"><v>{index}</v>'

    def part(self) -> str:
        """Return the part that holds the texts."""
        head = _SHARED_HEAD.format(count=self._uses, unique=len(self._indices))
        return head + "".join(f"<si>{text}</si>" for text in self._indices) + "</sst>"
